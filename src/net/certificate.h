/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one judge of certificates, for probes and accounts alike (RFC 6120 section 13.7, RFC 9525):
 * trusted chain, a name that fits (DNS-ID with a left-most wildcard, SRV-ID, xmppAddr; the common
 * name never counts), dates, key strength. Pure; the clock is a parameter. */
#pragma once

#include "base/error.h"
#include "net/tls.h"

G_BEGIN_DECLS

typedef struct {
  gboolean ok;
  GwErrorCode fault; /* the worst, when not ok: untrusted > name > expired | not yet > weak */
  char *detail;      /* "for mail.example", "since 2026-01-02", OpenSSL's words; NULL: none */
  gint64 not_after;  /* of the leaf */
  /* each question by itself, for the checks */
  gboolean chain_ok, name_ok, dates_ok, key_ok;
} GwCertVerdict;

/* `service`: "xmpp-client"; NULL: one that goes by the DNS-ID alone, as https (RFC 9110 section
 * 4.3.4). `now`: seconds since 1970. */
void gw_certificate_judge (const GwTlsEvidence *evidence, const char *domain, const char *service,
                           gint64 now, GwCertVerdict *verdict);
void gw_cert_verdict_clear (GwCertVerdict *verdict);

/* Sets the fault as an error about `domain`. Only for a verdict that is not ok. */
void gw_cert_verdict_set_error (const GwCertVerdict *verdict, const char *domain, GError **error);

/* RFC 9325 section 4: RSA below 2048 bits and curves below P-256; signed with SHA-1 or older, which
 * in one that is signed by itself counts for nothing. */
gboolean gw_certificate_has_weak_key (const GwCertificate *leaf);
gboolean gw_certificate_has_weak_signature (const GwCertificate *leaf);

/* Does the reference name match this presented DNS-ID (RFC 9525 section 6.3)? */
gboolean gw_certificate_dns_id_matches (const char *presented, const char *domain);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (GwCertVerdict, gw_cert_verdict_clear)

G_END_DECLS
