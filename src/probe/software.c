/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names of two programs, and how their streams look. */
#include "probe/software.h"

#include "base/i18n.h"

static const struct {
  const char *name, *text;
} names[] = {
    [GW_SOFTWARE_PROSODY] = {"prosody", "Prosody"},
    [GW_SOFTWARE_EJABBERD] = {"ejabberd", "ejabberd"},
};

/* ejabberd: a number of up to 64 bits. Prosody: a UUID, or random bytes as base64url, where all
 * three kinds of characters are to be expected. Others write base 16 or 36. */
#define DECIMAL   "^[0-9]{10,20}$"
#define UUID      "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"
#define BASE64URL "^(?=.*[a-z])(?=.*[A-Z])(?=.*[0-9_-])[A-Za-z0-9_-]{12,44}$"

const char *
gw_software_name (GwSoftware software)
{
  g_return_val_if_fail ((guint)software < G_N_ELEMENTS (names), NULL);

  return names[software].name;
}

const char *
gw_software_text (GwSoftware software)
{
  g_return_val_if_fail ((guint)software < G_N_ELEMENTS (names), NULL);

  return names[software].text;
}

gboolean
gw_software_from_name (const char *name, GwSoftware *software)
{
  g_return_val_if_fail (name != NULL && software != NULL, FALSE);

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (names[i].name && g_ascii_strcasecmp (names[i].name, name) == 0) {
      *software = (GwSoftware)i;
      return TRUE;
    }
  return FALSE;
}

GwSoftware
gw_software_of_stream (const char *stream_id)
{
  if (stream_id == NULL)
    return GW_SOFTWARE_UNKNOWN;
  if (g_regex_match_simple (DECIMAL, stream_id, G_REGEX_DOLLAR_ENDONLY, 0))
    return GW_SOFTWARE_EJABBERD;
  if (g_regex_match_simple (UUID, stream_id, G_REGEX_DOLLAR_ENDONLY, 0) ||
      g_regex_match_simple (BASE64URL, stream_id, G_REGEX_DOLLAR_ENDONLY, 0))
    return GW_SOFTWARE_PROSODY;
  return GW_SOFTWARE_UNKNOWN;
}

static GwSoftware
of_streams (const GwSeen *seen)
{
  for (GwLegId leg = 0; leg < GW_N_LEGS; leg++) {
    const GwStreamReport *report = gw_seen_report (seen, leg);
    GwSoftware software = report ? gw_software_of_stream (report->stream_id) : GW_SOFTWARE_UNKNOWN;
    if (software != GW_SOFTWARE_UNKNOWN)
      return software;
  }
  return GW_SOFTWARE_UNKNOWN;
}

GwSoftware
gw_software_guess (const GwProbeResult *result, const GwFacts *listed, const char **why)
{
  g_return_val_if_fail (result != NULL && why != NULL, GW_SOFTWARE_UNKNOWN);

  const char *stated = listed ? gw_facts_text (listed, GW_FACT_SOFTWARE) : NULL;
  GwSoftware software = GW_SOFTWARE_UNKNOWN;

  *why = NULL;
  if (stated && gw_software_from_name (stated, &software)) {
    *why = _ ("a list says so");
    return software;
  }
  /* Another program is named there. */
  if (stated == NULL && result->seen)
    software = of_streams (result->seen);
  if (software != GW_SOFTWARE_UNKNOWN)
    *why = _ ("guessed from the form of its stream ids");
  return software;
}

const char *
gw_software_lines (GwSoftware software, const GwCheck *check)
{
  g_return_val_if_fail (check != NULL, NULL);

  return software == GW_SOFTWARE_PROSODY    ? check->prosody
         : software == GW_SOFTWARE_EJABBERD ? check->ejabberd
                                            : NULL;
}
