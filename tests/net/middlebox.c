/* SPDX-License-Identifier: GPL-3.0-or-later */
/* RFC 1035 as far as questions and heads of answers go. */
#include "middlebox.h"

#include "loopback.h"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

enum { HEADER = 12, PACKET = 4096, TYPE_A = 1, TYPE_DS = 43, TYPE_DNSKEY = 48, WAIT_S = 2 };
enum {
  FORMERR = 1,
  SERVFAIL = 2,
  NO_NAME = 3,
  RESPONSE = 0x80,
  TRUNCATED = 0x02,
  RECURSION = 0x80
};

struct _Middlebox {
  int fd;       /* to who asks */
  int refusing; /* the same port of TCP */
  int upstream; /* to the name server */
  MiddleboxManner manner;
  char *resolver;
  GThread *thread;
};

typedef struct {
  guint8 bytes[PACKET];
  gsize length;
  gsize end; /* of the question */
  guint16 type;
} Packet;

static gboolean
read_question (Packet *packet)
{
  gsize at = HEADER;

  while (at < packet->length && packet->bytes[at] != 0)
    at += packet->bytes[at] + 1u;
  packet->end = at + 5;
  if (packet->end > packet->length)
    return FALSE;
  packet->type = (guint16)(packet->bytes[at + 1] << 8 | packet->bytes[at + 2]);
  return TRUE;
}

/* An answer without records. */
static void
answer_shortly (Packet *packet, guint8 flags, guint8 code)
{
  packet->bytes[2] |= RESPONSE | flags;
  packet->bytes[3] = RECURSION | code;
  memset (packet->bytes + 6, 0, HEADER - 6);
  packet->length = packet->end;
}

static void
answer_with_address (Packet *packet)
{
  static const guint8 record[] = {0xc0, HEADER, 0, TYPE_A, 0, 1, 0, 0, 0, 60, 0, 4, 127, 0, 0, 66};

  answer_shortly (packet, 0, 0);
  packet->bytes[7] = 1;
  memcpy (packet->bytes + packet->length, record, sizeof record);
  packet->length += sizeof record;
}

static gboolean
is_about (const Packet *packet, guint16 type)
{
  static const guint8 name[] = "\6signed\7example"; /* with the root's 0 */

  return packet->type == type && packet->end == HEADER + sizeof name + 4 &&
         g_ascii_strncasecmp ((const char *)packet->bytes + HEADER, (const char *)name,
                              sizeof name) == 0;
}

/* TRUE: it is answered here. */
static gboolean
spoil_question (MiddleboxManner manner, Packet *packet)
{
  gboolean has_edns = packet->bytes[11] > 0;

  if (manner == MIDDLEBOX_STRIPS) {
    packet->bytes[11] = 0;
    packet->length = packet->end;
  } else if (manner == MIDDLEBOX_REFUSES_EDNS && has_edns) {
    answer_shortly (packet, 0, FORMERR);
    return TRUE;
  } else if ((manner == MIDDLEBOX_LOSES_KEYS && is_about (packet, TYPE_DNSKEY)) ||
             (manner == MIDDLEBOX_LOSES_DS && is_about (packet, TYPE_DS))) {
    answer_shortly (packet, 0, SERVFAIL);
    return TRUE;
  } else if (manner == MIDDLEBOX_CUTS_KEYS && is_about (packet, TYPE_DNSKEY)) {
    answer_shortly (packet, TRUNCATED, 0);
    return TRUE;
  }
  return FALSE;
}

/* FALSE: nothing came. */
static gboolean
pass_on (Middlebox *box, Packet *packet)
{
  guint8 id[2] = {packet->bytes[0], packet->bytes[1]};
  gssize length;

  send (box->upstream, packet->bytes, packet->length, 0);
  do
    length = recv (box->upstream, packet->bytes, PACKET, 0);
  while (length >= HEADER && memcmp (id, packet->bytes, sizeof id) != 0);
  if (length < HEADER)
    return FALSE;
  packet->length = (gsize)length;
  return TRUE;
}

static gpointer
serve (gpointer data)
{
  Middlebox *box = data;

  for (;;) {
    Packet packet;
    struct sockaddr_in from;
    socklen_t size = sizeof from;
    gssize length = recvfrom (box->fd, packet.bytes, PACKET, 0, (struct sockaddr *)&from, &size);

    if (length < HEADER) /* the end, see middlebox_free() */
      return NULL;
    packet.length = (gsize)length;
    if (!read_question (&packet))
      continue;
    if (!spoil_question (box->manner, &packet)) {
      if (!pass_on (box, &packet))
        continue;
      if (box->manner == MIDDLEBOX_REWRITES && packet.type == TYPE_A &&
          (packet.bytes[3] & 0xf) == NO_NAME)
        answer_with_address (&packet);
    }
    sendto (box->fd, packet.bytes, packet.length, 0, (struct sockaddr *)&from, size);
  }
}

Middlebox *
middlebox_new (guint16 port, MiddleboxManner manner)
{
  Middlebox *box = g_new0 (Middlebox, 1);
  struct sockaddr_in there = {
      .sin_family = AF_INET, .sin_port = htons (port), .sin_addr.s_addr = htonl (INADDR_LOOPBACK)};
  struct timeval wait = {.tv_sec = WAIT_S};
  guint16 own;

  box->manner = manner;
  own = loopback_pair (&box->fd, &box->refusing);
  box->resolver = g_strdup_printf ("127.0.0.1@%u", own);
  box->upstream = socket (AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  setsockopt (box->upstream, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
  g_assert_cmpint (connect (box->upstream, (struct sockaddr *)&there, sizeof there), ==, 0);
  box->thread = g_thread_new ("middlebox", serve, box);
  return box;
}

void
middlebox_free (Middlebox *box)
{
  loopback_end (box->fd);
  g_thread_join (box->thread);
  close (box->fd);
  close (box->refusing);
  close (box->upstream);
  g_free (box->resolver);
  g_free (box);
}

const char *
middlebox_resolver (const Middlebox *box)
{
  return box->resolver;
}
