/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One question of a provider's form as a row. */
#include "field-row.h"

#define FIELD      "gangway-field"
#define LINES_HIGH 72 /* pixels of a field of several lines */

/* Of several choices these are seen at once; more are folded. */
#define CHOICES_OPEN 8

/* What a row remembers of its field. */
typedef struct {
  char *var, *label;
  GwFieldKind kind;
  guint n_options;
  GPtrArray *values;  /* char*, of the choices */
  GPtrArray *checks;  /* GtkCheckButton of CHOICES, in the order of `values` */
  GtkWidget *control; /* the switch, the text view; NULL: the row itself */
} Question;

static void
question_free (gpointer data)
{
  Question *question = data;

  g_free (question->var);
  g_free (question->label);
  g_ptr_array_unref (question->values);
  g_ptr_array_unref (question->checks);
  g_free (question);
}

static Question *
question_of (GtkWidget *row)
{
  return g_object_get_data (G_OBJECT (row), FIELD);
}

static GtkWidget *
attach (GtkWidget *row, const GwField *field, GtkWidget *control)
{
  Question *question = g_new (Question, 1);

  *question = (Question){
      .var = g_strdup (field->var),
      .label = g_strdup (field->label),
      .kind = field->kind,
      .n_options = field->options ? field->options->len : 0,
      .values = g_ptr_array_new_with_free_func (g_free),
      .checks = g_ptr_array_new (),
      .control = control,
  };
  g_object_set_data_full (G_OBJECT (row), FIELD, question, question_free);
  return row;
}

/* --- lines --- */

static GtkWidget *
make_line_row (const GwField *field, const char *value)
{
  GtkWidget *row =
      field->kind == GW_FIELD_SECRET ? adw_password_entry_row_new () : adw_entry_row_new ();

  gtk_editable_set_text (GTK_EDITABLE (row), value);
  if (field->role == GW_ROLE_EMAIL)
    adw_entry_row_set_input_purpose (ADW_ENTRY_ROW (row), GTK_INPUT_PURPOSE_EMAIL);
  return attach (row, field, NULL);
}

static GtkWidget *
make_lines_row (const GwField *field, const char *title, const char *value)
{
  GtkWidget *row = adw_preferences_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *label = gtk_label_new (title);
  GtkWidget *scroll = gtk_scrolled_window_new ();
  GtkWidget *text = gtk_text_view_new ();

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (text), GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (text), FALSE); /* Tab leads on */
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (text)), value, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (text), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  gtk_widget_add_css_class (scroll, "lines");
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (scroll), LINES_HIGH);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroll), text);
  gtk_widget_add_css_class (box, "padded");
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), scroll);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);
  return attach (row, field, text);
}

/* --- choices --- */

static GtkWidget *
make_switch_row (const GwField *field, const char *value)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *toggle = gtk_switch_new ();

  gtk_widget_set_valign (toggle, GTK_ALIGN_CENTER);
  gtk_switch_set_active (GTK_SWITCH (toggle),
                         g_str_equal (value, "1") || g_str_equal (value, "true"));
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), toggle);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), toggle);
  return attach (row, field, toggle);
}

static GtkWidget *
make_choice_row (const GwField *field, const char *value)
{
  GtkWidget *row = attach (adw_combo_row_new (), field, NULL);
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);
  GPtrArray *values = question_of (row)->values;
  guint selected = 0;

  /* Nobody has chosen yet. */
  if (!field->value) {
    gtk_string_list_append (labels, "–");
    g_ptr_array_add (values, g_strdup (""));
  }
  for (guint i = 0; i < field->options->len; i++) {
    const GwFieldOption *option = g_ptr_array_index (field->options, i);
    if (g_str_equal (option->value, value))
      selected = values->len;
    gtk_string_list_append (labels, option->label);
    g_ptr_array_add (values, g_strdup (option->value));
  }
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (labels));
  adw_combo_row_set_selected (ADW_COMBO_ROW (row), selected);
  return row;
}

static GtkWidget *
make_check (const GwFieldOption *option, gboolean is_chosen, GtkWidget **check)
{
  GtkWidget *row = adw_action_row_new ();

  *check = gtk_check_button_new ();
  gtk_check_button_set_active (GTK_CHECK_BUTTON (*check), is_chosen);
  gtk_widget_set_valign (*check, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (*check), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  option->label, -1);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), option->label);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), *check);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), *check);
  return row;
}

