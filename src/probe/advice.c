/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Trying changes, and comparing two looks. */
#include "probe/advice.h"

#include "base/i18n.h"

static void
step_free (gpointer data)
{
  GwAdviceStep *step = data;

  g_ptr_array_unref (step->checks);
  g_free (step);
}

static GwAdviceStep *
step_new (void)
{
  GwAdviceStep *step = g_new0 (GwAdviceStep, 1);

  step->checks = g_ptr_array_new ();
  return step;
}

static const GwCheckResult *
find (const GArray *checks, const GwCheck *check)
{
  for (guint i = 0; i < checks->len; i++) {
    const GwCheckResult *result = &g_array_index (checks, GwCheckResult, i);
    if (result->check == check)
      return result;
  }
  return NULL;
}

const GwCheckResult *
gw_advice_answer (const GwProbeResult *result, const GwCheck *check)
{
  g_return_val_if_fail (result != NULL && check != NULL, NULL);

  return find (result->checks, check);
}

/* Borrows all but the array: copies of a result share their answers. */
static GwProbeResult
trial_of (const GwProbeResult *result)
{
  GwProbeResult trial = *result;

  trial.checks = g_array_sized_new (FALSE, FALSE, sizeof (GwCheckResult), result->checks->len);
  g_array_append_vals (trial.checks, result->checks->data, result->checks->len);
  return trial;
}

/* FALSE: it passes already, so it cannot be what is in the way. */
static gboolean
let_pass (const GwProbeResult *trial, const GwCheck *check)
{
  GwCheckResult *result = (GwCheckResult *)find (trial->checks, check);

  if (result == NULL || result->state == GW_CHECK_PASS)
    return FALSE;
  result->state = GW_CHECK_PASS;
  return TRUE;
}

/* The check that stands in the way of a better grade; NULL: none. */
static const GwCheck *
obstacle (const GwSecurity *security)
{
  return security->worst ? security->worst->check : security->lacks;
}

/* The reason for a grade is one check at a time; each that is named has to pass, so the set is the
 * smallest there is. */
GPtrArray *
gw_advice_grades (const GwProbeResult *result)
{
  g_return_val_if_fail (result != NULL, NULL);

  GPtrArray *steps = g_ptr_array_new_with_free_func (step_free);
  const GwProbeResult trial = trial_of (result);
  GwAdviceStep *step = step_new ();
  GwSecurity security = gw_probe_security (&trial);
  const GwCheck *check;

  while ((check = obstacle (&security)) != NULL && let_pass (&trial, check)) {
    GwGrade grade = security.grade;
    g_ptr_array_add (step->checks, (gpointer)check);
    security = gw_probe_security (&trial);
    if (security.grade == GW_GRADE_UNKNOWN || security.grade >= grade)
      continue;
    step->grade = security.grade;
    g_ptr_array_add (steps, step);
    step = step_new ();
  }
  step_free (step);
  g_array_unref (trial.checks);
  return steps;
}

/* --- then and now */

static const struct {
  const char *name, *text;
} turns[] = {
    [GW_TURN_BETTER] = {"better", N_ ("better")},
    [GW_TURN_WORSE] = {"worse", N_ ("worse")},
    [GW_TURN_NEW] = {"new", N_ ("seen for the first time")},
    [GW_TURN_GONE] = {"gone", N_ ("not seen this time")},
};

/* To inform is as good as to pass. */
static int
badness (GwCheckState state)
{
  return state == GW_CHECK_FAIL ? 2 : state == GW_CHECK_WARN ? 1 : 0;
}

static gboolean
compare (GwCheckState before, GwCheckState after, GwTurn *turn)
{
  if (before == GW_CHECK_UNKNOWN || after == GW_CHECK_UNKNOWN) {
    *turn = after == GW_CHECK_UNKNOWN ? GW_TURN_GONE : GW_TURN_NEW;
    return before != after;
  }
  *turn = badness (after) < badness (before) ? GW_TURN_BETTER : GW_TURN_WORSE;
  return badness (after) != badness (before);
}

GArray *
gw_advice_diff (const GArray *before, const GArray *after)
{
  g_return_val_if_fail (before != NULL && after != NULL, NULL);

  GArray *diffs = g_array_new (FALSE, FALSE, sizeof (GwAdviceDiff));
  for (const GwCheck *check = gw_checks (); check->id; check++) {
    const GwCheckResult *then = find (before, check), *now = find (after, check);
    GwAdviceDiff diff = {.check = check,
                         .before = then ? then->state : GW_CHECK_UNKNOWN,
                         .after = now ? now->state : GW_CHECK_UNKNOWN};
    if (!compare (diff.before, diff.after, &diff.turn))
      continue;
    diff.text = diff.turn == GW_TURN_GONE ? then->text : now->text;
    g_array_append_val (diffs, diff);
  }
  return diffs;
}

const char *
gw_turn_name (GwTurn turn)
{
  g_return_val_if_fail ((guint)turn < G_N_ELEMENTS (turns), NULL);

  return turns[turn].name;
}

const char *
gw_turn_text (GwTurn turn)
{
  g_return_val_if_fail ((guint)turn < G_N_ELEMENTS (turns), NULL);

  return _ (turns[turn].text);
}
