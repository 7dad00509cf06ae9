/* SPDX-License-Identifier: GPL-3.0-or-later */
/* "Do you already have an address?": what is read of what was typed, the judgement, and the
 * engine's part as far as it needs no server. The practice network tries the rest. */
#include "base/error.h"
#include "base/i18n.h"
#include "probe/have-judge.h"

#define DOMAIN  "mailbox.example"
#define ADDRESS "alice@" DOMAIN

/* --- what was typed ----------------------------------------------------------------------------
 */

typedef struct {
  const char *typed;
  const char *domain;  /* NULL: refused */
  const char *address; /* NULL: none */
} Typed;

static const Typed typed_cases[] = {
    {"alice@mailbox.example", DOMAIN, ADDRESS},
    {" Alice@Mailbox.Example. ", DOMAIN, ADDRESS},
    {"xmpp:alice@mailbox.example", DOMAIN, ADDRESS},
    {"mailbox.example", DOMAIN, NULL},
    {"Bücher.example", "xn--bcher-kva.example", NULL},
    {"alice@bücher.example", "xn--bcher-kva.example", "alice@xn--bcher-kva.example"},
    {"alice+lists@mailbox.example", DOMAIN, "alice+lists@" DOMAIN},
    {"o'brien@mailbox.example", DOMAIN, NULL},
    {"a/b@mailbox.example", DOMAIN, NULL},
    {"mailto:alice@mailbox.example", DOMAIN, NULL},
    {"@mailbox.example", NULL, NULL},
    {"a b@mailbox.example", NULL, NULL},
    {"Alice <alice@mailbox.example>", NULL, NULL},
    {"alice@other.example@mailbox.example", NULL, NULL},
    {"alice@mailbox.example/phone", NULL, NULL},
    {"alice@", NULL, NULL},
    {"alice@localhost", NULL, NULL},
    {"alice@127.0.0.1", NULL, NULL},
    {"https://mailbox.example/", NULL, NULL},
    {"o'brien@", NULL, NULL},
    {"", NULL, NULL},
    {"alice", NULL, NULL},
    {"-", NULL, NULL},
};

static void
test_typed (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (typed_cases); i++) {
    const Typed *test = &typed_cases[i];
    g_autofree char *domain = NULL, *address = NULL;
    g_autoptr (GError) error = NULL;
    gboolean read = gw_have_read (test->typed, &domain, &address, &error);

    g_test_message ("%s", test->typed);
    g_assert_cmpint (read, ==, test->domain != NULL);
    g_assert_cmpstr (domain, ==, test->domain);
    g_assert_cmpstr (address, ==, test->address);
    if (read)
      g_assert_no_error (error);
    else
      g_assert_error (error, GW_ERROR, GW_ERROR_BAD_ADDRESS);
  }
}

/* --- the judgement -----------------------------------------------------------------------------
 */

#define XRD                                                                                        \
  "<XRD xmlns='http://docs.oasis-open.org/ns/xri/xrd-1.0'><Link "                                  \
  "rel='urn:xmpp:alt-connections:websocket' href='wss://w.example/'/></XRD>"
#define EMPTY_XRD "<XRD xmlns='http://docs.oasis-open.org/ns/xri/xrd-1.0'/>"

typedef struct {
  int status; /* 0: an error, or nothing came */
  int error;  /* GwErrorCode; 0 (FAILED): none */
  const char *xml;
} Page;

typedef struct {
  const char *path;
  const char *targets[4]; /* "direct chat.example:443" */
  gboolean fallback;      /* no SRV, but addresses */
  gboolean srv_failed;
  int dns_error; /* GwErrorCode; 0 (FAILED): none */
  Page page;     /* in XML; the JSON form is missing (404) */
  GwHaveState state;
  GwHaveAnswer answer;
  const char *clues; /* answers: srv, srv-direct-tls, host-meta, host-meta-json */
  int error;         /* of the result */
} Case;

#define MISSING                                                                                    \
  {                                                                                                \
    .status = 404                                                                                  \
  }
