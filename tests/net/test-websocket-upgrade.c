/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The request to upgrade, and answers to it: right, almost right, and something else. */
#include "net/websocket-upgrade.h"

/* RFC 6455 section 1.3. */
#define KEY    "dGhlIHNhbXBsZSBub25jZQ=="
#define ACCEPT "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="

static void
test_accept (void)
{
  g_autofree char *accept = gw_upgrade_accept (KEY);

  g_assert_cmpstr (accept, ==, ACCEPT);
}

static void
test_request (void)
{
  static const struct {
    const char *url, *start; /* NULL: not taken */
  } rows[] = {
      {"wss://web.example/xmpp-websocket", "GET /xmpp-websocket HTTP/1.1\r\nHost: web.example\r\n"},
      {"WSS://WEB.example:5281/a/../b?c=d#e", "GET /b?c=d HTTP/1.1\r\nHost: web.example:5281\r\n"},
      {"wss://web.example", "GET / HTTP/1.1\r\nHost: web.example\r\n"},
      {"wss://web.example:443?q", "GET /?q HTTP/1.1\r\nHost: web.example\r\n"},
      {"wss://b\303\274cher.example/a b", "GET /a%20b HTTP/1.1\r\nHost: xn--bcher-kva.example\r\n"},
      {"ws://web.example/", NULL},
      {"https://web.example/", NULL},
      {"wss:///web.example/", NULL},
      {"wss://me@web.example/", NULL},
      {"wss://192.0.2.1/", NULL},
      {"wss://[2001:db8::1]/", NULL},
      {"wss://web.example/\r\nX: 1", NULL},
      {"wss://web.example:0/", NULL},
      {"", NULL},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GwHttpUrl) url = gw_http_url_new_wss (rows[i].url, &error);
    g_autofree char *request = url != NULL ? gw_upgrade_request (url, KEY) : NULL;
    g_autofree char *expected =
        g_strconcat (rows[i].start != NULL ? rows[i].start : "",
                     "User-Agent: Gangway/" GANGWAY_VERSION "\r\nUpgrade: websocket\r\n"
                     "Connection: Upgrade\r\nSec-WebSocket-Key: " KEY "\r\n"
                     "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: xmpp\r\n\r\n",
                     NULL);

    g_test_message ("%s", rows[i].url);
    g_assert_true ((url == NULL) == (error != NULL));
    g_assert_cmpstr (request, ==, rows[i].start != NULL ? expected : NULL);
  }
}

