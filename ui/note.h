/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A sentence in its place: what is wrong with the row above it, or what has just happened. Screen
 * readers say it when it appears. Stands in a group of rows or in a card; hidden while there is
 * nothing to say. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define GANGWAY_TYPE_NOTE (gangway_note_get_type ())
G_DECLARE_FINAL_TYPE (GangwayNote, gangway_note, GANGWAY, NOTE, AdwActionRow)

GtkWidget *gangway_note_new (void);

/* NULL or "": nothing. Plain text. */
void gangway_note_set_text (GangwayNote *self, const char *text);

/* Says `text` about `row`, with the server's own `words` behind it (NULL: none), and marks the row
 * as wrong, for the eye and for screen readers. `text` NULL takes all of that back. */
void gangway_note_blame (GangwayNote *self, GtkWidget *row, const char *text, const char *words);

G_END_DECLS
