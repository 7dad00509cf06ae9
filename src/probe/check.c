/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of checks that one look can answer. The order is that of a connection: name, stream,
 * certificate, login, registration. */
#include "probe/check.h"

#include "base/i18n.h"
#include "probe/judges.h"

enum { EVIDENCE_MAX = 400 /* bytes: evidence is for the eye */ };

static const GwCheck checks[] = {
    {.id = "dns.srv.c2s_tls",
     .reference = "XEP-0368 section 3",
     .cure = N_ (
         "Add a DNS record _xmpps-client._tcp that names host and port where the server listens "
         "with TLS from the first byte, or remove the one that leads nowhere."),
     .judge = gw_judge_announced},
    {.id = "c2s.stream",
     .reference = "RFC 6120 section 4.7",
     .cure = N_ (
         "Check that the server runs, that a firewall lets port 5222 through, and that the server "
         "is configured for this domain."),
     .judge = gw_judge_stream},
    {.id = "c2s.starttls",
     .reference = "RFC 6120 section 5, RFC 7590 section 3.1",
     .cure = N_ (
         "Make encryption mandatory for clients, for example c2s_require_encryption in Prosody or "
         "starttls_required in ejabberd."),
     .judge = gw_judge_starttls},
    {.id = "c2s.pretls_leak",
     .reference = "RFC 6120 section 13.8, RFC 7590 section 3.1",
     .cure = N_ ("Offer login and registration only after encryption has begun."),
     .judge = gw_judge_leak},
    {.id = "c2s.directtls",
     .reference = "XEP-0368 section 2",
     .cure = N_ (
         "Let the server listen with TLS from the first byte at the announced host and port, with "
         "the certificate of the domain."),
     .judge = gw_judge_direct_tls},
    {.id = "c2s.alpn",
     .reference = "RFC 7301, XEP-0368 section 4",
     .cure = N_ (
         "Nothing needs to be done: only a server that shares its port with other services has to "
         "select a protocol."),
     .judge = gw_judge_alpn},
    {.id = "cert.chain",
     .reference = "RFC 6120 section 13.7, RFC 5280 section 6",
     .cure =
         N_ ("Use a certificate of a public authority, and let the server send the intermediate "
             "certificates too (the full chain)."),
     .judge = gw_judge_chain},
    {.id = "cert.name",
     .reference = "RFC 6120 section 13.7.1.2, RFC 9525 section 6",
     .cure =
         N_ ("Get a certificate that holds the domain of the addresses, not only the name of the "
             "machine, as a subject alternative name."),
     .judge = gw_judge_name},
    {.id = "cert.expiry",
     .reference = "RFC 5280 section 4.1.2.5",
     .cure = N_ ("Renew the certificate, and let the renewal reload the server."),
     .judge = gw_judge_expiry},
    {.id = "cert.key",
     .reference = "RFC 9325 section 4",
     .cure = N_ (
         "Get a certificate with an RSA key of 2048 bits or more, or an elliptic curve key, signed "
         "with SHA-256 or better."),
     .judge = gw_judge_key},
    {.id = "tls.v13",
     .reference = "RFC 9325 section 3.1.1",
     .cure = N_ ("Allow TLS 1.3 in the server's settings; a current TLS library has it."),
     .judge = gw_judge_tls_version},
    {.id = "sasl.scram",
     .reference = "RFC 6120 section 13.8, RFC 7677",
     .cure = N_ ("Store passwords in a way that allows SCRAM-SHA-256, and offer it."),
     .judge = gw_judge_scram},
    {.id = "sasl.plus",
     .reference = "RFC 5802 section 6, XEP-0440",
     .cure = N_ ("Offer the -PLUS login methods, which notice somebody in the middle."),
     .judge = gw_judge_binding},
    {.id = "sasl.legacy",
     .reference = "RFC 6331, RFC 6120 section 13.8",
     .cure = N_ ("Turn the outdated login methods off."),
     .judge = gw_judge_legacy},
    {.id = "sasl.anonymous",
     .reference = "XEP-0175",
     .cure = N_ (
         "Offer login without an account only on a host of its own, apart from people's accounts."),
     .judge = gw_judge_anonymous},
    {.id = "sasl2",
     .reference = "XEP-0388",
     .cure = N_ ("Offer SASL2 for a login with fewer round trips."),
     .judge = gw_judge_sasl2},
    {.id = "reg.ibr",
     .reference = "XEP-0077 section 3.1",
     .cure = N_ ("Allow registration from an app, if newcomers are welcome."),
     .judge = gw_judge_ibr},
    {.id = "reg.form",
     .reference = "XEP-0077 section 3.1, XEP-0158",
     .cure = N_ (
         "Ask newcomers for a name and a password only, and protect against abuse in other ways."),
     .judge = gw_judge_form},
    {.id = "reg.token",
     .reference = "XEP-0445, XEP-0401",
     .cure = N_ ("Announce invitations only if they are given out."),
     .judge = gw_judge_token},
    {NULL},
};

