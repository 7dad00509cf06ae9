/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From direct TLS to STARTTLS: doors on loopback that hang up, offer no TLS or refuse. What servers
 * do beyond that is looked at by test-stream and test-real-look. */
#include "base/error.h"
#include "engine-room.h"
#include "name-server.h"
#include "net/look.h"

#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

typedef enum { ABSENT, REFUSES, HANGS_UP, OFFERS_NO_TLS } Door;

typedef struct {
  Door direct_tls, starttls;
  gboolean strict; /* loopback may not be dialled */
  /* then */
  GwErrorCode code;
  gboolean has_report, used_direct_tls, direct_failed;
  guint connections;
} Case;

typedef struct {
  EngineRoom room;
  const Case *expected;
} World;

static const char no_tls[] =
    "<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' "
    "id='1' from='a.example' version='1.0'><stream:features/>";

typedef struct {
  int fd;
  Door door;
} Keeper;

/* One visitor, then the end. */
static gpointer
keep (gpointer data)
{
  Keeper *keeper = data;
  int fd = accept4 (keeper->fd, NULL, NULL, SOCK_CLOEXEC);
  char bytes[4096];

  if (fd < 0) /* the test is over, and nobody came */
    return NULL;
  g_assert_cmpint (recv (fd, bytes, sizeof bytes, 0), >, 0);
  if (keeper->door == OFFERS_NO_TLS)
    g_assert_cmpint (send (fd, no_tls, strlen (no_tls), MSG_NOSIGNAL), >, 0);
  while (keeper->door == OFFERS_NO_TLS && recv (fd, bytes, sizeof bytes, 0) > 0)
    ;
  close (fd);
  return NULL;
}

static GThread *
open_door (Keeper *keeper, Door door, NameServer *names, const char *service)
{
  guint16 port;

  keeper->fd = -1;
  keeper->door = door;
  if (door == ABSENT)
    return NULL;
  keeper->fd = door == REFUSES ? engine_room_refuse (&port) : engine_room_listen (8, &port);
  name_server_add (names, service, NAME_SRV, "0 0 %u target.example", port);
  return door == REFUSES ? NULL : g_thread_new ("keeper", keep, keeper);
}

static void
close_door (Keeper *keeper, GThread *thread)
{
  if (keeper->fd >= 0)
    shutdown (keeper->fd, SHUT_RDWR);
  if (thread != NULL)
    g_thread_join (thread);
  if (keeper->fd >= 0)
    close (keeper->fd);
}

static void
on_looked (GwLookResult *looked, gpointer data)
{
  g_autoptr (GwLookResult) result = looked;
  World *world = data;
  const Case *expected = world->expected;

  g_assert_error (result->error, GW_ERROR, (int)expected->code);
  g_assert_cmpstr (result->domain, ==, "a.example");
  g_assert_cmpint (result->report != NULL, ==, expected->has_report);
  g_assert_cmpint (result->target != NULL, ==, expected->has_report);
  g_assert_cmpint (result->used_direct_tls, ==, expected->used_direct_tls);
  g_assert_cmpint (result->direct_failed, ==, expected->direct_failed);
  g_assert_cmpuint (result->connections, ==, expected->connections);
  if (expected->connections > 0)
    g_assert_cmpint (result->direct_announced, ==, expected->direct_tls != ABSENT);
  engine_room_report (&world->room);
}

static void
start (gpointer data)
{
  World *world = data;

  gw_look_start (
      world->room.engine,
      &(GwLookPlan){.domain = "a.example", .dial.purpose = GW_PURPOSE_CHECK, .want_form = TRUE},
      on_looked, world);
}

static void
test_case (gconstpointer data)
{
  World world = {.expected = data};
  g_autoptr (NameServer) names = name_server_new ();
  Keeper direct, starttls;
  GThread *direct_thread =
      open_door (&direct, world.expected->direct_tls, names, "_xmpps-client._tcp.a.example");
  GThread *starttls_thread =
      open_door (&starttls, world.expected->starttls, names, "_xmpp-client._tcp.a.example");

  name_server_add (names, "target.example", NAME_A, "127.0.0.1");
  name_server_start (names);
  engine_room_init (&world.room, name_server_resolver (names), !world.expected->strict);
  engine_room_do (&world.room, start, &world);
  engine_room_wait (&world.room, 1);
  engine_room_clear (&world.room);
  close_door (&direct, direct_thread);
  close_door (&starttls, starttls_thread);
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *path;
    Case expected;
  } cases[] = {
      {"/look/only-starttls",
       {ABSENT, OFFERS_NO_TLS, FALSE, GW_ERROR_NO_TLS, TRUE, FALSE, FALSE, 1}},
      {"/look/direct-tls-hangs-up-then-starttls",
       {HANGS_UP, OFFERS_NO_TLS, FALSE, GW_ERROR_NO_TLS, TRUE, FALSE, TRUE, 2}},
      {"/look/direct-tls-is-no-tls-then-starttls",
       {OFFERS_NO_TLS, HANGS_UP, FALSE, GW_ERROR_HANGUP, TRUE, FALSE, TRUE, 2}},
      {"/look/direct-tls-refuses-then-starttls",
       {REFUSES, OFFERS_NO_TLS, FALSE, GW_ERROR_NO_TLS, TRUE, FALSE, TRUE, 1}},
      {"/look/direct-tls-hangs-up-and-starttls-refuses",
       {HANGS_UP, REFUSES, FALSE, GW_ERROR_CONNECT_REFUSED, FALSE, FALSE, TRUE, 1}},
      {"/look/direct-tls-hangs-up-and-there-is-nothing-else",
       {HANGS_UP, ABSENT, FALSE, GW_ERROR_HANGUP, TRUE, TRUE, TRUE, 1}},
      {"/look/all-refuse",
       {REFUSES, REFUSES, FALSE, GW_ERROR_CONNECT_REFUSED, FALSE, FALSE, FALSE, 0}},
      {"/look/a-private-address-is-not-contacted",
       {ABSENT, OFFERS_NO_TLS, TRUE, GW_ERROR_ADDRESS_PRIVATE, FALSE, FALSE, FALSE, 0}},
  };

  signal (SIGPIPE, SIG_IGN);
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add_data_func (cases[i].path, &cases[i].expected, test_case);
  return g_test_run ();
}
