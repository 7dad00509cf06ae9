/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the session's verify callback collects for the evidence of tls.h. */
#pragma once

#include "net/tls.h"

/* Where the session keeps its X509_V_ERR_* (GArray of int, owned by the session). */
GArray *gw_tls_session_verify_errors (SSL *session);

/* One certificate as plain data; never NULL. */
GwCertificate *gw_certificate_new (X509 *x509);
void gw_certificate_free (GwCertificate *certificate);

/* NULL for what is not exactly one certificate. Free by X509_free(). */
X509 *gw_certificate_decode (GBytes *der);

/* Fills the three name lists from the leaf's subjectAltName. */
void gw_certificate_read_names (X509 *leaf, GwTlsEvidence *evidence);
