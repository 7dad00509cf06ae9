/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Three parties share a relay: the worker that opened it, the engine in which it lives, and whoever
 * closes it. All descriptors belong to the engine's thread; closing is a letter to it, so that a
 * number is never used after it was given to something else. What the worker reads passes under the
 * lock. */
#include "net/relay.h"

#include "base/error.h"
#include "base/limits.h"
#include "net/splice.h"
#include "net/timer.h"

#include <errno.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <unistd.h>

struct _GwRelay {
  /* The handle, letters, and the engine while something is open. Atomic; not a gatomicrefcount,
   * which the thread sanitizer cannot see into. */
  int refs;
  GwEngine *engine;
  char *domain;
  GwDialWant want;

  /* engine thread */
  GwDial *dial;
  GwDialed server;
  int listener, client;
  GSource *accept, *patience;
  GwSplice *splice;
  gboolean closed;

  /* under the lock; all but `cut` and `cancelled` never change once `settled` */
  pthread_mutex_t lock;
  pthread_cond_t changed;
  gboolean settled; /* it is open, or it failed */
  GError *error;
  guint16 port;
  gboolean direct_tls, direct_announced;
  char *target;
  gboolean cancelled;
  gboolean cut;
};

static void
relay_unref (gpointer data)
{
  GwRelay *relay = data;

  if (!g_atomic_int_dec_and_test (&relay->refs))
    return;
  pthread_mutex_destroy (&relay->lock);
  pthread_cond_destroy (&relay->changed);
  g_clear_error (&relay->error);
  g_free (relay->target);
  g_free (relay->domain);
  g_free (relay);
}

static gpointer
relay_ref (GwRelay *relay)
{
  g_atomic_int_inc (&relay->refs);
  return relay;
}

static GwRelay *
relay_new (GwEngine *engine, const char *domain, GwDialWant want)
{
  GwRelay *relay = g_new0 (GwRelay, 1);

  relay->refs = 1;
  relay->engine = engine;
  relay->domain = g_strdup (domain);
  relay->want = want;
  relay->server.fd = relay->listener = relay->client = -1;
  pthread_mutex_init (&relay->lock, NULL);
  pthread_cond_init (&relay->changed, NULL);
  return relay;
}

static void
close_fd (int *fd)
{
  if (*fd >= 0)
    close (*fd);
  *fd = -1;
}

/* Opened, or failed when `error` (taken) is set. */
static void
settle (GwRelay *relay, guint16 port, GError *error)
{
  pthread_mutex_lock (&relay->lock);
  relay->settled = TRUE;
  relay->port = port;
  relay->direct_tls = relay->server.direct_tls;
  relay->direct_announced = relay->server.direct_announced;
  relay->target = g_strdup (relay->server.target);
  relay->error = error;
  pthread_cond_broadcast (&relay->changed);
  pthread_mutex_unlock (&relay->lock);
}

/* --- engine thread
 * --------------------------------------------------------------------------------------------- */

/* A letter. Ends whatever stage it is in; again is harmless. */
static void
shut (gpointer data)
{
  GwRelay *relay = data;

  if (relay->closed)
    return;
  relay->closed = TRUE;
  g_clear_pointer (&relay->dial, gw_dial_cancel);
  gw_timer_stop (&relay->accept);
  gw_timer_stop (&relay->patience);
  g_clear_pointer (&relay->splice, gw_splice_free);
  close_fd (&relay->listener);
  close_fd (&relay->client);
  gw_dialed_clear (&relay->server);
  relay_unref (relay);
}

static void
on_splice_changed (GwSplice *splice, gpointer data)
{
  GwRelay *relay = data;

  if (gw_splice_far_ended_first (splice)) {
    pthread_mutex_lock (&relay->lock);
    relay->cut = TRUE;
    pthread_mutex_unlock (&relay->lock);
  }
  if (gw_splice_is_done (splice))
    shut (relay);
}

