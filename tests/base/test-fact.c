/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Facts: which value wins, and that lines lose nothing. */
#include "base/fact.h"

#include "base/limits.h"

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (GwFacts, gw_facts_clear)

static void
test_names (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (int i = 0; i < GW_N_FACTS; i++) {
    GwFactId id = GW_N_FACTS;
    g_assert_true (g_hash_table_add (seen, (gpointer)gw_fact_name (i)));
    g_assert_true (gw_fact_from_name (gw_fact_name (i), &id));
    g_assert_cmpint (id, ==, i);
  }
  for (int i = 0; i < GW_N_ORIGINS; i++) {
    GwOrigin origin = GW_N_ORIGINS;
    g_assert_true (gw_origin_from_name (gw_origin_name (i), &origin));
    g_assert_cmpint (origin, ==, i);
  }
  for (int i = 0; i < GW_N_SIGNUPS; i++)
    g_assert_cmpint (gw_signup_from_name (gw_signup_name (i)), ==, i);

  GwFactId id;
  GwOrigin origin;
  g_assert_false (gw_fact_from_name ("nonsense", &id));
  g_assert_false (gw_fact_from_name (NULL, &id));
  g_assert_false (gw_origin_from_name ("nonsense", &origin));
  g_assert_cmpint (gw_signup_from_name ("nonsense"), ==, GW_SIGNUP_UNCLEAR);
  g_assert_cmpint (gw_signup_from_name (NULL), ==, GW_SIGNUP_UNCLEAR);
}

static void
test_unknown_is_its_own_state (void)
{
  g_auto (GwFacts) facts = {0};

  g_assert_false (gw_facts_is_known (&facts, GW_FACT_FREE));
  g_assert_false (gw_facts_is_true (&facts, GW_FACT_FREE));
  g_assert_cmpint (gw_facts_number (&facts, GW_FACT_UPLOAD_SIZE, -7), ==, -7);
  g_assert_null (gw_facts_text (&facts, GW_FACT_SINCE));
  g_assert_null (gw_facts_list (&facts, GW_FACT_ALIASES));
  g_assert_cmpint (gw_facts_signup (&facts), ==, GW_SIGNUP_UNCLEAR);
  g_assert_null (gw_fact_to_line (GW_FACT_FREE, &facts.at[GW_FACT_FREE]));

  /* Known to be false, unlimited, empty is another thing. */
  gw_facts_offer_bool (&facts, GW_FACT_FREE, FALSE, GW_ORIGIN_BUILTIN, 1);
  gw_facts_offer_number (&facts, GW_FACT_UPLOAD_SIZE, GW_NO_LIMIT, GW_ORIGIN_BUILTIN, 1);
  gw_facts_offer_list (&facts, GW_FACT_ALIASES, (const char *const[]){NULL}, GW_ORIGIN_BUILTIN, 1);
  g_assert_true (gw_facts_is_known (&facts, GW_FACT_FREE));
  g_assert_false (gw_facts_is_true (&facts, GW_FACT_FREE));
  g_assert_cmpint (gw_facts_number (&facts, GW_FACT_UPLOAD_SIZE, -7), ==, 0);
  g_assert_nonnull (gw_facts_list (&facts, GW_FACT_ALIASES));
  g_assert_null (gw_facts_list (&facts, GW_FACT_ALIASES)[0]);

  /* A text without a letter says nothing. */
  gw_facts_offer_text (&facts, GW_FACT_SINCE, "", GW_ORIGIN_BUILTIN, 1);
  g_assert_false (gw_facts_is_known (&facts, GW_FACT_SINCE));
}

