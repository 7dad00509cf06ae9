/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Looks in the engine's thread: started by letters, judged where they end. Full ones wait for their
 * turn, since each asks the resolver a lot. */
#include "probe/looks.h"

#include "base/limits.h"
#include "probe/collect.h"
#include "probe/result.h"

struct _GwLooks {
  int refs; /* atomic; by macros, so that the thread sanitizer sees it */
  GwEngine *engine;
  GwPurpose purpose;
  GwLooksFunc func;
  gpointer data;
  GDestroyNotify free_data;
  GwCollectProgress progress;
  /* engine thread */
  GPtrArray *running; /* Job */
  GQueue waiting;     /* Job */
  gboolean cancelled;
};

typedef struct {
  GwLooks *looks; /* a reference */
  char *domain;
  gboolean full;
  gint32 puzzle_date;
  GwCollect *collect; /* NULL: not started, or ended */
} Job;

static void
job_free (Job *job)
{
  if (job->collect)
    gw_collect_cancel (job->collect);
  gw_looks_unref (job->looks);
  g_free (job->domain);
  g_free (job);
}

GwLooks *
gw_looks_new (GwEngine *engine, GwPurpose purpose, GwLooksFunc func, gpointer data,
              GDestroyNotify free_data)
{
  g_return_val_if_fail (engine != NULL && func != NULL, NULL);

  GwLooks *looks = g_new0 (GwLooks, 1);
  looks->refs = 1;
  looks->engine = engine;
  looks->purpose = purpose;
  looks->func = func;
  looks->data = data;
  looks->free_data = free_data;
  looks->running = g_ptr_array_new ();
  return looks;
}

static GwLooks *
looks_ref (GwLooks *looks)
{
  g_atomic_int_inc (&looks->refs);
  return looks;
}

void
gw_looks_unref (GwLooks *looks)
{
  if (looks == NULL || !g_atomic_int_dec_and_test (&looks->refs))
    return;
  g_assert (looks->running->len == 0 && looks->waiting.length == 0);
  if (looks->free_data)
    looks->free_data (looks->data);
  g_ptr_array_unref (looks->running);
  g_free (looks);
}

/* The puzzle of an earlier look stands for the form that was not asked for. */
static void
add_known_puzzle (GwProbeResult *result, gint32 date)
{
  if (result->signup != GW_SIGNUP_UNCLEAR || !result->reachable)
    return;
  result->signup = GW_SIGNUP_PUZZLE;
  gw_facts_offer_text (&result->facts, GW_FACT_SIGNUP, gw_signup_name (GW_SIGNUP_PUZZLE),
                       GW_ORIGIN_PROBE, date);
}

static void start_waiting (GwLooks *looks);

static void
on_collected (GwSeen *seen, gpointer data)
{
  Job *job = data;
  g_autoptr (GwLooks) looks = looks_ref (job->looks);
  GwProbeResult *result = gw_probe_result_new (seen);

  if (job->puzzle_date > 0)
    add_known_puzzle (result, job->puzzle_date);
  job->collect = NULL; /* frees itself */
  looks->func (result, looks->data);
  g_ptr_array_remove_fast (looks->running, job);
  job_free (job);
  start_waiting (looks);
}

static void
start_job (GwLooks *looks, Job *job)
{
  const GwCollectPlan plan = {.domain = job->domain,
                              .full = job->full,
                              .want_form = job->puzzle_date == 0,
                              .purpose = looks->purpose,
                              .progress = &looks->progress};

  g_ptr_array_add (looks->running, job);
  job->collect = gw_collect_start (looks->engine, &plan, on_collected, job);
}

static void
start_waiting (GwLooks *looks)
{
  while (looks->waiting.length > 0 && looks->running->len < GW_LIMIT_FULL_AT_ONCE)
    start_job (looks, g_queue_pop_head (&looks->waiting));
}

/* A letter that was dropped still owns its job. */
static void
start_letter_free (gpointer data)
{
  Job **letter = data;

  g_clear_pointer (letter, job_free);
  g_free (letter);
}

static void
start (gpointer data)
{
  Job *job = *(Job **)data;
  GwLooks *looks = job->looks;

  if (looks->cancelled)
    return;
  *(Job **)data = NULL;
  if (job->full)
    g_queue_push_tail (&looks->waiting, job);
  else
    start_job (looks, job);
  start_waiting (looks);
}

void
gw_looks_add (GwLooks *looks, const char *domain, gboolean full, gint32 puzzle_date)
{
  g_return_if_fail (looks != NULL && domain != NULL);

  Job *job = g_new0 (Job, 1);
  job->looks = looks_ref (looks);
  job->domain = g_strdup (domain);
  job->full = full;
  job->puzzle_date = puzzle_date;
  Job **letter = g_new (Job *, 1);
  *letter = job;
  gw_engine_post (looks->engine, start, letter, start_letter_free);
}

void
gw_looks_progress (GwLooks *looks, guint *answered, guint *asked)
{
  *answered = (guint)g_atomic_int_get (&looks->progress.answered);
  *asked = (guint)g_atomic_int_get (&looks->progress.asked);
}

static void
cancel (gpointer data)
{
  GwLooks *looks = data;

  looks->cancelled = TRUE;
  while (looks->waiting.length > 0)
    job_free (g_queue_pop_head (&looks->waiting));
  while (looks->running->len > 0)
    job_free (g_ptr_array_remove_index_fast (looks->running, looks->running->len - 1));
}

void
gw_looks_cancel (GwLooks *looks)
{
  g_return_if_fail (looks != NULL);

  gw_engine_post (looks->engine, cancel, looks_ref (looks), (GDestroyNotify)gw_looks_unref);
}
