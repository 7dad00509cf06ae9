/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a provider's form asks. */
#include "form-view.h"

#include "field-row.h"
#include "link.h"
#include "note.h"
#include "puzzle-view.h"

struct _GangwayFormView {
  AdwBin parent_instance;

  GtkLabel *instructions; /* in the provider's words */
  AdwPreferencesGroup *group;
  GtkBox *links;
  GangwayPuzzleView *puzzles;

  GPtrArray *rows, *notes; /* borrowed from the group, a note for each row */
  GHashTable *answers;     /* what was given, over changes of the form */
  char *email;             /* name of the field of the e-mail address; NULL: none */
};

G_DEFINE_FINAL_TYPE (GangwayFormView, gangway_form_view, ADW_TYPE_BIN)

enum { RENEW, ACTIVATED, N_SIGNALS };

static guint signals[N_SIGNALS];

/* An answer may be a secret as well. */
static void
wipe_free (gpointer text)
{
  gw_wipe_free (text);
}

static void
activated_cb (GangwayFormView *self)
{
  g_signal_emit (self, signals[ACTIVATED], 0);
}

static void
renew_cb (GangwayFormView *self)
{
  g_signal_emit (self, signals[RENEW], 0);
}

/* --- rows --- */

/* The rest is asked elsewhere, or said by the puzzle itself (XEP-0158 section 4.2). */
static gboolean
is_row (const GwField *field)
{
  switch (field->role) {
  case GW_ROLE_USERNAME:
  case GW_ROLE_PASSWORD:
  case GW_ROLE_NICK:
  case GW_ROLE_PUZZLE:
    return FALSE;
  default:
    return field->kind != GW_FIELD_HIDDEN && !g_str_equal (field->var, "captcha-fallback-text");
  }
}

static void
collect_rows (GangwayFormView *self, GHashTable *answers)
{
  for (guint i = 0; i < self->rows->len; i++) {
    GtkWidget *row = g_ptr_array_index (self->rows, i);
    const char *var = gangway_field_row_get_var (row);
    if (var)
      g_hash_table_replace (answers, g_strdup (var), gangway_field_row_get_answer (row));
  }
}

static void
clear_blame (GangwayFormView *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    gangway_note_blame (g_ptr_array_index (self->notes, i), g_ptr_array_index (self->rows, i), NULL,
                        NULL);
}

static void
add_row (GangwayFormView *self, const GwField *field)
{
  GtkWidget *row = gangway_field_row_new (field, g_hash_table_lookup (self->answers, field->var));
  GtkWidget *note = gangway_note_new ();

  if (ADW_IS_ENTRY_ROW (row))
    g_signal_connect_swapped (row, "entry-activated", G_CALLBACK (activated_cb), self);
  adw_preferences_group_add (self->group, row);
  adw_preferences_group_add (self->group, note);
  g_ptr_array_add (self->rows, row);
  g_ptr_array_add (self->notes, note);
}

/* TRUE: the rows that are there ask what `form` asks. */
static gboolean
asks_the_same (GangwayFormView *self, const GwForm *form)
{
  guint at = 0;

  for (guint i = 0; form && i < form->fields->len; i++) {
    const GwField *field = g_ptr_array_index (form->fields, i);
    if (!is_row (field))
      continue;
    if (at >= self->rows->len ||
        !gangway_field_row_suits (g_ptr_array_index (self->rows, at++), field))
      return FALSE;
  }
  return at == self->rows->len;
}

static void
replace_rows (GangwayFormView *self, const GwForm *form)
{
  collect_rows (self, self->answers);
  for (guint i = 0; i < self->rows->len; i++) {
    adw_preferences_group_remove (self->group, g_ptr_array_index (self->rows, i));
    adw_preferences_group_remove (self->group, g_ptr_array_index (self->notes, i));
  }
  g_ptr_array_set_size (self->rows, 0);
  g_ptr_array_set_size (self->notes, 0);
  for (guint i = 0; form && i < form->fields->len; i++) {
    const GwField *field = g_ptr_array_index (form->fields, i);
    if (is_row (field))
      add_row (self, field);
  }
  gtk_widget_set_visible (GTK_WIDGET (self->group), self->rows->len > 0);
}