static void
test_which_value_wins (void)
{
  enum { OLD = 10000, LATER = OLD + 1, GRACE = 60 };
  static const struct {
    GwOrigin present;
    gint32 present_date;
    GwOrigin offered;
    gint32 offered_date;
    gboolean taken;
  } rows[] = {
      {GW_ORIGIN_NONE, 0, GW_ORIGIN_PROVIDER, 0, TRUE},
      {GW_ORIGIN_NONE, 0, GW_ORIGIN_USER, OLD, TRUE},
      /* equally trusted */
      {GW_ORIGIN_BUILTIN, OLD, GW_ORIGIN_BUILTIN, OLD, TRUE},
      {GW_ORIGIN_BUILTIN, OLD, GW_ORIGIN_BUILTIN, LATER, TRUE},
      {GW_ORIGIN_BUILTIN, LATER, GW_ORIGIN_BUILTIN, OLD, FALSE},
      /* more trusted */
      {GW_ORIGIN_BUILTIN, OLD, GW_ORIGIN_PROBE, OLD, TRUE},
      {GW_ORIGIN_BUILTIN, OLD + GRACE, GW_ORIGIN_PROBE, OLD, TRUE},
      {GW_ORIGIN_BUILTIN, LATER + GRACE, GW_ORIGIN_PROBE, OLD, FALSE},
      /* less trusted */
      {GW_ORIGIN_PROBE, OLD, GW_ORIGIN_FETCHED, OLD + 1000, FALSE},
      {GW_ORIGIN_USER, OLD, GW_ORIGIN_REFUSAL, OLD + 1000, FALSE},
      /* the provider only fills gaps */
      {GW_ORIGIN_BUILTIN, OLD, GW_ORIGIN_PROVIDER, OLD + 1000, FALSE},
      {GW_ORIGIN_PROVIDER, OLD, GW_ORIGIN_BUILTIN, OLD, TRUE},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_auto (GwFacts) facts = {0};
    g_test_message ("row %" G_GSIZE_FORMAT, i);
    if (rows[i].present != GW_ORIGIN_NONE)
      gw_facts_offer_number (&facts, GW_FACT_ARCHIVE_DAYS, 1, rows[i].present,
                             rows[i].present_date);
    gw_facts_offer_number (&facts, GW_FACT_ARCHIVE_DAYS, 2, rows[i].offered, rows[i].offered_date);
    g_assert_cmpint (gw_facts_number (&facts, GW_FACT_ARCHIVE_DAYS, -1), ==, rows[i].taken ? 2 : 1);
    g_assert_cmpint (facts.at[GW_FACT_ARCHIVE_DAYS].origin, ==,
                     rows[i].taken ? rows[i].offered : rows[i].present);
  }
}

static void
test_merge (void)
{
  g_auto (GwFacts) facts = {0}, from = {0};
  const char *countries[] = {"DE", "CH", NULL};

  gw_facts_offer_text (&facts, GW_FACT_SOFTWARE, "old", GW_ORIGIN_BUILTIN, 100);
  gw_facts_offer_text (&facts, GW_FACT_SINCE, "2001-02-03", GW_ORIGIN_USER, 100);
  gw_facts_offer_text (&from, GW_FACT_SOFTWARE, "new", GW_ORIGIN_FETCHED, 100);
  gw_facts_offer_text (&from, GW_FACT_SINCE, "1999-01-01", GW_ORIGIN_FETCHED, 200);
  gw_facts_offer_list (&from, GW_FACT_COUNTRIES, countries, GW_ORIGIN_FETCHED, 100);
  gw_facts_offer_bool (&from, GW_FACT_GREEN, TRUE, GW_ORIGIN_FETCHED, 100);
  gw_facts_offer_text (&from, GW_FACT_SIGNUP, "puzzle", GW_ORIGIN_FETCHED, 100);
  gw_facts_merge (&facts, &from);

  g_assert_cmpstr (gw_facts_text (&facts, GW_FACT_SOFTWARE), ==, "new");
  g_assert_cmpstr (gw_facts_text (&facts, GW_FACT_SINCE), ==, "2001-02-03");
  g_assert_true (g_strv_equal (gw_facts_list (&facts, GW_FACT_COUNTRIES), countries));
  g_assert_true (gw_facts_is_true (&facts, GW_FACT_GREEN));
  g_assert_cmpint (gw_facts_signup (&facts), ==, GW_SIGNUP_PUZZLE);
  /* With itself: each value is freed and taken again. */
  gw_facts_merge (&facts, &facts);
  g_assert_cmpstr (gw_facts_text (&facts, GW_FACT_SOFTWARE), ==, "new");
}

