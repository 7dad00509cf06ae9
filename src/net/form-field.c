/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fields of registration forms: XEP-0077 section 14.1, XEP-0004 section 3.2 and 3.3, XEP-0158
 * section 4. */
#include "net/form-field.h"

#include "base/error.h"
#include "base/i18n.h"
#include "base/limits.h"

typedef struct {
  const char *var;
  GwFieldRole role;
  gboolean is_legacy; /* of XEP-0077 */
  const char *label;
} KnownField;

static const KnownField known_fields[] = {
    {"username", GW_ROLE_USERNAME, TRUE, N_ ("Name")},
    {"password", GW_ROLE_PASSWORD, TRUE, N_ ("Password")},
    {"email", GW_ROLE_EMAIL, TRUE, N_ ("E-mail address")},
    {"nick", GW_ROLE_OTHER, TRUE, N_ ("Nickname")},
    {"name", GW_ROLE_OTHER, TRUE, N_ ("Full name")},
    {"first", GW_ROLE_OTHER, TRUE, N_ ("First name")},
    {"last", GW_ROLE_OTHER, TRUE, N_ ("Last name")},
    {"address", GW_ROLE_OTHER, TRUE, N_ ("Street and number")},
    {"city", GW_ROLE_OTHER, TRUE, N_ ("Town")},
    {"state", GW_ROLE_OTHER, TRUE, N_ ("State or region")},
    {"zip", GW_ROLE_OTHER, TRUE, N_ ("Postal code")},
    {"phone", GW_ROLE_OTHER, TRUE, N_ ("Telephone number")},
    {"url", GW_ROLE_OTHER, TRUE, N_ ("Web page")},
    {"date", GW_ROLE_OTHER, TRUE, N_ ("Date")},
    {"misc", GW_ROLE_OTHER, TRUE, N_ ("Further information")},
    {"text", GW_ROLE_OTHER, TRUE, N_ ("Further text")},
    {"ocr", GW_ROLE_PUZZLE, FALSE, N_ ("Text in the picture")},
    {"picture_recog", GW_ROLE_PUZZLE, FALSE, N_ ("What the picture shows")},
    {"picture_q", GW_ROLE_PUZZLE, FALSE, N_ ("Answer to the question about the picture")},
    {"qa", GW_ROLE_PUZZLE, FALSE, N_ ("Answer to the question")},
};

static const struct {
  const char *type;
  GwFieldKind kind;
} field_types[] = {
    {"text-private", GW_FIELD_SECRET}, {"text-multi", GW_FIELD_LINES},
    {"jid-multi", GW_FIELD_LINES},     {"boolean", GW_FIELD_BOOL},
    {"list-single", GW_FIELD_CHOICE},  {"list-multi", GW_FIELD_CHOICES},
    {"hidden", GW_FIELD_HIDDEN},       {"fixed", GW_FIELD_NOTE},
};

static const KnownField *
find_known (const char *var)
{
  for (gsize i = 0; i < G_N_ELEMENTS (known_fields); i++)
    if (g_str_equal (known_fields[i].var, var))
      return &known_fields[i];
  return NULL;
}

gboolean
gw_field_is_standard (const GwField *field)
{
  const KnownField *known = find_known (field->var);

  return known != NULL && known->is_legacy;
}

char *
gw_field_take_text (const char *text)
{
  g_autofree char *cut = g_strndup (text, GW_LIMIT_FORM_TEXT);
  const char *end;

  /* Not in the middle of a character. */
  if (!g_utf8_validate (cut, -1, &end))
    cut[end - cut] = '\0';
  g_strstrip (cut);
  return *cut != '\0' ? g_steal_pointer (&cut) : NULL;
}

static void
option_free (GwFieldOption *option)
{
  g_free (option->value);
  g_free (option->label);
  g_free (option);
}

void
gw_field_free (GwField *field)
{
  g_free (field->var);
  g_free (field->label);
  g_free (field->desc);
  g_free (field->value);
  g_clear_pointer (&field->options, g_ptr_array_unref);
  g_free (field);
}

GwField *
gw_field_new_from_legacy (const GwXml *element)
{
  const KnownField *known = find_known (gw_xml_name (element));
  GwField *field;

  if (known == NULL || !known->is_legacy)
    return NULL;
  field = g_new0 (GwField, 1);
  field->var = g_strdup (known->var);
  field->label = g_strdup (_ (known->label));
  field->role = known->role;
  field->kind = known->role == GW_ROLE_PASSWORD ? GW_FIELD_SECRET : GW_FIELD_TEXT;
  field->required = TRUE; /* section 3.1: what is named is needed */
  field->value = gw_field_take_text (gw_xml_text (element));
  return field;
}

