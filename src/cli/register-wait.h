/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A provider asks to wait before the next try. */
#pragma once

#include "cli/register.h"

G_BEGIN_DECLS

#define GW_REGISTER_WAIT_MAX_S (15 * 60) /* nobody sits longer in front of a terminal */

/* Whether it is worth waiting: there is a person, the provider said how long, and it is the first
 * time in this run. */
gboolean gw_register_wait_is_worth (const GwRegister *self, const GError *why);

/* Counts down on the terminal. FALSE: the person stopped it. */
gboolean gw_register_wait (GwRegister *self, guint seconds);

G_END_DECLS
