/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of checks: its rows, and what each judge says about looks that never were. */
#include "scene.h"

typedef struct {
  const char *path;
  Setup setup;
  const char *states; /* "id=state ..."; the rest is not looked at */
} CheckCase;

static const CheckCase check_cases[] = {
    {"/check/a-direct-tls-server-without-fault-has-none",
     {.way = SCENE_DIRECT,
      .features = SCENE_LOGIN SCENE_REGISTER SCENE_TOKEN,
      .reply = SCENE_FORM,
      .alpn = "xmpp-client"},
     "dns.srv.c2s_tls=pass c2s.stream=pass c2s.starttls=unknown c2s.pretls_leak=unknown "
     "c2s.directtls=pass c2s.alpn=info cert.chain=pass cert.name=pass cert.expiry=pass "
     "cert.key=pass tls.v13=pass sasl.scram=pass sasl.plus=pass sasl.legacy=pass "
     "sasl.anonymous=info sasl2=info reg.ibr=info reg.form=info reg.token=info"},
    {"/check/a-starttls-server-without-fault-has-none",
     {.features = SCENE_LOGIN, .reply = SCENE_REFUSAL ("service-unavailable")},
     "dns.srv.c2s_tls=info c2s.stream=pass c2s.starttls=pass c2s.pretls_leak=pass "
     "c2s.directtls=info c2s.alpn=unknown cert.chain=pass cert.name=pass cert.expiry=pass "
     "cert.key=pass tls.v13=pass sasl.scram=pass sasl.plus=pass sasl.legacy=pass "
     "sasl.anonymous=info sasl2=info reg.ibr=info reg.form=info reg.token=info"},
    {"/check/a-name-that-does-not-exist-leaves-all-but-the-stream-unknown",
     {.way = SCENE_NOT_CONNECTED, .error = GW_ERROR_DNS_UNKNOWN},
     "dns.srv.c2s_tls=unknown c2s.stream=fail c2s.starttls=unknown c2s.pretls_leak=unknown "
     "c2s.directtls=unknown c2s.alpn=unknown cert.chain=unknown cert.name=unknown "
     "cert.expiry=unknown cert.key=unknown tls.v13=unknown sasl.scram=unknown sasl.plus=unknown "
     "sasl.legacy=unknown sasl.anonymous=unknown sasl2=unknown reg.ibr=unknown reg.form=unknown "
     "reg.token=unknown"},
    {"/check/our-own-trouble-blames-nobody",
     {.way = SCENE_NOT_CONNECTED, .error = GW_ERROR_DNS_FAILED},
     "c2s.stream=unknown"},
    {"/check/a-silent-server-has-no-stream",
     {.features = NULL, .plain = "", .version = "", .not_offered = TRUE, .error = GW_ERROR_NO_TLS},
     "c2s.stream=pass c2s.starttls=fail cert.chain=unknown tls.v13=unknown sasl.scram=unknown"},
    {"/check/direct-tls-that-leads-nowhere-is-a-fault",
     {.way = SCENE_DIRECT_BROKEN, .features = SCENE_LOGIN},
     "dns.srv.c2s_tls=fail c2s.directtls=fail c2s.starttls=pass"},
    {"/check/direct-tls-with-a-bad-certificate-is-a-fault",
     {.way = SCENE_DIRECT, .features = SCENE_LOGIN, .other_name = TRUE},
     "dns.srv.c2s_tls=pass c2s.directtls=fail cert.name=fail cert.chain=pass"},
    {"/check/a-stream-from-elsewhere-is-worth-a-notice",
     {.features = SCENE_LOGIN, .from = "other.example"},
     "c2s.stream=warn"},
    {"/check/optional-encryption-is-worth-a-notice",
     {.features = SCENE_LOGIN, .not_required = TRUE},
     "c2s.starttls=warn"},
    {"/check/encryption-that-breaks-is-a-fault",
     {.version = "", .error = GW_ERROR_TLS_FAILED},
     "c2s.stream=pass c2s.starttls=fail cert.chain=unknown"},
    {"/check/bytes-before-encryption-are-a-fault",
     {.features = SCENE_LOGIN, .injected = TRUE},
     "c2s.starttls=fail"},
    {"/check/passwords-before-encryption-are-a-fault",
     {.features = SCENE_LOGIN, .plain = SCENE_STARTTLS_TAG SCENE_SASL (SCENE_METHOD ("PLAIN"))},
     "c2s.pretls_leak=fail"},
    {"/check/strong-login-before-encryption-is-not-that-fault",
     {.features = SCENE_LOGIN,
      .plain = SCENE_STARTTLS_TAG SCENE_SASL (SCENE_METHOD ("SCRAM-SHA-1"))},
     "c2s.pretls_leak=pass"},
    {"/check/registration-before-encryption-is-worth-a-notice",
     {.features = SCENE_LOGIN, .plain = SCENE_STARTTLS_TAG SCENE_REGISTER},
     "c2s.pretls_leak=warn"},
    {"/check/a-self-signed-certificate-is-not-trusted",
     {.features = SCENE_LOGIN, .self_signed = TRUE},
     "cert.chain=fail cert.name=pass cert.expiry=pass"},
    {"/check/an-unknown-authority-is-not-trusted",
     {.features = SCENE_LOGIN, .untrusted = TRUE},
     "cert.chain=fail"},
    {"/check/a-certificate-of-the-machine-is-not-one-of-the-domain",
     {.features = SCENE_LOGIN, .target_name = TRUE},
     "cert.name=fail cert.chain=pass"},
    {"/check/an-expired-certificate-is-a-fault",
     {.features = SCENE_LOGIN, .days_left = -1},
     "cert.expiry=fail cert.name=pass"},
    {"/check/a-certificate-of-tomorrow-is-a-fault",
     {.features = SCENE_LOGIN, .days_old = -1},
     "cert.expiry=fail"},
    {"/check/a-certificate-that-ends-in-two-weeks-is-worth-a-notice",
     {.features = SCENE_LOGIN, .days_left = 14},
     "cert.expiry=warn"},
    {"/check/a-certificate-that-ends-in-fifteen-days-is-not",
     {.features = SCENE_LOGIN, .days_left = 15},
     "cert.expiry=pass"},
    {"/check/a-certificate-for-six-days-is-renewed-later",
     {.features = SCENE_LOGIN, .days_old = 3, .days_left = 3},
     "cert.expiry=pass"},
    {"/check/a-short-key-is-a-fault",
     {.features = SCENE_LOGIN, .weak = TRUE},
     "cert.key=fail cert.chain=pass"},
    {"/check/tls-1-2-is-worth-a-notice",
     {.features = SCENE_LOGIN, .version = "TLSv1.2"},
     "tls.v13=warn"},
    {"/check/tls-1-1-is-a-fault", {.features = SCENE_LOGIN, .version = "TLSv1.1"}, "tls.v13=fail"},
    {"/check/the-oldest-scram-is-worth-a-notice",
     {.features = SCENE_SASL (SCENE_METHOD ("SCRAM-SHA-1") SCENE_METHOD ("PLAIN"))},
     "sasl.scram=warn sasl.plus=info sasl.legacy=pass"},
    {"/check/plain-alone-is-worth-a-notice",
     {.features = SCENE_SASL (SCENE_METHOD ("PLAIN"))},
     "sasl.scram=warn sasl.plus=info"},
    {"/check/no-login-that-apps-know-is-a-fault",
     {.features = SCENE_SASL (SCENE_METHOD ("EXTERNAL"))},
     "sasl.scram=fail"},
    {"/check/outdated-logins-are-worth-a-notice",
     {.features = SCENE_SASL (SCENE_METHOD ("SCRAM-SHA-512") SCENE_METHOD ("DIGEST-MD5"))},
     "sasl.scram=pass sasl.legacy=warn"},
    {"/check/methods-of-sasl2-count-too",
     {.features = "<authentication xmlns='urn:xmpp:sasl:2'>" SCENE_METHOD (
          "SCRAM-SHA-256-PLUS") "</authentication>"},
     "sasl.scram=pass sasl.plus=pass sasl2=info"},
    {"/check/a-form-that-was-refused-for-now-is-worth-a-notice",
     {.features = SCENE_LOGIN SCENE_REGISTER, .reply = SCENE_REFUSAL ("resource-constraint")},
     "reg.ibr=info reg.form=warn"},
    {"/check/a-form-that-was-not-asked-for-is-unknown",
     {.features = SCENE_LOGIN SCENE_REGISTER},
     "reg.form=unknown"},
};

