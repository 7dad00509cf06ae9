/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a server says on its WebSocket: RFC 6455 sections 4 and 5, RFC 7395 section 3. */
#include "net/websocket-hear.h"

#include <openssl/rand.h>

#include "base/jid.h"
#include "base/limits.h"
#include "net/stream-error.h"

#define NS_FRAMING   "urn:ietf:params:xml:ns:xmpp-framing"
#define NS_STREAM    "http://etherx.jabber.org/streams"
#define HTTP         "HTTP/"
#define CLOSE_STREAM "<close xmlns='" NS_FRAMING "'/>"

enum { CONTINUE = 100, OK = 200, SWITCHING = 101 };

/* --- what is said ------------------------------------------------------------------------------
 */

static void
say (GwWebSocketHearing *hearing, GwFrameKind kind, const char *bytes, gsize length)
{
  guint32 mask = 0;

  RAND_bytes ((guint8 *)&mask, sizeof mask);
  gw_frame_append (hearing->out, kind, bytes, length, mask);
}

void
gw_websocket_hearing_begin (GwWebSocketHearing *hearing, const GwHttpUrl *url)
{
  g_autofree char *request = gw_upgrade_request (url, hearing->seen->key);

  g_string_append (hearing->out, request);
}

/* An XMPP address holds the letters themselves, not their form for DNS (RFC 7622 section 3.2). */
static void
say_open (GwWebSocketHearing *hearing)
{
  g_autofree char *shown = gw_domain_display (hearing->domain);
  g_autofree char *to = gw_xml_escape (shown != NULL ? shown : hearing->domain);
  g_autofree char *open =
      g_strdup_printf ("<open xmlns='" NS_FRAMING "' to='%s' version='1.0' xml:lang='en'/>", to);

  say (hearing, GW_FRAME_TEXT, open, strlen (open));
}

void
gw_websocket_hearing_bid_farewell (GwWebSocketHearing *hearing)
{
  if (hearing->reader == NULL || hearing->is_leaving)
    return;
  hearing->is_leaving = TRUE;
  say (hearing, GW_FRAME_TEXT, CLOSE_STREAM, strlen (CLOSE_STREAM));
  say (hearing, GW_FRAME_CLOSE, GW_FRAME_CLOSE_NORMAL, strlen (GW_FRAME_CLOSE_NORMAL));
}

/* --- what is heard -----------------------------------------------------------------------------
 */

void
gw_websocket_hearing_end (GwWebSocketHearing *hearing, GwErrorCode code, const char *detail)
{
  if (hearing->ended)
    return;
  /* The web server is there, and knows nothing of the domain. */
  gw_error_set (&hearing->seen->error, code,
                code == GW_ERROR_WRONG_HOST ? hearing->domain : hearing->host, detail);
  hearing->ended = TRUE;
}

static void
on_open (GwWebSocketSeen *seen, const GwXml *open)
{
  if (seen->opened)
    return;
  seen->opened = TRUE;
  seen->from = g_strdup (gw_xml_attribute (open, "from"));
  seen->id = g_strdup (gw_xml_attribute (open, "id"));
  seen->version = g_strdup (gw_xml_attribute (open, "version"));
}

/* RFC 7395 section 3.6.1. */
static void
on_close_stream (GwWebSocketHearing *hearing, const GwXml *close)
{
  hearing->seen->see_other = g_strdup (gw_xml_attribute (close, "see-other-uri"));
  gw_websocket_hearing_end (hearing, GW_ERROR_HANGUP,
                            hearing->seen->see_other != NULL ? "see-other-uri" : NULL);
}

static void
on_features (GwWebSocketHearing *hearing, GwXml *features)
{
  if (!hearing->seen->opened) {
    gw_websocket_hearing_end (hearing, GW_ERROR_NOT_XMPP, "features before <open/>");
    return;
  }
  hearing->seen->features = gw_xml_ref (features);
  hearing->seen->features_us = g_get_monotonic_time () - hearing->started;
  hearing->ended = TRUE;
}

