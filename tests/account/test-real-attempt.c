/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whole attempts against real servers: the practice network, which `tests/practice/practice run`
 * has started and names in PRACTICE_PROFILE and PRACTICE_DIR. */
#include "base/error.h"
#include "drive.h"
#include "providers/seen.h"

static void
assert_fails (const char *domain, GwOutcome outcome, GwErrorCode code)
{
  g_autoptr (Drive) drive = drive_new (drive_engine, domain);

  g_assert_cmpint (drive_until_turn (drive), ==, GW_ATTEMPT_DONE);
  drive_assert_outcome (drive, outcome);
  g_assert_error (gw_attempt_error (drive->attempt), GW_ERROR, (int)code);
}

/* --- the good way ------------------------------------------------------------------------------
 */

static void
test_open (gconstpointer data)
{
  g_autofree char *name = drive_fresh_name ();
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), name, NULL);
  g_autoptr (GwKeep) keep = gw_keep_new (GW_KEEP_FILE, path);
  g_autoptr (GwSecret) password = gw_secret_generate ();
  g_autoptr (GwJid) jid = gw_jid_new (name, data);
  g_autoptr (GError) error = NULL;

  drive_register (drive_engine, data, name, password, keep);
  g_assert_true (drive_server_has (name, data));
  drive_assert_journal (0);
  g_autoptr (GwSecret) kept = gw_keep_load (keep, jid, &error);
  g_assert_no_error (error);
  g_assert_true (gw_secret_equal (kept, password));
}

static void
test_order_of_states (void)
{
  static const GwAttemptState expected[] = {GW_ATTEMPT_FORM, GW_ATTEMPT_KEEPING,
                                            GW_ATTEMPT_SUBMITTING, GW_ATTEMPT_LOGGING_IN,
                                            GW_ATTEMPT_DONE};
  g_autofree char *name = drive_fresh_name ();
  g_autoptr (GwKeep) keep = drive_by_hand ();
  g_autoptr (GwSecret) password = gw_secret_generate ();
  g_autoptr (Drive) drive = drive_new (drive_engine, "open.example");

  g_assert_cmpint (gw_attempt_state (drive->attempt), ==, GW_ATTEMPT_CONNECTING);
  drive_until_turn (drive);
  drive_submit (drive, name, password, NULL, keep);
  g_assert_cmpint (gw_attempt_state (drive->attempt), ==, GW_ATTEMPT_KEEPING);
  drive_until_turn (drive);
  g_assert_cmpmem (drive->states->data, drive->states->len * sizeof (GwAttemptState), expected,
                   sizeof expected);
}

static void
test_passwords (void)
{
  static const char *const passwords[] = {"a\" \\ ; & ü '<b>]]>", "  blanks at both ends ",
                                          "日本語 貝 %s"};

  for (gsize i = 0; i < G_N_ELEMENTS (passwords); i++) {
    g_autofree char *name = drive_fresh_name ();
    g_autoptr (GwKeep) keep = drive_by_hand ();
    g_autoptr (GwSecret) password = drive_secret (passwords[i]);
    drive_register (drive_engine, "open.example", name, password, keep);
  }
}

static void
test_names (void)
{
  static const char *const endings[] = {"ü", ".dot", "_under", "+plus", "日本"};

  for (gsize i = 0; i < G_N_ELEMENTS (endings); i++) {
    g_autofree char *start = drive_fresh_name ();
    g_autofree char *name = g_strconcat (start, endings[i], NULL);
    g_autoptr (GwKeep) keep = drive_by_hand ();
    g_autoptr (GwSecret) password = gw_secret_generate ();
    drive_register (drive_engine, "open.example", name, password, keep);
  }
}

/* --- what the person can mend ------------------------------------------------------------------
 */

