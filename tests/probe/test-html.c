/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page: well-formed whatever a server said, complete, and it loads nothing. */
#include <glib/gstdio.h>

#include "base/i18n.h"
#include "probe/html-text.h"
#include "probe/html.h"

static char *folder;

static void
free_result (gpointer result)
{
  gw_probe_result_free (result);
}

/* All checks of the table, the states by turns from `first` on; `text` and `evidence` each time. */
static GwProbeResult *
result_new (const char *domain, guint first, const char *text, const char *evidence)
{
  GwProbeResult *result = g_new0 (GwProbeResult, 1);

  result->domain = g_strdup (domain);
  result->reachable = TRUE;
  result->signup = GW_SIGNUP_AT_ONCE;
  result->when = 1795000000;
  result->checks = g_array_new (FALSE, TRUE, sizeof (GwCheckResult));
  g_array_set_clear_func (result->checks, (GDestroyNotify)gw_check_result_clear);
  for (const GwCheck *check = gw_checks (); check->id; check++) {
    GwCheckResult answer = {.check = check,
                            .state = (GwCheckState)(first++ % (GW_CHECK_UNKNOWN + 1)),
                            .text = g_strdup (text),
                            .evidence = g_strdup (evidence)};
    g_array_append_val (result->checks, answer);
  }
  return result;
}

static char *
page_of (GwProbeResult *result)
{
  g_autoptr (GPtrArray) results = g_ptr_array_new_with_free_func (free_result);

  g_ptr_array_add (results, result);
  return gw_html_report (results);
}

static guint
count (const char *page, const char *what)
{
  guint n = 0;

  for (const char *p = page; (p = strstr (p, what)) != NULL; p += strlen (what))
    n++;
  return n;
}

/* What xmllint says against it; "" when it is content. */
static char *
complaints (const char *page, const char *mode)
{
  g_autofree char *path = g_build_filename (folder, "page.html", NULL);
  g_autofree char *xmllint = g_find_program_in_path ("xmllint");
  char *words[] = {xmllint, (char *)"--nonet", (char *)"--noout", (char *)mode, path, NULL};
  g_autoptr (GError) error = NULL;
  char *said;
  int status;

  g_assert_true (g_file_set_contents (path, page, -1, NULL));
  g_spawn_sync (NULL, words, NULL, G_SPAWN_STDOUT_TO_DEV_NULL, NULL, NULL, NULL, &said, &status,
                &error);
  g_assert_no_error (error);
  g_remove (path);
  return said;
}

/* Its HTML is that of 1999: it does not know the names that came later. */
static char *
without_new_names (const char *said)
{
  g_autoptr (GRegex) known =
      g_regex_new ("[^\n]*Tag (?:main|section|footer) invalid\n[^\n]*\n[^\n]*\n", 0, 0, NULL);

  return g_regex_replace_literal (known, said, -1, 0, "", 0, NULL);
}

static void
assert_sound (const char *page)
{
  g_autofree char *xmllint = g_find_program_in_path ("xmllint");

  g_assert_true (g_utf8_validate (page, -1, NULL));
  if (xmllint == NULL) {
    g_test_skip ("xmllint is missing");
    return;
  }
  g_autofree char *as_xml = complaints (page, "--nocdata");
  g_assert_cmpstr (as_xml, ==, "");
  g_autofree char *as_html = complaints (page, "--html");
  g_autofree char *rest = without_new_names (as_html);
  g_assert_cmpstr (rest, ==, "");
}

/* Whoever opens it contacts nobody: there are no other tags and attributes than these, and links
 * lead to documents. */
