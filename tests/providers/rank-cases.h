/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the tests of the ranking share. Providers are written as short texts: "NAME=VALUE
 * NAME=VALUE|ORIGIN|DATE ...", from the built-in list of RANK_LISTED unless they say otherwise. A
 * later value replaces an earlier one. */
#pragma once

#include "providers/rank.h"

G_BEGIN_DECLS

#define RANK_TODAY     "2026-11-23"
#define RANK_YESTERDAY "2026-11-22"
#define RANK_LISTED    "2026-07-11"

/* As good as a provider can be before anybody looked: all points but 5 of the check. */
#define RANK_BEST                                                                                  \
  "signup=at-once free=yes countries=DE since=2005-01-01 bus-factor=3 archive-days=30 "            \
  "upload-size=200 upload-days=30 languages=en,de password-reset=https://one.example/reset "       \
  "support=email:a@one.example,chat:b@one.example,room:c@one.example "                             \
  "listed-times=19 listed-of=19 signup-closed-times=0 dropped-times=0 "
#define RANK_BEST_SCORE 95
#define RANK_PASSED     "reachable=yes|probe|" RANK_TODAY " certificate=ok|probe|" RANK_TODAY " "

extern const guint8 rank_secret[32];

void rank_add (GwCatalogue *catalogue, const char *domain, const char *text);
/* Four perfect ones, so that bands have their usual width, and one.example. */
GwCatalogue *rank_catalogue_with (const char *text);
/* `n` providers of any kind, the same for one seed: p0.example, ... */
GwCatalogue *rank_catalogue_random (guint32 seed, guint n);
/* A random token for a random fact, "archive-days=14". Free with g_free(). */
char *rank_random_token (GRand *chance);

/* On RANK_TODAY; `wishes` NULL: the defaults. */
GwRanking *rank_now (const GwCatalogue *catalogue, const GwWishes *wishes);

const GwRanked *rank_row_of (const GwRanking *ranking, const char *domain);
/* Of one.example, as it is ranked among those of rank_catalogue_with(). */
GwTier rank_tier_of (const char *text, const GwWishes *wishes);

/* The text of the reason with that code; NULL: there is none. Free with g_free(). */
char *rank_reason (const GwRanking *ranking, const GwRanked *row, const char *code);

G_END_DECLS
