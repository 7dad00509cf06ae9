/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A stream with a login (RFC 6120 sections 6 and 7) and the message to oneself. libstrophe shows
 * nothing between the connection and the end of the login: no features, no certificate, no reason
 * of a failure. The certificate is looked at in the loop, between two steps, before anything is
 * sent after the handshake; the rest is read from its debug log, of which nothing is kept. */
#include "account/strophe-private.h"
#include "base/i18n.h"
#include "base/limits.h"

#define ANSWERS_MAX 16 /* a login takes about ten */
#define RECEIVED    "RECV: "

/* Mechanisms that the server does not like here say nothing about the password: libstrophe goes on
 * to the next one. All others end the try, above all the one with the wrong password. */
static void
on_failure (GwStrophe *self, GwXml *failure)
{
  static const char *const next_please[] = {"invalid-mechanism", "mechanism-too-weak", NULL};
  GwXml *child = gw_xml_first (failure);
  const char *condition = child ? gw_xml_name (child) : "";

  if (g_strv_contains (next_please, condition))
    return;
  self->refused = strcmp (condition, "not-authorized") == 0;
  gw_strophe_fail (self, GW_ERROR_LOGIN_REFUSED, self->refused ? NULL : condition);
}

static void
on_element (GwStrophe *self, GwXml *element)
{
  if (gw_xml_is (element, "failure", XMPP_NS_SASL))
    on_failure (self, element);
  else if (gw_xml_is (element, "proceed", XMPP_NS_TLS))
    self->tls_tried = TRUE;
  else if (strcmp (gw_xml_name (element), "features") == 0 && !xmpp_conn_is_secured (self->conn) &&
           gw_xml_child (element, "starttls", XMPP_NS_TLS) == NULL)
    gw_strophe_fail (self, GW_ERROR_NO_TLS, NULL);
}

/* In the conversation's thread, as soon as an element has come and before libstrophe acts on it. */
static void
on_log (void *data, xmpp_log_level_t level, const char *area, const char *message)
{
  GwStrophe *self = data;

  if (self->ready || !g_str_has_prefix (message, RECEIVED "<"))
    return;
  if (self->patience > 0) {
    self->patience--;
    gw_watchdog_arm (self->watchdog, GW_LIMIT_ACCOUNT_WAIT);
  }
  g_autoptr (GwXml) element = gw_xml_parse (message + strlen (RECEIVED), -1, NULL);
  if (element)
    on_element (self, element);
}

static const char *
condition_of (const xmpp_stream_error_t *stream_error)
{
  switch (stream_error->type) {
  case XMPP_SE_HOST_GONE:
    return "host-gone";
  case XMPP_SE_HOST_UNKNOWN:
    return "host-unknown";
  case XMPP_SE_IMPROPER_ADDR:
    return "improper-addressing";
  default:
    return stream_error->text ? stream_error->text : "stream error";
  }
}

static void
on_event (xmpp_conn_t *conn, xmpp_conn_event_t event, int error, xmpp_stream_error_t *stream_error,
          void *data)
{
  GwStrophe *self = data;

  if (event == XMPP_CONN_CONNECT) {
    self->ready = TRUE;
    return;
  }
  if (stream_error)
    gw_strophe_fail_stream (self, condition_of (stream_error));
  self->ended = TRUE;
}

static char *
make_full_jid (const GwJid *jid)
{
  g_autofree char *address = gw_jid_to_string (jid);

  return g_strdup_printf ("%s/gangway-%08x", address, g_random_int ());
}

