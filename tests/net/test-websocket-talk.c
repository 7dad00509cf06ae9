/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The look through a WebSocket against a server in the same thread, over a socketpair: what is seen
 * and said, and how each way of going wrong ends it. */
#include "base/limits.h"
#include "net/websocket-talk.h"
#include "web-world.h"
#include "websocket-server.h"

#include <openssl/err.h>
#include <sys/socket.h>
#include <unistd.h>

#define DOMAIN "xn--bcher-kva.example"
#define PATH   "/ws"
#define SWITCH                                                                                     \
  "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"              \
  "Sec-WebSocket-Accept: {accept}\r\nSec-WebSocket-Protocol: xmpp\r\n\r\n"
#define FRAMING "xmlns='urn:ietf:params:xml:ns:xmpp-framing'"
#define OPEN    "<open " FRAMING " from='b\303\274cher.example' id='i-1' version='1.0'/>"
#define STREAMS "xmlns:stream='http://etherx.jabber.org/streams'"
#define FEATURES                                                                                   \
  "<stream:features " STREAMS "><mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>"             \
  "<mechanism>PLAIN</mechanism></mechanisms></stream:features>"
#define STREAM_ERROR(name)                                                                         \
  "<stream:error " STREAMS "><" name " xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error>"

/* What the client says when all goes well. */
#define SAYS_OPEN    "81 <open " FRAMING " to='b??cher.example' version='1.0' xml:lang='en'/>\n"
#define SAYS_GOODBYE "81 <close " FRAMING "/>\n88 ??\n"

enum { MAX_FRAMES = 6, ROUNDS_MAX = 100000, ROUNDS_IDLE = 3 };

typedef struct {
  guint8 first;
  const char *payload;
} Frame;

typedef struct {
  const char *name;
  const char *head; /* NULL: SWITCH */
  Frame frames[MAX_FRAMES];
  gboolean hangs_up;
  /* then */
  GwErrorCode code; /* 0: none */
  const char *detail;
  const char *says; /* behind the request; NULL: SAYS_OPEN SAYS_GOODBYE */
} Case;

typedef struct {
  int fd; /* -1: hung up */
  SSL_CTX *context;
  SSL *session;
  GString *heard;
  GByteArray *reply; /* NULL: not asked yet */
  gsize said, piece;
  const Case *expected;
} Server;

typedef struct {
  Server server;
  GwWebSocketTalk *talk;
  const GwWebSocketSeen *seen;
} Met;

static GwTls *tls; /* trusts the world's authority; loading all certificates takes its time */

/* --- the server --- */

static int
select_http (SSL *session, const guint8 **out, guint8 *length, const guint8 *in, guint in_length,
             void *data)
{
  static const guint8 ours[] = "\x08http/1.1";

  return SSL_select_next_proto ((guint8 **)out, length, ours, sizeof ours - 1, in, in_length) ==
                 OPENSSL_NPN_NEGOTIATED
             ? SSL_TLSEXT_ERR_OK
             : SSL_TLSEXT_ERR_ALERT_FATAL;
}

