/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Our own lines: what is read, what is printed, and which line is to blame. */
#include "base/error.h"
#include "base/limits.h"
#include "providers/source.h"

static GwCatalogue *
parse (const char *text, GError **error)
{
  return gw_source_lines_parse (text, strlen (text), GW_LIMIT_LIST_BYTES, "a.list", error);
}

static void
test_reads (void)
{
  g_autoptr (GwCatalogue) catalogue = parse ("# a comment\n"
                                             "\n"
                                             "list 2026-07-11\n"
                                             "provider one.example\n"
                                             "signup=puzzle builtin 2026-07-11\n"
                                             "upload-size=104 builtin 2026-07-11\n"
                                             "# between\n"
                                             "provider xn--bcher-kva.example 1790000000\n"
                                             "reachable=yes probe 2026-09-21",
                                             NULL);
  g_assert_nonnull (catalogue);
  g_assert_cmpint (catalogue->date, ==, gw_date_parse ("2026-07-11"));
  g_assert_cmpuint (catalogue->providers->len, ==, 2);
  g_assert_cmpint (catalogue->origin, ==, GW_ORIGIN_NONE);

  const GwProvider *one = gw_catalogue_find (catalogue, "one.example");
  g_assert_cmpint (gw_facts_signup (&one->facts), ==, GW_SIGNUP_PUZZLE);
  g_assert_cmpint (gw_facts_number (&one->facts, GW_FACT_UPLOAD_SIZE, -1), ==, 104);
  g_assert_false (gw_facts_is_known (&one->facts, GW_FACT_REACHABLE));
  g_assert_cmpint (one->seen_at, ==, 0);

  const GwProvider *two = gw_catalogue_find (catalogue, "xn--bcher-kva.example");
  g_assert_true (gw_facts_is_true (&two->facts, GW_FACT_REACHABLE));
  g_assert_cmpint (two->facts.at[GW_FACT_REACHABLE].origin, ==, GW_ORIGIN_PROBE);
  g_assert_cmpint (two->seen_at, ==, 1790000000);
  g_assert_null (gw_catalogue_find (catalogue, "three.example"));
}

static void
test_prints_what_it_reads (void)
{
  const char *lines = "list 2026-07-11\n"
                      "\n"
                      "provider one.example 1790000000\n"
                      "signup=at-once builtin 2026-07-11\n"
                      "countries=DE,FI builtin 2026-07-11\n"
                      "organization=private%20person builtin 2026-07-11\n"
                      "archive-days=0 fetched 2026-07-01\n"
                      "aliases= fetched -\n"
                      "refused=refused-closed refusal 2026-07-12\n"
                      "\n"
                      "provider two.example\n";
  g_autoptr (GwCatalogue) catalogue = parse (lines, NULL);
  g_assert_nonnull (catalogue);
  g_autofree char *printed = gw_source_lines_print (catalogue);
  g_assert_cmpstr (printed, ==, lines);

  g_autoptr (GwCatalogue) empty = gw_catalogue_new (GW_ORIGIN_PROBE, 0);
  g_autofree char *nothing = gw_source_lines_print (empty);
  g_assert_cmpstr (nothing, ==, "list - probe\n");
  g_autoptr (GwCatalogue) again = parse (nothing, NULL);
  g_assert_nonnull (again);
  g_assert_cmpuint (again->providers->len, ==, 0);
  g_assert_cmpint (again->date, ==, 0);
}

