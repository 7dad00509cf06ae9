/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whose turn it is: puzzles that go with their stream, puzzles that are changed, and servers whose
 * answer is not the truth. By scripted.py. */
#include "account/journal.h"
#include "base/error.h"
#include "base/limits.h"
#include "drive.h"

#define QUIET_MS 1500 /* far more than hastypuzzle.example takes to end a stream */

/* Sends that answer under a fresh name, and runs on to the next turn. */
static void
send_answer (Drive *drive, const char *text)
{
  g_autofree char *name = drive_fresh_name ();
  g_autoptr (GwKeep) keep = drive_by_hand ();
  g_autoptr (GwSecret) password = gw_secret_generate ();
  g_autoptr (GHashTable) answers = g_hash_table_new (g_str_hash, g_str_equal);

  g_hash_table_insert (answers, (gpointer) "ocr", (gpointer)text);
  drive_submit (drive, name, password, answers, keep);
  drive_until_turn (drive);
}

/* Nobody sends anything, and the new picture is there. */
static void
test_fresh_by_itself (void)
{
  g_autoptr (Drive) drive = drive_new (drive_engine, "slowpuzzle.example");

  g_assert_cmpint (drive_until_turn (drive), ==, GW_ATTEMPT_FORM);
  g_autofree char *first = g_strdup (drive_challenge (drive));
  g_assert_no_error (gw_attempt_error (drive->attempt));
  g_assert_cmpint (drive_until_turn (drive), ==, GW_ATTEMPT_FORM);
  g_assert_error (gw_attempt_error (drive->attempt), GW_ERROR, GW_ERROR_REFUSED_PUZZLE_OLD);
  g_assert_cmpstr (drive_challenge (drive), !=, first);
  send_answer (drive, "seven");
  drive_assert_outcome (drive, GW_OUTCOME_VERIFIED);
  drive_assert_journal (0);
}

static gboolean
set_true (gpointer flag)
{
  *(gboolean *)flag = TRUE;
  return G_SOURCE_REMOVE;
}

/* A server that ends each stream is not asked for ever; the next one comes with the next submit. */
static void
test_only_so_often (void)
{
  g_autoptr (Drive) drive = drive_new (drive_engine, "hastypuzzle.example");
  gboolean is_quiet = FALSE;

  for (guint i = 0; i <= GW_LIMIT_RENEWALS; i++)
    g_assert_cmpint (drive_until_turn (drive), ==, GW_ATTEMPT_FORM);
  g_autofree char *last = g_strdup (drive_challenge (drive));
  guint seen = drive->states->len;
  g_timeout_add (QUIET_MS, set_true, &is_quiet);
  while (!is_quiet)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (drive->states->len, ==, seen);

  send_answer (drive, "seven");
  g_assert_cmpint (gw_attempt_state (drive->attempt), ==, GW_ATTEMPT_FORM);
  g_assert_error (gw_attempt_error (drive->attempt), GW_ERROR, GW_ERROR_REFUSED_PUZZLE_OLD);
  g_assert_cmpstr (drive_challenge (drive), !=, last);
  drive_assert_journal (0);
}

/* An answer that is on its way when its picture is replaced goes nowhere, and nothing is kept. */
static void
test_answer_that_comes_too_late (void)
{
  g_autoptr (Drive) drive = drive_new (drive_engine, "hastypuzzle.example");

  drive_until_turn (drive);
  for (guint i = 0; i < 8; i++) {
    g_usleep (270 * 1000 + i * 10 * 1000); /* the stream ends after 300 ms */
    send_answer (drive, "eleven");
    g_assert_cmpint (gw_attempt_state (drive->attempt), ==, GW_ATTEMPT_FORM);
    GwErrorCode code = gw_error_code (gw_attempt_error (drive->attempt));
    g_assert_true (code == GW_ERROR_REFUSED_PUZZLE_OLD || code == GW_ERROR_REFUSED_PUZZLE ||
                   code == GW_ERROR_HANGUP);
  }
  gw_attempt_cancel (drive->attempt);
  while (gw_attempt_state (drive->attempt) != GW_ATTEMPT_DONE)
    drive_until_turn (drive);
  drive_assert_journal (0);
}

static void
test_another_picture (void)
{
  g_autoptr (Drive) drive = drive_new (drive_engine, "puzzle.example");

  drive_until_turn (drive);
  g_autofree char *first = g_strdup (drive_challenge (drive));
  gw_attempt_renew (drive->attempt);
  g_assert_cmpint (gw_attempt_state (drive->attempt), ==, GW_ATTEMPT_CONNECTING);
  g_assert_cmpint (drive_until_turn (drive), ==, GW_ATTEMPT_FORM);
  g_assert_no_error (gw_attempt_error (drive->attempt));
  g_assert_cmpstr (drive_challenge (drive), !=, first);
  send_answer (drive, "seven");
  drive_assert_outcome (drive, GW_OUTCOME_VERIFIED);
}

static void
test_picture_by_name (void)
{
  g_autoptr (Drive) drive = drive_new (drive_engine, "bobask.example");

  drive_until_turn (drive);
  const GwField *puzzle = gw_form_field (gw_attempt_form (drive->attempt), GW_ROLE_PUZZLE);
  g_assert_nonnull (puzzle->picture->bytes);
  g_assert_cmpstr (puzzle->picture->type, ==, "image/png");
  send_answer (drive, "seven");
  drive_assert_outcome (drive, GW_OUTCOME_VERIFIED);
}

/* --- answers that are not the truth ------------------------------------------------------------
 */

static void
assert_ends (const char *domain, GwOutcome outcome, int code, guint journal)
{
  g_autoptr (Drive) drive = drive_new (drive_engine, domain);

  g_assert_cmpint (drive_until_turn (drive), ==, GW_ATTEMPT_FORM);
  send_answer (drive, "");
  drive_assert_outcome (drive, outcome);
  if (code >= 0)
    g_assert_error (gw_attempt_error (drive->attempt), GW_ERROR, code);
  drive_assert_journal (journal);
  drive_close_journal ();
}

/* The answer to another question is none. */
static void
test_other_id (void)
{
  assert_ends ("otherid.example", GW_OUTCOME_PENDING, GW_ERROR_PENDING, 1);
}

/* Success without an account: nobody says that it was proved. */
static void
test_liar (void)
{
  assert_ends ("liar.example", GW_OUTCOME_CREATED, GW_ERROR_LOGIN_REFUSED, 1);
}

/* An account without success is found. */
static void
test_ghost (void)
{
  assert_ends ("ghost.example", GW_OUTCOME_VERIFIED, -1, 0);
}

static void
add_tests (void)
{
  g_test_add_func ("/turns/fresh-puzzle-by-itself", test_fresh_by_itself);
  g_test_add_func ("/turns/but-only-so-often", test_only_so_often);
  g_test_add_func ("/turns/answer-that-comes-too-late", test_answer_that_comes_too_late);
  g_test_add_func ("/turns/another-picture", test_another_picture);
  g_test_add_func ("/turns/picture-by-name", test_picture_by_name);
  g_test_add_func ("/turns/answer-to-another-question", test_other_id);
  g_test_add_func ("/turns/success-without-an-account", test_liar);
  g_test_add_func ("/turns/account-without-success", test_ghost);
}

int
main (int argc, char **argv)
{
  return drive_main (argc, argv, "SCRIPTED_PROFILE", add_tests);
}
