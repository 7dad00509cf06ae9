/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Getting an address on the provider's website. */
#include "web-card.h"

#include "clipboard.h"
#include "link.h"
#include "note.h"
#include "onwards.h"

typedef enum { WISH_NONE, WISH_OPEN, WISH_TEST } Wish;

struct _GangwayWebCard {
  AdwBin parent_instance;

  GtkLabel *heading;
  GtkLabel *what;
  GangwayNote *note;
  GtkWidget *away;
  GangwayLink *page;
  GtkLabel *name;
  GtkLabel *copied;
  GtkWidget *test;
  GtkButton *other;

  GangwayJourney *journey;
  gboolean is_editing; /* what was used on the website */
  Wish wish;           /* once the password is kept */
};

G_DEFINE_FINAL_TYPE (GangwayWebCard, gangway_web_card, ADW_TYPE_BIN)

static guint changed;

/* --- what it says --- */

static const char *
describe (GangwayWebStep step)
{
  switch (step) {
  case GANGWAY_WEB_AWAY:
    return _ ("Name and password are kept. Enter both on the website, then come back here.");
  case GANGWAY_WEB_EDIT:
    return _ ("Enter the name and the password that you used on the website.");
  default:
    return _ ("Your name and password are kept safe first. Then the website opens, you enter both "
              "there, and come back here.");
  }
}

/* That it goes by website is what the whole card says, and no fault. */
static void
show_fault (GangwayWebCard *self, const GError *error)
{
  GwErrorCode code = error ? gw_error_code (error) : GW_ERROR_REFUSED_WEB_ONLY;
  g_autofree char *text =
      code == GW_ERROR_REFUSED_WEB_ONLY
          ? NULL
          : g_strjoin (" ", error->message, gw_next_text (gw_error_next (code)), NULL);

  gangway_note_set_text (self->note, text);
}

static GwAttempt *
attempt_of (GangwayWebCard *self)
{
  return gangway_journey_get_attempt (self->journey);
}

static void
show (GangwayWebCard *self)
{
  GwAttempt *attempt = attempt_of (self);
  const GwJid *jid = gw_attempt_jid (attempt);
  GangwayWebStep step = gangway_web_card_get_step (self);
  g_autofree char *domain = gw_domain_display (gw_attempt_domain (attempt));
  g_autofree char *heading = g_strdup_printf (_ ("%s gives out addresses on its website"), domain);

  gtk_label_set_text (self->heading, heading);
  gtk_label_set_text (self->what, describe (step));
  show_fault (self, gw_attempt_error (attempt));
  gangway_link_set (self->page, gw_attempt_page (attempt), NULL);
  gtk_label_set_text (self->name, jid ? jid->local : "");
  gtk_widget_set_visible (GTK_WIDGET (self->copied), FALSE);
  gtk_widget_set_visible (self->away, step == GANGWAY_WEB_AWAY);
  gangway_onwards_set (self->other, gangway_journey_get_next (self->journey));
}

/* --- the steps --- */

void
gangway_web_card_reset (GangwayWebCard *self)
{
  g_return_if_fail (GANGWAY_IS_WEB_CARD (self));

  self->is_editing = FALSE;
  self->wish = WISH_NONE;
}

void
gangway_web_card_sent (GangwayWebCard *self)
{
  g_return_if_fail (GANGWAY_IS_WEB_CARD (self));
  self->wish = self->is_editing ? WISH_TEST : WISH_OPEN;
}

/* What was not kept opens nothing. */
static void
go_on (GangwayWebCard *self)
{
  Wish wish = self->wish;

  if (wish == WISH_NONE)
    return;
  gangway_web_card_reset (self);
  if (!gw_attempt_is_kept (attempt_of (self)))
    return;
  show (self);
  if (wish == WISH_OPEN)
    gangway_link_open (self->page);
  else
    gw_attempt_test (attempt_of (self));
}

void
gangway_web_card_update (GangwayWebCard *self)
{
  g_return_if_fail (GANGWAY_IS_WEB_CARD (self) && self->journey);

  if (gw_attempt_state (attempt_of (self)) != GW_ATTEMPT_WEB)
    return;
  go_on (self);
  show (self);
}

