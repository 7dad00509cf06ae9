/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pages and files handed to the desktop's own programs. Main thread; the main context runs
 * meanwhile. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* FALSE when no program takes it, or `*stop`. Nothing secret may be in `uri`: other programs see
 * it. */
gboolean gw_desktop_open (const char *uri, const gboolean *stop);

G_END_DECLS
