/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Both forms of host-meta: good ones, broken ones, hostile ones. */
#include "probe/host-meta.h"

#include "base/limits.h"

typedef struct {
  const char *path;
  const char *document;
  const char *links; /* "websocket URL, plain xbosh URL"; "": none; NULL: no host-meta */
} Case;

#define XRD(links)           "<XRD xmlns='http://docs.oasis-open.org/ns/xri/xrd-1.0'>" links "</XRD>"
#define LINK(rel, href)      "<Link rel='urn:xmpp:alt-connections:" rel "' href='" href "'/>"
#define JRD(links)           "{\"links\":[" links "]}"
#define JSON_LINK(rel, href) "{\"rel\":\"urn:xmpp:alt-connections:" rel "\",\"href\":\"" href "\"}"

#define WS   "wss://a.example/ws"
#define BOSH "https://a.example:5281/http-bind"
#define BOTH "websocket " WS ", xbosh " BOSH

static const Case xml_cases[] = {
    {"good", XRD (LINK ("websocket", WS) LINK ("xbosh", BOSH)), BOTH},
    {"with-declaration-and-comment",
     "<?xml version='1.0' encoding='utf-8'?>\n<!-- ours -->\n" XRD (LINK ("websocket", WS)) "\n",
     "websocket " WS},
    {"with-byte-order-mark", "\xef\xbb\xbf" XRD (LINK ("websocket", WS)), "websocket " WS},
    {"with-prefix",
     "<x:XRD xmlns:x='http://docs.oasis-open.org/ns/xri/xrd-1.0'><x:Link "
     "rel='urn:xmpp:alt-connections:xbosh' href='" BOSH "'/></x:XRD>",
     "xbosh " BOSH},
    {"among-others",
     XRD ("<Subject>a.example</Subject><Link rel='lrdd' template='https://a.example/{uri}'/>" LINK (
         "websocket", WS)),
     "websocket " WS},
    {"capital-scheme", XRD (LINK ("websocket", "WSS://a.example/")), "websocket WSS://a.example/"},
    {"no-links", XRD (""), ""},
    {"other-rel", XRD (LINK ("websockets", WS) "<Link rel='' href='" WS "'/>"), ""},
    {"no-rel", XRD ("<Link href='" WS "'/>"), ""},
    {"no-href", XRD ("<Link rel='urn:xmpp:alt-connections:websocket'/>"), ""},
    {"plain-http", XRD (LINK ("xbosh", "http://a.example/http-bind")),
     "plain xbosh http://a.example/http-bind"},
    {"plain-ws", XRD (LINK ("websocket", "ws://a.example/ws")),
     "plain websocket ws://a.example/ws"},
    {"schemes-swapped", XRD (LINK ("websocket", BOSH) LINK ("xbosh", WS)), ""},
    {"user-name", XRD (LINK ("websocket", "wss://a.example@b.example/")), ""},
    {"no-host", XRD (LINK ("websocket", "wss:///ws") LINK ("xbosh", "https:")), ""},
    {"blank-inside", XRD (LINK ("websocket", "wss://a.example/a b")), ""},
    {"control-character", XRD (LINK ("websocket", "wss://a.example/&#9;")), ""},
    {"turning-mark", XRD (LINK ("websocket", "wss://a.example/\xe2\x80\xae")), ""},
    {"script", XRD (LINK ("xbosh", "javascript:alert(1)")), ""},
    {"link-of-another-namespace",
     XRD ("<Link xmlns='urn:x' rel='urn:xmpp:alt-connections:"
          "websocket' href='" WS "'/>"),
     ""},
    {"only-in-json", XRD ("<Link rel='urn:xmpp:alt-connections:tls' port='443'/>"), ""},
    {"link-too-deep", XRD ("<Property>" LINK ("websocket", WS) "</Property>"), ""},
    {"another-root", "<html xmlns='http://www.w3.org/1999/xhtml'/>", NULL},
    {"no-namespace", "<XRD>" LINK ("websocket", WS) "</XRD>", NULL},
    {"page", "<!DOCTYPE html>\n<html><body>Log in</body></html>", NULL},
    {"document-type", "<!DOCTYPE XRD [<!ENTITY a 'b'>]>" XRD (LINK ("websocket", WS)), NULL},
    {"external-entity",
     "<!DOCTYPE XRD [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>" XRD ("<Subject>&a;</Subject>"),
     NULL},
    {"unknown-entity", XRD ("<Subject>&a;</Subject>"), NULL},
    {"cut-off", "<XRD xmlns='http://docs.oasis-open.org/ns/xri/xrd-1.0'>" LINK ("websocket", WS),
     NULL},
    {"two-roots", XRD ("") XRD (""), NULL},
    {"not-utf-8", XRD ("<Subject>\xe4</Subject>"), NULL},
    {"json-instead", JRD (JSON_LINK ("websocket", WS)), NULL},
    {"nothing", "", NULL},
};

