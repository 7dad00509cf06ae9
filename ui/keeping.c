/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the password is kept. */
#include "keeping.h"

#include "file-dialog.h"

#define DOTS "••••••••••••"

struct _GangwayKeeping {
  AdwBin parent_instance;

  AdwActionRow *status;
  GtkImage *status_icon;
  GtkWidget *unlock;
  GtkWidget *save_row;
  GtkWidget *reveal_row;
  GtkLabel *revealed;
  GtkToggleButton *reveal;
  GtkToggleButton *noted;

  GCancellable *cancellable;
  GwSecret *password;
  GwKeep *keep;
};

G_DEFINE_FINAL_TYPE (GangwayKeeping, gangway_keeping, ADW_TYPE_BIN)

static guint kept_changed;

static void
set_keep (GangwayKeeping *self, GwKeepKind kind, const char *path)
{
  g_clear_pointer (&self->keep, gw_keep_free);
  self->keep = gw_keep_new (kind, path);
  g_signal_emit (self, kept_changed, 0);
}

static void
clear_keep (GangwayKeeping *self)
{
  g_clear_pointer (&self->keep, gw_keep_free);
  g_signal_emit (self, kept_changed, 0);
}

static void
show_status (GangwayKeeping *self, const char *icon, const char *title, const char *subtitle)
{
  gtk_image_set_from_icon_name (self->status_icon, icon);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->status), title);
  adw_action_row_set_subtitle (self->status, subtitle);
}

/* --- the keyring --- */

static void
ready_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  gboolean unlock = GPOINTER_TO_INT (task_data);
  GError *error = NULL;
  gboolean ready = unlock ? gw_keyring_unlock (&error) : gw_keyring_is_ready (&error);

  if (ready)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
ready_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GangwayKeeping *self = GANGWAY_KEEPING (source);
  g_autoptr (GError) error = NULL;
  gboolean ready = g_task_propagate_boolean (G_TASK (result), &error);

  /* Disposed, or asked again since. */
  if (g_task_get_cancellable (G_TASK (result)) != self->cancellable)
    return;
  gboolean is_locked = error && gw_error_code (error) == GW_ERROR_KEYRING_LOCKED;

  gtk_widget_set_visible (self->unlock, is_locked);
  gtk_widget_set_visible (self->save_row, !ready);
  gtk_widget_set_visible (self->reveal_row, !ready);
  if (ready) {
    show_status (self, "channel-secure-symbolic", _ ("The password goes to your keyring"),
                 _ ("It is safely there before the provider is asked."));
    set_keep (self, GW_KEEP_KEYRING, NULL);
  } else {
    g_autoptr (GError) plain = NULL;
    gw_error_set (&plain, gw_error_code (error), NULL, NULL); /* without the technical reason */
    show_status (self, "dialog-warning-symbolic", plain->message,
                 is_locked ? _ ("Unlock it, or keep the password in another way.")
                           : _ ("Save it or write it down, so that it cannot get lost."));
    clear_keep (self);
  }
}

static void
ask_keyring (GangwayKeeping *self, gboolean unlock)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();

  g_autoptr (GTask) task = g_task_new (self, self->cancellable, ready_done, NULL);
  g_task_set_source_tag (task, ask_keyring);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, GINT_TO_POINTER (unlock), NULL);
  g_task_run_in_thread (task, ready_thread);
}

static void
unlock_cb (GangwayKeeping *self)
{
  ask_keyring (self, TRUE);
}

/* --- a file, a paper --- */

static void
keep_in_file (GangwayKeeping *self, const char *path)
{
  show_status (self, "document-save-symbolic", _ ("The password goes to a file"), path);
  set_keep (self, GW_KEEP_FILE, path);
}

void
gangway_keeping_refresh (GangwayKeeping *self)
{
  g_return_if_fail (GANGWAY_IS_KEEPING (self));

  /* A file that is still there belongs to an address that exists; the next one needs its own place.
   */
  gboolean is_used = self->keep && self->keep->kind == GW_KEEP_FILE &&
                     g_file_test (self->keep->path, G_FILE_TEST_EXISTS);

  if (!self->keep || self->keep->kind == GW_KEEP_KEYRING || is_used)
    ask_keyring (self, FALSE);
}

