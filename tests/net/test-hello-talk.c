/* SPDX-License-Identifier: GPL-3.0-or-later */
/* net/hello-talk against a scripted server over a socketpair: what it writes, when an end is a
 * refusal, and how each way of going wrong ends it. */
#include "net/hello-talk.h"

#include <signal.h>
#include <sys/socket.h>

#include "base/limits.h"
#include "scripted-peer.h"
#include "tls-server.h"

#define DOMAIN "a.example"
#define HEADER                                                                                     \
  "<?xml version='1.0'?><stream:stream xmlns='jabber:client' "                                     \
  "xmlns:stream='http://etherx.jabber.org/streams' id='i-1' from='" DOMAIN "' version='1.0'>"
#define FEATURES                                                                                   \
  "<stream:features><starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/></stream:features>"
#define PROCEED    "<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>"
#define STREAM_END "</stream:stream>"

#define ALERT_40      "\x15\x03\x03\x00\x02\x02\x28"
#define HALF_HELLO    "\x16\x03\x03\x00\x40\x02\x00\x00\x3c"
#define CANCEL(minor) "\x15\x03" minor "\x00\x02\x01\x5a\x15\x03" minor "\x00\x02\x01\x00"

#define ASKED                                                                                      \
  {                                                                                                \
    PEER_HEAR, "<starttls"                                                                         \
  }
/* To the hello and past its first byte. */
#define UP_TO_HELLO                                                                                \
  ASKED, {PEER_SAY, HEADER FEATURES}, {PEER_SAY, PROCEED},                                         \
  {                                                                                                \
    PEER_HEAR, "\x16"                                                                              \
  }

enum { RANDOM_AT = 5 + 4 + 2, ALL_AT_ONCE = 1024 * 1024, ROUNDS_MAX = 200000, ROUNDS_IDLE = 3 };

typedef struct {
  SSL_CTX *context;
  GwHelloTalk *talk;
  Peer *peer;
  const GwHelloReport *report;
} Met;

static const TlsServer any = {0}, strict = {TLS1_3_VERSION, 0};

/* `server`: NULL for a script without TLS. */
static Met
meet (const PeerAct *script, const TlsServer *server, GwHelloKind kind, GwStreamPlan plan,
      gsize piece)
{
  int fds[2];
  Met met = {0};

  plan.domain = DOMAIN;
  g_assert_cmpint (socketpair (AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, fds), ==, 0);
  met.context = server != NULL ? tls_server_context_new (server) : NULL;
  met.talk = gw_hello_talk_new (fds[0], kind, &plan);
  met.peer = peer_new (fds[1], met.context, script, piece != 0 ? piece : ALL_AT_ONCE);
  met.report = gw_hello_talk_report (met.talk);
  return met;
}

static void
met_clear (Met *met)
{
  gw_hello_talk_free (met->talk);
  peer_free (met->peer);
  SSL_CTX_free (met->context);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Met, met_clear)

/* Lets both sides work in turn until neither has anything left to do. */
static GwStep
met_run (Met *met)
{
  GwStep step = GW_STEP_WANT_WRITE;
  guint n_idle = 0;

  for (guint round = 0; round < ROUNDS_MAX && n_idle < ROUNDS_IDLE; round++) {
    step = gw_hello_talk_step (met->talk);
    n_idle = peer_step (met->peer) ? 0 : n_idle + 1;
  }
  g_assert_cmpuint (n_idle, ==, ROUNDS_IDLE);
  return step;
}

/* The hello is the right one, and what was kept makes the same reply again. */
static void
assert_kept (const GwHelloReport *report, const char *alpn)
{
  const guint8 *sent = g_bytes_get_data (report->sent, NULL);
  g_autoptr (GBytes) hello = gw_hello_new (report->kind, DOMAIN, alpn, sent + RANDOM_AT);
  gsize length = 0;
  const guint8 *received = g_bytes_get_data (report->received, &length);
  GwHelloReply again = gw_hello_reply_read (report->kind, received, length, report->closed);

  g_assert_true (g_bytes_equal (hello, report->sent));
  g_assert_cmpuint (length, <=, GW_LIMIT_HELLO_REPLY);
  g_assert_cmpint (again.answer, ==, report->reply.answer);
  g_assert_cmphex (again.version, ==, report->reply.version);
  g_assert_cmphex (again.suite, ==, report->reply.suite);
  g_assert_cmpint (again.alert, ==, report->reply.alert);
}

