/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The window and the order of its pages. */
#include "window.h"

#include "button.h"
#include "journey.h"
#include "page-done.h"
#include "page-invitation.h"
#include "page-providers.h"
#include "page-register.h"
#include "page-welcome.h"

struct _GangwayWindow {
  AdwApplicationWindow parent_instance;

  GtkStack *stack;
  GtkWidget *back;
  GangwayPageWelcome *welcome;
  GangwayPageInvitation *invitation;
  GangwayPageProviders *providers;
  GangwayPageRegister *registration;
  GangwayPageDone *done;

  GangwayJourney *journey;
  gboolean is_earlier; /* the account that shows was made earlier */
};

G_DEFINE_FINAL_TYPE (GangwayWindow, gangway_window, ADW_TYPE_APPLICATION_WINDOW)

/* Not while the server is asked for the address: the answer is worth the wait. */
static void
update_back (GangwayWindow *self)
{
  GtkWidget *current = gtk_stack_get_visible_child (self->stack);
  gboolean has_back = current != GTK_WIDGET (self->welcome) &&
                      (current != GTK_WIDGET (self->done) || self->is_earlier);

  gtk_widget_set_visible (self->back, has_back);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.back",
                                 has_back && !gangway_journey_is_busy (self->journey));
}

/* Pages that are not current leave the accessibility tree, and the new one says what gets the
 * focus: it would otherwise land on the header's Back button, and Enter would go back. */
static void
page_changed_cb (GangwayWindow *self)
{
  GtkWidget *current = gtk_stack_get_visible_child (self->stack);

  for (GtkWidget *page = gtk_widget_get_first_child (GTK_WIDGET (self->stack)); page;
       page = gtk_widget_get_next_sibling (page))
    gtk_accessible_update_state (GTK_ACCESSIBLE (page), GTK_ACCESSIBLE_STATE_HIDDEN,
                                 page != current, -1);
  if (!self->journey)
    return;
  update_back (self);
  if (current == GTK_WIDGET (self->welcome))
    gangway_page_welcome_refresh (self->welcome);
  gtk_widget_grab_focus (current);
}

/* --- actions --- */

static void
go_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GangwayWindow *self = GANGWAY_WINDOW (widget);

  gangway_journey_choose (self->journey, NULL);
  gangway_page_invitation_clear (self->invitation);
  gtk_stack_set_visible_child_name (self->stack, g_variant_get_string (parameter, NULL));
}

static void
back_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GangwayWindow *self = GANGWAY_WINDOW (widget);
  gboolean to_list = gtk_stack_get_visible_child (self->stack) == GTK_WIDGET (self->registration);

  gtk_widget_activate_action (widget, "win.go", "s", to_list ? "providers" : "welcome");
}

static void
choose_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GangwayWindow *self = GANGWAY_WINDOW (widget);

  gangway_journey_choose (self->journey, g_variant_get_string (parameter, NULL));
  gtk_stack_set_visible_child_name (self->stack, "register");
}

static void
again_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GangwayWindow *self = GANGWAY_WINDOW (widget);

  gangway_journey_start_over (self->journey);
  gtk_stack_set_visible_child_name (self->stack, "providers");
}

static void
show_done (GangwayWindow *self)
{
  /* One that was just made is left by "Create Another Address" only. */
  self->is_earlier = gangway_journey_get_chosen (self->journey) == NULL;
  gtk_stack_set_visible_child_name (self->stack, "done");
}

/* --- invitations from outside --- */

/* Not in the middle of a registration. */
static gboolean
can_take_invitation (GangwayWindow *self)
{
  return !gangway_journey_is_busy (self->journey);
}

void
gangway_window_take_invitation (GangwayWindow *self, const char *text)
{
  g_return_if_fail (GANGWAY_IS_WINDOW (self) && text != NULL);

  if (!can_take_invitation (self))
    return;
  gtk_widget_activate_action (GTK_WIDGET (self), "win.go", "s", "invitation");
  gangway_page_invitation_take_text (self->invitation, text);
}

