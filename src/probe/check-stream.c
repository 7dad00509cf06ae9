/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Checks of the way in: announced services, the XML stream, STARTTLS and direct TLS (RFC 6120
 * sections 4 and 5, XEP-0368). */
#include "base/i18n.h"
#include "base/jid.h"
#include "probe/judges.h"

#define NS_REGISTER "http://jabber.org/features/iq-register"

const GwXml *
gw_seen_features (const GwSeen *seen)
{
  return seen->look->report ? seen->look->report->features : NULL;
}

gboolean
gw_seen_reachable (const GwSeen *seen)
{
  const GwStreamReport *report = seen->look->report;

  return report && (report->features || report->plain_features);
}

static char *
describe_endpoint (const GwLookResult *look)
{
  return look->address ? g_strdup_printf ("%s (%s)", look->target, look->address) : NULL;
}

/* Announced, but the look had to go another way or came to nothing. */
static gboolean
is_direct_broken (const GwSeen *seen)
{
  return seen->look->direct_failed ||
         (seen->look->used_direct_tls && gw_seen_features (seen) == NULL);
}

void
gw_judge_announced (const GwSeen *seen, GwCheckResult *result)
{
  const GwLookResult *look = seen->look;

  if (look->direct_announced || look->direct_failed) {
    g_autofree char *record = g_strdup_printf ("_xmpps-client._tcp.%s", seen->domain);
    if (is_direct_broken (seen))
      gw_check_say (result, GW_CHECK_FAIL,
                    _ ("Direct TLS is announced, but it does not work there."),
                    g_steal_pointer (&record));
    else
      gw_check_say (result, GW_CHECK_PASS, _ ("Direct TLS is announced."),
                    g_steal_pointer (&record));
  } else if (look->address && !look->direct_unknown) {
    gw_check_say (result, GW_CHECK_INFO, _ ("Direct TLS is not announced."), NULL);
  }
}

/* Faults that may as well lie on our side of the line. */
static gboolean
is_own_trouble (const GError *error)
{
  GwErrorCode code = gw_error_code (error);

  switch (code) {
  case GW_ERROR_FAILED:
  case GW_ERROR_CANCELLED:
  case GW_ERROR_DNS_FAILED:
  case GW_ERROR_ADDRESS_PRIVATE:
  case GW_ERROR_CONNECT_FAILED:
    return TRUE;
  default:
    return gw_error_blames_proxy (code);
  }
}

static gboolean
is_from_domain (const GwSeen *seen, const char *from)
{
  g_autofree char *a_label = from ? gw_domain_normalize (from, NULL) : NULL;

  return g_strcmp0 (a_label, seen->domain) == 0;
}

void
gw_judge_stream (const GwSeen *seen, GwCheckResult *result)
{
  const GwStreamReport *report = seen->look->report;

  if (!gw_seen_reachable (seen)) {
    if (seen->look->error && !is_own_trouble (seen->look->error))
      gw_check_say (result, GW_CHECK_FAIL, seen->look->error->message,
                    describe_endpoint (seen->look));
    return;
  }
  g_autofree char *header = g_strdup_printf (
      "version='%s' id='%s' from='%s'", report->stream_version ? report->stream_version : "",
      report->stream_id ? report->stream_id : "", report->stream_from ? report->stream_from : "");

  if (g_strcmp0 (report->stream_version, "1.0") != 0)
    gw_check_say (result, GW_CHECK_WARN,
                  _ ("XMPP is spoken, but the stream does not say that it is version 1.0."),
                  g_steal_pointer (&header));
  else if (report->stream_id == NULL || *report->stream_id == '\0')
    gw_check_say (result, GW_CHECK_WARN, _ ("XMPP is spoken, but the stream has no id."),
                  g_steal_pointer (&header));
  else if (!is_from_domain (seen, report->stream_from))
    gw_check_say (result, GW_CHECK_WARN,
                  _ ("XMPP is spoken, but the stream does not say that it is for this domain."),
                  g_steal_pointer (&header));
  else
    gw_check_say (result, GW_CHECK_PASS, _ ("XMPP is spoken."), g_steal_pointer (&header));
}

