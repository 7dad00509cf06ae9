/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page: verdicts first, then what to change, then each check by group. */
#include "probe/html.h"

#include "base/i18n.h"
#include "base/jid.h"
#include "probe/explain.h"
#include "probe/grade.h"
#include "probe/html-style.h"
#include "probe/html-text.h"
#include "probe/suite.h"
#include "providers/fact-text.h"

static const struct {
  const char *class, *sign, *word;
} states[] = {
    [GW_CHECK_PASS] = {"good", "✓", N_ ("good")},
    [GW_CHECK_WARN] = {"warn", "!", N_ ("notice")},
    [GW_CHECK_FAIL] = {"bad", "✗", N_ ("bad")},
    [GW_CHECK_INFO] = {"info", "i", N_ ("info")},
    [GW_CHECK_UNKNOWN] = {"none", "?", N_ ("not seen")},
};

static gboolean
is_to_change (const GwCheckResult *check)
{
  return check->state == GW_CHECK_WARN || check->state == GW_CHECK_FAIL;
}

static const char *
grade_class (GwGrade grade)
{
  switch (grade) {
  case GW_GRADE_UNKNOWN:
    return "none";
  case GW_GRADE_D:
  case GW_GRADE_F:
    return "bad";
  case GW_GRADE_B:
  case GW_GRADE_C:
    return "warn";
  default:
    return "good";
  }
}

static void
begin_tile (GString *page, const char *title)
{
  g_string_append (page, "<div class=\"tile\">\n");
  gw_html_element (page, "h2", NULL, title);
}

static void
append_mark (GString *page, const char *class, const char *text)
{
  g_autofree char *classes = g_strconcat ("mark ", class, NULL);

  gw_html_element (page, "p", classes, text);
}

static void
append_security (GString *page, const GwProbeResult *result)
{
  GwSecurity security = gw_probe_security (result);
  const char *name = gw_grade_name (security.grade);

  begin_tile (page, _ ("Security"));
  append_mark (page, grade_class (security.grade), name ? name : "?");
  if (security.worst) {
    gw_html_element (page, "p", NULL, security.worst->text);
  } else if (name) {
    g_autofree char *text =
        g_strdup_printf (_ ("No fault seen in %u of %u checks."), security.seen, security.all);
    gw_html_element (page, "p", NULL, text);
  }
  if (security.lacks) {
    g_autofree char *text =
        g_strdup_printf (_ ("For A+ it lacks: %s"), gw_explain_title (security.lacks));
    gw_html_element (page, "p", "small", text);
  }
  g_string_append (page, "</div>\n");
}

/* What cannot be seen without an account stays unknown. */
static void
append_suites (GString *page, const GwProbeResult *result)
{
  begin_tile (page, _ ("Compliance suites (XEP-0479)"));
  for (int i = 0; i < GW_N_SUITES; i++) {
    g_auto (GwSuiteResult) suite = {0};
    gw_suite_judge (&result->features, (GwSuite)i, &suite);
    g_autofree char *text =
        g_strdup_printf ("%s: %s", gw_suite_text ((GwSuite)i), gw_level_text (suite.level));
    gw_html_element (page, "p", suite.level == GW_LEVEL_UNKNOWN ? "none" : NULL, text);
  }
  g_string_append (page, "</div>\n");
}

static void
append_signup (GString *page, const GwProbeResult *result)
{
  begin_tile (page, _ ("Registration"));
  gw_html_element (page, "p", NULL, gw_signup_text (result->signup));
  if (result->signup == GW_SIGNUP_AT_ONCE && gw_facts_is_true (&result->facts, GW_FACT_INVITATIONS))
    gw_html_element (page, "p", "small",
                     _ ("Perhaps only with an invitation: that shows when one registers."));
  g_string_append (page, "</div>\n");
}

static void
append_counts (GString *page, const GwProbeResult *result)
{
  guint counts[G_N_ELEMENTS (states)] = {0};

  for (guint i = 0; i < result->checks->len; i++)
    counts[g_array_index (result->checks, GwCheckResult, i).state]++;
  begin_tile (page, _ ("Checks"));
  for (gsize i = 0; i < G_N_ELEMENTS (states); i++) {
    if (counts[i] == 0)
      continue;
    g_string_append_printf (page, "<p class=\"count %s\"><span><b>%s</b> ", states[i].class,
                            states[i].sign);
    gw_html_text (page, _ (states[i].word));
    g_string_append_printf (page, "</span><b>%u</b></p>\n", counts[i]);
  }
  g_string_append (page, "</div>\n");
}

static void
append_verdicts (GString *page, const GwProbeResult *result)
{
  if (result->failed)
    gw_html_element (page, "p", "bad", result->fault_text);
  if (!result->reachable)
    return;
  g_string_append (page, "<div class=\"tiles\">\n");
  append_security (page, result);
  append_signup (page, result);
  append_suites (page, result);
  append_counts (page, result);
  g_string_append (page, "</div>\n");
}

/* Anchors: several servers may stand on one page. */
static void
append_id (GString *page, guint number, const GwCheck *check)
{
  g_string_append_printf (page, "s%u.%s", number, check->id);
}

static void
append_todo_item (GString *page, const GwCheckResult *check, guint number)
{
  g_string_append_printf (page, "<li class=\"%s\"><a href=\"#", states[check->state].class);
  append_id (page, number, check->check);
  g_string_append (page, "\">");
  gw_html_text (page, check->text);
  g_string_append (page, "</a></li>\n");
}

