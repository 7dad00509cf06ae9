/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A real TLS server in memory. */
#include "tls-server.h"

#include "make-certificate.h"
#include <openssl/err.h>

SSL_CTX *
tls_server_context_new (const TlsServer *server)
{
  CertificateWish wish = {.names = "DNS:a.example", .rsa_bits = server->has_curve ? 0 : 2048};
  g_autoptr (Certificate) certificate = certificate_new (&wish, NULL);
  SSL_CTX *context = SSL_CTX_new (TLS_server_method ());

  SSL_CTX_set_security_level (context, 0);
  SSL_CTX_set_min_proto_version (context, server->oldest);
  SSL_CTX_set_max_proto_version (context, server->newest);
  SSL_CTX_set_dh_auto (context, 1);
  g_assert_cmpint (SSL_CTX_set_cipher_list (
                       context, server->ciphers != NULL ? server->ciphers : "ALL:COMPLEMENTOFALL"),
                   ==, 1);
  g_assert_cmpint (SSL_CTX_use_certificate (context, certificate->x509), ==, 1);
  g_assert_cmpint (SSL_CTX_use_PrivateKey (context, certificate->key), ==, 1);
  return context;
}

GBytes *
tls_server_answer (SSL_CTX *context, GBytes *hello)
{
  SSL *session = SSL_new (context);
  BIO *in = BIO_new (BIO_s_mem ()), *out = BIO_new (BIO_s_mem ());
  char *bytes = NULL;
  long length;
  GBytes *answer;

  BIO_write (in, g_bytes_get_data (hello, NULL), (int)g_bytes_get_size (hello));
  SSL_set_bio (session, in, out);
  ERR_clear_error ();
  SSL_accept (session);
  ERR_clear_error ();
  length = BIO_get_mem_data (out, &bytes);
  answer = g_bytes_new (bytes, (gsize)length);
  SSL_free (session);
  return answer;
}
