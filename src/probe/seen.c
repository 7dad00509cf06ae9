/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was seen of a server: names, life and look-ups of its parts. */
#include "probe/seen.h"

static const struct {
  const char *name, *service;
} legs[] = {
    [GW_LEG_CLIENT] = {"c2s", "_xmpp-client._tcp"},
    [GW_LEG_CLIENT_TLS] = {"c2s-tls", "_xmpps-client._tcp"},
    [GW_LEG_SERVER] = {"s2s", "_xmpp-server._tcp"},
    [GW_LEG_SERVER_TLS] = {"s2s-tls", "_xmpps-server._tcp"},
};

static const char *const page_names[] = {
    [GW_PAGE_HOST_META] = "host-meta",     [GW_PAGE_HOST_META_JSON] = "host-meta-json",
    [GW_PAGE_PROVIDER] = "provider",       [GW_PAGE_POSH_CLIENT] = "posh-client",
    [GW_PAGE_POSH_SERVER] = "posh-server", [GW_PAGE_BOSH] = "bosh",
    [GW_PAGE_BOSH_CORS] = "bosh-cors",
};

const char *
gw_leg_name (GwLegId id)
{
  g_return_val_if_fail ((guint)id < GW_N_LEGS, NULL);

  return legs[id].name;
}

const char *
gw_leg_service (GwLegId id)
{
  g_return_val_if_fail ((guint)id < GW_N_LEGS, NULL);

  return legs[id].service;
}

gboolean
gw_leg_is_server (GwLegId id)
{
  return id == GW_LEG_SERVER || id == GW_LEG_SERVER_TLS;
}

gboolean
gw_leg_is_direct_tls (GwLegId id)
{
  return id == GW_LEG_CLIENT_TLS || id == GW_LEG_SERVER_TLS;
}

const char *
gw_page_name (GwPageId id)
{
  g_return_val_if_fail ((guint)id < GW_N_PAGES, NULL);

  return page_names[id];
}

GwSeen *
gw_seen_new (const char *domain, gint64 now)
{
  g_return_val_if_fail (domain != NULL, NULL);

  GwSeen *seen = g_new0 (GwSeen, 1);
  seen->domain = g_strdup (domain);
  seen->now = now;
  seen->dns = g_ptr_array_new_with_free_func ((GDestroyNotify)gw_dns_records_free);
  return seen;
}

static void
page_clear (GwPage *page)
{
  g_free (page->url);
  g_free (page->content_type);
  g_free (page->allow_origin);
  g_free (page->allow_methods);
  g_free (page->allow_headers);
  g_clear_pointer (&page->body, g_bytes_unref);
  g_clear_error (&page->error);
  g_clear_pointer (&page->tls, gw_tls_evidence_free);
}

static void
hello_clear (GwHelloSeen *hello)
{
  g_free (hello->address);
  g_clear_pointer (&hello->sent, g_bytes_unref);
  g_clear_pointer (&hello->received, g_bytes_unref);
  g_clear_error (&hello->error);
}

/* What gw_seen_read() made. */
static void
forget_read (GwSeen *seen)
{
  for (int leg = 0; leg < GW_N_LEGS; leg++) {
    gw_cert_verdict_clear (&seen->verdicts[leg]);
    seen->verdicts[leg] = (GwCertVerdict){0};
  }
  seen->look = NULL;
  seen->certificate = NULL;
  g_clear_pointer (&seen->form, gw_form_free);
  g_clear_error (&seen->form_error);
}

void
gw_seen_free (GwSeen *seen)
{
  if (seen == NULL)
    return;
  forget_read (seen);
  for (int leg = 0; leg < GW_N_LEGS; leg++)
    gw_look_result_free (seen->legs[leg]);
  for (int kind = 0; kind < GW_N_HELLOS; kind++)
    hello_clear (&seen->hellos[kind]);
  for (int page = 0; page < GW_N_PAGES; page++)
    page_clear (&seen->pages[page]);
  g_free (seen->socket.url);
  g_free (seen->socket.key);
  g_clear_pointer (&seen->socket.in, g_bytes_unref);
  g_clear_error (&seen->socket.error);
  g_free (seen->v6.address);
  g_clear_error (&seen->v6.error);
  g_ptr_array_unref (seen->dns);
  g_free (seen->domain);
  g_free (seen);
}

