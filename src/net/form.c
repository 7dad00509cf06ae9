/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the answer of a server to a registration form: XEP-0077 section 3.1, XEP-0004, XEP-0066,
 * XEP-0068. Its puzzles stand in form-puzzle.c, filling it in in form-fill.c. */
#include "net/form-field.h"

#include "base/error.h"
#include "base/limits.h"
#include "net/refusal.h"
#include "net/web-page.h"

#define NS_REGISTER "jabber:iq:register"
#define NS_OOB      "jabber:x:oob"

static GwForm *
form_new (void)
{
  GwForm *form = g_new0 (GwForm, 1);

  form->fields = g_ptr_array_new_with_free_func ((GDestroyNotify)gw_field_free);
  return form;
}

void
gw_form_free (GwForm *form)
{
  if (form == NULL)
    return;
  g_free (form->title);
  g_free (form->instructions);
  g_ptr_array_unref (form->fields);
  g_free (form->form_type);
  g_free (form->key);
  g_free (form->web_page);
  g_free (form);
}

static char *
child_text (const GwXml *parent, const char *name, const char *ns, gboolean lines)
{
  const GwXml *child = gw_xml_child (parent, name, ns);

  return child != NULL ? gw_field_take_text (gw_xml_text (child), lines) : NULL;
}

/* A form may have several <instructions/>, one a paragraph (XEP-0004 section 3.1). */
static char *
join_instructions (const GwXml *x)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (GwXml *child = gw_xml_first (x); child != NULL; child = gw_xml_next (child))
    if (gw_xml_is (child, "instructions", GW_NS_DATA))
      g_string_append_printf (text, "%s\n", gw_xml_text (child));
  return gw_field_take_text (text->str, TRUE);
}

/* A name stands for one answer: of two fields of one name the second is neither shown nor sent. So
 * there is one name, one password, one e-mail address. */
static void
add_field (GwForm *form, GwField *field)
{
  if (field->kind != GW_FIELD_NOTE && gw_form_find (form, field->var) != NULL)
    gw_field_free (field);
  else
    g_ptr_array_add (form->fields, field);
}

static gboolean
has_room (const GwForm *form, const char *domain, GError **error)
{
  if (form->fields->len < GW_LIMIT_FORM_FIELDS)
    return TRUE;
  gw_error_set (error, GW_ERROR_REFUSED_FORM, domain, "too many fields");
  return FALSE;
}

/* Servers put the data of media into the form, beside it, or beside the query. */
static gboolean
read_data_form (GwForm *form, const GwXml *iq, const GwXml *query, const GwXml *x,
                const char *domain, GError **error)
{
  form->title = child_text (x, "title", GW_NS_DATA, FALSE);
  form->instructions = join_instructions (x);
  for (GwXml *child = gw_xml_first (x); child != NULL; child = gw_xml_next (child)) {
    const GwXml *const places[] = {query, x, iq, gw_xml_child (child, "media", GW_NS_MEDIA)};
    g_autoptr (GError) fault = NULL;
    GwField *field;

    if (!gw_xml_is (child, "field", GW_NS_DATA))
      continue;
    if (!has_room (form, domain, error))
      return FALSE;
    field = gw_field_new_from_data (child, domain, &fault);
    if (fault != NULL) {
      g_propagate_error (error, g_steal_pointer (&fault));
      return FALSE;
    }
    if (field == NULL)
      continue;
    gw_field_read_media (field, child, places, G_N_ELEMENTS (places));
    add_field (form, field);
  }
  return TRUE;
}

/* Goes back as it came, so it is not cut. */
static gboolean
read_key (GwForm *form, const GwXml *query, const char *domain, GError **error)
{
  const GwXml *key = gw_xml_child (query, "key", NS_REGISTER);
  g_autofree char *text = key != NULL ? g_strstrip (g_strdup (gw_xml_text (key))) : NULL;

  if (text == NULL || *text == '\0')
    return TRUE;
  if (strlen (text) > GW_LIMIT_FORM_TEXT) {
    gw_error_set (error, GW_ERROR_REFUSED_FORM, domain, "key");
    return FALSE;
  }
  form->key = g_steal_pointer (&text);
  return TRUE;
}

