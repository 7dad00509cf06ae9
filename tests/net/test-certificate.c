/* SPDX-License-Identifier: GPL-3.0-or-later */
/* net/certificate and the evidence of net/tls: which names count, what is a fault, and which fault
 * is the worst. */
#include "net/certificate.h"

#include "make-certificate.h"

#define DOMAIN "a.example"
#define DAY    ((gint64)24 * 60 * 60)
#define NOW    ((gint64)1767225600) /* 2026-01-01 */

static const struct {
  const char *presented, *domain;
  gboolean matches;
} dns_ids[] = {
    {"a.example", "a.example", TRUE},
    {"A.Example", "a.example", TRUE},
    {"a.example", "b.a.example", FALSE},
    {"b.a.example", "a.example", FALSE},
    {"", "a.example", FALSE},
    {"a.example.", "a.example", FALSE},
    {"*.a.example", "b.a.example", TRUE},
    {"*.A.example", "b.a.EXAMPLE", TRUE},
    {"*.a.example", "xn--bcher-kva.a.example", TRUE},
    {"*.a.example", "a.example", FALSE},
    {"*.a.example", "c.b.a.example", FALSE},
    {"*.a.example", ".a.example", FALSE},
    {"*.example", "a.example", FALSE},
    {"*", "a.example", FALSE},
    {"*.", "a.", FALSE},
    {"*.*.example", "b.a.example", FALSE},
    {"b*.a.example", "b.a.example", FALSE},
    {"b*.a.example", "bc.a.example", FALSE},
    {"b.*.example", "b.a.example", FALSE},
    {"xn--bcher-kva.example", "xn--bcher-kva.example", TRUE},
    {"*.a.example", "*.a.example", TRUE},
};

static void
test_dns_ids (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (dns_ids); i++) {
    g_test_message ("%s for %s", dns_ids[i].presented, dns_ids[i].domain);
    g_assert_cmpint (gw_certificate_dns_id_matches (dns_ids[i].presented, dns_ids[i].domain), ==,
                     dns_ids[i].matches);
  }
}

/* Evidence by hand. The leaf is fine unless said otherwise: valid for 30 days on both sides of NOW.
 */
typedef struct {
  const char *dns, *srv, *xmpp; /* one name each; NULL: none */
  const char *key;              /* NULL: "EC P-256" */
  int bits;                     /* 0: 256 */
  const char *signature;        /* NULL: "ecdsa-with-SHA256" */
  gboolean self_signed;
  int first_day, last_day; /* both 0: -30, 30 */
  int errors[3];           /* 0 ends them */
} Evidence;

static char **
list_of (const char *name)
{
  const char *list[] = {name, NULL};

  return g_strdupv ((char **)list);
}

static GwTlsEvidence *
evidence_new (const Evidence *wish)
{
  /* From a real one, so that freeing it is the product's affair. */
  g_autoptr (Certificate) certificate = certificate_new (&(CertificateWish){0}, NULL);
  g_autofree char *pem = certificate_to_pem (certificate);
  GwTlsEvidence *evidence = gw_tls_evidence_new_from_pem (pem);
  GwCertificate *leaf = evidence->chain->pdata[0];
  gboolean is_default = wish->first_day == 0 && wish->last_day == 0;

  g_strfreev (evidence->dns_names);
  g_strfreev (evidence->srv_names);
  g_strfreev (evidence->xmpp_addrs);
  evidence->dns_names = list_of (wish->dns);
  evidence->srv_names = list_of (wish->srv);
  evidence->xmpp_addrs = list_of (wish->xmpp);
  g_free (leaf->key);
  g_free (leaf->signature);
  leaf->key = g_strdup (wish->key != NULL ? wish->key : "EC P-256");
  leaf->key_bits = wish->bits != 0 ? wish->bits : 256;
  leaf->signature = g_strdup (wish->signature != NULL ? wish->signature : "ecdsa-with-SHA256");
  leaf->self_signed = wish->self_signed;
  leaf->not_before = NOW + (is_default ? -30 : wish->first_day) * DAY;
  leaf->not_after = NOW + (is_default ? 30 : wish->last_day) * DAY;
  for (const int *error = wish->errors; *error != 0; error++)
    g_array_append_val (evidence->verify_errors, *error);
  return evidence;
}

enum { CHAIN = 1, NAME = 2, DATES = 4, KEY = 8 };

