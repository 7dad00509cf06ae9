/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From what was seen to JSON. What was not seen is left out. */
#include "probe/record.h"

#include <string.h>

#include "base/error.h"

static void
put (json_t *object, const char *key, json_t *value)
{
  json_object_set_new (object, key, value);
}

static void
put_text (json_t *object, const char *key, const char *text)
{
  g_autofree char *valid = text != NULL ? g_utf8_make_valid (text, -1) : NULL;

  if (valid != NULL)
    put (object, key, json_string (valid));
}

static void
put_yes (json_t *object, const char *key, gboolean yes)
{
  if (yes)
    put (object, key, json_true ());
}

static void
put_number (json_t *object, const char *key, gint64 number)
{
  if (number != 0)
    put (object, key, json_integer (number));
}

static void
put_base64 (json_t *object, const char *key, gconstpointer bytes, gsize length)
{
  g_autofree char *whole = g_strconcat (key, "-base64", NULL);
  g_autofree char *coded = g_base64_encode (bytes, length);

  put (object, whole, json_string (coded));
}

/* Text must come back byte for byte: what JSON cannot hold so is coded. */
static void
put_bytes (json_t *object, const char *key, const char *bytes, gsize length)
{
  if (bytes == NULL)
    return;
  if (memchr (bytes, '\0', length) == NULL && g_utf8_validate (bytes, (gssize)length, NULL))
    put (object, key, json_stringn (bytes, length));
  else
    put_base64 (object, key, bytes, length);
}

static void
put_gbytes (json_t *object, const char *key, GBytes *bytes)
{
  gsize length;
  const char *start = bytes != NULL ? g_bytes_get_data (bytes, &length) : NULL;

  if (start != NULL)
    put_bytes (object, key, start, length);
}

static void
put_raw (json_t *object, const char *key, GBytes *bytes)
{
  gsize length;
  gconstpointer start = bytes != NULL ? g_bytes_get_data (bytes, &length) : NULL;

  if (start != NULL)
    put_base64 (object, key, start, length);
}

/* The sentence names a file or the proxy of this computer. */
static gboolean
is_about_us (GwErrorCode code)
{
  return gw_error_exit (code) == GW_EXIT_STORE ||
         (gw_error_blames_proxy (code) && code != GW_ERROR_PROXY_HIDES);
}

static void
put_error (json_t *object, const GError *error)
{
  if (error == NULL)
    return;
  GwErrorCode code = gw_error_code (error);
  g_autoptr (GError) told = NULL;
  json_t *value = json_object ();
  if (is_about_us (code))
    gw_error_set (&told, code, "…", NULL);
  put_text (value, "code", gw_error_name (code));
  put_text (value, "text", told != NULL ? told->message : error->message);
  put (object, "error", value);
}

static json_t *
dns_json (const GwDnsRecords *records)
{
  json_t *object = json_object (), *rdata = json_array (), *texts = json_array ();

  put_text (object, "name", records->name);
  put_text (object, "type", gw_dns_type_name (records->type));
  put_text (object, "reply", gw_reply_name (records->reply));
  put_text (object, "security", gw_dns_security_name (records->security));
  put_text (object, "why-bogus", records->why_bogus);
  put_text (object, "canonical", records->canonical);
  put_yes (object, "cut", records->cut);
  for (guint i = 0; i < records->rdata->len; i++) {
    gsize length;
    gconstpointer bytes = g_bytes_get_data (records->rdata->pdata[i], &length);
    g_autofree char *coded = g_base64_encode (bytes, length);
    g_autofree char *text = gw_dns_rdata_to_text (records->type, records->rdata->pdata[i]);
    json_array_append_new (rdata, json_string (coded));
    json_array_append_new (texts, json_string (text));
  }
  put (object, "rdata-base64", rdata);
  put (object, "shown", texts); /* for the eye */
  return object;
}

static json_t *
chain_json (const GPtrArray *chain)
{
  json_t *array = json_array ();

  for (guint i = 0; i < chain->len; i++) {
    const GwCertificate *certificate = chain->pdata[i];
    gsize length;
    gconstpointer der = g_bytes_get_data (certificate->der, &length);
    g_autofree char *coded = g_base64_encode (der, length);
    json_array_append_new (array, json_string (coded));
  }
  return array;
}

static void
put_tls (json_t *object, const GwTlsEvidence *tls)
{
  if (tls == NULL)
    return;
  json_t *value = json_object (), *faults = json_array ();
  put_text (value, "version", tls->version);
  put_text (value, "cipher", tls->cipher);
  put_text (value, "group", tls->group);
  put_text (value, "alpn", tls->alpn);
  for (guint i = 0; i < tls->verify_errors->len; i++)
    json_array_append_new (faults, json_integer (g_array_index (tls->verify_errors, int, i)));
  put (value, "verify-errors", faults);
  put (value, "chain-base64", chain_json (tls->chain));
  put (object, "tls", value);
}

