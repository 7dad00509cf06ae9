/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An attempt in the hands of a test: runs the main context until it is the person's turn, and
 * remembers what it saw. */
#pragma once

#include "account/account.h"
#include "account/journal.h"

/* The engine of drive_main(). */
extern GwEngine *drive_engine;

/* A test program's whole main(): a home of its own, and an engine by the profile that `variable` of
 * the environment names; without one it skips and says so. */
int drive_main (int argc, char **argv, const char *variable, void (*add_tests) (void));

typedef struct {
  GwAttempt *attempt;
  GArray *states; /* GwAttemptState, each change */
  gboolean cancels;
  GwAttemptState cancel_at; /* where `cancels` */
  gboolean too_late;
  const GwExtras *extras; /* of the next submit; NULL: none */
} Drive;

Drive *drive_new (GwEngine *engine, const char *domain);
Drive *drive_new_planned (GwEngine *engine, const GwAttemptPlan *plan);
void drive_free (Drive *drive);

/* FORM, WEB or DONE, after at least one change. Fails the test when that takes too long. */
GwAttemptState drive_until_turn (Drive *drive);
/* As gw_attempt_submit(). */
gboolean drive_try (Drive *drive, const char *name, GwSecret *password, GHashTable *answers,
                    const GwKeep *keep, GError **error);
/* Must be accepted. */
void drive_submit (Drive *drive, const char *name, GwSecret *password, GHashTable *answers,
                   const GwKeep *keep);
void drive_assert_outcome (Drive *drive, GwOutcome outcome);

/* Of the form that is shown: the hidden field `challenge`. */
const char *drive_challenge (const Drive *drive);

void drive_assert_journal (guint length);
/* Takes all entries away, whatever stage they are at. */
void drive_close_journal (void);
char *drive_fresh_name (void);
GwSecret *drive_secret (const char *text);
GwKeep *drive_by_hand (void);

/* Registers with what is given, and nothing goes wrong. */
void drive_register (GwEngine *engine, const char *domain, const char *name, GwSecret *password,
                     const GwKeep *keep);
/* By the own files of the practice network's Prosody: an independent witness. */
gboolean drive_server_has (const char *local, const char *host);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Drive, drive_free)