#define NO_WEB                                                                                     \
  {                                                                                                \
    .error = GW_ERROR_CONNECT_REFUSED                                                              \
  }

static const Case cases[] = {
    {"srv",
     {"chat.example:5222"},
     .page = MISSING,
     .state = GW_HAVE_SETTLED,
     .answer = GW_HAVE_YES,
     .clues = "yes no no no"},
    {"srv-of-both-kinds",
     {"direct chat.example:443", "chat.example:5222", "b.example:5222"},
     .page = MISSING,
     .state = GW_HAVE_SETTLED,
     .answer = GW_HAVE_YES,
     .clues = "yes yes no no"},
    {"direct-alone",
     {"direct chat.example:443"},
     .page = MISSING,
     .state = GW_HAVE_SETTLED,
     .answer = GW_HAVE_YES,
     .clues = "no yes no no"},
    {"srv-without-web",
     {"chat.example:5222"},
     .page = NO_WEB,
     .state = GW_HAVE_SETTLED,
     .answer = GW_HAVE_YES,
     .clues = "yes no unknown no"},
    {"srv-and-the-web-still-to-come",
     {"chat.example:5222"},
     .state = GW_HAVE_CERTAIN,
     .answer = GW_HAVE_YES,
     .clues = "yes no unknown no"},
    {"host-meta-alone", .fallback = TRUE, .page = {.status = 200, .xml = XRD},
     .state = GW_HAVE_SETTLED, .answer = GW_HAVE_YES, .clues = "no no yes no"},
    {"host-meta-without-dns", .dns_error = GW_ERROR_DNS_FAILED, .page = {200, 0, XRD},
     .state = GW_HAVE_SETTLED, .answer = GW_HAVE_YES, .clues = "unknown unknown yes no"},
    {"host-meta-before-dns", .page = {200, 0, XRD}, .state = GW_HAVE_OPEN, .answer = GW_HAVE_YES,
     .clues = "unknown unknown yes no"},
    {"host-meta-behind-a-status", .fallback = TRUE, .page = {404, 0, XRD}, .state = GW_HAVE_SETTLED,
     .answer = GW_HAVE_NO, .clues = "no no no no"},
    {"the-default-port-is-no-clue", .fallback = TRUE, .page = MISSING, .state = GW_HAVE_SETTLED,
     .answer = GW_HAVE_NO, .clues = "no no no no"},
    {"a-page-instead", .fallback = TRUE, .page = {200, 0, "<!DOCTYPE html><html/>"},
     .state = GW_HAVE_SETTLED, .answer = GW_HAVE_NO, .clues = "no no no no"},
    {"host-meta-of-others", .fallback = TRUE, .page = {200, 0, EMPTY_XRD}, .state = GW_HAVE_SETTLED,
     .answer = GW_HAVE_NO, .clues = "no no no no"},
    {"far-too-large", .fallback = TRUE, .page = {0, GW_ERROR_TOO_LARGE, NULL},
     .state = GW_HAVE_SETTLED, .answer = GW_HAVE_NO, .clues = "no no no no"},
    {"sent-to-http", .fallback = TRUE, .page = {0, GW_ERROR_BAD_URL, NULL},
     .state = GW_HAVE_SETTLED, .answer = GW_HAVE_NO, .clues = "no no no no"},
    {"bad-certificate", .fallback = TRUE, .page = {0, GW_ERROR_CERT_NAME, NULL},
     .state = GW_HAVE_SETTLED, .answer = GW_HAVE_NO, .clues = "no no unknown no"},
    {"no-web-server", .fallback = TRUE, .page = NO_WEB, .state = GW_HAVE_SETTLED,
     .answer = GW_HAVE_NO, .clues = "no no unknown no"},
    {"the-web-still-to-come", .fallback = TRUE, .state = GW_HAVE_OPEN, .answer = GW_HAVE_NO,
     .clues = "no no unknown no"},
    {"mail-alone", .dns_error = GW_ERROR_DNS_NO_ADDRESS, .page = NO_WEB, .state = GW_HAVE_SETTLED,
     .answer = GW_HAVE_NO, .clues = "no no unknown no"},
    {"the-owner-says-no", .dns_error = GW_ERROR_DNS_NOT_OFFERED, .state = GW_HAVE_SETTLED,
     .answer = GW_HAVE_NO, .clues = "no no unknown no"},
    {"the-owner-says-no-whatever-the-web-says", .dns_error = GW_ERROR_DNS_NOT_OFFERED,
     .page = {200, 0, XRD}, .state = GW_HAVE_SETTLED, .answer = GW_HAVE_NO,
     .clues = "no no yes no"},
    {"srv-was-not-answered", .fallback = TRUE, .srv_failed = TRUE, .page = MISSING,
     .state = GW_HAVE_SETTLED, .answer = GW_HAVE_UNKNOWN, .clues = "unknown unknown no no",
     .error = GW_ERROR_DNS_FAILED},
    {"no-dns", .dns_error = GW_ERROR_DNS_FAILED, .page = {0, GW_ERROR_DNS_FAILED, NULL},
     .state = GW_HAVE_SETTLED, .answer = GW_HAVE_UNKNOWN, .clues = "unknown unknown unknown no",
     .error = GW_ERROR_DNS_FAILED},
    {"no-such-name", .dns_error = GW_ERROR_DNS_UNKNOWN, .page = {0, GW_ERROR_DNS_UNKNOWN, NULL},
     .state = GW_HAVE_SETTLED, .answer = GW_HAVE_UNKNOWN, .clues = "unknown unknown unknown no",
     .error = GW_ERROR_DNS_UNKNOWN},
    {"private", .dns_error = GW_ERROR_ADDRESS_PRIVATE, .page = {0, GW_ERROR_ADDRESS_PRIVATE, NULL},
     .state = GW_HAVE_SETTLED, .answer = GW_HAVE_UNKNOWN, .clues = "unknown unknown unknown no",
     .error = GW_ERROR_ADDRESS_PRIVATE},
};

