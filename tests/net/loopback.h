/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sockets of name servers of our own. */
#pragma once

#include <glib.h>

/* A UDP socket on a port of 127.0.0.1, and a socket that keeps the same port of TCP closed. Returns
 * the port. */
guint16 loopback_pair (int *udp, int *refusing);

/* Sends an empty packet to a socket, for who reads it in another thread: the end. */
void loopback_end (int udp);
