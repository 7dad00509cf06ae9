/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Does the DNS vouch for the certificate of a leg (DANE: RFC 6698, RFC 7671, RFC 7673)? Only where
 * DNSSEC secures both the way to the machine and what stands about it. Pure. */
#pragma once

#include "probe/seen.h"

G_BEGIN_DECLS

typedef enum {
  GW_DANE_UNKNOWN,  /* not asked, not answered, not to be validated from here, or no handshake */
  GW_DANE_NONE,     /* there is no record */
  GW_DANE_INSECURE, /* there is one, but DNSSEC does not secure it: it counts for nothing */
  GW_DANE_USELESS,  /* only such as narrow the public authorities down (usage 0 and 1), or such as
                       nobody can read */
  GW_DANE_FITS,     /* usage 2 or 3, and it fits what the leg showed */
  GW_DANE_FITS_NOT,
} GwDane;

GwDane gw_dane_judge (const GwSeen *seen, GwLegId leg);

/* The answer that it goes by, at "_5222._tcp.xmpp.example"; NULL: none. */
const GwDnsRecords *gw_dane_records (const GwSeen *seen, GwLegId leg);

G_END_DECLS
