/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A form, question by question. */
#include "cli/register-form.h"

#include <glib/gstdio.h>
#include <unistd.h>

#include "cli/ask.h"
#include "cli/output.h"

#define TRIES 5 /* at one question */

static const char *const kind_names[] = {
    [GW_FIELD_TEXT] = "text",     [GW_FIELD_SECRET] = "secret", [GW_FIELD_LINES] = "lines",
    [GW_FIELD_BOOL] = "bool",     [GW_FIELD_CHOICE] = "choice", [GW_FIELD_CHOICES] = "choices",
    [GW_FIELD_HIDDEN] = "hidden", [GW_FIELD_NOTE] = "note",
};

static const char *const role_names[] = {
    [GW_ROLE_OTHER] = "other", [GW_ROLE_USERNAME] = "name", [GW_ROLE_PASSWORD] = "password",
    [GW_ROLE_EMAIL] = "email", [GW_ROLE_PUZZLE] = "puzzle", [GW_ROLE_NICK] = "nick",
};

/* What the program cannot fill in by itself; what may stay empty does. */
static gboolean
is_asked (const GwField *field)
{
  if (field->kind == GW_FIELD_HIDDEN || field->kind == GW_FIELD_NOTE ||
      field->role == GW_ROLE_USERNAME || field->role == GW_ROLE_PASSWORD ||
      field->role == GW_ROLE_NICK)
    return FALSE;
  if (field->role == GW_ROLE_PUZZLE)
    return TRUE;
  if (field->kind == GW_FIELD_BOOL)
    return field->required && g_strcmp0 (field->value, "1") != 0 &&
           g_strcmp0 (field->value, "true") != 0;
  return field->required && (field->value == NULL || *field->value == '\0');
}

/* --- the picture -------------------------------------------------------------------------------
 */

/* A file of its own, readable for nobody else; NULL when it cannot be written. */
static char *
save_picture (GBytes *picture)
{
  gsize size;
  const guint8 *bytes = g_bytes_get_data (picture, &size);
  const char *pattern = size > 0 && bytes[0] == 0xff ? "gangway-XXXXXX.jpg" : "gangway-XXXXXX.png";
  char *path = NULL;
  int fd = g_file_open_tmp (pattern, &path, NULL);

  if (fd < 0)
    return NULL;
  gboolean done = write (fd, bytes, size) == (gssize)size;
  if (close (fd) == 0 && done)
    return path;
  g_unlink (path);
  g_free (path);
  return NULL;
}

/* --- questions ---------------------------------------------------------------------------------
 */

/* A server's words must not steer the terminal. */
static char *
clean (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *harmless = g_string_new (NULL);

  for (const char *p = valid; *p; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);
    gboolean steers = g_unichar_iscntrl (c) || g_unichar_type (c) == G_UNICODE_FORMAT;
    g_string_append_unichar (harmless, steers && c != '\n' ? ' ' : c);
  }
  return g_string_free (harmless, FALSE);
}

static char *
ask_text (const GwField *field, const gboolean *stop)
{
  g_autofree char *label = clean (field->label);
  g_autofree char *prompt = g_strdup_printf ("%s: ", label);

  for (int i = 0; i < TRIES; i++) {
    g_autofree char *answer = gw_ask_line (prompt, stop);
    if (answer == NULL || *answer)
      return g_steal_pointer (&answer);
  }
  return NULL;
}

/* A box that has to be ticked, most often: terms to agree with. */
static char *
ask_box (const GwField *field, const gboolean *stop)
{
  g_autofree char *label = clean (field->label);
  g_autofree char *prompt = g_strdup_printf (_ ("%s [y/N] "), label);

  return gw_ask_yes (prompt, stop) ? g_strdup ("1") : NULL;
}

