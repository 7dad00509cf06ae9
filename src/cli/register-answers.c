/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines of var=text. */
#include "cli/register-answers.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "cli/opt.h"
#include "cli/register-form.h"

#define ANSWERS_MAX (64 * 1024) /* bytes of the file */

/* Whole and NUL-terminated; FALSE and errno. */
static gboolean
read_all (int fd, char *buffer, gsize size)
{
  gsize length = 0;
  gssize got;

  while ((got = read (fd, buffer + length, size - 1 - length)) != 0) {
    if (got < 0 && errno == EINTR)
      continue;
    if (got < 0)
      return FALSE;
    length += (gsize)got;
    if (length == size - 1) {
      errno = EFBIG;
      return FALSE;
    }
  }
  buffer[length] = '\0';
  return TRUE;
}

static void
add (GHashTable *answers, const char *var, const char *text)
{
  const char *before = g_hash_table_lookup (answers, var);

  g_hash_table_insert (answers, g_strdup (var),
                       before ? g_strdup_printf ("%s\n%s", before, text) : g_strdup (text));
}

GHashTable *
gw_register_answers_parse (const char *text, GError **error)
{
  g_return_val_if_fail (text != NULL, NULL);

  g_autoptr (GHashTable) answers =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)gw_wipe_free);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i]; i++) {
    if (g_str_has_suffix (lines[i], "\r"))
      lines[i][strlen (lines[i]) - 1] = '\0';
    if (*lines[i] == '\0' || *lines[i] == '#')
      continue;
    char *equals = strchr (lines[i], '=');
    if (equals == NULL || equals == lines[i] || !g_utf8_validate (lines[i], -1, NULL)) {
      gw_opt_refuse (error, _ ("line %u of the answers is not NAME=TEXT"), i + 1);
      return NULL;
    }
    *equals = '\0';
    add (answers, lines[i], equals + 1);
  }
  return g_steal_pointer (&answers);
}

GHashTable *
gw_register_answers_read (const char *path, GError **error)
{
  g_return_val_if_fail (path != NULL, NULL);

  gboolean is_input = g_str_equal (path, "-");
  int fd = is_input ? STDIN_FILENO : open (path, O_RDONLY | O_CLOEXEC);
  g_autofree char *buffer = g_malloc (ANSWERS_MAX + 1);
  gboolean done = fd >= 0 && read_all (fd, buffer, ANSWERS_MAX + 1);
  GHashTable *answers = NULL;

  if (!done)
    gw_error_set (error, GW_ERROR_FILE_READ, is_input ? _ ("standard input") : path,
                  g_strerror (errno));
  else
    answers = gw_register_answers_parse (buffer, error);
  if (!is_input && fd >= 0)
    close (fd);
  return answers;
}

static gboolean
knows (const GwForm *form, const char *var)
{
  for (guint i = 0; i < form->fields->len; i++) {
    const GwField *field = g_ptr_array_index (form->fields, i);
    if (gw_register_form_takes (field) && g_str_equal (field->var, var))
      return TRUE;
  }
  return FALSE;
}

static char *
list_known (const GwForm *form)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < form->fields->len; i++) {
    const GwField *field = g_ptr_array_index (form->fields, i);
    if (gw_register_form_takes (field))
      g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", field->var);
  }
  return g_string_free (g_steal_pointer (&names), FALSE);
}

gboolean
gw_register_answers_check (GHashTable *answers, const GwForm *form, GError **error)
{
  g_return_val_if_fail (answers != NULL && form != NULL, FALSE);

  GHashTableIter iter;
  gpointer var;

  g_hash_table_iter_init (&iter, answers);
  while (g_hash_table_iter_next (&iter, &var, NULL)) {
    if (knows (form, var))
      continue;
    g_autofree char *known = list_known (form);
    return *known ? gw_opt_refuse (error, _ ("the form has no field “%s”, only %s"),
                                   (const char *)var, known)
                  : gw_opt_refuse (error, _ ("the form has no field “%s”, and asks for nothing"),
                                   (const char *)var);
  }
  return TRUE;
}
