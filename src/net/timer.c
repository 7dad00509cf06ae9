/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Timers and ready descriptors as GSources that their holder owns. */
#include "net/timer.h"

GSource *
gw_timer_start (GMainContext *context, guint ms, GSourceFunc func, gpointer data)
{
  GSource *timer = g_timeout_source_new (ms);

  g_source_set_callback (timer, func, data, NULL);
  g_source_attach (timer, context);
  return timer;
}

GSource *
gw_watch_start (GMainContext *context, int fd, GIOCondition condition, GUnixFDSourceFunc func,
                gpointer data)
{
  GSource *watch = g_unix_fd_source_new (fd, condition);

  g_source_set_callback (watch, G_SOURCE_FUNC (func), data, NULL);
  g_source_attach (watch, context);
  return watch;
}

void
gw_timer_stop (GSource **timer)
{
  GSource *stopped = g_steal_pointer (timer);

  if (stopped == NULL)
    return;
  g_source_destroy (stopped);
  g_source_unref (stopped);
}
