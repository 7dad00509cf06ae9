/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Checks of certificates, towards clients and towards servers (RFC 6120 section 13.7, RFC 9525).
 * The verdict is net/certificate's, the same that stops a registration; here it is put into words,
 * and the two ways are looked at by which a certificate can be right all the same: DANE and POSH.
 */
#include <openssl/x509_vfy.h>

#include "base/i18n.h"
#include "probe/dane.h"
#include "probe/judges.h"
#include "probe/posh.h"

enum { SOON_DAYS = 14, SECONDS_A_DAY = 24 * 60 * 60 };

static const GwCertificate *
leaf_of (const GwTlsEvidence *tls)
{
  return tls && tls->chain->len > 0 ? tls->chain->pdata[0] : NULL;
}

static char *
date_text (gint64 when)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (when);

  return time ? g_date_time_format (time, "%F") : g_strdup ("?");
}

static gboolean
has_error (const GwTlsEvidence *tls, int code)
{
  for (guint i = 0; i < tls->verify_errors->len; i++)
    if (g_array_index (tls->verify_errors, int, i) == code)
      return TRUE;
  return FALSE;
}

/* "c2s: CN=a <- CN=issuer: unable to get local issuer certificate" */
static char *
describe_chain (GwLegId leg, const GwTlsEvidence *tls)
{
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "%s: ", gw_leg_name (leg));
  for (guint i = 0; i < tls->chain->len; i++) {
    const GwCertificate *certificate = tls->chain->pdata[i];
    g_string_append_printf (text, "%s%s", i ? " <- " : "", certificate->subject);
    if (i + 1 == tls->chain->len && !certificate->self_signed)
      g_string_append_printf (text, " <- [%s]", certificate->issuer);
  }
  for (guint i = 0; i < tls->verify_errors->len; i++)
    g_string_append_printf (
        text, "%s%s", i ? ", " : ": ",
        X509_verify_cert_error_string (g_array_index (tls->verify_errors, int, i)));
  return g_string_free (text, FALSE);
}

static const char *
chain_fault (const GwTlsEvidence *tls)
{
  const GwCertificate *leaf = leaf_of (tls);

  if (leaf && leaf->self_signed)
    return _ ("The certificate is signed by itself: anybody can make such a one.");
  if (tls->chain->len == 1 && has_error (tls, X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY))
    return _ ("The certificate is not trusted; perhaps the server does not send the certificates "
              "in between.");
  return _ ("The certificate comes from somebody whom this computer does not trust.");
}

static void
judge_leg_chain (const GwSeen *seen, GwLegId leg, GwCheckResult *result)
{
  const GwTlsEvidence *tls = gw_seen_tls (seen, leg);

  if (tls == NULL)
    return;
  if (seen->verdicts[leg].chain_ok)
    gw_check_say (result, GW_CHECK_PASS,
                  _ ("The certificate comes from somebody whom this computer trusts."),
                  describe_chain (leg, tls));
  else if (gw_dane_judge (seen, leg) == GW_DANE_FITS)
    gw_check_say (result, GW_CHECK_PASS,
                  _ ("This computer does not trust the certificate, but the signed DNS vouches for "
                     "it (DANE). Apps that do not look there will refuse it."),
                  describe_chain (leg, tls));
  else
    gw_check_say (result, GW_CHECK_FAIL, chain_fault (tls), describe_chain (leg, tls));
}

void
gw_judge_chain (const GwSeen *seen, GwCheckResult *result)
{
  gw_judge_legs (seen, FALSE, judge_leg_chain, result);
}

void
gw_judge_server_chain (const GwSeen *seen, GwCheckResult *result)
{
  gw_judge_legs (seen, TRUE, judge_leg_chain, result);
}

static void
append_names (GString *text, const char *kind, char **names)
{
  for (char **name = names; name && *name; name++)
    g_string_append_printf (text, " %s:%s", kind, *name);
}

static char *
describe_names (GwLegId leg, const GwTlsEvidence *tls)
{
  GString *text = g_string_new (gw_leg_name (leg));

  append_names (text, "DNS", tls->dns_names);
  append_names (text, "SRV", tls->srv_names);
  append_names (text, "XMPP", tls->xmpp_addrs);
  return g_string_free (text, FALSE);
}

