/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside the room: the judges of the table in check-table.c, one file per subject, and what they
 * share. A judge that could not see its matter says nothing; the result then stays "unknown". */
#pragma once

#include "probe/check.h"
#include "probe/host-meta.h"
#include "providers/provider.h"

G_BEGIN_DECLS

typedef void GwJudge (const GwSeen *seen, GwCheckResult *result);

/* check-srv.c */
GwJudge gw_judge_srv_c2s, gw_judge_srv_c2s_tls, gw_judge_srv_s2s, gw_judge_srv_s2s_tls;
GwJudge gw_judge_srv_sane;
/* check-dns.c */
GwJudge gw_judge_v6, gw_judge_dnssec, gw_judge_tlsa, gw_judge_caa, gw_judge_xmppconnect;
/* check-stream.c */
GwJudge gw_judge_stream, gw_judge_starttls, gw_judge_leak, gw_judge_direct_tls, gw_judge_alpn;
GwJudge gw_judge_limits;
/* check-cert.c */
GwJudge gw_judge_chain, gw_judge_name, gw_judge_ids, gw_judge_expiry, gw_judge_key, gw_judge_sig;
GwJudge gw_judge_server_chain, gw_judge_server_name, gw_judge_server_expiry;
/* check-cert-same.c */
GwJudge gw_judge_same;
/* check-tls.c */
GwJudge gw_judge_tls13, gw_judge_tls12, gw_judge_tls_old, gw_judge_static_rsa, gw_judge_broken;
GwJudge gw_judge_dh, gw_judge_compression, gw_judge_server_tls;
/* check-sasl.c */
GwJudge gw_judge_scram, gw_judge_plus, gw_judge_binding, gw_judge_legacy, gw_judge_anonymous;
GwJudge gw_judge_sasl2, gw_judge_bind2, gw_judge_fast, gw_judge_upgrade, gw_judge_iap;
/* check-signup.c */
GwJudge gw_judge_ibr, gw_judge_form, gw_judge_token, gw_judge_redirect;
/* check-web.c */
GwJudge gw_judge_hostmeta, gw_judge_hostmeta_json, gw_judge_hostmeta2, gw_judge_posh;
GwJudge gw_judge_provider;
/* check-web-ways.c */
GwJudge gw_judge_websocket, gw_judge_bosh;
/* check-s2s.c */
GwJudge gw_judge_server_stream, gw_judge_server_starttls, gw_judge_server_direct_tls;
GwJudge gw_judge_server_auth, gw_judge_bidi;
/* check-time.c */
GwJudge gw_judge_time_dns, gw_judge_time_connect, gw_judge_time_tls, gw_judge_time_features;

/* The answer: `text` is a translated sentence, copied; `evidence` is taken and cut to a screenful
 * (NULL: none). When something was said before, the worse of both stays: fail, warn, unknown, pass,
 * info. */
void gw_check_say (GwCheckResult *result, GwCheckState state, const char *text, char *evidence);

/* One answer for each leg of that side which was looked at. */
typedef void GwLegJudge (const GwSeen *seen, GwLegId leg, GwCheckResult *result);
void gw_judge_legs (const GwSeen *seen, gboolean is_server, GwLegJudge *judge,
                    GwCheckResult *result);
/* Is what was looked at any use there? Judged alike for clients and for servers. */
GwLegJudge gw_judge_leg_stream, gw_judge_leg_starttls, gw_judge_leg_direct_tls;

/* A fault that may as well lie on our side of the line. NULL: none. */
gboolean gw_is_own_trouble (const GError *error);

/* What was announced to clients after TLS; NULL: not seen. */
const GwXml *gw_seen_features (const GwSeen *seen);
/* Features came, so somebody speaks XMPP for this domain there. */
gboolean gw_seen_reachable (const GwSeen *seen);
/* The SRV record of a leg says that it is not offered (RFC 2782: target "."). */
gboolean gw_seen_not_offered (const GwSeen *seen, GwLegId leg);
/* It is announced, but for machines without address, or for port 0 only. */
gboolean gw_seen_leads_nowhere (const GwSeen *seen, GwLegId leg);
/* The records of an answer as text: "0 5 5222 a.example; ..."; "" for none. */
char *gw_records_text (const GwDnsRecords *records);
/* "a.example (192.0.2.1:5222)"; NULL: no connection. */
char *gw_look_endpoint_text (const GwLookResult *look);

typedef enum {
  GW_FILE_UNKNOWN, /* not asked, or no answer that says anything */
  GW_FILE_ABSENT,  /* no such file, or no website for the domain */
  GW_FILE_BARRED,  /* nobody gets there: a bad certificate */
  GW_FILE_HERE,    /* status 200 and a body, whatever it is */
} GwFileAnswer;
GwFileAnswer gw_page_has_file (const GwPage *page);
/* Of the one form or the other; NULL: none, or none that can be read. */
GwHostMeta *gw_seen_host_meta (const GwSeen *seen, GwPageId id);
/* What the provider says of itself; NULL likewise. */
GwCatalogue *gw_seen_provider_file (const GwSeen *seen);

/* The names of the login methods, upper case, each once; only well-formed ones. `features` NULL:
 * empty. */
char **gw_features_mechanisms (const GwXml *features);
gboolean gw_features_offer_registration (const GwXml *features);
gboolean gw_features_take_invitations (const GwXml *features);
/* What SASL2 offers along with the login (XEP-0388 section 3.1); NULL: nothing. */
const GwXml *gw_features_inline (const GwXml *features);
/* What Bind2 offers along with itself is named by namespace (XEP-0386 section 2). */
gboolean gw_features_bind2_has (const GwXml *features, const char *ns);
/* How one gets an address there, by all that was seen. */
GwSignup gw_seen_signup (const GwSeen *seen);

G_END_DECLS
