/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The last page: the address, its proof, and the hand-over to the phone: a setup code that hides
 * again, the password to type it instead, and the account card. */
#pragma once

#include "journey.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define GANGWAY_TYPE_PAGE_DONE (gangway_page_done_get_type ())
G_DECLARE_FINAL_TYPE (GangwayPageDone, gangway_page_done, GANGWAY, PAGE_DONE, AdwBin)

void gangway_page_done_set_journey (GangwayPageDone *self, GangwayJourney *journey);

G_END_DECLS
