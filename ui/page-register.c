/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page of the chosen provider. */
#include "page-register.h"

#include "address-rows.h"
#include "form-view.h"
#include "keeping.h"
#include "trouble.h"

struct _GangwayPageRegister {
  AdwBin parent_instance;

  GtkLabel *heading;
  GtkLabel *seen;
  GtkWidget *waiting;
  GtkSpinner *waiting_spinner;
  GtkLabel *waiting_text;
  GangwayTrouble *trouble;
  GtkWidget *inputs;
  GangwayAddressRows *rows;
  GangwayFormView *form;
  GangwayKeeping *keeping;
  GtkWidget *bar;
  GtkWidget *working;
  GtkSpinner *working_spinner;
  GtkLabel *working_text;
  GtkWidget *create;

  GangwayJourney *journey;
};

G_DEFINE_FINAL_TYPE (GangwayPageRegister, gangway_page_register, ADW_TYPE_BIN)

/* What the page is about right now. */
typedef enum {
  PHASE_WAITING, /* for the check, then for the form */
  PHASE_TYPING,
  PHASE_WORKING, /* the form was sent */
  PHASE_OVER,    /* refused, failed, or nobody is chosen; after a success another page shows */
} Phase;

static Phase
find_phase (GangwayPageRegister *self)
{
  GwAttempt *attempt = gangway_journey_get_attempt (self->journey);
  const GwProbeResult *check = gangway_journey_get_check (self->journey);

  if (!attempt)
    return gangway_journey_get_chosen (self->journey) && !(check && check->failed) ? PHASE_WAITING
                                                                                   : PHASE_OVER;
  switch (gw_attempt_state (attempt)) {
  case GW_ATTEMPT_CONNECTING:
    return gw_attempt_form (attempt) ? PHASE_WORKING : PHASE_WAITING;
  case GW_ATTEMPT_FORM:
    return PHASE_TYPING;
  case GW_ATTEMPT_WEB:
  case GW_ATTEMPT_DONE:
    return PHASE_OVER;
  default:
    return PHASE_WORKING;
  }
}

/* --- what is going on --- */

static const char *
progress_text (GangwayPageRegister *self)
{
  GwAttempt *attempt = gangway_journey_get_attempt (self->journey);

  if (!attempt)
    return _ ("Checking the provider …");
  switch (gw_attempt_state (attempt)) {
  case GW_ATTEMPT_CONNECTING:
    return _ ("Asking for the form …");
  case GW_ATTEMPT_KEEPING:
    return _ ("Keeping the password safe …");
  case GW_ATTEMPT_SUBMITTING:
    return _ ("Asking for the address …");
  case GW_ATTEMPT_LOGGING_IN:
    return _ ("The address is yours. Trying it out …");
  default:
    return "";
  }
}

static void
update_progress (GangwayPageRegister *self, Phase phase)
{
  const char *text = progress_text (self);

  gtk_label_set_text (self->waiting_text, text);
  gtk_label_set_text (self->working_text, text);
  gtk_widget_set_visible (self->waiting, phase == PHASE_WAITING);
  gtk_widget_set_visible (self->working, phase == PHASE_WORKING);
  gtk_spinner_set_spinning (self->waiting_spinner, phase == PHASE_WAITING);
  gtk_spinner_set_spinning (self->working_spinner, phase == PHASE_WORKING);
}

/* "✓ Safe connection · Asks for nothing but name and password"; not beside a refusal. */
static void
update_seen (GangwayPageRegister *self, Phase phase)
{
  const GwProbeResult *check = gangway_journey_get_check (self->journey);
  gboolean is_good = check && !check->failed && phase != PHASE_OVER;

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

/* Where it can be mended on this page, there the focus goes. */
static void
focus_trouble (GangwayPageRegister *self, Phase phase, GwErrorCode code)
{
  GwNext next = gw_error_next (code);

  if (phase == PHASE_TYPING && gangway_address_rows_show_fault (self->rows, code))
    return;
  if (phase == PHASE_TYPING && (next == GW_NEXT_NEW_PICTURE || next == GW_NEXT_CORRECT_FORM))
    gtk_widget_grab_focus (GTK_WIDGET (self->form));
  else
    gtk_widget_grab_focus (GTK_WIDGET (self->trouble));
}

static void
show_trouble (GangwayPageRegister *self, Phase phase, GwErrorCode code, const char *text)
{
  GwAttempt *attempt = gangway_journey_get_attempt (self->journey);
  g_autofree char *website = gangway_journey_find_website (self->journey);

  gangway_trouble_show (self->trouble,
                        &(GangwayTroubleInfo){
                            .code = code,
                            .text = text,
                            .is_mending = phase == PHASE_TYPING,
                            .domain = gangway_journey_get_chosen (self->journey),
                            .next = gangway_journey_get_next (self->journey),
                            .website = website,
                            .wait_seconds = attempt ? gw_attempt_wait_seconds (attempt) : 0,
                        });
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    focus_trouble (self, phase, code);
}

/* Whatever ended it, a cut line or the person: what counts is that it may exist. */
static void
show_pending (GangwayPageRegister *self)
{
  g_autoptr (GError) error = NULL;

  gw_error_set (&error, GW_ERROR_PENDING, gangway_journey_get_chosen (self->journey), NULL);
  show_trouble (self, PHASE_OVER, GW_ERROR_PENDING, error->message);
}

static void
update_trouble (GangwayPageRegister *self, Phase phase)
{
  GwAttempt *attempt = gangway_journey_get_attempt (self->journey);
  const GwProbeResult *check = gangway_journey_get_check (self->journey);
  const GError *error = attempt ? gw_attempt_error (attempt) : NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->trouble), FALSE);
  if (phase != PHASE_TYPING && phase != PHASE_OVER)
    return;
  if (attempt && gw_attempt_state (attempt) == GW_ATTEMPT_DONE &&
      gw_attempt_outcome (attempt) == GW_OUTCOME_PENDING)
    show_pending (self);
  else if (error)
    show_trouble (self, phase, gw_error_code (error), error->message);
  else if (!attempt && check && check->failed)
    show_trouble (self, phase, check->fault, check->fault_text);
}