/* How much of a client's side a look shows. */
static int
worth_of (const GwLookResult *look)
{
  const GwStreamReport *report = look->report;

  if (report == NULL)
    return 1;
  if (report->form_reply)
    return 4;
  return report->features ? 3 : 2;
}

static GwLegId
choose_leg (const GwSeen *seen)
{
  static const GwLegId order[] = {GW_LEG_CLIENT_TLS, GW_LEG_CLIENT};
  GwLegId best = GW_N_LEGS;
  int worth = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (order); i++) {
    const GwLookResult *look = seen->legs[order[i]];
    if (look && worth_of (look) > worth) {
      worth = worth_of (look);
      best = order[i];
    }
  }
  return best;
}

void
gw_seen_read (GwSeen *seen)
{
  g_return_if_fail (seen != NULL);

  forget_read (seen);
  for (GwLegId leg = 0; leg < GW_N_LEGS; leg++) {
    const GwTlsEvidence *tls = gw_seen_tls (seen, leg);
    if (tls)
      gw_certificate_judge (tls, seen->domain,
                            gw_leg_is_server (leg) ? "xmpp-server" : "xmpp-client", seen->now,
                            &seen->verdicts[leg]);
  }
  GwLegId leg = choose_leg (seen);
  if (leg == GW_N_LEGS)
    return;
  seen->look = seen->legs[leg];
  seen->certificate = gw_seen_tls (seen, leg) ? &seen->verdicts[leg] : NULL;
  if (seen->look->report && seen->look->report->form_reply)
    seen->form = gw_form_parse (seen->look->report->form_reply, seen->domain, &seen->form_error);
}

const GwDnsRecords *
gw_seen_dns (const GwSeen *seen, const char *name, GwDnsType type)
{
  g_return_val_if_fail (seen != NULL && name != NULL, NULL);

  for (guint i = 0; i < seen->dns->len; i++) {
    const GwDnsRecords *records = seen->dns->pdata[i];
    if (records->type == type && g_ascii_strcasecmp (records->name, name) == 0)
      return records;
  }
  return NULL;
}

const GwDnsRecords *
gw_seen_srv (const GwSeen *seen, GwLegId leg)
{
  g_return_val_if_fail (seen != NULL && (guint)leg < GW_N_LEGS, NULL);

  g_autofree char *name = g_strdup_printf ("%s.%s", gw_leg_service (leg), seen->domain);
  return gw_seen_dns (seen, name, GW_DNS_TYPE_SRV);
}

const GwStreamReport *
gw_seen_report (const GwSeen *seen, GwLegId leg)
{
  g_return_val_if_fail (seen != NULL && (guint)leg < GW_N_LEGS, NULL);

  return seen->legs[leg] ? seen->legs[leg]->report : NULL;
}

const GwTlsEvidence *
gw_seen_tls (const GwSeen *seen, GwLegId leg)
{
  const GwStreamReport *report = gw_seen_report (seen, leg);

  return report ? report->tls : NULL;
}

gboolean
gw_seen_has_tls (const GwSeen *seen)
{
  return gw_seen_tls (seen, GW_LEG_CLIENT) || gw_seen_tls (seen, GW_LEG_CLIENT_TLS);
}

void
gw_socket_seen_fill (GwSocketSeen *socket, const GwWebSocketSeen *heard)
{
  g_return_if_fail (socket != NULL && heard != NULL);

  socket->status = heard->upgrade.status;
  socket->upgraded = heard->upgrade.upgraded && heard->upgrade.accept_ok;
  socket->has_protocol = heard->upgrade.protocol_ok;
  socket->opened = heard->opened;
  socket->has_features = heard->features != NULL;
  socket->key = g_strdup (heard->key);
  socket->in = g_bytes_new (heard->in->str, heard->in->len);
}
