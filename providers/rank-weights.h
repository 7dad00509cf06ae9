/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The score: from facts to points, by one table, and the words for them. Pure; internal to the
 * room. */
#pragma once

#include "providers/rank-input.h"

G_BEGIN_DECLS

/* What speaks for or against. Without a code there is nothing to say. */
typedef struct {
  const char *code;
  gboolean is_for;
  char *text; /* owned by whoever asked */
} GwRankNote;

/* How much of a row's points it earns, in percent. `note`: zeroed, gets the words; NULL: none are
 * made. */
int gw_rank_share (const GwRankInput *in, GwWeightId id, GwRankNote *note);

/* 0 to 100, rounded once. Whoever ignores every row leaves all to chance: then it is 100. */
int gw_rank_score (const guint8 *shares, const GwCare *cares);

/* Points that `percent` of a row are worth to this person: for the order of reasons. */
int gw_rank_points (GwWeightId id, GwCare care, int percent);

/* A web page where a lost password can be had anew. */
gboolean gw_rank_has_reset_page (const GwFacts *facts);
/* Days since it exists; -1: not known. */
gint32 gw_rank_age (const GwRankInput *in);
/* ISO 639-1 of the person. */
const char *gw_rank_language (const GwWishes *wishes);

G_END_DECLS
