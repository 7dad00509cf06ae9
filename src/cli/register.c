/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Following an attempt. Progress is shown only while nothing is asked: it would write over the
 * question. */
#include "cli/register.h"

#include "cli/output.h"

static void
show_progress (GwRegister *self)
{
  static const char *const texts[] = {
      [GW_ATTEMPT_CONNECTING] = N_ ("Connecting with %s …"),
      [GW_ATTEMPT_KEEPING] = N_ ("Putting the password in its place …"),
      [GW_ATTEMPT_SUBMITTING] = N_ ("Asking %s for the address …"),
      [GW_ATTEMPT_LOGGING_IN] = N_ ("Trying the address out …"),
      [GW_ATTEMPT_WEB] = NULL,
      [GW_ATTEMPT_DONE] = NULL,
  };
  const char *text = texts[gw_attempt_state (self->attempt)];
  g_autofree char *name = gw_register_provider (self);
  g_auto (GStrv) parts = text ? g_strsplit (_ (text), "%s", 2) : NULL;
  g_autofree char *line = parts ? g_strjoinv (name, parts) : NULL;

  gw_output_progress (self->run->common, line);
}

static void
on_changed (GwAttempt *attempt, gpointer data)
{
  ((GwRegister *)data)->changed = TRUE;
}

/* A page for new addresses that the list knows of. */
static char *
find_page (const GwRegister *self)
{
  g_autoptr (GwCatalogue) catalogue = gw_catalogue_load (self->run->profile, NULL);
  const GwProvider *provider = catalogue ? gw_catalogue_find (catalogue, self->domain) : NULL;
  const char *page = provider ? gw_facts_text (&provider->facts, GW_FACT_REGISTER_PAGE) : NULL;

  return page && g_str_has_prefix (page, "https://") ? g_strdup (page) : NULL;
}

void
gw_register_begin (GwRegister *self)
{
  g_return_if_fail (self != NULL && self->domain != NULL);

  g_autofree char *page = find_page (self);
  const GwAttemptPlan plan = {
      .domain = self->domain,
      .token = self->invitation ? self->invitation->token : NULL,
      .web_page = page,
  };

  g_clear_pointer (&self->attempt, gw_attempt_free);
  self->rounds = self->puzzles = 0;
  self->is_introduced = self->is_away = self->is_told = FALSE;
  self->attempt = gw_attempt_new (self->engine, &plan, on_changed, self);
}

static gboolean
is_turn (const GwRegister *self, GwAttemptState state)
{
  return state == GW_ATTEMPT_DONE ||
         (!self->stopped && (state == GW_ATTEMPT_FORM || state == GW_ATTEMPT_WEB));
}

GwAttemptState
gw_register_await (GwRegister *self)
{
  g_return_val_if_fail (self != NULL && self->attempt != NULL, GW_ATTEMPT_DONE);

  while (!is_turn (self, gw_attempt_state (self->attempt))) {
    show_progress (self);
    self->changed = FALSE;
    while (!self->changed)
      g_main_context_iteration (NULL, TRUE);
  }
  gw_output_progress (self->run->common, NULL);
  return gw_attempt_state (self->attempt);
}

void
gw_register_stop (GwRegister *self)
{
  g_return_if_fail (self != NULL);

  self->stopped = TRUE;
  if (self->attempt)
    gw_attempt_cancel (self->attempt);
}

gboolean
gw_register_end (GwRegister *self, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  gw_register_stop (self);
  gw_error_set (error, GW_ERROR_CANCELLED, self->domain, NULL);
  return FALSE;
}

gboolean
gw_register_submit (GwRegister *self, GError **error)
{
  g_return_val_if_fail (self != NULL && self->attempt != NULL, FALSE);

  const GwAttemptInput input = {
      .localpart = self->name,
      .password = self->password,
      .answers = self->answers,
      .keep = self->keep,
      .extras = self->extras,
  };
  return gw_attempt_submit (self->attempt, &input, error);
}

char *
gw_register_provider (const GwRegister *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return gw_domain_display (self->domain);
}

void
gw_register_clear (GwRegister *self)
{
  g_return_if_fail (self != NULL);

  gw_output_progress (self->run->common, NULL);
  g_clear_pointer (&self->attempt, gw_attempt_free);
  g_clear_pointer (&self->engine, gw_engine_free);
  g_clear_pointer (&self->invitation, gw_invitation_free);
  g_clear_pointer (&self->password, gw_secret_unref);
  g_clear_pointer (&self->keep, gw_keep_free);
  g_clear_pointer (&self->extras, gw_extras_free);
  g_clear_pointer (&self->answers, g_hash_table_unref);
  g_clear_pointer (&self->reopened, g_free);
  g_clear_pointer (&self->tried, g_ptr_array_unref);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->domain, g_free);
}
