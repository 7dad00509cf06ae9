/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page of the chosen provider. */
#include "page-register.h"

#include "button.h"
#include "inputs.h"
#include "phase.h"
#include "trouble.h"
#include "web-card.h"

struct _GangwayPageRegister {
  AdwBin parent_instance;

  GtkLabel *heading;
  GtkLabel *seen;
  GtkWidget *waiting;
  GtkSpinner *waiting_spinner;
  GtkLabel *waiting_text;
  GangwayTrouble *trouble;
  GangwayWebCard *web;
  GangwayInputs *inputs;
  GtkWidget *bar;
  GtkWidget *working;
  GtkSpinner *working_spinner;
  GtkLabel *working_text;
  GtkButton *create;

  GangwayJourney *journey;
};

G_DEFINE_FINAL_TYPE (GangwayPageRegister, gangway_page_register, ADW_TYPE_BIN)

/* --- what is going on --- */

static void
update_progress (GangwayPageRegister *self, GangwayPhase phase)
{
  const char *text = gangway_phase_progress (self->journey);

  gtk_label_set_text (self->waiting_text, text);
  gtk_label_set_text (self->working_text, text);
  gtk_widget_set_visible (self->waiting, phase == GANGWAY_PHASE_WAITING);
  gtk_widget_set_visible (self->working, phase == GANGWAY_PHASE_WORKING);
  gtk_spinner_set_spinning (self->waiting_spinner, phase == GANGWAY_PHASE_WAITING);
  gtk_spinner_set_spinning (self->working_spinner, phase == GANGWAY_PHASE_WORKING);
}

/* "✓ Safe connection · Asks for nothing but name and password"; not beside a refusal. */
static void
update_seen (GangwayPageRegister *self, GangwayPhase phase)
{
  const GwProbeResult *check = gangway_journey_get_check (self->journey);
  gboolean is_good =
      check && !check->failed && phase != GANGWAY_PHASE_OVER && phase != GANGWAY_PHASE_WEB;

  gtk_widget_set_visible (GTK_WIDGET (self->seen), is_good);
  if (!is_good)
    return;
  const char *version = gw_facts_text (&check->facts, GW_FACT_TLS_VERSION);
  const char *perhaps = gw_facts_is_true (&check->facts, GW_FACT_INVITATIONS)
                            ? _ ("perhaps by invitation only")
                            : NULL;
  g_autofree char *text =
      g_strjoin (" · ", _ ("✓ Safe connection"), gw_signup_text (check->signup), perhaps, NULL);
  g_autofree char *details = g_strjoin (", ", _ ("The certificate is valid"), version, NULL);

  gtk_label_set_text (self->seen, text);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->seen), details);
}

/* --- trouble --- */

static void
show_trouble (GangwayPageRegister *self, GangwayPhase phase, GwErrorCode code, const char *text)
{
  GwAttempt *attempt = gangway_journey_get_attempt (self->journey);
  g_autofree char *website = gangway_journey_find_website (self->journey);

  gangway_trouble_show (self->trouble,
                        &(GangwayTroubleInfo){
                            .code = code,
                            .text = text,
                            .words = attempt ? gw_attempt_server_words (attempt) : NULL,
                            .is_mending = phase == GANGWAY_PHASE_TYPING,
                            .domain = gangway_journey_get_chosen (self->journey),
                            .next = gangway_journey_get_next (self->journey),
                            .website = website,
                            .wait_seconds = attempt ? gw_attempt_wait_seconds (attempt) : 0,
                        });
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    gtk_widget_grab_focus (GTK_WIDGET (self->trouble));
}

/* At the row where it is mended, if there is one. */
static void
show_fault (GangwayPageRegister *self, const GError *error)
{
  const char *words = gw_attempt_server_words (gangway_journey_get_attempt (self->journey));

  if (!gangway_inputs_show_fault (self->inputs, error, words))
    show_trouble (self, GANGWAY_PHASE_TYPING, gw_error_code (error), error->message);
}

/* Whatever ended it, a cut line or the person: what counts is that it may exist. */
static void
show_pending (GangwayPageRegister *self)
{
  g_autoptr (GError) error = NULL;

  gw_error_set (&error, GW_ERROR_PENDING, gangway_journey_get_chosen (self->journey), NULL);
  show_trouble (self, GANGWAY_PHASE_OVER, GW_ERROR_PENDING, error->message);
}

