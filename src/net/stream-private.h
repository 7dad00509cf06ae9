/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The inside of a GwStream, shared by the machine that moves bytes (stream.c) and the part that
 * hears what the server says (stream-hear.c). */
#pragma once

#include "base/error.h"
#include "net/stream.h"

#define GW_NS_STREAM "http://etherx.jabber.org/streams"
#define GW_NS_TLS    "urn:ietf:params:xml:ns:xmpp-tls"
#define GW_NS_CLIENT "jabber:client"

typedef enum {
  GW_STREAM_PLAIN,
  GW_STREAM_SHAKING,
  GW_STREAM_SECURE,
  GW_STREAM_ENDED
} GwStreamState;

struct _GwStream {
  int fd;
  SSL *session;
  char *domain;
  gboolean want_form;
  GwStreamState state;
  gboolean may_proceed; /* the server said <proceed/>: nothing more in the clear counts ... */
  gsize clear_end;      /* ... and this many bytes did */
  GwStep want;
  GString *out; /* still to be sent */
  GwXmlParser *parser;
  gsize fed;          /* bytes given to this parser */
  gboolean is_markup; /* they began like XML */
  gsize sent;
  gint64 started;
  GwStreamReport report;
};

/* What to do with the stream's XML; data: the GwStream. */
extern const GwXmlHandler gw_stream_handler;

/* Says goodbye and ends: all was seen. */
void gw_stream_finish (GwStream *stream);

/* The same, but what the server did is an error. Nothing when it has ended already. */
void gw_stream_refuse (GwStream *stream, GwErrorCode code, const char *detail);
