/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a text to its link, and from a link to what it offers. */
#include "account/invitation.h"

#include "base/error.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "base/secret.h"
#include "base/xmpp-uri.h"
#include "net/web-page.h"

#define XMPP  "xmpp:"
#define HTTPS "https://"

/* What ends a link in a sentence, beside blanks; no link has them unencoded. */
static const char quotes[] = "<>\"'`“”„‘’‚«»‹›";

static GwInvitation *
refuse (GError **error, const char *why)
{
  gw_error_set (error, GW_ERROR_BAD_INVITATION, NULL, why);
  return NULL;
}

/* --- what a link offers --- */

static gboolean
is_action (const GwXmppUri *uri, const char *action)
{
  return g_strcmp0 (uri->action, action) == 0;
}

/* NULL: none. *good is FALSE for one that no server makes. */
static const char *
find_token (const GwXmppUri *uri, gboolean *good)
{
  const char *token = gw_xmpp_uri_param (uri, "preauth");

  *good = TRUE;
  if (token == NULL || *token == '\0')
    return NULL;
  *good = strlen (token) <= GW_LIMIT_TOKEN;
  for (const char *p = token; *p; p++)
    *good = *good && g_ascii_isgraph (*p);
  return token;
}

static GwInvitation *
read_register (const GwXmppUri *uri, const char *token)
{
  GwInvitation *invitation = g_new0 (GwInvitation, 1);

  invitation->domain = g_strdup (uri->domain);
  invitation->local = g_strdup (uri->local);
  invitation->token = g_strdup (token);
  return invitation;
}

static GwInvitation *
read_roster (const GwXmppUri *uri, const char *token, GError **error)
{
  GwInvitation *invitation;

  if (uri->local == NULL || token == NULL || g_strcmp0 (gw_xmpp_uri_param (uri, "ibr"), "y") != 0)
    return refuse (error, _ ("it offers a contact, but no address"));
  invitation = g_new0 (GwInvitation, 1);
  invitation->domain = g_strdup (uri->domain);
  invitation->token = g_strdup (token);
  invitation->inviter = gw_jid_new (uri->local, uri->domain);
  return invitation;
}

GwInvitation *
gw_invitation_from_uri (const char *text, GError **error)
{
  g_autoptr (GwXmppUri) uri = NULL;
  const char *token;
  gboolean good;

  g_return_val_if_fail (text != NULL, NULL);

  uri = gw_xmpp_uri_parse (text, NULL);
  if (uri == NULL)
    return refuse (error, _ ("the link in it is damaged"));
  token = find_token (uri, &good);
  if (!good || uri->resource != NULL)
    return refuse (error, _ ("the link in it is damaged"));
  if (is_action (uri, "register"))
    return read_register (uri, token);
  if (is_action (uri, "roster"))
    return read_roster (uri, token, error);
  if (is_action (uri, "login"))
    return refuse (error, _ ("it is the setup code of an address that exists already"));
  return refuse (error, _ ("it offers no address"));
}

/* --- the link in a text --- */

static gboolean
ends_link (gunichar c)
{
  return c == 0 || g_unichar_isspace (c) || g_unichar_iscntrl (c) ||
         g_utf8_strchr (quotes, -1, c) != NULL;
}

/* A link that stands in a sentence, without the punctuation behind it. */
static char *
cut_link (const char *start)
{
  const char *end = start;

  while (!ends_link (g_utf8_get_char (end)))
    end = g_utf8_next_char (end);
  while (end > start && strchr (".,;:!?)]}", end[-1]) != NULL)
    end--;
  return g_strndup (start, (gsize)(end - start));
}

/* "xmpp:" as a word of its own, or the start of an https link. */
static gboolean
begins_link (const char *text, const char *at)
{
  if (g_ascii_strncasecmp (at, HTTPS, strlen (HTTPS)) == 0)
    return TRUE;
  return g_ascii_strncasecmp (at, XMPP, strlen (XMPP)) == 0 &&
         (at == text || !g_ascii_isalnum (at[-1])) && !ends_link (g_utf8_get_char (at + 5));
}

/* NULL: none. */
static char *
find_link (const char *text)
{
  for (const char *at = text; *at; at = g_utf8_next_char (at))
    if (begins_link (text, at))
      return cut_link (at);
  return NULL;
}

/* Without "xmpp:" it may be anything. */
static gboolean
is_for_us (const char *uri)
{
  g_autoptr (GwXmppUri) parsed = gw_xmpp_uri_parse (uri, NULL);

  return parsed != NULL && (parsed->local != NULL || parsed->action != NULL);
}

/* The xmpp: link behind the # of a web link; NULL: something else stands there, or nothing. */
static char *
read_fragment (const char *link)
{
  const char *fragment = strchr (link, '#');
  g_autofree char *decoded = NULL, *uri = NULL;

  if (fragment == NULL)
    return NULL;
  fragment++;
  if (strchr (fragment, '?') == NULL) {
    /* Perhaps encoded as a whole. */
    decoded = g_uri_unescape_string (fragment, NULL);
    if (decoded == NULL || !g_utf8_validate (decoded, -1, NULL))
      return NULL;
    fragment = decoded;
  }
  if (gw_xmpp_uri_is (fragment))
    return g_strdup (fragment);
  uri = g_strconcat (XMPP, fragment, NULL);
  return is_for_us (uri) ? g_steal_pointer (&uri) : NULL;
}

static GwInvitation *
read_web_link (const char *link, char **page, GError **error)
{
  g_autofree char *uri = read_fragment (link);

  if (uri != NULL)
    return gw_invitation_from_uri (uri, error);
  *page = gw_web_page_new (link);
  return *page != NULL ? NULL : refuse (error, _ ("the link in it is damaged"));
}

GwInvitation *
gw_invitation_parse (const char *text, char **page, GError **error)
{
  g_autofree char *link = NULL;

  g_return_val_if_fail (text != NULL && page != NULL, NULL);

  *page = NULL;
  if (strnlen (text, GW_LIMIT_INVITATION_TEXT + 1) > GW_LIMIT_INVITATION_TEXT)
    return refuse (error, _ ("it is too long"));
  if (!g_utf8_validate (text, -1, NULL))
    return refuse (error, _ ("it is not written in UTF-8"));
  link = find_link (text);
  if (link == NULL)
    return refuse (error, _ ("there is no link in it"));
  return gw_xmpp_uri_is (link) ? gw_invitation_from_uri (link, error)
                               : read_web_link (link, page, error);
}

/* --- values --- */

GwInvitation *
gw_invitation_copy (const GwInvitation *invitation)
{
  GwInvitation *copy;

  g_return_val_if_fail (invitation != NULL, NULL);

  copy = g_new0 (GwInvitation, 1);
  copy->domain = g_strdup (invitation->domain);
  copy->local = g_strdup (invitation->local);
  copy->token = g_strdup (invitation->token);
  copy->inviter = invitation->inviter != NULL ? gw_jid_copy (invitation->inviter) : NULL;
  return copy;
}

void
gw_invitation_free (GwInvitation *invitation)
{
  if (invitation == NULL)
    return;
  g_free (invitation->domain);
  g_free (invitation->local);
  gw_wipe_free (invitation->token);
  gw_jid_free (invitation->inviter);
  g_free (invitation);
}
