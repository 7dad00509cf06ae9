/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The grade, reason by reason. */
#include "whole.h"

#include "probe/grade.h"
#include "probe/result.h"

static GwProbeResult *
result_of (const Setup *setup)
{
  return gw_probe_result_new (scene_new (setup));
}

typedef struct {
  const char *path;
  Setup setup;
  const char *grade; /* NULL: none */
  const char *worst; /* id; NULL: none */
  const char *lacks; /* id; NULL: none */
} GradeCase;

#define GOOD .features = SCENE_LOGIN
#define FULL .full = TRUE, GOOD

static const Setup good_plain = {GOOD};
static const Setup lax_server = {.features = "", .not_required = TRUE};
static const Setup clear_server = {.plain = "", .not_offered = TRUE, .version = ""};

static const GradeCase grade_cases[] = {
    {"/grade/no-fault-seen-is-A", {GOOD}, "A", NULL, "c2s.directtls"},
    {"/grade/direct-tls-is-A-too", {.way = SCENE_DIRECT, GOOD}, "A", NULL, "sasl.cb"},
    {"/grade/no-connection-is-no-grade",
     {.way = SCENE_NOT_CONNECTED, .error = GW_ERROR_CONNECT_REFUSED},
     NULL,
     NULL},
    {"/grade/no-features-is-no-grade", {.error = GW_ERROR_HANGUP}, NULL, NULL},
    {"/grade/an-untrusted-certificate-is-F", {GOOD, .untrusted = TRUE}, "F", "cert.chain"},
    {"/grade/another-name-is-F", {GOOD, .other_name = TRUE}, "F", "cert.name"},
    {"/grade/expired-is-F", {GOOD, .days_left = -2}, "F", "cert.expiry"},
    {"/grade/no-encryption-is-F",
     {.plain = "", .not_offered = TRUE, .version = "", .error = GW_ERROR_NO_TLS},
     "F",
     "c2s.starttls"},
    {"/grade/passwords-in-clear-are-F",
     {GOOD, .plain = SCENE_SASL (SCENE_METHOD ("PLAIN"))},
     "F",
     "c2s.pretls_leak"},
    {"/grade/old-tls-is-D", {GOOD, .version = "TLSv1"}, "D", "tls.v13"},
    {"/grade/a-short-key-is-C", {GOOD, .weak = TRUE}, "C", "cert.key"},
    {"/grade/optional-encryption-is-B", {GOOD, .not_required = TRUE}, "B", "c2s.starttls"},
    {"/grade/plain-alone-is-B",
     {.features = SCENE_SASL (SCENE_METHOD ("PLAIN"))},
     "B",
     "sasl.scram"},
    {"/grade/the-oldest-scram-is-A-still",
     {.features = SCENE_SASL (SCENE_METHOD ("SCRAM-SHA-1") SCENE_METHOD ("PLAIN"))},
     "A",
     NULL,
     "c2s.directtls"},
    {"/grade/the-worst-reason-is-named",
     {GOOD, .not_required = TRUE, .weak = TRUE, .other_name = TRUE},
     "F",
     "cert.name"},
    {"/grade/all-merits-are-A-plus", {WHOLE, .dns = WHOLE_CAA}, "A+", NULL, NULL},
    {"/grade/tlsa-is-as-good-as-caa",
     {WHOLE, .dns = "SRV _xmpps-client._tcp secure = 0 5 5223 " SCENE_TARGET
                    "\nTLSA _5223._tcp." SCENE_TARGET ". secure = 3 0 0 " SCENE_LEAF_HEX},
     "A+",
     NULL,
     NULL},
    {"/grade/neither-is-A", {WHOLE}, "A", NULL, "dns.caa"},
    {"/grade/a-merit-that-is-missing-is-A",
     {.full = TRUE,
      .way = SCENE_DIRECT,
      GOOD,
      .other = &good_plain,
      .server = &whole_server,
      .hellos = WHOLE_HELLOS,
      .dns = WHOLE_CAA},
     "A",
     NULL,
     "sasl.cb"},
    {"/grade/what-nobody-looked-at-is-A",
     {.full = TRUE,
      .way = SCENE_DIRECT,
      .features = WHOLE_FEATURES,
      .other = &whole_starttls,
      .server = &whole_server,
      .dns = WHOLE_CAA},
     "A",
     NULL,
     "tls.v12"},
    {"/grade/broken-encryption-is-F", {FULL, .hellos = "broken:0303/0005"}, "F", "tls.broken"},
    {"/grade/triple-des-costs-nothing",
     {FULL, .hellos = "broken:0303/000a"},
     "A",
     NULL,
     "c2s.directtls"},
    {"/grade/old-versions-are-D", {FULL, .hellos = "old:0302/002f"}, "D", "tls.old"},
    {"/grade/old-versions-without-a-handshake-are-D-too",
     {.full = TRUE,
      .version = "",
      .plain = "<x/>",
      .error = GW_ERROR_CONNECT_FAILED,
      .hellos = "old:0302/002f"},
     "D",
     "tls.old"},
    {"/grade/outdated-methods-only-are-C",
     {FULL, .version = "TLSv1.2", .cipher = "ECDHE-RSA-AES128-SHA", .hellos = "tls12:refused"},
     "C",
     "tls.v12"},
    {"/grade/a-forgeable-signature-is-C", {FULL, .weak_signature = TRUE}, "C", "cert.sig"},
    {"/grade/static-rsa-is-B", {FULL, .hellos = "static-rsa:0303/009d"}, "B", "tls.rsakx"},
    {"/grade/optional-encryption-of-servers-is-B",
     {FULL, .server = &lax_server},
     "B",
     "s2s.starttls"},
    {"/grade/no-encryption-of-servers-is-B", {FULL, .server = &clear_server}, "B", "s2s.starttls"},
    {"/grade/the-signed-dns-makes-up-for-an-authority",
     {FULL, .untrusted = TRUE,
      .dns = "SRV _xmpp-client._tcp secure = 0 5 5222 " SCENE_TARGET
             "\nTLSA _5222._tcp." SCENE_TARGET ". secure = 3 0 0 " SCENE_LEAF_HEX},
     "A",
     NULL,
     "c2s.directtls"},
};