static gboolean
on_visitor (int fd, GIOCondition condition, gpointer data)
{
  GwRelay *relay = data;
  int yes = 1;

  relay->client = accept4 (fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
  if (relay->client < 0 && (errno == EAGAIN || errno == EINTR || errno == ECONNABORTED))
    return G_SOURCE_CONTINUE;

  gw_timer_stop (&relay->accept);
  gw_timer_stop (&relay->patience);
  close_fd (&relay->listener);
  if (relay->client < 0) {
    shut (relay);
    return G_SOURCE_REMOVE;
  }
  setsockopt (relay->client, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  relay->splice = gw_splice_new (gw_engine_context (relay->engine), relay->client, relay->server.fd,
                                 on_splice_changed, relay);
  return G_SOURCE_REMOVE;
}

static gboolean
on_nobody_came (gpointer data)
{
  shut (data);
  return G_SOURCE_REMOVE;
}

/* The port on loopback, or 0 with errno set. */
static guint16
listen_for_one (GwRelay *relay)
{
  struct sockaddr_in here = {.sin_family = AF_INET, .sin_addr.s_addr = htonl (INADDR_LOOPBACK)};
  socklen_t size = sizeof here;

  relay->listener = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (relay->listener < 0 || bind (relay->listener, (struct sockaddr *)&here, size) != 0 ||
      listen (relay->listener, 1) != 0 ||
      getsockname (relay->listener, (struct sockaddr *)&here, &size) != 0)
    return 0;
  return ntohs (here.sin_port);
}

static void
on_dialed (GwDialed *dialed, const GError *dial_error, gpointer data)
{
  GwRelay *relay = data;
  GMainContext *context = gw_engine_context (relay->engine);
  GError *error = NULL;
  guint16 port = 0;

  relay->dial = NULL;
  if (dialed != NULL) {
    relay->server = *dialed;
    port = listen_for_one (relay);
    if (port == 0)
      gw_error_set (&error, GW_ERROR_CONNECT_FAILED, relay->domain, g_strerror (errno));
  } else {
    error = g_error_copy (dial_error);
  }

  settle (relay, port, error);
  if (port == 0) {
    shut (relay);
    return;
  }
  relay->accept = gw_watch_start (context, relay->listener, G_IO_IN, on_visitor, relay);
  relay->patience = gw_timer_start (context, GW_LIMIT_CONNECT_WAIT, on_nobody_came, relay);
}

/* A letter. */
static void
start (gpointer data)
{
  GwRelay *relay = data;
  const GwDialPlan plan = {.purpose = GW_PURPOSE_ACCOUNT, .what = "account", .want = relay->want};

  relay_ref (relay); /* until shut() */
  relay->dial = gw_dial_start (relay->engine, relay->domain, &plan, on_dialed, relay);
}

/* --- any thread
 * ------------------------------------------------------------------------------------------------
 */

static void
on_cancelled (GCancellable *cancel, gpointer data)
{
  GwRelay *relay = data;

  pthread_mutex_lock (&relay->lock);
  relay->cancelled = TRUE;
  pthread_cond_broadcast (&relay->changed);
  pthread_mutex_unlock (&relay->lock);
}

/* TRUE when it is open. */
static gboolean
wait_until_settled (GwRelay *relay, GError **error)
{
  gboolean open;

  pthread_mutex_lock (&relay->lock);
  while (!relay->settled && !relay->cancelled)
    pthread_cond_wait (&relay->changed, &relay->lock);
  open = !relay->cancelled && relay->error == NULL;
  if (relay->cancelled)
    gw_error_set (error, GW_ERROR_CANCELLED, relay->domain, NULL);
  else if (relay->error != NULL)
    g_propagate_error (error, g_error_copy (relay->error));
  pthread_mutex_unlock (&relay->lock);
  return open;
}

GwRelay *
gw_relay_open (GwEngine *engine, const char *domain, GwDialWant want, GCancellable *cancel,
               GError **error)
{
  g_autoptr (GwRelay) relay = NULL;
  gulong handler = 0;
  gboolean open;

  g_return_val_if_fail (!gw_engine_in_thread (engine) && domain != NULL, NULL);

  relay = relay_new (engine, domain, want);
  gw_engine_post (engine, start, relay_ref (relay), relay_unref);
  if (cancel != NULL)
    handler = g_cancellable_connect (cancel, G_CALLBACK (on_cancelled), relay, NULL);
  open = wait_until_settled (relay, error);
  g_cancellable_disconnect (cancel, handler);
  return open ? g_steal_pointer (&relay) : NULL;
}

void
gw_relay_close (GwRelay *relay)
{
  gw_engine_post (relay->engine, shut, relay_ref (relay), relay_unref);
}

void
gw_relay_free (GwRelay *relay)
{
  gw_relay_close (relay);
  relay_unref (relay);
}

guint16
gw_relay_port (const GwRelay *relay)
{
  return relay->port;
}

gboolean
gw_relay_direct_tls (const GwRelay *relay)
{
  return relay->direct_tls;
}

gboolean
gw_relay_direct_announced (const GwRelay *relay)
{
  return relay->direct_announced;
}

const char *
gw_relay_target (const GwRelay *relay)
{
  return relay->target;
}

gboolean
gw_relay_is_cut (GwRelay *relay)
{
  gboolean cut;

  pthread_mutex_lock (&relay->lock);
  cut = relay->cut;
  pthread_mutex_unlock (&relay->lock);
  return cut;
}
