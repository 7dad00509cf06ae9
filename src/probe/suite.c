/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of what XEP-0479 asks of servers. */
#include "probe/suite.h"

#include "base/i18n.h"

typedef struct {
  GwSuite suite;
  GwFeatureId feature;
  gboolean core; /* FALSE: for the advanced level only */
} Row;

static const Row rows[] = {
    {GW_SUITE_CORE, GW_FEATURE_STREAM, TRUE},
    {GW_SUITE_CORE, GW_FEATURE_TLS, TRUE},
    {GW_SUITE_CORE, GW_FEATURE_DIRECT_TLS, FALSE},
    {GW_SUITE_CORE, GW_FEATURE_DISCO, TRUE},
    {GW_SUITE_CORE, GW_FEATURE_CAPS, FALSE},
    {GW_SUITE_CORE, GW_FEATURE_PEP, FALSE},
    {GW_SUITE_WEB, GW_FEATURE_WEBSOCKET, TRUE},
    {GW_SUITE_WEB, GW_FEATURE_BOSH, TRUE},
    {GW_SUITE_IM, GW_FEATURE_IM, TRUE},
    {GW_SUITE_IM, GW_FEATURE_AVATAR_CONVERSION, FALSE},
    {GW_SUITE_IM, GW_FEATURE_VCARD, TRUE},
    {GW_SUITE_IM, GW_FEATURE_CARBONS, TRUE},
    {GW_SUITE_IM, GW_FEATURE_BLOCKING, FALSE},
    {GW_SUITE_IM, GW_FEATURE_MUC, TRUE},
    {GW_SUITE_IM, GW_FEATURE_MUC_ARCHIVE, FALSE},
    {GW_SUITE_IM, GW_FEATURE_BOOKMARKS, FALSE},
    {GW_SUITE_IM, GW_FEATURE_PUBSUB_STORAGE, FALSE},
    {GW_SUITE_IM, GW_FEATURE_XML_STORAGE, FALSE},
    {GW_SUITE_IM, GW_FEATURE_STREAM_MANAGEMENT, FALSE},
    {GW_SUITE_IM, GW_FEATURE_ARCHIVE, FALSE},
    {GW_SUITE_IM, GW_FEATURE_UPLOAD, TRUE},
    {GW_SUITE_MOBILE, GW_FEATURE_STREAM_MANAGEMENT, TRUE},
    {GW_SUITE_MOBILE, GW_FEATURE_CLIENT_STATE, TRUE},
    {GW_SUITE_MOBILE, GW_FEATURE_PUSH, FALSE},
    {GW_SUITE_CALLS, GW_FEATURE_CALL_SERVICES, TRUE},
};

/* A port for components is an inner one; the rest is the client's part, or shows in how messages
 * are passed on. */
static const char *const left_out[] = {"xep0114", "xep0048", "xep0153", "xep0249", "xep0410", NULL};

static const struct {
  const char *name, *text;
} suites[] = {
    [GW_SUITE_CORE] = {"core", N_ ("Core")}, [GW_SUITE_WEB] = {"web", N_ ("Web")},
    [GW_SUITE_IM] = {"im", N_ ("Messages")}, [GW_SUITE_MOBILE] = {"mobile", N_ ("Mobile")},
    [GW_SUITE_CALLS] = {"av", N_ ("Calls")},
};

static const struct {
  const char *name, *text;
} levels[] = {
    [GW_LEVEL_UNKNOWN] = {"unknown", N_ ("not known")},
    [GW_LEVEL_NOT_MET] = {"not-met", N_ ("not met")},
    [GW_LEVEL_CORE] = {"core", N_ ("core")},
    [GW_LEVEL_ADVANCED] = {"advanced", N_ ("advanced")},
};

const char *
gw_suite_name (GwSuite suite)
{
  g_return_val_if_fail ((guint)suite < GW_N_SUITES, NULL);

  return suites[suite].name;
}

const char *
gw_suite_text (GwSuite suite)
{
  g_return_val_if_fail ((guint)suite < GW_N_SUITES, NULL);

  return _ (suites[suite].text);
}

const char *
gw_level_name (GwLevel level)
{
  g_return_val_if_fail ((guint)level < G_N_ELEMENTS (levels), NULL);

  return levels[level].name;
}

const char *
gw_level_text (GwLevel level)
{
  g_return_val_if_fail ((guint)level < G_N_ELEMENTS (levels), NULL);

  return _ (levels[level].text);
}

const char *const *
gw_suite_left_out (void)
{
  return left_out;
}

static gboolean
counts (const Row *row, GwSuite suite, gboolean advanced)
{
  return (row->suite == suite || row->suite == GW_SUITE_CORE) && (row->core || advanced);
}

static GwTally
tally (const GwFeatureSet *set, GwSuite suite, gboolean advanced)
{
  GwTally sum = {0};

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    if (!counts (&rows[i], suite, advanced))
      continue;
    sum.all++;
    sum.met += set->at[rows[i].feature] == GW_HAS;
    sum.unknown += set->at[rows[i].feature] == GW_HAS_UNKNOWN;
  }
  return sum;
}

static GwLevel
level_of (const GwTally *core, const GwTally *advanced)
{
  if (advanced->met == advanced->all)
    return GW_LEVEL_ADVANCED;
  if (core->met == core->all)
    return GW_LEVEL_CORE;
  return core->met + core->unknown < core->all ? GW_LEVEL_NOT_MET : GW_LEVEL_UNKNOWN;
}

static GArray *
collect (const GwFeatureSet *set, GwSuite suite, GwLevel level, GwHas has)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (GwFeatureId));

  for (gsize i = 0; i < G_N_ELEMENTS (rows) && level != GW_LEVEL_ADVANCED; i++)
    if (counts (&rows[i], suite, level == GW_LEVEL_CORE) && set->at[rows[i].feature] == has)
      g_array_append_val (ids, rows[i].feature);
  return ids;
}

void
gw_suite_judge (const GwFeatureSet *set, GwSuite suite, GwSuiteResult *result)
{
  g_return_if_fail (set != NULL && (guint)suite < GW_N_SUITES && result != NULL);

  result->core = tally (set, suite, FALSE);
  result->advanced = tally (set, suite, TRUE);
  result->level = level_of (&result->core, &result->advanced);
  result->missing = collect (set, suite, result->level, GW_HAS_NOT);
  result->unknown = collect (set, suite, result->level, GW_HAS_UNKNOWN);
}

void
gw_suite_result_clear (GwSuiteResult *result)
{
  g_clear_pointer (&result->missing, g_array_unref);
  g_clear_pointer (&result->unknown, g_array_unref);
}

GwLevel
gw_suite_overall (const GwFeatureSet *set)
{
  g_return_val_if_fail (set != NULL, GW_LEVEL_UNKNOWN);

  gboolean has_unknown = FALSE;
  GwLevel lowest = GW_LEVEL_ADVANCED;

  for (GwSuite suite = 0; suite < GW_N_SUITES; suite++) {
    g_auto (GwSuiteResult) result = {0};
    gw_suite_judge (set, suite, &result);
    if (result.level == GW_LEVEL_UNKNOWN)
      has_unknown = TRUE;
    else
      lowest = MIN (lowest, result.level);
  }
  return has_unknown && lowest != GW_LEVEL_NOT_MET ? GW_LEVEL_UNKNOWN : lowest;
}
