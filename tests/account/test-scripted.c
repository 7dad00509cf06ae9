/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What happens in the middle of a registration, by scripted.py: lines that are cut, puzzles,
 * refusals that real servers give too rarely. */
#include <sys/resource.h>
#include <sys/select.h>
#include <unistd.h>

#include "base/error.h"
#include "drive.h"

/* Connects, sends `password` under a fresh name, and runs on to the next turn. */
static Drive *
drive_to_second_turn (const char *domain, const char *text)
{
  g_autofree char *name = drive_fresh_name ();
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), name, NULL);
  g_autoptr (GwKeep) keep = gw_keep_new (GW_KEEP_FILE, path);
  g_autoptr (GwSecret) password = text ? drive_secret (text) : gw_secret_generate ();
  Drive *drive = drive_new (drive_engine, domain);

  g_assert_cmpint (drive_until_turn (drive), ==, GW_ATTEMPT_FORM);
  drive_submit (drive, name, password, NULL, keep);
  drive_until_turn (drive);
  return drive;
}

static void
assert_ends (const char *domain, GwOutcome outcome, int code, guint journal)
{
  g_autoptr (Drive) drive = drive_to_second_turn (domain, NULL);

  drive_assert_outcome (drive, outcome);
  if (code >= 0)
    g_assert_error (gw_attempt_error (drive->attempt), GW_ERROR, code);
  drive_assert_journal (journal);
}

/* Settles the one open entry. */
static void
assert_recovers (GwRecovered expected)
{
  g_autoptr (GPtrArray) entries = gw_recover_list ();
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (entries->len, ==, 1);
  const GwEntry *entry = g_ptr_array_index (entries, 0);
  GwRecovered found = gw_recover_one (drive_engine, entry->id, NULL, NULL, &error);
  g_assert_cmpstr (gw_recovered_name (found), ==, gw_recovered_name (expected));
}

static void
test_good (void)
{
  assert_ends ("good.example", GW_OUTCOME_VERIFIED, -1, 0);
}

static void
test_cut_after_making (void)
{
  assert_ends ("cutmade.example", GW_OUTCOME_VERIFIED, -1, 0);
}

static void
test_cut_before_making (void)
{
  assert_ends ("cutlost.example", GW_OUTCOME_REFUSED, GW_ERROR_HANGUP, 0);
}

static void
test_vanished (void)
{
  assert_ends ("vanish.example", GW_OUTCOME_PENDING, GW_ERROR_PENDING, 1);
  assert_recovers (GW_RECOVERED_PENDING);
  drive_assert_journal (1);
  drive_close_journal ();
}

static void
test_mute (void)
{
  assert_ends ("mute.example", GW_OUTCOME_VERIFIED, -1, 0);
}

static void
test_stream_ends_while_thinking (void)
{
  g_autofree char *name = drive_fresh_name ();
  g_autoptr (GwKeep) keep = drive_by_hand ();
  g_autoptr (GwSecret) password = gw_secret_generate ();
  g_autoptr (Drive) drive = drive_new (drive_engine, "slow.example");

  g_assert_cmpint (drive_until_turn (drive), ==, GW_ATTEMPT_FORM);
  g_usleep (G_USEC_PER_SEC);
  drive_submit (drive, name, password, NULL, keep);
  g_assert_cmpint (drive_until_turn (drive), ==, GW_ATTEMPT_DONE);
  drive_assert_outcome (drive, GW_OUTCOME_VERIFIED);
}

/* --- puzzles -----------------------------------------------------------------------------------
 */

static GHashTable *
answer (const char *text)
{
  GHashTable *answers = g_hash_table_new (g_str_hash, g_str_equal);

  g_hash_table_insert (answers, (gpointer) "ocr", (gpointer)text);
  return answers;
}

