/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A sentence in its place. */
#include "note.h"

#include <gangway.h>

struct _GangwayNote {
  AdwActionRow parent_instance;
};

G_DEFINE_FINAL_TYPE (GangwayNote, gangway_note, ADW_TYPE_ACTION_ROW)

void
gangway_note_set_text (GangwayNote *self, const char *text)
{
  g_return_if_fail (GANGWAY_IS_NOTE (self));

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), text ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self), text && text[0]);
}

void
gangway_note_blame (GangwayNote *self, GtkWidget *row, const char *text, const char *words)
{
  g_return_if_fail (GANGWAY_IS_NOTE (self) && GTK_IS_WIDGET (row));

  GtkAccessible *accessible = GTK_ACCESSIBLE (row);
  g_autofree char *said =
      text && words ? g_strdup_printf (_ ("The server said: “%s”"), words) : NULL;
  g_autofree char *all = said ? g_strjoin ("\n", text, said, NULL) : g_strdup (text);

  gangway_note_set_text (self, all);
  if (text) {
    gtk_widget_add_css_class (row, "error");
    gtk_accessible_update_state (accessible, GTK_ACCESSIBLE_STATE_INVALID,
                                 GTK_ACCESSIBLE_INVALID_TRUE, -1);
    gtk_accessible_update_relation (accessible, GTK_ACCESSIBLE_RELATION_DESCRIBED_BY, self, NULL,
                                    -1);
  } else {
    gtk_widget_remove_css_class (row, "error");
    gtk_accessible_reset_state (accessible, GTK_ACCESSIBLE_STATE_INVALID);
    gtk_accessible_reset_relation (accessible, GTK_ACCESSIBLE_RELATION_DESCRIBED_BY);
  }
}

/* --- object --- */

static void
gangway_note_class_init (GangwayNoteClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_ALERT);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/gangway/Gangway/note.ui");
}

static void
gangway_note_init (GangwayNote *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
gangway_note_new (void)
{
  return g_object_new (GANGWAY_TYPE_NOTE, NULL);
}