static void
file_chosen (const char *path, gpointer user_data)
{
  g_autoptr (GangwayKeeping) self = user_data;

  if (!path)
    return;
  /* Nothing that is there already is ever written over. */
  if (g_file_test (path, G_FILE_TEST_EXISTS)) {
    g_autoptr (GError) error = NULL;
    gw_error_set (&error, GW_ERROR_FILE_EXISTS, path, NULL);
    show_status (self, "dialog-warning-symbolic", error->message,
                 gw_next_text (GW_NEXT_OTHER_FILE));
    clear_keep (self);
    return;
  }
  gtk_toggle_button_set_active (self->noted, FALSE);
  keep_in_file (self, path);
}

static void
save_cb (GangwayKeeping *self)
{
  gangway_file_dialog_save (GTK_WIDGET (self), _ ("Keep the Password in a File"),
                            "xmpp-account.txt", file_chosen, g_object_ref (self));
}

static void
reveal_cb (GangwayKeeping *self)
{
  gboolean shown = gtk_toggle_button_get_active (self->reveal);

  gtk_label_set_text (self->revealed, shown ? gw_secret_peek (self->password) : DOTS);
  gtk_button_set_label (GTK_BUTTON (self->reveal), shown ? _ ("Hide") : _ ("Show"));
  if (shown) /* only what was seen can be written down */
    gtk_widget_set_sensitive (GTK_WIDGET (self->noted), TRUE);
}

static void
noted_cb (GangwayKeeping *self)
{
  if (gtk_toggle_button_get_active (self->noted)) {
    show_status (self, "emblem-ok-symbolic", _ ("You wrote the password down"),
                 _ ("Nobody can give it back to you if it is lost."));
    set_keep (self, GW_KEEP_PERSON, NULL);
  } else if (self->keep && self->keep->kind == GW_KEEP_PERSON) {
    clear_keep (self);
    gangway_keeping_refresh (self);
  }
}

/* --- object --- */

void
gangway_keeping_set_password (GangwayKeeping *self, GwSecret *password)
{
  g_return_if_fail (GANGWAY_IS_KEEPING (self) && password);

  if (self->password && gw_secret_equal (self->password, password))
    return;
  gw_secret_ref (password);
  gw_secret_unref (self->password);
  self->password = password;
  /* Another password was not written down yet. */
  gtk_toggle_button_set_active (self->reveal, FALSE);
  gtk_toggle_button_set_active (self->noted, FALSE);
  gtk_widget_set_sensitive (GTK_WIDGET (self->noted), FALSE);
}

const GwKeep *
gangway_keeping_get_keep (GangwayKeeping *self)
{
  g_return_val_if_fail (GANGWAY_IS_KEEPING (self), NULL);
  return self->keep;
}

/* What is not on the screen is not shown when it comes back. */
static void
unmap (GtkWidget *widget)
{
  gtk_toggle_button_set_active (GANGWAY_KEEPING (widget)->reveal, FALSE);
  GTK_WIDGET_CLASS (gangway_keeping_parent_class)->unmap (widget);
}

static void
dispose (GObject *object)
{
  GangwayKeeping *self = GANGWAY_KEEPING (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->password, gw_secret_unref);
  g_clear_pointer (&self->keep, gw_keep_free);
  gtk_widget_dispose_template (GTK_WIDGET (object), GANGWAY_TYPE_KEEPING);
  G_OBJECT_CLASS (gangway_keeping_parent_class)->dispose (object);
}

static void
gangway_keeping_class_init (GangwayKeepingClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  widget_class->unmap = unmap;
  kept_changed = g_signal_new ("kept-changed", GANGWAY_TYPE_KEEPING, G_SIGNAL_RUN_LAST, 0, NULL,
                               NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/gangway/Gangway/keeping.ui");
  gtk_widget_class_bind_template_child (widget_class, GangwayKeeping, status);
  gtk_widget_class_bind_template_child (widget_class, GangwayKeeping, status_icon);
  gtk_widget_class_bind_template_child (widget_class, GangwayKeeping, unlock);
  gtk_widget_class_bind_template_child (widget_class, GangwayKeeping, save_row);
  gtk_widget_class_bind_template_child (widget_class, GangwayKeeping, reveal_row);
  gtk_widget_class_bind_template_child (widget_class, GangwayKeeping, revealed);
  gtk_widget_class_bind_template_child (widget_class, GangwayKeeping, reveal);
  gtk_widget_class_bind_template_child (widget_class, GangwayKeeping, noted);
  gtk_widget_class_bind_template_callback (widget_class, unlock_cb);
  gtk_widget_class_bind_template_callback (widget_class, save_cb);
  gtk_widget_class_bind_template_callback (widget_class, reveal_cb);
  gtk_widget_class_bind_template_callback (widget_class, noted_cb);
}

static void
gangway_keeping_init (GangwayKeeping *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
