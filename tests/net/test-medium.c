/* SPDX-License-Identifier: GPL-3.0-or-later */
/* net/medium and net/bob: only small pictures and sounds of a known kind, whole and by their right
 * name, get to a decoder. */
#include "net/medium.h"

#include "base/error.h"
#include "base/limits.h"
#include "net/bob.h"

#define BYTES(...)         {__VA_ARGS__}, sizeof ((const guint8[]){__VA_ARGS__})
#define JPEG_START         0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 'J', 'F'
#define JPEG_FRAME(marker) 0xFF, marker, 0, 11, 8, 0, 60, 0, 140, 1
#define JPEG_HUGE          0xFF, 0xC0, 0, 11, 8, 4, 1, 4, 0, 1
#define PNG_START          0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0, 0, 0, 13, 'I', 'H', 'D', 'R'
#define PNG_SIZE           0, 0, 0, 140, 0, 0, 0, 60
#define PNG_REST           8, 0, 0, 0, 0, 1, 2, 3, 4
#define CHUNK(a, b, c, d)  0, 0, 0, 2, a, b, c, d, 9, 9, 1, 2, 3, 4

#define NOT_PICTURE "no PNG or JPEG"
#define NOT_SOUND   "no Ogg, MP3, WAV or FLAC"

static const struct {
  const char *name, *announced;
  guint8 bytes[80];
  gsize length;
  const char *type;  /* NULL: refused ... */
  const char *fault; /* ... for that */
} takings[] = {
    {"JPEG", "image/png", BYTES (JPEG_START, JPEG_FRAME (0xC0)), "image/jpeg", NULL},
    {"progressive JPEG", "image/x", BYTES (JPEG_START, JPEG_FRAME (0xC2)), "image/jpeg", NULL},
    {"JPEG with padding", "image/jpeg", BYTES (JPEG_START, 0xFF, 0xFF, JPEG_FRAME (0xC0)),
     "image/jpeg", NULL},
    {"JPEG with a table first", "image/jpeg",
     BYTES (JPEG_START, 0xFF, 0xC4, 0, 3, 9, JPEG_FRAME (0xC0)), "image/jpeg", NULL},
    {"huge JPEG", "image/jpeg", BYTES (JPEG_START, JPEG_HUGE), NULL, "too many pixels"},
    {"huge JPEG with a table first", "image/jpeg",
     BYTES (JPEG_START, 0xFF, 0xC4, 0, 3, 9, JPEG_HUGE), NULL, "too many pixels"},
    {"JPEG without a frame", "image/jpeg",
     BYTES (JPEG_START, 0xFF, 0xDA, 0, 3, 9, JPEG_FRAME (0xC0)), NULL, NOT_PICTURE},
    {"JPEG that ends", "image/jpeg", BYTES (JPEG_START, 0xFF, 0xD9, JPEG_FRAME (0xC0)), NULL,
     NOT_PICTURE},
    {"JPEG cut in its frame", "image/jpeg", BYTES (JPEG_START, 0xFF, 0xC0, 0, 11, 8, 0), NULL,
     NOT_PICTURE},
    {"JPEG with a segment beyond its end", "image/jpeg",
     BYTES (JPEG_START, 0xFF, 0xE1, 0xFF, 0xFF, JPEG_FRAME (0xC0)), NULL, NOT_PICTURE},
    {"JPEG with an empty segment", "image/jpeg",
     BYTES (JPEG_START, 0xFF, 0xE1, 0, 0, JPEG_FRAME (0xC0)), NULL, NOT_PICTURE},
    {"JPEG with rubbish", "image/jpeg", BYTES (JPEG_START, 0x00, JPEG_FRAME (0xC0)), NULL,
     NOT_PICTURE},
    {"JPEG's first bytes", "image/jpeg", BYTES (0xFF, 0xD8, 0xFF), NULL, NOT_PICTURE},
    {"PNG", "image/jpeg", BYTES (PNG_START, PNG_SIZE), "image/png", NULL},
    {"whole PNG", "image/png",
     BYTES (PNG_START, PNG_SIZE, PNG_REST, CHUNK ('t', 'E', 'X', 't'), CHUNK ('I', 'D', 'A', 'T')),
     "image/png", NULL},
    {"animated PNG", "image/png",
     BYTES (PNG_START, PNG_SIZE, PNG_REST, CHUNK ('a', 'c', 'T', 'L'), CHUNK ('I', 'D', 'A', 'T')),
     NULL, "an animated picture"},
    {"animated PNG with words first", "image/png",
     BYTES (PNG_START, PNG_SIZE, PNG_REST, CHUNK ('t', 'E', 'X', 't'), CHUNK ('a', 'c', 'T', 'L')),
     NULL, "an animated picture"},
    {"PNG with control of an animation too late", "image/png",
     BYTES (PNG_START, PNG_SIZE, PNG_REST, CHUNK ('I', 'D', 'A', 'T'), CHUNK ('a', 'c', 'T', 'L')),
     "image/png", NULL},
    {"PNG with a chunk beyond its end", "image/png",
     BYTES (PNG_START, PNG_SIZE, PNG_REST, 0xFF, 0xFF, 0xFF, 0xFF, 't', 'E', 'X', 't', 1, 2, 3, 4),
     "image/png", NULL},
    {"PNG of 4 G by 1", "image/png", BYTES (PNG_START, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 1), NULL,
     "too many pixels"},
    {"PNG of 4 G by 4 G", "image/png",
     BYTES (PNG_START, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF), NULL, "too many pixels"},
    {"PNG whose area is 2^32", "image/png", BYTES (PNG_START, 0, 1, 0, 0, 0, 1, 0, 0), NULL,
     "too many pixels"},
    {"PNG of 1024 by 1024", "image/png", BYTES (PNG_START, 0, 0, 4, 0, 0, 0, 4, 0), "image/png",
     NULL},
    {"PNG of 1024 by 1025", "image/png", BYTES (PNG_START, 0, 0, 4, 0, 0, 0, 4, 1), NULL,
     "too many pixels"},
    {"PNG without height", "image/png", BYTES (PNG_START, 0, 0, 4, 0, 0, 0, 0, 0), NULL,
     "a picture without size"},
    {"PNG cut", "image/png", BYTES (PNG_START, 0, 0, 0, 140, 0, 0, 0), NULL, NOT_PICTURE},
    {"PNG without its header", "image/png",
     BYTES (0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0, 0, 0, 13, 'I', 'D', 'A', 'T', PNG_SIZE), NULL,
     NOT_PICTURE},
    {"GIF", "image/gif", BYTES ('G', 'I', 'F', '8', '9', 'a', 1, 0, 1, 0, 0, 0, 0, ';'), NULL,
     NOT_PICTURE},
    {"SVG", "image/svg+xml", BYTES ('<', 's', 'v', 'g', ' ', 'x', 'm', 'l', 'n', 's', '=', '"'),
     NULL, NOT_PICTURE},
    {"WebP", "image/webp",
     BYTES ('R', 'I', 'F', 'F', 9, 0, 0, 0, 'W', 'E', 'B', 'P', 'V', 'P', '8', ' '), NULL,
     NOT_PICTURE},
    {"WebP as a sound", "audio/wav",
     BYTES ('R', 'I', 'F', 'F', 9, 0, 0, 0, 'W', 'E', 'B', 'P', 'V', 'P', '8', ' '), NULL,
     NOT_SOUND},
    {"a sound as a picture", "image/png", BYTES ('O', 'g', 'g', 'S', 0, 2, 0, 0, 0, 0, 0, 0), NULL,
     NOT_PICTURE},
    {"a picture as a sound", "audio/ogg", BYTES (PNG_START, PNG_SIZE), NULL, NOT_SOUND},
    {"Ogg", "audio/x-wav", BYTES ('O', 'g', 'g', 'S', 0, 2, 0, 0, 0, 0, 0, 0), "audio/ogg", NULL},
    {"Ogg's first bytes", "audio/ogg", BYTES ('O', 'g', 'g', 'S'), NULL, NOT_SOUND},
    {"FLAC", "audio/ogg", BYTES ('f', 'L', 'a', 'C', 0, 0, 0, 34, 0, 0, 0, 0), "audio/flac", NULL},
    {"WAV", "audio/x-wav", BYTES ('R', 'I', 'F', 'F', 9, 0, 0, 0, 'W', 'A', 'V', 'E'), "audio/wav",
     NULL},
    {"MP3 with words first", "audio/mp3", BYTES ('I', 'D', '3', 4, 0, 0, 0, 0, 0, 0, 0, 0),
     "audio/mpeg", NULL},
    {"MP3", "audio/mpeg", BYTES (0xFF, 0xFB, 0x90, 0x64, 0, 0, 0, 0, 0, 0, 0, 0), "audio/mpeg",
     NULL},
    {"MP3 of version 2.5", "audio/mpeg", BYTES (0xFF, 0xE3, 0x90, 0x64, 0, 0, 0, 0, 0, 0, 0, 0),
     "audio/mpeg", NULL},
    {"MPEG of no version", "audio/mpeg", BYTES (0xFF, 0xEB, 0x90, 0x64, 0, 0, 0, 0, 0, 0, 0, 0),
     NULL, NOT_SOUND},
    {"MPEG of another layer", "audio/mpeg", BYTES (0xFF, 0xFD, 0x90, 0x64, 0, 0, 0, 0, 0, 0, 0, 0),
     NULL, NOT_SOUND},
    {"MP3 of no bitrate", "audio/mpeg", BYTES (0xFF, 0xFB, 0xF0, 0x64, 0, 0, 0, 0, 0, 0, 0, 0),
     NULL, NOT_SOUND},
    {"MP3 of no sampling rate", "audio/mpeg",
     BYTES (0xFF, 0xFB, 0x9C, 0x64, 0, 0, 0, 0, 0, 0, 0, 0), NULL, NOT_SOUND},
    {"text of 16 bits", "audio/mpeg", BYTES (0xFF, 0xFE, 'a', 0, 'b', 0, 'c', 0, 'd', 0, 'e', 0),
     NULL, NOT_SOUND},
};

