/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Single questions. The validating context answers; when it cannot, or not soon, the other one is
 * asked for the data. A verdict counts when the canary is well, and "bogus" only when the whole
 * chain of keys came; then nobody but the domain is to blame. */
#include "base/limits.h"
#include "net/dns-chain.h"
#include "net/dns-private.h"
#include "net/dns-text.h"
#include "net/timer.h"

struct _GwDnsAsk {
  GwDns *dns;
  GwDnsRecords *records;
  char *name;           /* as asked */
  GwQuestion verdict;   /* to the validating context */
  GwQuestion data;      /* to the other one */
  GwDohQuestion posted; /* instead of both */
  GwChain *chain;       /* of a bogus answer */
  gboolean is_blamed;   /* the chain came */
  gboolean is_settled;  /* no question about the verdict is open, but for the canary */
  GSource *head_start;
  GSource *deadline;
  GSource *finish; /* everything is there */
  GwDnsAskFunc func;
  gpointer func_data;
};

static void
ask_free (GwDnsAsk *ask)
{
  gw_question_cancel (&ask->verdict);
  gw_question_cancel (&ask->data);
  gw_doh_question_cancel (&ask->posted);
  gw_chain_free (ask->chain);
  gw_timer_stop (&ask->head_start);
  gw_timer_stop (&ask->deadline);
  gw_timer_stop (&ask->finish);
  g_ptr_array_remove_fast (ask->dns->asks, ask);
  g_clear_pointer (&ask->records, gw_dns_records_free);
  g_free (ask->name);
  g_free (ask);
}

static GwCanaryState
canary_state (const GwDnsAsk *ask)
{
  return ask->dns->canary ? gw_canary_state (ask->dns->canary, ask->name) : GW_CANARY_BAD;
}

static void
forget_verdict (GwDnsRecords *records)
{
  records->security = GW_DNS_UNKNOWN;
  g_clear_pointer (&records->why_bogus, g_free);
}

static gboolean
on_finish (gpointer data)
{
  GwDnsAsk *ask = data;
  GwDnsRecords *records = g_steal_pointer (&ask->records);
  GwDnsAskFunc func = ask->func;
  gpointer func_data = ask->func_data;
  gboolean is_well = canary_state (ask) == GW_CANARY_GOOD;

  if (!is_well || (records->security == GW_DNS_BOGUS && !ask->is_blamed))
    forget_verdict (records);
  /* Not outside all anchors, where no later answer could be better. */
  if (!is_well && ask->dns->canary && gw_canary_zone (ask->dns->canary, ask->name) != NULL)
    gw_unbound_mark_stale (ask->dns->validating);
  ask_free (ask);
  func (records, func_data);
  return G_SOURCE_REMOVE;
}

static gboolean
on_deadline (gpointer data)
{
  GwDnsAsk *ask = data;

  if (ask->verdict.pending)
    gw_unbound_mark_stale (ask->dns->validating);
  if (ask->data.pending)
    gw_unbound_mark_stale (ask->dns->plain);
  return on_finish (ask);
}

static gboolean
is_complete (const GwDnsAsk *ask)
{
  GwCanaryState canary = canary_state (ask);

  if (ask->data.pending && ask->records->reply != GW_REPLY_DATA)
    return FALSE;
  if (canary == GW_CANARY_BAD) /* the verdict will not count */
    return ask->is_settled || ask->records->reply != GW_REPLY_FAILED;
  return ask->is_settled && (canary == GW_CANARY_GOOD || ask->records->security == GW_DNS_UNKNOWN);
}

/* In a later turn: answers come inside libunbound, which must not be freed there. */
static void
finish_when_complete (GwDnsAsk *ask)
{
  if (ask->finish == NULL && is_complete (ask))
    ask->finish = gw_timer_start (ask->dns->context, 0, on_finish, ask);
}

/* Without the last dot, which libunbound writes. */
static gsize
name_length (const char *name)
{
  gsize length = strlen (name);

  return length > 1 && name[length - 1] == '.' ? length - 1 : length;
}

static void
take_canonical (GwDnsRecords *records, const struct ub_result *result)
{
  const char *name = result->canonname;
  gsize length = name ? name_length (name) : 0;

  g_clear_pointer (&records->canonical, g_free);
  if (length > 0 && (length != name_length (result->qname) ||
                     g_ascii_strncasecmp (name, result->qname, length) != 0))
    records->canonical = gw_dns_escape (name, MIN (length, GW_LIMIT_DNS_NAME), "");
}

static void
take_records (GwDnsRecords *records, GwReply reply, const struct ub_result *result)
{
  records->reply = reply;
  records->cut = FALSE;
  g_ptr_array_set_size (records->rdata, 0);
  for (gsize i = 0; reply == GW_REPLY_DATA && result->data[i] != NULL; i++)
    gw_dns_records_add (records, (const guint8 *)result->data[i], (gsize)MAX (result->len[i], 0));
  take_canonical (records, result);
}

/* Without the resolver's address, which would tell where we are: "... from 192.0.2.1 for key ...".
 */
static char *
reason_text (const char *why_bogus)
{
  g_autofree char *text =
      gw_dns_escape (why_bogus, MIN (strlen (why_bogus), GW_LIMIT_DNS_REASON), "");
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  g_autoptr (GString) reason = g_string_new (words[0]);

  for (char **word = words; word[0] != NULL && word[1] != NULL; word++) {
    gboolean is_place =
        g_str_equal (word[1], "from") && word[2] != NULL && g_hostname_is_ip_address (word[2]);

    if (is_place)
      word++;
    else
      g_string_append_printf (reason, " %s", word[1]);
  }
  return g_string_free (g_steal_pointer (&reason), FALSE);
}

