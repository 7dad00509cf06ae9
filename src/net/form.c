/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the answer of a server to a registration form: XEP-0077 section 3.1, XEP-0004, XEP-0066,
 * XEP-0068, XEP-0158, XEP-0221, XEP-0231. Filling it in stands in form-fill.c. */
#include "net/form-field.h"

#include "base/error.h"
#include "base/limits.h"
#include "net/form-picture.h"
#include "net/refusal.h"
#include "net/web-page.h"

#define NS_REGISTER "jabber:iq:register"
#define NS_OOB      "jabber:x:oob"
#define NS_BOB      "urn:xmpp:bob"

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
  g_clear_pointer (&form->picture, g_bytes_unref);
  g_free (form->picture_url);
  g_free (form);
}

static char *
child_text (const GwXml *parent, const char *name, const char *ns)
{
  const GwXml *child = gw_xml_child (parent, name, ns);

  return child != NULL ? gw_field_take_text (gw_xml_text (child)) : NULL;
}

/* A form may have several <instructions/>, one a paragraph (XEP-0004 section 3.1). */
static char *
join_instructions (const GwXml *x)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (GwXml *child = gw_xml_first (x); child != NULL; child = gw_xml_next (child))
    if (gw_xml_is (child, "instructions", GW_NS_DATA))
      g_string_append_printf (text, "%s\n", gw_xml_text (child));
  return gw_field_take_text (text->str);
}

