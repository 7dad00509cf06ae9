/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a provider's form asks beyond names and password: its words, its questions as rows, the
 * pages that it names, and its puzzles.
 *
 * Signals: "renew" (other puzzles are wanted), "activated" (Enter). */
#pragma once

#include <adwaita.h>
#include <gangway.h>

G_BEGIN_DECLS

#define GANGWAY_TYPE_FORM_VIEW (gangway_form_view_get_type ())
G_DECLARE_FINAL_TYPE (GangwayFormView, gangway_form_view, GANGWAY, FORM_VIEW, AdwBin)

/* Shows `form`; answers already given to fields of the same name stay, but for the puzzles'. Where
 * it asks the same as before, the rows stay as they are, focus and all. NULL: none. `next`: the
 * provider to go on with where a puzzle cannot be shown; NULL: the list. */
void gangway_form_view_set_form (GangwayFormView *self, const GwForm *form, const char *next);

/* Other puzzles are on their way. */
void gangway_form_view_set_renewing (GangwayFormView *self, gboolean is_renewing);

/* var -> text; (transfer full). */
GHashTable *gangway_form_view_get_answers (GangwayFormView *self);

/* Says `error` and the server's own `words` (NULL: none) where it is mended, and puts the focus
 * there. FALSE: it is not mended here. */
gboolean gangway_form_view_show_fault (GangwayFormView *self, const GError *error,
                                       const char *words);

G_END_DECLS
