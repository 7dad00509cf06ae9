/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What DNS says of a domain, with its signatures: two rounds, as the look-ups before a connection
 * have. First all services and the domain itself, then the hosts that they name. */
#include "probe/collect-private.h"

#include "base/limits.h"
#include "net/dns-srv.h"
#include "net/dns.h"

struct _GwCollectDns {
  GwCollect *collect;
  GPtrArray *asks;   /* Ask, under way */
  GHashTable *known; /* char* "type name": each question once */
};

typedef struct {
  GwCollectDns *dns;
  GwDnsAsk *ask;
  gboolean is_srv;
} Ask;

static void
ask_free (gpointer data)
{
  Ask *ask = data;

  if (ask->ask != NULL)
    gw_dns_ask_cancel (ask->ask);
  g_free (ask);
}

static void ask (GwCollectDns *dns, const char *name, GwDnsType type);

static void
ask_about_host (GwCollectDns *dns, const char *host, guint16 port)
{
  g_autofree char *service = g_strdup_printf ("_%u._tcp.%s", port, host);

  ask (dns, host, GW_DNS_TYPE_AAAA);
  ask (dns, host, GW_DNS_TYPE_A);
  ask (dns, host, GW_DNS_TYPE_CAA);
  ask (dns, service, GW_DNS_TYPE_TLSA); /* RFC 7673 section 3 */
}

static void
ask_about_targets (GwCollectDns *dns, const GwDnsRecords *records)
{
  for (guint i = 0; i < records->rdata->len; i++) {
    gsize length;
    const guint8 *bytes = g_bytes_get_data (records->rdata->pdata[i], &length);
    GwSrv srv;

    if (gw_srv_parse (bytes, length, &srv) && srv.port != 0 && !g_str_equal (srv.target, "."))
      ask_about_host (dns, srv.target, srv.port);
    gw_srv_clear (&srv);
  }
}

static void
on_answer (GwDnsRecords *records, gpointer data)
{
  Ask *answered = data;
  GwCollectDns *dns = answered->dns;

  answered->ask = NULL;
  g_ptr_array_add (dns->collect->seen->dns, records);
  if (answered->is_srv)
    ask_about_targets (dns, records);
  g_ptr_array_remove_fast (dns->asks, answered);
  gw_collect_answered (dns->collect);
}

static void
ask (GwCollectDns *dns, const char *name, GwDnsType type)
{
  GwDns *resolver = gw_engine_dns (dns->collect->engine, NULL);
  g_autofree char *key = g_strdup_printf ("%d %s", type, name);
  Ask *asked;

  if (resolver == NULL || g_hash_table_size (dns->known) >= GW_LIMIT_DNS_QUESTIONS ||
      !g_hash_table_add (dns->known, g_steal_pointer (&key)))
    return;
  asked = g_new0 (Ask, 1);
  asked->dns = dns;
  asked->is_srv = type == GW_DNS_TYPE_SRV;
  g_ptr_array_add (dns->asks, asked);
  gw_collect_asked (dns->collect);
  asked->ask = gw_dns_ask (resolver, name, type, on_answer, asked);
}

GwCollectDns *
gw_collect_dns_start (GwCollect *collect)
{
  const char *domain = collect->seen->domain;
  g_autofree char *old = g_strdup_printf ("_xmppconnect.%s", domain);
  GwCollectDns *dns = g_new0 (GwCollectDns, 1);

  dns->collect = collect;
  dns->asks = g_ptr_array_new_with_free_func (ask_free);
  dns->known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (GwLegId leg = 0; leg < GW_N_LEGS; leg++) {
    g_autofree char *name = g_strdup_printf ("%s.%s", gw_leg_service (leg), domain);

    ask (dns, name, GW_DNS_TYPE_SRV);
  }
  ask (dns, domain, GW_DNS_TYPE_AAAA);
  ask (dns, domain, GW_DNS_TYPE_A);
  ask (dns, domain, GW_DNS_TYPE_CAA);
  ask (dns, old, GW_DNS_TYPE_TXT);
  return dns;
}

void
gw_collect_dns_free (GwCollectDns *dns)
{
  g_ptr_array_unref (dns->asks);
  g_hash_table_unref (dns->known);
  g_free (dns);
}
