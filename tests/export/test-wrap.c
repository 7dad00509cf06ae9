/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines of a paragraph. */
#include "export/wrap.h"

static void
test_lines (void)
{
  static const struct {
    const char *text;
    int columns;
    const char *lines; /* joined by | */
  } rows[] = {
      {"", 10, ""},
      {"one", 10, "one"},
      {"one two", 7, "one two"},
      {"one two", 6, "one|two"},
      {"one  two", 10, "one two"},
      {" one ", 10, "one"},
      {"a verylongword b", 5, "a|verylongword|b"},
      {"größe über", 10, "größe über"},
      {"漢字 漢字", 9, "漢字 漢字"},
      {"漢字 漢字", 8, "漢字|漢字"},
      {"a b c d e f", 3, "a b|c d|e f"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_auto (GStrv) lines = gw_wrap (rows[i].text, rows[i].columns);
    g_autofree char *joined = g_strjoinv ("|", lines);
    g_assert_cmpstr (joined, ==, rows[i].lines);
  }
}

static void
test_columns (void)
{
  g_assert_cmpint (gw_wrap_columns (""), ==, 0);
  g_assert_cmpint (gw_wrap_columns ("Straße"), ==, 6);
  g_assert_cmpint (gw_wrap_columns ("漢字"), ==, 4);
  g_assert_cmpint (gw_wrap_columns ("e\xcc\x81"), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wrap/lines-break-at-blanks", test_lines);
  g_test_add_func ("/wrap/columns-are-those-of-a-terminal", test_columns);
  return g_test_run ();
}