static void
endpoint_free (gpointer data)
{
  GwEndpoint *endpoint = data;

  g_free (endpoint->target);
  g_array_unref (endpoint->addresses);
  g_free (endpoint);
}

static void
add_endpoint (GwEndpoints *endpoints, const char *text)
{
  gboolean direct_tls = g_str_has_prefix (text, "direct ");
  g_auto (GStrv) parts = g_strsplit (text + (direct_tls ? strlen ("direct ") : 0), ":", 2);
  GwEndpoint *endpoint = g_new0 (GwEndpoint, 1);

  endpoint->target = g_strdup (parts[0]);
  endpoint->port = (guint16)g_ascii_strtoull (parts[1], NULL, 10);
  endpoint->direct_tls = direct_tls;
  endpoint->addresses = g_array_new (FALSE, FALSE, sizeof (GwAddress));
  endpoints->direct_announced |= direct_tls;
  g_ptr_array_add (endpoints->endpoints, endpoint);
}

static GwEndpoints *
make_endpoints (const Case *test)
{
  GwEndpoints *endpoints = g_new0 (GwEndpoints, 1);

  endpoints->domain = g_strdup (DOMAIN);
  endpoints->endpoints = g_ptr_array_new_with_free_func (endpoint_free);
  endpoints->srv_found = !test->fallback;
  endpoints->srv_failed = test->srv_failed;
  if (test->fallback)
    add_endpoint (endpoints, DOMAIN ":5222");
  for (gsize i = 0; i < G_N_ELEMENTS (test->targets) && test->targets[i]; i++)
    add_endpoint (endpoints, test->targets[i]);
  return endpoints;
}

