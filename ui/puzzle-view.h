/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The puzzles of a form as one card: each with its answer, "New Picture", and what is to be said
 * about them (an old picture, a wrong answer, one that cannot be shown). Hidden when the form has
 * none.
 *
 * Signals: "renew" (the person asks for other puzzles), "answered" (Enter in an answer). */
#pragma once

#include <adwaita.h>
#include <gangway.h>

G_BEGIN_DECLS

#define GANGWAY_TYPE_PUZZLE_VIEW (gangway_puzzle_view_get_type ())
G_DECLARE_FINAL_TYPE (GangwayPuzzleView, gangway_puzzle_view, GANGWAY, PUZZLE_VIEW, AdwBin)

/* Takes the puzzles of `form`, never its answers: those were to the last ones. Whoever was typing
 * an answer keeps the focus. NULL: none. `next`: the provider to go on with when nothing of it can
 * be shown; NULL: the list. */
void gangway_puzzle_view_set_form (GangwayPuzzleView *self, const GwForm *form, const char *next);

/* Other puzzles are on their way. */
void gangway_puzzle_view_set_busy (GangwayPuzzleView *self, gboolean is_busy);

/* NULL: nothing. */
void gangway_puzzle_view_set_note (GangwayPuzzleView *self, const char *text);

/* Adds var -> text. */
void gangway_puzzle_view_collect (GangwayPuzzleView *self, GHashTable *answers);

G_END_DECLS
