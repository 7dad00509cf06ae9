/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keyring, file, or the person. */
#include "cli/register-place.h"

#include "cli/ask.h"
#include "cli/output.h"

#define TRIES 5 /* at typing a password twice */

/* xterm's second screen: what was on it is in no scrollback. */
#define ENTER_SCREEN "\033[?1049h\033[2J\033[1;1H"
#define LEAVE_SCREEN "\033[2J\033[?1049l"

/* --- where it is kept --------------------------------------------------------------------------
 */

/* The keyring, if need be after its prompt; NULL and why not. */
static GwKeep *
choose_keyring (GError **error)
{
  g_autoptr (GError) fault = NULL;

  if (gw_keyring_is_ready (&fault) ||
      (gw_error_code (fault) == GW_ERROR_KEYRING_LOCKED && gw_keyring_unlock (NULL)))
    return gw_keep_new (GW_KEEP_KEYRING, NULL);
  g_propagate_error (error, g_steal_pointer (&fault));
  return NULL;
}

static GwKeep *
choose_keep (const GwRegister *self, GError **error)
{
  const char *save = self->chosen->save;
  g_autoptr (GError) fault = NULL;

  if (save) {
    if (!g_file_test (save, G_FILE_TEST_EXISTS | G_FILE_TEST_IS_SYMLINK))
      return gw_keep_new (GW_KEEP_FILE, save);
    gw_error_set (error, GW_ERROR_FILE_EXISTS, save, NULL);
    return NULL;
  }
  GwKeep *keep = choose_keyring (&fault);
  if (keep)
    return keep;
  if (self->is_talk)
    return gw_keep_new (GW_KEEP_PERSON, NULL);
  gw_error_set (error, gw_error_code (fault), NULL, _ ("--save FILE keeps the account in a file"));
  return NULL;
}

/* --- whose it is -------------------------------------------------------------------------------
 */

/* What is worth nothing in a password: the others know it as well. */
static GwStrength
judge (const GwRegister *self, GwSecret *password)
{
  const char *known[] = {self->domain, NULL, NULL, NULL};
  guint n = 1;

  if (self->name)
    known[n++] = self->name;
  if (self->extras && self->extras->display_name)
    known[n++] = self->extras->display_name;
  return gw_password_strength (password, known);
}

/* Whether the person wants this one. */
static gboolean
is_wanted (GwRegister *self, GwSecret *password)
{
  GwStrength strength = judge (self, password);

  gw_output_say_paragraph (strength == GW_STRENGTH_WEAK ? GW_STYLE_WARN : GW_STYLE_PLAIN, 0,
                           gw_strength_text (strength));
  return strength != GW_STRENGTH_WEAK ||
         gw_ask_yes (_ ("Use it all the same? [y/N] "), FALSE, &self->stopped);
}

/* NULL and no error: try again. */
static GwSecret *
type_twice (GwRegister *self, GError **error)
{
  g_autoptr (GError) fault = NULL;
  g_autoptr (GwSecret) typed = gw_ask_secret (_ ("Password (not shown): "), &self->stopped);
  g_autoptr (GwSecret) password = typed ? gw_password_prepare (typed, &fault) : NULL;

  if (typed == NULL) {
    gw_error_set (error, GW_ERROR_CANCELLED, self->domain, NULL);
    return NULL;
  }
  if (password == NULL) {
    gw_output_error (fault);
    return NULL;
  }
  if (!is_wanted (self, password))
    return NULL;
  g_autoptr (GwSecret) again = gw_ask_secret (_ ("The same once more: "), &self->stopped);
  if (again && gw_secret_equal (typed, again))
    return g_steal_pointer (&password);
  if (!self->stopped)
    gw_output_say (GW_STYLE_WARN, "%s\n", _ ("These were two different ones."));
  return NULL;
}

gboolean
gw_register_place_ask_password (GwRegister *self, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  GError *fault = NULL;

  for (int i = 0; i < TRIES && !self->stopped; i++) {
    GwSecret *password = type_twice (self, &fault);
    if (password) {
      gw_secret_unref (self->password);
      self->password = password;
      self->is_written_down = FALSE;
      self->is_typed = TRUE;
      return TRUE;
    }
    if (fault)
      break;
  }
  g_clear_error (&fault);
  return gw_register_end (self, error);
}

gboolean
gw_register_place_choose (GwRegister *self, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  self->keep = choose_keep (self, error);
  if (self->keep == NULL)
    return FALSE;
  if (self->chosen->ask_password)
    return gw_register_place_ask_password (self, error);
  self->password = self->chosen->password_fd >= 0
                       ? gw_secret_read_fd (self->chosen->password_fd, error)
                       : gw_secret_generate ();
  return self->password != NULL;
}

gboolean
gw_register_place_is_generated (const GwRegister *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->chosen->password_fd < 0 && !self->is_typed;
}

/* --- how the person sees it --------------------------------------------------------------------
 */

static gboolean
is_plain_terminal (void)
{
  return g_strcmp0 (g_getenv ("TERM"), "dumb") == 0;
}

static void
print_account (const GwRegister *self, const char *sentence)
{
  g_autofree char *provider = gw_register_provider (self);

  g_printerr ("%s%s\n\n  %s %s@%s\n  %s ", is_plain_terminal () ? "" : ENTER_SCREEN, sentence,
              _ ("Address: "), self->name, provider, _ ("Password:"));
  g_printerr ("%s\n\n", gw_secret_peek (self->password));
}

static void
hide_account (void)
{
  if (!is_plain_terminal ())
    g_printerr (LEAVE_SCREEN);
}

void
gw_register_place_show (GwRegister *self)
{
  g_return_if_fail (self != NULL && self->password != NULL);

  print_account (self, _ ("This is shown until you press Enter."));
  g_free (gw_ask_line ("", &self->stopped));
  hide_account ();
}

/* A password that the person gave is not shown: it is there already. */
gboolean
gw_register_place_confirm (GwRegister *self, GError **error)
{
  g_return_val_if_fail (self != NULL && self->keep != NULL, FALSE);

  gboolean is_shown = gw_register_place_is_generated (self);

  if (self->keep->kind != GW_KEEP_PERSON || self->is_written_down)
    return TRUE;
  if (is_shown)
    print_account (self, _ ("There is no keyring here that could keep the password. Write it down: "
                            "it is shown only now."));
  self->is_written_down =
      gw_ask_yes (_ ("Do you have the password written down? [y/N] "), FALSE, &self->stopped);
  if (is_shown)
    hide_account ();
  if (!self->is_written_down)
    gw_error_set (error, self->stopped ? GW_ERROR_CANCELLED : GW_ERROR_NOT_KEPT, self->domain,
                  NULL);
  return self->is_written_down;
}
