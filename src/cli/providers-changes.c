/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an update changed: `gangway providers diff`, and the lines below each updated list. */
#include "cli/output.h"
#include "cli/providers.h"
#include "cli/when.h"

enum { INDENT = 2, DETAIL_INDENT = 6 };

void
gw_providers_print_changes (const GPtrArray *diffs, const GwCatalogue *before,
                            const GwCatalogue *now)
{
  static const struct {
    const char *mark;
    GwStyle style;
  } kinds[] = {
      [GW_DIFF_NEW] = {"+", GW_STYLE_GOOD},
      [GW_DIFF_GONE] = {"−", GW_STYLE_WARN},
      [GW_DIFF_CHANGED] = {"~", GW_STYLE_PLAIN},
  };

  for (guint i = 0; i < diffs->len; i++) {
    const GwDiff *diff = diffs->pdata[i];
    g_autofree char *name = gw_domain_display (diff->domain);
    g_autofree char *text = gw_diff_text (diff, before, now);
    g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
    gw_output_styled (kinds[diff->kind].style, "%*s%s %s\n", INDENT, "", kinds[diff->kind].mark,
                      name);
    for (char **line = lines; *line; line++)
      gw_output_paragraph (GW_STYLE_DIM, DETAIL_INDENT, *line);
  }
}

static json_t *
facts_json (const GwDiff *diff)
{
  json_t *array = json_array ();

  for (guint i = 0; diff->facts && i < diff->facts->len; i++)
    json_array_append_new (array,
                           json_string (gw_fact_name (g_array_index (diff->facts, GwFactId, i))));
  return array;
}

json_t *
gw_providers_changes_json (const GPtrArray *diffs, const GwCatalogue *before,
                           const GwCatalogue *now)
{
  json_t *array = json_array ();

  for (guint i = 0; i < diffs->len; i++) {
    const GwDiff *diff = diffs->pdata[i];
    g_autofree char *text = gw_diff_text (diff, before, now);
    json_array_append_new (array, json_pack ("{s:s, s:s, s:s, s:o}", "kind",
                                             gw_diff_kind_name (diff->kind), "domain", diff->domain,
                                             "text", text, "facts", facts_json (diff)));
  }
  return array;
}

/* The edition before the newest; for the first one of the public list, what came with the program.
 * NULL: there was none. */
static GwCatalogue *
load_before (const char *url)
{
  g_autoptr (GwListCopy) copy = gw_list_copy_load (url, GW_EDITION_BEFORE, NULL);

  if (copy)
    return g_steal_pointer (&copy->catalogue);
  return g_str_equal (url, GW_CATALOGUE_URL) ? gw_source_builtin ()
                                             : gw_catalogue_new (GW_ORIGIN_FETCHED, 0);
}

/* Text, or an element of `lists`. */
static void
tell_list (const GwListCopy *copy, json_t *lists)
{
  g_autoptr (GwCatalogue) before = load_before (copy->url);
  g_autoptr (GPtrArray) diffs = gw_diff (before, copy->catalogue);
  g_autofree char *day = gw_day_text (copy->catalogue->date);
  g_autofree char *day_before = gw_day_text (before->date);

  if (lists) {
    json_array_append_new (lists,
                           json_pack ("{s:s, s:o}", "url", copy->url, "changes",
                                      gw_providers_changes_json (diffs, before, copy->catalogue)));
    return;
  }
  gw_output_styled (GW_STYLE_BOLD, "%s\n", copy->url);
  g_autofree char *text =
      g_strdup_printf (diffs->len > 0 ? _ ("List of %s, compared with that of %s:")
                                      : _ ("List of %s: the same as that of %s."),
                       day, day_before);
  gw_output_paragraph (GW_STYLE_DIM, INDENT, text);
  gw_providers_print_changes (diffs, before, copy->catalogue);
}

GwExit
gw_providers_diff (const GwRun *run, char **words, GError **error)
{
  g_auto (GStrv) urls = gw_refresh_urls (run->profile, error);
  json_t *lists = run->common->json ? json_array () : NULL;
  guint told = 0;

  if (urls == NULL) {
    json_decref (lists);
    return GW_EXIT_GENERAL;
  }
  for (guint i = 0; urls[i]; i++) {
    g_autoptr (GwListCopy) copy = gw_list_copy_load (urls[i], GW_EDITION_NEWEST, NULL);
    if (copy == NULL)
      continue;
    tell_list (copy, lists);
    told++;
  }
  if (lists)
    gw_output_json (json_pack ("{s:i, s:o}", "version", 1, "lists", lists));
  else if (told == 0)
    gw_output_paragraph (GW_STYLE_PLAIN, 0,
                         _ ("No list was fetched yet; “gangway providers update” does that."));
  return GW_EXIT_DONE;
}
