/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Requests to a web server on loopback: what is asked, what comes back, where one is sent on to. */
#include "base/error.h"
#include "base/limits.h"
#include "net/contacts.h"
#include "web-world.h"

enum { MAX_ANSWERS = 2, SHORT_WAIT = 150 };

static void
test_good (void)
{
  static const WebAnswer answer = {WEB_CLOSES, OK_HELLO};
  g_auto (World) world;
  g_autoptr (GPtrArray) log = NULL;
  g_autofree char *expected = NULL;
  const GwContactEntry *entry;
  GPtrArray *requests;

  world_init (&world, web_world_certificate, &answer, 1, TRUE);
  world.request.accept = "application/json";
  world_run (&world);
  g_assert_no_error (world.error);
  g_assert_cmpint (world.status, ==, 200);
  g_assert_cmpstr (world.from, ==, world.url);
  g_assert_cmpstr (world.type, ==, "application/json; charset=utf-8");
  g_assert_cmpstr (world.etag, ==, "\"v2\"");
  g_assert_cmpstr (world.modified, ==, "Sun, 22 Nov 2026 10:00:00 GMT");
  world_assert_body (&world, "hello");

  requests = web_peer_stop (world.peer);
  g_assert_cmpuint (requests->len, ==, 1);
  expected = g_strdup_printf ("GET /x?y=1 HTTP/1.1\r\nHost: " HOST ":%u\r\n"
                              "User-Agent: Gangway/" GANGWAY_VERSION "\r\nAccept-Encoding: gzip\r\n"
                              "Accept: application/json\r\n\r\n",
                              web_peer_port (world.peer));
  g_assert_cmpstr (requests->pdata[0], ==, expected);

  log = gw_engine_contact_log (world.room.engine);
  g_assert_cmpuint (log->len, ==, 1);
  entry = log->pdata[0];
  g_assert_cmpstr (entry->domain, ==, HOST);
  g_assert_cmpint (entry->purpose, ==, GW_PURPOSE_LIST);
}

static void
test_not_modified (void)
{
  static const WebAnswer answer = {
      WEB_CLOSES,
      "HTTP/1.1 304 Not Modified\r\nETag: \"v1\"\r\nLocation: https://other.example/\r\n\r\n"};
  g_auto (World) world;
  GPtrArray *requests;

  world_init (&world, web_world_certificate, &answer, 1, TRUE);
  world.request.etag = "\"v1\"";
  world.request.last_modified = "Sat, 21 Nov 2026 10:00:00 GMT";
  world_run (&world);
  g_assert_no_error (world.error);
  g_assert_cmpint (world.status, ==, 304);
  g_assert_cmpuint (g_bytes_get_size (world.body), ==, 0);
  requests = web_peer_stop (world.peer);
  g_assert_cmpuint (requests->len, ==, 1);
  g_assert_nonnull (strstr (requests->pdata[0], "\r\nIf-None-Match: \"v1\"\r\n"));
  g_assert_nonnull (
      strstr (requests->pdata[0], "\r\nIf-Modified-Since: Sat, 21 Nov 2026 10:00:00 GMT\r\n"));
}

/* A validator that was tampered with is no way to add headers. */
static void
test_no_header_by_validator (void)
{
  static const WebAnswer answer = {WEB_CLOSES, OK_HELLO};
  g_auto (World) world;
  GPtrArray *requests;

  world_init (&world, web_world_certificate, &answer, 1, TRUE);
  world.request.etag = "\"v1\"\r\nX-Evil: 1";
  world_run (&world);
  g_assert_no_error (world.error);
  requests = web_peer_stop (world.peer);
  g_assert_null (strstr (requests->pdata[0], "X-Evil"));
}

/* --- other methods --- */