static void
on_stream_error (GwWebSocketHearing *hearing, const GwXml *stream_error)
{
  const char *condition;
  GwErrorCode code = gw_stream_error_read (stream_error, &condition);

  gw_websocket_hearing_end (hearing, code, condition);
}

/* Each message is a whole document (RFC 7395 section 3.3). */
static void
on_text (GwWebSocketHearing *hearing, const GwFrame *frame)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GwXml) element = gw_xml_parse (frame->bytes, (gssize)frame->length, &error);

  if (element == NULL)
    gw_websocket_hearing_end (hearing, gw_error_code (error), NULL);
  else if (gw_xml_is (element, "open", NS_FRAMING))
    on_open (hearing->seen, element);
  else if (gw_xml_is (element, "close", NS_FRAMING))
    on_close_stream (hearing, element);
  else if (gw_xml_is (element, "features", NS_STREAM))
    on_features (hearing, element);
  else if (gw_xml_is (element, "error", NS_STREAM))
    on_stream_error (hearing, element);
}

static void
on_close_frame (GwWebSocketHearing *hearing, const GwFrame *frame)
{
  g_autofree char *code =
      frame->close_code != 0 ? g_strdup_printf ("close code %u", frame->close_code) : NULL;

  hearing->is_leaving = TRUE;
  say (hearing, GW_FRAME_CLOSE, frame->bytes, MIN (frame->length, 2));
  gw_websocket_hearing_end (hearing, GW_ERROR_HANGUP, code);
}

static void
on_frame (GwWebSocketHearing *hearing, const GwFrame *frame)
{
  switch (frame->kind) {
  case GW_FRAME_TEXT:
    on_text (hearing, frame);
    break;
  case GW_FRAME_BINARY:
    gw_websocket_hearing_end (hearing, GW_ERROR_NOT_XMPP, "binary message");
    break;
  case GW_FRAME_CLOSE:
    on_close_frame (hearing, frame);
    break;
  case GW_FRAME_PING:
    say (hearing, GW_FRAME_PONG, frame->bytes, frame->length);
    break;
  case GW_FRAME_PONG:
    break;
  }
}

static void
take_frames (GwWebSocketHearing *hearing, const char *bytes, gsize length)
{
  g_autoptr (GError) error = NULL;
  GwFrameState state = GW_FRAME_READ;
  GwFrame frame;

  gw_frame_reader_feed (hearing->reader, bytes, length);
  while (!hearing->ended && state == GW_FRAME_READ) {
    state = gw_frame_reader_next (hearing->reader, hearing->host, &frame, &error);
    if (state == GW_FRAME_READ)
      on_frame (hearing, &frame);
  }
  if (state == GW_FRAME_BROKEN) {
    hearing->seen->error = g_steal_pointer (&error);
    hearing->ended = TRUE;
  }
}

/* The answer to the request stands. */
static void
judge_upgrade (GwWebSocketHearing *hearing)
{
  const GwUpgrade *upgrade = &hearing->seen->upgrade;
  g_autofree char *status = g_strdup_printf ("status %d", upgrade->status);

  hearing->seen->upgrade_us = g_get_monotonic_time () - hearing->started;
  if (upgrade->status != SWITCHING)
    gw_websocket_hearing_end (hearing, GW_ERROR_HTTP_STATUS,
                              upgrade->status != 0 ? status : "not HTTP");
  else if (!upgrade->upgraded)
    gw_websocket_hearing_end (hearing, GW_ERROR_HTTP_STATUS, "not upgraded to a WebSocket");
  else if (!upgrade->accept_ok)
    gw_websocket_hearing_end (hearing, GW_ERROR_HTTP_STATUS, "Sec-WebSocket-Accept");
  else
    hearing->reader = gw_frame_reader_new ();
  /* RFC 7395 section 3.1: then it must be closed, which is said in frames. */
  if (hearing->reader != NULL && !upgrade->protocol_ok)
    gw_websocket_hearing_end (hearing, GW_ERROR_NOT_XMPP, "Sec-WebSocket-Protocol");
  else if (hearing->reader != NULL)
    say_open (hearing);
}