static void
test_head_length (void)
{
  static const struct {
    const char *bytes;
    gsize length;
  } rows[] = {
      {"", 0},
      {"HTTP/1.1 101\r\n", 0},
      {"HTTP/1.1 101\r\n\r", 0},
      {"HTTP/1.1 101\r\n\r\n", 16},
      {"HTTP/1.1 101\r\n\r\n\r\n\r\n", 16},
      {"HTTP/1.1 101\n\nabc", 14},
      {"HTTP/1.1 101\r\nA: b\r\n\r\nabc", 22},
      {"HTTP/1.1 101\r\nA: b\n\r\nabc", 21},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpuint (gw_upgrade_head_length (rows[i].bytes, strlen (rows[i].bytes)), ==,
                      rows[i].length);
}

#define SWITCH "HTTP/1.1 101 Switching Protocols\r\n"
#define UP     "Upgrade: websocket\r\nConnection: Upgrade\r\n"
#define RIGHT  "Sec-WebSocket-Accept: " ACCEPT "\r\n"
#define XMPP   "Sec-WebSocket-Protocol: xmpp\r\n"
#define END    "\r\n"

static const struct {
  const char *head;
  int status;
  gboolean upgraded, accept_ok, protocol_ok;
  const char *location;
} answers[] = {
    {SWITCH UP RIGHT XMPP END, 101, TRUE, TRUE, TRUE, NULL},
    {"HTTP/1.1 101\n"
     "upgrade:WebSocket\nCONNECTION: keep-alive ,  UPGRADE\nsec-websocket-accept:" ACCEPT
     "  \nSec-Websocket-Protocol:xmpp\n\n",
     101, TRUE, TRUE, TRUE, NULL},
    {SWITCH "Upgrade: websocket\r\nConnection: close\r\nConnection: Upgrade\r\n" RIGHT XMPP END,
     101, TRUE, TRUE, TRUE, NULL},
    /* the switch */
    {SWITCH RIGHT XMPP END, 101, FALSE, TRUE, TRUE, NULL},
    {SWITCH "Upgrade: websocket\r\n" RIGHT XMPP END, 101, FALSE, TRUE, TRUE, NULL},
    {SWITCH "Connection: Upgrade\r\n" RIGHT XMPP END, 101, FALSE, TRUE, TRUE, NULL},
    {SWITCH "Upgrade: websockets\r\nConnection: Upgrade\r\n" RIGHT XMPP END, 101, FALSE, TRUE, TRUE,
     NULL},
    {"HTTP/1.0 101 Switching Protocols\r\n" UP RIGHT XMPP END, 101, FALSE, TRUE, TRUE, NULL},
    /* the answer to the key */
    {SWITCH UP XMPP END, 101, TRUE, FALSE, TRUE, NULL},
    {SWITCH UP "Sec-WebSocket-Accept: " KEY "\r\n" XMPP END, 101, TRUE, FALSE, TRUE, NULL},
    {SWITCH UP "Sec-WebSocket-Accept: S3PPLMBITXAQ9KYGZZHZRBK+XOO=\r\n" XMPP END, 101, TRUE, FALSE,
     TRUE, NULL},
    {SWITCH UP RIGHT RIGHT XMPP END, 101, TRUE, FALSE, TRUE, NULL},
    /* what is spoken */
    {SWITCH UP RIGHT END, 101, TRUE, TRUE, FALSE, NULL},
    {SWITCH UP RIGHT "Sec-WebSocket-Protocol: mqtt\r\n" END, 101, TRUE, TRUE, FALSE, NULL},
    {SWITCH UP RIGHT "Sec-WebSocket-Protocol: xmpp, mqtt\r\n" END, 101, TRUE, TRUE, FALSE, NULL},
    {SWITCH UP RIGHT XMPP XMPP END, 101, TRUE, TRUE, FALSE, NULL},
    {SWITCH UP RIGHT XMPP "Sec-WebSocket-Extensions: permessage-deflate\r\n" END, 101, TRUE, TRUE,
     FALSE, NULL},
    /* something else */
    {"HTTP/1.1 200 OK\r\n" UP RIGHT XMPP END, 200, FALSE, FALSE, FALSE, NULL},
    {"HTTP/1.0 404 Not Found\r\n" END, 404, FALSE, FALSE, FALSE, NULL},
    {"HTTP/1.1 302 Found\r\nLocation: wss://other.example/ws\r\n" END, 302, FALSE, FALSE, FALSE,
     "wss://other.example/ws"},
    {"HTTP/1.1 302 Found\r\nLocation: /\xe2\x80\xaex y\x07\r\n" END, 302, FALSE, FALSE, FALSE,
     "/???x?y?"},
    {"HTTP/1.1 302 Found\r\nLocation: /a\r\nLocation: /b\r\n" END, 302, FALSE, FALSE, FALSE, NULL},
    {"HTTP/2 101\r\n" UP RIGHT XMPP END, 0, FALSE, FALSE, FALSE, NULL},
    {"HTTP/1.1 1010\r\n" END, 0, FALSE, FALSE, FALSE, NULL},
    {"HTTP/1.1 10\r\n" END, 0, FALSE, FALSE, FALSE, NULL},
    {"HTTP/1.1 099\r\n" END, 0, FALSE, FALSE, FALSE, NULL},
    {"HTTP/1.1 \r\n" END, 0, FALSE, FALSE, FALSE, NULL},
    {"<?xml version='1.0'?>\r\n\r\n", 0, FALSE, FALSE, FALSE, NULL},
    {"\r\n\r\n", 0, FALSE, FALSE, FALSE, NULL},
    {"", 0, FALSE, FALSE, FALSE, NULL},
};

static void
test_judge (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++) {
    g_auto (GwUpgrade) upgrade = {0};

    g_test_message ("%s", answers[i].head);
    gw_upgrade_judge (answers[i].head, strlen (answers[i].head), KEY, &upgrade);
    g_assert_cmpint (upgrade.status, ==, answers[i].status);
    g_assert_cmpint (upgrade.upgraded, ==, answers[i].upgraded);
    g_assert_cmpint (upgrade.accept_ok, ==, answers[i].accept_ok);
    g_assert_cmpint (upgrade.protocol_ok, ==, answers[i].protocol_ok);
    g_assert_cmpstr (upgrade.location, ==, answers[i].location);
  }
}

static void
test_zero_byte (void)
{
  static const char head[] = SWITCH UP RIGHT XMPP "X: \0\r\n" END;
  g_auto (GwUpgrade) upgrade = {0};

  gw_upgrade_judge (head, sizeof head - 1, KEY, &upgrade);
  g_assert_cmpint (upgrade.status, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/websocket-upgrade/accept", test_accept);
  g_test_add_func ("/websocket-upgrade/request", test_request);
  g_test_add_func ("/websocket-upgrade/head-length", test_head_length);
  g_test_add_func ("/websocket-upgrade/judge", test_judge);
  g_test_add_func ("/websocket-upgrade/zero-byte", test_zero_byte);
  return g_test_run ();
}
