/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dial, drive, deadline. */
#include "net/websocket.h"

#include "base/limits.h"
#include "net/timer.h"

enum { MS = 1000 /* microseconds */ };

struct _GwWebSocket {
  GwEngine *engine;
  GwHttpUrl *url;
  char *domain;
  GwWebSocketFunc func;
  gpointer data;

  GwDial *dial;
  GwDialed dialed; /* the slot; fd is the talk's */
  GwWebSocketTalk *talk;
  GwDrive *drive;
  GSource *begin, *deadline;
  GError *error; /* why there is no talk */
};

static void
websocket_free (GwWebSocket *websocket)
{
  g_clear_pointer (&websocket->dial, gw_dial_cancel);
  gw_timer_stop (&websocket->begin);
  gw_timer_stop (&websocket->deadline);
  g_clear_pointer (&websocket->drive, gw_drive_stop);
  g_clear_pointer (&websocket->talk, gw_websocket_talk_free);
  gw_dialed_clear (&websocket->dialed);
  g_clear_pointer (&websocket->url, gw_http_url_free);
  g_clear_error (&websocket->error);
  g_free (websocket->domain);
  g_free (websocket);
}

void
gw_websocket_cancel (GwWebSocket *websocket)
{
  websocket_free (websocket);
}

/* The connection goes first: whoever is told may want the next one to the same place. */
static void
finish (GwWebSocket *websocket)
{
  GwWebSocketSeen *seen =
      websocket->talk != NULL ? gw_websocket_talk_take_seen (websocket->talk) : NULL;
  g_autoptr (GError) error = g_steal_pointer (&websocket->error);
  GwWebSocketFunc func = websocket->func;
  gpointer data = websocket->data;

  websocket_free (websocket);
  func (seen, seen != NULL ? seen->error : error, data);
}

static gboolean
on_begin (gpointer data)
{
  finish (data);
  return G_SOURCE_REMOVE;
}

static gboolean
on_deadline (gpointer data)
{
  GwWebSocket *websocket = data;

  gw_websocket_talk_fail (websocket->talk, GW_ERROR_TIMEOUT);
  finish (websocket);
  return G_SOURCE_REMOVE;
}

static void
on_driven (GwDriveEnd how, gpointer data)
{
  GwWebSocket *websocket = data;

  if (how == GW_DRIVE_SILENT)
    gw_websocket_talk_fail (websocket->talk, GW_ERROR_TIMEOUT);
  finish (websocket);
}

static GwStep
step (gpointer talk)
{
  return gw_websocket_talk_step (talk);
}

/* The clock began with the first connect(). */
static void
start_talk (GwWebSocket *websocket, SSL *session)
{
  GMainContext *context = gw_engine_context (websocket->engine);
  gint64 left = GW_LIMIT_HTTP_WAIT - websocket->dialed.connect_us / MS;
  int fd = websocket->dialed.fd;

  websocket->dialed.fd = -1;
  websocket->talk = gw_websocket_talk_new (fd, session, websocket->url, websocket->domain);
  websocket->deadline = gw_timer_start (context, (guint)MAX (left, 0), on_deadline, websocket);
  websocket->drive = gw_drive_start (context, fd, step, websocket->talk, on_driven, websocket);
}

static void
on_dialed (GwDialed *dialed, const GError *error, gpointer data)
{
  GwWebSocket *websocket = data;
  GwTls *tls;

  websocket->dial = NULL;
  if (dialed == NULL) {
    websocket->error = g_error_copy (error);
    finish (websocket);
    return;
  }
  websocket->dialed = *dialed;
  tls = gw_engine_tls (websocket->engine, &websocket->error);
  if (tls != NULL)
    start_talk (websocket, gw_tls_session_new (tls, websocket->url->host, GW_ALPN_HTTP));
  else
    finish (websocket);
}

GwWebSocket *
gw_websocket_start (GwEngine *engine, const GwWebSocketPlan *plan, GwWebSocketFunc func,
                    gpointer data)
{
  GwDialPlan way = plan->dial;
  GwWebSocket *websocket;

  g_return_val_if_fail (gw_engine_in_thread (engine) && func != NULL, NULL);
  g_return_val_if_fail (plan->url != NULL && plan->domain != NULL, NULL);

  way.what = "websocket";
  websocket = g_new0 (GwWebSocket, 1);
  websocket->engine = engine;
  websocket->domain = g_strdup (plan->domain);
  websocket->func = func;
  websocket->data = data;
  websocket->dialed.fd = -1;
  websocket->url = gw_http_url_new_wss (plan->url, &websocket->error);
  if (websocket->url == NULL) {
    websocket->begin = gw_timer_start (gw_engine_context (engine), 0, on_begin, websocket);
    return websocket;
  }
  websocket->dial = gw_dial_start_host (engine, websocket->url->host, websocket->url->port, &way,
                                        on_dialed, websocket);
  /* While the resolver works; an error comes up again when it is needed. */
  gw_engine_tls (engine, NULL);
  return websocket;
}
