/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The way of one person through the window: the ranked list, the checks, the chosen provider, the
 * attempt to register there, and the account that comes of it. Pages show it and call it; it knows
 * no widget. Main thread.
 *
 * Signals: "checks-changed" (a check of the list began, arrived or ended), "chosen-changed"
 * (another provider, or its check came), "attempt-changed" (the attempt or its state),
 * "account-changed" (there is an account to hand over). */
#pragma once

#include "provider-list.h"

#include <gangway.h>
#include <gio/gio.h>

G_BEGIN_DECLS

#define GANGWAY_TYPE_JOURNEY (gangway_journey_get_type ())
G_DECLARE_FINAL_TYPE (GangwayJourney, gangway_journey, GANGWAY, JOURNEY, GObject)

GangwayJourney *gangway_journey_new (const GwProfile *profile);

GangwayProviderList *gangway_journey_get_list (GangwayJourney *self);

/* --- checks of the list --- */

/* The providers that a check would contact, to be named before; NULL-terminated, to free. */
#define GANGWAY_CHECK_MAX 10
char **gangway_journey_list_candidates (GangwayJourney *self);
/* The person agreed to these being contacted. The list is ranked anew once, at the end: rows that
 * jump under the pointer cause wrong picks. */
void gangway_journey_check (GangwayJourney *self, const char *const *domains);
gboolean gangway_journey_is_checking (GangwayJourney *self);
/* What came of the last check, or why it could not begin: a sentence; NULL: there was none. */
const char *gangway_journey_get_check_summary (GangwayJourney *self);

/* --- the chosen provider --- */

/* "Take this": checks that provider and fetches its form. NULL lets go of it. What was typed stays
 * with the journey, so that another provider takes over where the last one refused. */
void gangway_journey_choose (GangwayJourney *self, const char *domain);
const char *gangway_journey_get_chosen (GangwayJourney *self); /* NULL: none */
/* Of the chosen one; NULL: not there yet. */
const GwProbeResult *gangway_journey_get_check (GangwayJourney *self);
GwAttempt *gangway_journey_get_attempt (GangwayJourney *self); /* NULL: not begun */
/* The attempt asks the server for the address right now: not the moment to go away. */
gboolean gangway_journey_is_busy (GangwayJourney *self);
/* Sends what was typed, the answers to the form's own questions (var -> text, both to be freed; the
 * display name is added), and what an invitation adds; see gw_attempt_submit(). */
gboolean gangway_journey_submit (GangwayJourney *self, GHashTable *answers, const GwKeep *keep,
                                 GError **error);
/* It was sent, and it is not the person's turn again yet. */
gboolean gangway_journey_is_submitted (GangwayJourney *self);
/* The best provider that was not tried yet; borrowed, NULL: none. */
const char *gangway_journey_get_next (GangwayJourney *self);
/* An https page of the chosen one, where one may register or read how. To free. */
char *gangway_journey_find_website (GangwayJourney *self);

/* --- what was typed, kept over a change of provider --- */

/* An invitation holds for its domain; whoever goes on elsewhere keeps the name only. Copied; NULL:
 * none. Contacts nobody. */
void gangway_journey_take_invitation (GangwayJourney *self, const GwInvitation *invitation);
/* Asks the web page at `url` for the invitation that it holds: the person has agreed to that. One
 * at a time; another question ends the one before with GW_ERROR_CANCELLED. */
void gangway_journey_ask_invitation_async (GangwayJourney *self, const char *url,
                                           GAsyncReadyCallback callback, gpointer user_data);
GwInvitation *gangway_journey_ask_invitation_finish (GangwayJourney *self, GAsyncResult *result,
                                                     GError **error);
/* By the invitation to the chosen provider: the name is fixed. */
gboolean gangway_journey_is_name_reserved (GangwayJourney *self);

const char *gangway_journey_get_name (GangwayJourney *self);
void gangway_journey_set_name (GangwayJourney *self, const char *name);
/* For others to see; "" for none. */
const char *gangway_journey_get_display_name (GangwayJourney *self);
void gangway_journey_set_display_name (GangwayJourney *self, const char *name);
GwSecret *gangway_journey_get_password (GangwayJourney *self); /* borrowed, never NULL */
void gangway_journey_set_password (GangwayJourney *self, GwSecret *password);

/* --- the account --- */

typedef struct {
  GwJid *jid;
  GwSecret *password;
  gboolean is_proved;
  char *note; /* why it is not proved; NULL: nothing to say */
} GangwayAccount;

const GangwayAccount *gangway_journey_get_account (GangwayJourney *self); /* NULL: none yet */
/* Another name and password, nobody chosen, the account forgotten: for the next person. */
void gangway_journey_start_over (GangwayJourney *self);

/* --- addresses that were made on this computer --- */

/* The account becomes the journey's, with its password from where it is kept, or with `password` as
 * the person types it (GW_KEEP_PERSON); NULL else. Contacts nobody. */
void gangway_journey_open_account_async (GangwayJourney *self, const GwAccount *account,
                                         GwSecret *password, GAsyncReadyCallback callback,
                                         gpointer user_data);
/* GW_ERROR_NOT_IN_KEYRING and others of gw_keep_load(). */
gboolean gangway_journey_open_account_finish (GangwayJourney *self, GAsyncResult *result,
                                              GError **error);

/* --- attempts of an earlier run whose outcome is open --- */

/* GwEntry, oldest first; (transfer full). */
GPtrArray *gangway_journey_list_open (GangwayJourney *self);
/* Asks the server of that one. `password`: when only the person has it; NULL else. When the account
 * exists, it becomes the journey's account before the callback is called. */
void gangway_journey_settle_async (GangwayJourney *self, const GwEntry *entry, GwSecret *password,
                                   GAsyncReadyCallback callback, gpointer user_data);
/* A sentence about what became of it, to free; NULL and an error when nobody could be asked. */
char *gangway_journey_settle_finish (GangwayJourney *self, GAsyncResult *result,
                                     GwRecovered *outcome, GError **error);

G_END_DECLS
