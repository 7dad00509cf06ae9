/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From HTTP to WebSocket (RFC 6455 section 4, RFC 7395 section 3.1): the request, and what the
 * answer says. Bytes -> structs, pure. */
#pragma once

#include "net/http-url.h"

G_BEGIN_DECLS

/* `key`: 16 random bytes in base64. Caller frees. */
char *gw_upgrade_request (const GwHttpUrl *url, const char *key);

/* What the server must answer to that key (section 4.2.2). Caller frees. */
char *gw_upgrade_accept (const char *key);

/* The length of the head of an answer with its empty line; 0: there is more to come. */
gsize gw_upgrade_head_length (const char *bytes, gsize length);

typedef struct {
  int status;           /* 0: this is not HTTP/1 */
  gboolean upgraded;    /* 101, and both headers say that this is a WebSocket now */
  gboolean accept_ok;   /* the answer is to our key */
  gboolean protocol_ok; /* the server speaks "xmpp" on it, and no extension that we do not know */
  char *location;       /* of a redirect, as it stands there, printable; NULL: none */
} GwUpgrade;

/* `head`: of gw_upgrade_head_length() bytes. A header that must stand once counts as wrong when it
 * stands there twice. */
void gw_upgrade_judge (const char *head, gsize length, const char *key, GwUpgrade *upgrade);
void gw_upgrade_clear (GwUpgrade *upgrade);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (GwUpgrade, gw_upgrade_clear)

G_END_DECLS
