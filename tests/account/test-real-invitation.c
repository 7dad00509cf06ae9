/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Registrations by invitation on real servers, and what a new account tells of itself: the practice
 * network's Prosody, whose own files are the witness. */
#include <string.h>

#include "account/accounts.h"
#include "base/error.h"
#include "drive.h"

#define DOMAIN "invite.example"

/* The token of a fresh invitation; `contact`: of that person, NULL: of the host. */
static char *
new_token (const char *contact)
{
  const char *command[] = {
      g_getenv ("PRACTICE"),        "invite", DOMAIN, "--dir", g_getenv ("PRACTICE_DIR"),
      contact ? "--contact" : NULL, contact,  NULL};
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) practice =
      g_subprocess_newv (command, G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error);
  g_autofree char *link = NULL;

  g_assert_no_error (error);
  g_assert_true (g_subprocess_communicate_utf8 (practice, NULL, NULL, &link, NULL, &error));
  const char *token = strstr (link, "preauth=");
  g_assert_nonnull (token);
  token += strlen ("preauth=");
  return g_strndup (token, strcspn (token, "; \r\n"));
}

/* Whether any file of Prosody below `store` of the host knows `text` (a few files). */
static gboolean
server_wrote (const char *store, const char *local, const char *text)
{
  g_auto (GStrv) parts = g_strsplit (local, "-", -1);
  g_autofree char *escaped = g_strjoinv ("%2d", parts);
  g_autofree char *name = g_strconcat (escaped, ".dat", NULL);
  g_autofree char *path =
      g_build_filename (g_getenv ("PRACTICE_DIR"), "data", "invite%2eexample", store, name, NULL);
  g_autofree char *bytes = NULL;

  return g_file_get_contents (path, &bytes, NULL, NULL) && strstr (bytes, text) != NULL;
}

static void
register_by (const char *token, const char *name, const GwExtras *extras, GwOutcome outcome,
             int code)
{
  g_autoptr (GwKeep) keep = drive_by_hand ();
  g_autoptr (GwSecret) password = gw_secret_generate ();
  g_autoptr (Drive) drive =
      drive_new_planned (drive_engine, &(GwAttemptPlan){.domain = DOMAIN, .token = token});

  drive->extras = extras;
  if (drive_until_turn (drive) == GW_ATTEMPT_FORM) {
    drive_submit (drive, name, password, NULL, keep);
    drive_until_turn (drive);
  }
  drive_assert_outcome (drive, outcome);
  if (code >= 0)
    g_assert_error (gw_attempt_error (drive->attempt), GW_ERROR, code);
}

static void
test_token (void)
{
  g_autofree char *token = new_token (NULL);
  g_autofree char *name = drive_fresh_name ();
  g_autofree char *late = drive_fresh_name ();

  register_by (token, name, NULL, GW_OUTCOME_VERIFIED, -1);
  g_assert_true (drive_server_has (name, DOMAIN));
  register_by (token, late, NULL, GW_OUTCOME_REFUSED, GW_ERROR_REFUSED_TOKEN);
  register_by ("never-given-out", late, NULL, GW_OUTCOME_REFUSED, GW_ERROR_REFUSED_TOKEN);
  g_assert_false (drive_server_has (late, DOMAIN));
  drive_assert_journal (0);
}

/* The invitation is good for one name, and still is when the first was taken. */
static void
test_name_taken (void)
{
  g_autofree char *taken = drive_fresh_name ();
  g_autofree char *name = drive_fresh_name ();
  g_autofree char *first = new_token (NULL);
  g_autofree char *token = new_token (NULL);
  g_autoptr (GwKeep) keep = drive_by_hand ();
  g_autoptr (GwSecret) password = gw_secret_generate ();

  register_by (first, taken, NULL, GW_OUTCOME_VERIFIED, -1);
  g_autoptr (Drive) drive =
      drive_new_planned (drive_engine, &(GwAttemptPlan){.domain = DOMAIN, .token = token});
  drive_until_turn (drive);
  drive_submit (drive, taken, password, NULL, keep);
  g_assert_cmpint (drive_until_turn (drive), ==, GW_ATTEMPT_FORM);
  g_assert_error (gw_attempt_error (drive->attempt), GW_ERROR, GW_ERROR_REFUSED_NAME_TAKEN);
  drive_submit (drive, name, password, NULL, keep);
  g_assert_cmpint (drive_until_turn (drive), ==, GW_ATTEMPT_DONE);
  drive_assert_outcome (drive, GW_OUTCOME_VERIFIED);
}

static void
test_inviter (void)
{
  g_autofree char *token = new_token ("juliet");
  g_autofree char *name = drive_fresh_name ();
  g_autoptr (GwJid) inviter = gw_jid_new ("juliet", DOMAIN);
  g_autoptr (GwExtras) extras = gw_extras_new (NULL, NULL, inviter, token);

  register_by (token, name, extras, GW_OUTCOME_VERIFIED, -1);
  g_assert_true (server_wrote ("roster", name, "juliet@" DOMAIN));
  g_assert_true (server_wrote ("roster", "juliet", name));
}

/* One who has invited without a token that makes contacts: still asked. */
static void
test_inviter_is_asked (void)
{
  g_autofree char *token = new_token (NULL);
  g_autofree char *name = drive_fresh_name ();
  g_autoptr (GwJid) inviter = gw_jid_new ("juliet", DOMAIN);
  g_autoptr (GwExtras) extras = gw_extras_new (NULL, NULL, inviter, NULL);

  register_by (token, name, extras, GW_OUTCOME_VERIFIED, -1);
  g_assert_true (server_wrote ("roster", name, "juliet@" DOMAIN));
  g_assert_true (server_wrote ("roster", name, "subscribe"));
}

static void
test_display_name (void)
{
  g_autofree char *token = new_token (NULL);
  g_autofree char *name = drive_fresh_name ();
  g_autoptr (GwExtras) extras = gw_extras_new ("work", "Alice <A.> & Söhne", NULL, NULL);

  register_by (token, name, extras, GW_OUTCOME_VERIFIED, -1);
  g_autoptr (GwJid) jid = gw_jid_new (name, DOMAIN);
  g_autoptr (GwAccount) account = gw_accounts_find (jid);
  g_assert_cmpstr (account->label, ==, "work");
  g_assert_true (server_wrote ("pep", name, "nick"));
}

static void
add_tests (void)
{
  g_test_add_func ("/invitation/token", test_token);
  g_test_add_func ("/invitation/name-taken", test_name_taken);
  g_test_add_func ("/invitation/inviter-becomes-a-contact", test_inviter);
  g_test_add_func ("/invitation/inviter-is-asked", test_inviter_is_asked);
  g_test_add_func ("/invitation/display-name", test_display_name);
}

int
main (int argc, char **argv)
{
  return drive_main (argc, argv, "PRACTICE_PROFILE", add_tests);
}
