/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scans many servers, fully, and is called off at any moment: what the threads of a probe do to
 * each other. test-real-scan.py starts the servers; built with -Db_sanitize=thread the program says
 * which accesses race.
 *
 *   scan PROFILE NAME... [-m thorough] */
#include "base/error.h"
#include "net/engine.h"
#include "probe/probe.h"

enum { ROUNDS = 3, ROUNDS_THOROUGH = 12, LATEST_MS = 1200, WAIT_SECONDS = 300 };

static GwProfile *profile;
static const char *const *names;
static guint n_names;
static int n_rounds = ROUNDS;

typedef struct {
  GMainLoop *loop;
  GwProbe *probe;
  GHashTable *heard; /* char*: domains */
  guint results, ends;
  guint free_at; /* so many results; 0: not before the end */
  guint timer;
} Scan;

static GwEngine *
engine_new (void)
{
  g_autoptr (GError) error = NULL;
  GwEngine *engine = gw_engine_new (profile, &error);

  g_assert_no_error (error);
  return engine;
}

static void
on_result (const GwProbeResult *result, gpointer data)
{
  Scan *scan = data;

  g_assert_nonnull (scan->probe);
  if (result == NULL) {
    scan->ends++;
    g_main_loop_quit (scan->loop);
    return;
  }
  g_assert_true (g_hash_table_add (scan->heard, g_strdup (result->domain)));
  g_assert_cmpuint (result->checks->len, >, 0);
  if (++scan->results == scan->free_at) {
    g_clear_pointer (&scan->probe, gw_probe_free);
    g_main_loop_quit (scan->loop);
  }
}

static gboolean
on_late (gpointer data)
{
  g_error ("the end never came");
  return G_SOURCE_REMOVE;
}

static void
start (Scan *scan, GwEngine *engine, gboolean full)
{
  const GwProbePlan plan = {.purpose = GW_PURPOSE_CHOSEN, .full = full, .again = TRUE};

  scan->heard = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  scan->probe = gw_probe_start (engine, names, &plan, on_result, scan);
}

static void
clear (Scan *scan)
{
  g_clear_pointer (&scan->probe, gw_probe_free);
  g_hash_table_unref (scan->heard);
}

static void
run (GMainLoop *loop)
{
  guint late = g_timeout_add_seconds (WAIT_SECONDS, on_late, NULL);

  g_main_loop_run (loop);
  g_source_remove (late);
}

static void
scan_whole (GwEngine *engine, gboolean full)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Scan scan = {.loop = loop};
  guint answered, asked;

  start (&scan, engine, full);
  gw_probe_progress (scan.probe, &answered, &asked);
  run (loop);
  gw_probe_progress (scan.probe, &answered, &asked);
  g_assert_cmpuint (answered, <=, asked);
  g_assert_cmpuint (scan.results, ==, n_names);
  g_assert_cmpuint (scan.ends, ==, 1);
  clear (&scan);
}

static void
test_everybody_one_scan_after_the_other (void)
{
  g_autoptr (GwEngine) engine = engine_new ();

  scan_whole (engine, TRUE);
  scan_whole (engine, FALSE);
  if (g_test_thorough ())
    scan_whole (engine, TRUE);
}

static gboolean
on_moment (gpointer data)
{
  Scan *scan = data;

  scan->timer = 0;
  g_main_loop_quit (scan->loop);
  return G_SOURCE_REMOVE;
}

/* It may be over before. */
static void
call_off (GwEngine *engine, guint moment_ms)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Scan scan = {.loop = loop};

  start (&scan, engine, TRUE);
  if (moment_ms > 0) {
    scan.timer = g_timeout_add (moment_ms, on_moment, &scan);
    run (loop);
    g_clear_handle_id (&scan.timer, g_source_remove);
  }
  g_clear_pointer (&scan.probe, gw_probe_free);
  while (g_main_context_iteration (NULL, FALSE)) /* on_result() would find no probe */
    ;
  clear (&scan);
}

static void
test_called_off_at_any_moment (void)
{
  g_autoptr (GwEngine) engine = engine_new ();

  for (int round = 0; round < n_rounds; round++)
    call_off (engine, (guint)g_test_rand_int_range (0, LATEST_MS));
  call_off (engine, 0);
  scan_whole (engine, FALSE);
}

static void
test_called_off_with_its_engine (void)
{
  for (int round = 0; round < n_rounds; round++) {
    g_autoptr (GwEngine) engine = engine_new ();

    call_off (engine, (guint)g_test_rand_int_range (0, LATEST_MS));
  }
}

static void
test_called_off_by_its_own_function (void)
{
  g_autoptr (GwEngine) engine = engine_new ();

  for (int round = 0; round < n_rounds / 3 + 1; round++) {
    g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
    Scan scan = {.loop = loop, .free_at = (guint)g_test_rand_int_range (1, (gint)n_names)};

    start (&scan, engine, round % 2 == 0);
    run (loop);
    g_assert_cmpuint (scan.results, ==, scan.free_at);
    g_assert_cmpuint (scan.ends, ==, 0);
    clear (&scan);
  }
}

static void
test_two_side_by_side (void)
{
  g_autoptr (GwEngine) engine = engine_new ();
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Scan one = {.loop = loop}, two = {.loop = loop};

  start (&one, engine, FALSE);
  start (&two, engine, FALSE);
  while (one.ends + two.ends < 2)
    run (loop);
  g_assert_cmpuint (one.results, ==, n_names);
  g_assert_cmpuint (two.results, ==, n_names);
  clear (&one);
  clear (&two);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;

  g_test_init (&argc, &argv, NULL);
  if (argc < 3 || (profile = gw_profile_load (argv[1], &error)) == NULL) {
    g_printerr ("usage: scan PROFILE NAME...\n");
    return 2;
  }
  names = (const char *const *)argv + 2;
  n_names = (guint)argc - 2;
  if (g_test_thorough ())
    n_rounds = ROUNDS_THOROUGH;
  g_test_add_func ("/scan/everybody-one-scan-after-the-other",
                   test_everybody_one_scan_after_the_other);
  g_test_add_func ("/scan/called-off-at-any-moment", test_called_off_at_any_moment);
  g_test_add_func ("/scan/called-off-with-its-engine", test_called_off_with_its_engine);
  g_test_add_func ("/scan/called-off-by-its-own-function", test_called_off_by_its_own_function);
  g_test_add_func ("/scan/two-side-by-side", test_two_side_by_side);
  int status = g_test_run ();
  gw_profile_free (profile);
  return status;
}
