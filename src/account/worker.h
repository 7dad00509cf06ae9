/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The thread behind an attempt: it connects, fetches the form, and carries out what the person
 * decides, step by step, in the order of design 4.5. What happens it reports in letters;
 * account/attempt is the side that the face sees. */
#pragma once

#include "account/attempt.h"
#include "account/journal.h"
#include "base/mailbox.h"

G_BEGIN_DECLS

/* What the person decided. */
typedef struct {
  GwJid *jid;
  GwSecret *password;
  GHashTable *answers; /* var -> text, owned; NULL: none */
  GwKeep *keep;
  char *filled; /* the present form with all that, wiped on free */
  gboolean had_puzzle;
} GwSubmission;

void gw_submission_free (GwSubmission *submission);

/* One step. */
typedef struct {
  GwAttemptState state;
  GwForm *form;      /* a new one; NULL: none, or the same as before */
  GError *error;     /* NULL: none */
  GwOutcome outcome; /* only when DONE */
  guint wait_s;
  GwJournal *told; /* to be closed once the person knows; NULL: nothing to close */
} GwReport;

void gw_report_free (GwReport *report); /* closes nothing */

typedef struct _GwWorker GwWorker;
/* Runs in the worker's thread and takes the report over. */
typedef void (*GwReportFunc) (GwReport *report, gpointer data);

GwWorker *gw_worker_new (GwEngine *engine, const char *domain, GwReportFunc report, gpointer data);
/* Takes the submission over; only between a report of FORM and the next one. */
void gw_worker_submit (GwWorker *worker, GwSubmission *submission);
void gw_worker_cancel (GwWorker *worker); /* DONE is reported, then the thread ends */
void gw_worker_free (GwWorker *worker);   /* cancels and waits for the end of the thread */

G_END_DECLS