static void
assert_accepted (Met *met, const char *alpn)
{
  g_assert_no_error (met->report->error);
  g_assert_cmpint (met->report->reply.answer, ==, GW_HELLO_ACCEPTED);
  g_assert_cmphex (met->report->reply.version, ==, gw_hello_version (met->report->kind));
  g_assert_false (met->report->closed);
  assert_kept (met->report, alpn);
  g_assert_true (peer_was_left_politely (met->peer));
}

/* --- answers of a real server --- */

static const PeerAct starttls_script[] = {
    ASKED, {PEER_SAY, HEADER FEATURES}, {PEER_SAY, PROCEED}, {PEER_TLS, NULL}, {PEER_END}};
static const PeerAct direct_script[] = {{PEER_TLS, NULL}, {PEER_END}};

static void
test_starttls (void)
{
  static const gsize pieces[] = {0, 1, 5};

  for (gsize i = 0; i < G_N_ELEMENTS (pieces); i++)
    for (guint kind = 0; kind < GW_N_HELLOS; kind++) {
      g_auto (Met) met = meet (starttls_script, &any, kind, (GwStreamPlan){0}, pieces[i]);

      g_assert_cmpint (met_run (&met), ==, GW_STEP_DONE);
      assert_accepted (&met, NULL);
      g_assert_false (met.report->injected);
    }
}

static void
test_direct (void)
{
  for (int is_server = 0; is_server < 2; is_server++)
    for (guint kind = 0; kind < GW_N_HELLOS; kind++) {
      const GwStreamPlan plan = {.direct_tls = TRUE, .is_server = is_server};
      g_auto (Met) met = meet (direct_script, &any, kind, plan, 0);

      g_assert_cmpint (met_run (&met), ==, GW_STEP_DONE);
      assert_accepted (&met, is_server ? "xmpp-server" : "xmpp-client");
    }
}

static void
test_refused (void)
{
  for (int direct_tls = 0; direct_tls < 2; direct_tls++) {
    g_auto (Met) met = meet (direct_tls ? direct_script : starttls_script, &strict, GW_HELLO_OLD,
                             (GwStreamPlan){.direct_tls = direct_tls}, 0);

    g_assert_cmpint (met_run (&met), ==, GW_STEP_DONE);
    g_assert_no_error (met.report->error);
    g_assert_cmpint (met.report->reply.answer, ==, GW_HELLO_REFUSED);
    g_assert_cmpint (met.report->reply.alert, ==, 70);
    assert_kept (met.report, direct_tls ? "xmpp-client" : NULL);
  }
}

/* What may go in one write goes in one, and before TLS nobody is named. */
static void
test_writes (void)
{
  static const char *const starts[] = {
      "<?xml version='1.0'?><stream:stream xmlns='jabber:client' ",
      "<?xml version='1.0'?><stream:stream xmlns='jabber:server' "
      "xmlns:db='jabber:server:dialback' ",
  };
  static const PeerAct script[] = {ASKED, {PEER_END}};

  for (int is_server = 0; is_server < 2; is_server++) {
    g_auto (Met) met = meet (script, NULL, GW_HELLO_OLD, (GwStreamPlan){.is_server = is_server}, 0);
    const char *chunk;

    g_assert_cmpint (met_run (&met), ==, GW_STEP_WANT_READ);
    g_assert_cmpuint (met.peer->chunks->len, ==, 1);
    chunk = met.peer->chunks->pdata[0];
    g_assert_true (g_str_has_prefix (chunk, starts[is_server]));
    g_assert_true (
        g_str_has_suffix (chunk, "><starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>"));
    g_assert_nonnull (strstr (chunk, " to='" DOMAIN "' "));
    g_assert_null (strstr (chunk, "from="));
  }
}

/* --- ends --- */

