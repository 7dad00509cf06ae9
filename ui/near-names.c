/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names near one that is taken. */
#include "near-names.h"

#include "button.h"

#include <gangway.h>

#define N_NAMES 3

struct _GangwayNearNames {
  AdwPreferencesRow parent_instance;

  GtkBox *names;
};

G_DEFINE_FINAL_TYPE (GangwayNearNames, gangway_near_names, ADW_TYPE_PREFERENCES_ROW)

static guint taken_signal;

static void
take (GangwayNearNames *self, GtkButton *button)
{
  g_autofree char *name = g_strdup (gtk_button_get_label (button));

  g_signal_emit (self, taken_signal, 0, name);
}

static void
add_name (GangwayNearNames *self, const char *name)
{
  GtkWidget *button = gtk_button_new ();

  gangway_button_set_label (GTK_BUTTON (button), name);
  gtk_widget_add_css_class (button, "flat");
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (take), self);
  gtk_box_append (self->names, button);
}

void
gangway_near_names_set_taken (GangwayNearNames *self, const char *taken)
{
  g_return_if_fail (GANGWAY_IS_NEAR_NAMES (self));

  g_auto (GStrv) names = taken ? gw_name_near (taken, N_NAMES) : NULL;
  GtkWidget *old;

  while ((old = gtk_widget_get_first_child (GTK_WIDGET (self->names))))
    gtk_box_remove (self->names, old);
  for (guint i = 0; names && names[i]; i++)
    add_name (self, names[i]);
  gtk_widget_set_visible (GTK_WIDGET (self), names && names[0]);
}

/* --- object --- */

static void
dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), GANGWAY_TYPE_NEAR_NAMES);
  G_OBJECT_CLASS (gangway_near_names_parent_class)->dispose (object);
}

static void
gangway_near_names_class_init (GangwayNearNamesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  taken_signal = g_signal_new ("taken", GANGWAY_TYPE_NEAR_NAMES, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                               NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/gangway/Gangway/near-names.ui");
  gtk_widget_class_bind_template_child (widget_class, GangwayNearNames, names);
}

static void
gangway_near_names_init (GangwayNearNames *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
