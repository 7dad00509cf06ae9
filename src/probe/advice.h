/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an operator could change, computed by the very functions that judge: a change is tried on a
 * copy of the result, and the grade is asked again. Pure. */
#pragma once

#include "probe/grade.h"

G_BEGIN_DECLS

/* One grade up. */
typedef struct {
  GwGrade grade;     /* what it would be */
  GPtrArray *checks; /* const GwCheck*: the fewest that have to pass for it, besides those of the
                        steps before */
} GwAdviceStep;

/* GwAdviceStep, the next better grade first, as far up as checks can lift it; empty when there is
 * nothing to grade or nothing better. */
GPtrArray *gw_advice_grades (const GwProbeResult *result);

/* What was seen of it; NULL: it was not asked. */
const GwCheckResult *gw_advice_answer (const GwProbeResult *result, const GwCheck *check);

typedef enum {
  GW_TURN_BETTER,
  GW_TURN_WORSE,
  GW_TURN_NEW,  /* was not seen before */
  GW_TURN_GONE, /* could not be seen this time */
} GwTurn;

typedef struct {
  GwTurn turn;
  const GwCheck *check;
  GwCheckState before, after; /* UNKNOWN where it does not stand among them */
  const char *text;           /* the sentence of the later one, or of the earlier one where that is
                                 all there is; borrowed */
} GwAdviceDiff;

/* GwAdviceDiff, in the order of the table; what stayed as good as it was is left out. Both: arrays
 * of GwCheckResult, and must outlive it. */
GArray *gw_advice_diff (const GArray *before, const GArray *after);

const char *gw_turn_name (GwTurn turn); /* "better", "worse", "new", "gone": for JSON */
const char *gw_turn_text (GwTurn turn); /* translated */

G_END_DECLS
