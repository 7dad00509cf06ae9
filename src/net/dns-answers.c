/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From DNS answers to endpoints: RFC 6120 section 3.2 (SRV, else the domain's own addresses on
 * a fixed port), XEP-0368 (direct TLS beside it), RFC 2782 ("." says no), RFC 8305 section 4
 * (families interlaced). */
#include "net/dns-answers.h"

#include "base/error.h"
#include "base/limits.h"

enum { DEFAULT_PORT = 5222 };

static void
host_free (gpointer data)
{
  GwHostAnswer *host = data;

  g_free (host->name);
  g_array_unref (host->v4.addresses);
  g_array_unref (host->v6.addresses);
  g_free (host);
}

static GArray *
srv_array_new (void)
{
  GArray *records = g_array_new (FALSE, FALSE, sizeof (GwSrv));

  g_array_set_clear_func (records, (GDestroyNotify)gw_srv_clear);
  return records;
}

GwDnsAnswers *
gw_dns_answers_new (const char *domain)
{
  GwDnsAnswers *answers = g_new0 (GwDnsAnswers, 1);

  answers->domain = g_strdup (domain);
  answers->port = DEFAULT_PORT;
  answers->starttls.records = srv_array_new ();
  answers->direct_tls.records = srv_array_new ();
  answers->hosts = g_ptr_array_new_with_free_func (host_free);
  gw_dns_answers_host (answers, domain, NULL);
  return answers;
}

void
gw_dns_answers_free (GwDnsAnswers *answers)
{
  g_array_unref (answers->starttls.records);
  g_array_unref (answers->direct_tls.records);
  g_ptr_array_unref (answers->hosts);
  g_free (answers->domain);
  g_free (answers);
}

GwHostAnswer *
gw_dns_answers_host (GwDnsAnswers *answers, const char *name, gboolean *is_new)
{
  GwHostAnswer *host;

  if (is_new != NULL)
    *is_new = FALSE;
  for (guint i = 0; i < answers->hosts->len; i++) {
    host = answers->hosts->pdata[i];
    if (g_ascii_strcasecmp (host->name, name) == 0)
      return host;
  }

  host = g_new0 (GwHostAnswer, 1);
  host->name = g_strdup (name);
  host->v4.addresses = g_array_new (FALSE, FALSE, sizeof (GwAddress));
  host->v6.addresses = g_array_new (FALSE, FALSE, sizeof (GwAddress));
  g_ptr_array_add (answers->hosts, host);
  if (is_new != NULL)
    *is_new = TRUE;
  return host;
}

void
gw_service_answer_fill (GwServiceAnswer *answer, char **rdata, const int *lengths)
{
  answer->reply = GW_REPLY_EMPTY;
  for (gsize i = 0; rdata[i] != NULL && answer->records->len < GW_LIMIT_SRV_RECORDS; i++) {
    GwSrv srv;

    if (!gw_srv_parse ((const guint8 *)rdata[i], MAX (lengths[i], 0), &srv))
      continue;
    if (g_str_equal (srv.target, ".") && answer->records->len == 0)
      answer->reply = GW_REPLY_NOT_OFFERED;
    if (g_str_equal (srv.target, ".") || srv.port == 0) {
      gw_srv_clear (&srv);
      continue;
    }
    g_array_append_val (answer->records, srv);
    answer->reply = GW_REPLY_DATA;
  }
}

void
gw_address_answer_fill (GwAddressAnswer *answer, char **rdata, const int *lengths, gsize size)
{
  answer->reply = GW_REPLY_EMPTY;
  for (gsize i = 0; rdata[i] != NULL && answer->addresses->len < GW_LIMIT_ADDRESSES; i++) {
    GwAddress address;

    if (lengths[i] < 0 || (gsize)lengths[i] != size)
      continue;
    gw_address_init (&address, (const guint8 *)rdata[i], size, 0);
    g_array_append_val (answer->addresses, address);
    answer->reply = GW_REPLY_DATA;
  }
}

