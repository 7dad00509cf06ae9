/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The program of --puzzle-command: for tests and for those who hand puzzles on to a person
 * elsewhere. Main thread; the main context runs meanwhile. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Runs `program` (no shell) with `path` as its one argument. The first line of its output, without
 * blanks around it; NULL once `*stop` or `*changed`, which end it, or GW_ERROR_FAILED when it
 * cannot be started, fails, says nothing, or says more than a form takes. */
char *gw_puzzle_command_run (const char *program, const char *path, const gboolean *stop,
                             const gboolean *changed, GError **error);

G_END_DECLS
