/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A stream without a login, by libstrophe's raw connection: STARTTLS by hand (RFC 6120 section 5)
 * or direct TLS (XEP-0368), the certificate judged before the secured stream is opened. */
#include "account/strophe-private.h"

/* ejabberd without registration ends the stream on being asked for a form, as on anything else that
 * is said before a login. */
static void
fail (GwStrophe *self, const char *condition)
{
  if (self->judged && strcmp (condition, "not-authorized") == 0)
    gw_strophe_fail (self, GW_ERROR_REFUSED_CLOSED, NULL);
  else
    gw_strophe_fail_stream (self, condition);
}

static int
on_stream_error (xmpp_conn_t *conn, xmpp_stanza_t *stanza, void *data)
{
  for (xmpp_stanza_t *child = xmpp_stanza_get_children (stanza); child;
       child = xmpp_stanza_get_next (child)) {
    const char *name = xmpp_stanza_get_name (child);
    if (name && strcmp (name, "text") != 0 &&
        g_strcmp0 (xmpp_stanza_get_ns (child), XMPP_NS_STREAMS_IETF) == 0)
      fail (data, name);
  }
  gw_strophe_fail_stream (data, "undefined-condition"); /* unless one was there */
  return 1;
}

/* Secures the line and opens the stream that counts. */
static void
secure (GwStrophe *self)
{
  self->tls_tried = TRUE;
  if (xmpp_conn_tls_start (self->conn) != XMPP_EOK || !gw_strophe_judge (self)) {
    xmpp_disconnect (self->conn);
    return;
  }
  xmpp_conn_open_stream_default (self->conn);
  gw_strophe_send (self, self->first_type, self->domain, self->first_payload);
}

static int
on_starttls (xmpp_conn_t *conn, xmpp_stanza_t *stanza, void *data)
{
  if (g_strcmp0 (xmpp_stanza_get_name (stanza), "proceed") == 0)
    secure (data);
  else
    gw_strophe_fail (data, GW_ERROR_NO_TLS, NULL);
  return 0;
}

static void
ask_for_tls (GwStrophe *self)
{
  xmpp_stanza_t *request = xmpp_stanza_new (self->ctx);

  xmpp_stanza_set_name (request, "starttls");
  xmpp_stanza_set_ns (request, XMPP_NS_TLS);
  xmpp_handler_add (self->conn, on_starttls, XMPP_NS_TLS, NULL, NULL, self);
  xmpp_send (self->conn, request);
  xmpp_stanza_release (request);
}

static int
on_features (xmpp_conn_t *conn, xmpp_stanza_t *stanza, void *data)
{
  GwStrophe *self = data;

  if (self->judged)
    self->ready = TRUE;
  else if (xmpp_stanza_get_child_by_name_and_ns (stanza, "starttls", XMPP_NS_TLS))
    ask_for_tls (self);
  else
    gw_strophe_fail (self, GW_ERROR_NO_TLS, NULL);
  return 0;
}

static void
on_event (xmpp_conn_t *conn, xmpp_conn_event_t event, int error, xmpp_stream_error_t *stream_error,
          void *data)
{
  GwStrophe *self = data;

  switch (event) {
  case XMPP_CONN_RAW_CONNECT:
    if (gw_relay_direct_tls (self->relay))
      secure (self);
    else
      xmpp_conn_open_stream_default (conn);
    break;
  case XMPP_CONN_CONNECT: /* a stream was opened, before and after TLS */
    xmpp_handler_add (conn, on_stream_error, XMPP_NS_STREAMS, "error", NULL, self);
    xmpp_handler_add (conn, on_features, XMPP_NS_STREAMS, "features", NULL, self);
    break;
  case XMPP_CONN_DISCONNECT:
  case XMPP_CONN_FAIL:
  default:
    self->ended = TRUE;
  }
}

static GwStrophe *
open_once (GwEngine *engine, const char *domain, const char *type, const char *payload,
           GwDialWant want, GCancellable *cancel, gboolean *direct_failed, GError **error)
{
  g_autoptr (GwStrophe) self = gw_strophe_new (engine, domain, want, NULL, cancel, error);

  if (self == NULL)
    return NULL;
  self->first_type = type;
  self->first_payload = payload;
  xmpp_conn_set_jid (self->conn, domain);
  if (xmpp_connect_raw (self->conn, GW_STROPHE_HOST, gw_relay_port (self->relay), on_event, self) !=
      XMPP_EOK) {
    gw_error_set (error, GW_ERROR_CONNECT_FAILED, domain, "libstrophe");
    return NULL;
  }
  if (gw_strophe_run (self, &self->ready, error))
    return g_steal_pointer (&self);
  *direct_failed = gw_relay_direct_tls (self->relay) && !self->judged;
  return NULL;
}

GwStrophe *
gw_strophe_open (GwEngine *engine, const char *domain, const char *type, const char *payload,
                 GCancellable *cancel, GError **error)
{
  g_return_val_if_fail (engine != NULL && domain != NULL && type != NULL && payload != NULL, NULL);

  gboolean direct_failed = FALSE;
  g_autoptr (GError) fault = NULL;
  GwStrophe *self =
      open_once (engine, domain, type, payload, GW_DIAL_ANY, cancel, &direct_failed, &fault);

  if (self == NULL && direct_failed && gw_strophe_may_try_starttls (fault))
    return open_once (engine, domain, type, payload, GW_DIAL_STARTTLS, cancel, &direct_failed,
                      error);
  if (self == NULL)
    g_propagate_error (error, g_steal_pointer (&fault));
  return self;
}