static const GwCheckResult *
find (const GArray *results, const char *id)
{
  for (guint i = 0; i < results->len; i++) {
    const GwCheckResult *result = &g_array_index (results, GwCheckResult, i);
    if (g_str_equal (result->check->id, id))
      return result;
  }
  g_error ("there is no check %s", id);
}

static void
test_states (gconstpointer data)
{
  const CheckCase *test = data;
  g_autoptr (GwSeen) seen = scene_new (&test->setup);
  g_autoptr (GArray) results = gw_checks_run (seen);
  g_auto (GStrv) wanted = g_strsplit (test->states, " ", -1);
  g_autoptr (GString) got = g_string_new (NULL);

  for (char **want = wanted; *want; want++) {
    *strchr (*want, '=') = '\0';
    g_string_append_printf (got, "%s%s=%s", got->len ? " " : "", *want,
                            gw_check_state_name (find (results, *want)->state));
  }
  g_assert_cmpstr (got->str, ==, test->states);
}

static void
test_every_result_has_a_sentence (gconstpointer data)
{
  const CheckCase *test = data;
  g_autoptr (GwSeen) seen = scene_new (&test->setup);
  g_autoptr (GArray) results = gw_checks_run (seen);

  for (guint i = 0; i < results->len; i++) {
    const GwCheckResult *result = &g_array_index (results, GwCheckResult, i);
    g_assert_true (g_str_has_suffix (result->text, "."));
    g_assert_true (result->evidence == NULL || g_utf8_validate (result->evidence, -1, NULL));
  }
}