/* Section 3.3: without a type, and with one that nobody knows, a field is a line of text. */
static GwFieldKind
kind_of_type (const char *type)
{
  for (gsize i = 0; type != NULL && i < G_N_ELEMENTS (field_types); i++)
    if (g_str_equal (field_types[i].type, type))
      return field_types[i].kind;
  return GW_FIELD_TEXT;
}

/* Values go back as they came, so they are never cut: FALSE when they are too long for us. */
static gboolean
read_values (GwField *field, const GwXml *element)
{
  g_autoptr (GString) values = g_string_new (NULL);
  gboolean is_first = TRUE;

  for (GwXml *child = gw_xml_first (element); child != NULL; child = gw_xml_next (child)) {
    if (!gw_xml_is (child, "value", GW_NS_DATA))
      continue;
    if (!is_first)
      g_string_append_c (values, '\n');
    g_string_append (values, gw_xml_text (child));
    is_first = FALSE;
  }
  if (values->len > GW_LIMIT_FORM_TEXT)
    return FALSE;
  if (!is_first)
    field->value = g_string_free (g_steal_pointer (&values), FALSE);
  return TRUE;
}

static void
read_options (GwField *field, const GwXml *element)
{
  field->options = g_ptr_array_new_with_free_func ((GDestroyNotify)option_free);
  for (GwXml *child = gw_xml_first (element); child != NULL; child = gw_xml_next (child)) {
    const GwXml *value = gw_xml_child (child, "value", GW_NS_DATA);
    const char *label = gw_xml_attribute (child, "label");
    GwFieldOption *option;

    if (!gw_xml_is (child, "option", GW_NS_DATA) || value == NULL ||
        field->options->len >= GW_LIMIT_FORM_OPTIONS)
      continue;
    option = g_new0 (GwFieldOption, 1);
    option->value = g_strdup (gw_xml_text (value));
    option->label = gw_field_take_text (label != NULL ? label : option->value);
    if (option->label == NULL)
      option->label = g_strdup ("");
    g_ptr_array_add (field->options, option);
  }
}

/* Goes back as it came, whatever type the server gave it: the name of the form (XEP-0068), and the
 * address of the picture that XEP-0158 section 4.2 puts beside the puzzle. */
static gboolean
is_machinery (const char *var)
{
  return g_str_equal (var, "FORM_TYPE") || g_str_equal (var, "captcha-fallback-url");
}

static GwFieldRole
role_of (const GwField *field, const GwXml *element)
{
  const KnownField *known = find_known (field->var);

  if (field->kind == GW_FIELD_HIDDEN || field->kind == GW_FIELD_NOTE)
    return GW_ROLE_OTHER;
  if (known != NULL)
    return known->role;
  return gw_xml_child (element, "media", GW_NS_MEDIA) != NULL ? GW_ROLE_PUZZLE : GW_ROLE_OTHER;
}

static char *
label_of (const GwField *field, const GwXml *element)
{
  const char *given = gw_xml_attribute (element, "label");
  const KnownField *known = find_known (field->var);
  char *label = given != NULL ? gw_field_take_text (given) : NULL;

  if (label != NULL)
    return label;
  if (known != NULL)
    return g_strdup (_ (known->label));
  return g_strdup (field->role == GW_ROLE_PUZZLE ? _ ("Text in the picture") : field->var);
}

GwField *
gw_field_new_from_data (const GwXml *element, const char *domain, GError **error)
{
  const char *var = gw_xml_attribute (element, "var");
  const GwXml *desc = gw_xml_child (element, "desc", GW_NS_DATA);
  GwFieldKind kind = kind_of_type (gw_xml_attribute (element, "type"));
  GwField *field;

  if (kind != GW_FIELD_NOTE && (var == NULL || *var == '\0'))
    return NULL;
  field = g_new0 (GwField, 1);
  field->var = g_strdup (var != NULL ? var : "");
  field->kind = is_machinery (field->var) ? GW_FIELD_HIDDEN : kind;
  field->role = role_of (field, element);
  if (field->role == GW_ROLE_PASSWORD)
    field->kind = GW_FIELD_SECRET;
  field->label = label_of (field, element);
  field->desc = desc != NULL ? gw_field_take_text (gw_xml_text (desc)) : NULL;
  field->required = gw_xml_child (element, "required", GW_NS_DATA) != NULL;
  if (kind == GW_FIELD_CHOICE || kind == GW_FIELD_CHOICES)
    read_options (field, element);
  if (!read_values (field, element)) {
    gw_error_set (error, GW_ERROR_REFUSED_FORM, domain, field->var);
    g_clear_pointer (&field, gw_field_free);
  }
  return field;
}
