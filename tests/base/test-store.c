/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files: whole or not at all, private, and locks that die with their holder. */
#include "base/store.h"

#include <glib-unix.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/error.h"

typedef struct {
  char *root;
} Fixture;

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) folder =
      g_file_test (path, G_FILE_TEST_IS_SYMLINK) ? NULL : g_dir_open (path, 0, NULL);
  const char *name;

  while (folder && (name = g_dir_read_name (folder))) {
    g_autofree char *child = g_build_filename (path, name, NULL);
    remove_tree (child);
  }
  g_remove (path);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->root = g_dir_make_tmp ("gangway-test-XXXXXX", NULL);
  g_assert_nonnull (fixture->root);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  remove_tree (fixture->root);
  g_free (fixture->root);
}

static char *
below (Fixture *fixture, const char *name)
{
  return g_build_filename (fixture->root, name, NULL);
}

static guint
mode_of (const char *path)
{
  struct stat info;

  g_assert_cmpint (lstat (path, &info), ==, 0);
  return info.st_mode & 0777;
}

static guint
count_entries (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  g_assert_nonnull (dir);
  while (g_dir_read_name (dir))
    n++;
  return n;
}

static void
assert_content (const char *path, const char *expected)
{
  g_autofree char *bytes = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  g_assert_true (gw_store_read (path, 100, &bytes, &length, &error));
  g_assert_no_error (error);
  g_assert_cmpmem (bytes, length, expected, strlen (expected));
}

static void
test_write (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = below (fixture, "a/b/file");
  g_autofree char *folder = below (fixture, "a/b");
  g_autoptr (GError) error = NULL;

  g_assert_true (gw_store_write (path, "one", 3, &error));
  g_assert_no_error (error);
  assert_content (path, "one");
  g_assert_cmpuint (mode_of (path), ==, 0600);
  g_assert_cmpuint (mode_of (folder), ==, 0700);

  g_assert_true (gw_store_write (path, "", 0, &error));
  assert_content (path, "");
  g_assert_cmpuint (count_entries (folder), ==, 1);
}

static void
test_write_replaces_a_link_itself (Fixture *fixture, gconstpointer data)
{
  g_autofree char *target = below (fixture, "target");
  g_autofree char *path = below (fixture, "link");

  g_assert_true (gw_store_write (target, "kept", 4, NULL));
  g_assert_cmpint (symlink (target, path), ==, 0);
  g_assert_true (gw_store_write (path, "new", 3, NULL));
  assert_content (target, "kept");
  assert_content (path, "new");
}

static void
test_write_failures (Fixture *fixture, gconstpointer data)
{
  g_autofree char *file = below (fixture, "file");
  g_autofree char *under_file = below (fixture, "file/x");
  g_autofree char *folder = below (fixture, "folder");
  g_autoptr (GError) error = NULL;

  g_assert_true (gw_store_write (file, "kept", 4, NULL));
  g_assert_false (gw_store_write (under_file, "x", 1, &error));
  g_assert_error (error, GW_ERROR, GW_ERROR_STORE);
  g_clear_error (&error);

  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  g_assert_false (gw_store_write (folder, "x", 1, &error));
  g_assert_error (error, GW_ERROR, GW_ERROR_STORE);
  /* Nothing lies around: the file and the folder. */
  g_assert_cmpuint (count_entries (fixture->root), ==, 2);
}

