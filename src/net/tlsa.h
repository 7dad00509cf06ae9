/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Does a certificate fit a TLSA record? RFC 6698 section 2.1. Pure; whether the record can be
 * believed (DNSSEC) and what its usage means is for others to judge. */
#pragma once

#include "net/tls.h"

G_BEGIN_DECLS

/* `selector`: 0 the whole certificate, 1 its public key (SubjectPublicKeyInfo). `matching`: `data`
 * is 0 that itself, 1 its SHA-256, 2 its SHA-512. FALSE for any other number, and for a certificate
 * without its DER. */
gboolean gw_certificate_matches_tlsa (const GwCertificate *certificate, guint8 selector,
                                      guint8 matching, const guint8 *data, gsize length);

G_END_DECLS