static GwLine
offer (GwFacts *facts, const char *line)
{
  return gw_facts_offer_line (facts, line, strlen (line), GW_ORIGIN_NONE, 0);
}

static void
assert_round_trip (GwFacts *facts, GwFactId id, const char *expected)
{
  g_auto (GwFacts) again = {0};
  g_autofree char *line = gw_fact_to_line (id, &facts->at[id]);

  if (expected)
    g_assert_cmpstr (line, ==, expected);
  g_assert_cmpint (offer (&again, line), ==, GW_LINE_READ);
  g_autofree char *line_again = gw_fact_to_line (id, &again.at[id]);
  g_assert_cmpstr (line_again, ==, line);
  g_assert_cmpint (again.at[id].origin, ==, facts->at[id].origin);
  g_assert_cmpint (again.at[id].date, ==, facts->at[id].date);
  if (gw_fact_kind (id) == GW_KIND_TEXT)
    g_assert_cmpstr (gw_facts_text (&again, id), ==, gw_facts_text (facts, id));
  if (gw_fact_kind (id) == GW_KIND_LIST)
    g_assert_true (g_strv_equal (gw_facts_list (&again, id), gw_facts_list (facts, id)));
  if (gw_fact_kind (id) == GW_KIND_NUMBER)
    g_assert_cmpint (gw_facts_number (&again, id, 77), ==, gw_facts_number (facts, id, 78));
}

static void
test_lines_of_texts (void)
{
  static const char *const texts[] = {
      "https://example.org/a?b=c&d=e",
      "commercial person",
      "a,b",
      "100%",
      "%41",
      "Grüße, 世界 = ü",
      "=",
      "-",
      "a  b",
      " blank ",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_auto (GwFacts) facts = {0};
    g_assert_true (
        gw_facts_offer_text (&facts, GW_FACT_SOFTWARE, texts[i], GW_ORIGIN_FETCHED, 20000));
    assert_round_trip (&facts, GW_FACT_SOFTWARE, NULL);
  }
  g_auto (GwFacts) facts = {0};
  const char *list[] = {"email:ü=1+2@b.example", "chat:x@y", "chat:x@y", "room:(!)@z", NULL};
  g_assert_true (gw_facts_offer_list (&facts, GW_FACT_SUPPORT, list, GW_ORIGIN_FETCHED, 20000));
  assert_round_trip (&facts, GW_FACT_SUPPORT, NULL);
}

static void
test_lines (void)
{
  g_auto (GwFacts) facts = {0};
  const char *list[] = {"email:a@b.example", "room:c@d", NULL};
  gint32 date = gw_date_parse ("2026-07-11");

  gw_facts_offer_number (&facts, GW_FACT_UPLOAD_SIZE, 104, GW_ORIGIN_BUILTIN, date);
  gw_facts_offer_number (&facts, GW_FACT_UPLOAD_DAYS, 0, GW_ORIGIN_PROBE, date);
  gw_facts_offer_bool (&facts, GW_FACT_FREE, TRUE, GW_ORIGIN_USER, 0);
  gw_facts_offer_bool (&facts, GW_FACT_GREEN, FALSE, GW_ORIGIN_PROVIDER, 1);
  gw_facts_offer_list (&facts, GW_FACT_SUPPORT, list, GW_ORIGIN_FETCHED, date);
  gw_facts_offer_list (&facts, GW_FACT_ALIASES, list + 2, GW_ORIGIN_FETCHED, date);
  gw_facts_offer_text (&facts, GW_FACT_ORGANIZATION, "private person", GW_ORIGIN_FETCHED, date);

  assert_round_trip (&facts, GW_FACT_UPLOAD_SIZE, "upload-size=104 builtin 2026-07-11");
  assert_round_trip (&facts, GW_FACT_UPLOAD_DAYS, "upload-days=0 probe 2026-07-11");
  assert_round_trip (&facts, GW_FACT_FREE, "free=yes user -");
  assert_round_trip (&facts, GW_FACT_GREEN, "green=no provider 1970-01-02");
  assert_round_trip (&facts, GW_FACT_SUPPORT,
                     "support=email:a@b.example,room:c@d fetched 2026-07-11");
  assert_round_trip (&facts, GW_FACT_ALIASES, "aliases= fetched 2026-07-11");
  assert_round_trip (&facts, GW_FACT_ORGANIZATION,
                     "organization=private%20person fetched 2026-07-11");
}