static void
test_name_taken (void)
{
  g_autofree char *taken = drive_fresh_name ();
  g_autofree char *other = drive_fresh_name ();
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), other, NULL);
  g_autoptr (GwKeep) nobody = drive_by_hand ();
  g_autoptr (GwKeep) file = gw_keep_new (GW_KEEP_FILE, path);
  g_autoptr (GwSecret) first = gw_secret_generate (), second = gw_secret_generate ();

  drive_register (drive_engine, "open.example", taken, first, nobody);

  g_autoptr (Drive) drive = drive_new (drive_engine, "open.example");
  drive_until_turn (drive);
  drive_submit (drive, taken, second, NULL, file);
  g_assert_cmpint (drive_until_turn (drive), ==, GW_ATTEMPT_FORM);
  g_assert_error (gw_attempt_error (drive->attempt), GW_ERROR, GW_ERROR_REFUSED_NAME_TAKEN);
  drive_assert_journal (0);
  /* The same file takes the other name. */
  drive_submit (drive, other, second, NULL, file);
  g_assert_cmpint (drive_until_turn (drive), ==, GW_ATTEMPT_DONE);
  drive_assert_outcome (drive, GW_OUTCOME_VERIFIED);
  g_autoptr (GwSecret) kept = gw_keep_load (file, gw_attempt_jid (drive->attempt), NULL);
  g_assert_true (gw_secret_equal (kept, second));
  drive_assert_journal (0);
}

static void
test_cannot_be_sent (void)
{
  g_autoptr (GwKeep) keep = drive_by_hand ();
  g_autoptr (GwSecret) password = gw_secret_generate ();
  g_autoptr (Drive) drive = drive_new (drive_engine, "open.example");
  GError *error = NULL;

  drive_until_turn (drive);
  g_assert_false (drive_try (drive, "not a name", password, NULL, keep, &error));
  g_assert_error (error, GW_ERROR, GW_ERROR_BAD_NAME);
  g_clear_error (&error);
  g_assert_false (drive_try (drive, "a=b", password, NULL, keep, &error));
  g_assert_error (error, GW_ERROR, GW_ERROR_BAD_NAME);
  g_clear_error (&error);
  g_assert_false (drive_try (drive, "alice", password, NULL, NULL, &error));
  g_assert_error (error, GW_ERROR, GW_ERROR_NOT_KEPT);
  g_clear_error (&error);
  g_assert_cmpint (gw_attempt_state (drive->attempt), ==, GW_ATTEMPT_FORM);
  g_assert_null (gw_attempt_jid (drive->attempt));
}

static void
test_no_place (void)
{
  g_autofree char *name = drive_fresh_name ();
  g_autoptr (GwKeep) impossible = gw_keep_new (GW_KEEP_FILE, "/dev/null/account.txt");
  g_autoptr (GwKeep) keep = drive_by_hand ();
  g_autoptr (GwSecret) password = gw_secret_generate ();
  g_autoptr (Drive) drive = drive_new (drive_engine, "open.example");

  drive_until_turn (drive);
  drive_submit (drive, name, password, NULL, impossible);
  g_assert_cmpint (drive_until_turn (drive), ==, GW_ATTEMPT_FORM);
  g_assert_error (gw_attempt_error (drive->attempt), GW_ERROR, GW_ERROR_STORE);
  g_assert_false (drive_server_has (name, "open.example"));
  drive_assert_journal (0);
  drive_submit (drive, name, password, NULL, keep);
  drive_until_turn (drive);
  drive_assert_outcome (drive, GW_OUTCOME_VERIFIED);
}

/* The server ends the stream while the person thinks; what was typed goes into a new form. This
 * server refuses every submit, which is enough to see that it was asked. */
