/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One folder of the test program for state and cache, emptied before each test. */
#include "state-folder.h"

#include <glib/gstdio.h>

static char *root;

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  while (folder && (name = g_dir_read_name (folder))) {
    g_autofree char *child = g_build_filename (path, name, NULL);
    remove_tree (child);
  }
  g_remove (path);
}

void
state_folder_init (void)
{
  root = g_dir_make_tmp ("gangway-test-XXXXXX", NULL);
  g_assert_nonnull (root);
  g_setenv ("XDG_STATE_HOME", root, TRUE);
  g_setenv ("XDG_CACHE_HOME", root, TRUE);
}

static void
run_in_empty_folder (gconstpointer data)
{
  const GTestFunc *func = data;

  remove_tree (root);
  (*func) ();
}

void
state_folder_add (const char *path, GTestFunc func)
{
  /* A function's address is no data pointer: it travels in a box. */
  g_test_add_data_func_full (path, g_memdup2 (&func, sizeof func), run_in_empty_folder, g_free);
}

int
state_folder_run (void)
{
  int status = g_test_run ();

  remove_tree (root);
  g_free (root);
  return status;
}
