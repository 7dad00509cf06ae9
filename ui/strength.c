/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How strong an own password is. */
#include "strength.h"

struct _GangwayStrength {
  AdwPreferencesRow parent_instance;

  GtkLevelBar *bar;
  GtkLabel *text;
};

G_DEFINE_FINAL_TYPE (GangwayStrength, gangway_strength, ADW_TYPE_PREFERENCES_ROW)

void
gangway_strength_set (GangwayStrength *self, GwSecret *password, const char *const *known)
{
  g_return_if_fail (GANGWAY_IS_STRENGTH (self));

  gtk_widget_set_visible (GTK_WIDGET (self), password != NULL);
  if (!password)
    return;
  GwStrength strength = gw_password_strength (password, known);
  const char *text = gw_strength_text (strength);

  gtk_level_bar_set_value (self->bar, strength + 1);
  gtk_label_set_text (self->text, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->bar), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT,
                                  text, -1);
}

/* --- object --- */

static void
dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), GANGWAY_TYPE_STRENGTH);
  G_OBJECT_CLASS (gangway_strength_parent_class)->dispose (object);
}

static void
gangway_strength_class_init (GangwayStrengthClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/gangway/Gangway/strength.ui");
  gtk_widget_class_bind_template_child (widget_class, GangwayStrength, bar);
  gtk_widget_class_bind_template_child (widget_class, GangwayStrength, text);
}

/* GTK's own marks are for a charge of 0 to 1: ours are whole steps. */
static void
gangway_strength_init (GangwayStrength *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_level_bar_add_offset_value (self->bar, GTK_LEVEL_BAR_OFFSET_LOW, GW_STRENGTH_WEAK + 1);
  gtk_level_bar_add_offset_value (self->bar, GTK_LEVEL_BAR_OFFSET_HIGH, GW_STRENGTH_GOOD + 1);
  gtk_level_bar_add_offset_value (self->bar, GTK_LEVEL_BAR_OFFSET_FULL, GW_STRENGTH_STRONG + 1);
}
