/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the list to the servers of a bulk probe. */
#include "cli/probe-targets.h"

#include "cli/ask.h"
#include "cli/interrupt.h"
#include "cli/opt.h"

static gboolean
is_against_tests (const GwProvider *provider)
{
  const GwFact *fact = &provider->facts.at[GW_FACT_TESTING_ALLOWED];

  return fact->known && !fact->value.yes;
}

char **
gw_probe_targets_listed (const GwCatalogue *catalogue)
{
  g_return_val_if_fail (catalogue != NULL, NULL);

  GPtrArray *domains = g_ptr_array_new ();
  for (guint i = 0; i < catalogue->providers->len; i++) {
    const GwProvider *provider = catalogue->providers->pdata[i];
    if (!is_against_tests (provider))
      g_ptr_array_add (domains, g_strdup (provider->domain));
  }
  g_ptr_array_add (domains, NULL);
  return (char **)g_ptr_array_free (domains, FALSE);
}

gboolean
gw_probe_targets_agree (char *const *domains, GMainLoop *loop, GError **error)
{
  guint count = g_strv_length ((char **)domains);
  GwInterrupt interrupt;

  if (!gw_ask_is_possible ())
    return gw_opt_refuse (error, "%s",
                          _ ("--all-listed asks before it contacts them; without a terminal, add "
                             "--yes"));
  g_autofree char *names = g_strjoinv (", ", (char **)domains);
  g_printerr ("%s\n\n", names);
  g_autofree char *question = g_strdup_printf (
      ngettext_ ("Each of them sees the address of this computer. Contact this %u server? [y/N] ",
                 "Each of them sees the address of this computer. Contact these %u servers? [y/N] ",
                 count),
      count);
  gw_interrupt_begin (&interrupt, loop);
  gboolean agreed = gw_ask_yes (question, FALSE, &interrupt.was_interrupted);
  if (!gw_interrupt_end (&interrupt, error))
    return FALSE;
  if (!agreed)
    gw_error_set (error, GW_ERROR_CANCELLED, NULL, NULL);
  return agreed;
}
