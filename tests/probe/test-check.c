/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of checks: its rows, and what each judge says about looks that never were. */
#include "rows.h"

static const GwCheckResult *
find (const GArray *results, const char *id)
{
  for (guint i = 0; i < results->len; i++) {
    const GwCheckResult *result = &g_array_index (results, GwCheckResult, i);
    if (g_str_equal (result->check->id, id))
      return result;
  }
  g_error ("there is no check %s", id);
}

static void
test_states (gconstpointer data)
{
  const CheckRow *test = data;
  g_autoptr (GwSeen) seen = scene_new (&test->setup);
  g_autoptr (GArray) results = gw_checks_run (seen);
  g_auto (GStrv) wanted = g_strsplit (test->states, " ", -1);
  g_autoptr (GString) got = g_string_new (NULL);

  for (char **want = wanted; *want; want++) {
    *strchr (*want, '=') = '\0';
    g_string_append_printf (got, "%s%s=%s", got->len ? " " : "", *want,
                            gw_check_state_name (find (results, *want)->state));
  }
  g_assert_cmpstr (got->str, ==, test->states);
}

static void
test_every_result_has_a_sentence (gconstpointer data)
{
  const CheckRow *test = data;
  g_autoptr (GwSeen) seen = scene_new (&test->setup);
  g_autoptr (GArray) results = gw_checks_run (seen);

  for (guint i = 0; i < results->len; i++) {
    const GwCheckResult *result = &g_array_index (results, GwCheckResult, i);
    g_assert_true (g_str_has_suffix (result->text, ".") || g_str_has_suffix (result->text, ")"));
    g_assert_true (result->evidence == NULL || g_utf8_validate (result->evidence, -1, NULL));
  }
}

static void
add_rows (const CheckRows *rows)
{
  for (gsize i = 0; i < rows->n_rows; i++) {
    g_autofree char *sentence = g_strconcat ("/sentence", rows->rows[i].path, NULL);
    g_test_add_data_func (rows->rows[i].path, &rows->rows[i], test_states);
    g_test_add_data_func (sentence, &rows->rows[i], test_every_result_has_a_sentence);
  }
}

static const CheckRows *const all_rows[] = {&rows_client, &rows_dns, &rows_tls,
                                            &rows_login,  &rows_web, &rows_server};

/* "id=state" words of all rows. */
static GHashTable *
collect_states (void)
{
  GHashTable *words = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (all_rows); i++)
    for (gsize row = 0; row < all_rows[i]->n_rows; row++) {
      g_auto (GStrv) states = g_strsplit (all_rows[i]->rows[row].states, " ", -1);
      for (char **state = states; *state; state++)
        g_hash_table_add (words, g_strdup (*state));
    }
  return words;
}

static gboolean
is_tried (GHashTable *words, const GwCheck *check, GwCheckState state)
{
  g_autofree char *word = g_strconcat (check->id, "=", gw_check_state_name (state), NULL);

  return g_hash_table_contains (words, word);
}

/* What a check can say and no row lets it say, and the other way round; "" for neither. */
static const char *
find_gap (GHashTable *words, const GwCheck *check)
{
  if (!is_tried (words, check, GW_CHECK_PASS) && !is_tried (words, check, GW_CHECK_INFO))
    return "pass or info ";
  if (!is_tried (words, check, GW_CHECK_UNKNOWN))
    return "unknown ";
  if (is_tried (words, check, GW_CHECK_WARN) != (check->warns != NULL))
    return "warn ";
  return is_tried (words, check, GW_CHECK_FAIL) != (check->fails != NULL) ? "fail " : "";
}

static void
test_every_state_is_tried (void)
{
  g_autoptr (GHashTable) words = collect_states ();
  g_autoptr (GString) gaps = g_string_new (NULL);

  for (const GwCheck *check = gw_checks (); check->id; check++) {
    const char *gap = find_gap (words, check);
    g_string_append_printf (gaps, "%s%s%s", *gap ? check->id : "", *gap ? ": " : "", gap);
  }
  g_assert_cmpstr (gaps->str, ==, "");
}

/* Nothing asked, nothing known: not one word about the server. */
static void
test_nothing_seen_is_nothing_known (void)
{
  for (int full = 0; full < 2; full++) {
    g_autoptr (GwSeen) seen = gw_seen_new (SCENE_DOMAIN, SCENE_NOW);
    seen->full = full;
    gw_seen_read (seen);
    g_autoptr (GArray) results = gw_checks_run (seen);
    GwFacts facts = {0};

    for (guint i = 0; i < results->len; i++)
      g_assert_cmpint (g_array_index (results, GwCheckResult, i).state, ==, GW_CHECK_UNKNOWN);
    gw_checks_facts (seen, &facts);
    for (int id = 0; id < GW_N_FACTS; id++)
      g_assert_false (facts.at[id].known);
  }
}

