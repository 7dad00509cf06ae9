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
  gboolean direct_failed; /* announced, but it did not work: the report is of STARTTLS */
  gboolean used_direct_tls;
  const GwStreamReport *report; /* NULL: no connection came about */
  const GError *error;          /* the dial's or the report's; NULL: it went through */
  gint64 total_us;
  guint connections;
} GwLookResult;

typedef struct _GwLook GwLook;
typedef void (*GwLookFunc) (const GwLookResult *result,
                            gpointer data); /* once; result is borrowed */

GwLook *gw_look_start (GwEngine *engine, const char *domain, gboolean want_form, GwPurpose purpose,
                       GwLookFunc func, gpointer data);
void gw_look_cancel (GwLook *look); /* only before the function was called */

G_END_DECLS
