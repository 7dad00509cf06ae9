/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page of an invitation: what stands on it, and asking for it on loopback. */
#include "account/invitation-ask.h"
#include "account/invitation-page.h"

#include "../net/web-world.h"
#include "base/error.h"
#include "base/limits.h"

#define GOOD "xmpp:bob@example.org?roster;preauth=T0;ibr=y"
#define NONE "(there is no invitation on the page)"

typedef struct {
  const char *text, *token; /* NULL: refused */
  const char *fault;
} Row;

typedef GwInvitation *(*Reader) (const char *text, GError **error);

static GwInvitation *
read_html (const char *text, GError **error)
{
  return gw_invitation_from_html (text, strlen (text), error);
}

static void
check (const Row *rows, gsize n_rows, Reader reader)
{
  for (gsize i = 0; i < n_rows; i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GwInvitation) found = reader (rows[i].text, &error);

    g_test_message ("row %" G_GSIZE_FORMAT, i);
    if (rows[i].token != NULL) {
      g_assert_no_error (error);
      g_assert_cmpstr (found->token, ==, rows[i].token);
    } else {
      g_assert_null (found);
      g_assert_error (error, GW_ERROR, GW_ERROR_BAD_INVITATION);
      g_assert_nonnull (strstr (error->message, rows[i].fault));
    }
  }
}

static void
test_link_header (void)
{
  static const Row rows[] = {
      {"<" GOOD ">", "T0"},
      {"<" GOOD ">; rel=\"alternate\"", "T0"},
      {"</style.css>; rel=preload, < " GOOD " >;rel=x", "T0"},
      {"</a>; title=\"\\\"<xmpp:a.example?register;preauth=X>\", <" GOOD ">", "T0"},
      {"<xmpp:bob@example.org>, <" GOOD ">, <xmpp:a.example?register;preauth=T1>", "T0"},
      {"", NULL, NONE},
      {GOOD, NULL, NONE},
      {"<" GOOD, NULL, NONE},
      {"</a>; title=\"<" GOOD ">", NULL, NONE},
      {"<https://example.org/#" GOOD ">", NULL, NONE},
      {"<xmpp:bob@example.org?message>", NULL, "(it offers no address)"},
  };

  check (rows, G_N_ELEMENTS (rows), gw_invitation_from_link_header);
}

static void
test_html (void)
{
  static const Row rows[] = {
      {"<p><a class=x href=\"" GOOD "\">Open</a>", "T0"},
      {"<a HREF = '" GOOD "'>", "T0"},
      {"<a href=" GOOD ">", "T0"},
      {"<a\nhref=\"\n" GOOD "\n\">", "T0"},
      {"<a href=\"xmpp:bob@example.org?roster&#59;preauth&#x3D;T&amp;0&#X3b;ibr=y\">", "T&0"},
      {"<a href=\"https://x.example\"><a href='xmpp:help@example.org?join'><a href=\"" GOOD "\">",
       "T0"},
      {"<link href><a href=\"" GOOD "\">", "T0"},
      {"<a href=\"xmpp:bob@example.org?roster;preauth=&#0;&#xd800;&#99999999;&bad;&;ibr=y\">", NULL,
       "(it offers a contact, but no address)"},
      {"", NULL, NONE},
      {"href", NULL, NONE},
      {"<a href=", NULL, NONE},
      {"<a href=\"" GOOD, NULL, NONE},
      {"<a data-href=\"" GOOD "\">", NULL, NONE},
      {GOOD, NULL, NONE},
      {"<a href=\"xmpp:bob@example.org?message;body=T0\">", NULL, "(it offers no address)"},
  };

  check (rows, G_N_ELEMENTS (rows), read_html);
}

/* The first links of a page are looked at, and its first bytes. */
static void
test_limits (void)
{
  g_autoptr (GString) many = g_string_new (NULL);
  g_autoptr (GString) much = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  for (int i = 0; i < GW_LIMIT_INVITATION_LINKS - 1; i++)
    g_string_append (many, "<a href='xmpp:bob@example.org'>");
  g_autofree char *last = g_strconcat (many->str, "<a href='" GOOD "'>", NULL);
  g_autofree char *late =
      g_strconcat (many->str, "<a href='xmpp:bob@example.org'><a href='" GOOD "'>", NULL);
  g_autoptr (GwInvitation) found = read_html (last, &error);
  g_assert_no_error (error);
  g_assert_nonnull (found);
  g_assert_null (read_html (late, NULL));

  while (much->len < GW_LIMIT_INVITATION_PAGE)
    g_string_append (much, "<p>&nbsp;</p>");
  g_string_append (much, "<a href='" GOOD "'>");
  g_assert_null (read_html (much->str, NULL));
}

/* --- asking --- */

static GwInvitationPage *asked;
static char *domain;

static void
on_page (const GwInvitation *invitation, const GError *error, gpointer data)
{
  World *world = data;

  g_assert_true ((invitation != NULL) != (error != NULL));
  asked = NULL;
  domain = invitation != NULL ? g_strdup (invitation->domain) : NULL;
  world->error = error != NULL ? g_error_copy (error) : NULL;
  engine_room_report (&world->room);
}

