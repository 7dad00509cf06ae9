/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Frames: the examples of RFC 6455, all lengths, pieces, and each breach of the protocol. */
#include "base/error.h"
#include "base/limits.h"
#include "net/websocket-frame.h"
#include "websocket-server.h"

#define HOST        "web.example"
#define BYTES(text) text, sizeof text - 1

static void
assert_bytes (const GString *found, const char *expected, gsize length)
{
  g_assert_cmpmem (found->str, found->len, expected, length);
}

/* RFC 6455 section 5.7. */
static void
test_write (void)
{
  g_autoptr (GString) out = g_string_new (NULL);

  gw_frame_append (out, GW_FRAME_TEXT, "Hello", 5, 0x37fa213d);
  assert_bytes (out, BYTES ("\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58"));
  g_string_truncate (out, 0);
  gw_frame_append (out, GW_FRAME_CLOSE, GW_FRAME_CLOSE_NORMAL, 2, 0);
  assert_bytes (out, BYTES ("\x88\x82\0\0\0\0\x03\xe8"));
  g_string_truncate (out, 0);
  gw_frame_append (out, GW_FRAME_PONG, NULL, 0, 0x01020304);
  assert_bytes (out, BYTES ("\x8a\x80\1\2\3\4"));
}

static void
test_write_lengths (void)
{
  static const struct {
    gsize length, head;
    const char *start;
  } rows[] = {
      {125, 2, "\x81\xfd"},
      {126, 4, "\x81\xfe\0\x7e"},
      {65535, 4, "\x81\xfe\xff\xff"},
      {65536, 10, "\x81\xff\0\0\0\0\0\1\0\0"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GString) out = g_string_new (NULL);
    g_autofree char *payload = g_strnfill (rows[i].length, 'a');

    gw_frame_append (out, GW_FRAME_TEXT, payload, rows[i].length, 0);
    g_assert_cmpuint (out->len, ==, rows[i].head + 4 + rows[i].length);
    g_assert_cmpmem (out->str, rows[i].head, rows[i].start, rows[i].head);
    g_assert_cmpmem (out->str + rows[i].head + 4, rows[i].length, payload, rows[i].length);
  }
}

/* --- in --- */

/* "1 Hello, 8:1000 bye", and "broken NAME" or "..." at the end. */
static char *
read_all (const char *bytes, gsize length, gsize piece)
{
  g_autoptr (GwFrameReader) reader = gw_frame_reader_new ();
  g_autoptr (GError) error = NULL;
  GString *text = g_string_new (NULL);
  GwFrameState state = GW_FRAME_WAITING;
  GwFrame frame;

  for (gsize at = 0; at < length && state != GW_FRAME_BROKEN; at += piece) {
    gw_frame_reader_feed (reader, bytes + at, MIN (piece, length - at));
    while ((state = gw_frame_reader_next (reader, HOST, &frame, &error)) == GW_FRAME_READ) {
      g_assert_cmpint (frame.bytes[frame.length], ==, '\0');
      g_string_append_printf (text, "%x", frame.kind);
      if (frame.close_code != 0)
        g_string_append_printf (text, ":%u", frame.close_code);
      if (frame.length < 100)
        g_string_append_printf (text, " %s, ",
                                frame.kind == GW_FRAME_CLOSE && frame.length >= 2 ? frame.bytes + 2
                                                                                  : frame.bytes);
      else
        g_string_append_printf (text, " %" G_GSIZE_FORMAT " bytes, ", frame.length);
    }
  }
  if (state == GW_FRAME_BROKEN) {
    g_assert_nonnull (strstr (error->message, HOST));
    g_string_append_printf (text, "broken %s", gw_error_name (gw_error_code (error)));
    gw_frame_reader_feed (reader, BYTES ("\x81\1a"));
    g_assert_cmpint (gw_frame_reader_next (reader, HOST, &frame, NULL), ==, GW_FRAME_BROKEN);
  } else {
    g_string_append (text, "...");
  }
  return g_string_free (text, FALSE);
}

