/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Checks of the well-known files: host-meta (XEP-0156, XEP-0487), POSH (RFC 7711), and what the
 * provider says of itself. That there is none is no fault. */
#include "base/i18n.h"
#include "net/dns-srv.h"
#include "probe/host-meta.h"
#include "probe/judges.h"
#include "probe/posh.h"
#include "providers/source.h"

enum { SECONDS_A_DAY = 24 * 60 * 60 };

GwFileAnswer
gw_page_has_file (const GwPage *page)
{
  if (page->url == NULL)
    return GW_FILE_UNKNOWN;
  if (page->status == 200 && page->body)
    return GW_FILE_HERE;
  if (page->status >= 400 && page->status < 500)
    return GW_FILE_ABSENT;
  if (page->status != 0 || page->error == NULL)
    return GW_FILE_UNKNOWN;
  switch (gw_error_code (page->error)) {
  case GW_ERROR_CONNECT_REFUSED:
  case GW_ERROR_DNS_UNKNOWN:
  case GW_ERROR_DNS_NO_ADDRESS:
  /* A web server for others: usual where several share a machine. */
  case GW_ERROR_CERT_NAME:
  case GW_ERROR_TLS_FAILED:
    return GW_FILE_ABSENT;
  case GW_ERROR_CERT_UNTRUSTED:
  case GW_ERROR_CERT_EXPIRED:
  case GW_ERROR_CERT_NOT_YET:
  case GW_ERROR_CERT_WEAK:
    return GW_FILE_BARRED;
  default:
    return GW_FILE_UNKNOWN;
  }
}

/* Websites that show their front page for every address have no such file. */
static gboolean
is_web_page (const GwPage *page)
{
  return page->content_type && g_ascii_strncasecmp (page->content_type, "text/html", 9) == 0;
}

GwHostMeta *
gw_seen_host_meta (const GwSeen *seen, GwPageId id)
{
  const GwPage *page = &seen->pages[id];

  if (gw_page_has_file (page) != GW_FILE_HERE)
    return NULL;
  gsize length;
  const char *bytes = g_bytes_get_data (page->body, &length);
  return id == GW_PAGE_HOST_META ? gw_host_meta_parse_xml (bytes, length)
                                 : gw_host_meta_parse_json (bytes, length);
}

/* "websocket wss://a.example/ws; ..." */
static char *
links_text (const GwHostMeta *meta)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < meta->links->len; i++) {
    const GwHostLink *link = meta->links->pdata[i];
    g_string_append_printf (text, "%s%s %s", i ? "; " : "", gw_host_link_name (link->kind),
                            link->url ? link->url : "");
    if (link->port)
      g_string_append_printf (text, "%u", link->port);
  }
  return g_string_free (text, FALSE);
}

static gboolean
has_clear_link (const GwHostMeta *meta)
{
  for (guint i = 0; i < meta->links->len; i++) {
    const GwHostLink *link = meta->links->pdata[i];
    if (link->url && !link->is_encrypted)
      return TRUE;
  }
  return FALSE;
}

static void
judge_links (const GwPage *page, const GwHostMeta *meta, GwCheckResult *result)
{
  if (has_clear_link (meta))
    gw_check_say (result, GW_CHECK_WARN,
                  _ ("A way in for web apps is named that is not encrypted."), links_text (meta));
  else if (meta->links->len == 0)
    gw_check_say (result, GW_CHECK_INFO, _ ("The file names no way in for XMPP."), NULL);
  else if (g_strcmp0 (page->allow_origin, "*") != 0)
    gw_check_say (result, GW_CHECK_WARN,
                  _ ("The file is there, but web apps from elsewhere may not read it (CORS)."),
                  g_strdup_printf ("Access-Control-Allow-Origin: %s",
                                   page->allow_origin ? page->allow_origin : "-"));
  else
    gw_check_say (result, GW_CHECK_PASS, _ ("The file names the ways in for web apps."),
                  links_text (meta));
}

static gboolean
has_links (const GwSeen *seen, GwPageId id)
{
  g_autoptr (GwHostMeta) meta = gw_seen_host_meta (seen, id);

  return meta && meta->links->len > 0;
}

/* Apps read the one form or the other. */
static void
judge_missing (const GwSeen *seen, GwPageId other, GwCheckResult *result)
{
  if (has_links (seen, other))
    gw_check_say (result, GW_CHECK_WARN,
                  _ ("The file is there in its other form only (XML and JSON should both be)."),
                  g_strdup (seen->pages[other].url));
  else
    gw_check_say (result, GW_CHECK_INFO, _ ("There is no such file."), NULL);
}

