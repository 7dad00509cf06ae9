/* SPDX-License-Identifier: GPL-3.0-or-later */
/* gangway list: the ranked list. Contacts nobody and starts nothing that could. */
#include "cli/list-table.h"
#include "cli/output.h"

#include "base/store.h"
#include "probe/report.h"

typedef struct {
  gboolean all;
  gboolean in_app, no_puzzle, no_email, paid, eu;
  const char *country;
  int min_archive, min_upload;
  const char *list;
  int limit, seed;
  const char *why;
  gboolean how;
} ListOptions;

static const GwOpt options[] = {
    {"all", GW_OPT_FLAG, offsetof (ListOptions, all), NULL,
     N_ ("show those that are not suggested too, with the reason")},
    {"in-app", GW_OPT_FLAG, offsetof (ListOptions, in_app), NULL,
     N_ ("only where one can register from an app")},
    {"no-puzzle", GW_OPT_FLAG, offsetof (ListOptions, no_puzzle), NULL,
     N_ ("only without a picture puzzle")},
    {"no-email", GW_OPT_FLAG, offsetof (ListOptions, no_email), NULL,
     N_ ("only without an e-mail address")},
    {"paid", GW_OPT_FLAG, offsetof (ListOptions, paid), NULL,
     N_ ("those that cost money are welcome too")},
    {"country", GW_OPT_TEXT, offsetof (ListOptions, country), N_ ("DE,CH"),
     N_ ("only with all servers in these countries")},
    {"eu", GW_OPT_FLAG, offsetof (ListOptions, eu), NULL,
     N_ ("only with all servers in the European Union")},
    {"min-archive", GW_OPT_NUMBER, offsetof (ListOptions, min_archive), N_ ("DAYS"),
     N_ ("only where messages are kept that long")},
    {"min-upload", GW_OPT_NUMBER, offsetof (ListOptions, min_upload), N_ ("MB"),
     N_ ("only where files may be that large")},
    {"limit", GW_OPT_NUMBER, offsetof (ListOptions, limit), N_ ("N"), N_ ("show at most N")},
    {"list", GW_OPT_TEXT, offsetof (ListOptions, list), N_ ("FILE"),
     N_ ("rank this list (XMPP Providers v2) instead of the built-in one; - reads standard input")},
    {"why", GW_OPT_TEXT, offsetof (ListOptions, why), N_ ("DOMAIN"),
     N_ ("all reasons for the place of one provider")},
    {"how", GW_OPT_FLAG, offsetof (ListOptions, how), NULL, N_ ("how the list is ordered")},
    {"seed", GW_OPT_NUMBER, offsetof (ListOptions, seed), N_ ("N"),
     N_ ("the same order inside each group on every computer")},
    {NULL},
};

/* "DE,ch" -> {"DE", "CH"} */
static char **
parse_countries (const char *text, GError **error)
{
  g_autofree char *upper = g_ascii_strup (text, -1);
  g_auto (GStrv) codes = g_strsplit (upper, ",", -1);

  for (char **code = codes; *code; code++) {
    if (strlen (*code) == 2 && g_ascii_isalpha ((*code)[0]) && g_ascii_isalpha ((*code)[1]))
      continue;
    gw_error_set (error, GW_ERROR_USAGE, NULL,
                  _ ("--country takes codes of two letters with commas between them"));
    return NULL;
  }
  return g_steal_pointer (&codes);
}

static GwRanking *
rank (const ListOptions *chosen, const GwCatalogue *catalogue, GError **error)
{
  g_auto (GStrv) countries = NULL;
  guint8 seed[32] = {0};

  if (chosen->country) {
    countries = parse_countries (chosen->country, error);
    if (countries == NULL)
      return NULL;
  }
  if (chosen->seed >= 0)
    memcpy (seed, &chosen->seed, sizeof chosen->seed);
  const GwFilters filters = {
      .in_app_only = chosen->in_app,
      .no_puzzle = chosen->no_puzzle,
      .no_email = chosen->no_email,
      .allow_paid = chosen->paid,
      .countries = (const char *const *)countries,
      .eu_only = chosen->eu,
      .min_archive_days = MAX (chosen->min_archive, 0),
      .min_upload_mb = MAX (chosen->min_upload, 0),
      .language = gw_i18n_language (),
  };
  return gw_rank (catalogue, &filters, chosen->seed >= 0 ? seed : gw_store_install_secret (),
                  gw_date_today ());
}

