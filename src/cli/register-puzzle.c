/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One puzzle after the other, until enough are answered. */
#include "cli/register-puzzle.h"

#include "cli/ask.h"
#include "cli/blocks.h"
#include "cli/desktop.h"
#include "cli/output.h"
#include "cli/puzzle-command.h"
#include "cli/scratch.h"

/* A puzzle, as a copy: the form may be replaced while the person looks. */
typedef struct {
  char *var;
  char *label;
  GBytes *picture, *sound;         /* NULL: none, or not here */
  char *picture_page, *sound_page; /* https; NULL: none */
  gboolean may_skip;
  GwScratch *picture_file, *sound_file;
} Puzzle;

typedef enum { ANSWERED, SKIPPED, ANOTHER, REPLACED, ENDED } Turn;

static void
puzzle_free (Puzzle *puzzle)
{
  if (puzzle == NULL)
    return;
  gw_scratch_free (puzzle->picture_file);
  gw_scratch_free (puzzle->sound_file);
  g_clear_pointer (&puzzle->picture, g_bytes_unref);
  g_clear_pointer (&puzzle->sound, g_bytes_unref);
  g_free (puzzle->picture_page);
  g_free (puzzle->sound_page);
  g_free (puzzle->label);
  g_free (puzzle->var);
  g_free (puzzle);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Puzzle, puzzle_free)

static GwScratch *
put_down (const GwMedium *medium, GBytes **bytes, char **page)
{
  if (medium == NULL)
    return NULL;
  *page = g_strdup (medium->url);
  *bytes = medium->bytes ? g_bytes_ref (medium->bytes) : NULL;
  return *bytes ? gw_scratch_new (*bytes, gw_medium_ending (medium->type)) : NULL;
}

static Puzzle *
puzzle_new (const GwField *field, gboolean may_skip)
{
  Puzzle *puzzle = g_new0 (Puzzle, 1);

  puzzle->var = g_strdup (field->var);
  puzzle->label = g_strdup (field->label);
  puzzle->may_skip = may_skip && !field->required;
  puzzle->picture_file = put_down (field->picture, &puzzle->picture, &puzzle->picture_page);
  puzzle->sound_file = put_down (field->sound, &puzzle->sound, &puzzle->sound_page);
  return puzzle;
}

/* --- which one ---------------------------------------------------------------------------------
 */

static void
forget_answers (GwRegister *self)
{
  const GwForm *form = gw_attempt_form (self->attempt);

  for (guint i = 0; i < form->fields->len; i++) {
    const GwField *field = g_ptr_array_index (form->fields, i);
    if (field->role == GW_ROLE_PUZZLE)
      g_hash_table_remove (self->answers, field->var);
  }
}

/* Nothing to look at or to listen to, though there should be. */
static gboolean
is_lost (const GwField *field)
{
  gboolean has_picture = field->picture && !gw_medium_is_lost (field->picture);
  gboolean has_sound = field->sound && !gw_medium_is_lost (field->sound);

  return (field->picture || field->sound) && !has_picture && !has_sound;
}

/* The next one without an answer (an empty one: skipped); NULL: enough are answered. */
static Puzzle *
find_next (const GwRegister *self)
{
  const GwForm *form = gw_attempt_form (self->attempt);
  const GwField *next = NULL;
  guint answered = 0, left = 0;

  for (guint i = 0; i < form->fields->len; i++) {
    const GwField *field = g_ptr_array_index (form->fields, i);
    if (field->role != GW_ROLE_PUZZLE || is_lost (field))
      continue;
    const char *answer = g_hash_table_lookup (self->answers, field->var);
    answered += answer && *answer;
    left += answer == NULL;
    if (answer == NULL && (next == NULL || (field->required && !next->required)))
      next = field;
  }
  if (next == NULL || (answered >= form->puzzles_wanted && !next->required))
    return NULL;
  return puzzle_new (next, answered + left > form->puzzles_wanted);
}

/* --- at the terminal ---------------------------------------------------------------------------
 */

