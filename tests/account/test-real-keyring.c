/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whole attempts that keep the password in a real keyring (with-keyring.sh), on the practice
 * network. */
#include "base/error.h"
#include "drive.h"
#include "home.h"

static GwEngine *engine;

static void
test_keyring (void)
{
  g_autofree char *name = drive_fresh_name ();
  g_autoptr (GwKeep) keep = gw_keep_new (GW_KEEP_KEYRING, NULL);
  g_autoptr (GwSecret) password = gw_secret_generate ();
  g_autoptr (GwJid) jid = gw_jid_new (name, "open.example");
  g_autoptr (GError) error = NULL;

  drive_register (engine, "open.example", name, password, keep);
  g_autoptr (GwSecret) found = gw_keyring_lookup (jid, &error);
  g_assert_no_error (error);
  g_assert_true (gw_secret_equal (found, password));
}

/* The item of a name that the server refused goes; that of the account that exists stays. */
static void
test_keyring_after_refusal (void)
{
  g_autofree char *taken = drive_fresh_name ();
  g_autofree char *other = drive_fresh_name ();
  g_autoptr (GwKeep) nobody = drive_by_hand ();
  g_autoptr (GwKeep) keep = gw_keep_new (GW_KEEP_KEYRING, NULL);
  g_autoptr (GwSecret) first = gw_secret_generate (), second = gw_secret_generate ();
  g_autoptr (GwJid) taken_jid = gw_jid_new (taken, "open.example");
  g_autoptr (GError) error = NULL;

  drive_register (engine, "open.example", taken, first, nobody);
  g_autoptr (Drive) drive = drive_new (engine, "open.example");
  drive_until_turn (drive);
  drive_submit (drive, taken, second, NULL, keep);
  g_assert_cmpint (drive_until_turn (drive), ==, GW_ATTEMPT_FORM);
  g_assert_error (gw_attempt_error (drive->attempt), GW_ERROR, GW_ERROR_REFUSED_NAME_TAKEN);
  g_assert_null (gw_keyring_lookup (taken_jid, &error));
  g_assert_error (error, GW_ERROR, GW_ERROR_NOT_IN_KEYRING);
  drive_submit (drive, other, second, NULL, keep);
  drive_until_turn (drive);
  drive_assert_outcome (drive, GW_OUTCOME_VERIFIED);
  g_autoptr (GwSecret) found = gw_keyring_lookup (gw_attempt_jid (drive->attempt), NULL);
  g_assert_true (gw_secret_equal (found, second));
}

/* Somebody's account, made before: neither its password nor anything else is touched. */
static void
test_keyring_holds_that_address (void)
{
  g_autofree char *name = drive_fresh_name ();
  g_autoptr (GwKeep) keep = gw_keep_new (GW_KEEP_KEYRING, NULL);
  g_autoptr (GwSecret) first = gw_secret_generate (), second = gw_secret_generate ();
  g_autoptr (GwJid) jid = gw_jid_new (name, "open.example");

  g_assert_true (gw_keyring_store (jid, first, NULL));
  g_autoptr (Drive) drive = drive_new (engine, "open.example");
  drive_until_turn (drive);
  drive_submit (drive, name, second, NULL, keep);
  g_assert_cmpint (drive_until_turn (drive), ==, GW_ATTEMPT_FORM);
  g_assert_error (gw_attempt_error (drive->attempt), GW_ERROR, GW_ERROR_REFUSED_NAME_TAKEN);
  g_assert_false (drive_server_has (name, "open.example"));
  drive_assert_journal (0);
  g_autoptr (GwSecret) found = gw_keyring_lookup (jid, NULL);
  g_assert_true (gw_secret_equal (found, first));
}

static void
test_keyring_locked (void)
{
  g_autofree char *name = drive_fresh_name ();
  g_autoptr (GwKeep) keep = gw_keep_new (GW_KEEP_KEYRING, NULL);
  g_autoptr (GwSecret) password = gw_secret_generate ();

  g_autoptr (Drive) drive = drive_new (engine, "open.example");
  drive_until_turn (drive);
  drive_submit (drive, name, password, NULL, keep);
  g_assert_cmpint (drive_until_turn (drive), ==, GW_ATTEMPT_FORM);
  g_assert_error (gw_attempt_error (drive->attempt), GW_ERROR, GW_ERROR_KEYRING_LOCKED);
  g_assert_false (drive_server_has (name, "open.example"));
  drive_assert_journal (0);
}

static void
add_tests (const char *mode)
{
  if (strcmp (mode, "locked") == 0) {
    g_test_add_func ("/attempt/locked-keyring-sends-nothing", test_keyring_locked);
    return;
  }
  g_test_add_func ("/attempt/password-lies-in-the-keyring", test_keyring);
  g_test_add_func ("/attempt/keyring-item-of-a-refused-name-goes", test_keyring_after_refusal);
  g_test_add_func ("/attempt/keyring-item-of-another-account-stays",
                   test_keyring_holds_that_address);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  const char *path = g_getenv ("PRACTICE_PROFILE");
  const char *mode = g_getenv ("GANGWAY_KEYRING");

  g_test_init (&argc, &argv, NULL);
  if (path == NULL || mode == NULL) {
    g_print ("1..0 # SKIP run me by with-keyring.sh and tests/practice/practice\n");
    return 0;
  }
  home_enter ();
  g_autoptr (GwProfile) profile = gw_profile_load (path, &error);
  g_assert_no_error (error);
  engine = gw_engine_new (profile, &error);
  g_assert_no_error (error);
  add_tests (mode);
  int status = g_test_run ();
  gw_engine_free (engine);
  home_leave ();
  return status;
}
