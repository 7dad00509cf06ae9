/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a server's "no" means: the stanza errors to the request for the form, to the submit and to
 * an invitation (RFC 6120 section 8.3, XEP-0077 section 3.1.1, XEP-0445 section 4). What stands in
 * them is judged by one table, net/refusal-table.h. Pure. */
#pragma once

#include "base/error.h"
#include "net/refusal-table.h"
#include "net/xml.h"

G_BEGIN_DECLS

#define GW_REFUSAL_WORDS_MAX 500 /* characters of the server's own words */

typedef struct {
  GwErrorCode code;
  char *words;  /* the server's own, cleaned (gw_clean_text), in its own language; NULL: none */
  char *page;   /* https page that it sends people to; NULL: none */
  guint wait_s; /* how long it asks to wait, else what its software wants; 0: not known */
} GwRefusal;

/* Reads an <iq type='error'>. FALSE: it is none, and `refusal` is empty. Whatever else the error
 * is, there is a code, GW_ERROR_REFUSED_OTHER at worst. `had_puzzle`: the form held a picture
 * puzzle; `had_token`: an invitation was accepted before. The stanza may echo the password: nothing
 * but the error and the addresses of web pages is taken of it. Free with gw_refusal_clear(). */
gboolean gw_refusal_read (const GwXml *iq, GwRefusalStep step, gboolean had_puzzle,
                          gboolean had_token, GwRefusal *refusal);
void gw_refusal_clear (GwRefusal *refusal);

/* The plain sentence for its code, without any word of the server. */
GError *gw_refusal_to_error (const GwRefusal *refusal, const char *domain);

/* Reads and sets `error` in one: the sentence, and in brackets the server's own words, else the
 * page, else the condition. */
void gw_refusal_set (GError **error, const GwXml *iq, const char *domain, GwRefusalStep step,
                     gboolean had_puzzle);

/* Seconds that a sentence asks to wait ("Retry after 600 seconds" and the like), a day at most; 0:
 * it does not say. */
guint gw_refusal_wait (const char *text);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (GwRefusal, gw_refusal_clear)

G_END_DECLS
