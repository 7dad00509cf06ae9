/* SPDX-License-Identifier: GPL-3.0-or-later */
/* net/stream against a scripted server over a socketpair: what a look sees, what it writes, and how
 * each way of going wrong ends it. */
#include <arpa/inet.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/limits.h"
#include "meeting.h"
#include "net/certificate.h"

#define DOMAIN MEETING_DOMAIN
#define HEADER                                                                                     \
  "<?xml version='1.0'?><stream:stream xmlns='jabber:client' "                                     \
  "xmlns:stream='http://etherx.jabber.org/streams' id='i-1' from='" DOMAIN "' version='1.0'>"
#define FEATURES(inside) "<stream:features>" inside "</stream:features>"
#define STARTTLS         "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'><required/></starttls>"
#define PROCEED          "<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>"
#define REGISTER         "<register xmlns='http://jabber.org/features/iq-register'/>"
#define SASL                                                                                       \
  "<mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><mechanism>PLAIN</mechanism></mechanisms>"
#define FORM                                                                                       \
  "<iq type='result' id='form'><query xmlns='jabber:iq:register'><username/></query></iq>"
#define NO_FORM                                                                                    \
  "<iq type='error'><error type='cancel'><service-unavailable "                                    \
  "xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>"
#define STREAM_ERROR(name)                                                                         \
  "<stream:error><" name " xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error>"
#define STREAM_END "</stream:stream>"

/* From the first byte to the handshake, and the form request after it. */
#define UP_TO_TLS                                                                                  \
  {PEER_HEAR, "<starttls"}, {PEER_SAY, HEADER FEATURES (STARTTLS)}, {PEER_SAY, PROCEED},           \
  {                                                                                                \
    PEER_TLS, NULL                                                                                 \
  }
#define ASKED                                                                                      \
  {                                                                                                \
    PEER_HEAR, "jabber:iq:register"                                                                \
  }

static const char *
chunk (const Met *met, guint n)
{
  g_assert_cmpuint (n, <, met->peer->chunks->len);
  return met->peer->chunks->pdata[n];
}

static void
assert_holds (const char *text, const char *part)
{
  if (strstr (text, part) == NULL)
    g_error ("no \"%s\" in \"%s\"", part, text);
}

/* --- all goes well --- */

static const PeerAct starttls_script[] = {UP_TO_TLS,
                                          ASKED,
                                          {PEER_SAY, HEADER FEATURES (SASL REGISTER)},
                                          {PEER_SAY, FORM},
                                          {PEER_HEAR, STREAM_END},
                                          {PEER_END}};
static const PeerAct direct_script[] = {{PEER_TLS, NULL},
                                        ASKED,
                                        {PEER_SAY, HEADER FEATURES (SASL REGISTER)},
                                        {PEER_SAY, FORM},
                                        {PEER_HEAR, STREAM_END},
                                        {PEER_END}};

static void
assert_went_well (Met *met)
{
  const GwStreamReport *report = met->report;

  g_assert_no_error (report->error);
  g_assert_nonnull (report->features);
  g_assert_nonnull (gw_xml_child (report->features, "mechanisms", NULL));
  g_assert_nonnull (report->form_reply);
  g_assert_cmpstr (report->stream_from, ==, DOMAIN);
  g_assert_cmpstr (report->stream_id, ==, "i-1");
  g_assert_cmpstr (report->stream_version, ==, "1.0");
  g_assert_cmpint (report->tls_us, >, 0);
  g_assert_cmpint (report->features_us, >=, report->tls_us);
  g_assert_cmpuint (report->bytes_in, >, strlen (HEADER FORM));
  g_assert_false (report->tcp_only);
  g_assert_false (report->injected);
  g_assert_cmpint (met->peer->act->verb, ==, PEER_END);
  g_assert_true (peer_was_left_politely (met->peer));
}

static void
test_starttls (void)
{
  static const gsize pieces[] = {0, 1, 5};

  for (gsize i = 0; i < G_N_ELEMENTS (pieces); i++) {
    g_auto (Met) met =
        meet (&(Meeting){.script = starttls_script, .want_form = TRUE, .piece = pieces[i]});

    g_assert_cmpint (met_run (&met), ==, GW_STEP_DONE);
    assert_went_well (&met);
    g_assert_true (met.report->starttls_offered);
    g_assert_true (met.report->starttls_required);
    g_assert_nonnull (met.report->plain_features);
    g_assert_false (met.report->direct_tls);
  }
}

