/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What tests of the DNS share: look-ups and questions in a loop of the test's own. */
#pragma once

#include "net/dns.h"

typedef struct {
  GMainContext *context;
  GwDns *dns;
  guint called;       /* functions of look-ups and questions */
  GwEndpoints *found; /* what the last look-up gave, or its error */
  GError *error;
  GwDnsRecords *records; /* what the last question gave */
} DnsRoom;

/* `trust_anchor` NULL: the root's. */
void dns_room_open (DnsRoom *room, const char *resolver, gboolean allow_local,
                    const char *trust_anchor);
void dns_room_close (DnsRoom *room);

/* Waits until that many functions were called; the test fails after 20 seconds. */
void dns_room_wait (DnsRoom *room, guint called);

void dns_room_look_up (DnsRoom *room, const char *domain, GwDnsService service);
const GwDnsRecords *dns_room_ask (DnsRoom *room, const char *name, GwDnsType type);

/* The functions that count; `data` is the room. */
void dns_room_found (GwEndpoints *found, const GError *error, gpointer data);
void dns_room_answered (GwDnsRecords *records, gpointer data);

/* "127.0.0.1:5222 [::1]:5222" */
char *dns_room_addresses (const GwEndpoint *endpoint);
