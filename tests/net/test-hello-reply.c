/* SPDX-License-Identifier: GPL-3.0-or-later */
/* net/hello-reply: what decides, whichever way it is cut, and what counts for nothing. */
#include "net/hello-reply.h"

#include <string.h>

#include "base/limits.h"

enum { ALERT = 21, HANDSHAKE = 22, WARNING = 1, FATAL = 2, UNRECOGNIZED_NAME = 112 };

/* --- what a server would write --- */

typedef struct {
  guint16 version, suite;
  guint8 compression;
  guint session_id; /* bytes */
  const char *extensions;
  gsize extensions_length;
} Hello;

static GByteArray *
message_new (const Hello *hello)
{
  GByteArray *out = g_byte_array_new ();
  const guint8 version[] = {hello->version >> 8, hello->version & 0xff};
  const guint8 choice[] = {hello->suite >> 8, hello->suite & 0xff, hello->compression};
  const guint8 session_id = (guint8)hello->session_id, zeros[256] = {0};
  guint8 start[] = {2, 0, 0, 0};
  gsize length;

  g_byte_array_append (out, start, sizeof start);
  g_byte_array_append (out, version, 2);
  g_byte_array_append (out, zeros, GW_HELLO_RANDOM_BYTES);
  g_byte_array_append (out, &session_id, 1);
  g_byte_array_append (out, zeros, session_id);
  g_byte_array_append (out, choice, sizeof choice);
  g_byte_array_append (out, (const guint8 *)hello->extensions, (guint)hello->extensions_length);
  length = out->len - sizeof start;
  out->data[2] = (guint8)(length >> 8);
  out->data[3] = length & 0xff;
  return out;
}

static void
put_record (GByteArray *out, guint8 type, const void *body, gsize length)
{
  const guint8 header[] = {type, 3, 3, (guint8)(length >> 8), length & 0xff};

  g_byte_array_append (out, header, sizeof header);
  g_byte_array_append (out, body, (guint)length);
}

static void
put_alert (GByteArray *out, guint8 level, guint8 description)
{
  put_record (out, ALERT, (guint8[]){level, description}, 2);
}

/* The message in records of at most `piece` bytes; 0: one. */
static void
put_hello (GByteArray *out, const Hello *hello, gsize piece)
{
  g_autoptr (GByteArray) message = message_new (hello);

  if (piece == 0)
    piece = message->len;
  for (gsize at = 0; at < message->len; at += piece)
    put_record (out, HANDSHAKE, message->data + at, MIN (piece, message->len - at));
}

static const Hello good = {0x0303, 0x009d, 0, 32, "\x00\x05\xff\x01\x00\x01\x00", 7};

/* --- and how it is read --- */

typedef struct {
  GwHelloReply reply;
  gboolean is_decided;
  gsize taken; /* bytes until then */
} Seen;

/* `at_once`: bytes per feed; 0: all. */
static Seen
look (GwHelloKind kind, const GByteArray *bytes, gsize at_once, gboolean ends)
{
  g_autoptr (GwHelloReader) reader = gw_hello_reader_new (kind);
  Seen seen = {0};

  if (at_once == 0)
    at_once = bytes->len;
  while (!seen.is_decided && seen.taken < bytes->len) {
    gsize some = MIN (at_once, bytes->len - seen.taken);

    g_assert_cmpint (gw_hello_reader_reply (reader)->answer, ==, GW_HELLO_NO_ANSWER);
    seen.is_decided = gw_hello_reader_feed (reader, bytes->data + seen.taken, some);
    seen.taken += some;
  }
  if (ends)
    gw_hello_reader_end (reader);
  seen.reply = *gw_hello_reader_reply (reader);
  return seen;
}

static void
assert_good (const Seen *seen)
{
  g_assert_cmpint (seen->reply.answer, ==, GW_HELLO_ACCEPTED);
  g_assert_cmphex (seen->reply.version, ==, 0x0303);
  g_assert_cmphex (seen->reply.suite, ==, 0x009d);
  g_assert_cmpint (seen->reply.compression, ==, 0);
  g_assert_cmpint (seen->reply.alert, ==, -1);
  g_assert_null (seen->reply.fault);
}

static void
assert_nothing (const Seen *seen, const char *fault)
{
  g_assert_cmpint (seen->reply.answer, ==, GW_HELLO_NO_ANSWER);
  g_assert_cmpstr (seen->reply.fault, ==, fault);
  g_assert_cmphex (seen->reply.version, ==, 0);
  g_assert_cmphex (seen->reply.suite, ==, 0);
}

