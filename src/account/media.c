/* SPDX-License-Identifier: GPL-3.0-or-later */
/* By the stream where the server has it, by https where it only says where. */
#include "account/media.h"

#include <pthread.h>

#include "base/limits.h"
#include "net/bob.h"
#include "net/contacts.h"
#include "net/http.h"
#include "net/web-page.h"

/* --- by https, from this thread through the engine's -------------------------------------------
 */

typedef struct {
  GwEngine *engine;
  const char *url;
  gsize max_bytes;
  GwHttp *http; /* engine thread; NULL: not begun, or over */
  pthread_mutex_t lock;
  pthread_cond_t changed;
  gboolean over; /* under the lock */
  GBytes *body;  /* NULL: nothing whole came */
} Fetch;

static void
settle (Fetch *fetch, GBytes *body)
{
  fetch->http = NULL;
  pthread_mutex_lock (&fetch->lock);
  fetch->over = TRUE;
  fetch->body = body;
  pthread_cond_signal (&fetch->changed);
  pthread_mutex_unlock (&fetch->lock);
}

static void
on_answer (const GwHttpResponse *response, const GError *error, gpointer data)
{
  settle (data, response && response->status == 200 ? g_bytes_ref (response->body) : NULL);
}

static void
start (gpointer data)
{
  Fetch *fetch = data;
  const GwHttpRequest request = {
      .url = fetch->url,
      .method = GW_HTTP_GET,
      .purpose = GW_PURPOSE_ACCOUNT,
      .max_bytes = fetch->max_bytes,
      .accept = "image/png, image/jpeg, audio/*",
  };

  fetch->http = gw_http_start (fetch->engine, &request, on_answer, fetch);
}

/* Runs after start(), and before the waiting thread goes on. */
static void
stop (gpointer data)
{
  Fetch *fetch = data;

  if (fetch->http == NULL)
    return;
  gw_http_cancel (fetch->http);
  settle (fetch, NULL);
}

static void
on_cancelled (GCancellable *cancel, gpointer data)
{
  gw_engine_post (((Fetch *)data)->engine, stop, data, NULL);
}

static void
nothing (gpointer data)
{
  settle (data, NULL);
}

/* Whatever was posted for this fetch has run by now: the engine keeps the order. */
static void
flush (Fetch *fetch)
{
  GBytes *body = fetch->body;

  fetch->over = FALSE;
  gw_engine_post (fetch->engine, nothing, fetch, NULL);
  pthread_mutex_lock (&fetch->lock);
  while (!fetch->over)
    pthread_cond_wait (&fetch->changed, &fetch->lock);
  pthread_mutex_unlock (&fetch->lock);
  fetch->body = body;
}

static GBytes *
fetch_https (GwEngine *engine, const char *url, gsize max_bytes, GCancellable *cancel)
{
  Fetch fetch = {.engine = engine, .url = url, .max_bytes = max_bytes};

  pthread_mutex_init (&fetch.lock, NULL);
  pthread_cond_init (&fetch.changed, NULL);
  gw_engine_post (engine, start, &fetch, NULL);
  gulong handler =
      cancel ? g_cancellable_connect (cancel, G_CALLBACK (on_cancelled), &fetch, NULL) : 0;
  pthread_mutex_lock (&fetch.lock);
  while (!fetch.over)
    pthread_cond_wait (&fetch.changed, &fetch.lock);
  pthread_mutex_unlock (&fetch.lock);
  if (cancel)
    g_cancellable_disconnect (cancel, handler);
  flush (&fetch);
  pthread_cond_destroy (&fetch.changed);
  pthread_mutex_destroy (&fetch.lock);
  return fetch.body;
}

/* --- all media of a form -----------------------------------------------------------------------
 */

static GBytes *
fetch_bob (GwStrophe *strophe, const char *cid)
{
  g_autofree char *question = gw_bob_question (cid);
  g_autoptr (GwXml) answer = gw_strophe_ask (strophe, "get", question, NULL);

  return answer ? gw_bob_parse (answer, cid, NULL) : NULL;
}

static void
fetch_medium (GwMedium *medium, GwStrophe *strophe, GwEngine *engine, const char *domain,
              GCancellable *cancel)
{
  gsize max = medium->kind == GW_MEDIUM_SOUND ? GW_LIMIT_SOUND : GW_LIMIT_PICTURE;
  g_autoptr (GBytes) bytes = NULL;

  if (medium->cid && gw_strophe_is_open (strophe))
    bytes = fetch_bob (strophe, medium->cid);
  if (bytes && gw_medium_take (medium, bytes, NULL))
    return;
  g_clear_pointer (&bytes, g_bytes_unref);
  if (medium->url && gw_web_page_is_of (medium->url, domain))
    bytes = fetch_https (engine, medium->url, max, cancel);
  if (bytes)
    gw_medium_take_from_web (medium, bytes, NULL);
}

void
gw_media_fetch (GwForm *form, GwStrophe *strophe, GwEngine *engine, const char *domain,
                GCancellable *cancel)
{
  g_return_if_fail (form != NULL && strophe != NULL && engine != NULL && domain != NULL);

  guint left = GW_LIMIT_MEDIA;

  for (guint i = 0; i < form->fields->len; i++) {
    GwField *field = g_ptr_array_index (form->fields, i);
    GwMedium *media[] = {field->picture, field->sound};
    for (guint k = 0; k < G_N_ELEMENTS (media); k++)
      if (media[k] && media[k]->bytes == NULL && left > 0) {
        left--;
        fetch_medium (media[k], strophe, engine, domain, cancel);
      }
  }
}
