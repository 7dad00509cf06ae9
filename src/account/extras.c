/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See extras.h. */
#include "account/extras.h"

/* NULL for nothing. */
static char *
take_name (const char *text)
{
  GString *name = g_string_new (NULL);
  g_autofree char *valid = g_utf8_make_valid (text ? text : "", -1);
  glong length = 0;

  for (const char *p = valid; *p && length < GW_LABEL_MAX; p = g_utf8_next_char (p), length++) {
    gunichar c = g_utf8_get_char (p);
    g_string_append_unichar (name, g_unichar_isgraph (c) ? c : ' ');
  }
  g_strstrip (name->str);
  return g_string_free (name, name->str[0] == '\0');
}

GwExtras *
gw_extras_new (const char *label, const char *display_name, const GwJid *inviter, const char *token)
{
  GwExtras *extras = g_new (GwExtras, 1);

  *extras = (GwExtras){take_name (label), take_name (display_name),
                       inviter ? gw_jid_copy (inviter) : NULL, g_strdup (token)};
  return extras;
}

GwExtras *
gw_extras_copy (const GwExtras *extras)
{
  return extras
             ? gw_extras_new (extras->label, extras->display_name, extras->inviter, extras->token)
             : NULL;
}

void
gw_extras_free (GwExtras *extras)
{
  if (extras == NULL)
    return;
  g_free (extras->label);
  g_free (extras->display_name);
  gw_jid_free (extras->inviter);
  g_free (extras->token);
  g_free (extras);
}
