/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the window's tests share: folders of their own, a display or a skip, waiting, finding, and
 * taking pictures. */
#pragma once

#include <adwaita.h>

/* To be called first in main(). Returns FALSE when there is no display; the TAP plan says so, and
 * main() ends with HARNESS_SKIP. */
#define HARNESS_SKIP 0
gboolean harness_init (int *argc, char ***argv);
/* g_test_run(), then the folders go. */
int harness_run (void);

/* In the test's own folder; to free. */
char *harness_write (const char *name, const char *text);

/* Runs the main loop until the condition holds; fails after 10 s. */
#define harness_wait(condition)                                                                    \
  G_STMT_START                                                                                     \
  {                                                                                                \
    gboolean late_ = FALSE;                                                                        \
    guint id_ = g_timeout_add_seconds (10, harness_set_late, &late_);                              \
    while (!(condition) && !late_)                                                                 \
      g_main_context_iteration (NULL, TRUE);                                                       \
    if (late_)                                                                                     \
      g_error ("waited in vain: %s", #condition);                                                  \
    g_source_remove (id_);                                                                         \
  }                                                                                                \
  G_STMT_END
gboolean harness_set_late (gpointer late);

/* The widget of that id in the templates below `root`; fails when there is none. */
GtkWidget *harness_find (GtkWidget *root, const char *id);
/* The label texts of all mapped labels below `root`, a line each; to free. */
char *harness_texts (GtkWidget *root);
/* `widget` in a window of that size, shown; the window. */
GtkWindow *harness_present (GtkWidget *widget, int width, int height);
/* What the widget looks like now. */
void harness_picture (GtkWidget *widget, const char *path);