static void
test_short_lines (void)
{
  g_auto (GwFacts) facts = {0};
  g_autoptr (GString) text = g_string_new (NULL);
  static const char line[] = "free=yes and more";
  static const char stated[] = "green=no probe 2026-07-12";

  /* Not a byte behind its length counts. */
  g_assert_cmpint (
      gw_facts_offer_line (&facts, line, strlen ("free=yes"), GW_ORIGIN_BUILTIN, 20645), ==,
      GW_LINE_READ);
  g_assert_cmpint (facts.at[GW_FACT_FREE].origin, ==, GW_ORIGIN_BUILTIN);
  g_assert_cmpint (facts.at[GW_FACT_FREE].date, ==, 20645);
  g_assert_cmpint (gw_facts_offer_line (&facts, stated, strlen (stated), GW_ORIGIN_BUILTIN, 20645),
                   ==, GW_LINE_READ);
  g_assert_cmpint (facts.at[GW_FACT_GREEN].origin, ==, GW_ORIGIN_PROBE);
  g_assert_cmpint (facts.at[GW_FACT_GREEN].date, ==, 20646);

  gw_fact_append_line (text, GW_FACT_FREE, &facts.at[GW_FACT_FREE], GW_ORIGIN_BUILTIN, 20645);
  gw_fact_append_line (text, GW_FACT_FREE, &facts.at[GW_FACT_FREE], GW_ORIGIN_BUILTIN, 20644);
  gw_fact_append_line (text, GW_FACT_FREE, &facts.at[GW_FACT_FREE], GW_ORIGIN_FETCHED, 20645);
  g_assert_cmpstr (text->str, ==,
                   "free=yes\nfree=yes builtin 2026-07-11\nfree=yes builtin 2026-07-11\n");
}

static void
assert_nothing_known (const GwFacts *facts)
{
  for (int id = 0; id < GW_N_FACTS; id++)
    g_assert_false (gw_facts_is_known (facts, id));
}

static void
test_bad_lines (void)
{
  g_autofree char *long_text = g_strnfill (GW_LIMIT_FACT_TEXT + 1, 'x');
  g_autofree char *too_long = g_strdup_printf ("website=%s builtin 2026-07-11", long_text);
  g_autoptr (GString) too_many = g_string_new ("aliases=a");
  for (int i = 0; i < GW_LIMIT_FACT_LIST; i++)
    g_string_append (too_many, ",a");
  g_string_append (too_many, " builtin 2026-07-11");

  const char *lines[] = {
      "",
      "=",
      "upload-size",
      "upload-size=104",
      "upload-size=104 builtin",
      "upload-size=104 builtin ",
      "upload-size=104  2026-07-11",
      "upload-size=104 builtin 2026-07-11 more",
      "upload-size=104 builtin 2026-07-32",
      "upload-size=104 builtin 2026-7-11",
      "upload-size=104 nobody 2026-07-11",
      "upload-size=104 none 2026-07-11",
      "upload-size= builtin 2026-07-11",
      "upload-size=- builtin 2026-07-11",
      "upload-size=+1 builtin 2026-07-11",
      "upload-size=1e3 builtin 2026-07-11",
      "upload-size=9999999999999999999 builtin 2026-07-11",
      "upload-size=-9999999999999999999 builtin 2026-07-11",
      "upload-size=99999999999999999999 builtin 2026-07-11",
      " upload-size=104 builtin 2026-07-11",
      "upload-sice=104 builtin 2026-07-11",
      "free=maybe builtin 2026-07-11",
      "free= builtin 2026-07-11",
      "website= builtin 2026-07-11",
      "website=%zz builtin 2026-07-11",
      "website=%00 builtin 2026-07-11",
      "website=a%2 builtin 2026-07-11",
      "website=a% builtin 2026-07-11",
      "aliases=a,,b builtin 2026-07-11",
      "aliases=, builtin 2026-07-11",
      too_long,
      too_many->str,
  };

  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++) {
    g_auto (GwFacts) facts = {0};
    g_test_message ("%.80s", lines[i]);
    g_assert_cmpint (offer (&facts, lines[i]), ==, GW_LINE_BAD);
    assert_nothing_known (&facts);
  }
  g_auto (GwFacts) facts = {0};
  g_assert_cmpint (gw_facts_offer_line (&facts, "free\0=yes", 9, GW_ORIGIN_USER, 1), ==,
                   GW_LINE_BAD);
  g_assert_cmpint (gw_facts_offer_line (&facts, "software=a\0b", 12, GW_ORIGIN_USER, 1), ==,
                   GW_LINE_BAD);
  assert_nothing_known (&facts);
}

