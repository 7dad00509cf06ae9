/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One provider as the judges of the ranking look at it. Pure; internal to the room. */
#pragma once

#include "providers/rank.h"

G_BEGIN_DECLS

#define GW_RANK_FRESH   1 /* days that a check counts; the day is the finest that a fact knows */
#define GW_RANK_ANY_AGE G_MAXINT32

typedef struct {
  const char *domain;
  gboolean is_builtin;
  const GwFacts *facts;
  const GwWishes *wishes;
  GwSignup signup;
  gint32 today;
} GwRankInput;

/* Borrows all of it. `facts`: the provider's, or what they would be. Make it anew when the facts
 * have changed. */
GwRankInput gw_rank_input (const GwProvider *provider, const GwFacts *facts, const GwWishes *wishes,
                           gint32 today);

/* The fact when it was seen from here, else NULL. `max_age` in days: what is older does not count.
 * Inline: asked nine times per provider. */
static inline const GwFact *
gw_rank_seen (const GwRankInput *in, GwFactId id, gint32 max_age)
{
  const GwFact *fact = &in->facts->at[id];

  return fact->known && fact->origin >= GW_ORIGIN_PROBE &&
                 (gint64)in->today - fact->date <= (gint64)max_age
             ? fact
             : NULL;
}

/* A server answered to a check from here, at any time. */
static inline gboolean
gw_rank_was_reached (const GwRankInput *in)
{
  const GwFact *reachable = gw_rank_seen (in, GW_FACT_REACHABLE, GW_RANK_ANY_AGE);

  return reachable && reachable->value.yes;
}

G_END_DECLS
