/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a server's "no" means: stanza errors to the form request and to the submit (RFC 6120
 * section 8.3, XEP-0077 section 3.1.1), by condition first and by the known sentences of Prosody
 * and ejabberd second. One table. Pure. */
#pragma once

#include "base/error.h"
#include "net/xml.h"

G_BEGIN_DECLS

typedef enum { GW_REFUSAL_OF_FORM, GW_REFUSAL_OF_SUBMIT } GwRefusalStep;

/* `had_puzzle`: the form held a picture puzzle. Never fails: GW_ERROR_REFUSED_OTHER at worst. */
GwErrorCode gw_refusal_judge (const char *condition, const char *text, GwRefusalStep step,
                              gboolean had_puzzle);

/* Reads condition and text of an <iq type='error'> and sets `error` to the table's sentence; the
 * server's own words go into the brackets, cut and cleaned. The stanza may echo the password:
 * nothing else of it is used. */
void gw_refusal_set (GError **error, const GwXml *iq, const char *domain, GwRefusalStep step,
                     gboolean had_puzzle);

/* Seconds that a server asks to wait ("Retry after 600 seconds" and the like); 0: it did not say.
 */
guint gw_refusal_wait (const char *text);

G_END_DECLS