static void
judge_host_meta (const GwSeen *seen, GwPageId id, GwPageId other, GwCheckResult *result)
{
  const GwPage *page = &seen->pages[id];
  g_autoptr (GwHostMeta) meta = gw_seen_host_meta (seen, id);

  switch (gw_page_has_file (page)) {
  case GW_FILE_HERE:
    if (meta)
      judge_links (page, meta, result);
    else if (is_web_page (page))
      judge_missing (seen, other, result);
    else
      gw_check_say (result, GW_CHECK_WARN, _ ("There is such a file, but it cannot be read."),
                    g_strdup (page->url));
    return;
  case GW_FILE_ABSENT:
    judge_missing (seen, other, result);
    return;
  case GW_FILE_BARRED:
    gw_check_say (result, GW_CHECK_WARN, page->error->message, g_strdup (page->url));
    return;
  case GW_FILE_UNKNOWN:
    return;
  }
}

void
gw_judge_hostmeta (const GwSeen *seen, GwCheckResult *result)
{
  judge_host_meta (seen, GW_PAGE_HOST_META, GW_PAGE_HOST_META_JSON, result);
}

void
gw_judge_hostmeta_json (const GwSeen *seen, GwCheckResult *result)
{
  judge_host_meta (seen, GW_PAGE_HOST_META_JSON, GW_PAGE_HOST_META, result);
}

static gboolean
has_srv_port (const GwSeen *seen, GwLegId leg, guint16 port)
{
  const GwDnsRecords *records = gw_seen_srv (seen, leg);

  for (guint i = 0; records && i < records->rdata->len; i++) {
    gsize length;
    const guint8 *rdata = g_bytes_get_data (records->rdata->pdata[i], &length);
    GwSrv srv = {0};
    gboolean is_it = gw_srv_parse (rdata, length, &srv) && srv.port == port;
    gw_srv_clear (&srv);
    if (is_it)
      return TRUE;
  }
  return FALSE;
}

/* A port for direct TLS that the DNS does not know. */
static gboolean
contradicts_dns (const GwSeen *seen, const GwHostMeta *meta)
{
  const GwDnsRecords *records = gw_seen_srv (seen, GW_LEG_CLIENT_TLS);

  if (records == NULL || records->reply == GW_REPLY_FAILED)
    return FALSE;
  for (guint i = 0; i < meta->links->len; i++) {
    const GwHostLink *link = meta->links->pdata[i];
    if (link->kind == GW_HOST_LINK_TLS && link->port &&
        !has_srv_port (seen, GW_LEG_CLIENT_TLS, link->port))
      return TRUE;
  }
  return FALSE;
}

void
gw_judge_hostmeta2 (const GwSeen *seen, GwCheckResult *result)
{
  g_autoptr (GwHostMeta) meta = gw_seen_host_meta (seen, GW_PAGE_HOST_META_JSON);
  GwFileAnswer answer = gw_page_has_file (&seen->pages[GW_PAGE_HOST_META_JSON]);

  if (meta && meta->is_whole && contradicts_dns (seen, meta))
    gw_check_say (result, GW_CHECK_INFO,
                  _ ("The file names all ways in, also such as the DNS does not."),
                  links_text (meta));
  else if (meta && meta->is_whole)
    gw_check_say (result, GW_CHECK_INFO, _ ("The file names all ways in (XEP-0487)."),
                  links_text (meta));
  else if (answer == GW_FILE_HERE || answer == GW_FILE_ABSENT)
    gw_check_say (result, GW_CHECK_INFO,
                  _ ("No file names all ways in (XEP-0487), which is usual."), NULL);
}

/* --- POSH --- */

static gboolean
has_name_fault (const GwSeen *seen, gboolean is_server)
{
  for (GwLegId leg = 0; leg < GW_N_LEGS; leg++)
    if (gw_leg_is_server (leg) == is_server && gw_seen_tls (seen, leg) &&
        !seen->verdicts[leg].name_ok)
      return TRUE;
  return FALSE;
}

static GBytes *
faulty_der (const GwSeen *seen, gboolean is_server)
{
  for (GwLegId leg = 0; leg < GW_N_LEGS; leg++) {
    const GwTlsEvidence *tls = gw_seen_tls (seen, leg);
    if (gw_leg_is_server (leg) != is_server || tls == NULL || seen->verdicts[leg].name_ok ||
        tls->chain->len == 0)
      continue;
    return ((const GwCertificate *)tls->chain->pdata[0])->der;
  }
  return NULL;
}