static void
test_a_domain_goes_by_both_its_names (void)
{
  g_autoptr (GwSeen) seen = scene_new (&(Setup){.features = SCENE_LOGIN, .from = "Bücher.example"});

  g_free (seen->domain);
  seen->domain = g_strdup ("xn--bcher-kva.example");
  g_autoptr (GArray) results = gw_checks_run (seen);
  g_assert_cmpint (find (results, "c2s.stream")->state, ==, GW_CHECK_PASS);
}

static void
test_rows_are_whole (void)
{
  g_autoptr (GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);

  for (const GwCheck *check = gw_checks (); check->id; check++) {
    g_assert_true (g_hash_table_add (ids, (gpointer)check->id));
    g_assert_true (g_str_has_prefix (check->reference, "RFC ") ||
                   g_str_has_prefix (check->reference, "XEP-"));
    if (check->warns || check->fails)
      g_assert_true (check->cure && g_str_has_suffix (check->cure, "."));
    g_assert_cmpuint (strlen (check->title), >, 0);
    g_assert_cmpuint (strlen (check->passes), >, 0);
    g_assert_nonnull (gw_check_group_text (check->group));
    g_assert_true (gw_check_find (check->id) == check);
    g_assert_nonnull (check->judge);
  }
  g_assert_cmpuint (g_hash_table_size (ids), ==, 64);
  g_assert_null (gw_check_find ("no.such.check"));
}

static void
test_results_stand_in_the_order_of_the_table (void)
{
  g_autoptr (GwSeen) seen = scene_new (&(Setup){.features = SCENE_LOGIN});
  g_autoptr (GArray) results = gw_checks_run (seen);
  guint n = 0;

  for (const GwCheck *check = gw_checks (); check->id; check++)
    if (check->is_quick)
      g_assert_true (g_array_index (results, GwCheckResult, n++).check == check);
  g_assert_cmpuint (n, ==, results->len);
}

static void
test_evidence_is_cut (void)
{
  g_autofree char *long_name = g_strnfill (5000, 'x');
  g_autoptr (GwSeen) seen = scene_new (&(Setup){.features = SCENE_LOGIN, .from = long_name});
  g_autoptr (GArray) results = gw_checks_run (seen);

  g_assert_cmpuint (strlen (find (results, "c2s.stream")->evidence), <, 500);
}

typedef struct {
  const char *path;
  Setup setup;
  const char *facts; /* "name=value;..." in the table's order */
} FactCase;

#define DAY " probe 2026-11-18"