static void
endpoint_free (gpointer data)
{
  GwEndpoint *endpoint = data;

  g_free (endpoint->target);
  g_array_unref (endpoint->addresses);
  g_free (endpoint);
}

static GwEndpoints *
endpoints_new (const char *domain)
{
  GwEndpoints *endpoints = g_new0 (GwEndpoints, 1);

  endpoints->domain = g_strdup (domain);
  endpoints->endpoints = g_ptr_array_new_with_free_func (endpoint_free);
  return endpoints;
}

GwEndpoints *
gw_endpoints_copy (const GwEndpoints *endpoints)
{
  GwEndpoints *copy;

  g_return_val_if_fail (endpoints != NULL, NULL);

  copy = endpoints_new (endpoints->domain);
  copy->srv_found = endpoints->srv_found;
  copy->direct_announced = endpoints->direct_announced;
  copy->srv_failed = endpoints->srv_failed;
  for (guint i = 0; i < endpoints->endpoints->len; i++) {
    GwEndpoint *endpoint = g_memdup2 (endpoints->endpoints->pdata[i], sizeof (GwEndpoint));

    endpoint->target = g_strdup (endpoint->target);
    endpoint->addresses = g_array_copy (endpoint->addresses);
    g_ptr_array_add (copy->endpoints, endpoint);
  }
  return copy;
}

void
gw_endpoints_free (GwEndpoints *endpoints)
{
  g_free (endpoints->domain);
  g_ptr_array_unref (endpoints->endpoints);
  g_free (endpoints);
}

/* Appends the n-th address of a family, unless it is a private one. Returns whether it was refused
 * for that. */
static gboolean
offer_address (GArray *to, const GwAddressAnswer *from, guint n, guint16 port, gboolean allow_local)
{
  GwAddress address;

  if (n >= from->addresses->len || to->len >= GW_LIMIT_ADDRESSES)
    return FALSE;
  address = g_array_index (from->addresses, GwAddress, n);
  if (!allow_local && !gw_address_is_public (&address))
    return TRUE;
  if (address.any.sa_family == AF_INET)
    address.v4.sin_port = g_htons (port);
  else
    address.v6.sin6_port = g_htons (port);
  g_array_append_val (to, address);
  return FALSE;
}

/* v6 and v4 by turns. *refused is set when an address was left out as private. */
static GArray *
interlace (const GwHostAnswer *host, guint16 port, gboolean allow_local, gboolean *refused)
{
  GArray *addresses = g_array_new (FALSE, FALSE, sizeof (GwAddress));

  for (guint n = 0; n < GW_LIMIT_ADDRESSES; n++) {
    *refused |= offer_address (addresses, &host->v6, n, port, allow_local);
    *refused |= offer_address (addresses, &host->v4, n, port, allow_local);
  }
  return addresses;
}

static const GwHostAnswer *
find_host (const GwDnsAnswers *answers, const char *name)
{
  for (guint i = 0; i < answers->hosts->len; i++) {
    const GwHostAnswer *host = answers->hosts->pdata[i];

    if (g_ascii_strcasecmp (host->name, name) == 0)
      return host;
  }
  return NULL;
}

typedef struct {
  const GwDnsAnswers *answers;
  gboolean allow_local;
  GwEndpoints *found;
  gboolean refused; /* an address was private */
  gboolean failed;  /* an answer that mattered did not come */
  gboolean no_name; /* the name is decidedly unknown */
} Judgement;

/* Takes `addresses`. */
static void
append_endpoint (Judgement *judgement, const GwSrv *srv, gboolean direct_tls, GArray *addresses)
{
  GwEndpoint *endpoint = g_new0 (GwEndpoint, 1);

  endpoint->target = g_strdup (srv->target);
  endpoint->port = srv->port;
  endpoint->priority = srv->priority;
  endpoint->weight = srv->weight;
  endpoint->direct_tls = direct_tls;
  endpoint->addresses = addresses;
  g_ptr_array_add (judgement->found->endpoints, endpoint);
}

