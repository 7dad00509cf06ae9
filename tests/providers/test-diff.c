/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What changed between two editions, and what is not worth a word. */
#include "providers/diff.h"
#include "providers/source.h"

static GwCatalogue *
parse (const char *lines)
{
  g_autoptr (GError) error = NULL;
  GwCatalogue *catalogue = gw_source_lines_parse (lines, strlen (lines), G_MAXSIZE, "test", &error);

  g_assert_no_error (error);
  return catalogue;
}

static char *
describe (const char *before_lines, const char *now_lines)
{
  g_autoptr (GwCatalogue) before = parse (before_lines);
  g_autoptr (GwCatalogue) now = parse (now_lines);
  g_autoptr (GPtrArray) diffs = gw_diff (before, now);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < diffs->len; i++) {
    const GwDiff *diff = diffs->pdata[i];
    g_autofree char *words = gw_diff_text (diff, before, now);
    g_string_append_printf (text, "%s %s [%s]\n", gw_diff_kind_name (diff->kind), diff->domain,
                            words);
  }
  return g_string_free (text, FALSE);
}

static void
test_each_kind (void)
{
  static const struct {
    const char *before, *now, *said;
  } cases[] = {
      {"", "", ""},
      {"provider a.example\n", "provider a.example\n", ""},
      {"", "provider a.example\nsignup=puzzle fetched 2026-01-01\n",
       "new a.example [with a picture puzzle]\n"},
      {"", "provider a.example\n", "new a.example [not known]\n"},
      {"provider a.example\n", "", "gone a.example []\n"},
      {"provider a.example\n", "provider a.example\nlisted=no fetched 2026-01-01\n",
       "gone a.example []\n"},
      {"provider a.example\nlisted=no fetched 2026-01-01\n", "", ""},
      {"provider a.example\nlisted=no fetched 2026-01-01\n",
       "provider a.example\nlisted=yes fetched 2026-01-02\n", "new a.example [not known]\n"},
      {"provider a.example\nsignup=at-once fetched 2026-01-01\n",
       "provider a.example\nsignup=web fetched 2026-01-02\n",
       "changed a.example [New address: on its website, before: at once]\n"},
      {"provider a.example\narchive-days=1 fetched 2026-01-01\n",
       "provider a.example\narchive-days=0 fetched 2026-01-02\nfree=yes fetched 2026-01-02\n",
       "changed a.example [Free of charge: yes, before: not stated\n"
       "Messages kept: no limit stated, before: 1 day]\n"},
      {"provider a.example\ncountries=DE,FI fetched 2026-01-01\n",
       "provider a.example\ncountries=DE fetched 2026-01-02\n",
       "changed a.example [Servers stand in: DE, before: DE, FI]\n"},
      /* The same, of another day or origin. */
      {"provider a.example\nfree=yes builtin 2026-01-01\n",
       "provider a.example\nfree=yes fetched 2026-01-02\n", ""},
      /* Not worth a word. */
      {"provider a.example\nsoftware=Prosody fetched 2026-01-01\nlisted-of=3 builtin 2026-01-01\n",
       "provider a.example\nsoftware=ejabberd fetched 2026-01-02\nlisted-of=4 builtin 2026-01-02\n",
       ""},
      /* In order. */
      {"provider b.example\nprovider c.example\nfree=yes fetched 2026-01-01\n",
       "provider z.example\nprovider c.example\nfree=no fetched 2026-01-02\nprovider a.example\n",
       "new a.example [not known]\nnew z.example [not known]\ngone b.example []\n"
       "changed c.example [Free of charge: no, before: yes]\n"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *before = g_strconcat ("list 2026-01-01\n", cases[i].before, NULL);
    g_autofree char *now = g_strconcat ("list 2026-01-02\n", cases[i].now, NULL);
    g_autofree char *said = describe (before, now);
    g_assert_cmpstr (said, ==, cases[i].said);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/diff/each-kind", test_each_kind);
  return g_test_run ();
}
