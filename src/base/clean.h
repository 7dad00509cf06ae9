/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words of a server before a person reads them: nothing in them may steer a terminal, turn the
 * direction of writing or hide. Markup is left alone: whoever shows them shows them as text. Pure.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* `text` as UTF-8 of at most `max` characters (more than 0), the last of them "…" when it was cut.
 * Control characters and others that cannot be seen become blanks; line feeds stay when
 * `keep_newlines`. Bytes that are no UTF-8 become U+FFFD. Free with g_free(). */
char *gw_clean_text (const char *text, gsize max, gboolean keep_newlines);

G_END_DECLS
