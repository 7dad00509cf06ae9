/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The password: whose it is, where it is kept before anybody is asked, and how a person gets to see
 * it. */
#pragma once

#include "cli/register.h"

G_BEGIN_DECLS

/* Chooses place and password. FALSE: there is no place (GW_ERROR_NO_KEYRING, GW_ERROR_FILE_EXISTS
 * ...) or no password; nobody was contacted. */
gboolean gw_register_place_choose (GwRegister *self, GError **error);

/* Another password, typed at the terminal. FALSE and GW_ERROR_CANCELLED. */
gboolean gw_register_place_ask_password (GwRegister *self, GError **error);

/* Where only the person keeps it: shows it, once for each name, and asks whether it is written
 * down. FALSE and GW_ERROR_NOT_KEPT. */
gboolean gw_register_place_confirm (GwRegister *self, GError **error);

/* Whether the program made the password, so that the person has never seen it. */
gboolean gw_register_place_is_generated (const GwRegister *self);
/* Shows address and password on the second screen until Enter. */
void gw_register_place_show (GwRegister *self);

G_END_DECLS