static void
update_trouble (GangwayPageRegister *self, GangwayPhase phase)
{
  GwAttempt *attempt = gangway_journey_get_attempt (self->journey);
  const GwProbeResult *check = gangway_journey_get_check (self->journey);
  const GError *error = attempt ? gw_attempt_error (attempt) : NULL;

  if (phase == GANGWAY_PHASE_TYPING && error) {
    show_fault (self, error);
    return;
  }
  if (phase != GANGWAY_PHASE_OVER)
    return;
  if (attempt && gw_attempt_outcome (attempt) == GW_OUTCOME_PENDING)
    show_pending (self);
  else if (error)
    show_trouble (self, phase, gw_error_code (error), error->message);
  else if (!attempt && check && check->failed)
    show_trouble (self, phase, check->fault, check->fault_text);
}

/* --- the inputs --- */

static gboolean
is_persons_turn (GangwayPhase phase)
{
  return phase == GANGWAY_PHASE_TYPING || phase == GANGWAY_PHASE_WEB;
}

static void
update_create (GangwayPageRegister *self)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->create),
                            is_persons_turn (gangway_phase_find (self->journey)) &&
                                gangway_inputs_is_ready (self->inputs));
}

static void
show_inputs (GangwayPageRegister *self, GangwayPhase phase)
{
  gboolean is_web = phase == GANGWAY_PHASE_WEB;
  g_autofree char *label = is_web ? gangway_web_card_get_label (self->web)
                           : phase == GANGWAY_PHASE_TYPING || phase == GANGWAY_PHASE_RENEWING
                               ? g_strdup (_ ("Create Address"))
                               : NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->web), is_web);
  gtk_widget_set_visible (GTK_WIDGET (self->inputs), label != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->create), label != NULL);
  gtk_widget_set_visible (self->bar, label || is_web);
  if (label)
    gangway_button_set_label (self->create, label);
}

/* --- all of it --- */

/* A field that loses the focus because it goes away would not notice. */
static void
drop_focus (GangwayPageRegister *self)
{
  if (gangway_inputs_has_focus (self->inputs))
    gtk_root_set_focus (gtk_widget_get_root (GTK_WIDGET (self)), NULL);
}

/* Whoever types already is not disturbed. */
static void
take_focus (GangwayPageRegister *self, GangwayPhase phase)
{
  if (is_persons_turn (phase) && gtk_widget_get_mapped (GTK_WIDGET (self)) &&
      !gangway_inputs_has_focus (self->inputs))
    gtk_widget_grab_focus (GTK_WIDGET (self));
}

/* While what was typed is on its way, all stays as it was. */
static void
show_phase (GangwayPageRegister *self, GangwayPhase phase)
{
  gboolean is_renewing = phase == GANGWAY_PHASE_RENEWING;
  gboolean is_open = is_persons_turn (phase) || is_renewing;

  if (!is_open)
    drop_focus (self);
  gangway_inputs_set_renewing (self->inputs, is_renewing);
  if (phase != GANGWAY_PHASE_WORKING && !is_renewing)
    gangway_inputs_show_form (self->inputs, phase == GANGWAY_PHASE_TYPING);
  if (phase != GANGWAY_PHASE_WORKING)
    show_inputs (self, phase);
  gtk_widget_set_sensitive (GTK_WIDGET (self->inputs), is_open);
  gtk_widget_set_sensitive (GTK_WIDGET (self->web), is_open);
}

static void
update (GangwayPageRegister *self)
{
  if (gangway_phase_find (self->journey) == GANGWAY_PHASE_WEB)
    gangway_web_card_update (self->web); /* which may go on */
  GangwayPhase phase = gangway_phase_find (self->journey);

  gtk_widget_set_visible (GTK_WIDGET (self->trouble), FALSE);
  show_phase (self, phase);
  update_progress (self, phase);
  update_seen (self, phase);
  update_create (self);
  take_focus (self, phase);
  update_trouble (self, phase);
}

static void
create_cb (GangwayPageRegister *self)
{
  g_autoptr (GError) error = NULL;
  gboolean is_web = gangway_phase_find (self->journey) == GANGWAY_PHASE_WEB;

  if (!gtk_widget_is_sensitive (GTK_WIDGET (self->create)))
    return;
  gtk_widget_set_visible (GTK_WIDGET (self->trouble), FALSE);
  if (!gangway_inputs_submit (self->inputs, &error)) {
    show_fault (self, error);
    return;
  }
  if (is_web)
    gangway_web_card_sent (self->web);
  update (self);
}

