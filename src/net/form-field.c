/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fields of registration forms: XEP-0077 section 14.1, XEP-0004 section 3.2 and 3.3, XEP-0158
 * section 4. */
#include "net/form-field.h"

#include "base/clean.h"
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
    {"nick", GW_ROLE_NICK, TRUE, N_ ("Nickname")},
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
    {"audio_recog", GW_ROLE_PUZZLE, FALSE, N_ ("What is heard")},
    {"speech_recog", GW_ROLE_PUZZLE, FALSE, N_ ("The words that are heard")},
    {"speech_q", GW_ROLE_PUZZLE, FALSE, N_ ("Answer to the question that is heard")},
};

static const struct {
  const char *type;
  GwFieldKind kind;
  gboolean is_address;
} field_types[] = {
    {"text-single", GW_FIELD_TEXT},      {"text-private", GW_FIELD_SECRET},
    {"text-multi", GW_FIELD_LINES},      {"jid-single", GW_FIELD_TEXT, TRUE},
    {"jid-multi", GW_FIELD_LINES, TRUE}, {"boolean", GW_FIELD_BOOL},
    {"list-single", GW_FIELD_CHOICE},    {"list-multi", GW_FIELD_CHOICES},
    {"hidden", GW_FIELD_HIDDEN},         {"fixed", GW_FIELD_NOTE},
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

gboolean
gw_field_is_input (const GwField *field)
{
  return field->kind != GW_FIELD_HIDDEN && field->kind != GW_FIELD_NOTE;
}

char *
gw_field_take_text (const char *text, gboolean lines)
{
  g_autofree char *clean = text != NULL ? gw_clean_text (text, GW_LIMIT_FORM_TEXT, lines) : NULL;

  if (clean == NULL || *g_strstrip (clean) == '\0')
    return NULL;
  return g_steal_pointer (&clean);
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
  gw_medium_free (field->picture);
  gw_medium_free (field->sound);
  g_free (field);
}

/* What has to go back whole is not cut. */
static GwField *
refuse (GwField *field, const char *domain, const char *detail, GError **error)
{
  gw_error_set (error, GW_ERROR_REFUSED_FORM, domain, detail);
  gw_field_free (field);
  return NULL;
}

GwField *
gw_field_new_from_legacy (const GwXml *element, const char *domain, GError **error)
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
  field->value = g_strstrip (g_strdup (gw_xml_text (element)));
  if (strlen (field->value) > GW_LIMIT_FORM_TEXT)
    return refuse (field, domain, field->var, error);
  if (*field->value == '\0')
    g_clear_pointer (&field->value, g_free);
  field->n_values = field->value != NULL ? 1 : 0;
  return field;
}

/* Section 3.3: without a type, and with one that nobody knows, a field is a line of text. */
static void
read_type (GwField *field, const char *type)
{
  for (gsize i = 0; type != NULL && i < G_N_ELEMENTS (field_types); i++)
    if (g_str_equal (field_types[i].type, type)) {
      field->kind = field_types[i].kind;
      field->is_address = field_types[i].is_address;
    }
}

static gboolean
has_many_values (const GwField *field)
{
  return field->kind == GW_FIELD_LINES || field->kind == GW_FIELD_CHOICES ||
         field->kind == GW_FIELD_HIDDEN || field->kind == GW_FIELD_NOTE;
}

/* FALSE when they could not be sent back as they came: too long, or several of which one holds what
 * parts them. */
static gboolean
read_values (GwField *field, const GwXml *element)
{
  g_autoptr (GString) values = g_string_new (NULL);
  gboolean is_parted = FALSE;

  for (GwXml *child = gw_xml_first (element); child != NULL; child = gw_xml_next (child)) {
    if (!gw_xml_is (child, "value", GW_NS_DATA))
      continue;
    if (field->n_values > 0 && !has_many_values (field)) /* the first one counts */
      break;
    if (field->n_values++ > 0)
      g_string_append_c (values, '\n');
    g_string_append (values, gw_xml_text (child));
    is_parted |= strchr (gw_xml_text (child), '\n') != NULL;
  }
  if (values->len > GW_LIMIT_FORM_TEXT && field->kind != GW_FIELD_NOTE)
    return FALSE;
  if (is_parted && field->n_values > 1 &&
      (field->kind == GW_FIELD_HIDDEN || field->kind == GW_FIELD_CHOICES))
    return FALSE;
  if (field->kind == GW_FIELD_NOTE)
    field->value = gw_field_take_text (values->str, TRUE);
  else if (field->n_values > 0)
    field->value = g_string_free (g_steal_pointer (&values), FALSE);
  return TRUE;
}

