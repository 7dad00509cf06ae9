/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tool that writes the built-in list: who is taken, with which figures, and what it refuses.
 * The first argument is the tool. */
#include "base/error.h"
#include "base/limits.h"
#include "base/store.h"
#include "providers/source.h"
#include "state-folder.h"

#define COLUMNS                                                                                    \
  "domain,times_listed_AB,of_lists,first_listed,last_listed,times_category_A,"                     \
  "closed_in_app_sign_up,times_dropped,on_newest_list\r\n"
#define LIST                                                                                       \
  "[{\"jid\":\"stays.example\",\"busFactor\":2,\"serverSoftwareName\":\"x\"},"                     \
  "{\"jid\":\"gone.example\"},{\"jid\":\"uncounted.example\"}]"

static const char *tool;

static char *
write_file (const char *name, const char *text)
{
  char *path = gw_store_path (GW_STORE_STATE, name);

  g_assert_true (gw_store_write (path, text, strlen (text), NULL));
  return path;
}

/* The exit status; what it printed goes to *lines. */
static int
run (const char *list, const char *survival, char **lines)
{
  g_autofree char *list_path = write_file ("list.json", list);
  g_autofree char *survival_path = write_file ("survival.csv", survival);
  const char *argv[] = {tool, "--date", "2026-07-11", list_path, survival_path, NULL};
  g_autofree char *complaint = NULL;
  int status;

  g_assert_true (g_spawn_sync (NULL, (char **)argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, lines,
                               &complaint, &status, NULL));
  g_assert_true (WIFEXITED (status));
  g_assert_cmpint (WEXITSTATUS (status) == 0, ==, *complaint == '\0');
  return WEXITSTATUS (status);
}

static void
test_takes_who_stays (void)
{
  g_autofree char *lines = NULL;

  g_assert_cmpint (run (LIST,
                        COLUMNS "stays.example,17,19,2024-07-22,2026-07-22,13,1,2,yes\r\n"
                                "gone.example,15,19,2024-02-10,2026-06-05,15,0,1,no\r\n"
                                "never.example,1,19,2022-04-08,2022-04-08,0,0,1,no\r\n",
                        &lines),
                   ==, GW_EXIT_DONE);
  g_autoptr (GwCatalogue) catalogue =
      gw_source_lines_parse (lines, strlen (lines), GW_LIMIT_LIST_BYTES, "builtin.list", NULL);
  g_assert_nonnull (catalogue);
  g_assert_true (g_str_has_prefix (lines, "# "));
  g_assert_cmpint (catalogue->date, ==, gw_date_parse ("2026-07-11"));
  g_assert_cmpuint (catalogue->providers->len, ==, 2);
  g_assert_nonnull (gw_catalogue_find (catalogue, "uncounted.example"));

  const GwFacts *facts = &gw_catalogue_find (catalogue, "stays.example")->facts;
  g_assert_cmpint (gw_facts_number (facts, GW_FACT_LISTED_TIMES, -1), ==, 17);
  g_assert_cmpint (gw_facts_number (facts, GW_FACT_LISTED_OF, -1), ==, 19);
  g_assert_cmpint (gw_facts_number (facts, GW_FACT_SIGNUP_CLOSED_TIMES, -1), ==, 1);
  g_assert_cmpint (gw_facts_number (facts, GW_FACT_DROPPED_TIMES, -1), ==, 2);
  g_assert_cmpint (gw_facts_number (facts, GW_FACT_BUS_FACTOR, -1), ==, 2);
  g_assert_cmpint (facts->at[GW_FACT_BUS_FACTOR].origin, ==, GW_ORIGIN_BUILTIN);
  g_assert_cmpint (facts->at[GW_FACT_LISTED_TIMES].date, ==, gw_date_parse ("2026-07-22"));
  g_assert_false (gw_facts_is_known (facts, GW_FACT_SOFTWARE));
}

static void
test_refuses_damage (void)
{
  static const struct {
    const char *list;
    const char *survival;
  } cases[] = {
      {"<html>", COLUMNS},
      {LIST, ""},
      {LIST, "domain,of_lists\r\n"},
      {LIST, COLUMNS "stays.example,17\r\n"},
      {LIST, COLUMNS "stays.example,many,19,2024-07-22,2026-07-22,13,1,2,yes\r\n"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *lines = NULL;
    g_assert_cmpint (run (cases[i].list, cases[i].survival, &lines), ==, GW_EXIT_DATA);
    g_assert_cmpstr (lines, ==, "");
  }
}

int
main (int argc, char **argv)
{
  state_folder_init ();
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 2);
  tool = argv[1];
  state_folder_add ("/make-builtin/takes-who-stays-on-the-list", test_takes_who_stays);
  state_folder_add ("/make-builtin/refuses-damaged-input", test_refuses_damage);
  return state_folder_run ();
}