static void
test_post (void)
{
  static const char *const bodies[] = {"<body rid='1'/>", "", NULL};
  static const WebAnswer answer = {WEB_CLOSES, OK_HELLO};

  for (gsize i = 0; i < G_N_ELEMENTS (bodies); i++) {
    const char *body = bodies[i] != NULL ? bodies[i] : "";
    g_auto (World) world;
    g_autofree char *expected = NULL;
    GPtrArray *requests;

    world_init (&world, web_world_certificate, &answer, 1, TRUE);
    world.request.method = GW_HTTP_POST;
    world.request.body = bodies[i] != NULL ? g_bytes_new_static (body, strlen (body)) : NULL;
    world.request.content_type = bodies[i] != NULL ? "text/xml; charset=utf-8" : NULL;
    world.request.origin = "https://page.example";
    world_run (&world);
    g_clear_pointer (&world.request.body, g_bytes_unref);
    g_assert_no_error (world.error);
    world_assert_body (&world, "hello");
    requests = web_peer_stop (world.peer);
    expected =
        g_strdup_printf ("POST /x?y=1 HTTP/1.1\r\nHost: " HOST ":%u\r\n"
                         "User-Agent: Gangway/" GANGWAY_VERSION "\r\n"
                         "Accept: */*\r\nAccept-Encoding: gzip\r\nContent-Type: %s\r\n"
                         "Origin: https://page.example\r\n"
                         "Content-Length: %" G_GSIZE_FORMAT "\r\n\r\n%s",
                         web_peer_port (world.peer),
                         bodies[i] != NULL ? "text/xml; charset=utf-8" : "application/octet-stream",
                         strlen (body), body);
    g_assert_cmpuint (requests->len, ==, 1);
    g_assert_cmpstr (requests->pdata[0], ==, expected);
  }
}

static void
test_options (void)
{
  static const WebAnswer answer = {WEB_CLOSES,
                                   "HTTP/1.1 204 No Content\r\nAccess-Control-Allow-Origin: *\r\n"
                                   "access-control-allow-methods: GET, POST\r\n"
                                   "Access-Control-Allow-Methods: OPTIONS\r\n"
                                   "Access-Control-Allow-Headers: Content-Type\r\n\r\n"};
  g_auto (World) world;
  g_autofree char *expected = NULL;
  GPtrArray *requests;

  world_init (&world, web_world_certificate, &answer, 1, TRUE);
  world.request.method = GW_HTTP_OPTIONS;
  world.request.origin = "https://page.example";
  world.request.want_method = "POST";
  world.request.want_headers = "content-type";
  world_run (&world);
  g_assert_no_error (world.error);
  g_assert_cmpint (world.status, ==, 204);
  g_assert_cmpstr (world.allow_origin, ==, "*");
  g_assert_cmpstr (world.allow_methods, ==, "GET, POST, OPTIONS");
  g_assert_cmpstr (world.allow_headers, ==, "Content-Type");
  requests = web_peer_stop (world.peer);
  expected =
      g_strdup_printf ("OPTIONS /x?y=1 HTTP/1.1\r\nHost: " HOST ":%u\r\n"
                       "User-Agent: Gangway/" GANGWAY_VERSION "\r\n"
                       "Accept: */*\r\nAccept-Encoding: gzip\r\nOrigin: https://page.example\r\n"
                       "Access-Control-Request-Method: POST\r\n"
                       "Access-Control-Request-Headers: content-type\r\n\r\n",
                       web_peer_port (world.peer));
  g_assert_cmpstr (requests->pdata[0], ==, expected);
}

/* What a browser would not take counts as nothing. */
static void
test_two_origins (void)
{
  static const WebAnswer answer = {
      WEB_CLOSES, "HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin: *\r\n"
                  "Access-Control-Allow-Origin: *\r\nContent-Length: 5\r\n\r\nhello"};
  g_auto (World) world;

  world_init (&world, web_world_certificate, &answer, 1, TRUE);
  world_run (&world);
  g_assert_no_error (world.error);
  g_assert_null (world.allow_origin);
  g_assert_null (world.allow_methods);
  g_assert_null (world.allow_headers);
}

/* What was posted is for this place, not for another. */
static void
test_post_is_not_sent_on (void)
{
  static const char *const codes[] = {"301", "302", "303", "307", "308"};
  static const GwHttpMethod methods[] = {GW_HTTP_POST, GW_HTTP_OPTIONS};

  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++) {
    for (gsize j = 0; j < G_N_ELEMENTS (methods); j++) {
      g_autofree char *text =
          g_strdup_printf ("HTTP/1.1 %s Elsewhere\r\nLocation: https://other.example:{port}/\r\n"
                           "Content-Length: 3\r\n\r\nbye",
                           codes[i]);
      WebAnswer answer = {WEB_CLOSES, text};
      g_auto (World) world;

      world_init (&world, web_world_certificate, &answer, 1, TRUE);
      world.request.method = methods[j];
      world_run (&world);
      g_assert_no_error (world.error);
      g_assert_cmpint (world.status, ==, (int)g_ascii_strtoll (codes[i], NULL, 10));
      world_assert_body (&world, "bye");
      g_assert_cmpuint (web_peer_stop (world.peer)->len, ==, 1);
    }
  }
}

/* --- what the connection showed, and what it cost --- */

