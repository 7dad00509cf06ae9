/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Checks of the encryption (RFC 9325, RFC 8996): what the ordinary handshake came to, and what the
 * raw hellos of net/hello were answered. */
#include "base/i18n.h"
#include "net/hello-suite.h"
#include "probe/judges.h"

#define NS_COMPRESS "http://jabber.org/features/compress"

enum { DH_BITS_FAIR = 2048, DH_BITS_MIN = 1024 };

static char *
handshake_text (GwLegId leg, const GwTlsEvidence *tls)
{
  return g_strdup_printf ("%s: %s %s", gw_leg_name (leg), tls->version,
                          tls->cipher ? tls->cipher : "");
}

static gboolean
is_version (const GwTlsEvidence *tls, const char *version)
{
  return g_strcmp0 (tls->version, version) == 0;
}

static void
judge_leg_version (const GwSeen *seen, GwLegId leg, GwCheckResult *result)
{
  const GwTlsEvidence *tls = gw_seen_tls (seen, leg);

  if (tls == NULL || tls->version == NULL)
    return;
  if (is_version (tls, "TLSv1.3"))
    gw_check_say (result, GW_CHECK_PASS, _ ("The newest encryption, TLS 1.3, is used."),
                  handshake_text (leg, tls));
  else if (is_version (tls, "TLSv1.2"))
    gw_check_say (result, GW_CHECK_WARN,
                  _ ("TLS 1.2 is used: safe, but TLS 1.3 is faster and stricter."),
                  handshake_text (leg, tls));
  else
    gw_check_say (result, GW_CHECK_FAIL, _ ("The encryption is outdated."),
                  handshake_text (leg, tls));
}

/* "TLSv1.1 TLS_RSA_WITH_AES_128_CBC_SHA", or how it was refused. */
static char *
reply_text (const GwHelloReply *reply)
{
  if (reply->answer == GW_HELLO_REFUSED)
    return reply->alert >= 0 ? g_strdup_printf ("alert %d", reply->alert) : g_strdup ("closed");
  g_autofree char *version = gw_hello_version_name (reply->version);
  g_autofree char *suite = gw_hello_suite_name (reply->suite);
  return g_strconcat (version, " ", suite, NULL);
}

static gboolean
is_accepted (const GwSeen *seen, GwHelloKind kind)
{
  return seen->hellos[kind].reply.answer == GW_HELLO_ACCEPTED;
}

/* Some servers hang up without a word, and so does a broken line: only where a handshake came about
 * is that a refusal. */
static gboolean
is_refused (const GwSeen *seen, GwHelloKind kind)
{
  return seen->hellos[kind].reply.answer == GW_HELLO_REFUSED && gw_seen_has_tls (seen);
}

static void
say_refused (const GwSeen *seen, GwHelloKind kind, const char *text, GwCheckResult *result)
{
  if (is_refused (seen, kind))
    gw_check_say (result, GW_CHECK_PASS, text, reply_text (&seen->hellos[kind].reply));
}

/* The handshake's own choice; NULL: none with that version. */
static const GwTlsEvidence *
find_client_tls (const GwSeen *seen, const char *version)
{
  static const GwLegId legs[] = {GW_LEG_CLIENT, GW_LEG_CLIENT_TLS};

  for (gsize i = 0; i < G_N_ELEMENTS (legs); i++) {
    const GwTlsEvidence *tls = gw_seen_tls (seen, legs[i]);
    if (tls && is_version (tls, version))
      return tls;
  }
  return NULL;
}

/* OpenSSL's names: "DHE-RSA-AES256-GCM-SHA384", "ECDHE-ECDSA-CHACHA20-POLY1305". */
static gboolean
is_modern (const char *cipher)
{
  return cipher && strstr (cipher, "DHE-") &&
         (strstr (cipher, "GCM") || strstr (cipher, "CHACHA20") || strstr (cipher, "CCM"));
}

