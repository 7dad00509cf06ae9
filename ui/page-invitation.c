/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An invitation. */
#include "page-invitation.h"

#include "button.h"
#include "file-dialog.h"
#include "link.h"
#include "note.h"

struct _GangwayPageInvitation {
  AdwBin parent_instance;

  GtkEditable *text;
  GtkWidget *picture;
  GtkSpinner *spinner;
  GangwayNote *note;
  GtkWidget *question; /* a page has to be asked */
  GtkLabel *question_text;
  GtkButton *ask;
  GtkWidget *found;
  GtkLabel *where;
  GtkLabel *more;
  GtkButton *go;

  GangwayJourney *journey;
  GCancellable *scan; /* of the picture that is looked at; NULL: none */
  GwInvitation *invitation;
  char *page; /* that has to be asked; NULL: none */
};

G_DEFINE_FINAL_TYPE (GangwayPageInvitation, gangway_page_invitation, ADW_TYPE_BIN)

/* --- what is shown --- */

static void
set_busy (GangwayPageInvitation *self, gboolean is_busy)
{
  gtk_widget_set_sensitive (self->picture, !is_busy);
  gtk_widget_set_sensitive (GTK_WIDGET (self->ask), !is_busy);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), is_busy);
  gtk_spinner_set_spinning (self->spinner, is_busy);
}

static void
show_nothing (GangwayPageInvitation *self)
{
  g_clear_pointer (&self->invitation, gw_invitation_free);
  g_clear_pointer (&self->page, g_free);
  gtk_widget_set_visible (self->question, FALSE);
  gtk_widget_set_visible (self->found, FALSE);
  gangway_note_set_text (self->note, NULL);
}

static void
show_error (GangwayPageInvitation *self, const GError *error)
{
  const char *next = gw_next_text (gw_error_next (gw_error_code (error)));
  g_autofree char *text = g_strjoin (next[0] ? " " : "", error->message, next, NULL);

  show_nothing (self);
  gangway_note_set_text (self->note, text);
}

/* Who invited, and which name is reserved; to free. */
static char *
describe_more (const GwInvitation *invitation)
{
  g_autofree char *inviter = NULL;
  g_autofree char *invited = NULL;
  g_autofree char *reserved = NULL;

  if (invitation->inviter) {
    g_autofree char *domain = gw_domain_display (invitation->inviter->domain);
    inviter = g_strdup_printf ("%s@%s", invitation->inviter->local, domain);
    invited = g_strdup_printf (_ ("It comes from %s, who becomes your first contact."), inviter);
  }
  if (invitation->local)
    reserved = g_strdup_printf (_ ("The name %s is reserved for you."), invitation->local);
  return g_strjoin (invited && reserved ? " " : "", invited ? invited : "",
                    reserved ? reserved : "", NULL);
}

static void
show_invitation (GangwayPageInvitation *self, GwInvitation *invitation)
{
  g_autofree char *domain = gw_domain_display (invitation->domain);
  g_autofree char *where = g_strdup_printf (_ ("This invitation leads to %s."), domain);
  g_autofree char *label = g_strdup_printf (_ ("Go On with %s"), domain);
  g_autofree char *more = describe_more (invitation);

  show_nothing (self);
  self->invitation = invitation;
  gtk_label_set_text (self->where, where);
  gtk_label_set_text (self->more, more);
  gtk_widget_set_visible (GTK_WIDGET (self->more), more[0] != '\0');
  gangway_button_set_label (self->go, label);
  gtk_widget_set_visible (self->found, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->go));
}

/* The page is named before anybody asks it. */
static void
show_question (GangwayPageInvitation *self, char *page)
{
  g_autofree char *place = gangway_link_shorten (page);
  g_autofree char *text = g_strdup_printf (_ ("This invitation stands on a page of %s."), place);
  g_autofree char *label = g_strdup_printf (_ ("Ask %s About This Invitation"), place);

  show_nothing (self);
  self->page = page;
  gtk_label_set_text (self->question_text, text);
  gangway_button_set_label (self->ask, label);
  gtk_widget_set_visible (self->question, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->ask));
}

static void
read_text (GangwayPageInvitation *self, const char *text)
{
  g_autoptr (GError) error = NULL;
  char *page = NULL;
  GwInvitation *invitation = gw_invitation_parse (text, &page, &error);

  if (invitation)
    show_invitation (self, invitation);
  else if (page)
    show_question (self, page);
  else
    show_error (self, error);
}

/* --- a text --- */

static void
entered_cb (GangwayPageInvitation *self)
{
  read_text (self, gtk_editable_get_text (self->text));
}

/* What is pasted comes whole and needs no Enter; typing is not interrupted by faults. */
static void
text_changed_cb (GangwayPageInvitation *self)
{
  const char *text = gtk_editable_get_text (self->text);
  g_autofree char *page = NULL;
  g_autoptr (GwInvitation) invitation = text[0] ? gw_invitation_parse (text, &page, NULL) : NULL;

  if (invitation && invitation->token)
    show_invitation (self, g_steal_pointer (&invitation));
  else
    show_nothing (self);
}

void
gangway_page_invitation_take_text (GangwayPageInvitation *self, const char *text)
{
  g_return_if_fail (GANGWAY_IS_PAGE_INVITATION (self) && text != NULL);

  gtk_editable_set_text (self->text, "");
  read_text (self, text);
}

/* --- a picture --- */

static void
wipe_text (gpointer text)
{
  gw_wipe_free (text);
}

static void
scan_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  GError *error = NULL;
  char *text = gw_scan_file (task_data, &error);

  if (text)
    g_task_return_pointer (task, text, wipe_text);
  else
    g_task_return_error (task, error);
}