static const FactCase fact_cases[] = {
    {"/facts/of-a-good-server",
     {.way = SCENE_DIRECT, .features = SCENE_LOGIN SCENE_REGISTER, .reply = SCENE_FORM},
     "signup=at-once;reachable=yes;certificate=ok;direct-tls=yes;tls-version=TLSv1.3;"
     "login-methods=SCRAM-SHA-256-PLUS,SCRAM-SHA-256,SCRAM-SHA-1,PLAIN;invitations=no"},
    {"/facts/of-one-that-takes-invitations",
     {.features = SCENE_SASL (SCENE_METHOD ("PLAIN")) SCENE_REGISTER SCENE_TOKEN,
      .reply = SCENE_FORM},
     "signup=at-once;reachable=yes;certificate=ok;direct-tls=no;tls-version=TLSv1.3;"
     "login-methods=PLAIN;invitations=yes"},
    {"/facts/of-one-with-a-puzzle",
     {.features = SCENE_SASL (SCENE_METHOD ("PLAIN")) SCENE_REGISTER, .reply = SCENE_PUZZLE},
     "signup=puzzle;reachable=yes;certificate=ok;direct-tls=no;tls-version=TLSv1.3;"
     "login-methods=PLAIN;invitations=no"},
    {"/facts/of-one-that-registers-on-the-web",
     {.features = SCENE_SASL (SCENE_METHOD ("PLAIN")) SCENE_REGISTER, .reply = SCENE_WEB},
     "signup=web;register-page=https://shop.example/join;reachable=yes;certificate=ok;"
     "direct-tls=no;tls-version=TLSv1.3;login-methods=PLAIN;invitations=no"},
    {"/facts/of-a-closed-one",
     {.features = SCENE_SASL (SCENE_METHOD ("PLAIN")),
      .reply = SCENE_REFUSAL ("service-unavailable")},
     "signup=closed;reachable=yes;certificate=ok;direct-tls=no;tls-version=TLSv1.3;"
     "login-methods=PLAIN;invitations=no"},
    {"/facts/of-a-closed-one-that-hangs-up",
     {.features = SCENE_SASL (SCENE_METHOD ("PLAIN")), .end_condition = "not-authorized"},
     "signup=closed;reachable=yes;certificate=ok;direct-tls=no;tls-version=TLSv1.3;"
     "login-methods=PLAIN;invitations=no"},
    {"/facts/an-odd-refusal-of-one-that-announces-no-registration-means-closed",
     {.features = SCENE_SASL (SCENE_METHOD ("PLAIN")),
      .reply = SCENE_REFUSAL ("internal-server-error")},
     "signup=closed;reachable=yes;certificate=ok;direct-tls=no;tls-version=TLSv1.3;"
     "login-methods=PLAIN;invitations=no"},
    {"/facts/an-odd-refusal-of-one-that-announces-registration-says-nothing",
     {.features = SCENE_SASL (SCENE_METHOD ("PLAIN")) SCENE_REGISTER,
      .reply = SCENE_REFUSAL ("internal-server-error")},
     "reachable=yes;certificate=ok;direct-tls=no;tls-version=TLSv1.3;login-methods=PLAIN;"
     "invitations=no"},
    {"/facts/a-bad-certificate-does-not-hide-the-form",
     {.features = SCENE_SASL (SCENE_METHOD ("PLAIN")) SCENE_REGISTER,
      .reply = SCENE_FORM,
      .other_name = TRUE},
     "signup=at-once;reachable=yes;certificate=cert-name;direct-tls=no;tls-version=TLSv1.3;"
     "login-methods=PLAIN;invitations=no"},
    {"/facts/broken-direct-tls-is-none",
     {.way = SCENE_DIRECT_BROKEN, .features = SCENE_SASL (SCENE_METHOD ("PLAIN"))},
     "reachable=yes;certificate=ok;direct-tls=no;tls-version=TLSv1.3;login-methods=PLAIN;"
     "invitations=no"},
    {"/facts/of-a-name-that-does-not-exist",
     {.way = SCENE_NOT_CONNECTED, .error = GW_ERROR_DNS_UNKNOWN},
     "reachable=no"},
    {"/facts/no-connection-in-time-may-be-our-own-network",
     {.way = SCENE_NOT_CONNECTED, .error = GW_ERROR_TIMEOUT},
     ""},
    {"/facts/no-name-server-says-nothing",
     {.way = SCENE_NOT_CONNECTED, .error = GW_ERROR_DNS_FAILED},
     ""},
};

static void
test_facts (gconstpointer data)
{
  const FactCase *test = data;
  g_autoptr (GwSeen) seen = scene_new (&test->setup);
  GwFacts facts = {0};
  g_autoptr (GString) got = g_string_new (NULL);

  gw_checks_facts (seen, &facts);
  for (int id = 0; id < GW_N_FACTS; id++) {
    g_autofree char *line = gw_fact_to_line (id, &facts.at[id]);
    if (line == NULL)
      continue;
    g_assert_true (g_str_has_suffix (line, DAY));
    line[strlen (line) - strlen (DAY)] = '\0';
    g_string_append_printf (got, "%s%s", got->len ? ";" : "", line);
  }
  gw_facts_clear (&facts);
  g_assert_cmpstr (got->str, ==, test->facts);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/table/every-row-is-whole-and-every-id-unique", test_rows_are_whole);
  g_test_add_func ("/table/results-stand-in-its-order",
                   test_results_stand_in_the_order_of_the_table);
  g_test_add_func ("/table/evidence-is-cut", test_evidence_is_cut);
  g_test_add_func ("/table/every-state-that-it-names-is-tried-here", test_every_state_is_tried);
  g_test_add_func ("/table/nothing-seen-is-nothing-known", test_nothing_seen_is_nothing_known);
  g_test_add_func ("/table/a-domain-goes-by-both-its-names", test_a_domain_goes_by_both_its_names);
  for (gsize i = 0; i < G_N_ELEMENTS (all_rows); i++)
    add_rows (all_rows[i]);
  for (gsize i = 0; i < G_N_ELEMENTS (fact_cases); i++)
    g_test_add_data_func (fact_cases[i].path, &fact_cases[i], test_facts);
  return g_test_run ();
}
