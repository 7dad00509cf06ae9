/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A question is posted, the answer read when it says what it is. */
#include "net/doh.h"

#include "base/error.h"
#include "base/limits.h"
#include "net/dns-message.h"
#include "net/timer.h"

#define MEDIA_TYPE "application/dns-message" /* RFC 8484 section 6 */

enum { HTTP_OK = 200 };

struct _GwDoh {
  GwEngine *engine;
  char *url, *host;
  GPtrArray *pending; /* GwDohQuestion */
};

GwDoh *
gw_doh_new (GwEngine *engine, const char *url, GError **error)
{
  char *host = gw_http_url_host (url);
  GwDoh *doh;

  if (host == NULL) {
    gw_error_set (error, GW_ERROR_BAD_URL, url, NULL);
    return NULL;
  }
  doh = g_new0 (GwDoh, 1);
  doh->engine = engine;
  doh->url = g_strdup (url);
  doh->host = host;
  doh->pending = g_ptr_array_new ();
  return doh;
}

void
gw_doh_free (GwDoh *doh)
{
  if (doh == NULL)
    return;
  while (doh->pending->len > 0)
    gw_doh_question_cancel (doh->pending->pdata[0]);
  g_ptr_array_unref (doh->pending);
  g_free (doh->url);
  g_free (doh->host);
  g_free (doh);
}

const char *
gw_doh_host (const GwDoh *doh)
{
  return doh->host;
}

/* The question's memory may be gone when its function returns. */
static void
finish (GwDohQuestion *question)
{
  GwDnsRecords *records = g_steal_pointer (&question->records);
  GwDnsAskFunc func = question->func;
  gpointer data = question->data;

  gw_doh_question_cancel (question);
  func (records, data);
}

static gboolean
on_refusal (gpointer question)
{
  finish (question);
  return G_SOURCE_REMOVE;
}

static gboolean
is_message (const GwHttpResponse *response)
{
  gsize length = strlen (MEDIA_TYPE);

  return response->status == HTTP_OK && response->body != NULL && response->content_type != NULL &&
         g_ascii_strncasecmp (response->content_type, MEDIA_TYPE, length) == 0 &&
         strchr ("; \t", response->content_type[length]) != NULL;
}

static void
on_response (const GwHttpResponse *response, const GError *error, gpointer data)
{
  GwDohQuestion *question = data;

  question->http = NULL;
  if (response != NULL && is_message (response))
    gw_dns_message_read (response->body, question->records);
  finish (question);
}

void
gw_doh_ask (GwDoh *doh, GwDohQuestion *question, const char *name, GwDnsType type,
            GwDnsAskFunc func, gpointer data)
{
  g_autoptr (GBytes) query = gw_dns_message_query (name, type);
  const GwHttpRequest request = {.url = doh->url,
                                 .method = GW_HTTP_POST,
                                 .purpose = GW_PURPOSE_NAMES,
                                 .max_bytes = GW_LIMIT_DOH_MESSAGE,
                                 .wait_ms = GW_LIMIT_DOH_WAIT,
                                 .accept = MEDIA_TYPE,
                                 .body = query,
                                 .content_type = MEDIA_TYPE};

  g_return_if_fail (question->doh == NULL && func != NULL);

  *question = (GwDohQuestion){
      .doh = doh, .records = gw_dns_records_new (name, type), .func = func, .data = data};
  g_ptr_array_add (doh->pending, question);
  if (query != NULL)
    question->http = gw_http_start (doh->engine, &request, on_response, question);
  else
    question->refusal = gw_timer_start (gw_engine_context (doh->engine), 0, on_refusal, question);
}

void
gw_doh_question_cancel (GwDohQuestion *question)
{
  if (question->doh == NULL)
    return;
  g_ptr_array_remove_fast (question->doh->pending, question);
  g_clear_pointer (&question->http, gw_http_cancel);
  gw_timer_stop (&question->refusal);
  g_clear_pointer (&question->records, gw_dns_records_free);
  question->doh = NULL;
}