static void
scanned (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GangwayPageInvitation *self = GANGWAY_PAGE_INVITATION (source);
  g_autoptr (GError) error = NULL;
  char *text = g_task_propagate_pointer (G_TASK (result), &error);

  /* Disposed, or another picture since. */
  if (g_task_get_cancellable (G_TASK (result)) == self->scan) {
    set_busy (self, FALSE);
    if (text)
      read_text (self, text);
    else
      show_error (self, error);
  }
  gw_wipe_free (text);
}

void
gangway_page_invitation_take_picture (GangwayPageInvitation *self, const char *path)
{
  g_return_if_fail (GANGWAY_IS_PAGE_INVITATION (self) && path != NULL);

  g_clear_object (&self->scan);
  self->scan = g_cancellable_new ();
  show_nothing (self);
  set_busy (self, TRUE);
  g_autoptr (GTask) task = g_task_new (self, self->scan, scanned, NULL);
  g_task_set_source_tag (task, gangway_page_invitation_take_picture);
  g_task_set_task_data (task, g_strdup (path), g_free);
  g_task_run_in_thread (task, scan_thread);
}

static void
picture_chosen (const char *path, gpointer user_data)
{
  g_autoptr (GangwayPageInvitation) self = user_data;

  if (path && self->journey)
    gangway_page_invitation_take_picture (self, path);
}

static void
picture_cb (GangwayPageInvitation *self)
{
  gangway_file_dialog_open (GTK_WIDGET (self), _ ("Choose a Picture with a Code"), picture_chosen,
                            g_object_ref (self));
}

/* --- a page --- */

static void
page_asked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GangwayPageInvitation) self = user_data;
  g_autoptr (GError) error = NULL;
  GwInvitation *invitation =
      gangway_journey_ask_invitation_finish (GANGWAY_JOURNEY (source), result, &error);

  if (!self->journey || (error && gw_error_code (error) == GW_ERROR_CANCELLED)) {
    gw_invitation_free (invitation);
    return;
  }
  set_busy (self, FALSE);
  if (invitation)
    show_invitation (self, invitation);
  else
    show_error (self, error);
}

static void
ask_cb (GangwayPageInvitation *self)
{
  set_busy (self, TRUE);
  gangway_journey_ask_invitation_async (self->journey, self->page, page_asked, g_object_ref (self));
}

static void
go_cb (GangwayPageInvitation *self)
{
  g_autofree char *domain = g_strdup (self->invitation->domain);

  gangway_journey_take_invitation (self->journey, self->invitation);
  gangway_page_invitation_clear (self);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.choose", "s", domain);
}

void
gangway_page_invitation_clear (GangwayPageInvitation *self)
{
  g_return_if_fail (GANGWAY_IS_PAGE_INVITATION (self));

  g_clear_object (&self->scan);
  gtk_editable_set_text (self->text, "");
  show_nothing (self);
  set_busy (self, FALSE);
}

/* --- object --- */

static gboolean
grab_focus (GtkWidget *widget)
{
  GangwayPageInvitation *self = GANGWAY_PAGE_INVITATION (widget);

  if (gtk_widget_get_visible (self->found))
    return gtk_widget_grab_focus (GTK_WIDGET (self->go));
  if (gtk_widget_get_visible (self->question))
    return gtk_widget_grab_focus (GTK_WIDGET (self->ask));
  return gtk_widget_grab_focus (GTK_WIDGET (self->text));
}

static void
dispose (GObject *object)
{
  GangwayPageInvitation *self = GANGWAY_PAGE_INVITATION (object);

  g_clear_object (&self->scan);
  g_clear_object (&self->journey);
  g_clear_pointer (&self->invitation, gw_invitation_free);
  g_clear_pointer (&self->page, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (object), GANGWAY_TYPE_PAGE_INVITATION);
  G_OBJECT_CLASS (gangway_page_invitation_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, GangwayPageInvitation, text);
  gtk_widget_class_bind_template_child (widget_class, GangwayPageInvitation, picture);
  gtk_widget_class_bind_template_child (widget_class, GangwayPageInvitation, spinner);
  gtk_widget_class_bind_template_child (widget_class, GangwayPageInvitation, note);
  gtk_widget_class_bind_template_child (widget_class, GangwayPageInvitation, question);
  gtk_widget_class_bind_template_child (widget_class, GangwayPageInvitation, question_text);
  gtk_widget_class_bind_template_child (widget_class, GangwayPageInvitation, ask);
  gtk_widget_class_bind_template_child (widget_class, GangwayPageInvitation, found);
  gtk_widget_class_bind_template_child (widget_class, GangwayPageInvitation, where);
  gtk_widget_class_bind_template_child (widget_class, GangwayPageInvitation, more);
  gtk_widget_class_bind_template_child (widget_class, GangwayPageInvitation, go);
}

static void
gangway_page_invitation_class_init (GangwayPageInvitationClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  widget_class->grab_focus = grab_focus;
  g_type_ensure (GANGWAY_TYPE_NOTE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/gangway/Gangway/page-invitation.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, entered_cb);
  gtk_widget_class_bind_template_callback (widget_class, text_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, picture_cb);
  gtk_widget_class_bind_template_callback (widget_class, ask_cb);
  gtk_widget_class_bind_template_callback (widget_class, go_cb);
}

static void
gangway_page_invitation_init (GangwayPageInvitation *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
gangway_page_invitation_set_journey (GangwayPageInvitation *self, GangwayJourney *journey)
{
  g_return_if_fail (GANGWAY_IS_PAGE_INVITATION (self) && GANGWAY_IS_JOURNEY (journey));
  g_set_object (&self->journey, journey);
}
