/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What went wrong, and what now. */
#include "trouble.h"

#include "button.h"
#include "link.h"
#include "onwards.h"

struct _GangwayTrouble {
  AdwBin parent_instance;

  GtkLabel *text;
  GtkLabel *step;
  GtkLabel *detail;
  GtkExpander *said;
  GtkLabel *words;
  GtkWidget *buttons;
  GtkButton *retry;
  GangwayLink *website;
  GtkWidget *settle;
  GtkButton *other;

  guint wait_left; /* seconds */
  guint wait_timer;
};

G_DEFINE_FINAL_TYPE (GangwayTrouble, gangway_trouble, ADW_TYPE_BIN)

/* --- trying again --- */

static gboolean
can_retry (GwNext next)
{
  switch (next) {
  case GW_NEXT_RETRY:
  case GW_NEXT_RETRY_LATER:
  case GW_NEXT_CHECK_CONNECTION:
  case GW_NEXT_UNLOCK_KEYRING:
  case GW_NEXT_SAVE_FILE:
  case GW_NEXT_OTHER_FILE:
    return TRUE;
  default:
    return FALSE;
  }
}

/* The step that the words name stands out; the other one is there as well. */
static void
set_suggested (GtkWidget *button, gboolean is_suggested)
{
  if (is_suggested)
    gtk_widget_add_css_class (button, "suggested-action");
  else
    gtk_widget_remove_css_class (button, "suggested-action");
}

static void
update_retry (GangwayTrouble *self)
{
  g_autofree char *label =
      self->wait_left > 0 ? g_strdup_printf (ngettext_ ("Try Again in %u Second",
                                                        "Try Again in %u Seconds", self->wait_left),
                                             self->wait_left)
                          : g_strdup (_ ("Try Again"));

  gangway_button_set_label (self->retry, label);
  gtk_widget_set_sensitive (GTK_WIDGET (self->retry), self->wait_left == 0);
}

static gboolean
count_down (gpointer data)
{
  GangwayTrouble *self = data;

  self->wait_left--;
  update_retry (self);
  if (self->wait_left > 0)
    return G_SOURCE_CONTINUE;
  self->wait_timer = 0;
  return G_SOURCE_REMOVE;
}

static void
wait_before_retry (GangwayTrouble *self, guint seconds)
{
  g_clear_handle_id (&self->wait_timer, g_source_remove);
  self->wait_left = seconds;
  if (seconds > 0)
    self->wait_timer = g_timeout_add_seconds (1, count_down, self);
  update_retry (self);
}

/* --- all of it --- */

/* In the server's language, and not ours to vouch for: folded, for those who want to know. */
static void
show_words (GangwayTrouble *self, const char *words)
{
  gtk_expander_set_expanded (self->said, FALSE);
  gtk_label_set_text (self->words, words ? words : "");
  gtk_widget_set_visible (GTK_WIDGET (self->said), words && words[0]);
}

/* The sentence alone is for everybody; what the server said, or which part of the machine, stands
 * small below. */
static void
show_text (GangwayTrouble *self, const GangwayTroubleInfo *info)
{
  const char *subjects[] = {NULL, info->domain}; /* not all sentences have a place for one */
  const char *detail = "";

  gtk_label_set_text (self->text, info->text);
  for (guint i = 0; i < G_N_ELEMENTS (subjects) && !detail[0]; i++) {
    g_autoptr (GError) plain = NULL;
    gw_error_set (&plain, info->code, subjects[i], NULL);
    if (!g_str_has_prefix (info->text, plain->message))
      continue;
    detail = info->text + strlen (plain->message);
    gtk_label_set_text (self->text, plain->message);
  }
  gtk_label_set_text (self->detail, detail[0] ? detail + 1 : "");
  gtk_widget_set_visible (GTK_WIDGET (self->detail), detail[0] != '\0');
}

void
gangway_trouble_show (GangwayTrouble *self, const GangwayTroubleInfo *info)
{
  g_return_if_fail (GANGWAY_IS_TROUBLE (self) && info && info->text && info->domain);

  GwNext next = gw_error_next (info->code);
  gboolean has_page = next == GW_NEXT_OPEN_WEBSITE && info->website != NULL;
  gboolean is_open = next == GW_NEXT_RECOVER;
  gboolean onwards = !info->is_mending && !is_open;

  show_text (self, info);
  show_words (self, info->words);
  gtk_label_set_text (self->step, gw_next_text (next));
  gtk_widget_set_visible (GTK_WIDGET (self->step), gw_next_text (next)[0] != '\0');

  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->retry), "s", info->domain);
  gtk_widget_set_visible (GTK_WIDGET (self->retry), onwards && can_retry (next));
  wait_before_retry (self, info->wait_seconds);
  set_suggested (GTK_WIDGET (self->retry), can_retry (next));
  set_suggested (GTK_WIDGET (self->other), !can_retry (next));
  gtk_widget_set_visible (GTK_WIDGET (self->website), has_page);
  if (has_page)
    gangway_link_set (self->website, info->website, NULL);
  gtk_widget_set_visible (self->settle, is_open);
  gangway_onwards_set (self->other, info->next);
  gtk_widget_set_visible (GTK_WIDGET (self->other), onwards);
  gtk_widget_set_visible (self->buttons, onwards || is_open || has_page);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
}

/* --- object --- */

static gboolean
grab_focus (GtkWidget *widget)
{
  GangwayTrouble *self = GANGWAY_TROUBLE (widget);
  GtkWidget *places[] = {GTK_WIDGET (self->retry), self->settle, GTK_WIDGET (self->other),
                         GTK_WIDGET (self->website)};

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    if (gtk_widget_get_visible (places[i]) && gtk_widget_is_sensitive (places[i]))
      return gtk_widget_grab_focus (places[i]);
  return FALSE;
}

static void
dispose (GObject *object)
{
  GangwayTrouble *self = GANGWAY_TROUBLE (object);

  g_clear_handle_id (&self->wait_timer, g_source_remove);
  gtk_widget_dispose_template (GTK_WIDGET (object), GANGWAY_TYPE_TROUBLE);
  G_OBJECT_CLASS (gangway_trouble_parent_class)->dispose (object);
}

static void
gangway_trouble_class_init (GangwayTroubleClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  widget_class->grab_focus = grab_focus;
  g_type_ensure (GANGWAY_TYPE_LINK);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_ALERT);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/gangway/Gangway/trouble.ui");
  gtk_widget_class_bind_template_child (widget_class, GangwayTrouble, text);
  gtk_widget_class_bind_template_child (widget_class, GangwayTrouble, step);
  gtk_widget_class_bind_template_child (widget_class, GangwayTrouble, detail);
  gtk_widget_class_bind_template_child (widget_class, GangwayTrouble, said);
  gtk_widget_class_bind_template_child (widget_class, GangwayTrouble, words);
  gtk_widget_class_bind_template_child (widget_class, GangwayTrouble, buttons);
  gtk_widget_class_bind_template_child (widget_class, GangwayTrouble, retry);
  gtk_widget_class_bind_template_child (widget_class, GangwayTrouble, website);
  gtk_widget_class_bind_template_child (widget_class, GangwayTrouble, settle);
  gtk_widget_class_bind_template_child (widget_class, GangwayTrouble, other);
}

static void
gangway_trouble_init (GangwayTrouble *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
