/* SPDX-License-Identifier: GPL-3.0-or-later */
/* "Choose for me": a uniform draw without replacement from the operators that are recommended and
 * take people in the app. With fewer than four of them the good ones join, so that nobody gets all
 * newcomers. Never drawn: what only a fetched list knows and no probe has passed. Ends with an
 * explanation instead of beginning again. */
#pragma once

#include "providers/rank.h"

G_BEGIN_DECLS

typedef struct _GwChoice GwChoice;

/* `chance`: NULL for real chance, or a seed for a draw that can be repeated. The ranking must
 * outlive it. */
GwChoice *gw_choice_new (const GwRanking *ranking, const guint32 *seed);
void gw_choice_free (GwChoice *choice);

guint gw_choice_size (const GwChoice *choice); /* operators in the pot at first */

/* The next one; NULL when all were drawn. */
const GwRanked *gw_choice_next (GwChoice *choice);

/* How the draw works, or why it has ended: a plain sentence. Free with g_free(). */
char *gw_choice_explain (const GwChoice *choice);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwChoice, gw_choice_free)

G_END_DECLS
