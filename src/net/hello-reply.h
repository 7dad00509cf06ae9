/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads what a server says to a hello of net/hello, byte by byte if need be, until the first
 * message has decided it. Bytes -> struct, nothing else. RFC 5246 sections 6.2, 7.2 and 7.4.1.3,
 * RFC 8446 sections 4.1.3 and 5.1.
 *
 * ServerHello decides for ACCEPTED, but only when it picks what the question offered: anything else
 * is a server that answers at random, and proves nothing. (HelloRetryRequest is a ServerHello that
 * picks TLS 1.3, which no question offers.) An alert decides for REFUSED unless it is a warning,
 * after which the server may go on. */
#pragma once

#include "net/hello.h"

G_BEGIN_DECLS

typedef enum {
  GW_HELLO_NOT_ASKED,
  GW_HELLO_NO_ANSWER, /* none, or none that TLS knows: nothing was learnt */
  GW_HELLO_REFUSED,
  GW_HELLO_ACCEPTED,
} GwHelloAnswer;

typedef struct {
  GwHelloAnswer answer;
  guint16 version, suite; /* as on the wire; of an accepted one, else 0 */
  guint8 compression;     /* 0: none; of an accepted one */
  int alert;              /* description of the last alert (RFC 8446 section 6); -1: none came */
  const char *fault;      /* why a reply counted for none, in technical words for brackets; static;
                             NULL: nothing came, or it counted */
} GwHelloReply;

typedef struct _GwHelloReader GwHelloReader;

GwHelloReader *gw_hello_reader_new (GwHelloKind kind);
void gw_hello_reader_free (GwHelloReader *reader);

/* TRUE once it is decided; what comes after is not looked at. Never takes more than
 * GW_LIMIT_HELLO_REPLY bytes. */
gboolean gw_hello_reader_feed (GwHelloReader *reader, const guint8 *bytes, gsize length);

/* The connection has ended. Without a word it is a refusal, in the middle of one it is nothing. */
void gw_hello_reader_end (GwHelloReader *reader);

/* Borrowed. Before it is decided: NO_ANSWER. */
const GwHelloReply *gw_hello_reader_reply (const GwHelloReader *reader);

/* The same for an answer that lies there whole. `closed`: the connection ended after it. */
GwHelloReply gw_hello_reply_read (GwHelloKind kind, const guint8 *bytes, gsize length,
                                  gboolean closed);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwHelloReader, gw_hello_reader_free)

G_END_DECLS
