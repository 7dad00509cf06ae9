/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The last page. */
#include "page-done.h"

#include "clipboard.h"
#include "file-dialog.h"
#include "note.h"
#include "qr-view.h"

#define SHOWN_SECONDS 60
#define DOTS          "••••••••••••"

struct _GangwayPageDone {
  AdwBin parent_instance;

  GtkImage *icon;
  GtkLabel *address;
  GtkLabel *proof;
  AdwComboRow *app;
  GtkLabel *where;
  GtkLabel *warning;
  GtkToggleButton *show_code;
  GangwayQrView *code;
  GtkLabel *code_note;
  GtkLabel *password;
  GtkToggleButton *show_password;
  GtkLabel *saved;
  GtkEditable *label;
  GangwayNote *label_note;

  GangwayJourney *journey;
  guint hide_timer;
};

G_DEFINE_FINAL_TYPE (GangwayPageDone, gangway_page_done, ADW_TYPE_BIN)

static const GwApp *
chosen_app (GangwayPageDone *self)
{
  return &gw_apps ()[adw_combo_row_get_selected (self->app)];
}

/* --- what is secret, and hides again --- */

/* The buttons lead: both sides hide when they are up. */
static void
hide_secrets (GangwayPageDone *self)
{
  gtk_toggle_button_set_active (self->show_code, FALSE);
  gtk_toggle_button_set_active (self->show_password, FALSE);
}

static gboolean
hide_in_time (gpointer data)
{
  GangwayPageDone *self = data;

  self->hide_timer = 0;
  hide_secrets (self);
  return G_SOURCE_REMOVE;
}

static void
restart_timer (GangwayPageDone *self)
{
  g_clear_handle_id (&self->hide_timer, g_source_remove);
  if (gtk_toggle_button_get_active (self->show_code) ||
      gtk_toggle_button_get_active (self->show_password))
    self->hide_timer = g_timeout_add_seconds (SHOWN_SECONDS, hide_in_time, self);
}

static GwQr *
make_code (GangwayPageDone *self, GError **error)
{
  const GangwayAccount *account = gangway_journey_get_account (self->journey);
  char *payload = chosen_app (self)->payload (account->jid, account->password);
  GwQr *qr = gw_qr_new (payload, error);

  gw_wipe_free (payload);
  return qr;
}

/* When it has got its place: scrolls it into view, and a screen reader says what it is. */
static gboolean
focus_code (GtkWidget *code, GdkFrameClock *clock, gpointer user_data)
{
  if (gtk_widget_get_visible (code) && gtk_widget_get_height (code) == 0)
    return G_SOURCE_CONTINUE;
  gtk_widget_grab_focus (code);
  return G_SOURCE_REMOVE;
}

static void
code_cb (GangwayPageDone *self)
{
  gboolean shown = gtk_toggle_button_get_active (self->show_code);
  g_autoptr (GError) error = NULL;
  GwQr *qr = shown ? make_code (self, &error) : NULL;

  gangway_qr_view_take (self->code, qr);
  gtk_widget_set_visible (GTK_WIDGET (self->code), qr != NULL);
  gtk_label_set_text (self->code_note,
                      error ? error->message
                            : _ ("Scan it inside the app, not with the camera. It holds your "
                                 "password, so it hides again after a minute."));
  gtk_widget_set_visible (GTK_WIDGET (self->code_note), shown);
  gtk_button_set_label (GTK_BUTTON (self->show_code),
                        shown ? _ ("Hide Setup Code") : _ ("Show Setup Code"));
  if (qr)
    gtk_widget_add_tick_callback (GTK_WIDGET (self->code), focus_code, NULL, NULL);
  restart_timer (self);
}

