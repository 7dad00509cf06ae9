/* SPDX-License-Identifier: GPL-3.0-or-later */
/* gangway list: the ranked list. Contacts nobody and starts nothing that could. */
#include "cli/list-sort.h"
#include "cli/list-table.h"
#include "cli/list-wishes.h"
#include "cli/output.h"

#include "base/store.h"
#include "probe/report.h"

typedef struct {
  GwWishOptions wishes;
  gboolean all;
  const char *sort, *list, *why;
  int limit, seed;
  gboolean choose, how;
} ListOptions;

static const GwOpt options[] = {
    {"all", GW_OPT_FLAG, offsetof (ListOptions, all), NULL,
     N_ ("show those that are not suggested too, with the reason")},
    {"in-app", GW_OPT_FLAG, offsetof (ListOptions, wishes.in_app), NULL,
     N_ ("only where one can register from an app")},
    {"no-puzzle", GW_OPT_FLAG, offsetof (ListOptions, wishes.no_puzzle), NULL,
     N_ ("only without a picture puzzle")},
    {"no-email", GW_OPT_FLAG, offsetof (ListOptions, wishes.no_email), NULL,
     N_ ("only without an e-mail address")},
    {"paid", GW_OPT_FLAG, offsetof (ListOptions, wishes.paid), NULL,
     N_ ("those that cost money are welcome too")},
    {"country", GW_OPT_TEXT, offsetof (ListOptions, wishes.country), N_ ("DE,CH"),
     N_ ("only with all servers in these countries")},
    {"eu", GW_OPT_FLAG, offsetof (ListOptions, wishes.eu), NULL,
     N_ ("only with all servers in the European Union")},
    {"min-archive", GW_OPT_NUMBER, offsetof (ListOptions, wishes.min_archive), N_ ("DAYS"),
     N_ ("only where messages are kept that long")},
    {"min-upload", GW_OPT_NUMBER, offsetof (ListOptions, wishes.min_upload), N_ ("MB"),
     N_ ("only where files may be that large")},
    {"signup", GW_OPT_TEXT, offsetof (ListOptions, wishes.signup), N_ ("KIND,..."),
     N_ ("only with these ways to get an address: at-once, puzzle, email, web, invitation, closed, "
         "unclear")},
    {"language", GW_OPT_TEXT, offsetof (ListOptions, wishes.language), N_ ("de,en"),
     N_ ("only with a website in one of these languages")},
    {"organization", GW_OPT_TEXT, offsetof (ListOptions, wishes.organization), N_ ("KIND,..."),
     N_ ("only run by a company, commercial-person, private-person, governmental, "
         "non-governmental")},
    {"min-years", GW_OPT_NUMBER, offsetof (ListOptions, wishes.min_years), N_ ("N"),
     N_ ("only what has existed that long")},
    {"reset", GW_OPT_FLAG, offsetof (ListOptions, wishes.reset), NULL,
     N_ ("only with a page for lost passwords")},
    {"green", GW_OPT_FLAG, offsetof (ListOptions, wishes.green), NULL,
     N_ ("only what runs on green power")},
    {"more", GW_OPT_TEXT, offsetof (ListOptions, wishes.more), N_ ("CODE,..."),
     N_ ("counts twice as much for the order; --how names the codes")},
    {"less", GW_OPT_TEXT, offsetof (ListOptions, wishes.less), N_ ("CODE,..."), N_ ("counts half")},
    {"ignore", GW_OPT_TEXT, offsetof (ListOptions, wishes.ignore), N_ ("CODE,..."),
     N_ ("does not count")},
    {"sort", GW_OPT_TEXT, offsetof (ListOptions, sort), N_ ("KEY"),
     N_ ("one list in the order of tier, name, archive, upload, age or score")},
    {"choose", GW_OPT_FLAG, offsetof (ListOptions, choose), NULL,
     N_ ("draw one by chance, or --limit N of them, among those that are recommended")},
    {"limit", GW_OPT_NUMBER, offsetof (ListOptions, limit), N_ ("N"), N_ ("show at most N")},
    {"list", GW_OPT_TEXT, offsetof (ListOptions, list), N_ ("FILE"),
     N_ ("rank this list (XMPP Providers v2) instead of the built-in one; - reads standard input")},
    {"why", GW_OPT_TEXT, offsetof (ListOptions, why), N_ ("DOMAIN"),
     N_ ("all reasons for the place of one provider, and what would change it")},
    {"how", GW_OPT_FLAG, offsetof (ListOptions, how), NULL, N_ ("how the list is ordered")},
    {"seed", GW_OPT_NUMBER, offsetof (ListOptions, seed), N_ ("N"),
     N_ ("the same order, and the same draw, on every computer")},
    {NULL},
};

