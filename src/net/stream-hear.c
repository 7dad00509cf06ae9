/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a server says on its streams, written into the report: RFC 6120 sections 4.3, 4.9 and 5.4.
 */
#include "net/stream-hear.h"

#include "base/limits.h"
#include "net/stream-error.h"

enum { GREETING_SHOWN = 40 };

void
gw_hearing_end (GwHearing *hearing, GwErrorCode code, const char *detail)
{
  if (hearing->ended)
    return;
  gw_error_set (&hearing->report->error, code, hearing->domain, detail);
  hearing->ended = TRUE;
}

/* A stream that has shown its features has served its purpose: how it ends after that is the
 * server's affair (some end it when asked for a form that they do not give). */
static void
end_by_server (GwHearing *hearing, GwErrorCode code, const char *detail)
{
  if (hearing->report->features != NULL)
    hearing->ended = TRUE;
  else
    gw_hearing_end (hearing, code, detail);
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
  GwHearing *hearing = data;

  if (!gw_xml_is (header, "stream", GW_NS_STREAM)) {
    gw_hearing_end (hearing, GW_ERROR_NOT_XMPP, gw_xml_name (header));
    return;
  }
  copy_attribute (&hearing->report->stream_from, header, "from");
  copy_attribute (&hearing->report->stream_id, header, "id");
  copy_attribute (&hearing->report->stream_version, header, "version");
}

static void
on_plain_features (GwHearing *hearing, GwXml *features)
{
  const GwXml *starttls = gw_xml_child (features, "starttls", GW_NS_TLS);
  GwStreamReport *report = hearing->report;

  if (report->plain_features != NULL)
    return;
  report->plain_features = gw_xml_ref (features);
  report->starttls_offered = starttls != NULL;
  report->starttls_required =
      starttls != NULL && gw_xml_child (starttls, "required", GW_NS_TLS) != NULL;
  if (starttls == NULL)
    gw_hearing_end (hearing, GW_ERROR_NO_TLS, NULL);
}

static void
on_proceed (GwHearing *hearing)
{
  hearing->may_proceed = TRUE;
  hearing->clear_end = gw_xml_parser_stanza_end (hearing->parser);
}

static void
on_plain_stanza (GwHearing *hearing, GwXml *stanza)
{
  if (gw_xml_is (stanza, "features", GW_NS_STREAM))
    on_plain_features (hearing, stanza);
  else if (gw_xml_is (stanza, "proceed", GW_NS_TLS))
    on_proceed (hearing);
  else if (gw_xml_is (stanza, "failure", GW_NS_TLS))
    gw_hearing_end (hearing, GW_ERROR_NO_TLS, "STARTTLS failure");
}

/* Nothing else was asked, so the id need not be looked at: some servers leave it out. */
static gboolean
is_form_reply (const GwHearing *hearing, const GwXml *stanza)
{
  const char *type = gw_xml_attribute (stanza, "type");

  return hearing->report->form_asked && hearing->report->form_reply == NULL &&
         gw_xml_is (stanza, "iq", GW_NS_CLIENT) &&
         (g_strcmp0 (type, "result") == 0 || g_strcmp0 (type, "error") == 0);
}

static void
on_secure_stanza (GwHearing *hearing, GwXml *stanza)
{
  GwStreamReport *report = hearing->report;

  if (gw_xml_is (stanza, "features", GW_NS_STREAM) && report->features == NULL) {
    report->features = gw_xml_ref (stanza);
    report->features_us = g_get_monotonic_time () - hearing->started;
  } else if (is_form_reply (hearing, stanza)) {
    report->form_reply = gw_xml_ref (stanza);
  }
  if (report->features != NULL && (!report->form_asked || report->form_reply != NULL))
    hearing->ended = TRUE;
}

static void
on_stream_error (GwHearing *hearing, const GwXml *error)
{
  const char *condition;
  GwErrorCode code = gw_stream_error_read (error, &condition);

  g_free (hearing->report->end_condition);
  hearing->report->end_condition = g_strdup (condition);
  end_by_server (hearing, code, condition);
}

