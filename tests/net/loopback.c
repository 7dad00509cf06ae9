/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loopback.h"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

enum { TRIES = 50 };

/* Somebody else may have the port of TCP. */
guint16
loopback_pair (int *udp, int *refusing)
{
  for (int tries = 0; tries < TRIES; tries++) {
    struct sockaddr_in here = {.sin_family = AF_INET, .sin_addr.s_addr = htonl (INADDR_LOOPBACK)};
    socklen_t size = sizeof here;

    *udp = socket (AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    *refusing = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    g_assert_cmpint (bind (*udp, (struct sockaddr *)&here, size), ==, 0);
    g_assert_cmpint (getsockname (*udp, (struct sockaddr *)&here, &size), ==, 0);
    if (bind (*refusing, (struct sockaddr *)&here, size) == 0)
      return ntohs (here.sin_port);
    close (*udp);
    close (*refusing);
  }
  g_assert_not_reached ();
}

void
loopback_end (int udp)
{
  struct sockaddr_in here;
  socklen_t size = sizeof here;

  g_assert_cmpint (getsockname (udp, (struct sockaddr *)&here, &size), ==, 0);
  sendto (udp, "", 0, 0, (struct sockaddr *)&here, size);
}
