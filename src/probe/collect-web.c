/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a domain says by https: host-meta in both forms at once, then the provider's file; the ways
 * in that host-meta names, each tried once; and which certificates are its own, where the ones seen
 * by XMPP name another. What one place is asked after another goes by the same connection. */
#include "base/limits.h"
#include "net/http.h"
#include "net/websocket.h"
#include "probe/bosh.h"
#include "probe/collect-private.h"
#include "probe/host-meta.h"
#include "probe/posh.h"
#include "providers/source.h"

#include <openssl/rand.h>

typedef struct {
  GwCollectWeb *web;
  GwPageId id;
  GwHttp *http; /* under way */
  gint64 started_at;
} Request;

struct _GwCollectWeb {
  GwCollect *collect;
  Request requests[GW_N_PAGES];
  GwHttp *goodbye; /* ends a BOSH session */
  GwWebSocket *socket;
  guint64 rid;            /* of the BOSH session */
  gboolean is_bosh_there; /* BOSH goes by a connection to the domain's own web server */
};

/* Where each stands under the domain, and how much of it is read. */
static const struct {
  const char *path;
  const char *accept;
  gsize max_bytes;
} well_known[GW_N_PAGES] = {
    [GW_PAGE_HOST_META] = {GW_HOST_META_PATH, "application/xrd+xml", GW_LIMIT_HOST_META},
    [GW_PAGE_HOST_META_JSON] = {GW_HOST_META_JSON_PATH, "application/json", GW_LIMIT_HOST_META},
    [GW_PAGE_PROVIDER] = {GW_PROVIDER_FILE_PATH, "application/json", GW_LIMIT_PROVIDER_FILE},
    [GW_PAGE_POSH_CLIENT] = {GW_POSH_CLIENT_PATH, "application/json", GW_LIMIT_POSH},
    [GW_PAGE_POSH_SERVER] = {GW_POSH_SERVER_PATH, "application/json", GW_LIMIT_POSH},
};

static void follow (GwCollectWeb *web, GwPageId id, GwHttp *http);

static GwTlsEvidence *
copy_evidence (const GwTlsEvidence *evidence)
{
  return evidence != NULL ? gw_tls_evidence_copy (evidence) : NULL;
}

static void
read_page (GwPage *page, const GwHttpResponse *response)
{
  page->status = response->status;
  page->content_type = g_strdup (response->content_type);
  page->allow_origin = g_strdup (response->allow_origin);
  page->allow_methods = g_strdup (response->allow_methods);
  page->allow_headers = g_strdup (response->allow_headers);
  page->body = response->body != NULL ? g_bytes_ref (response->body) : NULL;
}

static void
on_page (const GwHttpResponse *response, const GError *error, gpointer data)
{
  Request *request = data;
  GwHttp *http = g_steal_pointer (&request->http);
  GwCollect *collect = request->web->collect;
  GwPage *page = &collect->seen->pages[request->id];

  page->tls = copy_evidence (gw_http_evidence (http));
  page->total_us = g_get_monotonic_time () - request->started_at;
  if (response != NULL)
    read_page (page, response);
  else
    page->error = g_error_copy (error);
  follow (request->web, request->id, http);
  gw_collect_answered (collect);
}

/* By the connection of `http`, in whose function we are, when that leads there; else, or with NULL,
 * by one of its own. */
static GwHttp *
put_question (GwCollectWeb *web, GwHttp *http, GwHttpRequest *wanted, GwHttpFunc func,
              gpointer data)
{
  wanted->purpose = web->collect->purpose;
  gw_collect_asked (web->collect);
  if (http != NULL && gw_http_again (http, wanted, func, data))
    return http;
  return gw_http_start (web->collect->engine, wanted, func, data);
}

/* Each page once. */
static void
ask (GwCollectWeb *web, GwPageId id, GwHttpRequest *wanted, GwHttp *http)
{
  GwPage *page = &web->collect->seen->pages[id];
  Request *request = &web->requests[id];

  if (page->url != NULL)
    return;
  page->url = g_strdup (wanted->url);
  wanted->budget = &web->collect->budget;
  request->started_at = g_get_monotonic_time ();
  request->http = put_question (web, http, wanted, on_page, request);
}

