/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keep, open, wait for Enter, test. */
#include "cli/register-web.h"

#include "cli/ask.h"
#include "cli/desktop.h"
#include "cli/output.h"
#include "cli/register-mend.h"
#include "cli/register-place.h"

static gboolean
refuse (GwRegister *self, GError **error)
{
  if (self->stopped)
    return gw_register_end (self, error);
  gw_error_set (error, GW_ERROR_REFUSED_WEB_ONLY, self->domain, NULL);
  return FALSE;
}

/* The host stands in the page, so that nobody is led elsewhere unseen. */
static gboolean
is_wanted (GwRegister *self)
{
  g_autofree char *provider = gw_register_provider (self);
  g_autofree char *text =
      g_strdup_printf (_ ("A new address is given out only on the website of %s:"), provider);

  self->is_told = TRUE;
  gw_output_say_paragraph (GW_STYLE_PLAIN, 0, text);
  gw_output_say (GW_STYLE_BOLD, "  %s\n", gw_attempt_page (self->attempt));
  return gw_ask_yes (_ ("Register there now? [Y/n] "), TRUE, &self->stopped);
}

/* First the password gets its place, then the page is opened. */
static gboolean
keep (GwRegister *self, GError **error)
{
  if (!gw_register_place_confirm (self, error))
    return FALSE;
  return gw_register_submit (self, error);
}

static void
open_page (GwRegister *self)
{
  g_autofree char *page = g_strdup (gw_attempt_page (self->attempt));
  g_autofree char *prompt = g_strdup_printf (_ ("Open %s in the browser? [Y/n] "), page);

  if (gw_ask_yes (prompt, TRUE, &self->stopped) && !gw_desktop_open (page, &self->stopped) &&
      !self->stopped)
    gw_output_say (GW_STYLE_WARN, "%s\n", _ ("No browser here opens it. Open it yourself."));
}

/* What has to be typed on the page. */
static void
show_account (GwRegister *self)
{
  gboolean is_with_person = self->keep->kind == GW_KEEP_PERSON;

  gw_output_say (GW_STYLE_PLAIN, _ ("Name for the website: %s"), self->name);
  gw_output_say (GW_STYLE_PLAIN, "\n");
  if (gw_register_place_is_generated (self) && !is_with_person)
    gw_output_say_paragraph (GW_STYLE_PLAIN, 0,
                             _ ("The password is kept. Type p + Enter to see it."));
}

static gboolean
use_others (GwRegister *self, GError **error)
{
  if (!gw_register_mend_name (self, NULL, error) || !gw_register_place_ask_password (self, error))
    return FALSE;
  self->is_written_down = TRUE; /* it was typed on the page before */
  return gw_register_submit (self, error);
}

/* TRUE: tested, or something else was kept. */
static gboolean
wait_for_person (GwRegister *self, GError **error)
{
  const char *const prompt = gw_register_place_is_generated (self)
                                 ? _ ("Press Enter when you are done: the address is tried out. "
                                      "(p: show the password, n: I took others) ")
                                 : _ ("Press Enter when you are done: the address is tried out. "
                                      "(n: I took another name or password) ");

  for (;;) {
    g_autofree char *answer = gw_ask_line (prompt, &self->stopped);
    if (answer == NULL)
      return gw_register_end (self, error);
    if (*answer == '\0') {
      gw_attempt_test (self->attempt);
      return TRUE;
    }
    if (g_ascii_strcasecmp (answer, "n") == 0)
      return use_others (self, error);
    if (g_ascii_strcasecmp (answer, "p") == 0 && gw_register_place_is_generated (self))
      gw_register_place_show (self);
  }
}

gboolean
gw_register_web_turn (GwRegister *self, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  const GError *why = gw_attempt_error (self->attempt);
  gboolean is_news = why && gw_error_code (why) != GW_ERROR_REFUSED_WEB_ONLY;

  if (!gw_attempt_is_kept (self->attempt)) {
    if (is_news) { /* there was no place for the password */
      g_propagate_error (error, g_error_copy (why));
      return FALSE;
    }
    if (!self->is_talk || self->chosen->next_on_refusal || !is_wanted (self))
      return refuse (self, error);
    self->is_told = FALSE;
    return keep (self, error);
  }
  if (is_news)
    gw_register_mend_tell (self, why);
  if (!self->is_away) {
    self->is_away = TRUE;
    show_account (self);
    open_page (self);
  }
  return wait_for_person (self, error);
}