void
gw_judge_tls12 (const GwSeen *seen, GwCheckResult *result)
{
  const GwHelloReply *reply = &seen->hellos[GW_HELLO_TLS12].reply;
  const GwTlsEvidence *tls = find_client_tls (seen, "TLSv1.2");

  if (is_accepted (seen, GW_HELLO_TLS12))
    gw_check_say (result, GW_CHECK_PASS, _ ("TLS 1.2 is taken with strong methods."),
                  reply_text (reply));
  else if (!is_refused (seen, GW_HELLO_TLS12))
    return;
  else if (tls == NULL)
    gw_check_say (result, GW_CHECK_PASS, _ ("Nothing older than TLS 1.3 is taken."),
                  reply_text (reply));
  else if (is_modern (tls->cipher))
    gw_check_say (result, GW_CHECK_PASS, _ ("TLS 1.2 is taken with strong methods."),
                  g_strdup (tls->cipher));
  else
    gw_check_say (result, GW_CHECK_WARN, _ ("TLS 1.2 is taken with outdated methods only."),
                  g_strdup (tls->cipher));
}

/* A server that knows nothing newer has no handshake with us: only a raw hello tells. */
void
gw_judge_tls13 (const GwSeen *seen, GwCheckResult *result)
{
  gw_judge_legs (seen, FALSE, judge_leg_version, result);
  if (!gw_seen_has_tls (seen) && is_accepted (seen, GW_HELLO_OLD) &&
      !is_accepted (seen, GW_HELLO_TLS12))
    gw_check_say (result, GW_CHECK_FAIL, _ ("The encryption is outdated."),
                  reply_text (&seen->hellos[GW_HELLO_OLD].reply));
}

void
gw_judge_tls_old (const GwSeen *seen, GwCheckResult *result)
{
  if (is_accepted (seen, GW_HELLO_OLD))
    gw_check_say (result, GW_CHECK_FAIL,
                  _ ("Encryption of a kind that was given up is still taken (TLS 1.1 or older)."),
                  reply_text (&seen->hellos[GW_HELLO_OLD].reply));
  else
    say_refused (seen, GW_HELLO_OLD, _ ("Outdated versions of TLS are refused."), result);
}

/* RSA key exchange has no word for it in OpenSSL's names: "AES256-GCM-SHA384". */
static gboolean
is_static_rsa (const GwTlsEvidence *tls)
{
  return tls->cipher && strstr (tls->cipher, "DH") == NULL && strstr (tls->cipher, "PSK") == NULL;
}

void
gw_judge_static_rsa (const GwSeen *seen, GwCheckResult *result)
{
  const GwTlsEvidence *tls = find_client_tls (seen, "TLSv1.2");

  if (is_accepted (seen, GW_HELLO_STATIC_RSA))
    gw_check_say (result, GW_CHECK_WARN,
                  _ ("Encryption is taken that could be opened later with the server's key."),
                  reply_text (&seen->hellos[GW_HELLO_STATIC_RSA].reply));
  else if (tls && is_static_rsa (tls))
    gw_check_say (result, GW_CHECK_WARN,
                  _ ("Encryption is taken that could be opened later with the server's key."),
                  g_strdup (tls->cipher));
  else
    say_refused (seen, GW_HELLO_STATIC_RSA,
                 _ ("What is encrypted stays closed, even if the server's key leaks one day."),
                 result);
}

void
gw_judge_broken (const GwSeen *seen, GwCheckResult *result)
{
  const GwHelloReply *reply = &seen->hellos[GW_HELLO_BROKEN].reply;

  if (!is_accepted (seen, GW_HELLO_BROKEN)) {
    say_refused (seen, GW_HELLO_BROKEN, _ ("Broken methods of encryption are refused."), result);
    return;
  }
  g_autofree char *suite = gw_hello_suite_name (reply->suite);
  if (strstr (suite, "3DES"))
    gw_check_say (result, GW_CHECK_WARN, _ ("An aged method of encryption is taken (3DES)."),
                  reply_text (reply));
  else
    gw_check_say (result, GW_CHECK_FAIL, _ ("A broken method of encryption is taken."),
                  reply_text (reply));
}

