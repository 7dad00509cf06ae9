/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the judges are given. */
#include "providers/rank-input.h"

GwRankInput
gw_rank_input (const GwProvider *provider, const GwFacts *facts, const GwWishes *wishes,
               gint32 today)
{
  return (GwRankInput){provider->domain, provider->is_builtin,    facts,
                       wishes,           gw_facts_signup (facts), today};
}
