/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asking a web page for the invitation that it holds. */
#include "ask-invitation.h"

/* Shared with the engine's thread, which alone touches `page`. */
typedef struct {
  gatomicrefcount refs;
  GwEngine *engine;
  GwMailbox *box;
  char *url;
  struct _GangwayAskInvitation *ask; /* not to be followed in the engine's thread */
  GwInvitationPage *page;
} Question;

struct _GangwayAskInvitation {
  GTask *task; /* NULL: it was answered */
  Question *question;
};

/* An answer on its way to the main thread. */
typedef struct {
  GangwayAskInvitation *ask;
  GwInvitation *invitation;
  GError *error;
} Letter;

static Question *
question_ref (Question *question)
{
  g_atomic_ref_count_inc (&question->refs);
  return question;
}

static void
question_unref (gpointer data)
{
  Question *question = data;

  if (!g_atomic_ref_count_dec (&question->refs))
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

/* Main thread. */
static void
deliver (gpointer data)
{
  Letter *letter = data;
  g_autoptr (GTask) task = g_steal_pointer (&letter->ask->task);

  if (letter->invitation)
    g_task_return_pointer (task, g_steal_pointer (&letter->invitation),
                           (GDestroyNotify)gw_invitation_free);
  else
    g_task_return_error (task, g_steal_pointer (&letter->error));
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

  if (!question->page)
    return;
  g_clear_pointer (&question->page, gw_invitation_page_cancel);
  question_unref (question);
}

/* --- the main thread --- */

GangwayAskInvitation *
gangway_ask_invitation_start (GTask *task, GwEngine *engine, const char *url)
{
  g_return_val_if_fail (G_IS_TASK (task) && engine != NULL && url != NULL, NULL);

  GangwayAskInvitation *ask = g_new (GangwayAskInvitation, 1);
  Question *question = g_new0 (Question, 1);

  g_atomic_ref_count_init (&question->refs);
  question->engine = engine;
  question->box = gw_mailbox_new (NULL, 0);
  question->url = g_strdup (url);
  question->ask = ask;
  *ask = (GangwayAskInvitation){g_object_ref (task), question};
  gw_engine_post (engine, begin, question_ref (question), question_unref);
  return ask;
}

void
gangway_ask_invitation_free (GangwayAskInvitation *ask)
{
  if (ask == NULL)
    return;
  g_autoptr (GTask) task = g_steal_pointer (&ask->task);
  GError *error = NULL;

  gw_mailbox_close (ask->question->box);
  if (task) {
    gw_engine_post (ask->question->engine, stop, question_ref (ask->question), question_unref);
    gw_error_set (&error, GW_ERROR_CANCELLED, NULL, NULL);
    g_task_return_error (task, error);
  }
  question_unref (ask->question);
  g_free (ask);
}
