/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Counting. */
#include "probe/own-network.h"

#include "base/error.h"
#include "base/i18n.h"

enum { ENOUGH_SERVERS = 2 }; /* of different operators, one would hope */

static gboolean
has_web (const GwSeen *seen)
{
  for (GwPageId id = 0; id < GW_N_PAGES; id++)
    if (seen->pages[id].status != 0)
      return TRUE;
  return FALSE;
}

/* A refusal came from somebody, so the way there is open. */
static gboolean
is_silence (GwErrorCode code)
{
  return code == GW_ERROR_TIMEOUT || code == GW_ERROR_CONNECT_FAILED;
}

/* TRUE: the leg was tried and decides something. */
static gboolean
count_leg (GwOwnNetwork *network, const GwLookResult *leg)
{
  if (leg == NULL)
    return FALSE;
  if (leg->report != NULL) {
    network->reached++;
    return TRUE;
  }
  GwErrorCode code = gw_error_code (leg->error);
  if (gw_error_blames_proxy (code))
    return FALSE;
  if (code == GW_ERROR_DNS_FAILED)
    network->no_dns++;
  else if (is_silence (code))
    network->no_answer++;
  else
    network->reached++;
  return TRUE;
}

void
gw_own_network_add (GwOwnNetwork *network, const GwSeen *seen)
{
  g_return_if_fail (network != NULL && seen != NULL);

  const GwLookResult *tls = seen->legs[GW_LEG_CLIENT_TLS];
  /* One leg speaks for the server: the one that got anywhere. */
  const GwLookResult *leg = tls != NULL && tls->report != NULL ? tls : seen->legs[GW_LEG_CLIENT];

  if (count_leg (network, leg != NULL ? leg : tls))
    network->servers++;
  network->web += has_web (seen);
}

GwNetworkState
gw_own_network_judge (const GwOwnNetwork *network)
{
  g_return_val_if_fail (network != NULL, GW_NETWORK_FINE);

  if (network->servers < ENOUGH_SERVERS || network->reached > 0)
    return GW_NETWORK_FINE;
  if (network->no_dns == network->servers)
    return GW_NETWORK_NO_DNS;
  return network->web > 0 ? GW_NETWORK_BLOCKED : GW_NETWORK_DEAD;
}

const char *
gw_network_text (GwNetworkState state)
{
  switch (state) {
  case GW_NETWORK_NO_DNS:
    return _ ("No name could be looked up, so this computer is probably offline.");
  case GW_NETWORK_DEAD:
    return _ ("None of them was reached. Perhaps it is the network of this computer: some let "
              "nothing through but the web.");
  case GW_NETWORK_BLOCKED:
    return _ ("The web answers, but no XMPP server does: the network of this computer does not "
              "let it through. Try another one, such as that of your phone.");
  case GW_NETWORK_FINE:
    break;
  }
  return NULL;
}
