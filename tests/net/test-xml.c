/* SPDX-License-Identifier: GPL-3.0-or-later */
/* net/xml: trees, escapes, the stream parser, and what both refuse. */
#include "net/xml.h"

#include "base/error.h"
#include "base/limits.h"

#define STREAM_HEADER                                                                              \
  "<?xml version='1.0'?><s:stream xmlns='jabber:client' "                                          \
  "xmlns:s='http://etherx.jabber.org/streams' from='a.example' id='7'>"
#define FEATURES "<s:features><starttls xmlns='urn:x'><required/></starttls></s:features>"

static GwXml *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  GwXml *element = gw_xml_parse (text, -1, &error);

  g_assert_no_error (error);
  g_assert_nonnull (element);
  return element;
}

/* name{namespace}"text"[child child] */
static void
describe_into (GString *out, const GwXml *element)
{
  g_string_append_printf (out, "%s{%s}", gw_xml_name (element), gw_xml_ns (element));
  if (*gw_xml_text (element) != '\0')
    g_string_append_printf (out, "\"%s\"", gw_xml_text (element));
  if (gw_xml_first (element) == NULL)
    return;
  g_string_append_c (out, '[');
  for (const GwXml *child = gw_xml_first (element); child != NULL; child = gw_xml_next (child)) {
    describe_into (out, child);
    g_string_append_c (out, gw_xml_next (child) != NULL ? ' ' : ']');
  }
}

static char *
describe (const GwXml *element)
{
  GString *out = g_string_new (NULL);

  describe_into (out, element);
  return g_string_free (out, FALSE);
}

static const struct {
  const char *text, *tree;
} trees[] = {
    {"<a/>", "a{}"},
    {"<iq xmlns='jabber:client'><query xmlns='q'/><x/></iq>",
     "iq{jabber:client}[query{q} x{jabber:client}]"},
    {"<p:a xmlns:p='one' xmlns='two'><b/><p:c xmlns:p='three'/></p:a>", "a{one}[b{two} c{three}]"},
    {"<a>x<b>y</b>z</a>", "a{}\"xz\"[b{}\"y\"]"},
    {"<?xml version='1.0' encoding='UTF-8'?><a>&lt;&#252;&amp;<![CDATA[<b/>]]></a>",
     "a{}\"<ü&<b/>\""},
    {"<a>x<!-- nothing -->y</a>", "a{}\"xy\""},
};

static void
test_trees (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (trees); i++) {
    g_autoptr (GwXml) element = parse (trees[i].text);
    g_autofree char *tree = describe (element);

    g_assert_cmpstr (tree, ==, trees[i].tree);
  }
}

static void
test_attributes (void)
{
  g_autoptr (GwXml) element =
      parse ("<a xmlns:o='other' id='1' o:id='2' xml:lang='de' empty='' q='&quot;&#10;'/>");

  g_assert_cmpstr (gw_xml_attribute (element, "id"), ==, "1");
  g_assert_cmpstr (gw_xml_attribute (element, "xml:lang"), ==, "de");
  g_assert_cmpstr (gw_xml_attribute (element, "empty"), ==, "");
  g_assert_cmpstr (gw_xml_attribute (element, "q"), ==, "\"\n");
  g_assert_null (gw_xml_attribute (element, "lang"));
  g_assert_null (gw_xml_attribute (element, "o:id"));
}

static void
test_child (void)
{
  g_autoptr (GwXml) element = parse ("<a xmlns='n'><b xmlns='m' k='1'/><b k='2'/><c/></a>");

  g_assert_cmpstr (gw_xml_attribute (gw_xml_child (element, "b", NULL), "k"), ==, "1");
  g_assert_cmpstr (gw_xml_attribute (gw_xml_child (element, "b", "n"), "k"), ==, "2");
  g_assert_true (gw_xml_is (gw_xml_child (element, NULL, "n"), "b", "n"));
  g_assert_null (gw_xml_child (element, "c", "m"));
}

