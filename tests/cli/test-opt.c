/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parser of options: what is understood, what is refused and in which words. */
#include "cli/opt.h"

typedef struct {
  const char *name;
  const char *file;
  int number;
  gboolean flag;
} Values;

static const GwOpt options[] = {
    {"name", GW_OPT_TEXT, offsetof (Values, name), "N", "a name"},
    {"password-fd", GW_OPT_NUMBER, offsetof (Values, number), "FD", "a descriptor"},
    {"save", GW_OPT_TEXT, offsetof (Values, file), "FILE", "a file"},
    {"dry-run", GW_OPT_FLAG, offsetof (Values, flag), NULL, "a flag"},
    {NULL},
};

typedef struct {
  const char *path;
  const char *line; /* words with blanks between them */
  const char *read; /* "name save number flag json help | arguments"; NULL: refused */
  const char *said; /* a part of the refusal */
} Case;

static const Case cases[] = {
    {"/opt/nothing-is-nothing", "", ". . -1 0 0 0 |"},
    {"/opt/value-in-the-next-word", "--name anna", "anna . -1 0 0 0 |"},
    {"/opt/value-behind-an-equals-sign", "--name=anna", "anna . -1 0 0 0 |"},
    {"/opt/value-with-an-equals-sign-inside", "--name=a=b", "a=b . -1 0 0 0 |"},
    {"/opt/an-empty-value-is-one", "--name=", " . -1 0 0 0 |"},
    {"/opt/the-last-one-counts", "--name a --name b", "b . -1 0 0 0 |"},
    {"/opt/flags-and-words-mix", "one --dry-run two", ". . -1 1 0 0 |one,two"},
    {"/opt/common-options-are-known-too", "--json x --dry-run", ". . -1 1 1 0 |x"},
    {"/opt/h-is-help", "-h", ". . -1 0 0 1 |"},
    {"/opt/numbers", "--password-fd 0", ". . 0 0 0 0 |"},
    {"/opt/a-dash-is-a-word-and-a-value", "- --save -", ". - -1 0 0 0 |-"},
    {"/opt/two-dashes-end-the-options", "--dry-run -- --json -x", ". . -1 1 0 0 |--json,-x"},
    {"/opt/a-value-may-begin-with-one-dash", "--name -x", "-x . -1 0 0 0 |"},
    {"/opt/refused-letters", "--password-fd x", NULL, "--password-fd takes a whole number"},
    {"/opt/refused-negative", "--password-fd=-1", NULL, "--password-fd takes a whole number"},
    {"/opt/refused-too-large", "--password-fd 4294967296", NULL, "takes a whole number"},
    {"/opt/refused-no-value-at-the-end", "--name", NULL, "--name needs a value"},
    {"/opt/refused-an-option-as-a-value", "--name --dry-run", NULL, "--name needs a value"},
    {"/opt/refused-a-value-for-a-flag", "--dry-run=yes", NULL, "--dry-run takes no value"},
    {"/opt/refused-short-ones", "-n anna", NULL, "begin with two dashes"},
    {"/opt/refused-with-the-nearest", "--jsn", NULL, "no option --jsn; did you mean --json?"},
    {"/opt/refused-swapped-letters", "--svae f", NULL, "did you mean --save?"},
    {"/opt/refused-the-beginning", "--dry", NULL, "did you mean --dry-run?"},
    {"/opt/refused-and-nothing-near", "--frobnicate", NULL, "no option --frobnicate)"},
    {"/opt/refused-without-the-value", "--password=secret", NULL, "did you mean --password-fd?"},
};

static void
test_parse (gconstpointer data)
{
  const Case *test = data;
  Values values = {0};
  GwCommon common = {0};
  const GwOptSet sets[] = {{options, &values}, {gw_common_options, &common}, {NULL}};
  g_auto (GStrv) line = g_strsplit (test->line, " ", -1);
  char **words = line;
  g_autoptr (GPtrArray) arguments = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;

  gw_opt_init (&sets[0]);
  gboolean understood = gw_opt_parse (sets, &words, arguments, &error);
  g_assert_cmpint (understood, ==, test->read != NULL);
  if (!understood) {
    g_assert_error (error, GW_ERROR, GW_ERROR_USAGE);
    g_assert_nonnull (strstr (error->message, test->said));
    g_assert_null (strstr (error->message, "secret"));
    return;
  }
  g_assert_no_error (error);
  g_ptr_array_add (arguments, NULL);
  g_autofree char *rest = g_strjoinv (",", (char **)arguments->pdata);
  g_autofree char *read = g_strdup_printf ("%s %s %d %d %d %d |%s", values.name ? values.name : ".",
                                           values.file ? values.file : ".", values.number,
                                           values.flag, common.json, common.help, rest);
  g_assert_cmpstr (read, ==, test->read);
}

static void
test_stops_at_the_first_word (void)
{
  GwCommon common = {0};
  const GwOptSet sets[] = {{gw_common_options, &common}, {NULL}};
  char *line[] = {(char *)"--lang", (char *)"de", (char *)"list", (char *)"--nonsense", NULL};
  char **words = line;
  g_autoptr (GError) error = NULL;

  gw_opt_parse (sets, &words, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (common.lang, ==, "de");
  g_assert_cmpstr (*words, ==, "list");
}

static void
test_peek (void)
{
  char *line[] = {(char *)"list",   (char *)"--lang=de", (char *)"--nonsense",
                  (char *)"--json", (char *)"--save",    (char *)"f",
                  (char *)"--",     (char *)"--quiet",   NULL};

  g_assert_cmpstr (gw_opt_peek_text (line, "lang"), ==, "de");
  g_assert_cmpstr (gw_opt_peek_text (line, "save"), ==, "f");
  g_assert_null (gw_opt_peek_text (line, "profile"));
  g_assert_true (gw_opt_peek_flag (line, "json"));
  g_assert_false (gw_opt_peek_flag (line, "quiet"));
}

static void
test_nearest (void)
{
  static const char *const names[] = {"list", "probe", "register", "recover", "qr", NULL};

  g_assert_cmpstr (gw_opt_nearest ("lst", names), ==, "list");
  g_assert_cmpstr (gw_opt_nearest ("regsiter", names), ==, "register");
  g_assert_cmpstr (gw_opt_nearest ("pro", names), ==, "probe");
  g_assert_null (gw_opt_nearest ("help", names));
  g_assert_null (gw_opt_nearest ("x", names));
  g_assert_null (gw_opt_nearest ("", names));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add_data_func (cases[i].path, &cases[i], test_parse);
  g_test_add_func ("/opt/may-stop-at-the-first-word", test_stops_at_the_first_word);
  g_test_add_func ("/opt/may-be-looked-at-before", test_peek);
  g_test_add_func ("/opt/finds-what-was-meant", test_nearest);
  return g_test_run ();
}
