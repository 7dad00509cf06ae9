/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sockets and timer of libcurl's multi_socket interface as GSources. */
#include "net/http-multi.h"

#include "net/timer.h"

struct _GwHttpMulti {
  GMainContext *context;
  CURLM *curl;
  GSource *timer;
  GHashTable *handles; /* CURL* -> Handle */
};

typedef struct {
  GwHttpMultiFunc func;
  gpointer data;
} Handle;

typedef struct {
  GwHttpMulti *multi;
  GSource *ready;
} Watch;

/* libcurl wants it once per process and in no other thread at the same time. */
static void
initialize_curl (void)
{
  static gsize once;

  if (g_once_init_enter (&once)) {
    CURLcode fault = curl_global_init (CURL_GLOBAL_DEFAULT);

    g_assert (fault == CURLE_OK);
    g_once_init_leave (&once, 1);
  }
}

static void
tell_ended (GwHttpMulti *multi)
{
  CURLMsg *message;
  int left;

  while ((message = curl_multi_info_read (multi->curl, &left)) != NULL) {
    const Handle *handle = g_hash_table_lookup (multi->handles, message->easy_handle);

    if (message->msg == CURLMSG_DONE && handle != NULL)
      handle->func (message->data.result, handle->data); /* may remove this one and others */
  }
}

static void
act (GwHttpMulti *multi, curl_socket_t fd, int what)
{
  int running;

  curl_multi_socket_action (multi->curl, fd, what, &running);
  tell_ended (multi);
}

static gboolean
on_ready (int fd, GIOCondition condition, gpointer data)
{
  Watch *watch = data;
  int what = 0;

  if ((condition & (G_IO_IN | G_IO_HUP)) != 0)
    what |= CURL_CSELECT_IN;
  if ((condition & G_IO_OUT) != 0)
    what |= CURL_CSELECT_OUT;
  if ((condition & (G_IO_ERR | G_IO_NVAL)) != 0)
    what |= CURL_CSELECT_ERR;
  act (watch->multi, fd, what);
  return G_SOURCE_CONTINUE;
}

static void
watch_free (Watch *watch)
{
  gw_timer_stop (&watch->ready);
  g_free (watch);
}

static int
on_socket (CURL *easy, curl_socket_t fd, int what, void *data, void *socket_data)
{
  GwHttpMulti *multi = data;
  Watch *watch = socket_data;
  GIOCondition condition = 0;

  if (what == CURL_POLL_REMOVE) {
    g_clear_pointer (&watch, watch_free);
    return 0;
  }
  if (watch == NULL) {
    watch = g_new0 (Watch, 1);
    watch->multi = multi;
    curl_multi_assign (multi->curl, fd, watch);
  }
  if ((what & CURL_POLL_IN) != 0)
    condition |= G_IO_IN;
  if ((what & CURL_POLL_OUT) != 0)
    condition |= G_IO_OUT;
  gw_timer_stop (&watch->ready);
  watch->ready = gw_watch_start (multi->context, fd, condition, on_ready, watch);
  return 0;
}

static gboolean
on_time (gpointer data)
{
  GwHttpMulti *multi = data;

  gw_timer_stop (&multi->timer);
  act (multi, CURL_SOCKET_TIMEOUT, 0);
  return G_SOURCE_REMOVE;
}

/* -1: no more. */
static int
on_timer (CURLM *curl, long ms, void *data)
{
  GwHttpMulti *multi = data;

  gw_timer_stop (&multi->timer);
  if (ms >= 0)
    multi->timer = gw_timer_start (multi->context, (guint)MIN (ms, G_MAXINT), on_time, multi);
  return 0;
}

GwHttpMulti *
gw_http_multi_new (GMainContext *context)
{
  GwHttpMulti *multi = g_new0 (GwHttpMulti, 1);

  initialize_curl ();
  multi->context = g_main_context_ref (context);
  multi->handles = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  multi->curl = curl_multi_init ();
  g_assert (multi->curl != NULL);
  curl_multi_setopt (multi->curl, CURLMOPT_SOCKETFUNCTION, on_socket);
  curl_multi_setopt (multi->curl, CURLMOPT_SOCKETDATA, multi);
  curl_multi_setopt (multi->curl, CURLMOPT_TIMERFUNCTION, on_timer);
  curl_multi_setopt (multi->curl, CURLMOPT_TIMERDATA, multi);
  return multi;
}

void
gw_http_multi_free (GwHttpMulti *multi)
{
  g_warn_if_fail (g_hash_table_size (multi->handles) == 0);

  curl_multi_cleanup (multi->curl);
  gw_timer_stop (&multi->timer);
  g_hash_table_unref (multi->handles);
  g_main_context_unref (multi->context);
  g_free (multi);
}

void
gw_http_multi_add (GwHttpMulti *multi, CURL *easy, GwHttpMultiFunc func, gpointer data)
{
  Handle *handle = g_new (Handle, 1);

  *handle = (Handle){func, data};
  g_hash_table_insert (multi->handles, easy, handle);
  /* Fails only for a handle that is in use. */
  curl_multi_add_handle (multi->curl, easy);
}

void
gw_http_multi_remove (GwHttpMulti *multi, CURL *easy)
{
  curl_multi_remove_handle (multi->curl, easy);
  g_hash_table_remove (multi->handles, easy);
}
