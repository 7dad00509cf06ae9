/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One attempt to register, from the choice of a provider to the proof: connect and fetch the form
 * at once, wait for the person, keep the password in a confirmed place, write the journal, submit,
 * log in, send a message to oneself. One stream and one form per attempt; when the server ends the
 * stream while the person thinks, submitting fetches a new form and goes on with what was typed, or
 * comes back with a new picture.
 *
 * Lives in the thread that made it (its thread-default context); a worker thread does the work. */
#pragma once

#include "account/keep.h"
#include "net/net.h"

G_BEGIN_DECLS

typedef enum {
  GW_ATTEMPT_CONNECTING, /* look-up, connection, certificate, form */
  GW_ATTEMPT_FORM, /* the person's turn: gw_attempt_form(); gw_attempt_error() says why it is back,
                      or NULL */
  GW_ATTEMPT_KEEPING, /* the password goes to its place */
  GW_ATTEMPT_SUBMITTING,
  GW_ATTEMPT_LOGGING_IN, /* the account exists */
  GW_ATTEMPT_DONE,       /* gw_attempt_outcome() */
} GwAttemptState;

typedef enum {
  GW_OUTCOME_VERIFIED, /* logged in, and a message to oneself came back */
  GW_OUTCOME_CREATED,  /* it exists; the proof did not succeed, gw_attempt_error() says why */
  GW_OUTCOME_PENDING,  /* it may exist: the line was cut after the submit; recovery will tell */
  GW_OUTCOME_REFUSED,  /* gw_attempt_error() says why and what next; nothing exists */
  GW_OUTCOME_FAILED,   /* no connection, bad certificate, no store, cancelled: nothing was submitted
                        */
} GwOutcome;

typedef struct _GwAttempt GwAttempt;
typedef void (*GwAttemptFunc) (GwAttempt *attempt, gpointer data); /* the state changed */

/* Starts at once: choosing was the consent. `changed` is called from the caller's context, never
 * inside this call. */
GwAttempt *gw_attempt_new (GwEngine *engine, const char *domain, GwAttemptFunc changed,
                           gpointer data);

/* Stops what runs; DONE follows, and its outcome says whether anything was submitted. */
void gw_attempt_cancel (GwAttempt *attempt);

/* Cancels what runs, lets go of the journal entry, wipes. An attempt that has submitted stays in
 * the journal. */
void gw_attempt_free (GwAttempt *attempt);

GwAttemptState gw_attempt_state (const GwAttempt *attempt);
const GwForm *
gw_attempt_form (const GwAttempt *attempt); /* NULL before FORM; changes with each new FORM */
const GError *gw_attempt_error (const GwAttempt *attempt);
GwOutcome gw_attempt_outcome (const GwAttempt *attempt);  /* only when DONE */
const GwJid *gw_attempt_jid (const GwAttempt *attempt);   /* NULL before a submit */
GwSecret *gw_attempt_password (const GwAttempt *attempt); /* borrowed; NULL before a submit */
const char *gw_attempt_domain (const GwAttempt *attempt);
guint gw_attempt_wait_seconds (
    const GwAttempt *attempt); /* after REFUSED_TOO_FAST: what the server asks for; 0: silent */

/* In FORM only. `localpart` as typed; `answers`: var -> text for the fields that are neither name
 * nor password (NULL: none). FALSE and the error when it cannot be sent as it is (bad name, missing
 * answer); the state then stays FORM. A refusal that the person can mend (name taken, wrong
 * picture, weak password) leads back to FORM with a fresh form. */
gboolean gw_attempt_submit (GwAttempt *attempt, const char *localpart, GwSecret *password,
                            GHashTable *answers, const GwKeep *keep, GError **error);

const char *gw_outcome_name (
    GwOutcome outcome); /* "verified" ...; FAILED is "failed" and never shown as a state */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwAttempt, gw_attempt_free)

G_END_DECLS