static void
ask_well_known (GwCollectWeb *web, GwPageId id, GwHttp *http)
{
  g_autofree char *url =
      g_strdup_printf ("https://%s%s", web->collect->seen->domain, well_known[id].path);

  ask (web, id,
       &(GwHttpRequest){
           .url = url, .accept = well_known[id].accept, .max_bytes = well_known[id].max_bytes},
       http);
}

/* --- WebSocket --- */

static void
on_socket (GwWebSocketSeen *heard, const GError *error, gpointer data)
{
  g_autoptr (GwWebSocketSeen) seen = heard;
  GwCollectWeb *web = data;
  GwSocketSeen *socket = &web->collect->seen->socket;

  web->socket = NULL;
  socket->error = error != NULL ? g_error_copy (error) : NULL;
  if (seen != NULL)
    gw_socket_seen_fill (socket, seen);
  gw_collect_answered (web->collect);
}

static void
try_socket (GwCollectWeb *web, const char *url)
{
  GwCollect *collect = web->collect;
  GwSocketSeen *socket = &collect->seen->socket;

  if (socket->url != NULL)
    return;
  socket->url = g_strdup (url);
  gw_collect_asked (collect);
  const GwWebSocketPlan plan = {
      .url = url,
      .domain = collect->seen->domain,
      .dial = {.purpose = collect->purpose, .budget = &collect->budget},
  };
  web->socket = gw_websocket_start (collect->engine, &plan, on_socket, web);
}

/* --- BOSH --- */

static void
try_bosh (GwCollectWeb *web, const char *url, GwHttp *http)
{
  const char *domain = web->collect->seen->domain;
  guint32 chance;

  if (web->collect->seen->pages[GW_PAGE_BOSH].url != NULL)
    return;
  RAND_bytes ((guint8 *)&chance, sizeof chance);
  web->rid = chance;
  g_autofree char *body = gw_bosh_create (domain, web->rid);
  g_autoptr (GBytes) bytes = g_bytes_new (body, strlen (body));
  ask (web, GW_PAGE_BOSH,
       &(GwHttpRequest){.url = url,
                        .method = GW_HTTP_POST,
                        .body = bytes,
                        .content_type = GW_BOSH_CONTENT_TYPE,
                        .origin = GW_BOSH_ORIGIN,
                        .max_bytes = GW_LIMIT_XML_STREAM},
       http);
  web->is_bosh_there = web->requests[GW_PAGE_BOSH].http == http;
}

static void
ask_cors (GwCollectWeb *web, GwHttp *http)
{
  ask (web, GW_PAGE_BOSH_CORS,
       &(GwHttpRequest){.url = web->collect->seen->pages[GW_PAGE_BOSH].url,
                        .method = GW_HTTP_OPTIONS,
                        .origin = GW_BOSH_ORIGIN,
                        .want_method = "POST",
                        .want_headers = "content-type",
                        .max_bytes = GW_LIMIT_XML_STREAM},
       http);
}

static void
on_goodbye (const GwHttpResponse *response, const GError *error, gpointer data)
{
  GwCollectWeb *web = data;

  ask_cors (web, g_steal_pointer (&web->goodbye));
  gw_collect_answered (web->collect);
}

/* A server would keep the session for a minute. Not bound by the budget. FALSE: there is none. */
static gboolean
end_bosh (GwCollectWeb *web, GwHttp *http)
{
  const GwPage *page = &web->collect->seen->pages[GW_PAGE_BOSH];
  gsize length;
  const char *bytes = g_bytes_get_data (page->body, &length);
  g_auto (GwBoshReply) reply = {0};

  if (!gw_bosh_read (bytes, length, web->collect->seen->domain, &reply, NULL) ||
      reply.sid == NULL || reply.terminated)
    return FALSE;
  g_autofree char *body = gw_bosh_terminate (reply.sid, web->rid + 1);
  g_autoptr (GBytes) goodbye = g_bytes_new (body, strlen (body));
  web->goodbye = put_question (web, http,
                               &(GwHttpRequest){.url = page->url,
                                                .method = GW_HTTP_POST,
                                                .body = goodbye,
                                                .content_type = GW_BOSH_CONTENT_TYPE,
                                                .max_bytes = GW_LIMIT_XML_STREAM},
                               on_goodbye, web);
  return TRUE;
}

