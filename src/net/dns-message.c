/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The C library takes the answer apart; what it means stands here. */
#include "net/dns-message.h"

#include "base/limits.h"

#include <arpa/nameser.h>
#include <resolv.h>

enum { HEAD = 12, SRV_HEAD = 6 }; /* bytes: RFC 1035 section 4.1.1, RFC 2782 */

/* Bytes of an uncompressed name that is known to be well-formed. */
static gsize
name_size (const guint8 *wire)
{
  gsize at = 0;

  while (wire[at] != 0)
    at += 1 + (gsize)wire[at];
  return at + 1;
}

GBytes *
gw_dns_message_query (const char *name, GwDnsType type)
{
  static const guint8 head[HEAD] = {[2] = 0x01 /* RD */, [5] = 1 /* QDCOUNT */};
  const guint8 tail[] = {(guint8)(type >> 8), (guint8)type, 0, ns_c_in};
  guint8 wire[NS_MAXCDNAME];
  GByteArray *query;

  g_return_val_if_fail (name != NULL, NULL);

  if (ns_name_pton (name, wire, sizeof wire) < 0)
    return NULL;
  query = g_byte_array_new ();
  g_byte_array_append (query, head, sizeof head);
  g_byte_array_append (query, wire, (guint)name_size (wire));
  g_byte_array_append (query, tail, sizeof tail);
  return g_byte_array_free_to_bytes (query);
}

/* As the C library writes them: no dot at the end, and what is no letter is escaped. */
static gboolean
is_same (const char *left, const char *right)
{
  return g_ascii_strcasecmp (left, right) == 0;
}

static gboolean
is_answer_to (ns_msg *message, const GwDnsRecords *records)
{
  ns_rr question;

  return ns_msg_getflag (*message, ns_f_qr) == 1 && ns_msg_getflag (*message, ns_f_tc) == 0 &&
         ns_msg_count (*message, ns_s_qd) == 1 &&
         ns_parserr (message, ns_s_qd, 0, &question) == 0 &&
         (guint)ns_rr_type (question) == records->type && ns_rr_class (question) == ns_c_in &&
         is_same (ns_rr_name (question), records->name);
}

/* Where the alias `name` leads, in place. FALSE: it is none. */
static gboolean
follow (ns_msg *message, char name[NS_MAXDNAME])
{
  ns_rr record;

  for (int i = 0; i < ns_msg_count (*message, ns_s_an); i++)
    if (ns_parserr (message, ns_s_an, i, &record) == 0 && ns_rr_type (record) == ns_t_cname &&
        is_same (ns_rr_name (record), name))
      return ns_name_uncompress (ns_msg_base (*message), ns_msg_end (*message),
                                 ns_rr_rdata (record), name, NS_MAXDNAME) == ns_rr_rdlen (record);
  return FALSE;
}

/* The target of a SRV record is not to be compressed (RFC 2782), but it is. */
static void
add_srv (ns_msg *message, const ns_rr *record, GwDnsRecords *records)
{
  const guint8 *rdata = ns_rr_rdata (*record);
  guint8 plain[SRV_HEAD + NS_MAXCDNAME];
  int length = ns_rr_rdlen (*record);

  if (length <= SRV_HEAD ||
      ns_name_unpack (ns_msg_base (*message), ns_msg_end (*message), rdata + SRV_HEAD,
                      plain + SRV_HEAD, NS_MAXCDNAME) != length - SRV_HEAD)
    return;
  memcpy (plain, rdata, SRV_HEAD);
  gw_dns_records_add (records, plain, SRV_HEAD + name_size (plain + SRV_HEAD));
}

static void
add_all (ns_msg *message, const char *name, GwDnsRecords *records)
{
  ns_rr record;

  for (int i = 0; i < ns_msg_count (*message, ns_s_an) && !records->cut; i++) {
    if (ns_parserr (message, ns_s_an, i, &record) != 0 ||
        (guint)ns_rr_type (record) != records->type || ns_rr_class (record) != ns_c_in ||
        !is_same (ns_rr_name (record), name))
      continue;
    if (records->type == GW_DNS_TYPE_SRV)
      add_srv (message, &record, records);
    else
      gw_dns_records_add (records, ns_rr_rdata (record), ns_rr_rdlen (record));
  }
}

void
gw_dns_message_read (GBytes *bytes, GwDnsRecords *records)
{
  char name[NS_MAXDNAME];
  gsize length;
  const guint8 *start = g_bytes_get_data (bytes, &length);
  ns_msg message;
  int code, aliases = 0;

  records->reply = GW_REPLY_FAILED;
  if (length > NS_MAXMSG || strlen (records->name) >= sizeof name ||
      ns_initparse (start, (int)length, &message) != 0 || !is_answer_to (&message, records))
    return;
  code = ns_msg_getflag (message, ns_f_rcode);
  if (code != ns_r_noerror && code != ns_r_nxdomain)
    return;

  g_strlcpy (name, records->name, sizeof name);
  while (aliases < GW_LIMIT_ALIASES && follow (&message, name))
    aliases++;
  if (aliases > 0)
    records->canonical = g_strndup (name, GW_LIMIT_DNS_NAME);
  add_all (&message, name, records);
  records->reply = code == ns_r_nxdomain      ? GW_REPLY_NO_NAME
                   : records->rdata->len == 0 ? GW_REPLY_EMPTY
                                              : GW_REPLY_DATA;
}
