/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the journal says, and one login for what it cannot say. */
#include "account/recover.h"

#include "account/accounts.h"
#include "account/session.h"
#include "base/error.h"

static const char *const names[] = {
    [GW_RECOVERED_VERIFIED] = "verified",
    [GW_RECOVERED_CREATED] = "created",
    [GW_RECOVERED_NOT_CREATED] = "not-created",
    [GW_RECOVERED_REFUSED] = "refused",
    [GW_RECOVERED_AWAY] = "away",
    [GW_RECOVERED_PENDING] = "pending",
    [GW_RECOVERED_NO_PASSWORD] = "no-password",
    [GW_RECOVERED_HELD] = "held",
};

const char *
gw_recovered_name (GwRecovered outcome)
{
  g_return_val_if_fail ((guint)outcome < G_N_ELEMENTS (names), NULL);

  return names[outcome];
}

GPtrArray *
gw_recover_list (void)
{
  return gw_journal_list (NULL);
}

/* Known, told by the caller, and so no longer the journal's business. A file that cannot be removed
 * is asked about again next time, which does no harm. */
static GwRecovered
settle (GwJournal *journal, GwRecovered outcome)
{
  gw_journal_close (journal, NULL);
  return outcome;
}

/* From now on it stands in the list of accounts. Where that cannot be written, the entry stays as a
 * reminder. */
static GwRecovered
settle_account (GwJournal *journal, GwRecovered outcome)
{
  const GwEntry *entry = gw_journal_entry (journal);

  if (gw_accounts_note (entry->jid, entry->keep, entry->extras ? entry->extras->label : NULL,
                        outcome == GW_RECOVERED_VERIFIED, NULL))
    return settle (journal, outcome);
  return outcome;
}

/* The server refused name and password. `typed`: by a person, who may err; then it says nothing. */
static GwRecovered
settle_refused (GwJournal *journal, gboolean typed)
{
  switch (gw_journal_entry (journal)->stage) {
  case GW_STAGE_CREATED:
    return typed ? GW_RECOVERED_CREATED : settle_account (journal, GW_RECOVERED_CREATED);
  case GW_STAGE_AWAY: /* the page may still be open somewhere */
    return GW_RECOVERED_AWAY;
  default:
    if (typed)
      return GW_RECOVERED_PENDING;
    gw_journal_advance (journal, GW_STAGE_REFUSED, gw_error_name (GW_ERROR_LOGIN_REFUSED), NULL);
    return settle (journal, GW_RECOVERED_NOT_CREATED);
  }
}

static GwRecovered
settle_login (GwJournal *journal, GwLogin login, gboolean typed)
{
  gboolean was_created = gw_journal_entry (journal)->stage == GW_STAGE_CREATED;

  switch (login) {
  case GW_LOGIN_PROVED:
    gw_journal_advance (journal, GW_STAGE_VERIFIED, NULL, NULL);
    return settle_account (journal, GW_RECOVERED_VERIFIED);
  case GW_LOGIN_ONLY:
    if (!was_created)
      gw_journal_advance (journal, GW_STAGE_CREATED, NULL, NULL);
    return settle_account (journal, GW_RECOVERED_CREATED);
  case GW_LOGIN_REFUSED:
    return settle_refused (journal, typed);
  case GW_LOGIN_NO_CONNECTION:
  default:
    return was_created ? GW_RECOVERED_CREATED : GW_RECOVERED_PENDING;
  }
}

static GwRecovered
try_login (GwEngine *engine, GwJournal *journal, GwSecret *given, GCancellable *cancel,
           GError **error)
{
  const GwEntry *entry = gw_journal_entry (journal);
  g_autoptr (GwSecret) password =
      given ? gw_secret_ref (given) : gw_keep_load (entry->keep, entry->jid, error);

  if (password == NULL)
    return GW_RECOVERED_NO_PASSWORD;
  GwLogin login = gw_session_prove (engine, entry->jid, password, entry->extras, cancel, error);
  return settle_login (journal, login, given != NULL);
}

GwRecovered
gw_recover_one (GwEngine *engine, const char *id, GwSecret *password, GCancellable *cancel,
                GError **error)
{
  g_return_val_if_fail (engine != NULL && id != NULL, GW_RECOVERED_PENDING);

  g_autoptr (GError) fault = NULL;
  g_autoptr (GwJournal) journal = gw_journal_take (id, &fault);

  if (journal == NULL) {
    gboolean held = gw_error_code (fault) == GW_ERROR_HELD;
    g_propagate_error (error, g_steal_pointer (&fault));
    return held ? GW_RECOVERED_HELD : GW_RECOVERED_PENDING;
  }
  switch (gw_journal_entry (journal)->stage) {
  case GW_STAGE_STARTED:
  case GW_STAGE_KEPT:
    return settle (journal, GW_RECOVERED_NOT_CREATED);
  case GW_STAGE_VERIFIED:
    return settle_account (journal, GW_RECOVERED_VERIFIED);
  case GW_STAGE_REFUSED:
    return settle (journal, GW_RECOVERED_REFUSED);
  case GW_STAGE_AWAY:
  case GW_STAGE_SUBMITTING:
  case GW_STAGE_CREATED:
  default:
    return try_login (engine, journal, password, cancel, error);
  }
}

gboolean
gw_recover_forget (const char *id, GError **error)
{
  g_return_val_if_fail (id != NULL, FALSE);

  g_autoptr (GwJournal) journal = gw_journal_take (id, error);

  if (journal == NULL)
    return FALSE;
  if (gw_journal_entry (journal)->stage == GW_STAGE_AWAY)
    return gw_journal_close (journal, error);
  gw_error_set (error, GW_ERROR_PENDING, gw_journal_entry (journal)->jid->domain, NULL);
  return FALSE;
}
