/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The way of one person through the window. */
#include "journey.h"

#include "settle.h"

struct _GangwayJourney {
  GObject parent_instance;

  GwProfile *profile;
  GwEngine *engine; /* NULL before somebody is contacted */
  GangwayProviderList *list;

  GwProbe *check; /* of the list; NULL: none runs */
  guint check_total, check_failed;
  char *check_summary;

  char *chosen;
  GHashTable *tried; /* domains that were chosen */
  GwProbe *chosen_probe;
  GwProbeResult *chosen_check;
  GwAttempt *attempt;

  char *name;
  GwSecret *password;
  GangwayAccount *account;
};

G_DEFINE_FINAL_TYPE (GangwayJourney, gangway_journey, G_TYPE_OBJECT)

enum { CHECKS_CHANGED, CHOSEN_CHANGED, ATTEMPT_CHANGED, ACCOUNT_CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

static GwEngine *
ensure_engine (GangwayJourney *self, GError **error)
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

static char *
summarize_check (guint total, guint failed)
{
  g_autofree char *asked = g_strdup_printf (
      ngettext_ ("%u provider was checked.", "%u providers were checked.", total), total);
  g_autofree char *out = g_strdup_printf (
      ngettext_ ("%u of them cannot be used now.", "%u of them cannot be used now.", failed),
      failed);

  return failed ? g_strdup_printf ("%s %s", asked, out) : g_steal_pointer (&asked);
}

static void
check_arrived (const GwProbeResult *result, gpointer data)
{
  GangwayJourney *self = data;

  if (result) {
    GangwayProvider *item = gangway_provider_list_find (self->list, result->domain);
    if (item)
      gangway_provider_set_check (item, result->failed ? result->fault_text : _ ("✓ Just checked"));
    self->check_total++;
    self->check_failed += result->failed ? 1 : 0;
    return;
  }
  g_clear_pointer (&self->check, gw_probe_free);
  self->check_summary = summarize_check (self->check_total, self->check_failed);
  gangway_provider_list_load (self->list, self->profile);
  g_signal_emit (self, signals[CHECKS_CHANGED], 0);
}

void
gangway_journey_check (GangwayJourney *self, const char *const *domains)
{
  g_return_if_fail (GANGWAY_IS_JOURNEY (self) && domains != NULL);

  if (self->check)
    return;
  g_autoptr (GError) error = NULL;
  g_clear_pointer (&self->check_summary, g_free);
  self->check_total = self->check_failed = 0;
  if (ensure_engine (self, &error)) {
    for (const char *const *domain = domains; *domain; domain++) {
      GangwayProvider *item = gangway_provider_list_find (self->list, *domain);
      if (item)
        gangway_provider_set_check (item, _ ("Checking …"));
    }
    self->check = gw_probe_start (self->engine, domains,
                                  &(GwProbePlan){.purpose = GW_PURPOSE_CHECK}, check_arrived, self);
  } else {
    self->check_summary = g_strdup (error->message);
  }
  g_signal_emit (self, signals[CHECKS_CHANGED], 0);
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

/* --- the account --- */

static void
account_free (GangwayAccount *account)
{
  gw_jid_free (account->jid);
  gw_secret_unref (account->password);
  g_free (account->note);
  g_free (account);
}

static void
set_account (GangwayJourney *self, const GwJid *jid, GwSecret *password, gboolean is_proved,
             const char *note)
{
  g_clear_pointer (&self->account, account_free);
  self->account = g_new (GangwayAccount, 1);
  *self->account =
      (GangwayAccount){gw_jid_copy (jid), gw_secret_ref (password), is_proved, g_strdup (note)};
  g_signal_emit (self, signals[ACCOUNT_CHANGED], 0);
}

const GangwayAccount *
gangway_journey_get_account (GangwayJourney *self)
{
  g_return_val_if_fail (GANGWAY_IS_JOURNEY (self), NULL);
  return self->account;
}

/* --- the chosen provider --- */

static void
attempt_changed (GwAttempt *attempt, gpointer data)
{
  GangwayJourney *self = data;

  g_signal_emit (self, signals[ATTEMPT_CHANGED], 0);
  if (gw_attempt_state (attempt) != GW_ATTEMPT_DONE)
    return;
  GwOutcome outcome = gw_attempt_outcome (attempt);
  const GError *error = gw_attempt_error (attempt);
  if (outcome == GW_OUTCOME_VERIFIED || outcome == GW_OUTCOME_CREATED)
    set_account (self, gw_attempt_jid (attempt), gw_attempt_password (attempt),
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
    self->attempt = gw_attempt_new (self->engine, &(GwAttemptPlan){.domain = self->chosen},
                                    attempt_changed, self);
  g_signal_emit (self, signals[CHOSEN_CHANGED], 0);
}

static void
check_chosen (GangwayJourney *self)
{
  g_autoptr (GError) error = NULL;
  const char *domains[] = {self->chosen, NULL};

  if (ensure_engine (self, &error))
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
  if (self->chosen) {
    g_hash_table_add (self->tried, g_strdup (self->chosen));
    check_chosen (self);
  }
  g_signal_emit (self, signals[CHOSEN_CHANGED], 0);
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

  const char *seen =
      self->chosen_check ? gw_facts_text (&self->chosen_check->facts, GW_FACT_REGISTER_PAGE) : NULL;
  GangwayProvider *item = gangway_provider_list_find (self->list, self->chosen);
  const char *listed = item ? gangway_provider_get_website (item) : NULL;

  if (seen && g_str_has_prefix (seen, "https://"))
    return g_strdup (seen);
  return listed ? g_strdup (listed) : g_strdup_printf ("https://%s/", self->chosen);
}

/* --- what was typed --- */

const char *
gangway_journey_get_name (GangwayJourney *self)
{
  g_return_val_if_fail (GANGWAY_IS_JOURNEY (self), NULL);
  return self->name;
}

void
gangway_journey_set_name (GangwayJourney *self, const char *name)
{
  g_return_if_fail (GANGWAY_IS_JOURNEY (self) && name);

  char *copy = g_strdup (name);
  g_free (self->name);
  self->name = copy;
}

GwSecret *
gangway_journey_get_password (GangwayJourney *self)
{
  g_return_val_if_fail (GANGWAY_IS_JOURNEY (self), NULL);
  return self->password;
}

void
gangway_journey_set_password (GangwayJourney *self, GwSecret *password)
{
  g_return_if_fail (GANGWAY_IS_JOURNEY (self) && password);

  gw_secret_ref (password);
  gw_secret_unref (self->password);
  self->password = password;
}

void
gangway_journey_start_over (GangwayJourney *self)
{
  g_return_if_fail (GANGWAY_IS_JOURNEY (self));

  g_free (self->name);
  self->name = gw_name_suggest ();
  gw_secret_unref (self->password);
  self->password = gw_secret_generate ();
  g_clear_pointer (&self->account, account_free);
  g_hash_table_remove_all (self->tried);
  gangway_journey_choose (self, NULL);
}

/* --- attempts of an earlier run --- */

GPtrArray *
gangway_journey_list_open (GangwayJourney *self)
{
  g_return_val_if_fail (GANGWAY_IS_JOURNEY (self), NULL);
  return gw_recover_list ();
}

void
gangway_journey_settle_async (GangwayJourney *self, const GwEntry *entry, GwSecret *password,
                              GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (GANGWAY_IS_JOURNEY (self) && entry);

  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  GError *error = NULL;

  g_task_set_source_tag (task, gangway_journey_settle_async);
  if (ensure_engine (self, &error))
    gangway_settle_run (task, self->engine, entry, password);
  else
    g_task_return_error (task, error);
}

char *
gangway_journey_settle_finish (GangwayJourney *self, GAsyncResult *result, GwRecovered *outcome,
                               GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  GangwaySettled *settled = g_task_propagate_pointer (G_TASK (result), error);
  if (!settled)
    return NULL;
  *outcome = settled->outcome;
  if (settled->password &&
      (settled->outcome == GW_RECOVERED_VERIFIED || settled->outcome == GW_RECOVERED_CREATED))
    set_account (self, settled->jid, settled->password, settled->outcome == GW_RECOVERED_VERIFIED,
                 settled->note);
  char *sentence = gangway_settled_sentence (settled);
  gangway_settled_free (settled);
  return sentence;
}

/* --- object --- */

static void
dispose (GObject *object)
{
  GangwayJourney *self = GANGWAY_JOURNEY (object);

  g_clear_pointer (&self->check, gw_probe_free);
  g_clear_pointer (&self->chosen_probe, gw_probe_free);
  g_clear_pointer (&self->attempt, gw_attempt_free);
  g_clear_pointer (&self->engine, gw_engine_free);
  g_clear_pointer (&self->account, account_free);
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
  G_OBJECT_CLASS (gangway_journey_parent_class)->finalize (object);
}

static void
gangway_journey_class_init (GangwayJourneyClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  static const char *const names[N_SIGNALS] = {"checks-changed", "chosen-changed",
                                               "attempt-changed", "account-changed"};

  object_class->dispose = dispose;
  object_class->finalize = finalize;
  for (guint i = 0; i < N_SIGNALS; i++)
    signals[i] = g_signal_new (names[i], GANGWAY_TYPE_JOURNEY, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                               NULL, G_TYPE_NONE, 0);
}

static void
gangway_journey_init (GangwayJourney *self)
{
  self->list = gangway_provider_list_new ();
  self->tried = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->name = gw_name_suggest ();
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
