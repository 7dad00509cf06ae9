/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The scheduler, as far as it needs no server: what is fresh, what is no name, who is told what and
 * in which thread, and that nothing comes after the free. The practice network tries the rest. */
#include "scene.h"

#include <glib/gstdio.h>

#include "base/limits.h"
#include "net/engine.h"
#include "probe/cache.h"
#include "probe/result.h"
#include "providers/seen.h"

enum { WAIT_SECONDS = 20 };

typedef struct {
  GMainLoop *loop;
  GThread *thread;
  GString *heard; /* "domain:reachable:reused ..." */
  guint ends;
  GwProbe *probe;
  gboolean free_at_end;
} Listener;

static void
on_result (const GwProbeResult *result, gpointer data)
{
  Listener *listener = data;

  g_assert_true (g_thread_self () == listener->thread);
  if (result) {
    g_string_append_printf (listener->heard, "%s%s%s%s", listener->heard->len ? " " : "",
                            result->domain, result->reachable ? ":reachable" : "",
                            result->reused ? ":reused" : "");
    return;
  }
  listener->ends++;
  if (listener->free_at_end)
    g_clear_pointer (&listener->probe, gw_probe_free);
  g_main_loop_quit (listener->loop);
}

static gboolean
on_late (gpointer data)
{
  g_error ("the end never came");
  return G_SOURCE_REMOVE;
}

/* A resolver that nobody answers: whoever looks in these tests learns nothing. */
static GwEngine *
engine_new (void)
{
  g_autoptr (GwProfile) profile = gw_profile_new ();
  g_autoptr (GError) error = NULL;

  profile->resolver = g_strdup ("127.0.0.1@9");
  GwEngine *engine = gw_engine_new (profile, &error);
  g_assert_no_error (error);
  return engine;
}

static void
run (Listener *listener, GwEngine *engine, const char *const *domains, gboolean again)
{
  listener->loop = g_main_loop_new (NULL, FALSE);
  listener->thread = g_thread_self ();
  listener->heard = g_string_new (NULL);
  guint late = g_timeout_add_seconds (WAIT_SECONDS, on_late, NULL);
  listener->probe =
      gw_probe_start (engine, domains, &(GwProbePlan){.purpose = GW_PURPOSE_CHOSEN, .again = again},
                      on_result, listener);
  g_main_loop_run (listener->loop);
  g_source_remove (late);
  g_clear_pointer (&listener->probe, gw_probe_free);
  g_main_loop_unref (listener->loop);
}

static GwProbeResult *
good_result (gint64 when)
{
  GwSeen *seen = scene_new (&(Setup){.features = SCENE_LOGIN SCENE_REGISTER, .reply = SCENE_FORM});

  seen->now = when;
  return gw_probe_result_new (seen);
}

static gint64
now (void)
{
  return g_get_real_time () / G_USEC_PER_SEC;
}

static void
test_names_that_are_none_are_told (void)
{
  static const char *const domains[] = {"not a name", "localhost..", "", NULL};
  g_autoptr (GwEngine) engine = engine_new ();
  Listener listener = {0};

  run (&listener, engine, domains, FALSE);
  g_assert_cmpstr (listener.heard->str, ==, "not a name localhost.. ");
  g_assert_cmpuint (listener.ends, ==, 1);
  g_autoptr (GPtrArray) log = gw_engine_contact_log (engine);
  g_assert_cmpuint (log->len, ==, 0);
  g_string_free (listener.heard, TRUE);
}

static void
test_fresh_results_are_used_again (void)
{
  static const char *const domains[] = {"Shop.Example.", SCENE_DOMAIN, NULL};
  g_autoptr (GwEngine) engine = engine_new ();
  g_autoptr (GwKept) kept = gw_kept_new (good_result (now ()));
  Listener listener = {0};

  gw_probe_cache_put (kept);
  run (&listener, engine, domains, FALSE);
  g_assert_cmpstr (listener.heard->str, ==, SCENE_DOMAIN ":reachable:reused");
  g_assert_false (gw_kept_result (kept)->reused);
  g_string_free (listener.heard, TRUE);
}

