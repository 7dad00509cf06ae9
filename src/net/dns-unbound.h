/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One context of libunbound as a source in the engine's loop. It resolves in a thread of its own
 * and tells through a descriptor. Engine thread only. */
#pragma once

#include "net/dns-record.h"
#include <unbound.h>

G_BEGIN_DECLS

typedef struct _GwUnbound GwUnbound;

/* `result` is borrowed, NULL when there was no answer. Called inside libunbound: it may ask, but
 * cancel and free nothing. */
typedef void (*GwQuestionFunc) (GwReply reply, const struct ub_result *result, gpointer data);

/* Held by who asks, zero before; stays where it is while pending. */
typedef struct {
  GwUnbound *unbound;
  int id; /* libunbound's */
  gboolean pending;
  GwQuestionFunc func;
  gpointer data;
} GwQuestion;

/* `resolver` as in GwProfile. `anchors` (GwTrustAnchor, see net/dns-trust) NULL: does not validate.
 * GW_ERROR_DNS_FAILED; also for anchors that libunbound cannot read. */
GwUnbound *gw_unbound_new (const char *resolver, GPtrArray *anchors, GMainContext *context,
                           GError **error);
void gw_unbound_free (GwUnbound *unbound); /* NULL is fine; nothing may be pending */

/* The function is called once; inside this call when libunbound does not take the question. */
void gw_unbound_ask (GwUnbound *unbound, GwQuestion *question, const char *name, int type,
                     GwQuestionFunc func, gpointer data);
void gw_question_cancel (GwQuestion *question); /* fine when nothing is pending */

/* libunbound reads /etc/resolv.conf once, and keeps away for minutes from a resolver that was
 * silent. Once it is marked as stale, it starts afresh when nothing is pending, so that "try again"
 * means it when the network came back or became another one. Not inside a GwQuestionFunc. */
void gw_unbound_mark_stale (GwUnbound *unbound);
gboolean gw_unbound_is_stale (const GwUnbound *unbound);
void gw_unbound_refresh (GwUnbound *unbound);

G_END_DECLS
