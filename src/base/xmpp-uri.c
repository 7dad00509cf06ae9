/* SPDX-License-Identifier: GPL-3.0-or-later */
/* RFC 5122 section 2.2: xmpp:[LOCAL@]DOMAIN[/RESOURCE][?ACTION[;KEY=VALUE]...][#FRAGMENT] */
#include "base/xmpp-uri.h"

#include "base/error.h"
#include "base/i18n.h"
#include "base/jid.h"
#include "base/limits.h"
#include "base/localpart.h"
#include "base/secret.h"

#define SCHEME     "xmpp:"
#define LOCAL_MAY  "!$()*+,;="  /* nodeallow */
#define DOMAIN_MAY "!$&'()*+,=" /* of reg-name */

static void
param_free (GwXmppUriParam *param)
{
  g_free (param->key);
  gw_wipe_free (param->value);
  g_free (param);
}

static void
param_add (GwXmppUri *uri, char *key, char *value)
{
  GwXmppUriParam *param = g_new (GwXmppUriParam, 1);

  *param = (GwXmppUriParam){key, value};
  g_ptr_array_add (uri->params, param);
}

static GwXmppUri *
uri_new (void)
{
  GwXmppUri *uri = g_new0 (GwXmppUri, 1);

  uri->params = g_ptr_array_new_with_free_func ((GDestroyNotify)param_free);
  return uri;
}

void
gw_xmpp_uri_free (GwXmppUri *uri)
{
  if (uri == NULL)
    return;
  g_free (uri->local);
  g_free (uri->domain);
  g_free (uri->resource);
  g_free (uri->action);
  g_ptr_array_unref (uri->params);
  g_free (uri);
}

/* --- reading --- */

/* NULL: badly encoded. */
static char *
decode (const char *start, const char *end)
{
  char *text = g_uri_unescape_segment (start, end, NULL);
  gboolean good = text != NULL && g_utf8_validate (text, -1, NULL);

  for (const char *p = text; good && *p; p = g_utf8_next_char (p))
    good = !g_unichar_iscntrl (g_utf8_get_char (p));
  if (!good)
    g_clear_pointer (&text, gw_wipe_free);
  return text;
}

static gboolean
read_domain (GwXmppUri *uri, const char *text, char **fault)
{
  uri->domain = gw_domain_normalize (text, NULL);
  if (uri->domain == NULL)
    *fault = g_strdup (_ ("it cannot be the name of a provider"));
  return uri->domain != NULL;
}

/* LOCAL@DOMAIN, or DOMAIN alone. */
static gboolean
read_bare (GwXmppUri *uri, const char *start, const char *end, char **fault)
{
  const char *at = memchr (start, '@', (gsize)(end - start));
  g_autofree char *local = at != NULL ? decode (start, at) : NULL;
  g_autofree char *rest = decode (at != NULL ? at + 1 : start, end);
  char *coded_at;

  if (rest == NULL || (at != NULL && local == NULL)) {
    *fault = g_strdup (_ ("it is badly encoded"));
    return FALSE;
  }
  coded_at = at == NULL ? strchr (rest, '@') : NULL;
  if (coded_at != NULL) {
    *coded_at = '\0';
    local = g_strdup (rest);
  }
  if (local != NULL) {
    uri->local = gw_localpart_prepare (local, fault);
    if (uri->local == NULL)
      return FALSE;
  }
  return read_domain (uri, coded_at != NULL ? coded_at + 1 : rest, fault);
}

static gboolean
read_address (GwXmppUri *uri, const char *start, const char *end, char **fault)
{
  const char *slash = memchr (start, '/', (gsize)(end - start));

  if (g_str_has_prefix (start, "//")) {
    *fault = g_strdup (_ ("it begins with xmpp:// instead of xmpp:"));
    return FALSE;
  }
  if (slash != NULL) {
    uri->resource = decode (slash + 1, end);
    if (uri->resource == NULL || *uri->resource == '\0') {
      *fault = g_strdup (_ ("it is badly encoded"));
      return FALSE;
    }
  }
  return read_bare (uri, start, slash != NULL ? slash : end, fault);
}

static gboolean
read_param (GwXmppUri *uri, const char *start, const char *end)
{
  const char *equals = memchr (start, '=', (gsize)(end - start));
  g_autofree char *key = decode (start, equals != NULL ? equals : end);
  char *value = equals != NULL ? decode (equals + 1, end) : g_strdup ("");

  if (key == NULL || value == NULL) {
    gw_wipe_free (value);
    return FALSE;
  }
  if (*key == '\0' || gw_xmpp_uri_param (uri, key) != NULL)
    gw_wipe_free (value);
  else
    param_add (uri, g_steal_pointer (&key), value);
  return TRUE;
}

/* The first piece is the action, unless it is a pair. */
static gboolean
read_query (GwXmppUri *uri, const char *start, const char *end, char **fault)
{
  gboolean good = TRUE;

  for (const char *piece = start, *stop; good && piece <= end; piece = stop + 1) {
    stop = memchr (piece, ';', (gsize)(end - piece));
    if (stop == NULL)
      stop = end;
    if (piece == start && memchr (piece, '=', (gsize)(stop - piece)) == NULL) {
      uri->action = decode (piece, stop);
      good = uri->action != NULL;
    } else {
      good = uri->params->len < GW_LIMIT_URI_PARAMS && read_param (uri, piece, stop);
    }
  }
  if (!good)
    *fault = g_strdup (_ ("it is badly encoded"));
  else if (uri->action != NULL && *uri->action == '\0')
    g_clear_pointer (&uri->action, g_free);
  return good;
}

