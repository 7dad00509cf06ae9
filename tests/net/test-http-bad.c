/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Requests to web servers that send too much, are somebody else, or are left in the middle. */
#include "base/error.h"
#include "base/limits.h"
#include "web-world.h"

#include <gio/gio.h>
#include <unistd.h>

enum { BOMB = 4 * 1024 * 1024 };

/* --- too much --- */

static GByteArray *
compress (const void *bytes, gsize length)
{
  g_autoptr (GConverter) gzip =
      G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 9));
  GByteArray *out = g_byte_array_new ();
  gsize room = length + 1024, read, written;

  g_byte_array_set_size (out, (guint)room);
  g_assert_cmpint (g_converter_convert (gzip, bytes, length, out->data, room,
                                        G_CONVERTER_INPUT_AT_END, &read, &written, NULL),
                   ==, G_CONVERTER_FINISHED);
  g_byte_array_set_size (out, (guint)written);
  return out;
}

static void
run_with_body (World *world, const char *head, const void *bytes, gsize length)
{
  WebAnswer answer = {WEB_CLOSES, head, bytes, length};

  world_init (world, web_world_certificate, &answer, 1, TRUE);
  world_run (world);
  web_peer_stop (world->peer);
}

static void
test_gzip (void)
{
  g_autoptr (GByteArray) packed = compress ("hello", 5);
  g_auto (World) world;

  run_with_body (&world, "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nConnection: close\r\n\r\n",
                 packed->data, packed->len);
  g_assert_no_error (world.error);
  world_assert_body (&world, "hello");
}

/* A part of what is packed must not pass for all of it. */
static void
test_bad_gzip (void)
{
  static const struct {
    const char *encoding;
    int more; /* bytes */
    GwErrorCode code;
  } rows[] = {
      {"gzip", -1, GW_ERROR_HANGUP},
      {"gzip", -20, GW_ERROR_HANGUP},
      {"gzip", 1, GW_ERROR_HTTP_STATUS},
      {"gzip, gzip", 0, GW_ERROR_HTTP_STATUS},
      {"br", 0, GW_ERROR_HTTP_STATUS},
      {"deflate", 0, GW_ERROR_HTTP_STATUS},
      {"gzip\r\nContent-Encoding: gzip", 0, GW_ERROR_HTTP_STATUS},
  };
  g_autoptr (GByteArray) packed = compress ("hello", 5);
  guint length = packed->len;

  g_byte_array_append (packed, (const guint8 *)"x", 1);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    gsize sent = (gsize)((int)length + rows[i].more);
    g_autofree char *head = g_strdup_printf ("HTTP/1.1 200 OK\r\nContent-Length: %" G_GSIZE_FORMAT
                                             "\r\nContent-Encoding: %s\r\n\r\n",
                                             sent, rows[i].encoding);
    g_auto (World) world;

    g_test_message ("row %" G_GSIZE_FORMAT, i);
    run_with_body (&world, head, packed->data, sent);
    g_assert_error (world.error, GW_ERROR, (int)rows[i].code);
  }
}

static void
test_bomb (void)
{
  g_autofree char *zeroes = g_malloc0 (BOMB);
  g_autoptr (GByteArray) packed = compress (zeroes, BOMB);
  g_auto (World) world;

  run_with_body (&world, "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nConnection: close\r\n\r\n",
                 packed->data, packed->len);
  g_assert_error (world.error, GW_ERROR, GW_ERROR_TOO_LARGE);
}

static void
test_cap (void)
{
  static const struct {
    const char *head;
    gsize length;
    gboolean is_fine;
  } rows[] = {
      {TO_THE_END, WEB_WORLD_CAP, TRUE},
      {TO_THE_END, WEB_WORLD_CAP + 1, FALSE},
      {TO_THE_END, 1024 * 1024, FALSE},
      {HEAD ("1000"), WEB_WORLD_CAP, TRUE},
      {HEAD ("1001"), WEB_WORLD_CAP + 1, FALSE},
      {HEAD ("4000000000000"), 10, FALSE}, /* judged by what is announced */
  };
  g_autofree char *bytes = g_malloc0 (1024 * 1024);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_auto (World) world;

    run_with_body (&world, rows[i].head, bytes, rows[i].length);
    if (rows[i].is_fine) {
      g_assert_no_error (world.error);
      g_assert_cmpuint (g_bytes_get_size (world.body), ==, rows[i].length);
    } else {
      g_assert_error (world.error, GW_ERROR, GW_ERROR_TOO_LARGE);
    }
  }
}