static void
test_direct (void)
{
  static const gsize pieces[] = {0, 1, 5};

  for (gsize i = 0; i < G_N_ELEMENTS (pieces); i++) {
    g_auto (Met) met = meet (&(Meeting){
        .script = direct_script, .direct_tls = TRUE, .want_form = TRUE, .piece = pieces[i]});

    g_assert_cmpint (met_run (&met), ==, GW_STEP_DONE);
    assert_went_well (&met);
    g_assert_true (met.report->direct_tls);
    g_assert_null (met.report->plain_features);
  }
}

static void
test_without_form (void)
{
  static const PeerAct script[] = {{PEER_TLS, NULL},
                                   {PEER_HEAR, "version='1.0'"},
                                   {PEER_SAY, HEADER FEATURES (SASL)},
                                   {PEER_HEAR, STREAM_END},
                                   {PEER_END}};
  g_auto (Met) met = meet (&(Meeting){.script = script, .direct_tls = TRUE});

  g_assert_cmpint (met_run (&met), ==, GW_STEP_DONE);
  g_assert_no_error (met.report->error);
  g_assert_nonnull (met.report->features);
  g_assert_null (met.report->form_reply);
  g_assert_null (strstr (chunk (&met, 0), "jabber:iq:register"));
}

/* What may go in one write goes in one: each would cost a round trip else. */
static void
test_writes (void)
{
  g_auto (Met) met = meet (&(Meeting){.script = starttls_script, .want_form = TRUE});

  met_run (&met);
  assert_holds (chunk (&met, 0), "<?xml version='1.0'?><stream:stream ");
  assert_holds (chunk (&met, 0), " to='" DOMAIN "' version='1.0'");
  assert_holds (chunk (&met, 0), "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
  assert_holds (chunk (&met, 1), "<?xml version='1.0'?><stream:stream ");
  assert_holds (chunk (&met, 1),
                "<iq type='get' id='form'><query xmlns='jabber:iq:register'/></iq>");
  g_assert_cmpstr (chunk (&met, 2), ==, STREAM_END);
  g_assert_cmpuint (met.peer->chunks->len, ==, 3);
  g_assert_null (strstr (chunk (&met, 0), "from=")); /* not in the clear */
  assert_holds (chunk (&met, 1), " from='" GW_STREAM_SENDER "@" DOMAIN "'");
}

/* As another server: its own namespace, and no name, since we speak for none. */
static void
test_server (void)
{
  static const PeerAct script[] = {{PEER_TLS, NULL},
                                   {PEER_HEAR, "version='1.0'"},
                                   {PEER_SAY, HEADER FEATURES ("")},
                                   {PEER_HEAR, STREAM_END},
                                   {PEER_END}};
  g_auto (Met) met = meet (&(Meeting){.script = script, .direct_tls = TRUE, .is_server = TRUE});

  g_assert_cmpint (met_run (&met), ==, GW_STEP_DONE);
  g_assert_no_error (met.report->error);
  g_assert_nonnull (met.report->features);
  assert_holds (chunk (&met, 0), " xmlns='jabber:server' xmlns:db='jabber:server:dialback'");
  g_assert_null (strstr (chunk (&met, 0), "from="));
}

/* What came is kept, before and after TLS, but not without end. */
static void
test_bytes (void)
{
  g_auto (Met) met = meet (&(Meeting){.script = starttls_script, .want_form = TRUE});

  met_run (&met);
  assert_holds (met.report->plain_in->str, "<proceed");
  assert_holds (met.report->secure_in->str, "</stream:features>");
  g_assert_null (strstr (met.report->plain_in->str, "jabber:iq:register"));
}

static void
test_letters (void)
{
  static const PeerAct script[] = {{PEER_HEAR, "<starttls"}, {PEER_CLOSE, NULL}};
  g_auto (Met) met = meet (&(Meeting){.script = script, .domain = "xn--bcher-kva.example"});

  met_run (&met);
  assert_holds (chunk (&met, 0), " to='b\xc3\xbc"
                                 "cher.example'");
}

static void
test_evidence (void)
{
  g_auto (Met) met =
      meet (&(Meeting){.script = direct_script, .direct_tls = TRUE, .want_form = TRUE});
  const GwTlsEvidence *tls;
  g_auto (GwCertVerdict) verdict = {0};

  met_run (&met);
  tls = met.report->tls;
  g_assert_nonnull (tls);
  g_assert_cmpstr (tls->version, ==, "TLSv1.3");
  g_assert_true (g_str_has_prefix (tls->cipher, "TLS_"));
  g_assert_cmpstr (tls->group, ==, "X25519");
  g_assert_cmpstr (tls->alpn, ==, "xmpp-client");
  g_assert_cmpuint (tls->chain->len, ==, 1);
  g_assert_cmpuint (tls->verify_errors->len, ==, 0);
  gw_certificate_judge (tls, DOMAIN, "xmpp-client", g_get_real_time () / G_USEC_PER_SEC, &verdict);
  g_assert_true (verdict.ok);
}

static void
test_older_tls (void)
{
  g_auto (Met) met = meet (&(Meeting){
      .script = direct_script, .direct_tls = TRUE, .want_form = TRUE, .newest = TLS1_2_VERSION});

  g_assert_cmpint (met_run (&met), ==, GW_STEP_DONE);
  assert_went_well (&met);
  g_assert_cmpstr (met.report->tls->version, ==, "TLSv1.2");
}

/* A bad certificate does not stop the look: the judge is told everything. */
static const struct {
  CertificateWish wish;
  gboolean is_self_signed;
  GwErrorCode fault;
} bad_certificates[] = {
    {{.names = NULL}, TRUE, GW_ERROR_CERT_UNTRUSTED},
    {{.names = "DNS:b.example"}, FALSE, GW_ERROR_CERT_NAME},
    {{.first_day = -9, .last_day = -2}, FALSE, GW_ERROR_CERT_EXPIRED},
    {{.first_day = 2, .last_day = 9}, FALSE, GW_ERROR_CERT_NOT_YET},
    {{.rsa_bits = 1024}, FALSE, GW_ERROR_CERT_WEAK},
    {{.digest = "SHA1"}, FALSE, GW_ERROR_CERT_WEAK},
};

static void
test_bad_certificates (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (bad_certificates); i++) {
    g_auto (Met) met = meet (&(Meeting){.script = starttls_script,
                                        .want_form = TRUE,
                                        .certificate = bad_certificates[i].wish,
                                        .is_self_signed = bad_certificates[i].is_self_signed});
    g_auto (GwCertVerdict) verdict = {0};

    met_run (&met);
    assert_went_well (&met);
    gw_certificate_judge (met.report->tls, DOMAIN, "xmpp-client",
                          g_get_real_time () / G_USEC_PER_SEC, &verdict);
    g_assert_false (verdict.ok);
    g_assert_cmpstr (gw_error_name (verdict.fault), ==, gw_error_name (bad_certificates[i].fault));
  }
}

