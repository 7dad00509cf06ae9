/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What look-ups (net/dns.c) and single questions (net/dns-ask.c) share. */
#pragma once

#include "net/dns.h"

G_BEGIN_DECLS

struct _GwDns {
  char *resolver;
  gboolean allow_local;
  GMainContext *context;
  struct ub_ctx *unbound;
  GSource *ready;
  GPtrArray *lookups; /* GwDnsLookup, under way */
  GRand *chance;
  gboolean stale; /* something failed: start afresh when idle */
};

G_END_DECLS
