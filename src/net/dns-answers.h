/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the resolver said about one domain, and the judgement over it: endpoints in the order to
 * try, or the reason why there is none. Pure. */
#pragma once

#include "net/dns-srv.h"
#include "net/dns.h"

G_BEGIN_DECLS

typedef struct {
  GwReply reply;
  GArray *records; /* GwSrv with a port and a target, at most GW_LIMIT_SRV_RECORDS */
} GwServiceAnswer;

typedef struct {
  GwReply reply;
  GArray *addresses; /* GwAddress without port, at most GW_LIMIT_ADDRESSES */
} GwAddressAnswer;

typedef struct {
  char *name;
  GwAddressAnswer v4, v6;
} GwHostAnswer;

typedef struct {
  char *domain;
  guint16 port;     /* of the domain itself when there is no SRV; 5222 unless set */
  gboolean by_name; /* endpoints are not to have addresses */
  GwServiceAnswer starttls, direct_tls;
  GPtrArray *hosts; /* GwHostAnswer, each name once; the domain itself first */
} GwDnsAnswers;

GwDnsAnswers *gw_dns_answers_new (const char *domain);
void gw_dns_answers_free (GwDnsAnswers *answers);

/* `rdata`: NULL-terminated, each `lengths[i]` bytes long. Malformed records do not count. */
void gw_service_answer_fill (GwServiceAnswer *answer, char **rdata, const int *lengths);
void gw_address_answer_fill (GwAddressAnswer *answer, char **rdata, const int *lengths, gsize size);

/* The host of that name; *is_new tells that it must be asked for. */
GwHostAnswer *gw_dns_answers_host (GwDnsAnswers *answers, const char *name, gboolean *is_new);

/* Draws the order of the records. NULL and GW_ERROR_DNS_* or GW_ERROR_ADDRESS_PRIVATE when nothing
 * can be connected to. */
GwEndpoints *gw_dns_answers_judge (GwDnsAnswers *answers, gboolean allow_local, GRand *chance,
                                   GError **error);

/* The same without services: the domain's own addresses on `port`, where TLS comes first. */
GwEndpoints *gw_dns_answers_judge_host (const GwDnsAnswers *answers, guint16 port,
                                        gboolean allow_local, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwDnsAnswers, gw_dns_answers_free)

G_END_DECLS
