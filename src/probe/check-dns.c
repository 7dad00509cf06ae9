/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Checks of what the DNS says besides SRV (check-srv.c): IPv6, signatures, certificates,
 * authorities, old ways. */
#include "base/i18n.h"
#include "net/dns-srv.h"
#include "probe/dane.h"
#include "probe/judges.h"

static gboolean
is_absent (const GwDnsRecords *records)
{
  return records->reply == GW_REPLY_EMPTY || records->reply == GW_REPLY_NO_NAME;
}

/* Is that one of the machines that clients or servers are sent to, or the domain where no record
 * names one? */
static gboolean
is_machine (const GwSeen *seen, const char *name, gboolean clients_only)
{
  gboolean has_records = FALSE;

  for (GwLegId leg = 0; leg < GW_N_LEGS; leg++) {
    const GwDnsRecords *records = gw_seen_srv (seen, leg);
    if (records == NULL || (clients_only && gw_leg_is_server (leg)))
      continue;
    for (guint i = 0; i < records->rdata->len; i++) {
      gsize length;
      const guint8 *rdata = g_bytes_get_data (records->rdata->pdata[i], &length);
      GwSrv srv = {0};
      if (!gw_srv_parse (rdata, length, &srv))
        continue;
      gboolean is_it = g_ascii_strcasecmp (srv.target, name) == 0;
      gw_srv_clear (&srv);
      if (is_it)
        return TRUE;
      has_records = TRUE;
    }
  }
  return !has_records && g_ascii_strcasecmp (name, seen->domain) == 0;
}

/* The answer with an address of version 6; else one that says that there is none; else NULL. */
static const GwDnsRecords *
find_v6 (const GwSeen *seen)
{
  const GwDnsRecords *none = NULL;

  for (guint i = 0; i < seen->dns->len; i++) {
    const GwDnsRecords *records = seen->dns->pdata[i];
    if (records->type != GW_DNS_TYPE_AAAA || !is_machine (seen, records->name, TRUE))
      continue;
    if (records->reply == GW_REPLY_DATA)
      return records;
    if (is_absent (records))
      none = records;
  }
  return none;
}

static const char *
find_v6_connection (const GwSeen *seen)
{
  if (seen->v6.address)
    return seen->v6.address;
  for (GwLegId leg = GW_LEG_CLIENT; leg <= GW_LEG_CLIENT_TLS; leg++)
    if (seen->legs[leg] && seen->legs[leg]->address && *seen->legs[leg]->address == '[')
      return seen->legs[leg]->address;
  return NULL;
}

void
gw_judge_v6 (const GwSeen *seen, GwCheckResult *result)
{
  const char *connection = find_v6_connection (seen);
  const GwDnsRecords *records = find_v6 (seen);

  if (connection) {
    gw_check_say (result, GW_CHECK_PASS, _ ("The server is reached over IPv6."),
                  g_strdup (connection));
  } else if (records && is_absent (records)) {
    gw_check_say (result, GW_CHECK_INFO, _ ("The server has no IPv6 address."), NULL);
  } else if (records && gw_is_own_trouble (seen->v6.error)) {
    gw_check_say (result, GW_CHECK_UNKNOWN,
                  _ ("The server has an IPv6 address, but this computer has no way there."),
                  gw_records_text (records));
  } else if (records && seen->v6.error) {
    gw_check_say (result, GW_CHECK_WARN,
                  _ ("The server has an IPv6 address, but does not answer there."),
                  gw_records_text (records));
  }
}

static gboolean
is_on_the_way (const GwSeen *seen, const GwDnsRecords *records)
{
  switch (records->type) {
  case GW_DNS_TYPE_SRV:
  case GW_DNS_TYPE_TLSA:
    return TRUE;
  case GW_DNS_TYPE_A:
  case GW_DNS_TYPE_AAAA:
    return is_machine (seen, records->name, FALSE);
  case GW_DNS_TYPE_SOA:
  case GW_DNS_TYPE_TXT:
  case GW_DNS_TYPE_CAA:
    break;
  }
  return FALSE;
}