static const struct {
  const char *what;
  Evidence evidence;
  guint faults; /* 0: ok */
  GwErrorCode fault;
  const char *detail; /* stands in it; NULL: not looked at */
} verdicts[] = {
    {"all is well", {.dns = DOMAIN}, 0, 0, NULL},
    {"a wildcard", {.dns = "*." DOMAIN}, NAME, GW_ERROR_CERT_NAME, "for *.a.example"},
    {"a service name", {.srv = "_xmpp-client." DOMAIN}, 0, 0, NULL},
    {"a service name in capitals", {.srv = "_XMPP-Client." DOMAIN}, 0, 0, NULL},
    {"another service", {.srv = "_xmpp-server." DOMAIN}, NAME, GW_ERROR_CERT_NAME, NULL},
    {"a service without its line", {.srv = "xmpp-client." DOMAIN}, NAME, GW_ERROR_CERT_NAME, NULL},
    {"a service of a longer name",
     {.srv = "_xmpp-clients." DOMAIN},
     NAME,
     GW_ERROR_CERT_NAME,
     NULL},
    {"a service of another domain",
     {.srv = "_xmpp-client.b.example"},
     NAME,
     GW_ERROR_CERT_NAME,
     NULL},
    {"an XMPP address", {.xmpp = DOMAIN}, 0, 0, NULL},
    {"an XMPP address in capitals", {.xmpp = "A.EXAMPLE"}, 0, 0, NULL},
    {"an XMPP address with a star", {.xmpp = "*.example"}, NAME, GW_ERROR_CERT_NAME, NULL},
    {"an XMPP address of a person", {.xmpp = "ann@" DOMAIN}, NAME, GW_ERROR_CERT_NAME, NULL},
    {"no name at all", {0}, NAME, GW_ERROR_CERT_NAME, "no name"},
    {"wrong, then right", {.dns = "b.example", .xmpp = DOMAIN}, 0, 0, NULL},
    {"expired",
     {.dns = DOMAIN, .first_day = -30, .last_day = -1, .errors = {X509_V_ERR_CERT_HAS_EXPIRED}},
     DATES,
     GW_ERROR_CERT_EXPIRED,
     "since 2025-12-31"},
    {"expired, and nobody noticed",
     {.dns = DOMAIN, .first_day = -30, .last_day = -1},
     DATES,
     GW_ERROR_CERT_EXPIRED,
     NULL},
    {"not yet",
     {.dns = DOMAIN, .first_day = 1, .last_day = 30, .errors = {X509_V_ERR_CERT_NOT_YET_VALID}},
     DATES,
     GW_ERROR_CERT_NOT_YET,
     "from 2026-01-02"},
    {"an issuer expired",
     {.dns = DOMAIN, .errors = {X509_V_ERR_CERT_HAS_EXPIRED}},
     CHAIN,
     GW_ERROR_CERT_UNTRUSTED,
     "expired"},
    {"self-signed",
     {.dns = DOMAIN, .self_signed = TRUE, .errors = {X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT}},
     CHAIN,
     GW_ERROR_CERT_UNTRUSTED,
     "self"},
    {"a missing issuer",
     {.dns = DOMAIN,
      .errors = {X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY,
                 X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE}},
     CHAIN,
     GW_ERROR_CERT_UNTRUSTED,
     "issuer"},
    {"a short RSA key",
     {.dns = DOMAIN, .key = "RSA 1024", .bits = 1024, .errors = {X509_V_ERR_EE_KEY_TOO_SMALL}},
     KEY,
     GW_ERROR_CERT_WEAK,
     "RSA 1024"},
    {"a good RSA key", {.dns = DOMAIN, .key = "RSA 2048", .bits = 2048}, 0, 0, NULL},
    {"a short curve",
     {.dns = DOMAIN, .key = "EC P-224", .bits = 224},
     KEY,
     GW_ERROR_CERT_WEAK,
     "EC P-224"},
    {"Ed25519", {.dns = DOMAIN, .key = "Ed25519", .bits = 253}, 0, 0, NULL},
    {"signed with SHA-1",
     {.dns = DOMAIN, .signature = "sha1WithRSAEncryption"},
     KEY,
     GW_ERROR_CERT_WEAK,
     "sha1"},
    {"signed with SHA-1 on a curve",
     {.dns = DOMAIN, .signature = "ecdsa-with-SHA1"},
     KEY,
     GW_ERROR_CERT_WEAK,
     NULL},
    {"signed with MD5",
     {.dns = DOMAIN, .signature = "md5WithRSAEncryption"},
     KEY,
     GW_ERROR_CERT_WEAK,
     NULL},
    {"signed with PSS and SHA-1",
     {.dns = DOMAIN, .signature = "rsassaPss with SHA1"},
     KEY,
     GW_ERROR_CERT_WEAK,
     NULL},
    {"signed by itself with SHA-1",
     {.dns = DOMAIN, .signature = "sha1WithRSAEncryption", .self_signed = TRUE},
     0,
     0,
     NULL},
    {"an issuer signed with SHA-1",
     {.dns = DOMAIN, .errors = {X509_V_ERR_CA_MD_TOO_WEAK}},
     KEY,
     GW_ERROR_CERT_WEAK,
     NULL},
    {"everything wrong",
     {.dns = "b.example",
      .key = "RSA 512",
      .bits = 512,
      .first_day = -30,
      .last_day = -1,
      .errors = {X509_V_ERR_CERT_HAS_EXPIRED, X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT}},
     CHAIN | NAME | DATES | KEY,
     GW_ERROR_CERT_UNTRUSTED,
     NULL},
    {"name, dates and key wrong",
     {.dns = "b.example", .key = "RSA 512", .bits = 512, .first_day = -30, .last_day = -1},
     NAME | DATES | KEY,
     GW_ERROR_CERT_NAME,
     "for b.example"},
    {"dates and key wrong",
     {.dns = DOMAIN, .key = "RSA 512", .bits = 512, .first_day = -30, .last_day = -1},
     DATES | KEY,
     GW_ERROR_CERT_EXPIRED,
     NULL},
};

