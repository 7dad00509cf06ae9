/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of apps that take an account by a code: which payload each reads, and what to press
 * there. A new app is one row; a new payload format one file (export/payload-*.c) and one entry
 * here. */
#pragma once

#include "base/jid.h"
#include "base/secret.h"

G_BEGIN_DECLS

typedef struct {
  const char *id;       /* "conversations" */
  const char *name;     /* "Conversations" */
  const char *platform; /* "Android", "iPhone, iPad, Mac", "Linux" */
  const char *where;    /* N_(): where its scanner is, as one sentence */
  const char *warning;  /* N_(): what to know before; NULL: nothing */
  /* The payload; pure ASCII, no newline. Free it with gw_wipe_free(). */
  char *(*payload) (const GwJid *jid, GwSecret *password);
} GwApp;

const GwApp *gw_apps (void);               /* ends with a NULL id */
const GwApp *gw_app_find (const char *id); /* NULL: no such app takes a code */

/* {"protocol":"xmpp","address":...,"password":...}: Conversations issue 3796, read by Conversations
 * and Monal. */
char *gw_payload_json (const GwJid *jid, GwSecret *password);
/* xmpp:user@host?login;password=... : read by Kaidan's scanner only; no XEP. Never a link, never an
 * argument. */
char *gw_payload_login_uri (const GwJid *jid, GwSecret *password);

G_END_DECLS