static void
password_cb (GangwayPageDone *self)
{
  gboolean shown = gtk_toggle_button_get_active (self->show_password);
  const GangwayAccount *account = gangway_journey_get_account (self->journey);

  gtk_label_set_text (self->password, shown ? gw_secret_peek (account->password) : DOTS);
  gtk_button_set_label (GTK_BUTTON (self->show_password), shown ? _ ("Hide") : _ ("Show"));
  restart_timer (self);
}

/* Another window shares the screen, or somebody else is shown something. */
static void
active_changed (GtkWindow *window, GParamSpec *pspec, GangwayPageDone *self)
{
  if (!gtk_window_is_active (window))
    hide_secrets (self);
}

static void
unmap (GtkWidget *widget)
{
  hide_secrets (GANGWAY_PAGE_DONE (widget));
  GTK_WIDGET_CLASS (gangway_page_done_parent_class)->unmap (widget);
}

static void
root (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (gangway_page_done_parent_class)->root (widget);
  g_signal_connect_object (gtk_widget_get_root (widget), "notify::is-active",
                           G_CALLBACK (active_changed), widget, 0);
}

/* --- the rest --- */

static void
app_changed_cb (GangwayPageDone *self)
{
  const GwApp *app = chosen_app (self);

  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->app), app->platform);
  gtk_label_set_text (self->where, _ (app->where));
  gtk_label_set_text (self->warning, app->warning ? _ (app->warning) : "");
  gtk_widget_set_visible (GTK_WIDGET (self->warning), app->warning != NULL);
  gtk_toggle_button_set_active (self->show_code, FALSE);
}

static void
copy_cb (GangwayPageDone *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)),
                          gtk_label_get_text (self->address));
}

static void
card_chosen (const char *path, gpointer user_data)
{
  g_autoptr (GangwayPageDone) self = user_data;
  const GangwayAccount *account =
      self->journey ? gangway_journey_get_account (self->journey) : NULL;
  g_autoptr (GError) error = NULL;

  if (!path || !account)
    return;
  g_autofree char *card = gw_card_text (account->jid, NULL);
  gboolean written = gw_store_write (path, card, strlen (card), &error);

  gtk_label_set_text (self->saved, written ? _ ("The card is saved.") : error->message);
  gtk_widget_set_visible (GTK_WIDGET (self->saved), TRUE);
}

static void
card_cb (GangwayPageDone *self)
{
  gangway_file_dialog_save (GTK_WIDGET (self), _ ("Save the Account Card"), "xmpp-card.txt",
                            card_chosen, g_object_ref (self));
}

/* By Enter or the mark in the row: for this computer only. */
static void
label_cb (GangwayPageDone *self)
{
  const GangwayAccount *account = gangway_journey_get_account (self->journey);
  g_autoptr (GError) error = NULL;

  gangway_note_blame (self->label_note, GTK_WIDGET (self->label),
                      gw_accounts_label (account->jid, gtk_editable_get_text (self->label), &error)
                          ? NULL
                          : error->message,
                      NULL);
}

static void
show_label (GangwayPageDone *self, const GwJid *jid)
{
  g_autoptr (GwAccount) known = gw_accounts_find (jid);

  gtk_editable_set_text (self->label, known && known->label ? known->label : "");
  gtk_widget_set_visible (GTK_WIDGET (self->label), known != NULL);
  gangway_note_blame (self->label_note, GTK_WIDGET (self->label), NULL, NULL);
}

static void
copy_password_cb (GangwayPageDone *self)
{
  gangway_clipboard_put_secret (GTK_WIDGET (self),
                                gangway_journey_get_account (self->journey)->password);
}

