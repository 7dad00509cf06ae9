/* SPDX-License-Identifier: GPL-3.0-or-later */
/* For the files of the journey only. */
#pragma once

#include "journey.h"
#include "list-check.h"

struct _GangwayJourney {
  GObject parent_instance;

  GwProfile *profile;
  GwEngine *engine; /* NULL before somebody is contacted */
  GangwayProviderList *list;

  GangwayListCheck *check; /* NULL: none runs */
  char *check_summary;

  char *chosen;
  GHashTable *tried; /* domains that were chosen */
  GwProbe *chosen_probe;
  GwProbeResult *chosen_check;
  GwAttempt *attempt;
  gboolean is_submitted;

  GwInvitation *invitation; /* NULL: none */
  GwInvitationAsk *ask;     /* NULL: no page is asked */
  GTask *ask_task;          /* of it */

  char *name, *display_name;
  GwSecret *password;
  GangwayAccount *account;
};

enum {
  JOURNEY_CHECKS_CHANGED,
  JOURNEY_CHOSEN_CHANGED,
  JOURNEY_ATTEMPT_CHANGED,
  JOURNEY_ACCOUNT_CHANGED,
  JOURNEY_N_SIGNALS
};

void journey_emit (GangwayJourney *self, guint signal);

/* NULL and an error when it cannot be made; from then on somebody may be contacted. */
GwEngine *journey_ensure_engine (GangwayJourney *self, GError **error);

/* Copied; "account-changed" follows. */
void journey_set_account (GangwayJourney *self, const GwJid *jid, GwSecret *password,
                          gboolean is_proved, const char *note);
void journey_clear_account (GangwayJourney *self);

/* A page that is asked for an invitation is not asked any more. */
void journey_end_ask (GangwayJourney *self);

/* There is an invitation, and it leads to the chosen provider. */
gboolean journey_is_invited (GangwayJourney *self);