/* --- what one page leads to --- */

static gboolean
is_good (const GwPage *page)
{
  return page->body != NULL && page->status / 100 == 2;
}

static void
try_way (GwCollectWeb *web, const GwHostLink *link, GwHttp *http)
{
  if (!link->is_encrypted)
    return;
  if (link->kind == GW_HOST_LINK_WEBSOCKET)
    try_socket (web, link->url);
  else if (link->kind == GW_HOST_LINK_BOSH)
    try_bosh (web, link->url, http);
}

/* The WebSocket first, which takes the longest: connections to one place are few at once. */
static void
try_links (GwCollectWeb *web, const GwPage *page, gboolean is_json, GwHttp *http)
{
  static const GwHostLinkKind order[] = {GW_HOST_LINK_WEBSOCKET, GW_HOST_LINK_BOSH};
  gsize length;
  const char *bytes = g_bytes_get_data (page->body, &length);
  g_autoptr (GwHostMeta) meta =
      is_json ? gw_host_meta_parse_json (bytes, length) : gw_host_meta_parse_xml (bytes, length);

  for (gsize i = 0; meta != NULL && i < G_N_ELEMENTS (order); i++)
    for (guint j = 0; j < meta->links->len; j++) {
      const GwHostLink *link = meta->links->pdata[j];

      if (link->kind == order[i])
        try_way (web, link, http);
    }
}

/* After the first host-meta that has an answer, or both; but where BOSH goes by the same web
 * server, after that: the other connection is left to the WebSocket, which is likely to go there
 * too. */
static void
after_host_meta (GwCollectWeb *web, const GwPage *page, GwPageId other, GwHttp *http)
{
  if (is_good (page))
    try_links (web, page, other == GW_PAGE_HOST_META, http);
  if (!web->is_bosh_there && (page->status != 0 || web->requests[other].http == NULL))
    ask_well_known (web, GW_PAGE_PROVIDER, http);
}

static void
follow (GwCollectWeb *web, GwPageId id, GwHttp *http)
{
  const GwPage *page = &web->collect->seen->pages[id];

  switch (id) {
  case GW_PAGE_HOST_META:
    after_host_meta (web, page, GW_PAGE_HOST_META_JSON, http);
    break;
  case GW_PAGE_HOST_META_JSON:
    after_host_meta (web, page, GW_PAGE_HOST_META, http);
    break;
  case GW_PAGE_BOSH:
    if (!is_good (page) || !end_bosh (web, http))
      ask_cors (web, http);
    break;
  case GW_PAGE_BOSH_CORS:
    if (web->is_bosh_there)
      ask_well_known (web, GW_PAGE_PROVIDER, http);
    break;
  default:
    break;
  }
}

void
gw_collect_web_leg_ended (GwCollectWeb *web, GwLegId leg)
{
  const GwSeen *seen = web->collect->seen;
  gboolean is_server = gw_leg_is_server (leg);
  g_auto (GwCertVerdict) verdict = {0};

  gw_certificate_judge (seen->legs[leg]->report->tls, seen->domain,
                        is_server ? "xmpp-server" : "xmpp-client", seen->now, &verdict);
  if (!verdict.name_ok)
    ask_well_known (web, is_server ? GW_PAGE_POSH_SERVER : GW_PAGE_POSH_CLIENT, NULL);
}

GwCollectWeb *
gw_collect_web_start (GwCollect *collect)
{
  GwCollectWeb *web = g_new0 (GwCollectWeb, 1);

  web->collect = collect;
  for (GwPageId id = 0; id < GW_N_PAGES; id++)
    web->requests[id] = (Request){.web = web, .id = id};
  ask_well_known (web, GW_PAGE_HOST_META, NULL);
  ask_well_known (web, GW_PAGE_HOST_META_JSON, NULL);
  return web;
}

void
gw_collect_web_free (GwCollectWeb *web)
{
  for (GwPageId id = 0; id < GW_N_PAGES; id++)
    g_clear_pointer (&web->requests[id].http, gw_http_cancel);
  g_clear_pointer (&web->goodbye, gw_http_cancel);
  g_clear_pointer (&web->socket, gw_websocket_cancel);
  g_free (web);
}
