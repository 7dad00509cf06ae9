/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The judge of certificates: RFC 6120 section 13.7, RFC 9525 section 6, RFC 9325 section 4. */
#include "net/certificate.h"

#include <openssl/x509_vfy.h>

#include "base/i18n.h"
#include "base/jid.h"
#include "base/limits.h"

enum { RSA_BITS_MIN = 2048, CURVE_BITS_MIN = 253, NAMES_SHOWN = 3 };

/* Which of the questions an X509_V_ERR_* answers; all the others speak about the chain. */
static gboolean
is_about_dates (int code)
{
  return code == X509_V_ERR_CERT_HAS_EXPIRED || code == X509_V_ERR_CERT_NOT_YET_VALID;
}

static gboolean
is_about_strength (int code)
{
  return code == X509_V_ERR_EE_KEY_TOO_SMALL || code == X509_V_ERR_CA_KEY_TOO_SMALL ||
         code == X509_V_ERR_CA_MD_TOO_WEAK;
}

static gboolean
is_after_start (const GwCertificate *leaf, gint64 now)
{
  return now >= leaf->not_before;
}

static gboolean
is_before_end (const GwCertificate *leaf, gint64 now)
{
  return now <= leaf->not_after;
}

/* A date error that the leaf's own dates do not explain is an issuer's. */
static gboolean
is_about_chain (int code, const GwCertificate *leaf, gint64 now)
{
  if (code == X509_V_ERR_CERT_HAS_EXPIRED)
    return is_before_end (leaf, now);
  if (code == X509_V_ERR_CERT_NOT_YET_VALID)
    return is_after_start (leaf, now);
  return !is_about_dates (code) && !is_about_strength (code);
}

static int
find_chain_error (const GwTlsEvidence *evidence, gint64 now)
{
  const GwCertificate *leaf = evidence->chain->pdata[0];

  for (guint i = 0; i < evidence->verify_errors->len; i++) {
    int code = g_array_index (evidence->verify_errors, int, i);

    if (is_about_chain (code, leaf, now))
      return code;
  }
  return X509_V_OK;
}

gboolean
gw_certificate_dns_id_matches (const char *presented, const char *domain)
{
  const char *rest;

  g_return_val_if_fail (presented != NULL && domain != NULL, FALSE);

  if (presented[0] == '\0' || !g_str_has_prefix (presented, "*."))
    return presented[0] != '\0' && g_ascii_strcasecmp (presented, domain) == 0;
  /* The star stands for one whole label, and never for all names of a top-level domain. */
  rest = strchr (domain, '.');
  return rest != NULL && rest != domain && strchr (rest + 1, '.') != NULL &&
         g_ascii_strcasecmp (presented + 1, rest) == 0;
}

static gboolean
srv_id_matches (const char *presented, const char *domain, const char *service)
{
  gsize length = strlen (service);

  return presented[0] == '_' && g_ascii_strncasecmp (presented + 1, service, length) == 0 &&
         presented[1 + length] == '.' &&
         gw_certificate_dns_id_matches (presented + 1 + length + 1, domain);
}

/* An xmppAddr is an XMPP address: U-labels are its proper form. */
static gboolean
xmpp_addr_matches (const char *presented, const char *domain)
{
  g_autofree char *a_label = NULL;

  if (g_ascii_strcasecmp (presented, domain) == 0)
    return TRUE;
  a_label = gw_domain_normalize (presented, NULL);
  return a_label != NULL && g_ascii_strcasecmp (a_label, domain) == 0;
}

static gboolean
judge_name (const GwTlsEvidence *evidence, const char *domain, const char *service)
{
  for (char **name = evidence->dns_names; name != NULL && *name != NULL; name++)
    if (gw_certificate_dns_id_matches (*name, domain))
      return TRUE;
  if (service == NULL)
    return FALSE;
  for (char **name = evidence->srv_names; name != NULL && *name != NULL; name++)
    if (srv_id_matches (*name, domain, service))
      return TRUE;
  for (char **name = evidence->xmpp_addrs; name != NULL && *name != NULL; name++)
    if (xmpp_addr_matches (*name, domain))
      return TRUE;
  return FALSE;
}

static gboolean
is_weak_digest (const char *signature)
{
  static const char *const weak[] = {"md2", "md4", "md5", "sha1"};
  g_autofree char *folded = g_ascii_strdown (signature, -1);

  for (gsize i = 0; i < G_N_ELEMENTS (weak); i++)
    if (strstr (folded, weak[i]) != NULL)
      return TRUE;
  return FALSE;
}

gboolean
gw_certificate_has_weak_key (const GwCertificate *leaf)
{
  g_return_val_if_fail (leaf != NULL, TRUE);

  gboolean is_curve = g_str_has_prefix (leaf->key, "EC ") || g_str_has_prefix (leaf->key, "Ed");

  return leaf->key_bits < (is_curve ? CURVE_BITS_MIN : RSA_BITS_MIN);
}

