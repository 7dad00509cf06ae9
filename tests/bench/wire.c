/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A slow wire between two interfaces of this network namespace: each IPv4 packet that comes in at
 * one leaves by the other half a round trip later, TCP handshakes and datagrams too. It loses
 * nothing, keeps the order, and needs no netem; tests/bench/link.py puts up the interfaces.
 *
 *   wire LEFT RIGHT
 *
 * Commands on standard input, one a line, each answered by one line:
 *
 *   delay US   each way, from now on; what was noted is forgotten   "ok"
 *   tell       "LATE LOST COUNT": by how much the latest packet was late (us), how many found no
 * room since the start, how many lines follow, one a packet: "NS SIDE PROTOCOL CLIENT PORT FLAGS
 * BYTES": when it came (CLOCK_MONOTONIC), 0 from LEFT or 1 from RIGHT, that of IP, the ports at
 * LEFT and at RIGHT, TCP flags, payload
 *
 * The kernel writes packets into a ring that both sides see (packet_mmap); a packet waits there
 * until it is due, so nothing is copied and a preempted wire makes none late by more than that. */
#include <glib.h>
#include <linux/if_packet.h>
#include <linux/virtio_net.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

enum { FRAME_BYTES = 2048, BLOCK_BYTES = 256 * 1024, BLOCKS = 64 }; /* per end: 8192 packets */
enum { FRAMES = BLOCK_BYTES / FRAME_BYTES * BLOCKS };

enum { MAX_PACKETS = 1000 * 1000 };

#define NS_PER_S G_GINT64_CONSTANT (1000000000)

typedef struct {
  int fd;
  guint8 *ring;
  guint head; /* the oldest frame that was not passed on */
} End;

typedef struct {
  gint64 came;
  int side, protocol, client, port, flags, bytes;
  guint peer;
} Packet;

typedef struct {
  End ends[2]; /* left, right */
  gint64 delay, late;
  guint64 lost;
  GArray *packets; /* Packet */
} Wire;

static void
die (const char *what)
{
  perror (what);
  exit (1);
}

static gint64
clock_ns (clockid_t clock)
{
  struct timespec now;

  clock_gettime (clock, &now);
  return now.tv_sec * NS_PER_S + now.tv_nsec;
}

static void
set_option (int fd, int name, const void *value, socklen_t size)
{
  if (setsockopt (fd, SOL_PACKET, name, value, size) != 0)
    die ("setsockopt");
}

static void
end_open (End *end, const char *interface)
{
  const struct tpacket_req ring = {BLOCK_BYTES, BLOCKS, FRAME_BYTES, FRAMES};
  struct sockaddr_ll address = {.sll_family = AF_PACKET,
                                .sll_protocol = g_htons (ETH_P_IP),
                                .sll_ifindex = (int)if_nametoindex (interface)};
  int version = TPACKET_V2, yes = 1;

  end->fd = socket (AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0);
  if (end->fd < 0)
    die ("socket");
  set_option (end->fd, PACKET_VERSION, &version, sizeof version);
  /* Checksums may be left to the receiver: this header says so, and is passed on. */
  set_option (end->fd, PACKET_VNET_HDR, &yes, sizeof yes);
  set_option (end->fd, PACKET_RX_RING, &ring, sizeof ring);
  end->ring =
      mmap (NULL, (size_t)BLOCK_BYTES * BLOCKS, PROT_READ | PROT_WRITE, MAP_SHARED, end->fd, 0);
  if (end->ring == MAP_FAILED)
    die ("mmap");
  if (address.sll_ifindex == 0 || bind (end->fd, (struct sockaddr *)&address, sizeof address) != 0)
    die (interface);
}

static struct tpacket2_hdr *
end_head (const End *end)
{
  struct tpacket2_hdr *frame = (gpointer)(end->ring + (gsize)end->head * FRAME_BYTES);

  return (__atomic_load_n (&frame->tp_status, __ATOMIC_ACQUIRE) & TP_STATUS_USER) ? frame : NULL;
}

static void
pass_on (Wire *wire, const struct tpacket2_hdr *frame, int fd)
{
  const gsize extra = sizeof (struct virtio_net_hdr);
  const guint8 *start = (const guint8 *)frame + frame->tp_mac - extra;
  gboolean is_whole = frame->tp_len == frame->tp_snaplen;

  if (!is_whole || send (fd, start, frame->tp_snaplen + extra, MSG_DONTWAIT) < 0)
    wire->lost++;
}

static int
read_u16 (const guint8 *bytes)
{
  return bytes[0] << 8 | bytes[1];
}