static void
show_picture (const Puzzle *puzzle)
{
  g_autoptr (GwPicture) picture =
      puzzle->picture ? gw_picture_decode (puzzle->picture, GW_LIMIT_PICTURE_PIXELS, NULL) : NULL;
  guint columns = (guint)gw_output_width ();
  g_auto (GStrv) lines =
      picture ? gw_blocks_draw (picture, columns, gw_blocks_colours_here ()) : NULL;

  /* Ours, and only of blocks and colours: nothing of the server's steers the terminal. */
  for (char **line = lines; line && *line; line++)
    g_printerr ("%s\n", *line);
  if (puzzle->picture_file)
    gw_output_say (GW_STYLE_DIM, _ ("The same picture as a file: %s"),
                   gw_scratch_path (puzzle->picture_file));
  else if (puzzle->picture_page)
    gw_output_say (GW_STYLE_PLAIN, _ ("Open this picture in your browser: %s"),
                   puzzle->picture_page);
  if (puzzle->picture_file || puzzle->picture_page)
    gw_output_say (GW_STYLE_PLAIN, "\n");
}

static void
show_sound (const Puzzle *puzzle)
{
  if (puzzle->sound_file)
    gw_output_say (GW_STYLE_DIM, _ ("The sound as a file: %s"),
                   gw_scratch_path (puzzle->sound_file));
  else if (puzzle->sound_page)
    gw_output_say (GW_STYLE_PLAIN, _ ("Listen to this in your browser: %s"), puzzle->sound_page);
  if (puzzle->sound_file || puzzle->sound_page)
    gw_output_say (GW_STYLE_PLAIN, "\n");
}

/* "r: another one, p: play the sound" */
static char *
list_keys (const Puzzle *puzzle)
{
  g_autoptr (GString) keys = g_string_new (_ ("r: another one"));

  if (puzzle->sound_file)
    g_string_append_printf (keys, ", %s", _ ("p: play the sound"));
  if (puzzle->may_skip)
    g_string_append_printf (keys, ", %s", _ ("s: skip it"));
  return g_string_free (g_steal_pointer (&keys), FALSE);
}

static void
play (GwRegister *self, const Puzzle *puzzle)
{
  g_autofree char *uri = g_filename_to_uri (gw_scratch_path (puzzle->sound_file), NULL, NULL);

  if (uri == NULL || !gw_desktop_open (uri, &self->stopped))
    gw_output_say (GW_STYLE_WARN, "%s\n", _ ("No program here plays it. Open the file yourself."));
}

/* Only as the one letter: a puzzle is hardly ever as short. */
static gboolean
is_key (const char *answer, const char *key)
{
  return g_ascii_strcasecmp (answer, key) == 0;
}

static Turn
ask_person (GwRegister *self, const Puzzle *puzzle, char **answer)
{
  g_autofree char *keys = list_keys (puzzle);
  g_autofree char *prompt = g_strdup_printf ("%s (%s): ", puzzle->label, keys);

  for (;;) {
    g_free (*answer);
    *answer = gw_ask_line_unless (prompt, &self->stopped, &self->changed);
    if (*answer == NULL)
      return self->changed && !self->stopped ? REPLACED : ENDED;
    if (**answer == '\0' || is_key (*answer, "r"))
      return ANOTHER;
    if (puzzle->may_skip && is_key (*answer, "s"))
      return SKIPPED;
    if (puzzle->sound_file == NULL || !is_key (*answer, "p"))
      return ANSWERED;
    play (self, puzzle);
  }
}

static Turn
take_turn (GwRegister *self, const Puzzle *puzzle, char **answer)
{
  const GError *why = gw_attempt_error (self->attempt);

  if (self->puzzles++ > 0 && why && gw_error_code (why) == GW_ERROR_REFUSED_PUZZLE_OLD)
    gw_output_say (GW_STYLE_WARN, "%s\n", _ ("The last one had expired. Here is another."));
  show_picture (puzzle);
  show_sound (puzzle);
  self->changed = FALSE;
  return ask_person (self, puzzle, answer);
}

