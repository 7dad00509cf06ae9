/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The score: from facts to points and reasons, by one table. Pure; internal to the room. */
#pragma once

#include "providers/rank.h"

G_BEGIN_DECLS

typedef struct {
  const char *domain;
  const GwFacts *facts;
  const char *language; /* ISO 639-1 */
  gint32 today;
} GwRankInput;

/* 0 to 100; what speaks for and against is added to `reasons`. */
int gw_rank_score (const GwRankInput *in, GPtrArray *reasons);

/* Takes `text`. */
GwReason *gw_reason_new (const char *code, gboolean is_for, int weight, char *text);
void gw_reason_free (GwReason *reason);

/* The fact when it was seen from here, else NULL. `max_age` in days: what is older does not count.
 */
const GwFact *gw_rank_seen (const GwRankInput *in, GwFactId id, gint32 max_age);

#define GW_RANK_FRESH   1 /* days that a check counts; the day is the finest that a fact knows */
#define GW_RANK_ANY_AGE G_MAXINT32

G_END_DECLS
