/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of account/strophe share: the state of a conversation, its loop, and the judgement
 * of the certificate. */
#pragma once

#include "account/strophe.h"
#include "account/watchdog.h"
#include "base/error.h"
#include "net/relay.h"
#include <strophe.h>

#define GW_STROPHE_HOST "127.0.0.1" /* where relays are; a number, so that nothing is looked up */

struct _GwStrophe {
  char *domain;
  GCancellable *cancel;
  gulong cancel_handler;
  GwRelay *relay;
  GwWatchdog *watchdog;
  xmpp_ctx_t *ctx;
  xmpp_conn_t *conn;
  xmpp_log_t log;
  int fd; /* libstrophe's socket, to be polled only */

  gboolean tls_tried;
  gboolean judged; /* the certificate passed */
  gboolean ready;  /* features of the secured stream (open), or the login is done */
  gboolean ended;  /* libstrophe has closed its socket */
  GError *error;   /* the first thing that went wrong; NULL: nothing, or just an end */

  const char *first_type, *first_payload; /* of gw_strophe_open(), while it runs */

  /* login */
  gboolean refused;
  guint patience; /* how often an answer may still move the deadline */

  /* waiting for one stanza */
  gboolean asks_set, answered;
  GwXml *answer; /* NULL unless answered */
  char *echo_id;
  gboolean echoed;
};

/* A relay, a context and a connection for `domain` that is not started yet. */
GwStrophe *gw_strophe_new (GwEngine *engine, const char *domain, GwDialWant want,
                           xmpp_log_handler log, GCancellable *cancel, GError **error);

/* Must be called before libstrophe is: its callbacks without user data, and its memory, belong to
 * this conversation. */
void gw_strophe_enter (GwStrophe *self);
GwStrophe *gw_strophe_current (void);

/* Runs until `*flag`; each call has GW_LIMIT_ACCOUNT_WAIT. FALSE and why not. */
gboolean gw_strophe_run (GwStrophe *self, const gboolean *flag, GError **error);

/* Sends an <iq/>; `to` "": to one's own account. gw_strophe_await() has the answer. FALSE after
 * gw_strophe_fail(). */
gboolean gw_strophe_send (GwStrophe *self, const char *type, const char *to, const char *payload);

/* Remembers the first fault; the loop then ends. */
void gw_strophe_fail (GwStrophe *self, GwErrorCode code, const char *detail);
void gw_strophe_fail_stream (GwStrophe *self, const char *condition);

/* After direct TLS failed with `fault` before it was secure: is STARTTLS worth a try? Not when the
 * server was reached and is the wrong one. */
gboolean gw_strophe_may_try_starttls (const GError *fault);

/* Judges the certificate of the secured connection once; FALSE after gw_strophe_fail(). */
gboolean gw_strophe_judge (GwStrophe *self);
/* For xmpp_conn_set_certfail_handler(): what OpenSSL does not like. */
int gw_strophe_on_bad_certificate (const xmpp_tlscert_t *certificate, const char *const message);

/* Memory that is wiped when it is freed, and counted: libstrophe itself knows no limit for what a
 * server sends. The count is the thread's. */
extern const xmpp_mem_t gw_strophe_memory;
gboolean gw_strophe_memory_is_too_much (void);
void gw_strophe_memory_begin (void); /* of a conversation */

/* A stanza of libstrophe as ours; `only_error`: of an <iq/> nothing but its <error/>. NULL: it is
 * beyond our limits. */
GwXml *gw_strophe_to_xml (GwStrophe *self, xmpp_stanza_t *stanza, gboolean only_error);