static void
test_kept_child (void)
{
  GwXml *root = parse ("<a><b>1</b><c>2</c></a>");
  g_autoptr (GwXml) child = gw_xml_ref (gw_xml_first (root));

  gw_xml_unref (root);
  g_assert_cmpstr (gw_xml_text (child), ==, "1");
  g_assert_cmpstr (gw_xml_text (gw_xml_next (child)), ==, "2");
}

static const struct {
  const char *name, *text;
} malformed[] = {
    {"nothing", ""},
    {"unfinished", "<a><b></b>"},
    {"wrong end", "<a></b>"},
    {"two roots", "<a/><b/>"},
    {"document type", "<!DOCTYPE a><a/>"},
    {"entities", "<!DOCTYPE a [<!ENTITY e 'x'>]><a>&e;</a>"},
    {"external entity", "<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><a>&e;</a>"},
    {"unknown entity", "<a>&e;</a>"},
    {"processing instruction", "<a><?php x?></a>"},
    {"unbound prefix", "<p:a/>"},
    {"separator in a namespace", "<a xmlns='one&#10;two'/>"},
    {"no UTF-8", "<a>\xff</a>"},
    {"another encoding", "<?xml version='1.0' encoding='ISO-8859-1'?><a>\xfc</a>"},
    {"forbidden character", "<a>&#1;</a>"},
    {"not XML", "HTTP/1.1 200 OK\r\n"},
};

static void
test_malformed (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (malformed); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GwXml) element = gw_xml_parse (malformed[i].text, -1, &error);

    g_test_message ("%s", malformed[i].name);
    g_assert_null (element);
    g_assert_error (error, GW_ERROR, GW_ERROR_BAD_XML);
  }
}

/* "<a>" + `n` times `part` + "</a>" */
static char *
repeat (const char *before, const char *part, gsize n, const char *after)
{
  GString *text = g_string_new (before);

  for (gsize i = 0; i < n; i++)
    g_string_append (text, part);
  g_string_append (text, after);
  return g_string_free (text, FALSE);
}

static void
assert_too_large (const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GwXml) element = gw_xml_parse (text, -1, &error);

  g_assert_null (element);
  g_assert_error (error, GW_ERROR, GW_ERROR_TOO_LARGE);
}

static void
test_limits (void)
{
  g_autofree char *deep = repeat ("", "<a>", GW_LIMIT_XML_DEPTH + 1, "");
  g_autofree char *many = repeat ("<a>", "<b/>", GW_LIMIT_XML_CHILDREN, "</a>");
  g_autofree char *fits = repeat ("<a>", "<b/>", GW_LIMIT_XML_CHILDREN - 1, "</a>");
  g_autofree char *text = repeat ("<a>", "0123456789abcdef", GW_LIMIT_XML_ELEMENT / 16, "x</a>");
  g_autofree char *stream = repeat ("<a>", "        ", GW_LIMIT_XML_STREAM / 8, "</a>");
  /* Few bytes on the wire, many in memory: each child carries the namespace. */
  g_autofree char *ns = repeat ("<a xmlns='", "0123456789abcdef", 1024, "'>");
  g_autofree char *inherited = repeat (ns, "<b/>", 100, "</a>");
  g_autoptr (GwXml) element = parse (fits);

  g_assert_nonnull (element);
  assert_too_large (deep);
  assert_too_large (many);
  assert_too_large (text);
  assert_too_large (stream);
  assert_too_large (inherited);
}

static const struct {
  const char *plain, *escaped;
} escapes[] = {
    {"", ""},
    {"<a b='c' d=\"e\">&", "&lt;a b=&apos;c&apos; d=&quot;e&quot;&gt;&amp;"},
    {"ü€😀", "ü€😀"},
    {"\t\n\r", "&#9;&#10;&#13;"},
    {"a\x01\x1f\x7f"
     "b",
     "a\x7f"
     "b"},
    {"a\xff\xc3", "a"},
    {"\xef\xbf\xbe", ""},
};