GangwayWebStep
gangway_web_card_get_step (GangwayWebCard *self)
{
  g_return_val_if_fail (GANGWAY_IS_WEB_CARD (self) && self->journey, GANGWAY_WEB_FIRST);

  if (!gw_attempt_is_kept (attempt_of (self)))
    return GANGWAY_WEB_FIRST;
  return self->is_editing ? GANGWAY_WEB_EDIT : GANGWAY_WEB_AWAY;
}

char *
gangway_web_card_get_label (GangwayWebCard *self)
{
  g_return_val_if_fail (GANGWAY_IS_WEB_CARD (self) && self->journey, NULL);

  g_autofree char *place = gangway_link_shorten (gw_attempt_page (attempt_of (self)));

  switch (gangway_web_card_get_step (self)) {
  case GANGWAY_WEB_FIRST:
    return g_strdup_printf (_ ("Keep the Password and Open %s"), place);
  case GANGWAY_WEB_EDIT:
    return g_strdup (_ ("Keep These and Test Them"));
  default:
    return NULL;
  }
}

/* --- buttons --- */

static void
say_copied (GangwayWebCard *self, const char *text)
{
  gtk_label_set_text (self->copied, text);
  gtk_widget_set_visible (GTK_WIDGET (self->copied), TRUE);
}

static void
copy_name_cb (GangwayWebCard *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)),
                          gtk_label_get_text (self->name));
  say_copied (self, _ ("The name is copied."));
}

static void
copy_password_cb (GangwayWebCard *self)
{
  GwSecret *password = gw_attempt_password (attempt_of (self));

  gangway_clipboard_put_secret (GTK_WIDGET (self), password);
  say_copied (self, _ ("The password is copied. It leaves the clipboard after a minute."));
}

static void
edit_cb (GangwayWebCard *self)
{
  self->is_editing = TRUE;
  g_signal_emit (self, changed, 0);
}

static void
test_cb (GangwayWebCard *self)
{
  gw_attempt_test (attempt_of (self));
  g_signal_emit (self, changed, 0);
}

/* --- object --- */

static gboolean
grab_focus (GtkWidget *widget)
{
  GangwayWebCard *self = GANGWAY_WEB_CARD (widget);

  return gtk_widget_grab_focus (gtk_widget_get_visible (self->away) ? self->test
                                                                    : GTK_WIDGET (self->other));
}

static void
dispose (GObject *object)
{
  GangwayWebCard *self = GANGWAY_WEB_CARD (object);

  g_clear_object (&self->journey);
  gtk_widget_dispose_template (GTK_WIDGET (object), GANGWAY_TYPE_WEB_CARD);
  G_OBJECT_CLASS (gangway_web_card_parent_class)->dispose (object);
}

static void
gangway_web_card_class_init (GangwayWebCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  widget_class->grab_focus = grab_focus;
  changed = g_signal_new ("changed", GANGWAY_TYPE_WEB_CARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                          G_TYPE_NONE, 0);
  g_type_ensure (GANGWAY_TYPE_LINK);
  g_type_ensure (GANGWAY_TYPE_NOTE);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/gangway/Gangway/web-card.ui");
  gtk_widget_class_bind_template_child (widget_class, GangwayWebCard, heading);
  gtk_widget_class_bind_template_child (widget_class, GangwayWebCard, what);
  gtk_widget_class_bind_template_child (widget_class, GangwayWebCard, note);
  gtk_widget_class_bind_template_child (widget_class, GangwayWebCard, away);
  gtk_widget_class_bind_template_child (widget_class, GangwayWebCard, page);
  gtk_widget_class_bind_template_child (widget_class, GangwayWebCard, name);
  gtk_widget_class_bind_template_child (widget_class, GangwayWebCard, copied);
  gtk_widget_class_bind_template_child (widget_class, GangwayWebCard, test);
  gtk_widget_class_bind_template_child (widget_class, GangwayWebCard, other);
  gtk_widget_class_bind_template_callback (widget_class, copy_name_cb);
  gtk_widget_class_bind_template_callback (widget_class, copy_password_cb);
  gtk_widget_class_bind_template_callback (widget_class, edit_cb);
  gtk_widget_class_bind_template_callback (widget_class, test_cb);
}

static void
gangway_web_card_init (GangwayWebCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
gangway_web_card_set_journey (GangwayWebCard *self, GangwayJourney *journey)
{
  g_return_if_fail (GANGWAY_IS_WEB_CARD (self) && GANGWAY_IS_JOURNEY (journey));
  g_set_object (&self->journey, journey);
}
