/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A web request asked for in one thread and made in the engine's. Internal to the room. */
#pragma once

#include "base/mailbox.h"
#include "net/http.h"

G_BEGIN_DECLS

typedef struct _GwFetch GwFetch;

/* As gw_http_start(), but called in the context of `box`. Once. */
GwFetch *gw_fetch_start (GwEngine *engine, const GwHttpRequest *request, GwMailbox *box,
                         GwHttpFunc func, gpointer data);

/* Ends it if it has not ended; in the thread of `box`, after which `func` is not called any more.
 * Needed after the end, too. */
void gw_fetch_free (GwFetch *fetch);

G_END_DECLS
