/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What changed between two editions of a list, as far as it concerns somebody who chooses a
 * provider. Pure. */
#pragma once

#include "providers/provider.h"

G_BEGIN_DECLS

typedef enum { GW_DIFF_NEW, GW_DIFF_GONE, GW_DIFF_CHANGED } GwDiffKind;

typedef struct {
  GwDiffKind kind;
  char *domain;
  GArray *facts; /* GwFactId of those that changed; NULL unless CHANGED */
} GwDiff;

const char *gw_diff_kind_name (GwDiffKind kind); /* "new", "gone", "changed": for JSON */

/* GwDiff: the new, the gone, then the changed ones, each by domain. An entry with the fact "listed"
 * false does not stand on a list. Free with g_ptr_array_unref(). */
GPtrArray *gw_diff (const GwCatalogue *before, const GwCatalogue *now);

/* "with a picture puzzle", "Messages kept: 30 days, before 7 days": one line a fact, translated; ""
 * for one that is gone. `before` and `now`: the catalogues that were compared. Free with g_free().
 */
char *gw_diff_text (const GwDiff *diff, const GwCatalogue *before, const GwCatalogue *now);

G_END_DECLS
