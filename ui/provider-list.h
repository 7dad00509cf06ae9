/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The ranked list as a model for the list view, and what can be asked of it. Knows no network.
 * Main thread. */
#pragma once

#include "provider-item.h"

G_BEGIN_DECLS

#define GANGWAY_TYPE_PROVIDER_LIST (gangway_provider_list_get_type ())
G_DECLARE_FINAL_TYPE (GangwayProviderList, gangway_provider_list, GANGWAY, PROVIDER_LIST, GObject)

/* Empty; load it. */
GangwayProviderList *gangway_provider_list_new (void);

/* Reads the profile's list and ranks it. Providers that were in it before stay the same objects,
 * so that a selection and what their checks saw survive. */
void gangway_provider_list_load (GangwayProviderList *self, const GwProfile *profile);

/* Of GangwayProvider, in ranked order, but inside a tier those first that take people in the app;
 * those that are not suitable come last. */
GListModel *gangway_provider_list_get_model (GangwayProviderList *self);
/* Why it is empty, or NULL. */
const GError *gangway_provider_list_get_error (GangwayProviderList *self);
/* Days since 1970; 0: not stated. */
gint32 gangway_provider_list_get_date (GangwayProviderList *self);

/* Borrowed; NULL: not in it. */
GangwayProvider *gangway_provider_list_find (GangwayProviderList *self, const char *domain);

/* The best ones that may be checked together, at most `max`; NULL-terminated, to free. */
char **gangway_provider_list_candidates (GangwayProviderList *self, guint max);

/* The best provider that takes people in the app and is not in `tried` (domains as keys).
 * Borrowed; NULL: none. */
const char *gangway_provider_list_next (GangwayProviderList *self, GHashTable *tried);

G_END_DECLS