static gboolean
read_legacy (GwForm *form, const GwXml *query, const char *domain, GError **error)
{
  for (GwXml *child = gw_xml_first (query); child != NULL; child = gw_xml_next (child)) {
    g_autoptr (GError) fault = NULL;
    GwField *field = NULL;

    if (gw_xml_is (child, NULL, NS_REGISTER))
      field = gw_field_new_from_legacy (child, domain, &fault);
    if (fault != NULL) {
      g_propagate_error (error, g_steal_pointer (&fault));
      return FALSE;
    }
    if (field != NULL)
      add_field (form, field);
  }
  return read_key (form, query, domain, error);
}

static char *
find_web_page (const GwForm *form, const GwXml *iq, const GwXml *query, const char *instructions)
{
  const GwXml *oob = gw_xml_child (query, "x", NS_OOB);
  const GwXml *url;
  char *page = NULL;

  if (oob == NULL)
    oob = gw_xml_child (iq, "x", NS_OOB);
  url = oob != NULL ? gw_xml_child (oob, "url", NS_OOB) : NULL;
  if (url != NULL)
    page = gw_web_page_new (gw_xml_text (url));
  if (page == NULL && form->instructions != NULL)
    page = gw_web_page_find (form->instructions);
  if (page == NULL && instructions != NULL)
    page = gw_web_page_find (instructions);
  return page;
}

/* Something that the person or the program could fill in. */
static gboolean
has_input (const GwForm *form)
{
  for (guint i = 0; i < form->fields->len; i++)
    if (gw_field_is_input (form->fields->pdata[i]))
      return TRUE;
  return FALSE;
}

/* What is no form to be filled in (a result, a submitted one) is none at all. */
static const GwXml *
find_data_form (const GwXml *query)
{
  for (GwXml *child = gw_xml_first (query); child != NULL; child = gw_xml_next (child)) {
    const char *type = gw_xml_attribute (child, "type");

    if (gw_xml_is (child, "x", GW_NS_DATA) && (type == NULL || g_str_equal (type, "form")))
      return child;
  }
  return NULL;
}

/* Where nobody asks for a nickname, the name that others are shown is the full one. */
static void
settle_nick (GwForm *form)
{
  GwField *name = gw_form_find (form, "name");

  if (name != NULL && gw_field_is_input (name) && gw_form_field (form, GW_ROLE_NICK) == NULL)
    name->role = GW_ROLE_NICK;
}

/* The data form where there is one with something to fill in, else the legacy fields beside it. */
static gboolean
read_query (GwForm *form, const GwXml *iq, const GwXml *query, const char *domain, GError **error)
{
  const GwXml *x = find_data_form (query);
  g_autofree char *instructions = child_text (query, "instructions", NS_REGISTER, TRUE);

  if (x != NULL && !read_data_form (form, iq, query, x, domain, error))
    return FALSE;
  form->is_data_form = has_input (form);
  if (form->is_data_form) {
    const GwField *type = gw_form_find (form, "FORM_TYPE");

    form->form_type = type != NULL ? g_strdup (type->value) : NULL;
    if (!gw_form_settle_puzzles (form, domain, error))
      return FALSE;
  } else {
    g_ptr_array_set_size (form->fields, 0);
    if (!read_legacy (form, query, domain, error))
      return FALSE;
  }
  settle_nick (form);
  form->registered = gw_xml_child (query, "registered", NS_REGISTER) != NULL;
  form->web_page = find_web_page (form, iq, query, instructions);
  if (form->instructions == NULL)
    form->instructions = g_steal_pointer (&instructions);
  return TRUE;
}

GwForm *
gw_form_parse (GwXml *iq, const char *domain, GError **error)
{
  g_autoptr (GwForm) form = NULL;
  const GwXml *query;

  g_return_val_if_fail (iq != NULL && domain != NULL, NULL);

  if (g_strcmp0 (gw_xml_attribute (iq, "type"), "error") == 0) {
    gw_refusal_set (error, iq, domain, GW_REFUSAL_OF_FORM, FALSE);
    return NULL;
  }
  query = gw_xml_child (iq, "query", NS_REGISTER);
  if (query == NULL) {
    gw_error_set (error, GW_ERROR_REFUSED_FORM, domain, "no form");
    return NULL;
  }
  form = form_new ();
  if (!read_query (form, iq, query, domain, error))
    return NULL;
  if (!has_input (form) && form->web_page == NULL) {
    gw_error_set (error, GW_ERROR_REFUSED_FORM, domain, "no fields");
    return NULL;
  }
  return g_steal_pointer (&form);
}
