/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The catalogue that the faces rank: the built-in list, the kept copies of fetched lists, the
 * person's own providers, and what was seen from here, merged by origin and date. Reads files only,
 * contacts nobody. Any thread. */
#pragma once

#include "base/profile.h"
#include "providers/provider.h"

G_BEGIN_DECLS

/* The profile's list_file ("-": standard input) replaces the built-in and the fetched lists; one
 * that cannot be read is an error, never silently replaced. What it says counts as fetched, but our
 * own survival figures of the domains that it names are kept. Damaged files of ours are reported as
 * a message and left out. */
GwCatalogue *gw_catalogue_load (const GwProfile *profile, GError **error);

G_END_DECLS
