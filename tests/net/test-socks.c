/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The conversation with a proxy over a socketpair: the bytes of both sides, pieces of every size,
 * an end at every byte, and that nothing behind it is read. */
#include "net/socks.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#define GREETING_PLAIN    "05 01 00"
#define GREETING_PASSWORD "05 02 00 02"
#define TAKEN             "05 00"
#define WITH_PASSWORD     "05 02"
#define ASK_A             "05 01 00 03 09 61 2e 65 78 61 6d 70 6c 65 14 66" /* a.example:5222 */
#define DONE_V4           "05 00 00 01 7f 00 00 01 00 50"
#define MAX_TURNS         3
#define BEHIND            "the server speaks first"

typedef struct {
  const char *proxy, *host;
  struct {
    const char *asked, *answered; /* hex */
  } turns[MAX_TURNS];
  gboolean is_done; /* else it failed with: */
  GwErrorCode code;
} Row;

#define PLAIN(asked, answered)                                                                     \
  "socks5h://127.0.0.1:9", "a.example",                                                            \
  {                                                                                                \
    {GREETING_PLAIN, TAKEN},                                                                       \
    {                                                                                              \
      asked, answered                                                                              \
    }                                                                                              \
  }

static const Row rows[] = {
    {PLAIN (ASK_A, DONE_V4), TRUE, 0},
    {PLAIN (ASK_A, "05 00 00 04 20 01 0d b8 00 00 00 00 00 00 00 00 00 00 00 01 00 50"), TRUE, 0},
    {PLAIN (ASK_A, "05 00 00 03 03 61 2e 62 00 50"), TRUE, 0},
    {PLAIN (ASK_A, "05 00 00 03 00 00 50"), TRUE, 0},
    {"socks5h://127.0.0.1:9",
     "192.0.2.1",
     {{GREETING_PLAIN, TAKEN}, {"05 01 00 01 c0 00 02 01 14 66", DONE_V4}},
     TRUE,
     0},
    {"socks5h://127.0.0.1:9",
     "2001:db8::1",
     {{GREETING_PLAIN, TAKEN},
      {"05 01 00 04 20 01 0d b8 00 00 00 00 00 00 00 00 00 00 00 01 14 66", DONE_V4}},
     TRUE,
     0},
    {"socks5h://me:hush@127.0.0.1:9",
     "a.example",
     {{GREETING_PASSWORD, WITH_PASSWORD},
      {"01 02 6d 65 04 68 75 73 68", "01 00"},
      {ASK_A, DONE_V4}},
     TRUE,
     0},
    {"socks5h://me:hush@127.0.0.1:9",
     "a.example",
     {{GREETING_PASSWORD, TAKEN}, {ASK_A, DONE_V4}},
     TRUE,
     0},
    {"socks5h://me:hush@127.0.0.1:9",
     "a.example",
     {{GREETING_PASSWORD, WITH_PASSWORD}, {"01 02 6d 65 04 68 75 73 68", "01 01"}},
     FALSE,
     GW_ERROR_PROXY_REFUSED},
    {"socks5h://127.0.0.1:9",
     "a.example",
     {{GREETING_PLAIN, "05 ff"}},
     FALSE,
     GW_ERROR_PROXY_REFUSED},
    {"socks5h://127.0.0.1:9",
     "a.example",
     {{GREETING_PLAIN, WITH_PASSWORD}},
     FALSE,
     GW_ERROR_PROXY_REFUSED},
    {"socks5h://127.0.0.1:9",
     "a.example",
     {{GREETING_PLAIN, "04 00"}},
     FALSE,
     GW_ERROR_PROXY_FAILED},
    {"socks5h://127.0.0.1:9",
     "a.example",
     {{GREETING_PLAIN, "48 54"}},
     FALSE,
     GW_ERROR_PROXY_FAILED},
    {PLAIN (ASK_A, "05 01 00 01 00"), FALSE, GW_ERROR_CONNECT_FAILED},
    {PLAIN (ASK_A, "05 02 00 01 00"), FALSE, GW_ERROR_CONNECT_FAILED},
    {PLAIN (ASK_A, "05 03 00 01 00"), FALSE, GW_ERROR_CONNECT_FAILED},
    {PLAIN (ASK_A, "05 04 00 01 00"), FALSE, GW_ERROR_CONNECT_FAILED},
    {PLAIN (ASK_A, "05 05 00 01 00"), FALSE, GW_ERROR_CONNECT_REFUSED},
    {PLAIN (ASK_A, "05 06 00 01 00"), FALSE, GW_ERROR_TIMEOUT},
    {PLAIN (ASK_A, "05 07 00 01 00"), FALSE, GW_ERROR_PROXY_FAILED},
    {PLAIN (ASK_A, "05 08 00 01 00"), FALSE, GW_ERROR_PROXY_FAILED},
    {PLAIN (ASK_A, "05 09 00 01 00"), FALSE, GW_ERROR_PROXY_FAILED},
    {PLAIN (ASK_A, "05 ff 00 01 00"), FALSE, GW_ERROR_PROXY_FAILED},
    {PLAIN (ASK_A, "04 00 00 01 00"), FALSE, GW_ERROR_PROXY_FAILED},
    {PLAIN (ASK_A, "05 00 00 02 00"), FALSE, GW_ERROR_PROXY_FAILED},
};

