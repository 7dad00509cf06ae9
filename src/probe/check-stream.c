/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Checks of the XML stream, STARTTLS and direct TLS (RFC 6120 sections 4 and 5, XEP-0368), for
 * clients and, where it is the same question, for other servers. */
#include "base/i18n.h"
#include "base/jid.h"
#include "probe/judges.h"

#define NS_REGISTER "http://jabber.org/features/iq-register"
#define NS_LIMITS   "urn:xmpp:stream-limits:0"

enum { ALERT_NO_PROTOCOL = 120 /* RFC 7301 section 3.2 */ };

const GwXml *
gw_seen_features (const GwSeen *seen)
{
  return seen->look && seen->look->report ? seen->look->report->features : NULL;
}

static gboolean
speaks_xmpp (const GwStreamReport *report)
{
  return report && (report->features || report->plain_features);
}

gboolean
gw_seen_reachable (const GwSeen *seen)
{
  return seen->look && speaks_xmpp (seen->look->report);
}

char *
gw_look_endpoint_text (const GwLookResult *look)
{
  if (look == NULL || look->address == NULL)
    return NULL;
  return g_strdup_printf ("%s (%s)", look->target ? look->target : "?", look->address);
}

gboolean
gw_is_own_trouble (const GError *error)
{
  if (error == NULL)
    return FALSE;
  switch (gw_error_code (error)) {
  case GW_ERROR_FAILED:
  case GW_ERROR_CANCELLED:
  case GW_ERROR_DNS_FAILED:
  case GW_ERROR_ADDRESS_PRIVATE:
  case GW_ERROR_CONNECT_FAILED:
    return TRUE;
  default:
    return gw_error_blames_proxy (gw_error_code (error));
  }
}

static gboolean
is_from_domain (const GwSeen *seen, const char *from)
{
  g_autofree char *a_label = from ? gw_domain_normalize (from, NULL) : NULL;

  return g_strcmp0 (a_label, seen->domain) == 0;
}

/* A server need not say for whom it speaks before it knows who asks, so another server hears less
 * about that. */
static const char *
find_header_fault (const GwSeen *seen, GwLegId leg, const GwStreamReport *report)
{
  if (g_strcmp0 (report->stream_version, "1.0") != 0)
    return _ ("XMPP is spoken, but the stream does not say that it is version 1.0.");
  if (report->stream_id == NULL || *report->stream_id == '\0')
    return _ ("XMPP is spoken, but the stream has no id.");
  if (!gw_leg_is_server (leg) && !is_from_domain (seen, report->stream_from))
    return _ ("XMPP is spoken, but the stream does not say that it is for this domain.");
  return NULL;
}

void
gw_judge_leg_stream (const GwSeen *seen, GwLegId leg, GwCheckResult *result)
{
  const GwLookResult *look = seen->legs[leg];
  const GwStreamReport *report = look->report;

  if (!speaks_xmpp (report)) {
    if (look->error && !gw_is_own_trouble (look->error))
      gw_check_say (result, GW_CHECK_FAIL, look->error->message, gw_look_endpoint_text (look));
    return;
  }
  const char *fault = find_header_fault (seen, leg, report);
  gw_check_say (result, fault ? GW_CHECK_WARN : GW_CHECK_PASS,
                fault ? fault : _ ("XMPP is spoken."),
                g_strdup_printf ("version='%s' id='%s' from='%s'",
                                 report->stream_version ? report->stream_version : "",
                                 report->stream_id ? report->stream_id : "",
                                 report->stream_from ? report->stream_from : ""));
}

void
gw_judge_stream (const GwSeen *seen, GwCheckResult *result)
{
  if (seen->legs[GW_LEG_CLIENT])
    gw_judge_leg_stream (seen, GW_LEG_CLIENT, result);
  else if (seen->legs[GW_LEG_CLIENT_TLS])
    gw_judge_leg_stream (seen, GW_LEG_CLIENT_TLS, result);
}

