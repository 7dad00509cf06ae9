/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sound of a puzzle. */
#include "sound.h"

#include <gangway.h>
#include <glib/gstdio.h>

#include "note.h"

struct _GangwaySound {
  AdwBin parent_instance;

  GtkWidget *play;
  GtkMediaControls *controls;
  GangwayNote *note;

  GBytes *bytes;
  const char *ending; /* of a file name, by its type */
  char *path;         /* the file; NULL: none yet */
};

G_DEFINE_FINAL_TYPE (GangwaySound, gangway_sound, ADW_TYPE_BIN)

/* In the runtime folder: only this person reads there, and sandboxed players may, too. */
static char *
write_file (GBytes *bytes, const char *ending, GError **error)
{
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *name = g_strdup_printf ("gangway-%s.%s", id, ending);
  char *path = g_build_filename (g_get_user_runtime_dir (), name, NULL);
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);

  if (gw_store_write_new (path, data, length, error))
    return path;
  g_free (path);
  return NULL;
}

static void
remove_file (GangwaySound *self)
{
  if (self->controls)
    gtk_media_controls_set_media_stream (self->controls, NULL);
  if (self->path)
    g_unlink (self->path);
  g_clear_pointer (&self->path, g_free);
}

/* --- playing --- */

/* FALSE where GTK has nothing to play with: that is a package of its own. */
static gboolean
play_here (GangwaySound *self)
{
  g_autoptr (GtkMediaStream) stream = gtk_media_file_new_for_filename (self->path);

  if (gtk_media_stream_get_error (stream))
    return FALSE;
  gtk_media_controls_set_media_stream (self->controls, stream);
  gtk_media_stream_play (stream);
  return TRUE;
}

static void
launched (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GangwaySound) self = user_data;

  if (!g_app_info_launch_default_for_uri_finish (result, NULL) && self->note)
    gangway_note_set_text (self->note, _ ("No program on this computer plays the sound."));
}

static void
play_elsewhere (GangwaySound *self)
{
  g_autofree char *uri = g_filename_to_uri (self->path, NULL, NULL);

  g_app_info_launch_default_for_uri_async (uri, NULL, NULL, launched, g_object_ref (self));
}

static void
play_cb (GangwaySound *self)
{
  g_autoptr (GError) error = NULL;

  gangway_note_set_text (self->note, NULL);
  if (!self->path)
    self->path = write_file (self->bytes, self->ending, &error);
  if (!self->path) {
    gangway_note_set_text (self->note, error->message);
    return;
  }
  gboolean is_here = play_here (self);
  gtk_widget_set_visible (GTK_WIDGET (self->controls), is_here);
  if (!is_here)
    play_elsewhere (self);
}

void
gangway_sound_set (GangwaySound *self, GBytes *bytes, const char *type)
{
  g_return_if_fail (GANGWAY_IS_SOUND (self));

  remove_file (self);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  self->bytes = bytes ? g_bytes_ref (bytes) : NULL;
  self->ending = gw_medium_ending (type);
  gangway_note_set_text (self->note, NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->controls), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self), bytes != NULL);
}

/* --- object --- */

static void
dispose (GObject *object)
{
  GangwaySound *self = GANGWAY_SOUND (object);

  remove_file (self);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  gtk_widget_dispose_template (GTK_WIDGET (object), GANGWAY_TYPE_SOUND);
  G_OBJECT_CLASS (gangway_sound_parent_class)->dispose (object);
}

static void
gangway_sound_class_init (GangwaySoundClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  g_type_ensure (GANGWAY_TYPE_NOTE);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/gangway/Gangway/sound.ui");
  gtk_widget_class_bind_template_child (widget_class, GangwaySound, play);
  gtk_widget_class_bind_template_child (widget_class, GangwaySound, controls);
  gtk_widget_class_bind_template_child (widget_class, GangwaySound, note);
  gtk_widget_class_bind_template_callback (widget_class, play_cb);
}

static void
gangway_sound_init (GangwaySound *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