/* --- words and pages --- */

/* Terms of use, rules: whoever agrees to them wants to read them first. */
static void
replace_links (GangwayFormView *self, const GwForm *form)
{
  g_autoptr (GPtrArray) pages = form ? gw_form_links (form) : NULL;
  GtkWidget *old;

  while ((old = gtk_widget_get_first_child (GTK_WIDGET (self->links))))
    gtk_box_remove (self->links, old);
  for (guint i = 0; pages && i < pages->len; i++) {
    GtkWidget *link = g_object_new (GANGWAY_TYPE_LINK, NULL);
    gangway_link_set (GANGWAY_LINK (link), g_ptr_array_index (pages, i), NULL);
    gtk_box_append (self->links, link);
  }
  gtk_widget_set_visible (GTK_WIDGET (self->links), pages && pages->len > 0);
}

static void
show_instructions (GangwayFormView *self, const GwForm *form)
{
  const char *text = form && form->instructions ? form->instructions : "";

  gtk_label_set_text (self->instructions, text);
  gtk_widget_set_visible (GTK_WIDGET (self->instructions), text[0] != '\0');
}

void
gangway_form_view_set_form (GangwayFormView *self, const GwForm *form, const char *next)
{
  g_return_if_fail (GANGWAY_IS_FORM_VIEW (self));

  const GwField *email = form ? gw_form_field (form, GW_ROLE_EMAIL) : NULL;

  clear_blame (self);
  if (!asks_the_same (self, form))
    replace_rows (self, form);
  g_free (self->email);
  self->email = email ? g_strdup (email->var) : NULL;
  show_instructions (self, form);
  replace_links (self, form);
  gangway_puzzle_view_set_form (self->puzzles, form, next);
  gtk_widget_set_visible (
      GTK_WIDGET (self), self->rows->len > 0 || gtk_widget_get_visible (GTK_WIDGET (self->links)) ||
                             gtk_widget_get_visible (GTK_WIDGET (self->puzzles)));
}

void
gangway_form_view_set_renewing (GangwayFormView *self, gboolean is_renewing)
{
  g_return_if_fail (GANGWAY_IS_FORM_VIEW (self));
  gangway_puzzle_view_set_busy (self->puzzles, is_renewing);
}

GHashTable *
gangway_form_view_get_answers (GangwayFormView *self)
{
  g_return_val_if_fail (GANGWAY_IS_FORM_VIEW (self), NULL);

  GHashTable *answers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, wipe_free);

  collect_rows (self, answers);
  gangway_puzzle_view_collect (self->puzzles, answers);
  return answers;
}

/* --- faults --- */

/* The row that is meant: the one of the e-mail address, or the one whose label the error names. The
 * longest such label: "Name" may be part of another one. */
static int
find_blamed (GangwayFormView *self, const GError *error)
{
  gboolean is_email = gw_error_code (error) == GW_ERROR_REFUSED_EMAIL;
  gsize longest = 0;
  int found = -1;

  for (guint i = 0; i < self->rows->len; i++) {
    GtkWidget *row = g_ptr_array_index (self->rows, i);
    const char *var = gangway_field_row_get_var (row);
    const char *label = gangway_field_row_get_label (row);

    if (is_email && g_strcmp0 (var, self->email) == 0)
      return (int)i;
    if (!is_email && var && strlen (label) > longest && strstr (error->message, label)) {
      longest = strlen (label);
      found = (int)i;
    }
  }
  return found;
}

static gboolean
blame_row (GangwayFormView *self, const GError *error, const char *words)
{
  int at = find_blamed (self, error);

  if (at < 0)
    return FALSE;
  GtkWidget *row = g_ptr_array_index (self->rows, (guint)at);
  gboolean is_email = gw_error_code (error) == GW_ERROR_REFUSED_EMAIL;

  gangway_note_blame (g_ptr_array_index (self->notes, (guint)at), row,
                      is_email ? error->message : _ ("This is missing or was not accepted."),
                      words);
  gtk_widget_child_focus (row, GTK_DIR_TAB_FORWARD);
  return TRUE;
}

