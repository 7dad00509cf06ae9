/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The way of one person through the window. */
#include "journey-private.h"

G_DEFINE_FINAL_TYPE (GangwayJourney, gangway_journey, G_TYPE_OBJECT)

static guint signals[JOURNEY_N_SIGNALS];

void
journey_emit (GangwayJourney *self, guint signal)
{
  g_signal_emit (self, signals[signal], 0);
}

GwEngine *
journey_ensure_engine (GangwayJourney *self, GError **error)
{
  if (!self->engine)
    self->engine = gw_engine_new (self->profile, error);
  return self->engine;
}

GangwayProviderList *
gangway_journey_get_list (GangwayJourney *self)
{
  g_return_val_if_fail (GANGWAY_IS_JOURNEY (self), NULL);
  return self->list;
}

/* --- checks of the list --- */

char **
gangway_journey_list_candidates (GangwayJourney *self)
{
  g_return_val_if_fail (GANGWAY_IS_JOURNEY (self), NULL);
  return gangway_provider_list_candidates (self->list, GANGWAY_CHECK_MAX);
}

static void
checked (gpointer data)
{
  GangwayJourney *self = data;

  self->check_summary = gangway_list_check_summarize (self->check);
  g_clear_pointer (&self->check, gangway_list_check_free);
  gangway_provider_list_load (self->list, self->profile);
  journey_emit (self, JOURNEY_CHECKS_CHANGED);
}

void
gangway_journey_check (GangwayJourney *self, const char *const *domains)
{
  g_return_if_fail (GANGWAY_IS_JOURNEY (self) && domains != NULL);

  if (self->check)
    return;
  g_autoptr (GError) error = NULL;
  g_clear_pointer (&self->check_summary, g_free);
  if (journey_ensure_engine (self, &error))
    self->check = gangway_list_check_start (self->engine, self->list, domains, checked, self);
  else
    self->check_summary = g_strdup (error->message);
  journey_emit (self, JOURNEY_CHECKS_CHANGED);
}

gboolean
gangway_journey_is_checking (GangwayJourney *self)
{
  g_return_val_if_fail (GANGWAY_IS_JOURNEY (self), FALSE);
  return self->check != NULL;
}

const char *
gangway_journey_get_check_summary (GangwayJourney *self)
{
  g_return_val_if_fail (GANGWAY_IS_JOURNEY (self), NULL);
  return self->check_summary;
}

/* --- the chosen provider --- */

static void
attempt_changed (GwAttempt *attempt, gpointer data)
{
  GangwayJourney *self = data;
  GwAttemptState state = gw_attempt_state (attempt);

  if (state == GW_ATTEMPT_FORM || state == GW_ATTEMPT_WEB)
    self->is_submitted = FALSE;
  journey_emit (self, JOURNEY_ATTEMPT_CHANGED);
  if (state != GW_ATTEMPT_DONE)
    return;
  GwOutcome outcome = gw_attempt_outcome (attempt);
  const GError *error = gw_attempt_error (attempt);
  if (outcome == GW_OUTCOME_VERIFIED || outcome == GW_OUTCOME_CREATED)
    journey_set_account (self, gw_attempt_jid (attempt), gw_attempt_password (attempt),
                         outcome == GW_OUTCOME_VERIFIED, error ? error->message : NULL);
}

static GwProbeResult *
new_failed_check (const char *domain, const GError *error)
{
  GwProbeResult *result = g_new0 (GwProbeResult, 1);

  result->domain = g_strdup (domain);
  result->checks = g_array_new (FALSE, FALSE, sizeof (GwCheckResult));
  result->failed = TRUE;
  result->fault = gw_error_code (error);
  result->fault_text = g_strdup (error->message);
  return result;
}

/* Of the check itself before that of the list; borrowed. */
static const char *
known_register_page (GangwayJourney *self)
{
  const char *seen =
      self->chosen_check ? gw_facts_text (&self->chosen_check->facts, GW_FACT_REGISTER_PAGE) : NULL;
  GangwayProvider *item = gangway_provider_list_find (self->list, self->chosen);

  if (seen && g_str_has_prefix (seen, "https://"))
    return seen;
  return item ? gangway_provider_get_register_page (item) : NULL;
}