static void
expect_fault (GwMedium *medium, GBytes *bytes, const char *fault)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (gw_medium_take (medium, bytes, &error));
  g_assert_error (error, GW_ERROR, GW_ERROR_PUZZLE_BROKEN);
  g_assert_nonnull (strstr (error->message, fault));
  g_assert_null (medium->bytes);
}

static void
test_takings (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (takings); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GwMedium) medium = gw_medium_new (takings[i].announced);
    g_autoptr (GBytes) bytes = g_bytes_new (takings[i].bytes, takings[i].length);

    g_test_message ("%s", takings[i].name);
    if (takings[i].type == NULL) {
      expect_fault (medium, bytes, takings[i].fault);
      g_assert_cmpstr (medium->type, ==, takings[i].announced);
      continue;
    }
    g_assert_true (gw_medium_take (medium, bytes, &error));
    g_assert_no_error (error);
    g_assert_true (medium->bytes == bytes);
    g_assert_cmpstr (medium->type, ==, takings[i].type);
    g_assert_false (gw_medium_is_lost (medium));
  }
}

static const struct {
  const char *announced;
  const char *type; /* NULL: no medium */
  GwMediumKind kind;
} types[] = {
    {"image/png", "image/png", GW_MEDIUM_PICTURE},
    {" Audio/OGG ; codecs=speex", "audio/ogg", GW_MEDIUM_SOUND},
    {"image/svg+xml", "image/svg+xml", GW_MEDIUM_PICTURE},
    {NULL, NULL, 0},
    {"", NULL, 0},
    {"image", NULL, 0},
    {"video/mpeg", NULL, 0},
    {"application/ogg", NULL, 0},
    {"image/a b", NULL, 0},
    {"image/\u202egnp", NULL, 0},
};

