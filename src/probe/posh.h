/* SPDX-License-Identifier: GPL-3.0-or-later */
/* POSH: a domain tells by https which certificates its XMPP server may show although they name
 * another (RFC 7711 section 3). Bytes -> struct, and the judge; pure. Hostile input: at most
 * GW_LIMIT_POSH bytes. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define GW_POSH_CLIENT_PATH "/.well-known/posh/xmpp-client.json"
#define GW_POSH_SERVER_PATH "/.well-known/posh/xmpp-server.json"

typedef struct {
  char *url;         /* https: where the fingerprints are; NULL: here. May be followed once: a
                        document that was referred to may not refer on */
  GPtrArray *prints; /* GwPoshPrint, at most GW_LIMIT_POSH_PRINTS; empty beside a url */
  gint64 expires_s;  /* seconds after which it is stale; 0: at once, also when it is not said */
} GwPosh;

/* One certificate by its hashes (of the DER), as base64 decoded them; NULL: not by this one, or not
 * of its length. */
typedef struct {
  GBytes *sha256, *sha512;
} GwPoshPrint;

/* NULL: no POSH document. When fingerprints stand beside a url, they count. */
GwPosh *gw_posh_parse (const char *bytes, gsize length);
void gw_posh_free (GwPosh *posh);

typedef enum {
  GW_POSH_FITS,
  GW_POSH_FITS_NOT,
  GW_POSH_STALE,     /* it fits, but nothing says for how long */
  GW_POSH_ELSEWHERE, /* a reference: ask at `url` */
} GwPoshAnswer;

/* `der`: the leaf certificate. A print fits when all of its hashes that we know do, and there is
 * one. */
GwPoshAnswer gw_posh_judge (const GwPosh *posh, GBytes *der);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwPosh, gw_posh_free)

G_END_DECLS
