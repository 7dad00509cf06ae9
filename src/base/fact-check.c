/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Predicates on texts from strangers. */
#include "base/fact-check.h"

#include "base/jid.h"
#include "base/limits.h"

#define NAME_MAX_BYTES    64
#define ADDRESS_MAX_BYTES 320 /* RFC 3696 section 3 */
#define PORT_MAX          65535

gboolean
gw_check_country (const char *text)
{
  return g_ascii_isupper (text[0]) && g_ascii_isupper (text[1]) && text[2] == '\0';
}

gboolean
gw_check_language (const char *text)
{
  return g_ascii_islower (text[0]) && g_ascii_islower (text[1]) && text[2] == '\0';
}

gboolean
gw_check_organization (const char *text)
{
  static const char *const words[] = {"company",      "commercial person", "private person",
                                      "governmental", "non-governmental",  NULL};

  return g_strv_contains (words, text);
}

gboolean
gw_check_category (const char *text)
{
  return text[0] >= 'A' && text[0] <= 'D' && text[1] == '\0';
}

/* RFC 3986 allows these nowhere in a URI. */
static gboolean
is_foreign_to_uris (char c)
{
  switch (c) {
  case '"':
  case '<':
  case '>':
  case '\\':
  case '^':
  case '`':
  case '{':
  case '|':
  case '}':
    return TRUE;
  default:
    return !g_ascii_isgraph (c);
  }
}

/* GLib takes a URI apart only when what stands in its escapes is UTF-8 without NUL. */
static gboolean
is_uri_tail (const char *text)
{
  for (const char *p = text; *p; p++)
    if (is_foreign_to_uris (*p))
      return FALSE;
  if (strchr (text, '%') == NULL)
    return TRUE;
  g_autofree char *plain = g_uri_unescape_string (text, NULL);
  return plain && g_utf8_validate (plain, -1, NULL);
}

/* Behind the colon; NULL: no port. */
static const char *
skip_port (const char *text)
{
  guint port = 0;
  const char *p = text;

  while (g_ascii_isdigit (*p) && port <= PORT_MAX)
    port = port * 10 + (guint)g_ascii_digit_value (*p++);
  return p > text && port > 0 && port <= PORT_MAX ? p : NULL;
}

gboolean
gw_check_page (const char *text)
{
  static const char scheme[] = "https://";
  const char *host = text + strlen (scheme);

  if (g_ascii_strncasecmp (text, scheme, strlen (scheme)) != 0 ||
      strnlen (text, GW_LIMIT_FACT_TEXT + 1) > GW_LIMIT_FACT_TEXT || !g_ascii_isalnum (*host))
    return FALSE;
  const char *rest = host;
  while (g_ascii_isalnum (*rest) || *rest == '-' || *rest == '.' || *rest == '_')
    rest++;
  if (*rest == ':')
    rest = skip_port (rest + 1);
  if (rest == NULL || (*rest != '\0' && *rest != '/' && *rest != '?' && *rest != '#'))
    return FALSE;
  return is_uri_tail (rest);
}

static gboolean
is_printable (const char *text, gboolean with_blanks)
{
  if (!g_utf8_validate (text, -1, NULL))
    return FALSE;
  for (const char *p = text; *p; p = g_utf8_next_char (p))
    /* The first of the two answers for nearly all characters, and quickly. */
    if (!g_ascii_isgraph (*p) && !((guchar)*p >= 0x80 && g_unichar_isgraph (g_utf8_get_char (p))) &&
        !(with_blanks && *p == ' '))
      return FALSE;
  return TRUE;
}

/* Without any character that means something in a link: it is put behind "mailto:" and "xmpp:". */
static gboolean
is_bare_address (const char *text)
{
  const char *at = strchr (text, '@');

  return at && at > text && at[1] != '\0' && strchr (at + 1, '@') == NULL &&
         strnlen (text, ADDRESS_MAX_BYTES + 1) <= ADDRESS_MAX_BYTES &&
         strpbrk (text, "\"#%&,/:;<>?\\`") == NULL && is_printable (text, FALSE);
}

gboolean
gw_check_page_or_mail (const char *text)
{
  static const char mail[] = "mailto:";

  if (g_str_has_prefix (text, mail))
    return is_bare_address (text + strlen (mail));
  return gw_check_page (text);
}

gboolean
gw_check_domain (const char *text)
{
  return gw_domain_is_normal (text);
}

gboolean
gw_check_support (const char *text)
{
  static const char *const kinds[] = {"email:", "chat:", "room:"};

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_has_prefix (text, kinds[i]))
      return is_bare_address (text + strlen (kinds[i]));
  return FALSE;
}

gboolean
gw_check_name (const char *text)
{
  return *text && strnlen (text, NAME_MAX_BYTES + 1) <= NAME_MAX_BYTES && is_printable (text, TRUE);
}

gboolean
gw_check_token (const char *text)
{
  const char *p = text;

  while (g_ascii_isalnum (*p) || *p == '-' || *p == '_' || *p == '.')
    p++;
  return *p == '\0' && p > text && p - text <= NAME_MAX_BYTES;
}
