/* SPDX-License-Identifier: GPL-3.0-or-later */
/* To a provider's website and back, on the practice network: web.example has no form, and
 * `practice add-user` is its website. */
#include "account/accounts.h"
#include "base/error.h"
#include "drive.h"

#define DOMAIN "web.example"
#define PAGE   "https://" DOMAIN "/register"

/* What the website does when its form is sent. */
static void
register_there (const char *local, GwSecret *password)
{
  g_autofree char *address = g_strdup_printf ("%s@" DOMAIN, local);
  g_autofree char *line = g_strdup_printf ("%s\n", gw_secret_peek (password));
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) website =
      g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE, &error, g_getenv ("PRACTICE"), "add-user",
                        address, "--dir", g_getenv ("PRACTICE_DIR"), NULL);

  g_assert_no_error (error);
  g_assert_true (g_subprocess_communicate_utf8 (website, line, NULL, NULL, NULL, &error));
  g_assert_cmpint (g_subprocess_get_exit_status (website), ==, 0);
}

/* At the page, with nothing kept yet. */
static Drive *
new_drive (void)
{
  Drive *drive = drive_new (drive_engine, DOMAIN);

  g_assert_cmpint (drive_until_turn (drive), ==, GW_ATTEMPT_WEB);
  g_assert_error (gw_attempt_error (drive->attempt), GW_ERROR, GW_ERROR_REFUSED_WEB_ONLY);
  g_assert_cmpstr (gw_attempt_page (drive->attempt), ==, PAGE);
  g_assert_false (gw_attempt_is_kept (drive->attempt));
  return drive;
}

/* Keeps, so that the page may be opened. */
static void
go (Drive *drive, const char *name, GwSecret *password, const GwKeep *keep)
{
  drive_submit (drive, name, password, NULL, keep);
  g_assert_cmpint (drive_until_turn (drive), ==, GW_ATTEMPT_WEB);
  g_assert_true (gw_attempt_is_kept (drive->attempt));
}

static GwKeep *
new_file (const char *name)
{
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), name, NULL);

  return gw_keep_new (GW_KEEP_FILE, path);
}

static void
assert_entry (GwStage stage, const char *local)
{
  g_autoptr (GPtrArray) entries = gw_journal_list (NULL);
  g_assert_cmpuint (entries->len, ==, 1);
  const GwEntry *entry = g_ptr_array_index (entries, 0);

  g_assert_cmpstr (gw_stage_name (entry->stage), ==, gw_stage_name (stage));
  g_assert_cmpstr (entry->jid->local, ==, local);
  g_assert_cmpstr (entry->page, ==, PAGE);
}

static GwRecovered
recover (void)
{
  g_autoptr (GPtrArray) entries = gw_recover_list ();
  g_assert_cmpuint (entries->len, ==, 1);
  const GwEntry *entry = g_ptr_array_index (entries, 0);

  return gw_recover_one (drive_engine, entry->id, NULL, NULL, NULL);
}

static void
test_there_and_back (void)
{
  g_autofree char *name = drive_fresh_name ();
  g_autoptr (GwKeep) keep = new_file (name);
  g_autoptr (GwSecret) password = gw_secret_generate ();
  g_autoptr (GwExtras) extras = gw_extras_new ("club", NULL, NULL, NULL);
  g_autoptr (Drive) drive = new_drive ();

  drive->extras = extras;
  drive_assert_journal (0);
  go (drive, name, password, keep);
  assert_entry (GW_STAGE_AWAY, name);
  gw_attempt_test (drive->attempt);
  g_assert_cmpint (gw_attempt_state (drive->attempt), ==, GW_ATTEMPT_LOGGING_IN);
  g_assert_cmpint (drive_until_turn (drive), ==, GW_ATTEMPT_WEB);
  g_assert_error (gw_attempt_error (drive->attempt), GW_ERROR, GW_ERROR_NOT_YET);
  g_assert_true (gw_attempt_is_kept (drive->attempt));
  assert_entry (GW_STAGE_AWAY, name);

  register_there (name, password);
  gw_attempt_test (drive->attempt);
  g_assert_cmpint (drive_until_turn (drive), ==, GW_ATTEMPT_DONE);
  drive_assert_outcome (drive, GW_OUTCOME_VERIFIED);
  drive_assert_journal (0);
  g_autoptr (GwAccount) account = gw_accounts_find (gw_attempt_jid (drive->attempt));
  g_assert_true (account->verified);
  g_assert_cmpstr (account->label, ==, "club");
}

/* On the page the name was taken: the first password goes, once the server has refused it. */
static void
test_another_name (void)
{
  g_autofree char *first = drive_fresh_name ();
  g_autofree char *second = drive_fresh_name ();
  g_autoptr (GwKeep) keep = new_file (first);
  g_autoptr (GwSecret) password = gw_secret_generate ();
  g_autoptr (Drive) drive = new_drive ();

  go (drive, first, password, keep);
  go (drive, second, password, keep);
  assert_entry (GW_STAGE_AWAY, second);
  g_autoptr (GwSecret) kept = gw_keep_load (keep, gw_attempt_jid (drive->attempt), NULL);
  g_assert_true (gw_secret_equal (kept, password));
  register_there (second, password);
  gw_attempt_test (drive->attempt);
  g_assert_cmpint (drive_until_turn (drive), ==, GW_ATTEMPT_DONE);
  drive_assert_outcome (drive, GW_OUTCOME_VERIFIED);
  g_assert_cmpstr (gw_attempt_jid (drive->attempt)->local, ==, second);
}