static const char *const state_names[] = {
    [GW_CHECK_PASS] = "pass", [GW_CHECK_WARN] = "warn",       [GW_CHECK_FAIL] = "fail",
    [GW_CHECK_INFO] = "info", [GW_CHECK_UNKNOWN] = "unknown",
};

const GwCheck *
gw_checks (void)
{
  return checks;
}

static const struct {
  const char *name, *text;
} groups[] = {
    [GW_GROUP_DNS] = {"dns", N_ ("Name service")},
    [GW_GROUP_CLIENT] = {"client", N_ ("Way in for apps")},
    [GW_GROUP_CERTIFICATE] = {"certificate", N_ ("Certificate")},
    [GW_GROUP_TLS] = {"tls", N_ ("Encryption")},
    [GW_GROUP_LOGIN] = {"login", N_ ("Login")},
    [GW_GROUP_SIGNUP] = {"signup", N_ ("Registration")},
    [GW_GROUP_WEB] = {"web", N_ ("Way in for web apps")},
    [GW_GROUP_SERVER] = {"server", N_ ("Way in for other servers")},
    [GW_GROUP_TIME] = {"time", N_ ("Time")},
};

const char *
gw_check_group_name (GwCheckGroup group)
{
  g_return_val_if_fail ((guint)group < GW_N_GROUPS, NULL);

  return groups[group].name;
}

const char *
gw_check_group_text (GwCheckGroup group)
{
  g_return_val_if_fail ((guint)group < GW_N_GROUPS, NULL);

  return _ (groups[group].text);
}

const char *
gw_check_state_name (GwCheckState state)
{
  g_return_val_if_fail ((guint)state < G_N_ELEMENTS (state_names), NULL);

  return state_names[state];
}

const GwCheck *
gw_check_find (const char *id)
{
  g_return_val_if_fail (id != NULL, NULL);

  for (const GwCheck *check = gw_checks (); check->id; check++)
    if (g_str_equal (check->id, id))
      return check;
  return NULL;
}

void
gw_check_result_clear (GwCheckResult *result)
{
  g_return_if_fail (result != NULL);

  g_clear_pointer (&result->text, g_free);
  g_clear_pointer (&result->evidence, g_free);
}

void
gw_check_say (GwCheckResult *result, GwCheckState state, const char *text, char *evidence)
{
  g_autofree char *whole = evidence;

  g_assert (result->text == NULL);
  result->state = state;
  result->text = g_strdup (text);
  if (whole == NULL || *whole == '\0')
    return;
  gboolean is_long = strlen (whole) > EVIDENCE_MAX;
  g_autofree char *head = g_strndup (whole, EVIDENCE_MAX);
  g_autofree char *valid = g_utf8_make_valid (head, -1);
  result->evidence = g_strconcat (valid, is_long ? "…" : NULL, NULL);
}

GArray *
gw_checks_run (const GwSeen *seen)
{
  g_return_val_if_fail (seen != NULL && seen->look != NULL, NULL);

  GArray *results = g_array_sized_new (FALSE, TRUE, sizeof (GwCheckResult), G_N_ELEMENTS (checks));
  g_array_set_clear_func (results, (GDestroyNotify)gw_check_result_clear);

  for (const GwCheck *check = checks; check->id; check++) {
    GwCheckResult result = {.check = check, .state = GW_CHECK_UNKNOWN};
    check->judge (seen, &result);
    if (result.text == NULL)
      result.text = g_strdup (_ ("This could not be seen this time."));
    g_array_append_val (results, result);
  }
  return results;
}
