/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The push parser of an XML stream, on expat: RFC 6120 section 4 and 11.
 *
 * Namespaces are resolved by expat, which hands names out as "namespace\nname"; it refuses a
 * namespace that holds the newline itself. The encoding is UTF-8, whatever a declaration says
 * (section 11.6). */
#include "net/xml-tree.h"

#include <expat.h>

#include "base/error.h"
#include "base/limits.h"

#define NS_SEPARATOR '\n'
#define XML_LANG     "http://www.w3.org/XML/1998/namespace\nlang"

/* An unfinished tag is read again from its start with each piece that comes: without a maximum a
 * server that sends byte by byte could keep us busy. */
#define TAG_MAX (16 * 1024)

struct _GwXmlParser {
  XML_Parser expat;
  GwXmlHandler handler;
  gpointer data;
  gboolean is_single; /* the document is one stanza, without a stream around it */
  guint depth;
  GwXml *open;        /* innermost open element of the stanza; NULL between stanzas */
  gsize stanza_bytes; /* of the stanza so far: names, namespaces, attributes and text */
  guint stanza_elements;
  gsize fed, stanza_end;
  gboolean spent;
  GwErrorCode fault;
  char *reason;
};

static void
stop (GwXmlParser *parser, GwErrorCode fault, const char *reason)
{
  if (parser->spent)
    return;
  parser->spent = TRUE;
  parser->fault = fault;
  parser->reason = g_strdup (reason);
  XML_StopParser (parser->expat, XML_FALSE);
}

static gboolean
may_grow (GwXmlParser *parser, gsize bytes)
{
  parser->stanza_bytes += bytes;
  if (parser->stanza_bytes <= GW_LIMIT_XML_ELEMENT)
    return TRUE;
  stop (parser, GW_ERROR_TOO_LARGE, "stanza too large");
  return FALSE;
}

/* Attributes of other namespaces mean nothing to us and are left out. */
static char **
copy_attributes (const XML_Char **pairs)
{
  g_autoptr (GPtrArray) copy = g_ptr_array_new_with_free_func (g_free);

  if (pairs[0] == NULL)
    return NULL;
  for (; pairs[0] != NULL; pairs += 2) {
    gboolean is_lang = g_str_equal (pairs[0], XML_LANG);

    if (!is_lang && strchr (pairs[0], NS_SEPARATOR) != NULL)
      continue;
    g_ptr_array_add (copy, g_strdup (is_lang ? "xml:lang" : pairs[0]));
    g_ptr_array_add (copy, g_strdup (pairs[1]));
  }
  g_ptr_array_add (copy, NULL);
  return (char **)g_ptr_array_free (g_steal_pointer (&copy), FALSE);
}

static gsize
weigh (const char *full_name, const XML_Char **pairs)
{
  gsize bytes = strlen (full_name);

  for (; *pairs != NULL; pairs++)
    bytes += strlen (*pairs);
  return bytes;
}

static GwXml *
new_element (GwXmlParser *parser, const char *full_name, const XML_Char **pairs)
{
  const char *separator = strrchr (full_name, NS_SEPARATOR);
  g_autofree char *ns =
      separator != NULL ? g_strndup (full_name, (gsize)(separator - full_name)) : g_strdup ("");

  return gw_xml_new (parser->open, separator != NULL ? separator + 1 : full_name, ns,
                     copy_attributes (pairs));
}

static void
on_start (void *data, const XML_Char *full_name, const XML_Char **pairs)
{
  GwXmlParser *parser = data;

  if (parser->spent)
    return;
  if (++parser->depth > GW_LIMIT_XML_DEPTH) {
    stop (parser, GW_ERROR_TOO_LARGE, "nested too deeply");
    return;
  }
  if (parser->open == NULL)
    parser->stanza_bytes = parser->stanza_elements = 0;
  if (++parser->stanza_elements > GW_LIMIT_XML_CHILDREN) {
    stop (parser, GW_ERROR_TOO_LARGE, "too many elements");
    return;
  }
  if (!may_grow (parser, weigh (full_name, pairs)))
    return;
  if (parser->depth == 1 && !parser->is_single) {
    g_autoptr (GwXml) header = new_element (parser, full_name, pairs);

    parser->handler.opened (header, parser->data);
    return;
  }
  parser->open = new_element (parser, full_name, pairs);
}

/* Everything before it was understood. */
static gsize
parser_position (const GwXmlParser *parser)
{
  XML_Index index = XML_GetCurrentByteIndex (parser->expat);

  return index < 0 ? 0 : (gsize)index;
}

