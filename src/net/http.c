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
http_free (GwHttp *http)
{
  g_clear_pointer (&http->dial, gw_dial_cancel);
  g_clear_pointer (&http->transfer, gw_http_transfer_free);
  gw_timer_stop (&http->begin);
  gw_timer_stop (&http->deadline);
  g_clear_pointer (&http->url, gw_http_url_free);
  g_clear_error (&http->error);
  g_free ((char *)http->request.accept);
  g_free ((char *)http->request.etag);
  g_free ((char *)http->request.last_modified);
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
  g_autoptr (GError) error = g_steal_pointer (&http->error);
  GwHttpFunc func = http->func;
  gpointer data = http->data;

  http_free (http);
  func (NULL, error, data);
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
  if (location != NULL)
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
  const GwDialPlan plan = {.purpose = http->request.purpose, .what = "web"};

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
  http->request = (GwHttpRequest){
      .purpose = request->purpose,
      .max_bytes = request->max_bytes,
      .wait_ms = request->wait_ms != 0 ? request->wait_ms : GW_LIMIT_HTTP_WAIT,
      .accept = g_strdup (request->accept),
      .etag = g_strdup (request->etag),
      .last_modified = g_strdup (request->last_modified),
  };
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

char *
gw_http_url_host (const char *url)
{
  g_autoptr (GwHttpUrl) parsed = gw_http_url_new (url, NULL);

  return parsed != NULL ? g_steal_pointer (&parsed->host) : NULL;
}
