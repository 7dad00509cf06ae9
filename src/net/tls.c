/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The shared TLS context, its sessions, and OpenSSL's errors: RFC 6120 section 5, RFC 9325,
 * XEP-0368. */
#include "net/tls.h"

#include <errno.h>
#include <openssl/err.h>
#include <string.h>

#include "base/error.h"
#include "base/limits.h"
#include "net/tls-evidence.h"

enum { HASH_NAME = 10, WHOLE_STORE = 50 };

struct _GwTls {
  SSL_CTX *context;
};

static void
free_verify_errors (void *parent, void *errors, CRYPTO_EX_DATA *data, int index, long argl,
                    void *argp)
{
  if (errors != NULL)
    g_array_unref (errors);
}

static int
verify_errors_index (void)
{
  static gsize once;
  static int index;

  if (g_once_init_enter (&once)) {
    index = SSL_get_ex_new_index (0, NULL, NULL, NULL, free_verify_errors);
    g_once_init_leave (&once, 1);
  }
  return index;
}

GArray *
gw_tls_session_verify_errors (SSL *session)
{
  return SSL_get_ex_data (session, verify_errors_index ());
}

static GArray *
make_verify_errors (SSL *session)
{
  GArray *errors = gw_tls_session_verify_errors (session);

  if (errors == NULL) {
    errors = g_array_new (FALSE, FALSE, sizeof (int));
    SSL_set_ex_data (session, verify_errors_index (), errors);
  }
  return errors;
}

/* Writes each fault down and lets the handshake go on: net/certificate decides, knowing all of
 * them. */
static int
collect_verify_error (int is_fine, X509_STORE_CTX *context)
{
  SSL *session = X509_STORE_CTX_get_ex_data (context, SSL_get_ex_data_X509_STORE_CTX_idx ());
  GArray *errors = make_verify_errors (session);
  int code = X509_STORE_CTX_get_error (context);

  if (is_fine)
    return 1;
  for (guint i = 0; i < errors->len; i++)
    if (g_array_index (errors, int, i) == code)
      return 1;
  g_array_append_val (errors, code);
  return 1;
}

