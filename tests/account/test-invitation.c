/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Invitations in what people paste. */
#include "account/invitation.h"

#include "base/error.h"
#include "base/limits.h"

typedef struct {
  const char *text;
  const char *domain, *local, *token, *inviter;
} Row;

static void
check (const Row *row)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *page = NULL;
  g_autoptr (GwInvitation) found = gw_invitation_parse (row->text, &page, &error);

  g_assert_no_error (error);
  g_assert_nonnull (found);
  g_assert_null (page);
  g_autoptr (GwInvitation) copy = gw_invitation_copy (found);
  g_autofree char *inviter = copy->inviter != NULL ? gw_jid_to_string (copy->inviter) : NULL;
  g_assert_cmpstr (copy->domain, ==, row->domain);
  g_assert_cmpstr (copy->local, ==, row->local);
  g_assert_cmpstr (copy->token, ==, row->token);
  g_assert_cmpstr (inviter, ==, row->inviter);
}

#define ROSTER "bob@example.org?roster;preauth=T0;ibr=y"

static void
test_offers (void)
{
  static const Row rows[] = {
      {"xmpp:example.org?register;preauth=T0", "example.org", NULL, "T0"},
      {"xmpp:example.org?register", "example.org"},
      {"xmpp:example.org?register;preauth=", "example.org"},
      {"xmpp:Alice@Example.org?register;preauth=T0", "example.org", "alice", "T0"},
      {"XMPP:" ROSTER, "example.org", NULL, "T0", "bob@example.org"},
      {"xmpp:bob@example.org?roster;name=Bob%20B;ibr=y;preauth=T0", "example.org", NULL, "T0",
       "bob@example.org"},
      {" \n\txmpp:" ROSTER "\r\n ", "example.org", NULL, "T0", "bob@example.org"},
      {"Hallo! Komm zu uns: xmpp:" ROSTER ". Dein Bob", "example.org", NULL, "T0",
       "bob@example.org"},
      {"(see <xmpp:" ROSTER ">)", "example.org", NULL, "T0", "bob@example.org"},
      {"klick „xmpp:" ROSTER "“!", "example.org", NULL, "T0", "bob@example.org"},
      {"my XMPP: xmpp:" ROSTER, "example.org", NULL, "T0", "bob@example.org"},
      {"xmpp:" ROSTER " https://example.org/i?x", "example.org", NULL, "T0", "bob@example.org"},
      {"https://xmpp.link/#" ROSTER, "example.org", NULL, "T0", "bob@example.org"},
      {"https://xmpp.link/#xmpp:" ROSTER, "example.org", NULL, "T0", "bob@example.org"},
      {"https://xmpp.link/#bob%40example.org%3Froster%3Bpreauth%3DT0%3Bibr%3Dy", "example.org",
       NULL, "T0", "bob@example.org"},
      {"https://xmpp.link/#xmpp%3Abob%40example.org%3Froster%3Bpreauth%3DT0%3Bibr%3Dy",
       "example.org", NULL, "T0", "bob@example.org"},
      {"https://xmpp.link/#bob%40example.org?roster;preauth=T0;ibr=y", "example.org", NULL, "T0",
       "bob@example.org"},
      {"https://a.example/i/#example.org?register;preauth=T0", "example.org", NULL, "T0"},
      {"https://a.example/i/#j%C3%B6rg@b%C3%BCcher.example?register;preauth=T0",
       "xn--bcher-kva.example", "jörg", "T0"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_test_message ("row %" G_GSIZE_FORMAT, i);
    check (&rows[i]);
  }
}

/* The page is needed: nothing else in the link says where one is invited to. */
static void
test_pages (void)
{
  static const char *const rows[][2] = {
      {"https://example.org/invite/#TOKEN", "https://example.org/invite/#TOKEN"},
      {"https://example.org/invite?TOKEN", "https://example.org/invite?TOKEN"},
      {" HTTPS://example.org/i/a_b-c. ", "HTTPS://example.org/i/a_b-c"},
      {"Come: https://example.org/i/abc, bye", "https://example.org/i/abc"},
      {"https://example.org/#/rooms?x=1", "https://example.org/#/rooms?x=1"},
      {"https://example.org/i/#", "https://example.org/i/#"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *page = NULL;

    g_test_message ("row %" G_GSIZE_FORMAT, i);
    g_assert_null (gw_invitation_parse (rows[i][0], &page, &error));
    g_assert_no_error (error);
    g_assert_cmpstr (page, ==, rows[i][1]);
  }
}

static void
test_refused (void)
{
  g_autofree char *long_token = g_strnfill (GW_LIMIT_TOKEN + 1, 't');
  g_autofree char *long_link =
      g_strconcat ("xmpp:example.org?register;secret=;preauth=", long_token, NULL);
  g_autofree char *much = g_strnfill (GW_LIMIT_INVITATION_TEXT + 1, ' ');
  const char *const rows[][2] = {
      {"", "there is no link in it"},
      {"secret", "there is no link in it"},
      {"xmpp: secret", "there is no link in it"},
      {"bob@example.org?roster;preauth=secret;ibr=y", "there is no link in it"},
      {"http://example.org/secret", "there is no link in it"},
      {"axmpp:" ROSTER, "there is no link in it"},
      {"xmpp:bob@example.org?roster;preauth=secret", "it offers a contact, but no address"},
      {"xmpp:bob@example.org?roster;preauth=secret;ibr=n", "it offers a contact, but no address"},
      {"xmpp:bob@example.org?roster;preauth=;ibr=y", "it offers a contact, but no address"},
      {"xmpp:example.org?roster;preauth=secret;ibr=y", "it offers a contact, but no address"},
      {"xmpp:bob@example.org?roster", "it offers a contact, but no address"},
      {"xmpp:bob@example.org?login;password=secret",
       "it is the setup code of an address that exists already"},
      {"xmpp:bob@example.org?message;body=secret", "it offers no address"},
      {"xmpp:room@example.org?join;password=secret", "it offers no address"},
      {"xmpp:bob@example.org?secret", "it offers no address"},
      {"xmpp:bob@example.org?preauth=secret", "it offers no address"},
      {"xmpp:bob@example.org", "it offers no address"},
      {"https://xmpp.link/#bob@example.org", "it offers no address"},
      {"https://xmpp.link/#bob@example.org?join;secret", "it offers no address"},
      {"xmpp:bob@example.org/secret?register", "the link in it is damaged"},
      {"xmpp:bob@localhost?register;preauth=secret", "the link in it is damaged"},
      {"xmpp:al%20ice@example.org?register;preauth=secret", "the link in it is damaged"},
      {"xmpp:example.org?register;preauth=secret%20x", "the link in it is damaged"},
      {"xmpp:example.org?register;preauth=secret%C3%BC", "the link in it is damaged"},
      {"xmpp:example.org?register;preauth=secret%", "the link in it is damaged"},
      {"xmpp://example.org?register;preauth=secret", "the link in it is damaged"},
      {"https://user:secret@example.org/i", "the link in it is damaged"},
      {"https://", "the link in it is damaged"},
      {"https://example.org/i/#%ff", "the link in it is damaged"},
      {"https://xmpp.link/#xmpp:secret", "the link in it is damaged"},
      {"\xff", "it is not written in UTF-8"},
      {long_link, "the link in it is damaged"},
      {much, "it is too long"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *page = NULL;
    g_autofree char *ending = g_strdup_printf ("(%s)", rows[i][1]);

    g_test_message ("row %" G_GSIZE_FORMAT, i);
    g_assert_null (gw_invitation_parse (rows[i][0], &page, &error));
    g_assert_error (error, GW_ERROR, GW_ERROR_BAD_INVITATION);
    g_assert_nonnull (strstr (error->message, ending));
    g_assert_null (strstr (error->message, "secret"));
    g_assert_null (page);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/invitation/offers-an-address", test_offers);
  g_test_add_func ("/invitation/may-need-its-page", test_pages);
  g_test_add_func ("/invitation/is-refused-without-a-word-of-it", test_refused);
  return g_test_run ();
}
