/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Three threads work on a probe. The caller's gets the results. A worker of its own does what may
 * wait for the disk: it looks up what is fresh before, and writes the facts after. The engine's
 * looks at the servers and hands each result to both at once. */
#include "probe/probe.h"

#include "base/jid.h"
#include "base/limits.h"
#include "base/mailbox.h"
#include "probe/cache.h"
#include "probe/looks.h"
#include "probe/result.h"
#include "providers/seen.h"

enum { BATCH_MS = 50 };

struct _GwProbe {
  GwProbeFunc func;
  gpointer data;
  char **domains; /* as typed */
  gboolean again, full, is_bulk;
  const GwCatalogue *catalogue;
  GwMailbox *box;    /* to the caller */
  GwMailbox *chores; /* to the worker */
  GMainContext *context;
  GThread *worker;
  GwLooks *looks;
  int stop; /* atomic */
  /* worker, and the caller after the join */
  guint unsaved;      /* looks whose result has not come yet */
  GwCatalogue *found; /* not written yet */
  gboolean over;
};

/* Where the engine's thread puts results: alive as long as a look is. */
typedef struct {
  GwProbe *probe; /* for letters only */
  GwMailbox *box, *chores;
} Outlet;

typedef struct {
  GwProbe *probe;
  GwKept *kept; /* NULL: the end */
  gboolean reused;
} Letter;

static void
letter_free (gpointer data)
{
  Letter *letter = data;

  gw_kept_unref (letter->kept);
  g_free (letter);
}

static void
put (GwMailbox *box, GwLetterFunc func, GwProbe *probe, GwKept *kept, gboolean reused)
{
  Letter *letter = g_new (Letter, 1);

  *letter = (Letter){probe, kept ? gw_kept_ref (kept) : NULL, reused};
  gw_mailbox_put (box, func, letter, letter_free);
}

/* --- caller's thread --- */

/* The probe may be gone when its function returns. */
static void
deliver (gpointer data)
{
  const Letter *letter = data;
  const GwProbe *probe = letter->probe;

  if (letter->kept == NULL) {
    probe->func (NULL, probe->data);
    return;
  }
  GwProbeResult result = *gw_kept_result (letter->kept);
  result.reused |= letter->reused;
  probe->func (&result, probe->data);
}

/* --- engine's thread --- */

static void save (gpointer data);

static void
outlet_free (gpointer data)
{
  Outlet *outlet = data;

  gw_mailbox_unref (outlet->box);
  gw_mailbox_unref (outlet->chores);
  g_free (outlet);
}

static void
on_result (GwProbeResult *result, gpointer data)
{
  Outlet *outlet = data;
  g_autoptr (GwKept) kept = gw_kept_new (result);

  gw_probe_cache_put (kept);
  put (outlet->box, deliver, outlet->probe, kept, FALSE);
  put (outlet->chores, save, outlet->probe, kept, FALSE);
}

/* --- worker --- */

static gboolean
has_facts (const GwFacts *facts)
{
  for (int id = 0; id < GW_N_FACTS; id++)
    if (facts->at[id].known)
      return TRUE;
  return FALSE;
}

static void
save (gpointer data)
{
  const Letter *letter = data;
  GwProbe *probe = letter->probe;
  const GwProbeResult *result = gw_kept_result (letter->kept);

  if (has_facts (&result->facts))
    gw_facts_merge (&gw_catalogue_ensure (probe->found, result->domain)->facts, &result->facts);
  probe->unsaved--;
}

/* All that came in one turn in one write: each waits for the disk. */
static void
write_found (GwProbe *probe)
{
  g_autoptr (GError) error = NULL;

  /* The result counts, not its trace: the person has seen it. */
  if (probe->found->providers->len > 0 && !g_atomic_int_get (&probe->stop) &&
      !gw_seen_save_all (probe->found, &error))
    g_info ("what was seen was not saved: %s", error->message);
  gw_catalogue_free (probe->found);
  probe->found = gw_catalogue_new (GW_ORIGIN_PROBE, 0);
}

static void
stop (gpointer data)
{
  /* The wake-up is what counts. */
}

static gint32
find_puzzle_of_today (const GwFacts *facts)
{
  const GwFact *signup = &facts->at[GW_FACT_SIGNUP];
  gint32 today = gw_date_today ();

  return gw_facts_signup (facts) == GW_SIGNUP_PUZZLE && signup->origin == GW_ORIGIN_PROBE &&
                 signup->date == today
             ? today
             : 0;
}

static void
begin_domain (GwProbe *probe, const GwProvider *provider)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  gint64 age = now - provider->seen_at;
  g_autoptr (GwKept) kept =
      probe->again ? NULL : gw_probe_cache_get (provider->domain, probe->full, now);

  if (kept == NULL && !probe->again && !probe->full && age >= 0 && age < GW_LIMIT_PROBE_FRESH_S) {
    GwProbeResult *result =
        gw_probe_result_new_kept (provider->domain, &provider->facts, provider->seen_at);
    kept = result ? gw_kept_new (result) : NULL;
  }
  if (kept) {
    put (probe->box, deliver, probe, kept, TRUE);
    return;
  }
  probe->unsaved++;
  gw_looks_add (probe->looks, provider->domain, probe->full,
                find_puzzle_of_today (&provider->facts));
}

