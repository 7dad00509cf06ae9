/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bytes both ways between two socket pairs: near end | near - splice - far | far end. */
#include "net/splice.h"

#include <errno.h>
#include <sys/socket.h>
#include <unistd.h>

enum { A_LOT = 1024 * 1024, SMALL_BUFFER = 4096, INSIDE_AT_MOST = 256 * 1024 };

typedef struct {
  GMainContext *context;
  int near_end, near, far, far_end;
  GwSplice *splice;
  guint calls;
} World;

static void
on_change (GwSplice *splice, gpointer data)
{
  World *world = data;

  world->calls++;
}

static void
make_pair (int *left, int *right)
{
  int pair[2], size = SMALL_BUFFER;

  g_assert_cmpint (socketpair (AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, pair), ==,
                   0);
  for (int i = 0; i < 2; i++)
    g_assert_cmpint (setsockopt (pair[i], SOL_SOCKET, SO_SNDBUF, &size, sizeof size), ==, 0);
  *left = pair[0];
  *right = pair[1];
}

static void
set_up (World *world, gconstpointer data)
{
  world->context = g_main_context_new ();
  make_pair (&world->near_end, &world->near);
  make_pair (&world->far, &world->far_end);
  world->splice = gw_splice_new (world->context, world->near, world->far, on_change, world);
}

static void
tear_down (World *world, gconstpointer data)
{
  const int fds[] = {world->near_end, world->near, world->far, world->far_end};

  gw_splice_free (world->splice);
  for (gsize i = 0; i < G_N_ELEMENTS (fds); i++)
    if (fds[i] >= 0)
      close (fds[i]);
  g_main_context_unref (world->context);
}

/* Returns how often something happened; a splice that spins does not get past this. */
static guint
turn (World *world)
{
  guint turns = 0;

  while (g_main_context_iteration (world->context, FALSE))
    g_assert_cmpuint (++turns, <, 100000);
  return turns;
}

static guint8
byte_at (gsize at)
{
  return (guint8)(at * 31 + at / 251);
}

static gboolean
put (int fd, gsize at)
{
  guint8 byte = byte_at (at);

  return send (fd, &byte, 1, MSG_NOSIGNAL) == 1;
}

/* Both ways at once, each byte checked. */
static void
test_both_ways (World *world, gconstpointer data)
{
  const int ends[] = {world->near_end, world->far_end};
  gsize sent[2] = {0}, got[2] = {0};
  guint8 block[3000];

  while (got[0] < A_LOT || got[1] < A_LOT) {
    for (int i = 0; i < 2; i++) {
      gsize length = MIN (sizeof block, A_LOT - sent[i]);
      gssize moved;

      for (gsize n = 0; n < length; n++)
        block[n] = byte_at (sent[i] + n);
      moved = length > 0 ? send (ends[i], block, length, MSG_NOSIGNAL) : 0;
      sent[i] += (gsize)MAX (moved, 0);
      turn (world);
      moved = recv (ends[!i], block, sizeof block, 0);
      for (gssize n = 0; n < moved; n++)
        g_assert_cmpuint (block[n], ==, byte_at (got[i] + (gsize)n));
      got[i] += (gsize)MAX (moved, 0);
    }
  }
  g_assert_cmpuint (world->calls, ==, 0);
}

/* Nobody reads at the far end: the splice takes only so much, does not spin, and all of it arrives
 * later. */
static void
test_back_pressure (World *world, gconstpointer data)
{
  gsize sent = 0, got = 0;
  guint8 byte;

  for (gboolean moved = TRUE; moved;) {
    moved = FALSE;
    while (put (world->near_end, sent)) {
      sent++;
      moved = TRUE;
    }
    turn (world);
  }
  g_assert_cmpuint (sent, >, 64 * 1024);
  g_assert_cmpuint (sent, <, INSIDE_AT_MOST);
  g_assert_cmpuint (turn (world), ==, 0);

  for (gboolean moved = TRUE; moved;) {
    moved = FALSE;
    while (recv (world->far_end, &byte, 1, 0) == 1) {
      g_assert_cmpuint (byte, ==, byte_at (got));
      got++;
      moved = TRUE;
    }
    turn (world);
  }
  g_assert_cmpuint (got, ==, sent);
}

static void
assert_ended (int fd)
{
  guint8 byte;

  g_assert_cmpint (recv (fd, &byte, 1, 0), ==, 0);
}

static void
test_half_close (World *world, gconstpointer data)
{
  guint8 byte;

  g_assert_true (put (world->near_end, 1));
  shutdown (world->near_end, SHUT_WR);
  turn (world);
  g_assert_cmpint (recv (world->far_end, &byte, 1, 0), ==, 1);
  assert_ended (world->far_end);
  g_assert_cmpuint (world->calls, ==, 1);
  g_assert_false (gw_splice_is_done (world->splice));

  /* the answer still comes */
  g_assert_true (put (world->far_end, 2));
  turn (world);
  g_assert_cmpint (recv (world->near_end, &byte, 1, 0), ==, 1);
  shutdown (world->far_end, SHUT_WR);
  turn (world);
  assert_ended (world->near_end);
  g_assert_true (gw_splice_is_done (world->splice));
  g_assert_false (gw_splice_far_ended_first (world->splice));
  g_assert_cmpuint (turn (world), ==, 0);
}

static void
test_far_first (World *world, gconstpointer data)
{
  guint8 byte;

  g_assert_true (put (world->far_end, 3));
  close (world->far_end);
  world->far_end = -1;
  turn (world);
  g_assert_true (gw_splice_far_ended_first (world->splice));
  g_assert_cmpint (recv (world->near_end, &byte, 1, 0), ==, 1); /* what came before is not lost */
  assert_ended (world->near_end);

  put (world->near_end, 4); /* into nothing */
  turn (world);
  g_assert_true (gw_splice_is_done (world->splice));
  g_assert_cmpuint (turn (world), ==, 0);
}

static void
test_near_gone (World *world, gconstpointer data)
{
  close (world->near_end);
  world->near_end = -1;
  turn (world);
  put (world->far_end, 5);
  turn (world);
  g_assert_true (gw_splice_is_done (world->splice));
  g_assert_false (gw_splice_far_ended_first (world->splice));
}

static void
add (const char *path, void (*test) (World *, gconstpointer))
{
  g_test_add (path, World, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("/splice/a-megabyte-both-ways-at-once", test_both_ways);
  add ("/splice/takes-only-so-much-when-nobody-reads", test_back_pressure);
  add ("/splice/half-closed-still-answers", test_half_close);
  add ("/splice/the-far-side-ends-first", test_far_first);
  add ("/splice/the-near-side-is-gone", test_near_gone);
  return g_test_run ();
}
