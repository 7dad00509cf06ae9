/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See drive.h. */
#include "drive.h"

#include "home.h"

#define LIMIT_S 90 /* more than two answers that do not come */

static void
on_changed (GwAttempt *attempt, gpointer data)
{
  Drive *drive = data;
  GwAttemptState state = gw_attempt_state (attempt);

  g_array_append_val (drive->states, state);
  if (drive->cancels && state == drive->cancel_at)
    gw_attempt_cancel (attempt);
}

static gboolean
on_too_late (gpointer data)
{
  ((Drive *)data)->too_late = TRUE;
  return G_SOURCE_REMOVE;
}

Drive *
drive_new_planned (GwEngine *engine, const GwAttemptPlan *plan)
{
  Drive *drive = g_new0 (Drive, 1);

  drive->states = g_array_new (FALSE, FALSE, sizeof (GwAttemptState));
  drive->attempt = gw_attempt_new (engine, plan, on_changed, drive);
  return drive;
}

Drive *
drive_new (GwEngine *engine, const char *domain)
{
  return drive_new_planned (engine, &(GwAttemptPlan){.domain = domain});
}

void
drive_free (Drive *drive)
{
  gw_attempt_free (drive->attempt);
  g_array_unref (drive->states);
  g_free (drive);
}

GwAttemptState
drive_until_turn (Drive *drive)
{
  guint limit = g_timeout_add_seconds (LIMIT_S, on_too_late, drive);
  guint seen = drive->states->len; /* what a submit has just set is no change yet */
  GwAttemptState state;

  do {
    g_main_context_iteration (NULL, TRUE);
    state = gw_attempt_state (drive->attempt);
  } while (!drive->too_late &&
           (drive->states->len == seen ||
            (state != GW_ATTEMPT_FORM && state != GW_ATTEMPT_WEB && state != GW_ATTEMPT_DONE)));
  g_assert_false (drive->too_late);
  g_source_remove (limit);
  return state;
}

gboolean
drive_try (Drive *drive, const char *name, GwSecret *password, GHashTable *answers,
           const GwKeep *keep, GError **error)
{
  const GwAttemptInput input = {
      .localpart = name,
      .password = password,
      .answers = answers,
      .keep = keep,
      .extras = drive->extras,
  };

  return gw_attempt_submit (drive->attempt, &input, error);
}

void
drive_submit (Drive *drive, const char *name, GwSecret *password, GHashTable *answers,
              const GwKeep *keep)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (drive_try (drive, name, password, answers, keep, &error));
  g_assert_no_error (error);
}

void
drive_assert_outcome (Drive *drive, GwOutcome outcome)
{
  const GError *error = gw_attempt_error (drive->attempt);

  if (error)
    g_test_message ("%s", error->message);
  g_assert_cmpint (gw_attempt_state (drive->attempt), ==, GW_ATTEMPT_DONE);
  if (outcome == GW_OUTCOME_VERIFIED)
    g_assert_no_error (error);
  else
    g_assert_nonnull (error);
  g_assert_cmpstr (gw_outcome_name (gw_attempt_outcome (drive->attempt)), ==,
                   gw_outcome_name (outcome));
}

void
drive_assert_journal (guint length)
{
  guint damaged;
  g_autoptr (GPtrArray) entries = gw_journal_list (&damaged);

  g_assert_cmpuint (entries->len, ==, length);
  g_assert_cmpuint (damaged, ==, 0);
}

const char *
drive_challenge (const Drive *drive)
{
  const GwForm *form = gw_attempt_form (drive->attempt);

  for (guint i = 0; i < form->fields->len; i++) {
    const GwField *field = g_ptr_array_index (form->fields, i);
    if (strcmp (field->var, "challenge") == 0)
      return field->value;
  }
  g_assert_not_reached ();
}

void
drive_close_journal (void)
{
  g_autoptr (GPtrArray) entries = gw_recover_list ();

  for (guint i = 0; i < entries->len; i++) {
    const GwEntry *entry = g_ptr_array_index (entries, i);
    g_autoptr (GwJournal) journal = gw_journal_take (entry->id, NULL);
    if (entry->stage == GW_STAGE_SUBMITTING)
      gw_journal_advance (journal, GW_STAGE_REFUSED, "failed", NULL);
    g_assert_true (gw_journal_close (journal, NULL));
  }
}

char *
drive_fresh_name (void)
{
  static guint serial;

  return g_strdup_printf ("alice-%u-%u", (guint)(g_get_real_time () % 1000000007), serial++);
}

GwSecret *
drive_secret (const char *text)
{
  g_autoptr (GError) error = NULL;
  GwSecret *secret = gw_secret_new (text, &error);

  g_assert_no_error (error);
  return secret;
}

GwKeep *
drive_by_hand (void)
{
  return gw_keep_new (GW_KEEP_PERSON, NULL);
}

/* "a-b.c" as Prosody names files: "a%2db%2ec". */
static char *
encode (const char *text)
{
  g_autoptr (GString) encoded = g_string_new (NULL);

  for (; *text; text++)
    if (g_ascii_isalnum (*text))
      g_string_append_c (encoded, *text);
    else
      g_string_append_printf (encoded, "%%%02x", (guchar)*text);
  return g_string_free (g_steal_pointer (&encoded), FALSE);
}

/* By Prosody's own files. */
gboolean
drive_server_has (const char *local, const char *host)
{
  g_autofree char *folder = encode (host);
  g_autofree char *file = encode (local);
  g_autofree char *path =
      g_strdup_printf ("%s/data/%s/accounts/%s.dat", g_getenv ("PRACTICE_DIR"), folder, file);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

/* Registers with what is given, and nothing goes wrong. */
void
drive_register (GwEngine *engine, const char *domain, const char *name, GwSecret *password,
                const GwKeep *keep)
{
  g_autoptr (Drive) drive = drive_new (engine, domain);

  g_assert_cmpint (drive_until_turn (drive), ==, GW_ATTEMPT_FORM);
  g_assert_nonnull (gw_attempt_form (drive->attempt));
  g_assert_null (gw_attempt_jid (drive->attempt));
  drive_submit (drive, name, password, NULL, keep);
  g_assert_cmpint (drive_until_turn (drive), ==, GW_ATTEMPT_DONE);
  drive_assert_outcome (drive, GW_OUTCOME_VERIFIED);
  g_assert_cmpstr (gw_attempt_jid (drive->attempt)->local, ==, name);
  g_assert_true (gw_secret_equal (gw_attempt_password (drive->attempt), password));
}

GwEngine *drive_engine;

int
drive_main (int argc, char **argv, const char *variable, void (*add_tests) (void))
{
  g_autoptr (GError) error = NULL;
  const char *path = g_getenv (variable);

  g_test_init (&argc, &argv, NULL);
  if (path == NULL) {
    g_print ("1..0 # SKIP %s is not set: see tests/account/meson.build for how I am run\n",
             variable);
    return 0;
  }
  home_enter ();
  g_autoptr (GwProfile) profile = gw_profile_load (path, &error);
  g_assert_no_error (error);
  drive_engine = gw_engine_new (profile, &error);
  g_assert_no_error (error);
  add_tests ();
  int status = g_test_run ();
  gw_engine_free (drive_engine);
  home_leave ();
  return status;
}
