/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From an URL to an answer: dial, ask, and the same again wherever a redirect leads, until one
 * deadline. */
#include "net/http.h"

#include "base/error.h"
#include "base/limits.h"
#include "net/dial.h"
#include "net/http-transfer.h"
#include "net/http-url.h"
#include "net/timer.h"

enum { MS = 1000 /* microseconds */ };

struct _GwHttp {
  GwEngine *engine;
  GwHttpRequest request; /* with strings of its own; `url` is not kept */
  GwHttpFunc func;
  gpointer data;

  GwHttpUrl *url; /* where we are */
  guint n_redirects;
  GwDial *dial;
  GwHttpTransfer *transfer;
  GSource *begin, *deadline;
  GError *error;
};

static void
request_copy (const GwHttpRequest *from, GwHttpRequest *to)
{
  *to = *from;
  to->url = NULL;
  to->wait_ms = from->wait_ms != 0 ? from->wait_ms : GW_LIMIT_HTTP_WAIT;
  to->accept = g_strdup (from->accept);
  to->etag = g_strdup (from->etag);
  to->last_modified = g_strdup (from->last_modified);
  to->body = from->body != NULL ? g_bytes_ref (from->body) : NULL;
  to->content_type = g_strdup (from->content_type);
  to->origin = g_strdup (from->origin);
  to->want_method = g_strdup (from->want_method);
  to->want_headers = g_strdup (from->want_headers);
}

static void
request_clear (GwHttpRequest *request)
{
  g_free ((char *)request->accept);
  g_free ((char *)request->etag);
  g_free ((char *)request->last_modified);
  g_clear_pointer (&request->body, g_bytes_unref);
  g_free ((char *)request->content_type);
  g_free ((char *)request->origin);
  g_free ((char *)request->want_method);
  g_free ((char *)request->want_headers);
}

static void
http_free (GwHttp *http)
{
  g_clear_pointer (&http->dial, gw_dial_cancel);
  g_clear_pointer (&http->transfer, gw_http_transfer_free);
  gw_timer_stop (&http->begin);
  gw_timer_stop (&http->deadline);
  g_clear_pointer (&http->url, gw_http_url_free);
  g_clear_error (&http->error);
  request_clear (&http->request);
  g_free (http);
}

void
gw_http_cancel (GwHttp *http)
{
  http_free (http);
}

static void
finish_failed (GwHttp *http)
{
  http->func (NULL, http->error, http->data);
  http_free (http);
}

static void
finish (GwHttp *http)
{
  g_autoptr (GBytes) body = NULL;
  GwHttpResponse response = {.url = http->url->text};

  gw_http_transfer_read (http->transfer, &response);
  body = response.body;
  http->func (&response, NULL, http->data);
  http_free (http);
}

static gboolean
on_deadline (gpointer data)
{
  GwHttp *http = data;

  gw_error_set (&http->error, GW_ERROR_TIMEOUT, http->url->host, NULL);
  finish_failed (http);
  return G_SOURCE_REMOVE;
}

static void dial (GwHttp *http);

static void
follow (GwHttp *http, const char *location)
{
  GwHttpUrl *next;

  if (++http->n_redirects > GW_LIMIT_HTTP_REDIRECTS) {
    gw_error_set (&http->error, GW_ERROR_HTTP_LOOP, http->url->host, NULL);
    finish_failed (http);
    return;
  }
  next = gw_http_url_new (location, &http->error);
  if (next == NULL) {
    finish_failed (http);
    return;
  }
  g_clear_pointer (&http->transfer, gw_http_transfer_free);
  g_clear_pointer (&http->url, gw_http_url_free);
  http->url = next;
  dial (http);
}

static void
on_transferred (const GError *error, gpointer data)
{
  GwHttp *http = data;
  const char *location;

  if (error != NULL) {
    http->error = g_error_copy (error);
    finish_failed (http);
    return;
  }
  location = gw_http_transfer_location (http->transfer);
  if (location != NULL && http->request.method == GW_HTTP_GET)
    follow (http, location);
  else
    finish (http);
}

/* The clock began with the first connect(). */
static void
start_clock (GwHttp *http, const GwDialed *dialed)
{
  gint64 left = http->request.wait_ms - dialed->connect_us / MS;

  if (http->deadline == NULL)
    http->deadline =
        gw_timer_start (gw_engine_context (http->engine), (guint)MAX (left, 0), on_deadline, http);
}

static void
on_dialed (GwDialed *dialed, const GError *error, gpointer data)
{
  GwHttp *http = data;

  http->dial = NULL;
  if (dialed == NULL) {
    http->error = g_error_copy (error);
    finish_failed (http);
    return;
  }
  start_clock (http, dialed);
  http->transfer = gw_http_transfer_start (http->engine, http->url, &http->request, dialed,
                                           on_transferred, http, &http->error);
  if (http->transfer == NULL)
    finish_failed (http);
}

static void
dial (GwHttp *http)
{
  const GwDialPlan plan = {
      .purpose = http->request.purpose, .what = "web", .budget = http->request.budget};

  http->dial =
      gw_dial_start_host (http->engine, http->url->host, http->url->port, &plan, on_dialed, http);
}

static gboolean
on_begin (gpointer data)
{
  finish_failed (data);
  return G_SOURCE_REMOVE;
}

GwHttp *
gw_http_start (GwEngine *engine, const GwHttpRequest *request, GwHttpFunc func, gpointer data)
{
  GwHttp *http;

  g_return_val_if_fail (gw_engine_in_thread (engine) && func != NULL, NULL);
  g_return_val_if_fail (request->url != NULL && request->max_bytes > 0, NULL);

  http = g_new0 (GwHttp, 1);
  http->engine = engine;
  http->func = func;
  http->data = data;
  request_copy (request, &http->request);
  http->url = gw_http_url_new (request->url, &http->error);
  if (http->url == NULL) {
    http->begin = gw_timer_start (gw_engine_context (engine), 0, on_begin, http);
    return http;
  }
  dial (http);
  /* While the resolver works; an error comes up again when it is needed. */
  gw_engine_tls (engine, NULL);
  return http;
}

const GwTlsEvidence *
gw_http_evidence (const GwHttp *http)
{
  g_return_val_if_fail (http != NULL, NULL);

  return http->transfer != NULL ? gw_http_transfer_evidence (http->transfer) : NULL;
}

char *
gw_http_url_host (const char *url)
{
  g_autoptr (GwHttpUrl) parsed = gw_http_url_new (url, NULL);

  return parsed != NULL ? g_steal_pointer (&parsed->host) : NULL;
}