static void
server_init (Server *server, int fd, const Certificate *certificate, const Case *expected,
             gsize piece)
{
  *server = (Server){.fd = fd, .piece = piece, .expected = expected};
  server->context = SSL_CTX_new (TLS_server_method ());
  SSL_CTX_use_certificate (server->context, certificate->x509);
  SSL_CTX_use_PrivateKey (server->context, certificate->key);
  SSL_CTX_set_alpn_select_cb (server->context, select_http, NULL);
  SSL_CTX_set_mode (server->context,
                    SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  server->session = SSL_new (server->context);
  SSL_set_accept_state (server->session);
  SSL_set_fd (server->session, fd);
  server->heard = g_string_new (NULL);
}

static void
server_hang_up (Server *server)
{
  if (server->fd >= 0)
    close (server->fd);
  server->fd = -1;
}

static void
server_clear (Server *server)
{
  SSL_free (server->session);
  SSL_CTX_free (server->context);
  server_hang_up (server);
  g_string_free (server->heard, TRUE);
  if (server->reply != NULL)
    g_byte_array_unref (server->reply);
}

static void
prepare_reply (Server *server)
{
  const char *head = server->expected->head != NULL ? server->expected->head : SWITCH;
  g_autofree char *accept = websocket_server_accept (server->heard->str);
  g_autoptr (GString) text = g_string_new (head);

  g_assert_nonnull (accept);
  g_string_replace (text, "{accept}", accept, 0);
  server->reply = g_byte_array_new ();
  g_byte_array_append (server->reply, (const guint8 *)text->str, (guint)text->len);
  for (guint i = 0; i < MAX_FRAMES && server->expected->frames[i].payload != NULL; i++)
    websocket_server_frame (server->reply, server->expected->frames[i].first,
                            server->expected->frames[i].payload,
                            strlen (server->expected->frames[i].payload));
}

/* FALSE: there was nothing to do. */
static gboolean
server_say (Server *server)
{
  gsize left = server->reply->len - server->said;
  int n;

  if (left == 0 && server->expected->hangs_up) {
    server_hang_up (server);
    return TRUE;
  }
  if (left == 0)
    return FALSE;
  n = SSL_write (server->session, server->reply->data + server->said,
                 (int)MIN (left, server->piece));
  server->said += (gsize)MAX (n, 0);
  return n > 0;
}

static gboolean
server_hear (Server *server)
{
  char chunk[4096];
  int n = SSL_read (server->session, chunk, sizeof chunk);

  if (n <= 0)
    return FALSE;
  g_string_append_len (server->heard, chunk, n);
  if (server->reply == NULL && strstr (server->heard->str, "\r\n\r\n") != NULL)
    prepare_reply (server);
  return TRUE;
}

static gboolean
server_step (Server *server)
{
  guint64 before;

  if (server->fd < 0)
    return FALSE;
  before = BIO_number_read (SSL_get_rbio (server->session));
  ERR_clear_error ();
  if (!SSL_is_init_finished (server->session) && SSL_do_handshake (server->session) != 1)
    return BIO_number_read (SSL_get_rbio (server->session)) > before;
  if (server_hear (server))
    return TRUE;
  ERR_clear_error ();
  return server->reply != NULL && server_say (server);
}

/* --- both --- */

static Met *
meet (const Case *expected, const Certificate *certificate, gsize piece)
{
  g_autoptr (GwHttpUrl) url = gw_http_url_new_wss ("wss://" HOST PATH, NULL);
  Met *met = g_new0 (Met, 1);
  int fds[2];

  g_assert_cmpint (socketpair (AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, fds), ==, 0);
  server_init (&met->server, fds[1], certificate, expected, piece);
  met->talk =
      gw_websocket_talk_new (fds[0], gw_tls_session_new (tls, HOST, GW_ALPN_HTTP), url, DOMAIN);
  met->seen = gw_websocket_talk_seen (met->talk);
  return met;
}

static void
met_free (Met *met)
{
  gw_websocket_talk_free (met->talk);
  server_clear (&met->server);
  g_free (met);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Met, met_free)

/* Until neither has anything left to do. The talk's last word. */
static GwStep
met_run (Met *met)
{
  GwStep step = GW_STEP_WANT_WRITE;
  guint n_idle = 0;

  for (guint round = 0; round < ROUNDS_MAX && n_idle < ROUNDS_IDLE; round++) {
    step = gw_websocket_talk_step (met->talk);
    n_idle = server_step (&met->server) ? 0 : n_idle + 1;
  }
  g_assert_cmpuint (n_idle, ==, ROUNDS_IDLE);
  return step;
}

/* What was said behind the request, one line a frame. */
static char *
said (const Met *met)
{
  const GString *heard = met->server.heard;
  const char *end = strstr (heard->str, "\r\n\r\n");

  g_assert_nonnull (end);
  end += strlen ("\r\n\r\n");
  return websocket_server_read (end, heard->len - (gsize)(end - heard->str));
}

static gboolean
was_left_politely (const Met *met)
{
  return (SSL_get_shutdown (met->server.session) & SSL_RECEIVED_SHUTDOWN) != 0;
}

/* --- all goes well --- */

static const Case good = {.frames = {{WS_TEXT, OPEN}, {WS_TEXT, FEATURES}}};

static void
assert_went_well (const Met *met)
{
  const GwWebSocketSeen *seen = met->seen;
  g_autofree char *words = said (met);

  g_assert_no_error (seen->error);
  g_assert_cmpint (seen->upgrade.status, ==, 101);
  g_assert_true (seen->upgrade.upgraded && seen->upgrade.accept_ok && seen->upgrade.protocol_ok);
  g_assert_true (seen->opened);
  g_assert_cmpstr (seen->from, ==, "b\303\274cher.example");
  g_assert_cmpstr (seen->id, ==, "i-1");
  g_assert_cmpstr (seen->version, ==, "1.0");
  g_assert_nonnull (gw_xml_child (seen->features, "mechanisms", NULL));
  g_assert_cmpstr (seen->tls->alpn, ==, "http/1.1");
  g_assert_cmpint (seen->upgrade_us, >, 0);
  g_assert_cmpint (seen->features_us, >=, seen->upgrade_us);
  g_assert_cmpuint (seen->bytes_in, ==, met->server.reply->len);
  g_assert_cmpmem (seen->in->str, seen->in->len, met->server.reply->data, met->server.reply->len);
  g_assert_cmpstr (words, ==, SAYS_OPEN SAYS_GOODBYE);
  g_assert_true (was_left_politely (met));
}

static void
test_good (void)
{
  static const gsize pieces[] = {G_MAXINT, 1, 7};

  for (gsize i = 0; i < G_N_ELEMENTS (pieces); i++) {
    g_autoptr (Met) met = meet (&good, web_world_certificate, pieces[i]);

    g_assert_cmpint (met_run (met), ==, GW_STEP_DONE);
    assert_went_well (met);
    g_assert_true (
        g_str_has_prefix (met->server.heard->str, "GET " PATH " HTTP/1.1\r\nHost: " HOST "\r\n"));
  }
}

/* The key, and with it each mask, is new each time. */
static void
test_key (void)
{
  g_autoptr (Met) one = meet (&good, web_world_certificate, G_MAXINT);
  g_autoptr (Met) other = meet (&good, web_world_certificate, G_MAXINT);
  g_autofree guint8 *bytes = NULL;
  gsize length;

  met_run (one);
  met_run (other);
  bytes = g_base64_decode (one->seen->key, &length);
  g_assert_cmpuint (length, ==, 16);
  g_assert_cmpstr (one->seen->key, !=, other->seen->key);
  g_assert_false (g_string_equal (one->server.heard, other->server.heard));
}

/* What was kept of it is enough to hear it all again. */
static void
test_again (void)
{
  g_autoptr (Met) met = meet (&good, web_world_certificate, 7);
  g_autoptr (GwWebSocketSeen) seen = NULL, again = gw_websocket_seen_new ();
  g_autoptr (GString) out = g_string_new (NULL);
  GwWebSocketHearing hearing = {.seen = again, .host = HOST, .domain = DOMAIN, .out = out};

  met_run (met);
  seen = gw_websocket_talk_take_seen (met->talk);
  again->key = g_strdup (seen->key);
  gw_websocket_hearing_take (&hearing, seen->in->str, seen->in->len);
  g_assert_true (hearing.ended);
  g_assert_no_error (again->error);
  g_assert_true (again->opened);
  g_assert_nonnull (again->features);
  g_assert_true (again->upgrade.accept_ok);
  gw_websocket_hearing_clear (&hearing);
}

/* --- other servers --- */

#define STATUS(line) "HTTP/1.1 " line "\r\nContent-Length: 0\r\n\r\n"
#define ACCEPTED     "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {accept}\r\n"

static const Case cases[] = {
    {"both-in-other-ways",
     .frames = {{WS_PING, "p1"},
                {0x01, "<open " FRAMING},
                {WS_PING, "p2"},
                {0x80, "/>"},
                {WS_PONG, ""},
                {WS_TEXT, FEATURES}},
     .says = SAYS_OPEN "8a p1\n8a p2\n" SAYS_GOODBYE},
    {"interim-answers",
     .head = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nA: b\r\n\r\n" SWITCH,
     .frames = {{WS_TEXT, OPEN}, {WS_TEXT, FEATURES}}},
    {"something-else-between", .frames = {{WS_TEXT, OPEN},
                                          {WS_TEXT, "<message xmlns='jabber:client'/>"},
                                          {WS_TEXT, FEATURES}}},
    {"an-old-answer", .head = "HTTP/1.0 404 Not Found\r\n\r\n", .code = GW_ERROR_HTTP_STATUS,
     .detail = "status 404", .says = ""},
    {"200", .head = STATUS ("200 OK"), .code = GW_ERROR_HTTP_STATUS, .detail = "status 200",
     .says = ""},
    {"501", .head = STATUS ("501 Not Implemented"), .code = GW_ERROR_HTTP_STATUS,
     .detail = "status 501", .says = ""},
    {"302", .head = "HTTP/1.1 302 Found\r\nLocation: wss://other.example/\r\n\r\n",
     .code = GW_ERROR_HTTP_STATUS, .detail = "status 302", .says = ""},
    {"no-http", .head = "220 mail.example ESMTP\r\n", .code = GW_ERROR_HTTP_STATUS,
     .detail = "not HTTP", .says = ""},
    {"xmpp-without-http", .head = "<?xml version='1.0'?>", .code = GW_ERROR_HTTP_STATUS,
     .detail = "not HTTP", .says = ""},
    {"half-a-status", .head = "HTTP/1.1 1\r\n\r\n", .code = GW_ERROR_HTTP_STATUS,
     .detail = "not HTTP", .says = ""},
    {"no-upgrade", .head = "HTTP/1.1 101 Switching\r\nSec-WebSocket-Accept: {accept}\r\n\r\n",
     .code = GW_ERROR_HTTP_STATUS, .detail = "not upgraded", .says = ""},
    {"wrong-key",
     .head =
         "HTTP/1.1 101 Switching\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
         "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\nSec-WebSocket-Protocol: xmpp\r\n\r\n",
     .frames = {{WS_TEXT, OPEN}, {WS_TEXT, FEATURES}}, .code = GW_ERROR_HTTP_STATUS,
     .detail = "Sec-WebSocket-Accept", .says = ""},
    {"no-sub-protocol", .head = "HTTP/1.1 101 Switching\r\n" ACCEPTED "\r\n",
     .frames = {{WS_TEXT, OPEN}, {WS_TEXT, FEATURES}}, .code = GW_ERROR_NOT_XMPP,
     .detail = "Sec-WebSocket-Protocol", .says = SAYS_GOODBYE},
    {"hangs-up-before-the-answer", .head = "HTTP/1.1 101", .hangs_up = TRUE,
     .code = GW_ERROR_HANGUP, .says = ""},
    {"hangs-up-after-the-answer", .hangs_up = TRUE, .code = GW_ERROR_HANGUP, .says = SAYS_OPEN},
    {"hangs-up-after-open", .frames = {{WS_TEXT, OPEN}}, .hangs_up = TRUE, .code = GW_ERROR_HANGUP,
     .says = SAYS_OPEN},
    {"closes", .frames = {{WS_TEXT, OPEN}, {WS_CLOSE, "\x03\xf3why"}}, .code = GW_ERROR_HANGUP,
     .detail = "close code 1011", .says = SAYS_OPEN "88 ??\n"},
    {"closes-without-a-code", .frames = {{WS_CLOSE, ""}}, .code = GW_ERROR_HANGUP,
     .says = SAYS_OPEN "88 \n"},
    {"closes-the-stream", .frames = {{WS_TEXT, OPEN}, {WS_TEXT, "<close " FRAMING "/>"}},
     .code = GW_ERROR_HANGUP},
    {"sends-us-elsewhere",
     .frames = {{WS_TEXT, "<close " FRAMING " see-other-uri='wss://other.example/'/>"}},
     .code = GW_ERROR_HANGUP, .detail = "see-other-uri"},
    {"features-first", .frames = {{WS_TEXT, FEATURES}}, .code = GW_ERROR_NOT_XMPP,
     .detail = "<open/>"},
    {"stream-error", .frames = {{WS_TEXT, OPEN}, {WS_TEXT, STREAM_ERROR ("policy-violation")}},
     .code = GW_ERROR_STREAM, .detail = "policy-violation"},
    {"another-host", .frames = {{WS_TEXT, OPEN}, {WS_TEXT, STREAM_ERROR ("host-unknown")}},
     .code = GW_ERROR_WRONG_HOST, .detail = DOMAIN},
    {"binary", .frames = {{0x82, OPEN}}, .code = GW_ERROR_NOT_XMPP, .detail = "binary"},
    {"reserved-bits", .frames = {{0xc1, OPEN}}, .code = GW_ERROR_NOT_XMPP,
     .detail = "reserved bits"},
    {"part-of-a-document", .frames = {{WS_TEXT, "<open " FRAMING ">"}}, .code = GW_ERROR_BAD_XML},
    {"prefix-not-declared", .frames = {{WS_TEXT, OPEN}, {WS_TEXT, "<stream:features/>"}},
     .code = GW_ERROR_BAD_XML},
    {"document-type", .frames = {{WS_TEXT, "<!DOCTYPE a>" OPEN}}, .code = GW_ERROR_BAD_XML},
    {"not-utf-8", .frames = {{WS_TEXT, "<open " FRAMING " id='\xe4'/>"}}, .code = GW_ERROR_BAD_XML},
    {"an-empty-message", .frames = {{WS_TEXT, ""}}, .code = GW_ERROR_BAD_XML},
};

static void
test_case (gconstpointer data)
{
  const Case *expected = data;
  static const gsize pieces[] = {G_MAXINT, 1};

  for (gsize i = 0; i < G_N_ELEMENTS (pieces); i++) {
    g_autoptr (Met) met = meet (expected, web_world_certificate, pieces[i]);
    g_autofree char *words = NULL;

    g_assert_cmpint (met_run (met), ==, GW_STEP_DONE);
    if (expected->code == 0)
      g_assert_no_error (met->seen->error);
    else
      g_assert_error (met->seen->error, GW_ERROR, (int)expected->code);
    if (expected->detail != NULL)
      g_assert_nonnull (strstr (met->seen->error->message, expected->detail));
    g_assert_cmpint (met->seen->features != NULL, ==, expected->code == 0);
    if (expected->hangs_up)
      continue;
    words = said (met);
    if (i == 0 || expected->code == 0)
      g_assert_cmpstr (words, ==, expected->says != NULL ? expected->says : SAYS_OPEN SAYS_GOODBYE);
    g_assert_true (was_left_politely (met));
  }
}

static void
test_elsewhere (void)
{
  static const Case redirect = {
      .head = "HTTP/1.1 302 Found\r\nLocation: wss://other.example/ws\r\n\r\n"};
  static const Case other = {
      .frames = {{WS_TEXT, "<close " FRAMING " see-other-uri='wss://other.example/ws'/>"}}};
  g_autoptr (Met) redirected = meet (&redirect, web_world_certificate, G_MAXINT);
  g_autoptr (Met) sent = meet (&other, web_world_certificate, G_MAXINT);

  met_run (redirected);
  met_run (sent);
  g_assert_cmpstr (redirected->seen->upgrade.location, ==, "wss://other.example/ws");
  g_assert_cmpstr (sent->seen->see_other, ==, "wss://other.example/ws");
}

/* --- who answers --- */

/* Nothing is said to whom the certificate does not fit. */
static void
test_certificates (void)
{
  static const struct {
    CertificateWish wish;
    gboolean is_self_signed;
    GwErrorCode code;
  } rows[] = {
      {{.names = "DNS:" DOMAIN}, FALSE, GW_ERROR_CERT_NAME},
      {{.names = "DNS:" HOST}, TRUE, GW_ERROR_CERT_UNTRUSTED},
      {{.names = "DNS:" HOST, .first_day = -9, .last_day = -2}, FALSE, GW_ERROR_CERT_EXPIRED},
      {{.names = "otherName:1.3.6.1.5.5.7.8.5;UTF8:" HOST}, FALSE, GW_ERROR_CERT_NAME},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Certificate) certificate =
        certificate_new (&rows[i].wish, rows[i].is_self_signed ? NULL : web_world_authority);
    g_autoptr (Met) met = meet (&good, certificate, G_MAXINT);

    g_assert_cmpint (met_run (met), ==, GW_STEP_DONE);
    g_assert_error (met->seen->error, GW_ERROR, (int)rows[i].code);
    g_assert_nonnull (met->seen->tls);
    g_assert_cmpuint (met->server.heard->len, ==, 0);
    g_assert_true (was_left_politely (met));
  }
}