/* Registered with the first password all the same: it must not be thrown away. */
static void
test_another_password_by_mistake (void)
{
  g_autofree char *name = drive_fresh_name ();
  g_autoptr (GwKeep) keep = new_file (name);
  g_autoptr (GwSecret) right = gw_secret_generate (), wrong = drive_secret ("by mistake 123");
  g_autoptr (Drive) drive = new_drive ();

  go (drive, name, right, keep);
  register_there (name, right);
  drive_submit (drive, name, wrong, NULL, keep);
  g_assert_cmpint (drive_until_turn (drive), ==, GW_ATTEMPT_DONE);
  drive_assert_outcome (drive, GW_OUTCOME_VERIFIED);
  g_autoptr (GwSecret) kept = gw_keep_load (keep, gw_attempt_jid (drive->attempt), NULL);
  g_assert_true (gw_secret_equal (kept, right));
  g_assert_true (gw_secret_equal (gw_attempt_password (drive->attempt), right));
}

static void
test_nothing_kept (void)
{
  g_autoptr (GwKeep) impossible = gw_keep_new (GW_KEEP_FILE, "/dev/null/account.txt");
  g_autoptr (GwSecret) password = gw_secret_generate ();
  g_autoptr (Drive) drive = new_drive ();

  drive_submit (drive, "alice", password, NULL, impossible);
  g_assert_cmpint (drive_until_turn (drive), ==, GW_ATTEMPT_WEB);
  g_assert_error (gw_attempt_error (drive->attempt), GW_ERROR, GW_ERROR_STORE);
  g_assert_false (gw_attempt_is_kept (drive->attempt));
  drive_assert_journal (0);
}

/* Left on the way: what is kept stays, and recovery tells. */
static void
test_recovery (void)
{
  g_autofree char *name = drive_fresh_name ();
  g_autoptr (GwKeep) keep = new_file (name);
  g_autoptr (GwSecret) password = gw_secret_generate ();
  Drive *drive = new_drive ();

  go (drive, name, password, keep);
  gw_attempt_cancel (drive->attempt);
  g_assert_cmpint (drive_until_turn (drive), ==, GW_ATTEMPT_DONE);
  drive_assert_outcome (drive, GW_OUTCOME_PENDING);
  drive_free (drive);
  g_assert_cmpstr (gw_recovered_name (recover ()), ==, "away");
  assert_entry (GW_STAGE_AWAY, name);

  register_there (name, password);
  g_assert_cmpstr (gw_recovered_name (recover ()), ==, "verified");
  drive_assert_journal (0);
  g_autoptr (GwJid) jid = gw_jid_new (name, DOMAIN);
  g_autoptr (GwAccount) account = gw_accounts_find (jid);
  g_assert_true (account->verified);
}

static void
test_forget (void)
{
  g_autofree char *name = drive_fresh_name ();
  g_autoptr (GwKeep) keep = new_file (name);
  g_autoptr (GwSecret) password = gw_secret_generate ();
  g_autoptr (GError) error = NULL;
  Drive *drive = new_drive ();

  go (drive, name, password, keep);
  g_autoptr (GPtrArray) held = gw_recover_list ();
  const GwEntry *entry = g_ptr_array_index (held, 0);
  g_assert_false (gw_recover_forget (entry->id, &error));
  g_assert_error (error, GW_ERROR, GW_ERROR_HELD);
  drive_free (drive);

  g_assert_true (gw_recover_forget (entry->id, NULL));
  drive_assert_journal (0);
  g_assert_true (g_file_test (keep->path, G_FILE_TEST_EXISTS));
}

/* A server without any form, of which the list knows a page. */
static void
test_page_of_the_plan (void)
{
  g_autoptr (Drive) drive =
      drive_new_planned (drive_engine, &(GwAttemptPlan){.domain = "closed.example",
                                                        .web_page = "https://closed.example/new"});

  g_assert_cmpint (drive_until_turn (drive), ==, GW_ATTEMPT_WEB);
  g_assert_cmpstr (gw_attempt_page (drive->attempt), ==, "https://closed.example/new");
}

static void
add_tests (void)
{
  g_test_add_func ("/web/there-and-back", test_there_and_back);
  g_test_add_func ("/web/another-name", test_another_name);
  g_test_add_func ("/web/another-password-by-mistake", test_another_password_by_mistake);
  g_test_add_func ("/web/nothing-kept-nothing-opened", test_nothing_kept);
  g_test_add_func ("/web/recovery", test_recovery);
  g_test_add_func ("/web/forget", test_forget);
  g_test_add_func ("/web/page-of-the-list", test_page_of_the_plan);
}

int
main (int argc, char **argv)
{
  return drive_main (argc, argv, "PRACTICE_PROFILE", add_tests);
}
