/* SPDX-License-Identifier: GPL-3.0-or-later */
/* By GIO, which knows the desktop's choice of programs. */
#include "cli/desktop.h"

#include <gio/gio.h>

#define WAIT_MS 10000

typedef struct {
  gboolean is_over, is_open;
} Opening;

static void
on_opened (GObject *source, GAsyncResult *result, gpointer data)
{
  Opening *opening = data;

  opening->is_open = g_app_info_launch_default_for_uri_finish (result, NULL);
  opening->is_over = TRUE;
}

static gboolean
on_late (gpointer data)
{
  g_cancellable_cancel (data);
  return G_SOURCE_CONTINUE;
}

gboolean
gw_desktop_open (const char *uri, const gboolean *stop)
{
  g_return_val_if_fail (uri != NULL && stop != NULL, FALSE);

  g_autoptr (GCancellable) cancel = g_cancellable_new ();
  Opening opening = {FALSE, FALSE};
  guint late = g_timeout_add (WAIT_MS, on_late, cancel);

  g_app_info_launch_default_for_uri_async (uri, NULL, cancel, on_opened, &opening);
  while (!opening.is_over) {
    if (*stop)
      g_cancellable_cancel (cancel);
    g_main_context_iteration (NULL, TRUE);
  }
  g_source_remove (late);
  return opening.is_open;
}
