/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one way in which threads hand over to each other: letters (function + data) put into the box
 * of a GMainContext and run there, in order, at default priority. A pthread mutex underneath, so
 * that the thread sanitizer sees it. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _GwMailbox GwMailbox;
typedef void (*GwLetterFunc) (gpointer data);

/* A box whose letters are run in `context` (NULL: the thread-default one). At most one wake-up per
 * `interval_ms` (0: at once; a window passes 50 and so gets at most 20 batches a second). */
GwMailbox *gw_mailbox_new (GMainContext *context, guint interval_ms);
GwMailbox *gw_mailbox_ref (GwMailbox *box);
void gw_mailbox_unref (GwMailbox *box);

/* Any thread. `free_data` runs after `func`, or instead of it when the box was closed. */
void gw_mailbox_put (GwMailbox *box, GwLetterFunc func, gpointer data, GDestroyNotify free_data);

/* Any thread: what is inside need not wait for the interval any longer. */
void gw_mailbox_hurry (GwMailbox *box);

/* In the context's thread: letters still inside are dropped, later ones are dropped on arrival. */
void gw_mailbox_close (GwMailbox *box);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwMailbox, gw_mailbox_unref)

G_END_DECLS
