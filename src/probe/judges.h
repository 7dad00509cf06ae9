/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside the room: the judges of the table in check.c, one file per subject, and what they share. A
 * judge that could not see its matter says nothing; the result then stays "unknown". */
#pragma once

#include "probe/check.h"

G_BEGIN_DECLS

/* check-stream.c */
void gw_judge_announced (const GwSeen *seen, GwCheckResult *result);
void gw_judge_stream (const GwSeen *seen, GwCheckResult *result);
void gw_judge_starttls (const GwSeen *seen, GwCheckResult *result);
void gw_judge_leak (const GwSeen *seen, GwCheckResult *result);
void gw_judge_direct_tls (const GwSeen *seen, GwCheckResult *result);
void gw_judge_alpn (const GwSeen *seen, GwCheckResult *result);
/* check-cert.c */
void gw_judge_chain (const GwSeen *seen, GwCheckResult *result);
void gw_judge_name (const GwSeen *seen, GwCheckResult *result);
void gw_judge_expiry (const GwSeen *seen, GwCheckResult *result);
void gw_judge_key (const GwSeen *seen, GwCheckResult *result);
void gw_judge_tls_version (const GwSeen *seen, GwCheckResult *result);
/* check-sasl.c */
void gw_judge_scram (const GwSeen *seen, GwCheckResult *result);
void gw_judge_binding (const GwSeen *seen, GwCheckResult *result);
void gw_judge_legacy (const GwSeen *seen, GwCheckResult *result);
void gw_judge_anonymous (const GwSeen *seen, GwCheckResult *result);
void gw_judge_sasl2 (const GwSeen *seen, GwCheckResult *result);
/* check-signup.c */
void gw_judge_ibr (const GwSeen *seen, GwCheckResult *result);
void gw_judge_form (const GwSeen *seen, GwCheckResult *result);
void gw_judge_token (const GwSeen *seen, GwCheckResult *result);

/* The answer: `text` is a translated sentence, copied; `evidence` is taken and cut to a screenful
 * (NULL: none). */
void gw_check_say (GwCheckResult *result, GwCheckState state, const char *text, char *evidence);

/* What was announced after TLS; NULL: not seen. */
const GwXml *gw_seen_features (const GwSeen *seen);
/* Features came, so somebody speaks XMPP for this domain there. */
gboolean gw_seen_reachable (const GwSeen *seen);
/* The names of the login methods, upper case, each once; only well-formed ones. `features` NULL:
 * empty. */
char **gw_features_mechanisms (const GwXml *features);
gboolean gw_features_offer_registration (const GwXml *features);
gboolean gw_features_take_invitations (const GwXml *features);
/* How one gets an address there, by all that was seen. */
GwSignup gw_seen_signup (const GwSeen *seen);

G_END_DECLS
