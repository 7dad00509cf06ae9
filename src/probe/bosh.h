/* SPDX-License-Identifier: GPL-3.0-or-later */
/* BOSH, XMPP in single HTTPS requests: the bodies of an anonymous look at the features, and what
 * the answers say (XEP-0124, XEP-0206). Pure. A session is made by gw_bosh_create(), asked again by
 * gw_bosh_poll() when the first answer held no features yet, and always ended by
 * gw_bosh_terminate(): a server would keep it for a minute. */
#pragma once

#include "net/xml.h"

G_BEGIN_DECLS

#define GW_BOSH_CONTENT_TYPE "text/xml; charset=utf-8"
/* Any origin: what a web client on somebody's own page would send. */
#define GW_BOSH_ORIGIN "https://client.invalid"

/* Request ids go up by one with each request of a session and stay below 2^53 (XEP-0124 section
 * 14.1): begin with a random number of at most this. */
#define GW_BOSH_RID_MAX ((guint64)1 << 52)

/* Bodies of POST requests; caller frees. `domain`: A-label. */
char *gw_bosh_create (const char *domain, guint64 rid);
char *gw_bosh_poll (const char *sid, guint64 rid);
char *gw_bosh_terminate (const char *sid, guint64 rid);

typedef struct {
  char *sid;           /* NULL: none was said (it is said once, in the first answer) */
  GwXml *features;     /* <stream:features/>; NULL: not in this answer */
  gboolean terminated; /* the server ended the session, or did not begin one */
  char *condition; /* why: "host-unknown"; of a remote-stream-error that of the stream; NULL: not
                      said */
} GwBoshReply;

/* FALSE: GW_ERROR_BAD_XML or GW_ERROR_TOO_LARGE, or GW_ERROR_NOT_XMPP when it is XML but no
 * <body/>; the reply is zeroed then. `host` is for the words of errors. */
gboolean gw_bosh_read (const char *bytes, gsize length, const char *host, GwBoshReply *reply,
                       GError **error);
void gw_bosh_reply_clear (GwBoshReply *reply);

/* Of a terminated session: sets the error that its condition means: GW_ERROR_WRONG_HOST for a
 * domain that is not served there, else GW_ERROR_STREAM. */
void gw_bosh_reply_set_error (const GwBoshReply *reply, const char *domain, GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (GwBoshReply, gw_bosh_reply_clear)

G_END_DECLS