static void
test_the_list_speaks_for_its_facts (void)
{
  const char *lines = "list 2026-07-11 builtin\n"
                      "\n"
                      "provider one.example\n"
                      "signup=at-once\n"
                      "countries=DE,FI\n"
                      "archive-days=0 fetched 2026-07-01\n"
                      "listed-times=3 builtin 2026-07-22\n";
  g_autoptr (GwCatalogue) catalogue = parse (lines, NULL);
  g_assert_nonnull (catalogue);
  const GwFacts *facts = &gw_catalogue_find (catalogue, "one.example")->facts;
  g_assert_cmpint (catalogue->origin, ==, GW_ORIGIN_BUILTIN);
  g_assert_cmpint (facts->at[GW_FACT_SIGNUP].origin, ==, GW_ORIGIN_BUILTIN);
  g_assert_cmpint (facts->at[GW_FACT_SIGNUP].date, ==, gw_date_parse ("2026-07-11"));
  g_assert_cmpint (facts->at[GW_FACT_ARCHIVE_DAYS].origin, ==, GW_ORIGIN_FETCHED);
  g_autofree char *printed = gw_source_lines_print (catalogue);
  g_assert_cmpstr (printed, ==, lines);

  /* In full they say the same. */
  g_autoptr (GwCatalogue) in_full = parse ("list 2026-07-11 builtin\n"
                                           "provider one.example\n"
                                           "signup=at-once builtin 2026-07-11\n"
                                           "countries=DE,FI builtin 2026-07-11\n"
                                           "archive-days=0 fetched 2026-07-01\n"
                                           "listed-times=3 builtin 2026-07-22\n",
                                           NULL);
  g_assert_nonnull (in_full);
  g_autofree char *shortened = gw_source_lines_print (in_full);
  g_assert_cmpstr (shortened, ==, lines);
}

static void
test_values_that_cannot_be (void)
{
  g_autoptr (GwCatalogue) catalogue = parse ("list 2026-07-11 fetched\n"
                                             "provider one.example\n"
                                             "website=javascript:alert(1)\n"
                                             "legal-notice=file:///etc/passwd\n"
                                             "bus-factor=0\n"
                                             "countries=DE,nowhere\n"
                                             "free=yes\n",
                                             NULL);
  g_assert_nonnull (catalogue);
  g_autofree char *printed = gw_source_lines_print (catalogue);
  g_assert_cmpstr (printed, ==, "list 2026-07-11 fetched\n\nprovider one.example\nfree=yes\n");
  g_assert_cmpuint (catalogue->n_notes, ==, 4);
  g_assert_cmpstr (catalogue->notes->pdata[0], ==,
                   "line 3 (one.example): website holds a value that cannot be used");
}

/* One of the values that a fact accepts. */
static void
offer_at_random (GRand *rand, GwFacts *facts, GwFactId id, GwOrigin origin, gint32 date)
{
  static const char *const texts[] = {"at-once",
                                      "closed",
                                      "2001-02-03",
                                      "private person",
                                      "B",
                                      "https://a.example/%20?a,b",
                                      "mailto:a@b",
                                      "Prosody, 世界 100%",
                                      "ok",
                                      "TLSv1.3",
                                      "DE",
                                      "FI",
                                      "de",
                                      "pt",
                                      "email:ü%a@b",
                                      "room:a=b@c",
                                      "xn--bcher-kva.example",
                                      "abc.onion"};
  const char *items[4] = {NULL};
  guint n = 0;

  switch (gw_fact_kind (id)) {
  case GW_KIND_BOOL:
    gw_facts_offer_bool (facts, id, g_rand_boolean (rand), origin, date);
    break;
  case GW_KIND_NUMBER:
    gw_facts_offer_number (facts, id, g_rand_int_range (rand, 0, 40000), origin, date);
    break;
  case GW_KIND_TEXT:
    for (guint i = 0; i < 8; i++)
      gw_facts_offer_text (facts, id, texts[g_rand_int_range (rand, 0, G_N_ELEMENTS (texts))],
                           origin, date);
    break;
  case GW_KIND_LIST:
    while (n < 3 && g_rand_int_range (rand, 0, 4) > 0)
      items[n++] = texts[g_rand_int_range (rand, 0, G_N_ELEMENTS (texts))];
    gw_facts_offer_list (facts, id, items, origin, date);
    break;
  }
}

