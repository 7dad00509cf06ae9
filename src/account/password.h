/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Passwords that a person types: in the form in which every app sends them, and whether they are
 * good enough. Pure, any thread. */
#pragma once

#include "base/secret.h"

G_BEGIN_DECLS

/* As a password is stored (SASLprep, RFC 4013, without unassigned code points): every app makes the
 * same of what is typed, however its keyboard puts an umlaut together. ASCII comes back as it is.
 * NULL and GW_ERROR_BAD_PASSWORD with a reason else. All that it takes lies in memory that is
 * wiped; nothing is left in freed memory. */
GwSecret *gw_password_prepare (GwSecret *typed, GError **error);

typedef enum {
  GW_STRENGTH_WEAK,
  GW_STRENGTH_FAIR,
  GW_STRENGTH_GOOD,
  GW_STRENGTH_STRONG
} GwStrength;

/* By zxcvbn: words, names, dates, keyboard rows and repetitions count for what a guesser pays for
 * them. `known` (NULL-ended, NULL allowed): the name, the domain, the name that others see; also
 * their parts are worth nothing. It knows English words, and few German ones: other languages look
 * better than they are. Only the first GW_LIMIT_STRENGTH bytes are looked at.
 *
 * zxcvbn keeps no copy of a password: the one that it makes (of the letters in reverse) it writes
 * over before it frees it. Single letters stay on the stack. */
GwStrength gw_password_strength (GwSecret *password, const char *const *known);

/* Translated, for a newcomer; what to do stands with those that are not good. */
const char *gw_strength_text (GwStrength strength);

G_END_DECLS