/* Made for the machine behind the domain only: the usual mistake. */
static gboolean
is_for_target (const GwSeen *seen, GwLegId leg)
{
  const char *target = seen->legs[leg]->target;

  for (char **name = gw_seen_tls (seen, leg)->dns_names; target && name && *name; name++)
    if (gw_certificate_dns_id_matches (*name, target))
      return TRUE;
  return FALSE;
}

/* A delegation that nobody could forge makes the machine's name count (RFC 7712 section 4.1). */
static gboolean
is_target_secure (const GwSeen *seen, GwLegId leg)
{
  const GwDnsRecords *srv = gw_seen_srv (seen, leg);

  return srv && srv->reply == GW_REPLY_DATA && srv->security == GW_DNS_SECURE;
}

/* RFC 7712: POSH is for servers. */
static gboolean
is_posh_good (const GwSeen *seen, GwLegId leg)
{
  const GwCertificate *leaf = leaf_of (gw_seen_tls (seen, leg));
  const GwPage *page = &seen->pages[GW_PAGE_POSH_SERVER];

  if (!gw_leg_is_server (leg) || leaf == NULL || leaf->der == NULL || page->status != 200 ||
      page->body == NULL)
    return FALSE;
  gsize length;
  const char *bytes = g_bytes_get_data (page->body, &length);
  g_autoptr (GwPosh) posh = gw_posh_parse (bytes, length);
  return posh && gw_posh_judge (posh, leaf->der) == GW_POSH_FITS;
}

static void
judge_leg_name (const GwSeen *seen, GwLegId leg, GwCheckResult *result)
{
  const GwTlsEvidence *tls = gw_seen_tls (seen, leg);

  if (tls == NULL)
    return;
  if (seen->verdicts[leg].name_ok)
    gw_check_say (result, GW_CHECK_PASS, _ ("The certificate is made for this domain."),
                  describe_names (leg, tls));
  else if (is_posh_good (seen, leg))
    gw_check_say (result, GW_CHECK_PASS,
                  _ ("The certificate is made for another name, but the domain vouches for it on "
                     "its website (POSH)."),
                  describe_names (leg, tls));
  else if (is_for_target (seen, leg) && is_target_secure (seen, leg))
    gw_check_say (result, GW_CHECK_WARN,
                  _ ("The certificate is made for the machine that the signed DNS names. Apps that "
                     "do not look there will refuse it."),
                  describe_names (leg, tls));
  else if (is_for_target (seen, leg))
    gw_check_say (result, GW_CHECK_FAIL,
                  _ ("The certificate is made for the machine, not for the domain of the "
                     "addresses."),
                  describe_names (leg, tls));
  else
    gw_check_say (result, GW_CHECK_FAIL, _ ("The certificate is made for another name."),
                  describe_names (leg, tls));
}

void
gw_judge_name (const GwSeen *seen, GwCheckResult *result)
{
  gw_judge_legs (seen, FALSE, judge_leg_name, result);
}

void
gw_judge_server_name (const GwSeen *seen, GwCheckResult *result)
{
  gw_judge_legs (seen, TRUE, judge_leg_name, result);
}

void
gw_judge_ids (const GwSeen *seen, GwCheckResult *result)
{
  GString *text = g_string_new (NULL);
  gboolean has_tls = FALSE;

  for (GwLegId leg = 0; leg < GW_N_LEGS; leg++) {
    const GwTlsEvidence *tls = gw_seen_tls (seen, leg);
    if (tls == NULL)
      continue;
    has_tls = TRUE;
    if (text->len > 0)
      continue;
    append_names (text, "SRV", tls->srv_names);
    append_names (text, "XMPP", tls->xmpp_addrs);
  }
  g_autofree char *names = g_strstrip (g_string_free (text, FALSE));
  if (has_tls)
    gw_check_say (result, GW_CHECK_INFO,
                  *names ? _ ("Names of the special kind for XMPP limit the certificate to it.")
                         : _ ("The certificate has no names of the special kind for XMPP, which "
                              "is usual."),
                  g_strdup (names));
}

