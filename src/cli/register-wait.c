/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A countdown in one line. */
#include "cli/register-wait.h"

#include "cli/output.h"

gboolean
gw_register_wait_is_worth (const GwRegister *self, const GError *why)
{
  g_return_val_if_fail (self != NULL && why != NULL, FALSE);

  guint seconds = gw_attempt_wait_seconds (self->attempt);

  return self->is_talk && !self->has_waited && !self->stopped &&
         gw_error_code (why) == GW_ERROR_REFUSED_TOO_FAST && seconds > 0 &&
         seconds <= GW_REGISTER_WAIT_MAX_S;
}

static gboolean
on_tick (gpointer data)
{
  *(gboolean *)data = TRUE;
  return G_SOURCE_CONTINUE;
}

static void
show (const GwRegister *self, gint64 left)
{
  g_autofree char *text =
      g_strdup_printf (_ ("… again in %d:%02d (Ctrl-C stops)"), (int)(left / 60), (int)(left % 60));

  gw_output_progress (self->run->common, text);
}

gboolean
gw_register_wait (GwRegister *self, guint seconds)
{
  g_return_val_if_fail (self != NULL, FALSE);

  gint64 end = g_get_monotonic_time () + (gint64)seconds * G_USEC_PER_SEC;
  gboolean ticked = FALSE;
  guint source = g_timeout_add (500, on_tick, &ticked);
  gint64 left;

  self->has_waited = TRUE;
  while (!self->stopped && (left = end - g_get_monotonic_time ()) > 0) {
    show (self, (left + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC);
    ticked = FALSE;
    while (!ticked && !self->stopped)
      g_main_context_iteration (NULL, TRUE);
  }
  g_source_remove (source);
  gw_output_progress (self->run->common, NULL);
  return !self->stopped;
}