static char *
hash (const Certificate *certificate)
{
  guint8 *der = NULL;
  int length = i2d_X509 (certificate->x509, &der);
  char *hex;

  g_assert_cmpint (length, >, 0);
  hex = g_compute_checksum_for_data (G_CHECKSUM_SHA256, der, (gsize)length);
  OPENSSL_free (der);
  return hex;
}

static void
test_evidence (void)
{
  static const WebAnswer answers[] = {{WEB_CLOSES, OK_HELLO}, {WEB_SPEAKS_PLAIN, "hello"}};
  CertificateWish wish = {.names = "DNS:else.example"};
  g_autoptr (Certificate) other = certificate_new (&wish, web_world_authority);
  const Certificate *shown[] = {web_world_certificate, other, web_world_certificate};
  static const GwErrorCode codes[] = {0, GW_ERROR_CERT_NAME, GW_ERROR_TLS_FAILED};

  for (gsize i = 0; i < G_N_ELEMENTS (shown); i++) {
    g_autofree char *leaf = hash (shown[i]);
    g_auto (World) world;

    world_init (&world, shown[i], &answers[i == 2 ? 1 : 0], 1, TRUE);
    world_run (&world);
    if (codes[i] == 0)
      g_assert_no_error (world.error);
    else
      g_assert_error (world.error, GW_ERROR, (int)codes[i]);
    g_assert_cmpstr (world.leaf, ==, i == 2 ? NULL : leaf);
  }
}

static void
test_budget (void)
{
  static const WebAnswer answers[] = {{WEB_CLOSES, SENT_TO ("https://other.example:{port}/")},
                                      {WEB_CLOSES, OK_HELLO}};
  static const struct {
    guint budget, left, visitors;
  } rows[] = {{0, 0, 0}, {1, 0, 1}, {2, 0, 2}, {5, 3, 2}};

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    guint budget = rows[i].budget;
    g_auto (World) world;

    world_init (&world, web_world_certificate, answers, 2, TRUE);
    world.request.budget = &budget;
    world_run (&world);
    if (rows[i].visitors < 2)
      g_assert_error (world.error, GW_ERROR, GW_ERROR_FAILED);
    else
      g_assert_no_error (world.error);
    g_assert_cmpuint (budget, ==, rows[i].left);
    g_assert_cmpuint (web_peer_stop (world.peer)->len, ==, rows[i].visitors);
  }
}

/* --- other answers --- */

typedef struct {
  const char *path;
  WebAnswer answers[MAX_ANSWERS];
  guint n_answers;
  guint wait_ms; /* 0: long */
  /* then */
  int status;       /* 0: an error */
  GwErrorCode code; /* then this */
  const char *body;
  guint visitors;
} Case;

static void
test_case (gconstpointer data)
{
  const Case *expected = data;
  g_auto (World) world;

  world_init (&world, web_world_certificate, expected->answers, MAX (expected->n_answers, 1), TRUE);
  if (expected->wait_ms != 0)
    world.request.wait_ms = expected->wait_ms;
  world_run (&world);
  if (expected->status == 0)
    g_assert_error (world.error, GW_ERROR, (int)expected->code);
  else
    g_assert_no_error (world.error);
  g_assert_cmpint (world.status, ==, expected->status);
  if (expected->body != NULL)
    world_assert_body (&world, expected->body);
  g_assert_cmpuint (web_peer_stop (world.peer)->len, ==, MAX (expected->visitors, 1));
}

