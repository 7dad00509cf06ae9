/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Results as a page for people, to keep, send or print: one file that loads nothing, in the
 * language of the program. It says what the JSON says. All that came from the network stands there
 * as text only. Pure; base/store.h puts it into a file (gw_store_publish). */
#pragma once

#include "probe/probe.h"

G_BEGIN_DECLS

/* `results`: GwProbeResult, each a part of its own. Well-formed HTML and XML, UTF-8. Free with
 * g_free(). */
char *gw_html_report (const GPtrArray *results);

G_END_DECLS