static json_t *
reasons_json (const GwRanked *row)
{
  json_t *array = json_array ();

  for (guint i = 0; i < row->reasons->len; i++) {
    const GwReason *reason = row->reasons->pdata[i];
    json_array_append_new (array, json_pack ("{s:s, s:b, s:s}", "code", reason->code, "for",
                                             reason->is_for, "text", reason->text));
  }
  return array;
}

static json_t *
row_json (const GwRanked *row)
{
  json_t *aliases = json_array ();

  for (guint i = 0; row->aliases && i < row->aliases->len; i++)
    json_array_append_new (aliases, json_string (row->aliases->pdata[i]));
  return json_pack ("{s:s, s:s, s:s, s:o, s:o, s:o}", "domain", row->provider->domain, "tier",
                    gw_tier_name (row->tier), "signup", gw_signup_name (row->signup), "reasons",
                    reasons_json (row), "facts", gw_report_facts (&row->provider->facts, TRUE),
                    "aliases", aliases);
}

/* `only`: that row whatever its tier; NULL: what the view shows. */
static void
print_json (const GwListView *view, const GwRanked *only)
{
  g_autofree char *date = view->catalogue->date > 0 ? gw_date_format (view->catalogue->date) : NULL;
  json_t *providers = json_array ();

  for (guint i = 0; i < view->ranking->rows->len; i++) {
    const GwRanked *row = view->ranking->rows->pdata[i];
    if (only ? row == only : gw_list_view_has (view, row, (int)json_array_size (providers)))
      json_array_append_new (providers, row_json (row));
  }
  gw_output_json (
      json_pack ("{s:i, s:s?, s:o}", "version", 1, "list_date", date, "providers", providers));
}

static gboolean
has_name (const GwRanked *row, const char *domain)
{
  if (g_str_equal (row->provider->domain, domain))
    return TRUE;
  return row->aliases && g_ptr_array_find_with_equal_func (row->aliases, domain, g_str_equal, NULL);
}

static const GwRanked *
find_row (const GwRanking *ranking, const char *typed, GError **error)
{
  g_autofree char *domain = gw_domain_normalize (typed, error);

  if (domain == NULL)
    return NULL;
  for (guint i = 0; i < ranking->rows->len; i++) {
    const GwRanked *row = ranking->rows->pdata[i];
    if (has_name (row, domain))
      return row;
  }
  g_autofree char *detail = g_strdup_printf (_ ("the list does not hold %s"), domain);
  gw_error_set (error, GW_ERROR_USAGE, NULL, detail);
  return NULL;
}

static void
print_weights (const GwCommon *common)
{
  if (!common->json) {
    gw_list_print_weights ();
    return;
  }
  json_t *weights = json_array ();
  for (const GwWeight *weight = gw_rank_weights (); weight->code; weight++)
    json_array_append_new (weights, json_pack ("{s:s, s:i, s:s}", "code", weight->code, "points",
                                               weight->points, "text", weight->text));
  gw_output_json (json_pack ("{s:i, s:o}", "version", 1, "weights", weights));
}

static GwExit
run_list (GwRun *run, GError **error)
{
  const ListOptions *chosen = run->options;

  if (chosen->how) {
    print_weights (run->common);
    return GW_EXIT_DONE;
  }
  if (chosen->list) {
    g_free (run->profile->list_file);
    run->profile->list_file = g_strdup (chosen->list);
  }
  g_autoptr (GwCatalogue) catalogue = gw_catalogue_load (run->profile, error);
  g_autoptr (GwRanking) ranking = catalogue ? rank (chosen, catalogue, error) : NULL;
  if (ranking == NULL)
    return GW_EXIT_GENERAL;
  const GwRanked *only = chosen->why ? find_row (ranking, chosen->why, error) : NULL;
  if (chosen->why && only == NULL)
    return GW_EXIT_GENERAL;

  const GwListView view = {catalogue, ranking, chosen->all, chosen->limit};
  if (run->common->json)
    print_json (&view, only);
  else if (only)
    gw_list_print_why (only);
  else
    gw_list_print_table (&view);
  return GW_EXIT_DONE;
}

const GwCommand gw_command_list = {
    .name = "list",
    .usage = N_ ("[options]"),
    .summary = N_ ("show providers, the best first, and why"),
    .text = N_ ("Ranks the list that comes with this program, with all that was seen from here "
                "before. Nobody is contacted. Example: gangway list --no-puzzle --eu"),
    .options = options,
    .options_size = sizeof (ListOptions),
    .run = run_list,
};
