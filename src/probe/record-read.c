/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From JSON back to what was seen. Everything may be missing or of another type. */
#include <string.h>

#include "base/error.h"
#include "base/jid.h"
#include "base/limits.h"
#include "net/stream-hear.h"
#include "net/tls-evidence.h"
#include "probe/record.h"

/* --- values; what is not there is NULL, 0 or FALSE --- */

static const char *
peek_text (const json_t *object, const char *key)
{
  return json_string_value (json_object_get (object, key));
}

/* For tables of names, in which "" is none. */
static const char *
peek_name (const json_t *object, const char *key)
{
  const char *name = peek_text (object, key);

  return name != NULL ? name : "";
}

static char *
take_text (const json_t *object, const char *key)
{
  return g_strdup (peek_text (object, key));
}

static gboolean
take_yes (const json_t *object, const char *key)
{
  return json_is_true (json_object_get (object, key));
}

static gint64
take_number (const json_t *object, const char *key)
{
  return json_integer_value (json_object_get (object, key));
}

static GBytes *
decode (const json_t *coded)
{
  const char *text = json_string_value (coded);
  gsize length = 0;
  guchar *bytes = text != NULL ? g_base64_decode (text, &length) : NULL;

  return bytes != NULL ? g_bytes_new_take (bytes, length) : NULL;
}

/* Of put_bytes(): one of two names. */
static GBytes *
take_bytes (const json_t *object, const char *key)
{
  g_autofree char *coded = g_strconcat (key, "-base64", NULL);
  const json_t *text = json_object_get (object, key);

  if (json_is_string (text))
    return g_bytes_new (json_string_value (text), json_string_length (text));
  return decode (json_object_get (object, coded));
}

static GError *
take_error (const json_t *object, const char *domain)
{
  const json_t *value = json_object_get (object, "error");
  const char *name = peek_text (value, "code"), *text = peek_text (value, "text");
  GError *error = NULL;
  int code = GW_ERROR_FAILED;

  if (!json_is_object (value))
    return NULL;
  for (int row = 0; row < GW_N_ERRORS; row++)
    if (g_strcmp0 (gw_error_name (row), name) == 0)
      code = row;
  if (text != NULL)
    return g_error_new_literal (GW_ERROR, code, text);
  gw_error_set (&error, code, domain, NULL);
  return error;
}

/* --- TLS --- */

static GPtrArray *
take_ders (const json_t *tls)
{
  GPtrArray *ders = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);
  const json_t *chain = json_object_get (tls, "chain-base64"), *coded;
  size_t at;

  json_array_foreach (chain, at, coded)
  {
    GBytes *der = decode (coded);
    if (der != NULL)
      g_ptr_array_add (ders, der);
  }
  return ders;
}

static GwTlsEvidence *
take_tls (const json_t *object)
{
  const json_t *value = json_object_get (object, "tls"), *fault;
  g_autoptr (GPtrArray) ders = take_ders (value);
  size_t at;

  if (!json_is_object (value))
    return NULL;
  GwTlsEvidence *tls = gw_tls_evidence_new_from_chain ((GBytes *const *)ders->pdata, ders->len);
  if (tls == NULL)
    return NULL;
  tls->version = take_text (value, "version");
  tls->cipher = take_text (value, "cipher");
  tls->group = take_text (value, "group");
  tls->alpn = take_text (value, "alpn");
  json_array_foreach (json_object_get (value, "verify-errors"), at, fault)
  {
    int code = (int)json_integer_value (fault);
    if (at < GW_LIMIT_NAMES)
      g_array_append_val (tls->verify_errors, code);
  }
  return tls;
}

/* --- XMPP --- */

static GwStreamReport *
take_stream (const json_t *object, const char *domain)
{
  const json_t *value = json_object_get (object, "stream");
  g_autoptr (GBytes) plain = take_bytes (value, "plain-in");
  g_autoptr (GBytes) secure = take_bytes (value, "secure-in");

  if (!json_is_object (value))
    return NULL;
  GwStreamReport *report = gw_stream_report_new ();
  report->direct_tls = take_yes (value, "direct-tls");
  report->form_asked = take_yes (value, "form-asked");
  gw_stream_report_hear (report, domain, plain, secure);
  report->tcp_only = take_yes (value, "silent");
  report->injected = take_yes (value, "injected");
  report->tls_us = take_number (value, "tls-us");
  report->features_us = take_number (value, "features-us");
  report->tls = take_tls (value);
  g_clear_error (&report->error);
  report->error = take_error (value, domain);
  return report;
}

static GwLookResult *
take_leg (const json_t *object, const char *domain)
{
  GwLookResult *look = g_new0 (GwLookResult, 1);

  look->domain = g_strdup (domain);
  look->target = take_text (object, "target");
  look->address = take_text (object, "address");
  look->direct_announced = take_yes (object, "direct-announced");
  look->direct_unknown = take_yes (object, "direct-unknown");
  look->direct_failed = take_yes (object, "direct-failed");
  look->used_direct_tls = take_yes (object, "used-direct-tls");
  look->dns_us = take_number (object, "dns-us");
  look->connect_us = take_number (object, "connect-us");
  look->total_us = take_number (object, "total-us");
  look->connections = (guint)take_number (object, "connections");
  look->error = take_error (object, domain);
  look->report = take_stream (object, domain);
  return look;
}

