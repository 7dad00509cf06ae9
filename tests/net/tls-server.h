/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A real TLS server of OpenSSL that answers raw bytes in memory: no socket, no library on the other
 * side. */
#pragma once

#include <glib.h>
#include <openssl/ssl.h>

typedef struct {
  int oldest, newest;  /* versions of OpenSSL; 0: any */
  const char *ciphers; /* NULL: all, also those that OpenSSL would not take by itself */
  gboolean has_curve;  /* an elliptic key instead of RSA */
} TlsServer;

/* Caller frees by SSL_CTX_free(). */
SSL_CTX *tls_server_context_new (const TlsServer *server);

/* All that a new session of it says to these bytes. */
GBytes *tls_server_answer (SSL_CTX *context, GBytes *hello);
