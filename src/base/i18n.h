/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Translation: every word that a person reads goes through these. Tables hold N_() and are
 * translated where they are shown, so that one table serves both languages. */
#pragma once

#include <glib.h>
#include <libintl.h>

#define _(text)                 gettext (text)
#define N_(text)                text
#define ngettext_(one, many, n) ngettext (one, many, n)

/* Binds the text domain. `language` ("de", "en", NULL = the system's) overrides the environment; a
 * language whose locale the machine lacks works as well. Main thread, before any other thread
 * exists. */
void gw_i18n_init (const char *language);

/* A day (days since 1970) in numbers, as the language writes it; "?" for 0. Free with g_free(). */
char *gw_day_text (gint32 date);

/* The person's language as two letters (ISO 639-1): "de" of "de_AT.UTF-8", "en" of "C.UTF-8".
 * Static; main thread. */
const char *gw_i18n_language (void);