static void
start (gpointer data)
{
  World *world = data;

  asked = gw_invitation_page_start (world->room.engine, world->request.url, on_page, world);
  g_assert_nonnull (asked);
}

static void
cancel (gpointer data)
{
  gw_invitation_page_cancel (g_steal_pointer (&asked));
}

/* `code` GW_N_ERRORS: no error. */
static void
assert_page (const char *answer, GwErrorCode code, const char *expected)
{
  const WebAnswer answers[] = {{WEB_CLOSES, answer}};
  g_auto (World) world;
  g_autoptr (GPtrArray) log = NULL;

  world_init (&world, web_world_certificate, answers, G_N_ELEMENTS (answers), TRUE);
  engine_room_do (&world.room, start, &world);
  engine_room_wait (&world.room, 1);
  if (code == GW_N_ERRORS)
    g_assert_no_error (world.error);
  else
    g_assert_error (world.error, GW_ERROR, (int)code);
  g_assert_cmpstr (domain, ==, expected);
  g_clear_pointer (&domain, g_free);
  log = gw_engine_contact_log (world.room.engine);
  g_assert_cmpint (((GwContactEntry *)log->pdata[0])->purpose, ==, GW_PURPOSE_INVITATION);
}

#define HTML(text) TO_THE_END "<!DOCTYPE html><p>" text

static void
test_asked (void)
{
  assert_page (HTML ("<a href='" GOOD "'>"), GW_N_ERRORS, "example.org");
  assert_page ("HTTP/1.1 200 OK\r\nLink: </a.css>\r\nLink: <xmpp:a.example?register;preauth=T>\r\n"
               "Connection: close\r\n\r\n<a href='" GOOD "'>",
               GW_N_ERRORS, "a.example");
  /* A header that is of no use does not hide the page. */
  assert_page ("HTTP/1.1 200 OK\r\nLink: <xmpp:a.example?message>\r\nConnection: close\r\n\r\n"
               "<a href='" GOOD "'>",
               GW_N_ERRORS, "example.org");
  assert_page (HTML ("hello"), GW_ERROR_BAD_INVITATION, NULL);
  assert_page ("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", GW_ERROR_REFUSED_TOKEN, NULL);
  assert_page ("HTTP/1.1 410 Gone\r\nContent-Length: 0\r\n\r\n", GW_ERROR_REFUSED_TOKEN, NULL);
  assert_page ("HTTP/1.1 500 Oh\r\nContent-Length: 0\r\n\r\n", GW_ERROR_BAD_INVITATION, NULL);
  assert_page (SENT_TO ("http://list.example/"), GW_ERROR_BAD_INVITATION, NULL);
  assert_page (SENT_TO ("https://list.example:{port}/"), GW_ERROR_BAD_INVITATION, NULL);
  assert_page ("nothing of HTTP", GW_ERROR_BAD_INVITATION, NULL);
}

static void
test_cancelled (void)
{
  static const WebAnswer answer = {WEB_IS_SILENT, ""};
  g_auto (World) world;

  world_init (&world, web_world_certificate, &answer, 1, TRUE);
  engine_room_do (&world.room, start, &world);
  engine_room_do (&world.room, cancel, &world);
  g_assert_cmpuint (world.room.reports, ==, 0);
}

/* --- from another thread --- */

static void
on_answer (GwInvitation *invitation, GError *error, gpointer data)
{
  World *here = data;

  g_assert_no_error (error);
  domain = g_strdup (invitation->domain);
  gw_invitation_free (invitation);
  here->room.reports++;
}

static void
test_asked_from_here (void)
{
  static const WebAnswer answer = {WEB_CLOSES, HTML ("<a href='" GOOD "'>")};
  g_auto (World) world;

  world_init (&world, web_world_certificate, &answer, 1, TRUE);
  g_autoptr (GwInvitationAsk) ask =
      gw_invitation_ask_new (world.room.engine, world.request.url, on_answer, &world);
  while (world.room.reports == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (domain, ==, "example.org");
  g_clear_pointer (&domain, g_free);
}

static void
test_given_up_from_here (void)
{
  static const WebAnswer answer = {WEB_IS_SILENT, ""};
  g_auto (World) world;

  world_init (&world, web_world_certificate, &answer, 1, TRUE);
  gw_invitation_ask_free (
      gw_invitation_ask_new (world.room.engine, world.request.url, on_answer, &world));
  g_usleep (100 * 1000);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_assert_cmpuint (world.room.reports, ==, 0);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  web_world_begin ();
  g_test_add_func ("/invitation-page/names-it-in-a-header", test_link_header);
  g_test_add_func ("/invitation-page/shows-it", test_html);
  g_test_add_func ("/invitation-page/has-its-limits", test_limits);
  g_test_add_func ("/invitation-page/is-asked-for", test_asked);
  g_test_add_func ("/invitation-page/is-given-up", test_cancelled);
  g_test_add_func ("/invitation-page/asked-from-another-thread", test_asked_from_here);
  g_test_add_func ("/invitation-page/given-up-from-another-thread", test_given_up_from_here);
  status = g_test_run ();
  web_world_end ();
  return status;
}
