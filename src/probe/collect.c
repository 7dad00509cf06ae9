/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Counts what is asked and what is answered, and ends when there is nothing left. */
#include "probe/collect-private.h"

#include "base/limits.h"
#include "net/timer.h"

static void
collect_free (GwCollect *collect)
{
  g_clear_pointer (&collect->web, gw_collect_web_free);
  g_clear_pointer (&collect->legs, gw_collect_legs_free);
  g_clear_pointer (&collect->dns, gw_collect_dns_free);
  gw_timer_stop (&collect->finish);
  gw_timer_stop (&collect->overall);
  gw_seen_free (collect->seen);
  g_free (collect);
}

void
gw_collect_cancel (GwCollect *collect)
{
  collect_free (collect);
}

static gboolean
on_finish (gpointer data)
{
  GwCollect *collect = data;
  GwSeen *seen = g_steal_pointer (&collect->seen);
  GwCollectFunc func = collect->func;
  gpointer func_data = collect->data;

  seen->total_us = g_get_monotonic_time () - collect->started_at;
  if (seen->full)
    seen->connections = GW_LIMIT_FULL_CONNECTIONS - collect->budget;
  collect_free (collect);
  func (seen, func_data);
  return G_SOURCE_REMOVE;
}

void
gw_collect_asked (GwCollect *collect)
{
  collect->asked++;
  if (collect->progress != NULL)
    g_atomic_int_inc (&collect->progress->asked);
}

void
gw_collect_answered (GwCollect *collect)
{
  collect->answered++;
  if (collect->progress != NULL)
    g_atomic_int_inc (&collect->progress->answered);
  if (collect->answered == collect->asked && collect->finish == NULL)
    collect->finish = gw_timer_start (gw_engine_context (collect->engine), 0, on_finish, collect);
}

GwCollect *
gw_collect_start (GwEngine *engine, const GwCollectPlan *plan, GwCollectFunc func, gpointer data)
{
  GwCollect *collect;

  g_return_val_if_fail (gw_engine_in_thread (engine) && plan->domain != NULL && func != NULL, NULL);

  collect = g_new0 (GwCollect, 1);
  collect->engine = engine;
  collect->purpose = plan->purpose;
  collect->want_form = plan->want_form;
  collect->progress = plan->progress;
  collect->seen = gw_seen_new (plan->domain, g_get_real_time () / G_USEC_PER_SEC);
  collect->seen->full = plan->full;
  collect->seen->by_proxy = gw_engine_profile (engine)->proxy != NULL;
  collect->budget = plan->full ? GW_LIMIT_FULL_CONNECTIONS : GW_LIMIT_QUICK_CONNECTIONS;
  collect->started_at = g_get_monotonic_time ();
  collect->func = func;
  collect->data = data;

  gw_collect_asked (collect); /* until all parts have begun */
  collect->legs = gw_collect_legs_start (collect);
  if (plan->full) {
    collect->dns = gw_collect_dns_start (collect);
    collect->web = gw_collect_web_start (collect);
    collect->overall =
        gw_timer_start (gw_engine_context (engine), GW_LIMIT_FULL_WAIT, on_finish, collect);
  }
  gw_collect_answered (collect);
  return collect;
}
