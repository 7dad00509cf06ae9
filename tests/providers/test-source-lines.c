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
  g_assert_cmpstr (nothing, ==, "list -\n");
  g_autoptr (GwCatalogue) again = parse (nothing, NULL);
  g_assert_nonnull (again);
  g_assert_cmpuint (again->providers->len, ==, 0);
  g_assert_cmpint (again->date, ==, 0);
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
  g_test_add_func ("/lines/a-wrong-line-is-named", test_names_the_line);
  g_test_add_func ("/lines/nothing-hides-behind-a-nul", test_nothing_hides_behind_a_nul);
  g_test_add_func ("/lines/too-much-is-refused", test_limits);
  g_test_add_func ("/lines/a-provider-named-twice-is-one", test_twice_the_same_is_one);
  return g_test_run ();
}
