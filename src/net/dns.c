/* SPDX-License-Identifier: GPL-3.0-or-later */
/* libunbound as a source in the engine's loop. It resolves in a thread of its own and tells through
 * a descriptor; here stand the questions of a look-up, its deadline and its end. */
#include "net/dns.h"

#include "base/error.h"
#include "base/limits.h"
#include "net/dns-answers.h"
#include "net/dns-private.h"
#include "net/timer.h"

#include <unbound.h>

enum { CLASS_IN = 1 }; /* RFC 1035 */
enum { RCODE_OK = 0, RCODE_NO_NAME = 3 };

typedef struct {
  GwDnsLookup *lookup;
  int type;
  GwHostAnswer *host;       /* of A and AAAA */
  GwServiceAnswer *service; /* of SRV */
  int id;                   /* libunbound's, while pending */
  gboolean pending;
} Question;

struct _GwDnsLookup {
  GwDns *dns;
  GwDnsAnswers *answers;
  guint16 port;         /* of the host; 0: services are asked for */
  GPtrArray *questions; /* Question */
  guint n_pending;
  GSource *deadline;
  GSource *finish; /* all answers are there */
  GwDnsFunc func;
  gpointer data;
};

static gboolean
on_ready (int fd, GIOCondition condition, gpointer data)
{
  GwDns *dns = data;

  ub_process (dns->unbound);
  return G_SOURCE_CONTINUE;
}

static int
point_to_resolver (struct ub_ctx *unbound, const char *resolver)
{
  if (resolver != NULL)
    return ub_ctx_set_fwd (unbound, resolver);
  /* A missing hosts file is no fault. */
  ub_ctx_hosts (unbound, NULL);
  return ub_ctx_resolvconf (unbound, NULL);
}

/* The order matters: libunbound takes no option any more once something made it read them. */
static struct ub_ctx *
make_unbound (const char *resolver, GError **error)
{
  static const char *const options[][2] = {
      {"module-config:", "iterator"}, /* no validation here */
      {"outgoing-range:", "256"},     /* the library's 16 would make bulk checks wait in line */
      {"num-queries-per-thread:", "1024"},
  };
  struct ub_ctx *unbound = ub_ctx_create ();
  int fault = unbound == NULL ? UB_NOMEM : UB_NOERROR;

  for (gsize i = 0; i < G_N_ELEMENTS (options) && fault == UB_NOERROR; i++)
    fault = ub_ctx_set_option (unbound, options[i][0], options[i][1]);
  if (fault == UB_NOERROR)
    fault = point_to_resolver (unbound, resolver);
  if (fault == UB_NOERROR)
    fault = ub_ctx_debugout (unbound, NULL);
  if (fault == UB_NOERROR)
    fault = ub_ctx_async (unbound, 1);
  if (fault == UB_NOERROR)
    return unbound;

  gw_error_set (error, GW_ERROR_DNS_FAILED, resolver, ub_strerror (fault));
  if (unbound != NULL)
    ub_ctx_delete (unbound);
  return NULL;
}

static void
use_unbound (GwDns *dns, struct ub_ctx *unbound)
{
  gw_timer_stop (&dns->ready);
  if (dns->unbound != NULL)
    ub_ctx_delete (dns->unbound);
  dns->unbound = unbound;
  if (unbound != NULL)
    dns->ready = gw_watch_start (dns->context, ub_fd (unbound), G_IO_IN, on_ready, dns);
}

GwDns *
gw_dns_new (const GwProfile *profile, GMainContext *context, GError **error)
{
  struct ub_ctx *unbound = make_unbound (profile->resolver, error);
  GwDns *dns;

  if (unbound == NULL)
    return NULL;
  dns = g_new0 (GwDns, 1);
  dns->resolver = g_strdup (profile->resolver);
  dns->allow_local = profile->allow_local;
  dns->context = g_main_context_ref (context);
  dns->lookups = g_ptr_array_new ();
  dns->chance = g_rand_new ();
  use_unbound (dns, unbound);
  return dns;
}

