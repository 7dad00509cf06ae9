/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Both forms of host-meta: RFC 6415, XEP-0156, XEP-0487. */
#include "probe/host-meta.h"

#include <arpa/inet.h>
#include <jansson.h>

#include "base/jid.h"
#include "base/limits.h"
#include "net/xml.h"

#define XRD_NS     "http://docs.oasis-open.org/ns/xri/xrd-1.0"
#define REL_PREFIX "urn:xmpp:alt-connections:"

typedef struct {
  const char *name;              /* behind REL_PREFIX */
  const char *encrypted, *plain; /* schemes of its url; NULL: it has a port */
  gboolean is_classic;           /* of XEP-0156, so in both forms */
} KindRow;

static const KindRow kind_rows[] = {
    [GW_HOST_LINK_WEBSOCKET] = {"websocket", "wss", "ws", TRUE},
    [GW_HOST_LINK_BOSH] = {"xbosh", "https", "http", TRUE},
    [GW_HOST_LINK_TLS] = {"tls"},
    [GW_HOST_LINK_QUIC] = {"quic"},
    [GW_HOST_LINK_S2S_WEBSOCKET] = {"s2s-websocket", "wss", "ws"},
    [GW_HOST_LINK_S2S_TLS] = {"s2s-tls"},
    [GW_HOST_LINK_S2S_QUIC] = {"s2s-quic"},
};
G_STATIC_ASSERT (G_N_ELEMENTS (kind_rows) == GW_HOST_N_LINKS);

const char *
gw_host_link_name (GwHostLinkKind kind)
{
  g_return_val_if_fail ((guint)kind < GW_HOST_N_LINKS, "");
  return kind_rows[kind].name;
}

static void
link_free (gpointer data)
{
  GwHostLink *link = data;

  g_free (link->url);
  g_free (link->sni);
  g_strfreev (link->ips);
  g_free (link);
}

static GwHostMeta *
host_meta_new (void)
{
  GwHostMeta *meta = g_new0 (GwHostMeta, 1);

  meta->links = g_ptr_array_new_with_free_func (link_free);
  meta->ttl_s = -1;
  return meta;
}

void
gw_host_meta_free (GwHostMeta *meta)
{
  if (meta == NULL)
    return;
  g_ptr_array_unref (meta->links);
  g_free (meta);
}

/* Plain characters only: it is shown to people. */
static GUri *
read_url (const char *text)
{
  gsize length = strlen (text);

  if (length > GW_LIMIT_URL)
    return NULL;
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isgraph (text[i]))
      return NULL;

  g_autoptr (GUri) uri = g_uri_parse (text, G_URI_FLAGS_HAS_PASSWORD, NULL);
  if (uri == NULL || g_uri_get_userinfo (uri) != NULL || g_uri_get_host (uri) == NULL ||
      *g_uri_get_host (uri) == '\0')
    return NULL;
  return g_steal_pointer (&uri);
}

static gboolean
find_kind (const char *rel, gboolean is_json, GwHostLinkKind *kind)
{
  if (rel == NULL || !g_str_has_prefix (rel, REL_PREFIX))
    return FALSE;
  for (int i = 0; i < GW_HOST_N_LINKS; i++)
    if (strcmp (rel + strlen (REL_PREFIX), kind_rows[i].name) == 0) {
      *kind = (GwHostLinkKind)i;
      return is_json || kind_rows[i].is_classic;
    }
  return FALSE;
}

static gboolean
has_room (const GwHostMeta *meta, GwHostLinkKind kind, gboolean is_encrypted)
{
  guint n = 0;

  for (guint i = 0; i < meta->links->len; i++) {
    const GwHostLink *link = meta->links->pdata[i];
    n += link->kind == kind && !link->is_encrypted == !is_encrypted;
  }
  return n < GW_LIMIT_HOST_META_LINKS;
}

/* Either may be NULL. The new link, which is in the list already; NULL: it is none of ours. */
static GwHostLink *
add_link (GwHostMeta *meta, const char *rel, const char *href, gboolean is_json)
{
  GwHostLinkKind kind;
  gboolean is_encrypted = TRUE;

  if (!find_kind (rel, is_json, &kind))
    return NULL;
  if (kind_rows[kind].encrypted != NULL) {
    g_autoptr (GUri) uri = href != NULL ? read_url (href) : NULL;
    const char *scheme = uri != NULL ? g_uri_get_scheme (uri) : "";
    is_encrypted = g_ascii_strcasecmp (scheme, kind_rows[kind].encrypted) == 0;
    if (!is_encrypted && g_ascii_strcasecmp (scheme, kind_rows[kind].plain) != 0)
      return NULL;
  }
  if (!has_room (meta, kind, is_encrypted))
    return NULL;

  GwHostLink *link = g_new0 (GwHostLink, 1);
  *link = (GwHostLink){.kind = kind, .is_encrypted = is_encrypted, .priority = -1, .weight = -1};
  if (kind_rows[kind].encrypted != NULL)
    link->url = g_strdup (href);
  g_ptr_array_add (meta->links, link);
  return link;
}