static const char *
puzzle_fault (GwErrorCode code)
{
  switch (code) {
  case GW_ERROR_REFUSED_PUZZLE:
    return _ ("The answer was not accepted. Here is a new puzzle.");
  case GW_ERROR_REFUSED_PUZZLE_OLD:
    return _ ("The old puzzle had expired. Here is a new one.");
  case GW_ERROR_PUZZLE_BROKEN:
    return _ ("This puzzle cannot be shown here.");
  default:
    return NULL;
  }
}

/* What expired by itself is no reason to take the focus from where somebody types. */
static gboolean
blame_puzzle (GangwayFormView *self, GwErrorCode code)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  gboolean is_typing = root && gtk_root_get_focus (root) != NULL;

  if (!puzzle_fault (code) || !gtk_widget_get_visible (GTK_WIDGET (self->puzzles)))
    return FALSE;
  gangway_puzzle_view_set_note (self->puzzles, puzzle_fault (code));
  if (code != GW_ERROR_REFUSED_PUZZLE_OLD || !is_typing)
    gtk_widget_grab_focus (GTK_WIDGET (self->puzzles));
  return TRUE;
}

gboolean
gangway_form_view_show_fault (GangwayFormView *self, const GError *error, const char *words)
{
  g_return_val_if_fail (GANGWAY_IS_FORM_VIEW (self) && error != NULL, FALSE);

  GwErrorCode code = gw_error_code (error);

  if (code == GW_ERROR_REFUSED_FIELDS || code == GW_ERROR_REFUSED_EMAIL)
    return blame_row (self, error, words);
  return blame_puzzle (self, code);
}

/* --- object --- */

static gboolean
grab_focus (GtkWidget *widget)
{
  GangwayFormView *self = GANGWAY_FORM_VIEW (widget);

  return self->rows->len > 0
             ? gtk_widget_child_focus (GTK_WIDGET (self->group), GTK_DIR_TAB_FORWARD)
             : gtk_widget_grab_focus (GTK_WIDGET (self->puzzles));
}

static void
dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), GANGWAY_TYPE_FORM_VIEW);
  G_OBJECT_CLASS (gangway_form_view_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  GangwayFormView *self = GANGWAY_FORM_VIEW (object);

  g_ptr_array_unref (self->rows);
  g_ptr_array_unref (self->notes);
  g_hash_table_unref (self->answers);
  g_free (self->email);
  G_OBJECT_CLASS (gangway_form_view_parent_class)->finalize (object);
}

static void
gangway_form_view_class_init (GangwayFormViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  static const char *const names[N_SIGNALS] = {"renew", "activated"};

  G_OBJECT_CLASS (klass)->dispose = dispose;
  G_OBJECT_CLASS (klass)->finalize = finalize;
  widget_class->grab_focus = grab_focus;
  for (guint i = 0; i < N_SIGNALS; i++)
    signals[i] = g_signal_new (names[i], GANGWAY_TYPE_FORM_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                               NULL, G_TYPE_NONE, 0);
  g_type_ensure (GANGWAY_TYPE_PUZZLE_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/gangway/Gangway/form-view.ui");
  gtk_widget_class_bind_template_child (widget_class, GangwayFormView, instructions);
  gtk_widget_class_bind_template_child (widget_class, GangwayFormView, group);
  gtk_widget_class_bind_template_child (widget_class, GangwayFormView, links);
  gtk_widget_class_bind_template_child (widget_class, GangwayFormView, puzzles);
  gtk_widget_class_bind_template_callback (widget_class, renew_cb);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
}

static void
gangway_form_view_init (GangwayFormView *self)
{
  self->rows = g_ptr_array_new ();
  self->notes = g_ptr_array_new ();
  self->answers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, wipe_free);
  gtk_widget_init_template (GTK_WIDGET (self));
}
