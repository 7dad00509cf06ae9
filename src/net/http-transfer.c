/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A libcurl handle that may neither resolve nor connect, nor remember anything. */
#include "net/http-transfer.h"

#include "base/error.h"
#include "net/certificate.h"
#include "net/http-answer.h"
#include "net/http-multi.h"
#include "net/tls.h"

/* libcurl wants an address to begin with, and we give it a descriptor that is connected already.
 * Its release 7.88 calls connect(2) in spite of CURL_SOCKOPT_ALREADY_CONNECTED. Linux then reports
 * how the connect that net/dial began came out, and does not look at the address. Should it ever
 * look: no packet leaves for this one, TCP to it is refused by the kernel. */
#define CONNECT_TO "::255.255.255.255:443"

/* libcurl would call what it posts a form. */
#define OCTETS "application/octet-stream"

/* Held by the transfer, and by libcurl from the open to the close of its socket, which may come
 * later. */
typedef struct {
  GwDialed dialed;
  GwTlsEvidence *evidence; /* once the handshake is done */
  gboolean is_ended;       /* the other side ended TLS in due form */
} Connection;

struct _GwHttpTransfer {
  GwEngine *engine;
  char *host;
  GwHttpTransferFunc func;
  gpointer data;

  CURL *easy;
  struct curl_slist *headers, *connect_to;
  Connection *connection;
  gboolean is_open; /* libcurl has had the descriptor */
  GwHttpAnswer *answer;
  GError *error;
  char reason[CURL_ERROR_SIZE];
};

static void
connection_clear (gpointer data)
{
  Connection *connection = data;

  gw_dialed_clear (&connection->dialed);
  g_clear_pointer (&connection->evidence, gw_tls_evidence_free);
}

static void
connection_unref (Connection *connection)
{
  g_rc_box_release_full (connection, connection_clear);
}

static curl_socket_t
on_open (void *data, curlsocktype purpose, struct curl_sockaddr *address)
{
  GwHttpTransfer *transfer = data;

  if (purpose != CURLSOCKTYPE_IPCXN || transfer->is_open)
    return CURL_SOCKET_BAD;
  transfer->is_open = TRUE;
  g_rc_box_acquire (transfer->connection);
  return transfer->connection->dialed.fd;
}

static int
on_opened (void *data, curl_socket_t fd, curlsocktype purpose)
{
  return CURL_SOCKOPT_ALREADY_CONNECTED;
}

static int
on_close (void *data, curl_socket_t fd)
{
  Connection *connection = data;

  gw_dialed_clear (&connection->dialed);
  connection_unref (connection);
  return 0;
}

static void
on_tls (SSL *session, GwTlsEvent event, gpointer data)
{
  Connection *connection = data;

  if (event == GW_TLS_ENDED)
    connection->is_ended = TRUE;
  else if (connection->evidence == NULL)
    connection->evidence = gw_tls_evidence_new (session);
}

static CURLcode
on_ssl_context (CURL *easy, void *context, void *data)
{
  GwHttpTransfer *transfer = data;

  gw_tls_prepare (gw_engine_tls (transfer->engine, NULL), context, on_tls, transfer->connection);
  return CURLE_OK;
}

/* FALSE: `error` says what is wrong with the certificate. */
static gboolean
judge (GwHttpTransfer *transfer)
{
  const GwTlsEvidence *evidence = transfer->connection->evidence;
  g_auto (GwCertVerdict) verdict = {0};

  if (evidence == NULL) {
    gw_error_set (&transfer->error, GW_ERROR_TLS_FAILED, transfer->host, transfer->reason);
    return FALSE;
  }
  gw_certificate_judge (evidence, transfer->host, NULL, g_get_real_time () / G_USEC_PER_SEC,
                        &verdict);
  if (!verdict.ok)
    gw_cert_verdict_set_error (&verdict, transfer->host, &transfer->error);
  return verdict.ok;
}

/* The connection is secure as libcurl sees it; nothing was asked yet. */
static int
on_before_request (void *data, char *address, char *local_address, int port, int local_port)
{
  return judge (data) ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT;
}