static void
test_header_flood (void)
{
  g_autofree char *line = g_strnfill (GW_LIMIT_HTTP_HEADER, 'a');
  g_autofree char *endless = g_strnfill (1024 * 1024, 'a');
  g_autoptr (GString) lines = g_string_new (NULL);
  const char *floods[] = {line, endless, NULL};

  while (lines->len <= GW_LIMIT_HTTP_HEADER)
    g_string_append (lines, "X: 1\r\nX-");
  floods[2] = lines->str;
  for (gsize i = 0; i < G_N_ELEMENTS (floods); i++) {
    g_autofree char *text = g_strdup_printf ("HTTP/1.1 200 OK\r\nX-%s: 1\r\n\r\n", floods[i]);
    g_auto (World) world;

    run_with_body (&world, text, NULL, 0);
    g_assert_error (world.error, GW_ERROR, GW_ERROR_TOO_LARGE);
  }
}

/* --- who answers --- */

static void
test_certificates (void)
{
  static const struct {
    CertificateWish wish;
    gboolean is_self_signed;
    const char *host;
    GwErrorCode code; /* GW_ERROR_FAILED: all is well */
  } rows[] = {
      {{"DNS:" HOST}, TRUE, HOST, GW_ERROR_CERT_UNTRUSTED},
      {{"DNS:other.example"}, FALSE, HOST, GW_ERROR_CERT_NAME},
      {{"DNS:other.example", .common = HOST}, FALSE, HOST, GW_ERROR_CERT_NAME},
      /* libcurl would take the common name */
      {{.common = HOST}, FALSE, HOST, GW_ERROR_CERT_NAME},
      {{"otherName:1.3.6.1.5.5.7.8.7;IA5STRING:_xmpp-client." HOST, .common = HOST},
       FALSE,
       HOST,
       GW_ERROR_CERT_NAME},
      {{"otherName:1.3.6.1.5.5.7.8.5;UTF8:" HOST, .common = HOST}, FALSE, HOST, GW_ERROR_CERT_NAME},
      {{"DNS:" HOST, .first_day = -9, .last_day = -2}, FALSE, HOST, GW_ERROR_CERT_EXPIRED},
      {{"DNS:" HOST, .first_day = 2, .last_day = 9}, FALSE, HOST, GW_ERROR_CERT_NOT_YET},
      {{"DNS:" HOST, .rsa_bits = 1024}, FALSE, HOST, GW_ERROR_CERT_WEAK},
      {{"DNS:*." HOST}, FALSE, HOST, GW_ERROR_CERT_NAME},
      {{"DNS:*.example"}, FALSE, HOST, GW_ERROR_CERT_NAME},
      {{"DNS:nobody.example,DNS:" HOST}, FALSE, HOST, GW_ERROR_FAILED},
      {{"DNS:*." HOST}, FALSE, "www." HOST, GW_ERROR_FAILED},
  };
  static const WebAnswer answer = {WEB_CLOSES, OK_HELLO};

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Certificate) shown =
        certificate_new (&rows[i].wish, rows[i].is_self_signed ? NULL : web_world_authority);
    g_auto (World) world;
    const char *request;

    g_test_message ("row %" G_GSIZE_FORMAT, i);
    world_init (&world, shown, &answer, 1, TRUE);
    world_set_url (&world, rows[i].host);
    world_run (&world);
    request = web_peer_stop (world.peer)->pdata[0];
    if (rows[i].code == GW_ERROR_FAILED) {
      g_assert_no_error (world.error);
      g_assert_cmpint (world.status, ==, 200);
    } else {
      g_assert_error (world.error, GW_ERROR, (int)rows[i].code);
      g_assert_cmpstr (request, ==, "");
    }
  }
}

static void
test_private (void)
{
  static const WebAnswer answer = {WEB_CLOSES, OK_HELLO};
  g_auto (World) world;
  g_autoptr (GPtrArray) log = NULL;

  world_init (&world, web_world_certificate, &answer, 1, FALSE);
  world_run (&world);
  g_assert_error (world.error, GW_ERROR, GW_ERROR_ADDRESS_PRIVATE);
  log = gw_engine_contact_log (world.room.engine);
  g_assert_cmpuint (log->len, ==, 0);
  g_assert_cmpuint (web_peer_stop (world.peer)->len, ==, 0);
}

