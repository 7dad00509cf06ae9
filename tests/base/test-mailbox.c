/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Letters arrive in order, in the right thread, in bounded batches, and are freed whatever happens.
 */
#include "base/mailbox.h"

#include <pthread.h>

enum { WRITERS = 4, LETTERS = 2000 };

typedef struct {
  GMainContext *context;
  GwMailbox *box;
  GArray *seen; /* ints */
  int freed;
} Desk;

typedef struct {
  Desk *desk;
  int number;
} Note;

static void
desk_init (Desk *desk, guint interval_ms)
{
  GMainContext *context = g_main_context_new ();

  *desk = (Desk){
      .context = context,
      .box = gw_mailbox_new (context, interval_ms),
      .seen = g_array_new (FALSE, FALSE, sizeof (int)),
  };
}

static void
desk_clear (Desk *desk)
{
  g_clear_pointer (&desk->box, gw_mailbox_unref);
  g_array_unref (desk->seen);
  g_main_context_unref (desk->context);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Desk, desk_clear)

static void
note_read (gpointer data)
{
  Note *note = data;

  g_array_append_val (note->desk->seen, note->number);
}

static void
note_free (gpointer data)
{
  Note *note = data;

  g_atomic_int_inc (&note->desk->freed);
  g_free (note);
}

static void
put_note (Desk *desk, GwLetterFunc func, int number)
{
  Note *note = g_new (Note, 1);

  *note = (Note){desk, number};
  gw_mailbox_put (desk->box, func, note, note_free);
}

static int
seen_at (const Desk *desk, guint i)
{
  return g_array_index (desk->seen, int, i);
}

static void
test_order (void)
{
  g_auto (Desk) desk;
  desk_init (&desk, 0);

  for (int i = 0; i < 100; i++)
    put_note (&desk, note_read, i);
  g_assert_cmpuint (desk.seen->len, ==, 0);
  /* All in one go: one wake-up is on its way, not a hundred. */
  g_assert_true (g_main_context_iteration (desk.context, FALSE));
  g_assert_cmpuint (desk.seen->len, ==, 100);
  for (guint i = 0; i < 100; i++)
    g_assert_cmpint (seen_at (&desk, i), ==, (int)i);
  g_assert_cmpint (desk.freed, ==, 100);
  g_assert_false (g_main_context_iteration (desk.context, FALSE));
}

static void
note_answer (gpointer data)
{
  Note *note = data;

  note_read (note);
  if (note->number < 3)
    put_note (note->desk, note_answer, note->number + 1);
}

static void
test_letters_from_letters (void)
{
  g_auto (Desk) desk;
  desk_init (&desk, 0);

  put_note (&desk, note_answer, 1);
  put_note (&desk, note_read, 9);
  /* What a letter sends comes with the next batch: no loop can be held up for ever. */
  g_assert_true (g_main_context_iteration (desk.context, FALSE));
  g_assert_cmpuint (desk.seen->len, ==, 2);
  while (g_main_context_iteration (desk.context, FALSE))
    ;
  g_assert_cmpuint (desk.seen->len, ==, 4);
  g_assert_cmpint (seen_at (&desk, 1), ==, 9);
  g_assert_cmpint (seen_at (&desk, 3), ==, 3);
}

/* The last letter of a row need not wait for the next batch. */
static void
test_hurry (void)
{
  g_auto (Desk) desk;
  desk_init (&desk, 60 * 60 * 1000);

  put_note (&desk, note_read, 1);
  g_assert_true (g_main_context_iteration (desk.context, FALSE));
  put_note (&desk, note_read, 2);
  g_assert_false (g_main_context_iteration (desk.context, FALSE));
  g_assert_cmpuint (desk.seen->len, ==, 1);
  gw_mailbox_hurry (desk.box);
  g_assert_true (g_main_context_iteration (desk.context, FALSE));
  g_assert_cmpuint (desk.seen->len, ==, 2);
  gw_mailbox_hurry (desk.box); /* with nothing inside */
  g_assert_false (g_main_context_iteration (desk.context, FALSE));
}

static void
test_close_drops (void)
{
  g_auto (Desk) desk;
  desk_init (&desk, 0);

  put_note (&desk, note_read, 1);
  put_note (&desk, note_read, 2);
  gw_mailbox_close (desk.box);
  g_assert_cmpint (desk.freed, ==, 2);
  put_note (&desk, note_read, 3);
  g_assert_cmpint (desk.freed, ==, 3);
  g_assert_false (g_main_context_iteration (desk.context, FALSE));
  gw_mailbox_close (desk.box);
  g_assert_cmpuint (desk.seen->len, ==, 0);
}

static void
note_close (gpointer data)
{
  Note *note = data;

  note_read (note);
  gw_mailbox_close (note->desk->box);
}

static void
test_close_from_a_letter (void)
{
  g_auto (Desk) desk;
  desk_init (&desk, 0);

  put_note (&desk, note_close, 1);
  put_note (&desk, note_read, 2);
  while (g_main_context_iteration (desk.context, FALSE))
    ;
  g_assert_cmpuint (desk.seen->len, ==, 1);
  g_assert_cmpint (desk.freed, ==, 2);
}