static GwStrophe *
login_once (GwEngine *engine, const GwJid *jid, GwSecret *password, GwDialWant want,
            GCancellable *cancel, gboolean *direct_failed, gboolean *refused, GError **error)
{
  g_autoptr (GwStrophe) self = gw_strophe_new (engine, jid->domain, want, on_log, cancel, error);

  if (self == NULL)
    return NULL;
  g_autofree char *full = make_full_jid (jid);
  gboolean direct = self->tls_tried = gw_relay_direct_tls (self->relay);
  self->patience = ANSWERS_MAX;
  xmpp_conn_set_jid (self->conn, full);
  xmpp_conn_set_pass (self->conn, gw_secret_peek (password));
  xmpp_conn_set_flags (self->conn, XMPP_CONN_FLAG_MANDATORY_TLS | XMPP_CONN_FLAG_DISABLE_SM |
                                       (direct ? XMPP_CONN_FLAG_LEGACY_SSL : 0));
  if (xmpp_connect_client (self->conn, GW_STROPHE_HOST, gw_relay_port (self->relay), on_event,
                           self) != XMPP_EOK) {
    gw_error_set (error, GW_ERROR_CONNECT_FAILED, jid->domain, "libstrophe");
    return NULL;
  }
  if (gw_strophe_run (self, &self->ready, error))
    return g_steal_pointer (&self);
  *refused = self->refused;
  *direct_failed = direct && !self->judged;
  return NULL;
}

GwStrophe *
gw_strophe_login (GwEngine *engine, const GwJid *jid, GwSecret *password, GCancellable *cancel,
                  gboolean *refused, GError **error)
{
  g_return_val_if_fail (engine != NULL && jid != NULL && password != NULL, NULL);

  gboolean direct_failed = FALSE;
  g_autoptr (GError) fault = NULL;
  GwStrophe *self =
      login_once (engine, jid, password, GW_DIAL_ANY, cancel, &direct_failed, refused, &fault);

  if (self == NULL && direct_failed && gw_strophe_may_try_starttls (fault))
    return login_once (engine, jid, password, GW_DIAL_STARTTLS, cancel, &direct_failed, refused,
                       error);
  if (self == NULL)
    g_propagate_error (error, g_steal_pointer (&fault));
  return self;
}

/* --- the message to oneself --------------------------------------------------------------------
 */

static int
on_message (xmpp_conn_t *conn, xmpp_stanza_t *stanza, void *data)
{
  GwStrophe *self = data;
  const char *own = xmpp_conn_get_bound_jid (conn);

  if (g_strcmp0 (xmpp_stanza_get_id (stanza), self->echo_id) != 0)
    return 1;
  if (g_strcmp0 (xmpp_stanza_get_type (stanza), "error") == 0)
    gw_strophe_fail (self, GW_ERROR_NO_ECHO, _ ("it was refused"));
  else if (g_strcmp0 (xmpp_stanza_get_from (stanza), own) == 0)
    self->echoed = TRUE;
  return 1;
}

/* XEP-0334, XEP-0280 section 6: nobody has to read this one later, or on another device. */
static void
add_hint (xmpp_stanza_t *message, const char *name, const char *ns)
{
  xmpp_stanza_t *hint = xmpp_stanza_new (xmpp_stanza_get_context (message));

  xmpp_stanza_set_name (hint, name);
  xmpp_stanza_set_ns (hint, ns);
  xmpp_stanza_add_child (message, hint);
  xmpp_stanza_release (hint);
}

gboolean
gw_strophe_echo (GwStrophe *self, GError **error)
{
  g_return_val_if_fail (self != NULL && self->echo_id == NULL, FALSE);

  gw_strophe_enter (self);
  self->echo_id = g_uuid_string_random ();
  /* To the full address: it needs no presence, and reaches no other device. */
  xmpp_stanza_t *message =
      xmpp_message_new (self->ctx, "chat", xmpp_conn_get_bound_jid (self->conn), self->echo_id);
  xmpp_message_set_body (message, _ ("Gangway checks that messages arrive."));
  add_hint (message, "no-store", "urn:xmpp:hints");
  add_hint (message, "no-copy", "urn:xmpp:hints");
  add_hint (message, "private", "urn:xmpp:carbons:2");
  xmpp_handler_add (self->conn, on_message, NULL, "message", NULL, self);
  xmpp_send (self->conn, message);
  xmpp_stanza_release (message);

  g_autoptr (GError) fault = NULL;
  if (gw_strophe_run (self, &self->echoed, &fault))
    return TRUE;
  if (gw_error_code (fault) == GW_ERROR_TIMEOUT)
    gw_error_set (error, GW_ERROR_NO_ECHO, self->domain, NULL);
  else
    g_propagate_error (error, g_steal_pointer (&fault));
  return FALSE;
}
