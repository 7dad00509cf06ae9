/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Checks of the way in for other servers: messages to and from elsewhere pass there (RFC 6120,
 * XEP-0220, XEP-0178, XEP-0288). */
#include "base/i18n.h"
#include "probe/judges.h"

#define NS_DIALBACK "urn:xmpp:features:dialback"
#define NS_BIDI     "urn:xmpp:features:bidi"

void
gw_judge_server_stream (const GwSeen *seen, GwCheckResult *result)
{
  if (seen->legs[GW_LEG_SERVER])
    gw_judge_leg_stream (seen, GW_LEG_SERVER, result);
  else if (seen->legs[GW_LEG_SERVER_TLS])
    gw_judge_leg_stream (seen, GW_LEG_SERVER_TLS, result);
}

void
gw_judge_server_starttls (const GwSeen *seen, GwCheckResult *result)
{
  if (seen->legs[GW_LEG_SERVER])
    gw_judge_leg_starttls (seen, GW_LEG_SERVER, result);
  else if (gw_seen_not_offered (seen, GW_LEG_SERVER) && seen->legs[GW_LEG_SERVER_TLS])
    gw_check_say (result, GW_CHECK_INFO,
                  _ ("Only direct TLS is offered, which is encrypted from the first byte."), NULL);
  else if (gw_seen_not_offered (seen, GW_LEG_SERVER))
    gw_check_say (result, GW_CHECK_INFO, _ ("The domain does not talk to other servers."), NULL);
}

void
gw_judge_server_direct_tls (const GwSeen *seen, GwCheckResult *result)
{
  gw_judge_leg_direct_tls (seen, GW_LEG_SERVER_TLS, result);
}

/* Of the leg that got furthest. */
static const GwXml *
server_features (const GwSeen *seen)
{
  const GwStreamReport *direct = gw_seen_report (seen, GW_LEG_SERVER_TLS);
  const GwStreamReport *plain = gw_seen_report (seen, GW_LEG_SERVER);

  if (direct && direct->features)
    return direct->features;
  return plain ? plain->features : NULL;
}

/* Some servers offer EXTERNAL only to a certificate, which we do not show: its absence says
 * nothing. */
void
gw_judge_server_auth (const GwSeen *seen, GwCheckResult *result)
{
  const GwXml *features = server_features (seen);

  if (features == NULL)
    return;
  g_auto (GStrv) methods = gw_features_mechanisms (features);
  gboolean external = g_strv_contains ((const char *const *)methods, "EXTERNAL");
  gboolean dialback = gw_xml_child (features, "dialback", NS_DIALBACK) != NULL;
  if (external)
    gw_check_say (result, GW_CHECK_INFO, _ ("Other servers can prove who they are by certificate."),
                  g_strdup (dialback ? "EXTERNAL, dialback" : "EXTERNAL"));
  else if (dialback)
    gw_check_say (result, GW_CHECK_INFO, _ ("Other servers can prove who they are by a call back."),
                  g_strdup ("dialback"));
  else
    gw_check_say (result, GW_CHECK_UNKNOWN,
                  _ ("How other servers prove who they are is not shown to strangers."), NULL);
}

void
gw_judge_bidi (const GwSeen *seen, GwCheckResult *result)
{
  const GwXml *features = server_features (seen);

  if (features)
    gw_check_say (result, GW_CHECK_INFO,
                  gw_xml_child (features, "bidi", NS_BIDI)
                      ? _ ("One connection between servers serves both directions.")
                      : _ ("Servers need a connection for each direction, which is usual."),
                  NULL);
}
