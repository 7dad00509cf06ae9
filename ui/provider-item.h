/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One row of the ranked list as an object that widgets can bind to. The texts are ready to show.
 * Main thread. */
#pragma once

#include <gangway.h>
#include <gio/gio.h>

G_BEGIN_DECLS

#define GANGWAY_TYPE_PROVIDER (gangway_provider_get_type ())
G_DECLARE_FINAL_TYPE (GangwayProvider, gangway_provider, GANGWAY, PROVIDER, GObject)

/* `ranked` is a row of `ranking`; neither is kept. */
GangwayProvider *gangway_provider_new (const GwRanking *ranking, const GwRanked *ranked);
/* The same provider, ranked anew: all but its check is replaced. */
void gangway_provider_update (GangwayProvider *self, const GwRanking *ranking,
                              const GwRanked *ranked);

const char *gangway_provider_get_domain (GangwayProvider *self);
GwTier gangway_provider_get_tier (GangwayProvider *self);
/* Can one register there from inside the window, as far as is known? */
gboolean gangway_provider_is_in_app (GangwayProvider *self);
/* FALSE: its operator does not want to be part of bulk checks. */
gboolean gangway_provider_allows_checks (GangwayProvider *self);
/* Where one registers on the web, as far as that is known to be such a page; https; NULL: not
 * known. */
const char *gangway_provider_get_register_page (GangwayProvider *self);
/* Its home page: https; NULL: not known. */
const char *gangway_provider_get_website (GangwayProvider *self);

/* "Asks for nothing but name and password · Germany" */
const char *gangway_provider_get_subtitle (GangwayProvider *self);
/* The reasons beyond the subtitle: "+ keeps messages for 30 days; …" and a line with "−"; "" for
 * none. */
const char *gangway_provider_get_reasons (GangwayProvider *self);

/* What the last check saw; "" while there is none. */
const char *gangway_provider_get_check (GangwayProvider *self);
void gangway_provider_set_check (GangwayProvider *self, const char *text);

/* Does the search text occur in its name or its texts? `folded`: by g_utf8_casefold(). */
gboolean gangway_provider_matches (GangwayProvider *self, const char *folded);

G_END_DECLS
