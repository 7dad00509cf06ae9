/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words of a server become harmless and short, and are otherwise left alone. */
#include "base/clean.h"

static const struct {
  const char *text;
  gsize max;
  gboolean keep_newlines;
  const char *clean;
} rows[] = {
    {"", 5, FALSE, ""},
    {"Größe 5", 50, FALSE, "Größe 5"},
    {"<b>bold</b> &amp; %s", 50, FALSE, "<b>bold</b> &amp; %s"},
    {"red \033[31m\a\b\177", 50, FALSE, "red  [31m   "},
    {"a\nb\tc\r\n", 50, FALSE, "a b c  "},
    {"a\nb\tc\r\n", 50, TRUE, "a\nb c \n"},
    {"a\xc2\x85"
     "b\u2028c\u2029d",
     50, TRUE, "a b c d"},
    /* what turns the direction of writing, and what cannot be seen */
    {"\u202agpj.\u202eexe\u202c\u2066x\u2069\u200f", 50, TRUE, " gpj. exe  x  "},
    {"a\u200bb\ufeffc\u00add\ue000e", 50, FALSE, "a b c d e"},
    {"a\xff\xc3", 50, FALSE, "a\ufffd\ufffd"},
    {"12345", 5, FALSE, "12345"},
    {"123456", 5, FALSE, "1234…"},
    {"äöüäöü", 5, FALSE, "äöüä…"},
    {"ab", 1, FALSE, "…"},
    /* cut through a character before it is looked at */
    {"aaaaaaaaaaaaaaaaaaa\U0001f600", 4, FALSE, "aaa…"},
};

static void
test_rows (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *clean = gw_clean_text (rows[i].text, rows[i].max, rows[i].keep_newlines);

    g_test_message ("%s", rows[i].clean);
    g_assert_cmpstr (clean, ==, rows[i].clean);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/clean/nothing-steers-turns-or-hides", test_rows);
  return g_test_run ();
}
