/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Counting editions: who stayed, left, came back, closed, and what does not count. */
#include "providers/source.h"
#include "providers/survival.h"

static GwCatalogue *
parse (const char *lines)
{
  g_autoptr (GError) error = NULL;
  GwCatalogue *catalogue = gw_source_lines_parse (lines, strlen (lines), G_MAXSIZE, "test", &error);

  g_assert_no_error (error);
  return catalogue;
}

static GwCatalogue *
first_edition (void)
{
  return parse ("list 2026-01-01\n"
                "provider stays.example\n"
                "signup=at-once fetched 2026-01-01\n"
                "listed-times=7 builtin 2026-01-20\nlisted-of=9 builtin 2026-01-20\n"
                "signup-closed-times=0 builtin 2026-01-20\ndropped-times=1 builtin 2026-01-20\n"
                "provider leaves.example\n"
                "signup=puzzle fetched 2026-01-01\n"
                "listed-times=9 builtin 2026-01-20\nlisted-of=9 builtin 2026-01-20\n"
                "signup-closed-times=0 builtin 2026-01-20\ndropped-times=0 builtin 2026-01-20\n"
                "provider closes.example\n"
                "signup=puzzle fetched 2026-01-01\n"
                "listed-times=9 builtin 2026-01-20\nlisted-of=9 builtin 2026-01-20\n"
                "signup-closed-times=1 builtin 2026-01-20\ndropped-times=0 builtin 2026-01-20\n"
                "provider silent.example\n"
                "signup=puzzle fetched 2026-01-01\n"
                "listed-times=9 builtin 2026-01-20\nlisted-of=9 builtin 2026-01-20\n");
}

static GwCatalogue *
second_edition (const char *date)
{
  g_autofree char *lines = g_strdup_printf ("list %s\n"
                                            "provider stays.example\nsignup=puzzle fetched %s\n"
                                            "provider closes.example\nsignup=web fetched %s\n"
                                            "provider silent.example\nfree=yes fetched %s\n"
                                            "provider new.example\nsignup=at-once fetched %s\n",
                                            date, date, date, date, date);

  return parse (lines);
}

static void
assert_counts (const GwCatalogue *catalogue, const char *domain, gint64 times, gint64 of,
               gint64 closed, gint64 dropped)
{
  const GwProvider *provider = gw_catalogue_find (catalogue, domain);

  g_assert_nonnull (provider);
  g_assert_cmpint (gw_facts_number (&provider->facts, GW_FACT_LISTED_TIMES, -1), ==, times);
  g_assert_cmpint (gw_facts_number (&provider->facts, GW_FACT_LISTED_OF, -1), ==, of);
  g_assert_cmpint (gw_facts_number (&provider->facts, GW_FACT_SIGNUP_CLOSED_TIMES, -1), ==, closed);
  g_assert_cmpint (gw_facts_number (&provider->facts, GW_FACT_DROPPED_TIMES, -1), ==, dropped);
}

static void
test_one_more_edition (void)
{
  g_autoptr (GwCatalogue) first = first_edition ();
  g_autoptr (GwCatalogue) second = second_edition ("2026-02-20");

  g_assert_true (gw_survival_is_due (first, second));
  gw_survival_count (second, first, TRUE);
  assert_counts (second, "stays.example", 8, 10, 0, 1);
  assert_counts (second, "leaves.example", 9, 10, 0, 1);
  assert_counts (second, "closes.example", 10, 10, 2, 0);
  /* That a list says nothing about the sign-up is no closing. */
  assert_counts (second, "silent.example", 10, 10, 0, 0);
  assert_counts (second, "new.example", 1, 10, 0, 0);

  const GwProvider *gone = gw_catalogue_find (second, "leaves.example");
  g_assert_true (gw_facts_is_known (&gone->facts, GW_FACT_LISTED));
  g_assert_false (gw_facts_is_true (&gone->facts, GW_FACT_LISTED));
  g_assert_false (gw_facts_is_known (&gone->facts, GW_FACT_SIGNUP));
}

