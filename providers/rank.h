/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The ranked list, explained: hard rules with a sentence for what they remove, a score from one
 * table of weights, tiers, and a fair order inside each tier. Pure; unknown is never counted as no.
 * Ranking makes no words: reasons, and what would change a place, are made for the rows that
 * somebody looks at. */
#pragma once

#include "providers/provider.h"

G_BEGIN_DECLS

/* Days after which the age of a list is worth a word, and after which about half of those who take
 * people in the app may have changed. */
#define GW_LIST_OLD_DAYS   60
#define GW_LIST_STALE_DAYS 180

typedef enum {
  GW_TIER_RECOMMENDED,
  GW_TIER_GOOD,
  GW_TIER_OTHER,
  GW_TIER_REJECTED,
  GW_N_TIERS
} GwTier;

const char *gw_tier_name (GwTier tier); /* "recommended", ... for JSON */

/* The rows of the table of weights. */
typedef enum {
  GW_WEIGHT_SIGNUP,
  GW_WEIGHT_CHECK,
  GW_WEIGHT_ARCHIVE,
  GW_WEIGHT_FILE_SIZE,
  GW_WEIGHT_FILE_DAYS,
  GW_WEIGHT_PEOPLE,
  GW_WEIGHT_SINCE,
  GW_WEIGHT_SURVIVAL,
  GW_WEIGHT_PASSWORD_RESET,
  GW_WEIGHT_SUPPORT,
  GW_WEIGHT_LANGUAGE,
  GW_N_WEIGHTS,
} GwWeightId;

typedef struct {
  const char *code; /* "signup" */
  int points;       /* at most */
  const char *text; /* translated: what it looks at */
} GwWeight;

/* The table, in the order of GwWeightId; ends with a NULL code. For "How is this ordered?". */
const GwWeight *gw_rank_weights (void);
gboolean gw_weight_from_code (const char *code, GwWeightId *id);

/* How much a person cares about a row: it counts once, double, half, or not at all. */
typedef enum { GW_CARE_NORMAL, GW_CARE_MORE, GW_CARE_LESS, GW_CARE_NOT } GwCare;

/* What the person insists on and cares about. Zeroed = the defaults. Unknown never passes a rule
 * that asks for something. */
typedef struct {
  /* how one gets an address */
  guint signups;        /* bits 1 << GwSignup that are welcome; 0: all but closed */
  gboolean in_app_only; /* not: web, invitation, closed */
  gboolean no_puzzle;
  gboolean no_email;
  gboolean allow_paid; /* default FALSE: known to cost money = out; not stated = in, with a reason
                          against */
  /* the provider */
  char **countries;     /* upper-case codes, all locations must be inside; NULL: any */
  gboolean eu_only;     /* likewise, the 27 members */
  char **languages;     /* ISO 639-1, one of them must be spoken; NULL: any */
  char **organizations; /* as in GW_FACT_ORGANIZATION; NULL: any */
  int min_years;        /* known to exist that long; 0: any */
  gboolean reset;       /* has a page for lost passwords */
  gboolean green;       /* hosted with green power */
  /* limits */
  int min_archive_days; /* 0: any */
  int min_upload_mb;

  GwCare cares[GW_N_WEIGHTS];
  char *language; /* ISO 639-1 of the person, for the language row; NULL: en */
} GwWishes;

GwWishes *gw_wishes_new (void);
GwWishes *gw_wishes_copy (const GwWishes *wishes);
void gw_wishes_free (GwWishes *wishes);

typedef struct {
  const GwProvider *provider; /* borrowed from the catalogue */
  GwTier tier;
  GwSignup signup;
  int score;                   /* 0 to 100; never shown as such */
  guint8 shares[GW_N_WEIGHTS]; /* percent of each row's points that it earns */
  guint32 broken;              /* bits: rules that it breaks, see rank-rules.h */
  gboolean names_others;       /* it says that further domains are its own */
  guint64 lot;                 /* for the order inside its tier */
  GPtrArray *aliases; /* char*: other domains of the same operator, merged into this entry; NULL:
                         none */
} GwRanked;

typedef struct {
  GPtrArray *rows; /* GwRanked: recommended, good, other, then rejected; fair order inside a tier,
                      the rejected by name */
  GwWishes *wishes;
  gint32 today;
  int recommended_from, good_from; /* scores at which the tiers begin */
  /* private: where the rows lie, one after the other */
  GwRanked *all;
  guint n_all;
} GwRanking;

/* `secret`: 32 bytes, the key of the fair order (gw_store_install_secret(), or a seed). `today`:
 * days since 1970. The catalogue must outlive the ranking. */
GwRanking *gw_rank (const GwCatalogue *catalogue, const GwWishes *wishes, const guint8 *secret,
                    gint32 today);
void gw_ranking_free (GwRanking *ranking);

/* The row of a domain or of one of its merged aliases (A-label); NULL: none. */
const GwRanked *gw_ranking_find (const GwRanking *ranking, const char *domain);

typedef struct {
  const char *code; /* "no-puzzle", "keeps-messages", "not-free" ...; static */
  gboolean is_for;
  char *text; /* translated sentence fragment, ready to show: "keeps messages for 30 days" */
  int weight; /* how much it moved the score, for the order in which reasons are shown; 0 for a
                 rejection */
} GwReason;

/* GwReason, strongest first, those for before those against; of a rejected one the rules that it
 * broke. Free with g_ptr_array_unref(). */
GPtrArray *gw_rank_reasons (const GwRanking *ranking, const GwRanked *row);

typedef struct {
  GwTier tier; /* the place it would have; GW_N_TIERS: nothing simple would lift it */
  char *text;  /* "Recommended if messages were kept for 30 days" */
} GwChange;

/* What would lift it: per better tier the smallest set of changes (at most three) that is enough,
 * computed with the same tables. Empty for a recommended one. Free with g_ptr_array_unref(). */
GPtrArray *gw_rank_changes (const GwRanking *ranking, const GwRanked *row);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwRanking, gw_ranking_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwWishes, gw_wishes_free)

G_END_DECLS