static GwCatalogue *
catalogue_at_random (GRand *rand)
{
  GwCatalogue *catalogue = gw_catalogue_new ((GwOrigin)g_rand_int_range (rand, 0, GW_N_ORIGINS),
                                             g_rand_int_range (rand, 0, 30000));
  int n = g_rand_int_range (rand, 0, 20);

  for (int i = 0; i < n; i++) {
    g_autofree char *domain = g_strdup_printf ("p%d.example", i);
    GwProvider *provider = gw_catalogue_ensure (catalogue, domain);
    if (g_rand_boolean (rand))
      provider->seen_at = g_rand_int_range (rand, 1, G_MAXINT32);
    for (int id = 0; id < GW_N_FACTS; id++) {
      gboolean is_of_list = g_rand_boolean (rand) && catalogue->origin != GW_ORIGIN_NONE;
      if (g_rand_boolean (rand))
        offer_at_random (rand, &provider->facts, (GwFactId)id,
                         is_of_list ? catalogue->origin
                                    : (GwOrigin)g_rand_int_range (rand, 1, GW_N_ORIGINS),
                         is_of_list ? catalogue->date : g_rand_int_range (rand, 0, 30000));
    }
  }
  return catalogue;
}

static gboolean
facts_equal (const GwFact *one, const GwFact *two, GwFactKind kind)
{
  if (one->known != two->known || one->origin != two->origin || one->date != two->date)
    return FALSE;
  switch (one->known ? kind : GW_KIND_BOOL) {
  case GW_KIND_BOOL:
    return one->value.yes == two->value.yes;
  case GW_KIND_NUMBER:
    return one->value.number == two->value.number;
  case GW_KIND_TEXT:
    return g_str_equal (one->value.text, two->value.text);
  case GW_KIND_LIST:
    return g_strv_equal ((const char *const *)one->value.list,
                         (const char *const *)two->value.list);
  }
  return FALSE;
}

static void
assert_equal (const GwCatalogue *one, const GwCatalogue *two)
{
  g_assert_cmpint (one->date, ==, two->date);
  g_assert_cmpint (one->origin, ==, two->origin);
  g_assert_cmpuint (one->providers->len, ==, two->providers->len);
  for (guint i = 0; i < one->providers->len; i++) {
    const GwProvider *a = g_ptr_array_index (one->providers, i);
    const GwProvider *b = g_ptr_array_index (two->providers, i);
    g_assert_cmpstr (a->domain, ==, b->domain);
    g_assert_cmpint (a->seen_at, ==, b->seen_at);
    for (int id = 0; id < GW_N_FACTS; id++)
      g_assert_true (facts_equal (&a->facts.at[id], &b->facts.at[id], gw_fact_kind (id)));
  }
}

static void
test_random_catalogues (void)
{
  guint known = 0;

  for (guint32 seed = 1; seed <= 300; seed++) {
    g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
    g_autoptr (GwCatalogue) catalogue = catalogue_at_random (rand);
    g_autofree char *lines = gw_source_lines_print (catalogue);
    g_autoptr (GError) error = NULL;
    g_autoptr (GwCatalogue) again = parse (lines, &error);
    g_test_message ("seed %u", seed);
    g_assert_no_error (error);
    assert_equal (catalogue, again);
    g_assert_cmpuint (again->n_notes, ==, 0);
    if (catalogue->providers->len > 0)
      for (int id = 0; id < GW_N_FACTS; id++)
        known += ((GwProvider *)catalogue->providers->pdata[0])->facts.at[id].known;
  }
  g_assert_cmpuint (known, >, 1000);
}

