/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Requests of a new account about itself. */
#include "account/introduce.h"

#include "base/error.h"

/* One request; a refusal of the server counts as well as no answer. */
static gboolean
ask (GwStrophe *strophe, const GwJid *jid, const char *payload, GError **error)
{
  g_autoptr (GwXml) answer = gw_strophe_ask_own (strophe, "set", payload, error);

  if (answer == NULL)
    return FALSE;
  if (g_strcmp0 (gw_xml_attribute (answer, "type"), "result") == 0)
    return TRUE;
  gw_error_set (error, GW_ERROR_REFUSED_OTHER, jid->domain, NULL);
  return FALSE;
}

/* Old apps read the vCard, new ones the nickname; servers that keep both in one place exist. */
static gboolean
show_name (GwStrophe *strophe, const GwJid *jid, const char *name, GError **error)
{
  g_autofree char *escaped = gw_xml_escape (name);
  g_autofree char *nick =
      g_strdup_printf ("<pubsub xmlns='http://jabber.org/protocol/pubsub'><publish node="
                       "'http://jabber.org/protocol/nick'><item id='current'><nick xmlns="
                       "'http://jabber.org/protocol/nick'>%s</nick></item></publish></pubsub>",
                       escaped);
  g_autofree char *vcard = g_strdup_printf (
      "<vCard xmlns='vcard-temp'><FN>%s</FN><NICKNAME>%s</NICKNAME></vCard>", escaped, escaped);
  gboolean nick_taken = ask (strophe, jid, nick, NULL);

  return ask (strophe, jid, vcard, nick_taken ? NULL : error) || nick_taken;
}

static gboolean
add_inviter (GwStrophe *strophe, const GwJid *jid, const GwExtras *extras, GError **error)
{
  g_autofree char *address = gw_jid_to_string (extras->inviter);
  g_autofree char *escaped = gw_xml_escape (address);
  g_autofree char *token = extras->token ? gw_xml_escape (extras->token) : NULL;
  g_autofree char *proof =
      token ? g_strdup_printf ("<preauth xmlns='urn:xmpp:pars:0' token='%s'/>", token) : NULL;
  g_autofree char *item =
      g_strdup_printf ("<query xmlns='jabber:iq:roster'><item jid='%s'/></query>", escaped);

  gw_strophe_presence (strophe, "subscribe", address, proof);
  gw_strophe_presence (strophe, "subscribed", address, NULL);
  /* It is there by the request already; the answer shows that the server has come so far. */
  return ask (strophe, jid, item, error);
}

gboolean
gw_introduce (GwStrophe *strophe, const GwJid *jid, const GwExtras *extras, GError **error)
{
  g_return_val_if_fail (strophe != NULL && jid != NULL && extras != NULL, FALSE);

  GError *fault = NULL;
  gboolean named =
      extras->display_name == NULL || show_name (strophe, jid, extras->display_name, &fault);
  gboolean added =
      extras->inviter == NULL || add_inviter (strophe, jid, extras, fault ? NULL : &fault);

  if (fault)
    g_propagate_error (error, fault);
  return named && added;
}
