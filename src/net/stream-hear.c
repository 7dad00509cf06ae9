/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a server says on its streams, written into the report: RFC 6120 sections 4.3, 4.9 and 5.4.
 */
#include "net/stream-private.h"

#define NS_STREAM_ERRORS "urn:ietf:params:xml:ns:xmpp-streams"

/* A stream that has shown its features has served its purpose: how it ends after that is the
 * server's affair (some end it when asked for a form that they do not give). */
static void
end_by_server (GwStream *stream, GwErrorCode code, const char *detail)
{
  if (stream->report.features != NULL)
    gw_stream_finish (stream);
  else
    gw_stream_refuse (stream, code, detail);
}

static void
copy_attribute (char **to, const GwXml *header, const char *name)
{
  g_free (*to);
  *to = g_strdup (gw_xml_attribute (header, name));
}

static void
on_opened (const GwXml *header, gpointer data)
{
  GwStream *stream = data;

  if (!gw_xml_is (header, "stream", GW_NS_STREAM)) {
    gw_stream_refuse (stream, GW_ERROR_NOT_XMPP, gw_xml_name (header));
    return;
  }
  copy_attribute (&stream->report.stream_from, header, "from");
  copy_attribute (&stream->report.stream_id, header, "id");
  copy_attribute (&stream->report.stream_version, header, "version");
}

static void
on_plain_features (GwStream *stream, GwXml *features)
{
  const GwXml *starttls = gw_xml_child (features, "starttls", GW_NS_TLS);

  if (stream->report.plain_features != NULL)
    return;
  stream->report.plain_features = gw_xml_ref (features);
  stream->report.starttls_offered = starttls != NULL;
  stream->report.starttls_required =
      starttls != NULL && gw_xml_child (starttls, "required", GW_NS_TLS) != NULL;
  if (starttls == NULL)
    gw_stream_refuse (stream, GW_ERROR_NO_TLS, NULL);
}

static void
on_proceed (GwStream *stream)
{
  stream->may_proceed = TRUE;
  stream->clear_end = gw_xml_parser_stanza_end (stream->parser);
}

static void
on_plain_stanza (GwStream *stream, GwXml *stanza)
{
  if (gw_xml_is (stanza, "features", GW_NS_STREAM))
    on_plain_features (stream, stanza);
  else if (gw_xml_is (stanza, "proceed", GW_NS_TLS))
    on_proceed (stream);
  else if (gw_xml_is (stanza, "failure", GW_NS_TLS))
    gw_stream_refuse (stream, GW_ERROR_NO_TLS, "STARTTLS failure");
}

/* Nothing else was asked, so the id need not be looked at: some servers leave it out. */
static gboolean
is_form_reply (const GwStream *stream, const GwXml *stanza)
{
  const char *type = gw_xml_attribute (stanza, "type");

  return stream->want_form && stream->report.form_reply == NULL &&
         gw_xml_is (stanza, "iq", GW_NS_CLIENT) &&
         (g_strcmp0 (type, "result") == 0 || g_strcmp0 (type, "error") == 0);
}

static void
on_secure_stanza (GwStream *stream, GwXml *stanza)
{
  GwStreamReport *report = &stream->report;

  if (gw_xml_is (stanza, "features", GW_NS_STREAM) && report->features == NULL) {
    report->features = gw_xml_ref (stanza);
    report->features_us = g_get_monotonic_time () - stream->started;
  } else if (is_form_reply (stream, stanza)) {
    report->form_reply = gw_xml_ref (stanza);
  }
  if (report->features != NULL && (!stream->want_form || report->form_reply != NULL))
    gw_stream_finish (stream);
}

static const char *
stream_condition (const GwXml *error)
{
  const GwXml *child = gw_xml_first (error);

  while (child != NULL &&
         (!gw_xml_is (child, NULL, NS_STREAM_ERRORS) || gw_xml_is (child, "text", NULL)))
    child = gw_xml_next (child);
  return child != NULL ? gw_xml_name (child) : NULL;
}

static void
on_stream_error (GwStream *stream, const GwXml *error)
{
  static const char *const wrong_host[] = {"host-unknown", "host-gone", "improper-addressing"};
  const char *condition = stream_condition (error);
  GwErrorCode code = GW_ERROR_STREAM;

  for (gsize i = 0; i < G_N_ELEMENTS (wrong_host); i++)
    if (g_strcmp0 (condition, wrong_host[i]) == 0)
      code = GW_ERROR_WRONG_HOST;
  end_by_server (stream, code, condition);
}

static void
on_stanza (GwXml *stanza, gpointer data)
{
  GwStream *stream = data;

  if (stream->state == GW_STREAM_ENDED || stream->may_proceed)
    return;
  if (gw_xml_is (stanza, "error", GW_NS_STREAM))
    on_stream_error (stream, stanza);
  else if (stream->state == GW_STREAM_PLAIN)
    on_plain_stanza (stream, stanza);
  else
    on_secure_stanza (stream, stanza);
}

static void
on_closed (gpointer data)
{
  GwStream *stream = data;

  if (stream->state != GW_STREAM_ENDED && !stream->may_proceed)
    end_by_server (stream, GW_ERROR_HANGUP, NULL);
}

const GwXmlHandler gw_stream_handler = {on_opened, on_stanza, on_closed};
