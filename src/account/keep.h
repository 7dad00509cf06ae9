/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the password is kept before the server is asked for the account (design 4.5): a confirmed
 * place, or nothing is sent. Also the file of --save and the window's account sheet: 0600, new
 * only, lines address=, server=, password= (last, raw to the end of the line). Blocking; worker
 * threads. */
#pragma once

#include "base/jid.h"
#include "base/secret.h"

G_BEGIN_DECLS

typedef enum {
  GW_KEEP_KEYRING,
  GW_KEEP_FILE,
  GW_KEEP_PERSON, /* the person saw it and says so: "I wrote it down" */
} GwKeepKind;

typedef struct {
  GwKeepKind kind;
  char *path; /* of FILE, absolute; NULL else */
} GwKeep;

GwKeep *gw_keep_new (GwKeepKind kind, const char *path);
GwKeep *gw_keep_copy (const GwKeep *keep);
void gw_keep_free (GwKeep *keep);

const char *gw_keep_name (GwKeepKind kind); /* "keyring", "file", "person" */
gboolean gw_keep_kind_from_name (const char *name, GwKeepKind *kind); /* FALSE: no such name */

/* TRUE only after it was read back. GW_ERROR_FILE_EXISTS when the file is there already. */
gboolean gw_keep_store (const GwKeep *keep, const GwJid *jid, GwSecret *password, GError **error);
/* Takes away what the caller itself stored for an address that does not exist. A file that holds
 * anything else by now is left alone; of what a person wrote down nothing can be taken. */
void gw_keep_remove (const GwKeep *keep, const GwJid *jid);
/* The password back again. GW_KEEP_PERSON: GW_ERROR_NOT_IN_KEYRING, the caller has to ask. */
GwSecret *gw_keep_load (const GwKeep *keep, const GwJid *jid, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwKeep, gw_keep_free)

G_END_DECLS