static void
refuse (GwProbe *probe, const char *typed, const GError *error)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  g_autoptr (GwKept) kept = gw_kept_new (gw_probe_result_new_failed (typed, error, now));

  put (probe->box, deliver, probe, kept, FALSE);
}

/* The person's own choice still connects like any app. */
static gboolean
is_against_tests (const GwProbe *probe, const char *domain)
{
  const GwProvider *known = probe->catalogue && (probe->full || probe->is_bulk)
                                ? gw_catalogue_find (probe->catalogue, domain)
                                : NULL;
  const GwFact *fact = known ? &known->facts.at[GW_FACT_TESTING_ALLOWED] : NULL;

  return fact && fact->known && !fact->value.yes;
}

static void
take_domain (GwProbe *probe, GwCatalogue *wanted, const char *typed)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *domain = gw_domain_normalize (typed, &error);

  if (domain && is_against_tests (probe, domain))
    gw_error_set (&error, GW_ERROR_TESTING_REFUSED, domain, NULL);
  if (error)
    refuse (probe, domain ? domain : typed, error);
  else
    gw_catalogue_ensure (wanted, domain);
}

/* A name given twice is one server. */
static GwCatalogue *
collect (GwProbe *probe)
{
  GwCatalogue *wanted = gw_catalogue_new (GW_ORIGIN_PROBE, 0);

  for (char **typed = probe->domains; *typed; typed++)
    take_domain (probe, wanted, *typed);
  return wanted;
}

static void
begin (GwProbe *probe)
{
  g_autoptr (GwCatalogue) wanted = collect (probe);
  g_autoptr (GError) error = NULL;

  if (!gw_seen_apply (wanted, &error))
    g_info ("what was seen before is not known: %s", error->message);
  for (guint i = 0; i < wanted->providers->len && !g_atomic_int_get (&probe->stop); i++)
    begin_domain (probe, wanted->providers->pdata[i]);
}

static gpointer
work (gpointer data)
{
  GwProbe *probe = data;

  g_main_context_push_thread_default (probe->context);
  probe->found = gw_catalogue_new (GW_ORIGIN_PROBE, 0);
  begin (probe);
  while (probe->unsaved > 0 && !g_atomic_int_get (&probe->stop)) {
    g_main_context_iteration (probe->context, TRUE);
    write_found (probe);
  }
  gw_catalogue_free (probe->found);
  probe->over = probe->unsaved == 0;
  put (probe->box, deliver, probe, NULL, FALSE);
  gw_mailbox_hurry (probe->box);
  gw_mailbox_close (probe->chores);
  g_main_context_pop_thread_default (probe->context);
  return NULL;
}

/* --- public --- */

GwProbe *
gw_probe_start (GwEngine *engine, const char *const *domains, const GwProbePlan *plan,
                GwProbeFunc func, gpointer data)
{
  g_return_val_if_fail (engine != NULL && domains != NULL && func != NULL, NULL);

  GwProbe *probe = g_new0 (GwProbe, 1);
  probe->func = func;
  probe->data = data;
  probe->domains = g_strdupv ((char **)domains);
  probe->again = plan->again;
  probe->full = plan->full;
  probe->is_bulk = plan->purpose == GW_PURPOSE_CHECK;
  probe->catalogue = plan->catalogue;
  probe->context = g_main_context_new ();
  probe->box = gw_mailbox_new (NULL, BATCH_MS);
  probe->chores = gw_mailbox_new (probe->context, 0);

  Outlet *outlet = g_new (Outlet, 1);
  *outlet = (Outlet){probe, gw_mailbox_ref (probe->box), gw_mailbox_ref (probe->chores)};
  probe->looks = gw_looks_new (engine, plan->purpose, on_result, outlet, outlet_free);
  probe->worker = g_thread_new ("probe", work, probe);
  return probe;
}

void
gw_probe_progress (const GwProbe *probe, guint *answered, guint *asked)
{
  g_return_if_fail (probe != NULL);

  gw_looks_progress (probe->looks, answered, asked);
}

void
gw_probe_free (GwProbe *probe)
{
  if (probe == NULL)
    return;
  gw_mailbox_close (probe->box);
  g_atomic_int_set (&probe->stop, 1);
  gw_mailbox_put (probe->chores, stop, NULL, NULL);
  g_thread_join (probe->worker);
  /* After the join nobody adds looks; after the end there is none, and perhaps no engine. */
  if (!probe->over)
    gw_looks_cancel (probe->looks);
  gw_looks_unref (probe->looks);
  gw_mailbox_unref (probe->box);
  gw_mailbox_unref (probe->chores);
  g_main_context_unref (probe->context);
  g_strfreev (probe->domains);
  g_free (probe);
}
