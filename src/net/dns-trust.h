/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The keys from which DNSSEC is validated: those of the root (IANA, KSK-2017 and KSK-2024), or the
 * ones in a file. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  char *owner;  /* the zone: "example", "." for the root; no other trailing dot */
  char *record; /* "example. IN DS 12345 13 2 ab12..." */
} GwTrustAnchor;

/* GwTrustAnchor. `path` NULL: the root's. A file holds DS or DNSKEY records as zone files have
 * them, one a line; what follows a semicolon is a comment. GW_ERROR_FILE_READ or _TOO_LARGE when
 * there is none, or anything else. Numbers and digests are left to libunbound. */
GPtrArray *gw_trust_anchors_load (const char *path, GError **error);
/* GW_ERROR_FILE_READ for a file that libunbound does not take. */
void gw_trust_anchors_refuse (const char *path, GError **error);

/* Whether `name` is `owner` or below it. */
gboolean gw_name_is_below (const char *name, const char *owner);

G_END_DECLS
