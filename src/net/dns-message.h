/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One question and its answer in wire form (RFC 1035 section 4), for ways on which no resolver's
 * library speaks. The answer comes from anybody. Pure. */
#pragma once

#include "net/dns-record.h"

G_BEGIN_DECLS

/* Class IN, recursion desired, ID 0 (RFC 8484 section 4.1). NULL: no name of the DNS. */
GBytes *gw_dns_message_query (const char *name, GwDnsType type);

/* Fills `records`, which says what was asked: its reply, the canonical name, the data behind all
 * aliases. FAILED for what is malformed, cut, an error, or the answer to something else. */
void gw_dns_message_read (GBytes *message, GwDnsRecords *records);

G_END_DECLS