static void
take_hello (const json_t *object, GwHelloKind kind, const char *domain, GwHelloSeen *hello)
{
  hello->asked = TRUE;
  hello->address = take_text (object, "address");
  hello->direct_tls = take_yes (object, "direct-tls");
  hello->sent = decode (json_object_get (object, "sent-base64"));
  hello->received = decode (json_object_get (object, "received-base64"));
  hello->closed = take_yes (object, "closed");
  hello->error = take_error (object, domain);
  if (hello->received == NULL)
    return;
  gsize length;
  const guint8 *bytes = g_bytes_get_data (hello->received, &length);
  hello->reply = gw_hello_reply_read (kind, bytes, length, hello->closed);
}

/* --- DNS --- */

static GwDnsRecords *
take_dns (const json_t *object)
{
  const char *name = peek_text (object, "name");
  const json_t *coded;
  GwDnsType type;
  size_t at;

  if (name == NULL || !gw_dns_type_from_name (peek_name (object, "type"), &type))
    return NULL;
  GwDnsRecords *records = gw_dns_records_new (name, type);
  records->reply = gw_reply_from_name (peek_name (object, "reply"));
  records->security = gw_dns_security_from_name (peek_name (object, "security"));
  records->why_bogus = take_text (object, "why-bogus");
  records->canonical = take_text (object, "canonical");
  json_array_foreach (json_object_get (object, "rdata-base64"), at, coded)
  {
    g_autoptr (GBytes) bytes = decode (coded);
    gsize length = 0;
    const guint8 *start = bytes != NULL ? g_bytes_get_data (bytes, &length) : NULL;
    if (start != NULL)
      gw_dns_records_add (records, start, length);
  }
  records->cut |= take_yes (object, "cut");
  return records;
}

/* --- the web --- */

static void
take_page (const json_t *object, const char *domain, GwPage *page)
{
  page->url = take_text (object, "url");
  page->status = (int)take_number (object, "status");
  page->content_type = take_text (object, "content-type");
  page->allow_origin = take_text (object, "allow-origin");
  page->allow_methods = take_text (object, "allow-methods");
  page->allow_headers = take_text (object, "allow-headers");
  page->total_us = take_number (object, "total-us");
  page->body = take_bytes (object, "body");
  page->tls = take_tls (object);
  page->error = take_error (object, domain);
}

/* Heard again. What we would say to it goes nowhere. */
static void
hear_socket (const json_t *object, const char *domain, GBytes *in, GwSocketSeen *socket)
{
  g_autoptr (GwWebSocketSeen) heard = gw_websocket_seen_new ();
  g_autoptr (GString) out = g_string_new (NULL);
  GwWebSocketHearing hearing = {.seen = heard, .host = domain, .domain = domain, .out = out};
  gsize length;
  const char *bytes = g_bytes_get_data (in, &length);

  heard->key = take_text (object, "key");
  gw_websocket_hearing_take (&hearing, bytes, length);
  gw_websocket_hearing_clear (&hearing);
  gw_socket_seen_fill (socket, heard);
}

static void
take_socket (const json_t *object, const char *domain, GwSocketSeen *socket)
{
  g_autoptr (GBytes) in = take_bytes (object, "in");

  socket->url = take_text (object, "url");
  socket->error = take_error (object, domain);
  if (in != NULL && peek_text (object, "key") != NULL)
    hear_socket (object, domain, in, socket);
}

/* --- the whole --- */

static void
take_parts (const json_t *record, GwSeen *seen)
{
  const json_t *legs = json_object_get (record, "legs"), *v6 = json_object_get (record, "v6");
  const json_t *hellos = json_object_get (record, "hellos");
  const json_t *pages = json_object_get (record, "pages"), *part;
  size_t at;

  json_array_foreach (json_object_get (record, "dns"), at, part)
  {
    GwDnsRecords *records = at < GW_LIMIT_DNS_QUESTIONS ? take_dns (part) : NULL;
    if (records != NULL)
      g_ptr_array_add (seen->dns, records);
  }
  for (GwLegId id = 0; id < GW_N_LEGS; id++)
    if (json_is_object (part = json_object_get (legs, gw_leg_name (id))))
      seen->legs[id] = take_leg (part, seen->domain);
  for (GwHelloKind kind = 0; kind < GW_N_HELLOS; kind++)
    if (json_is_object (part = json_object_get (hellos, gw_hello_name (kind))))
      take_hello (part, kind, seen->domain, &seen->hellos[kind]);
  for (GwPageId id = 0; id < GW_N_PAGES; id++)
    take_page (json_object_get (pages, gw_page_name (id)), seen->domain, &seen->pages[id]);
  take_socket (json_object_get (record, "websocket"), seen->domain, &seen->socket);
  seen->v6.asked = json_is_object (v6);
  seen->v6.address = take_text (v6, "address");
  seen->v6.error = take_error (v6, seen->domain);
}

static gint64
take_date (const json_t *record)
{
  const char *text = peek_text (record, "measured");
  g_autoptr (GDateTime) date = text != NULL ? g_date_time_new_from_iso8601 (text, NULL) : NULL;

  return date != NULL ? g_date_time_to_unix (date) : 0;
}

GwSeen *
gw_record_from_json (const json_t *record, const char *name, GError **error)
{
  const char *typed = peek_text (record, "domain");
  g_autofree char *domain = typed != NULL ? gw_domain_normalize (typed, NULL) : NULL;
  gint64 date = take_date (record);

  if (take_number (record, "gangway-record") != 1 || domain == NULL || date == 0) {
    gw_error_set (error, GW_ERROR_BAD_RECORD, name, NULL);
    return NULL;
  }
  GwSeen *seen = gw_seen_new (domain, date);
  seen->full = take_yes (record, "full");
  seen->by_proxy = take_yes (record, "by-proxy");
  seen->total_us = take_number (record, "total-us");
  seen->connections = (guint)take_number (record, "connections");
  take_parts (record, seen);
  return seen;
}
