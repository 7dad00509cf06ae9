/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside the room: the looks of one probe, side by side in the engine's thread; net/contacts sees
 * to it that each server is asked gently. */
#pragma once

#include "probe/probe.h"

G_BEGIN_DECLS

typedef struct _GwLooks GwLooks;

/* In the engine's thread; `result` is the callee's. */
typedef void (*GwLooksFunc) (GwProbeResult *result, gpointer data);

/* Called in the engine's thread when nothing can call `func` any more. */
GwLooks *gw_looks_new (GwEngine *engine, GwPurpose purpose, GwLooksFunc func, gpointer data,
                       GDestroyNotify free_data);
void gw_looks_unref (GwLooks *looks);

/* Any thread. `puzzle_date`: a day on which a picture puzzle was seen there already; each one costs
 * the server, so the form is then not asked for again. 0: ask. */
void gw_looks_add (GwLooks *looks, const char *domain, gboolean full, gint32 puzzle_date);

/* Any thread: questions asked and answered so far, of all looks together. */
void gw_looks_progress (GwLooks *looks, guint *answered, guint *asked);

/* Any thread: what runs is cancelled soon, what was added before is not started, `func` is not
 * called any more once the engine has heard of it. Nothing may be added after this. */
void gw_looks_cancel (GwLooks *looks);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwLooks, gw_looks_unref)

G_END_DECLS