static void
test_stream_ends_while_thinking (void)
{
  g_autofree char *name = drive_fresh_name ();
  g_autoptr (GwKeep) keep = drive_by_hand ();
  g_autoptr (GwSecret) password = gw_secret_generate ();
  g_autoptr (Drive) drive = drive_new (drive_engine, "slowform.example");

  g_assert_cmpint (drive_until_turn (drive), ==, GW_ATTEMPT_FORM);
  gint64 until = g_get_monotonic_time () + 3 * G_USEC_PER_SEC;
  while (g_get_monotonic_time () < until) {
    g_main_context_iteration (NULL, FALSE);
    g_usleep (20000);
  }
  g_assert_cmpint (gw_attempt_state (drive->attempt), ==, GW_ATTEMPT_FORM);
  drive_submit (drive, name, password, NULL, keep);
  g_assert_cmpint (drive_until_turn (drive), ==, GW_ATTEMPT_DONE);
  drive_assert_outcome (drive, GW_OUTCOME_REFUSED);
  g_assert_error (gw_attempt_error (drive->attempt), GW_ERROR, GW_ERROR_REFUSED_CLOSED);
  drive_assert_journal (0);
}

/* --- refusals ----------------------------------------------------------------------------------
 */

static void
test_invitation (void)
{
  g_autofree char *name = drive_fresh_name ();
  g_autoptr (GwKeep) keep = drive_by_hand ();
  g_autoptr (GwSecret) password = gw_secret_generate ();
  g_autoptr (Drive) drive = drive_new (drive_engine, "invite.example");
  GwFacts facts = {0};

  g_assert_cmpint (drive_until_turn (drive), ==, GW_ATTEMPT_FORM);
  drive_submit (drive, name, password, NULL, keep);
  g_assert_cmpint (drive_until_turn (drive), ==, GW_ATTEMPT_DONE);
  drive_assert_outcome (drive, GW_OUTCOME_REFUSED);
  g_assert_error (gw_attempt_error (drive->attempt), GW_ERROR, GW_ERROR_REFUSED_INVITATION);
  drive_assert_journal (0);
  gw_seen_lookup ("invite.example", &facts);
  g_assert_cmpstr (gw_facts_text (&facts, GW_FACT_REFUSED), ==, "refused-invitation");
  gw_facts_clear (&facts);
}

static void
test_closed (void)
{
  assert_fails ("closed.example", GW_OUTCOME_REFUSED, GW_ERROR_REFUSED_CLOSED);
}

/* --- servers that must not be trusted ----------------------------------------------------------
 */

/* Whether an ill-behaved server heard anything after a handshake, in any of the visits. */
static gboolean
server_heard_after_tls (const char *name)
{
  g_autofree char *path = g_build_filename (g_getenv ("PRACTICE_DIR"), "practice.log", NULL);
  g_autofree char *log = NULL;
  g_autofree char *mark = g_strconcat (name, ": ", NULL);
  gboolean secured = FALSE, heard = FALSE;

  g_assert_true (g_file_get_contents (path, &log, NULL, NULL));
  g_auto (GStrv) lines = g_strsplit (log, "\n", -1);
  for (char **line = lines; *line; line++) {
    if (!g_str_has_prefix (*line, mark))
      continue;
    const char *what = *line + strlen (mark);
    heard |= secured && g_str_has_prefix (what, "received");
    secured = g_str_has_prefix (what, "TLS accepted");
  }
  return heard;
}

static void
test_certificate (gconstpointer data)
{
  static const struct {
    const char *name;
    GwErrorCode code;
  } servers[] = {
      {"selfsigned", GW_ERROR_CERT_UNTRUSTED},
      {"expired", GW_ERROR_CERT_EXPIRED},
      {"wronghost", GW_ERROR_CERT_NAME},
      {"cnonly", GW_ERROR_CERT_NAME},
  };
  g_autoptr (GwSecret) password = gw_secret_generate ();

  for (gsize i = 0; i < G_N_ELEMENTS (servers); i++) {
    g_autofree char *domain = g_strconcat (servers[i].name, ".example", NULL);
    g_autoptr (GwJid) jid = gw_jid_new ("alice", domain);
    g_autoptr (GError) error = NULL;

    assert_fails (domain, GW_OUTCOME_FAILED, servers[i].code);
    g_assert_cmpint (gw_session_prove (drive_engine, jid, password, NULL, NULL, &error), ==,
                     GW_LOGIN_NO_CONNECTION);
    g_assert_error (error, GW_ERROR, (int)servers[i].code);
    g_assert_false (server_heard_after_tls (servers[i].name));
  }
}