static void
on_stanza (GwXml *stanza, gpointer data)
{
  GwHearing *hearing = data;

  if (hearing->ended || hearing->may_proceed)
    return;
  if (gw_xml_is (stanza, "error", GW_NS_STREAM))
    on_stream_error (hearing, stanza);
  else if (hearing->secure)
    on_secure_stanza (hearing, stanza);
  else
    on_plain_stanza (hearing, stanza);
}

static void
on_closed (gpointer data)
{
  GwHearing *hearing = data;

  if (!hearing->ended && !hearing->may_proceed)
    end_by_server (hearing, GW_ERROR_HANGUP, NULL);
}

static const GwXmlHandler handler = {on_opened, on_stanza, on_closed};

void
gw_hearing_open (GwHearing *hearing, gboolean secure)
{
  g_clear_pointer (&hearing->parser, gw_xml_parser_free);
  hearing->parser = gw_xml_parser_new (&handler, hearing);
  hearing->secure = secure;
  hearing->may_proceed = FALSE;
  hearing->fed = 0;
  hearing->is_markup = FALSE;
}

/* FALSE for a server of another kind, which tends to say so in its first line. */
static gboolean
check_first_bytes (GwHearing *hearing, const char *bytes, gsize length)
{
  gsize at = 0;

  if (hearing->is_markup)
    return TRUE;
  while (at < length && g_ascii_isspace (bytes[at]))
    at++;
  if (at == length)
    return TRUE;
  if (bytes[at] != '<') {
    g_autofree char *greeting = g_utf8_make_valid (bytes, (gssize)MIN (length, GREETING_SHOWN));

    gw_hearing_end (hearing, GW_ERROR_NOT_XMPP, greeting);
    return FALSE;
  }
  hearing->is_markup = TRUE;
  return TRUE;
}

static void
keep_bytes (GwHearing *hearing, const char *bytes, gsize length)
{
  GString **kept = hearing->secure ? &hearing->report->secure_in : &hearing->report->plain_in;

  if (*kept == NULL)
    *kept = g_string_sized_new (length);
  g_string_append_len (*kept, bytes, (gssize)MIN (length, GW_LIMIT_KEPT_STREAM - (*kept)->len));
}

void
gw_hearing_take (GwHearing *hearing, const char *bytes, gsize length)
{
  g_autoptr (GError) error = NULL;

  hearing->report->bytes_in += length;
  hearing->fed += length;
  keep_bytes (hearing, bytes, length);
  if (!check_first_bytes (hearing, bytes, length))
    return;
  if (!gw_xml_parser_feed (hearing->parser, bytes, length, &error) && !hearing->may_proceed)
    gw_hearing_end (hearing, gw_error_code (error), gw_xml_parser_reason (hearing->parser));
}

void
gw_hearing_clear (GwHearing *hearing)
{
  g_clear_pointer (&hearing->parser, gw_xml_parser_free);
}

GwStreamReport *
gw_stream_report_new (void)
{
  return g_new0 (GwStreamReport, 1);
}

static void
hear (GwHearing *hearing, GBytes *bytes, gboolean secure)
{
  gsize length;
  const char *start = bytes != NULL ? g_bytes_get_data (bytes, &length) : NULL;

  if (start == NULL)
    return;
  gw_hearing_open (hearing, secure);
  gw_hearing_take (hearing, start, length);
}

void
gw_stream_report_hear (GwStreamReport *report, const char *domain, GBytes *plain, GBytes *secure)
{
  GwHearing hearing = {.report = report, .domain = domain};

  hear (&hearing, plain, FALSE);
  hear (&hearing, secure, TRUE);
  gw_hearing_clear (&hearing);
}

static void
free_bytes (GString *bytes)
{
  if (bytes != NULL)
    g_string_free (bytes, TRUE);
}

void
gw_stream_report_free (GwStreamReport *report)
{
  if (report == NULL)
    return;
  g_free (report->stream_from);
  g_free (report->stream_id);
  g_free (report->stream_version);
  g_free (report->end_condition);
  gw_xml_unref (report->plain_features);
  gw_xml_unref (report->features);
  gw_tls_evidence_free (report->tls);
  gw_xml_unref (report->form_reply);
  free_bytes (report->plain_in);
  free_bytes (report->secure_in);
  g_clear_error (&report->error);
  g_free (report);
}