static void
test_what_another_process_saw_is_used_again (void)
{
  static const char *const domains[] = {"kept.example", NULL};
  g_autoptr (GwEngine) engine = engine_new ();
  g_autoptr (GwProbeResult) seen = good_result (now ());
  g_autoptr (GError) error = NULL;
  Listener listener = {.free_at_end = TRUE};

  gw_seen_save ("kept.example", &seen->facts, &error);
  g_assert_no_error (error);
  run (&listener, engine, domains, FALSE);
  g_assert_cmpstr (listener.heard->str, ==, "kept.example:reachable:reused");
  g_string_free (listener.heard, TRUE);
}

static void
test_nothing_comes_after_the_free (void)
{
  static const char *const domains[] = {SCENE_DOMAIN, "far.example", "wrong name", NULL};

  for (int round = 0; round < 50; round++) {
    g_autoptr (GwEngine) engine = engine_new ();
    Listener listener = {.thread = g_thread_self (), .heard = g_string_new (NULL)};
    GwProbe *probe = gw_probe_start (engine, domains,
                                     &(GwProbePlan){.purpose = GW_PURPOSE_CHOSEN, .again = TRUE},
                                     on_result, &listener);

    if (round % 2)
      g_thread_yield ();
    gw_probe_free (probe);
    while (g_main_context_iteration (NULL, FALSE))
      ;
    g_assert_cmpstr (listener.heard->str, ==, "");
    g_assert_cmpuint (listener.ends, ==, 0);
    g_string_free (listener.heard, TRUE);
  }
}

static void
test_no_server_is_the_end_at_once (void)
{
  static const char *const domains[] = {NULL};
  g_autoptr (GwEngine) engine = engine_new ();
  Listener listener = {0};

  run (&listener, engine, domains, FALSE);
  g_assert_cmpuint (listener.ends, ==, 1);
  g_assert_cmpuint (listener.heard->len, ==, 0);
  g_string_free (listener.heard, TRUE);
}

static void
test_the_cache_forgets_after_its_time (void)
{
  gint64 then = SCENE_NOW;
  GwProbeResult *result = good_result (then);
  g_autoptr (GwKept) kept = gw_kept_new (result);

  g_free (result->domain);
  result->domain = g_strdup ("old.example");
  gw_probe_cache_put (kept);

  GwKept *fresh = gw_probe_cache_get ("old.example", FALSE, then + GW_LIMIT_PROBE_FRESH_S - 1);
  g_assert_true (fresh == kept);
  gw_kept_unref (fresh);
  g_assert_null (gw_probe_cache_get ("old.example", FALSE, then + GW_LIMIT_PROBE_FRESH_S));
  g_assert_null (gw_probe_cache_get ("old.example", FALSE, then - 1)); /* the clock was set back */
  g_assert_null (gw_probe_cache_get ("never.example", FALSE, then));
}

static void
test_the_cache_keeps_no_failure (void)
{
  g_autoptr (GError) error = NULL;

  gw_error_set (&error, GW_ERROR_CONNECT_REFUSED, "down.example", NULL);
  g_autoptr (GwKept) kept =
      gw_kept_new (gw_probe_result_new_failed ("down.example", error, SCENE_NOW));
  gw_probe_cache_put (kept);
  g_assert_null (gw_probe_cache_get ("down.example", FALSE, SCENE_NOW));
}

/* What providers/seen.h leaves behind. */
static void
remove_home (const char *home)
{
  static const char *const names[] = {"gangway/seen.list", "gangway/seen.lock", "gangway", ""};

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *path = g_build_filename (home, names[i], NULL);
    g_assert_cmpint (g_remove (path), ==, 0);
  }
}

int
main (int argc, char **argv)
{
  g_autofree char *home = g_dir_make_tmp ("gangway-probe-XXXXXX", NULL);

  g_setenv ("XDG_STATE_HOME", home, TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/probe/names-that-are-none-are-told", test_names_that_are_none_are_told);
  g_test_add_func ("/probe/fresh-results-are-used-again", test_fresh_results_are_used_again);
  g_test_add_func ("/probe/what-another-process-saw-is-used-again",
                   test_what_another_process_saw_is_used_again);
  g_test_add_func ("/probe/nothing-comes-after-the-free", test_nothing_comes_after_the_free);
  g_test_add_func ("/probe/no-server-is-the-end-at-once", test_no_server_is_the_end_at_once);
  g_test_add_func ("/cache/forgets-after-its-time", test_the_cache_forgets_after_its_time);
  g_test_add_func ("/cache/keeps-no-failure", test_the_cache_keeps_no_failure);
  int status = g_test_run ();
  remove_home (home);
  return status;
}