static void
test_pieces (void)
{
  static const gsize pieces[] = {0, 1, 2, 3, 4, 5, 40};

  for (gsize i = 0; i < G_N_ELEMENTS (pieces); i++)
    for (gsize at_once = 0; at_once < 8; at_once++) {
      g_autoptr (GByteArray) bytes = g_byte_array_new ();
      Seen seen;

      put_hello (bytes, &good, pieces[i]);
      seen = look (GW_HELLO_STATIC_RSA, bytes, at_once, FALSE);
      g_assert_true (seen.is_decided);
      g_assert_cmpuint (seen.taken, ==, bytes->len);
      assert_good (&seen);
    }
}

/* Nothing is decided too early, and an end in the middle is no answer. */
static void
test_cuts (void)
{
  g_autoptr (GByteArray) whole = g_byte_array_new ();
  guint length;

  put_hello (whole, &good, 30);
  length = whole->len;
  for (guint n = 0; n < length; n++) {
    Seen open, ended;

    whole->len = n;
    open = look (GW_HELLO_STATIC_RSA, whole, 0, FALSE);
    ended = look (GW_HELLO_STATIC_RSA, whole, 1, TRUE);
    g_assert_false (open.is_decided);
    assert_nothing (&open, NULL);
    if (n > 0)
      assert_nothing (&ended, "cut in the middle");
    else
      g_assert_cmpint (ended.reply.answer, ==, GW_HELLO_REFUSED);
    g_assert_cmpint (ended.reply.alert, ==, -1);
  }
}

/* What follows the first message is not looked at, be it in the same record. */
static void
test_more (void)
{
  g_autoptr (GByteArray) message = message_new (&good), bytes = g_byte_array_new ();
  Seen seen;

  g_byte_array_append (message, (const guint8 *)"\x0b\x00\x00\x03\x00\x00\x00rest", 11);
  put_record (bytes, HANDSHAKE, message->data, message->len);
  put_alert (bytes, FATAL, 40);
  seen = look (GW_HELLO_STATIC_RSA, bytes, 0, TRUE);
  assert_good (&seen);
}

static const struct {
  const char *what;
  GwHelloKind kind;
  Hello hello;
  gboolean counts;
} choices[] = {
    {"without extensions", GW_HELLO_STATIC_RSA, {0x0303, 0x009d}, TRUE},
    {"an empty list of them", GW_HELLO_STATIC_RSA, {0x0303, 0x009d, 0, 0, "\x00\x00", 2}, TRUE},
    {"an older version", GW_HELLO_STATIC_RSA, {0x0301, 0x002f}, TRUE},
    {"SSL 3", GW_HELLO_OLD, {0x0300, 0x0005}, TRUE},
    {"deflate", GW_HELLO_TLS12, {0x0303, 0xc02f, 1}, TRUE},
    {"3DES", GW_HELLO_BROKEN, {0x0303, 0x000a}, TRUE},
    {"a version above", GW_HELLO_OLD, {0x0303, 0x002f}, FALSE},
    {"a version of TLS 1.3's old number", GW_HELLO_TLS12, {0x0304, 0xc02f}, FALSE},
    {"SSL 2", GW_HELLO_OLD, {0x0002, 0x002f}, FALSE},
    {"a suite of another question", GW_HELLO_STATIC_RSA, {0x0303, 0xc02f}, FALSE},
    {"a suite of none", GW_HELLO_BROKEN, {0x0303, 0x1301}, FALSE},
    {"the signal", GW_HELLO_BROKEN, {0x0303, 0x00ff}, FALSE},
    {"another compression", GW_HELLO_TLS12, {0x0303, 0xc02f, 64}, FALSE},
    {"TLS 1.3, or a request to try again",
     GW_HELLO_TLS12,
     {0x0303, 0x1301, 0, 0, "\x00\x06\x00\x2b\x00\x02\x03\x04", 8},
     FALSE},
    {"TLS 1.3 with a suite that fits",
     GW_HELLO_TLS12,
     {0x0303, 0xc02f, 0, 0, "\x00\x06\x00\x2b\x00\x02\x03\x04", 8},
     FALSE},
};

