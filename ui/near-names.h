/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names near one that is taken, as buttons: one press takes one. A row; hidden without names.
 *
 * Signal "taken" (s: the name). */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define GANGWAY_TYPE_NEAR_NAMES (gangway_near_names_get_type ())
G_DECLARE_FINAL_TYPE (GangwayNearNames, gangway_near_names, GANGWAY, NEAR_NAMES, AdwPreferencesRow)

/* NULL: none. */
void gangway_near_names_set_taken (GangwayNearNames *self, const char *taken);

G_END_DECLS