static void
renew_cb (GangwayPageRegister *self)
{
  if (gangway_phase_find (self->journey) != GANGWAY_PHASE_TYPING)
    return;
  gw_attempt_renew (gangway_journey_get_attempt (self->journey));
  update (self);
}

static void
stop_cb (GangwayPageRegister *self)
{
  GwAttempt *attempt = gangway_journey_get_attempt (self->journey);

  if (attempt)
    gw_attempt_cancel (attempt);
}

static void
chosen_changed (GangwayPageRegister *self)
{
  const char *domain = gangway_journey_get_chosen (self->journey);
  g_autofree char *shown = gw_domain_display (domain ? domain : "");
  g_autofree char *heading = g_strdup_printf (_ ("Your Address at %s"), shown);

  gangway_web_card_reset (self->web);
  gtk_label_set_text (self->heading, heading);
  update (self);
}

/* --- object --- */

static gboolean
grab_focus (GtkWidget *widget)
{
  GangwayPageRegister *self = GANGWAY_PAGE_REGISTER (widget);
  GtkWidget *places[] = {GTK_WIDGET (self->trouble), GTK_WIDGET (self->inputs),
                         GTK_WIDGET (self->web)};

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    if (gtk_widget_get_visible (places[i]))
      return gtk_widget_grab_focus (places[i]);
  return FALSE;
}

static void
dispose (GObject *object)
{
  GangwayPageRegister *self = GANGWAY_PAGE_REGISTER (object);

  g_clear_object (&self->journey);
  gtk_widget_dispose_template (GTK_WIDGET (object), GANGWAY_TYPE_PAGE_REGISTER);
  G_OBJECT_CLASS (gangway_page_register_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, GangwayPageRegister, heading);
  gtk_widget_class_bind_template_child (widget_class, GangwayPageRegister, seen);
  gtk_widget_class_bind_template_child (widget_class, GangwayPageRegister, waiting);
  gtk_widget_class_bind_template_child (widget_class, GangwayPageRegister, waiting_spinner);
  gtk_widget_class_bind_template_child (widget_class, GangwayPageRegister, waiting_text);
  gtk_widget_class_bind_template_child (widget_class, GangwayPageRegister, trouble);
  gtk_widget_class_bind_template_child (widget_class, GangwayPageRegister, web);
  gtk_widget_class_bind_template_child (widget_class, GangwayPageRegister, inputs);
  gtk_widget_class_bind_template_child (widget_class, GangwayPageRegister, bar);
  gtk_widget_class_bind_template_child (widget_class, GangwayPageRegister, working);
  gtk_widget_class_bind_template_child (widget_class, GangwayPageRegister, working_spinner);
  gtk_widget_class_bind_template_child (widget_class, GangwayPageRegister, working_text);
  gtk_widget_class_bind_template_child (widget_class, GangwayPageRegister, create);
}

static void
gangway_page_register_class_init (GangwayPageRegisterClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  widget_class->grab_focus = grab_focus;
  g_type_ensure (GANGWAY_TYPE_INPUTS);
  g_type_ensure (GANGWAY_TYPE_TROUBLE);
  g_type_ensure (GANGWAY_TYPE_WEB_CARD);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/gangway/Gangway/page-register.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, create_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_cb);
  gtk_widget_class_bind_template_callback (widget_class, renew_cb);
  gtk_widget_class_bind_template_callback (widget_class, update);
  gtk_widget_class_bind_template_callback (widget_class, update_create);
}

static void
gangway_page_register_init (GangwayPageRegister *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
gangway_page_register_set_journey (GangwayPageRegister *self, GangwayJourney *journey)
{
  g_return_if_fail (GANGWAY_IS_PAGE_REGISTER (self) && GANGWAY_IS_JOURNEY (journey));

  g_set_object (&self->journey, journey);
  gangway_inputs_set_journey (self->inputs, journey);
  gangway_web_card_set_journey (self->web, journey);
  g_signal_connect_object (journey, "chosen-changed", G_CALLBACK (chosen_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (journey, "attempt-changed", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  chosen_changed (self);
}