static void
test_types (void)
{
  g_autofree char *subtype = g_strnfill (GW_LIMIT_MEDIUM_TYPE, 'x');
  g_autofree char *too_long = g_strconcat ("image/", subtype, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (types); i++) {
    g_autoptr (GwMedium) medium = gw_medium_new (types[i].announced);

    g_assert_cmpint (medium != NULL, ==, types[i].type != NULL);
    if (medium == NULL)
      continue;
    g_assert_cmpstr (medium->type, ==, types[i].type);
    g_assert_cmpint (medium->kind, ==, types[i].kind);
    g_assert_true (gw_medium_is_lost (medium));
  }
  g_assert_null (gw_medium_new (too_long));
}

/* As many bytes as may be, one more, and 50 MB. */
static void
test_sizes (void)
{
  enum { HUGE_BYTES = 50 * 1000 * 1000 };
  static const guint8 png[] = {PNG_START, PNG_SIZE};
  static const struct {
    const char *type;
    const void *head;
    gsize head_length, most;
  } rows[] = {{"image/png", png, sizeof png, GW_LIMIT_PICTURE},
              {"audio/flac", "fLaC", 4, GW_LIMIT_SOUND}};

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    guint8 *space = g_malloc0 (HUGE_BYTES);
    g_autoptr (GBytes) all = g_bytes_new_take (space, HUGE_BYTES);
    g_autoptr (GBytes) fits = g_bytes_new_from_bytes (all, 0, rows[i].most);
    g_autoptr (GBytes) more = g_bytes_new_from_bytes (all, 0, rows[i].most + 1);
    g_autoptr (GwMedium) medium = gw_medium_new (rows[i].type);

    memcpy (space, rows[i].head, rows[i].head_length);
    expect_fault (medium, all, "too many bytes");
    expect_fault (medium, more, "too many bytes");
    g_assert_true (gw_medium_take (medium, fits, NULL));
  }
}

