/* SPDX-License-Identifier: GPL-3.0-or-later */
/* "Save as" and "open" by GtkFileChooserNative: GTK 4.10 has a successor, Debian 12 does not. */
#include "file-dialog.h"

#include <gangway.h>

typedef struct {
  GangwayFileFunc func;
  gpointer user_data;
} Request;

static void
response (GtkNativeDialog *dialog, int answer, gpointer data)
{
  Request *request = data;
  g_autoptr (GFile) file =
      answer == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog)) : NULL;
  g_autofree char *path = file ? g_file_get_path (file) : NULL;

  request->func (path, request->user_data);
  g_free (request);
  g_object_unref (dialog);
}

static GtkFileChooserNative *
new_dialog (GtkWidget *parent, const char *title, GtkFileChooserAction action, const char *accept)
{
  GtkWindow *root = GTK_WINDOW (gtk_widget_get_root (parent));
  GtkFileChooserNative *dialog =
      gtk_file_chooser_native_new (title, root, action, accept, _ ("_Cancel"));
  g_autoptr (GFile) home = g_file_new_for_path (g_get_home_dir ());

  gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (dialog), home, NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  return dialog;
}

static void
show (GtkFileChooserNative *dialog, GangwayFileFunc func, gpointer user_data)
{
  Request *request = g_new (Request, 1);

  *request = (Request){func, user_data};
  g_signal_connect (dialog, "response", G_CALLBACK (response), request);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

void
gangway_file_dialog_save (GtkWidget *parent, const char *title, const char *name,
                          GangwayFileFunc func, gpointer user_data)
{
  g_return_if_fail (GTK_IS_WIDGET (parent) && func != NULL);

  GtkFileChooserNative *dialog =
      new_dialog (parent, title, GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Save"));

  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
  show (dialog, func, user_data);
}

void
gangway_file_dialog_open (GtkWidget *parent, const char *title, GangwayFileFunc func,
                          gpointer user_data)
{
  g_return_if_fail (GTK_IS_WIDGET (parent) && func != NULL);

  GtkFileChooserNative *dialog =
      new_dialog (parent, title, GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Open"));
  g_autoptr (GtkFileFilter) pictures = gtk_file_filter_new ();

  gtk_file_filter_set_name (pictures, _ ("Pictures"));
  gtk_file_filter_add_mime_type (pictures, "image/png");
  gtk_file_filter_add_mime_type (pictures, "image/jpeg");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (dialog), pictures);
  show (dialog, func, user_data);
}