static void
begin_attempt (GangwayJourney *self)
{
  const GwAttemptPlan plan = {
      .domain = self->chosen,
      .token = journey_is_invited (self) ? self->invitation->token : NULL,
      .web_page = known_register_page (self),
  };

  self->attempt = gw_attempt_new (self->engine, &plan, attempt_changed, self);
}

/* The check comes first: a bad certificate or a silent server is said before a form is asked for.
 */
static void
chosen_checked (const GwProbeResult *result, gpointer data)
{
  GangwayJourney *self = data;

  if (!result)
    return;
  g_clear_pointer (&self->chosen_check, gw_probe_result_free);
  self->chosen_check = gw_probe_result_copy (result);
  if (!result->failed)
    begin_attempt (self);
  journey_emit (self, JOURNEY_CHOSEN_CHANGED);
}

static void
check_chosen (GangwayJourney *self)
{
  g_autoptr (GError) error = NULL;
  const char *domains[] = {self->chosen, NULL};

  if (journey_ensure_engine (self, &error))
    self->chosen_probe = gw_probe_start (
        self->engine, domains, &(GwProbePlan){.purpose = GW_PURPOSE_CHOSEN}, chosen_checked, self);
  else
    self->chosen_check = new_failed_check (self->chosen, error);
}

void
gangway_journey_choose (GangwayJourney *self, const char *domain)
{
  g_return_if_fail (GANGWAY_IS_JOURNEY (self));

  g_autofree char *chosen = g_strdup (domain); /* may be our own */

  g_clear_pointer (&self->attempt, gw_attempt_free);
  g_clear_pointer (&self->chosen_probe, gw_probe_free);
  g_clear_pointer (&self->chosen_check, gw_probe_result_free);
  g_free (self->chosen);
  self->chosen = g_steal_pointer (&chosen);
  self->is_submitted = FALSE;
  if (gangway_journey_is_name_reserved (self))
    gangway_journey_set_name (self, self->invitation->local);
  if (self->chosen) {
    g_hash_table_add (self->tried, g_strdup (self->chosen));
    check_chosen (self);
  }
  journey_emit (self, JOURNEY_CHOSEN_CHANGED);
}

const char *
gangway_journey_get_chosen (GangwayJourney *self)
{
  g_return_val_if_fail (GANGWAY_IS_JOURNEY (self), NULL);
  return self->chosen;
}

const GwProbeResult *
gangway_journey_get_check (GangwayJourney *self)
{
  g_return_val_if_fail (GANGWAY_IS_JOURNEY (self), NULL);
  return self->chosen_check;
}

GwAttempt *
gangway_journey_get_attempt (GangwayJourney *self)
{
  g_return_val_if_fail (GANGWAY_IS_JOURNEY (self), NULL);
  return self->attempt;
}

gboolean
gangway_journey_is_busy (GangwayJourney *self)
{
  g_return_val_if_fail (GANGWAY_IS_JOURNEY (self), FALSE);

  GwAttemptState state = self->attempt ? gw_attempt_state (self->attempt) : GW_ATTEMPT_DONE;
  return state == GW_ATTEMPT_KEEPING || state == GW_ATTEMPT_SUBMITTING ||
         state == GW_ATTEMPT_LOGGING_IN;
}

const char *
gangway_journey_get_next (GangwayJourney *self)
{
  g_return_val_if_fail (GANGWAY_IS_JOURNEY (self), NULL);
  return gangway_provider_list_next (self->list, self->tried);
}

char *
gangway_journey_find_website (GangwayJourney *self)
{
  g_return_val_if_fail (GANGWAY_IS_JOURNEY (self) && self->chosen, NULL);

  const char *page = known_register_page (self);
  GangwayProvider *item = gangway_provider_list_find (self->list, self->chosen);
  const char *home = item ? gangway_provider_get_website (item) : NULL;

  if (page || home)
    return g_strdup (page ? page : home);
  return g_strdup_printf ("https://%s/", self->chosen);
}