static void
test_verdicts (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (verdicts); i++) {
    g_autoptr (GwTlsEvidence) evidence = evidence_new (&verdicts[i].evidence);
    g_auto (GwCertVerdict) verdict = {0};
    g_autoptr (GError) error = NULL;
    guint faults;

    g_test_message ("%s", verdicts[i].what);
    gw_certificate_judge (evidence, DOMAIN, "xmpp-client", NOW, &verdict);
    faults = (verdict.chain_ok ? 0 : CHAIN) | (verdict.name_ok ? 0 : NAME) |
             (verdict.dates_ok ? 0 : DATES) | (verdict.key_ok ? 0 : KEY);
    g_assert_cmpuint (faults, ==, verdicts[i].faults);
    g_assert_cmpint (verdict.ok, ==, faults == 0);
    if (verdict.ok)
      continue;
    g_assert_cmpstr (gw_error_name (verdict.fault), ==, gw_error_name (verdicts[i].fault));
    if (verdicts[i].detail != NULL && strstr (verdict.detail, verdicts[i].detail) == NULL)
      g_error ("no \"%s\" in \"%s\"", verdicts[i].detail, verdict.detail);
    gw_cert_verdict_set_error (&verdict, DOMAIN, &error);
    g_assert_error (error, GW_ERROR, (int)verdicts[i].fault);
    g_assert_nonnull (strstr (error->message, DOMAIN));
  }
}

/* DNS and certificates spell such a name in ASCII, an XMPP address does not. */
static void
test_letters (void)
{
  g_autoptr (GwTlsEvidence) evidence = evidence_new (&(Evidence){.xmpp = "b\xc3\xbc"
                                                                         "cher.example"});
  g_auto (GwCertVerdict) verdict = {0};

  gw_certificate_judge (evidence, "xn--bcher-kva.example", "xmpp-client", NOW, &verdict);
  g_assert_true (verdict.ok);
}

static void
test_no_certificate (void)
{
  g_autoptr (GwTlsEvidence) evidence = evidence_new (&(Evidence){.dns = DOMAIN});
  g_auto (GwCertVerdict) verdict = {0};

  g_ptr_array_set_size (evidence->chain, 0);
  gw_certificate_judge (evidence, DOMAIN, "xmpp-client", NOW, &verdict);
  g_assert_false (verdict.ok);
  g_assert_cmpint (verdict.fault, ==, GW_ERROR_CERT_UNTRUSTED);
  g_assert_false (verdict.name_ok);
}

#define SRV_OID  "otherName:1.3.6.1.5.5.7.8.7;"
#define XMPP_OID "otherName:1.3.6.1.5.5.7.8.5;"

/* Certificates as they come: the names that OpenSSL wrote, read and judged. */
static const struct {
  CertificateWish wish;
  const char *names; /* dns | srv | xmpp */
  const char *key;
  gboolean name_ok;
} real[] = {
    {{.names = "DNS:a.example,DNS:b.example"}, "a.example,b.example||", "EC P-256", TRUE},
    {{.names = "DNS:b.example," SRV_OID "IA5STRING:_xmpp-client.a.example"},
     "b.example|_xmpp-client.a.example|",
     "EC P-256",
     TRUE},
    {{.names = XMPP_OID "UTF8:a.example"}, "||a.example", "EC P-256", TRUE},
    {{.names = XMPP_OID "UTF8:c.example,DNS:*.a.example"},
     "*.a.example||c.example",
     "EC P-256",
     FALSE},
    /* of the wrong string type */
    {{.names = XMPP_OID "IA5STRING:a.example," SRV_OID "UTF8:_xmpp-client.a.example"},
     "||",
     "EC P-256",
     FALSE},
    {{.names =
          "otherName:1.2.3.4;UTF8:a.example,email:x@a.example,IP:192.0.2.1,URI:xmpp:a.example"},
     "||",
     "EC P-256",
     FALSE},
    {{.common = "a.example"}, "||", "EC P-256", FALSE},
    {{.common = "a.example", .names = "DNS:b.example", .rsa_bits = 2048},
     "b.example||",
     "RSA 2048",
     FALSE},
};

