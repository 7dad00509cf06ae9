/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What every conversation over libstrophe 0.12 needs: a context of its own, the loop with its
 * limits, questions and answers, and the orderly end. */
#include <linux/tcp.h> /* not netinet/tcp.h: its struct tcp_info is an old one */
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <sys/select.h>
#include <sys/socket.h>

#include "account/strophe-private.h"
#include "base/limits.h"

#define SLICE_MS 50 /* libstrophe cannot be woken: so long a cancel may go unseen */
#define IDLE_READS                                                                                 \
  8 /* more than one TLS record holds: what OpenSSL has read, poll() cannot see                    \
     */
/* Ciphertext, certificates and handshakes come on top of what the parser may see. */
#define RECEIVED_MAX (GW_LIMIT_XML_STREAM + 64 * 1024)

/* libstrophe passes no data to two of its callbacks. */
static _Thread_local GwStrophe *current;

void
gw_strophe_enter (GwStrophe *self)
{
  current = self;
}

GwStrophe *
gw_strophe_current (void)
{
  return current;
}

/* libstrophe remembers for ever the first context that made a parser, and gives it to expat for its
 * memory: that one must outlive all others, and must not be chosen by two threads at once. */
static void
initialize (void)
{
  static gsize done;

  if (!g_once_init_enter (&done))
    return;
  xmpp_initialize ();
  xmpp_conn_new (xmpp_ctx_new (&gw_strophe_memory, NULL));
  /* It writes with plain send(): a server that leaves must not end the program. */
  signal (SIGPIPE, SIG_IGN);
  g_once_init_leave (&done, 1);
}

void
gw_strophe_fail (GwStrophe *self, GwErrorCode code, const char *detail)
{
  if (self->error == NULL)
    gw_error_set (&self->error, code, self->domain, detail);
}

void
gw_strophe_fail_stream (GwStrophe *self, const char *condition)
{
  static const char *const unknown_host[] = {"host-unknown", "host-gone", "improper-addressing",
                                             NULL};

  gw_strophe_fail (
      self, g_strv_contains (unknown_host, condition) ? GW_ERROR_WRONG_HOST : GW_ERROR_STREAM,
      condition);
}

gboolean
gw_strophe_may_try_starttls (const GError *fault)
{
  switch (gw_error_code (fault)) {
  case GW_ERROR_CONNECT_REFUSED:
  case GW_ERROR_CONNECT_FAILED:
  case GW_ERROR_TIMEOUT:
  case GW_ERROR_HANGUP:
  case GW_ERROR_TLS_FAILED:
    return TRUE;
  default:
    return FALSE;
  }
}

/* --- making and ending -------------------------------------------------------------------------
 */

