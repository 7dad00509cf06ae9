/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A provider's extra questions as rows. */
#include "form-view.h"

struct _GangwayFormView {
  AdwBin parent_instance;

  GtkLabel *instructions; /* in the provider's words */
  AdwPreferencesGroup *group;
  GPtrArray *rows; /* borrowed from the group; an answer's row carries its field's name as VAR */
  GHashTable *answers; /* what was given, over changes of the form */
};

G_DEFINE_FINAL_TYPE (GangwayFormView, gangway_form_view, ADW_TYPE_BIN)

#define VAR    "gangway-var"
#define VALUES "gangway-values"
#define SWITCH "gangway-switch"

/* An answer may be a secret as well. */
static void
wipe_free (gpointer text)
{
  gw_wipe_free (text);
}

/* --- reading rows --- */

static char *
row_answer (GtkWidget *row)
{
  GtkWidget *toggle = g_object_get_data (G_OBJECT (row), SWITCH);

  if (toggle)
    return g_strdup (gtk_switch_get_active (GTK_SWITCH (toggle)) ? "1" : "0");
  if (ADW_IS_COMBO_ROW (row)) {
    GPtrArray *values = g_object_get_data (G_OBJECT (row), VALUES);
    guint at = adw_combo_row_get_selected (ADW_COMBO_ROW (row));
    return g_strdup (at < values->len ? g_ptr_array_index (values, at) : "");
  }
  return g_strdup (gtk_editable_get_text (GTK_EDITABLE (row)));
}

static void
remember_answers (GangwayFormView *self)
{
  for (guint i = 0; i < self->rows->len; i++) {
    GtkWidget *row = g_ptr_array_index (self->rows, i);
    const char *var = g_object_get_data (G_OBJECT (row), VAR);
    if (var)
      g_hash_table_replace (self->answers, g_strdup (var), row_answer (row));
  }
}

/* --- making rows --- */

static GtkWidget *
make_text_row (const GwField *field, const char *answer)
{
  GtkWidget *row =
      field->kind == GW_FIELD_SECRET ? adw_password_entry_row_new () : adw_entry_row_new ();

  if (answer || field->value)
    gtk_editable_set_text (GTK_EDITABLE (row), answer ? answer : field->value);
  return row;
}

static GtkWidget *
make_switch_row (const GwField *field, const char *answer)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *toggle = gtk_switch_new ();
  const char *value = answer ? answer : field->value;

  gtk_widget_set_valign (toggle, GTK_ALIGN_CENTER);
  gtk_switch_set_active (GTK_SWITCH (toggle),
                         value && (g_str_equal (value, "1") || g_str_equal (value, "true")));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), toggle);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), toggle);
  g_object_set_data (G_OBJECT (row), SWITCH, toggle);
  return row;
}

static GtkWidget *
make_choice_row (const GwField *field, const char *answer)
{
  GtkWidget *row = adw_combo_row_new ();
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);
  GPtrArray *values = g_ptr_array_new_with_free_func (g_free);
  const char *value = answer ? answer : field->value;
  guint selected = 0;

  /* Nobody has chosen yet. */
  if (!field->value) {
    gtk_string_list_append (labels, "–");
    g_ptr_array_add (values, g_strdup (""));
  }
  for (guint i = 0; i < field->options->len; i++) {
    const GwFieldOption *option = g_ptr_array_index (field->options, i);
    if (g_strcmp0 (option->value, value) == 0)
      selected = values->len;
    gtk_string_list_append (labels, option->label);
    g_ptr_array_add (values, g_strdup (option->value));
  }
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (labels));
  adw_combo_row_set_selected (ADW_COMBO_ROW (row), selected);
  g_object_set_data_full (G_OBJECT (row), VALUES, values, (GDestroyNotify)g_ptr_array_unref);
  return row;
}

static GtkWidget *
make_note_row (const GwField *field)
{
  GtkWidget *row = adw_action_row_new ();

  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), field->value ? field->value : "");
  return row;
}

/* Where several choices were allowed, one is enough. */
static GtkWidget *
make_row (const GwField *field, const char *answer)
{
  switch (field->kind) {
  case GW_FIELD_BOOL:
    return make_switch_row (field, answer);
  case GW_FIELD_CHOICE:
  case GW_FIELD_CHOICES:
    return field->options && field->options->len > 0 ? make_choice_row (field, answer)
                                                     : make_text_row (field, answer);
  case GW_FIELD_NOTE:
    return make_note_row (field);
  default:
    return make_text_row (field, answer);
  }
}

static void
add_row (GangwayFormView *self, GtkWidget *row)
{
  adw_preferences_group_add (self->group, row);
  g_ptr_array_add (self->rows, row);
}

/* GDK's own PNG and JPEG readers; which of them, and how large it may be, net/form has judged by
 * the header. */
