/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The filled form as XML: XEP-0077 section 3.1.1, XEP-0004 section 3.2 ("submit"), XEP-0068. */
#include "net/form-field.h"

#include "base/error.h"
#include "base/jid.h"
#include "base/limits.h"
#include "base/secret.h"

enum {
  FRAME_BYTES = 128,               /* the elements around all fields */
  FIELD_BYTES = 64,                /* the elements around one field */
  WORST_ESCAPE = 6,                /* "&quot;" for one character */
  WORST_VALUE = WORST_ESCAPE + 16, /* a line break opens a <value/> of its own */
};

static const char *
given_answer (const GwField *field, GHashTable *answers)
{
  return answers != NULL ? g_hash_table_lookup (answers, field->var) : NULL;
}

/* Never NULL. */
static const char *
answer_to (const GwForm *form, const GwField *field, GHashTable *answers)
{
  const char *answer = field->kind != GW_FIELD_HIDDEN ? given_answer (field, answers) : NULL;
  const GwField *username = gw_form_field (form, GW_ROLE_USERNAME);

  if (answer == NULL)
    answer = field->value;
  if (field->role == GW_ROLE_NICK && field->required && username != NULL &&
      (answer == NULL || *answer == '\0'))
    answer = given_answer (username, answers);
  return answer != NULL ? answer : "";
}

/* Of texts with the line ends of other systems as well. */
static GStrv
split_lines (const char *answer)
{
  GStrv lines = g_strsplit (answer, "\n", -1);

  for (char **line = lines; *line != NULL; line++)
    if (g_str_has_suffix (*line, "\r"))
      (*line)[strlen (*line) - 1] = '\0';
  return lines;
}

/* --- checks -------------------------------------------------------------------------------- */

gboolean
gw_form_is_email (const char *text)
{
  const char *at, *dot;
  gsize length;

  g_return_val_if_fail (text != NULL, FALSE);

  length = strlen (text);
  at = strrchr (text, '@');
  dot = strrchr (text, '.');
  if (length > GW_LIMIT_EMAIL || at == NULL || at == text || dot == NULL || dot < at + 2 ||
      dot[1] == '\0' || !g_utf8_validate (text, -1, NULL))
    return FALSE;
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if (g_unichar_isspace (g_utf8_get_char (p)) || g_unichar_iscntrl (g_utf8_get_char (p)))
      return FALSE;
  return TRUE;
}

static gboolean
is_address (const char *text)
{
  g_autoptr (GwJid) jid = gw_jid_parse (text, NULL);

  return jid != NULL;
}

/* A list without options is one that a server forgot to fill: then any word does. */
static gboolean
is_option (const GwField *field, const char *text)
{
  for (guint i = 0; field->options != NULL && i < field->options->len; i++) {
    const GwFieldOption *option = field->options->pdata[i];

    if (g_str_equal (option->value, text))
      return TRUE;
  }
  return field->options == NULL || field->options->len == 0;
}

static gboolean
is_bool (const char *text)
{
  return g_str_equal (text, "0") || g_str_equal (text, "1") || g_str_equal (text, "true") ||
         g_str_equal (text, "false");
}

static gboolean
is_each (const GwField *field, const char *answer)
{
  g_auto (GStrv) lines = split_lines (answer);

  for (char **line = lines; *line != NULL; line++)
    if (**line != '\0' && !(field->is_address ? is_address (*line) : is_option (field, *line)))
      return FALSE;
  return TRUE;
}

/* What the server itself put there is right for it, whatever it is. */
static gboolean
is_right (const GwField *field, const char *answer)
{
  if (!gw_field_is_input (field) || *answer == '\0' || g_strcmp0 (answer, field->value) == 0)
    return TRUE;
  if (strlen (answer) > GW_LIMIT_FORM_TEXT || !gw_xml_can_say (answer))
    return FALSE;
  if (field->role == GW_ROLE_EMAIL && !gw_form_is_email (answer))
    return FALSE;
  switch (field->kind) {
  case GW_FIELD_BOOL:
    return is_bool (answer);
  case GW_FIELD_CHOICE:
    return is_option (field, answer);
  case GW_FIELD_CHOICES:
    return is_each (field, answer);
  case GW_FIELD_LINES:
    return !field->is_address || is_each (field, answer);
  case GW_FIELD_TEXT:
    return strchr (answer, '\n') == NULL && (!field->is_address || is_address (answer));
  default:
    return TRUE;
  }
}

static guint
count_answered_puzzles (const GwForm *form, GHashTable *answers)
{
  guint answered = 0;

  for (guint i = 0; i < form->fields->len; i++) {
    const GwField *field = form->fields->pdata[i];

    if (field->role == GW_ROLE_PUZZLE && *answer_to (form, field, answers) != '\0')
      answered++;
  }
  return answered;
}

static gboolean
is_complete (const GwForm *form, GHashTable *answers, GError **error)
{
  gboolean wants_puzzle = count_answered_puzzles (form, answers) < form->puzzles_wanted;

  for (guint i = 0; i < form->fields->len; i++) {
    const GwField *field = form->fields->pdata[i];
    const char *answer = answer_to (form, field, answers);
    gboolean is_needed = field->required || (field->role == GW_ROLE_PUZZLE && wants_puzzle);

    if (!gw_field_is_input (field) || (is_right (field, answer) && (*answer != '\0' || !is_needed)))
      continue;
    gw_error_set (error, GW_ERROR_REFUSED_FIELDS, NULL, field->label);
    return FALSE;
  }
  return TRUE;
}

/* --- the way to XML ------------------------------------------------------------------------ */

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
             strlen (answer_to (form, field, answers)) * WORST_VALUE;
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

/* A line of a text may be empty, an address or a choice may not. */
static void
append_lines (GString *xml, const GwField *field, const char *answer)
{
  gboolean is_text = field->kind == GW_FIELD_LINES && !field->is_address;
  g_auto (GStrv) lines = split_lines (answer);

  for (char **line = lines; *line != NULL; line++)
    if (**line != '\0' || is_text)
      append_value (xml, *line);
}

/* As they came. */
static void
append_hidden (GString *xml, const GwField *field, const char *answer)
{
  g_auto (GStrv) values = field->n_values > 1 ? g_strsplit (answer, "\n", -1) : NULL;

  for (char **value = values; value != NULL && *value != NULL; value++)
    append_value (xml, *value);
  if (values == NULL)
    append_value (xml, answer);
}

static void
append_values (GString *xml, const GwField *field, const char *answer)
{
  switch (field->kind) {
  case GW_FIELD_BOOL:
    append_value (xml, g_str_equal (answer, "1") || g_str_equal (answer, "true") ? "1" : "0");
    return;
  case GW_FIELD_LINES:
  case GW_FIELD_CHOICES:
    append_lines (xml, field, answer);
    return;
  case GW_FIELD_HIDDEN:
    append_hidden (xml, field, answer);
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
    const char *answer = answer_to (form, field, answers);

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