static void
test_rows_are_whole (void)
{
  g_autoptr (GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);

  for (const GwCheck *check = gw_checks (); check->id; check++) {
    g_assert_true (g_hash_table_add (ids, (gpointer)check->id));
    g_assert_true (g_str_has_prefix (check->reference, "RFC ") ||
                   g_str_has_prefix (check->reference, "XEP-"));
    g_assert_true (g_str_has_suffix (check->cure, "."));
    g_assert_nonnull (check->judge);
  }
  g_assert_cmpuint (g_hash_table_size (ids), ==, 19);
}

static void
test_results_stand_in_the_order_of_the_table (void)
{
  g_autoptr (GwSeen) seen = scene_new (&(Setup){.features = SCENE_LOGIN});
  g_autoptr (GArray) results = gw_checks_run (seen);

  for (guint i = 0; i < results->len; i++)
    g_assert_true (g_array_index (results, GwCheckResult, i).check == &gw_checks ()[i]);
  g_assert_null (gw_checks ()[results->len].id);
}

static void
test_evidence_is_cut (void)
{
  g_autofree char *long_name = g_strnfill (5000, 'x');
  g_autoptr (GwSeen) seen = scene_new (&(Setup){.features = SCENE_LOGIN, .from = long_name});
  g_autoptr (GArray) results = gw_checks_run (seen);

  g_assert_cmpuint (strlen (find (results, "c2s.stream")->evidence), <, 500);
}

typedef struct {
  const char *path;
  Setup setup;
  const char *facts; /* "name=value;..." in the table's order */
} FactCase;

#define DAY " probe 2026-11-18"

