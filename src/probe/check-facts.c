/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the list should know after a look: only what was decidedly seen. */
#include "probe/judges.h"

enum { SECONDS_A_DAY = 24 * 60 * 60 };

typedef struct {
  GwFacts *facts;
  gint32 today;
} Notes;

static void
note_bool (const Notes *notes, GwFactId id, gboolean yes)
{
  gw_facts_offer_bool (notes->facts, id, yes, GW_ORIGIN_PROBE, notes->today);
}

static void
note_text (const Notes *notes, GwFactId id, const char *text)
{
  gw_facts_offer_text (notes->facts, id, text, GW_ORIGIN_PROBE, notes->today);
}

/* A failure that may come from the network in between, or from us, says nothing about the server: a
 * guest network that lets port 5222 through to nobody must not make all providers unreachable. */
static gboolean
is_decidedly_unreachable (const GwLookResult *look)
{
  if (look->error == NULL)
    return FALSE;
  switch (gw_error_code (look->error)) {
  case GW_ERROR_DNS_UNKNOWN:
  case GW_ERROR_DNS_NO_ADDRESS:
  case GW_ERROR_DNS_NOT_OFFERED:
  case GW_ERROR_CONNECT_REFUSED:
  case GW_ERROR_HANGUP:
  case GW_ERROR_NOT_XMPP:
  case GW_ERROR_BAD_XML:
  case GW_ERROR_TOO_LARGE:
  case GW_ERROR_STREAM:
  case GW_ERROR_WRONG_HOST:
  case GW_ERROR_NO_TLS:
  case GW_ERROR_TLS_FAILED:
    return TRUE;
  case GW_ERROR_TIMEOUT:
    return look->report != NULL; /* somebody took the connection and then said nothing */
  default:
    return FALSE;
  }
}

static void
note_login (const Notes *notes, const GwXml *features)
{
  g_auto (GStrv) methods = gw_features_mechanisms (features);

  gw_facts_offer_list (notes->facts, GW_FACT_LOGIN_METHODS, (const char *const *)methods,
                       GW_ORIGIN_PROBE, notes->today);
}

static void
note_signup (const Notes *notes, const GwSeen *seen)
{
  GwSignup signup = gw_seen_signup (seen);

  if (signup != GW_SIGNUP_UNCLEAR)
    note_text (notes, GW_FACT_SIGNUP, gw_signup_name (signup));
  if (seen->form && seen->form->web_page)
    note_text (notes, GW_FACT_REGISTER_PAGE, seen->form->web_page);
}

/* No way in for apps, whichever was tried. */
static gboolean
is_closed_to_apps (const GwSeen *seen)
{
  gboolean was_tried = FALSE;

  for (GwLegId leg = GW_LEG_CLIENT; leg <= GW_LEG_CLIENT_TLS; leg++) {
    if (seen->legs[leg] == NULL)
      continue;
    was_tried = TRUE;
    if (!is_decidedly_unreachable (seen->legs[leg]))
      return FALSE;
  }
  return was_tried;
}

static void
note_direct_tls (const Notes *notes, const GwSeen *seen)
{
  const GwLookResult *direct = seen->legs[GW_LEG_CLIENT_TLS];
  GwCheckResult result = {.state = GW_CHECK_UNKNOWN};

  if (direct && direct->report && direct->report->features) {
    note_bool (notes, GW_FACT_DIRECT_TLS, TRUE);
    return;
  }
  if (direct && !is_decidedly_unreachable (direct))
    return;
  gw_judge_direct_tls (seen, &result);
  if (result.state != GW_CHECK_UNKNOWN)
    note_bool (notes, GW_FACT_DIRECT_TLS, FALSE);
  gw_check_result_clear (&result);
}

/* What it says of itself stays marked as such. */
static void
note_provider_file (const Notes *notes, const GwSeen *seen)
{
  g_autoptr (GwCatalogue) catalogue = gw_seen_provider_file (seen);

  if (catalogue && catalogue->providers->len > 0)
    gw_facts_merge (notes->facts, &((GwProvider *)catalogue->providers->pdata[0])->facts);
}

void
gw_checks_facts (const GwSeen *seen, GwFacts *facts)
{
  g_return_if_fail (seen != NULL && facts != NULL);

  const Notes notes = {facts, (gint32)(seen->now / SECONDS_A_DAY)};
  const GwXml *features = gw_seen_features (seen);

  if (gw_seen_reachable (seen))
    note_bool (&notes, GW_FACT_REACHABLE, TRUE);
  else if (is_closed_to_apps (seen))
    note_bool (&notes, GW_FACT_REACHABLE, FALSE);

  if (seen->certificate) {
    note_text (&notes, GW_FACT_CERTIFICATE,
               seen->certificate->ok ? "ok" : gw_error_name (seen->certificate->fault));
    if (seen->look->report->tls->version)
      note_text (&notes, GW_FACT_TLS_VERSION, seen->look->report->tls->version);
  }
  if (seen->look)
    note_direct_tls (&notes, seen);
  if (features) {
    note_login (&notes, features);
    note_bool (&notes, GW_FACT_INVITATIONS, gw_features_take_invitations (features));
  }
  note_signup (&notes, seen);
  note_provider_file (&notes, seen);
}
