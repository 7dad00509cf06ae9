/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The level of a server in each category of the XMPP Compliance Suites 2023 (XEP-0479, the newest
 * there are), as far as it is known. What is unknown never lowers a level, it stands in the way of
 * claiming one. All categories ask for those of Core as well. Pure. */
#pragma once

#include "probe/feature.h"

G_BEGIN_DECLS

#define GW_SUITE_NAME "XEP-0479"

typedef enum {
  GW_SUITE_CORE,
  GW_SUITE_WEB,
  GW_SUITE_IM,
  GW_SUITE_MOBILE,
  GW_SUITE_CALLS,
  GW_N_SUITES,
} GwSuite;

typedef enum {
  GW_LEVEL_UNKNOWN, /* not even the lower level can be claimed or denied */
  GW_LEVEL_NOT_MET,
  GW_LEVEL_CORE,
  GW_LEVEL_ADVANCED,
} GwLevel;

/* "`met` of `all`, `unknown` unknown". */
typedef struct {
  guint met, unknown, all;
} GwTally;

typedef struct {
  GwLevel level;
  GwTally core, advanced; /* advanced holds what core asks for, too */
  /* For the next level, or the first one: GwFeatureId, empty at the highest. */
  GArray *missing, *unknown;
} GwSuiteResult;

void gw_suite_judge (const GwFeatureSet *set, GwSuite suite, GwSuiteResult *result);
void gw_suite_result_clear (GwSuiteResult *result);

/* The lowest level of all categories; UNKNOWN when one of them is and none is NOT_MET. */
GwLevel gw_suite_overall (const GwFeatureSet *set);

const char *gw_suite_name (GwSuite suite); /* "core", "web", "im", "mobile", "av": for JSON */
const char *gw_suite_text (GwSuite suite); /* translated */
const char *gw_level_name (GwLevel level); /* "unknown", "not-met", "core", "advanced" */
const char *gw_level_text (GwLevel level); /* translated */

/* What the suites ask for and nobody can see from outside, so it is not counted: names, ends with
 * NULL. */
const char *const *gw_suite_left_out (void);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (GwSuiteResult, gw_suite_result_clear)

G_END_DECLS
