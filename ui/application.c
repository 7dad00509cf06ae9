/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The application: options, actions, one window. */
#include "application.h"

#include "about.h"
#include "window.h"

#include <gangway.h>

struct _GangwayApplication {
  AdwApplication parent_instance;

  GwProfile *profile;
};

G_DEFINE_FINAL_TYPE (GangwayApplication, gangway_application, ADW_TYPE_APPLICATION)

static int
fail (const GError *error)
{
  g_printerr ("gangway-gtk: %s %s\n", error->message,
              gw_next_text (gw_error_next (gw_error_code (error))));
  return (int)gw_error_exit (gw_error_code (error));
}

/* -1 goes on with the start. --lang was obeyed by main(). */
static int
handle_local_options (GApplication *application, GVariantDict *dict)
{
  GangwayApplication *self = GANGWAY_APPLICATION (application);
  const char *profile = NULL;

  if (g_variant_dict_contains (dict, "version")) {
    g_print ("gangway-gtk %s\n", GANGWAY_VERSION);
    return 0;
  }
  if (g_variant_dict_lookup (dict, "profile", "^&ay", &profile)) {
    g_autoptr (GError) error = NULL;
    GwProfile *loaded = gw_profile_load (profile, &error);

    if (!loaded)
      return fail (error);
    g_clear_pointer (&self->profile, gw_profile_free);
    self->profile = loaded;
  }
  return -1;
}

static void
about_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  gangway_about_present (gtk_application_get_active_window (GTK_APPLICATION (user_data)));
}

static void
quit_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (user_data));

  if (window)
    gtk_window_close (window);
}

static const GActionEntry actions[] = {
    {"about", about_cb},
    {"quit", quit_cb},
};

static void
startup (GApplication *application)
{
  G_APPLICATION_CLASS (gangway_application_parent_class)->startup (application);

  gtk_window_set_default_icon_name (GANGWAY_APPLICATION_ID);
  g_action_map_add_action_entries (G_ACTION_MAP (application), actions, G_N_ELEMENTS (actions),
                                   application);
  gtk_application_set_accels_for_action (GTK_APPLICATION (application), "app.quit",
                                         (const char *[]){"<Control>q", NULL});
  gtk_application_set_accels_for_action (GTK_APPLICATION (application), "window.close",
                                         (const char *[]){"<Control>w", NULL});
}

static GangwayWindow *
ensure_window (GangwayApplication *self)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));

  if (!window)
    window = GTK_WINDOW (gangway_window_new (GTK_APPLICATION (self), self->profile));
  gtk_window_present (window);
  return GANGWAY_WINDOW (window);
}

static void
activate (GApplication *application)
{
  ensure_window (GANGWAY_APPLICATION (application));
}

/* An invitation: one link only fills the page. GFile keeps "xmpp:..." as it was given. */
static void
open_files (GApplication *application, GFile **files, int n_files, const char *hint)
{
  GangwayWindow *window = ensure_window (GANGWAY_APPLICATION (application));
  g_autofree char *uri = n_files > 0 ? g_file_get_uri (files[0]) : NULL;

  if (uri)
    gangway_window_take_invitation (window, uri);
}

static void
finalize (GObject *object)
{
  GangwayApplication *self = GANGWAY_APPLICATION (object);

  g_clear_pointer (&self->profile, gw_profile_free);
  G_OBJECT_CLASS (gangway_application_parent_class)->finalize (object);
}

static void
gangway_application_class_init (GangwayApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = finalize;
  application_class->handle_local_options = handle_local_options;
  application_class->startup = startup;
  application_class->activate = activate;
  application_class->open = open_files;
}

static void
add_options (GApplication *application)
{
  g_application_add_main_option (application, "profile", 0, 0, G_OPTION_ARG_FILENAME,
                                 _ ("Settings file: resolver, certificates, provider list"),
                                 _ ("FILE"));
  g_application_add_main_option (application, "lang", 0, 0, G_OPTION_ARG_STRING,
                                 _ ("Language: de or en"), _ ("LANGUAGE"));
  g_application_add_main_option (application, "version", 0, 0, G_OPTION_ARG_NONE,
                                 _ ("Print the version"), NULL);
}

static void
gangway_application_init (GangwayApplication *self)
{
  self->profile = gw_profile_new ();
  add_options (G_APPLICATION (self));
}

GangwayApplication *
gangway_application_new (void)
{
  return g_object_new (GANGWAY_TYPE_APPLICATION, "application-id", GANGWAY_APPLICATION_ID, "flags",
                       G_APPLICATION_NON_UNIQUE | G_APPLICATION_HANDLES_OPEN, "resource-base-path",
                       "/org/gangway/Gangway", NULL);
}