/* For what libcurl itself found. */
static GwErrorCode
find_code (CURLcode result)
{
  switch ((int)result) {
  case CURLE_COULDNT_CONNECT:
    return GW_ERROR_CONNECT_FAILED;
  case CURLE_GOT_NOTHING:
  case CURLE_PARTIAL_FILE:
  case CURLE_RECV_ERROR:
  case CURLE_SEND_ERROR:
    return GW_ERROR_HANGUP;
  case CURLE_SSL_CONNECT_ERROR:
  case CURLE_SSL_CIPHER:
  case CURLE_SSL_CERTPROBLEM:
    return GW_ERROR_TLS_FAILED;
  /* Its own word for a difference with our judge about names. */
  case CURLE_PEER_FAILED_VERIFICATION:
    return GW_ERROR_CERT_NAME;
  /* One header line beyond libcurl's own limit is reported as a lack of memory, since 8.6 by a
   * number of its own. */
  case CURLE_FILESIZE_EXCEEDED:
  case CURLE_OUT_OF_MEMORY:
  case 100:
    return GW_ERROR_TOO_LARGE;
  case CURLE_UNSUPPORTED_PROTOCOL:
  case CURLE_WEIRD_SERVER_REPLY:
    return GW_ERROR_HTTP_STATUS;
  default:
    return GW_ERROR_FAILED;
  }
}

static void
on_ended (CURLcode result, gpointer data)
{
  GwHttpTransfer *transfer = data;

  if (transfer->error == NULL)
    transfer->error = gw_http_answer_steal_error (transfer->answer);
  if (result == CURLE_OK)
    gw_http_answer_check (transfer->answer, transfer->connection->is_ended, &transfer->error);
  if (result == CURLE_PEER_FAILED_VERIFICATION && transfer->error == NULL)
    judge (transfer);
  if (result != CURLE_OK && transfer->error == NULL) {
    const char *reason = *transfer->reason != '\0' ? transfer->reason : curl_easy_strerror (result);

    gw_error_set (&transfer->error, find_code (result), transfer->host, reason);
  }
  transfer->func (transfer->error, transfer->data);
}

/* A value with a line break would be a header of its own. */
static void
add_header (GwHttpTransfer *transfer, const char *name, const char *value)
{
  g_autofree char *line = NULL;

  if (value == NULL || *value == '\0' || strpbrk (value, "\r\n") != NULL)
    return;
  line = g_strdup_printf ("%s: %s", name, value);
  transfer->headers = curl_slist_append (transfer->headers, line);
}

static void
set_method (GwHttpTransfer *transfer, const GwHttpRequest *request)
{
  CURL *easy = transfer->easy;
  gsize length = 0;
  const void *body = request->body != NULL ? g_bytes_get_data (request->body, &length) : NULL;

  switch (request->method) {
  case GW_HTTP_GET:
    break;
  case GW_HTTP_POST:
    curl_easy_setopt (easy, CURLOPT_POSTFIELDS, body != NULL ? body : "");
    curl_easy_setopt (easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)length);
    break;
  case GW_HTTP_OPTIONS:
    curl_easy_setopt (easy, CURLOPT_CUSTOMREQUEST, "OPTIONS");
    break;
  }
}

static void
set_headers (GwHttpTransfer *transfer, const GwHttpRequest *request)
{
  add_header (transfer, "Accept", request->accept);
  add_header (transfer, "If-None-Match", request->etag);
  add_header (transfer, "If-Modified-Since", request->last_modified);
  if (request->method == GW_HTTP_POST)
    add_header (transfer, "Content-Type",
                request->content_type != NULL ? request->content_type : OCTETS);
  add_header (transfer, "Origin", request->origin);
  add_header (transfer, "Access-Control-Request-Method", request->want_method);
  add_header (transfer, "Access-Control-Request-Headers", request->want_headers);
}

