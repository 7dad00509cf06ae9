/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Entries of lists: their providers and their notes. */
#include "providers/list-entry.h"

#include "base/i18n.h"
#include "base/jid.h"
#include "base/limits.h"

#define ONION ".onion"
#define ACE   "xn--" /* what an A-label begins with */

static char *
place_of (const GwListEntry *entry)
{
  if (entry->number == 0)
    return g_strdup (entry->domain);
  if (entry->domain == NULL)
    return g_strdup_printf (_ ("entry %u"), entry->number);
  return g_strdup_printf (_ ("entry %u (%s)"), entry->number, entry->domain);
}

/* A hostile list has a hundred thousand faults: those that nobody will see are only counted. */
static gboolean
will_be_seen (const GwListEntry *entry)
{
  if (entry->catalogue->notes->len < GW_LIMIT_LIST_NOTES)
    return TRUE;
  entry->catalogue->n_notes++;
  return FALSE;
}

void
gw_list_entry_note (const GwListEntry *entry, const char *reason)
{
  g_return_if_fail (entry != NULL && reason != NULL);

  if (!will_be_seen (entry))
    return;
  g_autofree char *place = place_of (entry);
  gw_catalogue_note (entry->catalogue, g_strconcat (place, ": ", reason, NULL));
}

void
gw_list_entry_note_key (const GwListEntry *entry, const char *key, const char *reason)
{
  g_return_if_fail (entry != NULL && key != NULL && reason != NULL);

  if (!will_be_seen (entry))
    return;
  g_autofree char *place = place_of (entry);
  gw_catalogue_note (entry->catalogue, g_strconcat (place, ": ", key, " ", reason, NULL));
}

/* The form for the eye keeps A-labels that would not be safe to show. */
static gboolean
can_be_told_apart (const char *domain)
{
  if (strstr (domain, ACE) == NULL)
    return TRUE;
  g_autofree char *display = gw_domain_display (domain);
  return strstr (display, ACE) == NULL;
}

char *
gw_list_domain (const char *text, char **reason)
{
  g_autoptr (GError) fault = NULL;
  g_autofree char *domain = gw_domain_normalize (text, &fault);

  *reason = NULL;
  if (domain == NULL)
    *reason = g_strdup (fault->message);
  else if (!can_be_told_apart (domain))
    *reason = g_strdup_printf (
        _ ("%s mixes the letters of several scripts, or looks like another name"), domain);
  return *reason ? NULL : g_steal_pointer (&domain);
}

GwProvider *
gw_list_entry_provider (GwListEntry *entry, const char *name)
{
  g_autofree char *reason = NULL;
  g_autofree char *domain = NULL;

  g_return_val_if_fail (entry != NULL && name != NULL, NULL);

  domain = gw_list_domain (name, &reason);
  if (domain && g_str_has_suffix (domain, ONION))
    reason = g_strdup_printf (_ ("%s is an onion service, which Gangway cannot reach"), domain);
  if (reason) {
    gw_list_entry_note (entry, reason);
    return NULL;
  }
  GwProvider *present = gw_catalogue_find (entry->catalogue, domain);
  if (present) {
    entry->domain = present->domain;
    gw_list_entry_note (entry,
                        _ ("this provider stands in the list twice; the first entry counts"));
    return NULL;
  }
  GwProvider *provider = gw_catalogue_ensure (entry->catalogue, domain);
  entry->domain = provider->domain;
  return provider;
}