static void
account_changed (GangwayPageDone *self)
{
  const GangwayAccount *account = gangway_journey_get_account (self->journey);
  g_autofree char *domain = gw_domain_display (account->jid->domain);
  g_autofree char *address = g_strdup_printf ("%s@%s", account->jid->local, domain);
  g_autofree char *label = g_strdup_printf (_ ("Setup code for %s"), address);
  g_autofree char *unproved = g_strjoin (" ", _ ("The address exists."), account->note, NULL);

  hide_secrets (self);
  show_label (self, account->jid);
  gtk_image_set_from_icon_name (self->icon, account->is_proved ? "emblem-ok-symbolic"
                                                               : "dialog-information-symbolic");
  gtk_label_set_text (self->address, address);
  gtk_label_set_text (
      self->proof, account->is_proved
                       ? _ ("It works: the login succeeded, and a message to yourself came back.")
                       : unproved);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->code), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
  gtk_widget_set_visible (GTK_WIDGET (self->saved), FALSE);
}

/* --- object --- */

static gboolean
grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (GANGWAY_PAGE_DONE (widget)->show_code));
}

static void
dispose (GObject *object)
{
  GangwayPageDone *self = GANGWAY_PAGE_DONE (object);

  g_clear_handle_id (&self->hide_timer, g_source_remove);
  g_clear_object (&self->journey);
  gtk_widget_dispose_template (GTK_WIDGET (object), GANGWAY_TYPE_PAGE_DONE);
  G_OBJECT_CLASS (gangway_page_done_parent_class)->dispose (object);
}

static void
gangway_page_done_class_init (GangwayPageDoneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  widget_class->root = root;
  widget_class->unmap = unmap;
  widget_class->grab_focus = grab_focus;
  g_type_ensure (GANGWAY_TYPE_NOTE);
  g_type_ensure (GANGWAY_TYPE_QR_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/gangway/Gangway/page-done.ui");
  gtk_widget_class_bind_template_child (widget_class, GangwayPageDone, icon);
  gtk_widget_class_bind_template_child (widget_class, GangwayPageDone, address);
  gtk_widget_class_bind_template_child (widget_class, GangwayPageDone, proof);
  gtk_widget_class_bind_template_child (widget_class, GangwayPageDone, app);
  gtk_widget_class_bind_template_child (widget_class, GangwayPageDone, where);
  gtk_widget_class_bind_template_child (widget_class, GangwayPageDone, warning);
  gtk_widget_class_bind_template_child (widget_class, GangwayPageDone, show_code);
  gtk_widget_class_bind_template_child (widget_class, GangwayPageDone, code);
  gtk_widget_class_bind_template_child (widget_class, GangwayPageDone, code_note);
  gtk_widget_class_bind_template_child (widget_class, GangwayPageDone, password);
  gtk_widget_class_bind_template_child (widget_class, GangwayPageDone, show_password);
  gtk_widget_class_bind_template_child (widget_class, GangwayPageDone, saved);
  gtk_widget_class_bind_template_child (widget_class, GangwayPageDone, label);
  gtk_widget_class_bind_template_child (widget_class, GangwayPageDone, label_note);
  gtk_widget_class_bind_template_callback (widget_class, app_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, code_cb);
  gtk_widget_class_bind_template_callback (widget_class, password_cb);
  gtk_widget_class_bind_template_callback (widget_class, copy_cb);
  gtk_widget_class_bind_template_callback (widget_class, card_cb);
  gtk_widget_class_bind_template_callback (widget_class, label_cb);
  gtk_widget_class_bind_template_callback (widget_class, copy_password_cb);
}

static void
gangway_page_done_init (GangwayPageDone *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  gtk_widget_init_template (GTK_WIDGET (self));
  for (const GwApp *app = gw_apps (); app->id; app++)
    gtk_string_list_append (names, app->name);
  adw_combo_row_set_model (self->app, G_LIST_MODEL (names));
}

void
gangway_page_done_set_journey (GangwayPageDone *self, GangwayJourney *journey)
{
  g_return_if_fail (GANGWAY_IS_PAGE_DONE (self) && GANGWAY_IS_JOURNEY (journey));

  g_set_object (&self->journey, journey);
  g_signal_connect_object (journey, "account-changed", G_CALLBACK (account_changed), self,
                           G_CONNECT_SWAPPED);
}