/* Of each degree of security, the first answer that has it; how many. */
typedef struct {
  const GwDnsRecords *first[GW_DNS_BOGUS + 1];
} Degrees;

static Degrees
sort_answers (const GwSeen *seen)
{
  Degrees degrees = {0};

  for (guint i = 0; i < seen->dns->len; i++) {
    const GwDnsRecords *records = seen->dns->pdata[i];
    if (is_on_the_way (seen, records) && degrees.first[records->security] == NULL)
      degrees.first[records->security] = records;
  }
  return degrees;
}

static char *
answer_text (const GwDnsRecords *records)
{
  return g_strdup_printf ("%s %s%s%s", records->name, gw_dns_type_name (records->type),
                          records->why_bogus ? ": " : "",
                          records->why_bogus ? records->why_bogus : "");
}

void
gw_judge_dnssec (const GwSeen *seen, GwCheckResult *result)
{
  Degrees degrees = sort_answers (seen);
  const GwDnsRecords *bogus = degrees.first[GW_DNS_BOGUS];
  const GwDnsRecords *insecure = degrees.first[GW_DNS_INSECURE];
  const GwDnsRecords *secure = degrees.first[GW_DNS_SECURE];

  if (bogus)
    gw_check_say (result, GW_CHECK_FAIL,
                  _ ("The records are signed, but the signatures do not hold: many networks cannot "
                     "reach this domain."),
                  answer_text (bogus));
  else if (secure && insecure)
    gw_check_say (result, GW_CHECK_WARN,
                  _ ("Some records on the way to the server are signed, others are not."),
                  answer_text (insecure));
  else if (insecure)
    gw_check_say (result, GW_CHECK_INFO, _ ("The records are not signed (DNSSEC)."),
                  answer_text (insecure));
  else if (degrees.first[GW_DNS_UNKNOWN])
    gw_check_say (result, GW_CHECK_UNKNOWN,
                  _ ("Signatures of the DNS cannot be checked from here."), NULL);
  else if (secure)
    gw_check_say (result, GW_CHECK_PASS, _ ("All records on the way to the server are signed."),
                  answer_text (secure));
}

static void
judge_leg_tlsa (const GwSeen *seen, GwLegId leg, GwCheckResult *result)
{
  const GwDnsRecords *records = gw_dane_records (seen, leg);
  g_autofree char *lines = gw_records_text (records);
  char *evidence = records ? g_strdup_printf ("%s TLSA %s", records->name, lines) : NULL;

  switch (gw_dane_judge (seen, leg)) {
  case GW_DANE_FITS:
    gw_check_say (result, GW_CHECK_PASS, _ ("The signed DNS vouches for the certificate (DANE)."),
                  evidence);
    return;
  case GW_DANE_FITS_NOT:
    gw_check_say (result, GW_CHECK_FAIL,
                  _ ("The signed DNS says that the certificate is another one: servers that look "
                     "there will refuse it."),
                  evidence);
    return;
  case GW_DANE_INSECURE:
    gw_check_say (result, GW_CHECK_WARN,
                  _ ("The DNS names the certificate, but without signatures that counts for "
                     "nothing."),
                  evidence);
    return;
  case GW_DANE_USELESS:
    gw_check_say (result, GW_CHECK_WARN,
                  _ ("The DNS names the certificate in a way that XMPP does not use."), evidence);
    return;
  case GW_DANE_NONE:
    gw_check_say (result, GW_CHECK_INFO, _ ("The DNS does not name the certificate."), NULL);
    break;
  case GW_DANE_UNKNOWN:
    break;
  }
  g_free (evidence);
}

