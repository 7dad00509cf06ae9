/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The text card. */
#include "export/card.h"

#include "export/wrap.h"

#define COLUMNS 76

static char *
card (const char *local, const char *domain, const char *password)
{
  g_autoptr (GwJid) jid = gw_jid_new (local, domain);
  g_autoptr (GwSecret) secret = password ? gw_secret_new (password, NULL) : NULL;

  return gw_card_text (jid, secret);
}

static void
assert_line (const char *text, const char *line)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  if (!g_strv_contains ((const char *const *)lines, line))
    g_error ("no line \"%s\" in:\n%s", line, text);
}

static void
test_without_password (void)
{
  g_autofree char *text = card ("alice", "example.org", NULL);

  assert_line (text, "  Address:   alice@example.org");
  assert_line (text, "  Provider:  example.org");
  assert_line (text, "  Password:  ________________________________________");
}

static void
test_password_is_unchanged (void)
{
  static const char *const passwords[] = {
      "p;a=s&s \"w%40<>'\\ü#",
      " blanks at both ends ",
      "%s%n%d",
      "a long one that is wider than the card itself, and still may not be broken, lest it be "
      "typed with a line break in it",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (passwords); i++) {
    g_autofree char *text = card ("alice", "example.org", passwords[i]);
    g_autofree char *line = g_strconcat ("  Password:  ", passwords[i], NULL);
    assert_line (text, line);
    g_assert_null (strstr (text, "____"));
  }
}

static void
test_other_alphabets (void)
{
  g_autofree char *text = card ("alice", "xn--bcher-kva.example", NULL);

  assert_line (text, "  Address:   alice@xn--bcher-kva.example");
  assert_line (text, "  Provider:  bücher.example (xn--bcher-kva.example)");
}

static void
test_width (void)
{
  g_autofree char *text = card ("alice", "example.org", NULL);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  int widest = 0;

  for (char **line = lines; *line; line++) {
    widest = MAX (widest, gw_wrap_columns (*line));
    g_assert_false (g_str_has_suffix (*line, " "));
  }
  g_assert_cmpint (widest, <=, COLUMNS);
  g_assert_cmpint (widest, >, COLUMNS - 10);
  g_assert_true (g_str_has_suffix (text, ".\n"));
}

static void
test_content (void)
{
  static const char *const needed[] = {
      "Conversations", "Monal",   "Dino",         "Gajim",
      "Android:",      "iPhone:", "new password", "Keep this sheet"};
  g_autofree char *text = card ("alice", "example.org", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (needed); i++)
    g_assert_nonnull (strstr (text, needed[i]));
}

static char *
today (void)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();

  return g_date_time_format (now, "Written by Gangway on %Y-%m-%d.");
}

static void
test_date (void)
{
  g_autofree char *before = today ();
  g_autofree char *text = card ("alice", "example.org", NULL);
  g_autofree char *after = today ();

  /* They differ only at midnight. */
  assert_line (text, strstr (text, before) ? before : after);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/card/leaves-a-line-for-the-password", test_without_password);
  g_test_add_func ("/card/writes-the-password-unchanged", test_password_is_unchanged);
  g_test_add_func ("/card/shows-both-forms-of-a-domain", test_other_alphabets);
  g_test_add_func ("/card/is-76-columns-wide", test_width);
  g_test_add_func ("/card/says-what-to-do-and-to-keep-in-mind", test_content);
  g_test_add_func ("/card/bears-the-date", test_date);
  return g_test_run ();
}
