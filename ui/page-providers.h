/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The ranked list: search, the reasons of the selected provider, the offer to ask ten of them, and
 * "take this". */
#pragma once

#include "journey.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define GANGWAY_TYPE_PAGE_PROVIDERS (gangway_page_providers_get_type ())
G_DECLARE_FINAL_TYPE (GangwayPageProviders, gangway_page_providers, GANGWAY, PAGE_PROVIDERS, AdwBin)

void gangway_page_providers_set_journey (GangwayPageProviders *self, GangwayJourney *journey);

G_END_DECLS