static void
find (GwHaveFound *found, const Case *test)
{
  GwHavePage *page = &found->pages[GW_HAVE_PAGE_XML];

  if (test->fallback || test->targets[0])
    found->endpoints = make_endpoints (test);
  if (test->dns_error)
    gw_error_set (&found->dns_error, (GwErrorCode)test->dns_error, DOMAIN, NULL);
  page->came = test->page.status || test->page.error;
  page->status = test->page.status;
  if (test->page.error)
    gw_error_set (&page->error, (GwErrorCode)test->page.error, DOMAIN, NULL);
  if (test->page.xml)
    page->meta = gw_host_meta_parse_xml (test->page.xml, strlen (test->page.xml));
  found->pages[GW_HAVE_PAGE_JSON] = (GwHavePage){.came = TRUE, .status = 404};
}

static void
test_judge (gconstpointer data)
{
  const Case *test = data;
  g_auto (GwHaveFound) found = {0};
  g_autoptr (GString) answers = g_string_new (NULL);

  find (&found, test);
  g_assert_cmpint (gw_have_state (&found), ==, test->state);
  g_autoptr (GwHaveResult) result = gw_have_judge (DOMAIN, ADDRESS, &found);
  g_assert_cmpint (result->answer, ==, test->answer);
  g_assert_cmpint (result->is_refused, ==, test->dns_error == GW_ERROR_DNS_NOT_OFFERED);
  for (guint i = 0; i < result->clues->len; i++) {
    const GwHaveClue *clue = result->clues->pdata[i];
    g_string_append_printf (answers, "%s%s", i ? " " : "", gw_have_answer_name (clue->answer));
    g_assert_cmpuint (strlen (clue->evidence), >, 0);
  }
  g_assert_cmpstr (answers->str, ==, test->clues);
  g_assert_cmpuint (strlen (result->text), >, 0);
  g_assert_cmpuint (strlen (result->next), >, 0);
  g_assert_cmpint (result->error != NULL, ==, test->answer == GW_HAVE_UNKNOWN);
  if (result->error)
    g_assert_error (result->error, GW_ERROR, test->error);
}

static void
test_evidence (void)
{
  static const char *const wanted[] = {"chat.example:5222, b.example:5223", "chat.example:443",
                                       "wss://w.example/", "no such file (status 404)"};
  static const Case test = {
      .targets = {"direct chat.example:443", "chat.example:5222", "b.example:5223"},
      .page = {200, 0, XRD}};
  g_auto (GwHaveFound) found = {0};

  find (&found, &test);
  g_autoptr (GwHaveResult) result = gw_have_judge (DOMAIN, NULL, &found);
  g_assert_cmpuint (result->clues->len, ==, G_N_ELEMENTS (wanted));
  for (guint i = 0; i < result->clues->len; i++)
    g_assert_cmpstr (((GwHaveClue *)result->clues->pdata[i])->evidence, ==, wanted[i]);
}

static void
test_sentences (void)
{
  static const Case yes = {.targets = {"chat.example:5222"}};
  static const Case no = {.fallback = TRUE};
  static const Case refused = {.dns_error = GW_ERROR_DNS_NOT_OFFERED};
  static const Case unknown = {.dns_error = GW_ERROR_DNS_UNKNOWN};
  static const struct {
    const Case *test;
    const char *domain, *address, *text;
  } sentences[] = {
      {&yes, DOMAIN, ADDRESS, "alice@mailbox.example is very probably an XMPP address already."},
      {&yes, "xn--bcher-kva.example", "alice@xn--bcher-kva.example",
       "alice@bücher.example is very probably an XMPP address already."},
      {&yes, DOMAIN, NULL,
       "An e-mail address at mailbox.example is very probably an XMPP address already."},
      {&no, DOMAIN, ADDRESS, "mailbox.example gives no XMPP addresses, as far as can be seen."},
      {&refused, DOMAIN, ADDRESS, "mailbox.example gives no XMPP addresses. Its owner says so."},
      {&unknown, DOMAIN, ADDRESS, "There is no server with the name mailbox.example."},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (sentences); i++) {
    g_auto (GwHaveFound) found = {0};

    find (&found, sentences[i].test);
    g_autoptr (GwHaveResult) result =
        gw_have_judge (sentences[i].domain, sentences[i].address, &found);
    g_assert_cmpstr (result->text, ==, sentences[i].text);
    g_assert_cmpstr (result->domain, ==, sentences[i].domain);
    g_assert_cmpstr (result->address, ==, sentences[i].address);
  }
}

