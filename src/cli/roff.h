/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text for the typesetter of manuals (groff_man(7)): what means something there is written so that
 * it means itself. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* .SH or .SS, "TITLE". */
void gw_roff_heading (GString *page, const char *macro, const char *title);

/* A paragraph of its own; of a line inside one: no break before it. */
void gw_roff_paragraph (GString *page, const char *text);
void gw_roff_text (GString *page, const char *text);

/* Begins an item of a list with that tag, in bold. */
void gw_roff_item (GString *page, const char *tag);

/* "label: text" on a line of its own inside an item. */
void gw_roff_labelled (GString *page, const char *label, const char *text);

/* Lines that stay as they are, for example a configuration. */
void gw_roff_lines (GString *page, const char *text);

G_END_DECLS
