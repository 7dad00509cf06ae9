/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The filled form as XML: XEP-0077 section 3.1.1, XEP-0004 section 3.2 ("submit"), XEP-0068. */
#include "net/form-field.h"

#include "base/error.h"
#include "base/secret.h"

enum {
  FRAME_BYTES = 128,               /* the elements around all fields */
  FIELD_BYTES = 64,                /* the elements around one field */
  WORST_ESCAPE = 6,                /* "&quot;" for one character */
  WORST_VALUE = WORST_ESCAPE + 16, /* a line break opens a <value/> of its own */
};

static const char *
answer_to (const GwField *field, GHashTable *answers)
{
  const char *answer = NULL;

  if (answers != NULL && field->kind != GW_FIELD_HIDDEN)
    answer = g_hash_table_lookup (answers, field->var);
  if (answer == NULL)
    answer = field->value;
  return answer != NULL ? answer : "";
}

/* The result must never grow: the old buffer would stay behind with the password in it. */
static gsize
bytes_needed (const GwForm *form, GHashTable *answers)
{
  gsize bytes =
      FRAME_BYTES + (form->key != NULL ? FIELD_BYTES + strlen (form->key) * WORST_ESCAPE : 0);

  for (guint i = 0; i < form->fields->len; i++) {
    const GwField *field = form->fields->pdata[i];

    /* A legacy field has its name twice, before and behind. */
    bytes += FIELD_BYTES + 2 * strlen (field->var) * WORST_ESCAPE +
             strlen (answer_to (field, answers)) * WORST_VALUE;
  }
  return bytes;
}

static void
append_escaped (GString *xml, const char *text)
{
  char *escaped = gw_xml_escape (text);

  g_string_append (xml, escaped);
  gw_wipe_free (escaped);
}

static void
append_value (GString *xml, const char *text)
{
  g_string_append (xml, "<value>");
  append_escaped (xml, text);
  g_string_append (xml, "</value>");
}

static void
append_values (GString *xml, const GwField *field, const char *answer)
{
  g_auto (GStrv) lines = NULL;

  switch (field->kind) {
  case GW_FIELD_BOOL:
    append_value (xml, g_str_equal (answer, "1") || g_str_equal (answer, "true") ? "1" : "0");
    return;
  case GW_FIELD_LINES:
  case GW_FIELD_CHOICES:
    lines = g_strsplit (answer, "\n", -1);
    for (char **line = lines; *line != NULL; line++)
      append_value (xml, *line);
    return;
  default:
    append_value (xml, answer);
  }
}

static void
append_data_field (GString *xml, const GwField *field, const char *answer)
{
  g_string_append (xml, "<field var='");
  append_escaped (xml, field->var);
  g_string_append (xml, g_str_equal (field->var, "FORM_TYPE") ? "' type='hidden'>" : "'>");
  append_values (xml, field, answer);
  g_string_append (xml, "</field>");
}

static void
append_legacy_field (GString *xml, const char *name, const char *answer)
{
  g_string_append_printf (xml, "<%s>", name);
  append_escaped (xml, answer);
  g_string_append_printf (xml, "</%s>", name);
}

static gboolean
is_complete (const GwForm *form, GHashTable *answers, GError **error)
{
  for (guint i = 0; i < form->fields->len; i++) {
    const GwField *field = form->fields->pdata[i];

    if (!field->required || field->kind == GW_FIELD_HIDDEN || field->kind == GW_FIELD_NOTE ||
        *answer_to (field, answers) != '\0')
      continue;
    gw_error_set (error, GW_ERROR_REFUSED_FIELDS, NULL, field->label);
    return FALSE;
  }
  return TRUE;
}

char *
gw_form_fill (const GwForm *form, GHashTable *answers, GError **error)
{
  GString *xml;

  g_return_val_if_fail (form != NULL, NULL);

  if (!is_complete (form, answers, error))
    return NULL;
  xml = g_string_sized_new (bytes_needed (form, answers));
  g_string_append (xml, "<query xmlns='jabber:iq:register'>");
  if (form->is_data_form)
    g_string_append (xml, "<x xmlns='jabber:x:data' type='submit'>");
  for (guint i = 0; i < form->fields->len; i++) {
    const GwField *field = form->fields->pdata[i];
    const char *answer = answer_to (field, answers);

    if (field->kind == GW_FIELD_NOTE || (*answer == '\0' && field->kind != GW_FIELD_HIDDEN))
      continue;
    if (form->is_data_form)
      append_data_field (xml, field, answer);
    else
      append_legacy_field (xml, field->var, answer);
  }
  if (form->key != NULL && !form->is_data_form)
    append_legacy_field (xml, "key", form->key);
  g_string_append (xml, form->is_data_form ? "</x></query>" : "</query>");
  return g_string_free (xml, FALSE);
}
