/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a server still takes, asked by a ClientHello that no library would send: old versions and
 * broken suites. One hello is one question; the first message that comes back answers it, and no
 * key is ever exchanged. Pure; net/hello-reply reads the answer, net/hello-talk has the
 * conversation.
 *
 * RFC 5246 section 7.4.1.2 (ClientHello), RFC 6066 (server name), RFC 8422 (curves), RFC 7301
 * (ALPN), RFC 5746 (renegotiation), RFC 7627 (extended master secret). No question offers TLS 1.3:
 * the ordinary handshake of net/stream shows that. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  GW_HELLO_OLD,        /* TLS 1.1 or older? RFC 8996 */
  GW_HELLO_TLS12,      /* TLS 1.2 as it should be: ECDHE and AEAD? RFC 9325 section 4.2 */
  GW_HELLO_STATIC_RSA, /* key exchange without forward secrecy? RFC 9325 section 4.1 */
  GW_HELLO_BROKEN,     /* no encryption, no authentication, export, RC4, DES, 3DES? RFC 7465 */
  GW_N_HELLOS,
} GwHelloKind;

#define GW_HELLO_RANDOM_BYTES 32

/* The highest TLS version that the question offers, as on the wire: 0x0302 is TLS 1.1. */
guint16 gw_hello_version (GwHelloKind kind);
/* For records: "old", "tls12", "static-rsa", "broken". */
const char *gw_hello_name (GwHelloKind kind);

/* One record with one ClientHello. `domain`: A-label, for SNI, at most 255 bytes. `alpn`: the
 * protocol (XEP-0368: "xmpp-client"), only where TLS comes first; NULL: none. `random`:
 * GW_HELLO_RANDOM_BYTES; no key comes of them. */
GBytes *gw_hello_new (GwHelloKind kind, const char *domain, const char *alpn, const guint8 *random);

/* "TLSv1.2", as OpenSSL says it; else "0x0305". Caller frees. */
char *gw_hello_version_name (guint16 version);

G_END_DECLS
