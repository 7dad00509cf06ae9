/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the page of the chosen provider is about. */
#include "phase.h"

/* A form that is fetched anew while nothing was sent does not take the page from the person. */
static GangwayPhase
phase_of_connecting (GangwayJourney *journey)
{
  if (!gw_attempt_form (gangway_journey_get_attempt (journey)))
    return GANGWAY_PHASE_WAITING;
  return gangway_journey_is_submitted (journey) ? GANGWAY_PHASE_WORKING : GANGWAY_PHASE_RENEWING;
}

GangwayPhase
gangway_phase_find (GangwayJourney *journey)
{
  g_return_val_if_fail (GANGWAY_IS_JOURNEY (journey), GANGWAY_PHASE_OVER);

  GwAttempt *attempt = gangway_journey_get_attempt (journey);
  const GwProbeResult *check = gangway_journey_get_check (journey);

  if (!attempt)
    return gangway_journey_get_chosen (journey) && !(check && check->failed) ? GANGWAY_PHASE_WAITING
                                                                             : GANGWAY_PHASE_OVER;
  switch (gw_attempt_state (attempt)) {
  case GW_ATTEMPT_CONNECTING:
    return phase_of_connecting (journey);
  case GW_ATTEMPT_FORM:
    return GANGWAY_PHASE_TYPING;
  case GW_ATTEMPT_WEB:
    return GANGWAY_PHASE_WEB;
  case GW_ATTEMPT_DONE:
    return GANGWAY_PHASE_OVER;
  default:
    return GANGWAY_PHASE_WORKING;
  }
}

const char *
gangway_phase_progress (GangwayJourney *journey)
{
  g_return_val_if_fail (GANGWAY_IS_JOURNEY (journey), NULL);

  GwAttempt *attempt = gangway_journey_get_attempt (journey);

  if (!attempt)
    return _ ("Checking the provider …");
  switch (gw_attempt_state (attempt)) {
  case GW_ATTEMPT_CONNECTING:
    return _ ("Asking for the form …");
  case GW_ATTEMPT_KEEPING:
    return _ ("Keeping the password safe …");
  case GW_ATTEMPT_SUBMITTING:
    return _ ("Asking for the address …");
  case GW_ATTEMPT_LOGGING_IN:
    return gw_attempt_page (attempt) && !gw_attempt_form (attempt)
               ? _ ("Trying the address …")
               : _ ("The address is yours. Trying it out …");
  default:
    return "";
  }
}
