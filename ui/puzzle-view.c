/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The puzzles of a form as one card. */
#include "puzzle-view.h"

#include "note.h"
#include "onwards.h"
#include "puzzle.h"

struct _GangwayPuzzleView {
  AdwBin parent_instance;

  GtkLabel *heading;
  GangwayNote *note;
  GtkBox *puzzles;
  GtkButton *renew;
  GtkSpinner *spinner;
  GtkButton *other;

  GPtrArray *shown; /* GangwayPuzzle, borrowed from the box */
};

G_DEFINE_FINAL_TYPE (GangwayPuzzleView, gangway_puzzle_view, ADW_TYPE_BIN)

enum { RENEW, ANSWERED, N_SIGNALS };

static guint signals[N_SIGNALS];

static void
answered_cb (GangwayPuzzleView *self)
{
  g_signal_emit (self, signals[ANSWERED], 0);
}

static void
renew_cb (GangwayPuzzleView *self)
{
  gangway_puzzle_view_set_note (self, NULL);
  gtk_widget_grab_focus (GTK_WIDGET (self)); /* the answer: the button is of no use for a while */
  g_signal_emit (self, signals[RENEW], 0);
}

/* The same widgets as long as there are enough: a focus in them is not lost, and nothing jumps. */
static GangwayPuzzle *
ensure_puzzle (GangwayPuzzleView *self, guint index)
{
  if (index < self->shown->len)
    return g_ptr_array_index (self->shown, index);
  GtkWidget *puzzle = gangway_puzzle_new ();

  gtk_box_append (self->puzzles, puzzle);
  g_ptr_array_add (self->shown, puzzle);
  g_signal_connect_swapped (puzzle, "answered", G_CALLBACK (answered_cb), self);
  return GANGWAY_PUZZLE (puzzle);
}

static void
drop_puzzles (GangwayPuzzleView *self, guint from)
{
  while (self->shown->len > from)
    gtk_box_remove (self->puzzles, g_ptr_array_steal_index (self->shown, self->shown->len - 1));
}

static void
show_heading (GangwayPuzzleView *self, guint wanted)
{
  g_autofree char *text = NULL;

  if (wanted < self->shown->len)
    text = g_strdup_printf (
        ngettext_ ("Answer %u of These Puzzles", "Answer %u of These Puzzles", wanted), wanted);
  gtk_label_set_text (self->heading, text ? text : _ ("A Puzzle Keeps Machines Out"));
}

/* How many of them can be answered here. */
static guint
count_answerable (GangwayPuzzleView *self)
{
  guint n = 0;

  for (guint i = 0; i < self->shown->len; i++)
    n += gangway_puzzle_is_shown (g_ptr_array_index (self->shown, i)) ? 1 : 0;
  return n;
}

/* One that cannot be shown is no use; where enough are left, nobody needs to hear of it. */
static void
show_broken (GangwayPuzzleView *self, guint wanted, const char *next)
{
  gboolean is_broken = count_answerable (self) < wanted;

  for (guint i = 0; i < self->shown->len; i++) {
    GangwayPuzzle *puzzle = g_ptr_array_index (self->shown, i);
    gtk_widget_set_visible (GTK_WIDGET (puzzle), gangway_puzzle_is_shown (puzzle));
  }
  gtk_widget_set_visible (GTK_WIDGET (self->other), is_broken);
  gangway_onwards_set (self->other, next);
  if (is_broken)
    gangway_puzzle_view_set_note (self, _ ("This puzzle cannot be shown here."));
}

void
gangway_puzzle_view_set_form (GangwayPuzzleView *self, const GwForm *form, const char *next)
{
  g_return_if_fail (GANGWAY_IS_PUZZLE_VIEW (self));

  guint n = 0;
  gboolean has_picture = FALSE;

  for (guint i = 0; form && i < form->fields->len; i++) {
    const GwField *field = g_ptr_array_index (form->fields, i);
    if (field->role != GW_ROLE_PUZZLE || field->kind == GW_FIELD_HIDDEN)
      continue;
    gangway_puzzle_set_field (ensure_puzzle (self, n++), field);
    has_picture |= field->picture != NULL;
  }
  drop_puzzles (self, n);
  gangway_puzzle_view_set_busy (self, FALSE);
  gangway_puzzle_view_set_note (self, NULL);
  gtk_widget_set_visible (GTK_WIDGET (self), n > 0);
  if (n == 0)
    return;
  guint wanted = form->puzzles_wanted > 0 ? MIN (form->puzzles_wanted, n) : n;
  show_heading (self, wanted);
  gtk_button_set_label (self->renew, has_picture ? _ ("New Picture") : _ ("Another Puzzle"));
  show_broken (self, wanted, next);
}