static void
test_puzzle (void)
{
  g_autofree char *name = drive_fresh_name ();
  g_autoptr (GwKeep) keep = drive_by_hand ();
  g_autoptr (GwSecret) password = gw_secret_generate ();
  g_autoptr (GHashTable) wrong = answer ("eleven"), right = answer ("seven");
  g_autoptr (Drive) drive = drive_new (drive_engine, "puzzle.example");
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (drive_until_turn (drive), ==, GW_ATTEMPT_FORM);
  g_assert_nonnull (
      gw_form_field (gw_attempt_form (drive->attempt), GW_ROLE_PUZZLE)->picture->bytes);
  g_autofree char *first = g_strdup (drive_challenge (drive));
  g_assert_false (drive_try (drive, name, password, NULL, keep, &error));
  g_assert_error (error, GW_ERROR, GW_ERROR_REFUSED_FIELDS);

  drive_submit (drive, name, password, wrong, keep);
  g_assert_cmpint (drive_until_turn (drive), ==, GW_ATTEMPT_FORM);
  g_assert_error (gw_attempt_error (drive->attempt), GW_ERROR, GW_ERROR_REFUSED_PUZZLE);
  g_assert_cmpstr (drive_challenge (drive), !=, first);
  drive_submit (drive, name, password, right, keep);
  g_assert_cmpint (drive_until_turn (drive), ==, GW_ATTEMPT_DONE);
  drive_assert_outcome (drive, GW_OUTCOME_VERIFIED);
  drive_assert_journal (0);
}

/* Each kind of form leads to an account by the right answer, and by no other. */
static const struct {
  const char *domain, *var, *right, *wrong;
} forms[] = {
    {"sound.example", "audio_recog", "4", "5"},    {"qa.example", "qa", "yellow", "blue"},
    {"choices.example", "ocr", "seven", "eleven"}, {"choices.example", "qa", "yellow", "blue"},
    {"terms.example", "terms", "1", "0"},          {"legacykey.example", NULL, NULL, NULL},
};

static void
test_forms (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (forms); i++) {
    g_autofree char *name = drive_fresh_name ();
    g_autoptr (GwKeep) keep = drive_by_hand ();
    g_autoptr (GwSecret) password = gw_secret_generate ();
    g_autoptr (GHashTable) answers = g_hash_table_new (g_str_hash, g_str_equal);
    g_autoptr (Drive) drive = drive_new (drive_engine, forms[i].domain);

    g_test_message ("%s", forms[i].domain);
    g_assert_cmpint (drive_until_turn (drive), ==, GW_ATTEMPT_FORM);
    if (forms[i].var != NULL) {
      g_hash_table_insert (answers, (gpointer)forms[i].var, (gpointer)forms[i].wrong);
      drive_submit (drive, name, password, answers, keep);
      g_assert_cmpint (drive_until_turn (drive), ==, GW_ATTEMPT_FORM);
      g_hash_table_insert (answers, (gpointer)forms[i].var, (gpointer)forms[i].right);
    }
    drive_submit (drive, name, password, answers, keep);
    g_assert_cmpint (drive_until_turn (drive), ==, GW_ATTEMPT_DONE);
    drive_assert_outcome (drive, GW_OUTCOME_VERIFIED);
  }
}

/* --- refusals ----------------------------------------------------------------------------------
 */

static void
test_weak_password (void)
{
  g_autoptr (Drive) drive = drive_to_second_turn ("weak.example", "seven");

  g_assert_cmpint (gw_attempt_state (drive->attempt), ==, GW_ATTEMPT_FORM);
  g_assert_error (gw_attempt_error (drive->attempt), GW_ERROR, GW_ERROR_REFUSED_PASSWORD);
  g_assert_null (strstr (gw_attempt_error (drive->attempt)->message, "seven"));
}

static void
test_too_fast (void)
{
  g_autoptr (Drive) drive = drive_to_second_turn ("toofast.example", NULL);

  drive_assert_outcome (drive, GW_OUTCOME_REFUSED);
  g_assert_error (gw_attempt_error (drive->attempt), GW_ERROR, GW_ERROR_REFUSED_TOO_FAST);
  g_assert_cmpuint (gw_attempt_wait_seconds (drive->attempt), ==, 600);
}

/* --- logins ------------------------------------------------------------------------------------
 */

static void
test_no_echo (void)
{
  assert_ends ("noecho.example", GW_OUTCOME_CREATED, GW_ERROR_NO_ECHO, 1);
  assert_recovers (GW_RECOVERED_CREATED);
  drive_assert_journal (0);
}

/* It exists, but is not to be used yet. That is no proof that it was not made. */
static void
test_waits_for_approval (void)
{
  g_autoptr (GwJid) jid = gw_jid_new ("alice", "waiting.example");
  g_autoptr (GwSecret) password = gw_secret_generate ();
  g_autoptr (GError) error = NULL;

  assert_ends ("waiting.example", GW_OUTCOME_CREATED, GW_ERROR_LOGIN_REFUSED, 1);
  g_assert_cmpint (gw_session_prove (drive_engine, jid, password, NULL, NULL, &error), ==,
                   GW_LOGIN_NO_CONNECTION);
  g_assert_error (error, GW_ERROR, GW_ERROR_LOGIN_REFUSED);
  drive_close_journal ();
}

