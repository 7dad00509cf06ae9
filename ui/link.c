/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A web page to open. */
#include "link.h"

#include "button.h"

#include <gangway.h>

struct _GangwayLink {
  AdwBin parent_instance;

  GtkButton *open;
  GtkWidget *fallback;
  GtkLabel *address;

  char *url;
};

G_DEFINE_FINAL_TYPE (GangwayLink, gangway_link, ADW_TYPE_BIN)

char *
gangway_link_shorten (const char *url)
{
  g_autofree char *host = NULL;
  g_autofree char *path = NULL;
  g_autofree char *query = NULL;

  g_return_val_if_fail (url != NULL, NULL);

  if (!g_uri_split (url, G_URI_FLAGS_ENCODED, NULL, NULL, &host, NULL, &path, &query, NULL, NULL) ||
      !host)
    return g_strdup (url);
  g_autofree char *shown = gw_domain_display (host);
  return g_strconcat (shown, (path && strlen (path) > 1) || query ? "/…" : NULL, NULL);
}

void
gangway_link_set (GangwayLink *self, const char *url, const char *label)
{
  g_return_if_fail (GANGWAY_IS_LINK (self) && url != NULL);

  g_autofree char *place = gangway_link_shorten (url);
  g_autofree char *made = label ? g_strdup (label) : g_strdup_printf (_ ("Open %s"), place);

  if (g_strcmp0 (self->url, url) != 0)
    gtk_widget_set_visible (self->fallback, FALSE);
  g_free (self->url);
  self->url = g_strdup (url);
  gangway_button_set_label (self->open, made);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->open), url);
  gtk_label_set_text (self->address, url);
}

static void
opened (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GangwayLink) self = user_data;

  if (!g_app_info_launch_default_for_uri_finish (result, NULL) && self->fallback)
    gtk_widget_set_visible (self->fallback, TRUE);
}

void
gangway_link_open (GangwayLink *self)
{
  g_return_if_fail (GANGWAY_IS_LINK (self) && self->url != NULL);

  GdkDisplay *display = gtk_widget_get_display (GTK_WIDGET (self));
  g_autoptr (GdkAppLaunchContext) context = gdk_display_get_app_launch_context (display);

  g_app_info_launch_default_for_uri_async (self->url, G_APP_LAUNCH_CONTEXT (context), NULL, opened,
                                           g_object_ref (self));
}

static void
copy_cb (GangwayLink *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), self->url);
}

/* --- object --- */

static gboolean
grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (GANGWAY_LINK (widget)->open));
}

static void
dispose (GObject *object)
{
  GangwayLink *self = GANGWAY_LINK (object);

  g_clear_pointer (&self->url, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (object), GANGWAY_TYPE_LINK);
  G_OBJECT_CLASS (gangway_link_parent_class)->dispose (object);
}

static void
gangway_link_class_init (GangwayLinkClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  widget_class->grab_focus = grab_focus;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/gangway/Gangway/link.ui");
  gtk_widget_class_bind_template_child (widget_class, GangwayLink, open);
  gtk_widget_class_bind_template_child (widget_class, GangwayLink, fallback);
  gtk_widget_class_bind_template_child (widget_class, GangwayLink, address);
  gtk_widget_class_bind_template_callback (widget_class, gangway_link_open);
  gtk_widget_class_bind_template_callback (widget_class, copy_cb);
}

static void
gangway_link_init (GangwayLink *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
