/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One look at a server in the loop: dial, drive a GwStream to its end, fall back from direct TLS to
 * STARTTLS when the first fails before any feature was seen. Engine thread. */
#pragma once

#include "net/dial.h"
#include "net/stream.h"

G_BEGIN_DECLS

typedef struct {
  char *domain;
  char *target, *address; /* NULL: no connection came about */
  gboolean direct_announced;
  gboolean direct_unknown; /* whether it is announced could not be asked */
  gboolean direct_failed;  /* announced, but it did not work: the report is of STARTTLS */
  gboolean used_direct_tls;
  GwStreamReport *report;    /* NULL: no connection came about */
  GError *error;             /* the dial's or the report's; NULL: it went through */
  gint64 dns_us, connect_us; /* how long each took, for the connection of the report */
  gint64 total_us;
  guint connections;
} GwLookResult;

/* One that came to nothing. */
GwLookResult *gw_look_result_new_failed (const char *domain, const GError *error);
void gw_look_result_free (GwLookResult *result);

typedef struct {
  const char *domain; /* A-label */
  GwDialPlan dial;    /* `purpose` and the rest; with `want` ANY it falls back to STARTTLS */
  gboolean want_form;
} GwLookPlan;

typedef struct _GwLook GwLook;
/* Called once, never inside gw_look_start(); the result is the callee's. */
typedef void (*GwLookFunc) (GwLookResult *result, gpointer data);

/* Copies what it needs of `plan`, except for what `dial` only borrows. */
GwLook *gw_look_start (GwEngine *engine, const GwLookPlan *plan, GwLookFunc func, gpointer data);
void gw_look_cancel (GwLook *look); /* only before the function was called */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwLookResult, gw_look_result_free)

G_END_DECLS