static gboolean
has_blank (const char *text)
{
  for (const char *p = text; *p; p = g_utf8_next_char (p))
    if (g_unichar_isspace (g_utf8_get_char (p)) || g_unichar_iscntrl (g_utf8_get_char (p)))
      return TRUE;
  return FALSE;
}

static gboolean
read_uri (GwXmppUri *uri, const char *text, char **fault)
{
  const char *address = text + strlen (SCHEME);
  const char *query = address + strcspn (address, "?#");
  const char *end = query + strcspn (query, "#");

  if (strlen (text) > GW_LIMIT_URI)
    *fault = g_strdup (_ ("it is too long"));
  else if (!g_utf8_validate (text, -1, NULL))
    *fault = g_strdup (_ ("it is not written in UTF-8"));
  else if (has_blank (text))
    *fault = g_strdup (_ ("it holds a blank"));
  if (*fault != NULL || !read_address (uri, address, query, fault))
    return FALSE;
  return *query != '?' || read_query (uri, query + 1, end, fault);
}

gboolean
gw_xmpp_uri_is (const char *text)
{
  g_return_val_if_fail (text != NULL, FALSE);

  return g_ascii_strncasecmp (text, SCHEME, strlen (SCHEME)) == 0;
}

GwXmppUri *
gw_xmpp_uri_parse (const char *text, GError **error)
{
  g_autoptr (GwXmppUri) uri = NULL;
  g_autofree char *fault = NULL, *address = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  if (!gw_xmpp_uri_is (text)) {
    /* Whatever it is, a password may be in it. */
    gw_error_set (error, GW_ERROR_BAD_ADDRESS, "…", _ ("it does not begin with xmpp:"));
    return NULL;
  }
  uri = uri_new ();
  if (read_uri (uri, text, &fault))
    return g_steal_pointer (&uri);
  text += strlen (SCHEME);
  address = g_strndup (text, strcspn (text, "?#"));
  gw_error_set (error, GW_ERROR_BAD_ADDRESS, address, fault);
  return NULL;
}

const char *
gw_xmpp_uri_param (const GwXmppUri *uri, const char *key)
{
  g_return_val_if_fail (uri != NULL && key != NULL, NULL);

  for (guint i = 0; i < uri->params->len; i++) {
    const GwXmppUriParam *param = uri->params->pdata[i];
    if (g_str_equal (param->key, key))
      return param->value;
  }
  return NULL;
}

/* --- writing --- */

GwXmppUri *
gw_xmpp_uri_new (const char *local, const char *domain, const char *action)
{
  GwXmppUri *uri;

  g_return_val_if_fail (domain != NULL, NULL);

  uri = uri_new ();
  uri->local = g_strdup (local);
  uri->domain = g_strdup (domain);
  uri->action = g_strdup (action);
  return uri;
}

void
gw_xmpp_uri_add (GwXmppUri *uri, const char *key, const char *value)
{
  g_return_if_fail (uri != NULL && key != NULL && value != NULL);

  if (gw_xmpp_uri_param (uri, key) == NULL)
    param_add (uri, g_strdup (key), g_strdup (value));
}

static void
append (GString *text, const char *before, const char *part, const char *may)
{
  char *escaped = g_uri_escape_string (part, may, FALSE);

  g_string_append (text, before);
  g_string_append (text, escaped);
  gw_wipe_free (escaped);
}

/* So that nothing is moved, which would leave a copy behind: each byte takes three at most. */
static gsize
longest (const GwXmppUri *uri)
{
  gsize length = strlen (uri->domain);

  length += uri->local != NULL ? strlen (uri->local) : 0;
  length += uri->resource != NULL ? strlen (uri->resource) : 0;
  length += uri->action != NULL ? strlen (uri->action) : 0;
  for (guint i = 0; i < uri->params->len; i++) {
    const GwXmppUriParam *param = uri->params->pdata[i];
    length += strlen (param->key) + strlen (param->value) + 2;
  }
  return 3 * length + sizeof SCHEME + 4;
}

char *
gw_xmpp_uri_to_string (const GwXmppUri *uri)
{
  GString *text;

  g_return_val_if_fail (uri != NULL, NULL);

  text = g_string_sized_new (longest (uri));
  g_string_append (text, SCHEME);
  if (uri->local != NULL) {
    append (text, "", uri->local, LOCAL_MAY);
    g_string_append_c (text, '@');
  }
  append (text, "", uri->domain, DOMAIN_MAY);
  if (uri->resource != NULL)
    append (text, "/", uri->resource, NULL);
  if (uri->action != NULL || uri->params->len > 0)
    append (text, "?", uri->action != NULL ? uri->action : "", NULL);
  for (guint i = 0; i < uri->params->len; i++) {
    const GwXmppUriParam *param = uri->params->pdata[i];
    append (text, ";", param->key, NULL);
    append (text, "=", param->value, NULL);
  }
  return g_string_free (text, FALSE);
}
