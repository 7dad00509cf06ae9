/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Host-meta: the well-known file in which a domain names its ways in for web clients, in XML and in
 * JSON (RFC 6415 sections 3 and appendix A, XEP-0156 section 3), and in JSON perhaps all its ways
 * in (XEP-0487). Bytes -> struct, pure. Hostile input: at most GW_LIMIT_HOST_META bytes, and
 * document types are refused. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define GW_HOST_META_PATH      "/.well-known/host-meta"
#define GW_HOST_META_JSON_PATH "/.well-known/host-meta.json"

typedef enum {
  GW_HOST_LINK_WEBSOCKET, /* RFC 7395 */
  GW_HOST_LINK_BOSH,      /* XEP-0206 */
  /* The rest only in JSON (XEP-0487). */
  GW_HOST_LINK_TLS,
  GW_HOST_LINK_QUIC,
  GW_HOST_LINK_S2S_WEBSOCKET,
  GW_HOST_LINK_S2S_TLS,
  GW_HOST_LINK_S2S_QUIC,
  GW_HOST_N_LINKS,
} GwHostLinkKind;

typedef struct {
  GwHostLinkKind kind;
  char *url;             /* printable; NULL for TLS and QUIC, which have a port instead */
  gboolean is_encrypted; /* FALSE: a url of ws: or http: */
  /* XEP-0487 section 2.1, only in JSON. */
  guint16 port;         /* 0: not said, or no port */
  int priority, weight; /* RFC 2782, 0 to 65535; -1: not said, or no such number */
  char *sni;            /* A-label; NULL: not said, or no name */
  char **ips;           /* at most GW_LIMIT_ADDRESSES; NULL: none is said that can be read */
} GwHostLink;

typedef struct {
  GPtrArray *links;  /* GwHostLink in the order of the document, of each kind at most
                        GW_LIMIT_HOST_META_LINKS that are encrypted, and as many that are not */
  gboolean is_whole; /* XEP-0487: says of itself that it names all ways in */
  gint64 ttl_s;      /* then: seconds that it may be kept for; -1: not said, or no such number */
  guint n_pins;      /* then: keys that are pinned */
} GwHostMeta;

/* No links: a host-meta that names no XMPP. NULL: no host-meta at all. */
GwHostMeta *gw_host_meta_parse_xml (const char *bytes, gsize length);
GwHostMeta *gw_host_meta_parse_json (const char *bytes, gsize length);
void gw_host_meta_free (GwHostMeta *meta);

/* "websocket", as behind the last colon of its relation; never NULL. */
const char *gw_host_link_name (GwHostLinkKind kind);

/* The encrypted ways in for web clients, WebSocket and BOSH: borrowed from `meta`, in its order; at
 * most GW_LIMIT_HOST_META_LINKS of each. */
GPtrArray *gw_host_meta_web_links (const GwHostMeta *meta);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwHostMeta, gw_host_meta_free)

G_END_DECLS
