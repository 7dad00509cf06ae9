/* SPDX-License-Identifier: GPL-3.0-or-later */
/* XML as XMPP uses it (RFC 6120 section 4 and 11): an element tree, and a push parser that turns
 * the bytes of a stream into stanzas. Bytes -> structs, no input or output, no thread of its own.
 * Document types, external entities and anything over the limits of base/limits.h end the parse
 * with GW_ERROR_BAD_XML or GW_ERROR_TOO_LARGE. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _GwXml GwXml;

GwXml *gw_xml_ref (GwXml *element);
void gw_xml_unref (GwXml *element);

/* Borrowed. `ns` is the resolved namespace, "" for none. Attributes without a namespace go by their
 * name, "xml:lang" by that. */
const char *gw_xml_name (const GwXml *element);
const char *gw_xml_ns (const GwXml *element);
const char *gw_xml_attribute (const GwXml *element, const char *name); /* NULL: absent */
const char *gw_xml_text (const GwXml *element); /* own character data, never NULL */

/* Children in document order; NULL after the last. */
GwXml *gw_xml_first (const GwXml *element);
GwXml *gw_xml_next (const GwXml *element);

/* First child of that name and namespace (NULL matches any); NULL when there is none. */
GwXml *gw_xml_child (const GwXml *element, const char *name, const char *ns);
gboolean gw_xml_is (const GwXml *element, const char *name, const char *ns);

/* Parses one complete element with its own namespace declarations (a stanza that a library printed,
 * a test's text). */
GwXml *gw_xml_parse (const char *text, gssize length, GError **error);

/* Escapes for character data and attribute values. Bytes and characters that XML cannot say are
 * left out. */
char *gw_xml_escape (const char *text);
/* Whether there are none of these. */
gboolean gw_xml_can_say (const char *text);

/* --- push parser of one stream ---------------------------------------------- */

typedef struct _GwXmlParser GwXmlParser;

typedef struct {
  void (*opened) (const GwXml *header, gpointer data); /* <stream:stream ...>, without children */
  void (*stanza) (GwXml *stanza, gpointer data);       /* each complete child; ref to keep */
  void (*closed) (gpointer data);                      /* </stream:stream> */
} GwXmlHandler;

GwXmlParser *gw_xml_parser_new (const GwXmlHandler *handler, gpointer data);
void gw_xml_parser_free (GwXmlParser *parser);

/* FALSE once the input is malformed or too much; the parser is then spent. Handlers run inside this
 * call. */
gboolean gw_xml_parser_feed (GwXmlParser *parser, const char *bytes, gsize length, GError **error);

/* Why the parser is spent, in technical words for brackets; NULL while it is not. */
const char *gw_xml_parser_reason (const GwXmlParser *parser);

/* Bytes fed up to the end of the last complete stanza: what lies behind <proceed/> did not come
 * over TLS. */
gsize gw_xml_parser_stanza_end (const GwXmlParser *parser);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwXml, gw_xml_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwXmlParser, gw_xml_parser_free)

G_END_DECLS
