/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The advice as text: grade by grade, then the suites, the place in the list, and what changed. */
#include "cli/operator.h"

#include "cli/output.h"
#include "probe/explain.h"

enum { INDENT = 2 };

static void
print_title (const char *title)
{
  gw_output_styled (GW_STYLE_PLAIN, "\n");
  gw_output_styled (GW_STYLE_BOLD, "%s", title);
  gw_output_styled (GW_STYLE_PLAIN, "\n");
}

/* To be copied, so never broken. */
static void
print_lines (const char *title, const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  gw_output_styled (GW_STYLE_DIM, "%*s%s:", 2 * INDENT, "", title);
  gw_output_styled (GW_STYLE_PLAIN, "\n");
  for (char **line = lines; *line; line++)
    gw_output_styled (GW_STYLE_PLAIN, "%*s%s\n", 3 * INDENT, "", *line);
}

static void
print_check (const GwOperatorAdvice *advice, const GwCheck *check)
{
  const GwCheckResult *result = gw_advice_answer (advice->result, check);

  gw_output_styled (GW_STYLE_BOLD, "%*s%s", INDENT, "", check->id);
  gw_output_styled (GW_STYLE_PLAIN, "  %s\n", gw_explain_title (check));
  if (result)
    gw_output_paragraph (GW_STYLE_PLAIN, 2 * INDENT, result->text);
  if (check->cure)
    gw_output_paragraph (GW_STYLE_PLAIN, 2 * INDENT, _ (check->cure));
  for (int i = GW_SOFTWARE_UNKNOWN + 1; i <= GW_SOFTWARE_EJABBERD; i++) {
    GwSoftware software = (GwSoftware)i;
    const char *lines = gw_software_lines (software, check);
    if (lines && (advice->software == software || advice->software == GW_SOFTWARE_UNKNOWN))
      print_lines (gw_software_text (software), lines);
  }
}

static void
print_software (const GwOperatorAdvice *advice)
{
  const char *name = gw_software_text (advice->software);

  if (name == NULL) {
    gw_output_paragraph (GW_STYLE_DIM, INDENT,
                         _ ("Which program it runs is not known; lines are shown for two of them. "
                            "--software names it."));
    return;
  }
  if (advice->known_from == NULL)
    return;
  g_autofree char *text = g_strdup_printf (
      _ ("The lines are for %s (%s). --software names another."), name, advice->known_from);
  gw_output_paragraph (GW_STYLE_DIM, INDENT, text);
}

static void
print_grades (const GwOperatorAdvice *advice)
{
  GwSecurity security = gw_probe_security (advice->result);
  const char *grade = gw_grade_name (security.grade);
  g_autofree char *title = g_strdup_printf (_ ("Security: %s"), grade ? grade : _ ("not known"));

  print_title (title);
  if (security.worst)
    gw_output_paragraph (GW_STYLE_PLAIN, INDENT, security.worst->text);
  if (advice->grades->len == 0)
    gw_output_paragraph (GW_STYLE_PLAIN, INDENT, _ ("No change that we know of would lift it."));
  else
    print_software (advice);
  for (guint i = 0; i < advice->grades->len; i++) {
    const GwAdviceStep *step = advice->grades->pdata[i];
    g_autofree char *head =
        g_strdup_printf (i == 0 ? _ ("For %s, put this right:") : _ ("For %s, this as well:"),
                         gw_grade_name (step->grade));
    print_title (head);
    for (guint n = 0; n < step->checks->len; n++)
      print_check (advice, step->checks->pdata[n]);
  }
}

/* "Missing: a, b"; nothing without any. */
static void
print_features (const char *title, const GArray *features)
{
  g_autoptr (GString) text = g_string_new (title);

  for (guint i = 0; i < features->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? ", " : " ",
                            gw_feature_text (g_array_index (features, GwFeatureId, i)));
  if (features->len > 0)
    gw_output_paragraph (GW_STYLE_DIM, 2 * INDENT, text->str);
}

static void
print_suites (const GwOperatorAdvice *advice)
{
  print_title (_ ("Compliance suites (XEP-0479), and what the next level asks for"));
  for (int i = 0; i < GW_N_SUITES; i++) {
    g_auto (GwSuiteResult) suite = {0};
    gw_suite_judge (&advice->result->features, (GwSuite)i, &suite);
    g_autofree char *line =
        g_strdup_printf ("%s: %s", gw_suite_text ((GwSuite)i), gw_level_text (suite.level));
    gw_output_paragraph (GW_STYLE_PLAIN, INDENT, line);
    print_features (_ ("Missing:"), suite.missing);
    print_features (_ ("Not known from outside:"), suite.unknown);
  }
}

static void
print_place (const GwOperatorAdvice *advice)
{
  static const char *const texts[GW_N_TIERS] = {
      [GW_TIER_RECOMMENDED] = N_ ("It is among those that are recommended."),
      [GW_TIER_GOOD] = N_ ("It is among the good ones."),
      [GW_TIER_OTHER] = N_ ("It is among the others."),
      [GW_TIER_REJECTED] = N_ ("It is not suggested."),
  };

  print_title (_ ("Place in the list of providers"));
  if (advice->row == NULL) {
    gw_output_paragraph (GW_STYLE_PLAIN, INDENT,
                         _ ("It is not in the list. A public provider can ask to be taken in at "
                            "providers.xmpp.net; --provider-file writes the file that is needed."));
    return;
  }
  gw_output_paragraph (GW_STYLE_PLAIN, INDENT, _ (texts[advice->row->tier]));
  for (guint i = 0; i < advice->changes->len; i++) {
    g_autofree char *line =
        g_strconcat ("→ ", ((const GwChange *)advice->changes->pdata[i])->text, NULL);
    gw_output_paragraph (GW_STYLE_PLAIN, INDENT, line);
  }
}

static void
print_diff (const GwOperatorAdvice *advice)
{
  static const GwStyle styles[] = {
      [GW_TURN_BETTER] = GW_STYLE_GOOD,
      [GW_TURN_WORSE] = GW_STYLE_BAD,
      [GW_TURN_NEW] = GW_STYLE_PLAIN,
      [GW_TURN_GONE] = GW_STYLE_DIM,
  };

  print_title (_ ("Since the record"));
  if (advice->diff->len == 0)
    gw_output_paragraph (GW_STYLE_PLAIN, INDENT, _ ("Nothing got better or worse."));
  for (guint i = 0; i < advice->diff->len; i++) {
    const GwAdviceDiff *diff = &g_array_index (advice->diff, GwAdviceDiff, i);
    g_autofree char *line =
        g_strdup_printf ("%s: %s  %s", gw_turn_text (diff->turn), diff->check->id, diff->text);
    gw_output_paragraph (styles[diff->turn], INDENT, line);
  }
}

void
gw_operator_print (const GwOperatorAdvice *advice)
{
  g_return_if_fail (advice != NULL);

  g_autofree char *name = gw_domain_display (advice->result->domain);

  gw_output_styled (GW_STYLE_BOLD, "%s", name);
  gw_output_styled (GW_STYLE_PLAIN, "\n");
  print_grades (advice);
  print_suites (advice);
  print_place (advice);
  if (advice->diff)
    print_diff (advice);
}
