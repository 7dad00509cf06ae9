/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Results as a page for people, to keep, send or print: one file that loads nothing, in the
 * language of the program. It says what the JSON says. All that came from the network stands there
 * as text only. Pure but for the writing. */
#pragma once

#include "probe/probe.h"

G_BEGIN_DECLS

/* `results`: GwProbeResult, each a part of its own. Well-formed HTML and XML, UTF-8. Free with
 * g_free(). */
char *gw_html_report (const GPtrArray *results);

/* Writes a new file that others may read. GW_ERROR_FILE_EXISTS: it is not replaced;
 * GW_ERROR_FILE_WRITE. */
gboolean gw_html_write (const char *path, const char *page, GError **error);

G_END_DECLS
