/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The relay between a worker (the test) and a server (a thread on loopback), found by name. */
#include "base/error.h"
#include "engine-room.h"
#include "name-server.h"
#include "net/relay.h"

#include <arpa/inet.h>
#include <errno.h>
#include <gio/gio.h>
#include <sys/socket.h>
#include <unistd.h>

enum { A_LOT = 1024 * 1024, BLOCK = 16 * 1024, WAIT_SECONDS = 20 };

typedef struct {
  EngineRoom room;
  NameServer *names;
  int listener;
  GThread *server;
  GwRelay *relay;
  int client;
} World;

static void
limit_waits (int fd)
{
  struct timeval wait = {.tv_sec = WAIT_SECONDS};

  setsockopt (fd, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
  setsockopt (fd, SOL_SOCKET, SO_SNDTIMEO, &wait, sizeof wait);
}

static int
accept_one (World *world)
{
  int fd = accept4 (world->listener, NULL, NULL, SOCK_CLOEXEC);

  g_assert_cmpint (fd, >=, 0);
  limit_waits (fd);
  return fd;
}

/* --- what the server does --- */

static gpointer
echo_until_end (gpointer data)
{
  int fd = accept_one (data);
  guint8 block[BLOCK];
  gssize length;

  while ((length = recv (fd, block, sizeof block, 0)) > 0)
    if (send (fd, block, (gsize)length, MSG_NOSIGNAL) != length)
      break;
  close (fd);
  return NULL;
}

static gpointer
answer_after_end (gpointer data)
{
  int fd = accept_one (data);
  guint8 byte;

  while (recv (fd, &byte, 1, 0) > 0)
    ;
  g_assert_cmpint (send (fd, "late", 4, MSG_NOSIGNAL), ==, 4);
  close (fd);
  return NULL;
}

static gpointer
greet_and_close (gpointer data)
{
  int fd = accept_one (data);

  g_assert_cmpint (send (fd, "bye", 3, MSG_NOSIGNAL), ==, 3);
  close (fd);
  return NULL;
}

static gpointer
reset (gpointer data)
{
  int fd = accept_one (data);
  struct linger at_once = {.l_onoff = 1};
  guint8 byte;

  recv (fd, &byte, 1, 0);
  setsockopt (fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  close (fd);
  return NULL;
}

/* --- the world --- */

static void
set_up (World *world, gconstpointer data)
{
  GThreadFunc behaviour = (GThreadFunc)data;
  guint16 port;

  world->client = -1;
  world->listener = behaviour != NULL ? engine_room_listen (8, &port) : engine_room_refuse (&port);
  world->names = name_server_new ();
  name_server_add (world->names, "_xmpps-client._tcp.a.example", NAME_SRV, "0 0 %u target.example",
                   port);
  name_server_add (world->names, "target.example", NAME_A, "127.0.0.1");
  name_server_add (world->names, "silent.example", NAME_A, "SILENT");
  name_server_start (world->names);
  engine_room_init (&world->room, name_server_resolver (world->names), TRUE);
  if (behaviour != NULL)
    world->server = g_thread_new ("server", behaviour, world);
}

static void
tear_down (World *world, gconstpointer data)
{
  g_clear_pointer (&world->relay, gw_relay_free);
  if (world->client >= 0)
    close (world->client);
  if (world->server != NULL)
    g_thread_join (world->server);
  engine_room_clear (&world->room);
  name_server_free (world->names);
  close (world->listener);
}

static int
connect_to (guint16 port)
{
  struct sockaddr_in there = {
      .sin_family = AF_INET, .sin_port = htons (port), .sin_addr.s_addr = htonl (INADDR_LOOPBACK)};
  int fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

  limit_waits (fd);
  if (connect (fd, (struct sockaddr *)&there, sizeof there) == 0)
    return fd;
  close (fd);
  return -1;
}

static void
open_relay (World *world)
{
  g_autoptr (GError) error = NULL;

  world->relay = gw_relay_open (world->room.engine, "a.example", GW_DIAL_ANY, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (world->relay);
}

static void
connect_client (World *world)
{
  world->client = connect_to (gw_relay_port (world->relay));
  g_assert_cmpint (world->client, >=, 0);
}

/* Reads to the end; the length, or -1 for a connection that was reset. */
static gssize
read_all (int fd, char *into, gsize size)
{
  gsize got = 0;

  while (got < size) {
    gssize length = recv (fd, into + got, size - got, 0);

    if (length < 0) {
      g_assert_cmpint (errno, !=, EAGAIN); /* the wait is over */
      return -1;
    }
    if (length == 0)
      break;
    got += (gsize)length;
  }
  return (gssize)got;
}

/* --- tests --- */

static gpointer
write_a_lot (gpointer data)
{
  World *world = data;
  guint8 block[BLOCK];

  for (gsize at = 0; at < A_LOT; at += BLOCK) {
    for (gsize i = 0; i < BLOCK; i++)
      block[i] = (guint8)((at + i) * 31 + (at + i) / 251);
    g_assert_cmpint (send (world->client, block, BLOCK, MSG_NOSIGNAL), ==, BLOCK);
  }
  shutdown (world->client, SHUT_WR);
  return NULL;
}

static void
test_echo (World *world, gconstpointer data)
{
  g_autofree char *got = g_malloc (A_LOT + 1);
  GThread *writer;

  open_relay (world);
  g_assert_true (gw_relay_direct_tls (world->relay));
  g_assert_true (gw_relay_direct_announced (world->relay));
  g_assert_cmpstr (gw_relay_target (world->relay), ==, "target.example");
  connect_client (world);
  writer = g_thread_new ("writer", write_a_lot, world);
  g_assert_cmpint (read_all (world->client, got, A_LOT + 1), ==, A_LOT);
  g_thread_join (writer);
  for (gsize i = 0; i < A_LOT; i++)
    if ((guint8)got[i] != (guint8)(i * 31 + i / 251))
      g_error ("byte %" G_GSIZE_FORMAT " differs", i);
  g_assert_false (gw_relay_is_cut (world->relay)); /* the end was ours */
}

static void
test_one_only (World *world, gconstpointer data)
{
  char byte;

  open_relay (world);
  connect_client (world);
  g_assert_cmpint (send (world->client, "x", 1, MSG_NOSIGNAL), ==, 1);
  g_assert_cmpint (recv (world->client, &byte, 1, 0), ==, 1);
  /* It was taken: from now on the port is closed. */
  g_assert_cmpint (connect_to (gw_relay_port (world->relay)), ==, -1);
}

static void
test_half_close (World *world, gconstpointer data)
{
  char got[8];

  open_relay (world);
  connect_client (world);
  shutdown (world->client, SHUT_WR);
  g_assert_cmpint (read_all (world->client, got, sizeof got), ==, 4);
  g_assert_cmpmem (got, 4, "late", 4);
  g_assert_false (gw_relay_is_cut (world->relay));
}

static void
test_server_closes (World *world, gconstpointer data)
{
  char got[8];

  open_relay (world);
  connect_client (world);
  g_assert_cmpint (read_all (world->client, got, sizeof got), ==, 3);
  g_assert_cmpmem (got, 3, "bye", 3);
  g_assert_true (gw_relay_is_cut (world->relay));
  gw_relay_close (world->relay); /* does not take that back */
  g_assert_true (gw_relay_is_cut (world->relay));
}

static void
test_server_resets (World *world, gconstpointer data)
{
  char got[8];

  open_relay (world);
  connect_client (world);
  g_assert_cmpint (send (world->client, "x", 1, MSG_NOSIGNAL), ==, 1);
  g_assert_cmpint (read_all (world->client, got, sizeof got), <=, 0);
  g_assert_true (gw_relay_is_cut (world->relay));
}

static gpointer
close_it (gpointer data)
{
  gw_relay_close (data);
  return NULL;
}

static void
test_close (World *world, gconstpointer data)
{
  char got[8];
  GThread *closer;

  open_relay (world);
  connect_client (world);
  g_assert_cmpint (send (world->client, "x", 1, MSG_NOSIGNAL), ==, 1);
  g_assert_cmpint (recv (world->client, got, 1, 0), ==, 1);
  closer = g_thread_new ("closer", close_it, world->relay);
  g_assert_cmpint (read_all (world->client, got, sizeof got), <=, 0);
  g_thread_join (closer);
  gw_relay_close (world->relay); /* again is harmless */
  g_assert_false (gw_relay_is_cut (world->relay));
}

static void
nothing (gpointer data)
{
}

static void
test_close_before_use (World *world, gconstpointer data)
{
  open_relay (world);
  gw_relay_close (world->relay);
  engine_room_do (&world->room, nothing, NULL);
  g_assert_cmpint (connect_to (gw_relay_port (world->relay)), ==, -1);
}

static void
test_refused (World *world, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (gw_relay_open (world->room.engine, "a.example", GW_DIAL_ANY, NULL, &error));
  g_assert_error (error, GW_ERROR, GW_ERROR_CONNECT_REFUSED);
  g_clear_error (&error);
  g_assert_null (gw_relay_open (world->room.engine, "b.example", GW_DIAL_ANY, NULL, &error));
  g_assert_error (error, GW_ERROR, GW_ERROR_DNS_UNKNOWN);
}

static gpointer
cancel_it (gpointer data)
{
  g_cancellable_cancel (data);
  return NULL;
}

/* The name server never answers for this one. */
static void
test_cancel (World *world, gconstpointer data)
{
  g_autoptr (GCancellable) cancel = g_cancellable_new ();
  g_autoptr (GError) error = NULL, second = NULL;
  GThread *canceller = g_thread_new ("canceller", cancel_it, cancel);

  g_assert_null (gw_relay_open (world->room.engine, "silent.example", GW_DIAL_ANY, cancel, &error));
  g_assert_error (error, GW_ERROR, GW_ERROR_CANCELLED);
  g_thread_join (canceller);
  /* and when it was cancelled before */
  g_assert_null (
      gw_relay_open (world->room.engine, "silent.example", GW_DIAL_ANY, cancel, &second));
  g_assert_error (second, GW_ERROR, GW_ERROR_CANCELLED);
}

static void
add (const char *path, GThreadFunc server, void (*test) (World *, gconstpointer))
{
  g_test_add (path, World, (gconstpointer)server, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("/relay/a-megabyte-there-and-back", echo_until_end, test_echo);
  add ("/relay/takes-exactly-one-connection", echo_until_end, test_one_only);
  add ("/relay/half-closed-still-answers", answer_after_end, test_half_close);
  add ("/relay/the-server-closes", greet_and_close, test_server_closes);
  add ("/relay/the-server-resets", reset, test_server_resets);
  add ("/relay/closed-from-another-thread", echo_until_end, test_close);
  add ("/relay/closed-before-anybody-came", echo_until_end, test_close_before_use);
  add ("/relay/no-server-no-relay", NULL, test_refused);
  add ("/relay/cancelled-while-it-dials", NULL, test_cancel);
  return g_test_run ();
}