/* Of the bytes 0 to 11, "abc" among them: which name they may have. */
static const struct {
  const char *cid;
  gboolean is_hash, fits;
} names[] = {
    {"sha1+a9993e364706816aba3e25717850c26c9cd0d89d@bob.xmpp.org", TRUE, TRUE},
    {"sha-1+a9993e364706816aba3e25717850c26c9cd0d89d@bob.xmpp.org", TRUE, TRUE},
    {"sha1+A9993E364706816ABA3E25717850C26C9CD0D89D@bob.xmpp.org", TRUE, TRUE},
    {"sha-256+ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad@bob.xmpp.org", TRUE,
     TRUE},
    {"sha-512+ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
     "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f@bob.xmpp.org",
     TRUE, TRUE},
    {"sha1+a9993e364706816aba3e25717850c26c9cd0d89e@bob.xmpp.org", TRUE, FALSE},
    {"sha1+a9993e364706816aba3e25717850c26c9cd0d89@bob.xmpp.org", TRUE, FALSE},
    {"sha1+@bob.xmpp.org", TRUE, FALSE},
    {"sha-256+a9993e364706816aba3e25717850c26c9cd0d89d@bob.xmpp.org", TRUE, FALSE},
    {"sha1+00@elsewhere.example", FALSE, TRUE},
    {"crc32+00@bob.xmpp.org", FALSE, TRUE},
    {"@bob.xmpp.org", FALSE, TRUE},
    {"", FALSE, TRUE},
};

static void
test_names (void)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("abc", 3);

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_test_message ("%s", names[i].cid);
    g_assert_cmpint (gw_bob_is_hash (names[i].cid), ==, names[i].is_hash);
    g_assert_cmpint (gw_bob_fits (names[i].cid, bytes), ==, names[i].fits);
  }
}

/* The hash binds what came by its name, not what the web shows under its address. */
static void
test_hash (void)
{
  static const guint8 png[] = {PNG_START, PNG_SIZE};
  g_autoptr (GBytes) bytes = g_bytes_new_static (png, sizeof png);
  g_autofree char *hash = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  g_autoptr (GwMedium) right = gw_medium_new ("image/png"), wrong = gw_medium_new ("image/png");

  right->cid = g_strdup_printf ("sha-256+%s@bob.xmpp.org", hash);
  wrong->cid = g_strdup_printf ("sha1+%s@bob.xmpp.org", hash);
  g_assert_true (gw_medium_take (right, bytes, NULL));
  expect_fault (wrong, bytes, "its hash is another");
  g_assert_true (gw_medium_take_from_web (wrong, bytes, NULL));
}

static const struct {
  const char *base64, *text; /* NULL: refused */
} codes[] = {
    {"YWJj", "abc"},    {"YWI=", "ab"},
    {"YQ==", "a"},      {" Y\nW\r\t J j ", "abc"},
    {"YQ=\n=", "a"},    {"+/+/", "\373\377\277"},
    {"", NULL},         {"  ", NULL},
    {"YWJ", NULL},      {"YWI", NULL},
    {"YQ=", NULL},      {"YQ===", NULL},
    {"Y===", NULL},     {"A===", NULL},
    {"YQ=Q", NULL},     {"====", NULL},
    {"YQ==YQ==", NULL}, {"YW*j", NULL},
    {"YW-_", NULL},     {"YWJj\302\240", NULL},
    {"YR==", NULL},     {"YWJ=", NULL},
    {"=YWJ", NULL},     {"YWJjYQ", NULL},
};

