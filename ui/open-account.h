/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opening an account that was made here earlier: its password from where it is kept, in a worker
 * thread. */
#pragma once

#include <gangway.h>
#include <gio/gio.h>

G_BEGIN_DECLS

/* Returns a GwSecret through `task`, whose task data is then a copy of `account`. `password`: what
 * the person typed, which is taken as it is; NULL: look for it. */
void gangway_open_account_run (GTask *task, const GwAccount *account, GwSecret *password);

G_END_DECLS