#define WAY(rel, more) "{\"rel\":\"urn:xmpp:alt-connections:" rel "\"," more "}"
#define ALL_WAYS                                                                                                                                                                     \
  WAY ("websocket", "\"href\":\"" WS "\",\"port\":1,\"priority\":15,\"weight\":50,"                                                                                                  \
                    "\"sni\":\"A.example\",\"ips\":[\"192.0.2.1\",\"2001:db8::1\"]")                                                                                                 \
  "," WAY (                                                                                                                                                                          \
      "tls",                                                                                                                                                                         \
      "\"port\":443,\"priority\":10,\"weight\":0,\"sni\":\"b\u00fccher.example\","                                                                                                   \
      "\"ips\":[\"192.0.2.1\"]") "," WAY ("quic",                                                                                                                                    \
                                          "\"port\":443,\"ips\":[]") "," WAY ("s2s-websocket",                                                                                       \
                                                                              "\"href\":\"wss://a.example/s2s\"") "," WAY ("s2s-tls",                                                \
                                                                                                                           "\"port\":5270") "," WAY ("s2s-quic",                     \
                                                                                                                                                     "\"href\":\"" WS                \
                                                                                                                                                     "\"") "," WAY ("s2s-websocket", \
                                                                                                                                                                    "\"href\":\"ws://a.example/s2s\"")

