/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From OpenSSL's objects to plain evidence: what a handshake showed, for the judge of
 * net/certificate. */
#include "net/tls-evidence.h"

#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/objects.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include "base/limits.h"

static char *
name_to_text (const X509_NAME *name)
{
  g_autoptr (GString) text = g_string_new (NULL);
  BIO *memory = BIO_new (BIO_s_mem ());
  char *bytes = NULL;
  long length;

  /* UTF-8 as it is, where RFC 2253 would print each byte in hex. */
  X509_NAME_print_ex (memory, name, 0, XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB);
  length = BIO_get_mem_data (memory, &bytes);
  g_string_append_len (text, length > 0 ? bytes : "", length);
  BIO_free (memory);
  return g_utf8_make_valid (text->str, (gssize)text->len);
}

/* 0, which lies in the past, for what is no date. */
static gint64
time_to_unix (const ASN1_TIME *time)
{
  struct tm tm;

  return ASN1_TIME_to_tm (time, &tm) ? (gint64)timegm (&tm) : 0;
}

static char *
digest_to_hex (X509 *x509)
{
  guint8 digest[EVP_MAX_MD_SIZE];
  guint length = 0;
  GString *hex = g_string_new (NULL);

  X509_digest (x509, EVP_sha256 (), digest, &length);
  for (guint i = 0; i < length; i++)
    g_string_append_printf (hex, "%02x", digest[i]);
  return g_string_free (hex, FALSE);
}

static const char *
curve_name (int nid)
{
  const char *nist = EC_curve_nid2nist (nid);

  return nist != NULL ? nist : OBJ_nid2sn (nid);
}

static char *
key_to_text (EVP_PKEY *key)
{
  char curve[80] = "";

  if (key == NULL)
    return g_strdup ("unknown");
  switch (EVP_PKEY_get_base_id (key)) {
  case EVP_PKEY_RSA:
  case EVP_PKEY_RSA_PSS:
    return g_strdup_printf ("RSA %d", EVP_PKEY_get_bits (key));
  case EVP_PKEY_EC:
    if (!EVP_PKEY_get_group_name (key, curve, sizeof curve, NULL))
      return g_strdup ("EC");
    return g_strdup_printf ("EC %s", curve_name (OBJ_txt2nid (curve)));
  case EVP_PKEY_DH:
    return g_strdup_printf ("DH %d", EVP_PKEY_get_bits (key));
  case EVP_PKEY_ED25519:
    return g_strdup ("Ed25519");
  case EVP_PKEY_ED448:
    return g_strdup ("Ed448");
  default:
    return g_strdup_printf ("%s %d", OBJ_nid2sn (EVP_PKEY_get_base_id (key)),
                            EVP_PKEY_get_bits (key));
  }
}

/* RSA-PSS keeps its digest in the parameters, where the name of the algorithm does not show it. */
static char *
signature_to_text (X509 *x509)
{
  int nid = X509_get_signature_nid (x509), digest = NID_undef;

  if (nid != NID_rsassaPss)
    return g_strdup (OBJ_nid2ln (nid));
  X509_get_signature_info (x509, &digest, NULL, NULL, NULL);
  return g_strdup_printf ("rsassaPss with %s", OBJ_nid2sn (digest));
}

static GBytes *
encode (X509 *x509)
{
  guint8 *der = NULL;
  int length = i2d_X509 (x509, &der);
  GBytes *bytes = g_bytes_new (der, length > 0 ? (gsize)length : 0);

  OPENSSL_free (der);
  return bytes;
}

X509 *
gw_certificate_decode (GBytes *der)
{
  gsize length = 0;
  const guint8 *start = g_bytes_get_data (der, &length), *at = start;
  X509 *x509 = length > 0 && length <= G_MAXINT ? d2i_X509 (NULL, &at, (long)length) : NULL;

  if (x509 != NULL && at == start + length)
    return x509;
  X509_free (x509);
  ERR_clear_error ();
  return NULL;
}

GwCertificate *
gw_certificate_new (X509 *x509)
{
  GwCertificate *certificate = g_new0 (GwCertificate, 1);
  EVP_PKEY *key = X509_get0_pubkey (x509);

  certificate->subject = name_to_text (X509_get_subject_name (x509));
  certificate->issuer = name_to_text (X509_get_issuer_name (x509));
  certificate->not_before = time_to_unix (X509_get0_notBefore (x509));
  certificate->not_after = time_to_unix (X509_get0_notAfter (x509));
  certificate->sha256 = digest_to_hex (x509);
  certificate->key = key_to_text (key);
  certificate->key_bits = key != NULL ? EVP_PKEY_get_bits (key) : 0;
  certificate->signature = signature_to_text (x509);
  certificate->der = encode (x509);
  certificate->self_signed = X509_self_signed (x509, FALSE) == 1;
  return certificate;
}

void
gw_certificate_free (GwCertificate *certificate)
{
  g_free (certificate->subject);
  g_free (certificate->issuer);
  g_free (certificate->sha256);
  g_free (certificate->key);
  g_free (certificate->signature);
  g_bytes_unref (certificate->der);
  g_free (certificate);
}

static GwTlsEvidence *
evidence_alloc (void)
{
  GwTlsEvidence *evidence = g_new0 (GwTlsEvidence, 1);

  evidence->chain = g_ptr_array_new_with_free_func ((GDestroyNotify)gw_certificate_free);
  evidence->verify_errors = g_array_new (FALSE, FALSE, sizeof (int));
  return evidence;
}