/* RFC 791 section 3.1, RFC 768, RFC 9293 section 3.1. */
static void
take_note (Wire *wire, const struct tpacket2_hdr *frame, int side, gint64 came)
{
  const guint8 *ip = (const guint8 *)frame + frame->tp_net;
  int head = (ip[0] & 15) * 4;
  const guint8 *inner = ip + head, *far = ip + (side == 0 ? 16 : 12);
  gboolean is_tcp = ip[9] == IPPROTO_TCP;
  Packet packet = {.came = came,
                   .side = side,
                   .protocol = ip[9],
                   .peer = (guint)read_u16 (far) << 16 | (guint)read_u16 (far + 2),
                   .client = read_u16 (inner + (side == 0 ? 0 : 2)),
                   .port = read_u16 (inner + (side == 0 ? 2 : 0)),
                   .flags = is_tcp ? inner[13] : 0,
                   .bytes = read_u16 (ip + 2) - head - (is_tcp ? (inner[12] >> 4) * 4 : 8)};

  if (wire->packets->len < MAX_PACKETS)
    g_array_append_val (wire->packets, packet);
}

/* Passes on what is due at one end. Returns when to come again (CLOCK_MONOTONIC); 0: nothing waits.
 */
static gint64
serve (Wire *wire, int side)
{
  End *end = &wire->ends[side];
  gint64 now = clock_ns (CLOCK_MONOTONIC), behind = clock_ns (CLOCK_REALTIME) - now;
  struct tpacket2_hdr *frame;

  while ((frame = end_head (end)) != NULL) {
    gint64 came = frame->tp_sec * NS_PER_S + frame->tp_nsec - behind;

    if (came + wire->delay > now)
      return came + wire->delay;
    pass_on (wire, frame, wire->ends[1 - side].fd);
    wire->late = MAX (wire->late, now - came - wire->delay);
    take_note (wire, frame, side, came);
    __atomic_store_n (&frame->tp_status, TP_STATUS_KERNEL, __ATOMIC_RELEASE);
    end->head = (end->head + 1) % FRAMES;
  }
  return 0;
}

static void
count_lost (Wire *wire)
{
  for (int side = 0; side < 2; side++) {
    struct tpacket_stats stats; /* reading sets them to zero */
    socklen_t size = sizeof stats;

    if (getsockopt (wire->ends[side].fd, SOL_PACKET, PACKET_STATISTICS, &stats, &size) == 0)
      wire->lost += stats.tp_drops;
  }
}

static void
tell (Wire *wire)
{
  count_lost (wire);
  printf ("%" G_GINT64_FORMAT " %" G_GUINT64_FORMAT " %u\n", wire->late / 1000, wire->lost,
          wire->packets->len);
  for (guint i = 0; i < wire->packets->len; i++) {
    const Packet *packet = &g_array_index (wire->packets, Packet, i);

    printf ("%" G_GINT64_FORMAT " %d %d %d %u %d %d %d\n", packet->came, packet->side,
            packet->protocol, packet->client, packet->peer, packet->port, packet->flags,
            packet->bytes);
  }
}

static void
obey (Wire *wire, const char *line)
{
  char *end;

  if (g_str_has_prefix (line, "delay ")) {
    wire->delay = (gint64)g_ascii_strtoull (line + strlen ("delay "), &end, 10) * 1000;
    wire->late = 0;
    g_array_set_size (wire->packets, 0);
    puts ("ok");
  } else {
    tell (wire);
  }
  fflush (stdout);
}

/* An end at which packets wait is not polled: it would be ready all the time. */
static gboolean
wait_for_work (Wire *wire, const gint64 due[2])
{
  struct pollfd polled[] = {{due[0] ? -1 : wire->ends[0].fd, POLLIN, 0},
                            {due[1] ? -1 : wire->ends[1].fd, POLLIN, 0},
                            {STDIN_FILENO, POLLIN, 0}};
  gint64 soonest = due[0] && due[1] ? MIN (due[0], due[1]) : MAX (due[0], due[1]);
  gint64 now = clock_ns (CLOCK_MONOTONIC), left = MAX (soonest - now, 0);
  struct timespec timeout = {left / NS_PER_S, left % NS_PER_S};
  char line[64];

  if (ppoll (polled, G_N_ELEMENTS (polled), soonest ? &timeout : NULL, NULL) < 0)
    die ("ppoll");
  if (polled[2].revents == 0)
    return TRUE;
  if (fgets (line, sizeof line, stdin) == NULL)
    return FALSE;
  obey (wire, line);
  return TRUE;
}

/* Ends with its standard input. */
int
main (int argc, char **argv)
{
  Wire wire = {.packets = g_array_new (FALSE, FALSE, sizeof (Packet))};
  gint64 due[2] = {0, 0};

  if (argc != 3) {
    fprintf (stderr, "usage: wire LEFT RIGHT\n");
    return 2;
  }
  setvbuf (stdin, NULL, _IONBF, 0); /* poll(2) must see what is left */
  prctl (PR_SET_TIMERSLACK, 1, 0, 0, 0);
  for (int side = 0; side < 2; side++)
    end_open (&wire.ends[side], argv[side + 1]);
  do
    for (int side = 0; side < 2; side++)
      due[side] = serve (&wire, side);
  while (wait_for_work (&wire, due));
  return 0;
}
