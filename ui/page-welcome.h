/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The first page: what this is, one button, and a second one for those who were invited. Says so
 * when an earlier registration was cut off, and shows the addresses that are there. */
#pragma once

#include "journey.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define GANGWAY_TYPE_PAGE_WELCOME (gangway_page_welcome_get_type ())
G_DECLARE_FINAL_TYPE (GangwayPageWelcome, gangway_page_welcome, GANGWAY, PAGE_WELCOME, AdwBin)

void gangway_page_welcome_set_journey (GangwayPageWelcome *self, GangwayJourney *journey);
/* Looks anew for registrations that were cut off, and for addresses. */
void gangway_page_welcome_refresh (GangwayPageWelcome *self);

G_END_DECLS
