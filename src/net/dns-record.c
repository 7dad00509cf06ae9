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