static void
on_end (void *data, const XML_Char *full_name)
{
  GwXmlParser *parser = data;
  g_autoptr (GwXml) stanza = NULL;

  if (parser->spent)
    return;
  parser->depth--;
  if (parser->open == NULL) {
    parser->handler.closed (parser->data);
    return;
  }
  if (gw_xml_parent (parser->open) != NULL) {
    parser->open = gw_xml_parent (parser->open);
    return;
  }
  stanza = g_steal_pointer (&parser->open);
  parser->stanza_end = parser_position (parser) + (gsize)XML_GetCurrentByteCount (parser->expat);
  parser->handler.stanza (stanza, parser->data);
}

static void
on_text (void *data, const XML_Char *text, int length)
{
  GwXmlParser *parser = data;

  if (parser->spent || parser->open == NULL) /* blanks between stanzas keep a stream alive */
    return;
  if (may_grow (parser, (gsize)length))
    gw_xml_append_text (parser->open, text, (gsize)length);
}

static void
on_doctype (void *data, const XML_Char *name, const XML_Char *system_id, const XML_Char *public_id,
            int has_internal_subset)
{
  stop (data, GW_ERROR_BAD_XML, "document type");
}

static void
on_instruction (void *data, const XML_Char *target, const XML_Char *text)
{
  stop (data, GW_ERROR_BAD_XML, "processing instruction");
}

GwXmlParser *
gw_xml_parser_new (const GwXmlHandler *handler, gpointer data)
{
  GwXmlParser *parser;

  g_return_val_if_fail (handler != NULL, NULL);

  parser = g_new0 (GwXmlParser, 1);
  parser->handler = *handler;
  parser->data = data;
  parser->expat = XML_ParserCreateNS ("UTF-8", NS_SEPARATOR);
  g_assert (parser->expat != NULL);
#ifdef HAVE_REPARSE_DEFERRAL
  /* Else a tag that came in two pieces would wait for as many bytes again, and the server for us.
   */
  XML_SetReparseDeferralEnabled (parser->expat, XML_FALSE);
#endif
  XML_SetUserData (parser->expat, parser);
  XML_SetElementHandler (parser->expat, on_start, on_end);
  XML_SetCharacterDataHandler (parser->expat, on_text);
  XML_SetStartDoctypeDeclHandler (parser->expat, on_doctype);
  XML_SetProcessingInstructionHandler (parser->expat, on_instruction);
  return parser;
}

void
gw_xml_parser_free (GwXmlParser *parser)
{
  if (parser == NULL)
    return;
  XML_ParserFree (parser->expat);
  gw_xml_unref (parser->open);
  g_free (parser->reason);
  g_free (parser);
}

static gboolean
feed (GwXmlParser *parser, const char *bytes, gsize length, gboolean is_last, GError **error)
{
  if (!parser->spent && length > GW_LIMIT_XML_STREAM - parser->fed) {
    stop (parser, GW_ERROR_TOO_LARGE, "stream too large");
  } else if (!parser->spent) {
    parser->fed += length;
    if (XML_Parse (parser->expat, bytes, (int)length, is_last) != XML_STATUS_OK)
      stop (parser, GW_ERROR_BAD_XML, XML_ErrorString (XML_GetErrorCode (parser->expat)));
    else if (!is_last && parser->fed - parser_position (parser) > TAG_MAX)
      stop (parser, GW_ERROR_TOO_LARGE, "tag too large");
  }
  if (parser->spent)
    gw_error_set (error, parser->fault, NULL, parser->reason);
  return !parser->spent;
}

gboolean
gw_xml_parser_feed (GwXmlParser *parser, const char *bytes, gsize length, GError **error)
{
  g_return_val_if_fail (parser != NULL, FALSE);
  return feed (parser, bytes, length, FALSE, error);
}

const char *
gw_xml_parser_reason (const GwXmlParser *parser)
{
  return parser->reason;
}

gsize
gw_xml_parser_stanza_end (const GwXmlParser *parser)
{
  return parser->stanza_end;
}

static void
keep_stanza (GwXml *stanza, gpointer data)
{
  *(GwXml **)data = gw_xml_ref (stanza);
}

GwXml *
gw_xml_parse (const char *text, gssize length, GError **error)
{
  static const GwXmlHandler handler = {.stanza = keep_stanza};
  g_autoptr (GwXml) element = NULL;
  g_autoptr (GwXmlParser) parser = gw_xml_parser_new (&handler, &element);

  g_return_val_if_fail (text != NULL, NULL);

  parser->is_single = TRUE;
  if (!feed (parser, text, length < 0 ? strlen (text) : (gsize)length, TRUE, error))
    return NULL;
  return g_steal_pointer (&element);
}
