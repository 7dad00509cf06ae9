/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The file of --save: its format is a contract, and it never replaces what is not ours. */
#include "account/keep.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"

typedef struct {
  char *folder;
  char *path;
  GwJid *jid;
  GwKeep *keep;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("gangway-test-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "alice.txt", NULL);
  fixture->jid = gw_jid_new ("alice", "open.example");
  fixture->keep = gw_keep_new (GW_KEEP_FILE, fixture->path);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_unlink (fixture->path);
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->folder);
  g_free (fixture->path);
  gw_jid_free (fixture->jid);
  gw_keep_free (fixture->keep);
}

static GwSecret *
secret (const char *text)
{
  g_autoptr (GError) error = NULL;
  GwSecret *made = gw_secret_new (text, &error);

  g_assert_no_error (error);
  return made;
}

static char *
content (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  g_file_get_contents (fixture->path, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

static void
test_format (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GwSecret) password = secret ("=a\\b \"c\"; d&e ü");
  g_autoptr (GError) error = NULL;
  struct stat info;

  g_assert_true (gw_keep_store (fixture->keep, fixture->jid, password, &error));
  g_assert_no_error (error);
  g_autofree char *text = content (fixture);
  g_assert_cmpstr (text, ==,
                   "address=alice@open.example\nserver=open.example\n"
                   "password==a\\b \"c\"; d&e ü\n");
  g_assert_cmpint (stat (fixture->path, &info), ==, 0);
  g_assert_cmpuint (info.st_mode & 0777, ==, 0600);
}

static void
test_passwords_come_back (Fixture *fixture, gconstpointer data)
{
  const char *const passwords[] = {
      "x",    " ",        "  leading and trailing  ", "password=", "a=b=c", "\"\\;&ü ", "日本語 🐚",
      "%s%n", "#comment",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (passwords); i++) {
    g_autoptr (GwSecret) password = secret (passwords[i]);
    g_autoptr (GError) error = NULL;
    g_assert_true (gw_keep_store (fixture->keep, fixture->jid, password, &error));
    g_autoptr (GwSecret) found = gw_keep_load (fixture->keep, fixture->jid, &error);
    g_assert_no_error (error);
    g_assert_cmpstr (gw_secret_peek (found), ==, passwords[i]);
    g_assert_cmpint (g_unlink (fixture->path), ==, 0);
  }
}

static void
test_exists (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GwSecret) password = secret ("secret");
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (fixture->path, "a diary", -1, NULL));
  g_assert_false (gw_keep_store (fixture->keep, fixture->jid, password, &error));
  g_assert_error (error, GW_ERROR, GW_ERROR_FILE_EXISTS);
  g_autofree char *text = content (fixture);
  g_assert_cmpstr (text, ==, "a diary");
}

static void
test_link (Fixture *fixture, gconstpointer data)
{
  g_autofree char *target = g_build_filename (fixture->folder, "elsewhere", NULL);
  g_autoptr (GwSecret) password = secret ("secret");
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (symlink (target, fixture->path), ==, 0);
  g_assert_false (gw_keep_store (fixture->keep, fixture->jid, password, &error));
  g_assert_error (error, GW_ERROR, GW_ERROR_FILE_EXISTS);
  g_assert_false (g_file_test (target, G_FILE_TEST_EXISTS));
}

static void
test_no_folder (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GwKeep) keep = gw_keep_new (GW_KEEP_FILE, "/dev/null/alice.txt");
  g_autoptr (GwSecret) password = secret ("do not tell");
  g_autoptr (GError) error = NULL;

  g_assert_false (gw_keep_store (keep, fixture->jid, password, &error));
  g_assert_error (error, GW_ERROR, GW_ERROR_STORE);
  g_assert_null (strstr (error->message, "do not tell"));
}

static void
test_other_address (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GwJid) other = gw_jid_new ("bob", "open.example");
  g_autoptr (GwSecret) password = secret ("secret");
  g_autoptr (GError) error = NULL;

  g_assert_true (gw_keep_store (fixture->keep, fixture->jid, password, &error));
  g_assert_null (gw_keep_load (fixture->keep, other, &error));
  g_assert_error (error, GW_ERROR, GW_ERROR_FILE_READ);
}

static void
test_damaged (Fixture *fixture, gconstpointer data)
{
  const char *const texts[] = {
      "",
      "address=alice@open.example\n",
      "address=alice@open.example\nserver=open.example\npassword=cut off",
      "address=alice@open.example\nserver=open.example\npassword=\n",
      "server=open.example\naddress=alice@open.example\npassword=x\n",
      "<html>\n</html>\n\n",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (GError) error = NULL;
    g_assert_true (g_file_set_contents (fixture->path, texts[i], -1, NULL));
    g_assert_null (gw_keep_load (fixture->keep, fixture->jid, &error));
    g_assert_error (error, GW_ERROR, GW_ERROR_FILE_READ);
  }
}

static void
test_remove (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GwSecret) password = secret ("secret");
  g_autoptr (GError) error = NULL;

  g_assert_true (gw_keep_store (fixture->keep, fixture->jid, password, &error));
  gw_keep_remove (fixture->keep, fixture->jid);
  g_assert_false (g_file_test (fixture->path, G_FILE_TEST_EXISTS));
}

static void
test_remove_foreign (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GwJid) other = gw_jid_new ("bob", "open.example");
  g_autoptr (GwSecret) password = secret ("secret");
  g_autoptr (GError) error = NULL;

  g_assert_true (gw_keep_store (fixture->keep, other, password, &error));
  gw_keep_remove (fixture->keep, fixture->jid);
  g_assert_true (g_file_test (fixture->path, G_FILE_TEST_EXISTS));
}

static void
test_person (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GwKeep) keep = gw_keep_new (GW_KEEP_PERSON, NULL);
  g_autoptr (GwSecret) password = secret ("secret");
  g_autoptr (GError) error = NULL;

  g_assert_true (gw_keep_store (keep, fixture->jid, password, &error));
  g_assert_null (gw_keep_load (keep, fixture->jid, &error));
  g_assert_error (error, GW_ERROR, GW_ERROR_NOT_IN_KEYRING);
}

int
main (int argc, char **argv)
{
  const struct {
    const char *path;
    void (*test) (Fixture *, gconstpointer);
  } tests[] = {
      {"/keep/file-has-three-lines-and-is-private", test_format},
      {"/keep/every-password-comes-back", test_passwords_come_back},
      {"/keep/existing-file-is-left-alone", test_exists},
      {"/keep/link-is-not-followed", test_link},
      {"/keep/no-folder-is-an-error-without-the-secret", test_no_folder},
      {"/keep/file-of-another-address-gives-nothing", test_other_address},
      {"/keep/damaged-file-gives-nothing", test_damaged},
      {"/keep/own-file-goes-again", test_remove},
      {"/keep/foreign-file-stays", test_remove_foreign},
      {"/keep/person-has-it-alone", test_person},
  };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);
  return g_test_run ();
}