/* The server offers two mechanisms and says no to the first; it vanishes when asked again. */
static void
test_one_try (void)
{
  g_autoptr (GwJid) jid = gw_jid_new ("alice", "twice.example");
  g_autoptr (GwSecret) password = gw_secret_generate ();
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (gw_session_prove (drive_engine, jid, password, NULL, NULL, &error), ==,
                   GW_LOGIN_REFUSED);
  g_assert_error (error, GW_ERROR, GW_ERROR_LOGIN_REFUSED);
  g_autoptr (Drive) drive = drive_new (drive_engine, "twice.example");
  g_assert_cmpint (drive_until_turn (drive), ==, GW_ATTEMPT_FORM);
}

/* --- the face ----------------------------------------------------------------------------------
 */

static void
on_changed_free (GwAttempt *attempt, gpointer data)
{
  gw_attempt_free (attempt);
  *(gboolean *)data = TRUE;
}

static void
test_free_inside (void)
{
  gboolean freed = FALSE;

  gw_attempt_new (drive_engine, &(GwAttemptPlan){.domain = "good.example"}, on_changed_free,
                  &freed);
  while (!freed)
    g_main_context_iteration (NULL, TRUE);
}

/* libstrophe's select() would abort the program; nothing of the kind may happen. */
static void
test_too_many_files (void)
{
  g_autoptr (GwJid) jid = gw_jid_new ("alice", "good.example");
  g_autoptr (GwSecret) password = gw_secret_generate ();
  g_autoptr (GArray) files = g_array_new (FALSE, FALSE, sizeof (int));
  g_autoptr (GError) error = NULL;
  struct rlimit limit;

  g_assert_cmpint (getrlimit (RLIMIT_NOFILE, &limit), ==, 0);
  if (limit.rlim_max <= FD_SETSIZE + 200) {
    g_test_skip ("not that many files are allowed here");
    return;
  }
  limit.rlim_cur = FD_SETSIZE + 200;
  g_assert_cmpint (setrlimit (RLIMIT_NOFILE, &limit), ==, 0);
  for (int fd = 0; fd < FD_SETSIZE;) {
    fd = dup (STDIN_FILENO);
    g_assert_cmpint (fd, >=, 0);
    g_array_append_val (files, fd);
  }
  g_assert_cmpint (gw_session_prove (drive_engine, jid, password, NULL, NULL, &error), ==,
                   GW_LOGIN_NO_CONNECTION);
  g_assert_error (error, GW_ERROR, GW_ERROR_CONNECT_FAILED);
  for (guint i = 0; i < files->len; i++)
    close (g_array_index (files, int, i));
}

static void
add_tests (void)
{
  g_test_add_func ("/scripted/good", test_good);
  g_test_add_func ("/scripted/cut-after-the-account-was-made", test_cut_after_making);
  g_test_add_func ("/scripted/cut-before-the-account-was-made", test_cut_before_making);
  g_test_add_func ("/scripted/no-connection-after-the-submit-is-pending", test_vanished);
  g_test_add_func ("/scripted/no-answer-is-found-out-by-a-login", test_mute);
  g_test_add_func ("/scripted/stream-ends-while-thinking", test_stream_ends_while_thinking);
  g_test_add_func ("/scripted/puzzle-again-with-a-new-picture", test_puzzle);
  g_test_add_func ("/scripted/forms-of-each-kind", test_forms);
  g_test_add_func ("/scripted/weak-password-can-be-mended", test_weak_password);
  g_test_add_func ("/scripted/too-fast-says-how-long", test_too_fast);
  g_test_add_func ("/scripted/no-echo-is-created", test_no_echo);
  g_test_add_func ("/scripted/account-that-waits-for-approval", test_waits_for_approval);
  g_test_add_func ("/scripted/wrong-password-is-tried-once", test_one_try);
  g_test_add_func ("/scripted/face-may-free-in-its-function", test_free_inside);
  g_test_add_func ("/scripted/more-files-than-select-can-bear", test_too_many_files);
}

int
main (int argc, char **argv)
{
  return drive_main (argc, argv, "SCRIPTED_PROFILE", add_tests);
}
