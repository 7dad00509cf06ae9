/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See home.h. */
#include "home.h"

#include <glib/gstdio.h>

static char *root;

void
home_enter (void)
{
  root = g_dir_make_tmp ("gangway-test-XXXXXX", NULL);
  g_assert_nonnull (root);
  g_autofree char *state = g_build_filename (root, "state", NULL);
  g_autofree char *data = g_build_filename (root, "data", NULL);
  g_setenv ("XDG_STATE_HOME", state, TRUE);
  g_setenv ("XDG_DATA_HOME", data, TRUE);
}

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
home_leave (void)
{
  remove_tree (root);
  g_clear_pointer (&root, g_free);
}