/* TRUE: there is a head, and what stands behind it may be looked at. */
static gboolean
take_head (GwWebSocketHearing *hearing)
{
  GString *head = hearing->head;
  gsize length = gw_upgrade_head_length (head->str, head->len);
  GwUpgrade *upgrade = &hearing->seen->upgrade;

  if (strncmp (head->str, HTTP, MIN (head->len, strlen (HTTP))) != 0)
    gw_websocket_hearing_end (hearing, GW_ERROR_HTTP_STATUS, "not HTTP");
  else if (length > GW_LIMIT_HTTP_HEADER || (length == 0 && head->len > GW_LIMIT_HTTP_HEADER))
    gw_websocket_hearing_end (hearing, GW_ERROR_TOO_LARGE, NULL);
  if (hearing->ended || length == 0)
    return FALSE;
  gw_upgrade_judge (head->str, length, hearing->seen->key, upgrade);
  g_string_erase (head, 0, (gssize)length);
  /* Anything below 200 but a switch announces the real answer (RFC 9110 section 15.2). */
  if (upgrade->status < CONTINUE || upgrade->status >= OK || upgrade->status == SWITCHING) {
    judge_upgrade (hearing);
    return !hearing->ended;
  }
  gw_upgrade_clear (upgrade);
  return TRUE;
}

static void
keep_bytes (GString *in, const char *bytes, gsize length)
{
  g_string_append_len (in, bytes, (gssize)MIN (length, GW_LIMIT_KEPT_STREAM - in->len));
}

void
gw_websocket_hearing_take (GwWebSocketHearing *hearing, const char *bytes, gsize length)
{
  g_return_if_fail (hearing->seen->key != NULL);

  hearing->seen->bytes_in += length;
  keep_bytes (hearing->seen->in, bytes, length);
  /* Also of heads that only announce another one. */
  if (hearing->seen->bytes_in > GW_LIMIT_XML_STREAM)
    gw_websocket_hearing_end (hearing, GW_ERROR_TOO_LARGE, NULL);
  if (hearing->ended)
    return;
  if (hearing->reader != NULL) {
    take_frames (hearing, bytes, length);
    return;
  }
  if (hearing->head == NULL)
    hearing->head = g_string_new (NULL);
  g_string_append_len (hearing->head, bytes, (gssize)length);
  while (hearing->reader == NULL && take_head (hearing))
    ;
  if (hearing->reader != NULL && !hearing->ended)
    take_frames (hearing, hearing->head->str, hearing->head->len);
}

void
gw_websocket_hearing_clear (GwWebSocketHearing *hearing)
{
  if (hearing->head != NULL)
    g_string_free (hearing->head, TRUE);
  gw_frame_reader_free (hearing->reader);
  *hearing = (GwWebSocketHearing){0};
}

GwWebSocketSeen *
gw_websocket_seen_new (void)
{
  GwWebSocketSeen *seen = g_new0 (GwWebSocketSeen, 1);

  seen->in = g_string_new (NULL);
  return seen;
}

void
gw_websocket_seen_free (GwWebSocketSeen *seen)
{
  if (seen == NULL)
    return;
  g_free (seen->key);
  gw_upgrade_clear (&seen->upgrade);
  g_free (seen->from);
  g_free (seen->id);
  g_free (seen->version);
  g_free (seen->see_other);
  gw_xml_unref (seen->features);
  gw_tls_evidence_free (seen->tls);
  g_string_free (seen->in, TRUE);
  g_clear_error (&seen->error);
  g_free (seen);
}
