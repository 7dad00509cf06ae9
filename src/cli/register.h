/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One run of `gangway register`: what the person wants, which is kept from one attempt and one
 * provider to the next, and the attempt of the moment. Main thread; the main context runs whenever
 * something is waited for. */
#pragma once

#include "cli/cmd.h"

G_BEGIN_DECLS

typedef struct {
  const char *name, *display_name, *label, *save, *scan, *answers, *puzzle_command;
  int password_fd;
  gboolean ask_password, next_on_refusal, dry_run;
} GwRegisterOptions;

/* A provider that was asked before. */
typedef struct {
  char *domain;
  GwErrorCode reason;
} GwTried;

typedef struct {
  const GwRun *run;
  const GwRegisterOptions *chosen;
  gboolean is_talk; /* there is a person to ask */
  gboolean stopped; /* Ctrl-C: the person wants it to end */
  GwEngine *engine;

  char *domain;             /* A-label */
  char *name;               /* the one that is sent next */
  GwInvitation *invitation; /* NULL: none */
  GwSecret *password;       /* NULL with --dry-run */
  GwKeep *keep;             /* NULL with --dry-run */
  GwExtras *extras;         /* NULL: none */
  GHashTable *answers;      /* var -> text: what was answered so far, puzzles included */
  char *reopened;           /* var that is asked for even if it may stay empty; NULL: none */
  gboolean is_typed;        /* the password: at the terminal */
  gboolean is_written_down; /* the person has name and password, where nobody else keeps it */
  gboolean is_away;         /* the page was offered */
  gboolean is_told;         /* why this provider does not take anybody */
  gboolean is_introduced;   /* the words of the form were shown */
  gboolean has_waited;      /* as long as the provider asked to, once */
  guint rounds;             /* that the form has come back */
  guint puzzles;            /* shown so far in this attempt */
  GPtrArray *tried;         /* GwTried */

  GwAttempt *attempt; /* NULL: none yet */
  gboolean changed;   /* the attempt has said something since this was last cleared */
} GwRegister;

/* Starts an attempt at `domain`; the one before is over. */
void gw_register_begin (GwRegister *self);

/* Until it is the person's turn (FORM, WEB) or over (DONE), which it is once `stopped`. */
GwAttemptState gw_register_await (GwRegister *self);

/* Ends it, because the person has nothing more to say: FALSE and GW_ERROR_CANCELLED. */
gboolean gw_register_end (GwRegister *self, GError **error);

/* Sends name, password and answers. FALSE and why not: nothing was sent then. */
gboolean gw_register_submit (GwRegister *self, GError **error);

void gw_register_stop (GwRegister *self); /* what Ctrl-C does */
void gw_register_clear (GwRegister *self);

/* For the eye: the provider's name. Free with g_free(). */
char *gw_register_provider (const GwRegister *self);

G_END_DECLS
