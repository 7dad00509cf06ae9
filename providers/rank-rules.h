/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hard rules: what removes a provider, and what keeps it from the upper tiers, each with a
 * sentence. One table; its rows are the bits of GwRanked.broken. Pure; internal to the room. */
#pragma once

#include "providers/rank-input.h"

G_BEGIN_DECLS

typedef enum {
  /* seen from here */
  GW_RULE_UNREACHABLE,
  GW_RULE_CERTIFICATE,
  GW_RULE_REFUSED,
  /* how one gets an address */
  GW_RULE_CLOSED,
  GW_RULE_SIGNUPS,
  GW_RULE_IN_APP,
  GW_RULE_PUZZLE,
  GW_RULE_EMAIL,
  /* what the person asks for */
  GW_RULE_FREE,
  GW_RULE_COUNTRIES,
  GW_RULE_EU,
  GW_RULE_LANGUAGES,
  GW_RULE_ORGANIZATIONS,
  GW_RULE_YEARS,
  GW_RULE_RESET,
  GW_RULE_GREEN,
  GW_RULE_ARCHIVE,
  GW_RULE_FILE_SIZE,
  /* too little is known */
  GW_RULE_ONLY_NAME,
  GW_RULE_CATEGORY,
  /* not among the best ones */
  GW_RULE_NOT_OPEN,
  GW_RULE_LEFT_LIST,
  GW_RULE_WEB,
  GW_RULE_REFUSED_BEFORE,
  GW_RULE_PERHAPS_INVITATION,
  GW_RULE_COST_UNKNOWN,
  GW_RULE_ONLY_FETCHED,
  GW_N_RULES,
} GwRuleId;

G_STATIC_ASSERT (GW_N_RULES <= 32);

#define GW_RULE_BIT(id) ((guint32)1 << (id))

/* The rules that it breaks, as bits. */
guint32 gw_rank_broken (const GwRankInput *in);

/* The best tier left to whoever breaks these. */
GwTier gw_rank_open_tier (guint32 broken);
GwTier gw_rank_rule_tier (GwRuleId id);

const char *gw_rank_rule_code (GwRuleId id);
/* Why it is broken: a sentence, or a fragment for what does not reject. NULL: it is kept, or the
 * table of weights says it already. Free with g_free(). */
char *gw_rank_rule_text (const GwRankInput *in, GwRuleId id);

G_END_DECLS