static const Case cases[] = {
    {"/http/404-is-an-answer",
     {{WEB_CLOSES, "HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\ngone"}},
     .status = 404,
     .body = "gone"},
    {"/http/500-is-an-answer",
     {{WEB_CLOSES, "HTTP/1.1 500 Oh\r\nContent-Length: 0\r\n\r\n"}},
     .status = 500,
     .body = ""},
    {"/http/an-interim-answer-does-not-count",
     {{WEB_CLOSES, "HTTP/1.1 103 Early Hints\r\nETag: \"no\"\r\n\r\n" OK_HELLO}},
     .status = 200,
     .body = "hello"},
    {"/http/in-chunks",
     {{WEB_HOLDS, CHUNKED "5\r\nhello\r\n0\r\n\r\n"}},
     .status = 200,
     .body = "hello"},
    {"/http/to-the-end-of-tls", {{WEB_CLOSES, TO_THE_END "hello"}}, .status = 200, .body = "hello"},
    /* cut */
    {"/http/hangs-up-before-an-answer", {{WEB_CUTS, ""}}, .code = GW_ERROR_HANGUP},
    {"/http/ends-before-an-answer", {{WEB_CLOSES, ""}}, .code = GW_ERROR_HANGUP},
    {"/http/hangs-up-in-the-head",
     {{WEB_CUTS, "HTTP/1.1 200 OK\r\nContent-Le"}},
     .code = GW_ERROR_HANGUP},
    {"/http/hangs-up-in-the-body", {{WEB_CUTS, HEAD ("6") "hello"}}, .code = GW_ERROR_HANGUP},
    {"/http/ends-in-the-body", {{WEB_CLOSES, HEAD ("6") "hello"}}, .code = GW_ERROR_HANGUP},
    {"/http/hangs-up-between-chunks",
     {{WEB_CUTS, CHUNKED "5\r\nhello\r\n"}},
     .code = GW_ERROR_HANGUP},
    {"/http/ends-between-chunks",
     {{WEB_CLOSES, CHUNKED "5\r\nhello\r\n"}},
     .code = GW_ERROR_HANGUP},
    {"/http/hangs-up-without-the-end-of-tls",
     {{WEB_CUTS, TO_THE_END "hello"}},
     .code = GW_ERROR_HANGUP},
    {"/http/hangs-up-in-the-head-after-an-interim-answer",
     {{WEB_CUTS, "HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\nContent-Le"}},
     .code = GW_ERROR_HANGUP},
    /* silent */
    {"/http/silent-before-tls", {{WEB_IS_SILENT}}, .wait_ms = SHORT_WAIT, .code = GW_ERROR_TIMEOUT},
    {"/http/silent-after-tls", {{WEB_HOLDS, ""}}, .wait_ms = SHORT_WAIT, .code = GW_ERROR_TIMEOUT},
    {"/http/silent-in-the-body",
     {{WEB_HOLDS, HEAD ("6") "hello"}},
     .wait_ms = SHORT_WAIT,
     .code = GW_ERROR_TIMEOUT},
    {"/http/silent-after-a-redirect",
     {{WEB_CLOSES, SENT_TO ("/y")}, {WEB_IS_SILENT}},
     .n_answers = 2,
     .wait_ms = SHORT_WAIT,
     .code = GW_ERROR_TIMEOUT,
     .visitors = 2},
    /* something else */
    {"/http/without-tls", {{WEB_SPEAKS_PLAIN, OK_HELLO}}, .code = GW_ERROR_TLS_FAILED},
    {"/http/not-http", {{WEB_CLOSES, "220 mail.example ESMTP\r\n"}}, .code = GW_ERROR_HTTP_STATUS},
    {"/http/not-gzip",
     {{WEB_CLOSES, "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\nhello"}},
     .code = GW_ERROR_HTTP_STATUS},
    {"/http/an-encoding-that-was-not-asked-for",
     {{WEB_CLOSES, "HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nContent-Length: 5\r\n\r\nhello"}},
     .code = GW_ERROR_HTTP_STATUS},
    /* sent on */
    {"/http/sent-on-to-another-path",
     {{WEB_CLOSES, SENT_TO ("/y")}, {WEB_CLOSES, OK_HELLO}},
     .n_answers = 2,
     .status = 200,
     .body = "hello",
     .visitors = 2},
    {"/http/sent-on-without-end",
     {{WEB_CLOSES, SENT_TO ("/x?y=1")}},
     .code = GW_ERROR_HTTP_LOOP,
     .visitors = GW_LIMIT_HTTP_REDIRECTS + 1},
    {"/http/sent-on-to-http",
     {{WEB_CLOSES, SENT_TO ("http://" HOST ":{port}/y")}},
     .code = GW_ERROR_BAD_URL},
    {"/http/sent-on-to-a-file",
     {{WEB_CLOSES, SENT_TO ("file:///etc/hostname")}},
     .code = GW_ERROR_BAD_URL},
    {"/http/sent-on-to-an-address",
     {{WEB_CLOSES, SENT_TO ("https://127.0.0.1:{port}/y")}},
     .code = GW_ERROR_BAD_URL},
    {"/http/sent-on-with-a-user",
     {{WEB_CLOSES, SENT_TO ("https://me@" HOST ":{port}/y")}},
     .code = GW_ERROR_BAD_URL},
    {"/http/sent-on-to-nobody",
     {{WEB_CLOSES, SENT_TO ("https://nobody.example/y")}},
     .code = GW_ERROR_DNS_UNKNOWN},
    {"/http/sent-on-to-nowhere",
     {{WEB_CLOSES, "HTTP/1.1 302 Found\r\nContent-Length: 3\r\n\r\nbye"}},
     .status = 302,
     .body = "bye"},
};