static void
say_direct_instead (GwCheckResult *result)
{
  gw_check_say (result, GW_CHECK_UNKNOWN, _ ("Not looked at, since direct TLS was taken."), NULL);
}

void
gw_judge_starttls (const GwSeen *seen, GwCheckResult *result)
{
  const GwStreamReport *report = seen->look->report;

  if (report == NULL || (report->plain_features == NULL && !report->direct_tls))
    return;
  if (report->direct_tls)
    say_direct_instead (result);
  else if (!report->starttls_offered)
    gw_check_say (result, GW_CHECK_FAIL,
                  _ ("No encryption is offered: passwords would be readable on the way."), NULL);
  else if (report->injected)
    gw_check_say (result, GW_CHECK_FAIL,
                  _ ("Something was slipped in just before encryption began."), NULL);
  else if (report->tls == NULL)
    gw_check_say (result, GW_CHECK_FAIL, _ ("Encryption is offered, but it could not be started."),
                  report->error ? g_strdup (report->error->message) : NULL);
  else if (!report->starttls_required)
    gw_check_say (result, GW_CHECK_WARN, _ ("Encryption is offered, but not required."),
                  g_strdup ("<starttls/>"));
  else
    gw_check_say (result, GW_CHECK_PASS, _ ("Encryption is required."),
                  g_strdup ("<starttls><required/></starttls>"));
}

void
gw_judge_leak (const GwSeen *seen, GwCheckResult *result)
{
  const GwXml *plain = seen->look->report ? seen->look->report->plain_features : NULL;

  if (plain == NULL) {
    if (seen->look->report && seen->look->report->direct_tls)
      say_direct_instead (result);
    return;
  }
  g_auto (GStrv) methods = gw_features_mechanisms (plain);
  const char *const *names = (const char *const *)methods;
  if (g_strv_contains (names, "PLAIN") || g_strv_contains (names, "LOGIN"))
    gw_check_say (result, GW_CHECK_FAIL,
                  _ ("Passwords are asked for in clear text before encryption has begun."),
                  g_strjoinv (" ", methods));
  else if (gw_xml_child (plain, "register", NS_REGISTER))
    gw_check_say (result, GW_CHECK_WARN, _ ("Registration is offered before encryption has begun."),
                  g_strdup ("<register/>"));
  else
    gw_check_say (result, GW_CHECK_PASS,
                  _ ("Nothing private is asked for before encryption has begun."), NULL);
}

void
gw_judge_direct_tls (const GwSeen *seen, GwCheckResult *result)
{
  const GwLookResult *look = seen->look;

  if (is_direct_broken (seen))
    gw_check_say (result, GW_CHECK_FAIL,
                  _ ("Direct TLS is announced, but no connection came about that way."),
                  look->used_direct_tls && look->error ? g_strdup (look->error->message) : NULL);
  else if (look->used_direct_tls && seen->certificate && !seen->certificate->ok)
    gw_check_say (result, GW_CHECK_FAIL, _ ("Direct TLS answers with a bad certificate."),
                  describe_endpoint (look));
  else if (look->used_direct_tls)
    gw_check_say (result, GW_CHECK_PASS, _ ("Direct TLS works."), describe_endpoint (look));
  else if (look->address && !look->direct_announced && !look->direct_unknown)
    gw_check_say (result, GW_CHECK_INFO, _ ("Direct TLS is not announced, so it was not tried."),
                  NULL);
}

void
gw_judge_alpn (const GwSeen *seen, GwCheckResult *result)
{
  const GwStreamReport *report = seen->look->report;

  if (report == NULL || report->tls == NULL)
    return;
  if (!report->direct_tls)
    gw_check_say (result, GW_CHECK_UNKNOWN, _ ("Shows with direct TLS only."), NULL);
  else if (report->tls->alpn)
    gw_check_say (result, GW_CHECK_INFO, _ ("The protocol is named when encryption begins."),
                  g_strdup (report->tls->alpn));
  else
    gw_check_say (result, GW_CHECK_INFO,
                  _ ("The protocol is not named when encryption begins, which is usual."), NULL);
}