static void
context_set_rules (SSL_CTX *context)
{
  SSL_CTX_set_min_proto_version (context, TLS1_2_VERSION);
  SSL_CTX_set_options (context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
  SSL_CTX_set_session_cache_mode (context, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_verify (context, SSL_VERIFY_PEER, collect_verify_error);
  SSL_CTX_set_verify_depth (context, GW_LIMIT_CHAIN);
}

static SSL_CTX *
context_new (void)
{
  SSL_CTX *context = SSL_CTX_new (TLS_client_method ());

  g_assert (context != NULL);
  context_set_rules (context);
  SSL_CTX_set_mode (context, SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE |
                                 SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  return context;
}

/* "5ed36f99.0": OpenSSL finds a certificate by the hash of its name. */
static gboolean
is_hash_name (const char *name)
{
  return strlen (name) == HASH_NAME && strspn (name, "0123456789abcdef") == HASH_NAME - 2 &&
         g_str_has_suffix (name, ".0");
}

/* Not one that somebody put a certificate of his own into, beside a bundle with all the others. */
static gboolean
is_whole_store (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint hashed = 0;

  while (dir != NULL && hashed < WHOLE_STORE && (name = g_dir_read_name (dir)) != NULL)
    hashed += is_hash_name (name);
  return hashed >= WHOLE_STORE;
}

/* In a folder of hashed names a root is found when it is needed; a bundle is read whole, which
 * takes 40 ms in which nothing else happens. */
static void
use_system_store (X509_STORE *store)
{
  const char *folder = g_getenv (X509_get_default_cert_dir_env ());

  if (folder == NULL)
    folder = X509_get_default_cert_dir ();
  if (g_getenv (X509_get_default_cert_file_env ()) == NULL && is_whole_store (folder))
    X509_STORE_load_path (store, folder);
  else
    X509_STORE_set_default_paths (store);
}

GwTls *
gw_tls_new (const GwProfile *profile, GError **error)
{
  g_autoptr (GwTls) tls = g_new0 (GwTls, 1);
  X509_STORE *store;

  g_return_val_if_fail (profile != NULL, NULL);

  ERR_clear_error ();
  tls->context = context_new ();
  store = SSL_CTX_get_cert_store (tls->context);
  /* A machine without a store of its own trusts nobody, which the verdicts then say. */
  use_system_store (store);
  if (profile->ca_file != NULL && !X509_STORE_load_file (store, profile->ca_file)) {
    g_autofree char *reason = gw_tls_take_error ();

    gw_error_set (error, GW_ERROR_FILE_READ, profile->ca_file, reason);
    return NULL;
  }
  ERR_clear_error ();
  return g_steal_pointer (&tls);
}

void
gw_tls_free (GwTls *tls)
{
  if (tls == NULL)
    return;
  SSL_CTX_free (tls->context);
  g_free (tls);
}

/* On the wire it stands behind its length, in one byte. */
static void
offer_protocol (SSL *session, const char *name)
{
  g_autofree char *list = g_strdup_printf ("%c%s", (char)strlen (name), name);

  SSL_set_alpn_protos (session, (const guint8 *)list, (guint)strlen (name) + 1);
}

SSL *
gw_tls_session_new (GwTls *tls, const char *domain, const char *alpn)
{
  SSL *session;

  g_return_val_if_fail (tls != NULL && domain != NULL, NULL);

  ERR_clear_error ();
  session = SSL_new (tls->context);
  g_assert (session != NULL);
  SSL_set_tlsext_host_name (session, domain);
  if (alpn != NULL)
    offer_protocol (session, alpn);
  SSL_set_connect_state (session);
  return session;
}

typedef struct {
  GwTlsFunc func;
  gpointer data;
} Hook;

static void
hook_free (void *parent, void *hook, CRYPTO_EX_DATA *data, int index, long argl, void *argp)
{
  g_free (hook);
}

static int
hook_index (void)
{
  static gsize once;
  static int index;

  if (g_once_init_enter (&once)) {
    index = SSL_CTX_get_ex_new_index (0, NULL, NULL, NULL, hook_free);
    g_once_init_leave (&once, 1);
  }
  return index;
}

static void
on_progress (const SSL *session, int where, int result)
{
  Hook *hook = SSL_CTX_get_ex_data (SSL_get_SSL_CTX (session), hook_index ());

  if ((where & SSL_CB_HANDSHAKE_DONE) != 0)
    hook->func ((SSL *)session, GW_TLS_SHAKEN, hook->data);
  /* Level and description of the alert in one byte each. */
  if ((where & SSL_CB_READ_ALERT) == SSL_CB_READ_ALERT && (result & 0xff) == SSL_AD_CLOSE_NOTIFY)
    hook->func ((SSL *)session, GW_TLS_ENDED, hook->data);
}

void
gw_tls_prepare (GwTls *tls, SSL_CTX *context, GwTlsFunc func, gpointer data)
{
  Hook *hook;

  g_return_if_fail (tls != NULL && context != NULL && func != NULL);

  hook = g_new (Hook, 1);
  *hook = (Hook){func, data};
  context_set_rules (context);
  SSL_CTX_set1_cert_store (context, SSL_CTX_get_cert_store (tls->context));
  SSL_CTX_set_ex_data (context, hook_index (), hook);
  SSL_CTX_set_info_callback (context, on_progress);
}

char *
gw_tls_take_error (void)
{
  unsigned long code = ERR_get_error ();
  const char *reason = NULL;

  ERR_clear_error ();
  if (code != 0)
    reason = ERR_SYSTEM_ERROR (code) ? g_strerror (ERR_GET_REASON (code))
                                     : ERR_reason_error_string (code);
  return g_strdup (reason != NULL ? reason : "unknown TLS error");
}
