/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All that the person fills in at a provider. */
#include "inputs.h"

#include "address-rows.h"
#include "form-view.h"
#include "keeping.h"

struct _GangwayInputs {
  AdwBin parent_instance;

  GangwayAddressRows *rows;
  GangwayFormView *form;
  GangwayKeeping *keeping;

  GangwayJourney *journey;
};

G_DEFINE_FINAL_TYPE (GangwayInputs, gangway_inputs, ADW_TYPE_BIN)

enum { CHANGED, ACTIVATED, RENEW, N_SIGNALS };

static guint signals[N_SIGNALS];

static void
changed_cb (GangwayInputs *self)
{
  if (self->journey)
    gangway_keeping_set_password (self->keeping, gangway_journey_get_password (self->journey));
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
activated_cb (GangwayInputs *self)
{
  g_signal_emit (self, signals[ACTIVATED], 0);
}

static void
renew_cb (GangwayInputs *self)
{
  g_signal_emit (self, signals[RENEW], 0);
}

void
gangway_inputs_show_form (GangwayInputs *self, gboolean has_form)
{
  g_return_if_fail (GANGWAY_IS_INPUTS (self) && self->journey);

  const GwForm *form =
      has_form ? gw_attempt_form (gangway_journey_get_attempt (self->journey)) : NULL;

  gangway_form_view_set_form (self->form, form, gangway_journey_get_next (self->journey));
}

void
gangway_inputs_set_renewing (GangwayInputs *self, gboolean is_renewing)
{
  g_return_if_fail (GANGWAY_IS_INPUTS (self));
  gangway_form_view_set_renewing (self->form, is_renewing);
}

gboolean
gangway_inputs_is_ready (GangwayInputs *self)
{
  g_return_val_if_fail (GANGWAY_IS_INPUTS (self), FALSE);

  return gangway_address_rows_is_valid (self->rows) &&
         gangway_keeping_get_keep (self->keeping) != NULL;
}

gboolean
gangway_inputs_submit (GangwayInputs *self, GError **error)
{
  g_return_val_if_fail (GANGWAY_IS_INPUTS (self) && self->journey, FALSE);

  g_autoptr (GHashTable) answers = gangway_form_view_get_answers (self->form);

  return gangway_journey_submit (self->journey, answers, gangway_keeping_get_keep (self->keeping),
                                 error);
}

gboolean
gangway_inputs_show_fault (GangwayInputs *self, const GError *error, const char *words)
{
  g_return_val_if_fail (GANGWAY_IS_INPUTS (self) && error != NULL, FALSE);

  return gangway_address_rows_show_fault (self->rows, error, words) ||
         gangway_form_view_show_fault (self->form, error, words);
}

gboolean
gangway_inputs_has_focus (GangwayInputs *self)
{
  g_return_val_if_fail (GANGWAY_IS_INPUTS (self), FALSE);

  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root ? gtk_root_get_focus (root) : NULL;

  return focus && gtk_widget_is_ancestor (focus, GTK_WIDGET (self));
}

static void
chosen_changed (GangwayInputs *self)
{
  gangway_keeping_set_password (self->keeping, gangway_journey_get_password (self->journey));
  if (gangway_journey_get_chosen (self->journey))
    gangway_keeping_refresh (self->keeping);
}

/* --- object --- */

/* Enter in the name creates the address: nothing else has to be touched. */
static gboolean
grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (GANGWAY_INPUTS (widget)->rows));
}

static void
dispose (GObject *object)
{
  GangwayInputs *self = GANGWAY_INPUTS (object);

  g_clear_object (&self->journey);
  gtk_widget_dispose_template (GTK_WIDGET (object), GANGWAY_TYPE_INPUTS);
  G_OBJECT_CLASS (gangway_inputs_parent_class)->dispose (object);
}

static void
gangway_inputs_class_init (GangwayInputsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  static const char *const names[N_SIGNALS] = {"changed", "activated", "renew"};

  G_OBJECT_CLASS (klass)->dispose = dispose;
  widget_class->grab_focus = grab_focus;
  for (guint i = 0; i < N_SIGNALS; i++)
    signals[i] = g_signal_new (names[i], GANGWAY_TYPE_INPUTS, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                               NULL, G_TYPE_NONE, 0);
  g_type_ensure (GANGWAY_TYPE_ADDRESS_ROWS);
  g_type_ensure (GANGWAY_TYPE_FORM_VIEW);
  g_type_ensure (GANGWAY_TYPE_KEEPING);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/gangway/Gangway/inputs.ui");
  gtk_widget_class_bind_template_child (widget_class, GangwayInputs, rows);
  gtk_widget_class_bind_template_child (widget_class, GangwayInputs, form);
  gtk_widget_class_bind_template_child (widget_class, GangwayInputs, keeping);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, renew_cb);
}

static void
gangway_inputs_init (GangwayInputs *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
gangway_inputs_set_journey (GangwayInputs *self, GangwayJourney *journey)
{
  g_return_if_fail (GANGWAY_IS_INPUTS (self) && GANGWAY_IS_JOURNEY (journey));

  g_set_object (&self->journey, journey);
  gangway_address_rows_set_journey (self->rows, journey);
  g_signal_connect_object (journey, "chosen-changed", G_CALLBACK (chosen_changed), self,
                           G_CONNECT_SWAPPED);
  chosen_changed (self);
}