static void
put_stream (json_t *object, const GwStreamReport *report)
{
  if (report == NULL)
    return;
  json_t *value = json_object ();
  put_yes (value, "direct-tls", report->direct_tls);
  put_yes (value, "silent", report->tcp_only);
  put_yes (value, "injected", report->injected);
  put_yes (value, "form-asked", report->form_asked);
  put_number (value, "tls-us", report->tls_us);
  put_number (value, "features-us", report->features_us);
  if (report->plain_in != NULL)
    put_bytes (value, "plain-in", report->plain_in->str, report->plain_in->len);
  put_tls (value, report->tls);
  if (report->secure_in != NULL)
    put_bytes (value, "secure-in", report->secure_in->str, report->secure_in->len);
  put_error (value, report->error);
  put (object, "stream", value);
}

static json_t *
leg_json (const GwLookResult *look)
{
  json_t *object = json_object ();

  put_text (object, "target", look->target);
  put_text (object, "address", look->address);
  put_yes (object, "direct-announced", look->direct_announced);
  put_yes (object, "direct-unknown", look->direct_unknown);
  put_yes (object, "direct-failed", look->direct_failed);
  put_yes (object, "used-direct-tls", look->used_direct_tls);
  put_number (object, "dns-us", look->dns_us);
  put_number (object, "connect-us", look->connect_us);
  put_number (object, "total-us", look->total_us);
  put_number (object, "connections", look->connections);
  put_error (object, look->error);
  put_stream (object, look->report);
  return object;
}

static json_t *
hello_json (const GwHelloSeen *hello)
{
  json_t *object = json_object ();

  put_text (object, "address", hello->address);
  put_yes (object, "direct-tls", hello->direct_tls);
  put_raw (object, "sent", hello->sent);
  put_raw (object, "received", hello->received);
  put_yes (object, "closed", hello->closed);
  put_error (object, hello->error);
  return object;
}

static json_t *
page_json (const GwPage *page)
{
  json_t *object = json_object ();

  put_text (object, "url", page->url);
  put_number (object, "status", page->status);
  put_text (object, "content-type", page->content_type);
  put_text (object, "allow-origin", page->allow_origin);
  put_text (object, "allow-methods", page->allow_methods);
  put_text (object, "allow-headers", page->allow_headers);
  put_number (object, "total-us", page->total_us);
  put_gbytes (object, "body", page->body);
  put_tls (object, page->tls);
  put_error (object, page->error);
  return object;
}

static json_t *
socket_json (const GwSocketSeen *socket)
{
  json_t *object = json_object ();

  put_text (object, "url", socket->url);
  put_text (object, "key", socket->key);
  put_gbytes (object, "in", socket->in);
  put_error (object, socket->error);
  return object;
}

static void
put_legs (json_t *object, const GwSeen *seen)
{
  json_t *legs = json_object ();

  for (GwLegId id = 0; id < GW_N_LEGS; id++)
    if (seen->legs[id] != NULL)
      put (legs, gw_leg_name (id), leg_json (seen->legs[id]));
  put (object, "legs", legs);
}

static void
put_hellos (json_t *object, const GwSeen *seen)
{
  json_t *hellos = json_object ();

  for (GwHelloKind kind = 0; kind < GW_N_HELLOS; kind++)
    if (seen->hellos[kind].asked)
      put (hellos, gw_hello_name (kind), hello_json (&seen->hellos[kind]));
  put (object, "hellos", hellos);
}

static void
put_pages (json_t *object, const GwSeen *seen)
{
  json_t *pages = json_object ();

  for (GwPageId id = 0; id < GW_N_PAGES; id++)
    if (seen->pages[id].url != NULL)
      put (pages, gw_page_name (id), page_json (&seen->pages[id]));
  put (object, "pages", pages);
}

static void
put_v6 (json_t *object, const GwV6Seen *v6)
{
  if (!v6->asked)
    return;
  json_t *value = json_object ();
  put_text (value, "address", v6->address);
  put_error (value, v6->error);
  put (object, "v6", value);
}

json_t *
gw_record_to_json (const GwSeen *seen)
{
  g_return_val_if_fail (seen != NULL && seen->domain != NULL, NULL);

  g_autoptr (GDateTime) measured = g_date_time_new_from_unix_utc (seen->now);
  g_autofree char *date = measured != NULL ? g_date_time_format_iso8601 (measured) : NULL;
  json_t *object =
             json_pack ("{s:i, s:s}", "gangway-record", 1, "program", "gangway " GANGWAY_VERSION),
         *dns = json_array ();

  put_text (object, "domain", seen->domain);
  put_text (object, "measured", date);
  put_yes (object, "full", seen->full);
  put_yes (object, "by-proxy", seen->by_proxy);
  put_number (object, "total-us", seen->total_us);
  put_number (object, "connections", seen->connections);
  for (guint i = 0; i < seen->dns->len; i++)
    json_array_append_new (dns, dns_json (seen->dns->pdata[i]));
  put (object, "dns", dns);
  put_legs (object, seen);
  put_v6 (object, &seen->v6);
  put_hellos (object, seen);
  put_pages (object, seen);
  if (seen->socket.url != NULL)
    put (object, "websocket", socket_json (&seen->socket));
  return object;
}
