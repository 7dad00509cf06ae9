/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the person brings to the journey: what was typed, and an invitation. */
#include "journey-private.h"

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

const char *
gangway_journey_get_display_name (GangwayJourney *self)
{
  g_return_val_if_fail (GANGWAY_IS_JOURNEY (self), NULL);
  return self->display_name;
}

void
gangway_journey_set_display_name (GangwayJourney *self, const char *name)
{
  g_return_if_fail (GANGWAY_IS_JOURNEY (self) && name);

  char *copy = g_strdup (name);
  g_free (self->display_name);
  self->display_name = copy;
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

/* --- an invitation --- */

gboolean
journey_is_invited (GangwayJourney *self)
{
  return self->chosen && self->invitation && g_str_equal (self->chosen, self->invitation->domain);
}

void
gangway_journey_take_invitation (GangwayJourney *self, const GwInvitation *invitation)
{
  g_return_if_fail (GANGWAY_IS_JOURNEY (self));

  g_clear_pointer (&self->invitation, gw_invitation_free);
  self->invitation = invitation ? gw_invitation_copy (invitation) : NULL;
}

static void
answered (GwInvitation *invitation, GError *error, gpointer data)
{
  GangwayJourney *self = data;
  g_autoptr (GTask) task = g_steal_pointer (&self->ask_task);

  g_clear_pointer (&self->ask, gw_invitation_ask_free);
  if (invitation)
    g_task_return_pointer (task, invitation, (GDestroyNotify)gw_invitation_free);
  else
    g_task_return_error (task, error);
}

void
journey_end_ask (GangwayJourney *self)
{
  GError *error = NULL;

  if (!self->ask)
    return;
  gw_error_set (&error, GW_ERROR_CANCELLED, NULL, NULL);
  answered (NULL, error, self);
}

void
gangway_journey_ask_invitation_async (GangwayJourney *self, const char *url,
                                      GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (GANGWAY_IS_JOURNEY (self) && url);

  GTask *task = g_task_new (self, NULL, callback, user_data);
  GError *error = NULL;

  g_task_set_source_tag (task, gangway_journey_ask_invitation_async);
  journey_end_ask (self);
  if (journey_ensure_engine (self, &error)) {
    self->ask_task = task;
    self->ask = gw_invitation_ask_new (self->engine, url, answered, self);
  } else {
    g_task_return_error (task, error);
    g_object_unref (task);
  }
}

GwInvitation *
gangway_journey_ask_invitation_finish (GangwayJourney *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

gboolean
gangway_journey_is_name_reserved (GangwayJourney *self)
{
  g_return_val_if_fail (GANGWAY_IS_JOURNEY (self), FALSE);
  return journey_is_invited (self) && self->invitation->local;
}
