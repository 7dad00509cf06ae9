/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What compliance suites make of what is known, row by row. */
#include "scene.h"

#include "probe/score21.h"
#include "probe/suite.h"

/* "xep0030 xep0368! ..." -> a set: with "!" it is known to be missing. "all": everything is there.
 */
static GwFeatureSet
set_of (const char *text)
{
  GwFeatureSet set = {0};
  g_auto (GStrv) words = g_strsplit (text, " ", -1);

  for (char **word = words; *word && **word; word++) {
    gsize length = strlen (*word);
    GwHas has = (*word)[length - 1] == '!' ? GW_HAS_NOT : GW_HAS;
    g_autofree char *name = g_strndup (*word, has == GW_HAS ? length : length - 1);
    int id = 0;
    while (id < GW_N_FEATURES && !g_str_equal (name, "all") &&
           !g_str_equal (gw_feature_name (id), name))
      id++;
    g_assert_cmpint (id, <, GW_N_FEATURES);
    if (g_str_equal (name, "all"))
      memset (set.at, GW_HAS, sizeof set.at);
    else
      set.at[id] = has;
  }
  return set;
}

static char *
names_of (const GArray *ids)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < ids->len; i++)
    g_string_append_printf (text, "%s%s", i ? " " : "",
                            gw_feature_name (g_array_index (ids, GwFeatureId, i)));
  return g_string_free (text, FALSE);
}

typedef struct {
  const char *path, *features;
  GwSuite suite;
  const char *level, *core, *advanced; /* "met/unknown/all" */
  const char *missing, *unknown;
} LevelRow;

#define CORE "rfc6120 rfc7590 xep0030"

static const LevelRow level_rows[] = {
    {"/level/nothing-is-known", "", GW_SUITE_CORE, "unknown", "0/3/3", "0/6/6", "",
     "rfc6120 rfc7590 xep0030"},
    {"/level/one-is-not-known", "rfc6120 rfc7590", GW_SUITE_CORE, "unknown", "2/1/3", "2/4/6", "",
     "xep0030"},
    {"/level/one-is-missing", "rfc6120 rfc7590!", GW_SUITE_CORE, "not-met", "1/1/3", "1/4/6",
     "rfc7590", "xep0030"},
    {"/level/core", CORE, GW_SUITE_CORE, "core", "3/0/3", "3/3/6", "", "xep0368 xep0115 xep0163"},
    {"/level/core-and-something-missing-above", CORE " xep0368! xep0115", GW_SUITE_CORE, "core",
     "3/0/3", "4/1/6", "xep0368", "xep0163"},
    {"/level/advanced", CORE " xep0368 xep0115 xep0163", GW_SUITE_CORE, "advanced", "3/0/3",
     "6/0/6", "", ""},
    {"/level/web-needs-both-ways", CORE " rfc7395 xep0206!", GW_SUITE_WEB, "not-met", "4/0/5",
     "4/3/8", "xep0206", ""},
    {"/level/web-needs-the-core", "rfc7395 xep0206", GW_SUITE_WEB, "unknown", "2/3/5", "2/6/8", "",
     "rfc6120 rfc7590 xep0030"},
    {"/level/web", CORE " rfc7395 xep0206", GW_SUITE_WEB, "core", "5/0/5", "5/3/8", "",
     "xep0368 xep0115 xep0163"},
    {"/level/web-has-no-more-to-ask", CORE " xep0368 xep0115 xep0163 rfc7395 xep0206", GW_SUITE_WEB,
     "advanced", "5/0/5", "8/0/8", "", ""},
    {"/level/messages", "all xep0357! xep0215!", GW_SUITE_IM, "advanced", "8/0/8", "19/0/19", "",
     ""},
    {"/level/messages-without-archive", "all xep0313!", GW_SUITE_IM, "core", "8/0/8", "18/0/19",
     "xep0313", ""},
    {"/level/messages-without-upload", "all xep0363!", GW_SUITE_IM, "not-met", "7/0/8", "18/0/19",
     "xep0363", ""},
    {"/level/on-the-way", "all xep0357!", GW_SUITE_MOBILE, "core", "5/0/5", "8/0/9", "xep0357", ""},
    {"/level/on-the-way-by-what-strangers-see", CORE " xep0198 xep0352", GW_SUITE_MOBILE, "core",
     "5/0/5", "5/4/9", "", "xep0368 xep0115 xep0163 xep0357"},
    {"/level/calls", CORE " xep0215", GW_SUITE_CALLS, "core", "4/0/4", "4/3/7", "",
     "xep0368 xep0115 xep0163"},
    {"/level/no-calls", "all xep0215!", GW_SUITE_CALLS, "not-met", "3/0/4", "6/0/7", "xep0215", ""},
};

static char *
tally_text (const GwTally *tally)
{
  return g_strdup_printf ("%u/%u/%u", tally->met, tally->unknown, tally->all);
}

