/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where to find things: the settings that --profile FILE reads and the common options override.
 * Without them: the system's resolver and certificate store, the built-in list, public addresses
 * only.
 *
 *   [gangway]
 *   resolver=127.0.0.1@5353      list=FILE        ca-file=FILE
 *   allow-local=true             trust-anchor=FILE
 *   catalogue-url=https://...    doh=https://...
 *   proxy=socks5h://user:password@127.0.0.1:1080
 *
 * A file that holds the password of a proxy must be readable by its owner only.
 */
#pragma once

#include "base/proxy.h"
#include <glib.h>

G_BEGIN_DECLS

/* The public list: XMPP Providers v2, categories A and B. */
#define GW_CATALOGUE_URL "https://data.xmpp.net/providers/v2/providers-B.json"

typedef struct {
  char *resolver;       /* "IP" or "IP@PORT"; NULL: the system's */
  char *ca_file;        /* PEM, added to the system's store */
  char *trust_anchor;   /* file of DS or DNSKEY records; NULL: the root's keys; see net/dns-trust */
  char *list_file;      /* a list that replaces the built-in and the fetched ones */
  char *catalogue_url;  /* https: where the public list is fetched; NULL: GW_CATALOGUE_URL */
  char *doh_url;        /* https: DNS is asked there (RFC 8484); NULL: the resolver */
  GwProxy *proxy;       /* all connections go through it, and no resolver is asked; NULL: none but
                           what the environment says, see net/engine */
  gboolean allow_local; /* private and loopback addresses may be dialled */
} GwProfile;

GwProfile *gw_profile_new (void);
/* Reads `path`; relative file names in it are relative to its folder. GW_ERROR_BAD_PROFILE names
 * the key. */
GwProfile *gw_profile_load (const char *path, GError **error);
GwProfile *gw_profile_copy (const GwProfile *profile);
void gw_profile_free (GwProfile *profile);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwProfile, gw_profile_free)

G_END_DECLS