/* --- it does not --- */

typedef enum { NOTHING = 0, PLAIN = 1, TLS = 2, SEEN = 4, ANSWERED = 8 } Seen;

static const struct {
  const char *what;
  PeerAct script[10];
  gboolean direct_tls;
  GwErrorCode error; /* GW_N_ERRORS: none */
  guint seen;
  const char *detail; /* stands in the message; NULL: not looked at. Without error: of the end */
} ends[] = {
    {"STARTTLS is not offered",
     {{PEER_HEAR, "<starttls"},
      {PEER_SAY, HEADER FEATURES (SASL REGISTER)},
      {PEER_HEAR, STREAM_END}},
     FALSE,
     GW_ERROR_NO_TLS,
     PLAIN,
     NULL},
    {"STARTTLS fails",
     {{PEER_HEAR, "<starttls"},
      {PEER_SAY,
       HEADER FEATURES (STARTTLS) "<failure xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>" STREAM_END}},
     FALSE,
     GW_ERROR_NO_TLS,
     PLAIN,
     NULL},
    {"an unknown host",
     {{PEER_HEAR, "<starttls"}, {PEER_SAY, HEADER STREAM_ERROR ("host-unknown") STREAM_END}},
     FALSE,
     GW_ERROR_WRONG_HOST,
     NOTHING,
     "host-unknown"},
    {"an unknown host over TLS",
     {UP_TO_TLS, ASKED, {PEER_SAY, HEADER STREAM_ERROR ("improper-addressing") STREAM_END}},
     FALSE,
     GW_ERROR_WRONG_HOST,
     PLAIN | TLS,
     NULL},
    {"another stream error",
     {{PEER_HEAR, "<starttls"},
      {PEER_SAY,
       HEADER "<stream:error><text xmlns='urn:ietf:params:xml:ns:xmpp-streams'>no</text>"
              "<policy-violation xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error>"}},
     FALSE,
     GW_ERROR_STREAM,
     NOTHING,
     "policy-violation"},
    {"a stream error without a reason",
     {{PEER_HEAR, "<starttls"}, {PEER_SAY, HEADER "<stream:error/>"}},
     FALSE,
     GW_ERROR_STREAM,
     NOTHING,
     NULL},
    {"the form is refused",
     {UP_TO_TLS, ASKED, {PEER_SAY, HEADER FEATURES (SASL) NO_FORM}, {PEER_HEAR, STREAM_END}},
     FALSE,
     GW_N_ERRORS,
     PLAIN | TLS | SEEN | ANSWERED,
     NULL},
    {"a stream error for the form",
     {UP_TO_TLS,
      ASKED,
      {PEER_SAY, HEADER FEATURES (SASL) STREAM_ERROR ("not-authorized") STREAM_END}},
     FALSE,
     GW_N_ERRORS,
     PLAIN | TLS | SEEN,
     "not-authorized"},
    {"an end for the form",
     {UP_TO_TLS, ASKED, {PEER_SAY, HEADER FEATURES (SASL) STREAM_END}},
     FALSE,
     GW_N_ERRORS,
     PLAIN | TLS | SEEN,
     NULL},
    {"a closed connection for the form",
     {UP_TO_TLS, ASKED, {PEER_SAY, HEADER FEATURES (SASL)}, {PEER_CLOSE, NULL}},
     FALSE,
     GW_N_ERRORS,
     PLAIN | TLS | SEEN,
     NULL},
    {"a request instead of an answer",
     {UP_TO_TLS, ASKED, {PEER_SAY, HEADER FEATURES (SASL) "<iq type='get' id='form'/>" FORM}},
     FALSE,
     GW_N_ERRORS,
     PLAIN | TLS | SEEN | ANSWERED,
     NULL},
    {"an end before the features",
     {{PEER_HEAR, "<starttls"}, {PEER_SAY, HEADER STREAM_END}},
     FALSE,
     GW_ERROR_HANGUP,
     NOTHING,
     NULL},
    {"a web server",
     {{PEER_HEAR, "<starttls"}, {PEER_SAY, "HTTP/1.1 400 Bad Request\r\n\r\n<html/>"}},
     FALSE,
     GW_ERROR_NOT_XMPP,
     NOTHING,
     "HTTP/1.1 400 Bad Request"},
    {"an SSH server that speaks first",
     {{PEER_SAY, "SSH-2.0-OpenSSH_9.2\r\n"}},
     FALSE,
     GW_ERROR_NOT_XMPP,
     NOTHING,
     "SSH-2.0"},
    {"a web page",
     {{PEER_HEAR, "<starttls"}, {PEER_SAY, "<html><body/></html>"}},
     FALSE,
     GW_ERROR_NOT_XMPP,
     NOTHING,
     NULL},
    {"bytes of no text",
     {{PEER_HEAR, "<starttls"}, {PEER_SAY, "\x15\x03\x01\x02\x02\x16"}},
     FALSE,
     GW_ERROR_NOT_XMPP,
     NOTHING,
     NULL},
    {"another stream",
     {{PEER_HEAR, "<starttls"}, {PEER_SAY, "<stream xmlns='urn:other'>"}},
     FALSE,
     GW_ERROR_NOT_XMPP,
     NOTHING,
     NULL},
    {"damaged XML",
     {{PEER_HEAR, "<starttls"}, {PEER_SAY, HEADER "<a></b>"}},
     FALSE,
     GW_ERROR_BAD_XML,
     NOTHING,
     "mismatched"},
    {"damaged XML over TLS",
     {{PEER_TLS, NULL}, ASKED, {PEER_SAY, HEADER "<a></b>"}},
     TRUE,
     GW_ERROR_BAD_XML,
     TLS,
     NULL},
    {"a document type",
     {{PEER_HEAR, "<starttls"},
      {PEER_SAY, "<?xml version='1.0'?><!DOCTYPE s [<!ENTITY a 'b'>]>" HEADER}},
     FALSE,
     GW_ERROR_BAD_XML,
     NOTHING,
     "document type"},
    {"plain XMPP where TLS was announced",
     {{PEER_HEAR, "\x16"}, {PEER_SAY, HEADER FEATURES (STARTTLS)}},
     TRUE,
     GW_ERROR_TLS_FAILED,
     NOTHING,
     NULL},
    {"nonsense where TLS was promised",
     {{PEER_HEAR, "<starttls"},
      {PEER_SAY, HEADER FEATURES (STARTTLS) PROCEED},
      {PEER_HEAR, "\x16"},
      {PEER_SAY, "no TLS here"}},
     FALSE,
     GW_ERROR_TLS_FAILED,
     PLAIN,
     NULL},
};