static void
test_names_the_line (void)
{
  static const struct {
    const char *text;
    const char *line;
  } cases[] = {
      {"", "line 1"},
      {"# nothing else\n", "line 1"},
      {"provider one.example\n", "line 1"},
      {"list yesterday\n", "line 1"},
      {"list 2026-02-30\n", "line 1"},
      {"list 2026-07-11 nobody\n", "line 1"},
      {"list 2026-07-11 none\n", "line 1"},
      {"list 2026-07-11 \n", "line 1"},
      {"list 2026-07-11 builtin more\n", "line 1"},
      {"list 2026-07-11 builtin\nprovider one.example\nfree=yes builtin\n", "line 3"},
      {"list 2026-07-11 builtin\nprovider one.example\nfree=yes \n", "line 3"},
      {"list 2026-07-11\nlist 2026-07-11\n", "line 2"},
      {"list 2026-07-11\nfree=yes builtin 2026-07-11\n", "line 2"},
      {"list 2026-07-11\nprovider\n", "line 2"},
      {"list 2026-07-11\nprovider Upper.example\n", "line 2"},
      {"list 2026-07-11\nprovider bücher.example\n", "line 2"},
      {"list 2026-07-11\nprovider 192.0.2.1\n", "line 2"},
      {"list 2026-07-11\nprovider one.example soon\n", "line 2"},
      {"list 2026-07-11\nprovider one.example -5\n", "line 2"},
      {"list 2026-07-11\nprovider one.example\nfree=perhaps builtin 2026-07-11\n", "line 3"},
      {"list 2026-07-11\nprovider one.example\nfree=yes\n", "line 3"},
      {"list 2026-07-11\nprovider one.example\n colour=red builtin 2026-07-11\n", "line 3"},
      {"list 2026-07-11\r\n", "line 1"},
      {"<!DOCTYPE html>\n", "line 1"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_test_message ("case %zu", i);
    g_assert_null (parse (cases[i].text, &error));
    g_assert_error (error, GW_ERROR, GW_ERROR_LIST_SHAPE);
    g_assert_nonnull (strstr (error->message, cases[i].line));
    g_assert_nonnull (strstr (error->message, "a.list"));
  }
}

static void
test_nothing_hides_behind_a_nul (void)
{
  static const char text[] = "list 2026-07-11\nprovider one.example\0 and more\n";
  g_autoptr (GError) error = NULL;

  g_assert_null (
      gw_source_lines_parse (text, sizeof text - 1, GW_LIMIT_LIST_BYTES, "a.list", &error));
  g_assert_error (error, GW_ERROR, GW_ERROR_LIST_SHAPE);
}

static void
test_limits (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *large = g_malloc0 (GW_LIMIT_LIST_BYTES + 1);

  g_assert_null (gw_source_lines_parse (large, GW_LIMIT_LIST_BYTES + 1, GW_LIMIT_LIST_BYTES,
                                        "a.list", &error));
  g_assert_error (error, GW_ERROR, GW_ERROR_TOO_LARGE);
  g_clear_error (&error);

  g_autoptr (GString) many = g_string_new ("list 2026-07-11\n");
  for (int i = 0; i <= GW_LIMIT_LIST_ENTRIES; i++)
    g_string_append_printf (many, "provider p%d.example\n", i);
  g_assert_null (
      gw_source_lines_parse (many->str, many->len, GW_LIMIT_LIST_BYTES, "a.list", &error));
  g_assert_error (error, GW_ERROR, GW_ERROR_LIST_SHAPE);
  g_assert_nonnull (strstr (error->message, "line 20002"));
}

static void
test_twice_the_same_is_one (void)
{
  g_autoptr (GwCatalogue) catalogue = parse ("list 2026-07-11\n"
                                             "provider one.example\n"
                                             "bus-factor=1 builtin 2026-07-11\n"
                                             "provider one.example\n"
                                             "bus-factor=3 probe 2026-07-11\n",
                                             NULL);
  g_assert_nonnull (catalogue);
  g_assert_cmpuint (catalogue->providers->len, ==, 1);
  const GwProvider *one = gw_catalogue_find (catalogue, "one.example");
  g_assert_cmpint (gw_facts_number (&one->facts, GW_FACT_BUS_FACTOR, -1), ==, 3);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lines/read-facts-dates-and-comments", test_reads);
  g_test_add_func ("/lines/print-is-the-inverse-of-parse", test_prints_what_it_reads);
  g_test_add_func ("/lines/the-list-speaks-for-its-facts", test_the_list_speaks_for_its_facts);
  g_test_add_func ("/lines/values-that-cannot-be-are-left-out", test_values_that_cannot_be);
  g_test_add_func ("/lines/random-catalogues-come-back-whole", test_random_catalogues);
  g_test_add_func ("/lines/a-wrong-line-is-named", test_names_the_line);
  g_test_add_func ("/lines/nothing-hides-behind-a-nul", test_nothing_hides_behind_a_nul);
  g_test_add_func ("/lines/too-much-is-refused", test_limits);
  g_test_add_func ("/lines/a-provider-named-twice-is-one", test_twice_the_same_is_one);
  return g_test_run ();
}
