/* SPDX-License-Identifier: GPL-3.0-or-later */
/* XMPP addresses (RFC 7622) and the domain names in them (RFC 5891, UTS 46). */
#include "base/jid.h"

#include <idn2.h>

#include "base/error.h"
#include "base/i18n.h"
#include "base/localpart.h"

#define DOMAIN_MAX 253 /* RFC 1035 section 2.3.4, written with dots */
#define LABEL_MAX  63

/* Scripts that may stand together in one label; everything else shows its A-label. */
static const GUnicodeScript script_sets[][4] = {
    {G_UNICODE_SCRIPT_LATIN},
    {G_UNICODE_SCRIPT_CYRILLIC},
    {G_UNICODE_SCRIPT_GREEK},
    {G_UNICODE_SCRIPT_HAN, G_UNICODE_SCRIPT_HIRAGANA, G_UNICODE_SCRIPT_KATAKANA},
    {G_UNICODE_SCRIPT_HAN, G_UNICODE_SCRIPT_HANGUL},
    {G_UNICODE_SCRIPT_HAN, G_UNICODE_SCRIPT_BOPOMOFO},
};

/* Cyrillic and Greek letters that look like Latin ones: a label of nothing else is a disguise. */
static const char look_alikes[] = "аеорсухіјѕһԁԛԝӏьвкмнт"
                                  "ονιαρυκτωχ";

static gboolean
is_ldh_label (const char *label)
{
  gsize length = strlen (label);

  if (length == 0 || length > LABEL_MAX || label[0] == '-' || label[length - 1] == '-')
    return FALSE;
  return strspn (label, "abcdefghijklmnopqrstuvwxyz0123456789-") == length;
}

/* NULL, or why an A-label name cannot be a provider's. */
static const char *
find_domain_fault (const char *domain)
{
  g_auto (GStrv) labels = g_strsplit (domain, ".", -1);
  guint n = g_strv_length (labels);

  if (strlen (domain) > DOMAIN_MAX)
    return _ ("it is too long");
  for (guint i = 0; i < n; i++)
    if (!is_ldh_label (labels[i]))
      return _ ("a provider's name holds letters, digits, hyphens and single dots");
  if (n < 2)
    return _ ("the ending is missing, such as “.org”");
  /* No top-level domain is a number: this is an IPv4 address in one of its spellings. */
  if (strspn (labels[n - 1], "0123456789") == strlen (labels[n - 1]))
    return _ ("a provider has a name, not a number");
  return NULL;
}

/* Most names that ever come by: nothing in them needs libidn2. Labels with hyphens in the third and
 * fourth place (xn--) do. Answers no for many a good name, never yes for a bad one. */
static gboolean
is_plain_domain (const char *text)
{
  const char *label = text;
  gboolean has_letter = FALSE;
  guint dots = 0;

  for (const char *p = text;; p++) {
    gsize length = (gsize)(p - label);
    if (g_ascii_islower (*p) || *p == '-') {
      if ((*p == '-' && length == 0) || length == LABEL_MAX ||
          (length == 3 && *p == '-' && p[-1] == '-'))
        return FALSE;
      has_letter = TRUE;
    } else if (*p == '.' || *p == '\0') {
      if (length == 0 || p[-1] == '-')
        return FALSE;
      if (*p == '\0')
        return dots > 0 && has_letter && p - text <= DOMAIN_MAX;
      dots++;
      label = p + 1;
      has_letter = FALSE;
    } else if (!g_ascii_isdigit (*p) || length == LABEL_MAX) {
      return FALSE;
    }
  }
}

static char *
domain_prepare (const char *text, const char **fault)
{
  if (is_plain_domain (text))
    return g_strdup (text);

  g_autofree char *trimmed = g_strstrip (g_utf8_make_valid (text, -1));
  char *ascii = NULL;
  gsize length = strlen (trimmed);

  *fault = _ ("it cannot be the name of a provider");
  if (!g_utf8_validate (text, -1, NULL) || length > 4 * DOMAIN_MAX)
    return NULL;
  if (length > 0 && trimmed[length - 1] == '.')
    trimmed[length - 1] = '\0';
  if (idn2_lookup_u8 ((const guint8 *)trimmed, (guint8 **)&ascii,
                      IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL) != IDN2_OK)
    return NULL;

  g_autofree char *domain = g_ascii_strdown (ascii, -1);
  idn2_free (ascii);
  *fault = find_domain_fault (domain);
  return *fault ? NULL : g_steal_pointer (&domain);
}

char *
gw_domain_normalize (const char *text, GError **error)
{
  const char *fault;

  g_return_val_if_fail (text != NULL, NULL);

  char *domain = domain_prepare (text, &fault);
  if (domain == NULL)
    gw_error_set (error, GW_ERROR_BAD_ADDRESS, text, fault);
  return domain;
}