static void
test_gone_once (void)
{
  g_autoptr (GwCatalogue) first = first_edition ();
  g_autoptr (GwCatalogue) second = second_edition ("2026-02-20");
  g_autoptr (GwCatalogue) third = second_edition ("2026-04-01");
  g_autoptr (GwCatalogue) fourth = first_edition ();

  gw_survival_count (second, first, TRUE);
  gw_survival_count (third, second, TRUE);
  /* Who stays away does not leave again. */
  assert_counts (third, "leaves.example", 9, 11, 0, 1);
  assert_counts (third, "closes.example", 11, 11, 2, 0);
  gw_survival_strip (fourth);
  fourth->date = gw_date_parse ("2026-06-01");
  gw_survival_count (fourth, third, TRUE);
  assert_counts (fourth, "leaves.example", 10, 12, 0, 1);
}

static void
test_not_every_day (void)
{
  g_autoptr (GwCatalogue) first = first_edition ();
  g_autoptr (GwCatalogue) soon = second_edition ("2026-02-16");
  g_autoptr (GwCatalogue) due = second_edition ("2026-02-17");

  /* 28 days after the day of the counts, which is not the day of the list. */
  g_assert_cmpint (gw_survival_date (first), ==, gw_date_parse ("2026-01-20"));
  g_assert_false (gw_survival_is_due (first, soon));
  g_assert_true (gw_survival_is_due (first, due));

  gw_survival_count (soon, first, FALSE);
  assert_counts (soon, "stays.example", 7, 9, 0, 1);
  assert_counts (soon, "leaves.example", 9, 9, 0, 0);
  assert_counts (soon, "closes.example", 9, 9, 1, 0);
  assert_counts (soon, "new.example", -1, -1, -1, -1);
  /* And does not push the day on, or the next would never be due. */
  g_assert_true (gw_survival_is_due (first, due));
  g_assert_cmpint (gw_catalogue_find (soon, "stays.example")->facts.at[GW_FACT_LISTED_OF].date, ==,
                   gw_date_parse ("2026-01-20"));
}

static void
test_from_nothing (void)
{
  g_autoptr (GwCatalogue) edition = second_edition ("2026-02-20");

  g_assert_true (gw_survival_is_due (NULL, edition));
  gw_survival_count (edition, NULL, TRUE);
  assert_counts (edition, "new.example", 1, 1, 0, 0);
}

static void
test_ours_stay (void)
{
  g_autoptr (GwCatalogue) ours = first_edition ();
  g_autoptr (GwCatalogue) theirs =
      parse ("list 2026-02-20\n"
             "provider stays.example\nlisted-times=1 fetched 2026-02-20\n"
             "listed-of=1 fetched 2026-02-20\n"
             "provider leaves.example\nlisted-times=10 fetched 2026-02-20\n"
             "listed-of=10 fetched 2026-02-20\n"
             "provider new.example\nlisted-times=1 fetched 2026-02-20\n"
             "listed-of=1 fetched 2026-02-20\n");

  gw_survival_keep (theirs, ours);
  assert_counts (theirs, "stays.example", 7, 9, 0, 1);
  assert_counts (theirs, "leaves.example", 10, 10, -1, -1); /* grown beyond ours */
  assert_counts (theirs, "new.example", 1, 1, -1, -1);
  gw_survival_strip (theirs);
  assert_counts (theirs, "stays.example", -1, -1, -1, -1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/survival/one-more-edition", test_one_more_edition);
  g_test_add_func ("/survival/gone-once", test_gone_once);
  g_test_add_func ("/survival/not-every-day", test_not_every_day);
  g_test_add_func ("/survival/from-nothing", test_from_nothing);
  g_test_add_func ("/survival/ours-stay", test_ours_stay);
  return g_test_run ();
}