static const Case json_cases[] = {
    {"good", JRD (JSON_LINK ("websocket", WS) "," JSON_LINK ("xbosh", BOSH)), BOTH},
    {"with-blanks", " \n" JRD (JSON_LINK ("websocket", WS)) "\n", "websocket " WS},
    {"among-others",
     "{\"subject\":\"a.example\",\"links\":[7,null,{\"rel\":\"lrdd\"}," JSON_LINK ("websocket",
                                                                                   WS) "]}",
     "websocket " WS},
    {"no-links", "{}", ""},
    {"empty-links", JRD (""), ""},
    {"links-of-another-type", "{\"links\":{\"rel\":\"x\"}}", ""},
    {"link-of-other-types",
     JRD ("{\"rel\":7,\"href\":\"" WS "\"},{\"rel\":\"urn:xmpp:alt-connections:websocket\","
          "\"href\":[\"" WS "\"]}"),
     ""},
    {"other-rel", JRD (JSON_LINK ("websockets", WS)), ""},
    {"plain-http", JRD (JSON_LINK ("xbosh", "http://a.example/http-bind")),
     "plain xbosh http://a.example/http-bind"},
    {"plain-ws", JRD (JSON_LINK ("websocket", "ws://a.example/ws")),
     "plain websocket ws://a.example/ws"},
    {"user-name", JRD (JSON_LINK ("websocket", "wss://a.example@b.example/")), ""},
    {"control-character", JRD (JSON_LINK ("websocket", "wss://a.example/\\u0007")), ""},
    {"all-ways", JRD (ALL_WAYS),
     "websocket wss://a.example/ws priority 15 weight 50 sni a.example ip 192.0.2.1 ip 2001:db8::1, "
     "tls port 443 priority 10 weight 0 sni xn--bcher-kva.example ip 192.0.2.1, "
     "quic port 443, s2s-websocket wss://a.example/s2s, s2s-tls port 5270, s2s-quic port 0, "
     "plain s2s-websocket ws://a.example/s2s"},
    {"ways-of-other-types",
     JRD ("{\"rel\":\"urn:xmpp:alt-connections:tls\",\"port\":\"443\",\"priority\":-1,"
          "\"weight\":65536,\"sni\":\"a b\",\"ips\":[\"a.example\",7,\"192.0.2.256\"]},"
          "{\"rel\":\"urn:xmpp:alt-connections:tls\",\"port\":65536,\"priority\":1.5,"
          "\"sni\":[],\"ips\":\"192.0.2.1\"}"),
     "tls port 0, tls port 0"},
    {"a-list", "[" JSON_LINK ("websocket", WS) "]", NULL},
    {"a-word", "\"links\"", NULL},
    {"zero-byte", JRD (JSON_LINK ("websocket", "wss://a.example/\\u0000")), NULL},
    {"cut-off", "{\"links\":[" JSON_LINK ("websocket", WS), NULL},
    {"more-behind", JRD ("") "{}", NULL},
    {"not-utf-8", "{\"subject\":\"\xe4\"}", NULL},
    {"page", "<!DOCTYPE html>", NULL},
    {"nothing", "", NULL},
};

static void
describe_link (GString *text, const GwHostLink *link)
{
  g_string_append_printf (text, "%s%s%s", text->len ? ", " : "", link->is_encrypted ? "" : "plain ",
                          gw_host_link_name (link->kind));
  if (link->url)
    g_string_append_printf (text, " %s", link->url);
  else
    g_string_append_printf (text, " port %u", link->port);
  if (link->priority >= 0)
    g_string_append_printf (text, " priority %d", link->priority);
  if (link->weight >= 0)
    g_string_append_printf (text, " weight %d", link->weight);
  if (link->sni)
    g_string_append_printf (text, " sni %s", link->sni);
  for (char **ip = link->ips; ip && *ip; ip++)
    g_string_append_printf (text, " ip %s", *ip);
}

static char *
describe (GwHostMeta *meta)
{
  GString *text = g_string_new (NULL);

  if (meta == NULL)
    return g_string_free (text, TRUE);
  for (guint i = 0; i < meta->links->len; i++)
    describe_link (text, meta->links->pdata[i]);
  gw_host_meta_free (meta);
  return g_string_free (text, FALSE);
}

static void
test_xml (gconstpointer data)
{
  const Case *test = data;
  g_autofree char *found =
      describe (gw_host_meta_parse_xml (test->document, strlen (test->document)));

  g_assert_cmpstr (found, ==, test->links);
}

static void
test_json (gconstpointer data)
{
  const Case *test = data;
  g_autofree char *found =
      describe (gw_host_meta_parse_json (test->document, strlen (test->document)));

  g_assert_cmpstr (found, ==, test->links);
}

/* A good document, blown up by blanks to that many bytes. */
static char *
blow_up (const char *document, gsize length)
{
  char *text = g_malloc (length + 1);

  memset (text, ' ', length);
  memcpy (text, document, strlen (document));
  text[length] = '\0';
  return text;
}

