/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shows a setup code on a terminal for a short while and takes it away again: on the alternate
 * screen, so that neither the scrollback nor the last screen keeps it. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define GW_REVEAL_SECONDS 60

/* Standard output must be a terminal. Shows the code of `payload` with `notes` (NULL-terminated
 * paragraphs) beside or below it; when the window is too small, says so until it is made larger.
 * Returns after Enter or GW_REVEAL_SECONDS; FALSE and GW_ERROR_CANCELLED after a signal that asks
 * to stop. The screen is cleared in each case. Main thread. */
gboolean gw_reveal_code (const char *payload, const char *const *notes, GError **error);

G_END_DECLS
