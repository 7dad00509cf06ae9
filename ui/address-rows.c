/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The address to be. */
#include "address-rows.h"

#include "near-names.h"
#include "note.h"
#include "strength.h"

struct _GangwayAddressRows {
  AdwBin parent_instance;

  GtkEditable *name;
  GtkWidget *suggest;
  GangwayNote *name_note;
  GangwayNearNames *near;
  GtkLabel *caption;
  GtkLabel *address;
  GtkEditable *display_name;
  AdwExpanderRow *own_password;
  GtkEditable *password;
  GangwayNote *password_note;
  GangwayStrength *strength;

  GangwayJourney *journey;
};

G_DEFINE_FINAL_TYPE (GangwayAddressRows, gangway_address_rows, ADW_TYPE_BIN)

enum { CHANGED, ACTIVATED, N_SIGNALS };

static guint signals[N_SIGNALS];

static void
tell_changed (GangwayAddressRows *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
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

  gtk_label_set_text (self->address, address ? address : "…");
  gangway_note_blame (self->name_note, GTK_WIDGET (self->name),
                      !address && typed[0] ? error->message : NULL, NULL);
  gangway_near_names_set_taken (self->near, NULL);
}

static void
name_changed_cb (GangwayAddressRows *self)
{
  if (!self->journey)
    return;
  gangway_journey_set_name (self->journey, gtk_editable_get_text (self->name));
  update_address (self);
  tell_changed (self);
}

static void
take_name (GangwayAddressRows *self, const char *name)
{
  gtk_editable_set_text (self->name, name);
  gtk_widget_grab_focus (GTK_WIDGET (self->name)); /* Enter goes on from here */
}

static void
suggest_cb (GangwayAddressRows *self)
{
  g_autofree char *name = gw_name_suggest ();

  take_name (self, name);
}

static void
display_name_changed_cb (GangwayAddressRows *self)
{
  if (self->journey)
    gangway_journey_set_display_name (self->journey, gtk_editable_get_text (self->display_name));
}

/* --- the password --- */

/* NULL: nothing was typed, or (and the error) it cannot be used. As it is sent. */
static GwSecret *
read_password (GangwayAddressRows *self, GError **error)
{
  const char *typed = gtk_editable_get_text (self->password);
  g_autoptr (GwSecret) password = typed[0] ? gw_secret_new (typed, error) : NULL;

  return password ? gw_password_prepare (password, error) : NULL;
}

static gboolean
has_bad_password (GangwayAddressRows *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GwSecret) password = read_password (self, &error);

  return error != NULL;
}

static void
update_strength (GangwayAddressRows *self, GwSecret *password)
{
  const char *domain = gangway_journey_get_chosen (self->journey);
  const char *known[] = {gtk_editable_get_text (self->name),
                         gtk_editable_get_text (self->display_name), domain ? domain : "", NULL};

  gangway_strength_set (self->strength, password, known);
}

/* Nothing typed: a safe one is made. */
static void
password_changed_cb (GangwayAddressRows *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GwSecret) own = read_password (self, &error);

  if (!self->journey)
    return;
  gangway_note_blame (self->password_note, GTK_WIDGET (self->password),
                      error ? error->message : NULL, NULL);
  update_strength (self, own);
  if (!error) {
    g_autoptr (GwSecret) password = own ? gw_secret_ref (own) : gw_secret_generate ();
    gangway_journey_set_password (self->journey, password);
  }
  tell_changed (self);
}

/* --- for the page --- */

/* What an invitation reserves is not the person's to change. */
static void
update_reserved (GangwayAddressRows *self)
{
  gboolean is_reserved = gangway_journey_is_name_reserved (self->journey);

  gtk_editable_set_editable (self->name, !is_reserved);
  gtk_widget_set_visible (self->suggest, !is_reserved);
  gtk_label_set_text (self->caption, is_reserved ? _ ("This name is reserved for you")
                                                 : _ ("Your XMPP address will be"));
}