static GByteArray *
from_hex (const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  GByteArray *bytes = g_byte_array_new ();

  for (char **word = words; *word != NULL; word++) {
    guint8 byte = (guint8)g_ascii_strtoull (*word, NULL, 16);

    g_byte_array_append (bytes, &byte, 1);
  }
  return bytes;
}

typedef struct {
  int ours, theirs;
  GwSocks *socks;
} Talk;

static Talk
talk_new (const Row *row)
{
  const char *fault;
  g_autoptr (GwProxy) proxy = gw_proxy_parse (row->proxy, &fault);
  int pair[2];

  g_assert_nonnull (proxy);
  g_assert_cmpint (socketpair (AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, pair), ==, 0);
  return (Talk){pair[0], pair[1], gw_socks_new (pair[0], proxy, row->host, 5222)};
}

static void
talk_clear (Talk *talk)
{
  gw_socks_free (talk->socks);
  close (talk->ours);
  if (talk->theirs >= 0)
    close (talk->theirs);
}

static void
assert_asked (const Talk *talk, const char *hex)
{
  g_autoptr (GByteArray) expected = from_hex (hex);
  guint8 came[1024];
  gssize length = recv (talk->theirs, came, sizeof came, 0);

  g_assert_cmpmem (came, (gsize)MAX (length, 0), expected->data, expected->len);
}

/* Answers in such pieces, at most `most` bytes in all, and hangs up when there are more to say. The
 * last word of the machine. */
static GwStep
run (Talk *talk, const Row *row, gsize piece, gsize most)
{
  GwStep last = gw_socks_step (talk->socks);

  for (gsize turn = 0; turn < MAX_TURNS && row->turns[turn].asked != NULL; turn++) {
    g_autoptr (GByteArray) answer = from_hex (row->turns[turn].answered);

    g_assert_cmpint (last, ==, GW_STEP_WANT_READ);
    assert_asked (talk, row->turns[turn].asked);
    for (gsize at = 0; at < answer->len; at += piece) {
      gsize length = MIN (MIN (piece, answer->len - at), most);

      g_assert_cmpint (last, ==, GW_STEP_WANT_READ);
      g_assert_cmpint (send (talk->theirs, answer->data + at, length, 0), ==, (gssize)length);
      most -= length;
      if (most == 0) {
        close (talk->theirs);
        talk->theirs = -1;
        return gw_socks_step (talk->socks);
      }
      last = gw_socks_step (talk->socks);
    }
  }
  return last;
}

static gsize
count_answers (const Row *row)
{
  gsize count = 0;

  for (gsize turn = 0; turn < MAX_TURNS && row->turns[turn].asked != NULL; turn++) {
    g_autoptr (GByteArray) answer = from_hex (row->turns[turn].answered);

    count += answer->len;
  }
  return count;
}