static void
test_base64 (void)
{
  g_autofree guint8 *zeros = g_malloc0 (GW_LIMIT_SOUND + 1);
  g_autofree char *most = g_base64_encode (zeros, GW_LIMIT_SOUND);
  g_autofree char *more = g_base64_encode (zeros, GW_LIMIT_SOUND + 1);
  g_autoptr (GBytes) longest = gw_bob_decode (most, NULL), longer = gw_bob_decode (more, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GBytes) bytes = gw_bob_decode (codes[i].base64, &error);

    g_test_message ("%s", codes[i].base64);
    if (codes[i].text == NULL) {
      g_assert_null (bytes);
      g_assert_error (error, GW_ERROR, GW_ERROR_PUZZLE_BROKEN);
      continue;
    }
    g_assert_no_error (error);
    g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), codes[i].text,
                     strlen (codes[i].text));
  }
  g_assert_nonnull (longest);
  g_assert_null (longer);
}

#define ANSWER(type, inside) "<iq xmlns='jabber:client' type='" type "'>" inside "</iq>"
#define DATA(cid, text)      "<data xmlns='urn:xmpp:bob' cid='" cid "'>" text "</data>"

static const struct {
  const char *iq;
  gboolean is_good;
} answers[] = {
    {ANSWER ("result", DATA ("a&amp;b", "YWJj")), TRUE},
    {ANSWER ("result", DATA ("other", "ZZZZ") DATA ("a&amp;b", "YWJj")), TRUE},
    {ANSWER ("result", DATA ("other", "YWJj")), FALSE},
    {ANSWER ("result", "<data xmlns='urn:xmpp:bob'>YWJj</data>"), FALSE},
    {ANSWER ("result", "<data xmlns='urn:xmpp:other' cid='a&amp;b'>YWJj</data>"), FALSE},
    {ANSWER ("result", DATA ("a&amp;b", "YWJj!")), FALSE},
    {ANSWER ("result", ""), FALSE},
    {ANSWER ("error", DATA ("a&amp;b", "YWJj")), FALSE},
};

static void
test_answers (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GwXml) iq = gw_xml_parse (answers[i].iq, -1, NULL);
    g_autoptr (GBytes) bytes = gw_bob_parse (iq, "a&b", &error);

    g_test_message ("%s", answers[i].iq);
    g_assert_cmpint (bytes != NULL, ==, answers[i].is_good);
    if (bytes != NULL)
      g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), "abc", 3);
    else
      g_assert_error (error, GW_ERROR, GW_ERROR_PUZZLE_BROKEN);
  }
}

static void
test_question (void)
{
  g_autofree char *question = gw_bob_question ("a'b&<");
  g_autoptr (GwXml) data = gw_xml_parse (question, -1, NULL);

  g_assert_cmpstr (question, ==, "<data xmlns='urn:xmpp:bob' cid='a&apos;b&amp;&lt;'/>");
  g_assert_cmpstr (gw_xml_attribute (data, "cid"), ==, "a'b&<");
}

static void
test_ending (void)
{
  g_assert_cmpstr (gw_medium_ending ("image/jpeg"), ==, "jpg");
  g_assert_cmpstr (gw_medium_ending ("audio/mpeg"), ==, "mp3"); /* .mpeg is a film */
  g_assert_cmpstr (gw_medium_ending ("image/svg+xml"), ==, "bin");
  g_assert_cmpstr (gw_medium_ending (NULL), ==, "bin");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/medium/ending-of-a-file", test_ending);
  g_test_add_func ("/medium/only-known-kinds-are-taken", test_takings);
  g_test_add_func ("/medium/what-is-announced-is-read-with-care", test_types);
  g_test_add_func ("/medium/bytes-have-a-maximum", test_sizes);
  g_test_add_func ("/medium/names-are-hashes-or-not", test_names);
  g_test_add_func ("/medium/what-came-by-name-has-its-hash", test_hash);
  g_test_add_func ("/bob/base64-is-strict", test_base64);
  g_test_add_func ("/bob/answers-hold-what-was-asked-for", test_answers);
  g_test_add_func ("/bob/the-question-is-escaped", test_question);
  return g_test_run ();
}