static guint
what_was_seen (const GwStreamReport *report)
{
  return (report->plain_features != NULL ? PLAIN : 0) | (report->tls != NULL ? TLS : 0) |
         (report->features != NULL ? SEEN : 0) | (report->form_reply != NULL ? ANSWERED : 0);
}

static void
test_ends (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (ends); i++) {
    g_auto (Met) met = meet (
        &(Meeting){.script = ends[i].script, .direct_tls = ends[i].direct_tls, .want_form = TRUE});

    g_test_message ("%s", ends[i].what);
    g_assert_cmpint (met_run (&met), ==, GW_STEP_DONE);
    if (ends[i].error == GW_N_ERRORS) {
      g_assert_no_error (met.report->error);
      g_assert_cmpstr (met.report->end_condition, ==, ends[i].detail);
    } else {
      g_assert_error (met.report->error, GW_ERROR, (int)ends[i].error);
      assert_holds (met.report->error->message, DOMAIN);
      if (ends[i].detail != NULL)
        assert_holds (met.report->error->message, ends[i].detail);
    }
    g_assert_cmpuint (what_was_seen (met.report), ==, ends[i].seen);
    /* Ended is ended. */
    g_assert_cmpint (gw_stream_step (met.stream), ==, GW_STEP_DONE);
  }
}

