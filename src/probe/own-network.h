/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Is it them, or is it us? Guest networks let the web through and nothing else, and some computers
 * are offline: then every server looks dead, and none of them is. Seen from several servers
 * together, that can be told. Pure. */
#pragma once

#include "probe/seen.h"

G_BEGIN_DECLS

typedef enum {
  GW_NETWORK_FINE,    /* somebody was reached by XMPP, or too few were tried to tell */
  GW_NETWORK_NO_DNS,  /* no name could be looked up */
  GW_NETWORK_DEAD,    /* no connection came about, of any kind */
  GW_NETWORK_BLOCKED, /* the web answers, the ports of XMPP do not */
} GwNetworkState;

/* What was seen of one server is added to what was seen of the others. */
typedef struct {
  guint servers;   /* as a client */
  guint reached;   /* a connection as a client came about, or was decidedly refused */
  guint no_answer; /* none did, and nothing came back */
  guint no_dns;
  guint web; /* a web server answered, of any of them */
} GwOwnNetwork;

void gw_own_network_add (GwOwnNetwork *network, const GwSeen *seen);
GwNetworkState gw_own_network_judge (const GwOwnNetwork *network);

/* A translated sentence with what to do; NULL for FINE. */
const char *gw_network_text (GwNetworkState state);

G_END_DECLS