/* Certificates that live for days only are renewed later than two weeks before their end. */
static gint64
soon_seconds (const GwCertificate *leaf)
{
  return MIN ((gint64)SOON_DAYS * SECONDS_A_DAY, (leaf->not_after - leaf->not_before) / 3);
}

static void
judge_leg_expiry (const GwSeen *seen, GwLegId leg, GwCheckResult *result)
{
  const GwCertificate *leaf = leaf_of (gw_seen_tls (seen, leg));

  if (leaf == NULL)
    return;
  g_autofree char *from = date_text (leaf->not_before);
  g_autofree char *to = date_text (leaf->not_after);
  char *evidence = g_strdup_printf ("%s: %s – %s", gw_leg_name (leg), from, to);

  if (seen->now > leaf->not_after)
    gw_check_say (result, GW_CHECK_FAIL, _ ("The certificate has expired."), evidence);
  else if (seen->now < leaf->not_before)
    gw_check_say (result, GW_CHECK_FAIL, _ ("The certificate is not valid yet."), evidence);
  else if (leaf->not_after - seen->now <= soon_seconds (leaf))
    gw_check_say (result, GW_CHECK_WARN, _ ("The certificate expires soon."), evidence);
  else
    gw_check_say (result, GW_CHECK_PASS, _ ("The certificate is valid for a good while."),
                  evidence);
}

void
gw_judge_expiry (const GwSeen *seen, GwCheckResult *result)
{
  gw_judge_legs (seen, FALSE, judge_leg_expiry, result);
}

void
gw_judge_server_expiry (const GwSeen *seen, GwCheckResult *result)
{
  gw_judge_legs (seen, TRUE, judge_leg_expiry, result);
}

static void
judge_leg_key (const GwSeen *seen, GwLegId leg, GwCheckResult *result)
{
  const GwTlsEvidence *tls = gw_seen_tls (seen, leg);
  const GwCertificate *leaf = leaf_of (tls);

  if (leaf == NULL)
    return;
  char *evidence = g_strdup_printf ("%s: %s", gw_leg_name (leg), leaf->key);
  if (gw_certificate_has_weak_key (leaf))
    gw_check_say (result, GW_CHECK_FAIL, _ ("The key of the certificate is too short."), evidence);
  else if (has_error (tls, X509_V_ERR_EE_KEY_TOO_SMALL) ||
           has_error (tls, X509_V_ERR_CA_KEY_TOO_SMALL))
    gw_check_say (result, GW_CHECK_FAIL, _ ("The key of an authority above it is too short."),
                  evidence);
  else
    gw_check_say (result, GW_CHECK_PASS, _ ("The key of the certificate is strong."), evidence);
}

void
gw_judge_key (const GwSeen *seen, GwCheckResult *result)
{
  gw_judge_legs (seen, FALSE, judge_leg_key, result);
}

static void
judge_leg_sig (const GwSeen *seen, GwLegId leg, GwCheckResult *result)
{
  const GwTlsEvidence *tls = gw_seen_tls (seen, leg);
  const GwCertificate *leaf = leaf_of (tls);

  if (leaf == NULL)
    return;
  char *evidence = g_strdup_printf ("%s: %s", gw_leg_name (leg), leaf->signature);
  if (gw_certificate_has_weak_signature (leaf))
    gw_check_say (result, GW_CHECK_FAIL,
                  _ ("The certificate is signed in a way that can be forged."), evidence);
  else if (has_error (tls, X509_V_ERR_CA_MD_TOO_WEAK))
    gw_check_say (result, GW_CHECK_FAIL,
                  _ ("An authority above it is signed in a way that can be forged."), evidence);
  else
    gw_check_say (result, GW_CHECK_PASS, _ ("The signature of the certificate is strong."),
                  evidence);
}

void
gw_judge_sig (const GwSeen *seen, GwCheckResult *result)
{
  gw_judge_legs (seen, FALSE, judge_leg_sig, result);
}