static void
set_request (GwHttpTransfer *transfer, const GwHttpUrl *url, const GwHttpRequest *request)
{
  CURL *easy = transfer->easy;

  set_method (transfer, request);
  set_headers (transfer, request);
  curl_easy_setopt (easy, CURLOPT_URL, url->text);
  curl_easy_setopt (easy, CURLOPT_PROTOCOLS_STR, "https");
  curl_easy_setopt (easy, CURLOPT_HTTPHEADER, transfer->headers);
  curl_easy_setopt (easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
  curl_easy_setopt (easy, CURLOPT_USERAGENT, GW_HTTP_USER_AGENT);
  curl_easy_setopt (easy, CURLOPT_ERRORBUFFER, transfer->reason);
  curl_easy_setopt (easy, CURLOPT_NOSIGNAL, 1L);
}

/* No cookies, no .netrc, no HSTS or alt-svc store: libcurl has none unless told to. */
static void
set_connection (GwHttpTransfer *transfer)
{
  CURL *easy = transfer->easy;

  transfer->connect_to = curl_slist_append (NULL, CONNECT_TO);
  curl_easy_setopt (easy, CURLOPT_PROXY, "");
  curl_easy_setopt (easy, CURLOPT_CONNECT_TO, transfer->connect_to);
  curl_easy_setopt (easy, CURLOPT_DNS_CACHE_TIMEOUT, 0L);
  curl_easy_setopt (easy, CURLOPT_FRESH_CONNECT, 1L);
  curl_easy_setopt (easy, CURLOPT_FORBID_REUSE, 1L);
  curl_easy_setopt (easy, CURLOPT_OPENSOCKETFUNCTION, on_open);
  curl_easy_setopt (easy, CURLOPT_OPENSOCKETDATA, transfer);
  curl_easy_setopt (easy, CURLOPT_SOCKOPTFUNCTION, on_opened);
  curl_easy_setopt (easy, CURLOPT_CLOSESOCKETFUNCTION, on_close);
  curl_easy_setopt (easy, CURLOPT_CLOSESOCKETDATA, transfer->connection);
}

/* Verification stays on as libcurl has it by default, against the one shared store: by itself it
 * would load all the certificates of the machine for each handle. */
static void
set_tls (GwHttpTransfer *transfer)
{
  CURL *easy = transfer->easy;

  curl_easy_setopt (easy, CURLOPT_CAINFO, NULL);
  curl_easy_setopt (easy, CURLOPT_CAPATH, NULL);
  curl_easy_setopt (easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
  curl_easy_setopt (easy, CURLOPT_SSL_SESSIONID_CACHE, 0L);
  curl_easy_setopt (easy, CURLOPT_SSL_CTX_FUNCTION, on_ssl_context);
  curl_easy_setopt (easy, CURLOPT_SSL_CTX_DATA, transfer);
  curl_easy_setopt (easy, CURLOPT_PREREQFUNCTION, on_before_request);
  curl_easy_setopt (easy, CURLOPT_PREREQDATA, transfer);
}

GwHttpTransfer *
gw_http_transfer_start (GwEngine *engine, const GwHttpUrl *url, const GwHttpRequest *request,
                        GwDialed *dialed, GwHttpTransferFunc func, gpointer data, GError **error)
{
  GwHttpTransfer *transfer;

  if (gw_engine_tls (engine, error) == NULL) {
    gw_dialed_clear (dialed);
    return NULL;
  }
  transfer = g_new0 (GwHttpTransfer, 1);
  transfer->engine = engine;
  transfer->host = g_strdup (url->host);
  transfer->func = func;
  transfer->data = data;
  transfer->connection = g_rc_box_new0 (Connection);
  transfer->connection->dialed = *dialed;
  transfer->easy = curl_easy_init ();
  g_assert (transfer->easy != NULL);
  transfer->answer = gw_http_answer_new (transfer->easy, url->host, request->max_bytes);
  set_request (transfer, url, request);
  set_connection (transfer);
  set_tls (transfer);
  gw_http_multi_add (gw_engine_http (engine), transfer->easy, on_ended, transfer);
  return transfer;
}

void
gw_http_transfer_free (GwHttpTransfer *transfer)
{
  gw_http_multi_remove (gw_engine_http (transfer->engine), transfer->easy);
  curl_easy_cleanup (transfer->easy);
  curl_slist_free_all (transfer->headers);
  curl_slist_free_all (transfer->connect_to);
  connection_unref (transfer->connection);
  gw_http_answer_free (transfer->answer);
  g_clear_error (&transfer->error);
  g_free (transfer->host);
  g_free (transfer);
}

const char *
gw_http_transfer_location (GwHttpTransfer *transfer)
{
  return gw_http_answer_location (transfer->answer);
}

const GwTlsEvidence *
gw_http_transfer_evidence (GwHttpTransfer *transfer)
{
  return transfer->connection->evidence;
}

void
gw_http_transfer_read (GwHttpTransfer *transfer, GwHttpResponse *response)
{
  gw_http_answer_read (transfer->answer, response);
}
