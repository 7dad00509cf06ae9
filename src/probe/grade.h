/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The security grade by what was seen: one table of reasons, no averaging, the worst reason named.
 * Never better than A, since a quick look cannot see what A+ asks for. Pure. */
#pragma once

#include "probe/probe.h"

G_BEGIN_DECLS

typedef enum {
  GW_GRADE_UNKNOWN, /* no encrypted connection came about, so there is nothing to grade */
  GW_GRADE_A,
  GW_GRADE_B,
  GW_GRADE_C,
  GW_GRADE_D,
  GW_GRADE_F,
} GwGrade; /* the order is that of danger */

typedef struct {
  GwGrade grade;
  const GwCheckResult *worst; /* borrowed: the reason for a grade below A; NULL: no fault seen */
  guint seen, all;            /* checks with an answer, of so many in the table */
} GwSecurity;

GwSecurity gw_probe_security (const GwProbeResult *result);

/* "A"; NULL for UNKNOWN. */
const char *gw_grade_name (GwGrade grade);

G_END_DECLS