/* The first field that has a role keeps it: there is one name, one password, one puzzle. */
static void
add_field (GwForm *form, GwField *field)
{
  if (field->role != GW_ROLE_OTHER && gw_form_field (form, field->role) != NULL)
    field->role = GW_ROLE_OTHER;
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

static gboolean
read_data_form (GwForm *form, const GwXml *x, const char *domain, GError **error)
{
  form->title = child_text (x, "title", GW_NS_DATA);
  form->instructions = join_instructions (x);
  for (GwXml *child = gw_xml_first (x); child != NULL; child = gw_xml_next (child)) {
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
    if (g_str_equal (field->var, "FORM_TYPE") && form->form_type == NULL)
      form->form_type = g_strdup (field->value);
    add_field (form, field);
  }
  return TRUE;
}

static gboolean
read_legacy (GwForm *form, const GwXml *query, const char *domain, GError **error)
{
  for (GwXml *child = gw_xml_first (query); child != NULL; child = gw_xml_next (child)) {
    GwField *field = gw_xml_is (child, NULL, NS_REGISTER) ? gw_field_new_from_legacy (child) : NULL;

    if (field == NULL)
      continue;
    if (!has_room (form, domain, error)) {
      gw_field_free (field);
      return FALSE;
    }
    add_field (form, field);
  }
  form->key = child_text (query, "key", NS_REGISTER);
  return TRUE;
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

/* The base64 behind "cid:NAME". Servers put the data beside the form, into it or beside the query.
 */
static const char *
find_data (const GwXml *const *places, gsize n_places, const char *cid)
{
  for (gsize i = 0; i < n_places; i++)
    for (GwXml *child = gw_xml_first (places[i]); child != NULL; child = gw_xml_next (child))
      if (gw_xml_is (child, "data", NS_BOB) &&
          g_strcmp0 (gw_xml_attribute (child, "cid"), cid) == 0)
        return gw_xml_text (child);
  return NULL;
}

/* One <uri/> of a <media/>: the bytes themselves, or where they are. */
static void
read_uri (GwForm *form, const GwXml *uri, const GwXml *const *places, gsize n_places)
{
  g_autofree char *text = gw_field_take_text (gw_xml_text (uri));
  const char *type = gw_xml_attribute (uri, "type");
  const char *base64;

  if (text == NULL || type == NULL || !g_str_has_prefix (type, "image/"))
    return;
  if (!g_str_has_prefix (text, "cid:")) {
    if (form->picture_url == NULL)
      form->picture_url = gw_web_page_new (text);
    return;
  }
  base64 = find_data (places, n_places, text + strlen ("cid:"));
  if (base64 != NULL && form->picture == NULL)
    form->picture = gw_form_picture_new (base64);
}

static void
read_picture (GwForm *form, const GwXml *iq, const GwXml *query, const GwXml *x)
{
  const GwXml *const places[] = {query, x, iq};

  for (GwXml *field = gw_xml_first (x); field != NULL; field = gw_xml_next (field)) {
    const GwXml *media = gw_xml_child (field, "media", GW_NS_MEDIA);

    if (media == NULL)
      continue;
    for (GwXml *uri = gw_xml_first (media); uri != NULL; uri = gw_xml_next (uri))
      if (gw_xml_is (uri, "uri", GW_NS_MEDIA))
        read_uri (form, uri, places, G_N_ELEMENTS (places));
  }
}

static GwField *
field_of_var (const GwForm *form, const char *var)
{
  for (guint i = 0; i < form->fields->len; i++) {
    GwField *field = form->fields->pdata[i];

    if (g_str_equal (field->var, var))
      return field;
  }
  return NULL;
}

/* XEP-0158 section 4.2: a picture on the web for clients that see none, and a sentence about it. */
static void
settle_fallback (GwForm *form)
{
  const GwField *url = field_of_var (form, "captcha-fallback-url");
  GwField *note = field_of_var (form, "captcha-fallback-text");

  if (form->picture != NULL) {
    g_clear_pointer (&form->picture_url, g_free);
    if (note != NULL && note->kind == GW_FIELD_NOTE)
      g_ptr_array_remove (form->fields, note);
  } else if (form->picture_url == NULL && url != NULL && url->value != NULL) {
    form->picture_url = gw_web_page_new (url->value);
  }
}

/* Something that the person or the program could fill in. */
static gboolean
has_input (const GwForm *form)
{
  for (guint i = 0; i < form->fields->len; i++) {
    const GwField *field = form->fields->pdata[i];

    if (field->kind != GW_FIELD_HIDDEN && field->kind != GW_FIELD_NOTE)
      return TRUE;
  }
  return FALSE;
}

/* The data form where there is one with something to fill in, else the legacy fields beside it. */
static gboolean
read_query (GwForm *form, const GwXml *iq, const GwXml *query, const char *domain, GError **error)
{
  const GwXml *x = gw_xml_child (query, "x", GW_NS_DATA);
  g_autofree char *instructions = child_text (query, "instructions", NS_REGISTER);

  if (x != NULL && !read_data_form (form, x, domain, error))
    return FALSE;
  form->is_data_form = has_input (form);
  if (form->is_data_form) {
    read_picture (form, iq, query, x);
    settle_fallback (form);
  } else {
    g_ptr_array_set_size (form->fields, 0);
    g_clear_pointer (&form->form_type, g_free);
    if (!read_legacy (form, query, domain, error))
      return FALSE;
  }
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

const GwField *
gw_form_field (const GwForm *form, GwFieldRole role)
{
  for (guint i = 0; i < form->fields->len; i++) {
    const GwField *field = form->fields->pdata[i];

    if (field->role == role)
      return field;
  }
  return NULL;
}

/* A box that must be ticked is a question to the person, like every empty field that must not be.
 */
static gboolean
waits_for_person (const GwField *field)
{
  if (field->kind == GW_FIELD_HIDDEN || field->kind == GW_FIELD_NOTE ||
      field->role == GW_ROLE_USERNAME || field->role == GW_ROLE_PASSWORD)
    return FALSE;
  if (field->role == GW_ROLE_PUZZLE)
    return TRUE;
  if (!field->required)
    return FALSE;
  if (field->kind == GW_FIELD_BOOL)
    return g_strcmp0 (field->value, "1") != 0 && g_strcmp0 (field->value, "true") != 0;
  return field->value == NULL || *field->value == '\0';
}

gboolean
gw_form_needs_person (const GwForm *form)
{
  for (guint i = 0; i < form->fields->len; i++)
    if (waits_for_person (form->fields->pdata[i]))
      return TRUE;
  return FALSE;
}

GwSignup
gw_form_signup (const GwForm *form)
{
  const GwField *email = gw_form_field (form, GW_ROLE_EMAIL);
  gboolean has_username = gw_form_field (form, GW_ROLE_USERNAME) != NULL;
  gboolean has_password = gw_form_field (form, GW_ROLE_PASSWORD) != NULL;

  if (!has_username && !has_password && form->web_page != NULL)
    return GW_SIGNUP_WEB;
  if (!has_username || !has_password)
    return GW_SIGNUP_UNCLEAR;
  if (email != NULL && email->required)
    return GW_SIGNUP_EMAIL;
  if (gw_form_field (form, GW_ROLE_PUZZLE) != NULL)
    return GW_SIGNUP_PUZZLE;
  for (guint i = 0; i < form->fields->len; i++) {
    const GwField *field = form->fields->pdata[i];

    /* A box to tick is no riddle either: terms to agree with. */
    if (waits_for_person (field) && field->kind != GW_FIELD_BOOL && !gw_field_is_standard (field))
      return GW_SIGNUP_UNCLEAR;
  }
  return GW_SIGNUP_AT_ONCE;
}