static void
test_size (void)
{
  g_autofree char *xml = blow_up (XRD (LINK ("websocket", WS)), GW_LIMIT_HOST_META + 1);
  g_autofree char *json = blow_up (JRD (JSON_LINK ("websocket", WS)), GW_LIMIT_HOST_META + 1);
  g_autofree char *largest_xml = describe (gw_host_meta_parse_xml (xml, GW_LIMIT_HOST_META));
  g_autofree char *largest_json = describe (gw_host_meta_parse_json (json, GW_LIMIT_HOST_META));

  g_assert_cmpstr (largest_xml, ==, "websocket " WS);
  g_assert_cmpstr (largest_json, ==, "websocket " WS);
  g_assert_null (gw_host_meta_parse_xml (xml, GW_LIMIT_HOST_META + 1));
  g_assert_null (gw_host_meta_parse_json (json, GW_LIMIT_HOST_META + 1));
}

/* Many that are not encrypted leave the room of the others alone. */
static void
test_many (void)
{
  g_autoptr (GString) xml =
      g_string_new ("<XRD xmlns='http://docs.oasis-open.org/ns/xri/xrd-1.0'>");
  g_autoptr (GString) json = g_string_new ("{\"links\":[{}");

  for (int i = 0; i < 2 * GW_LIMIT_HOST_META_LINKS; i++) {
    g_string_append (xml, LINK ("websocket", "ws://a.example/"));
    g_string_append (json, "," JSON_LINK ("websocket", "ws://a.example/"));
  }
  for (int i = 0; i < 2 * GW_LIMIT_HOST_META_LINKS; i++) {
    g_string_append (xml, LINK ("websocket", WS));
    g_string_append (json, "," JSON_LINK ("websocket", WS));
  }
  g_string_append (xml, LINK ("xbosh", BOSH) "</XRD>");
  g_string_append (json, "," JSON_LINK ("xbosh", BOSH) "]}");
  g_autoptr (GwHostMeta) of_xml = gw_host_meta_parse_xml (xml->str, xml->len);
  g_autoptr (GwHostMeta) of_json = gw_host_meta_parse_json (json->str, json->len);
  g_autoptr (GPtrArray) web_of_xml = gw_host_meta_web_links (of_xml);
  g_autoptr (GPtrArray) web_of_json = gw_host_meta_web_links (of_json);
  g_assert_cmpuint (of_xml->links->len, ==, 2 * GW_LIMIT_HOST_META_LINKS + 1);
  g_assert_cmpuint (of_json->links->len, ==, 2 * GW_LIMIT_HOST_META_LINKS + 1);
  g_assert_cmpuint (web_of_xml->len, ==, GW_LIMIT_HOST_META_LINKS + 1);
  g_assert_cmpuint (web_of_json->len, ==, GW_LIMIT_HOST_META_LINKS + 1);
}

static void
test_whole (void)
{
  static const struct {
    const char *own;
    gboolean is_whole;
    gint64 ttl_s;
    guint n_pins;
  } rows[] = {
      {"{\"ttl\":3000,\"public-key-pins-sha-256\":[\"a\",\"b\"]}", TRUE, 3000, 2},
      {"{\"ttl\":0}", TRUE, 0, 0},
      {"{}", TRUE, -1, 0},
      {"{\"ttl\":-5}", TRUE, -1, 0},
      {"{\"ttl\":\"3000\",\"public-key-pins-sha-256\":\"a\"}", TRUE, -1, 0},
      {"{\"ttl\":1e3}", TRUE, -1, 0},
      {"[]", FALSE, -1, 0},
      {"true", FALSE, -1, 0},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *json =
        g_strdup_printf ("{\"xmpp\":%s,\"links\":[" WAY ("tls", "\"port\":443") "]}", rows[i].own);
    g_autoptr (GwHostMeta) meta = gw_host_meta_parse_json (json, strlen (json));
    g_autoptr (GPtrArray) web = gw_host_meta_web_links (meta);

    g_assert_cmpint (meta->is_whole, ==, rows[i].is_whole);
    g_assert_cmpint (meta->ttl_s, ==, rows[i].ttl_s);
    g_assert_cmpuint (meta->n_pins, ==, rows[i].n_pins);
    g_assert_cmpuint (meta->links->len, ==, 1);
    g_assert_cmpuint (web->len, ==, 0);
  }
}