/* "DH 2048" -> 2048; 0 for a curve or a group that has a name. */
static guint64
dh_bits (const char *group)
{
  return g_str_has_prefix (group, "DH ") ? g_ascii_strtoull (group + 3, NULL, 10) : 0;
}

/* OpenSSL refuses them before it says how many they are. */
static void
judge_refused_dh (GwLegId leg, const GError *error, GwCheckResult *result)
{
  if (error && strstr (error->message, "dh key too small"))
    gw_check_say (result, GW_CHECK_WARN, _ ("The keys are agreed on with too few bits."),
                  g_strdup_printf ("%s: %s", gw_leg_name (leg), error->message));
}

static void
judge_leg_dh (const GwSeen *seen, GwLegId leg, GwCheckResult *result)
{
  const GwTlsEvidence *tls = gw_seen_tls (seen, leg);

  if (tls == NULL)
    judge_refused_dh (leg, seen->legs[leg]->error, result);
  if (tls == NULL || tls->group == NULL)
    return;
  guint64 bits = dh_bits (tls->group);
  char *evidence = g_strdup_printf ("%s: %s", gw_leg_name (leg), tls->group);
  if (bits > 0 && bits < DH_BITS_MIN)
    gw_check_say (result, GW_CHECK_FAIL, _ ("The agreement on keys can be broken."), evidence);
  else if (bits > 0 && bits < DH_BITS_FAIR)
    gw_check_say (result, GW_CHECK_WARN, _ ("The keys are agreed on with too few bits."), evidence);
  else if (strstr (tls->group, "MLKEM"))
    gw_check_say (result, GW_CHECK_PASS,
                  _ ("The keys are agreed on so that even a quantum computer would not find them."),
                  evidence);
  else
    gw_check_say (result, GW_CHECK_PASS, _ ("The keys are agreed on in a strong way."), evidence);
}

void
gw_judge_dh (const GwSeen *seen, GwCheckResult *result)
{
  gw_judge_legs (seen, FALSE, judge_leg_dh, result);
}

/* Compression inside TLS ended with TLS 1.2. */
static const GwHelloReply *
find_compressing (const GwSeen *seen)
{
  for (int kind = 0; kind < GW_N_HELLOS; kind++)
    if (is_accepted (seen, (GwHelloKind)kind) && seen->hellos[kind].reply.compression != 0)
      return &seen->hellos[kind].reply;
  return NULL;
}

static gboolean
knows_hellos (const GwSeen *seen)
{
  for (int kind = 0; kind < GW_N_HELLOS; kind++)
    if (is_accepted (seen, (GwHelloKind)kind) || is_refused (seen, (GwHelloKind)kind))
      return TRUE;
  return FALSE;
}

void
gw_judge_compression (const GwSeen *seen, GwCheckResult *result)
{
  const GwXml *features = gw_seen_features (seen);
  const GwHelloReply *compressing = find_compressing (seen);

  if (compressing)
    gw_check_say (result, GW_CHECK_FAIL,
                  _ ("Data are compressed before they are encrypted, which betrays parts of them."),
                  reply_text (compressing));
  else if (features && gw_xml_child (features, "compression", NS_COMPRESS))
    gw_check_say (result, GW_CHECK_FAIL,
                  _ ("Compression is offered before login, which lets strangers exhaust the "
                     "server."),
                  g_strdup ("<compression xmlns='" NS_COMPRESS "'/>"));
  else if (features && knows_hellos (seen))
    gw_check_say (result, GW_CHECK_PASS, _ ("Nothing is compressed before it is encrypted."), NULL);
}

void
gw_judge_server_tls (const GwSeen *seen, GwCheckResult *result)
{
  gw_judge_legs (seen, TRUE, judge_leg_version, result);
  gw_judge_legs (seen, TRUE, judge_leg_dh, result);
}