static const struct {
  const char *bytes;
  gsize length;
  const char *read;
} rows[] = {
    /* RFC 6455 section 5.7 */
    {BYTES ("\x81\5Hello"), "1 Hello, ..."},
    {BYTES ("\1\3Hel\x80\2lo"), "1 Hello, ..."},
    {BYTES ("\x89\5Hello"), "9 Hello, ..."},
    /* more of the kind */
    {BYTES (""), "..."},
    {BYTES ("\x81\0"), "1 , ..."},
    {BYTES ("\x82\2ab\x8a\0"), "2 ab, a , ..."},
    {BYTES ("\1\0\0\0\0\1a\x80\0\x81\1b"), "1 a, 1 b, ..."},
    {BYTES ("\1\1a\x89\1p\x80\1b"), "9 p, 1 ab, ..."},
    {BYTES ("\x88\0"), "8 , ..."},
    {BYTES ("\x88\5\x03\xe8"
            "bye"),
     "8:1000 bye, ..."},
    {BYTES ("\x88\2\x0b\xb8"), "8:3000 , ..."},
    /* not whole */
    {BYTES ("\x81"), "..."},
    {BYTES ("\x81\5Hell"), "..."},
    {BYTES ("\x81\x7e"), "..."},
    {BYTES ("\x81\x7e\0"), "..."},
    {BYTES ("\1\5Hello"), "..."},
    /* breaches */
    {BYTES ("\xc1\0"), "broken not-xmpp"},
    {BYTES ("\xa1\0"), "broken not-xmpp"},
    {BYTES ("\x91\0"), "broken not-xmpp"},
    {BYTES ("\x81\x80\0\0\0\0"), "broken not-xmpp"},
    {BYTES ("\x83\0"), "broken not-xmpp"},
    {BYTES ("\x87\0"), "broken not-xmpp"},
    {BYTES ("\x8b\0"), "broken not-xmpp"},
    {BYTES ("\x8f\0"), "broken not-xmpp"},
    {BYTES ("\x80\1a"), "broken not-xmpp"},
    {BYTES ("\x81\1a\x80\1b"), "1 a, broken not-xmpp"},
    {BYTES ("\1\1a\x81\1b"), "broken not-xmpp"},
    {BYTES ("\1\1a\2\1b"), "broken not-xmpp"},
    {BYTES ("\x09\0"), "broken not-xmpp"},
    {BYTES ("\x08\0"), "broken not-xmpp"},
    {BYTES ("\x89\x7e\0\x7e"), "broken not-xmpp"},
    {BYTES ("\x81\x7e\0\x7d"), "broken not-xmpp"},
    {BYTES ("\x81\x7f\0\0\0\0\0\0\xff\xff"), "broken not-xmpp"},
    {BYTES ("\x88\1\x03"), "broken not-xmpp"},
    {BYTES ("\x88\2\0\0"), "broken not-xmpp"},
    {BYTES ("\x88\2\x03\xe7"), "broken not-xmpp"},
    {BYTES ("\x88\2\x03\xed"), "broken not-xmpp"}, /* 1005 */
    {BYTES ("\x88\2\x03\xee"), "broken not-xmpp"}, /* 1006 */
    {BYTES ("\x88\2\x03\xf7"), "broken not-xmpp"}, /* 1015 */
    {BYTES ("\x88\2\x0b\xb7"), "broken not-xmpp"}, /* 2999 */
    {BYTES ("\x88\2\x13\x88"), "broken not-xmpp"}, /* 5000 */
    {BYTES ("\x81\x7f\xff\xff\xff\xff\xff\xff\xff\xff"), "broken too-large"},
    {BYTES ("\x81\x7f\0\0\0\0\x40\0\0\0"), "broken too-large"},
};