static void
add_endpoint (Judgement *judgement, const GwSrv *srv, gboolean direct_tls)
{
  const GwHostAnswer *host = find_host (judgement->answers, srv->target);
  GArray *addresses;

  if (judgement->answers->by_name) {
    append_endpoint (judgement, srv, direct_tls, g_array_new (FALSE, FALSE, sizeof (GwAddress)));
    return;
  }
  if (host == NULL)
    return;
  addresses = interlace (host, srv->port, judgement->allow_local, &judgement->refused);
  judgement->failed |= host->v4.reply == GW_REPLY_FAILED || host->v6.reply == GW_REPLY_FAILED;
  judgement->no_name |= host->v4.reply == GW_REPLY_NO_NAME || host->v6.reply == GW_REPLY_NO_NAME;
  if (addresses->len == 0) {
    g_array_unref (addresses);
    return;
  }
  append_endpoint (judgement, srv, direct_tls, addresses);
}

static void
add_service (Judgement *judgement, const GwServiceAnswer *service, gboolean direct_tls,
             GRand *chance)
{
  gw_srv_order (service->records, chance);
  for (guint i = 0; i < service->records->len; i++)
    add_endpoint (judgement, &g_array_index (service->records, GwSrv, i), direct_tls);
}

/* No SRV record at all, also when the resolver could not tell (RFC 6120 section 3.2.1 lets us try):
 * the domain itself. */
static void
add_fallback (Judgement *judgement)
{
  const GwDnsAnswers *answers = judgement->answers;
  GwSrv itself = {.port = answers->port, .target = answers->domain};

  judgement->failed |= answers->starttls.reply == GW_REPLY_FAILED;
  add_endpoint (judgement, &itself, FALSE);
}

static GwErrorCode
fault (const Judgement *judgement)
{
  if (!judgement->found->srv_found && judgement->answers->starttls.reply == GW_REPLY_NOT_OFFERED)
    return GW_ERROR_DNS_NOT_OFFERED;
  if (judgement->refused)
    return GW_ERROR_ADDRESS_PRIVATE;
  if (!judgement->found->srv_found && judgement->no_name)
    return GW_ERROR_DNS_UNKNOWN;
  return judgement->failed ? GW_ERROR_DNS_FAILED : GW_ERROR_DNS_NO_ADDRESS;
}

GwEndpoints *
gw_dns_answers_judge (GwDnsAnswers *answers, gboolean allow_local, GRand *chance, GError **error)
{
  g_autoptr (GwEndpoints) found = endpoints_new (answers->domain);
  Judgement judgement = {.answers = answers, .allow_local = allow_local, .found = found};

  found->direct_announced = answers->direct_tls.reply == GW_REPLY_DATA;
  found->srv_found = found->direct_announced || answers->starttls.reply == GW_REPLY_DATA;
  found->srv_failed =
      answers->starttls.reply == GW_REPLY_FAILED || answers->direct_tls.reply == GW_REPLY_FAILED;

  add_service (&judgement, &answers->direct_tls, TRUE, chance);
  add_service (&judgement, &answers->starttls, FALSE, chance);
  if (!found->srv_found && answers->starttls.reply != GW_REPLY_NOT_OFFERED)
    add_fallback (&judgement);

  if (found->endpoints->len == 0) {
    gw_error_set (error, fault (&judgement), answers->domain, NULL);
    return NULL;
  }
  return g_steal_pointer (&found);
}

GwEndpoints *
gw_dns_answers_judge_host (const GwDnsAnswers *answers, guint16 port, gboolean allow_local,
                           GError **error)
{
  g_autoptr (GwEndpoints) found = endpoints_new (answers->domain);
  Judgement judgement = {.answers = answers, .allow_local = allow_local, .found = found};
  GwSrv itself = {.port = port, .target = answers->domain};

  add_endpoint (&judgement, &itself, TRUE);
  if (found->endpoints->len == 0) {
    gw_error_set (error, fault (&judgement), answers->domain, NULL);
    return NULL;
  }
  return g_steal_pointer (&found);
}