static void
test_write_new (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = below (fixture, "new");
  g_autofree char *link_path = below (fixture, "link");
  g_autofree char *target = below (fixture, "nowhere");
  g_autoptr (GError) error = NULL;

  g_assert_true (gw_store_write_new (path, "one", 3, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (mode_of (path), ==, 0600);

  g_assert_false (gw_store_write_new (path, "two", 3, &error));
  g_assert_error (error, GW_ERROR, GW_ERROR_FILE_EXISTS);
  g_clear_error (&error);
  assert_content (path, "one");

  g_assert_cmpint (symlink (target, link_path), ==, 0);
  g_assert_false (gw_store_write_new (link_path, "two", 3, &error));
  g_assert_error (error, GW_ERROR, GW_ERROR_FILE_EXISTS);
  g_assert_false (g_file_test (target, G_FILE_TEST_EXISTS));
  g_assert_cmpuint (count_entries (fixture->root), ==, 2);
}

static void
test_read (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = below (fixture, "file");
  g_autofree char *missing = below (fixture, "missing");
  g_autofree char *bytes = NULL;
  g_autoptr (GError) error = NULL;
  gsize length = 7;

  g_assert_true (gw_store_read (missing, 10, &bytes, &length, &error));
  g_assert_null (bytes);
  g_assert_cmpuint (length, ==, 0);

  g_assert_true (gw_store_write (path, "0123\00056789", 10, NULL));
  g_assert_true (gw_store_read (path, 10, &bytes, &length, &error));
  g_assert_cmpmem (bytes, length + 1, "0123\00056789", 11);
  g_clear_pointer (&bytes, g_free);

  g_assert_false (gw_store_read (path, 9, &bytes, &length, &error));
  g_assert_error (error, GW_ERROR, GW_ERROR_TOO_LARGE);
  g_assert_null (bytes);
  g_clear_error (&error);

  g_assert_false (gw_store_read (fixture->root, 10, &bytes, &length, &error));
  g_assert_error (error, GW_ERROR, GW_ERROR_FILE_READ);
}

static void
test_lock (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = below (fixture, "deep/lock");
  g_autoptr (GError) error = NULL;
  int first = gw_store_lock (path, &error);

  g_assert_no_error (error);
  g_assert_cmpint (first, >=, 0);
  g_assert_cmpuint (mode_of (path), ==, 0600);
  g_assert_cmpint (gw_store_lock (path, &error), ==, -1);
  g_assert_error (error, GW_ERROR, GW_ERROR_HELD);
  g_clear_error (&error);

  close (first);
  int second = gw_store_lock (path, &error);
  g_assert_cmpint (second, >=, 0);

  /* The holder removes the file: the next one locks a file of its own, and that one holds. */
  g_assert_cmpint (g_unlink (path), ==, 0);
  int third = gw_store_lock (path, &error);
  g_assert_cmpint (third, >=, 0);
  g_assert_cmpint (gw_store_lock (path, NULL), ==, -1);
  close (second);
  close (third);
}

static void
test_lock_refuses_links (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = below (fixture, "lock");
  g_autofree char *target = below (fixture, "target");
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (symlink (target, path), ==, 0);
  g_assert_cmpint (gw_store_lock (path, &error), ==, -1);
  g_assert_error (error, GW_ERROR, GW_ERROR_STORE);
  g_assert_false (g_file_test (target, G_FILE_TEST_EXISTS));
}

static void
test_lock_dies_with_its_process (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = below (fixture, "lock");
  g_autoptr (GError) error = NULL;
  int ready[2], status;
  char byte = 0;

  g_assert_true (g_unix_open_pipe (ready, FD_CLOEXEC, NULL));
  pid_t child = fork ();
  g_assert_cmpint (child, >=, 0);
  if (child == 0) {
    char answer = gw_store_lock (path, NULL) >= 0 ? 'y' : 'n';
    if (write (ready[1], &answer, 1) == 1)
      pause ();
    _exit (1);
  }
  close (ready[1]);
  g_assert_cmpint (read (ready[0], &byte, 1), ==, 1);
  close (ready[0]);
  g_assert_cmpint (byte, ==, 'y');

  g_assert_cmpint (gw_store_lock (path, &error), ==, -1);
  g_assert_error (error, GW_ERROR, GW_ERROR_HELD);
  g_clear_error (&error);

  g_assert_cmpint (kill (child, SIGKILL), ==, 0);
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  int fd = gw_store_lock (path, &error);
  g_assert_no_error (error);
  g_assert_cmpint (fd, >=, 0);
  close (fd);
}

/* Runs in a child, since the secret is read once per process: 32 bytes on stdout. */
static char *
secret_of_new_process (const char *state)
{
  const char *argv[] = {"/proc/self/exe", "--install-secret", NULL};
  g_auto (GStrv) environment = g_environ_setenv (g_get_environ (), "XDG_STATE_HOME", state, TRUE);
  g_autofree char *program = g_file_read_link (argv[0], NULL);
  char *said = NULL;
  int status;

  argv[0] = program;
  g_assert_true (g_spawn_sync (NULL, (char **)argv, environment, G_SPAWN_DEFAULT, NULL, NULL, &said,
                               NULL, &status, NULL));
  g_assert_cmpint (status, ==, 0);
  g_assert_cmpuint (strlen (said), ==, 64);
  return said;
}

static void
test_install_secret (Fixture *fixture, gconstpointer data)
{
  g_autofree char *here = below (fixture, "here");
  g_autofree char *there = below (fixture, "there");
  g_autofree char *file = below (fixture, "here/gangway/install-secret");
  g_autofree char *blocked = below (fixture, "here/gangway/install-secret/x");
  g_autofree char *first = secret_of_new_process (here);
  g_autofree char *second = secret_of_new_process (here);
  g_autofree char *other = secret_of_new_process (there);

  g_assert_cmpstr (first, ==, second);
  g_assert_cmpstr (first, !=, other);
  g_assert_cmpuint (mode_of (file), ==, 0600);

  /* A damaged one is replaced, and the new one stays. */
  g_assert_true (gw_store_write (file, "short", 5, NULL));
  g_autofree char *third = secret_of_new_process (here);
  g_autofree char *fourth = secret_of_new_process (here);
  g_assert_cmpstr (third, ==, fourth);
  g_assert_cmpstr (third, !=, first);

  /* Nowhere to write: one for this run only. */
  g_autofree char *fifth = secret_of_new_process (blocked);
  g_autofree char *sixth = secret_of_new_process (blocked);
  g_assert_cmpstr (fifth, !=, sixth);
}

static void
test_paths (Fixture *fixture, gconstpointer data)
{
  g_autofree char *state = gw_store_path (GW_STORE_STATE, "x");
  g_autofree char *cache = gw_store_path (GW_STORE_CACHE, "x");

  g_assert_true (g_str_has_prefix (state, g_get_user_state_dir ()));
  g_assert_true (g_str_has_suffix (state, "/gangway/x"));
  g_assert_true (g_str_has_prefix (cache, g_get_user_cache_dir ()));
  g_assert_true (g_str_has_suffix (cache, "/gangway/x"));
}

static int
print_install_secret (void)
{
  const guint8 *secret = gw_store_install_secret ();

  if (secret != gw_store_install_secret ())
    return 1;
  for (int i = 0; i < 32; i++)
    g_print ("%02x", secret[i]);
  return 0;
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

static void
test_publish (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = below (fixture, "page.html");
  g_autofree char *nowhere = below (fixture, "missing/page.html");
  g_autofree char *link = below (fixture, "link");
  g_autofree char *content = NULL;
  g_autoptr (GError) error = NULL;
  mode_t mask = umask (022);

  g_assert_true (gw_store_publish (path, "first", 5, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (mode_of (path), ==, 0644);
  umask (mask);
  g_assert_cmpint (symlink (nowhere, link), ==, 0);
  const char *const taken[] = {path, link};
  for (gsize i = 0; i < G_N_ELEMENTS (taken); i++) {
    g_assert_false (gw_store_publish (taken[i], "second", 6, &error));
    g_assert_error (error, GW_ERROR, GW_ERROR_FILE_EXISTS);
    g_clear_error (&error);
  }
  g_assert_true (g_file_get_contents (path, &content, NULL, NULL));
  g_assert_cmpstr (content, ==, "first");
  g_assert_false (gw_store_publish (nowhere, "x", 1, &error));
  g_assert_error (error, GW_ERROR, GW_ERROR_FILE_WRITE);
}

static void
test_hopeless_folder (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (gw_store_write_new ("/proc/no/such/folder/file", "x", 1, &error));
  g_assert_error (error, GW_ERROR, GW_ERROR_STORE);
}

int
main (int argc, char **argv)
{
  if (argc == 2 && g_str_equal (argv[1], "--install-secret"))
    return print_install_secret ();

  g_test_init (&argc, &argv, NULL);
  ADD ("/store/hopeless-folder-is-an-error", test_hopeless_folder);
  ADD ("/store/writes-private-files", test_write);
  ADD ("/store/replaces-a-link-not-its-target", test_write_replaces_a_link_itself);
  ADD ("/store/failures-leave-nothing-behind", test_write_failures);
  ADD ("/store/new-files-replace-nothing", test_write_new);
  ADD ("/store/what-others-may-read", test_publish);
  ADD ("/store/reads-up-to-a-maximum", test_read);
  ADD ("/store/one-lock-at-a-time", test_lock);
  ADD ("/store/locks-follow-no-links", test_lock_refuses_links);
  ADD ("/store/a-lock-dies-with-its-process", test_lock_dies_with_its_process);
  ADD ("/store/the-install-secret-stays", test_install_secret);
  ADD ("/store/paths-follow-xdg", test_paths);
  return g_test_run ();
}
