/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The ranked list for the eye. */
#pragma once

#include "cli/cmd.h"

G_BEGIN_DECLS

typedef struct {
  const GwCatalogue *catalogue;
  const GwRanking *ranking;
  const GPtrArray *rows; /* GwRanked of the ranking, in the order in which to show them */
  gboolean by_tier;      /* the tiers stand together and have titles */
  gboolean with_rejected;
  int limit;               /* rows at most; -1: all */
  const char *explanation; /* of a draw; NULL: none was made */
} GwListView;

/* Is this row to be shown? `shown`: rows shown before it. */
gboolean gw_list_view_has (const GwListView *view, const GwRanked *row, int shown);

void gw_list_print_table (const GwListView *view);
/* All that is known for and against one provider, and what would change its place. */
void gw_list_print_why (const GwCatalogue *catalogue, const GwRanking *ranking,
                        const GwRanked *row);
/* "How is this ordered?" */
void gw_list_print_weights (void);

G_END_DECLS
