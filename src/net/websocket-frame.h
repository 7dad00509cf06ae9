/* SPDX-License-Identifier: GPL-3.0-or-later */
/* WebSocket frames as a client writes and reads them (RFC 6455 section 5), without extensions.
 * Bytes -> structs, pure. Hostile input: one message is at most GW_LIMIT_XML_ELEMENT bytes, and all
 * that a reader takes GW_LIMIT_XML_STREAM. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  GW_FRAME_TEXT = 0x1,
  GW_FRAME_BINARY = 0x2,
  GW_FRAME_CLOSE = 0x8,
  GW_FRAME_PING = 0x9,
  GW_FRAME_PONG = 0xa,
} GwFrameKind;

/* Appends one whole frame, masked as a client must (section 5.3). `mask` is its key in network
 * order: new and not to be guessed for each frame. */
void gw_frame_append (GString *out, GwFrameKind kind, const char *payload, gsize length,
                      guint32 mask);

/* The payload of a close frame (section 5.5.1): normal end. */
#define GW_FRAME_CLOSE_NORMAL "\x03\xe8"

/* A message: what one data frame or all its fragments held, or a control frame. */
typedef struct {
  GwFrameKind kind;
  const char *bytes; /* the reader's, until the next call on it; 0-terminated behind `length` */
  gsize length;
  guint16 close_code; /* of a close frame; 0: it gives none */
} GwFrame;

typedef struct _GwFrameReader GwFrameReader;

typedef enum {
  GW_FRAME_WAITING, /* more bytes are needed */
  GW_FRAME_READ,
  GW_FRAME_BROKEN, /* and nothing more will be read */
} GwFrameState;

GwFrameReader *gw_frame_reader_new (void);
void gw_frame_reader_free (GwFrameReader *reader);

/* Takes bytes as they come; those after a fault or over the limit are dropped. */
void gw_frame_reader_feed (GwFrameReader *reader, const char *bytes, gsize length);

/* The next message; control frames come before the message in whose middle they stand. BROKEN:
 * `error` is GW_ERROR_TOO_LARGE, or GW_ERROR_NOT_XMPP for a breach of the protocol (reserved bits
 * or kinds, a mask, a lone or missing continuation, a control frame that is long or cut, a length
 * that is not the shortest, a close code that may not be sent), about `host`. */
GwFrameState gw_frame_reader_next (GwFrameReader *reader, const char *host, GwFrame *frame,
                                   GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwFrameReader, gw_frame_reader_free)

G_END_DECLS