static void
lookup_free (GwDnsLookup *lookup)
{
  GwDns *dns = lookup->dns;

  for (guint i = 0; i < lookup->questions->len; i++) {
    Question *question = lookup->questions->pdata[i];

    if (question->pending)
      ub_cancel (dns->unbound, question->id);
  }
  gw_timer_stop (&lookup->deadline);
  gw_timer_stop (&lookup->finish);
  g_ptr_array_remove_fast (dns->lookups, lookup);
  g_ptr_array_unref (lookup->questions);
  gw_dns_answers_free (lookup->answers);
  g_free (lookup);
}

void
gw_dns_free (GwDns *dns)
{
  while (dns->lookups->len > 0)
    lookup_free (dns->lookups->pdata[0]);
  use_unbound (dns, NULL);
  g_ptr_array_unref (dns->lookups);
  g_main_context_unref (dns->context);
  g_rand_free (dns->chance);
  g_free (dns->resolver);
  g_free (dns);
}

static GwEndpoints *
judge_answers (GwDnsLookup *lookup, GError **error)
{
  const GwDns *dns = lookup->dns;

  if (lookup->port != 0)
    return gw_dns_answers_judge_host (lookup->answers, lookup->port, dns->allow_local, error);
  return gw_dns_answers_judge (lookup->answers, dns->allow_local, dns->chance, error);
}

static gboolean
on_finish (gpointer data)
{
  GwDnsLookup *lookup = data;
  GwDnsFunc func = lookup->func;
  gpointer func_data = lookup->data;
  g_autoptr (GError) error = NULL;
  GwEndpoints *found = judge_answers (lookup, &error);

  lookup_free (lookup);
  func (found, error, func_data);
  return G_SOURCE_REMOVE;
}

/* What did not come by now has failed; what came may be enough (resolvers that never answer for
 * AAAA exist). */
static gboolean
on_deadline (gpointer data)
{
  GwDnsLookup *lookup = data;

  lookup->dns->stale = TRUE;
  return on_finish (lookup);
}

/* In a later turn: answers come inside libunbound, which must not be freed there. */
static void
finish_when_complete (GwDnsLookup *lookup)
{
  if (lookup->n_pending == 0 && lookup->finish == NULL)
    lookup->finish = gw_timer_start (lookup->dns->context, 0, on_finish, lookup);
}

static GwReply
judge_reply (int fault, const struct ub_result *result)
{
  if (fault != UB_NOERROR || result == NULL)
    return GW_REPLY_FAILED;
  if (result->havedata)
    return GW_REPLY_DATA;
  if (result->rcode == RCODE_NO_NAME)
    return GW_REPLY_NO_NAME;
  return result->rcode == RCODE_OK ? GW_REPLY_EMPTY : GW_REPLY_FAILED;
}

static void ask (GwDnsLookup *lookup, const char *name, int type, GwServiceAnswer *service,
                 GwHostAnswer *host);

static void
ask_for_addresses (GwDnsLookup *lookup, GwHostAnswer *host)
{
  ask (lookup, host->name, GW_DNS_TYPE_AAAA, NULL, host);
  ask (lookup, host->name, GW_DNS_TYPE_A, NULL, host);
}

/* The second round, for each target that was not asked for yet. */
static void
ask_for_targets (GwDnsLookup *lookup, const GwServiceAnswer *service)
{
  for (guint i = 0; i < service->records->len; i++) {
    const GwSrv *srv = &g_array_index (service->records, GwSrv, i);
    gboolean is_new;
    GwHostAnswer *host = gw_dns_answers_host (lookup->answers, srv->target, &is_new);

    if (is_new)
      ask_for_addresses (lookup, host);
  }
}

static void
take_answer (Question *question, GwReply reply, const struct ub_result *result)
{
  GwDnsLookup *lookup = question->lookup;

  question->pending = FALSE;
  lookup->n_pending--;
  if (reply == GW_REPLY_FAILED)
    lookup->dns->stale = TRUE;

  if (question->type == GW_DNS_TYPE_SRV) {
    question->service->reply = reply;
    if (reply == GW_REPLY_DATA)
      gw_service_answer_fill (question->service, result->data, result->len);
    ask_for_targets (lookup, question->service);
  } else {
    gboolean is_v4 = question->type == GW_DNS_TYPE_A;
    GwAddressAnswer *answer = is_v4 ? &question->host->v4 : &question->host->v6;

    answer->reply = reply;
    if (reply == GW_REPLY_DATA)
      gw_address_answer_fill (answer, result->data, result->len, is_v4 ? 4 : 16);
  }
  finish_when_complete (lookup);
}

