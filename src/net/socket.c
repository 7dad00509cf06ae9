/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "net/socket.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

enum { CHUNK_BYTES = 16 * 1024 };

void
gw_socket_acknowledge (int fd)
{
  int on = 1, number = errno;

  setsockopt (fd, IPPROTO_TCP, TCP_QUICKACK, &on, sizeof on);
  errno = number;
}

gsize
gw_socket_drop (int fd, gsize most)
{
  char chunk[CHUNK_BYTES];
  int number = errno;
  gsize dropped = 0;
  gssize n;

  while (dropped <= most && (n = recv (fd, chunk, sizeof chunk, MSG_DONTWAIT)) > 0)
    dropped += (gsize)n;
  errno = number;
  return dropped;
}