void
gw_judge_leg_starttls (const GwSeen *seen, GwLegId leg, GwCheckResult *result)
{
  const GwStreamReport *report = gw_seen_report (seen, leg);

  if (report == NULL || report->plain_features == NULL)
    return;
  if (!report->starttls_offered)
    gw_check_say (result, GW_CHECK_FAIL,
                  gw_leg_is_server (leg)
                      ? _ ("No encryption is offered: messages would be readable on the way.")
                      : _ ("No encryption is offered: passwords would be readable on the way."),
                  NULL);
  else if (report->injected)
    gw_check_say (result, GW_CHECK_FAIL,
                  _ ("Something was slipped in just before encryption began."), NULL);
  else if (report->tls == NULL && !gw_is_own_trouble (report->error))
    gw_check_say (result, GW_CHECK_FAIL, _ ("Encryption is offered, but it could not be started."),
                  report->error ? g_strdup (report->error->message) : NULL);
  else if (report->tls == NULL)
    return;
  else if (!report->starttls_required)
    gw_check_say (result, GW_CHECK_WARN,
                  gw_leg_is_server (leg)
                      ? _ ("Between servers encryption is offered, but not required.")
                      : _ ("Encryption is offered, but not required."),
                  g_strdup ("<starttls/>"));
  else
    gw_check_say (result, GW_CHECK_PASS, _ ("Encryption is required."),
                  g_strdup ("<starttls><required/></starttls>"));
}

/* There is nothing to ask where the only way in is encrypted from the first byte. */
static gboolean
say_direct_instead (const GwSeen *seen, GwCheckResult *result)
{
  if (seen->legs[GW_LEG_CLIENT] || seen->legs[GW_LEG_CLIENT_TLS] == NULL)
    return FALSE;
  if (gw_seen_not_offered (seen, GW_LEG_CLIENT))
    gw_check_say (result, GW_CHECK_INFO,
                  _ ("Only direct TLS is offered, which is encrypted from the first byte."), NULL);
  else
    gw_check_say (result, GW_CHECK_UNKNOWN, _ ("Not looked at, since direct TLS was taken."), NULL);
  return TRUE;
}

void
gw_judge_starttls (const GwSeen *seen, GwCheckResult *result)
{
  if (!say_direct_instead (seen, result))
    gw_judge_leg_starttls (seen, GW_LEG_CLIENT, result);
}