static void
assert_loads_nothing (const char *page)
{
  g_autoptr (GRegex) tags = g_regex_new ("<[^>]*>", 0, 0, NULL);
  g_autoptr (GRegex) harmless = g_regex_new (
      "^</?(?:!DOCTYPE html|html|head|meta|title|style|body|main|section|footer|div|span|h[123]|p|ul|li|b|"
      "pre|code|a)"
      "(?: (?:class|id|rel|lang|xmlns|charset|http-equiv|content|name)=\"[^\"]*\"|"
      " href=\"(?:#|https://www\\.rfc-editor\\.org/|https://xmpp\\.org/)[^\"]*\")*/?>$",
      0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;

  g_regex_match (tags, page, 0, &match);
  for (; g_match_info_matches (match); g_match_info_next (match, NULL)) {
    g_autofree char *tag = g_match_info_fetch (match, 0);
    if (!g_regex_match (harmless, tag, 0, NULL))
      g_error ("unexpected: %s", tag);
  }
  g_autofree char *style = g_strndup (page, (gsize)(strstr (page, "</style>") - page));
  g_assert_cmpuint (count (style, "url(") + count (style, "@import"), ==, 0);
  g_assert_cmpuint (count (style, "default-src 'none'"), ==, 1);
}

static void
test_complete (void)
{
  g_autofree char *page =
      page_of (result_new ("xn--bcher-kva.example", 0, "A sentence.", "CN=shop"));
  guint checks = 0, cures = 0;

  for (const GwCheck *check = gw_checks (); check->id; check++, checks++) {
    GwCheckState state = (GwCheckState)(checks % (GW_CHECK_UNKNOWN + 1));
    cures += (state == GW_CHECK_WARN || state == GW_CHECK_FAIL) && check->cure;
    g_autofree char *anchor = g_strdup_printf (" id=\"s1.%s\"", check->id);
    g_assert_cmpuint (count (page, anchor), ==, 1);
  }
  g_assert_cmpuint (count (page, "<pre>CN=shop</pre>"), ==, checks);
  g_assert_cmpuint (count (page, "bücher.example"), ==, 2); /* title and heading */
  g_assert_cmpuint (count (page, "What to change"), ==, 1);
  g_assert_cmpuint (count (page, "<div class=\"cure\">"), ==, cures);
  assert_sound (page);
  assert_loads_nothing (page);
}

static const char *const hostile[] = {
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "\"><a href='javascript:alert(1)'>",
    "</pre></div></main></body></html><!--",
    "]]><![CDATA[ <?php ?> &amp; &#x3c; &nbsp;",
    "a\xe2\x80\xae"
    "b\xe2\x80\x8f"
    "c\xef\xbb\xbf"
    "d",
    "\x01\x02\x1b[31m\x7f\xc2\x85",
    "\xff\xfe\xc0\x80\xed\xa0\x80\xf4\x90\x80\x80",
    "\xef\xbf\xbf\xef\xb7\x90\xf3\xbf\xbf\xbe",
    "line\r\nline\tend",
};

/* Text stays text, and nothing of it is hidden. */
static void
test_hostile (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (hostile); i++)
    for (guint first = 0; first <= GW_CHECK_UNKNOWN; first++) {
      GwProbeResult *result = result_new ("shop.example", first, hostile[i], hostile[i]);
      result->failed = TRUE;
      result->fault_text = g_strdup (hostile[i]);
      g_autofree char *page = page_of (result);
      assert_loads_nothing (page);
      g_assert_cmpuint (count (page, "</body>"), ==, 1);
      g_assert_cmpuint (count (page, "\xe2\x80\xae"), ==, 0);
      if (first == 0)
        assert_sound (page);
    }
}

static void
test_hidden_is_shown (void)
{
  g_autoptr (GString) page = g_string_new (NULL);

  gw_html_text (page, "a\xe2\x80\xae"
                      "b\x1b"
                      "<\"'&>");
  g_assert_cmpstr (page->str, ==, "a‹U+202E›b‹U+001B›&lt;&quot;&#39;&amp;&gt;");
}

static const struct {
  const char *reference, *page;
} references[] = {
    {"RFC 6120 section 13.7.1, XEP-0368 section 3",
     "<a rel=\"noreferrer\" href=\"https://www.rfc-editor.org/rfc/rfc6120#section-13.7.1\">RFC 6120 "
     "section 13.7.1</a>, <a rel=\"noreferrer\" "
     "href=\"https://xmpp.org/extensions/xep-0368.html\">XEP-0368 section 3</a>"},
    {"RFC 7301",
     "<a rel=\"noreferrer\" href=\"https://www.rfc-editor.org/rfc/rfc7301\">RFC 7301</a>"},
    {"a <book>", "a &lt;book&gt;"},
    {"", ""},
};

static void
test_reference (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (references); i++) {
    g_autoptr (GString) page = g_string_new (NULL);
    gw_html_reference (page, references[i].reference);
    g_assert_cmpstr (page->str, ==, references[i].page);
  }
}

static void
test_several (void)
{
  g_autoptr (GPtrArray) results = g_ptr_array_new_with_free_func (free_result);

  g_ptr_array_add (results, result_new ("one.example", 0, "One.", NULL));
  g_ptr_array_add (results, result_new ("two.example", 3, "Two.", NULL));
  GwProbeResult *away = result_new ("away.example", 4, "Away.", NULL);
  away->reachable = FALSE;
  away->failed = TRUE;
  away->fault_text = g_strdup ("There is no server.");
  g_ptr_array_add (results, away);
  g_autofree char *page = gw_html_report (results);
  g_assert_cmpuint (count (page, "<h1>"), ==, 3);
  g_assert_cmpuint (count (page, "There is no server."), ==, 1);
  g_assert_cmpuint (count (page, "Away."), ==, 0); /* one answer, not as many as there are checks */
  assert_sound (page);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gw_i18n_init ("en");
  folder = g_dir_make_tmp ("gangway-test-XXXXXX", NULL);
  g_test_add_func ("/html/complete", test_complete);
  g_test_add_func ("/html/hostile", test_hostile);
  g_test_add_func ("/html/hidden-is-shown", test_hidden_is_shown);
  g_test_add_func ("/html/reference", test_reference);
  g_test_add_func ("/html/several", test_several);
  int status = g_test_run ();
  g_rmdir (folder);
  g_free (folder);
  return status;
}
