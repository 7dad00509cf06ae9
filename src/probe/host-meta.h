/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Host-meta: the well-known file in which a domain names its ways in for web clients, in XML and in
 * JSON (RFC 6415 sections 3 and appendix A, XEP-0156 section 3). Bytes -> struct, pure. Hostile
 * input: at most GW_LIMIT_HOST_META bytes, document types are refused, and only links count that
 * are encrypted. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define GW_HOST_META_PATH      "/.well-known/host-meta"
#define GW_HOST_META_JSON_PATH "/.well-known/host-meta.json"

typedef struct {
  gboolean is_websocket; /* RFC 7395, by wss; FALSE: BOSH (XEP-0206), by https */
  char *url;
} GwHostLink;

/* The links (GwHostLink) in the order of the document, at most GW_LIMIT_HOST_META_LINKS; empty: a
 * host-meta that names no XMPP. NULL: no host-meta at all. */
GPtrArray *gw_host_meta_parse_xml (const char *bytes, gsize length);
GPtrArray *gw_host_meta_parse_json (const char *bytes, gsize length);

G_END_DECLS