static void
judge_posh_file (const GwSeen *seen, gboolean is_server, const GwPage *page, GwCheckResult *result)
{
  gsize length;
  const char *bytes = g_bytes_get_data (page->body, &length);
  g_autoptr (GwPosh) posh = gw_posh_parse (bytes, length);
  GBytes *der = faulty_der (seen, is_server);

  if (posh == NULL && is_web_page (page)) {
    gw_check_say (result, GW_CHECK_INFO, _ ("The website does not vouch for the certificate."),
                  NULL);
    return;
  }
  switch (posh && der ? gw_posh_judge (posh, der) : GW_POSH_FITS_NOT) {
  case GW_POSH_FITS:
    gw_check_say (result, GW_CHECK_PASS,
                  is_server ? _ ("The website vouches for the certificate (POSH).")
                            : _ ("The website vouches for the certificate, but apps do not look "
                                 "there."),
                  g_strdup (page->url));
    return;
  case GW_POSH_FITS_NOT:
    gw_check_say (result, GW_CHECK_WARN, _ ("The website vouches for another certificate."),
                  g_strdup (page->url));
    return;
  case GW_POSH_STALE:
    gw_check_say (result, GW_CHECK_WARN,
                  _ ("The website vouches for the certificate without saying for how long."),
                  g_strdup (page->url));
    return;
  case GW_POSH_ELSEWHERE:
    gw_check_say (result, GW_CHECK_UNKNOWN, _ ("The website refers to another place."),
                  g_strdup (posh->url));
    return;
  }
}

static void
judge_posh_side (const GwSeen *seen, gboolean is_server, GwPageId id, GwCheckResult *result)
{
  const GwPage *page = &seen->pages[id];

  if (!has_name_fault (seen, is_server))
    return;
  if (gw_page_has_file (page) == GW_FILE_HERE)
    judge_posh_file (seen, is_server, page, result);
  else if (gw_page_has_file (page) == GW_FILE_ABSENT)
    gw_check_say (result, GW_CHECK_INFO, _ ("The website does not vouch for the certificate."),
                  NULL);
}

static gboolean
has_any_tls (const GwSeen *seen)
{
  for (GwLegId leg = 0; leg < GW_N_LEGS; leg++)
    if (gw_seen_tls (seen, leg))
      return TRUE;
  return FALSE;
}

void
gw_judge_posh (const GwSeen *seen, GwCheckResult *result)
{
  if (has_name_fault (seen, FALSE) || has_name_fault (seen, TRUE)) {
    judge_posh_side (seen, TRUE, GW_PAGE_POSH_SERVER, result);
    judge_posh_side (seen, FALSE, GW_PAGE_POSH_CLIENT, result);
  } else if (has_any_tls (seen)) {
    gw_check_say (result, GW_CHECK_INFO,
                  _ ("The website need not vouch for the certificate: its name is right."), NULL);
  }
}

/* --- the provider's own file --- */

GwCatalogue *
gw_seen_provider_file (const GwSeen *seen)
{
  const GwPage *page = &seen->pages[GW_PAGE_PROVIDER];

  if (gw_page_has_file (page) != GW_FILE_HERE)
    return NULL;
  gsize length;
  const char *bytes = g_bytes_get_data (page->body, &length);
  return gw_source_provider_file_parse (bytes, length, seen->domain,
                                        (gint32)(seen->now / SECONDS_A_DAY), NULL);
}

/* "upload-size archive-days ..." */
static char *
known_facts (const GwCatalogue *catalogue)
{
  const GwProvider *provider = catalogue->providers->pdata[0];
  GString *text = g_string_new (NULL);

  for (int id = 0; id < GW_N_FACTS; id++)
    if (provider->facts.at[id].known)
      g_string_append_printf (text, "%s%s", text->len ? " " : "", gw_fact_name (id));
  return g_string_free (text, FALSE);
}

void
gw_judge_provider (const GwSeen *seen, GwCheckResult *result)
{
  const GwPage *page = &seen->pages[GW_PAGE_PROVIDER];
  g_autoptr (GwCatalogue) catalogue = gw_seen_provider_file (seen);

  if (catalogue)
    gw_check_say (result, GW_CHECK_INFO, _ ("The provider says of itself what it offers."),
                  known_facts (catalogue));
  else if (gw_page_has_file (page) == GW_FILE_HERE && !is_web_page (page))
    gw_check_say (result, GW_CHECK_WARN,
                  _ ("The provider says something of itself, but it cannot be read."),
                  g_strdup (page->url));
  else if (gw_page_has_file (page) == GW_FILE_HERE || gw_page_has_file (page) == GW_FILE_ABSENT)
    gw_check_say (result, GW_CHECK_INFO, _ ("The provider does not say of itself what it offers."),
                  NULL);
}
