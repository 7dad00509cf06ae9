/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The addresses that were made on this computer: one press opens one again, with its setup code.
 * Hidden when there are none. */
#pragma once

#include "journey.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define GANGWAY_TYPE_ADDRESS_LIST (gangway_address_list_get_type ())
G_DECLARE_FINAL_TYPE (GangwayAddressList, gangway_address_list, GANGWAY, ADDRESS_LIST, AdwBin)

void gangway_address_list_set_journey (GangwayAddressList *self, GangwayJourney *journey);
/* Reads anew which there are. Contacts nobody. */
void gangway_address_list_refresh (GangwayAddressList *self);

G_END_DECLS
