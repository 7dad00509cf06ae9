/* SPDX-License-Identifier: GPL-3.0-or-later */
/* libcurl may neither resolve nor connect, nor remember more than this one connection. */
#include "net/http-connection.h"

/* libcurl wants an address to begin with, and we give it a descriptor that is connected already.
 * Its release 7.88 calls connect(2) in spite of CURL_SOCKOPT_ALREADY_CONNECTED. Linux then reports
 * how the connect that net/dial began came out, and does not look at the address. Should it ever
 * look: no packet leaves for this one, TCP to it is refused by the kernel. */
#define CONNECT_TO "::255.255.255.255:443"

/* Held by the connection, and by libcurl from the open to the close of its socket, which may come
 * later. */
typedef struct {
  GwDialed dialed;
  GwTlsEvidence *evidence; /* once the handshake is done */
  gboolean is_ended;       /* see the header */
} Wire;

struct _GwHttpConnection {
  GwTls *tls;
  CURLSH *store; /* where libcurl keeps it between two requests */
  struct curl_slist *connect_to;
  Wire *wire;
  gboolean is_taken; /* libcurl has had the descriptor */
};

static void
wire_clear (gpointer data)
{
  Wire *wire = data;

  gw_dialed_clear (&wire->dialed);
  g_clear_pointer (&wire->evidence, gw_tls_evidence_free);
}

static void
wire_unref (Wire *wire)
{
  g_rc_box_release_full (wire, wire_clear);
}

/* Once: whoever asks again has found the connection ended. */
static curl_socket_t
on_open (void *data, curlsocktype purpose, struct curl_sockaddr *address)
{
  GwHttpConnection *connection = data;

  if (purpose != CURLSOCKTYPE_IPCXN || connection->is_taken)
    return CURL_SOCKET_BAD;
  connection->is_taken = TRUE;
  g_rc_box_acquire (connection->wire);
  return connection->wire->dialed.fd;
}

static int
on_opened (void *data, curl_socket_t fd, curlsocktype purpose)
{
  return CURL_SOCKOPT_ALREADY_CONNECTED;
}

static int
on_close (void *data, curl_socket_t fd)
{
  Wire *wire = data;

  gw_dialed_clear (&wire->dialed);
  wire_unref (wire);
  return 0;
}

static void
on_tls (SSL *session, GwTlsEvent event, gpointer data)
{
  Wire *wire = data;

  if (event == GW_TLS_ENDED)
    wire->is_ended = TRUE;
  else if (wire->evidence == NULL)
    wire->evidence = gw_tls_evidence_new (session);
}

static CURLcode
on_ssl_context (CURL *easy, void *context, void *data)
{
  GwHttpConnection *connection = data;

  gw_tls_prepare (connection->tls, context, on_tls, connection->wire);
  return CURLE_OK;
}

/* Verification stays on as libcurl has it by default, against the one shared store: by itself it
 * would load all the certificates of the machine for each handle. */
static void
set_tls (GwHttpConnection *connection, CURL *easy)
{
  curl_easy_setopt (easy, CURLOPT_CAINFO, NULL);
  curl_easy_setopt (easy, CURLOPT_CAPATH, NULL);
  curl_easy_setopt (easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
  curl_easy_setopt (easy, CURLOPT_SSL_SESSIONID_CACHE, 0L);
  curl_easy_setopt (easy, CURLOPT_SSL_CTX_FUNCTION, on_ssl_context);
  curl_easy_setopt (easy, CURLOPT_SSL_CTX_DATA, connection);
}

/* No cookies, no .netrc, no HSTS or alt-svc store: libcurl has none unless told to. */
void
gw_http_connection_lend (GwHttpConnection *connection, CURL *easy)
{
  curl_easy_setopt (easy, CURLOPT_SHARE, connection->store);
  curl_easy_setopt (easy, CURLOPT_PROXY, "");
  curl_easy_setopt (easy, CURLOPT_CONNECT_TO, connection->connect_to);
  curl_easy_setopt (easy, CURLOPT_DNS_CACHE_TIMEOUT, 0L);
  curl_easy_setopt (easy, CURLOPT_OPENSOCKETFUNCTION, on_open);
  curl_easy_setopt (easy, CURLOPT_OPENSOCKETDATA, connection);
  curl_easy_setopt (easy, CURLOPT_SOCKOPTFUNCTION, on_opened);
  curl_easy_setopt (easy, CURLOPT_CLOSESOCKETFUNCTION, on_close);
  curl_easy_setopt (easy, CURLOPT_CLOSESOCKETDATA, connection->wire);
  set_tls (connection, easy);
}

GwHttpConnection *
gw_http_connection_new (GwEngine *engine, GwDialed *dialed, GError **error)
{
  GwTls *tls = gw_engine_tls (engine, error);
  GwHttpConnection *connection;

  if (tls == NULL) {
    gw_dialed_clear (dialed);
    return NULL;
  }
  connection = g_new0 (GwHttpConnection, 1);
  connection->tls = tls;
  connection->wire = g_rc_box_new0 (Wire);
  connection->wire->dialed = *dialed;
  connection->connect_to = curl_slist_append (NULL, CONNECT_TO);
  connection->store = curl_share_init ();
  g_assert (connection->connect_to != NULL && connection->store != NULL);
  curl_share_setopt (connection->store, CURLSHOPT_SHARE, CURL_LOCK_DATA_CONNECT);
  return connection;
}

void
gw_http_connection_free (GwHttpConnection *connection)
{
  CURLSHcode fault = curl_share_cleanup (connection->store);

  g_warn_if_fail (fault == CURLSHE_OK);
  curl_slist_free_all (connection->connect_to);
  wire_unref (connection->wire);
  g_free (connection);
}

gboolean
gw_http_connection_is_open (const GwHttpConnection *connection)
{
  return connection->wire->dialed.fd >= 0 && !connection->wire->is_ended;
}

gboolean
gw_http_connection_is_ended (const GwHttpConnection *connection)
{
  return connection->wire->is_ended;
}

const GwTlsEvidence *
gw_http_connection_evidence (const GwHttpConnection *connection)
{
  return connection->wire->evidence;
}