/* --- by a program ------------------------------------------------------------------------------
 */

/* A question without a picture goes to it as a file of text. */
static Turn
ask_program (GwRegister *self, const Puzzle *puzzle, char **answer, GError **error)
{
  g_autoptr (GBytes) words = g_bytes_new (puzzle->label, strlen (puzzle->label));
  g_autoptr (GwScratch) question = gw_scratch_new (words, "txt");
  const GwScratch *file = puzzle->picture_file ? puzzle->picture_file
                          : puzzle->sound_file ? puzzle->sound_file
                                               : question;

  if (file == NULL) {
    gw_error_set (error, GW_ERROR_FILE_WRITE, _ ("the puzzle"), NULL);
    return ENDED;
  }
  self->changed = FALSE;
  *answer = gw_puzzle_command_run (self->chosen->puzzle_command, gw_scratch_path (file),
                                   &self->stopped, &self->changed, error);
  if (*answer)
    return ANSWERED;
  return self->changed && !self->stopped ? REPLACED : ENDED;
}

static Turn
ask (GwRegister *self, const Puzzle *puzzle, char **answer, GError **error)
{
  if (self->chosen->puzzle_command)
    return ask_program (self, puzzle, answer, error);
  if (self->is_talk)
    return take_turn (self, puzzle, answer);
  gw_error_set (error, GW_ERROR_REFUSED_FORM, self->domain,
                _ ("a picture puzzle, which needs a person at a terminal"));
  return ENDED;
}

/* Where no other one is to be had, the last is asked about again. */
static void
renew (GwRegister *self)
{
  gw_attempt_renew (self->attempt);
  if (gw_register_await (self) == GW_ATTEMPT_FORM && gw_attempt_error (self->attempt))
    gw_output_error (gw_attempt_error (self->attempt));
}

/* Enough of them can be shown; a person may try another form. */
static gboolean
can_show (GwRegister *self, GError **error)
{
  g_autoptr (GError) fault = NULL;

  forget_answers (self);
  while (gw_register_await (self) == GW_ATTEMPT_FORM &&
         !gw_form_check_puzzles (gw_attempt_form (self->attempt), self->domain, &fault)) {
    if (self->is_talk) {
      gw_output_error (fault);
      if (gw_ask_yes (_ ("Try again? [Y/n] "), TRUE, &self->stopped)) {
        g_clear_error (&fault);
        renew (self);
        continue;
      }
    }
    g_propagate_error (error, g_steal_pointer (&fault));
    return FALSE;
  }
  return TRUE;
}

/* FALSE with an error: it is over. `is_fresh`: nothing of the form is answered any more. */
static gboolean
ask_next (GwRegister *self, const Puzzle *puzzle, gboolean *is_fresh, GError **error)
{
  g_autofree char *answer = NULL;
  GError *fault = NULL;
  Turn turn = ask (self, puzzle, &answer, &fault);

  if (fault) {
    g_propagate_error (error, fault);
    return FALSE;
  }
  if (turn == ENDED)
    return gw_register_end (self, error);
  *is_fresh = turn == ANOTHER || turn == REPLACED;
  if (turn == ANOTHER)
    renew (self);
  else if (turn != REPLACED)
    g_hash_table_insert (self->answers, g_strdup (puzzle->var),
                         g_strdup (turn == SKIPPED ? "" : answer));
  return TRUE;
}

gboolean
gw_register_puzzle_ask (GwRegister *self, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  gboolean is_fresh = TRUE;

  while (gw_register_await (self) == GW_ATTEMPT_FORM) {
    if (is_fresh && !can_show (self, error))
      return FALSE;
    if (gw_attempt_state (self->attempt) != GW_ATTEMPT_FORM)
      continue;
    g_autoptr (Puzzle) puzzle = find_next (self);
    if (puzzle == NULL)
      return TRUE;
    if (!ask_next (self, puzzle, &is_fresh, error))
      return FALSE;
  }
  return TRUE;
}