static gboolean
take_file (GangwayWindow *self, GFile *file)
{
  g_autofree char *path = g_file_get_path (file);

  if (!path)
    return FALSE;
  gtk_widget_activate_action (GTK_WIDGET (self), "win.go", "s", "invitation");
  gangway_page_invitation_take_picture (self->invitation, path);
  return TRUE;
}

static gboolean
drop_cb (GangwayWindow *self, const GValue *value, double x, double y)
{
  if (!can_take_invitation (self))
    return FALSE;
  if (G_VALUE_HOLDS (value, G_TYPE_FILE))
    return take_file (self, g_value_get_object (value));
  gangway_window_take_invitation (self, g_value_get_string (value));
  return TRUE;
}

/* --- object --- */

static void
dispose (GObject *object)
{
  GangwayWindow *self = GANGWAY_WINDOW (object);

  g_clear_object (&self->journey);
  gtk_widget_dispose_template (GTK_WIDGET (object), GANGWAY_TYPE_WINDOW);
  G_OBJECT_CLASS (gangway_window_parent_class)->dispose (object);
}

static void
gangway_window_class_init (GangwayWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  g_type_ensure (GANGWAY_TYPE_PAGE_WELCOME);
  g_type_ensure (GANGWAY_TYPE_PAGE_INVITATION);
  g_type_ensure (GANGWAY_TYPE_PAGE_PROVIDERS);
  g_type_ensure (GANGWAY_TYPE_PAGE_REGISTER);
  g_type_ensure (GANGWAY_TYPE_PAGE_DONE);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/gangway/Gangway/window.ui");
  gtk_widget_class_bind_template_child (widget_class, GangwayWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, GangwayWindow, back);
  gtk_widget_class_bind_template_child (widget_class, GangwayWindow, welcome);
  gtk_widget_class_bind_template_child (widget_class, GangwayWindow, invitation);
  gtk_widget_class_bind_template_child (widget_class, GangwayWindow, providers);
  gtk_widget_class_bind_template_child (widget_class, GangwayWindow, registration);
  gtk_widget_class_bind_template_child (widget_class, GangwayWindow, done);
  gtk_widget_class_bind_template_callback (widget_class, page_changed_cb);

  gtk_widget_class_install_action (widget_class, "win.go", "s", go_action);
  gtk_widget_class_install_action (widget_class, "win.back", NULL, back_action);
  gtk_widget_class_install_action (widget_class, "win.choose", "s", choose_action);
  gtk_widget_class_install_action (widget_class, "win.again", NULL, again_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Left, GDK_ALT_MASK, "win.back", NULL);
}

static void
gangway_window_init (GangwayWindow *self)
{
  GType types[] = {G_TYPE_FILE, G_TYPE_STRING};
  GtkDropTarget *drop = gtk_drop_target_new (G_TYPE_INVALID, GDK_ACTION_COPY);

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_drop_target_set_gtypes (drop, types, G_N_ELEMENTS (types));
  g_signal_connect_swapped (drop, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drop));
}

GangwayWindow *
gangway_window_new (GtkApplication *application, const GwProfile *profile)
{
  g_return_val_if_fail (GTK_IS_APPLICATION (application) && profile != NULL, NULL);

  GangwayWindow *self = g_object_new (GANGWAY_TYPE_WINDOW, "application", application, NULL);

  self->journey = gangway_journey_new (profile);
  gangway_page_welcome_set_journey (self->welcome, self->journey);
  gangway_page_invitation_set_journey (self->invitation, self->journey);
  gangway_page_providers_set_journey (self->providers, self->journey);
  gangway_page_register_set_journey (self->registration, self->journey);
  gangway_page_done_set_journey (self->done, self->journey);
  /* After the pages: they are ready when they are shown. */
  g_signal_connect_object (self->journey, "attempt-changed", G_CALLBACK (update_back), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->journey, "account-changed", G_CALLBACK (show_done), self,
                           G_CONNECT_SWAPPED);
  gangway_button_let_all_wrap (GTK_WIDGET (self));
  page_changed_cb (self);
  return self;
}