void
gw_judge_leak (const GwSeen *seen, GwCheckResult *result)
{
  const GwStreamReport *report = gw_seen_report (seen, GW_LEG_CLIENT);
  const GwXml *plain = report ? report->plain_features : NULL;

  if (say_direct_instead (seen, result) || plain == NULL)
    return;
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

/* The look for STARTTLS tells it, too, when it had tried this first. */
static gboolean
had_failed (const GwSeen *seen, GwLegId leg)
{
  const GwLookResult *look = seen->legs[gw_leg_is_server (leg) ? GW_LEG_SERVER : GW_LEG_CLIENT];

  return seen->legs[leg] == NULL && look && look->direct_failed;
}

static void
judge_direct_connection (const GwSeen *seen, GwLegId leg, GwCheckResult *result)
{
  const GwLookResult *look = seen->legs[leg];

  if (look->report == NULL || look->report->features == NULL) {
    if (!gw_is_own_trouble (look->error))
      gw_check_say (result, GW_CHECK_FAIL,
                    _ ("Direct TLS is announced, but no connection came about that way."),
                    look->error ? g_strdup (look->error->message) : NULL);
  } else if (look->report->tls && !seen->verdicts[leg].ok) {
    gw_check_say (result, GW_CHECK_FAIL, _ ("Direct TLS answers with a bad certificate."),
                  gw_look_endpoint_text (look));
  } else {
    gw_check_say (result, GW_CHECK_PASS, _ ("Direct TLS works."), gw_look_endpoint_text (look));
  }
}

/* Known to be absent: by the DNS, or since the look found no such record. */
static gboolean
is_not_announced (const GwSeen *seen, GwLegId leg)
{
  const GwDnsRecords *srv = gw_seen_srv (seen, leg);
  const GwLookResult *look = seen->legs[gw_leg_is_server (leg) ? GW_LEG_SERVER : GW_LEG_CLIENT];

  if (srv)
    return srv->reply == GW_REPLY_EMPTY || srv->reply == GW_REPLY_NO_NAME ||
           gw_seen_not_offered (seen, leg);
  return !seen->full && look && look->address && !look->direct_announced && !look->direct_unknown;
}

void
gw_judge_leg_direct_tls (const GwSeen *seen, GwLegId leg, GwCheckResult *result)
{
  if (seen->legs[leg])
    judge_direct_connection (seen, leg, result);
  else if (had_failed (seen, leg) || gw_seen_leads_nowhere (seen, leg))
    gw_check_say (result, GW_CHECK_FAIL,
                  _ ("Direct TLS is announced, but no connection came about that way."), NULL);
  else if (is_not_announced (seen, leg))
    gw_check_say (result, GW_CHECK_INFO, _ ("Direct TLS is not announced, so it was not tried."),
                  NULL);
}

void
gw_judge_direct_tls (const GwSeen *seen, GwCheckResult *result)
{
  gw_judge_leg_direct_tls (seen, GW_LEG_CLIENT_TLS, result);
}

/* The only way in which a missing ALPN hurts: a server that knows the extension and not us. */
static gboolean
was_protocol_refused (const GwSeen *seen)
{
  const GwLookResult *look = seen->legs[GW_LEG_CLIENT_TLS];

  for (int kind = 0; kind < GW_N_HELLOS; kind++)
    if (seen->hellos[kind].direct_tls && seen->hellos[kind].reply.alert == ALERT_NO_PROTOCOL &&
        seen->hellos[kind].reply.answer == GW_HELLO_REFUSED)
      return TRUE;
  return look && look->error && strstr (look->error->message, "no application protocol");
}

void
gw_judge_alpn (const GwSeen *seen, GwCheckResult *result)
{
  const GwTlsEvidence *tls = gw_seen_tls (seen, GW_LEG_CLIENT_TLS);

  if (was_protocol_refused (seen))
    gw_check_say (result, GW_CHECK_FAIL,
                  _ ("The server refuses apps that name their protocol when encryption begins."),
                  g_strdup ("no_application_protocol (120)"));
  else if (tls && tls->alpn)
    gw_check_say (result, GW_CHECK_INFO, _ ("The protocol is named when encryption begins."),
                  g_strdup (tls->alpn));
  else if (tls)
    gw_check_say (result, GW_CHECK_INFO,
                  _ ("The protocol is not named when encryption begins, which is usual."), NULL);
  else if (seen->legs[GW_LEG_CLIENT_TLS] == NULL)
    gw_check_say (result, GW_CHECK_UNKNOWN, _ ("Shows with direct TLS only."), NULL);
}

static char *
limit_text (const GwXml *limits, const char *name)
{
  const GwXml *limit = gw_xml_child (limits, name, NS_LIMITS);

  return limit ? g_strdup_printf ("%s=%s", name, gw_xml_text (limit)) : g_strdup ("");
}

void
gw_judge_limits (const GwSeen *seen, GwCheckResult *result)
{
  const GwXml *features = gw_seen_features (seen);

  if (features == NULL)
    return;
  const GwXml *limits = gw_xml_child (features, "limits", NS_LIMITS);
  if (limits == NULL) {
    gw_check_say (result, GW_CHECK_INFO, _ ("The server does not say how long a message may be."),
                  NULL);
    return;
  }
  g_autofree char *bytes = limit_text (limits, "max-bytes");
  g_autofree char *seconds = limit_text (limits, "idle-seconds");
  g_autofree char *both = g_strdup_printf ("%s %s", bytes, seconds);
  gw_check_say (result, GW_CHECK_INFO, _ ("The server says how long a message may be."),
                g_strdup (g_strstrip (both)));
}
