/* SPDX-License-Identifier: GPL-3.0-or-later */
/* libunbound's options, its descriptor, and a new context after a failure. */
#include "net/dns-unbound.h"

#include "base/error.h"
#include "net/dns-trust.h"
#include "net/timer.h"

enum { CLASS_IN = 1, RCODE_OK = 0, RCODE_NO_NAME = 3 }; /* RFC 1035 */

struct _GwUnbound {
  char *resolver;
  GPtrArray *anchors; /* GwTrustAnchor; NULL: does not validate */
  GMainContext *context;
  struct ub_ctx *unbound;
  GSource *ready;
  guint n_pending;
  gboolean stale; /* something failed */
};

static gboolean
on_ready (int fd, GIOCondition condition, gpointer data)
{
  GwUnbound *unbound = data;

  ub_process (unbound->unbound);
  return G_SOURCE_CONTINUE;
}

static int
set_options (struct ub_ctx *context, gboolean validates)
{
  const char *const options[][2] = {
      {"module-config:", validates ? "validator iterator" : "iterator"},
      {"outgoing-range:", "256"}, /* the library's 16 would make bulk checks wait in line */
      {"num-queries-per-thread:", "1024"},
      {"trust-anchor-signaling:", "no"}, /* no word to the root about our keys, RFC 8145 */
  };
  int fault = UB_NOERROR;

  for (gsize i = 0; i < G_N_ELEMENTS (options) && fault == UB_NOERROR; i++)
    fault = ub_ctx_set_option (context, options[i][0], options[i][1]);
  return fault;
}

/* The hosts file is no part of the DNS: what it says would look unsigned. */
static int
point_to_resolver (struct ub_ctx *context, const char *resolver, gboolean validates)
{
  if (resolver != NULL)
    return ub_ctx_set_fwd (context, resolver);
  if (!validates)
    ub_ctx_hosts (context, NULL); /* a missing one is no fault */
  return ub_ctx_resolvconf (context, NULL);
}

static int
add_anchors (struct ub_ctx *context, const GPtrArray *anchors)
{
  int fault = UB_NOERROR;

  for (guint i = 0; i < anchors->len && fault == UB_NOERROR; i++) {
    const GwTrustAnchor *anchor = anchors->pdata[i];

    fault = ub_ctx_add_ta (context, anchor->record);
  }
  return fault;
}

/* The order matters: libunbound takes no option any more once something made it read them. Removing
 * what is not there makes it read the anchors now, not at the first question. */
static struct ub_ctx *
make_context (const char *resolver, const GPtrArray *anchors, GError **error)
{
  gboolean validates = anchors != NULL;
  struct ub_ctx *context = ub_ctx_create ();
  int fault = context == NULL ? UB_NOMEM : set_options (context, validates);

  if (fault == UB_NOERROR)
    fault = point_to_resolver (context, resolver, validates);
  if (fault == UB_NOERROR)
    fault = ub_ctx_debugout (context, NULL);
  if (fault == UB_NOERROR && validates)
    fault = add_anchors (context, anchors);
  if (fault == UB_NOERROR)
    fault = ub_ctx_async (context, 1);
  if (fault == UB_NOERROR && validates)
    fault = ub_ctx_data_remove (context, "nothing.invalid");
  if (fault == UB_NOERROR)
    return context;

  gw_error_set (error, GW_ERROR_DNS_FAILED, NULL, ub_strerror (fault));
  if (context != NULL)
    ub_ctx_delete (context);
  return NULL;
}

static void
use_context (GwUnbound *unbound, struct ub_ctx *context)
{
  gw_timer_stop (&unbound->ready);
  if (unbound->unbound != NULL)
    ub_ctx_delete (unbound->unbound);
  unbound->unbound = context;
  if (context != NULL)
    unbound->ready = gw_watch_start (unbound->context, ub_fd (context), G_IO_IN, on_ready, unbound);
}

GwUnbound *
gw_unbound_new (const char *resolver, GPtrArray *anchors, GMainContext *context, GError **error)
{
  struct ub_ctx *made = make_context (resolver, anchors, error);
  GwUnbound *unbound;

  if (made == NULL)
    return NULL;
  unbound = g_new0 (GwUnbound, 1);
  unbound->resolver = g_strdup (resolver);
  unbound->anchors = anchors ? g_ptr_array_ref (anchors) : NULL;
  unbound->context = g_main_context_ref (context);
  use_context (unbound, made);
  return unbound;
}

void
gw_unbound_free (GwUnbound *unbound)
{
  if (unbound == NULL)
    return;
  use_context (unbound, NULL);
  g_clear_pointer (&unbound->anchors, g_ptr_array_unref);
  g_main_context_unref (unbound->context);
  g_free (unbound->resolver);
  g_free (unbound);
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

static void
take_answer (GwQuestion *question, int fault, const struct ub_result *result)
{
  GwReply reply = judge_reply (fault, result);

  question->pending = FALSE;
  question->unbound->n_pending--;
  if (reply == GW_REPLY_FAILED)
    question->unbound->stale = TRUE;
  question->func (reply, result, question->data);
}

static void
on_answer (void *data, int fault, struct ub_result *result)
{
  take_answer (data, fault, result);
  ub_resolve_free (result);
}

void
gw_unbound_ask (GwUnbound *unbound, GwQuestion *question, const char *name, int type,
                GwQuestionFunc func, gpointer data)
{
  int fault;

  g_return_if_fail (unbound != NULL && !question->pending);

  *question = (GwQuestion){.unbound = unbound, .pending = TRUE, .func = func, .data = data};
  unbound->n_pending++;
  fault =
      ub_resolve_async (unbound->unbound, name, type, CLASS_IN, question, on_answer, &question->id);
  if (fault != UB_NOERROR)
    take_answer (question, fault, NULL);
}

void
gw_question_cancel (GwQuestion *question)
{
  if (!question->pending)
    return;
  ub_cancel (question->unbound->unbound, question->id);
  question->pending = FALSE;
  question->unbound->n_pending--;
}

void
gw_unbound_mark_stale (GwUnbound *unbound)
{
  unbound->stale = TRUE;
}

gboolean
gw_unbound_is_stale (const GwUnbound *unbound)
{
  return unbound->stale;
}

void
gw_unbound_refresh (GwUnbound *unbound)
{
  struct ub_ctx *context;

  if (!unbound->stale || unbound->n_pending > 0)
    return;
  context = make_context (unbound->resolver, unbound->anchors, NULL);
  if (context == NULL)
    return;
  use_context (unbound, context);
  unbound->stale = FALSE;
}