/* NULL: one that could not be chosen. Answers are split by line feeds. */
static GwFieldOption *
read_option (const GwField *field, const GwXml *element)
{
  const GwXml *value = gw_xml_child (element, "value", GW_NS_DATA);
  const char *text = value != NULL ? gw_xml_text (value) : "";
  GwFieldOption *option;

  if (!gw_xml_is (element, "option", GW_NS_DATA) || value == NULL ||
      strlen (text) > GW_LIMIT_FORM_TEXT ||
      (field->kind == GW_FIELD_CHOICES && (*text == '\0' || strchr (text, '\n') != NULL)))
    return NULL;
  option = g_new0 (GwFieldOption, 1);
  option->value = g_strdup (text);
  option->label = gw_field_take_text (gw_xml_attribute (element, "label"), FALSE);
  if (option->label == NULL)
    option->label = gw_field_take_text (text, FALSE);
  if (option->label == NULL)
    option->label = g_strdup ("");
  return option;
}

static void
read_options (GwField *field, const GwXml *element)
{
  field->options = g_ptr_array_new_with_free_func ((GDestroyNotify)option_free);
  for (GwXml *child = gw_xml_first (element); child != NULL; child = gw_xml_next (child)) {
    GwFieldOption *option = read_option (field, child);

    if (option != NULL && field->options->len < GW_LIMIT_FORM_OPTIONS)
      g_ptr_array_add (field->options, option);
    else if (option != NULL)
      option_free (option);
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

  if (!gw_field_is_input (field))
    return GW_ROLE_OTHER;
  if (known != NULL)
    return known->role;
  return gw_xml_child (element, "media", GW_NS_MEDIA) != NULL ? GW_ROLE_PUZZLE : GW_ROLE_OTHER;
}

static char *
label_of (const GwField *field, const GwXml *element)
{
  const KnownField *known = find_known (field->var);
  char *label = gw_field_take_text (gw_xml_attribute (element, "label"), FALSE);

  if (label != NULL)
    return label;
  if (known != NULL)
    return g_strdup (_ (known->label));
  if (field->role == GW_ROLE_PUZZLE)
    return g_strdup (_ ("Answer to the question"));
  label = gw_field_take_text (field->var, FALSE);
  return label != NULL ? label : g_strdup ("");
}

GwField *
gw_field_new_from_data (const GwXml *element, const char *domain, GError **error)
{
  const char *var = gw_xml_attribute (element, "var");
  const GwXml *desc = gw_xml_child (element, "desc", GW_NS_DATA);
  GwField *field = g_new0 (GwField, 1);

  read_type (field, gw_xml_attribute (element, "type"));
  field->var = g_strdup (var != NULL ? var : "");
  if (*field->var == '\0' && field->kind != GW_FIELD_NOTE) {
    gw_field_free (field);
    return NULL;
  }
  if (strlen (field->var) > GW_LIMIT_FORM_TEXT)
    return refuse (field, domain, field->var, error);
  if (is_machinery (field->var))
    field->kind = GW_FIELD_HIDDEN;
  field->role = role_of (field, element);
  if (field->role == GW_ROLE_PASSWORD)
    field->kind = GW_FIELD_SECRET;
  field->label = label_of (field, element);
  field->desc = desc != NULL ? gw_field_take_text (gw_xml_text (desc), TRUE) : NULL;
  field->required = gw_xml_child (element, "required", GW_NS_DATA) != NULL;
  if (field->kind == GW_FIELD_CHOICE || field->kind == GW_FIELD_CHOICES)
    read_options (field, element);
  if (!read_values (field, element))
    return refuse (field, domain, field->var, error);
  return field;
}
