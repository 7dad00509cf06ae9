/* SPDX-License-Identifier: GPL-3.0-or-later */
/* By the same ranking as the list. */
#include "cli/register-next.h"

#include "cli/ask.h"
#include "cli/list-wishes.h"
#include "cli/output.h"

#include "base/store.h"

gboolean
gw_register_next_helps (const GwRegister *self, const GError *why)
{
  g_return_val_if_fail (self != NULL && why != NULL, FALSE);

  GwErrorCode code = gw_error_code (why);

  /* An invitation is for one provider, and who has one wants that one. */
  if (self->invitation || self->stopped || gw_error_exit (code) != GW_EXIT_REFUSED)
    return FALSE;
  switch (gw_error_next (code)) {
  case GW_NEXT_OTHER_PROVIDER:
  case GW_NEXT_OPEN_WEBSITE:
  case GW_NEXT_ASK_INVITATION:
    return TRUE;
  default:
    return FALSE;
  }
}

static gboolean
was_tried (const GwRegister *self, const GwRanked *row)
{
  for (guint i = 0; i < self->tried->len; i++) {
    const GwTried *tried = g_ptr_array_index (self->tried, i);
    if (g_str_equal (tried->domain, row->provider->domain))
      return TRUE;
  }
  return g_str_equal (self->domain, row->provider->domain);
}

/* NULL: none is left. */
static char *
find_next (const GwRegister *self)
{
  const GwWishOptions written = {
      .in_app = TRUE, .min_archive = -1, .min_upload = -1, .min_years = -1};
  g_autoptr (GwCatalogue) catalogue = gw_catalogue_load (self->run->profile, NULL);
  g_autoptr (GwWishes) wishes = gw_list_wishes (&written, NULL);

  if (catalogue == NULL || wishes == NULL)
    return NULL;
  g_autoptr (GwRanking) ranking =
      gw_rank (catalogue, wishes, gw_store_install_secret (), gw_date_today ());
  for (guint i = 0; i < ranking->rows->len; i++) {
    const GwRanked *row = g_ptr_array_index (ranking->rows, i);
    if (row->tier != GW_TIER_REJECTED && !was_tried (self, row))
      return g_strdup (row->provider->domain);
  }
  return NULL;
}

/* The order was given in advance, or the person is asked. */
static gboolean
is_agreed (GwRegister *self, const char *next, const GError *why)
{
  g_autofree char *name = gw_domain_display (next);

  if (self->chosen->next_on_refusal) {
    g_autofree char *text = g_strdup_printf (_ ("%s Going on with %s."), why->message, name);
    gw_output_say_paragraph (GW_STYLE_PLAIN, 0, text);
    return TRUE;
  }
  if (!self->is_talk)
    return FALSE;
  g_autofree char *prompt = g_strdup_printf (_ ("Go on with %s? [Y/n] "), name);
  return gw_ask_yes (prompt, TRUE, &self->stopped);
}

gboolean
gw_register_next (GwRegister *self, const GError *why)
{
  g_return_val_if_fail (self != NULL && why != NULL, FALSE);

  gboolean may_ask = self->chosen->next_on_refusal || self->is_talk;
  g_autofree char *next =
      may_ask && self->tried->len < GW_REGISTER_NEXT_MAX ? find_next (self) : NULL;

  if (next == NULL || !is_agreed (self, next, why))
    return FALSE;
  GwTried *tried = g_new (GwTried, 1);
  *tried = (GwTried){g_steal_pointer (&self->domain), gw_error_code (why)};
  g_ptr_array_add (self->tried, tried);
  self->domain = g_steal_pointer (&next);
  self->is_written_down = FALSE;
  return TRUE;
}