static void
test_escape (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (escapes); i++) {
    g_autofree char *escaped = gw_xml_escape (escapes[i].plain);

    g_assert_cmpstr (escaped, ==, escapes[i].escaped);
  }
}

static void
test_escape_round_trip (void)
{
  const char *secret = "\"\\;&ü' <>\t\n]]>";
  g_autofree char *escaped = gw_xml_escape (secret);
  g_autofree char *text = g_strdup_printf ("<a v='%s'>%s</a>", escaped, escaped);
  g_autoptr (GwXml) element = parse (text);

  g_assert_cmpstr (gw_xml_text (element), ==, secret);
  g_assert_cmpstr (gw_xml_attribute (element, "v"), ==, secret);
}

/* The stream parser. */

static void
log_opened (const GwXml *header, gpointer data)
{
  g_string_append_printf (data, "open %s %s\n", gw_xml_name (header),
                          gw_xml_attribute (header, "from"));
}

static void
log_stanza (GwXml *stanza, gpointer data)
{
  g_autofree char *tree = describe (stanza);

  g_string_append_printf (data, "%s\n", tree);
}

static void
log_closed (gpointer data)
{
  g_string_append (data, "closed\n");
}

static const GwXmlHandler log_handler = {log_opened, log_stanza, log_closed};

static void
feed (GwXmlParser *parser, const char *bytes, gsize length)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (gw_xml_parser_feed (parser, bytes, length, &error));
  g_assert_no_error (error);
}

static void
test_stream_pieces (void)
{
  static const gsize pieces[] = {1, 2, 3, 7, 64, 100000};
  const char *text = STREAM_HEADER " " FEATURES "\n<iq/><proceed xmlns='t'/></s:stream>";

  for (gsize i = 0; i < G_N_ELEMENTS (pieces); i++) {
    g_autoptr (GString) log = g_string_new (NULL);
    g_autoptr (GwXmlParser) parser = gw_xml_parser_new (&log_handler, log);

    for (gsize at = 0; at < strlen (text); at += pieces[i])
      feed (parser, text + at, MIN (pieces[i], strlen (text) - at));
    g_assert_cmpstr (
        log->str, ==,
        "open stream a.example\n"
        "features{http://etherx.jabber.org/streams}[starttls{urn:x}[required{urn:x}]]\n"
        "iq{jabber:client}\n"
        "proceed{t}\n"
        "closed\n");
    g_assert_null (gw_xml_parser_reason (parser));
  }
}

/* A server waits for us after its last byte: a parser that waited for more would wait for ever. */
static void
test_stream_last_byte (void)
{
  const char *text = STREAM_HEADER FEATURES;
  g_autoptr (GString) log = g_string_new (NULL);
  g_autoptr (GwXmlParser) parser = gw_xml_parser_new (&log_handler, log);

  feed (parser, text, strlen (text) - 1);
  g_assert_cmpstr (log->str, ==, "open stream a.example\n");
  g_string_truncate (log, 0);
  feed (parser, text + strlen (text) - 1, 1);
  g_assert_cmpstr (log->str, !=, "");
}

static void
test_stream_stanza_end (void)
{
  const char *before = STREAM_HEADER "<proceed xmlns='t'/>";
  g_autoptr (GString) log = g_string_new (NULL);
  g_autoptr (GwXmlParser) parser = gw_xml_parser_new (&log_handler, log);

  feed (parser, STREAM_HEADER, strlen (STREAM_HEADER));
  g_assert_cmpuint (gw_xml_parser_stanza_end (parser), ==, 0);
  feed (parser, before + strlen (STREAM_HEADER), strlen (before) - strlen (STREAM_HEADER));
  g_assert_cmpuint (gw_xml_parser_stanza_end (parser), ==, strlen (before));
  feed (parser, "<half", 5);
  g_assert_cmpuint (gw_xml_parser_stanza_end (parser), ==, strlen (before));
  feed (parser, "></half> ", 9);
  g_assert_cmpuint (gw_xml_parser_stanza_end (parser), ==, strlen (before) + 13);
}

