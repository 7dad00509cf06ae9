/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A deadline for a thread that is inside a library and cannot look at the clock: libstrophe waits
 * without any limit while it makes TLS. When time is up, the watchdog's own thread calls a
 * function, which cuts what the other thread waits for. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _GwWatchdog GwWatchdog;
typedef void (*GwWatchdogFunc) (gpointer data);

/* Not armed. `bark` runs in the watchdog's thread, at most once in its life. */
GwWatchdog *gw_watchdog_new (GwWatchdogFunc bark, gpointer data);
/* After this returns `bark` does not run any more. */
void gw_watchdog_free (GwWatchdog *watchdog);

/* Any thread. Arming again starts the time anew; after the bark both do nothing. */
void gw_watchdog_arm (GwWatchdog *watchdog, guint milliseconds);
void gw_watchdog_disarm (GwWatchdog *watchdog);
gboolean gw_watchdog_has_barked (GwWatchdog *watchdog);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwWatchdog, gw_watchdog_free)

G_END_DECLS
