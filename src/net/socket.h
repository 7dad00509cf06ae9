/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What each machine over a connected socket does with it. Both leave errno as it was. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Acknowledges what comes next at once. A server with Nagle's algorithm would wait for that (40 ms
 * each time), and the kernel forgets the wish with each acknowledgement that it delays; so after
 * each sending and receiving. Nothing for a socket that is not TCP. */
void gw_socket_acknowledge (int fd);

/* Throws away what is there to be read, about `most` bytes. How many it were. */
gsize gw_socket_drop (int fd, gsize most);

G_END_DECLS