/* The last reference goes while letters wait: they still arrive. */
static void
test_unref_delivers (void)
{
  g_auto (Desk) desk;
  desk_init (&desk, 0);

  put_note (&desk, note_read, 1);
  g_clear_pointer (&desk.box, gw_mailbox_unref);
  g_assert_true (g_main_context_iteration (desk.context, FALSE));
  g_assert_cmpuint (desk.seen->len, ==, 1);
  g_assert_cmpint (desk.freed, ==, 1);
}

static void *
write_many (void *data)
{
  Note *first = data;

  for (int i = 0; i < LETTERS; i++)
    put_note (first->desk, note_read, first->number + i);
  return NULL;
}

static void
test_threads (void)
{
  g_auto (Desk) desk;
  desk_init (&desk, 0);
  pthread_t threads[WRITERS];
  Note firsts[WRITERS];
  int next[WRITERS] = {0};

  for (int i = 0; i < WRITERS; i++) {
    firsts[i] = (Note){&desk, i * LETTERS};
    g_assert_cmpint (pthread_create (&threads[i], NULL, write_many, &firsts[i]), ==, 0);
  }
  while (desk.seen->len < WRITERS * LETTERS)
    g_main_context_iteration (desk.context, TRUE);
  for (int i = 0; i < WRITERS; i++)
    pthread_join (threads[i], NULL);

  /* Each writer's letters in its own order. */
  for (guint i = 0; i < desk.seen->len; i++) {
    int writer = seen_at (&desk, i) / LETTERS;
    g_assert_cmpint (seen_at (&desk, i) % LETTERS, ==, next[writer]++);
  }
  g_assert_cmpint (g_atomic_int_get (&desk.freed), ==, WRITERS * LETTERS);
}

static void
test_close_while_others_write (void)
{
  g_auto (Desk) desk;
  desk_init (&desk, 0);
  pthread_t threads[WRITERS];
  Note firsts[WRITERS];

  for (int i = 0; i < WRITERS; i++) {
    firsts[i] = (Note){&desk, i * LETTERS};
    g_assert_cmpint (pthread_create (&threads[i], NULL, write_many, &firsts[i]), ==, 0);
  }
  while (desk.seen->len < LETTERS / 2)
    g_main_context_iteration (desk.context, TRUE);
  gw_mailbox_close (desk.box);
  guint seen = desk.seen->len;
  for (int i = 0; i < WRITERS; i++)
    pthread_join (threads[i], NULL);
  while (g_main_context_iteration (desk.context, FALSE))
    ;
  g_assert_cmpuint (desk.seen->len, ==, seen);
  g_assert_cmpint (g_atomic_int_get (&desk.freed), ==, WRITERS * LETTERS);
}

static void
test_throttle (void)
{
  enum { INTERVAL_MS = 20 };
  g_auto (Desk) desk;
  desk_init (&desk, INTERVAL_MS);
  gint64 start = g_get_monotonic_time ();

  /* The first one does not wait, and comes alone. */
  put_note (&desk, note_answer, 0);
  g_assert_true (g_main_context_iteration (desk.context, FALSE));
  g_assert_cmpuint (desk.seen->len, ==, 1);
  while (desk.seen->len < 4)
    g_main_context_iteration (desk.context, TRUE);
  /* Three more batches, an interval before each: never earlier, however late. */
  g_assert_cmpint (g_get_monotonic_time () - start, >=, 3 * INTERVAL_MS * 1000);
}

static void
test_default_context (void)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  int calls = 0;

  g_main_context_push_thread_default (context);
  g_autoptr (GwMailbox) box = gw_mailbox_new (NULL, 0);
  g_main_context_pop_thread_default (context);
  gw_mailbox_put (box, (GwLetterFunc)g_atomic_int_inc, &calls, NULL);
  g_assert_false (g_main_context_iteration (NULL, FALSE));
  g_assert_true (g_main_context_iteration (context, FALSE));
  g_assert_cmpint (calls, ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mailbox/hurry", test_hurry);
  g_test_add_func ("/mailbox/keeps-the-order", test_order);
  g_test_add_func ("/mailbox/letters-may-send-letters", test_letters_from_letters);
  g_test_add_func ("/mailbox/closing-drops-what-is-inside", test_close_drops);
  g_test_add_func ("/mailbox/a-letter-may-close-the-box", test_close_from_a_letter);
  g_test_add_func ("/mailbox/letters-outlive-the-last-reference", test_unref_delivers);
  g_test_add_func ("/mailbox/many-threads-may-write", test_threads);
  g_test_add_func ("/mailbox/closes-while-others-write", test_close_while_others_write);
  g_test_add_func ("/mailbox/wakes-up-once-per-interval", test_throttle);
  g_test_add_func ("/mailbox/takes-the-thread-default-context", test_default_context);
  return g_test_run ();
}
