/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A check of providers of the list that the person agreed to. What is seen of each is told to its
 * row. Main thread. */
#pragma once

#include "provider-list.h"

#include <gangway.h>

G_BEGIN_DECLS

typedef struct _GangwayListCheck GangwayListCheck;
typedef void (*GangwayListCheckFunc) (gpointer data); /* all have been checked */

/* `ended` is called once, never inside this call; the check may be freed in it. */
GangwayListCheck *gangway_list_check_start (GwEngine *engine, GangwayProviderList *list,
                                            const char *const *domains, GangwayListCheckFunc ended,
                                            gpointer data);
/* "3 providers were checked. …"; to free. */
char *gangway_list_check_summarize (const GangwayListCheck *check);
/* Ends what runs. */
void gangway_list_check_free (GangwayListCheck *check);

G_END_DECLS