static void
test_level (gconstpointer data)
{
  const LevelRow *row = data;
  GwFeatureSet set = set_of (row->features);
  g_auto (GwSuiteResult) result = {0};

  gw_suite_judge (&set, row->suite, &result);
  g_autofree char *core = tally_text (&result.core);
  g_autofree char *advanced = tally_text (&result.advanced);
  g_autofree char *missing = names_of (result.missing);
  g_autofree char *unknown = names_of (result.unknown);
  g_assert_cmpstr (gw_level_name (result.level), ==, row->level);
  g_assert_cmpstr (core, ==, row->core);
  g_assert_cmpstr (advanced, ==, row->advanced);
  g_assert_cmpstr (missing, ==, row->missing);
  g_assert_cmpstr (unknown, ==, row->unknown);
}

static void
test_overall (void)
{
  static const struct {
    const char *features, *level;
  } rows[] = {
      {"", "unknown"},         {"all", "advanced"},          {"all xep0357!", "core"},
      {"xep0215!", "not-met"}, {CORE " xep0215", "unknown"}, {"all rfc6120!", "not-met"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    GwFeatureSet set = set_of (rows[i].features);
    g_assert_cmpstr (gw_level_name (gw_suite_overall (&set)), ==, rows[i].level);
  }
}

/* In the order of danger, with nothing known beside what can be claimed. */
static int
rank (GwLevel level)
{
  return level == GW_LEVEL_NOT_MET ? 0 : level == GW_LEVEL_UNKNOWN ? 1 : (int)level;
}

/* To forget something may take a claim away, but never makes a level of one that is not met, and
 * never denies one. */
static void
test_unknown_never_lowers (void)
{
  g_autoptr (GRand) chance = g_rand_new_with_seed (21);

  for (int round = 0; round < 2000; round++) {
    GwFeatureSet set = {0};
    for (int id = 0; id < GW_N_FEATURES; id++)
      set.at[id] = (guint8)(g_rand_int_range (chance, 0, 8) == 0 ? GW_HAS_NOT : GW_HAS);
    GwFeatureSet less = set;
    less.at[g_rand_int_range (chance, 0, GW_N_FEATURES)] = GW_HAS_UNKNOWN;
    for (GwSuite suite = 0; suite < GW_N_SUITES; suite++) {
      g_auto (GwSuiteResult) one = {0}, other = {0};
      gw_suite_judge (&set, suite, &one);
      gw_suite_judge (&less, suite, &other);
      if (one.level == GW_LEVEL_NOT_MET)
        g_assert_true (other.level == GW_LEVEL_NOT_MET || other.level == GW_LEVEL_UNKNOWN);
      else
        g_assert_cmpint (other.level, !=, GW_LEVEL_NOT_MET);
      g_assert_cmpint (rank (other.level), <=, MAX (rank (one.level), 1));
    }
  }
}

static void
test_score (void)
{
  static const struct {
    const char *features;
    guint known, passed;
    int percent;
  } rows[] = {
      {"", 0, 0, -1},
      {"all", 21, 21, 100},
      {"all xep0368!", 21, 20, 95},
      {"all xep0115! xep0368!", 21, 19, 90},
      {"xep0368 xep0198 xep0352 xep0280", 4, 4, -1},
      {"xep0368! xep0198 rfc6120", 2, 1, -1},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    GwFeatureSet set = set_of (rows[i].features);
    GwScore21 score = gw_score21 (&set);
    g_assert_cmpuint (score.known, ==, rows[i].known);
    g_assert_cmpuint (score.passed, ==, rows[i].passed);
    g_assert_cmpint (score.percent, ==, rows[i].percent);
  }
}

static void
test_score_needs_eighteen (void)
{
  GwFeatureSet set = set_of ("all turn!");

  set.at[GW_FEATURE_PUSH] = set.at[GW_FEATURE_OMEMO] = set.at[GW_FEATURE_PROXY] = GW_HAS_UNKNOWN;
  g_assert_cmpint (gw_score21 (&set).percent, ==, 94);
  set.at[GW_FEATURE_STUN] = GW_HAS_UNKNOWN;
  g_assert_cmpint (gw_score21 (&set).percent, ==, -1);
}

#define SASL2(inner)                                                                               \
  "<authentication xmlns='urn:xmpp:sasl:2'><inline>" inner "</inline></authentication>"
#define BIND2(var) "<bind xmlns='urn:xmpp:bind:0'><inline><feature var='" var "'/></inline></bind>"

typedef struct {
  const char *path;
  Setup setup;
  const char *there, *missing; /* names */
} SightRow;

static const Setup direct = {.way = SCENE_DIRECT, .features = SCENE_LOGIN};

static const SightRow sight_rows[] = {
    {"/sight/of-nobody", {.way = SCENE_NOT_CONNECTED, .error = GW_ERROR_CONNECT_FAILED}, "", ""},
    {"/sight/of-a-quick-look", {.features = SCENE_LOGIN}, "rfc6120 rfc7590", "xep0368"},
    {"/sight/of-one-without-encryption",
     {.plain = "", .not_offered = TRUE, .version = "", .error = GW_ERROR_NO_TLS},
     "rfc6120",
     "rfc7590 xep0368"},
    {"/sight/of-both-ways",
     {.features = SCENE_LOGIN, .other = &direct},
     "rfc6120 rfc7590 xep0368",
     ""},
    {"/sight/of-direct-tls-alone-leaves-starttls-open",
     {.way = SCENE_DIRECT, .features = SCENE_LOGIN},
     "rfc6120 xep0368",
     ""},
    {"/sight/along-with-the-newer-login",
     {.features = SCENE_LOGIN SASL2 (BIND2 ("urn:xmpp:carbons:2") "<sm xmlns='urn:xmpp:sm:3'/>")},
     "rfc6120 rfc7590 xep0280 xep0198",
     "xep0368"},
    {"/sight/inside-the-session",
     {.features = SCENE_LOGIN SASL2 (BIND2 ("urn:xmpp:csi:0'/><feature var='urn:xmpp:sm:3"))},
     "rfc6120 rfc7590 xep0198 xep0352",
     "xep0368"},
    {"/sight/of-a-broken-socket",
     {.full = TRUE, .features = SCENE_LOGIN, .socket = {.status = 404}},
     "rfc6120 rfc7590",
     "rfc7395"},
};

static char *
names_with (const GwFeatureSet *set, GwHas has)
{
  GString *text = g_string_new (NULL);

  for (int id = 0; id < GW_N_FEATURES; id++)
    if (set->at[id] == has)
      g_string_append_printf (text, "%s%s", text->len ? " " : "", gw_feature_name (id));
  return g_string_free (text, FALSE);
}

static void
test_sight (gconstpointer data)
{
  const SightRow *row = data;
  g_autoptr (GwSeen) seen = scene_new (&row->setup);
  g_autoptr (GArray) checks = gw_checks_run (seen);
  GwFeatureSet set = {0}, wanted = set_of (row->there);

  gw_feature_set_read (&set, seen, checks);
  g_autofree char *there = names_with (&set, GW_HAS);
  g_autofree char *there_wanted = names_with (&wanted, GW_HAS);
  g_autofree char *not_there = names_with (&set, GW_HAS_NOT);
  g_assert_cmpstr (there, ==, there_wanted);
  g_assert_cmpstr (not_there, ==, row->missing);
}

static void
test_what_an_account_knows_counts_more (void)
{
  GwFeatureSet set = set_of ("xep0280 xep0198!");
  const GwFeatureWord words[] = {{GW_FEATURE_CARBONS, GW_HAS_UNKNOWN},
                                 {GW_FEATURE_STREAM_MANAGEMENT, GW_HAS},
                                 {GW_FEATURE_PUSH, GW_HAS_NOT}};

  gw_feature_set_add (&set, NULL, 0);
  gw_feature_set_add (&set, words, G_N_ELEMENTS (words));
  g_assert_cmpint (set.at[GW_FEATURE_CARBONS], ==, GW_HAS);
  g_assert_cmpint (set.at[GW_FEATURE_STREAM_MANAGEMENT], ==, GW_HAS);
  g_assert_cmpint (set.at[GW_FEATURE_PUSH], ==, GW_HAS_NOT);
}

static void
test_names (void)
{
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);

  for (int id = 0; id < GW_N_FEATURES; id++) {
    g_assert_true (g_hash_table_add (names, (gpointer)gw_feature_name (id)));
    g_assert_nonnull (strchr (gw_feature_text (id), '('));
  }
  for (GwSuite suite = 0; suite < GW_N_SUITES; suite++)
    g_assert_true (gw_suite_name (suite) && gw_suite_text (suite));
  for (GwLevel level = 0; level <= GW_LEVEL_ADVANCED; level++)
    g_assert_true (gw_level_name (level) && gw_level_text (level));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (level_rows); i++)
    g_test_add_data_func (level_rows[i].path, &level_rows[i], test_level);
  for (gsize i = 0; i < G_N_ELEMENTS (sight_rows); i++)
    g_test_add_data_func (sight_rows[i].path, &sight_rows[i], test_sight);
  g_test_add_func ("/level/of-all-categories", test_overall);
  g_test_add_func ("/level/unknown-never-lowers-one", test_unknown_never_lowers);
  g_test_add_func ("/score/of-what-is-known", test_score);
  g_test_add_func ("/score/needs-eighteen", test_score_needs_eighteen);
  g_test_add_func ("/sight/what-an-account-knows-counts-more",
                   test_what_an_account_knows_counts_more);
  g_test_add_func ("/names/are-whole-and-unique", test_names);
  return g_test_run ();
}