static gboolean
add_picture (GangwayFormView *self, const GwMedium *medium)
{
  g_autoptr (GdkTexture) texture =
      medium && medium->bytes ? gdk_texture_new_from_bytes (medium->bytes, NULL) : NULL;
  GtkWidget *picture;

  if (texture) {
    picture = gtk_picture_new_for_paintable (GDK_PAINTABLE (texture));
    gtk_picture_set_can_shrink (GTK_PICTURE (picture), FALSE);
    gtk_accessible_update_property (GTK_ACCESSIBLE (picture), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    _ ("Picture puzzle"), -1);
  } else if (medium && medium->url) {
    picture = gtk_link_button_new_with_label (medium->url, _ ("Open the picture in the browser"));
  } else {
    return FALSE;
  }
  GtkWidget *row = adw_preferences_row_new ();

  gtk_widget_set_halign (picture, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (picture, "padded");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), picture);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);
  add_row (self, row);
  return TRUE;
}

static void
add_field (GangwayFormView *self, const GwField *field)
{
  gboolean is_puzzle = field->role == GW_ROLE_PUZZLE;

  /* The rest is asked elsewhere, or said by the picture itself (XEP-0158 section 4.2). */
  if (field->role == GW_ROLE_USERNAME || field->role == GW_ROLE_PASSWORD ||
      field->kind == GW_FIELD_HIDDEN || g_str_equal (field->var, "captcha-fallback-text"))
    return;
  gboolean has_picture = is_puzzle && add_picture (self, field->picture);
  GtkWidget *row =
      make_row (field, is_puzzle ? NULL : g_hash_table_lookup (self->answers, field->var));
  const char *label = has_picture ? _ ("What do you read in the picture?") : field->label;
  gboolean can_be_empty = !field->required && !is_puzzle && ADW_IS_ENTRY_ROW (row);
  g_autofree char *optional =
      can_be_empty ? g_strdup_printf (_ ("%s (can stay empty)"), label) : NULL;

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), optional ? optional : label);
  if (field->desc)
    gtk_widget_set_tooltip_text (row, field->desc);
  if (field->kind != GW_FIELD_NOTE)
    g_object_set_data_full (G_OBJECT (row), VAR, g_strdup (field->var), g_free);
  add_row (self, row);
}

void
gangway_form_view_set_form (GangwayFormView *self, const GwForm *form)
{
  g_return_if_fail (GANGWAY_IS_FORM_VIEW (self));

  remember_answers (self);
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->group, g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; form && i < form->fields->len; i++)
    add_field (self, g_ptr_array_index (form->fields, i));
  gtk_label_set_text (self->instructions, form && form->instructions ? form->instructions : "");
  gtk_widget_set_visible (GTK_WIDGET (self->instructions), form && form->instructions);
  gtk_widget_set_visible (GTK_WIDGET (self), self->rows->len > 0);
}

GHashTable *
gangway_form_view_get_answers (GangwayFormView *self)
{
  g_return_val_if_fail (GANGWAY_IS_FORM_VIEW (self), NULL);

  GHashTable *answers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, wipe_free);

  for (guint i = 0; i < self->rows->len; i++) {
    GtkWidget *row = g_ptr_array_index (self->rows, i);
    const char *var = g_object_get_data (G_OBJECT (row), VAR);
    if (var)
      g_hash_table_insert (answers, g_strdup (var), row_answer (row));
  }
  return answers;
}

static gboolean
grab_focus (GtkWidget *widget)
{
  return gtk_widget_child_focus (GTK_WIDGET (GANGWAY_FORM_VIEW (widget)->group),
                                 GTK_DIR_TAB_FORWARD);
}

static void
finalize (GObject *object)
{
  GangwayFormView *self = GANGWAY_FORM_VIEW (object);

  g_ptr_array_unref (self->rows);
  g_hash_table_unref (self->answers);
  G_OBJECT_CLASS (gangway_form_view_parent_class)->finalize (object);
}

static void
gangway_form_view_class_init (GangwayFormViewClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = finalize;
  GTK_WIDGET_CLASS (klass)->grab_focus = grab_focus;
}

static void
gangway_form_view_init (GangwayFormView *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *instructions = gtk_label_new (NULL);
  GtkWidget *group = adw_preferences_group_new ();

  self->rows = g_ptr_array_new ();
  self->answers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, wipe_free);
  self->instructions = GTK_LABEL (instructions);
  self->group = ADW_PREFERENCES_GROUP (group);
  gtk_label_set_wrap (self->instructions, TRUE);
  gtk_label_set_wrap_mode (self->instructions, PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (self->instructions, 0);
  gtk_widget_add_css_class (instructions, "dim-label");
  gtk_box_append (GTK_BOX (box), instructions);
  gtk_box_append (GTK_BOX (box), group);
  adw_bin_set_child (ADW_BIN (self), box);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}