/* Each script, cut off before each of its acts. */
static void
hang_up_everywhere (const PeerAct *script, gsize n_acts, gboolean direct_tls, gsize features_at)
{
  for (gsize cut = 0; cut < n_acts; cut++) {
    g_autofree PeerAct *short_script = g_memdup2 (script, n_acts * sizeof *script);
    g_auto (Met) met = {0};

    g_test_message ("before act %" G_GSIZE_FORMAT, cut);
    short_script[cut] = (PeerAct){PEER_CLOSE, NULL};
    met = meet (&(Meeting){.script = short_script, .direct_tls = direct_tls, .want_form = TRUE});
    g_assert_cmpint (met_run (&met), ==, GW_STEP_DONE);
    if (cut > features_at)
      g_assert_no_error (met.report->error);
    else
      g_assert_error (met.report->error, GW_ERROR, GW_ERROR_HANGUP);
    g_assert_cmpint (met.report->tcp_only, ==, cut <= (direct_tls ? 0 : 1));
  }
}

static void
test_hangups (void)
{
  hang_up_everywhere (starttls_script, G_N_ELEMENTS (starttls_script) - 1, FALSE, 5);
  hang_up_everywhere (direct_script, G_N_ELEMENTS (direct_script) - 1, TRUE, 2);
}

static void
test_old_tls (void)
{
  g_auto (Met) met = meet (&(Meeting){
      .script = direct_script, .direct_tls = TRUE, .want_form = TRUE, .newest = TLS1_1_VERSION});

  g_assert_cmpint (met_run (&met), ==, GW_STEP_DONE);
  g_assert_error (met.report->error, GW_ERROR, GW_ERROR_TLS_FAILED);
  g_assert_null (met.report->tls);
  g_assert_false (met.report->tcp_only);
}