static char *
ask_choice (const GwField *field, const gboolean *stop)
{
  g_autofree char *label = clean (field->label);
  guint count = field->options ? field->options->len : 0;

  g_printerr ("%s\n", label);
  for (guint i = 0; i < count; i++) {
    const GwFieldOption *option = g_ptr_array_index (field->options, i);
    g_autofree char *text = clean (option->label ? option->label : option->value);
    g_printerr ("  %u  %s\n", i + 1, text);
  }
  for (int i = 0; i < TRIES; i++) {
    guint64 number;
    g_autofree char *answer = gw_ask_line (_ ("Number: "), stop);
    if (answer == NULL)
      return NULL;
    if (g_ascii_string_to_unsigned (answer, 10, 1, count, &number, NULL)) {
      const GwFieldOption *option = g_ptr_array_index (field->options, number - 1);
      return g_strdup (option->value);
    }
  }
  return NULL;
}

static char *
ask_puzzle (const GwField *field, const gboolean *stop)
{
  const GwMedium *picture = field->picture;
  g_autofree char *path = picture && picture->bytes ? save_picture (picture->bytes) : NULL;

  if (path)
    g_printerr (_ ("Open this picture and type what it says: %s\n"), path);
  else if (picture && picture->url)
    g_printerr (_ ("Open this picture in your browser and type what it says: %s\n"), picture->url);
  char *answer = ask_text (field, stop);
  if (path)
    g_unlink (path);
  return answer;
}

static char *
ask_field (const GwField *field, const gboolean *stop)
{
  if (field->role == GW_ROLE_PUZZLE)
    return ask_puzzle (field, stop);
  if (field->kind == GW_FIELD_BOOL)
    return ask_box (field, stop);
  if (field->kind == GW_FIELD_CHOICE || field->kind == GW_FIELD_CHOICES)
    return ask_choice (field, stop);
  return ask_text (field, stop);
}

GHashTable *
gw_register_form_ask (const GwForm *form, const char *domain, const gboolean *stop, GError **error)
{
  g_return_val_if_fail (form != NULL && domain != NULL && stop != NULL, NULL);

  g_autoptr (GHashTable) answers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  for (guint i = 0; i < form->fields->len; i++) {
    const GwField *field = g_ptr_array_index (form->fields, i);
    if (!is_asked (field))
      continue;
    if (field->desc) {
      g_autofree char *desc = clean (field->desc);
      g_printerr ("%s\n", desc);
    }
    char *answer = ask_field (field, stop);
    if (answer == NULL) {
      gw_error_set (error, GW_ERROR_CANCELLED, domain, NULL);
      return NULL;
    }
    g_hash_table_insert (answers, g_strdup (field->var), answer);
  }
  return g_steal_pointer (&answers);
}

/* --- what would be asked -----------------------------------------------------------------------
 */

void
gw_register_form_print (const GwForm *form)
{
  guint count = 0;

  for (guint i = 0; i < form->fields->len; i++) {
    const GwField *field = g_ptr_array_index (form->fields, i);
    if (!is_asked (field))
      continue;
    if (count++ == 0)
      gw_output_styled (GW_STYLE_PLAIN, "%s\n", _ ("You would be asked for:"));
    gw_output_paragraph (GW_STYLE_PLAIN, 2, field->label);
  }
  if (count == 0)
    gw_output_styled (GW_STYLE_PLAIN, "%s\n",
                      _ ("You would be asked for nothing: a name and a password are enough."));
}

json_t *
gw_register_form_json (const GwForm *form)
{
  json_t *fields = json_array ();

  for (guint i = 0; i < form->fields->len; i++) {
    const GwField *field = g_ptr_array_index (form->fields, i);
    if (field->kind == GW_FIELD_HIDDEN || field->kind == GW_FIELD_NOTE)
      continue;
    json_array_append_new (fields,
                           json_pack ("{s:s, s:s, s:s, s:s, s:b, s:b}", "var", field->var, "label",
                                      field->label, "kind", kind_names[field->kind], "role",
                                      role_names[field->role], "required", field->required, "asked",
                                      is_asked (field)));
  }
  return fields;
}