gboolean
gw_certificate_has_weak_signature (const GwCertificate *leaf)
{
  g_return_val_if_fail (leaf != NULL, TRUE);

  return !leaf->self_signed && is_weak_digest (leaf->signature);
}

/* What is weak, in words; NULL: nothing. */
static char *
find_weakness (const GwTlsEvidence *evidence)
{
  const GwCertificate *leaf = evidence->chain->pdata[0];

  if (gw_certificate_has_weak_key (leaf))
    return g_strdup (leaf->key);
  if (gw_certificate_has_weak_signature (leaf))
    return g_strdup (leaf->signature);
  for (guint i = 0; i < evidence->verify_errors->len; i++) {
    int code = g_array_index (evidence->verify_errors, int, i);

    if (is_about_strength (code))
      return g_strdup (X509_verify_cert_error_string (code));
  }
  return NULL;
}

static void
add_names (GString *text, char **names, guint *n_names)
{
  for (; names != NULL && *names != NULL; names++) {
    if ((*n_names)++ >= NAMES_SHOWN)
      continue;
    if (*n_names > 1)
      g_string_append (text, ", ");
    g_string_append (text, *names);
  }
}

static char *
describe_names (const GwTlsEvidence *evidence)
{
  g_autoptr (GString) names = g_string_new (NULL);
  guint n_names = 0;

  add_names (names, evidence->dns_names, &n_names);
  add_names (names, evidence->srv_names, &n_names);
  add_names (names, evidence->xmpp_addrs, &n_names);
  if (n_names == 0)
    return g_strdup (_ ("it holds no name that counts"));
  if (n_names > NAMES_SHOWN)
    g_string_append (names, ", ...");
  return g_strdup_printf (_ ("for %s"), names->str);
}

static char *
date_to_text (gint64 when)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (when);

  return time != NULL ? g_date_time_format (time, "%F") : g_strdup ("?");
}

/* Sets fault and detail by the worst of the four answers. */
static void
name_fault (const GwTlsEvidence *evidence, int chain_error, char *weakness, gint64 now,
            GwCertVerdict *verdict)
{
  const GwCertificate *leaf = evidence->chain->pdata[0];
  g_autofree char *date = NULL;

  if (!verdict->chain_ok) {
    verdict->fault = GW_ERROR_CERT_UNTRUSTED;
    verdict->detail = g_strdup (X509_verify_cert_error_string (chain_error));
  } else if (!verdict->name_ok) {
    verdict->fault = GW_ERROR_CERT_NAME;
    verdict->detail = describe_names (evidence);
  } else if (!is_before_end (leaf, now)) {
    verdict->fault = GW_ERROR_CERT_EXPIRED;
    date = date_to_text (leaf->not_after);
    verdict->detail = g_strdup_printf (_ ("since %s"), date);
  } else if (!is_after_start (leaf, now)) {
    verdict->fault = GW_ERROR_CERT_NOT_YET;
    date = date_to_text (leaf->not_before);
    verdict->detail = g_strdup_printf (_ ("valid from %s"), date);
  } else {
    verdict->fault = GW_ERROR_CERT_WEAK;
    verdict->detail = g_strdup (weakness);
  }
}

void
gw_certificate_judge (const GwTlsEvidence *evidence, const char *domain, const char *service,
                      gint64 now, GwCertVerdict *verdict)
{
  g_autofree char *weakness = NULL;
  const GwCertificate *leaf;
  int chain_error;

  g_return_if_fail (evidence != NULL && domain != NULL && verdict != NULL);

  *verdict = (GwCertVerdict){0};
  if (evidence->chain->len == 0) {
    verdict->fault = GW_ERROR_CERT_UNTRUSTED;
    verdict->detail = g_strdup ("no certificate");
    return;
  }
  leaf = evidence->chain->pdata[0];
  chain_error = find_chain_error (evidence, now);
  weakness = find_weakness (evidence);
  verdict->not_after = leaf->not_after;
  verdict->chain_ok = chain_error == X509_V_OK;
  verdict->name_ok = judge_name (evidence, domain, service);
  verdict->dates_ok = is_after_start (leaf, now) && is_before_end (leaf, now);
  verdict->key_ok = weakness == NULL;
  verdict->ok = verdict->chain_ok && verdict->name_ok && verdict->dates_ok && verdict->key_ok;
  if (!verdict->ok)
    name_fault (evidence, chain_error, weakness, now, verdict);
}

void
gw_cert_verdict_clear (GwCertVerdict *verdict)
{
  g_clear_pointer (&verdict->detail, g_free);
}

void
gw_cert_verdict_set_error (const GwCertVerdict *verdict, const char *domain, GError **error)
{
  g_return_if_fail (verdict != NULL && !verdict->ok);
  gw_error_set (error, verdict->fault, domain, verdict->detail);
}
