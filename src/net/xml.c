/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The element tree and its way back to text: RFC 6120 section 4 and 11. The parser stands in
 * xml-parser.c. */
#include "net/xml-tree.h"

/* One reference count for the whole tree, at its root: whoever keeps a child keeps its surroundings
 * as well, and no pointer inside can dangle. */
struct _GwXml {
  gint references;
  GwXml *root;
  GwXml *parent, *next, *first, *last;
  char *name;
  char *ns;
  char **attributes; /* name, value, ..., NULL */
  GString *text;     /* NULL: none */
};

GwXml *
gw_xml_new (GwXml *parent, const char *name, const char *ns, char **attributes)
{
  GwXml *element = g_new0 (GwXml, 1);

  element->references = 1;
  element->root = parent != NULL ? parent->root : element;
  element->parent = parent;
  element->name = g_strdup (name);
  element->ns = g_strdup (ns);
  element->attributes = attributes;
  if (parent == NULL)
    return element;
  if (parent->last != NULL)
    parent->last->next = element;
  else
    parent->first = element;
  parent->last = element;
  return element;
}

void
gw_xml_append_text (GwXml *element, const char *text, gsize length)
{
  if (element->text == NULL)
    element->text = g_string_sized_new (length + 1);
  g_string_append_len (element->text, text, (gssize)length);
}

GwXml *
gw_xml_parent (const GwXml *element)
{
  return element->parent;
}

/* As deep as GW_LIMIT_XML_DEPTH. */
static void
element_free (GwXml *element)
{
  while (element->first != NULL) {
    GwXml *child = element->first;

    element->first = child->next;
    element_free (child);
  }
  g_free (element->name);
  g_free (element->ns);
  g_strfreev (element->attributes);
  if (element->text != NULL)
    g_string_free (element->text, TRUE);
  g_free (element);
}

GwXml *
gw_xml_ref (GwXml *element)
{
  g_return_val_if_fail (element != NULL, NULL);
  g_atomic_int_inc (&element->root->references);
  return element;
}

void
gw_xml_unref (GwXml *element)
{
  if (element != NULL && g_atomic_int_dec_and_test (&element->root->references))
    element_free (element->root);
}

const char *
gw_xml_name (const GwXml *element)
{
  return element->name;
}

const char *
gw_xml_ns (const GwXml *element)
{
  return element->ns;
}

const char *
gw_xml_attribute (const GwXml *element, const char *name)
{
  for (char **pair = element->attributes; pair != NULL && *pair != NULL; pair += 2)
    if (g_str_equal (pair[0], name))
      return pair[1];
  return NULL;
}

const char *
gw_xml_text (const GwXml *element)
{
  return element->text != NULL ? element->text->str : "";
}

GwXml *
gw_xml_first (const GwXml *element)
{
  return element->first;
}

GwXml *
gw_xml_next (const GwXml *element)
{
  return element->next;
}

gboolean
gw_xml_is (const GwXml *element, const char *name, const char *ns)
{
  return (name == NULL || g_str_equal (element->name, name)) &&
         (ns == NULL || g_str_equal (element->ns, ns));
}

GwXml *
gw_xml_child (const GwXml *element, const char *name, const char *ns)
{
  GwXml *child = element->first;

  while (child != NULL && !gw_xml_is (child, name, ns))
    child = child->next;
  return child;
}

/* XML 1.0 section 2.2: what may stand in a document at all, escaped or not. */
static gboolean
is_xml_character (gunichar c)
{
  return c == '\t' || c == '\n' || c == '\r' || (c >= 0x20 && c <= 0xD7FF) ||
         (c >= 0xE000 && c <= 0xFFFD) || (c >= 0x10000 && c <= 0x10FFFF);
}

gboolean
gw_xml_can_say (const char *text)
{
  g_return_val_if_fail (text != NULL, FALSE);

  if (!g_utf8_validate (text, -1, NULL))
    return FALSE;
  for (; *text != '\0'; text = g_utf8_next_char (text))
    if (!is_xml_character (g_utf8_get_char (text)))
      return FALSE;
  return TRUE;
}

static const char *
entity_for (gunichar c)
{
  switch (c) {
  case '&':
    return "&amp;";
  case '<':
    return "&lt;";
  case '>':
    return "&gt;";
  case '"':
    return "&quot;";
  case '\'':
    return "&apos;";
  /* Else an attribute's value would lose them to a blank, and a text its carriage returns. */
  case '\t':
    return "&#9;";
  case '\n':
    return "&#10;";
  case '\r':
    return "&#13;";
  default:
    return NULL;
  }
}

char *
gw_xml_escape (const char *text)
{
  enum { LONGEST_ENTITY = 6 };
  char *escaped, *out;

  g_return_val_if_fail (text != NULL, NULL);

  /* Big enough from the start: the text may be a password, and growing would leave copies behind.
   */
  out = escaped = g_malloc (strlen (text) * LONGEST_ENTITY + 1);
  while (*text != '\0') {
    gunichar c = g_utf8_get_char_validated (text, -1);
    gboolean valid = c != (gunichar)-1 && c != (gunichar)-2;
    const char *entity = valid ? entity_for (c) : NULL;
    gsize length = valid ? (gsize)(g_utf8_next_char (text) - text) : 1;

    if (entity != NULL)
      out = g_stpcpy (out, entity);
    else if (valid && is_xml_character (c))
      out = (char *)memcpy (out, text, length) + length;
    text += length;
  }
  *out = '\0';
  return escaped;
}
