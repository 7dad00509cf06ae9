/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Both forms of host-meta: good ones, broken ones, hostile ones. */
#include "probe/host-meta.h"

#include "base/limits.h"

typedef struct {
  const char *path;
  const char *document;
  const char *links; /* "ws URL, bosh URL"; "": none; NULL: no host-meta */
} Case;

#define XRD(links)           "<XRD xmlns='http://docs.oasis-open.org/ns/xri/xrd-1.0'>" links "</XRD>"
#define LINK(rel, href)      "<Link rel='urn:xmpp:alt-connections:" rel "' href='" href "'/>"
#define JRD(links)           "{\"links\":[" links "]}"
#define JSON_LINK(rel, href) "{\"rel\":\"urn:xmpp:alt-connections:" rel "\",\"href\":\"" href "\"}"

#define WS   "wss://a.example/ws"
#define BOSH "https://a.example:5281/http-bind"
#define BOTH "ws " WS ", bosh " BOSH

static const Case xml_cases[] = {
    {"good", XRD (LINK ("websocket", WS) LINK ("xbosh", BOSH)), BOTH},
    {"with-declaration-and-comment",
     "<?xml version='1.0' encoding='utf-8'?>\n<!-- ours -->\n" XRD (LINK ("websocket", WS)) "\n",
     "ws " WS},
    {"with-byte-order-mark", "\xef\xbb\xbf" XRD (LINK ("websocket", WS)), "ws " WS},
    {"with-prefix",
     "<x:XRD xmlns:x='http://docs.oasis-open.org/ns/xri/xrd-1.0'><x:Link "
     "rel='urn:xmpp:alt-connections:xbosh' href='" BOSH "'/></x:XRD>",
     "bosh " BOSH},
    {"among-others",
     XRD ("<Subject>a.example</Subject><Link rel='lrdd' template='https://a.example/{uri}'/>" LINK (
         "websocket", WS)),
     "ws " WS},
    {"capital-scheme", XRD (LINK ("websocket", "WSS://a.example/")), "ws WSS://a.example/"},
    {"no-links", XRD (""), ""},
    {"other-rel", XRD (LINK ("websockets", WS) "<Link rel='' href='" WS "'/>"), ""},
    {"no-rel", XRD ("<Link href='" WS "'/>"), ""},
    {"no-href", XRD ("<Link rel='urn:xmpp:alt-connections:websocket'/>"), ""},
    {"plain-http", XRD (LINK ("xbosh", "http://a.example/http-bind")), ""},
    {"plain-ws", XRD (LINK ("websocket", "ws://a.example/ws")), ""},
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

static const Case json_cases[] = {
    {"good", JRD (JSON_LINK ("websocket", WS) "," JSON_LINK ("xbosh", BOSH)), BOTH},
    {"with-blanks", " \n" JRD (JSON_LINK ("websocket", WS)) "\n", "ws " WS},
    {"among-others",
     "{\"subject\":\"a.example\",\"links\":[7,null,{\"rel\":\"lrdd\"}," JSON_LINK ("websocket",
                                                                                   WS) "]}",
     "ws " WS},
    {"no-links", "{}", ""},
    {"empty-links", JRD (""), ""},
    {"links-of-another-type", "{\"links\":{\"rel\":\"x\"}}", ""},
    {"link-of-other-types",
     JRD ("{\"rel\":7,\"href\":\"" WS "\"},{\"rel\":\"urn:xmpp:alt-connections:websocket\","
          "\"href\":[\"" WS "\"]}"),
     ""},
    {"other-rel", JRD (JSON_LINK ("websockets", WS)), ""},
    {"plain-http", JRD (JSON_LINK ("xbosh", "http://a.example/http-bind")), ""},
    {"plain-ws", JRD (JSON_LINK ("websocket", "ws://a.example/ws")), ""},
    {"user-name", JRD (JSON_LINK ("websocket", "wss://a.example@b.example/")), ""},
    {"control-character", JRD (JSON_LINK ("websocket", "wss://a.example/\\u0007")), ""},
    {"a-list", "[" JSON_LINK ("websocket", WS) "]", NULL},
    {"a-word", "\"links\"", NULL},
    {"zero-byte", JRD (JSON_LINK ("websocket", "wss://a.example/\\u0000")), NULL},
    {"cut-off", "{\"links\":[" JSON_LINK ("websocket", WS), NULL},
    {"more-behind", JRD ("") "{}", NULL},
    {"not-utf-8", "{\"subject\":\"\xe4\"}", NULL},
    {"page", "<!DOCTYPE html>", NULL},
    {"nothing", "", NULL},
};

static char *
describe (GPtrArray *links)
{
  GString *text = g_string_new (NULL);

  if (links == NULL)
    return g_string_free (text, TRUE);
  for (guint i = 0; i < links->len; i++) {
    const GwHostLink *link = links->pdata[i];
    g_string_append_printf (text, "%s%s %s", i ? ", " : "", link->is_websocket ? "ws" : "bosh",
                            link->url);
  }
  g_ptr_array_unref (links);
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

  g_assert_cmpstr (largest_xml, ==, "ws " WS);
  g_assert_cmpstr (largest_json, ==, "ws " WS);
  g_assert_null (gw_host_meta_parse_xml (xml, GW_LIMIT_HOST_META + 1));
  g_assert_null (gw_host_meta_parse_json (json, GW_LIMIT_HOST_META + 1));
}

static void
test_many (void)
{
  g_autoptr (GString) xml =
      g_string_new ("<XRD xmlns='http://docs.oasis-open.org/ns/xri/xrd-1.0'>");
  g_autoptr (GString) json = g_string_new ("{\"links\":[{}");

  for (int i = 0; i < 2 * GW_LIMIT_HOST_META_LINKS; i++) {
    g_string_append (xml, LINK ("websocket", WS));
    g_string_append (json, "," JSON_LINK ("websocket", WS));
  }
  g_string_append (xml, "</XRD>");
  g_string_append (json, "]}");
  g_autoptr (GPtrArray) of_xml = gw_host_meta_parse_xml (xml->str, xml->len);
  g_autoptr (GPtrArray) of_json = gw_host_meta_parse_json (json->str, json->len);
  g_assert_cmpuint (of_xml->len, ==, GW_LIMIT_HOST_META_LINKS);
  g_assert_cmpuint (of_json->len, ==, GW_LIMIT_HOST_META_LINKS);
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

/* Whatever comes: no crash, and no link but an encrypted one. */
static void
check_links (GPtrArray *links)
{
  for (guint i = 0; links && i < links->len; i++) {
    const GwHostLink *link = links->pdata[i];
    const char *scheme = link->is_websocket ? "wss:" : "https:";
    g_assert_cmpint (g_ascii_strncasecmp (link->url, scheme, strlen (scheme)), ==, 0);
  }
  g_clear_pointer (&links, g_ptr_array_unref);
}

static void
test_damaged (void)
{
  enum { ROUNDS = 5000, SEED = 7 };
  static const char *const documents[] = {
      XRD (LINK ("websocket", WS) LINK ("xbosh", BOSH)),
      JRD (JSON_LINK ("websocket", WS) "," JSON_LINK ("xbosh", BOSH))};
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
  g_test_add_func ("/host-meta/long-url", test_long_url);
  g_test_add_func ("/host-meta/deep", test_deep);
  g_test_add_func ("/host-meta/damaged", test_damaged);
  return g_test_run ();
}
