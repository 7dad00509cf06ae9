/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Registrations that were cut off. */
#include "resume.h"

#include "link.h"

struct _GangwayResume {
  AdwBin parent_instance;

  GtkLabel *question;
  GtkWidget *password_group;
  GtkEditable *password;
  GtkButton *settle;
  GtkWidget *away;
  GangwayLink *page;
  GtkSpinner *spinner;
  GtkLabel *answer;

  GangwayJourney *journey;
  GPtrArray *open; /* GwEntry; the first is the one in question */
};

G_DEFINE_FINAL_TYPE (GangwayResume, gangway_resume, ADW_TYPE_BIN)

static const GwEntry *
first_open (GangwayResume *self)
{
  return self->open->len > 0 ? g_ptr_array_index (self->open, 0) : NULL;
}

/* Cut off, or left while the person was on the provider's website. */
static void
show_entry (GangwayResume *self, const GwEntry *entry)
{
  gboolean is_away = entry->stage == GW_STAGE_AWAY;
  g_autofree char *domain = gw_domain_display (entry->jid->domain);
  g_autofree char *text =
      is_away ? g_strdup_printf (_ ("You were on the website of %s to get the address %s@%s."),
                                 domain, entry->jid->local, domain)
              : g_strdup_printf (_ ("The registration of %s@%s was cut off."), entry->jid->local,
                                 domain);

  gtk_label_set_text (self->question, text);
  gtk_button_set_label (self->settle, is_away ? _ ("Test It") : _ ("Find Out What Became of It"));
  gtk_widget_set_visible (self->away, is_away);
  gtk_widget_set_visible (GTK_WIDGET (self->page), entry->page != NULL);
  if (entry->page)
    gangway_link_set (self->page, entry->page, NULL);
}

static void
update_question (GangwayResume *self)
{
  const GwEntry *entry = first_open (self);
  gboolean has_answer = gtk_label_get_text (self->answer)[0] != '\0';

  gtk_widget_set_visible (GTK_WIDGET (self), entry != NULL || has_answer);
  gtk_widget_set_visible (GTK_WIDGET (self->question), entry != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->settle), entry != NULL);
  gtk_widget_set_visible (self->password_group,
                          entry && entry->keep && entry->keep->kind == GW_KEEP_PERSON);
  gtk_widget_set_visible (GTK_WIDGET (self->answer), has_answer);
  gtk_widget_set_visible (self->away, FALSE);
  if (entry)
    show_entry (self, entry);
}

void
gangway_resume_refresh (GangwayResume *self)
{
  g_return_if_fail (GANGWAY_IS_RESUME (self) && self->journey);

  g_clear_pointer (&self->open, g_ptr_array_unref);
  self->open = gangway_journey_list_open (self->journey);
  update_question (self);
}

static void
set_busy (GangwayResume *self, gboolean is_busy)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->settle), !is_busy);
  gtk_widget_set_sensitive (self->away, !is_busy);
  gtk_widget_set_sensitive (self->password_group, !is_busy);
  gtk_spinner_set_spinning (self->spinner, is_busy);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), is_busy);
}

static void
settled (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GangwayResume) self = user_data;
  g_autoptr (GError) error = NULL;
  GwRecovered outcome = GW_RECOVERED_PENDING;
  g_autofree char *sentence =
      gangway_journey_settle_finish (GANGWAY_JOURNEY (source), result, &outcome, &error);

  if (!self->journey)
    return; /* the window was closed */
  set_busy (self, FALSE);
  gtk_editable_set_text (self->password, "");
  gtk_label_set_text (self->answer, sentence ? sentence : error->message);
  gangway_resume_refresh (self);
  if (outcome == GW_RECOVERED_NO_PASSWORD)
    gtk_widget_set_visible (self->password_group, TRUE);
}

static void
settle_cb (GangwayResume *self)
{
  const char *typed = gtk_editable_get_text (self->password);
  g_autoptr (GwSecret) password =
      gtk_widget_get_visible (self->password_group) ? gw_secret_new (typed, NULL) : NULL;

  if (!gtk_widget_is_sensitive (GTK_WIDGET (self->settle)) || !first_open (self))
    return;
  set_busy (self, TRUE);
  gangway_journey_settle_async (self->journey, first_open (self), password, settled,
                                g_object_ref (self));
}

/* The address, if there is one, is the provider's affair; the password stays where it is kept. */
static void
forget_cb (GangwayResume *self)
{
  const GwEntry *entry = first_open (self);
  g_autoptr (GError) error = NULL;

  if (entry && !gw_recover_forget (entry->id, &error))
    gtk_label_set_text (self->answer, error->message);
  else
    gtk_label_set_text (self->answer, "");
  gangway_resume_refresh (self);
}

static gboolean
grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (GANGWAY_RESUME (widget)->settle));
}

static void
dispose (GObject *object)
{
  GangwayResume *self = GANGWAY_RESUME (object);

  g_clear_object (&self->journey);
  g_clear_pointer (&self->open, g_ptr_array_unref);
  gtk_widget_dispose_template (GTK_WIDGET (object), GANGWAY_TYPE_RESUME);
  G_OBJECT_CLASS (gangway_resume_parent_class)->dispose (object);
}

static void
gangway_resume_class_init (GangwayResumeClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  widget_class->grab_focus = grab_focus;
  g_type_ensure (GANGWAY_TYPE_LINK);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/gangway/Gangway/resume.ui");
  gtk_widget_class_bind_template_child (widget_class, GangwayResume, question);
  gtk_widget_class_bind_template_child (widget_class, GangwayResume, password_group);
  gtk_widget_class_bind_template_child (widget_class, GangwayResume, password);
  gtk_widget_class_bind_template_child (widget_class, GangwayResume, settle);
  gtk_widget_class_bind_template_child (widget_class, GangwayResume, away);
  gtk_widget_class_bind_template_child (widget_class, GangwayResume, page);
  gtk_widget_class_bind_template_child (widget_class, GangwayResume, spinner);
  gtk_widget_class_bind_template_child (widget_class, GangwayResume, answer);
  gtk_widget_class_bind_template_callback (widget_class, settle_cb);
  gtk_widget_class_bind_template_callback (widget_class, forget_cb);
}

static void
gangway_resume_init (GangwayResume *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
gangway_resume_set_journey (GangwayResume *self, GangwayJourney *journey)
{
  g_return_if_fail (GANGWAY_IS_RESUME (self) && GANGWAY_IS_JOURNEY (journey));

  g_set_object (&self->journey, journey);
  gangway_resume_refresh (self);
}