static void
test_ill_behaved (void)
{
  static const struct {
    const char *domain;
    GwErrorCode code;
  } servers[] = {
      {"plain.example", GW_ERROR_NO_TLS},         {"hangup.example", GW_ERROR_HANGUP},
      {"dead.example", GW_ERROR_CONNECT_REFUSED}, {"no-such-host.example", GW_ERROR_DNS_UNKNOWN},
      {"flood.example", GW_ERROR_TOO_LARGE},
  };
  g_autoptr (GwSecret) password = gw_secret_generate ();

  for (gsize i = 0; i < G_N_ELEMENTS (servers); i++) {
    g_autoptr (GwJid) jid = gw_jid_new ("alice", servers[i].domain);
    g_autoptr (GError) error = NULL;

    assert_fails (servers[i].domain, GW_OUTCOME_FAILED, servers[i].code);
    g_assert_cmpint (gw_session_prove (drive_engine, jid, password, NULL, NULL, &error), ==,
                     GW_LOGIN_NO_CONNECTION);
    g_assert_error (error, GW_ERROR, (int)servers[i].code);
  }
}

/* Whatever these say, it is no registration and no crash. */
static void
test_nonsense (void)
{
  static const char *const domains[] = {"garbage.example", "dtd.example"};

  for (gsize i = 0; i < G_N_ELEMENTS (domains); i++) {
    g_autoptr (Drive) drive = drive_new (drive_engine, domains[i]);
    g_assert_cmpint (drive_until_turn (drive), ==, GW_ATTEMPT_DONE);
    drive_assert_outcome (drive, GW_OUTCOME_FAILED);
  }
}

static void
test_silence (void)
{
  gint64 started = g_get_monotonic_time ();

  assert_fails ("silent.example", GW_OUTCOME_FAILED, GW_ERROR_TIMEOUT);
  g_assert_cmpint ((g_get_monotonic_time () - started) / G_USEC_PER_SEC, <, 30);
}

/* --- cancelling --------------------------------------------------------------------------------
 */

static void
test_cancel_while_connecting (void)
{
  g_autoptr (Drive) drive = drive_new (drive_engine, "silent.example");

  gw_attempt_cancel (drive->attempt);
  g_assert_cmpint (drive_until_turn (drive), ==, GW_ATTEMPT_DONE);
  drive_assert_outcome (drive, GW_OUTCOME_FAILED);
  g_assert_error (gw_attempt_error (drive->attempt), GW_ERROR, GW_ERROR_CANCELLED);
}

static void
test_cancel_while_thinking (void)
{
  g_autoptr (Drive) drive = drive_new (drive_engine, "open.example");

  g_assert_cmpint (drive_until_turn (drive), ==, GW_ATTEMPT_FORM);
  gw_attempt_cancel (drive->attempt);
  g_assert_cmpint (drive_until_turn (drive), ==, GW_ATTEMPT_DONE);
  drive_assert_outcome (drive, GW_OUTCOME_FAILED);
  g_assert_error (gw_attempt_error (drive->attempt), GW_ERROR, GW_ERROR_CANCELLED);
}

