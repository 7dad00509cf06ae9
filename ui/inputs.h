/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All that the person fills in at a provider: the address, the provider's own questions, and where
 * the password is kept.
 *
 * Signals: "changed" (what gangway_inputs_is_ready() says may have changed), "activated" (Enter),
 * "renew" (other puzzles are wanted). */
#pragma once

#include "journey.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define GANGWAY_TYPE_INPUTS (gangway_inputs_get_type ())
G_DECLARE_FINAL_TYPE (GangwayInputs, gangway_inputs, GANGWAY, INPUTS, AdwBin)

void gangway_inputs_set_journey (GangwayInputs *self, GangwayJourney *journey);

/* The questions of the journey's attempt; `has_form` FALSE: none. */
void gangway_inputs_show_form (GangwayInputs *self, gboolean has_form);
/* Other puzzles are on their way; all else stays as it is. */
void gangway_inputs_set_renewing (GangwayInputs *self, gboolean is_renewing);

/* It can be sent: name and password can be used, and the password has a place. */
gboolean gangway_inputs_is_ready (GangwayInputs *self);
gboolean gangway_inputs_submit (GangwayInputs *self, GError **error);

/* Says `error` and the server's own `words` (NULL: none) where it is mended. FALSE: not here. */
gboolean gangway_inputs_show_fault (GangwayInputs *self, const GError *error, const char *words);

/* The person is just typing or choosing something. */
gboolean gangway_inputs_has_focus (GangwayInputs *self);

G_END_DECLS
