/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The thread behind an attempt: it connects, fetches the form, and carries out what the person
 * decides, step by step, in the order of design 4.5. What happens it reports in letters;
 * account/attempt is the side that the face sees. */
#pragma once

#include "account/attempt.h"
#include "account/journal.h"
#include "base/mailbox.h"

G_BEGIN_DECLS

/* What the person decided, at a form or before the website. */
typedef struct {
  GwJid *jid;
  GwSecret *password;
  GHashTable *answers; /* var -> text, owned; NULL: none */
  GwKeep *keep;
  GwExtras *extras; /* with the token; NULL: none */
  char *filled;     /* the present form with all that, wiped on free; NULL for the website */
  gboolean had_puzzle;
  guint serial; /* of the form that was filled in, see GwReport */
} GwSubmission;

void gw_submission_free (GwSubmission *submission);

/* One step. */
typedef struct {
  GwAttemptState state;
  GwForm *form;  /* a new one; NULL: none, or the same as before */
  guint serial;  /* forms are counted: what was filled in before the last one is not sent */
  GError *error; /* NULL: none */
  char *words;   /* the server's own; NULL: none */
  char *page;    /* https; NULL: none, or the same as before */
  GwJid *jid;    /* of the account that this is about; NULL: as before */
  GwSecret *password;
  gboolean is_kept;  /* WEB: the page may be opened */
  GwOutcome outcome; /* only when DONE */
  guint wait_s;
  GwJournal *told; /* to be closed once the person knows; NULL: nothing to close */
} GwReport;

void gw_report_free (GwReport *report); /* closes nothing */

typedef struct _GwWorker GwWorker;
/* Runs in the worker's thread and takes the report over. */
typedef void (*GwReportFunc) (GwReport *report, gpointer data);

GwWorker *gw_worker_new (GwEngine *engine, const GwAttemptPlan *plan, GwReportFunc report,
                         gpointer data);

/* Each only between a report of FORM or WEB and the next one. */
void gw_worker_submit (GwWorker *worker, GwSubmission *submission); /* takes it over */
void gw_worker_renew (GwWorker *worker);                            /* FORM */
void gw_worker_test (GwWorker *worker);                             /* WEB, kept */

void gw_worker_cancel (GwWorker *worker); /* DONE is reported, then the thread ends */
void gw_worker_free (GwWorker *worker);   /* cancels and waits for the end of the thread */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwSubmission, gw_submission_free)

G_END_DECLS
