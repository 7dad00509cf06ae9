/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SASLprep by libidn's tables and our own NFKC; strength by zxcvbn. */
#include "account/password.h"

#include <stringprep.h>
#include <zxcvbn.h>

#include "account/nfkc.h"
#include "base/error.h"
#include "base/i18n.h"
#include "base/limits.h"

/* Characters while one is prepared: what does not fit is longer than a password may be. */
#define ROOM (2 * GW_LIMIT_PASSWORD)

#define KNOWN_MAX 32 /* words that are worth nothing */
#define PART_MIN  3  /* bytes of a part of them */

/* --- preparing --- */

/* libidn's own profile normalizes into memory that it does not wipe, so its steps before and after
 * that are taken apart. */
static Stringprep_rc
take_steps (gunichar *text, gsize *length, gboolean is_before)
{
  Stringprep_profile steps[32] = {{0}};
  gsize n = 0;
  gboolean is_past = FALSE;

  for (const Stringprep_profile *step = stringprep_saslprep; step->operation != 0; step++) {
    if (step->operation == STRINGPREP_NFKC) {
      is_past = TRUE;
      continue;
    }
    g_assert (n + 1 < G_N_ELEMENTS (steps));
    if (is_past != is_before)
      steps[n++] = *step;
  }
  return (Stringprep_rc)stringprep_4i (text, length, ROOM, STRINGPREP_NO_UNASSIGNED, steps);
}

/* NULL, or why not. */
static const char *
saslprep (gunichar *text, gsize *length)
{
  Stringprep_rc rc = take_steps (text, length, TRUE);

  if (rc == STRINGPREP_OK && !gw_nfkc (text, length, ROOM - 1))
    return _ ("it is too long");
  if (rc == STRINGPREP_OK)
    rc = take_steps (text, length, FALSE);
  switch (rc) {
  case STRINGPREP_OK:
    return *length > 0 ? NULL : _ ("it is empty");
  case STRINGPREP_CONTAINS_UNASSIGNED:
    return _ ("it holds a character that is too new for most servers");
  case STRINGPREP_BIDI_BOTH_L_AND_RAL:
  case STRINGPREP_BIDI_LEADTRAIL_NOT_RAL:
    return _ ("it mixes directions of writing");
  case STRINGPREP_TOO_SMALL_BUFFER:
    return _ ("it is too long");
  default:
    return _ ("it holds a character that passwords cannot have");
  }
}

static gsize
decode (const char *text, gunichar *letters)
{
  gsize length = 0;

  for (const char *p = text; *p; p = g_utf8_next_char (p))
    letters[length++] = g_utf8_get_char (p);
  return length;
}

/* FALSE: it does not fit. */
static gboolean
encode (const gunichar *letters, gsize length, char text[GW_LIMIT_PASSWORD + 1])
{
  gsize used = 0;

  for (gsize i = 0; i < length; i++) {
    if (used + (gsize)g_unichar_to_utf8 (letters[i], NULL) > GW_LIMIT_PASSWORD)
      return FALSE;
    used += (gsize)g_unichar_to_utf8 (letters[i], text + used);
  }
  text[used] = '\0';
  return TRUE;
}

GwSecret *
gw_password_prepare (GwSecret *typed, GError **error)
{
  gunichar letters[ROOM];
  char text[GW_LIMIT_PASSWORD + 1];
  GwSecret *prepared = NULL;
  const char *fault;
  gsize length;

  g_return_val_if_fail (typed != NULL, NULL);

  if (g_str_is_ascii (gw_secret_peek (typed)))
    return gw_secret_ref (typed);
  length = decode (gw_secret_peek (typed), letters);
  fault = saslprep (letters, &length);
  if (fault == NULL && !encode (letters, length, text))
    fault = _ ("it is too long");
  if (fault == NULL)
    prepared = gw_secret_new (text, error);
  else
    gw_error_set (error, GW_ERROR_BAD_PASSWORD, NULL, fault);
  gw_wipe (letters, sizeof letters);
  gw_wipe (text, sizeof text);
  return prepared;
}

/* --- strength --- */

/* The dictionary of zxcvbn is an English one. These stand often in German passwords. */
static const char *const german[] = {
    "passwort",  "hallo",       "schatz",   "geheim",   "sommer",     "winter",   "liebe",
    "sonne",     "deutschland", "berlin",   "hamburg",  "fussball",   "fußball",  "bayern",
    "schalke",   "dortmund",    "hund",     "katze",    "maus",       "mutter",   "vater",
    "familie",   "baby",        "schule",   "internet", "computer",   "frühling", "herbst",
    "januar",    "februar",     "märz",     "april",    "juni",       "juli",     "august",
    "september", "oktober",     "november", "dezember", "montag",     "dienstag", "mittwoch",
    "freitag",   "samstag",     "sonntag",  "mausi",    "willkommen", "kennwort",
};

/* Bits of guessing work. Servers slow those down who ask them; but a stolen store of SCRAM-SHA-1
 * keys is tried at about 2^21 guesses a second by one graphics card. */
static const struct {
  double bits;
  GwStrength strength;
  const char *text;
} strengths[] = {
    /* 2^66: out of reach, also for many machines. */
    {66, GW_STRENGTH_STRONG, N_ ("Strong: nobody guesses this password.")},
    /* 2^50: 17 years of one card. */
    {50, GW_STRENGTH_GOOD, N_ ("Good enough for every day.")},
    /* 2^36: nine hours of one card, but out of reach for anybody who asks the server. */
    {36, GW_STRENGTH_FAIR, N_ ("Fair: it gets better with another word or two.")},
    {0, GW_STRENGTH_WEAK,
     N_ ("Easy to guess: take four words that have nothing to do with each other, or let Gangway "
         "make one.")},
};

static void
add_known (GPtrArray *words, const char *word)
{
  if (words->len < KNOWN_MAX && *word != '\0')
    g_ptr_array_add (words, g_strdup (word));
}

/* Each as it is, and its parts: "alice.smith" is known by "smith" as well. */
static GPtrArray *
split_known (const char *const *known)
{
  GPtrArray *words = g_ptr_array_new_with_free_func (g_free);

  for (gsize i = 0; known != NULL && known[i] != NULL; i++) {
    g_auto (GStrv) parts = g_strsplit_set (known[i], " .-_@", KNOWN_MAX);
    add_known (words, known[i]);
    for (gsize j = 0; parts[j] != NULL; j++)
      if (strlen (parts[j]) >= PART_MIN)
        add_known (words, parts[j]);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (german); i++)
    g_ptr_array_add (words, g_strdup (german[i]));
  g_ptr_array_add (words, NULL);
  return words;
}

GwStrength
gw_password_strength (GwSecret *password, const char *const *known)
{
  g_autoptr (GPtrArray) words = NULL;
  char head[GW_LIMIT_STRENGTH + 1];
  double bits;

  g_return_val_if_fail (password != NULL, GW_STRENGTH_WEAK);

  words = split_known (known);
  g_strlcpy (head, gw_secret_peek (password), sizeof head);
  bits = ZxcvbnMatch (head, (const char **)words->pdata, NULL);
  gw_wipe (head, sizeof head);
  for (gsize i = 0; i < G_N_ELEMENTS (strengths); i++)
    if (bits >= strengths[i].bits)
      return strengths[i].strength;
  return GW_STRENGTH_WEAK;
}

const char *
gw_strength_text (GwStrength strength)
{
  for (gsize i = 0; i < G_N_ELEMENTS (strengths); i++)
    if (strengths[i].strength == strength)
      return _ (strengths[i].text);
  g_return_val_if_reached ("");
}
