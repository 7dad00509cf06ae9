/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where addresses are given out on a website only: the way there and back, for a person at a
 * terminal. */
#pragma once

#include "cli/register.h"

G_BEGIN_DECLS

/* The person's turn in GW_ATTEMPT_WEB: offers the page, keeps the password before it is opened, and
 * tries the address out when the person is done. TRUE: the attempt goes on (gw_register_await()).
 * FALSE: the person does not want to (GW_ERROR_REFUSED_WEB_ONLY), nobody is there, or
 * GW_ERROR_CANCELLED. */
gboolean gw_register_web_turn (GwRegister *self, GError **error);

G_END_DECLS
