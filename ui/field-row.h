/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One question of a provider's form as a row: a line or several, a password, a switch, one choice
 * or several, or a note to read. What stands in it is the provider's text, never markup. */
#pragma once

#include <adwaita.h>
#include <gangway.h>

G_BEGIN_DECLS

/* An AdwPreferencesRow. `answer` NULL: the field's default. Nothing of `field` is kept. */
GtkWidget *gangway_field_row_new (const GwField *field, const char *answer);

/* The name of its field; NULL for a note, which has no answer. */
const char *gangway_field_row_get_var (GtkWidget *row);
/* As the provider calls it, without a mark of ours. */
const char *gangway_field_row_get_label (GtkWidget *row);
/* What gw_form_fill() takes: several values by newlines; to free, it may be a secret. */
char *gangway_field_row_get_answer (GtkWidget *row);

/* FALSE: it asks something else than `field` does. */
gboolean gangway_field_row_suits (GtkWidget *row, const GwField *field);

G_END_DECLS
