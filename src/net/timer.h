/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Timers and ready descriptors of one context, held in a field and stopped by name. Engine thread.
 */
#pragma once

#include <glib-unix.h>
#include <glib.h>

G_BEGIN_DECLS

/* Calls `func` after `ms` milliseconds (0: in a later turn of the loop). Held by the caller; stop
 * it in any case. */
GSource *gw_timer_start (GMainContext *context, guint ms, GSourceFunc func, gpointer data);

/* Calls `func` whenever `fd` is ready. */
GSource *gw_watch_start (GMainContext *context, int fd, GIOCondition condition,
                         GUnixFDSourceFunc func, gpointer data);

/* Stops either, also from inside its own function, and sets the field to NULL. NULL is fine. */
void gw_timer_stop (GSource **timer);

G_END_DECLS
