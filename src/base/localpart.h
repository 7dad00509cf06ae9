/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The name before the @, as servers keep it. gw_localpart_normalize() of base/jid.h is for
 * everybody else. Pure, any thread. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* NULL: *fault is a translated part of a sentence ("it is empty") to free; see
 * gw_localpart_normalize(). */
char *gw_localpart_prepare (const char *text, char **fault);

G_END_DECLS