static void
test_long_url (void)
{
  g_autofree char *tail = g_strnfill (GW_LIMIT_URL, 'a');
  g_autofree char *xml = g_strdup_printf (XRD (LINK ("websocket", "wss://a.example/%s")), tail);
  g_autofree char *found = describe (gw_host_meta_parse_xml (xml, strlen (xml)));

  g_assert_cmpstr (found, ==, "");
}

static void
test_deep (void)
{
  enum { DEPTH = 10000 };
  g_autofree char *open = g_strnfill (DEPTH, '[');
  g_autoptr (GString) tags = g_string_new (NULL);

  for (int i = 0; i < DEPTH; i++)
    g_string_append (tags, "<a>");
  g_assert_null (gw_host_meta_parse_json (open, DEPTH));
  g_assert_null (gw_host_meta_parse_xml (tags->str, tags->len));
}

/* Whatever comes: no crash, and what is offered to be used is encrypted. */
static void
check_links (GwHostMeta *meta)
{
  if (meta == NULL)
    return;
  g_autoptr (GPtrArray) links = gw_host_meta_web_links (meta);
  for (guint i = 0; i < links->len; i++) {
    const GwHostLink *link = links->pdata[i];
    const char *scheme = link->kind == GW_HOST_LINK_WEBSOCKET ? "wss:" : "https:";
    g_assert_cmpint (g_ascii_strncasecmp (link->url, scheme, strlen (scheme)), ==, 0);
  }
  gw_host_meta_free (meta);
}

static void
test_damaged (void)
{
  enum { ROUNDS = 5000, SEED = 7 };
  static const char *const documents[] = {
      XRD (LINK ("websocket", WS) LINK ("xbosh", BOSH)),
      JRD (JSON_LINK ("websocket", WS) "," JSON_LINK ("xbosh", BOSH)),
      "{\"xmpp\":{\"ttl\":3000},"
      "\"links\":[" ALL_WAYS "]}"};
  g_autoptr (GRand) chance = g_rand_new_with_seed (SEED);

  for (gsize kind = 0; kind < G_N_ELEMENTS (documents); kind++) {
    gint32 length = (gint32)strlen (documents[kind]);
    for (int round = 0; round < ROUNDS; round++) {
      /* Not terminated: reading past the end is seen by the sanitizer. */
      g_autofree char *bytes = g_memdup2 (documents[kind], (gsize)length);
      for (int i = g_rand_int_range (chance, 0, 4); i > 0; i--)
        bytes[g_rand_int_range (chance, 0, length)] = (char)g_rand_int_range (chance, 0, 256);
      gsize cut = (gsize)g_rand_int_range (chance, 0, length + 1);
      check_links (gw_host_meta_parse_xml (bytes, cut));
      check_links (gw_host_meta_parse_json (bytes, cut));
      check_links (gw_host_meta_parse_xml (bytes, (gsize)length));
      check_links (gw_host_meta_parse_json (bytes, (gsize)length));
    }
  }
}

static void
add_cases (const char *form, const Case *cases, gsize n, GTestDataFunc func)
{
  for (gsize i = 0; i < n; i++) {
    g_autofree char *path = g_strconcat ("/host-meta/", form, "/", cases[i].path, NULL);
    g_test_add_data_func (path, &cases[i], func);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add_cases ("xml", xml_cases, G_N_ELEMENTS (xml_cases), test_xml);
  add_cases ("json", json_cases, G_N_ELEMENTS (json_cases), test_json);
  g_test_add_func ("/host-meta/size", test_size);
  g_test_add_func ("/host-meta/many", test_many);
  g_test_add_func ("/host-meta/all-ways-in", test_whole);
  g_test_add_func ("/host-meta/long-url", test_long_url);
  g_test_add_func ("/host-meta/deep", test_deep);
  g_test_add_func ("/host-meta/damaged", test_damaged);
  return g_test_run ();
}