static void
show_text (GtkEditable *row, const char *text)
{
  /* A copy: setting the text clears it first, which is told to the journey. */
  g_autofree char *copy = g_strdup (text);

  if (!g_str_equal (copy, gtk_editable_get_text (row)))
    gtk_editable_set_text (row, copy);
}

/* The journey may have another name and password by now: the next person's. */
static void
chosen_changed (GangwayAddressRows *self)
{
  const char *typed = gtk_editable_get_text (self->password);

  show_text (self->name, gangway_journey_get_name (self->journey));
  show_text (self->display_name, gangway_journey_get_display_name (self->journey));
  if (typed[0] && !has_bad_password (self)) {
    g_autoptr (GwSecret) own = read_password (self, NULL);
    if (!gw_secret_equal (own, gangway_journey_get_password (self->journey)))
      gtk_editable_set_text (self->password, "");
  }
  update_reserved (self);
  update_address (self);
}

gboolean
gangway_address_rows_is_valid (GangwayAddressRows *self)
{
  g_return_val_if_fail (GANGWAY_IS_ADDRESS_ROWS (self), FALSE);

  g_autofree char *local = gw_localpart_normalize (gtk_editable_get_text (self->name), NULL);
  return local && !has_bad_password (self);
}

/* That a name is taken needs no more words. */
static void
blame_name (GangwayAddressRows *self, const GError *error, const char *words)
{
  gboolean is_taken = gw_error_code (error) == GW_ERROR_REFUSED_NAME_TAKEN;

  gangway_note_blame (self->name_note, GTK_WIDGET (self->name), error->message,
                      is_taken ? NULL : words);
  gangway_near_names_set_taken (self->near, is_taken ? gtk_editable_get_text (self->name) : NULL);
  gtk_widget_grab_focus (GTK_WIDGET (self->name));
}

static void
blame_password (GangwayAddressRows *self, const GError *error, const char *words)
{
  adw_expander_row_set_expanded (self->own_password, TRUE);
  gangway_note_blame (self->password_note, GTK_WIDGET (self->password), error->message, words);
  gtk_widget_grab_focus (GTK_WIDGET (self->password));
}

gboolean
gangway_address_rows_show_fault (GangwayAddressRows *self, const GError *error, const char *words)
{
  g_return_val_if_fail (GANGWAY_IS_ADDRESS_ROWS (self) && error != NULL, FALSE);

  switch (gw_error_next (gw_error_code (error))) {
  case GW_NEXT_OTHER_NAME:
    blame_name (self, error, words);
    return TRUE;
  case GW_NEXT_OTHER_PASSWORD:
    blame_password (self, error, words);
    return TRUE;
  default:
    return FALSE;
  }
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
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, GangwayAddressRows, name);
  gtk_widget_class_bind_template_child (widget_class, GangwayAddressRows, suggest);
  gtk_widget_class_bind_template_child (widget_class, GangwayAddressRows, name_note);
  gtk_widget_class_bind_template_child (widget_class, GangwayAddressRows, near);
  gtk_widget_class_bind_template_child (widget_class, GangwayAddressRows, caption);
  gtk_widget_class_bind_template_child (widget_class, GangwayAddressRows, address);
  gtk_widget_class_bind_template_child (widget_class, GangwayAddressRows, display_name);
  gtk_widget_class_bind_template_child (widget_class, GangwayAddressRows, own_password);
  gtk_widget_class_bind_template_child (widget_class, GangwayAddressRows, password);
  gtk_widget_class_bind_template_child (widget_class, GangwayAddressRows, password_note);
  gtk_widget_class_bind_template_child (widget_class, GangwayAddressRows, strength);
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
  g_type_ensure (GANGWAY_TYPE_NEAR_NAMES);
  g_type_ensure (GANGWAY_TYPE_NOTE);
  g_type_ensure (GANGWAY_TYPE_STRENGTH);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/gangway/Gangway/address-rows.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, name_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, suggest_cb);
  gtk_widget_class_bind_template_callback (widget_class, take_name);
  gtk_widget_class_bind_template_callback (widget_class, display_name_changed_cb);
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
