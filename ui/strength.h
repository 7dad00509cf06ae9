/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How strong an own password is: a sentence, and a bar for the eye. A row; hidden while nothing was
 * typed. */
#pragma once

#include <adwaita.h>
#include <gangway.h>

G_BEGIN_DECLS

#define GANGWAY_TYPE_STRENGTH (gangway_strength_get_type ())
G_DECLARE_FINAL_TYPE (GangwayStrength, gangway_strength, GANGWAY, STRENGTH, AdwPreferencesRow)

/* `known` (NULL-terminated): what others know of the person, worth nothing in a password.
 * `password` NULL: nothing was typed. */
void gangway_strength_set (GangwayStrength *self, GwSecret *password, const char *const *known);

G_END_DECLS
