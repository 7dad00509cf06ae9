/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The address to be. */
#include "address-rows.h"

struct _GangwayAddressRows {
  AdwBin parent_instance;

  GtkEditable *name;
  GtkLabel *address;
  AdwExpanderRow *own_password;
  GtkEditable *password;

  GangwayJourney *journey;
};

G_DEFINE_FINAL_TYPE (GangwayAddressRows, gangway_address_rows, ADW_TYPE_BIN)

enum { CHANGED, ACTIVATED, N_SIGNALS };

static guint signals[N_SIGNALS];

static void
mark (GtkEditable *row, gboolean is_wrong)
{
  if (is_wrong)
    gtk_widget_add_css_class (GTK_WIDGET (row), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (row), "error");
}

/* --- the name --- */

/* "alice@yax.im", or what is wrong with the name. */
static void
update_address (GangwayAddressRows *self)
{
  const char *domain = gangway_journey_get_chosen (self->journey);
  const char *typed = gtk_editable_get_text (self->name);
  g_autoptr (GError) error = NULL;
  g_autofree char *local = gw_localpart_normalize (typed, &error);
  g_autofree char *shown = gw_domain_display (domain ? domain : "");
  g_autofree char *address = local ? g_strdup_printf ("%s@%s", local, shown) : NULL;

  gtk_label_set_text (self->address, address ? address : typed[0] ? error->message : "");
  mark (self->name, !address && typed[0]);
}

static void
name_changed_cb (GangwayAddressRows *self)
{
  if (!self->journey)
    return;
  gangway_journey_set_name (self->journey, gtk_editable_get_text (self->name));
  update_address (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
suggest_cb (GangwayAddressRows *self)
{
  g_autofree char *name = gw_name_suggest ();

  gtk_editable_set_text (self->name, name);
  gtk_widget_grab_focus (GTK_WIDGET (self->name));
}

/* --- the password --- */

static gboolean
has_bad_password (GangwayAddressRows *self)
{
  const char *typed = gtk_editable_get_text (self->password);
  g_autoptr (GwSecret) password = typed[0] ? gw_secret_new (typed, NULL) : NULL;

  return typed[0] && !password;
}

/* Nothing typed: a safe one is made. */
static void
password_changed_cb (GangwayAddressRows *self)
{
  const char *typed = gtk_editable_get_text (self->password);
  g_autoptr (GwSecret) password = typed[0] ? gw_secret_new (typed, NULL) : gw_secret_generate ();

  mark (self->password, !password);
  if (password && self->journey)
    gangway_journey_set_password (self->journey, password);
  g_signal_emit (self, signals[CHANGED], 0);
}

/* --- for the page --- */

/* The journey may have another name and password by now: the next person's. */
static void
chosen_changed (GangwayAddressRows *self)
{
  /* A copy: setting the text clears it first, which is told to the journey. */
  g_autofree char *name = g_strdup (gangway_journey_get_name (self->journey));
  const char *typed = gtk_editable_get_text (self->password);

  if (!g_str_equal (name, gtk_editable_get_text (self->name)))
    gtk_editable_set_text (self->name, name);
  if (typed[0] &&
      !g_str_equal (typed, gw_secret_peek (gangway_journey_get_password (self->journey))))
    gtk_editable_set_text (self->password, "");
  update_address (self);
}

gboolean
gangway_address_rows_is_valid (GangwayAddressRows *self)
{
  g_return_val_if_fail (GANGWAY_IS_ADDRESS_ROWS (self), FALSE);

  g_autofree char *local = gw_localpart_normalize (gtk_editable_get_text (self->name), NULL);
  return local && !has_bad_password (self);
}

gboolean
gangway_address_rows_show_fault (GangwayAddressRows *self, GwErrorCode code)
{
  g_return_val_if_fail (GANGWAY_IS_ADDRESS_ROWS (self), FALSE);

  GtkEditable *row = NULL;

  if (gw_error_next (code) == GW_NEXT_OTHER_NAME) {
    row = self->name;
  } else if (gw_error_next (code) == GW_NEXT_OTHER_PASSWORD) {
    adw_expander_row_set_expanded (self->own_password, TRUE);
    row = self->password;
  }
  if (!row)
    return FALSE;
  mark (row, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (row));
  return TRUE;
}

static void
activated_cb (GangwayAddressRows *self)
{
  g_signal_emit (self, signals[ACTIVATED], 0);
}

/* --- object --- */

static gboolean
grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (GANGWAY_ADDRESS_ROWS (widget)->name));
}

static void
dispose (GObject *object)
{
  GangwayAddressRows *self = GANGWAY_ADDRESS_ROWS (object);

  g_clear_object (&self->journey);
  gtk_widget_dispose_template (GTK_WIDGET (object), GANGWAY_TYPE_ADDRESS_ROWS);
  G_OBJECT_CLASS (gangway_address_rows_parent_class)->dispose (object);
}

static void
gangway_address_rows_class_init (GangwayAddressRowsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  static const char *const names[N_SIGNALS] = {"changed", "activated"};

  G_OBJECT_CLASS (klass)->dispose = dispose;
  widget_class->grab_focus = grab_focus;
  for (guint i = 0; i < N_SIGNALS; i++)
    signals[i] = g_signal_new (names[i], GANGWAY_TYPE_ADDRESS_ROWS, G_SIGNAL_RUN_LAST, 0, NULL,
                               NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/gangway/Gangway/address-rows.ui");
  gtk_widget_class_bind_template_child (widget_class, GangwayAddressRows, name);
  gtk_widget_class_bind_template_child (widget_class, GangwayAddressRows, address);
  gtk_widget_class_bind_template_child (widget_class, GangwayAddressRows, own_password);
  gtk_widget_class_bind_template_child (widget_class, GangwayAddressRows, password);
  gtk_widget_class_bind_template_callback (widget_class, name_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, suggest_cb);
  gtk_widget_class_bind_template_callback (widget_class, password_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
}

static void
gangway_address_rows_init (GangwayAddressRows *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
gangway_address_rows_set_journey (GangwayAddressRows *self, GangwayJourney *journey)
{
  g_return_if_fail (GANGWAY_IS_ADDRESS_ROWS (self) && GANGWAY_IS_JOURNEY (journey));

  g_set_object (&self->journey, journey);
  g_signal_connect_object (journey, "chosen-changed", G_CALLBACK (chosen_changed), self,
                           G_CONNECT_SWAPPED);
  chosen_changed (self);
}