GwHostMeta *
gw_host_meta_parse_xml (const char *bytes, gsize length)
{
  g_return_val_if_fail (bytes != NULL || length == 0, NULL);

  if (length == 0 || length > GW_LIMIT_HOST_META)
    return NULL;
  g_autoptr (GwXml) root = gw_xml_parse (bytes, (gssize)length, NULL);
  if (root == NULL || !gw_xml_is (root, "XRD", XRD_NS))
    return NULL;

  GwHostMeta *meta = host_meta_new ();
  for (GwXml *child = gw_xml_first (root); child; child = gw_xml_next (child))
    if (gw_xml_is (child, "Link", XRD_NS))
      add_link (meta, gw_xml_attribute (child, "rel"), gw_xml_attribute (child, "href"), FALSE);
  return meta;
}

/* --- JSON --------------------------------------------------------------------------------------
 */

static gint64
read_number (const json_t *object, const char *key, gint64 max, gint64 otherwise)
{
  const json_t *value = json_object_get (object, key);
  gint64 number = json_is_integer (value) ? json_integer_value (value) : -1;

  return number >= 0 && number <= max ? number : otherwise;
}

static gboolean
is_address (const char *text)
{
  struct in6_addr address;

  return text != NULL &&
         (inet_pton (AF_INET, text, &address) == 1 || inet_pton (AF_INET6, text, &address) == 1);
}

static char **
read_addresses (const json_t *list)
{
  g_autoptr (GStrvBuilder) addresses = g_strv_builder_new ();
  json_t *entry;
  gsize at;
  guint n = 0;

  json_array_foreach (list, at, entry)
  {
    if (n < GW_LIMIT_ADDRESSES && is_address (json_string_value (entry))) {
      g_strv_builder_add (addresses, json_string_value (entry));
      n++;
    }
  }
  return n > 0 ? g_strv_builder_end (addresses) : NULL;
}

static void
read_link (GwHostMeta *meta, const json_t *entry)
{
  const char *sni = json_string_value (json_object_get (entry, "sni"));
  GwHostLink *link = add_link (meta, json_string_value (json_object_get (entry, "rel")),
                               json_string_value (json_object_get (entry, "href")), TRUE);

  if (link == NULL)
    return;
  if (link->url == NULL)
    link->port = (guint16)read_number (entry, "port", G_MAXUINT16, 0);
  link->priority = (int)read_number (entry, "priority", G_MAXUINT16, -1);
  link->weight = (int)read_number (entry, "weight", G_MAXUINT16, -1);
  link->sni = sni != NULL ? gw_domain_normalize (sni, NULL) : NULL;
  link->ips = read_addresses (json_object_get (entry, "ips"));
}

GwHostMeta *
gw_host_meta_parse_json (const char *bytes, gsize length)
{
  g_return_val_if_fail (bytes != NULL || length == 0, NULL);

  if (length == 0 || length > GW_LIMIT_HOST_META)
    return NULL;
  json_t *root = json_loadb (bytes, length, 0, NULL);
  json_t *own = json_object_get (root, "xmpp"), *entry;
  GwHostMeta *meta = json_is_object (root) ? host_meta_new () : NULL;
  gsize at;

  /* A JRD may do without links (RFC 6415 appendix A). */
  if (meta) {
    json_array_foreach (json_object_get (root, "links"), at, entry) read_link (meta, entry);
    meta->is_whole = json_is_object (own);
    meta->ttl_s = read_number (own, "ttl", G_MAXINT64, -1);
    meta->n_pins = (guint)json_array_size (json_object_get (own, "public-key-pins-sha-256"));
  }
  json_decref (root);
  return meta;
}

GPtrArray *
gw_host_meta_web_links (const GwHostMeta *meta)
{
  g_return_val_if_fail (meta != NULL, NULL);

  GPtrArray *links = g_ptr_array_new ();
  for (guint i = 0; i < meta->links->len; i++) {
    GwHostLink *link = meta->links->pdata[i];
    if (link->is_encrypted && kind_rows[link->kind].is_classic)
      g_ptr_array_add (links, link);
  }
  return links;
}
