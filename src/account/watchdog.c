/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One thread that sleeps until the deadline, or until somebody moves it. */
#include "account/watchdog.h"

#include <pthread.h>

#define NEVER (-1)

struct _GwWatchdog {
  GwWatchdogFunc bark;
  gpointer data;
  GThread *thread;
  pthread_mutex_t mutex;
  pthread_cond_t changed;
  /* under the mutex */
  gint64 deadline; /* monotonic, microseconds; NEVER: not armed */
  gboolean barked;
  gboolean quit;
};

static struct timespec
to_timespec (gint64 microseconds)
{
  return (struct timespec){
      .tv_sec = microseconds / G_USEC_PER_SEC,
      .tv_nsec = (microseconds % G_USEC_PER_SEC) * 1000,
  };
}

static gpointer
keep_watch (gpointer data)
{
  GwWatchdog *watchdog = data;

  pthread_mutex_lock (&watchdog->mutex);
  while (!watchdog->quit && !watchdog->barked) {
    struct timespec until = to_timespec (watchdog->deadline);
    if (watchdog->deadline == NEVER)
      pthread_cond_wait (&watchdog->changed, &watchdog->mutex);
    else if (g_get_monotonic_time () < watchdog->deadline)
      pthread_cond_timedwait (&watchdog->changed, &watchdog->mutex, &until);
    else
      watchdog->barked = TRUE;
  }
  gboolean bark = watchdog->barked;
  pthread_mutex_unlock (&watchdog->mutex);

  if (bark)
    watchdog->bark (watchdog->data);
  return NULL;
}

GwWatchdog *
gw_watchdog_new (GwWatchdogFunc bark, gpointer data)
{
  g_return_val_if_fail (bark != NULL, NULL);

  GwWatchdog *watchdog = g_new0 (GwWatchdog, 1);
  pthread_condattr_t clock;

  watchdog->bark = bark;
  watchdog->data = data;
  watchdog->deadline = NEVER;
  pthread_mutex_init (&watchdog->mutex, NULL);
  pthread_condattr_init (&clock);
  pthread_condattr_setclock (&clock, CLOCK_MONOTONIC);
  pthread_cond_init (&watchdog->changed, &clock);
  pthread_condattr_destroy (&clock);
  watchdog->thread = g_thread_new ("watchdog", keep_watch, watchdog);
  return watchdog;
}

void
gw_watchdog_free (GwWatchdog *watchdog)
{
  if (watchdog == NULL)
    return;
  pthread_mutex_lock (&watchdog->mutex);
  watchdog->quit = TRUE;
  pthread_cond_signal (&watchdog->changed);
  pthread_mutex_unlock (&watchdog->mutex);
  g_thread_join (watchdog->thread);

  pthread_mutex_destroy (&watchdog->mutex);
  pthread_cond_destroy (&watchdog->changed);
  g_free (watchdog);
}

static void
set_deadline (GwWatchdog *watchdog, gint64 deadline)
{
  pthread_mutex_lock (&watchdog->mutex);
  watchdog->deadline = deadline;
  pthread_cond_signal (&watchdog->changed);
  pthread_mutex_unlock (&watchdog->mutex);
}

void
gw_watchdog_arm (GwWatchdog *watchdog, guint milliseconds)
{
  g_return_if_fail (watchdog != NULL);

  set_deadline (watchdog, g_get_monotonic_time () + (gint64)milliseconds * 1000);
}

void
gw_watchdog_disarm (GwWatchdog *watchdog)
{
  g_return_if_fail (watchdog != NULL);

  set_deadline (watchdog, NEVER);
}

gboolean
gw_watchdog_has_barked (GwWatchdog *watchdog)
{
  g_return_val_if_fail (watchdog != NULL, FALSE);

  pthread_mutex_lock (&watchdog->mutex);
  gboolean barked = watchdog->barked;
  pthread_mutex_unlock (&watchdog->mutex);
  return barked;
}
