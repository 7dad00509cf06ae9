/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A proxy for tests on loopback (RFC 1928), each visitor in a thread: it notes what it was asked
 * for and leads nowhere; what follows is sent back as it came. */
#pragma once

#include <glib.h>

typedef enum {
  SOCKS_ANSWERS, /* with the code that was set for this port, 0 unless told */
  SOCKS_IS_SILENT,
  SOCKS_SPEAKS_HTTP,
  SOCKS_HANGS_UP,
} SocksManner;

typedef struct _SocksServer SocksServer;

SocksServer *socks_server_new (SocksManner manner);
void socks_server_free (SocksServer *server); /* all visitors must have left, or leave now */
guint16 socks_server_port (const SocksServer *server);

/* Answers requests for that port with this code. Only before the first visitor. */
void socks_server_refuse (SocksServer *server, guint16 port, guint8 code);

/* "a.example:5222 b.example:443", in order. Any thread; the caller's to free. */
char *socks_server_asked (SocksServer *server);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SocksServer, socks_server_free)
