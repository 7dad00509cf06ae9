/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The security grade by what was seen: one table of reasons, no averaging, the worst reason named.
 * What is not known lowers nothing, but A+ has to be shown. Pure. */
#pragma once

#include "probe/probe.h"

G_BEGIN_DECLS

typedef enum {
  GW_GRADE_UNKNOWN, /* no encrypted connection came about, so there is nothing to grade */
  GW_GRADE_A_PLUS,
  GW_GRADE_A,
  GW_GRADE_B,
  GW_GRADE_C,
  GW_GRADE_D,
  GW_GRADE_F,
} GwGrade; /* the order is that of danger */

typedef struct {
  GwGrade grade;
  const GwCheckResult *worst; /* borrowed: the reason for a grade below A; NULL: no fault seen */
  const GwCheck *lacks; /* at A: the first that A+ asks for and that did not pass; else NULL */
  guint seen, all; /* of the checks that can cost a grade: with an answer, and how many there are */
  gboolean complete; /* all of them have one; never of a quick probe */
} GwSecurity;

GwSecurity gw_probe_security (const GwProbeResult *result);

/* Whether it can cost a grade. */
gboolean gw_grade_goes_by (const GwCheck *check);

/* "A+"; NULL for UNKNOWN. */
const char *gw_grade_name (GwGrade grade);

G_END_DECLS
