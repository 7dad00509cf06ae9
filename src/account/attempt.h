/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One attempt to register, from the choice of a provider to the proof: connect and fetch the form
 * at once, wait for the person, keep the password in a confirmed place, write the journal, submit,
 * log in, send a message to oneself. One stream and one form per attempt; when the server ends the
 * stream while the person thinks, submitting fetches a new form and goes on with what was typed. A
 * puzzle that went with its stream is replaced at once, at most GW_LIMIT_RENEWALS times in a row.
 *
 * Where addresses are given out on a website only, the same attempt leads there and back: it keeps
 * the password and writes the journal before the page is opened, and logs in when the person is
 * done.
 *
 * Lives in the thread that made it (its thread-default context); a worker thread does the work. */
#pragma once

#include "account/extras.h"
#include "account/keep.h"
#include "net/net.h"

G_BEGIN_DECLS

typedef enum {
  GW_ATTEMPT_CONNECTING, /* look-up, connection, certificate, invitation, form, its pictures */
  GW_ATTEMPT_FORM, /* the person's turn: gw_attempt_form(); gw_attempt_error() says why it is back,
                      or NULL */
  GW_ATTEMPT_WEB,  /* the person's turn at gw_attempt_page(), once the password is kept;
                      gw_attempt_error() is GW_ERROR_REFUSED_WEB_ONLY or what a test has shown */
  GW_ATTEMPT_KEEPING, /* the password goes to its place */
  GW_ATTEMPT_SUBMITTING,
  GW_ATTEMPT_LOGGING_IN, /* the account exists, or is tried (web) */
  GW_ATTEMPT_DONE,       /* gw_attempt_outcome() */
} GwAttemptState;

typedef enum {
  GW_OUTCOME_VERIFIED, /* logged in, and a message to oneself came back */
  GW_OUTCOME_CREATED,  /* it exists; the proof did not succeed, gw_attempt_error() says why */
  GW_OUTCOME_PENDING,  /* it may exist: the line was cut after the submit, or the person was on the
                          website; recovery will tell */
  GW_OUTCOME_REFUSED,  /* gw_attempt_error() says why and what next; nothing exists */
  GW_OUTCOME_FAILED,   /* no connection, bad certificate, no store, cancelled: nothing was submitted
                        */
} GwOutcome;

/* Where, and by which way. Copied. */
typedef struct {
  const char *domain;   /* A-label */
  const char *token;    /* of an invitation (XEP-0445): redeemed on each stream; NULL: none */
  const char *web_page; /* https page for new addresses that is known of, for the case that there is
                           no form; NULL: none */
} GwAttemptPlan;

/* What the person decides. Borrowed for the call. */
typedef struct {
  const char *localpart;  /* as typed */
  GwSecret *password;     /* as typed: see gw_attempt_password() */
  GHashTable *answers;    /* var -> text of the other fields; NULL: none */
  const GwKeep *keep;     /* where the password goes; NULL: GW_ERROR_NOT_KEPT */
  const GwExtras *extras; /* NULL: none */
} GwAttemptInput;

typedef struct _GwAttempt GwAttempt;
typedef void (*GwAttemptFunc) (GwAttempt *attempt, gpointer data); /* the state changed */

/* Starts at once: choosing was the consent. `changed` is called from the caller's context, never
 * inside this call. */
GwAttempt *gw_attempt_new (GwEngine *engine, const GwAttemptPlan *plan, GwAttemptFunc changed,
                           gpointer data);

/* Stops what runs; DONE follows, and its outcome says whether anything was submitted. */
void gw_attempt_cancel (GwAttempt *attempt);

/* Cancels what runs, lets go of the journal entry, wipes. An attempt that has submitted, or has
 * sent the person to the website, stays in the journal. */
void gw_attempt_free (GwAttempt *attempt);

GwAttemptState gw_attempt_state (const GwAttempt *attempt);
const GwForm *
gw_attempt_form (const GwAttempt *attempt); /* NULL before FORM; changes with each new FORM */
const GError *gw_attempt_error (const GwAttempt *attempt);
/* The server's own words to the error; NULL: none. Cleaned, but not ours: for those who want to
 * know. */
const char *gw_attempt_server_words (const GwAttempt *attempt);
GwOutcome gw_attempt_outcome (const GwAttempt *attempt); /* only when DONE */
const GwJid *gw_attempt_jid (const GwAttempt *attempt);  /* NULL before a submit */
/* As it was sent, which is the typed one prepared (gw_password_prepare()); borrowed, NULL before a
 * submit. */
GwSecret *gw_attempt_password (const GwAttempt *attempt);
const char *gw_attempt_domain (const GwAttempt *attempt);
guint gw_attempt_wait_seconds (
    const GwAttempt *attempt); /* after REFUSED_TOO_FAST: what the server asks for; 0: silent */
/* https page for new addresses, where one is known: of the form, of a refusal, or of the plan;
 * NULL: none. */
const char *gw_attempt_page (const GwAttempt *attempt);

/* In FORM: asks the server for the address. In WEB: only keeps the password and writes the journal;
 * WEB follows, and gw_attempt_is_kept(). FALSE and the error when it cannot be sent as it is (bad
 * name, bad password, missing answer); the state then stays. A refusal that the person can mend
 * (name taken, wrong picture, weak password) leads back to FORM with a fresh form. */
gboolean gw_attempt_submit (GwAttempt *attempt, const GwAttemptInput *input, GError **error);

/* In FORM: a fresh form on a new stream, for a puzzle that cannot be read. CONNECTING, then FORM.
 */
void gw_attempt_renew (GwAttempt *attempt);

/* In WEB: whether the password of gw_attempt_jid() is in its place, so that the page may be opened.
 */
gboolean gw_attempt_is_kept (const GwAttempt *attempt);
/* In WEB, when kept: "I am done". LOGGING_IN, then DONE, or WEB again with GW_ERROR_NOT_YET or the
 * network's error. */
void gw_attempt_test (GwAttempt *attempt);

const char *gw_outcome_name (
    GwOutcome outcome); /* "verified" ...; FAILED is "failed" and never shown as a state */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwAttempt, gw_attempt_free)

G_END_DECLS