static void
test_choices (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (choices); i++) {
    g_autoptr (GByteArray) bytes = g_byte_array_new ();
    Seen seen;

    g_test_message ("%s", choices[i].what);
    put_hello (bytes, &choices[i].hello, 0);
    seen = look (choices[i].kind, bytes, 0, FALSE);
    g_assert_true (seen.is_decided);
    if (!choices[i].counts) {
      assert_nothing (&seen, "ServerHello picks what was not offered");
      continue;
    }
    g_assert_cmpint (seen.reply.answer, ==, GW_HELLO_ACCEPTED);
    g_assert_cmphex (seen.reply.version, ==, choices[i].hello.version);
    g_assert_cmphex (seen.reply.suite, ==, choices[i].hello.suite);
    g_assert_cmpint (seen.reply.compression, ==, choices[i].hello.compression);
  }
}

static void
test_damaged (void)
{
  static const Hello damaged[] = {
      {0x0303, 0x009d, 0, 33},                                       /* a long session id */
      {0x0303, 0x009d, 0, 0, "\x00", 1},                             /* half a length */
      {0x0303, 0x009d, 0, 0, "\x00\x01", 2},                         /* too long a list */
      {0x0303, 0x009d, 0, 0, "\x00\x00\x00", 3},                     /* too short a list */
      {0x0303, 0x009d, 0, 0, "\x00\x03\xff\x01\x00", 5},             /* half an extension */
      {0x0303, 0x009d, 0, 0, "\x00\x05\xff\x01\xff\xff\x00", 7},     /* one that lies */
      {0x0303, 0x009d, 0, 0, "\x00\x06\xff\x01\x00\x01\x00\x00", 8}, /* one byte over */
  };

  for (gsize i = 0; i < G_N_ELEMENTS (damaged); i++) {
    g_autoptr (GByteArray) bytes = g_byte_array_new ();
    Seen seen;

    put_hello (bytes, &damaged[i], 0);
    seen = look (GW_HELLO_STATIC_RSA, bytes, 0, FALSE);
    assert_nothing (&seen, "damaged ServerHello");
  }
}

/* The message says that it is shorter than what it holds: it may end where the extensions begin,
 * and at its end. */
static void
test_short_message (void)
{
  for (guint8 length = 0; length <= 77; length++) {
    g_autoptr (GByteArray) message = message_new (&good), bytes = g_byte_array_new ();
    Seen seen;

    message->data[3] = length;
    put_record (bytes, HANDSHAKE, message->data, message->len);
    seen = look (GW_HELLO_STATIC_RSA, bytes, 0, FALSE);
    if (length == 70 || length == 77)
      assert_good (&seen);
    else
      assert_nothing (&seen, "damaged ServerHello");
  }
}

/* --- alerts --- */

static void
test_alerts (void)
{
  for (guint description = 0; description < 256; description++) {
    g_autoptr (GByteArray) bytes = g_byte_array_new ();
    Seen seen;

    put_alert (bytes, FATAL, (guint8)description);
    seen = look (GW_HELLO_OLD, bytes, 1, FALSE);
    g_assert_true (seen.is_decided);
    g_assert_cmpint (seen.reply.answer, ==, GW_HELLO_REFUSED);
    g_assert_cmpint (seen.reply.alert, ==, description);
    g_assert_null (seen.reply.fault);
  }
}

static void
test_warnings (void)
{
  g_autoptr (GByteArray) alone = g_byte_array_new (), before = g_byte_array_new (),
                         closed = g_byte_array_new ();
  Seen seen;

  put_alert (alone, WARNING, UNRECOGNIZED_NAME);
  seen = look (GW_HELLO_STATIC_RSA, alone, 0, FALSE);
  g_assert_false (seen.is_decided);
  seen = look (GW_HELLO_STATIC_RSA, alone, 0, TRUE);
  g_assert_cmpint (seen.reply.answer, ==, GW_HELLO_REFUSED);
  g_assert_cmpint (seen.reply.alert, ==, UNRECOGNIZED_NAME);

  put_alert (before, WARNING, UNRECOGNIZED_NAME);
  put_hello (before, &good, 0);
  seen = look (GW_HELLO_STATIC_RSA, before, 0, FALSE);
  g_assert_cmpint (seen.reply.answer, ==, GW_HELLO_ACCEPTED);
  g_assert_cmpint (seen.reply.alert, ==, UNRECOGNIZED_NAME);

  put_alert (closed, WARNING, 0);
  seen = look (GW_HELLO_STATIC_RSA, closed, 0, FALSE);
  g_assert_true (seen.is_decided);
  g_assert_cmpint (seen.reply.answer, ==, GW_HELLO_REFUSED);
  g_assert_cmpint (seen.reply.alert, ==, 0);
}