/* Feeds `part` again and again; returns the code with which the parser ends. */
static int
flood (const char *part)
{
  g_autoptr (GString) log = g_string_new (NULL);
  g_autoptr (GwXmlParser) parser = gw_xml_parser_new (&log_handler, log);
  g_autoptr (GError) error = NULL, again = NULL;

  feed (parser, STREAM_HEADER, strlen (STREAM_HEADER));
  for (guint i = 0; i < 1024 * 1024 / strlen (part); i++)
    if (!gw_xml_parser_feed (parser, part, strlen (part), &error))
      break;
  g_assert_nonnull (error);
  g_assert_nonnull (gw_xml_parser_reason (parser));
  /* Spent once, spent for good. */
  g_assert_false (gw_xml_parser_feed (parser, "<iq/>", 5, &again));
  g_assert_cmpint (again->code, ==, error->code);
  return error->code;
}

static void
test_stream_floods (void)
{
  g_assert_cmpint (flood ("<iq/>"), ==, GW_ERROR_TOO_LARGE);
  g_assert_cmpint (flood ("          "), ==, GW_ERROR_TOO_LARGE);
  g_assert_cmpint (flood ("<a>"), ==, GW_ERROR_TOO_LARGE);
  g_assert_cmpint (flood ("<a b='"), ==, GW_ERROR_BAD_XML);
  g_assert_cmpint (flood ("<!-- x -->"), ==, GW_ERROR_TOO_LARGE);
  g_assert_cmpint (flood ("<aaaaaaaaaaaaaaaa"), ==, GW_ERROR_BAD_XML);
}

static void
test_stream_unfinished_tag (void)
{
  g_autofree char *tag = repeat ("<a b='", "0123456789abcdef", 4096, "");
  g_autoptr (GString) log = g_string_new (NULL);
  g_autoptr (GwXmlParser) parser = gw_xml_parser_new (&log_handler, log);
  g_autoptr (GError) error = NULL;

  feed (parser, STREAM_HEADER, strlen (STREAM_HEADER));
  g_assert_false (gw_xml_parser_feed (parser, tag, strlen (tag), &error));
  g_assert_error (error, GW_ERROR, GW_ERROR_TOO_LARGE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/xml/namespaces-and-text-become-a-tree", test_trees);
  g_test_add_func ("/xml/attributes-go-by-their-plain-name", test_attributes);
  g_test_add_func ("/xml/children-are-found-by-name-and-namespace", test_child);
  g_test_add_func ("/xml/a-kept-child-keeps-its-tree", test_kept_child);
  g_test_add_func ("/xml/what-is-forbidden-or-malformed-is-refused", test_malformed);
  g_test_add_func ("/xml/what-is-too-much-is-refused", test_limits);
  g_test_add_func ("/xml/escapes-each-special-character", test_escape);
  g_test_add_func ("/xml/escaped-text-comes-back-as-it-was", test_escape_round_trip);
  g_test_add_func ("/xml/stream/pieces-of-any-size-give-the-same-stanzas", test_stream_pieces);
  g_test_add_func ("/xml/stream/a-stanza-arrives-with-its-last-byte", test_stream_last_byte);
  g_test_add_func ("/xml/stream/knows-where-the-last-stanza-ended", test_stream_stanza_end);
  g_test_add_func ("/xml/stream/floods-end-it", test_stream_floods);
  g_test_add_func ("/xml/stream/a-tag-without-an-end-is-too-large", test_stream_unfinished_tag);
  return g_test_run ();
}