/* --- the inputs --- */

static void
update_create (GangwayPageRegister *self)
{
  gtk_widget_set_sensitive (self->create, find_phase (self) == PHASE_TYPING &&
                                              gangway_address_rows_is_valid (self->rows) &&
                                              gangway_keeping_get_keep (self->keeping) != NULL);
}

static void
rows_changed_cb (GangwayPageRegister *self)
{
  gangway_keeping_set_password (self->keeping, gangway_journey_get_password (self->journey));
  update_create (self);
}

/* --- all of it --- */

/* A field that loses the focus because it goes away would not notice. */
static void
drop_focus (GangwayPageRegister *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root ? gtk_root_get_focus (root) : NULL;

  if (focus && gtk_widget_is_ancestor (focus, self->inputs))
    gtk_root_set_focus (root, NULL);
}

/* A form is new at each return to the person, picture and all. */
static void
update (GangwayPageRegister *self)
{
  GwAttempt *attempt = gangway_journey_get_attempt (self->journey);
  Phase phase = find_phase (self);
  gboolean has_inputs = phase == PHASE_TYPING || phase == PHASE_WORKING;

  if (phase != PHASE_TYPING)
    drop_focus (self);
  if (phase != PHASE_WORKING)
    gangway_form_view_set_form (self->form,
                                phase == PHASE_TYPING ? gw_attempt_form (attempt) : NULL);
  gtk_widget_set_visible (self->inputs, has_inputs);
  gtk_widget_set_visible (self->bar, has_inputs);
  gtk_widget_set_sensitive (self->inputs, phase == PHASE_TYPING);
  update_progress (self, phase);
  update_seen (self, phase);
  update_create (self);
  update_trouble (self, phase);
  if (phase == PHASE_TYPING && !gtk_widget_get_visible (GTK_WIDGET (self->trouble)) &&
      gtk_widget_get_mapped (GTK_WIDGET (self)))
    gtk_widget_grab_focus (GTK_WIDGET (self));
}

static void
create_cb (GangwayPageRegister *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) answers = gangway_form_view_get_answers (self->form);

  if (!gtk_widget_is_sensitive (self->create))
    return;
  const GwAttemptInput input = {
      .localpart = gangway_journey_get_name (self->journey),
      .password = gangway_journey_get_password (self->journey),
      .answers = answers,
      .keep = gangway_keeping_get_keep (self->keeping),
  };
  if (!gw_attempt_submit (gangway_journey_get_attempt (self->journey), &input, &error))
    show_trouble (self, PHASE_TYPING, gw_error_code (error), error->message);
  else
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

  gtk_label_set_text (self->heading, heading);
  gangway_keeping_set_password (self->keeping, gangway_journey_get_password (self->journey));
  if (domain)
    gangway_keeping_refresh (self->keeping);
  update (self);
}

/* --- object --- */

/* Enter in the name creates the address: nothing else has to be touched. */
static gboolean
grab_focus (GtkWidget *widget)
{
  GangwayPageRegister *self = GANGWAY_PAGE_REGISTER (widget);

  return gtk_widget_grab_focus (gtk_widget_get_visible (GTK_WIDGET (self->trouble))
                                    ? GTK_WIDGET (self->trouble)
                                    : GTK_WIDGET (self->rows));
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
  gtk_widget_class_bind_template_child (widget_class, GangwayPageRegister, inputs);
  gtk_widget_class_bind_template_child (widget_class, GangwayPageRegister, rows);
  gtk_widget_class_bind_template_child (widget_class, GangwayPageRegister, form);
  gtk_widget_class_bind_template_child (widget_class, GangwayPageRegister, keeping);
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
  g_type_ensure (GANGWAY_TYPE_ADDRESS_ROWS);
  g_type_ensure (GANGWAY_TYPE_FORM_VIEW);
  g_type_ensure (GANGWAY_TYPE_KEEPING);
  g_type_ensure (GANGWAY_TYPE_TROUBLE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/gangway/Gangway/page-register.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, rows_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, create_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_cb);
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
  gangway_address_rows_set_journey (self->rows, journey);
  g_signal_connect_object (journey, "chosen-changed", G_CALLBACK (chosen_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (journey, "attempt-changed", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  chosen_changed (self);
}
