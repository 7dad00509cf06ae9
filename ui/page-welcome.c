/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The first page. */
#include "page-welcome.h"

#include "address-list.h"
#include "resume.h"

struct _GangwayPageWelcome {
  AdwBin parent_instance;

  GtkWidget *start;
  GangwayResume *resume;
  GangwayAddressList *addresses;
};

G_DEFINE_FINAL_TYPE (GangwayPageWelcome, gangway_page_welcome, ADW_TYPE_BIN)

void
gangway_page_welcome_refresh (GangwayPageWelcome *self)
{
  g_return_if_fail (GANGWAY_IS_PAGE_WELCOME (self));
  gangway_resume_refresh (self->resume);
  gangway_address_list_refresh (self->addresses);
}

/* What was cut off comes before something new. */
static gboolean
grab_focus (GtkWidget *widget)
{
  GangwayPageWelcome *self = GANGWAY_PAGE_WELCOME (widget);

  if (gtk_widget_get_visible (GTK_WIDGET (self->resume)) &&
      gtk_widget_grab_focus (GTK_WIDGET (self->resume)))
    return TRUE;
  return gtk_widget_grab_focus (self->start);
}

static void
dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), GANGWAY_TYPE_PAGE_WELCOME);
  G_OBJECT_CLASS (gangway_page_welcome_parent_class)->dispose (object);
}

static void
gangway_page_welcome_class_init (GangwayPageWelcomeClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  widget_class->grab_focus = grab_focus;
  g_type_ensure (GANGWAY_TYPE_ADDRESS_LIST);
  g_type_ensure (GANGWAY_TYPE_RESUME);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/gangway/Gangway/page-welcome.ui");
  gtk_widget_class_bind_template_child (widget_class, GangwayPageWelcome, start);
  gtk_widget_class_bind_template_child (widget_class, GangwayPageWelcome, resume);
  gtk_widget_class_bind_template_child (widget_class, GangwayPageWelcome, addresses);
}

static void
gangway_page_welcome_init (GangwayPageWelcome *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
gangway_page_welcome_set_journey (GangwayPageWelcome *self, GangwayJourney *journey)
{
  g_return_if_fail (GANGWAY_IS_PAGE_WELCOME (self));
  gangway_resume_set_journey (self->resume, journey);
  gangway_address_list_set_journey (self->addresses, journey);
}
