/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Other orders than the ranking's, for --sort. */
#pragma once

#include "cli/cmd.h"

G_BEGIN_DECLS

/* The rows of the ranking (borrowed) by that key: tier, name, archive, upload, age or score; NULL:
 * tier. What is not known comes last, equals stay in the ranking's order. GW_ERROR_USAGE for
 * another key. Free with g_ptr_array_unref(). */
GPtrArray *gw_list_sort (const GwRanking *ranking, const char *key, GError **error);

/* The tiers stand together. */
gboolean gw_list_sort_is_by_tier (const char *key);

G_END_DECLS
