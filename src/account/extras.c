/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See extras.h. */
#include "account/extras.h"

#include "base/clean.h"

/* NULL for nothing. */
static char *
take_name (const char *text)
{
  g_autofree char *name = text ? gw_clean_text (text, GW_LABEL_MAX, FALSE) : NULL;

  return name && *g_strstrip (name) ? g_steal_pointer (&name) : NULL;
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