/* What came in the clear behind <proceed/> is dropped, whatever it is. */
static void
test_injection (void)
{
  static const char *const injected[] = {FEATURES (REGISTER), FORM,   STREAM_END, " ", "\x01<<",
                                         "<!DOCTYPE x>",      "<half"};

  for (gsize i = 0; i < G_N_ELEMENTS (injected); i++) {
    g_autofree char *words = g_strconcat (HEADER FEATURES (STARTTLS) PROCEED, injected[i], NULL);
    const PeerAct script[] = {{PEER_HEAR, "<starttls"},
                              {PEER_SAY, words},
                              {PEER_TLS, NULL},
                              ASKED,
                              {PEER_SAY, HEADER FEATURES (SASL) NO_FORM},
                              {PEER_HEAR, STREAM_END},
                              {PEER_END}};
    g_auto (Met) met = meet (&(Meeting){.script = script, .want_form = TRUE});

    g_test_message ("%s", injected[i]);
    g_assert_cmpint (met_run (&met), ==, GW_STEP_DONE);
    g_assert_no_error (met.report->error);
    g_assert_true (met.report->injected);
    g_assert_null (gw_xml_child (met.report->features, "register", NULL));
    g_assert_cmpstr (gw_xml_attribute (met.report->form_reply, "type"), ==, "error");
  }
}

/* A megabyte of features, in the clear and over TLS, as many and as one. */
static void
test_floods (void)
{
  g_autofree char *one = g_strnfill (1024 * 1024, 'x');
  g_autoptr (GString) many = g_string_new (HEADER "<stream:features>");
  g_autofree char *text = g_strconcat (HEADER "<stream:features>", one, NULL);
  const char *floods[2];

  for (guint i = 0; i < 40000; i++)
    g_string_append_printf (many, "<f xmlns='urn:f:%u'/>", i);
  floods[0] = many->str;
  floods[1] = text;
  for (gsize i = 0; i < G_N_ELEMENTS (floods); i++) {
    const PeerAct plain[] = {{PEER_HEAR, "<starttls"}, {PEER_SAY, floods[i]}, {PEER_END}};
    const PeerAct secure[] = {{PEER_TLS, NULL}, ASKED, {PEER_SAY, floods[i]}, {PEER_END}};
    g_auto (Met) clear = meet (&(Meeting){.script = plain});
    g_auto (Met) hidden =
        meet (&(Meeting){.script = secure, .direct_tls = TRUE, .want_form = TRUE});

    g_assert_cmpint (met_run (&clear), ==, GW_STEP_DONE);
    g_assert_error (clear.report->error, GW_ERROR, GW_ERROR_TOO_LARGE);
    g_assert_cmpuint (clear.report->bytes_in, <=, GW_LIMIT_XML_STREAM);
    g_assert_cmpint (met_run (&hidden), ==, GW_STEP_DONE);
    g_assert_error (hidden.report->error, GW_ERROR, GW_ERROR_TOO_LARGE);
    g_assert_cmpuint (hidden.report->bytes_in, <=, GW_LIMIT_XML_STREAM);
  }
}

/* --- ends from outside --- */

static const struct {
  const char *what;
  PeerAct script[8];
  gboolean direct_tls, tcp_only, hears_goodbye;
  guint seen;
} silences[] = {
    {"at once", {{PEER_END}}, FALSE, TRUE, TRUE, NOTHING},
    {"at once where TLS was announced", {{PEER_END}}, TRUE, TRUE, FALSE, NOTHING},
    {"after the header",
     {{PEER_HEAR, "<starttls"}, {PEER_SAY, HEADER}, {PEER_END}},
     FALSE,
     FALSE,
     TRUE,
     NOTHING},
    {"in the handshake",
     {{PEER_HEAR, "<starttls"}, {PEER_SAY, HEADER FEATURES (STARTTLS) PROCEED}, {PEER_END}},
     FALSE,
     FALSE,
     FALSE,
     PLAIN},
    {"over TLS", {UP_TO_TLS, ASKED, {PEER_END}}, FALSE, FALSE, TRUE, PLAIN | TLS},
    {"instead of the form",
     {UP_TO_TLS, ASKED, {PEER_SAY, HEADER FEATURES (SASL)}, {PEER_END}},
     FALSE,
     FALSE,
     TRUE,
     PLAIN | TLS | SEEN},
};

static void
test_silence (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (silences); i++) {
    g_auto (Met) met = meet (&(Meeting){
        .script = silences[i].script, .direct_tls = silences[i].direct_tls, .want_form = TRUE});

    g_test_message ("%s", silences[i].what);
    g_assert_cmpint (met_run (&met), ==, GW_STEP_WANT_READ);
    g_assert_no_error (met.report->error);
    gw_stream_fail (met.stream, GW_ERROR_TIMEOUT);
    g_assert_error (met.report->error, GW_ERROR, GW_ERROR_TIMEOUT);
    assert_holds (met.report->error->message, DOMAIN);
    gw_stream_fail (met.stream, GW_ERROR_CANCELLED);
    g_assert_error (met.report->error, GW_ERROR, GW_ERROR_TIMEOUT);
    g_assert_cmpint (met_run (&met), ==, GW_STEP_DONE);
    g_assert_cmpint (met.report->tcp_only, ==, silences[i].tcp_only);
    g_assert_cmpuint (what_was_seen (met.report), ==, silences[i].seen);
    g_assert_cmpint (strstr (met.peer->heard->str, STREAM_END) != NULL, ==,
                     silences[i].hears_goodbye);
  }
}