static void
test_pieces (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    for (gsize piece = 1; piece <= 32; piece++) {
      Talk talk = talk_new (&rows[i]);
      char behind[64] = "";

      g_test_message ("row %" G_GSIZE_FORMAT " in pieces of %" G_GSIZE_FORMAT, i, piece);
      g_assert_cmpint (run (&talk, &rows[i], piece, G_MAXSIZE), ==, GW_STEP_DONE);
      if (rows[i].is_done) {
        g_assert_null (gw_socks_fault (talk.socks));
        send (talk.theirs, BEHIND, strlen (BEHIND), 0);
        g_assert_cmpint (gw_socks_step (talk.socks), ==, GW_STEP_DONE);
        g_assert_cmpint (recv (talk.ours, behind, sizeof behind, 0), ==, strlen (BEHIND));
        g_assert_cmpstr (behind, ==, BEHIND);
      } else {
        g_assert_cmpint (gw_socks_fault (talk.socks)->code, ==, rows[i].code);
      }
      talk_clear (&talk);
    }
}

/* The first word of the server comes in one packet with the proxy's last. */
static void
test_nothing_behind_is_read (void)
{
  Talk talk = talk_new (&rows[0]);
  g_autoptr (GByteArray) answer = from_hex (DONE_V4);
  char behind[64] = "";

  gw_socks_step (talk.socks);
  send (talk.theirs, "\x05\x00", 2, 0);
  gw_socks_step (talk.socks);
  g_byte_array_append (answer, (const guint8 *)BEHIND, strlen (BEHIND));
  send (talk.theirs, answer->data, answer->len, 0);
  g_assert_cmpint (gw_socks_step (talk.socks), ==, GW_STEP_DONE);
  g_assert_null (gw_socks_fault (talk.socks));
  g_assert_cmpint (recv (talk.ours, behind, sizeof behind, 0), ==, strlen (BEHIND));
  g_assert_cmpstr (behind, ==, BEHIND);
  talk_clear (&talk);
}

static void
test_cut (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    for (gsize most = 1; rows[i].is_done && most < count_answers (&rows[i]); most++) {
      Talk talk = talk_new (&rows[i]);

      g_test_message ("row %" G_GSIZE_FORMAT " cut after %" G_GSIZE_FORMAT, i, most);
      g_assert_cmpint (run (&talk, &rows[i], 1, most), ==, GW_STEP_DONE);
      g_assert_nonnull (gw_socks_fault (talk.socks));
      g_assert_cmpint (gw_socks_fault (talk.socks)->code, ==, GW_ERROR_PROXY_FAILED);
      talk_clear (&talk);
    }
}

/* Noise of 300 bytes never hangs it and never connects it. */
static void
test_garbage (void)
{
  g_autoptr (GRand) chance = g_rand_new_with_seed (5);

  for (int round = 0; round < 2000; round++) {
    Talk talk = talk_new (&rows[round % (int)G_N_ELEMENTS (rows)]);
    guint8 noise[300];

    for (gsize i = 0; i < sizeof noise; i++)
      noise[i] = (guint8)g_rand_int (chance);
    noise[0] = round % 2 ? 5 : noise[0];
    noise[1] = round % 2 ? 0 : noise[1];
    noise[2] = 4; /* not the version that must come here */
    send (talk.theirs, noise, sizeof noise, 0);
    g_assert_cmpint (gw_socks_step (talk.socks), ==, GW_STEP_DONE);
    g_assert_nonnull (gw_socks_fault (talk.socks));
    talk_clear (&talk);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/socks/both-sides-byte-by-byte", test_pieces);
  g_test_add_func ("/socks/nothing-behind-is-read", test_nothing_behind_is_read);
  g_test_add_func ("/socks/cut-at-every-byte", test_cut);
  g_test_add_func ("/socks/garbage", test_garbage);
  return g_test_run ();
}
