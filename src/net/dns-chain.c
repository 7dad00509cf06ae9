/* SPDX-License-Identifier: GPL-3.0-or-later */
/* DS and DNSKEY (RFC 4034) of each name on the way down. */
#include "net/dns-chain.h"

#include "base/limits.h"
#include "net/dns-trust.h"

enum { TYPE_DS = 43, TYPE_DNSKEY = 48 };

struct _GwChain {
  GwQuestion questions[2 * GW_LIMIT_DNS_CHAIN];
  guint n_questions, n_pending;
  gboolean failed;
  GwChainFunc func;
  gpointer data;
};

static void
count_down (GwChain *chain)
{
  chain->n_pending--;
  if (chain->n_pending == 0)
    chain->func (!chain->failed, chain->data);
}

static void
on_answer (GwReply reply, const struct ub_result *result, gpointer data)
{
  GwChain *chain = data;

  chain->failed |= reply == GW_REPLY_FAILED;
  count_down (chain);
}

static void
ask (GwChain *chain, GwUnbound *unbound, const char *name, int type)
{
  GwQuestion *question = &chain->questions[chain->n_questions++];

  chain->n_pending++;
  gw_unbound_ask (unbound, question, name, type, on_answer, chain);
}

static void
ask_down_to (GwChain *chain, GwUnbound *unbound, const char *zone, const char *name)
{
  const char *at = name;

  while (at != NULL && *at != '\0' && g_ascii_strcasecmp (at, zone) != 0) {
    const char *dot = strchr (at, '.');

    if (chain->n_questions == G_N_ELEMENTS (chain->questions)) {
      chain->failed = TRUE; /* too long to tell */
      return;
    }
    ask (chain, unbound, at, TYPE_DS);
    ask (chain, unbound, at, TYPE_DNSKEY);
    at = dot ? dot + 1 : NULL;
  }
}

GwChain *
gw_chain_new (GwUnbound *unbound, const char *zone, const char *const *names, GwChainFunc func,
              gpointer data)
{
  GwChain *chain = g_new0 (GwChain, 1);

  chain->func = func;
  chain->data = data;
  chain->n_pending = 1; /* until all are asked */
  for (const char *const *name = names; *name != NULL; name++)
    if (gw_name_is_below (*name, zone))
      ask_down_to (chain, unbound, zone, *name);
  count_down (chain);
  return chain;
}

void
gw_chain_free (GwChain *chain)
{
  if (chain == NULL)
    return;
  for (guint i = 0; i < chain->n_questions; i++)
    gw_question_cancel (&chain->questions[i]);
  g_free (chain);
}
