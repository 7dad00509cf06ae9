/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Both forms of host-meta: RFC 6415, XEP-0156. */
#include "probe/host-meta.h"

#include <jansson.h>

#include "base/limits.h"
#include "net/xml.h"

#define XRD_NS        "http://docs.oasis-open.org/ns/xri/xrd-1.0"
#define REL_WEBSOCKET "urn:xmpp:alt-connections:websocket"
#define REL_BOSH      "urn:xmpp:alt-connections:xbosh"

static void
link_free (gpointer data)
{
  GwHostLink *link = data;

  g_free (link->url);
  g_free (link);
}

static GPtrArray *
links_new (void)
{
  return g_ptr_array_new_with_free_func (link_free);
}

/* Plain characters only: it is shown to people. */
static gboolean
is_url_of (const char *text, const char *scheme)
{
  gsize length = strlen (text);

  if (length > GW_LIMIT_URL)
    return FALSE;
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isgraph (text[i]))
      return FALSE;

  g_autoptr (GUri) uri = g_uri_parse (text, G_URI_FLAGS_HAS_PASSWORD, NULL);
  return uri != NULL && g_ascii_strcasecmp (g_uri_get_scheme (uri), scheme) == 0 &&
         g_uri_get_userinfo (uri) == NULL && g_uri_get_host (uri) != NULL &&
         *g_uri_get_host (uri) != '\0';
}

/* Either may be NULL. */
static void
add_link (GPtrArray *links, const char *rel, const char *href)
{
  gboolean is_websocket = g_strcmp0 (rel, REL_WEBSOCKET) == 0;

  if ((!is_websocket && g_strcmp0 (rel, REL_BOSH) != 0) || href == NULL ||
      links->len >= GW_LIMIT_HOST_META_LINKS || !is_url_of (href, is_websocket ? "wss" : "https"))
    return;
  GwHostLink *link = g_new (GwHostLink, 1);
  *link = (GwHostLink){.is_websocket = is_websocket, .url = g_strdup (href)};
  g_ptr_array_add (links, link);
}

GPtrArray *
gw_host_meta_parse_xml (const char *bytes, gsize length)
{
  g_return_val_if_fail (bytes != NULL || length == 0, NULL);

  if (length == 0 || length > GW_LIMIT_HOST_META)
    return NULL;
  g_autoptr (GwXml) root = gw_xml_parse (bytes, (gssize)length, NULL);
  if (root == NULL || !gw_xml_is (root, "XRD", XRD_NS))
    return NULL;

  GPtrArray *links = links_new ();
  for (GwXml *child = gw_xml_first (root); child; child = gw_xml_next (child))
    if (gw_xml_is (child, "Link", XRD_NS))
      add_link (links, gw_xml_attribute (child, "rel"), gw_xml_attribute (child, "href"));
  return links;
}

GPtrArray *
gw_host_meta_parse_json (const char *bytes, gsize length)
{
  g_return_val_if_fail (bytes != NULL || length == 0, NULL);

  if (length == 0 || length > GW_LIMIT_HOST_META)
    return NULL;
  json_t *root = json_loadb (bytes, length, 0, NULL);
  json_t *list = json_object_get (root, "links"), *entry;
  GPtrArray *links = json_is_object (root) ? links_new () : NULL;
  gsize at;

  /* A JRD may do without links (RFC 6415 appendix A). */
  if (links)
    json_array_foreach (list, at, entry)
    {
      add_link (links, json_string_value (json_object_get (entry, "rel")),
                json_string_value (json_object_get (entry, "href")));
    }
  json_decref (root);
  return links;
}
