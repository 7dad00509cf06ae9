/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What look-ups (net/dns.c) and single questions (net/dns-ask.c) share. */
#pragma once

#include "net/dns-canary.h"
#include "net/dns-unbound.h"
#include "net/dns.h"
#include "net/doh.h"

G_BEGIN_DECLS

struct _GwDns {
  char *resolver;
  GPtrArray *anchors; /* GwTrustAnchor */
  gboolean allow_local;
  GMainContext *context;
  gboolean by_name;      /* a proxy looks up addresses; then both of these are NULL */
  GwDoh *doh;            /* answers all but where it is itself; NULL: none */
  GwUnbound *plain;      /* does not validate */
  GwUnbound *validating; /* NULL until something is asked */
  GwCanary *canary;      /* of the validating one; NULL until something is asked */
  GPtrArray *lookups;    /* GwDnsLookup, under way */
  GPtrArray *asks;       /* GwDnsAsk, under way */
  GRand *chance;
};

G_END_DECLS
