/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A check of providers of the list. */
#include "list-check.h"

struct _GangwayListCheck {
  GangwayProviderList *list;
  GwProbe *probe;
  guint total, failed;
  GangwayListCheckFunc ended;
  gpointer data;
};

static void
arrived (const GwProbeResult *result, gpointer data)
{
  GangwayListCheck *check = data;

  if (!result) {
    check->ended (check->data);
    return;
  }
  GangwayProvider *item = gangway_provider_list_find (check->list, result->domain);
  if (item)
    gangway_provider_set_check (item, result->failed ? result->fault_text : _ ("✓ Just checked"));
  check->total++;
  check->failed += result->failed ? 1 : 0;
}

GangwayListCheck *
gangway_list_check_start (GwEngine *engine, GangwayProviderList *list, const char *const *domains,
                          GangwayListCheckFunc ended, gpointer data)
{
  g_return_val_if_fail (engine != NULL && GANGWAY_IS_PROVIDER_LIST (list), NULL);
  g_return_val_if_fail (domains != NULL && ended != NULL, NULL);

  GangwayListCheck *check = g_new0 (GangwayListCheck, 1);

  check->list = g_object_ref (list);
  check->ended = ended;
  check->data = data;
  for (const char *const *domain = domains; *domain; domain++) {
    GangwayProvider *item = gangway_provider_list_find (list, *domain);
    if (item)
      gangway_provider_set_check (item, _ ("Checking …"));
  }
  check->probe =
      gw_probe_start (engine, domains, &(GwProbePlan){.purpose = GW_PURPOSE_CHECK}, arrived, check);
  return check;
}

char *
gangway_list_check_summarize (const GangwayListCheck *check)
{
  g_return_val_if_fail (check != NULL, NULL);

  guint total = check->total, failed = check->failed;
  g_autofree char *asked = g_strdup_printf (
      ngettext_ ("%u provider was checked.", "%u providers were checked.", total), total);
  g_autofree char *out = g_strdup_printf (
      ngettext_ ("%u of them cannot be used now.", "%u of them cannot be used now.", failed),
      failed);

  return failed ? g_strdup_printf ("%s %s", asked, out) : g_steal_pointer (&asked);
}

void
gangway_list_check_free (GangwayListCheck *check)
{
  if (check == NULL)
    return;
  gw_probe_free (check->probe);
  g_object_unref (check->list);
  g_free (check);
}
