/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The addresses that were made on this computer. */
#include "address-list.h"

#include "note.h"

struct _GangwayAddressList {
  AdwBin parent_instance;

  AdwPreferencesGroup *group;
  GtkWidget *ask; /* for a password that only the person has */
  GtkEditable *password;
  GangwayNote *note;

  GangwayJourney *journey;
  GPtrArray *rows;     /* borrowed from the group */
  GPtrArray *accounts; /* GwAccount, one for each row */
  guint asked;         /* index of the account whose password is asked for */
};

G_DEFINE_FINAL_TYPE (GangwayAddressList, gangway_address_list, ADW_TYPE_BIN)

#define INDEX "gangway-index"

/* --- opening one --- */

static void
set_busy (GangwayAddressList *self, gboolean is_busy)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->group), !is_busy);
}

static void
ask_password (GangwayAddressList *self, const char *why)
{
  gtk_widget_set_visible (self->ask, TRUE);
  gangway_note_set_text (self->note, why);
  gtk_widget_grab_focus (GTK_WIDGET (self->password));
}

static void
opened (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GangwayAddressList) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean is_open = gangway_journey_open_account_finish (GANGWAY_JOURNEY (source), result, &error);

  if (!self->journey)
    return; /* the window was closed */
  set_busy (self, FALSE);
  gtk_editable_set_text (self->password, "");
  if (is_open)
    gtk_widget_set_visible (self->ask, FALSE);
  else
    ask_password (self, error->message);
}

static void
open_account (GangwayAddressList *self, guint index, GwSecret *password)
{
  const GwAccount *account = g_ptr_array_index (self->accounts, index);

  self->asked = index;
  gangway_note_set_text (self->note, NULL);
  if ((!account->keep || account->keep->kind == GW_KEEP_PERSON) && !password) {
    ask_password (self, NULL);
    return;
  }
  set_busy (self, TRUE);
  gangway_journey_open_account_async (self->journey, account, password, opened,
                                      g_object_ref (self));
}

static void
open_cb (GangwayAddressList *self, GtkWidget *button)
{
  open_account (self, GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), INDEX)), NULL);
}

static void
password_cb (GangwayAddressList *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GwSecret) typed = gw_secret_new (gtk_editable_get_text (self->password), &error);
  g_autoptr (GwSecret) password = typed ? gw_password_prepare (typed, &error) : NULL;

  if (!password)
    gangway_note_set_text (self->note, error->message);
  else if (self->asked < self->accounts->len)
    open_account (self, self->asked, password);
}

/* --- rows --- */

static void
add_row (GangwayAddressList *self, guint index)
{
  const GwAccount *account = g_ptr_array_index (self->accounts, index);
  g_autofree char *domain = gw_domain_display (account->jid->domain);
  g_autofree char *address = g_strdup_printf ("%s@%s", account->jid->local, domain);
  g_autofree char *say = g_strdup_printf (_ ("Open %s"), address);
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = gtk_button_new_from_icon_name ("go-next-symbolic");

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, say);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, say, -1);
  g_object_set_data (G_OBJECT (button), INDEX, GUINT_TO_POINTER (index));
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (open_cb), self);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row),
                                 account->label ? account->label : address);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), account->label ? address : domain);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), button);
  adw_preferences_group_add (self->group, row);
  g_ptr_array_add (self->rows, row);
}

/* A list that cannot be read is said where it matters, when an address is made: not here. */
void
gangway_address_list_refresh (GangwayAddressList *self)
{
  g_return_if_fail (GANGWAY_IS_ADDRESS_LIST (self));

  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->group, g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  g_clear_pointer (&self->accounts, g_ptr_array_unref);
  self->accounts = gw_accounts_list (NULL);
  gtk_widget_set_visible (self->ask, FALSE);
  gangway_note_set_text (self->note, NULL);
  gtk_widget_set_visible (GTK_WIDGET (self), self->accounts && self->accounts->len > 0);
  for (guint i = 0; self->accounts && i < self->accounts->len; i++)
    add_row (self, i);
}

/* --- object --- */

static void
dispose (GObject *object)
{
  GangwayAddressList *self = GANGWAY_ADDRESS_LIST (object);

  g_clear_object (&self->journey);
  gtk_widget_dispose_template (GTK_WIDGET (object), GANGWAY_TYPE_ADDRESS_LIST);
  G_OBJECT_CLASS (gangway_address_list_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  GangwayAddressList *self = GANGWAY_ADDRESS_LIST (object);

  g_ptr_array_unref (self->rows);
  g_clear_pointer (&self->accounts, g_ptr_array_unref);
  G_OBJECT_CLASS (gangway_address_list_parent_class)->finalize (object);
}

static void
gangway_address_list_class_init (GangwayAddressListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  G_OBJECT_CLASS (klass)->finalize = finalize;
  g_type_ensure (GANGWAY_TYPE_NOTE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/gangway/Gangway/address-list.ui");
  gtk_widget_class_bind_template_child (widget_class, GangwayAddressList, group);
  gtk_widget_class_bind_template_child (widget_class, GangwayAddressList, ask);
  gtk_widget_class_bind_template_child (widget_class, GangwayAddressList, password);
  gtk_widget_class_bind_template_child (widget_class, GangwayAddressList, note);
  gtk_widget_class_bind_template_callback (widget_class, password_cb);
}

static void
gangway_address_list_init (GangwayAddressList *self)
{
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
gangway_address_list_set_journey (GangwayAddressList *self, GangwayJourney *journey)
{
  g_return_if_fail (GANGWAY_IS_ADDRESS_LIST (self) && GANGWAY_IS_JOURNEY (journey));

  g_set_object (&self->journey, journey);
  gangway_address_list_refresh (self);
}
