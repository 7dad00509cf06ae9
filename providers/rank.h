/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The ranked list, explained: hard filters with a sentence for what they remove, a score from one
 * table of weights, tiers, reasons for and against, and a fair order inside each tier. Pure: the
 * same input gives the same output; unknown is never counted as no. */
#pragma once

#include "providers/provider.h"

G_BEGIN_DECLS

typedef enum {
  GW_TIER_RECOMMENDED,
  GW_TIER_GOOD,
  GW_TIER_OTHER,
  GW_TIER_REJECTED,
  GW_N_TIERS
} GwTier;

const char *gw_tier_name (GwTier tier); /* "recommended", ... for JSON */

typedef struct {
  const char *code; /* "no-puzzle", "keeps-messages", "not-free" ...; static */
  gboolean is_for;
  char *text; /* translated sentence fragment, ready to show: "keeps messages for 30 days" */
  int weight; /* how much it moved the score, for the order in which reasons are shown; 0 for a
                 rejection */
} GwReason;

typedef struct {
  const GwProvider *provider; /* borrowed from the catalogue */
  GwTier tier;
  GwSignup signup;
  int score;          /* 0 to 100; never shown as such */
  GPtrArray *reasons; /* GwReason: strongest first, those for before those against; of a rejected
                         one the rules it broke */
  GPtrArray
      *aliases; /* char*: other domains of the same operator, merged into this entry; NULL: none */
} GwRanked;

/* What the person insists on. Zeroed = the defaults. */
typedef struct {
  gboolean in_app_only; /* not: web, invitation, closed */
  gboolean no_puzzle;
  gboolean no_email;
  gboolean allow_paid; /* default FALSE: known to cost money = out; not stated = in, with a reason
                          against */
  const char *const
      *countries; /* upper-case codes, all locations must be inside; NULL: any. Unknown = out */
  gboolean eu_only;
  int min_archive_days; /* 0: any. Unknown = out */
  int min_upload_mb;
  const char *language; /* ISO 639-1 of the person, for the language reason; NULL: en */
} GwFilters;

typedef struct {
  GPtrArray *rows; /* GwRanked: recommended, good, other, then rejected; fair order inside a tier */
} GwRanking;

/* `secret`: 32 bytes, the key of the fair order (gw_store_install_secret(), or a seed). `today`:
 * days since 1970. */
GwRanking *gw_rank (const GwCatalogue *catalogue, const GwFilters *filters, const guint8 *secret,
                    gint32 today);
void gw_ranking_free (GwRanking *ranking);

/* --- for "How is this ordered?"
 * ------------------------------------------------------------------------------- */

typedef struct {
  const char *code;
  int points;       /* at most */
  const char *text; /* translated: what it looks at */
} GwWeight;

/* The table of weights, in order; ends with a NULL code. Translated copies: the texts are static.
 */
const GwWeight *gw_rank_weights (void);

/* "Asks for nothing but name and password", "By invitation, or closed" ... one plain sentence per
 * kind of sign-up. */
const char *gw_signup_text (GwSignup signup);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwRanking, gw_ranking_free)

G_END_DECLS
