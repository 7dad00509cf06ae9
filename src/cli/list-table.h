/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The ranked list for the eye. */
#pragma once

#include "cli/cmd.h"

G_BEGIN_DECLS

typedef struct {
  const GwCatalogue *catalogue;
  const GwRanking *ranking;
  gboolean with_rejected;
  int limit; /* rows at most; -1: all */
} GwListView;

/* Is this row to be shown? `shown`: rows shown before it. */
gboolean gw_list_view_has (const GwListView *view, const GwRanked *row, int shown);

void gw_list_print_table (const GwListView *view);
/* All that is known for and against one provider. */
void gw_list_print_why (const GwRanked *row);
/* "How is this ordered?" */
void gw_list_print_weights (void);

G_END_DECLS
