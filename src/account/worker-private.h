/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of account/worker share. Everything here belongs to the worker's thread, but for
 * what stands under the mutex. */
#pragma once

#include <pthread.h>

#include "account/registration.h"
#include "account/stash.h"
#include "account/worker.h"

typedef enum { GW_WISH_NONE, GW_WISH_SUBMIT, GW_WISH_RENEW, GW_WISH_TEST } GwWish;

struct _GwWorker {
  GwEngine *engine;
  char *domain, *token, *web_page;
  GwReportFunc report;
  gpointer data;
  GCancellable *cancel;
  GThread *thread;
  int wake; /* eventfd: there is a wish, or a cancel */
  pthread_mutex_t mutex;
  GwWish wish;        /* under the mutex */
  GwSubmission *next; /* of SUBMIT; under the mutex */

  GwStrophe *strophe;  /* NULL: not connected */
  GwStash *stash;      /* what this attempt itself has put somewhere */
  gboolean has_puzzle; /* the form that is shown */
  guint serial;        /* of it */
  guint renewals;      /* in a row, without the person */

  /* by website */
  gboolean is_web;
  char *page;
  GwSubmission *away; /* kept, and its journal is at AWAY; NULL: not kept yet */
  GwJournal *journal; /* of `away` */
};

/* What a step leaves: the person's turn, or the end. Each function that returns one has reported
 * exactly once, as its last act. */
typedef enum { GW_GOES_ON, GW_OVER } GwCourse;

/* A report to be filled in and given to gw_worker_tell(). */
GwReport *gw_report_new (GwAttemptState state);
void gw_worker_tell (GwWorker *worker, GwReport *report); /* takes it over */
void gw_worker_tell_state (GwWorker *worker, GwAttemptState state);
/* The person's turn. `form` NULL: the one from before; all but `worker` are taken. */
GwCourse gw_worker_tell_form (GwWorker *worker, GwForm *form, GError *error, GwJournal *told);
GwCourse gw_worker_tell_done (GwWorker *worker, GwOutcome outcome, GError *error, GwJournal *told);

/* --- at the form (worker-form.c) --- */

GwCourse gw_worker_begin (GwWorker *worker);
GwCourse gw_worker_carry_out (GwWorker *worker, GwSubmission *submission);
/* A fresh form; `why` (taken): what the person is told, NULL: nothing, it was asked for. */
GwCourse gw_worker_fetch_anew (GwWorker *worker, GError *why);

/* An entry at KEPT, with the password in its place; NULL and nothing is left anywhere. */
GwJournal *gw_worker_keep (GwWorker *worker, const GwSubmission *submission, GError **error);
/* Nothing was sent: what this attempt stored is taken away again, and the entry (taken, NULL
 * allowed) is closed. */
void gw_worker_step_back (GwWorker *worker, GwJournal *journal);

/* --- after a yes, or to find out (worker-proof.c) --- */

/* Logged in and heard itself: into the list of accounts, and told. `journal` is taken. */
GwCourse gw_worker_finish_proved (GwWorker *worker, const GwSubmission *submission,
                                  GwJournal *journal);
/* It exists; `error` (taken) says why it is not proved. */
GwCourse gw_worker_finish_created (GwWorker *worker, const GwSubmission *submission,
                                   GwJournal *journal, GError *error);
/* `code` says why there is no answer that one could go by: one login tells, if there is a
 * connection at all. */
GwCourse gw_worker_find_out (GwWorker *worker, const GwSubmission *submission, GwJournal *journal,
                             GError *error);

/* --- by website (worker-web.c) --- */

GwCourse gw_worker_offer_page (GwWorker *worker, const char *page);
GwCourse gw_worker_go_away (GwWorker *worker, GwSubmission *submission); /* takes it over */
GwCourse gw_worker_test_away (GwWorker *worker);
void gw_worker_leave_away (GwWorker *worker); /* lets go; the entry stays for recovery */