static void
test_refused (void)
{
  static const WebAnswer answer = {WEB_CLOSES, OK_HELLO};
  g_auto (World) world;
  guint16 port;
  int fd = engine_room_refuse (&port);

  world_init (&world, web_world_certificate, &answer, 1, TRUE);
  g_free (world.url);
  world.request.url = world.url = g_strdup_printf ("https://" HOST ":%u/", port);
  world_run (&world);
  g_assert_error (world.error, GW_ERROR, GW_ERROR_CONNECT_REFUSED);
  close (fd);
}

static void
test_no_store (void)
{
  static const WebAnswer answer = {WEB_CLOSES, OK_HELLO};
  g_autofree char *file = g_steal_pointer (&web_world_authority_file);
  g_auto (World) world;

  web_world_authority_file = g_strconcat (file, ".none", NULL);
  world_init (&world, web_world_certificate, &answer, 1, TRUE);
  g_free (web_world_authority_file);
  web_world_authority_file = g_steal_pointer (&file);
  world_run (&world);
  g_assert_error (world.error, GW_ERROR, GW_ERROR_FILE_READ);
  g_assert_cmpstr (web_peer_stop (world.peer)->pdata[0], ==, "");
}

static void
test_bad_url (void)
{
  static const WebAnswer answer = {WEB_CLOSES, OK_HELLO};
  g_auto (World) world;
  g_autoptr (GPtrArray) log = NULL;

  world_init (&world, web_world_certificate, &answer, 1, TRUE);
  world_set_url (&world, "127.0.0.1");
  world_run (&world);
  g_assert_error (world.error, GW_ERROR, GW_ERROR_BAD_URL);
  log = gw_engine_contact_log (world.room.engine);
  g_assert_cmpuint (log->len, ==, 0);
}

/* --- cancelled --- */

static void
start_and_cancel (gpointer data)
{
  world_start (data);
  world_cancel (data);
}

static void
test_cancel_at_once (void)
{
  static const WebAnswer answer = {WEB_CLOSES, OK_HELLO};
  static const char *const urls[] = {"no url", "https://slow.example/", NULL};

  for (gsize i = 0; i < G_N_ELEMENTS (urls); i++) {
    g_auto (World) world;

    world_init (&world, web_world_certificate, &answer, 1, TRUE);
    if (urls[i] != NULL)
      world.request.url = urls[i];
    engine_room_do (&world.room, start_and_cancel, &world);
    g_assert_cmpuint (world.room.reports, ==, 0);
  }
}

/* After the visit the engine is at work on what came, or waits for more: it is cancelled in
 * whatever state it is in. */
static void
test_cancel_later (void)
{
  static const WebAnswer rows[][2] = {
      {{WEB_IS_SILENT}},
      {{WEB_HOLDS, ""}},
      {{WEB_HOLDS, "HTTP/1.1 200 OK\r\nConten"}},
      {{WEB_HOLDS, HEAD ("6") "hello"}},
      {{WEB_HOLDS, CHUNKED "5\r\nhello\r\n"}},
      {{WEB_CLOSES, SENT_TO ("https://slow.example/")}},
      {{WEB_CLOSES, SENT_TO ("/y")}, {WEB_IS_SILENT}},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    guint visitors = rows[i][1].manner == WEB_IS_SILENT ? 2 : 1;
    g_auto (World) world;

    world_init (&world, web_world_certificate, rows[i], visitors, TRUE);
    engine_room_do (&world.room, world_start, &world);
    web_peer_wait (world.peer, visitors);
    engine_room_do (&world.room, world_cancel, &world);
    g_assert_cmpuint (world.room.reports, ==, 0);
  }
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  web_world_begin ();
  g_test_add_func ("/http-bad/gzip", test_gzip);
  g_test_add_func ("/http-bad/gzip-damaged-or-not-asked-for", test_bad_gzip);
  g_test_add_func ("/http-bad/gzip-bomb", test_bomb);
  g_test_add_func ("/http-bad/body-over-the-cap", test_cap);
  g_test_add_func ("/http-bad/header-flood", test_header_flood);
  g_test_add_func ("/http-bad/bad-certificates-before-anything-is-asked", test_certificates);
  g_test_add_func ("/http-bad/private-addresses-are-not-contacted", test_private);
  g_test_add_func ("/http-bad/refused", test_refused);
  g_test_add_func ("/http-bad/without-a-store", test_no_store);
  g_test_add_func ("/http-bad/an-address-in-the-url", test_bad_url);
  g_test_add_func ("/http-bad/cancelled-at-once", test_cancel_at_once);
  g_test_add_func ("/http-bad/cancelled-in-every-state", test_cancel_later);
  result = g_test_run ();
  web_world_end ();
  return result;
}
