/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A thread that waits for contacts, gathers what comes close together, and writes. */
#include "net/contact-writer.h"

#include <pthread.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "net/contacted.h"

enum { NS_PER_MS = 1000 * 1000, NS_PER_S = 1000 * 1000 * 1000 };

struct _GwContactWriter {
  GThread *thread;
  pthread_mutex_t lock;
  pthread_cond_t changed;
  /* guarded by the lock */
  GPtrArray *waiting; /* GwContactEntry */
  gboolean is_new;    /* something came since the last attempt */
  gboolean is_ending;
};

static void
entry_free (gpointer entry)
{
  gw_contact_entry_free (entry);
}

GwContactWriter *
gw_contact_writer_new (void)
{
  GwContactWriter *writer = g_new0 (GwContactWriter, 1);
  pthread_condattr_t clock;

  pthread_mutex_init (&writer->lock, NULL);
  pthread_condattr_init (&clock);
  pthread_condattr_setclock (&clock, CLOCK_MONOTONIC);
  pthread_cond_init (&writer->changed, &clock);
  pthread_condattr_destroy (&clock);
  writer->waiting = g_ptr_array_new_with_free_func (entry_free);
  return writer;
}

/* Locked. Until the end is near, or the time is over. */
static void
gather (GwContactWriter *writer)
{
  struct timespec until;
  int fault = 0;

  clock_gettime (CLOCK_MONOTONIC, &until);
  until.tv_nsec += (long)GW_LIMIT_CONTACTED_WAIT * NS_PER_MS;
  until.tv_sec += until.tv_nsec / NS_PER_S;
  until.tv_nsec %= NS_PER_S;
  while (!writer->is_ending && fault == 0)
    fault = pthread_cond_timedwait (&writer->changed, &writer->lock, &until);
}

/* Locked; not while it writes. What could not be written waits for the next attempt, as much as the
 * record would hold. */
static gboolean
write_waiting (GwContactWriter *writer, GError **error)
{
  g_autoptr (GPtrArray) batch = writer->waiting;

  writer->waiting = g_ptr_array_new_with_free_func (entry_free);
  writer->is_new = FALSE;
  pthread_mutex_unlock (&writer->lock);
  gboolean written = batch->len == 0 || gw_contacted_add (batch, error);
  pthread_mutex_lock (&writer->lock);
  if (written)
    return TRUE;
  g_ptr_array_extend_and_steal (batch, g_steal_pointer (&writer->waiting));
  if (batch->len > GW_LIMIT_CONTACTED_LINES)
    g_ptr_array_remove_range (batch, 0, batch->len - GW_LIMIT_CONTACTED_LINES);
  writer->waiting = g_steal_pointer (&batch);
  return FALSE;
}

static gpointer
run (gpointer data)
{
  GwContactWriter *writer = data;

  pthread_mutex_lock (&writer->lock);
  while (!writer->is_ending) {
    if (!writer->is_new) {
      pthread_cond_wait (&writer->changed, &writer->lock);
      continue;
    }
    gather (writer);
    if (!writer->is_ending)
      write_waiting (writer, NULL);
  }
  pthread_mutex_unlock (&writer->lock);
  return NULL;
}

void
gw_contact_writer_add (GwContactWriter *writer, const GwContactEntry *entry)
{
  pthread_mutex_lock (&writer->lock);
  g_ptr_array_add (writer->waiting, gw_contact_entry_copy (entry));
  writer->is_new = TRUE;
  /* Without a thread it is written at the end. */
  if (writer->thread == NULL)
    writer->thread = g_thread_try_new ("contacted", run, writer, NULL);
  pthread_cond_signal (&writer->changed);
  pthread_mutex_unlock (&writer->lock);
}

void
gw_contact_writer_free (GwContactWriter *writer)
{
  g_autoptr (GError) error = NULL;

  pthread_mutex_lock (&writer->lock);
  writer->is_ending = TRUE;
  pthread_cond_signal (&writer->changed);
  pthread_mutex_unlock (&writer->lock);
  if (writer->thread != NULL)
    g_thread_join (writer->thread);

  pthread_mutex_lock (&writer->lock);
  if (!write_waiting (writer, &error))
    g_message (_ ("Whom Gangway contacted could not be written down. %s"), error->message);
  pthread_mutex_unlock (&writer->lock);
  g_ptr_array_unref (writer->waiting);
  pthread_cond_destroy (&writer->changed);
  pthread_mutex_destroy (&writer->lock);
  g_free (writer);
}
