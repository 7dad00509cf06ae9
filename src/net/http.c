/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From an URL to an answer: dial, ask, and the same again wherever a redirect leads, until one
 * deadline; and then the next question. */
#include "net/http.h"

#include "base/error.h"
#include "base/limits.h"
#include "net/dial.h"
#include "net/http-connection.h"
#include "net/http-transfer.h"
#include "net/http-url.h"
#include "net/timer.h"

enum { MS = 1000 /* microseconds */ };

typedef struct {
  GwHttpRequest request; /* with strings of its own; `url` is not kept */
  GwHttpUrl *url;        /* where it leads; NULL: there is no question */
  GwHttpFunc func;
  gpointer data;
} Question;

struct _GwHttp {
  GwEngine *engine;
  Question asked, next;
  gboolean is_telling; /* inside a function of the caller's */

  guint n_redirects;
  GwDial *dial;
  GwHttpConnection *connection; /* to where `asked` leads */
  gboolean is_used;             /* it has served a question before */
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
question_clear (Question *question)
{
  request_clear (&question->request);
  g_clear_pointer (&question->url, gw_http_url_free);
}

/* The connection after the transfer, which borrows it. */
static void
hang_up (GwHttp *http)
{
  g_clear_pointer (&http->transfer, gw_http_transfer_free);
  g_clear_pointer (&http->connection, gw_http_connection_free);
}

static void
http_free (GwHttp *http)
{
  g_clear_pointer (&http->dial, gw_dial_cancel);
  hang_up (http);
  gw_timer_stop (&http->begin);
  gw_timer_stop (&http->deadline);
  g_clear_error (&http->error);
  question_clear (&http->asked);
  question_clear (&http->next);
  g_free (http);
}

void
gw_http_cancel (GwHttp *http)
{
  if (http->is_telling)
    question_clear (&http->next);
  else
    http_free (http);
}

static void ask (GwHttp *http);

static void
ask_next (GwHttp *http)
{
  g_clear_pointer (&http->transfer, gw_http_transfer_free);
  question_clear (&http->asked);
  http->asked = http->next;
  http->next = (Question){0};
  http->n_redirects = 0;
  gw_timer_stop (&http->deadline);
  ask (http);
}

static void
tell (GwHttp *http, const GwHttpResponse *response)
{
  http->is_telling = TRUE;
  http->asked.func (response, http->error, http->asked.data);
  http->is_telling = FALSE;
  if (http->next.url != NULL)
    ask_next (http);
  else
    http_free (http);
}

static void
finish_failed (GwHttp *http)
{
  tell (http, NULL);
}

static void
finish (GwHttp *http)
{
  g_autoptr (GBytes) body = NULL;
  GwHttpResponse response = {.url = http->asked.url->text};

  gw_http_transfer_read (http->transfer, &response);
  body = response.body;
  tell (http, &response);
}

static gboolean
on_deadline (gpointer data)
{
  GwHttp *http = data;

  gw_error_set (&http->error, GW_ERROR_TIMEOUT, http->asked.url->host, NULL);
  finish_failed (http);
  return G_SOURCE_REMOVE;
}

static gboolean
is_same_place (const GwHttpUrl *one, const GwHttpUrl *other)
{
  return one->port == other->port && g_str_equal (one->host, other->host);
}

static void
follow (GwHttp *http, const char *location)
{
  GwHttpUrl *next;

  if (++http->n_redirects > GW_LIMIT_HTTP_REDIRECTS) {
    gw_error_set (&http->error, GW_ERROR_HTTP_LOOP, http->asked.url->host, NULL);
    finish_failed (http);
    return;
  }
  next = gw_http_url_new (location, &http->error);
  if (next == NULL) {
    finish_failed (http);
    return;
  }
  g_clear_pointer (&http->transfer, gw_http_transfer_free);
  if (!is_same_place (next, http->asked.url))
    hang_up (http);
  gw_http_url_free (http->asked.url);
  http->asked.url = next;
  ask (http);
}

static void dial (GwHttp *http);

static void
on_transferred (const GError *error, gpointer data)
{
  GwHttp *http = data;
  const char *location;

  if (error != NULL && http->is_used && gw_http_transfer_is_lost (http->transfer)) {
    dial (http);
    return;
  }
  if (error != NULL) {
    http->error = g_error_copy (error);
    finish_failed (http);
    return;
  }
  location = gw_http_transfer_location (http->transfer);
  if (location != NULL && http->asked.request.method == GW_HTTP_GET)
    follow (http, location);
  else
    finish (http);
}

/* The clock began with the first connect(), `since_us` ago. */
static void
start_clock (GwHttp *http, gint64 since_us)
{
  gint64 left = http->asked.request.wait_ms - since_us / MS;

  if (http->deadline == NULL)
    http->deadline =
        gw_timer_start (gw_engine_context (http->engine), (guint)MAX (left, 0), on_deadline, http);
}

static void
transfer (GwHttp *http)
{
  http->transfer = gw_http_transfer_start (http->engine, http->asked.url, &http->asked.request,
                                           http->connection, on_transferred, http);
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
  start_clock (http, dialed->connect_us);
  http->connection = gw_http_connection_new (http->engine, dialed, &http->error);
  if (http->connection == NULL)
    finish_failed (http);
  else
    transfer (http);
}

static void
dial (GwHttp *http)
{
  const GwHttpRequest *request = &http->asked.request;
  const GwHttpUrl *url = http->asked.url;
  const GwDialPlan plan = {.purpose = request->purpose, .what = "web", .budget = request->budget};

  hang_up (http);
  http->is_used = FALSE;
  http->dial = gw_dial_start_host (http->engine, url->host, url->port, &plan, on_dialed, http);
}

static void
ask (GwHttp *http)
{
  if (http->connection == NULL || !gw_http_connection_is_open (http->connection)) {
    dial (http);
    return;
  }
  http->is_used = TRUE;
  start_clock (http, 0);
  transfer (http);
}

static gboolean
on_begin (gpointer data)
{
  finish_failed (data);
  return G_SOURCE_REMOVE;
}

/* `url` NULL: there is none. */
static Question
question_new (const GwHttpRequest *request, GwHttpUrl *url, GwHttpFunc func, gpointer data)
{
  Question question = {.url = url, .func = func, .data = data};

  request_copy (request, &question.request);
  return question;
}

GwHttp *
gw_http_start (GwEngine *engine, const GwHttpRequest *request, GwHttpFunc func, gpointer data)
{
  GwHttp *http;

  g_return_val_if_fail (gw_engine_in_thread (engine) && func != NULL, NULL);
  g_return_val_if_fail (request->url != NULL && request->max_bytes > 0, NULL);

  http = g_new0 (GwHttp, 1);
  http->engine = engine;
  http->asked = question_new (request, gw_http_url_new (request->url, &http->error), func, data);
  if (http->asked.url == NULL) {
    http->begin = gw_timer_start (gw_engine_context (engine), 0, on_begin, http);
    return http;
  }
  dial (http);
  /* While the resolver works; an error comes up again when it is needed. */
  gw_engine_tls (engine, NULL);
  return http;
}

gboolean
gw_http_again (GwHttp *http, const GwHttpRequest *request, GwHttpFunc func, gpointer data)
{
  g_autoptr (GwHttpUrl) url = NULL;

  g_return_val_if_fail (http != NULL && http->is_telling && func != NULL, FALSE);
  g_return_val_if_fail (request->url != NULL && request->max_bytes > 0, FALSE);

  if (http->error != NULL || http->next.url != NULL ||
      request->purpose != http->asked.request.purpose)
    return FALSE;
  url = gw_http_url_new (request->url, NULL);
  if (url == NULL || !is_same_place (url, http->asked.url))
    return FALSE;
  http->next = question_new (request, g_steal_pointer (&url), func, data);
  return TRUE;
}

const GwTlsEvidence *
gw_http_evidence (const GwHttp *http)
{
  g_return_val_if_fail (http != NULL, NULL);

  return http->connection != NULL ? gw_http_connection_evidence (http->connection) : NULL;
}

char *
gw_http_url_host (const char *url)
{
  g_autoptr (GwHttpUrl) parsed = gw_http_url_new (url, NULL);

  return parsed != NULL ? g_steal_pointer (&parsed->host) : NULL;
}
