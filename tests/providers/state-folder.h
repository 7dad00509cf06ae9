/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An empty state folder for each test. Not G_TEST_OPTION_ISOLATE_DIRS: GLib leaks the names of such
 * folders on purpose, which the leak check of the sanitizer build takes for ours. */
#pragma once

#include <glib.h>

/* Before anything asks for a folder of the user. */
void state_folder_init (void);

/* As g_test_add_func(), in an empty folder. */
void state_folder_add (const char *path, GTestFunc func);

/* As g_test_run(); removes the folder. */
int state_folder_run (void);