static void
test_lines_with_bad_values (void)
{
  static const char *const lines[] = {
      "website=%FF builtin 2026-07-11",          "website=javascript:alert(1) builtin 2026-07-11",
      "software=two%0Alines builtin 2026-07-11", "upload-size=-1 builtin 2026-07-11",
      "upload-size=1000001 builtin 2026-07-11",  "aliases=%FF builtin 2026-07-11",
      "countries=DE,xx,FI builtin 2026-07-11", /* half of it would be another list */
  };

  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++) {
    g_auto (GwFacts) facts = {0};
    g_test_message ("%s", lines[i]);
    g_assert_cmpint (offer (&facts, lines[i]), ==, GW_LINE_LEFT_OUT);
    assert_nothing_known (&facts);
  }
}

/* They are read by hand and written by GDate. */
static void
test_all_dates (void)
{
  for (gint32 date = 1; date < 500 * 366; date++) {
    g_autofree char *text = gw_date_format (date);
    g_assert_cmpint (gw_date_parse (text), ==, date);
  }
  g_assert_cmpint (gw_date_parse_n ("2026-07-11 and more", 10), ==, 20645);
}

static void
test_dates (void)
{
  static const struct {
    const char *text;
    gint32 date;
  } rows[] = {
      {"1970-01-02", 1}, {"2000-02-29", 11016}, {"2026-07-11", 20645}, {"9999-12-31", 2932896},
      {"2026-02-29", 0}, {"1970-01-01", 0},     {"1969-12-31", 0},     {"", 0},
      {"-", 0},          {"2026-07-11T00", 0},  {"2026/07/11", 0},     {"2026-13-01", 0},
      {"+026-07-11", 0}, {"0000-00-00", 0},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *text = gw_date_format (rows[i].date);
    g_assert_cmpint (gw_date_parse (rows[i].text), ==, rows[i].date);
    g_assert_cmpstr (text, ==, rows[i].date ? rows[i].text : "-");
  }
  g_autofree char *beyond = gw_date_format (G_MAXINT32);
  g_assert_cmpstr (beyond, ==, "-");
  g_assert_cmpint (gw_date_today (), >, gw_date_parse ("2025-01-01"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fact/names-lead-back", test_names);
  g_test_add_func ("/fact/unknown-is-its-own-state", test_unknown_is_its_own_state);
  g_test_add_func ("/fact/trust-and-age-decide", test_which_value_wins);
  g_test_add_func ("/fact/merging-follows-the-same-rule", test_merge);
  g_test_add_func ("/fact/lines-lose-no-text", test_lines_of_texts);
  g_test_add_func ("/fact/lines-look-as-documented", test_lines);
  g_test_add_func ("/fact/bad-lines-change-nothing", test_bad_lines);
  g_test_add_func ("/fact/short-lines-go-by-the-list", test_short_lines);
  g_test_add_func ("/fact/bad-values-are-left-out", test_lines_with_bad_values);
  g_test_add_func ("/fact/dates-round-trip", test_dates);
  g_test_add_func ("/fact/every-day-round-trips", test_all_dates);
  return g_test_run ();
}
