/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One puzzle of a form (XEP-0158): its picture, its sound or its question, and right below it the
 * answer. */
#pragma once

#include <adwaita.h>
#include <gangway.h>

G_BEGIN_DECLS

#define GANGWAY_TYPE_PUZZLE (gangway_puzzle_get_type ())
G_DECLARE_FINAL_TYPE (GangwayPuzzle, gangway_puzzle, GANGWAY, PUZZLE, AdwBin)

GtkWidget *gangway_puzzle_new (void);

/* What is asked now; the answer to the last one goes. "answered" (Enter) is emitted later. */
void gangway_puzzle_set_field (GangwayPuzzle *self, const GwField *field);

const char *gangway_puzzle_get_var (GangwayPuzzle *self);
const char *gangway_puzzle_get_answer (GangwayPuzzle *self); /* borrowed, "" for none */

/* FALSE: it was sent as a picture or a sound only, and nothing of that can be shown here. */
gboolean gangway_puzzle_is_shown (GangwayPuzzle *self);

G_END_DECLS
