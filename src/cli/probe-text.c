/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A result as text: the verdict first, then the checks. */
#include "cli/probe-text.h"

#include "cli/output.h"
#include "export/wrap.h"
#include "probe/grade.h"
#include "probe/score21.h"
#include "probe/suite.h"

enum { INDENT = 2, STATE_WIDTH = 8, ID_WIDTH = 19 };

static const struct {
  const char *word;
  GwStyle style;
} states[] = {
    [GW_CHECK_PASS] = {N_ ("good"), GW_STYLE_GOOD},
    [GW_CHECK_WARN] = {N_ ("notice"), GW_STYLE_WARN},
    [GW_CHECK_FAIL] = {N_ ("bad"), GW_STYLE_BAD},
    [GW_CHECK_INFO] = {N_ ("info"), GW_STYLE_PLAIN},
    [GW_CHECK_UNKNOWN] = {N_ ("?"), GW_STYLE_DIM},
};

static char *
describe_security (const GwProbeResult *result)
{
  GwSecurity security = gw_probe_security (result);
  const char *grade = gw_grade_name (security.grade);

  if (result->checks->len == 0 || grade == NULL)
    return NULL;
  if (security.worst)
    return g_strdup_printf (_ ("Security: %s, for this reason: %s"), grade, security.worst->text);
  if (security.complete && security.lacks)
    return g_strdup_printf (_ ("Security: %s; no fault seen. For A+ it lacks %s."), grade,
                            security.lacks->id);
  if (security.complete)
    return g_strdup_printf (_ ("Security: %s; no fault seen."), grade);
  return g_strdup_printf (_ ("Security: %s so far; no fault seen in %u of %u checks."), grade,
                          security.seen, security.all);
}

/* "Core 4 of 9, 5 unknown", to the advanced level, which holds the other one. */
static void
append_suite (GString *text, const GwFeatureSet *features, GwSuite suite)
{
  g_auto (GwSuiteResult) result = {0};

  gw_suite_judge (features, suite, &result);
  g_string_append_printf (text, text->len > 0 ? " · %s " : "%s ", gw_suite_text (suite));
  g_string_append_printf (text, _ ("%u of %u"), result.advanced.met, result.advanced.all);
  if (result.level >= GW_LEVEL_CORE)
    g_string_append_printf (text, " (%s)", gw_level_text (result.level));
  if (result.advanced.unknown > 0)
    g_string_append_printf (text, _ (", %u unknown"), result.advanced.unknown);
}

/* Most of it shows only to those who have an account. */
static char *
describe_suites (const GwProbeResult *result)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (GwSuite suite = 0; suite < GW_N_SUITES; suite++)
    append_suite (text, &result->features, suite);
  return g_strdup_printf (_ ("Abilities (%s): %s"), GW_SUITE_NAME, text->str);
}

static char *
describe_score (const GwProbeResult *result)
{
  GwScore21 score = gw_score21 (&result->features);

  if (score.percent >= 0)
    return g_strdup_printf (_ ("Compliance tester: %d %% (%u of %u tests)"), score.percent,
                            score.passed, score.known);
  return g_strdup_printf (_ ("Compliance tester: %u of its %u tests can be answered without an "
                             "account; %u passed"),
                          score.known, GW_SCORE21_TESTS, score.passed);
}

static char *
describe_reuse (const GwProbeResult *result)
{
  int minutes = (int)CLAMP ((g_get_real_time () / G_USEC_PER_SEC - result->when) / 60, 0, G_MAXINT);

  return g_strdup_printf (
      ngettext_ ("Seen %d minute ago; nobody was contacted. --again looks anew.",
                 "Seen %d minutes ago; nobody was contacted. --again looks anew.", (gulong)minutes),
      minutes);
}

static void
print_head (const GwProbeResult *result)
{
  g_autofree char *name = gw_domain_display (result->domain);

  gw_output_styled (GW_STYLE_BOLD, "%s", name);
  if (!result->reused && result->duration_ms > 0)
    gw_output_styled (GW_STYLE_DIM, "  (%d ms)", result->duration_ms);
  gw_output_styled (GW_STYLE_PLAIN, "\n");
}

