/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Nodeprep (RFC 6122 appendix A) by libidn, and what RFC 7622 asks beyond that. Prosody and
 * ejabberd apply nodeprep without unassigned code points, so that is what decides which account
 * one gets. */
#include "base/localpart.h"

#include <idn-free.h>
#include <stringprep.h>

#include "base/i18n.h"
#include "base/limits.h"

/* *result is NULL unless STRINGPREP_OK is returned. */
static Stringprep_rc
nodeprep (const char *text, char **result)
{
  char *found = NULL;
  int rc = stringprep_profile (text, &found, "Nodeprep", STRINGPREP_NO_UNASSIGNED);

  *result = rc == STRINGPREP_OK ? g_strdup (found) : NULL;
  if (rc == STRINGPREP_OK)
    idn_free (found);
  return (Stringprep_rc)rc;
}

/* What the identifier class of RFC 8264 section 4.2 lets through, without the characters that RFC
 * 7622 section 3.3.1 takes away. */
static gboolean
is_local_char (gunichar c)
{
  if (c < 0x80)
    return c > 0x20 && c < 0x7f && strchr ("\"&'/:<>@", (int)c) == NULL;
  switch (g_unichar_type (c)) {
  case G_UNICODE_LOWERCASE_LETTER:
  case G_UNICODE_UPPERCASE_LETTER:
  case G_UNICODE_OTHER_LETTER:
  case G_UNICODE_MODIFIER_LETTER:
  case G_UNICODE_NON_SPACING_MARK:
  case G_UNICODE_SPACING_MARK:
  case G_UNICODE_DECIMAL_NUMBER:
    return TRUE;
  default:
    return FALSE;
  }
}

static gboolean
has_only_local_chars (const char *local)
{
  for (const char *p = local; *p; p = g_utf8_next_char (p))
    if (!is_local_char (g_utf8_get_char (p)))
      return FALSE;
  return TRUE;
}

static gboolean
is_invisible (gunichar c)
{
  GUnicodeType type = g_unichar_type (c);

  return type == G_UNICODE_CONTROL || type == G_UNICODE_FORMAT || g_unichar_iszerowidth (c);
}

/* NULL, or why this one character of a name cannot stand there. */
static char *
find_char_fault (gunichar c)
{
  char text[7] = "";
  g_autofree char *local = NULL;

  g_unichar_to_utf8 (c, text);
  if (g_unichar_isspace (c))
    return g_strdup (_ ("it holds a blank"));
  switch (nodeprep (text, &local)) {
  case STRINGPREP_CONTAINS_UNASSIGNED:
    return g_strdup_printf (_ ("it holds “%s”, which is too new for most servers"), text);
  case STRINGPREP_OK:
    /* Nodeprep drops such a character without a word: the person would not see which name it is. */
    if (*local == '\0')
      return g_strdup (_ ("it holds an invisible character"));
    if (has_only_local_chars (local))
      return NULL;
    break;
  case STRINGPREP_BIDI_BOTH_L_AND_RAL:
  case STRINGPREP_BIDI_LEADTRAIL_NOT_RAL:
    return NULL;
  default:
    break;
  }
  if (is_invisible (c) && !g_unichar_ismark (c))
    return g_strdup (_ ("it holds an invisible character"));
  return g_strdup_printf (_ ("it holds the character “%s”, which is not allowed there"), text);
}

static char *
find_fault (const char *text)
{
  if (*text == '\0')
    return g_strdup (_ ("it is empty"));
  if (strlen (text) > GW_LIMIT_LOCALPART)
    return g_strdup (_ ("it is too long"));
  if (!g_utf8_validate (text, -1, NULL))
    return g_strdup (_ ("it is not written in UTF-8"));
  for (const char *p = text; *p; p = g_utf8_next_char (p)) {
    char *fault = find_char_fault (g_utf8_get_char (p));
    if (fault != NULL)
      return fault;
  }
  return NULL;
}

/* Characters that are all good may still not go together. */
static const char *
find_whole_fault (Stringprep_rc rc, const char *local)
{
  switch (rc) {
  case STRINGPREP_OK:
    if (strlen (local) > GW_LIMIT_LOCALPART)
      return _ ("it is too long");
    return has_only_local_chars (local) ? NULL : _ ("it holds characters that do not go together");
  case STRINGPREP_BIDI_BOTH_L_AND_RAL:
  case STRINGPREP_BIDI_LEADTRAIL_NOT_RAL:
  case STRINGPREP_BIDI_CONTAINS_PROHIBITED:
    return _ ("it mixes directions of writing");
  default:
    return _ ("it holds characters that do not go together");
  }
}

/* Most names that ever come by: nodeprep would give them back as they are. */
static gboolean
is_plain (const char *text)
{
  gsize length = strspn (text, "abcdefghijklmnopqrstuvwxyz0123456789.-_");

  return length > 0 && length <= GW_LIMIT_LOCALPART && text[length] == '\0';
}

char *
gw_localpart_prepare (const char *text, char **fault)
{
  g_autofree char *local = NULL;
  const char *whole_fault;
  Stringprep_rc rc;

  if (is_plain (text))
    return g_strdup (text);
  *fault = find_fault (text);
  if (*fault != NULL)
    return NULL;
  rc = nodeprep (text, &local);
  whole_fault = find_whole_fault (rc, local);
  if (whole_fault == NULL)
    return g_steal_pointer (&local);
  *fault = g_strdup (whole_fault);
  return NULL;
}
