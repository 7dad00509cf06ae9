/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Signals as sources of the default context. */
#include "cli/interrupt.h"

#include <glib-unix.h>

static gboolean
on_signal (gpointer data)
{
  GwInterrupt *interrupt = data;

  interrupt->was_interrupted = TRUE;
  g_main_loop_quit (interrupt->loop);
  return G_SOURCE_CONTINUE;
}

void
gw_interrupt_begin (GwInterrupt *interrupt, GMainLoop *loop)
{
  g_return_if_fail (interrupt != NULL && loop != NULL);

  *interrupt = (GwInterrupt){.loop = loop};
  interrupt->sources[0] = g_unix_signal_add (SIGINT, on_signal, interrupt);
  interrupt->sources[1] = g_unix_signal_add (SIGTERM, on_signal, interrupt);
}

gboolean
gw_interrupt_end (GwInterrupt *interrupt, GError **error)
{
  g_return_val_if_fail (interrupt != NULL, FALSE);

  for (gsize i = 0; i < G_N_ELEMENTS (interrupt->sources); i++)
    g_source_remove (interrupt->sources[i]);
  if (interrupt->was_interrupted)
    gw_error_set (error, GW_ERROR_CANCELLED, NULL, NULL);
  return !interrupt->was_interrupted;
}
