/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An engine and a web server that it may ask, with a name server between them and one certificate
 * authority around them. */
#pragma once

#include "engine-room.h"
#include "name-server.h"
#include "net/http.h"
#include "web-peer.h"

#define HOST "list.example"
#define OK_HELLO                                                                                   \
  "HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=utf-8\r\nETag: \"v2\"\r\n"           \
  "Last-Modified: Sun, 22 Nov 2026 10:00:00 GMT\r\nContent-Length: 5\r\n\r\nhello"
#define SENT_TO(place) "HTTP/1.1 302 Found\r\nLocation: " place "\r\nContent-Length: 3\r\n\r\nbye"

#define HEAD(length) "HTTP/1.1 200 OK\r\nContent-Length: " length "\r\n\r\n"
#define TO_THE_END   "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"
#define CHUNKED      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"

enum { WEB_WORLD_CAP = 1000 }; /* bytes that a body may have */

/* Before the first and after the last world. */
void web_world_begin (void);
void web_world_end (void);
extern Certificate *web_world_authority, *web_world_certificate; /* for HOST and other.example */
extern char *web_world_authority_file;

typedef struct {
  EngineRoom room;
  NameServer *names;
  WebPeer *peer;
  GwHttpRequest request;
  char *url;
  GwHttp *http;
  /* written in the engine before its report */
  int status;
  char *from, *type, *etag, *modified;
  char *allow_origin, *allow_methods, *allow_headers;
  char *leaf; /* sha-256 of the certificate that was shown; NULL: no handshake finished */
  GBytes *body;
  GError *error;
} World;

/* HOST, www.HOST and other.example lead to the server, slow.example is never answered for. The
 * request is for /x?y=1 of HOST and may be changed. */
void world_init (World *world, const Certificate *shown, const WebAnswer *answers, guint n_answers,
                 gboolean allow_local);
void world_clear (World *world);
void world_set_url (World *world, const char *host); /* its page "/" */

/* Engine thread. */
void world_start (gpointer world);
void world_cancel (gpointer world);
/* Starts the request and waits for its end. */
void world_run (World *world);

void world_assert_body (const World *world, const char *expected);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (World, world_clear)
