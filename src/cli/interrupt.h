/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ctrl-C and TERM end a loop instead of the program, so that what was begun is put away. */
#pragma once

#include "cli/cmd.h"

G_BEGIN_DECLS

typedef struct {
  GMainLoop *loop;
  gboolean was_interrupted;
  guint sources[2];
} GwInterrupt;

/* From here to the end both signals quit `loop`. */
void gw_interrupt_begin (GwInterrupt *interrupt, GMainLoop *loop);

/* FALSE and GW_ERROR_CANCELLED when one came. */
gboolean gw_interrupt_end (GwInterrupt *interrupt, GError **error);

G_END_DECLS
