/* SPDX-License-Identifier: GPL-3.0-or-later */
/* TLS is made by libstrophe, which trusts the chain and compares host names as OpenSSL does; the
 * verdict is that of net/certificate, as everywhere in the house. libstrophe shows the leaf only.
 */
#include <openssl/x509_vfy.h>

#include "account/strophe-private.h"
#include "net/certificate.h"

#define SERVICE          "xmpp-client"
#define VERIFY_ERROR_END 256 /* OpenSSL 3 knows fewer than a hundred */

static gint64
now_seconds (void)
{
  return g_get_real_time () / G_USEC_PER_SEC;
}

/* libstrophe gives the words, not the number. 0: words that OpenSSL does not know. */
static int
find_verify_error (const char *words)
{
  for (int code = 1; code < VERIFY_ERROR_END; code++)
    if (strcmp (X509_verify_cert_error_string (code), words) == 0)
      return code;
  return X509_V_OK;
}

static void
fail_by_verdict (GwStrophe *self, const GwCertVerdict *verdict)
{
  if (self->error == NULL)
    gw_cert_verdict_set_error (verdict, self->domain, &self->error);
}

/* Called by OpenSSL for each error, in its order: chain, name, dates. The answer 1 forgives that
 * one error; only a name that OpenSSL cannot read (SRVName, xmppAddr) is forgiven. */
int
gw_strophe_on_bad_certificate (const xmpp_tlscert_t *certificate, const char *const message)
{
  GwStrophe *self = gw_strophe_current ();
  g_autoptr (GwTlsEvidence) evidence =
      gw_tls_evidence_new_from_pem (xmpp_tlscert_get_pem (certificate));
  int code = find_verify_error (message);
  g_auto (GwCertVerdict) verdict = {0};

  if (evidence == NULL || code == X509_V_OK) {
    gw_strophe_fail (self, GW_ERROR_CERT_UNTRUSTED, message);
    return 0;
  }
  if (code != X509_V_ERR_HOSTNAME_MISMATCH)
    g_array_append_val (evidence->verify_errors, code);
  gw_certificate_judge (evidence, self->domain, SERVICE, now_seconds (), &verdict);
  if (code == X509_V_ERR_HOSTNAME_MISMATCH && verdict.name_ok)
    return 1;
  /* Names come before dates, so what has dates to complain about and no fitting name is an issuer.
   */
  if (code != X509_V_ERR_HOSTNAME_MISMATCH && verdict.chain_ok && !verdict.name_ok)
    gw_strophe_fail (self, GW_ERROR_CERT_UNTRUSTED, message);
  else if (!verdict.ok)
    fail_by_verdict (self, &verdict);
  else
    gw_strophe_fail (self, GW_ERROR_CERT_UNTRUSTED, message);
  return 0;
}

gboolean
gw_strophe_judge (GwStrophe *self)
{
  xmpp_tlscert_t *certificate = xmpp_conn_get_peer_cert (self->conn);
  g_autoptr (GwTlsEvidence) evidence =
      certificate ? gw_tls_evidence_new_from_pem (xmpp_tlscert_get_pem (certificate)) : NULL;
  g_auto (GwCertVerdict) verdict = {0};

  if (certificate)
    xmpp_tlscert_free (certificate);
  if (evidence == NULL) {
    gw_strophe_fail (self, GW_ERROR_TLS_FAILED, "no certificate");
    return FALSE;
  }
  gw_certificate_judge (evidence, self->domain, SERVICE, now_seconds (), &verdict);
  if (!verdict.ok) {
    fail_by_verdict (self, &verdict);
    return FALSE;
  }
  self->judged = TRUE;
  return self->error == NULL;
}