static const struct {
  const char *what;
  PeerAct script[8];
  gboolean direct_tls;
  GwHelloAnswer answer;
  GwErrorCode error; /* GW_N_ERRORS: none */
  gboolean was_asked, closed;
  const char *fault;
} ends[] = {
    {"closed at once", {{PEER_CLOSE}}, FALSE, GW_HELLO_NO_ANSWER, GW_ERROR_HANGUP, FALSE, FALSE},
    {"closed after the header",
     {ASKED, {PEER_SAY, HEADER}, {PEER_CLOSE}},
     FALSE,
     GW_HELLO_NO_ANSWER,
     GW_ERROR_HANGUP,
     FALSE,
     FALSE},
    {"closed after the features",
     {ASKED, {PEER_SAY, HEADER FEATURES}, {PEER_CLOSE}},
     FALSE,
     GW_HELLO_NO_ANSWER,
     GW_ERROR_HANGUP,
     FALSE,
     FALSE},
    {"closed after the hello",
     {UP_TO_HELLO, {PEER_CLOSE}},
     FALSE,
     GW_HELLO_REFUSED,
     GW_N_ERRORS,
     TRUE,
     TRUE},
    {"closed after the hello, which came first",
     {{PEER_HEAR, "\x16"}, {PEER_CLOSE}},
     TRUE,
     GW_HELLO_REFUSED,
     GW_N_ERRORS,
     TRUE,
     TRUE},
    {"reset, since nobody read the hello",
     {{PEER_CLOSE}},
     TRUE,
     GW_HELLO_REFUSED,
     GW_N_ERRORS,
     TRUE,
     TRUE},
    {"closed in the middle of the answer",
     {UP_TO_HELLO, {PEER_SAY, HALF_HELLO, sizeof HALF_HELLO - 1}, {PEER_CLOSE}},
     FALSE,
     GW_HELLO_NO_ANSWER,
     GW_ERROR_HANGUP,
     TRUE,
     TRUE,
     "cut in the middle"},
    {"an alert, then closed",
     {UP_TO_HELLO, {PEER_SAY, ALERT_40, sizeof ALERT_40 - 1}, {PEER_CLOSE}},
     FALSE,
     GW_HELLO_REFUSED,
     GW_N_ERRORS,
     TRUE,
     FALSE},
    {"XML for an answer",
     {UP_TO_HELLO, {PEER_SAY, "<stream:error/>"}, {PEER_END}},
     FALSE,
     GW_HELLO_NO_ANSWER,
     GW_ERROR_TLS_FAILED,
     TRUE,
     FALSE,
     "no TLS"},
    {"plain XMPP where TLS was announced",
     {{PEER_HEAR, "\x16"}, {PEER_SAY, HEADER FEATURES}, {PEER_END}},
     TRUE,
     GW_HELLO_NO_ANSWER,
     GW_ERROR_TLS_FAILED,
     TRUE,
     FALSE,
     "no TLS"},
    {"STARTTLS fails",
     {ASKED,
      {PEER_SAY, HEADER FEATURES "<failure xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>" STREAM_END},
      {PEER_END}},
     FALSE,
     GW_HELLO_NO_ANSWER,
     GW_ERROR_NO_TLS,
     FALSE,
     FALSE},
    {"STARTTLS is not offered",
     {ASKED, {PEER_SAY, HEADER "<stream:features/>"}, {PEER_END}},
     FALSE,
     GW_HELLO_NO_ANSWER,
     GW_ERROR_NO_TLS,
     FALSE,
     FALSE},
    {"an unknown host",
     {ASKED,
      {PEER_SAY, HEADER "<stream:error><host-unknown "
                        "xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error>"},
      {PEER_END}},
     FALSE,
     GW_HELLO_NO_ANSWER,
     GW_ERROR_WRONG_HOST,
     FALSE,
     FALSE},
    {"the end of the stream",
     {ASKED, {PEER_SAY, HEADER STREAM_END}, {PEER_END}},
     FALSE,
     GW_HELLO_NO_ANSWER,
     GW_ERROR_HANGUP,
     FALSE,
     FALSE},
    {"a web server",
     {ASKED, {PEER_SAY, "HTTP/1.1 400 Bad Request\r\n\r\n"}, {PEER_END}},
     FALSE,
     GW_HELLO_NO_ANSWER,
     GW_ERROR_NOT_XMPP,
     FALSE,
     FALSE},
    {"damaged XML",
     {ASKED, {PEER_SAY, HEADER "<a></b>"}, {PEER_END}},
     FALSE,
     GW_HELLO_NO_ANSWER,
     GW_ERROR_BAD_XML,
     FALSE,
     FALSE},
};

