/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a provider's form asks beyond name and password, as rows: texts, choices, switches, and the
 * picture puzzle. */
#pragma once

#include <adwaita.h>
#include <gangway.h>

G_BEGIN_DECLS

#define GANGWAY_TYPE_FORM_VIEW (gangway_form_view_get_type ())
G_DECLARE_FINAL_TYPE (GangwayFormView, gangway_form_view, GANGWAY, FORM_VIEW, AdwBin)

/* Shows the rows of `form`; answers already given to fields of the same name stay, but for the
 * puzzle's. NULL: none. */
void gangway_form_view_set_form (GangwayFormView *self, const GwForm *form);

/* var -> text; (transfer full). */
GHashTable *gangway_form_view_get_answers (GangwayFormView *self);

G_END_DECLS