/* Whenever the cancel arrives, the outcome is true and the journal knows what is open. */
static void
test_cancel_on_the_way (gconstpointer data)
{
  g_autofree char *name = drive_fresh_name ();
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), name, NULL);
  g_autoptr (GwKeep) keep = gw_keep_new (GW_KEEP_FILE, path);
  g_autoptr (GwSecret) password = gw_secret_generate ();
  g_autoptr (Drive) drive = drive_new (drive_engine, "open.example");

  drive_until_turn (drive);
  drive->cancels = TRUE;
  drive->cancel_at = GPOINTER_TO_INT (data);
  drive_submit (drive, name, password, NULL, keep);
  while (drive_until_turn (drive) != GW_ATTEMPT_DONE)
    continue;
  GwOutcome outcome = gw_attempt_outcome (drive->attempt);
  g_test_message ("outcome: %s", gw_outcome_name (outcome));
  if (outcome == GW_OUTCOME_FAILED) {
    drive_assert_journal (0);
    g_assert_false (drive_server_has (name, "open.example"));
  } else if (outcome == GW_OUTCOME_VERIFIED) {
    drive_assert_journal (0);
    g_assert_true (drive_server_has (name, "open.example"));
  } else {
    g_assert_cmpint (outcome, !=, GW_OUTCOME_REFUSED);
    drive_assert_journal (1);
    g_autoptr (GPtrArray) entries = gw_recover_list ();
    const GwEntry *entry = g_ptr_array_index (entries, 0);
    g_autoptr (GError) error = NULL;
    GwRecovered found = gw_recover_one (drive_engine, entry->id, NULL, NULL, &error);
    g_assert_cmpint (found, ==,
                     drive_server_has (name, "open.example") ? GW_RECOVERED_VERIFIED
                                                             : GW_RECOVERED_NOT_CREATED);
    drive_assert_journal (0);
  }
}

static void
test_free_on_the_way (void)
{
  for (int turns = 0; turns < 6; turns++) {
    g_autofree char *name = drive_fresh_name ();
    g_autoptr (GwKeep) keep = drive_by_hand ();
    g_autoptr (GwSecret) password = gw_secret_generate ();
    g_autoptr (Drive) drive = drive_new (drive_engine, "open.example");
    if (turns > 0) {
      drive_until_turn (drive);
      drive_submit (drive, name, password, NULL, keep);
    }
    /* One turn may bring several reports; after the last nothing would come any more. */
    for (int i = 1; i < turns && gw_attempt_state (drive->attempt) != GW_ATTEMPT_DONE; i++)
      g_main_context_iteration (NULL, TRUE);
  }
  /* What was submitted is in the journal, and nobody holds it any more. */
  g_autoptr (GPtrArray) entries = gw_recover_list ();
  for (guint i = 0; i < entries->len; i++) {
    const GwEntry *entry = g_ptr_array_index (entries, i);
    g_autoptr (GError) error = NULL;
    g_autoptr (GwJournal) journal = gw_journal_take (entry->id, &error);
    g_assert_no_error (error);
    g_assert_true (entry->stage != GW_STAGE_SUBMITTING ||
                   gw_journal_advance (journal, GW_STAGE_CREATED, NULL, NULL));
    g_assert_true (gw_journal_close (journal, NULL));
  }
}

/* --- login and recovery ------------------------------------------------------------------------
 */

static void
test_wrong_password (void)
{
  g_autofree char *name = drive_fresh_name ();
  g_autoptr (GwKeep) keep = drive_by_hand ();
  g_autoptr (GwSecret) right = gw_secret_generate (), wrong = gw_secret_generate ();
  g_autoptr (GwJid) jid = gw_jid_new (name, "open.example");
  g_autoptr (GwJid) nobody = gw_jid_new ("nobody-is-called-so", "open.example");
  g_autoptr (GError) error = NULL;

  drive_register (drive_engine, "open.example", name, right, keep);
  g_assert_cmpint (gw_session_prove (drive_engine, jid, wrong, NULL, NULL, &error), ==,
                   GW_LOGIN_REFUSED);
  g_assert_error (error, GW_ERROR, GW_ERROR_LOGIN_REFUSED);
  g_clear_error (&error);
  g_assert_cmpint (gw_session_prove (drive_engine, nobody, wrong, NULL, NULL, &error), ==,
                   GW_LOGIN_REFUSED);
  g_clear_error (&error);
  g_assert_cmpint (gw_session_prove (drive_engine, jid, right, NULL, NULL, &error), ==,
                   GW_LOGIN_PROVED);
  g_assert_no_error (error);
}

