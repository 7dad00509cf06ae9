/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A web server for tests on loopback, in a thread of its own: it takes one visitor after the other,
 * notes what each asked for and gives the answers that it was told, whatever they are. */
#pragma once

#include "make-certificate.h"

typedef enum {
  WEB_CLOSES,      /* TLS, the answer, a proper end */
  WEB_CUTS,        /* the same, but hangs up without the end of TLS */
  WEB_HOLDS,       /* the same, but waits for the visitor to leave */
  WEB_KEEPS,       /* the same, but gives the next answer to what is asked next there */
  WEB_IS_SILENT,   /* takes the connection and says nothing at all */
  WEB_SPEAKS_PLAIN /* the answer without TLS */
} WebManner;

typedef struct {
  WebManner manner;
  const char *text;    /* "{port}" stands for the port of this server, "{accept}" for the answer
                          to the key of a WebSocket */
  const guint8 *bytes; /* behind the text; NULL: none */
  gsize length;
} WebAnswer;

typedef struct _WebPeer WebPeer;

/* The last answer is for all further questions. All arguments must outlive the peer. */
WebPeer *web_peer_new (const Certificate *certificate, const WebAnswer *answers, guint n_answers);
guint16 web_peer_port (const WebPeer *peer);

/* Waits until that many questions have got their answer (or its lack). */
void web_peer_wait (WebPeer *peer, guint questions);

/* Ends the thread. What was asked inside TLS, in order: char*, "" for a visitor who asked nothing
 * at all. */
GPtrArray *web_peer_stop (WebPeer *peer);
void web_peer_free (WebPeer *peer); /* after web_peer_stop() */
