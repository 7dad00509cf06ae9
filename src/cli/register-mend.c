/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A table of what is wrong and what is asked for then. */
#include "cli/register-mend.h"

#include "cli/ask.h"
#include "cli/output.h"
#include "cli/register-form.h"
#include "cli/register-place.h"

enum {
  ROUNDS_MAX = 12,       /* in which the form may come back */
  SCRIPT_ROUNDS_MAX = 3, /* where a program answers, or a name is suggested */
  NEAR = 3,
  TRIES = 5,
};

void
gw_register_mend_tell (const GwRegister *self, const GError *why)
{
  g_return_if_fail (self != NULL && why != NULL);

  const char *words = self->attempt ? gw_attempt_server_words (self->attempt) : NULL;

  gw_output_error (why);
  if (words) {
    g_autofree char *text = g_strdup_printf (_ ("The server said: “%s”"), words);
    gw_output_say_paragraph (GW_STYLE_DIM, 0, text);
  }
}

char **
gw_register_mend_names (const GwRegister *self, const GError *why)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (why == NULL || gw_error_code (why) != GW_ERROR_REFUSED_NAME_TAKEN ||
      (self->invitation && self->invitation->local))
    return NULL;
  return gw_name_near (self->name, NEAR);
}

static void
take_name (GwRegister *self, char *name)
{
  g_free (self->name);
  self->name = name;
  self->is_written_down = FALSE;
}

/* "2" is the second of `near`; everything else is a name. NULL: none that can be used. */
static char *
read_name (const char *answer, const char *const *near, GError **error)
{
  guint count = near ? g_strv_length ((char **)near) : 0;
  guint64 number;

  if (count > 0 && g_ascii_string_to_unsigned (answer, 10, 1, count, &number, NULL))
    return g_strdup (near[number - 1]);
  return gw_localpart_normalize (answer, error);
}

gboolean
gw_register_mend_name (GwRegister *self, const char *const *near, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  guint count = near ? g_strv_length ((char **)near) : 0;

  for (guint i = 0; i < count; i++)
    gw_output_say (GW_STYLE_PLAIN, "  %u  %s\n", i + 1, near[i]);
  for (int i = 0; i < TRIES; i++) {
    g_autoptr (GError) fault = NULL;
    g_autofree char *answer = gw_ask_line (count > 0 ? _ ("Number, or another name (Enter stops): ")
                                                     : _ ("Another name (Enter stops): "),
                                           &self->stopped);
    if (answer == NULL || *answer == '\0')
      break;
    char *name = read_name (answer, near, &fault);
    if (name) {
      take_name (self, name);
      return TRUE;
    }
    gw_output_error (fault);
  }
  return gw_register_end (self, error);
}

/* Without a question as long as the name was only a suggestion of ours and nobody is there. */
static gboolean
mend_name (GwRegister *self, const GError *why, GError **error)
{
  g_auto (GStrv) near = gw_register_mend_names (self, why);

  if (self->is_talk)
    return gw_register_mend_name (self, (const char *const *)near, error);
  take_name (self, gw_name_suggest ());
  return TRUE;
}

static gboolean
mend_password (GwRegister *self, const GError *why, GError **error)
{
  return gw_register_place_ask_password (self, error);
}

static gboolean
mend_email (GwRegister *self, const GError *why, GError **error)
{
  const GwField *field = gw_form_field (gw_attempt_form (self->attempt), GW_ROLE_EMAIL);

  if (field == NULL) {
    g_propagate_error (error, g_error_copy (why));
    return FALSE;
  }
  gw_register_form_reopen (self, field);
  return TRUE;
}

static gboolean
mend_fields (GwRegister *self, const GError *why, GError **error)
{
  gw_register_form_reopen (self, NULL);
  return TRUE;
}

/* The puzzle is another one by now, and asked for anyway. */
static gboolean
mend_puzzle (GwRegister *self, const GError *why, GError **error)
{
  return TRUE;
}

static gboolean
mend_line (GwRegister *self, const GError *why, GError **error)
{
  if (gw_ask_yes (_ ("Try again? [Y/n] "), TRUE, &self->stopped))
    return TRUE;
  return gw_register_end (self, error);
}

typedef gboolean (*Mend) (GwRegister *self, const GError *why, GError **error);

static Mend
find_mend (const GwRegister *self, GwErrorCode code)
{
  gboolean is_free = self->invitation == NULL || self->invitation->local == NULL;

  switch (code) {
  case GW_ERROR_REFUSED_NAME_TAKEN:
  case GW_ERROR_REFUSED_NAME:
  case GW_ERROR_BAD_NAME:
    return is_free ? mend_name : NULL;
  case GW_ERROR_REFUSED_PASSWORD:
  case GW_ERROR_BAD_PASSWORD:
    return mend_password;
  case GW_ERROR_REFUSED_EMAIL:
    return mend_email;
  case GW_ERROR_REFUSED_FIELDS:
    return mend_fields;
  case GW_ERROR_REFUSED_PUZZLE:
  case GW_ERROR_REFUSED_PUZZLE_OLD:
    return mend_puzzle;
  default:
    return gw_error_exit (code) == GW_EXIT_NETWORK ? mend_line : NULL;
  }
}

/* What goes on without a person: our own suggestion for a name, and puzzles for a program. */
static gboolean
is_for_scripts (const GwRegister *self, GwErrorCode code)
{
  switch (code) {
  case GW_ERROR_REFUSED_NAME_TAKEN:
    return self->chosen->name == NULL;
  case GW_ERROR_REFUSED_PUZZLE:
  case GW_ERROR_REFUSED_PUZZLE_OLD:
    return self->chosen->puzzle_command != NULL;
  default:
    return FALSE;
  }
}

gboolean
gw_register_mend (GwRegister *self, const GError *why, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (why == NULL)
    return TRUE;
  GwErrorCode code = gw_error_code (why);
  Mend mend = find_mend (self, code);
  guint most = self->is_talk ? ROUNDS_MAX : SCRIPT_ROUNDS_MAX;
  if (mend == NULL || ++self->rounds >= most || !(self->is_talk || is_for_scripts (self, code))) {
    g_propagate_error (error, g_error_copy (why));
    return FALSE;
  }
  if (self->is_talk && code != GW_ERROR_REFUSED_PUZZLE_OLD)
    gw_register_mend_tell (self, why);
  return mend (self, why, error);
}
