/* SPDX-License-Identifier: GPL-3.0-or-later */
/* For tests/bench/window-start.py: starts one kind of window and prints, as one line of JSON, the
 * milliseconds from $BENCH_START (CLOCK_MONOTONIC, ns) to its first frame, and its memory.
 *
 *   bench-window bare              an empty window of the same toolkit: the floor
 *   bench-window list FILE         the product's window with its ranked list on the screen
 *   bench-window results FILE      all providers of the list get a result within a second: the
 *                                  longest time in which the window did not react */
#include "page-providers.h"
#include "window.h"

#define BATCH_MS   50 /* as the mailbox of the window delivers */
#define BATCH_ROWS 50
#define BEAT_MS    5

typedef struct {
  GMainLoop *loop;
  const char *mode;
  gboolean is_ready; /* what is to be seen is there; the next frame counts */
  /* results */
  GangwayJourney *journey;
  GwProfile *profile;
  guint next;
  gint64 last_beat, longest; /* microseconds */
} Bench;

static int
resident_kb (void)
{
  g_autofree char *text = NULL;
  const char *line;

  g_file_get_contents ("/proc/self/status", &text, NULL, NULL);
  line = text ? strstr (text, "VmRSS:") : NULL;
  return line ? (int)g_ascii_strtoll (line + strlen ("VmRSS:"), NULL, 10) : 0;
}

static void
finish (Bench *bench)
{
  const char *start = g_getenv ("BENCH_START");
  gint64 now = g_get_monotonic_time ();
  gint64 begun = start ? g_ascii_strtoll (start, NULL, 10) / 1000 : now;

  g_print ("{\"ms\": %.1f, \"rss_kb\": %d, \"stall_ms\": %.1f}\n", (double)(now - begun) / 1000,
           resident_kb (), (double)bench->longest / 1000);
  g_main_loop_quit (bench->loop);
}

/* --- results --- */

static gboolean
beat (gpointer data)
{
  Bench *bench = data;
  gint64 now = g_get_monotonic_time ();

  bench->longest = MAX (bench->longest, now - bench->last_beat - BEAT_MS * 1000);
  bench->last_beat = now;
  return G_SOURCE_CONTINUE;
}

static gboolean
deliver (gpointer data)
{
  Bench *bench = data;
  GangwayProviderList *list = gangway_journey_get_list (bench->journey);
  GListModel *model = gangway_provider_list_get_model (list);
  guint end = MIN (bench->next + BATCH_ROWS, g_list_model_get_n_items (model));

  if (bench->next == end) { /* ranked anew once; then the frame after that */
    gangway_provider_list_load (list, bench->profile);
    bench->is_ready = TRUE;
    return G_SOURCE_REMOVE;
  }
  for (; bench->next < end; bench->next++) {
    g_autoptr (GangwayProvider) item = g_list_model_get_item (model, bench->next);
    gangway_provider_set_check (item, "just checked");
  }
  return G_SOURCE_CONTINUE;
}

static void
start_results (Bench *bench)
{
  bench->last_beat = g_get_monotonic_time ();
  g_timeout_add_full (G_PRIORITY_HIGH, BEAT_MS, beat, bench, NULL);
  g_timeout_add (BATCH_MS, deliver, bench);
}

/* --- the windows --- */

static void
painted (GdkFrameClock *clock, Bench *bench)
{
  if (bench->is_ready)
    finish (bench);
  else if (bench->last_beat == 0) /* the list is on the screen: now the results */
    start_results (bench);
}

static GtkWidget *
make_window (Bench *bench, GtkApplication *application)
{
  if (g_str_equal (bench->mode, "bare")) {
    bench->is_ready = TRUE;
    return adw_application_window_new (application);
  }
  if (g_str_equal (bench->mode, "list")) {
    GtkWidget *window = GTK_WIDGET (gangway_window_new (application, bench->profile));
    gtk_widget_activate_action (window, "win.go", "s", "providers");
    bench->is_ready = TRUE;
    return window;
  }
  GtkWidget *window = adw_application_window_new (application);
  GangwayPageProviders *page = g_object_new (GANGWAY_TYPE_PAGE_PROVIDERS, NULL);
  bench->journey = gangway_journey_new (bench->profile);
  gangway_page_providers_set_journey (page, bench->journey);
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (window), GTK_WIDGET (page));
  return window;
}

int
main (int argc, char **argv)
{
  Bench bench = {.mode = argc > 1 ? argv[1] : "bare", .profile = gw_profile_new ()};

  gw_i18n_init (NULL);
  if (argc > 2)
    bench.profile->list_file = g_strdup (argv[2]);
  g_autoptr (AdwApplication) application =
      g_object_new (ADW_TYPE_APPLICATION, "application-id", "org.gangway.Bench", "flags",
                    G_APPLICATION_NON_UNIQUE, "resource-base-path", "/org/gangway/Gangway", NULL);
  g_application_register (G_APPLICATION (application), NULL, NULL);
  bench.loop = g_main_loop_new (NULL, FALSE);
  GtkWidget *window = make_window (&bench, GTK_APPLICATION (application));
  gtk_window_set_default_size (GTK_WINDOW (window), 720, 760);
  gtk_window_present (GTK_WINDOW (window));
  g_signal_connect (gtk_widget_get_frame_clock (window), "after-paint", G_CALLBACK (painted),
                    &bench);
  g_main_loop_run (bench.loop);
  return 0;
}