static void
on_answer (void *data, int fault, struct ub_result *result)
{
  take_answer (data, judge_reply (fault, result), result);
  ub_resolve_free (result);
}

static void
ask (GwDnsLookup *lookup, const char *name, int type, GwServiceAnswer *service, GwHostAnswer *host)
{
  Question *question = g_new0 (Question, 1);

  question->lookup = lookup;
  question->type = type;
  question->service = service;
  question->host = host;
  question->pending = TRUE;
  lookup->n_pending++;
  g_ptr_array_add (lookup->questions, question);
  if (ub_resolve_async (lookup->dns->unbound, name, type, CLASS_IN, question, on_answer,
                        &question->id) != UB_NOERROR)
    take_answer (question, GW_REPLY_FAILED, NULL);
}

static void
ask_for_service (GwDnsLookup *lookup, const char *service, GwServiceAnswer *answer)
{
  g_autofree char *name = g_strdup_printf ("%s._tcp.%s", service, lookup->answers->domain);

  ask (lookup, name, GW_DNS_TYPE_SRV, answer, NULL);
}

/* libunbound reads /etc/resolv.conf once, and keeps away for minutes from a resolver that was
 * silent. After a failure it starts afresh, so that "try again" means it when the network came back
 * or became another one. */
static void
refresh (GwDns *dns)
{
  struct ub_ctx *unbound;

  if (!dns->stale || dns->lookups->len > 0)
    return;
  unbound = make_unbound (dns->resolver, NULL);
  if (unbound == NULL)
    return;
  use_unbound (dns, unbound);
  dns->stale = FALSE;
}

typedef struct {
  const char *direct_tls, *starttls;
  guint16 port; /* of the domain itself, without SRV */
} Services;

static const Services services_of[] = {
    [GW_DNS_CLIENT] = {"_xmpps-client", "_xmpp-client", 5222},
    [GW_DNS_SERVER] = {"_xmpps-server", "_xmpp-server", 5269},
};

/* Its own addresses are asked for in any case. `services` NULL: nothing else is. */
static GwDnsLookup *
lookup_new (GwDns *dns, const char *domain, const Services *services, guint16 port, GwDnsFunc func,
            gpointer data)
{
  GwDnsLookup *lookup = g_new0 (GwDnsLookup, 1);

  refresh (dns);
  lookup->dns = dns;
  lookup->answers = gw_dns_answers_new (domain);
  if (services != NULL)
    lookup->answers->port = services->port;
  lookup->port = port;
  lookup->questions = g_ptr_array_new_with_free_func (g_free);
  lookup->func = func;
  lookup->data = data;
  g_ptr_array_add (dns->lookups, lookup);
  lookup->deadline = gw_timer_start (dns->context, GW_LIMIT_DNS_WAIT, on_deadline, lookup);

  lookup->n_pending = 1; /* until all are asked */
  if (services != NULL) {
    ask_for_service (lookup, services->direct_tls, &lookup->answers->direct_tls);
    ask_for_service (lookup, services->starttls, &lookup->answers->starttls);
  }
  ask_for_addresses (lookup, lookup->answers->hosts->pdata[0]);
  lookup->n_pending--;
  finish_when_complete (lookup);
  return lookup;
}

GwDnsLookup *
gw_dns_lookup_service (GwDns *dns, const char *domain, GwDnsService service, GwDnsFunc func,
                       gpointer data)
{
  g_return_val_if_fail (domain != NULL && func != NULL, NULL);

  return lookup_new (dns, domain, &services_of[service], 0, func, data);
}

GwDnsLookup *
gw_dns_lookup_host (GwDns *dns, const char *host, guint16 port, GwDnsFunc func, gpointer data)
{
  g_return_val_if_fail (host != NULL && port != 0 && func != NULL, NULL);

  return lookup_new (dns, host, NULL, port, func, data);
}

void
gw_dns_lookup_cancel (GwDnsLookup *lookup)
{
  lookup_free (lookup);
}