/* Where nothing else is known of any leg, at least why. */
static void
say_unchecked (const GwSeen *seen, GwLegId leg, GwCheckResult *result)
{
  const GwDnsRecords *records = gw_dane_records (seen, leg);

  if (records && records->reply == GW_REPLY_DATA && gw_seen_tls (seen, leg))
    gw_check_say (result, GW_CHECK_UNKNOWN,
                  _ ("The DNS names the certificate, but signatures cannot be checked from here."),
                  gw_records_text (records));
}

void
gw_judge_tlsa (const GwSeen *seen, GwCheckResult *result)
{
  gw_judge_legs (seen, FALSE, judge_leg_tlsa, result);
  gw_judge_legs (seen, TRUE, judge_leg_tlsa, result);
  for (GwLegId leg = 0; leg < GW_N_LEGS && result->text == NULL; leg++)
    say_unchecked (seen, leg, result);
}

/* RFC 8657: only one account at the authority, or one way to prove the domain. */
static gboolean
is_narrow (const GwDnsRecords *records)
{
  for (guint i = 0; i < records->rdata->len; i++) {
    g_auto (GwCaa) caa = {0};
    if (gw_caa_parse (records->rdata->pdata[i], &caa) && g_str_has_prefix (caa.tag, "issue") &&
        (strstr (caa.value, "accounturi") || strstr (caa.value, "validationmethods")))
      return TRUE;
  }
  return FALSE;
}

/* RFC 8659 section 3: a domain without such records goes by those above it. */
static gboolean
is_domain_or_above (const GwSeen *seen, const char *name)
{
  gsize length = strlen (name), whole = strlen (seen->domain);

  if (length > whole || g_ascii_strcasecmp (seen->domain + whole - length, name) != 0)
    return FALSE;
  return length == whole || seen->domain[whole - length - 1] == '.';
}

static void
judge_caa (const GwSeen *seen, const GwDnsRecords *records, GwCheckResult *result)
{
  if (is_absent (records))
    gw_check_say (result, GW_CHECK_INFO, _ ("Any authority may make certificates for the domain."),
                  NULL);
  else if (records->reply != GW_REPLY_DATA)
    return;
  else if (is_narrow (records) && is_domain_or_above (seen, records->name))
    gw_check_say (result, GW_CHECK_PASS,
                  _ ("Certificates for the domain go to one account only, or by one way of "
                     "proof."),
                  gw_records_text (records));
  else
    gw_check_say (result, GW_CHECK_INFO,
                  _ ("The DNS says which authorities may make certificates."),
                  gw_records_text (records));
}

void
gw_judge_caa (const GwSeen *seen, GwCheckResult *result)
{
  /* Of equal answers the first stays, so those with data go first. */
  for (int with_data = 1; with_data >= 0; with_data--)
    for (guint i = 0; i < seen->dns->len; i++) {
      const GwDnsRecords *records = seen->dns->pdata[i];
      if (records->type == GW_DNS_TYPE_CAA && (records->reply == GW_REPLY_DATA) == with_data)
        judge_caa (seen, records, result);
    }
}

void
gw_judge_xmppconnect (const GwSeen *seen, GwCheckResult *result)
{
  g_autofree char *name = g_strconcat ("_xmppconnect.", seen->domain, NULL);
  const GwDnsRecords *records = gw_seen_dns (seen, name, GW_DNS_TYPE_TXT);

  if (records == NULL || records->reply == GW_REPLY_FAILED)
    return;
  for (guint i = 0; i < records->rdata->len; i++) {
    g_autofree char *text = gw_txt_parse (records->rdata->pdata[i]);
    if (text && g_str_has_prefix (text, "_xmpp-client-"))
      gw_check_say (result, GW_CHECK_WARN,
                    _ ("Ways in for web apps are named in the DNS, which was given up since it can "
                       "be forged."),
                    g_steal_pointer (&text));
  }
  gw_check_say (result, GW_CHECK_PASS, _ ("No way in is named in a place that was given up."),
                NULL);
}
