/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One answer, held within bounds. */
#include "net/dns-record.h"

#include "base/limits.h"
#include "net/dns-text.h"

static const struct {
  GwDnsType type;
  const char *name;
} types[] = {
    {GW_DNS_TYPE_A, "A"},       {GW_DNS_TYPE_SOA, "SOA"}, {GW_DNS_TYPE_TXT, "TXT"},
    {GW_DNS_TYPE_AAAA, "AAAA"}, {GW_DNS_TYPE_SRV, "SRV"}, {GW_DNS_TYPE_TLSA, "TLSA"},
    {GW_DNS_TYPE_CAA, "CAA"},
};

const char *
gw_dns_type_name (GwDnsType type)
{
  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    if (types[i].type == type)
      return types[i].name;
  return NULL;
}

gboolean
gw_dns_type_from_name (const char *name, GwDnsType *type)
{
  g_return_val_if_fail (name != NULL && type != NULL, FALSE);

  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    if (g_str_equal (types[i].name, name)) {
      *type = types[i].type;
      return TRUE;
    }
  return FALSE;
}

GwDnsRecords *
gw_dns_records_new (const char *name, GwDnsType type)
{
  GwDnsRecords *records;

  g_return_val_if_fail (name != NULL, NULL);

  records = g_new0 (GwDnsRecords, 1);
  records->name = gw_dns_escape (name, MIN (strlen (name), GW_LIMIT_DNS_NAME), "");
  records->type = type;
  records->rdata = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);
  return records;
}

void
gw_dns_records_free (GwDnsRecords *records)
{
  if (records == NULL)
    return;
  g_free (records->name);
  g_free (records->why_bogus);
  g_free (records->canonical);
  g_ptr_array_unref (records->rdata);
  g_free (records);
}

static gsize
total (const GwDnsRecords *records)
{
  gsize bytes = 0;

  for (guint i = 0; i < records->rdata->len; i++)
    bytes += g_bytes_get_size (records->rdata->pdata[i]);
  return bytes;
}

void
gw_dns_records_add (GwDnsRecords *records, const guint8 *rdata, gsize length)
{
  g_return_if_fail (records != NULL && (rdata != NULL || length == 0));

  if (records->rdata->len >= GW_LIMIT_DNS_RECORDS || length > GW_LIMIT_DNS_RDATA ||
      total (records) + length > GW_LIMIT_DNS_ANSWER)
    records->cut = TRUE;
  else
    g_ptr_array_add (records->rdata, g_bytes_new (rdata, length));
}

static const char *const reply_names[] = {
    [GW_REPLY_FAILED] = "failed",
    [GW_REPLY_DATA] = "data",
    [GW_REPLY_EMPTY] = "empty",
    [GW_REPLY_NO_NAME] = "no-name",
    [GW_REPLY_NOT_OFFERED] = "not-offered",
};

static const char *const security_names[] = {
    [GW_DNS_UNKNOWN] = "unknown",
    [GW_DNS_INSECURE] = "insecure",
    [GW_DNS_SECURE] = "secure",
    [GW_DNS_BOGUS] = "bogus",
};

/* 0 for a name that is none of them. */
static guint
find_name (const char *const *names, guint count, const char *name)
{
  for (guint i = 0; i < count; i++)
    if (g_strcmp0 (names[i], name) == 0)
      return i;
  return 0;
}

const char *
gw_reply_name (GwReply reply)
{
  g_return_val_if_fail ((guint)reply < G_N_ELEMENTS (reply_names), NULL);

  return reply_names[reply];
}

GwReply
gw_reply_from_name (const char *name)
{
  return find_name (reply_names, G_N_ELEMENTS (reply_names), name);
}

const char *
gw_dns_security_name (GwDnsSecurity security)
{
  g_return_val_if_fail ((guint)security < G_N_ELEMENTS (security_names), NULL);

  return security_names[security];
}

GwDnsSecurity
gw_dns_security_from_name (const char *name)
{
  return find_name (security_names, G_N_ELEMENTS (security_names), name);
}
