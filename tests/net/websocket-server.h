/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The server's side of a WebSocket, written for tests without a line of the client's. */
#pragma once

#include <glib.h>

/* The answer to the key in this request (RFC 6455 section 4.2.2); NULL: there is none in it. */
char *websocket_server_accept (const char *request);

#define WS_FIN   0x80
#define WS_TEXT  0x81 /* whole */
#define WS_CLOSE 0x88
#define WS_PING  0x89
#define WS_PONG  0x8a

/* Appends a frame without a mask: its first byte and the payload. */
void websocket_server_frame (GByteArray *out, guint8 first, const void *payload, gsize length);

/* What a client sent behind its request, one line a frame: "81 <open/>", with bytes that cannot be
 * shown as "?"; each must be masked, and whole. */
char *websocket_server_read (const char *bytes, gsize length);
