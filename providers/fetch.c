/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two threads hold a fetch: the one that asked, and the engine's while the request is under way.
 * Letters between them hold a reference each. */
#include "providers/fetch.h"

struct _GwFetch {
  int refs; /* atomic; not a gatomicrefcount, which the thread sanitizer cannot see into */
  GwEngine *engine;
  GwMailbox *box;
  char *url, *accept, *etag, *last_modified;
  GwHttpRequest request;
  /* engine thread */
  GwHttp *http;
  gboolean is_cancelled;
  /* thread of the box */
  GwHttpFunc func; /* NULL: nobody waits any more */
  gpointer data;
};

typedef struct {
  GwFetch *fetch;
  GwHttpResponse response; /* owns its texts */
  GError *error;           /* NULL: there is a response */
} Answer;

static GwFetch *
fetch_ref (GwFetch *fetch)
{
  g_atomic_int_inc (&fetch->refs);
  return fetch;
}

static void
fetch_unref (gpointer data)
{
  GwFetch *fetch = data;

  if (!g_atomic_int_dec_and_test (&fetch->refs))
    return;
  gw_mailbox_unref (fetch->box);
  g_free (fetch->url);
  g_free (fetch->accept);
  g_free (fetch->etag);
  g_free (fetch->last_modified);
  g_free (fetch);
}

static void
answer_free (gpointer data)
{
  Answer *answer = data;

  g_free ((char *)answer->response.url);
  g_free ((char *)answer->response.content_type);
  g_free ((char *)answer->response.etag);
  g_free ((char *)answer->response.last_modified);
  g_clear_pointer (&answer->response.body, g_bytes_unref);
  g_clear_error (&answer->error);
  fetch_unref (answer->fetch);
  g_free (answer);
}

/* --- thread of the box --- */

static void
deliver (gpointer data)
{
  Answer *answer = data;
  GwHttpFunc func = g_steal_pointer (&answer->fetch->func);

  if (func)
    func (answer->error ? NULL : &answer->response, answer->error, answer->fetch->data);
}

/* --- engine's thread --- */

static void
on_http (const GwHttpResponse *response, const GError *error, gpointer data)
{
  GwFetch *fetch = data;
  Answer *answer = g_new0 (Answer, 1);

  fetch->http = NULL; /* frees itself */
  answer->fetch = fetch_ref (fetch);
  if (response) {
    answer->response = (GwHttpResponse){
        .status = response->status,
        .url = g_strdup (response->url),
        .content_type = g_strdup (response->content_type),
        .etag = g_strdup (response->etag),
        .last_modified = g_strdup (response->last_modified),
        .body = response->body ? g_bytes_ref (response->body) : NULL,
    };
  } else {
    answer->error = g_error_copy (error);
  }
  gw_mailbox_put (fetch->box, deliver, answer, answer_free);
  fetch_unref (fetch);
}

static void
begin (gpointer data)
{
  GwFetch *fetch = data;

  if (!fetch->is_cancelled)
    fetch->http = gw_http_start (fetch->engine, &fetch->request, on_http, fetch_ref (fetch));
}

static void
cancel (gpointer data)
{
  GwFetch *fetch = data;

  fetch->is_cancelled = TRUE;
  if (fetch->http == NULL)
    return;
  gw_http_cancel (g_steal_pointer (&fetch->http));
  fetch_unref (fetch);
}

/* --- public --- */

GwFetch *
gw_fetch_start (GwEngine *engine, const GwHttpRequest *request, GwMailbox *box, GwHttpFunc func,
                gpointer data)
{
  g_return_val_if_fail (engine != NULL && request != NULL && box != NULL && func != NULL, NULL);

  GwFetch *fetch = g_new0 (GwFetch, 1);
  fetch->refs = 1;
  fetch->engine = engine;
  fetch->box = gw_mailbox_ref (box);
  fetch->request = *request;
  fetch->request.url = fetch->url = g_strdup (request->url);
  fetch->request.accept = fetch->accept = g_strdup (request->accept);
  fetch->request.etag = fetch->etag = g_strdup (request->etag);
  fetch->request.last_modified = fetch->last_modified = g_strdup (request->last_modified);
  fetch->func = func;
  fetch->data = data;
  gw_engine_post (engine, begin, fetch_ref (fetch), fetch_unref);
  return fetch;
}

void
gw_fetch_free (GwFetch *fetch)
{
  if (fetch == NULL)
    return;
  /* After the answer there is nothing to cancel, and perhaps no engine any more. */
  if (g_steal_pointer (&fetch->func))
    gw_engine_post (fetch->engine, cancel, fetch_ref (fetch), fetch_unref);
  fetch_unref (fetch);
}
