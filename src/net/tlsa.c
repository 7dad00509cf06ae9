/* SPDX-License-Identifier: GPL-3.0-or-later */
/* TLSA matching: RFC 6698 section 2.1. */
#include "net/tlsa.h"

#include "net/tls-evidence.h"

/* The numbers of RFC 6698 sections 7.3 and 7.4. */
enum { SELECT_CERTIFICATE = 0, SELECT_KEY = 1 };
enum { MATCH_WHOLE = 0, MATCH_SHA256 = 1, MATCH_SHA512 = 2 };

static GBytes *
encode_key (GBytes *der)
{
  X509 *x509 = gw_certificate_decode (der);
  guint8 *key = NULL;
  int length = x509 != NULL ? i2d_X509_PUBKEY (X509_get_X509_PUBKEY (x509), &key) : 0;
  GBytes *bytes = length > 0 ? g_bytes_new (key, (gsize)length) : NULL;

  OPENSSL_free (key);
  X509_free (x509);
  return bytes;
}

/* NULL: an unknown selector, or nothing to select from. */
static GBytes *
select_bytes (const GwCertificate *certificate, guint8 selector)
{
  if (certificate->der == NULL)
    return NULL;
  switch (selector) {
  case SELECT_CERTIFICATE:
    return g_bytes_ref (certificate->der);
  case SELECT_KEY:
    return encode_key (certificate->der);
  default:
    return NULL;
  }
}

static gboolean
matches_digest (GBytes *selected, const EVP_MD *kind, const guint8 *data, gsize length)
{
  guint8 digest[EVP_MAX_MD_SIZE];
  guint digest_length = 0;

  return EVP_Digest (g_bytes_get_data (selected, NULL), g_bytes_get_size (selected), digest,
                     &digest_length, kind, NULL) &&
         length == digest_length && memcmp (digest, data, length) == 0;
}

gboolean
gw_certificate_matches_tlsa (const GwCertificate *certificate, guint8 selector, guint8 matching,
                             const guint8 *data, gsize length)
{
  g_autoptr (GBytes) selected = NULL;

  g_return_val_if_fail (certificate != NULL && (data != NULL || length == 0), FALSE);

  selected = select_bytes (certificate, selector);
  if (selected == NULL || length == 0)
    return FALSE;
  switch (matching) {
  case MATCH_WHOLE:
    return length == g_bytes_get_size (selected) &&
           memcmp (data, g_bytes_get_data (selected, NULL), length) == 0;
  case MATCH_SHA256:
    return matches_digest (selected, EVP_sha256 (), data, length);
  case MATCH_SHA512:
    return matches_digest (selected, EVP_sha512 (), data, length);
  default:
    return FALSE;
  }
}
