/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The four questions, side by side in the engine's thread; the answer goes by letter to the
 * caller's. Here stands the name before the @ as well, but only to be told back: neither a request
 * nor a message of the log is made of it. */
#include "probe/have.h"

#include "base/limits.h"
#include "base/mailbox.h"
#include "net/http.h"
#include "net/timer.h"
#include "probe/have-judge.h"

typedef struct _Asking Asking;

struct _GwHave {
  GwHaveFunc func;
  gpointer data;
  Asking *asking; /* a reference */
  gboolean over;  /* the function was called */
};

typedef struct {
  Asking *asking;
  GwHavePageKind kind;
  GwHttp *http; /* NULL: not started, or ended */
} Request;

/* Shared by both threads. */
struct _Asking {
  int refs;     /* atomic; by macros, so that the thread sanitizer sees it */
  GwHave *have; /* for letters only */
  GwEngine *engine;
  GwMailbox *box; /* to the caller */
  char *domain, *address;
  /* engine thread */
  gboolean cancelled;
  gboolean running; /* has a reference of its own */
  GwHaveFound found;
  GwDnsLookup *lookup;
  Request requests[GW_HAVE_N_PAGES];
  GSource *check; /* in a later turn of the loop */
  GSource *grace; /* the answer is certain */
};

static const char *const paths[GW_HAVE_N_PAGES] = {
    [GW_HAVE_PAGE_XML] = GW_HOST_META_PATH,
    [GW_HAVE_PAGE_JSON] = GW_HOST_META_JSON_PATH,
};

static Asking *
asking_ref (Asking *asking)
{
  g_atomic_int_inc (&asking->refs);
  return asking;
}

static void
asking_unref (gpointer data)
{
  Asking *asking = data;

  if (!g_atomic_int_dec_and_test (&asking->refs))
    return;
  g_assert (!asking->running);
  gw_have_found_clear (&asking->found);
  gw_mailbox_unref (asking->box);
  g_free (asking->domain);
  g_free (asking->address);
  g_free (asking);
}

/* --- caller's thread --- */

typedef struct {
  GwHave *have;
  GwHaveResult *result;
} Letter;

static void
letter_free (gpointer data)
{
  Letter *letter = data;

  gw_have_result_free (letter->result);
  g_free (letter);
}

/* It may be gone when its function returns. */
static void
deliver (gpointer data)
{
  const Letter *letter = data;

  letter->have->over = TRUE;
  letter->have->func (letter->result, letter->have->data);
}

/* --- engine's thread --- */

static void
stop (Asking *asking)
{
  if (!asking->running)
    return;
  g_clear_pointer (&asking->lookup, gw_dns_lookup_cancel);
  for (int kind = 0; kind < GW_HAVE_N_PAGES; kind++)
    g_clear_pointer (&asking->requests[kind].http, gw_http_cancel);
  gw_timer_stop (&asking->check);
  gw_timer_stop (&asking->grace);
  asking->running = FALSE;
  asking_unref (asking);
}

static void
conclude (Asking *asking)
{
  Letter *letter = g_new (Letter, 1);

  *letter = (Letter){asking->have, gw_have_judge (asking->domain, asking->address, &asking->found)};
  gw_mailbox_put (asking->box, deliver, letter, letter_free);
  stop (asking);
}

static gboolean
on_grace (gpointer data)
{
  conclude (data);
  return G_SOURCE_REMOVE;
}

static gboolean
on_check (gpointer data)
{
  Asking *asking = data;
  GwHaveState state = gw_have_state (&asking->found);

  gw_timer_stop (&asking->check);
  if (state == GW_HAVE_SETTLED)
    conclude (asking);
  else if (state == GW_HAVE_CERTAIN && asking->grace == NULL)
    asking->grace =
        gw_timer_start (gw_engine_context (asking->engine), GW_LIMIT_HAVE_CLUES, on_grace, asking);
  return G_SOURCE_REMOVE;
}

/* In a later turn: whoever told us may still be at work. */
static void
something_came (Asking *asking)
{
  if (asking->check == NULL)
    asking->check = gw_timer_start (gw_engine_context (asking->engine), 0, on_check, asking);
}

static void
on_dns (GwEndpoints *endpoints, const GError *error, gpointer data)
{
  Asking *asking = data;

  asking->lookup = NULL;
  asking->found.endpoints = endpoints;
  asking->found.dns_error = error ? g_error_copy (error) : NULL;
  something_came (asking);
}

static void
on_page (const GwHttpResponse *response, const GError *error, gpointer data)
{
  Request *request = data;
  GwHavePage *page = &request->asking->found.pages[request->kind];
  gsize length = 0;
  const char *bytes =
      response && response->body ? g_bytes_get_data (response->body, &length) : NULL;

  request->http = NULL;
  page->came = TRUE;
  page->status = response ? response->status : 0;
  page->error = error ? g_error_copy (error) : NULL;
  page->meta = request->kind == GW_HAVE_PAGE_JSON ? gw_host_meta_parse_json (bytes, length)
                                                  : gw_host_meta_parse_xml (bytes, length);
  something_came (request->asking);
}

static void
ask_for_page (Asking *asking, GwHavePageKind kind)
{
  Request *request = &asking->requests[kind];
  g_autofree char *url = g_strconcat ("https://", asking->domain, paths[kind], NULL);
  GwHttpRequest wanted = {.url = url,
                          .purpose = GW_PURPOSE_CHOSEN,
                          .max_bytes = GW_LIMIT_HOST_META,
                          .wait_ms = GW_LIMIT_STEP_WAIT};

  *request = (Request){.asking = asking, .kind = kind};
  request->http = gw_http_start (asking->engine, &wanted, on_page, request);
}

static void
begin (gpointer data)
{
  Asking *asking = data;
  GwDns *dns;

  if (asking->cancelled)
    return;
  asking->running = TRUE;
  asking_ref (asking);
  dns = gw_engine_dns (asking->engine, &asking->found.dns_error);
  if (dns)
    asking->lookup = gw_dns_lookup_service (dns, asking->domain, GW_DNS_CLIENT, on_dns, asking);
  for (int kind = 0; kind < GW_HAVE_N_PAGES; kind++)
    ask_for_page (asking, (GwHavePageKind)kind);
}

static void
cancel (gpointer data)
{
  Asking *asking = data;

  asking->cancelled = TRUE;
  stop (asking);
}

/* --- public --- */

GwHave *
gw_have_start (GwEngine *engine, const char *typed, GwHaveFunc func, gpointer data, GError **error)
{
  g_autofree char *domain = NULL, *address = NULL;

  g_return_val_if_fail (engine != NULL && typed != NULL && func != NULL, NULL);

  if (!gw_have_read (typed, &domain, &address, error))
    return NULL;
  GwHave *have = g_new0 (GwHave, 1);
  have->func = func;
  have->data = data;
  have->asking = g_new0 (Asking, 1);
  have->asking->refs = 1;
  have->asking->have = have;
  have->asking->engine = engine;
  have->asking->box = gw_mailbox_new (NULL, 0);
  have->asking->domain = g_steal_pointer (&domain);
  have->asking->address = g_steal_pointer (&address);
  gw_engine_post (engine, begin, asking_ref (have->asking), asking_unref);
  return have;
}

void
gw_have_free (GwHave *have)
{
  if (have == NULL)
    return;
  gw_mailbox_close (have->asking->box);
  /* After the end there is perhaps no engine. */
  if (!have->over)
    gw_engine_post (have->asking->engine, cancel, asking_ref (have->asking), asking_unref);
  asking_unref (have->asking);
  g_free (have);
}
