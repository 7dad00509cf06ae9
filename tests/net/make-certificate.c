/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Certificates for tests. */
#include "make-certificate.h"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>
#include <unistd.h>

static void
add_extension (X509 *x509, X509 *issuer, int nid, const char *value)
{
  X509V3_CTX context;
  X509_EXTENSION *extension;

  X509V3_set_ctx_nodb (&context);
  X509V3_set_ctx (&context, issuer, x509, NULL, NULL, 0);
  extension = X509V3_EXT_conf_nid (NULL, &context, nid, value);
  g_assert_nonnull (extension);
  X509_add_ext (x509, extension, -1);
  X509_EXTENSION_free (extension);
}

static void
set_dates (X509 *x509, const CertificateWish *wish)
{
  gboolean is_default = wish->first_day == 0 && wish->last_day == 0;

  X509_time_adj_ex (X509_getm_notBefore (x509), is_default ? -1 : wish->first_day, 0, NULL);
  X509_time_adj_ex (X509_getm_notAfter (x509), is_default ? 1 : wish->last_day, 0, NULL);
}

Certificate *
certificate_new (const CertificateWish *wish, const Certificate *issuer)
{
  Certificate *made = g_new0 (Certificate, 1);
  const char *common = wish->common != NULL ? wish->common : "common.example";
  guint64 serial = 0;

  RAND_bytes ((guint8 *)&serial, sizeof serial);
  made->key = wish->rsa_bits != 0 ? EVP_PKEY_Q_keygen (NULL, NULL, "RSA", (size_t)wish->rsa_bits)
                                  : EVP_PKEY_Q_keygen (NULL, NULL, "EC", "P-256");
  made->x509 = X509_new ();
  X509_set_version (made->x509, X509_VERSION_3);
  ASN1_INTEGER_set_uint64 (X509_get_serialNumber (made->x509), serial >> 1);
  set_dates (made->x509, wish);
  X509_set_pubkey (made->x509, made->key);
  X509_NAME_add_entry_by_txt (X509_get_subject_name (made->x509), "CN", MBSTRING_UTF8,
                              (const guint8 *)common, -1, -1, 0);
  if (issuer == NULL)
    issuer = made;
  X509_set_issuer_name (made->x509, X509_get_subject_name (issuer->x509));
  add_extension (made->x509, issuer->x509, NID_subject_key_identifier, "hash");
  if (wish->is_authority)
    add_extension (made->x509, issuer->x509, NID_basic_constraints, "critical,CA:TRUE");
  if (wish->names != NULL)
    add_extension (made->x509, issuer->x509, NID_subject_alt_name, wish->names);
  g_assert_cmpint (
      X509_sign (made->x509, issuer->key,
                 EVP_get_digestbyname (wish->digest != NULL ? wish->digest : "SHA256")),
      >, 0);
  return made;
}

void
certificate_free (Certificate *certificate)
{
  X509_free (certificate->x509);
  EVP_PKEY_free (certificate->key);
  g_free (certificate);
}

char *
certificate_to_pem (const Certificate *certificate)
{
  BIO *memory = BIO_new (BIO_s_mem ());
  char *bytes = NULL, *pem;
  long length;

  PEM_write_bio_X509 (memory, certificate->x509);
  length = BIO_get_mem_data (memory, &bytes);
  pem = g_strndup (bytes, (gsize)length);
  BIO_free (memory);
  return pem;
}

char *
certificate_to_file (const Certificate *certificate)
{
  g_autofree char *pem = certificate_to_pem (certificate);
  g_autoptr (GError) error = NULL;
  char *path = NULL;
  int fd = g_file_open_tmp ("gangway-ca-XXXXXX", &path, &error);

  g_assert_no_error (error);
  close (fd);
  g_file_set_contents (path, pem, -1, &error);
  g_assert_no_error (error);
  return path;
}