static void
test_ends (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (ends); i++) {
    g_auto (Met) met = meet (ends[i].script, NULL, GW_HELLO_BROKEN,
                             (GwStreamPlan){.direct_tls = ends[i].direct_tls}, 0);

    g_test_message ("%s", ends[i].what);
    g_assert_cmpint (met_run (&met), ==, GW_STEP_DONE);
    g_assert_cmpint (met.report->reply.answer, ==, ends[i].answer);
    if (ends[i].error == GW_N_ERRORS)
      g_assert_no_error (met.report->error);
    else
      g_assert_error (met.report->error, GW_ERROR, (int)ends[i].error);
    g_assert_cmpstr (met.report->reply.fault, ==, ends[i].fault);
    g_assert_cmpint (met.report->closed, ==, ends[i].closed);
    g_assert_cmpint (met.report->sent != NULL, ==, ends[i].was_asked);
    if (ends[i].was_asked)
      assert_kept (met.report, ends[i].direct_tls ? "xmpp-client" : NULL);
    else
      g_assert_null (met.report->received);
  }
}

/* Gone before the hello could be sent: nothing was asked, so nothing was refused. */
static void
test_gone (void)
{
  static const PeerAct script[] = {
      ASKED, {PEER_SAY, HEADER FEATURES PROCEED}, {PEER_CLOSE}, {PEER_END}};
  g_auto (Met) met = meet (script, NULL, GW_HELLO_OLD, (GwStreamPlan){0}, 0);

  g_assert_cmpint (gw_hello_talk_step (met.talk), ==, GW_STEP_WANT_READ);
  for (guint i = 0; i < 10; i++)
    peer_step (met.peer);
  g_assert_cmpint (met.peer->fd, ==, -1);
  g_assert_cmpint (met_run (&met), ==, GW_STEP_DONE);
  g_assert_error (met.report->error, GW_ERROR, GW_ERROR_HANGUP);
  g_assert_cmpint (met.report->reply.answer, ==, GW_HELLO_NO_ANSWER);
  g_assert_false (met.report->closed);
}

static void
test_injection (void)
{
  static const char in_one[] = PROCEED ALERT_40;
  static const PeerAct script[] = {ASKED,
                                   {PEER_SAY, HEADER FEATURES},
                                   {PEER_SAY, in_one, sizeof in_one - 1},
                                   {PEER_TLS, NULL},
                                   {PEER_END}};
  g_auto (Met) met = meet (script, &any, GW_HELLO_STATIC_RSA, (GwStreamPlan){0}, 0);

  g_assert_cmpint (met_run (&met), ==, GW_STEP_DONE);
  assert_accepted (&met, NULL);
  g_assert_true (met.report->injected);
}

static void
test_floods (void)
{
  g_autofree char *text = g_strnfill (1024 * 1024, 'x');
  g_autofree char *features = g_strconcat (HEADER "<stream:features>", text, NULL);
  g_autoptr (GString) warnings = g_string_new (NULL);
  PeerAct clear[] = {ASKED, {PEER_SAY, features}, {PEER_END}};
  PeerAct asked[] = {{PEER_HEAR, "\x16"}, {PEER_SAY, NULL, 0}, {PEER_END}};
  g_auto (Met) first = meet (clear, NULL, GW_HELLO_OLD, (GwStreamPlan){0}, 0);
  g_auto (Met) second = meet (asked, NULL, GW_HELLO_OLD, (GwStreamPlan){.direct_tls = TRUE}, 0);

  for (guint i = 0; i < 10000; i++)
    g_string_append_len (warnings, "\x15\x03\x03\x00\x02\x01\x70", 7);
  asked[1].text = warnings->str;
  asked[1].length = warnings->len;
  g_assert_cmpint (met_run (&first), ==, GW_STEP_DONE);
  g_assert_error (first.report->error, GW_ERROR, GW_ERROR_TOO_LARGE);
  g_assert_cmpint (met_run (&second), ==, GW_STEP_DONE);
  g_assert_error (second.report->error, GW_ERROR, GW_ERROR_TLS_FAILED);
  g_assert_cmpstr (second.report->reply.fault, ==, "too much for one answer");
  g_assert_cmpuint (g_bytes_get_size (second.report->received), ==, GW_LIMIT_HELLO_REPLY);
  assert_kept (second.report, "xmpp-client");
}

