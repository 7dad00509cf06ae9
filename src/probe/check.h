/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of checks: id, what it asks, the judge that answers, the reference, how to fix it. A
 * judge is a pure function of what was seen; a new check is one function and one row. Ids are
 * stable. */
#pragma once

#include "base/fact.h"
#include "net/certificate.h"
#include "net/look.h"

G_BEGIN_DECLS

typedef enum {
  GW_CHECK_PASS,
  GW_CHECK_WARN,
  GW_CHECK_FAIL,
  GW_CHECK_INFO,
  GW_CHECK_UNKNOWN, /* could not be seen this time */
} GwCheckState;

typedef struct _GwCheck GwCheck;

typedef struct {
  const GwCheck *check;
  GwCheckState state;
  char *text;     /* one translated sentence */
  char *evidence; /* bytes or record as seen; NULL: none */
} GwCheckResult;

/* All that a judge may look at. */
typedef struct {
  const char *domain;
  const GwLookResult *look;
  const GwCertVerdict *certificate; /* NULL: no handshake */
  const GwForm *form;               /* NULL: none */
  const GError *form_error;         /* why there is none; NULL: not asked */
  gint64 now;
} GwSeen;

struct _GwCheck {
  const char *id;        /* "cert.chain" */
  const char *reference; /* "RFC 6120 section 13.7" */
  const char *cure;      /* N_(): what the operator does about it */
  void (*judge) (const GwSeen *seen, GwCheckResult *result);
};

const GwCheck *gw_checks (void); /* ends with a NULL id */
const char *gw_check_state_name (GwCheckState state);
void gw_check_result_clear (GwCheckResult *result);

/* Runs the whole table: GwCheckResult with its clear function set. */
GArray *gw_checks_run (const GwSeen *seen);

/* What the list should know after this look. */
void gw_checks_facts (const GwSeen *seen, GwFacts *facts);

G_END_DECLS
