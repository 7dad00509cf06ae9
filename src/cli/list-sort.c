/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One comparison per key. */
#include "cli/list-sort.h"

#include "cli/opt.h"

static const GwRanked *
row_at (gconstpointer place)
{
  return *(const GwRanked *const *)place;
}

static int
compare_name (gconstpointer a, gconstpointer b)
{
  return strcmp (row_at (a)->provider->domain, row_at (b)->provider->domain);
}

/* The larger one first; no limit is the largest, unknown the last. */
static int
compare_number (const GwRanked *one, const GwRanked *two, GwFactId id)
{
  gint64 numbers[] = {gw_facts_number (&one->provider->facts, id, -1),
                      gw_facts_number (&two->provider->facts, id, -1)};

  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    if (numbers[i] == GW_NO_LIMIT)
      numbers[i] = G_MAXINT64;
  return (numbers[0] < numbers[1]) - (numbers[0] > numbers[1]);
}

static int
compare_archive (gconstpointer a, gconstpointer b)
{
  return compare_number (row_at (a), row_at (b), GW_FACT_ARCHIVE_DAYS);
}

static int
compare_upload (gconstpointer a, gconstpointer b)
{
  return compare_number (row_at (a), row_at (b), GW_FACT_UPLOAD_SIZE);
}

/* The oldest first. Dates as texts stand in their order. */
static int
compare_age (gconstpointer a, gconstpointer b)
{
  const char *one = gw_facts_text (&row_at (a)->provider->facts, GW_FACT_SINCE);
  const char *two = gw_facts_text (&row_at (b)->provider->facts, GW_FACT_SINCE);

  if (one == NULL || two == NULL)
    return (one == NULL) - (two == NULL);
  return strcmp (one, two);
}

static int
compare_score (gconstpointer a, gconstpointer b)
{
  return (row_at (a)->score < row_at (b)->score) - (row_at (a)->score > row_at (b)->score);
}

static const char *const keys[] = {"tier", "name", "archive", "upload", "age", "score", NULL};
static const GCompareFunc comparisons[] = {NULL,           compare_name, compare_archive,
                                           compare_upload, compare_age,  compare_score};
G_STATIC_ASSERT (G_N_ELEMENTS (keys) == G_N_ELEMENTS (comparisons) + 1);

gboolean
gw_list_sort_is_by_tier (const char *key)
{
  return key == NULL || g_str_equal (key, keys[0]);
}

static GPtrArray *
refuse_key (const char *key, GError **error)
{
  const char *nearest = gw_opt_nearest (key, keys);
  g_autofree char *all = g_strjoinv (", ", (char **)keys);
  g_autofree char *detail =
      nearest
          ? g_strdup_printf (_ ("--%s does not know that word; did you mean %s?"), "sort", nearest)
          : g_strdup_printf (_ ("--%s takes one of these: %s"), "sort", all);

  gw_error_set (error, GW_ERROR_USAGE, NULL, detail);
  return NULL;
}

GPtrArray *
gw_list_sort (const GwRanking *ranking, const char *key, GError **error)
{
  g_return_val_if_fail (ranking != NULL, NULL);

  gsize at = 0;
  while (key && keys[at] && !g_str_equal (keys[at], key))
    at++;
  if (keys[at] == NULL)
    return refuse_key (key, error);
  GPtrArray *rows = g_ptr_array_copy (ranking->rows, NULL, NULL);
  g_ptr_array_set_free_func (rows, NULL);
  if (comparisons[at])
    g_ptr_array_sort (rows, comparisons[at]);
  return rows;
}
