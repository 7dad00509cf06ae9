/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Letters between threads. While letters wait, one GSource (the wake-up) is attached to the context
 * and holds the box. */
#include "base/mailbox.h"

#include <pthread.h>

typedef struct {
  GwLetterFunc func;
  gpointer data;
  GDestroyNotify free_data;
} Letter;

struct _GwMailbox {
  int refs; /* atomic; not a gatomicrefcount, which the thread sanitizer cannot see into */
  GMainContext *context;
  gint64 interval; /* microseconds */
  pthread_mutex_t mutex;
  /* under the mutex */
  GQueue letters;
  GSource *wake_up;  /* owned; NULL: none is on its way */
  gint64 last_batch; /* monotonic time */
  gboolean closed;
};

static void
letter_free (Letter *letter)
{
  if (letter->free_data)
    letter->free_data (letter->data);
  g_free (letter);
}

/* The next letter; NULL when there is none. */
static Letter *
take_letter (GwMailbox *box)
{
  pthread_mutex_lock (&box->mutex);
  Letter *letter = g_queue_pop_head (&box->letters);
  pthread_mutex_unlock (&box->mutex);
  return letter;
}

static gboolean
deliver (gpointer data)
{
  GwMailbox *box = data;

  pthread_mutex_lock (&box->mutex);
  /* Letters that arrive from here on have their own wake-up. */
  g_clear_pointer (&box->wake_up, g_source_unref);
  box->last_batch = g_get_monotonic_time ();
  guint waiting = box->letters.length;
  pthread_mutex_unlock (&box->mutex);

  /* One by one: a letter may close the box, and the rest is then gone. */
  Letter *letter;
  while (waiting-- > 0 && (letter = take_letter (box))) {
    letter->func (letter->data);
    letter_free (letter);
  }
  return G_SOURCE_REMOVE;
}

static gboolean
dispatch (GSource *source, GSourceFunc callback, gpointer data)
{
  return callback (data);
}

static GSourceFuncs wake_up_funcs = {.dispatch = dispatch};

/* Under the mutex. */
static void
schedule (GwMailbox *box)
{
  GSource *source = g_source_new (&wake_up_funcs, sizeof (GSource));

  g_source_set_static_name (source, "GwMailbox");
  g_source_set_callback (source, deliver, gw_mailbox_ref (box), (GDestroyNotify)gw_mailbox_unref);
  g_source_set_ready_time (source, box->interval > 0 ? box->last_batch + box->interval : 0);
  g_source_attach (source, box->context);
  box->wake_up = source;
}

GwMailbox *
gw_mailbox_new (GMainContext *context, guint interval_ms)
{
  GwMailbox *box = g_new0 (GwMailbox, 1);

  box->refs = 1;
  box->context = context ? g_main_context_ref (context) : g_main_context_ref_thread_default ();
  box->interval = (gint64)interval_ms * 1000;
  /* So that the first letter never waits, however young the clock is. */
  box->last_batch = g_get_monotonic_time () - box->interval;
  pthread_mutex_init (&box->mutex, NULL);
  g_queue_init (&box->letters);
  return box;
}

GwMailbox *
gw_mailbox_ref (GwMailbox *box)
{
  g_return_val_if_fail (box != NULL, NULL);

  g_atomic_int_inc (&box->refs);
  return box;
}

void
gw_mailbox_unref (GwMailbox *box)
{
  if (box == NULL || !g_atomic_int_dec_and_test (&box->refs))
    return;
  /* Letters would have a wake-up, and that a reference. */
  g_assert (box->letters.length == 0 && box->wake_up == NULL);
  pthread_mutex_destroy (&box->mutex);
  g_main_context_unref (box->context);
  g_free (box);
}

void
gw_mailbox_hurry (GwMailbox *box)
{
  g_return_if_fail (box != NULL);

  pthread_mutex_lock (&box->mutex);
  if (box->wake_up != NULL)
    g_source_set_ready_time (box->wake_up, 0);
  pthread_mutex_unlock (&box->mutex);
}

void
gw_mailbox_put (GwMailbox *box, GwLetterFunc func, gpointer data, GDestroyNotify free_data)
{
  g_return_if_fail (box != NULL && func != NULL);

  Letter *letter = g_new (Letter, 1);
  *letter = (Letter){func, data, free_data};

  pthread_mutex_lock (&box->mutex);
  gboolean closed = box->closed;
  if (!closed) {
    g_queue_push_tail (&box->letters, letter);
    if (box->wake_up == NULL)
      schedule (box);
  }
  pthread_mutex_unlock (&box->mutex);

  if (closed)
    letter_free (letter);
}

void
gw_mailbox_close (GwMailbox *box)
{
  g_return_if_fail (box != NULL);

  pthread_mutex_lock (&box->mutex);
  box->closed = TRUE;
  GQueue dropped = box->letters;
  g_queue_init (&box->letters);
  GSource *wake_up = g_steal_pointer (&box->wake_up);
  pthread_mutex_unlock (&box->mutex);

  /* Outside of the mutex: both may run foreign code. */
  if (wake_up) {
    g_source_destroy (wake_up);
    g_source_unref (wake_up);
  }
  g_queue_clear_full (&dropped, (GDestroyNotify)letter_free);
}
