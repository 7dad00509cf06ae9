/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Certificates for tests, made on the spot by OpenSSL. */
#pragma once

#include <glib.h>
#include <openssl/x509.h>

typedef struct {
  const char *names;       /* subjectAltName as OpenSSL writes it in its settings; NULL: none */
  const char *common;      /* NULL: "common.example" */
  int rsa_bits;            /* 0: a P-256 key */
  const char *digest;      /* NULL: "SHA256" */
  int first_day, last_day; /* from today; both 0: yesterday to tomorrow */
  gboolean is_authority;
} CertificateWish;

typedef struct {
  X509 *x509;
  EVP_PKEY *key;
} Certificate;

/* Signed by `issuer`, or by itself for NULL. */
Certificate *certificate_new (const CertificateWish *wish, const Certificate *issuer);
void certificate_free (Certificate *certificate);
char *certificate_to_pem (const Certificate *certificate);
/* As PEM in a file of its own; the path. Unlink and free. */
char *certificate_to_file (const Certificate *certificate);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Certificate, certificate_free)