/* The form's own question for it; "" leaves that to gw_form_fill(). */
static void
answer_nick (GangwayJourney *self, GHashTable *answers)
{
  const GwForm *form = gw_attempt_form (self->attempt);
  const GwField *nick = form ? gw_form_field (form, GW_ROLE_NICK) : NULL;

  if (nick && self->display_name[0])
    g_hash_table_insert (answers, g_strdup (nick->var), g_strdup (self->display_name));
}

gboolean
gangway_journey_submit (GangwayJourney *self, GHashTable *answers, const GwKeep *keep,
                        GError **error)
{
  g_return_val_if_fail (GANGWAY_IS_JOURNEY (self) && self->attempt && answers, FALSE);

  gboolean invited = journey_is_invited (self);
  g_autoptr (GwExtras) extras =
      gw_extras_new (NULL, self->display_name, invited ? self->invitation->inviter : NULL,
                     invited ? self->invitation->token : NULL);
  const GwAttemptInput input = {
      .localpart = self->name,
      .password = self->password,
      .answers = answers,
      .keep = keep,
      .extras = extras,
  };

  answer_nick (self, answers);
  self->is_submitted = gw_attempt_submit (self->attempt, &input, error);
  return self->is_submitted;
}

gboolean
gangway_journey_is_submitted (GangwayJourney *self)
{
  g_return_val_if_fail (GANGWAY_IS_JOURNEY (self), FALSE);
  return self->is_submitted;
}

void
gangway_journey_start_over (GangwayJourney *self)
{
  g_return_if_fail (GANGWAY_IS_JOURNEY (self));

  gw_secret_unref (self->password);
  self->password = gw_secret_generate ();
  g_free (self->name);
  self->name = gw_name_suggest ();
  gangway_journey_set_display_name (self, "");
  gangway_journey_take_invitation (self, NULL);
  journey_clear_account (self);
  g_hash_table_remove_all (self->tried);
  gangway_journey_choose (self, NULL);
}

/* --- object --- */

static void
dispose (GObject *object)
{
  GangwayJourney *self = GANGWAY_JOURNEY (object);

  g_clear_pointer (&self->check, gangway_list_check_free);
  g_clear_pointer (&self->chosen_probe, gw_probe_free);
  g_clear_pointer (&self->attempt, gw_attempt_free);
  journey_end_ask (self);
  g_clear_pointer (&self->engine, gw_engine_free);
  journey_clear_account (self);
  g_clear_pointer (&self->password, gw_secret_unref);
  G_OBJECT_CLASS (gangway_journey_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  GangwayJourney *self = GANGWAY_JOURNEY (object);

  g_clear_pointer (&self->chosen_check, gw_probe_result_free);
  g_clear_pointer (&self->profile, gw_profile_free);
  g_free (self->check_summary);
  g_hash_table_unref (self->tried);
  g_object_unref (self->list);
  g_free (self->chosen);
  g_free (self->name);
  g_free (self->display_name);
  gw_invitation_free (self->invitation);
  G_OBJECT_CLASS (gangway_journey_parent_class)->finalize (object);
}

static void
gangway_journey_class_init (GangwayJourneyClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  static const char *const names[JOURNEY_N_SIGNALS] = {"checks-changed", "chosen-changed",
                                                       "attempt-changed", "account-changed"};

  object_class->dispose = dispose;
  object_class->finalize = finalize;
  for (guint i = 0; i < JOURNEY_N_SIGNALS; i++)
    signals[i] = g_signal_new (names[i], GANGWAY_TYPE_JOURNEY, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                               NULL, G_TYPE_NONE, 0);
}

static void
gangway_journey_init (GangwayJourney *self)
{
  self->list = gangway_provider_list_new ();
  self->tried = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->name = gw_name_suggest ();
  self->display_name = g_strdup ("");
  self->password = gw_secret_generate ();
}

GangwayJourney *
gangway_journey_new (const GwProfile *profile)
{
  g_return_val_if_fail (profile != NULL, NULL);

  GangwayJourney *self = g_object_new (GANGWAY_TYPE_JOURNEY, NULL);
  self->profile = gw_profile_copy (profile);
  gangway_provider_list_load (self->list, profile);
  return self;
}