static const struct {
  const char *what;
  PeerAct script[8];
  gboolean direct_tls, was_asked;
} silences[] = {
    {"at once", {{PEER_END}}, FALSE, FALSE},
    {"after the features", {ASKED, {PEER_SAY, HEADER FEATURES}, {PEER_END}}, FALSE, FALSE},
    {"after the hello", {UP_TO_HELLO, {PEER_END}}, FALSE, TRUE},
    {"after the hello, which came first", {{PEER_HEAR, "\x16"}, {PEER_END}}, TRUE, TRUE},
    {"in the middle of the answer",
     {UP_TO_HELLO, {PEER_SAY, HALF_HELLO, sizeof HALF_HELLO - 1}, {PEER_END}},
     FALSE,
     TRUE},
};

static void
test_silence (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (silences); i++) {
    g_auto (Met) met = meet (silences[i].script, NULL, GW_HELLO_TLS12,
                             (GwStreamPlan){.direct_tls = silences[i].direct_tls}, 0);
    static const char cancel[] = CANCEL ("\x01");
    const char *goodbye = silences[i].was_asked ? cancel : STREAM_END;
    gsize length = silences[i].was_asked ? sizeof cancel - 1 : strlen (STREAM_END);
    const GString *heard = met.peer->heard;

    g_test_message ("%s", silences[i].what);
    g_assert_cmpint (met_run (&met), ==, GW_STEP_WANT_READ);
    g_assert_no_error (met.report->error);
    gw_hello_talk_fail (met.talk, GW_ERROR_TIMEOUT);
    gw_hello_talk_fail (met.talk, GW_ERROR_CANCELLED);
    g_assert_error (met.report->error, GW_ERROR, GW_ERROR_TIMEOUT);
    g_assert_cmpint (met.report->reply.answer, ==, GW_HELLO_NO_ANSWER);
    g_assert_cmpint (met.report->sent != NULL, ==, silences[i].was_asked);
    g_assert_cmpint (met_run (&met), ==, GW_STEP_DONE);
    g_assert_cmpuint (heard->len, >=, length);
    g_assert_cmpmem (heard->str + heard->len - length, length, goodbye, length);
  }
}

/* What was answered stays answered, and may be taken along. */
static void
test_take (void)
{
  g_autoptr (GwHelloReport) report = NULL;
  g_auto (Met) met =
      meet (direct_script, &any, GW_HELLO_TLS12, (GwStreamPlan){.direct_tls = TRUE}, 0);

  met_run (&met);
  gw_hello_talk_fail (met.talk, GW_ERROR_TIMEOUT);
  report = gw_hello_talk_take_report (met.talk);
  g_assert_no_error (report->error);
  g_assert_cmpint (report->reply.answer, ==, GW_HELLO_ACCEPTED);
  g_assert_null (gw_hello_talk_report (met.talk));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  signal (SIGPIPE, SIG_IGN);
  g_test_add_func ("/hello-talk/starttls-comes-first", test_starttls);
  g_test_add_func ("/hello-talk/direct-tls-is-asked-at-once", test_direct);
  g_test_add_func ("/hello-talk/a-strict-server-refuses", test_refused);
  g_test_add_func ("/hello-talk/requests-travel-together", test_writes);
  g_test_add_func ("/hello-talk/each-end-means-what-it-should", test_ends);
  g_test_add_func ("/hello-talk/gone-is-not-refused", test_gone);
  g_test_add_func ("/hello-talk/injected-bytes-are-no-answer", test_injection);
  g_test_add_func ("/hello-talk/a-megabyte-is-too-large", test_floods);
  g_test_add_func ("/hello-talk/a-silent-server-is-left", test_silence);
  g_test_add_func ("/hello-talk/what-was-answered-stays", test_take);
  return g_test_run ();
}
