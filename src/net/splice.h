/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Carries bytes both ways between two connected sockets: bounded buffers, back-pressure,
 * half-close. Engine thread. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _GwSplice GwSplice;

/* Called when a side ended, before the other side is told, and once when all is done; only then may
 * it free the splice. */
typedef void (*GwSpliceFunc) (GwSplice *splice, gpointer data);

/* Both non-blocking and the caller's, to be closed after the splice was freed. */
GwSplice *gw_splice_new (GMainContext *context, int near, int far, GwSpliceFunc func,
                         gpointer data);
void gw_splice_free (GwSplice *splice);

/* The far side was closed or broke while the near one was still there. */
gboolean gw_splice_far_ended_first (const GwSplice *splice);
/* Nothing more will come either way. */
gboolean gw_splice_is_done (const GwSplice *splice);

G_END_DECLS