static void
test_real_names (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (real); i++) {
    g_autoptr (Certificate) certificate = certificate_new (&real[i].wish, NULL);
    g_autofree char *pem = certificate_to_pem (certificate);
    g_autoptr (GwTlsEvidence) evidence = gw_tls_evidence_new_from_pem (pem);
    g_auto (GwCertVerdict) verdict = {0};
    g_autofree char *dns = NULL, *srv = NULL, *xmpp = NULL, *names = NULL;
    const GwCertificate *leaf;

    g_assert_nonnull (evidence);
    leaf = evidence->chain->pdata[0];
    dns = g_strjoinv (",", evidence->dns_names);
    srv = g_strjoinv (",", evidence->srv_names);
    xmpp = g_strjoinv (",", evidence->xmpp_addrs);
    names = g_strjoin ("|", dns, srv, xmpp, NULL);
    g_assert_cmpstr (names, ==, real[i].names);
    g_assert_cmpstr (leaf->key, ==, real[i].key);
    gw_certificate_judge (evidence, DOMAIN, "xmpp-client", g_get_real_time () / G_USEC_PER_SEC,
                          &verdict);
    g_assert_cmpint (verdict.name_ok, ==, real[i].name_ok);
    g_assert_true (verdict.dates_ok);
  }
}

static void
test_real_fields (void)
{
  CertificateWish authority_wish = {.common = "M\xc3\xbcller CA", .is_authority = TRUE};
  CertificateWish wish = {.names = "DNS:" DOMAIN,
                          .rsa_bits = 1024,
                          .digest = "SHA1",
                          .first_day = -20,
                          .last_day = -10};
  g_autoptr (Certificate) authority = certificate_new (&authority_wish, NULL);
  g_autoptr (Certificate) certificate = certificate_new (&wish, authority);
  g_autofree char *pem = certificate_to_pem (certificate);
  g_autoptr (GwTlsEvidence) evidence = gw_tls_evidence_new_from_pem (pem);
  const GwCertificate *leaf = evidence->chain->pdata[0];
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;

  g_assert_cmpuint (evidence->chain->len, ==, 1);
  g_assert_cmpstr (leaf->subject, ==, "CN=common.example");
  g_assert_cmpstr (leaf->issuer, ==, "CN=M\xc3\xbcller CA");
  g_assert_cmpstr (leaf->signature, ==, "ecdsa-with-SHA1");
  g_assert_cmpint (leaf->key_bits, ==, 1024);
  g_assert_false (leaf->self_signed);
  g_assert_cmpuint (strlen (leaf->sha256), ==, 64);
  g_assert_cmpint (ABS (leaf->not_before - (now - 20 * DAY)), <, 60);
  g_assert_cmpint (ABS (leaf->not_after - (now - 10 * DAY)), <, 60);
  g_assert_null (evidence->version);
}

static void
test_no_pem (void)
{
  g_assert_null (gw_tls_evidence_new_from_pem (""));
  g_assert_null (gw_tls_evidence_new_from_pem (
      "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"));
}

static void
test_store_file (void)
{
  g_autoptr (GwProfile) profile = gw_profile_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GwTls) tls = NULL;

  g_free (profile->ca_file);
  profile->ca_file = g_strdup ("/nowhere/ca.pem");
  tls = gw_tls_new (profile, &error);
  g_assert_null (tls);
  g_assert_error (error, GW_ERROR, GW_ERROR_FILE_READ);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/certificate/a-wildcard-is-one-whole-label", test_dns_ids);
  g_test_add_func ("/certificate/the-worst-fault-is-named", test_verdicts);
  g_test_add_func ("/certificate/an-xmpp-address-may-have-letters-of-all-kinds", test_letters);
  g_test_add_func ("/certificate/none-is-trusted-by-nobody", test_no_certificate);
  g_test_add_func ("/certificate/names-of-each-kind-are-read", test_real_names);
  g_test_add_func ("/certificate/fields-are-read", test_real_fields);
  g_test_add_func ("/certificate/what-is-no-pem-is-no-evidence", test_no_pem);
  g_test_add_func ("/certificate/a-missing-file-of-authorities-is-named", test_store_file);
  return g_test_run ();
}
