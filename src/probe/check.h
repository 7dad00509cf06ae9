/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of checks: id, what it asks, the judge that answers, the reference, how to fix it. A
 * judge is a pure function of what was seen; a new check is one function and one row. The help, the
 * manual, the JSON and the report are made from it. Ids are stable. */
#pragma once

#include "base/fact.h"
#include "probe/seen.h"

G_BEGIN_DECLS

typedef enum {
  GW_CHECK_PASS,
  GW_CHECK_WARN,
  GW_CHECK_FAIL,
  GW_CHECK_INFO,
  GW_CHECK_UNKNOWN, /* could not be seen this time */
} GwCheckState;

typedef enum {
  GW_GROUP_DNS,
  GW_GROUP_CLIENT,
  GW_GROUP_CERTIFICATE,
  GW_GROUP_TLS,
  GW_GROUP_LOGIN,
  GW_GROUP_SIGNUP,
  GW_GROUP_WEB,
  GW_GROUP_SERVER,
  GW_GROUP_TIME,
  GW_N_GROUPS,
} GwCheckGroup;

const char *gw_check_group_name (GwCheckGroup group); /* "dns", ... for JSON */
const char *gw_check_group_text (GwCheckGroup group); /* translated */

typedef struct _GwCheck GwCheck;

typedef struct {
  const GwCheck *check;
  GwCheckState state;
  char *text;     /* one translated sentence */
  char *evidence; /* bytes or record as seen; NULL: none */
} GwCheckResult;

struct _GwCheck {
  const char *id; /* "cert.chain" */
  GwCheckGroup group;
  gboolean is_quick;     /* a quick probe answers it too */
  const char *title;     /* N_(): what it looks at, a noun phrase */
  const char *passes;    /* N_(): when it passes (or what it tells, for one that only informs) */
  const char *warns;     /* N_(); NULL: never */
  const char *fails;     /* N_(); NULL: never */
  const char *reference; /* "RFC 6120 section 13.7" */
  const char *cure;      /* N_(); NULL: nothing has to be done, it only informs */
  const char *prosody;   /* lines for the configuration of Prosody; NULL: nothing to set there */
  const char *ejabberd;  /* the same for ejabberd */
  void (*judge) (const GwSeen *seen, GwCheckResult *result);
};

const GwCheck *gw_checks (void);               /* ends with a NULL id */
const GwCheck *gw_check_find (const char *id); /* NULL: none */
const char *gw_check_state_name (GwCheckState state);
void gw_check_result_clear (GwCheckResult *result);

/* Runs the table, or those rows of it that a quick probe answers: GwCheckResult with its clear
 * function set. */
GArray *gw_checks_run (const GwSeen *seen);

/* What the list should know after this look. */
void gw_checks_facts (const GwSeen *seen, GwFacts *facts);

G_END_DECLS