/* --- what is no TLS --- */

static const struct {
  const char *what, *bytes;
  gsize length;
  const char *fault;
  gsize decides; /* after so many bytes */
} strange[] = {
    {"XML", "<stream:error>", 14, "no TLS", 1},
    {"a web server", "HTTP/1.1 400 Bad Request\r\n", 26, "no TLS", 1},
    {"SSL 2", "\x80\x1a\x04\x00\x01\x00\x02", 7, "no TLS", 1},
    {"data before a key", "\x17\x03\x03\x00\x01x", 6, "no TLS", 1},
    {"a change of cipher before a key", "\x14\x03\x03\x00\x01\x01", 6, "no TLS", 1},
    {"another TLS", "\x16\x04\x03\x00\x01\x02", 6, "no TLS", 2},
    {"an empty record", "\x16\x03\x03\x00\x00", 5, "record of an impossible length", 5},
    {"an empty alert", "\x15\x03\x03\x00\x00", 5, "record of an impossible length", 5},
    {"a record of 16385 bytes", "\x16\x03\x03\x40\x01", 5, "record of an impossible length", 5},
    {"half an alert", "\x15\x03\x03\x00\x01\x02", 6, "damaged alert", 6},
    {"an alert and a half", "\x15\x03\x03\x00\x03\x02\x28\x02", 8, "damaged alert", 8},
    {"an alert of no level", "\x15\x03\x03\x00\x02\x07\x28", 7, "damaged alert", 7},
    {"a request for a hello", "\x16\x03\x03\x00\x04\x00\x00\x00\x00", 9,
     "another message than ServerHello", 9},
    {"a certificate", "\x16\x03\x03\x00\x01\x0b", 6, "another message than ServerHello", 6},
};

static void
test_strange (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (strange); i++) {
    g_autoptr (GByteArray) bytes = g_byte_array_new ();
    Seen seen;

    g_test_message ("%s", strange[i].what);
    g_byte_array_append (bytes, (const guint8 *)strange[i].bytes, (guint)strange[i].length);
    seen = look (GW_HELLO_OLD, bytes, 1, TRUE);
    assert_nothing (&seen, strange[i].fault);
    g_assert_cmpuint (seen.taken, ==, strange[i].decides);
    g_assert_cmpint (seen.reply.alert, ==, -1);
  }
}

/* Three ways to talk without end. */
static void
test_endless (void)
{
  g_autoptr (GByteArray) warnings = g_byte_array_new (), message = g_byte_array_new (),
                         slivers = g_byte_array_new ();
  const GByteArray *all[] = {warnings, message, slivers};
  static const guint8 big[16 * 1024] = {2, 0xff, 0xff, 0xff};

  for (guint i = 0; i < 10000; i++)
    put_alert (warnings, WARNING, UNRECOGNIZED_NAME);
  for (guint i = 0; i < 4; i++)
    put_record (message, HANDSHAKE, big, sizeof big);
  for (guint i = 0; i < 10000; i++)
    put_record (slivers, HANDSHAKE, big + MIN (i, 100), 1);
  for (gsize i = 0; i < G_N_ELEMENTS (all); i++) {
    Seen seen = look (GW_HELLO_OLD, all[i], 0, FALSE), slow = look (GW_HELLO_OLD, all[i], 1, FALSE);

    g_assert_true (seen.is_decided);
    assert_nothing (&seen, "too much for one answer");
    assert_nothing (&slow, "too much for one answer");
    g_assert_cmpuint (slow.taken, ==, GW_LIMIT_HELLO_REPLY);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/hello-reply/an-answer-is-the-same-in-any-pieces", test_pieces);
  g_test_add_func ("/hello-reply/an-end-in-the-middle-is-no-answer", test_cuts);
  g_test_add_func ("/hello-reply/what-follows-does-not-matter", test_more);
  g_test_add_func ("/hello-reply/only-what-was-offered-counts", test_choices);
  g_test_add_func ("/hello-reply/damage-is-no-answer", test_damaged);
  g_test_add_func ("/hello-reply/a-message-ends-where-it-says", test_short_message);
  g_test_add_func ("/hello-reply/alerts-refuse", test_alerts);
  g_test_add_func ("/hello-reply/warnings-do-not", test_warnings);
  g_test_add_func ("/hello-reply/what-is-no-tls-is-no-answer", test_strange);
  g_test_add_func ("/hello-reply/nobody-talks-without-end", test_endless);
  return g_test_run ();
}
