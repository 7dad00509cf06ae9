/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Questions to the person at the terminal: prompts on standard error, answers from standard input.
 * The main context runs meanwhile, so that whatever goes on goes on, and a signal source can end
 * the wait. Main thread. */
#pragma once

#include "base/secret.h"

G_BEGIN_DECLS

/* Is there somebody to ask? Standard input and standard error are a terminal. */
gboolean gw_ask_is_possible (void);

/* One line, without blanks around it; NULL at the end of the input or once `*stop`. */
char *gw_ask_line (const char *prompt, const gboolean *stop);
/* The same; NULL also once `*changed`: what was asked about is no longer so. What was half typed is
 * thrown away then. */
char *gw_ask_line_unless (const char *prompt, const gboolean *stop, const gboolean *changed);
/* `preset`: what Enter means, which the prompt says by [Y/n] or [y/N]. FALSE at the end of the
 * input and once `*stop`. */
gboolean gw_ask_yes (const char *prompt, gboolean preset, const gboolean *stop);
/* Without showing what is typed. NULL: nothing was typed, or as above. */
GwSecret *gw_ask_secret (const char *prompt, const gboolean *stop);

G_END_DECLS