static void
test_login_is_cancelled (void)
{
  g_autoptr (GwSecret) password = gw_secret_generate ();
  g_autoptr (GwJid) jid = gw_jid_new ("alice", "silent.example");
  g_autoptr (GCancellable) cancel = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancel);
  g_assert_cmpint (gw_session_prove (drive_engine, jid, password, NULL, cancel, &error), ==,
                   GW_LOGIN_NO_CONNECTION);
  g_assert_error (error, GW_ERROR, GW_ERROR_CANCELLED);
}

/* An entry as a crash leaves it at `stage`. */
static char *
leave_entry (const GwJid *jid, GwStage stage, const GwKeep *keep)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GwJournal) journal = gw_journal_begin (jid, NULL, &error);

  if (stage >= GW_STAGE_KEPT)
    gw_journal_kept (journal, keep, &error);
  if (stage >= GW_STAGE_SUBMITTING)
    gw_journal_advance (journal, GW_STAGE_SUBMITTING, NULL, &error);
  if (stage > GW_STAGE_SUBMITTING)
    gw_journal_advance (journal, stage, stage == GW_STAGE_REFUSED ? "refused-closed" : NULL,
                        &error);
  g_assert_no_error (error);
  return g_strdup (gw_journal_entry (journal)->id);
}

static void
test_recovery (void)
{
  g_autofree char *name = drive_fresh_name ();
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), name, NULL);
  g_autofree char *other_path = g_strconcat (path, "-other", NULL);
  g_autoptr (GwKeep) keep = gw_keep_new (GW_KEEP_FILE, path);
  g_autoptr (GwKeep) other_keep = gw_keep_new (GW_KEEP_FILE, other_path);
  g_autoptr (GwKeep) person = drive_by_hand ();
  g_autoptr (GwSecret) password = gw_secret_generate ();
  g_autoptr (GwJid) there = gw_jid_new (name, "open.example");
  g_autoptr (GwJid) absent = gw_jid_new ("nobody-is-called-so", "open.example");
  g_autoptr (GwJid) dead = gw_jid_new ("nobody-is-called-so", "dead.example");
  const struct {
    GwStage stage;
    const GwJid *jid;
    const GwKeep *keep;
    GwSecret *typed;
    GwRecovered expected;
    gboolean stays;
  } cases[] = {
      {GW_STAGE_STARTED, absent, NULL, NULL, GW_RECOVERED_NOT_CREATED, FALSE},
      {GW_STAGE_KEPT, absent, other_keep, NULL, GW_RECOVERED_NOT_CREATED, FALSE},
      {GW_STAGE_SUBMITTING, there, keep, NULL, GW_RECOVERED_VERIFIED, FALSE},
      {GW_STAGE_SUBMITTING, absent, other_keep, NULL, GW_RECOVERED_NOT_CREATED, FALSE},
      {GW_STAGE_SUBMITTING, there, person, NULL, GW_RECOVERED_NO_PASSWORD, TRUE},
      {GW_STAGE_SUBMITTING, there, person, password, GW_RECOVERED_VERIFIED, FALSE},
      {GW_STAGE_SUBMITTING, absent, person, password, GW_RECOVERED_PENDING, TRUE},
      {GW_STAGE_SUBMITTING, dead, person, password, GW_RECOVERED_PENDING, TRUE},
      {GW_STAGE_CREATED, there, keep, NULL, GW_RECOVERED_VERIFIED, FALSE},
      {GW_STAGE_CREATED, dead, person, password, GW_RECOVERED_CREATED, TRUE},
      {GW_STAGE_VERIFIED, there, keep, NULL, GW_RECOVERED_VERIFIED, FALSE},
      {GW_STAGE_REFUSED, absent, keep, NULL, GW_RECOVERED_REFUSED, FALSE},
  };

  drive_register (drive_engine, "open.example", name, password, keep);
  g_assert_true (gw_keep_store (other_keep, absent, password, NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *id = leave_entry (cases[i].jid, cases[i].stage, cases[i].keep);
    g_autoptr (GError) error = NULL;
    GwRecovered found = gw_recover_one (drive_engine, id, cases[i].typed, NULL, &error);
    g_test_message ("case %u: %s", (guint)i, gw_recovered_name (found));
    g_assert_cmpstr (gw_recovered_name (found), ==, gw_recovered_name (cases[i].expected));
    drive_assert_journal (cases[i].stays ? 1 : 0);
    if (cases[i].stays) {
      g_autoptr (GwJournal) journal = gw_journal_take (id, NULL);
      if (gw_journal_entry (journal)->stage == GW_STAGE_SUBMITTING)
        gw_journal_advance (journal, GW_STAGE_REFUSED, "failed", NULL);
      g_assert_true (gw_journal_close (journal, NULL));
    }
  }
}