static void
take_verdict (GwDnsRecords *records, const struct ub_result *result)
{
  records->security = result->bogus    ? GW_DNS_BOGUS
                      : result->secure ? GW_DNS_SECURE
                                       : GW_DNS_INSECURE;
  if (result->bogus && result->why_bogus != NULL)
    records->why_bogus = reason_text (result->why_bogus);
}

static void
on_data (GwReply reply, const struct ub_result *result, gpointer data)
{
  GwDnsAsk *ask = data;

  if (reply != GW_REPLY_FAILED && ask->records->reply != GW_REPLY_DATA)
    take_records (ask->records, reply, result);
  finish_when_complete (ask);
}

static void
ask_for_data (GwDnsAsk *ask)
{
  if (ask->data.func == NULL) /* once */
    gw_unbound_ask (ask->dns->plain, &ask->data, ask->name, (int)ask->records->type, on_data, ask);
}

static void
on_chain (gboolean delivered, gpointer data)
{
  GwDnsAsk *ask = data;

  ask->is_blamed = delivered;
  ask->is_settled = TRUE;
  finish_when_complete (ask);
}

/* Only what lies below a trust anchor can be bogus. */
static void
doubt (GwDnsAsk *ask)
{
  const char *const names[] = {ask->name, ask->records->canonical, NULL};
  const char *zone = ask->dns->canary ? gw_canary_zone (ask->dns->canary, ask->name) : NULL;

  if (zone != NULL)
    ask->chain = gw_chain_new (ask->dns->validating, zone, names, on_chain, ask);
  else
    ask->is_settled = TRUE;
}

/* The data of a bogus answer stand when there are any. */
static void
on_verdict (GwReply reply, const struct ub_result *result, gpointer data)
{
  GwDnsAsk *ask = data;

  if (reply != GW_REPLY_FAILED)
    take_records (ask->records, reply, result);
  if (reply != GW_REPLY_FAILED || (result != NULL && result->bogus))
    take_verdict (ask->records, result);
  if (reply == GW_REPLY_FAILED || (result->bogus && reply != GW_REPLY_DATA))
    ask_for_data (ask);
  if (ask->records->security == GW_DNS_BOGUS)
    doubt (ask);
  else
    ask->is_settled = TRUE;
  finish_when_complete (ask);
}

static gboolean
on_head_start_over (gpointer data)
{
  GwDnsAsk *ask = data;

  gw_timer_stop (&ask->head_start);
  if (ask->verdict.pending)
    ask_for_data (ask);
  finish_when_complete (ask);
  return G_SOURCE_REMOVE;
}

static void
on_canary (gpointer data)
{
  GwDns *dns = data;

  for (guint i = 0; i < dns->asks->len; i++)
    finish_when_complete (dns->asks->pdata[i]);
}

/* The validating context and its canary, afresh after a failure. */
static void
be_ready (GwDns *dns)
{
  gw_unbound_refresh (dns->plain);
  if (dns->asks->len > 0)
    return;
  if (dns->validating == NULL)
    dns->validating = gw_unbound_new (dns->resolver, dns->anchors, dns->context, NULL);
  else if (gw_unbound_is_stale (dns->validating)) {
    g_clear_pointer (&dns->canary, gw_canary_free);
    gw_unbound_refresh (dns->validating);
  }
  if (dns->validating != NULL && dns->canary == NULL)
    dns->canary = gw_canary_new (dns->validating, dns->anchors, on_canary, dns);
}

static void
on_posted (GwDnsRecords *records, gpointer data)
{
  GwDnsAsk *ask = data;

  gw_dns_records_free (ask->records);
  ask->records = records;
  ask->is_settled = TRUE;
  finish_when_complete (ask);
}

/* By https, which is not validated, or not at all. */
static void
post (GwDnsAsk *ask)
{
  GwDns *dns = ask->dns;

  if (dns->doh != NULL) {
    gw_doh_ask (dns->doh, &ask->posted, ask->name, ask->records->type, on_posted, ask);
    return;
  }
  ask->is_settled = TRUE;
  finish_when_complete (ask);
}

static void
ask_for_verdict (GwDnsAsk *ask)
{
  GwDns *dns = ask->dns;

  be_ready (dns);
  ask->head_start = gw_timer_start (dns->context, GW_LIMIT_DNS_HEAD_START, on_head_start_over, ask);
  if (dns->validating != NULL)
    gw_unbound_ask (dns->validating, &ask->verdict, ask->name, (int)ask->records->type, on_verdict,
                    ask);
  else
    on_verdict (GW_REPLY_FAILED, NULL, ask);
}

GwDnsAsk *
gw_dns_ask (GwDns *dns, const char *name, GwDnsType type, GwDnsAskFunc func, gpointer data)
{
  GwDnsAsk *ask;

  g_return_val_if_fail (dns != NULL && name != NULL && func != NULL, NULL);

  ask = g_new0 (GwDnsAsk, 1);
  ask->dns = dns;
  ask->records = gw_dns_records_new (name, type);
  ask->name = g_strdup (name);
  ask->func = func;
  ask->func_data = data;
  ask->deadline = gw_timer_start (
      dns->context, dns->doh != NULL ? GW_LIMIT_DOH_WAIT : GW_LIMIT_DNS_WAIT, on_deadline, ask);
  if (dns->plain == NULL || dns->doh != NULL)
    post (ask);
  else
    ask_for_verdict (ask);
  g_ptr_array_add (dns->asks, ask);
  return ask;
}

void
gw_dns_ask_cancel (GwDnsAsk *ask)
{
  ask_free (ask);
}
