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
/* As store, over the file that the caller itself wrote for `before` (another name was tried). A
 * file that holds anything else is left alone: GW_ERROR_FILE_EXISTS. Only for GW_KEEP_FILE. */
gboolean gw_keep_replace (const GwKeep *keep, const GwJid *before, const GwJid *jid,
                          GwSecret *password, GError **error);
/* The password back again. GW_KEEP_PERSON: GW_ERROR_NOT_IN_KEYRING, the caller has to ask. */
GwSecret *gw_keep_load (const GwKeep *keep, const GwJid *jid, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwKeep, gw_keep_free)

G_END_DECLS
