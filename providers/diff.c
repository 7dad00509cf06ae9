/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Comparing catalogues. */
#include "providers/diff.h"

#include "base/i18n.h"
#include "providers/fact-text.h"

const char *
gw_diff_kind_name (GwDiffKind kind)
{
  static const char *const names[] = {
      [GW_DIFF_NEW] = "new", [GW_DIFF_GONE] = "gone", [GW_DIFF_CHANGED] = "changed"};

  g_return_val_if_fail ((guint)kind < G_N_ELEMENTS (names), NULL);

  return names[kind];
}

static void
diff_free (gpointer data)
{
  GwDiff *diff = data;

  g_free (diff->domain);
  if (diff->facts)
    g_array_unref (diff->facts);
  g_free (diff);
}

/* NULL when it does not stand on the list. */
static const GwProvider *
find_listed (const GwCatalogue *catalogue, const char *domain)
{
  const GwProvider *provider = gw_catalogue_find (catalogue, domain);

  return provider && !gw_provider_has_left (provider) ? provider : NULL;
}

static void
add (GPtrArray *diffs, GwDiffKind kind, const char *domain, GArray *facts)
{
  GwDiff *diff = g_new (GwDiff, 1);

  *diff = (GwDiff){kind, g_strdup (domain), facts};
  g_ptr_array_add (diffs, diff);
}

/* NULL: nothing that is worth telling. */
static GArray *
changed_facts (const GwProvider *before, const GwProvider *now)
{
  GArray *facts = g_array_new (FALSE, FALSE, sizeof (GwFactId));

  for (GwFactId id = 0; id < GW_N_FACTS; id++)
    if (gw_fact_is_worth_telling (id) && id != GW_FACT_LISTED &&
        !gw_fact_equal (id, &before->facts.at[id], &now->facts.at[id]))
      g_array_append_val (facts, id);
  if (facts->len > 0)
    return facts;
  g_array_unref (facts);
  return NULL;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  const GwDiff *one = *(const GwDiff *const *)a;
  const GwDiff *two = *(const GwDiff *const *)b;

  return one->kind != two->kind ? (int)one->kind - (int)two->kind
                                : strcmp (one->domain, two->domain);
}

GPtrArray *
gw_diff (const GwCatalogue *before, const GwCatalogue *now)
{
  g_return_val_if_fail (before != NULL && now != NULL, NULL);

  GPtrArray *diffs = g_ptr_array_new_with_free_func (diff_free);
  for (guint i = 0; i < now->providers->len; i++) {
    const char *domain = ((const GwProvider *)now->providers->pdata[i])->domain;
    const GwProvider *here = find_listed (now, domain);
    const GwProvider *there = find_listed (before, domain);
    GArray *facts = here && there ? changed_facts (there, here) : NULL;
    if (facts)
      add (diffs, GW_DIFF_CHANGED, domain, facts);
    else if (here && there == NULL)
      add (diffs, GW_DIFF_NEW, domain, NULL);
  }
  for (guint i = 0; i < before->providers->len; i++) {
    const char *domain = ((const GwProvider *)before->providers->pdata[i])->domain;
    if (find_listed (before, domain) && find_listed (now, domain) == NULL)
      add (diffs, GW_DIFF_GONE, domain, NULL);
  }
  g_ptr_array_sort (diffs, compare);
  return diffs;
}

static char *
changes_text (const GwDiff *diff, const GwProvider *before, const GwProvider *now)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < diff->facts->len; i++) {
    GwFactId id = g_array_index (diff->facts, GwFactId, i);
    g_autofree char *is = gw_fact_text (id, &now->facts.at[id]);
    g_autofree char *was = gw_fact_text (id, &before->facts.at[id]);
    if (i > 0)
      g_string_append_c (text, '\n');
    /* Translators: "Messages kept: 30 days, before: 7 days" */
    g_string_append_printf (text, _ ("%s: %s, before: %s"), gw_fact_title (id), is, was);
  }
  return g_string_free (text, FALSE);
}

char *
gw_diff_text (const GwDiff *diff, const GwCatalogue *before, const GwCatalogue *now)
{
  g_return_val_if_fail (diff != NULL && before != NULL && now != NULL, NULL);

  const GwProvider *here = gw_catalogue_find (now, diff->domain);
  if (diff->kind == GW_DIFF_CHANGED)
    return changes_text (diff, gw_catalogue_find (before, diff->domain), here);
  return g_strdup (diff->kind == GW_DIFF_NEW ? gw_signup_words (gw_facts_signup (&here->facts))
                                             : "");
}