static const FactCase fact_cases[] = {
    {"/facts/of-a-good-server",
     {.way = SCENE_DIRECT, .features = SCENE_LOGIN SCENE_REGISTER, .reply = SCENE_FORM},
     "signup=at-once;reachable=yes;certificate=ok;direct-tls=yes;tls-version=TLSv1.3;"
     "login-methods=SCRAM-SHA-256-PLUS,SCRAM-SHA-256,SCRAM-SHA-1,PLAIN;invitations=no"},
    {"/facts/of-one-that-takes-invitations",
     {.features = SCENE_SASL (SCENE_METHOD ("PLAIN")) SCENE_REGISTER SCENE_TOKEN,
      .reply = SCENE_FORM},
     "signup=at-once;reachable=yes;certificate=ok;direct-tls=no;tls-version=TLSv1.3;"
     "login-methods=PLAIN;invitations=yes"},
    {"/facts/of-one-with-a-puzzle",
     {.features = SCENE_SASL (SCENE_METHOD ("PLAIN")) SCENE_REGISTER, .reply = SCENE_PUZZLE},
     "signup=puzzle;reachable=yes;certificate=ok;direct-tls=no;tls-version=TLSv1.3;"
     "login-methods=PLAIN;invitations=no"},
    {"/facts/of-one-that-registers-on-the-web",
     {.features = SCENE_SASL (SCENE_METHOD ("PLAIN")) SCENE_REGISTER, .reply = SCENE_WEB},
     "signup=web;register-page=https://shop.example/join;reachable=yes;certificate=ok;"
     "direct-tls=no;tls-version=TLSv1.3;login-methods=PLAIN;invitations=no"},
    {"/facts/of-a-closed-one",
     {.features = SCENE_SASL (SCENE_METHOD ("PLAIN")),
      .reply = SCENE_REFUSAL ("service-unavailable")},
     "signup=closed;reachable=yes;certificate=ok;direct-tls=no;tls-version=TLSv1.3;"
     "login-methods=PLAIN;invitations=no"},
    {"/facts/of-a-closed-one-that-hangs-up",
     {.features = SCENE_SASL (SCENE_METHOD ("PLAIN")), .error = GW_ERROR_STREAM},
     "signup=closed;reachable=yes;certificate=ok;direct-tls=no;tls-version=TLSv1.3;"
     "login-methods=PLAIN;invitations=no"},
    {"/facts/an-odd-refusal-of-one-that-announces-no-registration-means-closed",
     {.features = SCENE_SASL (SCENE_METHOD ("PLAIN")),
      .reply = SCENE_REFUSAL ("internal-server-error")},
     "signup=closed;reachable=yes;certificate=ok;direct-tls=no;tls-version=TLSv1.3;"
     "login-methods=PLAIN;invitations=no"},
    {"/facts/an-odd-refusal-of-one-that-announces-registration-says-nothing",
     {.features = SCENE_SASL (SCENE_METHOD ("PLAIN")) SCENE_REGISTER,
      .reply = SCENE_REFUSAL ("internal-server-error")},
     "reachable=yes;certificate=ok;direct-tls=no;tls-version=TLSv1.3;login-methods=PLAIN;"
     "invitations=no"},
    {"/facts/a-bad-certificate-does-not-hide-the-form",
     {.features = SCENE_SASL (SCENE_METHOD ("PLAIN")) SCENE_REGISTER,
      .reply = SCENE_FORM,
      .other_name = TRUE},
     "signup=at-once;reachable=yes;certificate=cert-name;direct-tls=no;tls-version=TLSv1.3;"
     "login-methods=PLAIN;invitations=no"},
    {"/facts/broken-direct-tls-is-none",
     {.way = SCENE_DIRECT_BROKEN, .features = SCENE_SASL (SCENE_METHOD ("PLAIN"))},
     "reachable=yes;certificate=ok;direct-tls=no;tls-version=TLSv1.3;login-methods=PLAIN;"
     "invitations=no"},
    {"/facts/of-a-name-that-does-not-exist",
     {.way = SCENE_NOT_CONNECTED, .error = GW_ERROR_DNS_UNKNOWN},
     "reachable=no"},
    {"/facts/no-connection-in-time-may-be-our-own-network",
     {.way = SCENE_NOT_CONNECTED, .error = GW_ERROR_TIMEOUT},
     ""},
    {"/facts/no-name-server-says-nothing",
     {.way = SCENE_NOT_CONNECTED, .error = GW_ERROR_DNS_FAILED},
     ""},
};

static void
test_facts (gconstpointer data)
{
  const FactCase *test = data;
  g_autoptr (GwSeen) seen = scene_new (&test->setup);
  GwFacts facts = {0};
  g_autoptr (GString) got = g_string_new (NULL);

  gw_checks_facts (seen, &facts);
  for (int id = 0; id < GW_N_FACTS; id++) {
    g_autofree char *line = gw_fact_to_line (id, &facts.at[id]);
    if (line == NULL)
      continue;
    g_assert_true (g_str_has_suffix (line, DAY));
    line[strlen (line) - strlen (DAY)] = '\0';
    g_string_append_printf (got, "%s%s", got->len ? ";" : "", line);
  }
  gw_facts_clear (&facts);
  g_assert_cmpstr (got->str, ==, test->facts);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/table/every-row-is-whole-and-every-id-unique", test_rows_are_whole);
  g_test_add_func ("/table/results-stand-in-its-order",
                   test_results_stand_in_the_order_of_the_table);
  g_test_add_func ("/table/evidence-is-cut", test_evidence_is_cut);
  for (gsize i = 0; i < G_N_ELEMENTS (check_cases); i++) {
    g_autofree char *sentence = g_strconcat ("/sentence", check_cases[i].path, NULL);
    g_test_add_data_func (check_cases[i].path, &check_cases[i], test_states);
    g_test_add_data_func (sentence, &check_cases[i], test_every_result_has_a_sentence);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (fact_cases); i++)
    g_test_add_data_func (fact_cases[i].path, &fact_cases[i], test_facts);
  return g_test_run ();
}