static void
test_read (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *at_once = read_all (rows[i].bytes, rows[i].length, G_MAXSSIZE);
    g_autofree char *by_bytes = read_all (rows[i].bytes, rows[i].length, 1);

    g_test_message ("row %" G_GSIZE_FORMAT, i);
    g_assert_cmpstr (at_once, ==, rows[i].read);
    g_assert_cmpstr (by_bytes, ==, rows[i].read);
  }
}

static void
test_read_lengths (void)
{
  static const struct {
    gsize length;
    const char *read;
  } lengths[] = {
      {125, "1 125 bytes, ..."},
      {126, "1 126 bytes, ..."},
      {65535, "1 65535 bytes, ..."},
      {65536, "1 65536 bytes, ..."},
      {GW_LIMIT_XML_ELEMENT, "1 393216 bytes, ..."},
      {GW_LIMIT_XML_ELEMENT + 1, "broken too-large"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (lengths); i++) {
    g_autoptr (GByteArray) bytes = g_byte_array_new ();
    g_autofree char *payload = g_strnfill (lengths[i].length, 'a'), *read = NULL;

    websocket_server_frame (bytes, WS_TEXT, payload, lengths[i].length);
    read = read_all ((const char *)bytes->data, bytes->len, 1000);
    g_assert_cmpstr (read, ==, lengths[i].read);
  }
}

/* Small pieces may not add up to more than one may be, nor all of them to more than is taken. */
static void
test_read_too_much (void)
{
  g_autofree char *payload = g_strnfill (1000, 'a'), *one = NULL, *many = NULL;
  g_autoptr (GByteArray) pieces = g_byte_array_new (), pings = g_byte_array_new ();

  websocket_server_frame (pieces, 0x01, payload, 1000);
  while (pieces->len < GW_LIMIT_XML_ELEMENT + 5000)
    websocket_server_frame (pieces, 0x00, payload, 1000);
  one = read_all ((const char *)pieces->data, pieces->len, 4096);
  g_assert_cmpstr (one, ==, "broken too-large");
  while (pings->len <= GW_LIMIT_XML_STREAM)
    websocket_server_frame (pings, WS_PING, "", 0);
  many = read_all ((const char *)pings->data, pings->len, 4096);
  g_assert_true (g_str_has_suffix (many, "9 , broken too-large"));
}

/* Whatever comes: no crash, and the same whether it comes at once or in pieces. */
static void
test_damaged (void)
{
  enum { ROUNDS = 3000, SEED = 11 };
  static const char start[] =
      "\1\3Hel\x89\1p\x80\2lo\x81\x7e\0\x7e"
      "0123456789012345678901234567890123456789012345678901234567890123456"
      "78901234567890123456789012345678901234567890123456789012345\x88\2\3\xe8";
  g_autoptr (GRand) chance = g_rand_new_with_seed (SEED);

  for (int round = 0; round < ROUNDS; round++) {
    gsize length = (gsize)g_rand_int_range (chance, 1, sizeof start);
    g_autofree char *bytes = g_memdup2 (start, length), *at_once = NULL, *in_pieces = NULL;

    for (int i = g_rand_int_range (chance, 0, 4); i > 0; i--)
      bytes[g_rand_int_range (chance, 0, (gint32)length)] = (char)g_rand_int_range (chance, 0, 256);
    at_once = read_all (bytes, length, length);
    in_pieces = read_all (bytes, length, (gsize)g_rand_int_range (chance, 1, 9));
    g_assert_cmpstr (at_once, ==, in_pieces);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/websocket-frame/write", test_write);
  g_test_add_func ("/websocket-frame/write-lengths", test_write_lengths);
  g_test_add_func ("/websocket-frame/read", test_read);
  g_test_add_func ("/websocket-frame/read-lengths", test_read_lengths);
  g_test_add_func ("/websocket-frame/read-too-much", test_read_too_much);
  g_test_add_func ("/websocket-frame/damaged", test_damaged);
  return g_test_run ();
}
