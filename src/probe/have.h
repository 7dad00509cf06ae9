/* SPDX-License-Identifier: GPL-3.0-or-later */
/* "Do you already have an XMPP address?" Many people do without knowing: mail providers,
 * universities and companies give one with the e-mail address. From an e-mail address or a domain
 * to an answer, by SRV (RFC 6120 section 3.2, XEP-0368) and host-meta in both forms (RFC 6415,
 * XEP-0156) of that domain, all asked at once. Only the domain leaves this computer, never the name
 * before the @. */
#pragma once

#include "net/net.h"

G_BEGIN_DECLS

typedef enum {
  GW_HAVE_YES, /* the domain announces XMPP: the address very probably works there */
  GW_HAVE_NO,  /* its owner says that there is none (SRV target "."), or nothing announces any */
  GW_HAVE_UNKNOWN, /* it could not be asked, or there is no such domain */
} GwHaveAnswer;

/* One thing that was asked. */
typedef struct {
  const char *id;      /* "srv", "srv-direct-tls", "host-meta", "host-meta-json"; static */
  GwHaveAnswer answer; /* what it says by itself */
  char *evidence; /* "chat.example:5222", "wss://...", "no such record" (translated); never NULL */
} GwHaveClue;

/* SRV decides about no: whether a domain has a web server says nothing of its chat. */
typedef struct {
  char *domain;  /* A-label */
  char *address; /* in its normal form; NULL: a domain was typed, or a name that no XMPP address may
                    hold (o'brien@...) */
  GwHaveAnswer answer;
  gboolean is_refused; /* NO because the owner says so */
  GPtrArray *clues;    /* GwHaveClue, all four in the order above */
  char *text;          /* one plain sentence, translated; holds the address */
  char *next;          /* what to do now, translated */
  GError *error;       /* UNKNOWN: why; else NULL */
} GwHaveResult;

const char *gw_have_answer_name (GwHaveAnswer answer); /* "yes", "no", "unknown" */

/* Called once, in the context of the caller of gw_have_start(); `result` is borrowed. */
typedef void (*GwHaveFunc) (const GwHaveResult *result, gpointer data);

typedef struct _GwHave GwHave;

/* `typed`: an e-mail address, an XMPP address or a domain. NULL and GW_ERROR_BAD_ADDRESS for what
 * is neither, before anybody is contacted. Typing it was the consent (GW_PURPOSE_CHOSEN). The
 * answer comes when all four questions are answered or have run into their own limits: at once
 * after a decided no, GW_LIMIT_HAVE_CLUES after a yes at the latest. */
GwHave *gw_have_start (GwEngine *engine, const char *typed, GwHaveFunc func, gpointer data,
                       GError **error);

/* Ends it if it has not ended, at once; needed after the end, too. Also from inside the function.
 */
void gw_have_free (GwHave *have);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwHave, gw_have_free)

G_END_DECLS
