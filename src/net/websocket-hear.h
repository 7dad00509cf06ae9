/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Listening to a server on a WebSocket (RFC 7395): the bytes inside TLS in, what was seen and what
 * is to be said out. Pure, so that what was recorded is heard again just as it was the first time.
 * GwWebSocketTalk moves the bytes. */
#pragma once

#include "base/error.h"
#include "net/tls.h"
#include "net/websocket-frame.h"
#include "net/websocket-upgrade.h"
#include "net/xml.h"

G_BEGIN_DECLS

/* What was seen; complete once the hearing has ended, partial before. */
typedef struct {
  char *key;                      /* that we asked with */
  GwUpgrade upgrade;              /* `status` 0: no answer of HTTP came */
  gboolean opened;                /* the server's <open/> came */
  char *from, *id, *version;      /* of it; NULL: absent */
  char *see_other;                /* where a <close/> sends us instead; NULL: nowhere */
  GwXml *features;                /* NULL: none seen */
  GwTlsEvidence *tls;             /* NULL: no handshake finished */
  GString *in;                    /* as it came, at most GW_LIMIT_KEPT_STREAM bytes */
  gsize bytes_in;                 /* in all */
  gint64 upgrade_us, features_us; /* microseconds after the first step; 0: not reached */
  /* What ended it early; NULL: it went through. GW_ERROR_CERT_* (nothing was said then),
   * _TLS_FAILED, _HANGUP, _CONNECT_*, _TIMEOUT; _HTTP_STATUS: no WebSocket; _NOT_XMPP: one without
   * XMPP, or broken frames; _BAD_XML, _TOO_LARGE; _STREAM, _WRONG_HOST: the server's own word. */
  GError *error;
} GwWebSocketSeen;

GwWebSocketSeen *gw_websocket_seen_new (void); /* zeroed, but for an empty `in` */
void gw_websocket_seen_free (GwWebSocketSeen *seen);

/* Zeroed, then the first five set. */
typedef struct {
  GwWebSocketSeen *seen; /* borrowed, its key set; filled */
  const char *host;      /* of the web server; borrowed; for the words of errors */
  const char *domain;    /* A-label of the XMPP domain; borrowed */
  GString *out;          /* borrowed; what is to be said next is appended */
  gint64 started;        /* monotonic, for the times */

  GString *head;         /* of the answer, while it is not whole */
  GwFrameReader *reader; /* after the upgrade */
  gboolean is_leaving;   /* the server may say nothing more: a close frame came */
  gboolean ended;        /* all was seen, or `seen->error` says what went wrong */
} GwWebSocketHearing;

/* The first words: the request to upgrade. */
void gw_websocket_hearing_begin (GwWebSocketHearing *hearing, const GwHttpUrl *url);
void gw_websocket_hearing_take (GwWebSocketHearing *hearing, const char *bytes, gsize length);
/* What the server does is an error. Nothing when it has ended already. */
void gw_websocket_hearing_end (GwWebSocketHearing *hearing, GwErrorCode code, const char *detail);
/* What to say on the way out, as far as it is a WebSocket already. */
void gw_websocket_hearing_bid_farewell (GwWebSocketHearing *hearing);
void gw_websocket_hearing_clear (GwWebSocketHearing *hearing);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwWebSocketSeen, gw_websocket_seen_free)

G_END_DECLS
