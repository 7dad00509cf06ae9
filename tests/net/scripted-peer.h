/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The other end of a connection in a test: a server that follows a script, in the same thread,
 * without ever waiting. */
#pragma once

#include <glib.h>
#include <openssl/ssl.h>

typedef enum {
  PEER_END,   /* of the script: only listens from here on */
  PEER_HEAR,  /* reads until `text` came */
  PEER_SAY,   /* sends `text` */
  PEER_TLS,   /* the server's side of a handshake */
  PEER_CLOSE, /* hangs up without a word */
} PeerVerb;

typedef struct {
  PeerVerb verb;
  const char *text;
  gsize length; /* of a text to say that holds zeros; 0: up to the first */
} PeerAct;

typedef struct {
  int fd; /* -1: closed */
  SSL *session;
  const PeerAct *act;
  gsize piece; /* most bytes in one go */
  gsize said;  /* of the present text */
  gboolean is_secure;
  GString *heard;    /* since the last PEER_HEAR was satisfied */
  GPtrArray *chunks; /* char*, what came in one read each */
} Peer;

/* Takes `fd`. `context` may be NULL for a script without TLS. */
Peer *peer_new (int fd, SSL_CTX *context, const PeerAct *script, gsize piece);
void peer_free (Peer *peer);

/* One small piece of work. FALSE: there was nothing to do. */
gboolean peer_step (Peer *peer);

/* TRUE once the other side has ended TLS properly. */
gboolean peer_was_left_politely (const Peer *peer);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Peer, peer_free)
