/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A question goes to the engine's thread, its answer comes back as a letter. */
#include "account/invitation-ask.h"

#include "account/invitation-page.h"

/* Shared with the engine's thread, which alone touches `page`. */
typedef struct {
  int refs; /* atomic; not a gatomicrefcount, which the thread sanitizer cannot see into */
  GwEngine *engine;
  GwMailbox *box;
  char *url;
  GwInvitationAsk *ask; /* not to be followed in the engine's thread */
  GwInvitationPage *page;
} Question;

struct _GwInvitationAsk {
  GwInvitationAskFunc func;
  gpointer data;
  Question *question;
};

/* An answer on its way back. */
typedef struct {
  GwInvitationAsk *ask;
  GwInvitation *invitation;
  GError *error;
} Letter;

static Question *
question_ref (Question *question)
{
  g_atomic_int_inc (&question->refs);
  return question;
}

static void
question_unref (gpointer data)
{
  Question *question = data;

  if (!g_atomic_int_dec_and_test (&question->refs))
    return;
  gw_mailbox_unref (question->box);
  g_free (question->url);
  g_free (question);
}

static void
letter_free (gpointer data)
{
  Letter *letter = data;

  gw_invitation_free (letter->invitation);
  g_clear_error (&letter->error);
  g_free (letter);
}

static void
deliver (gpointer data)
{
  Letter *letter = data;

  letter->ask->func (g_steal_pointer (&letter->invitation), g_steal_pointer (&letter->error),
                     letter->ask->data);
}

/* --- the engine's thread --- */

static void
answered (const GwInvitation *invitation, const GError *error, gpointer data)
{
  Question *question = data;
  Letter *letter = g_new (Letter, 1);

  question->page = NULL;
  *letter = (Letter){question->ask, invitation ? gw_invitation_copy (invitation) : NULL,
                     error ? g_error_copy (error) : NULL};
  gw_mailbox_put (question->box, deliver, letter, letter_free);
  question_unref (question);
}

static void
begin (gpointer data)
{
  Question *question = data;

  question->page =
      gw_invitation_page_start (question->engine, question->url, answered, question_ref (question));
}

static void
stop (gpointer data)
{
  Question *question = data;

  if (question->page == NULL)
    return;
  g_clear_pointer (&question->page, gw_invitation_page_cancel);
  question_unref (question);
}

/* --- the one who asks --- */

GwInvitationAsk *
gw_invitation_ask_new (GwEngine *engine, const char *url, GwInvitationAskFunc func, gpointer data)
{
  g_return_val_if_fail (engine != NULL && url != NULL && func != NULL, NULL);

  GwInvitationAsk *ask = g_new (GwInvitationAsk, 1);
  Question *question = g_new0 (Question, 1);

  question->refs = 1;
  question->engine = engine;
  question->box = gw_mailbox_new (NULL, 0);
  question->url = g_strdup (url);
  question->ask = ask;
  *ask = (GwInvitationAsk){func, data, question};
  gw_engine_post (engine, begin, question_ref (question), question_unref);
  return ask;
}

void
gw_invitation_ask_free (GwInvitationAsk *ask)
{
  if (ask == NULL)
    return;
  gw_mailbox_close (ask->question->box);
  gw_engine_post (ask->question->engine, stop, question_ref (ask->question), question_unref);
  question_unref (ask->question);
  g_free (ask);
}
