/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The next provider, when one will not take anybody: never without the person's word, be it
 * --next-on-refusal. */
#pragma once

#include "cli/register.h"

G_BEGIN_DECLS

#define GW_REGISTER_NEXT_MAX 3 /* further providers in one run */

/* Whether `why` will be the same tomorrow, so that only another provider helps. */
gboolean gw_register_next_helps (const GwRegister *self, const GError *why);

/* Goes on with the best provider of `gangway list --in-app` that was not asked yet: `domain` is
 * that one, name and password are kept, and the one before stands among `tried`. FALSE: there is
 * none, or the person does not want to. */
gboolean gw_register_next (GwRegister *self, const GError *why);

G_END_DECLS
