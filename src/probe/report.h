/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Results and facts as JSON, by the contract of the command line (version 1): fields may be added,
 * none is taken away; what is not known is null. */
#pragma once

#include "probe/grade.h"
#include <jansson.h>

G_BEGIN_DECLS

/* One element of "results"; gw_report_schema() says what stands in it. The form is told only by a
 * result that has it, which a copy has not. */
json_t *gw_report_result (const GwProbeResult *result);

/* The JSON Schema (draft 2020-12) of such an element, made from the tables of checks, grades,
 * suites and facts. */
json_t *gw_report_schema (void);

/* {NAME: {"value", "origin", "date"}}; with `unknown` also those of which nothing is known, as
 * null. */
json_t *gw_report_facts (const GwFacts *facts, gboolean unknown);

/* {"code", "text", "next", "next_text"} */
json_t *gw_report_error (GwErrorCode code, const char *text);

G_END_DECLS