static void
test_held (void)
{
  g_autoptr (GwJid) jid = gw_jid_new ("alice", "open.example");
  g_autoptr (GwJournal) journal = gw_journal_begin (jid, NULL, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (
      gw_recover_one (drive_engine, gw_journal_entry (journal)->id, NULL, NULL, &error), ==,
      GW_RECOVERED_HELD);
  g_assert_error (error, GW_ERROR, GW_ERROR_HELD);
  g_assert_true (gw_journal_close (journal, NULL));
}

static void
add_tests (void)
{
  g_test_add_data_func ("/attempt/registers-over-direct-tls", "open.example", test_open);
  g_test_add_data_func ("/attempt/registers-over-starttls", "harbour.example", test_open);
  g_test_add_func ("/attempt/states-come-in-order", test_order_of_states);
  g_test_add_func ("/attempt/every-password-works", test_passwords);
  g_test_add_func ("/attempt/every-name-works", test_names);
  g_test_add_func ("/attempt/name-taken-then-another", test_name_taken);
  g_test_add_func ("/attempt/what-cannot-be-sent-is-said-at-once", test_cannot_be_sent);
  g_test_add_func ("/attempt/no-place-for-the-password-sends-nothing", test_no_place);
  g_test_add_func ("/attempt/stream-may-end-while-thinking", test_stream_ends_while_thinking);
  g_test_add_func ("/attempt/invitation-only", test_invitation);
  g_test_add_func ("/attempt/closed", test_closed);
  g_test_add_data_func ("/attempt/bad-certificate-hears-nothing", NULL, test_certificate);
  g_test_add_func ("/attempt/ill-behaved-servers", test_ill_behaved);
  g_test_add_func ("/attempt/nonsense", test_nonsense);
  g_test_add_func ("/attempt/silence-ends", test_silence);
  g_test_add_func ("/attempt/cancel-while-connecting", test_cancel_while_connecting);
  g_test_add_func ("/attempt/cancel-while-thinking", test_cancel_while_thinking);
  g_test_add_data_func ("/attempt/cancel-while-keeping", GINT_TO_POINTER (GW_ATTEMPT_KEEPING),
                        test_cancel_on_the_way);
  g_test_add_data_func ("/attempt/cancel-while-submitting", GINT_TO_POINTER (GW_ATTEMPT_SUBMITTING),
                        test_cancel_on_the_way);
  g_test_add_data_func ("/attempt/cancel-while-logging-in", GINT_TO_POINTER (GW_ATTEMPT_LOGGING_IN),
                        test_cancel_on_the_way);
  g_test_add_func ("/attempt/free-at-any-time", test_free_on_the_way);
  g_test_add_func ("/session/wrong-password-is-a-decided-no", test_wrong_password);
  g_test_add_func ("/session/login-can-be-cancelled", test_login_is_cancelled);
  g_test_add_func ("/recover/each-stage-ends-in-the-truth", test_recovery);
  g_test_add_func ("/recover/held-entries-are-left-alone", test_held);
}

int
main (int argc, char **argv)
{
  return drive_main (argc, argv, "PRACTICE_PROFILE", add_tests);
}