static void
test_grade (gconstpointer data)
{
  const GradeCase *test = data;
  g_autoptr (GwProbeResult) result = result_of (&test->setup);
  GwSecurity security = gw_probe_security (result);

  g_assert_cmpstr (gw_grade_name (security.grade), ==, test->grade);
  g_assert_cmpstr (security.worst ? security.worst->check->id : NULL, ==, test->worst);
  g_assert_cmpstr (security.lacks ? security.lacks->id : NULL, ==, test->lacks);
  g_assert_cmpuint (security.all, ==, 14);
  g_assert_cmpint (security.complete, ==, security.seen == security.all);
  g_assert_false (security.complete && !test->setup.full);
}

/* Danger as the reader sees it; A+ may be lost to doubt. */
static int
danger (GwGrade grade)
{
  return grade == GW_GRADE_A_PLUS || grade == GW_GRADE_UNKNOWN ? GW_GRADE_A : (int)grade;
}

/* Each check of each scene forgotten in turn. */
static void
test_unknown_never_lowers_a_grade (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (grade_cases); i++) {
    g_autoptr (GwProbeResult) result = result_of (&grade_cases[i].setup);
    int before = danger (gw_probe_security (result).grade);

    for (guint n = 0; n < result->checks->len; n++) {
      GwCheckResult *check = &g_array_index (result->checks, GwCheckResult, n);
      GwCheckState state = check->state;
      check->state = GW_CHECK_UNKNOWN;
      g_assert_cmpint (danger (gw_probe_security (result).grade), <=, before);
      check->state = state;
    }
  }
}

static void
test_a_whole_look_is_complete (void)
{
  g_autoptr (GwProbeResult) result = result_of (&(Setup){WHOLE});
  GwSecurity security = gw_probe_security (result);

  g_assert_true (security.complete);
  g_assert_cmpuint (result->checks->len, ==, 64);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (grade_cases); i++)
    g_test_add_data_func (grade_cases[i].path, &grade_cases[i], test_grade);
  g_test_add_func ("/grade/unknown-never-lowers-one", test_unknown_never_lowers_a_grade);
  g_test_add_func ("/grade/a-whole-look-is-complete", test_a_whole_look_is_complete);
  return g_test_run ();
}