/* --- the engine's part -------------------------------------------------------------------------
 */

enum { WAIT_SECONDS = 30 };

typedef struct {
  GMainLoop *loop;
  GThread *thread;
  GwHave *have;
  guint calls;
  GwHaveAnswer answer;
  GwErrorCode error;
} Listener;

/* A resolver that nobody answers. */
static GwEngine *
engine_new (void)
{
  g_autoptr (GwProfile) profile = gw_profile_new ();
  g_autoptr (GError) error = NULL;

  profile->resolver = g_strdup ("127.0.0.1@9");
  GwEngine *engine = gw_engine_new (profile, &error);
  g_assert_no_error (error);
  return engine;
}

static gboolean
on_late (gpointer data)
{
  g_error ("the answer never came");
  return G_SOURCE_REMOVE;
}

static void
on_result (const GwHaveResult *result, gpointer data)
{
  Listener *listener = data;

  g_assert_true (g_thread_self () == listener->thread);
  listener->calls++;
  listener->answer = result->answer;
  listener->error = result->error ? gw_error_code (result->error) : GW_ERROR_FAILED;
  /* From inside. */
  g_clear_pointer (&listener->have, gw_have_free);
  g_main_loop_quit (listener->loop);
}

static void
test_no_answer (void)
{
  g_autoptr (GwEngine) engine = engine_new ();
  g_autoptr (GError) error = NULL;
  Listener listener = {.loop = g_main_loop_new (NULL, FALSE), .thread = g_thread_self ()};
  guint late = g_timeout_add_seconds (WAIT_SECONDS, on_late, NULL);

  listener.have = gw_have_start (engine, ADDRESS, on_result, &listener, &error);
  g_assert_no_error (error);
  g_main_loop_run (listener.loop);
  g_source_remove (late);
  g_assert_cmpuint (listener.calls, ==, 1);
  g_assert_cmpint (listener.answer, ==, GW_HAVE_UNKNOWN);
  g_assert_cmpint (listener.error, ==, GW_ERROR_DNS_FAILED);
  g_main_loop_unref (listener.loop);
}

static void
on_forbidden (const GwHaveResult *result, gpointer data)
{
  g_assert_not_reached ();
}

/* At any time: before it has begun, and while it runs. */
static void
test_free_ends_it (void)
{
  enum { ROUNDS = 30, TURN_US = 300 };

  for (gulong round = 0; round < ROUNDS; round++) {
    g_autoptr (GwEngine) engine = engine_new ();
    GwHave *have = gw_have_start (engine, DOMAIN, on_forbidden, NULL, NULL);

    g_usleep (round * TURN_US);
    gw_have_free (have);
  }
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
test_no_address_no_contact (void)
{
  g_autoptr (GwEngine) engine = engine_new ();
  g_autoptr (GError) error = NULL;

  g_assert_null (gw_have_start (engine, "not an address", on_forbidden, NULL, &error));
  g_assert_error (error, GW_ERROR, GW_ERROR_BAD_ADDRESS);
  g_autoptr (GPtrArray) log = gw_engine_contact_log (engine);
  g_assert_cmpuint (log->len, ==, 0);
}

int
main (int argc, char **argv)
{
  gw_i18n_init ("en");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/have/typed", test_typed);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strconcat ("/have/judge/", cases[i].path, NULL);
    g_test_add_data_func (path, &cases[i], test_judge);
  }
  g_test_add_func ("/have/evidence", test_evidence);
  g_test_add_func ("/have/sentences", test_sentences);
  g_test_add_func ("/have/no-answer", test_no_answer);
  g_test_add_func ("/have/free-ends-it", test_free_ends_it);
  g_test_add_func ("/have/no-address-no-contact", test_no_address_no_contact);
  return g_test_run ();
}
