/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One puzzle of a form. */
#include "puzzle.h"

#include "link.h"
#include "sound.h"

/* Pictures up to this size are made twice as large: letters in them are small on screens of today.
 * Both sides, so that 360 pixels of window hold the result. */
#define SMALL_WIDTH  160
#define SMALL_HEIGHT 120

struct _GangwayPuzzle {
  AdwBin parent_instance;

  GtkPicture *picture;
  GangwaySound *sound;
  GangwayLink *elsewhere;
  GtkLabel *question;
  GtkEditable *answer;

  char *var;
  gboolean is_shown;
};

G_DEFINE_FINAL_TYPE (GangwayPuzzle, gangway_puzzle, ADW_TYPE_BIN)

static guint answered;

/* --- what is asked --- */

/* GDK's own PNG and JPEG readers; which of them, and how large it may be, net/medium has judged by
 * the header. NULL: there is none, or it is broken behind its header. */
static GdkTexture *
make_texture (const GwMedium *medium)
{
  return medium && medium->bytes ? gdk_texture_new_from_bytes (medium->bytes, NULL) : NULL;
}

static void
show_picture (GangwayPuzzle *self, GdkTexture *texture)
{
  gtk_picture_set_paintable (self->picture, GDK_PAINTABLE (texture));
  gtk_widget_set_visible (GTK_WIDGET (self->picture), texture != NULL);
  if (!texture)
    return;
  int width = gdk_texture_get_width (texture);
  int height = gdk_texture_get_height (texture);
  gboolean is_small = width <= SMALL_WIDTH && height <= SMALL_HEIGHT;

  gtk_widget_set_size_request (GTK_WIDGET (self->picture), is_small ? 2 * width : -1,
                               is_small ? 2 * height : -1);
}

/* The page of a medium that did not come along: the picture's own before the sound's. */
static const char *
find_page (const GwField *field)
{
  const char *url = field->picture ? field->picture->url : NULL;

  return url ? url : field->sound ? field->sound->url : NULL;
}

static void
show_elsewhere (GangwayPuzzle *self, const char *page)
{
  gtk_widget_set_visible (GTK_WIDGET (self->elsewhere), page != NULL);
  if (!page)
    return;
  g_autofree char *place = gangway_link_shorten (page);
  g_autofree char *label = g_strdup_printf (_ ("Open the Puzzle at %s"), place);
  gangway_link_set (self->elsewhere, page, label);
}

static const char *
find_question (const GwField *field, gboolean has_picture, gboolean has_sound)
{
  if (has_picture && has_sound)
    return _ ("What do you read in the picture, or hear in the sound?");
  if (has_picture)
    return _ ("What do you read in the picture?");
  if (has_sound)
    return _ ("What do you hear in the sound?");
  return field->label;
}

/* Above the picture, where it may take two lines; a screen reader says it with the entry. */
static void
show_question (GangwayPuzzle *self, const char *question)
{
  GtkEditable *text = gtk_editable_get_delegate (self->answer);

  gtk_label_set_text (self->question, question);
  gtk_accessible_update_property (GTK_ACCESSIBLE (text), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  question, -1);
}

void
gangway_puzzle_set_field (GangwayPuzzle *self, const GwField *field)
{
  g_return_if_fail (GANGWAY_IS_PUZZLE (self) && field != NULL);

  g_autoptr (GdkTexture) texture = make_texture (field->picture);
  gboolean has_sound = field->sound && field->sound->bytes;
  gboolean has_media = texture || has_sound;
  const char *page = has_media ? NULL : find_page (field);

  g_free (self->var);
  self->var = g_strdup (field->var);
  self->is_shown = has_media || page || (!field->picture && !field->sound);
  show_picture (self, texture);
  gangway_sound_set (self->sound, has_sound ? field->sound->bytes : NULL,
                     has_sound ? field->sound->type : NULL);
  show_elsewhere (self, page);
  show_question (self, find_question (field, texture != NULL, has_sound));
  gtk_editable_set_text (self->answer, "");
}

const char *
gangway_puzzle_get_var (GangwayPuzzle *self)
{
  g_return_val_if_fail (GANGWAY_IS_PUZZLE (self), NULL);
  return self->var;
}

const char *
gangway_puzzle_get_answer (GangwayPuzzle *self)
{
  g_return_val_if_fail (GANGWAY_IS_PUZZLE (self), NULL);
  return gtk_editable_get_text (self->answer);
}

gboolean
gangway_puzzle_is_shown (GangwayPuzzle *self)
{
  g_return_val_if_fail (GANGWAY_IS_PUZZLE (self), FALSE);
  return self->is_shown;
}

static void
answered_cb (GangwayPuzzle *self)
{
  g_signal_emit (self, answered, 0);
}

/* --- object --- */

static gboolean
grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (GANGWAY_PUZZLE (widget)->answer));
}

static void
dispose (GObject *object)
{
  GangwayPuzzle *self = GANGWAY_PUZZLE (object);

  g_clear_pointer (&self->var, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (object), GANGWAY_TYPE_PUZZLE);
  G_OBJECT_CLASS (gangway_puzzle_parent_class)->dispose (object);
}

static void
gangway_puzzle_class_init (GangwayPuzzleClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  widget_class->grab_focus = grab_focus;
  answered = g_signal_new ("answered", GANGWAY_TYPE_PUZZLE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                           G_TYPE_NONE, 0);
  g_type_ensure (GANGWAY_TYPE_LINK);
  g_type_ensure (GANGWAY_TYPE_SOUND);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/gangway/Gangway/puzzle.ui");
  gtk_widget_class_bind_template_child (widget_class, GangwayPuzzle, picture);
  gtk_widget_class_bind_template_child (widget_class, GangwayPuzzle, sound);
  gtk_widget_class_bind_template_child (widget_class, GangwayPuzzle, elsewhere);
  gtk_widget_class_bind_template_child (widget_class, GangwayPuzzle, question);
  gtk_widget_class_bind_template_child (widget_class, GangwayPuzzle, answer);
  gtk_widget_class_bind_template_callback (widget_class, answered_cb);
}

static void
gangway_puzzle_init (GangwayPuzzle *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
gangway_puzzle_new (void)
{
  return g_object_new (GANGWAY_TYPE_PUZZLE, NULL);
}
