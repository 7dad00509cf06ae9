/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The address to be: its name, as suggested, typed or reserved by an invitation, how it will look,
 * the name that others see, and a password of one's own for those who want it. Writes all into the
 * journey. A row group; "changed" says that one of them changed, "activated" that Enter was
 * pressed. */
#pragma once

#include "journey.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define GANGWAY_TYPE_ADDRESS_ROWS (gangway_address_rows_get_type ())
G_DECLARE_FINAL_TYPE (GangwayAddressRows, gangway_address_rows, GANGWAY, ADDRESS_ROWS, AdwBin)

void gangway_address_rows_set_journey (GangwayAddressRows *self, GangwayJourney *journey);

/* The name can stand in an address, and the password can be used. */
gboolean gangway_address_rows_is_valid (GangwayAddressRows *self);

/* Says `error` and the server's own `words` (NULL: none) at the row where it is mended, and puts
 * the focus there; a name that is taken comes with some that are near it. FALSE: it is not mended
 * here.
 */
gboolean gangway_address_rows_show_fault (GangwayAddressRows *self, const GError *error,
                                          const char *words);

G_END_DECLS
