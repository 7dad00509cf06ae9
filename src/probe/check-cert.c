/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Checks of the certificate and the TLS version (RFC 6120 section 13.7, RFC 9325, RFC 9525). The
 * verdict is net/certificate's, the same that stops a registration; here it is put into words. */
#include <openssl/x509_vfy.h>

#include "base/i18n.h"
#include "probe/judges.h"

enum { SOON_DAYS = 14, SECONDS_A_DAY = 24 * 60 * 60 };

static const GwTlsEvidence *
tls_of (const GwSeen *seen)
{
  return seen->look->report ? seen->look->report->tls : NULL;
}

static const GwCertificate *
leaf_of (const GwSeen *seen)
{
  const GwTlsEvidence *tls = tls_of (seen);

  return tls && tls->chain && tls->chain->len > 0 ? tls->chain->pdata[0] : NULL;
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
  for (guint i = 0; tls->verify_errors && i < tls->verify_errors->len; i++)
    if (g_array_index (tls->verify_errors, int, i) == code)
      return TRUE;
  return FALSE;
}

/* "CN=a <- CN=issuer: unable to get local issuer certificate" */
static char *
describe_chain (const GwTlsEvidence *tls)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; tls->chain && i < tls->chain->len; i++) {
    const GwCertificate *certificate = tls->chain->pdata[i];
    g_string_append_printf (text, "%s%s", i ? " <- " : "", certificate->subject);
    if (i + 1 == tls->chain->len && !certificate->self_signed)
      g_string_append_printf (text, " <- [%s]", certificate->issuer);
  }
  for (guint i = 0; tls->verify_errors && i < tls->verify_errors->len; i++)
    g_string_append_printf (
        text, "%s%s", i ? ", " : ": ",
        X509_verify_cert_error_string (g_array_index (tls->verify_errors, int, i)));
  return g_string_free (text, FALSE);
}

void
gw_judge_chain (const GwSeen *seen, GwCheckResult *result)
{
  const GwTlsEvidence *tls = tls_of (seen);
  const GwCertificate *leaf = leaf_of (seen);

  if (seen->certificate == NULL || tls == NULL)
    return;
  if (seen->certificate->chain_ok)
    gw_check_say (result, GW_CHECK_PASS,
                  _ ("The certificate comes from somebody whom this computer trusts."),
                  describe_chain (tls));
  else if (leaf && leaf->self_signed)
    gw_check_say (result, GW_CHECK_FAIL,
                  _ ("The certificate is signed by itself: anybody can make such a one."),
                  describe_chain (tls));
  else if (tls->chain->len == 1 && has_error (tls, X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY))
    gw_check_say (result, GW_CHECK_FAIL,
                  _ ("The certificate is not trusted; perhaps the server does not send the "
                     "certificates in between."),
                  describe_chain (tls));
  else
    gw_check_say (result, GW_CHECK_FAIL,
                  _ ("The certificate comes from somebody whom this computer does not trust."),
                  describe_chain (tls));
}

static void
append_names (GString *text, const char *kind, char **names)
{
  for (char **name = names; name && *name; name++)
    g_string_append_printf (text, "%s%s:%s", text->len ? " " : "", kind, *name);
}

static char *
describe_names (const GwTlsEvidence *tls)
{
  GString *text = g_string_new (NULL);

  append_names (text, "DNS", tls->dns_names);
  append_names (text, "SRV", tls->srv_names);
  append_names (text, "XMPP", tls->xmpp_addrs);
  return g_string_free (text, FALSE);
}

/* Made for the host behind the domain only: the usual mistake. DNS could have been forged on the
 * way there, so this counts for nothing. */
static gboolean
is_for_target (const GwSeen *seen)
{
  const char *target = seen->look->target;

  for (char **name = tls_of (seen)->dns_names; target && name && *name; name++)
    if (gw_certificate_dns_id_matches (*name, target))
      return TRUE;
  return FALSE;
}

void
gw_judge_name (const GwSeen *seen, GwCheckResult *result)
{
  const GwTlsEvidence *tls = tls_of (seen);

  if (seen->certificate == NULL || tls == NULL)
    return;
  if (seen->certificate->name_ok)
    gw_check_say (result, GW_CHECK_PASS, _ ("The certificate is made for this domain."),
                  describe_names (tls));
  else if (is_for_target (seen))
    gw_check_say (result, GW_CHECK_FAIL,
                  _ ("The certificate is made for the machine, not for the domain of the "
                     "addresses."),
                  describe_names (tls));
  else
    gw_check_say (result, GW_CHECK_FAIL, _ ("The certificate is made for another name."),
                  describe_names (tls));
}

/* Certificates that live for days only are renewed later than two weeks before their end. */
static gint64
soon_seconds (const GwCertificate *leaf)
{
  return MIN ((gint64)SOON_DAYS * SECONDS_A_DAY, (leaf->not_after - leaf->not_before) / 3);
}

void
gw_judge_expiry (const GwSeen *seen, GwCheckResult *result)
{
  const GwCertificate *leaf = leaf_of (seen);

  if (seen->certificate == NULL || leaf == NULL)
    return;
  g_autofree char *from = date_text (leaf->not_before);
  g_autofree char *to = date_text (leaf->not_after);
  char *evidence = g_strdup_printf ("%s – %s", from, to);

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
gw_judge_key (const GwSeen *seen, GwCheckResult *result)
{
  const GwCertificate *leaf = leaf_of (seen);

  if (seen->certificate == NULL || leaf == NULL)
    return;
  char *evidence = g_strdup_printf ("%s, %s", leaf->key, leaf->signature);
  if (seen->certificate->key_ok)
    gw_check_say (result, GW_CHECK_PASS, _ ("Key and signature of the certificate are strong."),
                  evidence);
  else
    gw_check_say (result, GW_CHECK_FAIL, _ ("Key or signature of the certificate is too weak."),
                  evidence);
}

void
gw_judge_tls_version (const GwSeen *seen, GwCheckResult *result)
{
  const GwTlsEvidence *tls = tls_of (seen);

  if (tls == NULL || tls->version == NULL)
    return;
  char *evidence = g_strdup_printf ("%s %s", tls->version, tls->cipher ? tls->cipher : "");
  if (g_str_equal (tls->version, "TLSv1.3"))
    gw_check_say (result, GW_CHECK_PASS, _ ("The newest encryption, TLS 1.3, is used."), evidence);
  else if (g_str_equal (tls->version, "TLSv1.2"))
    gw_check_say (result, GW_CHECK_WARN,
                  _ ("TLS 1.2 is used: safe, but TLS 1.3 is faster and stricter."), evidence);
  else
    gw_check_say (result, GW_CHECK_FAIL, _ ("The encryption is outdated."), evidence);
}
