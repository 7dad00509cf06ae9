/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Single questions. So far each is answered by "not known". */
#include "net/dns-private.h"
#include "net/timer.h"

struct _GwDnsAsk {
  GwDnsRecords *records;
  GSource *finish;
  GwDnsAskFunc func;
  gpointer data;
};

static gboolean
on_finish (gpointer data)
{
  GwDnsAsk *ask = data;
  GwDnsRecords *records = g_steal_pointer (&ask->records);
  GwDnsAskFunc func = ask->func;
  gpointer func_data = ask->data;

  gw_dns_ask_cancel (ask);
  func (records, func_data);
  return G_SOURCE_REMOVE;
}

GwDnsAsk *
gw_dns_ask (GwDns *dns, const char *name, GwDnsType type, GwDnsAskFunc func, gpointer data)
{
  GwDnsAsk *ask;

  g_return_val_if_fail (dns != NULL && name != NULL && func != NULL, NULL);

  ask = g_new0 (GwDnsAsk, 1);
  ask->records = gw_dns_records_new (name, type);
  ask->func = func;
  ask->data = data;
  ask->finish = gw_timer_start (dns->context, 0, on_finish, ask);
  return ask;
}

void
gw_dns_ask_cancel (GwDnsAsk *ask)
{
  gw_timer_stop (&ask->finish);
  g_clear_pointer (&ask->records, gw_dns_records_free);
  g_free (ask);
}
