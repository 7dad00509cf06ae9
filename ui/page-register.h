/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page of the chosen provider: what its check saw, the address to be, where the password is
 * kept, and the button. Refusals stand where they can be mended, with the next step; what was typed
 * stays. */
#pragma once

#include "journey.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define GANGWAY_TYPE_PAGE_REGISTER (gangway_page_register_get_type ())
G_DECLARE_FINAL_TYPE (GangwayPageRegister, gangway_page_register, GANGWAY, PAGE_REGISTER, AdwBin)

void gangway_page_register_set_journey (GangwayPageRegister *self, GangwayJourney *journey);

G_END_DECLS
