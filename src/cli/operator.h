/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `gangway operator` tells, as data; and its two ways of telling it. */
#pragma once

#include "cli/cmd.h"
#include "probe/advice.h"
#include "probe/software.h"
#include "probe/suite.h"

G_BEGIN_DECLS

typedef struct {
  const GwProbeResult *result;
  GwSoftware software;    /* whose lines are shown; UNKNOWN: of both */
  const char *known_from; /* how it is known, translated; NULL: it is not */
  gboolean is_guessed;    /* not: the person said so */
  GPtrArray *grades;      /* GwAdviceStep */
  const GwRanking *ranking;
  const GwRanked *row; /* its place in the list; NULL: it does not stand there */
  GPtrArray *changes;  /* GwChange, what would lift it; NULL without a place */
  GArray *diff;        /* GwAdviceDiff; NULL: nothing to compare with */
} GwOperatorAdvice;

void gw_operator_print (const GwOperatorAdvice *advice);

/* {"version", "domain", "software", "grade", "grades", "suites", "place", "diff"} */
json_t *gw_operator_json (const GwOperatorAdvice *advice);

G_END_DECLS