static void
test_no_tls (void)
{
  g_autoptr (Met) met = meet (&good, web_world_certificate, G_MAXINT);
  static const char plain[] = "HTTP/1.1 400 Bad Request\r\n\r\n";

  g_assert_cmpint (gw_websocket_talk_step (met->talk), ==, GW_STEP_WANT_READ);
  g_assert_cmpint (send (met->server.fd, plain, sizeof plain - 1, MSG_NOSIGNAL), >, 0);
  g_assert_cmpint (gw_websocket_talk_step (met->talk), ==, GW_STEP_DONE);
  g_assert_error (met->seen->error, GW_ERROR, GW_ERROR_TLS_FAILED);
}

static void
test_hang_up_in_handshake (void)
{
  g_autoptr (Met) met = meet (&good, web_world_certificate, G_MAXINT);

  g_assert_cmpint (gw_websocket_talk_step (met->talk), ==, GW_STEP_WANT_READ);
  server_hang_up (&met->server);
  g_assert_cmpint (gw_websocket_talk_step (met->talk), ==, GW_STEP_DONE);
  g_assert_error (met->seen->error, GW_ERROR, GW_ERROR_HANGUP);
}

/* --- silence, and too much --- */

static void
test_silence (void)
{
  static const Case silent = {.head = "HTTP/1.1 101"}, opens = {.frames = {{WS_TEXT, OPEN}}};
  static const Case *const rows[] = {&silent, &opens};
  static const char *const words[] = {"", SAYS_OPEN SAYS_GOODBYE};

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Met) met = meet (rows[i], web_world_certificate, G_MAXINT);
    g_autofree char *heard = NULL;

    g_assert_cmpint (met_run (met), ==, GW_STEP_WANT_READ);
    g_assert_no_error (met->seen->error);
    gw_websocket_talk_fail (met->talk, GW_ERROR_TIMEOUT);
    gw_websocket_talk_fail (met->talk, GW_ERROR_CANCELLED);
    g_assert_error (met->seen->error, GW_ERROR, GW_ERROR_TIMEOUT);
    g_assert_cmpint (met_run (met), ==, GW_STEP_DONE);
    heard = said (met);
    g_assert_cmpstr (heard, ==, words[i]);
  }
}