/* The leaf comes first, and only its names count. */
static void
add_certificate (GwTlsEvidence *evidence, X509 *x509)
{
  if (evidence->chain->len == 0)
    gw_certificate_read_names (x509, evidence);
  g_ptr_array_add (evidence->chain, gw_certificate_new (x509));
}

static char *
alpn_to_text (SSL *session)
{
  const guint8 *name = NULL;
  guint length = 0;

  SSL_get0_alpn_selected (session, &name, &length);
  return length > 0 ? g_strndup ((const char *)name, length) : NULL;
}

/* Before TLS 1.3 a server picks its own Diffie-Hellman prime, which has no name. NULL when the key
 * exchange was another one. */
static char *
prime_to_text (SSL *session)
{
  EVP_PKEY *key = NULL;
  char *text = NULL;

  if (SSL_get_peer_tmp_key (session, &key) && EVP_PKEY_get_base_id (key) == EVP_PKEY_DH)
    text = key_to_text (key);
  EVP_PKEY_free (key);
  return text;
}

static char *
group_to_text (SSL *session)
{
  int nid = (int)SSL_get_negotiated_group (session);

  /* OpenSSL sets a high bit for groups that it has no number for. */
  if (nid <= 0 || (nid & TLSEXT_nid_unknown) != 0)
    return prime_to_text (session);
  return g_strdup (curve_name (nid));
}

GwTlsEvidence *
gw_tls_evidence_new (SSL *session)
{
  GwTlsEvidence *evidence = evidence_alloc ();
  STACK_OF (X509) *chain = SSL_get_peer_cert_chain (session);
  GArray *errors = gw_tls_session_verify_errors (session);
  int length = chain != NULL ? MIN (sk_X509_num (chain), GW_LIMIT_CHAIN) : 0;

  evidence->version = g_strdup (SSL_get_version (session));
  evidence->cipher = g_strdup (SSL_get_cipher_name (session));
  evidence->group = group_to_text (session);
  evidence->alpn = alpn_to_text (session);
  for (int i = 0; i < length; i++)
    add_certificate (evidence, sk_X509_value (chain, i));
  if (errors != NULL)
    g_array_append_vals (evidence->verify_errors, errors->data, errors->len);
  return evidence;
}

GwTlsEvidence *
gw_tls_evidence_new_from_pem (const char *pem)
{
  BIO *memory;
  X509 *leaf;
  GwTlsEvidence *evidence;

  g_return_val_if_fail (pem != NULL, NULL);

  memory = BIO_new_mem_buf (pem, -1);
  leaf = PEM_read_bio_X509 (memory, NULL, NULL, NULL);
  BIO_free (memory);
  if (leaf == NULL) {
    g_free (gw_tls_take_error ());
    return NULL;
  }
  evidence = evidence_alloc ();
  add_certificate (evidence, leaf);
  X509_free (leaf);
  return evidence;
}

GwTlsEvidence *
gw_tls_evidence_new_from_chain (GBytes *const *ders, gsize n_ders)
{
  g_autoptr (GwTlsEvidence) evidence = evidence_alloc ();

  g_return_val_if_fail (ders != NULL || n_ders == 0, NULL);

  if (n_ders == 0 || n_ders > GW_LIMIT_CHAIN)
    return NULL;
  for (gsize i = 0; i < n_ders; i++) {
    X509 *x509 = gw_certificate_decode (ders[i]);

    if (x509 == NULL)
      return NULL;
    add_certificate (evidence, x509);
    X509_free (x509);
  }
  return g_steal_pointer (&evidence);
}

static gpointer
certificate_copy (gconstpointer data, gpointer unused)
{
  const GwCertificate *certificate = data;
  GwCertificate *copy = g_new (GwCertificate, 1);

  *copy = *certificate;
  copy->der = certificate->der != NULL ? g_bytes_ref (certificate->der) : NULL;
  copy->subject = g_strdup (certificate->subject);
  copy->issuer = g_strdup (certificate->issuer);
  copy->sha256 = g_strdup (certificate->sha256);
  copy->key = g_strdup (certificate->key);
  copy->signature = g_strdup (certificate->signature);
  return copy;
}

GwTlsEvidence *
gw_tls_evidence_copy (const GwTlsEvidence *evidence)
{
  GwTlsEvidence *copy = g_new0 (GwTlsEvidence, 1);

  copy->version = g_strdup (evidence->version);
  copy->cipher = g_strdup (evidence->cipher);
  copy->group = g_strdup (evidence->group);
  copy->alpn = g_strdup (evidence->alpn);
  copy->chain = g_ptr_array_copy (evidence->chain, certificate_copy, NULL);
  g_ptr_array_set_free_func (copy->chain, (GDestroyNotify)gw_certificate_free);
  copy->dns_names = g_strdupv (evidence->dns_names);
  copy->srv_names = g_strdupv (evidence->srv_names);
  copy->xmpp_addrs = g_strdupv (evidence->xmpp_addrs);
  copy->verify_errors = g_array_copy (evidence->verify_errors);
  return copy;
}

void
gw_tls_evidence_free (GwTlsEvidence *evidence)
{
  if (evidence == NULL)
    return;
  g_free (evidence->version);
  g_free (evidence->cipher);
  g_free (evidence->group);
  g_free (evidence->alpn);
  g_ptr_array_unref (evidence->chain);
  g_strfreev (evidence->dns_names);
  g_strfreev (evidence->srv_names);
  g_strfreev (evidence->xmpp_addrs);
  g_array_unref (evidence->verify_errors);
  g_free (evidence);
}