static GwRanking *
rank (const ListOptions *chosen, const GwCatalogue *catalogue, GError **error)
{
  g_autoptr (GwWishes) wishes = gw_list_wishes (&chosen->wishes, error);
  guint8 seed[32] = {0};

  if (wishes == NULL)
    return NULL;
  if (chosen->seed >= 0)
    memcpy (seed, &chosen->seed, sizeof chosen->seed);
  return gw_rank (catalogue, wishes, chosen->seed >= 0 ? seed : gw_store_install_secret (),
                  gw_date_today ());
}

/* --- as JSON */

static json_t *
reasons_json (const GwRanking *ranking, const GwRanked *row)
{
  g_autoptr (GPtrArray) reasons = gw_rank_reasons (ranking, row);
  json_t *array = json_array ();

  for (guint i = 0; i < reasons->len; i++) {
    const GwReason *reason = reasons->pdata[i];
    json_array_append_new (array, json_pack ("{s:s, s:b, s:s}", "code", reason->code, "for",
                                             reason->is_for, "text", reason->text));
  }
  return array;
}

/* Percent of each row's points; the sum is nobody's business: tiers, not decimals. */
static json_t *
parts_json (const GwRanked *row)
{
  json_t *array = json_array ();

  for (int id = 0; id < GW_N_WEIGHTS; id++)
    json_array_append_new (array, json_pack ("{s:s, s:i}", "code", gw_rank_weights ()[id].code,
                                             "share", row->shares[id]));
  return array;
}

/* The tier is null where nothing simple would do. */
static json_t *
changes_json (const GwRanking *ranking, const GwRanked *row)
{
  g_autoptr (GPtrArray) changes = gw_rank_changes (ranking, row);
  json_t *array = json_array ();

  for (guint i = 0; i < changes->len; i++) {
    const GwChange *change = changes->pdata[i];
    json_array_append_new (
        array, json_pack ("{s:s?, s:s}", "tier",
                          change->tier < GW_N_TIERS ? gw_tier_name (change->tier) : NULL, "text",
                          change->text));
  }
  return array;
}

static json_t *
row_json (const GwRanking *ranking, const GwRanked *row)
{
  json_t *aliases = json_array ();

  for (guint i = 0; row->aliases && i < row->aliases->len; i++)
    json_array_append_new (aliases, json_string (row->aliases->pdata[i]));
  return json_pack ("{s:s, s:s, s:s, s:o, s:o, s:o, s:o}", "domain", row->provider->domain, "tier",
                    gw_tier_name (row->tier), "signup", gw_signup_name (row->signup), "reasons",
                    reasons_json (ranking, row), "parts", parts_json (row), "facts",
                    gw_report_facts (&row->provider->facts, TRUE), "aliases", aliases);
}

/* Takes `providers`. */
static json_t *
list_json (const GwCatalogue *catalogue, json_t *providers)
{
  g_autofree char *date = catalogue->date > 0 ? gw_date_format (catalogue->date) : NULL;

  return json_pack ("{s:i, s:s?, s:o}", "version", 1, "list_date", date, "providers", providers);
}

static void
print_json (const GwListView *view)
{
  json_t *providers = json_array ();

  for (guint i = 0; i < view->rows->len; i++) {
    const GwRanked *row = view->rows->pdata[i];
    if (gw_list_view_has (view, row, (int)json_array_size (providers)))
      json_array_append_new (providers, row_json (view->ranking, row));
  }
  json_t *document = list_json (view->catalogue, providers);
  if (view->explanation)
    json_object_set_new (document, "explanation", json_string (view->explanation));
  gw_output_json (document);
}