/* The worst first. */
static void
append_todo (GString *page, const GwProbeResult *result, guint number)
{
  static const GwCheckState order[] = {GW_CHECK_FAIL, GW_CHECK_WARN};
  gboolean has_title = FALSE;

  for (gsize n = 0; n < G_N_ELEMENTS (order); n++)
    for (guint i = 0; i < result->checks->len; i++) {
      const GwCheckResult *check = &g_array_index (result->checks, GwCheckResult, i);
      if (check->state != order[n])
        continue;
      if (!has_title) {
        gw_html_element (page, "h2", NULL, _ ("What to change"));
        g_string_append (page, "<ul class=\"todo\">\n");
      }
      has_title = TRUE;
      append_todo_item (page, check, number);
    }
  if (has_title)
    g_string_append (page, "</ul>\n");
}

static void
append_cures (GString *page, const GwCheck *check)
{
  g_autoptr (GArray) rows = gw_explain_cures (check);

  if (rows->len == 0)
    return;
  g_string_append (page, "<div class=\"cure\">\n");
  for (guint i = 0; i < rows->len; i++) {
    const GwExplainRow *row = &g_array_index (rows, GwExplainRow, i);
    if (row->is_lines)
      gw_html_element (page, "p", "label", row->label);
    gw_html_element (page, row->is_lines ? "pre" : "p", NULL, row->text);
  }
  g_string_append (page, "</div>\n");
}

static void
append_check (GString *page, const GwCheckResult *check, guint number)
{
  g_string_append (page, "<div class=\"check\" id=\"");
  append_id (page, number, check->check);
  g_string_append_printf (page, "\">\n<div class=\"state %s\"><b>%s</b>",
                          states[check->state].class, states[check->state].sign);
  gw_html_text (page, _ (states[check->state].word));
  g_string_append (page, "</div>\n<div>\n<h3>");
  gw_html_text (page, gw_explain_title (check->check));
  g_string_append_printf (page, "<code>%s</code></h3>\n", check->check->id);
  gw_html_element (page, "p", NULL, check->text);
  if (check->evidence)
    gw_html_element (page, "pre", NULL, check->evidence);
  if (is_to_change (check))
    append_cures (page, check->check);
  if (check->check->reference) {
    g_string_append (page, "<p class=\"small\">");
    gw_html_reference (page, check->check->reference);
    g_string_append (page, "</p>\n");
  }
  g_string_append (page, "</div>\n</div>\n");
}

static void
append_group (GString *page, const GwProbeResult *result, GwCheckGroup group, guint number)
{
  gboolean has_title = FALSE;

  for (guint i = 0; i < result->checks->len; i++) {
    const GwCheckResult *check = &g_array_index (result->checks, GwCheckResult, i);
    if (check->check->group != group)
      continue;
    if (!has_title) {
      gw_html_element (page, "h2", NULL, gw_check_group_text (group));
      g_string_append (page, "<div class=\"group\">\n");
    }
    has_title = TRUE;
    append_check (page, check, number);
  }
  if (has_title)
    g_string_append (page, "</div>\n");
}

static void
append_server (GString *page, const GwProbeResult *result, guint number)
{
  g_autofree char *name = gw_domain_display (result->domain);
  g_autoptr (GDateTime) when = g_date_time_new_from_unix_utc (result->when);
  g_autofree char *time = when ? g_date_time_format (when, "%Y-%m-%d %H:%M UTC") : NULL;

  g_string_append (page, "<section class=\"server\">\n");
  gw_html_element (page, "h1", NULL, name);
  if (time) {
    g_autofree char *text = g_strdup_printf (_ ("As seen on %s"), time);
    gw_html_element (page, "p", "when", text);
  }
  append_verdicts (page, result);
  if (result->reachable)
    append_todo (page, result, number);
  for (int group = 0; result->reachable && group < GW_N_GROUPS; group++)
    append_group (page, result, (GwCheckGroup)group, number);
  g_string_append (page, "</section>\n");
}

static void
append_head (GString *page, const GPtrArray *results)
{
  const GwProbeResult *first = results->len > 0 ? results->pdata[0] : NULL;
  g_autofree char *name = first ? gw_domain_display (first->domain) : g_strdup ("Gangway");

  g_string_append_printf (
      page,
      "<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"%s\">\n<head>\n"
      "<meta charset=\"utf-8\"/>\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
      "style-src 'unsafe-inline'\"/>\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n",
      gw_i18n_language ());
  gw_html_element (page, "title", NULL, name);
  g_string_append_printf (page, "<style>\n%s</style>\n</head>\n<body>\n<main>\n", gw_html_style);
}

char *
gw_html_report (const GPtrArray *results)
{
  g_return_val_if_fail (results != NULL, NULL);

  GString *page = g_string_new (NULL);
  append_head (page, results);
  for (guint i = 0; i < results->len; i++)
    append_server (page, results->pdata[i], i + 1);
  g_string_append (page, "</main>\n<footer>\n");
  g_autofree char *foot = g_strdup_printf (_ ("Seen from one place at one time by Gangway %s. What "
                                              "is not known is not counted as a fault."),
                                           GANGWAY_VERSION);
  gw_html_element (page, "p", NULL, foot);
  g_string_append (page, "</footer>\n</body>\n</html>\n");
  return g_string_free (page, FALSE);
}
