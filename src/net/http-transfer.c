/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A libcurl handle from its first option to what it ended with. */
#include "net/http-transfer.h"

#include "base/error.h"
#include "net/certificate.h"
#include "net/http-answer.h"
#include "net/http-multi.h"
#include "net/tls.h"

/* libcurl would call what it posts a form. */
#define OCTETS "application/octet-stream"

struct _GwHttpTransfer {
  GwEngine *engine;
  char *host;
  GwHttpTransferFunc func;
  gpointer data;

  CURL *easy;
  struct curl_slist *headers;
  GwHttpConnection *connection;
  GwHttpAnswer *answer;
  GError *error;
  char reason[CURL_ERROR_SIZE];
};

/* FALSE: `error` says what is wrong with the certificate. */
static gboolean
judge (GwHttpTransfer *transfer)
{
  const GwTlsEvidence *evidence = gw_http_connection_evidence (transfer->connection);
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
    gw_http_answer_check (transfer->answer, gw_http_connection_is_ended (transfer->connection),
                          &transfer->error);
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

GwHttpTransfer *
gw_http_transfer_start (GwEngine *engine, const GwHttpUrl *url, const GwHttpRequest *request,
                        GwHttpConnection *connection, GwHttpTransferFunc func, gpointer data)
{
  GwHttpTransfer *transfer = g_new0 (GwHttpTransfer, 1);

  transfer->engine = engine;
  transfer->host = g_strdup (url->host);
  transfer->func = func;
  transfer->data = data;
  transfer->connection = connection;
  transfer->easy = curl_easy_init ();
  g_assert (transfer->easy != NULL);
  transfer->answer = gw_http_answer_new (transfer->easy, url->host, request->max_bytes);
  set_request (transfer, url, request);
  curl_easy_setopt (transfer->easy, CURLOPT_PREREQFUNCTION, on_before_request);
  curl_easy_setopt (transfer->easy, CURLOPT_PREREQDATA, transfer);
  gw_http_connection_lend (connection, transfer->easy);
  gw_http_multi_add (gw_engine_http (engine), transfer->easy, on_ended, transfer);
  return transfer;
}

void
gw_http_transfer_free (GwHttpTransfer *transfer)
{
  gw_http_multi_remove (gw_engine_http (transfer->engine), transfer->easy);
  curl_easy_cleanup (transfer->easy);
  curl_slist_free_all (transfer->headers);
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

gboolean
gw_http_transfer_is_lost (const GwHttpTransfer *transfer)
{
  return !gw_http_answer_has_begun (transfer->answer) &&
         (g_error_matches (transfer->error, GW_ERROR, GW_ERROR_HANGUP) ||
          g_error_matches (transfer->error, GW_ERROR, GW_ERROR_CONNECT_FAILED));
}

void
gw_http_transfer_read (GwHttpTransfer *transfer, GwHttpResponse *response)
{
  gw_http_answer_read (transfer->answer, response);
}