/* --- what is shown */

static const GwRanked *
find_row (const GwRanking *ranking, const char *typed, GError **error)
{
  g_autofree char *domain = gw_domain_normalize (typed, error);

  if (domain == NULL)
    return NULL;
  const GwRanked *row = gw_ranking_find (ranking, domain);
  if (row == NULL) {
    g_autofree char *detail = g_strdup_printf (_ ("the list does not hold %s"), domain);
    gw_error_set (error, GW_ERROR_USAGE, NULL, detail);
  }
  return row;
}

static gboolean
show_why (const GwRun *run, const GwCatalogue *catalogue, const GwRanking *ranking, GError **error)
{
  const ListOptions *chosen = run->options;
  const GwRanked *row = find_row (ranking, chosen->why, error);

  if (row == NULL)
    return FALSE;
  if (!run->common->json) {
    gw_list_print_why (catalogue, ranking, row);
    return TRUE;
  }
  json_t *provider = row_json (ranking, row);
  json_object_set_new (provider, "changes", changes_json (ranking, row));
  gw_output_json (list_json (catalogue, json_pack ("[o]", provider)));
  return TRUE;
}

/* As many as asked for, in the order in which they were drawn. */
static GPtrArray *
draw (const ListOptions *chosen, const GwRanking *ranking, char **explanation)
{
  const guint32 seed = (guint32)chosen->seed;
  g_autoptr (GwChoice) choice = gw_choice_new (ranking, chosen->seed >= 0 ? &seed : NULL);
  GPtrArray *rows = g_ptr_array_new ();
  guint wanted = chosen->limit < 0 ? 1 : (guint)chosen->limit;
  const GwRanked *row;

  while (rows->len < wanted && (row = gw_choice_next (choice)) != NULL)
    g_ptr_array_add (rows, (gpointer)row);
  *explanation = gw_choice_explain (choice);
  return rows;
}

static gboolean
show_list (const GwRun *run, const GwCatalogue *catalogue, const GwRanking *ranking, GError **error)
{
  const ListOptions *chosen = run->options;
  g_autofree char *explanation = NULL;
  g_autoptr (GPtrArray) rows = chosen->choose ? draw (chosen, ranking, &explanation)
                                              : gw_list_sort (ranking, chosen->sort, error);

  if (rows == NULL)
    return FALSE;
  const GwListView view = {.catalogue = catalogue,
                           .ranking = ranking,
                           .rows = rows,
                           .by_tier = !chosen->choose && gw_list_sort_is_by_tier (chosen->sort),
                           .with_rejected = chosen->all,
                           .limit = chosen->limit,
                           .explanation = explanation};
  if (run->common->json)
    print_json (&view);
  else
    gw_list_print_table (&view);
  return TRUE;
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

static gboolean
refuse_contradiction (const ListOptions *chosen, GError **error)
{
  const char *other = chosen->why ? "why" : chosen->sort ? "sort" : NULL;

  if (!chosen->choose || other == NULL)
    return FALSE;
  g_autofree char *detail = g_strdup_printf (_ ("--choose and --%s do not go together"), other);
  gw_error_set (error, GW_ERROR_USAGE, NULL, detail);
  return TRUE;
}

static GwExit
run_list (GwRun *run, GError **error)
{
  const ListOptions *chosen = run->options;

  if (refuse_contradiction (chosen, error))
    return GW_EXIT_GENERAL;
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
  gboolean shown = chosen->why ? show_why (run, catalogue, ranking, error)
                               : show_list (run, catalogue, ranking, error);
  return shown ? GW_EXIT_DONE : GW_EXIT_GENERAL;
}

const GwCommand gw_command_list = {
    .name = "list",
    .usage = N_ ("[options]"),
    .summary = N_ ("show providers, the best first, and why"),
    .text =
        N_ ("Ranks what the built-in and the fetched lists say, with all that was seen from here "
            "before. Nobody is contacted. Example: gangway list --no-puzzle --eu"),
    .options = options,
    .options_size = sizeof (ListOptions),
    .run = run_list,
};