void
gangway_puzzle_view_set_busy (GangwayPuzzleView *self, gboolean is_busy)
{
  g_return_if_fail (GANGWAY_IS_PUZZLE_VIEW (self));

  gtk_widget_set_sensitive (GTK_WIDGET (self->renew), !is_busy);
  gtk_spinner_set_spinning (self->spinner, is_busy);
}

void
gangway_puzzle_view_set_note (GangwayPuzzleView *self, const char *text)
{
  g_return_if_fail (GANGWAY_IS_PUZZLE_VIEW (self));
  gangway_note_set_text (self->note, text);
}

void
gangway_puzzle_view_collect (GangwayPuzzleView *self, GHashTable *answers)
{
  g_return_if_fail (GANGWAY_IS_PUZZLE_VIEW (self) && answers != NULL);

  for (guint i = 0; i < self->shown->len; i++) {
    GangwayPuzzle *puzzle = g_ptr_array_index (self->shown, i);
    g_hash_table_insert (answers, g_strdup (gangway_puzzle_get_var (puzzle)),
                         g_strdup (gangway_puzzle_get_answer (puzzle)));
  }
}

/* --- object --- */

/* The first answer that is missing. */
static gboolean
grab_focus (GtkWidget *widget)
{
  GangwayPuzzleView *self = GANGWAY_PUZZLE_VIEW (widget);

  for (guint i = 0; i < self->shown->len; i++) {
    GtkWidget *puzzle = g_ptr_array_index (self->shown, i);
    if (gtk_widget_get_visible (puzzle) &&
        gangway_puzzle_get_answer (GANGWAY_PUZZLE (puzzle))[0] == '\0')
      return gtk_widget_grab_focus (puzzle);
  }
  return gtk_widget_grab_focus (GTK_WIDGET (self->renew));
}

static void
dispose (GObject *object)
{
  GangwayPuzzleView *self = GANGWAY_PUZZLE_VIEW (object);

  g_clear_pointer (&self->shown, g_ptr_array_unref);
  gtk_widget_dispose_template (GTK_WIDGET (object), GANGWAY_TYPE_PUZZLE_VIEW);
  G_OBJECT_CLASS (gangway_puzzle_view_parent_class)->dispose (object);
}

static void
gangway_puzzle_view_class_init (GangwayPuzzleViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  static const char *const names[N_SIGNALS] = {"renew", "answered"};

  G_OBJECT_CLASS (klass)->dispose = dispose;
  widget_class->grab_focus = grab_focus;
  for (guint i = 0; i < N_SIGNALS; i++)
    signals[i] = g_signal_new (names[i], GANGWAY_TYPE_PUZZLE_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                               NULL, G_TYPE_NONE, 0);
  g_type_ensure (GANGWAY_TYPE_NOTE);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/gangway/Gangway/puzzle-view.ui");
  gtk_widget_class_bind_template_child (widget_class, GangwayPuzzleView, heading);
  gtk_widget_class_bind_template_child (widget_class, GangwayPuzzleView, note);
  gtk_widget_class_bind_template_child (widget_class, GangwayPuzzleView, puzzles);
  gtk_widget_class_bind_template_child (widget_class, GangwayPuzzleView, renew);
  gtk_widget_class_bind_template_child (widget_class, GangwayPuzzleView, spinner);
  gtk_widget_class_bind_template_child (widget_class, GangwayPuzzleView, other);
  gtk_widget_class_bind_template_callback (widget_class, renew_cb);
}

static void
gangway_puzzle_view_init (GangwayPuzzleView *self)
{
  self->shown = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}
