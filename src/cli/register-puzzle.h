/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Puzzles: pictures, sounds and questions that tell people from programs (XEP-0158). A picture is
 * drawn into the terminal and lies in a file as well, a sound lies in a file, each as long as it is
 * asked about. */
#pragma once

#include "cli/register.h"

G_BEGIN_DECLS

/* Asks for as many answers as the form wants, the person or the program of --puzzle-command. A
 * puzzle that expires meanwhile is replaced, and so is one that the person cannot read. Nothing of
 * this may be answered in advance, so it is the last that is asked. TRUE as well when it is no
 * longer the person's turn; FALSE: GW_ERROR_CANCELLED, GW_ERROR_REFUSED_FORM when nobody can
 * answer, or what --puzzle-command failed with. */
gboolean gw_register_puzzle_ask (GwRegister *self, GError **error);

G_END_DECLS
