/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Checks of the login methods as announced after TLS (RFC 6120 section 6, XEP-0388). Nothing is
 * tried. */
#include "base/i18n.h"
#include "base/limits.h"
#include "probe/judges.h"

#define NS_SASL  "urn:ietf:params:xml:ns:xmpp-sasl"
#define NS_SASL2 "urn:xmpp:sasl:2"

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
gw_judge_binding (const GwSeen *seen, GwCheckResult *result)
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

void
gw_judge_sasl2 (const GwSeen *seen, GwCheckResult *result)
{
  const GwXml *features = gw_seen_features (seen);

  if (features == NULL)
    return;
  gw_check_say (result, GW_CHECK_INFO,
                gw_xml_child (features, "authentication", NS_SASL2)
                    ? _ ("The newer, faster login (SASL2) is offered.")
                    : _ ("The newer, faster login (SASL2) is not shown to strangers."),
                NULL);
}
