/* SPDX-License-Identifier: GPL-3.0-or-later */
/* TLS by OpenSSL: one certificate store and one client context, loaded on first use and shared
 * (loading costs 30 to 40 ms). A handshake always runs to its end; what was seen is evidence for
 * net/certificate, which alone decides. Engine thread; evidence structs are plain data and travel.
 */
#pragma once

#include "base/profile.h"
#include <glib.h>
#include <openssl/ssl.h>

G_BEGIN_DECLS

typedef struct _GwTls GwTls;

/* One certificate of the chain as it was shown. */
typedef struct {
  char *subject; /* one line, RFC 2253 */
  char *issuer;
  gint64 not_before, not_after; /* seconds since 1970 UTC */
  char *sha256;                 /* hex of the DER */
  char *key;                    /* "RSA 2048", "EC P-256", "Ed25519" */
  int key_bits;
  char *signature; /* "ecdsa-with-SHA256" */
  GBytes *der;     /* as it came over the wire */
  gboolean self_signed;
} GwCertificate;

typedef struct {
  char *version;         /* "TLSv1.3" */
  char *cipher;          /* "TLS_AES_256_GCM_SHA384" */
  char *group;           /* "X25519", before TLS 1.3 also "DH 2048"; NULL: not known, or none */
  char *alpn;            /* what the server selected; NULL: none */
  GPtrArray *chain;      /* GwCertificate, leaf first, as sent */
  char **dns_names;      /* subjectAltName of the leaf: dNSName */
  char **srv_names;      /* SRVName, RFC 4985 */
  char **xmpp_addrs;     /* id-on-xmppAddr, RFC 6120 section 13.7.1.4 */
  GArray *verify_errors; /* int, X509_V_ERR_*, each once, in the order seen; names and dates are
                            judged elsewhere too */
} GwTlsEvidence;

GwTls *gw_tls_new (const GwProfile *profile, GError **error);
void gw_tls_free (GwTls *tls);

/* What may be offered by ALPN (RFC 7301, XEP-0368 section 5). */
#define GW_ALPN_CLIENT "xmpp-client"
#define GW_ALPN_SERVER "xmpp-server"
#define GW_ALPN_HTTP   "http/1.1"

/* A client session for `domain` (A-label; SNI), offering the protocol `alpn` (NULL: none). Not
 * connected: the caller sets the BIO or fd. Verification never stops the handshake. Caller frees.
 */
SSL *gw_tls_session_new (GwTls *tls, const char *domain, const char *alpn);

typedef enum {
  GW_TLS_SHAKEN, /* a handshake is done; once or more often */
  GW_TLS_ENDED,  /* the other side said that nothing will follow (close_notify) */
} GwTlsEvent;
typedef void (*GwTlsFunc) (SSL *session, GwTlsEvent event, gpointer data);

/* Makes the client context of somebody else (libcurl's) one of ours, before its session is made:
 * the shared store, at least TLS 1.2, all faults of the certificate collected. Its handshake then
 * always runs to its end as well, so its owner must look at SSL_get_verify_result() or at the
 * evidence, which `func` may take. */
void gw_tls_prepare (GwTls *tls, SSL_CTX *context, GwTlsFunc func, gpointer data);

/* After the handshake. */
GwTlsEvidence *gw_tls_evidence_new (SSL *session);
/* Of a PEM leaf alone (what libstrophe can show): names, dates, key; no version, chain of one.
 * NULL: no certificate. */
GwTlsEvidence *gw_tls_evidence_new_from_pem (const char *pem);
/* Of a chain that was seen before, leaf first: the certificates and the names, nothing else; what
 * the verification found is for the caller to put back. NULL: no certificate, more than
 * GW_LIMIT_CHAIN, or one that cannot be read. */
GwTlsEvidence *gw_tls_evidence_new_from_chain (GBytes *const *ders, gsize n_ders);
GwTlsEvidence *gw_tls_evidence_copy (const GwTlsEvidence *evidence);
void gw_tls_evidence_free (GwTlsEvidence *evidence);

/* The oldest pending OpenSSL error of this thread as text, and clears the queue. Never NULL. */
char *gw_tls_take_error (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwTls, gw_tls_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwTlsEvidence, gw_tls_evidence_free)

G_END_DECLS
