/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One entry of somebody's list: where it stands, which provider it is about, and the notes about
 * what was not taken of it. Internal to the room. */
#pragma once

#include "providers/provider.h"

G_BEGIN_DECLS

typedef struct {
  GwCatalogue *catalogue;
  guint number;       /* of the entry, from 1; 0: the document is about one provider only */
  const char *domain; /* borrowed; NULL: not known */
} GwListEntry;

/* "entry 17 (yax.im): REASON". The second puts the name of a key before it: `reason` then goes on
 * with a sentence whose subject that is ("is not a number"). Both translated. */
void gw_list_entry_note (const GwListEntry *entry, const char *reason);
void gw_list_entry_note_key (const GwListEntry *entry, const char *key, const char *reason);

/* The A-label, owned; NULL and a translated reason, owned: no name, a number, letters that cannot
 * be told from those of another name. */
char *gw_list_domain (const char *text, char **reason);

/* The new provider of that name, borrowed, also in the entry; NULL and a note: unusable, an
 * onion service, or in the catalogue already, since mixing two entries would invent a third. */
GwProvider *gw_list_entry_provider (GwListEntry *entry, const char *name);

G_END_DECLS