static int
on_socket (xmpp_conn_t *conn, void *sock)
{
  current->fd = *(int *)sock;
  int yes = 1;
  setsockopt (current->fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  /* select() of a greater number would abort the program. */
  return current->fd < FD_SETSIZE ? 0 : -1;
}

static void
cut_relay (gpointer data)
{
  gw_relay_close (((GwStrophe *)data)->relay);
}

static void
on_cancelled (GCancellable *cancel, gpointer data)
{
  cut_relay (data);
}

GwStrophe *
gw_strophe_new (GwEngine *engine, const char *domain, GwDialWant want, xmpp_log_handler log,
                GCancellable *cancel, GError **error)
{
  initialize ();
  GwRelay *relay = gw_relay_open (engine, domain, want, cancel, error);
  if (relay == NULL)
    return NULL;

  GwStrophe *self = g_new0 (GwStrophe, 1);
  const char *ca_file = gw_engine_profile (engine)->ca_file;
  self->domain = g_strdup (domain);
  self->relay = relay;
  self->fd = -1;
  self->log = (xmpp_log_t){log, self};
  gw_strophe_enter (self);
  gw_strophe_memory_begin ();
  self->ctx = xmpp_ctx_new (&gw_strophe_memory, log ? &self->log : NULL);
  self->conn = xmpp_conn_new (self->ctx);
  xmpp_conn_set_sockopt_callback (self->conn, on_socket);
  xmpp_conn_set_certfail_handler (self->conn, gw_strophe_on_bad_certificate);
  if (ca_file)
    xmpp_conn_set_cafile (self->conn, ca_file);
  self->watchdog = gw_watchdog_new (cut_relay, self);
  if (cancel) {
    self->cancel = g_object_ref (cancel);
    self->cancel_handler = g_cancellable_connect (cancel, G_CALLBACK (on_cancelled), self, NULL);
  }
  return self;
}

/* "</stream:stream>", without waiting for the server's own. */
static void
say_goodbye (GwStrophe *self)
{
  if (!gw_strophe_is_open (self))
    return;
  xmpp_disconnect (self->conn);
  xmpp_run_once (self->ctx, 0);
}

void
gw_strophe_free (GwStrophe *self)
{
  if (self == NULL)
    return;
  gw_strophe_enter (self);
  say_goodbye (self);
  if (self->cancel)
    g_cancellable_disconnect (self->cancel, self->cancel_handler);
  g_clear_object (&self->cancel);
  gw_watchdog_free (self->watchdog);
  xmpp_conn_release (self->conn);
  xmpp_ctx_free (self->ctx);
  gw_strophe_enter (NULL);
  gw_relay_free (self->relay);
  gw_xml_unref (self->answer);
  g_clear_error (&self->error);
  g_free (self->echo_id);
  g_free (self->domain);
  g_free (self);
}

gboolean
gw_strophe_is_open (const GwStrophe *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->ready && !self->ended && self->error == NULL;
}

/* --- the loop ----------------------------------------------------------------------------------
 */

static void
check_amount (GwStrophe *self)
{
  struct tcp_info info = {0};
  socklen_t size = sizeof info;

  if (gw_strophe_memory_is_too_much () ||
      (!self->ended && getsockopt (self->fd, IPPROTO_TCP, TCP_INFO, &info, &size) == 0 &&
       info.tcpi_bytes_received > RECEIVED_MAX))
    gw_strophe_fail (self, GW_ERROR_TOO_LARGE, NULL);
}

/* What libstrophe sends from here on goes to the server of the domain, or does not go. */
static void
check_certificate (GwStrophe *self)
{
  if (!self->ended && !self->judged && xmpp_conn_is_secured (self->conn))
    gw_strophe_judge (self);
}

static gboolean
is_cancelled (const GwStrophe *self)
{
  return self->cancel && g_cancellable_is_cancelled (self->cancel);
}

/* Why the conversation is over. */
static void
explain (GwStrophe *self, GError **error)
{
  if (is_cancelled (self))
    gw_error_set (error, GW_ERROR_CANCELLED, self->domain, NULL);
  else if (self->error)
    g_propagate_error (error, g_error_copy (self->error));
  else if (gw_watchdog_has_barked (self->watchdog))
    gw_error_set (error, GW_ERROR_TIMEOUT, self->domain, NULL);
  else if (self->tls_tried && !self->judged)
    gw_error_set (error, GW_ERROR_TLS_FAILED, self->domain, NULL);
  else
    gw_error_set (error, GW_ERROR_HANGUP, self->domain, NULL);
}

gboolean
gw_strophe_run (GwStrophe *self, const gboolean *flag, GError **error)
{
  gw_strophe_enter (self);
  gw_watchdog_arm (self->watchdog, GW_LIMIT_ACCOUNT_WAIT);
  while (!*flag && !self->ended && self->error == NULL && !is_cancelled (self)) {
    /* Sends what is queued, then waits and reads once: between two calls nothing leaves. */
    xmpp_run_once (self->ctx, SLICE_MS);
    check_certificate (self);
    check_amount (self);
  }
  gw_watchdog_disarm (self->watchdog);
  if (*flag)
    return TRUE;
  explain (self, error);
  return FALSE;
}

gboolean
gw_strophe_idle (GwStrophe *self, int wake)
{
  g_return_val_if_fail (self != NULL, FALSE);

  gw_strophe_enter (self);
  while (gw_strophe_is_open (self)) {
    struct pollfd fds[] = {{.fd = wake, .events = POLLIN}, {.fd = self->fd, .events = POLLIN}};
    for (int i = 0; i < IDLE_READS && !self->ended; i++)
      xmpp_run_once (self->ctx, 0);
    check_amount (self);
    if (gw_strophe_is_open (self) && poll (fds, G_N_ELEMENTS (fds), -1) > 0 && fds[0].revents != 0)
      return TRUE;
  }
  return FALSE;
}

/* --- question and answer -----------------------------------------------------------------------
 */

static GwXml *
parse_stanza (GwStrophe *self, xmpp_stanza_t *stanza, const char *before, const char *after)
{
  char *text = NULL;
  size_t length;

  if (xmpp_stanza_to_text (stanza, &text, &length) != XMPP_EOK)
    return NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) whole = g_string_sized_new (length + strlen (before) + strlen (after));
  g_string_append_printf (whole, "%s%s%s", before, text, after);
  xmpp_free (self->ctx, text);
  GwXml *xml = gw_xml_parse (whole->str, (gssize)whole->len, &error);
  if (xml == NULL)
    gw_strophe_fail (self, gw_error_code (error), NULL);
  return xml;
}