static GtkWidget *
make_choices_row (const GwField *field, const char *value)
{
  GtkWidget *row = attach (adw_expander_row_new (), field, NULL);
  Question *question = question_of (row);
  g_auto (GStrv) chosen = g_strsplit (value, "\n", -1);

  for (guint i = 0; i < field->options->len; i++) {
    const GwFieldOption *option = g_ptr_array_index (field->options, i);
    const char *const *const values = (const char *const *)chosen;
    GtkWidget *check;
    GtkWidget *child = make_check (option, g_strv_contains (values, option->value), &check);

    adw_expander_row_add_row (ADW_EXPANDER_ROW (row), child);
    g_ptr_array_add (question->values, g_strdup (option->value));
    g_ptr_array_add (question->checks, check);
  }
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (row), _ ("Choose as many as you like"));
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), field->options->len <= CHOICES_OPEN);
  return row;
}

/* --- all of them --- */

static GtkWidget *
make_note_row (const GwField *field)
{
  GtkWidget *row = adw_action_row_new ();

  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), field->value ? field->value : "");
  return attach (row, field, NULL);
}

static GtkWidget *
make_row (const GwField *field, const char *title, const char *value)
{
  gboolean has_options = field->options && field->options->len > 0;

  switch (field->kind) {
  case GW_FIELD_NOTE:
    return make_note_row (field);
  case GW_FIELD_BOOL:
    return make_switch_row (field, value);
  case GW_FIELD_LINES:
    return make_lines_row (field, title, value);
  case GW_FIELD_CHOICE:
    return has_options ? make_choice_row (field, value) : make_line_row (field, value);
  case GW_FIELD_CHOICES:
    return has_options ? make_choices_row (field, value) : make_line_row (field, value);
  default:
    return make_line_row (field, value);
  }
}

/* What must be answered is the rule; a switch may always stay as it is. */
static char *
make_title (const GwField *field)
{
  gboolean says_all = field->kind == GW_FIELD_BOOL || field->kind == GW_FIELD_NOTE;

  if (says_all && field->required)
    return g_strdup_printf (_ ("%s (required)"), field->label);
  if (says_all || field->required)
    return g_strdup (field->label);
  return g_strdup_printf (_ ("%s (can stay empty)"), field->label);
}

GtkWidget *
gangway_field_row_new (const GwField *field, const char *answer)
{
  g_return_val_if_fail (field != NULL, NULL);

  const char *value = answer ? answer : field->value ? field->value : "";
  g_autofree char *title = make_title (field);
  GtkWidget *row = make_row (field, title, value);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  if (field->desc) {
    gtk_widget_set_tooltip_text (row, field->desc);
    gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                    field->desc, -1);
  }
  return row;
}

const char *
gangway_field_row_get_var (GtkWidget *row)
{
  g_return_val_if_fail (GTK_IS_WIDGET (row) && question_of (row), NULL);

  const Question *question = question_of (row);
  return question->kind == GW_FIELD_NOTE ? NULL : question->var;
}

const char *
gangway_field_row_get_label (GtkWidget *row)
{
  g_return_val_if_fail (GTK_IS_WIDGET (row) && question_of (row), NULL);

  return question_of (row)->label;
}

/* --- answers --- */

static char *
read_lines (GtkTextView *text)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (text);
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}

static char *
read_choices (const Question *question)
{
  GString *answer = g_string_new (NULL);

  for (guint i = 0; i < question->checks->len; i++)
    if (gtk_check_button_get_active (g_ptr_array_index (question->checks, i)))
      g_string_append_printf (answer, "%s%s", answer->len ? "\n" : "",
                              (const char *)g_ptr_array_index (question->values, i));
  return g_string_free (answer, FALSE);
}

char *
gangway_field_row_get_answer (GtkWidget *row)
{
  g_return_val_if_fail (GTK_IS_WIDGET (row) && question_of (row), NULL);

  const Question *question = question_of (row);

  if (GTK_IS_SWITCH (question->control))
    return g_strdup (gtk_switch_get_active (GTK_SWITCH (question->control)) ? "1" : "0");
  if (GTK_IS_TEXT_VIEW (question->control))
    return read_lines (GTK_TEXT_VIEW (question->control));
  if (ADW_IS_EXPANDER_ROW (row))
    return read_choices (question);
  if (ADW_IS_COMBO_ROW (row)) {
    guint at = adw_combo_row_get_selected (ADW_COMBO_ROW (row));
    return g_strdup (at < question->values->len ? g_ptr_array_index (question->values, at) : "");
  }
  return GTK_IS_EDITABLE (row) ? g_strdup (gtk_editable_get_text (GTK_EDITABLE (row))) : NULL;
}

gboolean
gangway_field_row_suits (GtkWidget *row, const GwField *field)
{
  g_return_val_if_fail (GTK_IS_WIDGET (row) && question_of (row) && field != NULL, FALSE);

  const Question *question = question_of (row);
  return question->kind == field->kind && g_str_equal (question->var, field->var) &&
         g_str_equal (question->label, field->label) &&
         question->n_options == (field->options ? field->options->len : 0);
}
