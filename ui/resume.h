/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Registrations of an earlier run that were cut off: one after the other, with the offer to find
 * out. A card; hidden when there is none. */
#pragma once

#include "journey.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define GANGWAY_TYPE_RESUME (gangway_resume_get_type ())
G_DECLARE_FINAL_TYPE (GangwayResume, gangway_resume, GANGWAY, RESUME, AdwBin)

void gangway_resume_set_journey (GangwayResume *self, GangwayJourney *journey);
/* Reads anew which are open. Contacts nobody. */
void gangway_resume_refresh (GangwayResume *self);

G_END_DECLS
