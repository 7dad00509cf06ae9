/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The questions of a look-up, its deadline and its end. */
#include "net/dns.h"

#include "base/limits.h"
#include "net/dns-answers.h"
#include "net/dns-private.h"
#include "net/dns-trust.h"
#include "net/timer.h"

typedef struct {
  GwDnsLookup *lookup;
  int type;
  GwHostAnswer *host;       /* of A and AAAA */
  GwServiceAnswer *service; /* of SRV */
  GwQuestion asked;
  GwDohQuestion posted; /* instead */
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

static GwDns *
dns_new (const GwProfile *profile, GMainContext *context)
{
  GwDns *dns = g_new0 (GwDns, 1);

  dns->resolver = g_strdup (profile->resolver);
  dns->allow_local = profile->allow_local;
  dns->by_name = profile->proxy != NULL;
  dns->context = g_main_context_ref (context);
  dns->lookups = g_ptr_array_new ();
  dns->asks = g_ptr_array_new ();
  dns->chance = g_rand_new ();
  return dns;
}

/* Anchors of a person are tried at once, so that a mistake in them is told. */
static gboolean
load_anchors (GwDns *dns, const char *path, GError **error)
{
  dns->anchors = gw_trust_anchors_load (path, error);
  if (dns->anchors == NULL)
    return FALSE;
  if (path == NULL)
    return TRUE;
  dns->validating = gw_unbound_new (dns->resolver, dns->anchors, dns->context, NULL);
  if (dns->validating == NULL)
    gw_trust_anchors_refuse (path, error);
  return dns->validating != NULL;
}

GwDns *
gw_dns_new (const GwProfile *profile, GMainContext *context, GError **error)
{
  g_autoptr (GwDns) dns = dns_new (profile, context);

  if (dns->by_name)
    return g_steal_pointer (&dns);
  dns->plain = gw_unbound_new (dns->resolver, NULL, context, error);
  if (dns->plain == NULL ||
      (profile->doh_url == NULL && !load_anchors (dns, profile->trust_anchor, error)))
    return NULL;
  return g_steal_pointer (&dns);
}

void
gw_dns_use_doh (GwDns *dns, GwDoh *doh)
{
  gw_doh_free (dns->doh);
  dns->doh = doh;
}

static void
lookup_free (GwDnsLookup *lookup)
{
  GwDns *dns = lookup->dns;

  for (guint i = 0; i < lookup->questions->len; i++) {
    Question *question = lookup->questions->pdata[i];

    gw_question_cancel (&question->asked);
    gw_doh_question_cancel (&question->posted);
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
  gw_dns_use_doh (dns, NULL); /* before the look-ups: it has one of them under way */
  while (dns->lookups->len > 0)
    lookup_free (dns->lookups->pdata[0]);
  while (dns->asks->len > 0)
    gw_dns_ask_cancel (dns->asks->pdata[0]);
  gw_canary_free (dns->canary);
  gw_unbound_free (dns->validating);
  gw_unbound_free (dns->plain);
  g_clear_pointer (&dns->anchors, g_ptr_array_unref);
  g_ptr_array_unref (dns->lookups);
  g_ptr_array_unref (dns->asks);
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

  if (lookup->dns->plain != NULL)
    gw_unbound_mark_stale (lookup->dns->plain);
  return on_finish (lookup);
}

/* In a later turn: answers come inside libunbound, which must not be freed there. */
static void
finish_when_complete (GwDnsLookup *lookup)
{
  if (lookup->n_pending == 0 && lookup->finish == NULL)
    lookup->finish = gw_timer_start (lookup->dns->context, 0, on_finish, lookup);
}

static void ask (GwDnsLookup *lookup, const char *name, int type, GwServiceAnswer *service,
                 GwHostAnswer *host);

static void
ask_for_addresses (GwDnsLookup *lookup, GwHostAnswer *host)
{
  ask (lookup, host->name, GW_DNS_TYPE_AAAA, NULL, host);
  ask (lookup, host->name, GW_DNS_TYPE_A, NULL, host);
}

/* The second round, for each target that was not asked for yet; a proxy finds it by itself. */
static void
ask_for_targets (GwDnsLookup *lookup, const GwServiceAnswer *service)
{
  for (guint i = 0; i < service->records->len && !lookup->dns->by_name; i++) {
    const GwSrv *srv = &g_array_index (service->records, GwSrv, i);
    gboolean is_new;
    GwHostAnswer *host = gw_dns_answers_host (lookup->answers, srv->target, &is_new);

    if (is_new)
      ask_for_addresses (lookup, host);
  }
}

/* `rdata`, `lengths`: of DATA only. */
static void
take_answer (Question *question, GwReply reply, char **rdata, const int *lengths)
{
  GwDnsLookup *lookup = question->lookup;

  lookup->n_pending--;
  if (question->type == GW_DNS_TYPE_SRV) {
    question->service->reply = reply;
    if (reply == GW_REPLY_DATA)
      gw_service_answer_fill (question->service, rdata, lengths);
    ask_for_targets (lookup, question->service);
  } else {
    gboolean is_v4 = question->type == GW_DNS_TYPE_A;
    GwAddressAnswer *answer = is_v4 ? &question->host->v4 : &question->host->v6;

    answer->reply = reply;
    if (reply == GW_REPLY_DATA)
      gw_address_answer_fill (answer, rdata, lengths, is_v4 ? 4 : 16);
  }
  finish_when_complete (lookup);
}

static void
on_answer (GwReply reply, const struct ub_result *result, gpointer question)
{
  take_answer (question, reply, result ? result->data : NULL, result ? result->len : NULL);
}

static void
on_posted (GwDnsRecords *records, gpointer question)
{
  guint count = records->rdata->len;
  g_autofree char **rdata = g_new0 (char *, count + 1);
  g_autofree int *lengths = g_new0 (int, count + 1);

  for (guint i = 0; i < count; i++) {
    gsize length;

    rdata[i] = (char *)g_bytes_get_data (records->rdata->pdata[i], &length);
    lengths[i] = (int)length;
  }
  take_answer (question, records->reply, rdata, lengths);
  gw_dns_records_free (records);
}

/* Where the resolver by https is, it cannot be asked itself. */
static gboolean
goes_by_https (const GwDnsLookup *lookup)
{
  const GwDoh *doh = lookup->dns->doh;

  return doh != NULL &&
         (lookup->port == 0 || !g_str_equal (lookup->answers->domain, gw_doh_host (doh)));
}

static void
ask (GwDnsLookup *lookup, const char *name, int type, GwServiceAnswer *service, GwHostAnswer *host)
{
  Question *question = g_new0 (Question, 1);

  question->lookup = lookup;
  question->type = type;
  question->service = service;
  question->host = host;
  lookup->n_pending++;
  g_ptr_array_add (lookup->questions, question);
  if (goes_by_https (lookup))
    gw_doh_ask (lookup->dns->doh, &question->posted, name, (GwDnsType)type, on_posted, question);
  else
    gw_unbound_ask (lookup->dns->plain, &question->asked, name, type, on_answer, question);
}

static void
ask_for_service (GwDnsLookup *lookup, const char *service, GwServiceAnswer *answer)
{
  g_autofree char *name = g_strdup_printf ("%s._tcp.%s", service, lookup->answers->domain);

  ask (lookup, name, GW_DNS_TYPE_SRV, answer, NULL);
}

typedef struct {
  const char *direct_tls, *starttls;
  guint16 port; /* of the domain itself, without SRV */
} Services;

static const Services services_of[] = {
    [GW_DNS_CLIENT] = {"_xmpps-client", "_xmpp-client", 5222},
    [GW_DNS_SERVER] = {"_xmpps-server", "_xmpp-server", 5269},
};

/* Its own addresses are asked for in any case, unless a proxy finds them. */
static void
ask_first_round (GwDnsLookup *lookup, const Services *services)
{
  const GwDns *dns = lookup->dns;

  lookup->n_pending = 1; /* until all are asked */
  if (services != NULL && (dns->plain != NULL || dns->doh != NULL)) {
    ask_for_service (lookup, services->direct_tls, &lookup->answers->direct_tls);
    ask_for_service (lookup, services->starttls, &lookup->answers->starttls);
  }
  if (!dns->by_name)
    ask_for_addresses (lookup, lookup->answers->hosts->pdata[0]);
  lookup->n_pending--;
  finish_when_complete (lookup);
}

/* `services` NULL: addresses only. */
static GwDnsLookup *
lookup_new (GwDns *dns, const char *domain, const Services *services, guint16 port, GwDnsFunc func,
            gpointer data)
{
  GwDnsLookup *lookup = g_new0 (GwDnsLookup, 1);

  if (dns->plain != NULL)
    gw_unbound_refresh (dns->plain);
  lookup->dns = dns;
  lookup->answers = gw_dns_answers_new (domain);
  lookup->answers->by_name = dns->by_name;
  if (services != NULL)
    lookup->answers->port = services->port;
  lookup->port = port;
  lookup->questions = g_ptr_array_new_with_free_func (g_free);
  lookup->func = func;
  lookup->data = data;
  g_ptr_array_add (dns->lookups, lookup);
  lookup->deadline = gw_timer_start (
      dns->context, dns->doh != NULL ? GW_LIMIT_DOH_WAIT : GW_LIMIT_DNS_WAIT, on_deadline, lookup);
  ask_first_round (lookup, services);
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