static void
test_fail_after_success (void)
{
  g_auto (Met) met =
      meet (&(Meeting){.script = direct_script, .direct_tls = TRUE, .want_form = TRUE});

  met_run (&met);
  gw_stream_fail (met.stream, GW_ERROR_TIMEOUT);
  g_assert_no_error (met.report->error);
}

/* A socket that could not connect. */
static void
test_no_connection (void)
{
  for (int direct_tls = 0; direct_tls < 2; direct_tls++) {
    struct sockaddr_in nobody = {.sin_family = AF_INET, .sin_addr.s_addr = htonl (INADDR_LOOPBACK)};
    socklen_t length = sizeof nobody;
    int closed = socket (AF_INET, SOCK_STREAM, 0);
    int fd = socket (AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    g_autoptr (GwTls) tls = meeting_tls_new ();
    g_autoptr (GwStream) stream = NULL;
    GwStep step = GW_STEP_WANT_WRITE;

    /* Bound, so nobody else listens there; not listening, so it refuses. */
    g_assert_cmpint (bind (closed, (struct sockaddr *)&nobody, sizeof nobody), ==, 0);
    g_assert_cmpint (getsockname (closed, (struct sockaddr *)&nobody, &length), ==, 0);
    g_assert_cmpint (connect (fd, (struct sockaddr *)&nobody, sizeof nobody), ==, -1);
    stream = gw_stream_new (fd, gw_tls_session_new (tls, DOMAIN, GW_ALPN_CLIENT),
                            &(GwStreamPlan){.domain = DOMAIN, .direct_tls = direct_tls});
    for (guint i = 0; i < 1000 && step != GW_STEP_DONE; i++)
      step = gw_stream_step (stream);
    g_assert_cmpint (gw_error_exit (gw_error_code (gw_stream_report (stream)->error)), ==,
                     GW_EXIT_NETWORK);
    g_assert_cmpint (gw_error_code (gw_stream_report (stream)->error), !=, GW_ERROR_HANGUP);
    g_assert_true (gw_stream_report (stream)->tcp_only);
    close (closed);
  }
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  signal (SIGPIPE, SIG_IGN);
  meeting_world_new ();
  g_test_add_func ("/stream/starttls-shows-features-and-form", test_starttls);
  g_test_add_func ("/stream/direct-tls-shows-features-and-form", test_direct);
  g_test_add_func ("/stream/the-form-is-asked-for-only-when-wanted", test_without_form);
  g_test_add_func ("/stream/requests-travel-together", test_writes);
  g_test_add_func ("/stream/as-another-server", test_server);
  g_test_add_func ("/stream/bytes-are-kept", test_bytes);
  g_test_add_func ("/stream/a-domain-is-addressed-by-its-letters", test_letters);
  g_test_add_func ("/stream/tls-leaves-its-evidence", test_evidence);
  g_test_add_func ("/stream/tls-1.2-is-fine", test_older_tls);
  g_test_add_func ("/stream/bad-certificates-are-seen-to-the-end", test_bad_certificates);
  g_test_add_func ("/stream/each-end-has-its-reason", test_ends);
  g_test_add_func ("/stream/a-hangup-ends-it-anywhere", test_hangups);
  g_test_add_func ("/stream/tls-1.1-is-no-tls", test_old_tls);
  g_test_add_func ("/stream/injected-bytes-are-dropped-and-told", test_injection);
  g_test_add_func ("/stream/a-megabyte-is-too-large", test_floods);
  g_test_add_func ("/stream/a-silent-server-is-left", test_silence);
  g_test_add_func ("/stream/what-went-well-stays-well", test_fail_after_success);
  g_test_add_func ("/stream/without-a-connection-there-is-nothing", test_no_connection);
  result = g_test_run ();
  meeting_world_free ();
  return result;
}
