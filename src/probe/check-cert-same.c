/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Do all ways in show certificates of one kind? Where they differ, one was forgotten when the
 * others were renewed. */
#include "base/i18n.h"
#include "probe/judges.h"

/* The ways of XMPP, and the website of the domain. */
enum { WEB = GW_N_LEGS, N_WAYS };

static const char *
way_name (int way)
{
  return way == WEB ? "https" : gw_leg_name ((GwLegId)way);
}

static const GwTlsEvidence *
web_tls (const GwSeen *seen)
{
  static const GwPageId pages[] = {GW_PAGE_HOST_META, GW_PAGE_HOST_META_JSON, GW_PAGE_PROVIDER};

  for (gsize i = 0; i < G_N_ELEMENTS (pages); i++)
    if (seen->pages[pages[i]].tls && seen->pages[pages[i]].tls->chain->len > 0)
      return seen->pages[pages[i]].tls;
  return NULL;
}

static const GwTlsEvidence *
way_tls (const GwSeen *seen, int way)
{
  const GwTlsEvidence *tls = way == WEB ? web_tls (seen) : gw_seen_tls (seen, (GwLegId)way);

  return tls && tls->chain->len > 0 ? tls : NULL;
}

static gboolean
has_all (char **names, char **others)
{
  for (char **name = names; name && *name; name++)
    if (others == NULL || !g_strv_contains ((const char *const *)others, *name))
      return FALSE;
  return TRUE;
}

static gboolean
has_same_names (const GwTlsEvidence *one, const GwTlsEvidence *other)
{
  return has_all (one->dns_names, other->dns_names) && has_all (other->dns_names, one->dns_names);
}

static gint64
end_of (const GwTlsEvidence *tls)
{
  return ((const GwCertificate *)tls->chain->pdata[0])->not_after;
}

static char *
describe (const GwSeen *seen)
{
  GString *text = g_string_new (NULL);

  for (int way = 0; way < N_WAYS; way++) {
    const GwTlsEvidence *tls = way_tls (seen, way);
    if (tls == NULL)
      continue;
    g_autoptr (GDateTime) end = g_date_time_new_from_unix_utc (end_of (tls));
    g_autofree char *date = end ? g_date_time_format (end, "%F") : NULL;
    g_string_append_printf (text, "%s%s: %s %s", text->len ? "; " : "", way_name (way),
                            tls->dns_names && *tls->dns_names ? *tls->dns_names : "-",
                            date ? date : "?");
  }
  return g_string_free (text, FALSE);
}

static void
compare (const GwSeen *seen, int way, const GwTlsEvidence *first, const GwTlsEvidence *tls,
         GwCheckResult *result)
{
  gboolean same_names = has_same_names (first, tls);

  if (same_names && end_of (first) == end_of (tls))
    gw_check_say (result, GW_CHECK_PASS, _ ("All ways in show the same certificate."),
                  describe (seen));
  else if (way == WEB) /* usual: another program renews it */
    gw_check_say (result, GW_CHECK_INFO, _ ("The website has a certificate of its own."),
                  describe (seen));
  else if (same_names)
    gw_check_say (result, GW_CHECK_WARN,
                  _ ("The certificates of the ways in end at different times."), describe (seen));
  else
    gw_check_say (result, GW_CHECK_WARN,
                  _ ("The certificates of the ways in are made for different names."),
                  describe (seen));
}

void
gw_judge_same (const GwSeen *seen, GwCheckResult *result)
{
  const GwTlsEvidence *first = NULL;
  gboolean has_two = FALSE;

  for (int way = 0; way < N_WAYS; way++) {
    const GwTlsEvidence *tls = way_tls (seen, way);
    has_two |= first && tls;
    if (first && tls)
      compare (seen, way, first, tls, result);
    else if (tls && way != WEB)
      first = tls;
  }
  if (first && !has_two)
    gw_check_say (
        result, GW_CHECK_UNKNOWN,
        _ ("Only one way in showed a certificate, so there is nothing to compare it with."),
        describe (seen));
}
