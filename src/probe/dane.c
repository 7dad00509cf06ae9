/* SPDX-License-Identifier: GPL-3.0-or-later */
/* TLSA records against what a leg showed. */
#include "probe/dane.h"

#include <openssl/x509v3.h>

#include "net/tls-evidence.h"
#include "net/tlsa.h"

/* RFC 6698 section 2.1.1. */
enum { USAGE_AUTHORITY = 2, USAGE_CERTIFICATE = 3 };

const GwDnsRecords *
gw_dane_records (const GwSeen *seen, GwLegId leg)
{
  g_return_val_if_fail (seen != NULL && (guint)leg < GW_N_LEGS, NULL);

  const GwLookResult *look = seen->legs[leg];
  const char *port = look && look->target && look->address ? strrchr (look->address, ':') : NULL;

  if (port == NULL)
    return NULL;
  g_autofree char *name = g_strdup_printf ("_%s._tcp.%s", port + 1, look->target);
  return gw_seen_dns (seen, name, GW_DNS_TYPE_TLSA);
}

/* Where SRV is forged, the machine that it names vouches for nothing (RFC 7673 section 3). "There
 * is none" must be secured as well: it leads to the domain itself. */
static GwDnsSecurity
security_of (const GwSeen *seen, GwLegId leg, const GwDnsRecords *tlsa)
{
  const GwDnsRecords *srv = gw_seen_srv (seen, leg);

  if (srv == NULL || srv->reply == GW_REPLY_FAILED)
    return GW_DNS_UNKNOWN;
  if (srv->security == GW_DNS_SECURE)
    return tlsa->security;
  return srv->security;
}

static gboolean
is_signed_by (const GwCertificate *child, const GwCertificate *parent)
{
  X509 *one = child->der ? gw_certificate_decode (child->der) : NULL;
  X509 *other = parent->der ? gw_certificate_decode (parent->der) : NULL;
  gboolean is_signed = one && other && X509_check_issued (other, one) == X509_V_OK &&
                       X509_check_ca (other) > 0 &&
                       X509_verify (one, X509_get0_pubkey (other)) == 1;

  X509_free (one);
  X509_free (other);
  return is_signed;
}

/* A certificate of the record counts only where the signatures lead there: anybody can send it
 * along. */
static gboolean
leads_to (const GPtrArray *chain, guint end)
{
  for (guint i = 0; i < end; i++)
    if (!is_signed_by (chain->pdata[i], chain->pdata[i + 1]))
      return FALSE;
  return TRUE;
}

static gboolean
fits (const GwTlsa *tlsa, const GPtrArray *chain)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (tlsa->data, &length);
  guint first = tlsa->usage == USAGE_CERTIFICATE ? 0 : 1;
  guint end = tlsa->usage == USAGE_CERTIFICATE ? MIN (chain->len, 1) : chain->len;

  for (guint i = first; i < end; i++)
    if (gw_certificate_matches_tlsa (chain->pdata[i], tlsa->selector, tlsa->matching, data,
                                     length) &&
        leads_to (chain, i))
      return TRUE;
  return FALSE;
}

static gboolean
is_useful (const GwTlsa *tlsa)
{
  return (tlsa->usage == USAGE_AUTHORITY || tlsa->usage == USAGE_CERTIFICATE) &&
         tlsa->selector <= 1 && tlsa->matching <= 2;
}

static GwDane
judge_records (const GwDnsRecords *records, const GPtrArray *chain)
{
  GwDane answer = GW_DANE_USELESS;

  for (guint i = 0; i < records->rdata->len; i++) {
    g_auto (GwTlsa) tlsa = {0};
    if (!gw_tlsa_parse (records->rdata->pdata[i], &tlsa) || !is_useful (&tlsa))
      continue;
    if (fits (&tlsa, chain))
      return GW_DANE_FITS;
    answer = GW_DANE_FITS_NOT;
  }
  return answer;
}

GwDane
gw_dane_judge (const GwSeen *seen, GwLegId leg)
{
  g_return_val_if_fail (seen != NULL && (guint)leg < GW_N_LEGS, GW_DANE_UNKNOWN);

  const GwDnsRecords *records = gw_dane_records (seen, leg);
  const GwTlsEvidence *tls = gw_seen_tls (seen, leg);

  if (records == NULL || records->reply == GW_REPLY_FAILED)
    return GW_DANE_UNKNOWN;
  if (records->reply != GW_REPLY_DATA)
    return GW_DANE_NONE;
  switch (security_of (seen, leg, records)) {
  case GW_DNS_SECURE:
    return tls ? judge_records (records, tls->chain) : GW_DANE_UNKNOWN;
  case GW_DNS_INSECURE:
    return GW_DANE_INSECURE;
  case GW_DNS_UNKNOWN:
  case GW_DNS_BOGUS:
    break;
  }
  return GW_DANE_UNKNOWN;
}
