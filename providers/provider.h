/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One provider: a domain and what is known about it; and the catalogue, the set of them.
 * Single-threaded values. */
#pragma once

#include "base/fact.h"

G_BEGIN_DECLS

typedef struct {
  char *domain; /* A-label, lower case */
  GwFacts facts;
  gint64 seen_at; /* of the last probe from here, seconds since 1970 UTC; 0: never */
} GwProvider;

GwProvider *gw_provider_new (const char *domain);
void gw_provider_free (GwProvider *provider);

typedef struct {
  GPtrArray *providers;  /* GwProvider, owned, in the order of the source */
  GHashTable *by_domain; /* borrowed */
  gint32 date;           /* of the list, days since 1970; 0: not stated */
  GwOrigin origin;       /* of the list */
} GwCatalogue;

GwCatalogue *gw_catalogue_new (GwOrigin origin, gint32 date);
void gw_catalogue_free (GwCatalogue *catalogue);

GwProvider *gw_catalogue_find (const GwCatalogue *catalogue,
                               const char *domain); /* borrowed, NULL: not in it */
GwProvider *gw_catalogue_ensure (GwCatalogue *catalogue, const char *domain); /* found or added */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwProvider, gw_provider_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwCatalogue, gw_catalogue_free)

G_END_DECLS
