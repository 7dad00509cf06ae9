/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Questions to a resolver by https (RFC 8484), which a person named: none is built in. Each is one
 * request by net/http, so it goes the one way out, through the proxy if there is one. The server
 * may say what it likes: no answer of it is held to be validated. Engine thread only. */
#pragma once

#include "net/dns.h"
#include "net/http.h"

G_BEGIN_DECLS

typedef struct _GwDoh GwDoh;

/* Held by who asks, zero before; stays where it is while pending. */
typedef struct {
  GwDoh *doh; /* NULL: not pending */
  GwHttp *http;
  GSource *refusal; /* of a name that cannot be asked for */
  GwDnsRecords *records;
  GwDnsAskFunc func;
  gpointer data;
} GwDohQuestion;

/* NULL and GW_ERROR_BAD_URL. */
GwDoh *gw_doh_new (GwEngine *engine, const char *url, GError **error);
/* What is pending is cancelled. NULL is fine. */
void gw_doh_free (GwDoh *doh);
const char *gw_doh_host (const GwDoh *doh); /* A-label */

/* The function is called once, later, never inside this call, with security UNKNOWN. */
void gw_doh_ask (GwDoh *doh, GwDohQuestion *question, const char *name, GwDnsType type,
                 GwDnsAskFunc func, gpointer data);
void gw_doh_question_cancel (GwDohQuestion *question); /* fine when nothing is pending */

G_END_DECLS
