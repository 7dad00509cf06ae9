/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two lanes, one for each direction, in one GSource that watches both sockets. */
#include "net/splice.h"

#include <errno.h>
#include <glib-unix.h>
#include <sys/socket.h>

#include "net/socket.h"

enum { LANE_BYTES = 64 * 1024, ROUNDS = 8 /* in one dispatch: others want the loop as well */ };

enum { NEAR, FAR };

typedef struct {
  int from, to; /* sides */
  guint8 bytes[LANE_BYTES];
  gsize start, end;   /* of what waits inside */
  gboolean ended;     /* nothing more comes from `from` */
  gboolean passed_on; /* and `to` has been told */
} Lane;

typedef struct {
  GSource source;
  GwSplice *splice;
} Pump;

struct _GwSplice {
  int fds[2];
  gpointer tags[2];        /* NULL: not watched at the moment */
  GIOCondition watched[2]; /* for what */
  gboolean ended[2];       /* the side is gone */
  gboolean far_ended_first;
  Lane lanes[2]; /* by the side they come from */
  GSource *pump;
  GwSpliceFunc func;
  gpointer data;
};

static void
side_ended (GwSplice *splice, int side)
{
  if (side == FAR && !splice->ended[NEAR])
    splice->far_ended_first = TRUE;
  splice->ended[side] = TRUE;
}

static gboolean
is_transient (int number)
{
  return number == EAGAIN || number == EINTR;
}

/* Returns whether a byte moved. */
static gboolean
fill (GwSplice *splice, Lane *lane)
{
  int fd = splice->fds[lane->from];
  gssize got;

  if (lane->ended || lane->end == LANE_BYTES)
    return FALSE;
  got = recv (fd, lane->bytes + lane->end, LANE_BYTES - lane->end, MSG_DONTWAIT);
  if (got > 0) {
    lane->end += (gsize)got;
    gw_socket_acknowledge (fd);
    return TRUE;
  }
  if (got == 0 || !is_transient (errno)) {
    lane->ended = TRUE;
    side_ended (splice, lane->from);
  }
  return FALSE;
}

static gboolean
drain (GwSplice *splice, Lane *lane)
{
  gssize sent;

  if (lane->start == lane->end)
    return FALSE;
  sent = send (splice->fds[lane->to], lane->bytes + lane->start, lane->end - lane->start,
               MSG_DONTWAIT | MSG_NOSIGNAL);
  if (sent > 0) {
    lane->start += (gsize)sent;
    if (lane->start == lane->end)
      lane->start = lane->end = 0;
    return TRUE;
  }
  if (sent < 0 && !is_transient (errno)) {
    lane->start = lane->end = 0;
    lane->ended = TRUE;
    side_ended (splice, lane->to);
  }
  return FALSE;
}

static void
carry (GwSplice *splice, Lane *lane)
{
  for (int i = 0; i < ROUNDS; i++) {
    gboolean moved = fill (splice, lane);

    if (!drain (splice, lane) && !moved)
      break;
  }
}

static void
pass_end_on (GwSplice *splice, Lane *lane)
{
  if (!lane->ended || lane->start < lane->end || lane->passed_on)
    return;
  lane->passed_on = TRUE;
  shutdown (splice->fds[lane->to], SHUT_WR);
}

/* A socket for which nothing is awaited is not watched at all: poll() would report its end over and
 * over. */
static void
watch (GwSplice *splice, int side)
{
  const Lane *out = &splice->lanes[side], *in = &splice->lanes[!side];
  GIOCondition wanted = 0;

  if (!out->ended && out->end < LANE_BYTES)
    wanted |= G_IO_IN;
  if (in->start < in->end)
    wanted |= G_IO_OUT;
  if (wanted == splice->watched[side])
    return;

  splice->watched[side] = wanted;
  if (wanted == 0) {
    g_source_remove_unix_fd (splice->pump, g_steal_pointer (&splice->tags[side]));
    return;
  }
  if (splice->tags[side] == NULL)
    splice->tags[side] = g_source_add_unix_fd (splice->pump, splice->fds[side], wanted);
  else
    g_source_modify_unix_fd (splice->pump, splice->tags[side], wanted);
}

static gboolean
dispatch (GSource *source, GSourceFunc func, gpointer data)
{
  GwSplice *splice = ((Pump *)source)->splice;
  gboolean near_before = splice->ended[NEAR], far_before = splice->ended[FAR];

  carry (splice, &splice->lanes[NEAR]);
  carry (splice, &splice->lanes[FAR]);
  /* First the word about it, then the end itself: who sees the end may ask at once who caused it.
   */
  if (splice->ended[NEAR] != near_before || splice->ended[FAR] != far_before)
    splice->func (splice, splice->data);
  pass_end_on (splice, &splice->lanes[NEAR]);
  pass_end_on (splice, &splice->lanes[FAR]);
  watch (splice, NEAR);
  watch (splice, FAR);
  if (gw_splice_is_done (splice))
    splice->func (splice, splice->data);
  return G_SOURCE_CONTINUE;
}

static GSourceFuncs pump_funcs = {.dispatch = dispatch};

GwSplice *
gw_splice_new (GMainContext *context, int near, int far, GwSpliceFunc func, gpointer data)
{
  GwSplice *splice = g_new0 (GwSplice, 1);

  splice->fds[NEAR] = near;
  splice->fds[FAR] = far;
  splice->lanes[NEAR].from = splice->lanes[FAR].to = NEAR;
  splice->lanes[FAR].from = splice->lanes[NEAR].to = FAR;
  splice->func = func;
  splice->data = data;
  splice->pump = g_source_new (&pump_funcs, sizeof (Pump));
  ((Pump *)splice->pump)->splice = splice;
  watch (splice, NEAR);
  watch (splice, FAR);
  g_source_attach (splice->pump, context);
  return splice;
}

void
gw_splice_free (GwSplice *splice)
{
  g_source_destroy (splice->pump);
  g_source_unref (splice->pump);
  g_free (splice);
}

gboolean
gw_splice_far_ended_first (const GwSplice *splice)
{
  return splice->far_ended_first;
}

gboolean
gw_splice_is_done (const GwSplice *splice)
{
  return splice->lanes[NEAR].passed_on && splice->lanes[FAR].passed_on;
}
