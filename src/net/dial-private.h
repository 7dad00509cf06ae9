/* SPDX-License-Identifier: GPL-3.0-or-later */
/* For the tests: a dial from given endpoints, with waits of their own. */
#pragma once

#include "net/dial.h"

G_BEGIN_DECLS

/* Milliseconds; see base/limits.h. */
typedef struct {
  guint connect; /* one address */
  guint dial;    /* all of them */
  guint head_start;
} GwDialWaits;

/* As gw_dial_start(), to the endpoints of the plan. */
GwDial *gw_dial_start_at (GwEngine *engine, const char *domain, const GwDialPlan *plan,
                          const GwDialWaits *waits, GwDialFunc func, gpointer data);

G_END_DECLS