gboolean
gw_domain_is_normal (const char *text)
{
  g_return_val_if_fail (text != NULL, FALSE);

  if (is_plain_domain (text))
    return TRUE;
  g_autofree char *domain = gw_domain_normalize (text, NULL);
  return g_strcmp0 (domain, text) == 0;
}

static gboolean
set_has (const GUnicodeScript *set, GUnicodeScript script)
{
  if (script == G_UNICODE_SCRIPT_COMMON || script == G_UNICODE_SCRIPT_INHERITED)
    return TRUE;
  for (int i = 0; i < 4; i++)
    /* Unused places are 0, which is COMMON and was answered above. */
    if (set[i] == script)
      return TRUE;
  return FALSE;
}

static gboolean
is_of_one_script (const char *label)
{
  for (gsize i = 0; i < G_N_ELEMENTS (script_sets); i++) {
    const char *p = label;
    while (*p && set_has (script_sets[i], g_unichar_get_script (g_utf8_get_char (p))))
      p = g_utf8_next_char (p);
    if (*p == '\0')
      return TRUE;
  }
  return FALSE;
}

static gboolean
is_disguise (const char *label)
{
  gboolean foreign = FALSE;

  for (const char *p = label; *p; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);
    if (c < 0x80 && !g_ascii_isalpha ((char)c))
      continue;
    if (c < 0x80 || g_utf8_strchr (look_alikes, -1, c) == NULL)
      return FALSE;
    foreign = TRUE;
  }
  return foreign;
}

static char *
label_display (const char *a_label)
{
  char *found = NULL;

  if (idn2_to_unicode_8z8z (a_label, &found, 0) != IDN2_OK)
    return g_strdup (a_label);
  g_autofree char *u_label = g_strdup (found);
  idn2_free (found);
  if (is_of_one_script (u_label) && !is_disguise (u_label))
    return g_steal_pointer (&u_label);
  return g_strdup (a_label);
}

char *
gw_domain_display (const char *a_label)
{
  g_return_val_if_fail (a_label != NULL, NULL);

  g_auto (GStrv) labels = g_strsplit (a_label, ".", -1);
  for (guint i = 0; labels[i]; i++) {
    g_autofree char *plain = labels[i];
    labels[i] = label_display (plain);
  }
  return g_strjoinv (".", labels);
}

char *
gw_localpart_normalize (const char *text, GError **error)
{
  g_autofree char *fault = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  char *local = gw_localpart_prepare (text, &fault);
  if (local == NULL)
    gw_error_set (error, GW_ERROR_BAD_NAME, text, fault);
  return local;
}

/* What stands behind "xmpp:" is percent-encoded (RFC 5122 section 2). NULL: badly so. */
static char *
strip_scheme (const char *text)
{
  const char scheme[] = "xmpp:";

  if (g_ascii_strncasecmp (text, scheme, strlen (scheme)) == 0)
    return g_uri_unescape_string (text + strlen (scheme), NULL);
  return g_strdup (text);
}

static GwJid *
jid_prepare (const char *text, char **fault)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (text));
  g_autofree char *bare = strip_scheme (trimmed);
  char *at = bare ? strchr (bare, '@') : NULL;
  const char *domain_fault = _ ("it should look like name@provider.example");
  g_autofree char *domain = NULL;

  if (at != NULL) {
    *at = '\0';
    g_autofree char *local = gw_localpart_prepare (bare, fault);
    if (local == NULL)
      return NULL;
    domain = domain_prepare (at + 1, &domain_fault);
    if (domain != NULL)
      return gw_jid_new (local, domain);
  }
  *fault = g_strdup (domain_fault);
  return NULL;
}

GwJid *
gw_jid_parse (const char *text, GError **error)
{
  g_autofree char *fault = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  GwJid *jid = jid_prepare (text, &fault);
  if (jid == NULL)
    gw_error_set (error, GW_ERROR_BAD_ADDRESS, text, fault);
  return jid;
}

GwJid *
gw_jid_new (const char *local, const char *domain)
{
  g_return_val_if_fail (local != NULL && domain != NULL, NULL);

  GwJid *jid = g_new (GwJid, 1);
  *jid = (GwJid){.local = g_strdup (local), .domain = g_strdup (domain)};
  return jid;
}

GwJid *
gw_jid_copy (const GwJid *jid)
{
  g_return_val_if_fail (jid != NULL, NULL);

  return gw_jid_new (jid->local, jid->domain);
}

void
gw_jid_free (GwJid *jid)
{
  if (jid == NULL)
    return;
  g_free (jid->local);
  g_free (jid->domain);
  g_free (jid);
}

char *
gw_jid_to_string (const GwJid *jid)
{
  g_return_val_if_fail (jid != NULL, NULL);

  return g_strconcat (jid->local, "@", jid->domain, NULL);
}
