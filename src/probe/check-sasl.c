/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Checks of the login methods as announced after TLS (RFC 6120 section 6, XEP-0388). Nothing is
 * tried. */
#include "base/i18n.h"
#include "base/limits.h"
#include "probe/judges.h"

#define NS_SASL    "urn:ietf:params:xml:ns:xmpp-sasl"
#define NS_SASL2   "urn:xmpp:sasl:2"
#define NS_BINDING "urn:xmpp:sasl-cb:0"
#define NS_BIND2   "urn:xmpp:bind:0"
#define NS_FAST    "urn:xmpp:fast:0"
#define NS_UPGRADE "urn:xmpp:sasl:upgrade:0"
#define NS_IAP     "urn:xmpp:iap:0"

enum { NAME_MAX_LENGTH = 40 /* RFC 4422 section 3.1 allows 20 */ };

static gboolean
is_mechanism_name (const char *name)
{
  gsize length = strspn (name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_");

  return length > 0 && length <= NAME_MAX_LENGTH && name[length] == '\0';
}

static void
collect (const GwXml *list, GPtrArray *names)
{
  for (const GwXml *child = gw_xml_first (list); child; child = gw_xml_next (child)) {
    if (!gw_xml_is (child, "mechanism", NULL) || names->len >= GW_LIMIT_FACT_LIST)
      continue;
    g_autofree char *name = g_strstrip (g_ascii_strup (gw_xml_text (child), -1));
    if (is_mechanism_name (name) &&
        !g_ptr_array_find_with_equal_func (names, name, g_str_equal, NULL))
      g_ptr_array_add (names, g_steal_pointer (&name));
  }
}

char **
gw_features_mechanisms (const GwXml *features)
{
  GPtrArray *names = g_ptr_array_new ();
  const GwXml *sasl = features ? gw_xml_child (features, "mechanisms", NS_SASL) : NULL;
  const GwXml *sasl2 = features ? gw_xml_child (features, "authentication", NS_SASL2) : NULL;

  if (sasl)
    collect (sasl, names);
  if (sasl2)
    collect (sasl2, names);
  g_ptr_array_add (names, NULL);
  return (char **)g_ptr_array_free (names, FALSE);
}

static gboolean
any_of (char **methods, gboolean (*test) (const char *name))
{
  for (char **name = methods; *name; name++)
    if (test (*name))
      return TRUE;
  return FALSE;
}

static gboolean
is_strong_scram (const char *name)
{
  return g_str_has_prefix (name, "SCRAM-SHA-256") || g_str_has_prefix (name, "SCRAM-SHA-512") ||
         g_str_has_prefix (name, "SCRAM-SHA3-512");
}

static gboolean
is_scram_sha1 (const char *name)
{
  return g_str_has_prefix (name, "SCRAM-SHA-1");
}

static gboolean
is_plain (const char *name)
{
  return g_str_equal (name, "PLAIN");
}

static gboolean
is_plus (const char *name)
{
  return g_str_has_suffix (name, "-PLUS");
}

static gboolean
is_legacy (const char *name)
{
  return g_str_equal (name, "DIGEST-MD5") || g_str_equal (name, "CRAM-MD5") ||
         g_str_equal (name, "LOGIN") || g_str_has_prefix (name, "X-");
}

static gboolean
is_anonymous (const char *name)
{
  return g_str_equal (name, "ANONYMOUS");
}

void
gw_judge_scram (const GwSeen *seen, GwCheckResult *result)
{
  if (gw_seen_features (seen) == NULL)
    return;
  g_auto (GStrv) methods = gw_features_mechanisms (gw_seen_features (seen));
  char *evidence = g_strjoinv (" ", methods);

  if (any_of (methods, is_strong_scram))
    gw_check_say (result, GW_CHECK_PASS,
                  _ ("A login that never sends the password is offered (SCRAM)."), evidence);
  else if (any_of (methods, is_scram_sha1))
    gw_check_say (result, GW_CHECK_WARN,
                  _ ("A login that never sends the password is offered, but only in its oldest "
                     "form (SCRAM-SHA-1)."),
                  evidence);
  else if (any_of (methods, is_plain))
    gw_check_say (result, GW_CHECK_WARN,
                  _ ("The only login sends the password to the server (PLAIN)."), evidence);
  else
    gw_check_say (result, GW_CHECK_FAIL, _ ("No login method is offered that apps know."),
                  evidence);
}

void
gw_judge_plus (const GwSeen *seen, GwCheckResult *result)
{
  if (gw_seen_features (seen) == NULL)
    return;
  g_auto (GStrv) methods = gw_features_mechanisms (gw_seen_features (seen));
  if (any_of (methods, is_plus))
    gw_check_say (result, GW_CHECK_PASS,
                  _ ("The login can notice somebody in the middle (channel binding)."),
                  g_strjoinv (" ", methods));
  else
    gw_check_say (result, GW_CHECK_INFO,
                  _ ("The login cannot notice somebody in the middle (no channel binding)."),
                  g_strjoinv (" ", methods));
}

/* The kinds of channel binding as announced, blank after each; NULL: there is no list. */
static char *
binding_kinds (const GwXml *features)
{
  const GwXml *list = gw_xml_child (features, "sasl-channel-binding", NS_BINDING);

  if (list == NULL)
    return NULL;
  GString *kinds = g_string_new (NULL);
  for (const GwXml *child = gw_xml_first (list); child; child = gw_xml_next (child)) {
    const char *type = gw_xml_attribute (child, "type");
    if (type && gw_xml_is (child, "channel-binding", NULL))
      g_string_append_printf (kinds, "%s ", type);
  }
  return g_string_free (kinds, FALSE);
}

/* XEP-0440 section 4: a server has tls-server-end-point in any case; RFC 9266: with TLS 1.3,
 * tls-unique is not defined and tls-exporter takes its place. */
static const char *
find_binding_fault (const GwSeen *seen, const char *kinds)
{
  const GwTlsEvidence *tls = seen->look->report->tls;
  gboolean is_13 = tls && g_strcmp0 (tls->version, "TLSv1.3") == 0;

  if (is_13 && !strstr (kinds, "tls-exporter ") && !strstr (kinds, "tls-server-end-point "))
    return _ ("Channel binding is announced in a way that does not work with TLS 1.3.");
  if (!strstr (kinds, "tls-server-end-point "))
    return _ ("The kind of channel binding that all servers should have is missing.");
  if (is_13 && !strstr (kinds, "tls-exporter "))
    return _ ("The kind of channel binding that is made for TLS 1.3 is missing.");
  return NULL;
}

void
gw_judge_binding (const GwSeen *seen, GwCheckResult *result)
{
  const GwXml *features = gw_seen_features (seen);

  if (features == NULL)
    return;
  g_auto (GStrv) methods = gw_features_mechanisms (features);
  g_autofree char *kinds = binding_kinds (features);
  if (kinds == NULL && any_of (methods, is_plus))
    gw_check_say (result, GW_CHECK_WARN,
                  _ ("Channel binding is offered, but apps are not told which kind."), NULL);
  else if (kinds == NULL)
    gw_check_say (result, GW_CHECK_INFO, _ ("No channel binding is announced."), NULL);
  else {
    const char *fault = find_binding_fault (seen, kinds);
    gw_check_say (result, fault ? GW_CHECK_WARN : GW_CHECK_PASS,
                  fault ? fault : _ ("Apps are told which kinds of channel binding work."),
                  g_strdup (g_strchomp (kinds)));
  }
}

void
gw_judge_legacy (const GwSeen *seen, GwCheckResult *result)
{
  if (gw_seen_features (seen) == NULL)
    return;
  g_auto (GStrv) methods = gw_features_mechanisms (gw_seen_features (seen));
  if (any_of (methods, is_legacy))
    gw_check_say (result, GW_CHECK_WARN, _ ("Outdated login methods are offered."),
                  g_strjoinv (" ", methods));
  else
    gw_check_say (result, GW_CHECK_PASS, _ ("No outdated login methods are offered."), NULL);
}

void
gw_judge_anonymous (const GwSeen *seen, GwCheckResult *result)
{
  if (gw_seen_features (seen) == NULL)
    return;
  g_auto (GStrv) methods = gw_features_mechanisms (gw_seen_features (seen));
  gw_check_say (result, GW_CHECK_INFO,
                any_of (methods, is_anonymous) ? _ ("Guests may log in without an account.")
                                               : _ ("Guests cannot log in without an account."),
                NULL);
}

const GwXml *
gw_features_inline (const GwXml *features)
{
  const GwXml *sasl2 = features ? gw_xml_child (features, "authentication", NS_SASL2) : NULL;

  return sasl2 ? gw_xml_child (sasl2, "inline", NS_SASL2) : NULL;
}

static const GwXml *
find_bind2 (const GwXml *features)
{
  const GwXml *list = gw_features_inline (features);

  return list ? gw_xml_child (list, "bind", NS_BIND2) : NULL;
}

gboolean
gw_features_bind2_has (const GwXml *features, const char *ns)
{
  const GwXml *bind = find_bind2 (features);
  const GwXml *list = bind ? gw_xml_child (bind, "inline", NS_BIND2) : NULL;

  for (const GwXml *child = list ? gw_xml_first (list) : NULL; child; child = gw_xml_next (child))
    if (gw_xml_is (child, "feature", NS_BIND2) &&
        g_strcmp0 (gw_xml_attribute (child, "var"), ns) == 0)
      return TRUE;
  return FALSE;
}

/* Servers may show these to nobody, or to members only: their absence is no fault. */
static void
say_extra (const GwSeen *seen, gboolean has, const char *yes, const char *no, GwCheckResult *result)
{
  if (gw_seen_features (seen))
    gw_check_say (result, GW_CHECK_INFO, has ? yes : no, NULL);
}

void
gw_judge_sasl2 (const GwSeen *seen, GwCheckResult *result)
{
  const GwXml *features = gw_seen_features (seen);

  say_extra (seen, features && gw_xml_child (features, "authentication", NS_SASL2),
             _ ("The newer, faster login (SASL2) is offered."),
             _ ("The newer, faster login (SASL2) is not shown to strangers."), result);
}

void
gw_judge_bind2 (const GwSeen *seen, GwCheckResult *result)
{
  say_extra (seen, find_bind2 (gw_seen_features (seen)) != NULL,
             _ ("Login and start of a session are one step (Bind 2)."),
             _ ("Login and start of a session in one step (Bind 2) is not shown to strangers."),
             result);
}

void
gw_judge_fast (const GwSeen *seen, GwCheckResult *result)
{
  const GwXml *list = gw_features_inline (gw_seen_features (seen));

  say_extra (seen, list && gw_xml_child (list, "fast", NS_FAST),
             _ ("Apps can come back without the password (FAST)."),
             _ ("Coming back without the password (FAST) is not shown to strangers."), result);
}

void
gw_judge_upgrade (const GwSeen *seen, GwCheckResult *result)
{
  const GwXml *features = gw_seen_features (seen);
  const GwXml *sasl2 = features ? gw_xml_child (features, "authentication", NS_SASL2) : NULL;

  say_extra (seen, sasl2 && gw_xml_child (sasl2, "upgrade", NS_UPGRADE),
             _ ("Stored passwords are moved to a better form at the next login."),
             _ ("Moving stored passwords to a better form is not shown to strangers."), result);
}

void
gw_judge_iap (const GwSeen *seen, GwCheckResult *result)
{
  const GwXml *features = gw_seen_features (seen);

  say_extra (seen, features && gw_xml_child (features, "config-version", NS_IAP),
             _ ("Apps that were there before can begin to log in at once (IAP)."),
             _ ("Apps wait for the server before they log in, which is usual."), result);
}
