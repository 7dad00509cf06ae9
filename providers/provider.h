/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One provider: a domain and what is known about it; and the catalogue, the set of them.
 * Single-threaded values. */
#pragma once

#include "base/fact.h"

G_BEGIN_DECLS

typedef struct {
  char *domain; /* A-label, lower case */
  GwFacts facts;
  gint64 seen_at;      /* of the last probe from here, seconds since 1970 UTC; 0: never */
  gboolean is_builtin; /* stands in the list that we ship: we vouch for it */
} GwProvider;

GwProvider *gw_provider_new (const char *domain);
void gw_provider_free (GwProvider *provider);

/* Decidedly no longer on the newest edition of the list that it came from. */
gboolean gw_provider_has_left (const GwProvider *provider);

typedef struct {
  GPtrArray *providers;  /* GwProvider, owned, in the order of the source */
  GHashTable *by_domain; /* borrowed */
  gint32 date;           /* of the list, days since 1970; 0: not stated */
  GwOrigin origin;       /* of the list */
  /* What a reader did not take, each with its place and reason: "entry 17 (yax.im): busFactor is
   * not a number". At most GW_LIMIT_LIST_NOTES (char*, owned); `n_notes` counts them all. */
  GPtrArray *notes;
  guint n_notes;
} GwCatalogue;

GwCatalogue *gw_catalogue_new (GwOrigin origin, gint32 date);
void gw_catalogue_free (GwCatalogue *catalogue);

GwProvider *gw_catalogue_find (const GwCatalogue *catalogue,
                               const char *domain); /* borrowed, NULL: not in it */
GwProvider *gw_catalogue_ensure (GwCatalogue *catalogue, const char *domain); /* found or added */
guint gw_catalogue_count (const GwCatalogue *catalogue);        /* without those that have left */
void gw_catalogue_remove (GwCatalogue *catalogue, guint index); /* order of the others is kept */

/* Takes `text`. */
void gw_catalogue_note (GwCatalogue *catalogue, char *text);

/* Moves all providers and facts of `from` into `catalogue`, fact by fact by the rule of
 * gw_facts_offer_*(); the newer date stays. `from` is freed. */
void gw_catalogue_absorb (GwCatalogue *catalogue, GwCatalogue *from);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwProvider, gw_provider_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwCatalogue, gw_catalogue_free)

G_END_DECLS
