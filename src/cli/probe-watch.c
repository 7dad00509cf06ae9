/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Remembers the last result of each server. */
#include "cli/probe-watch.h"

#include "base/limits.h"
#include "cli/opt.h"
#include "cli/output.h"
#include "cli/probe-text.h"

struct _GwWatch {
  GwProbeOut *out;
  GMainLoop *loop;
  guint seconds;
  GHashTable *last; /* char* domain -> GwProbeResult */
  gboolean is_time;
};

static const struct {
  const char *suffix;
  guint seconds;
} units[] = {{"", 60}, {"s", 1}, {"m", 60}, {"h", 60 * 60}};

/* 0: no interval. */
static guint
parse_interval (const char *text)
{
  char *end = NULL;
  guint64 number = g_ascii_isdigit (*text) ? g_ascii_strtoull (text, &end, 10) : 0;

  for (gsize i = 0; number > 0 && number <= 10000 && i < G_N_ELEMENTS (units); i++)
    if (g_str_equal (end, units[i].suffix))
      return (guint)number * units[i].seconds;
  return 0;
}

GwWatch *
gw_watch_new (GwProbeOut *out, GMainLoop *loop, const char *interval, GError **error)
{
  guint seconds = parse_interval (interval);
  guint least = out->run->profile->allow_local ? 1 : GW_LIMIT_PROBE_FRESH_S;

  if (seconds < least) {
    gw_opt_refuse (error, "%s",
                   _ ("--watch is a number of minutes, 15 or more: servers should not be asked all "
                      "the time"));
    return NULL;
  }
  GwWatch *watch = g_new0 (GwWatch, 1);
  watch->out = out;
  watch->loop = loop;
  watch->seconds = seconds;
  watch->last =
      g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify)gw_probe_result_free);
  return watch;
}

void
gw_watch_free (GwWatch *watch)
{
  if (watch == NULL)
    return;
  g_hash_table_unref (watch->last);
  g_free (watch);
}

static const GwCheckResult *
find_check (const GwProbeResult *result, const GwCheck *check)
{
  for (guint i = 0; i < result->checks->len; i++) {
    const GwCheckResult *found = &g_array_index (result->checks, GwCheckResult, i);
    if (found->check == check)
      return found;
  }
  return NULL;
}

static gboolean
is_same (const GwCheckResult *one, const GwCheckResult *two)
{
  return one && two && one->state == two->state && g_str_equal (one->text, two->text);
}

static void
print_head (const GwProbeResult *result)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *time = g_date_time_format (now, "%F %T");
  g_autofree char *name = gw_domain_display (result->domain);

  gw_output_styled (GW_STYLE_DIM, "%s  ", time);
  gw_output_styled (GW_STYLE_BOLD, "%s\n", name);
}

static void
print_changes (const GwProbeResult *before, const GwProbeResult *result)
{
  gboolean has_head = FALSE;

  for (guint i = 0; i < result->checks->len; i++) {
    const GwCheckResult *check = &g_array_index (result->checks, GwCheckResult, i);
    /* How long things took is never the same, and no news. */
    if (check->check->group == GW_GROUP_TIME || is_same (check, find_check (before, check->check)))
      continue;
    if (!has_head)
      print_head (result);
    has_head = TRUE;
    gw_probe_print_check (check, TRUE);
  }
  if (!has_head && result->reachable != before->reachable) {
    print_head (result);
    gw_output_paragraph (result->reachable ? GW_STYLE_GOOD : GW_STYLE_BAD, 2,
                         result->reachable ? _ ("It answers again.") : result->fault_text);
  }
}

void
gw_watch_add (GwWatch *watch, const GwProbeResult *result)
{
  const GwProbeResult *before = g_hash_table_lookup (watch->last, result->domain);
  GwProbeResult *copy = gw_probe_result_copy (result);

  if (before == NULL || watch->out->chosen->ndjson) {
    gw_probe_out_add (watch->out, result);
  } else {
    gw_probe_out_keep (watch->out, result);
    print_changes (before, result);
  }
  fflush (stdout); /* whoever reads along reads now */
  g_hash_table_replace (watch->last, copy->domain, copy);
}

static gboolean
on_time (gpointer data)
{
  GwWatch *watch = data;

  watch->is_time = TRUE;
  g_main_loop_quit (watch->loop);
  return G_SOURCE_REMOVE;
}

gboolean
gw_watch_wait (GwWatch *watch)
{
  guint timer = g_timeout_add_seconds (watch->seconds, on_time, watch);

  watch->is_time = FALSE;
  g_main_loop_run (watch->loop);
  if (!watch->is_time)
    g_source_remove (timer);
  return watch->is_time;
}