static void
test_sent_on (void)
{
  static const WebAnswer answers[] = {
      {WEB_CLOSES, SENT_TO ("https://OTHER.example:{port}/new?a=b#part")}, {WEB_CLOSES, OK_HELLO}};
  g_auto (World) world;
  g_autofree char *place = NULL;
  g_autoptr (GPtrArray) log = NULL;
  GPtrArray *requests;

  world_init (&world, web_world_certificate, answers, 2, TRUE);
  place = g_strdup_printf ("https://other.example:%u/new?a=b", web_peer_port (world.peer));
  world_run (&world);
  g_assert_no_error (world.error);
  g_assert_cmpint (world.status, ==, 200);
  g_assert_cmpstr (world.from, ==, place);
  world_assert_body (&world, "hello");
  requests = web_peer_stop (world.peer);
  g_assert_cmpuint (requests->len, ==, 2);
  g_assert_true (
      g_str_has_prefix (requests->pdata[1], "GET /new?a=b HTTP/1.1\r\nHost: other.example:"));
  log = gw_engine_contact_log (world.room.engine);
  g_assert_cmpuint (log->len, ==, 2);
  g_assert_cmpstr (((const GwContactEntry *)log->pdata[1])->domain, ==, "other.example");
}

static void
test_urls (void)
{
  static const struct {
    const char *url, *host;
  } rows[] = {
      {"https://list.example", HOST},
      {"HTTPS://LIST.example:8443/a/../b?c#d", HOST},
      {"https://list.example./", HOST},
      {"https://b\303\274cher.example/\303\274", "xn--bcher-kva.example"},
      {"https://list%2eexample/", HOST},
      {"http://list.example/", NULL},
      {"ftp://list.example/", NULL},
      {"file:///etc/hostname", NULL},
      {"list.example", NULL},
      {"", NULL},
      {"https:list.example", NULL},
      {"https:/list.example", NULL},
      {"https:///list.example", NULL},
      {"https://", NULL},
      {"https://me@list.example/", NULL},
      {"https://me:word@list.example/", NULL},
      {"https://@list.example/", NULL},
      {"https://:@list.example/", NULL},
      {"https://known.example\\@list.example/", NULL},
      {"https://192.0.2.1/", NULL},
      {"https://3221225985/", NULL},
      {"https://0xc0.0.2.1/", NULL},
      {"https://127.1/", NULL},
      {"https://[2001:db8::1]/", NULL},
      {"https://list.example:0/", NULL},
      {"https://list.example:65536/", NULL},
      {"https://list.example:x/", NULL},
      {"https://list .example/", NULL},
      {"https://list.example/a b", HOST},
      {"https://list.example/a\r\nX: 1", NULL},
      {"https://list.example%0d%0a/", NULL},
      {" https://list.example/", NULL},
  };
  g_autofree char *padding = g_strnfill (GW_LIMIT_URL - strlen ("https://list.example/"), 'a');
  g_autofree char *longest = g_strconcat ("https://list.example/", padding, NULL);
  g_autofree char *longer = g_strconcat (longest, "a", NULL);
  g_autofree char *host = gw_http_url_host (longest);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *found = gw_http_url_host (rows[i].url);

    g_test_message ("%s", rows[i].url);
    g_assert_cmpstr (found, ==, rows[i].host);
  }
  g_assert_cmpstr (host, ==, HOST);
  g_assert_null (gw_http_url_host (longer));
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  web_world_begin ();
  g_test_add_func ("/http/url-hosts", test_urls);
  g_test_add_func ("/http/a-good-answer", test_good);
  g_test_add_func ("/http/not-modified", test_not_modified);
  g_test_add_func ("/http/no-header-by-a-validator", test_no_header_by_validator);
  g_test_add_func ("/http/post", test_post);
  g_test_add_func ("/http/options", test_options);
  g_test_add_func ("/http/two-origins", test_two_origins);
  g_test_add_func ("/http/a-post-is-not-sent-on", test_post_is_not_sent_on);
  g_test_add_func ("/http/evidence", test_evidence);
  g_test_add_func ("/http/budget", test_budget);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add_data_func (cases[i].path, &cases[i], test_case);
  g_test_add_func ("/http/sent-on-to-another-host", test_sent_on);
  result = g_test_run ();
  web_world_end ();
  return result;
}
