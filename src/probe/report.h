/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Results and facts as JSON, by the contract of the command line (version 1): fields may be added,
 * none is taken away; what is not known is null. */
#pragma once

#include "probe/grade.h"
#include <jansson.h>

G_BEGIN_DECLS

/* One element of "results": domain, reachable, signup, security, compliance, checks, duration_ms;
 * also error (null or code, text, next), facts, reused, measured. */
json_t *gw_report_result (const GwProbeResult *result);

/* {NAME: {"value", "origin", "date"}}; with `unknown` also those of which nothing is known, as
 * null. */
json_t *gw_report_facts (const GwFacts *facts, gboolean unknown);

/* {"code", "text", "next", "next_text"} */
json_t *gw_report_error (GwErrorCode code, const char *text);

G_END_DECLS