static void
test_too_much (void)
{
  g_autofree char *line = g_strnfill (GW_LIMIT_HTTP_HEADER, 'a');
  g_autofree char *head = g_strdup_printf ("HTTP/1.1 101 %s\r\n\r\n", line);
  g_autofree char *blanks = g_strnfill (GW_LIMIT_XML_ELEMENT, ' ');
  g_autofree char *message = g_strconcat (OPEN, blanks, NULL);
  g_autoptr (GString) interim = g_string_new (NULL);
  Case rows[] = {{.head = head}, {.frames = {{WS_TEXT, message}}}, {.head = NULL}};

  while (interim->len <= GW_LIMIT_XML_STREAM)
    g_string_append (interim, "HTTP/1.1 100 Continue\r\n\r\n");
  rows[2].head = interim->str;
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Met) met = meet (&rows[i], web_world_certificate, G_MAXINT);

    g_assert_cmpint (met_run (met), ==, GW_STEP_DONE);
    g_assert_error (met->seen->error, GW_ERROR, GW_ERROR_TOO_LARGE);
    g_assert_cmpuint (met->seen->in->len, <=, GW_LIMIT_KEPT_STREAM);
  }
}

static void
load_certificates (void)
{
  g_autoptr (GwProfile) profile = gw_profile_new ();
  g_autoptr (GError) error = NULL;

  g_free (profile->ca_file);
  profile->ca_file = g_strdup (web_world_authority_file);
  tls = gw_tls_new (profile, &error);
  g_assert_no_error (error);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  web_world_begin ();
  load_certificates ();
  g_test_add_func ("/websocket-talk/good", test_good);
  g_test_add_func ("/websocket-talk/key", test_key);
  g_test_add_func ("/websocket-talk/again", test_again);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strconcat ("/websocket-talk/", cases[i].name, NULL);

    g_test_add_data_func (path, &cases[i], test_case);
  }
  g_test_add_func ("/websocket-talk/elsewhere", test_elsewhere);
  g_test_add_func ("/websocket-talk/certificates", test_certificates);
  g_test_add_func ("/websocket-talk/no-tls", test_no_tls);
  g_test_add_func ("/websocket-talk/hang-up-in-handshake", test_hang_up_in_handshake);
  g_test_add_func ("/websocket-talk/silence", test_silence);
  g_test_add_func ("/websocket-talk/too-much", test_too_much);
  result = g_test_run ();
  gw_tls_free (tls);
  web_world_end ();
  return result;
}