static void
print_abilities (const GwProbeResult *result)
{
  g_autofree char *suites = describe_suites (result);
  g_autofree char *score = describe_score (result);

  gw_output_paragraph (GW_STYLE_PLAIN, INDENT, suites);
  gw_output_paragraph (GW_STYLE_PLAIN, INDENT, score);
}

static void
print_verdict (const GwProbeResult *result)
{
  g_autofree char *security = describe_security (result);

  if (result->failed)
    gw_output_paragraph (GW_STYLE_BAD, INDENT, result->fault_text);
  if (result->reachable)
    gw_output_paragraph (GW_STYLE_PLAIN, INDENT, gw_signup_text (result->signup));
  if (result->reachable && gw_facts_is_true (&result->facts, GW_FACT_INVITATIONS) &&
      result->signup == GW_SIGNUP_AT_ONCE)
    gw_output_paragraph (GW_STYLE_PLAIN, INDENT,
                         _ ("Perhaps only with an invitation: that shows when one registers."));
  if (security)
    gw_output_paragraph (GW_STYLE_PLAIN, INDENT, security);
  if (result->full && result->reachable)
    print_abilities (result);
  if (result->reused) {
    g_autofree char *reuse = describe_reuse (result);
    gw_output_paragraph (GW_STYLE_DIM, INDENT, reuse);
  }
}

static void
print_detail (const char *title, const char *text)
{
  g_autofree char *line = g_strdup_printf ("%s: %s", title, text);

  gw_output_paragraph (GW_STYLE_DIM, INDENT + STATE_WIDTH, line);
}

void
gw_probe_print_check (const GwCheckResult *check, gboolean evidence)
{
  const char *word = _ (states[check->state].word);
  int column = INDENT + STATE_WIDTH + ID_WIDTH;
  g_auto (GStrv) lines = gw_wrap (check->text, MAX (gw_output_width () - column, 20));

  gw_output_styled (GW_STYLE_PLAIN, "%*s", INDENT, "");
  gw_output_styled (states[check->state].style, "%s", word);
  gw_output_styled (GW_STYLE_PLAIN, "%*s", MAX (STATE_WIDTH - gw_wrap_columns (word), 1), "");
  gw_output_styled (GW_STYLE_DIM, "%-*s", ID_WIDTH, check->check->id);
  for (char **line = lines; *line; line++)
    gw_output_styled (GW_STYLE_PLAIN, "%*s%s\n", line == lines ? 0 : column, "", *line);
  if (evidence && check->evidence)
    print_detail (_ ("seen"), check->evidence);
  if (check->check->cure && (check->state == GW_CHECK_WARN || check->state == GW_CHECK_FAIL))
    print_detail (_ ("cure"), _ (check->check->cure));
  if (evidence)
    print_detail (_ ("see"), check->check->reference);
}

static gboolean
is_shown (const GwCheckResult *check, gboolean all)
{
  return all || check->state == GW_CHECK_WARN || check->state == GW_CHECK_FAIL;
}

/* Of a full probe the groups have headings: sixty rows are too many without. */
static void
print_checks (const GwProbeResult *result, gboolean all, gboolean evidence)
{
  int group = GW_N_GROUPS;

  for (guint i = 0; i < result->checks->len; i++) {
    const GwCheckResult *check = &g_array_index (result->checks, GwCheckResult, i);
    if (!is_shown (check, all))
      continue;
    if (result->full && all && (int)check->check->group != group)
      gw_output_styled (GW_STYLE_BOLD, "\n%*s%s\n", INDENT, "",
                        gw_check_group_text (check->check->group));
    group = check->check->group;
    gw_probe_print_check (check, evidence);
  }
}

/* A server that was not reached has one answer, not nineteen times "could not be seen". */
void
gw_probe_print (const GwProbeResult *result, gboolean all, gboolean evidence)
{
  g_return_if_fail (result != NULL);

  print_head (result);
  print_verdict (result);
  if (result->reachable)
    print_checks (result, all, evidence);
  gw_output_styled (GW_STYLE_PLAIN, "\n");
  fflush (stdout);
}