GwXml *
gw_strophe_to_xml (GwStrophe *self, xmpp_stanza_t *stanza, gboolean only_error)
{
  if (!only_error)
    return parse_stanza (self, stanza, "", "");
  xmpp_stanza_t *child = xmpp_stanza_get_child_by_name (stanza, "error");
  return child ? parse_stanza (self, child, "<iq type='error'>", "</iq>")
               : gw_xml_parse ("<iq type='error'/>", -1, NULL);
}

static int
on_answer (xmpp_conn_t *conn, xmpp_stanza_t *stanza, void *data)
{
  GwStrophe *self = data;
  const char *type = xmpp_stanza_get_type (stanza);
  gboolean is_error = g_strcmp0 (type, "error") == 0;

  if (!is_error && g_strcmp0 (type, "result") != 0)
    return 1;
  self->answer = gw_strophe_to_xml (self, stanza, is_error && self->asks_set);
  self->answered = self->answer != NULL;
  return 0;
}

/* The request holds the password: wipe it. Made at once, since growing leaves pieces behind. `to`
 * "": to one's own account. */
static char *
compose_iq (const char *type, const char *id, const char *to, const char *payload)
{
  static const char format[] = "<iq xmlns='jabber:client' type='%s' id='%s'%s%s%s>%s</iq>";
  static const char before[] = " to='", after[] = "'";
  gboolean has_to = *to != '\0';
  gsize size = sizeof format + sizeof before + sizeof after + strlen (type) + strlen (id) +
               strlen (to) + strlen (payload);
  char *text = g_malloc (size);

  g_snprintf (text, size, format, type, id, has_to ? before : "", to, has_to ? after : "", payload);
  return text;
}

gboolean
gw_strophe_send (GwStrophe *self, const char *type, const char *to, const char *payload)
{
  g_autofree char *id = g_uuid_string_random ();
  char *text = compose_iq (type, id, to, payload);
  xmpp_stanza_t *stanza = xmpp_stanza_new_from_string (self->ctx, text);

  gw_wipe_free (text);
  if (stanza == NULL) {
    gw_strophe_fail (self, GW_ERROR_FAILED, "no stanza");
    return FALSE;
  }
  self->asks_set = strcmp (type, "set") == 0;
  self->answered = FALSE;
  g_clear_pointer (&self->answer, gw_xml_unref);
  xmpp_id_handler_add (self->conn, on_answer, id, self);
  xmpp_send (self->conn, stanza);
  xmpp_stanza_release (stanza);
  return TRUE;
}

void
gw_strophe_presence (GwStrophe *self, const char *type, const char *address, const char *payload)
{
  g_return_if_fail (self != NULL && type != NULL && address != NULL);

  gw_strophe_enter (self);
  g_autofree char *to = gw_xml_escape (address);
  g_autofree char *text = g_strdup_printf ("<presence xmlns='jabber:client' type='%s' to='%s'>%s"
                                           "</presence>",
                                           type, to, payload ? payload : "");
  xmpp_stanza_t *stanza = xmpp_stanza_new_from_string (self->ctx, text);
  if (stanza == NULL)
    return;
  xmpp_send (self->conn, stanza);
  xmpp_stanza_release (stanza);
}

GwXml *
gw_strophe_await (GwStrophe *self, GError **error)
{
  g_return_val_if_fail (self != NULL, NULL);

  return gw_strophe_run (self, &self->answered, error) ? g_steal_pointer (&self->answer) : NULL;
}

GwXml *
gw_strophe_ask (GwStrophe *self, const char *type, const char *payload, GError **error)
{
  g_return_val_if_fail (self != NULL && type != NULL && payload != NULL, NULL);

  gw_strophe_enter (self);
  gw_strophe_send (self, type, self->domain, payload);
  return gw_strophe_await (self, error);
}

GwXml *
gw_strophe_ask_own (GwStrophe *self, const char *type, const char *payload, GError **error)
{
  g_return_val_if_fail (self != NULL && type != NULL && payload != NULL, NULL);

  gw_strophe_enter (self);
  gw_strophe_send (self, type, "", payload);
  return gw_strophe_await (self, error);
}
