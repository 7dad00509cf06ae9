/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of accounts: several side by side, and several programs at once. */
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "account/accounts.h"
#include "base/error.h"
#include "base/store.h"
#include "home.h"

#define WRITERS   8
#define ADDRESSES 6 /* of each */

static void
note (const char *local, const char *label, gboolean verified)
{
  g_autoptr (GwJid) jid = gw_jid_new (local, "open.example");
  g_autoptr (GwKeep) keep = gw_keep_new (GW_KEEP_FILE, "/srv/my file;ü.txt");
  g_autoptr (GError) error = NULL;

  g_assert_true (gw_accounts_note (jid, keep, label, verified, &error));
  g_assert_no_error (error);
}

static GPtrArray *
list (guint expected)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *accounts = gw_accounts_list (&error);

  g_assert_no_error (error);
  g_assert_cmpuint (accounts->len, ==, expected);
  return accounts;
}

static void
empty (void)
{
  g_autofree char *path = gw_store_path (GW_STORE_STATE, "accounts.json");

  g_unlink (path);
}

static void
test_everything_comes_back (void)
{
  empty ();
  g_autoptr (GPtrArray) none = list (0);
  note ("alice", "friends", FALSE);
  note ("alice-at-work", "work", TRUE);
  g_autoptr (GPtrArray) accounts = list (2);
  const GwAccount *first = g_ptr_array_index (accounts, 0);
  const GwAccount *second = g_ptr_array_index (accounts, 1);

  g_assert_cmpstr (first->jid->local, ==, "alice");
  g_assert_cmpstr (first->label, ==, "friends");
  g_assert_false (first->verified);
  g_assert_cmpint (first->keep->kind, ==, GW_KEEP_FILE);
  g_assert_cmpstr (first->keep->path, ==, "/srv/my file;ü.txt");
  g_assert_cmpint (ABS (first->since - g_get_real_time () / G_USEC_PER_SEC), <, 60);
  g_assert_cmpstr (second->label, ==, "work");
  g_assert_true (second->verified);
}

static void
test_what_was_known_stays (void)
{
  g_autoptr (GwJid) jid = gw_jid_new ("alice", "open.example");

  empty ();
  note ("alice", "friends", TRUE);
  note ("alice", NULL, FALSE);
  g_autoptr (GwAccount) account = gw_accounts_find (jid);
  g_assert_cmpstr (account->label, ==, "friends");
  g_assert_true (account->verified);
  g_autoptr (GPtrArray) accounts = list (1);
}

static void
test_label_and_forget (void)
{
  g_autoptr (GwJid) jid = gw_jid_new ("alice", "open.example");
  g_autoptr (GwJid) nobody = gw_jid_new ("nobody", "open.example");
  g_autoptr (GError) error = NULL;

  empty ();
  note ("alice", NULL, TRUE);
  g_assert_true (gw_accounts_label (jid, "  for \033[31mred\n friends ", &error));
  g_autoptr (GwAccount) named = gw_accounts_find (jid);
  g_assert_cmpstr (named->label, ==, "for  [31mred  friends");
  g_assert_true (gw_accounts_label (jid, NULL, &error));
  g_autoptr (GwAccount) plain = gw_accounts_find (jid);
  g_assert_null (plain->label);

  g_assert_false (gw_accounts_label (nobody, "x", &error));
  g_assert_error (error, GW_ERROR, GW_ERROR_NOT_THERE);
  g_clear_error (&error);
  g_assert_false (gw_accounts_forget (nobody, &error));
  g_assert_error (error, GW_ERROR, GW_ERROR_NOT_THERE);
  g_assert_true (gw_accounts_forget (jid, NULL));
  g_assert_null (gw_accounts_find (jid));
}

/* What a later version wrote about another account is not lost. */
static void
test_unknown_fields_stay (void)
{
  static const char text[] =
      "{\"version\": 1, \"accounts\": [{\"address\": \"bob@open.example\", \"later\": [1, 2]}]}";
  g_autofree char *path = gw_store_path (GW_STORE_STATE, "accounts.json");
  g_autofree char *after = NULL;

  g_assert_true (gw_store_write (path, text, strlen (text), NULL));
  note ("alice", NULL, TRUE);
  g_autoptr (GPtrArray) accounts = list (2);
  g_assert_true (g_file_get_contents (path, &after, NULL, NULL));
  g_assert_nonnull (strstr (after, "\"later\""));
}

/* It is left as it is: whoever can mend it has it all. */
static void
test_damaged (void)
{
  static const char *const texts[] = {"", "{", "[]", "{\"accounts\": 7}", "\xff\xfe"};
  g_autofree char *path = gw_store_path (GW_STORE_STATE, "accounts.json");
  g_autoptr (GwJid) jid = gw_jid_new ("alice", "open.example");
  g_autoptr (GwKeep) keep = gw_keep_new (GW_KEEP_KEYRING, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *after = NULL;
    g_assert_true (gw_store_write (path, texts[i], strlen (texts[i]), NULL));
    g_assert_null (gw_accounts_list (&error));
    g_assert_error (error, GW_ERROR, GW_ERROR_STORE);
    g_clear_error (&error);
    g_assert_false (gw_accounts_note (jid, keep, NULL, TRUE, &error));
    g_assert_error (error, GW_ERROR, GW_ERROR_STORE);
    g_assert_true (g_file_get_contents (path, &after, NULL, NULL));
    g_assert_cmpstr (after, ==, texts[i]);
  }
}

static void
test_private (void)
{
  g_autofree char *path = gw_store_path (GW_STORE_STATE, "accounts.json");
  GStatBuf info;

  empty ();
  note ("alice", NULL, TRUE);
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpuint (info.st_mode & 0777, ==, 0600);
}

static void
write_some (int writer)
{
  for (int i = 0; i < ADDRESSES; i++) {
    g_autofree char *local = g_strdup_printf ("writer-%d-%d", writer, i);
    note (local, NULL, TRUE);
  }
}

static void
test_many_at_once (void)
{
  pid_t children[WRITERS];

  empty ();
  for (int i = 0; i < WRITERS; i++) {
    children[i] = fork ();
    if (children[i] == 0) {
      write_some (i);
      _exit (0);
    }
  }
  for (int i = 0; i < WRITERS; i++) {
    int status;
    g_assert_cmpint (waitpid (children[i], &status, 0), ==, children[i]);
    g_assert_cmpint (status, ==, 0);
  }
  g_autoptr (GPtrArray) accounts = list (WRITERS * ADDRESSES);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  home_enter ();
  g_test_add_func ("/accounts/everything-comes-back", test_everything_comes_back);
  g_test_add_func ("/accounts/what-was-known-stays", test_what_was_known_stays);
  g_test_add_func ("/accounts/label-and-forget", test_label_and_forget);
  g_test_add_func ("/accounts/unknown-fields-stay", test_unknown_fields_stay);
  g_test_add_func ("/accounts/a-damaged-file-is-left-alone", test_damaged);
  g_test_add_func ("/accounts/private", test_private);
  g_test_add_func ("/accounts/many-programs-at-once", test_many_at_once);
  int status = g_test_run ();
  home_leave ();
  return status;
}
