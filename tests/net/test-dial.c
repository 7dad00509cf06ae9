/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Happy eyeballs against listeners on loopback that take, refuse and hang. */
#include "base/error.h"
#include "engine-room.h"
#include "name-server.h"
#include "net/dial-private.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <unistd.h>

enum { NEVER = 60000, SOON = 30, MAX_DIALS = 3 };

typedef enum { TAKES, REFUSES, HANGS } Kind;

typedef struct {
  Kind kind;
  gboolean direct_tls;
} Door;

static const GwDialWaits patient = {NEVER, NEVER, NEVER}, quick_attempt = {SOON, NEVER, NEVER},
                         quick_dial = {NEVER, SOON, NEVER}, quick_eyes = {NEVER, NEVER, SOON};

typedef struct {
  EngineRoom room;
  GwEndpoints *endpoints; /* copied by the dial */
  GwDialWant want;
  GwDialFamily family;
  guint *budget;
  const GwDialWaits *waits;
  GArray *fds;
  guint16 ports[16]; /* of the doors */
  guint n_ports;
  GwDial *dial;
  /* written in the engine before its report */
  guint n_dialed;
  GwDialed dialed[MAX_DIALS];
  GError *error;
} World;

static void
set_up (World *world, gconstpointer data)
{
  engine_room_init (&world->room, NULL, data == NULL);
  world->fds = g_array_new (FALSE, FALSE, sizeof (int));
  world->waits = &patient;
}

static void
clear_dialed (gpointer data)
{
  World *world = data;

  for (guint i = 0; i < world->n_dialed; i++)
    gw_dialed_clear (&world->dialed[i]);
  world->n_dialed = 0;
}

static void
tear_down (World *world, gconstpointer data)
{
  engine_room_do (&world->room, clear_dialed, world);
  engine_room_clear (&world->room);
  for (guint i = 0; i < world->fds->len; i++)
    close (g_array_index (world->fds, int, i));
  g_array_unref (world->fds);
  g_clear_error (&world->error);
}

static void
endpoint_free (gpointer data)
{
  GwEndpoint *endpoint = data;

  g_free (endpoint->target);
  g_array_unref (endpoint->addresses);
  g_free (endpoint);
}

static void
add_endpoint (World *world, guint16 port, gboolean direct_tls)
{
  static const guint8 loopback[] = {127, 0, 0, 1};
  GwEndpoint *endpoint = g_new0 (GwEndpoint, 1);
  GwAddress address;

  gw_address_init (&address, loopback, sizeof loopback, port);
  endpoint->target = g_strdup ("target.example");
  endpoint->port = port;
  endpoint->direct_tls = direct_tls;
  endpoint->addresses = g_array_new (FALSE, FALSE, sizeof (GwAddress));
  g_array_append_val (endpoint->addresses, address);
  g_ptr_array_add (world->endpoints->endpoints, endpoint);
  world->endpoints->direct_announced |= direct_tls;
  world->ports[world->n_ports++] = port;
}

/* To the endpoint added last, before its v4 address as the resolver's judge has it. */
static void
add_v6 (World *world, guint16 port)
{
  static const guint8 loopback[16] = {[15] = 1};
  GPtrArray *endpoints = world->endpoints->endpoints;
  GwEndpoint *endpoint = endpoints->pdata[endpoints->len - 1];
  GwAddress address;

  gw_address_init (&address, loopback, sizeof loopback, port);
  g_array_prepend_val (endpoint->addresses, address);
}

static guint16
open_door (World *world, Kind kind)
{
  int fillers[ENGINE_ROOM_FILLERS], fd;
  guint16 port;

  if (kind == HANGS) {
    fd = engine_room_hang (&port, fillers);
    g_array_append_vals (world->fds, fillers, ENGINE_ROOM_FILLERS);
  } else {
    fd = kind == TAKES ? engine_room_listen (8, &port) : engine_room_refuse (&port);
  }
  g_array_append_val (world->fds, fd);
  return port;
}

static void
begin_endpoints (World *world)
{
  world->endpoints = g_new0 (GwEndpoints, 1);
  world->endpoints->domain = g_strdup ("a.example");
  world->endpoints->endpoints = g_ptr_array_new_with_free_func (endpoint_free);
}

static void
set_doors (World *world, const Door *doors, gsize count)
{
  begin_endpoints (world);
  for (gsize i = 0; i < count; i++)
    add_endpoint (world, open_door (world, doors[i].kind), doors[i].direct_tls);
}

#define SET_DOORS(world, ...)                                                                      \
  set_doors (world, (const Door[]){__VA_ARGS__}, G_N_ELEMENTS (((const Door[]){__VA_ARGS__})))

static void
on_dialed (GwDialed *dialed, const GError *error, gpointer data)
{
  World *world = data;

  g_assert_true ((dialed == NULL) == (error != NULL));
  world->dial = NULL;
  g_clear_error (&world->error);
  if (dialed != NULL)
    world->dialed[world->n_dialed++] = *dialed;
  else
    world->error = g_error_copy (error);
  engine_room_report (&world->room);
}

static void
start (gpointer data)
{
  World *world = data;
  const GwDialPlan plan = {.purpose = GW_PURPOSE_CHOSEN,
                           .want = world->want,
                           .family = world->family,
                           .budget = world->budget,
                           .endpoints = world->endpoints};

  world->dial =
      gw_dial_start_at (world->room.engine, "a.example", &plan, world->waits, on_dialed, world);
  g_clear_pointer (&world->endpoints, gw_endpoints_free);
  g_assert_nonnull (world->dial); /* never inside the start */
}

static void
dial (World *world)
{
  guint before = world->room.reports;

  engine_room_do (&world->room, start, world);
  engine_room_wait (&world->room, before + 1);
}

static void
assert_reached (World *world, guint door)
{
  g_autofree char *address = g_strdup_printf ("127.0.0.1:%u", world->ports[door]);
  const GwDialed *dialed = &world->dialed[0];
  int value = 0;
  socklen_t size = sizeof value;

  g_assert_no_error (world->error);
  g_assert_cmpuint (world->n_dialed, ==, 1);
  g_assert_cmpstr (dialed->address, ==, address);
  g_assert_cmpstr (dialed->target, ==, "target.example");
  g_assert_nonnull (dialed->slot);
  g_assert_cmpint (fcntl (dialed->fd, F_GETFL) & O_NONBLOCK, !=, 0);
  g_assert_cmpint (fcntl (dialed->fd, F_GETFD) & FD_CLOEXEC, !=, 0);
  g_assert_cmpint (getsockopt (dialed->fd, IPPROTO_TCP, TCP_NODELAY, &value, &size), ==, 0);
  g_assert_cmpint (value, !=, 0);
}

static void
assert_failed (World *world, GwErrorCode code)
{
  g_assert_cmpuint (world->n_dialed, ==, 0);
  g_assert_error (world->error, GW_ERROR, (int)code);
  g_assert_nonnull (strstr (world->error->message, "a.example"));
}

static guint
count_contacts (World *world)
{
  g_autoptr (GPtrArray) log = gw_engine_contact_log (world->room.engine);

  return log->len;
}

static void
test_first (World *world, gconstpointer data)
{
  SET_DOORS (world, {TAKES, TRUE}, {TAKES, FALSE});
  dial (world);
  assert_reached (world, 0);
  g_assert_true (world->dialed[0].direct_tls);
  g_assert_true (world->dialed[0].direct_announced);
  g_assert_true (world->dialed[0].starttls_possible);
  g_assert_false (world->dialed[0].direct_failed);
  g_assert_cmpuint (count_contacts (world), ==, 1);
}

static void
test_refused_then_good (World *world, gconstpointer data)
{
  SET_DOORS (world, {REFUSES, TRUE}, {REFUSES, FALSE}, {TAKES, FALSE});
  dial (world);
  assert_reached (world, 2);
  g_assert_false (world->dialed[0].direct_tls);
  g_assert_true (world->dialed[0].direct_announced);
  g_assert_true (world->dialed[0].direct_failed);
  g_assert_cmpuint (count_contacts (world), ==, 3);
}

static void
test_head_start (World *world, gconstpointer data)
{
  SET_DOORS (world, {HANGS, TRUE}, {TAKES, FALSE});
  world->waits = &quick_eyes;
  dial (world);
  assert_reached (world, 1);
  g_assert_false (world->dialed[0].direct_failed); /* slower: that is all we know */
}

static void
test_all_refused (World *world, gconstpointer data)
{
  SET_DOORS (world, {REFUSES, TRUE}, {REFUSES, FALSE});
  dial (world);
  assert_failed (world, GW_ERROR_CONNECT_REFUSED);
}

static void
test_hanging (World *world, gconstpointer data)
{
  SET_DOORS (world, {REFUSES, TRUE}, {HANGS, FALSE});
  world->waits = &quick_attempt;
  dial (world);
  assert_failed (world, GW_ERROR_TIMEOUT);
}

static void
test_last_one_counts (World *world, gconstpointer data)
{
  SET_DOORS (world, {HANGS, TRUE}, {REFUSES, FALSE});
  world->waits = &quick_attempt;
  dial (world);
  assert_failed (world, GW_ERROR_CONNECT_REFUSED);
}

static void
test_overall (World *world, gconstpointer data)
{
  SET_DOORS (world, {HANGS, FALSE}, {TAKES, FALSE});
  world->waits = &quick_dial;
  dial (world);
  assert_failed (world, GW_ERROR_TIMEOUT);
}

static void
test_want (World *world, gconstpointer data)
{
  SET_DOORS (world, {TAKES, TRUE}, {TAKES, FALSE});
  world->want = GW_DIAL_STARTTLS;
  dial (world);
  assert_reached (world, 1);
  g_assert_true (world->dialed[0].direct_announced);
  g_assert_false (world->dialed[0].direct_failed);
}

static void
test_want_missing (World *world, gconstpointer data)
{
  SET_DOORS (world, {TAKES, FALSE});
  world->want = GW_DIAL_DIRECT_TLS;
  dial (world);
  assert_failed (world, GW_ERROR_DNS_NOT_OFFERED);
  g_assert_cmpuint (count_contacts (world), ==, 0);
}

static void
test_private (World *world, gconstpointer data)
{
  SET_DOORS (world, {TAKES, TRUE}, {TAKES, FALSE});
  dial (world);
  assert_failed (world, GW_ERROR_ADDRESS_PRIVATE);
  g_assert_cmpuint (count_contacts (world), ==, 0);
}

static void
test_bounded (World *world, gconstpointer data)
{
  guint16 port;

  SET_DOORS (world, {REFUSES, FALSE});
  port = world->ports[0];
  for (int i = 0; i < 40; i++) {
    world->n_ports = 0;
    add_endpoint (world, port, i % 2 == 0);
  }
  dial (world);
  assert_failed (world, GW_ERROR_CONNECT_REFUSED);
  g_assert_cmpuint (count_contacts (world), ==, 16);
}

static void
cancel (gpointer data)
{
  World *world = data;

  gw_dial_cancel (world->dial);
}

static void
start_and_cancel (gpointer data)
{
  start (data);
  cancel (data);
}

static void
test_cancel (World *world, gconstpointer data)
{
  SET_DOORS (world, {HANGS, FALSE}, {HANGS, FALSE});
  world->waits = &quick_eyes;
  engine_room_do (&world->room, start, world);
  engine_room_wait_for_contacts (&world->room, 2); /* both attempts are under way */
  engine_room_do (&world->room, cancel, world);

  SET_DOORS (world, {TAKES, FALSE}); /* and before it began */
  engine_room_do (&world->room, start_and_cancel, world);
  g_assert_cmpuint (world->room.reports, ==, 0);
}

static void
nothing (gpointer data)
{
}

/* Two at once to one address: the third waits until one of them is gone, whatever its own clocks
 * say. */
static void
test_pacing (World *world, gconstpointer data)
{
  guint16 port = open_door (world, TAKES);

  for (int i = 0; i < 3; i++) {
    begin_endpoints (world);
    add_endpoint (world, port, FALSE);
    if (i < 2)
      dial (world);
  }
  engine_room_do (&world->room, start, world);
  for (int turns = 0; turns < 5; turns++)
    engine_room_do (&world->room, nothing, NULL);
  g_assert_cmpuint (count_contacts (world), ==, 2);
  g_assert_cmpuint (world->room.reports, ==, 2);

  engine_room_do (&world->room, clear_dialed, world);
  engine_room_wait (&world->room, 3);
  g_assert_cmpuint (world->n_dialed, ==, 1);
  g_assert_cmpuint (count_contacts (world), ==, 3);
}

/* Each attempt counts; whoever shares the budget stops as well. */
static void
test_budget (World *world, gconstpointer data)
{
  guint budget = 2;

  world->budget = &budget;
  SET_DOORS (world, {REFUSES, FALSE}, {REFUSES, FALSE}, {TAKES, FALSE});
  dial (world);
  g_assert_error (world->error, GW_ERROR, GW_ERROR_CONNECT_REFUSED);
  g_assert_cmpuint (budget, ==, 0);
  g_assert_cmpuint (count_contacts (world), ==, 2);

  SET_DOORS (world, {TAKES, FALSE});
  dial (world);
  g_assert_error (world->error, GW_ERROR, GW_ERROR_FAILED); /* ours, not the server's */
  g_assert_cmpuint (count_contacts (world), ==, 2);
}

/* A v6 and a v4 door behind one name: who is tried first, and who at all. */
static void
test_family (World *world, gconstpointer data)
{
  static const struct {
    GwDialFamily family;
    const char *first;
  } cases[] = {{GW_DIAL_V6_FIRST, "[::1]:"}, {GW_DIAL_V4_FIRST, "127.0.0.1:"}};

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    guint16 port;
    int fd = engine_room_listen_v6 (8, &port);

    if (fd < 0) {
      g_test_skip ("this machine has no IPv6 on loopback");
      return;
    }
    g_array_append_val (world->fds, fd);
    world->family = cases[i].family;
    SET_DOORS (world, {TAKES, FALSE});
    add_v6 (world, port);
    dial (world);
    g_assert_no_error (world->error);
    g_assert_true (g_str_has_prefix (world->dialed[i].address, cases[i].first));
  }

  world->family = GW_DIAL_V6_ONLY;
  SET_DOORS (world, {TAKES, FALSE});
  dial (world);
  g_assert_error (world->error, GW_ERROR, GW_ERROR_DNS_NOT_OFFERED);
}

static void
start_by_name (gpointer data)
{
  World *world = data;

  const GwDialPlan plan = {.purpose = GW_PURPOSE_CHECK};

  world->dial = gw_dial_start (world->room.engine, "a.example", &plan, on_dialed, world);
  g_assert_nonnull (world->dial);
}

static void
test_by_name (void)
{
  World world = {.waits = &patient};
  g_autoptr (NameServer) server = name_server_new ();
  g_autoptr (GPtrArray) log = NULL;
  guint16 port;
  int fd = engine_room_listen (8, &port);

  name_server_add (server, "_xmpp-client._tcp.a.example", NAME_SRV, "0 0 %u target.example", port);
  name_server_add (server, "target.example", NAME_A, "127.0.0.1");
  name_server_start (server);
  engine_room_init (&world.room, name_server_resolver (server), TRUE);
  world.fds = g_array_new (FALSE, FALSE, sizeof (int));
  g_array_append_val (world.fds, fd);
  world.ports[0] = port;

  engine_room_do (&world.room, start_by_name, &world);
  engine_room_wait (&world.room, 1);
  assert_reached (&world, 0);
  log = gw_engine_contact_log (world.room.engine);
  g_assert_cmpuint (log->len, ==, 1);
  g_assert_cmpstr (((GwContactEntry *)log->pdata[0])->domain, ==, "a.example");
  g_assert_cmpint (((GwContactEntry *)log->pdata[0])->purpose, ==, GW_PURPOSE_CHECK);
  tear_down (&world, NULL);
}

static void
test_unknown_name (void)
{
  World world = {.waits = &patient};
  g_autoptr (NameServer) server = name_server_new ();

  name_server_start (server);
  engine_room_init (&world.room, name_server_resolver (server), TRUE);
  world.fds = g_array_new (FALSE, FALSE, sizeof (int));
  engine_room_do (&world.room, start_by_name, &world);
  engine_room_wait (&world.room, 1);
  assert_failed (&world, GW_ERROR_DNS_UNKNOWN);
  tear_down (&world, NULL);
}

static void
test_no_resolver (void)
{
  World world = {.waits = &patient};

  engine_room_init (&world.room, "no resolver", TRUE);
  world.fds = g_array_new (FALSE, FALSE, sizeof (int));
  engine_room_do (&world.room, start_by_name, &world);
  engine_room_wait (&world.room, 1);
  g_assert_error (world.error, GW_ERROR, GW_ERROR_DNS_FAILED);
  tear_down (&world, NULL);
}

static void
add (const char *path, void (*test) (World *, gconstpointer))
{
  g_test_add (path, World, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("/dial/the-first-that-takes", test_first);
  add ("/dial/refused-refused-taken", test_refused_then_good);
  add ("/dial/one-that-hangs-is-overtaken", test_head_start);
  add ("/dial/all-refused", test_all_refused);
  add ("/dial/an-attempt-has-a-deadline", test_hanging);
  add ("/dial/the-last-failure-is-told", test_last_one_counts);
  add ("/dial/the-whole-has-a-deadline", test_overall);
  add ("/dial/only-the-kind-that-is-wanted", test_want);
  add ("/dial/the-wanted-kind-is-not-offered", test_want_missing);
  g_test_add ("/dial/private-addresses-are-never-dialled", World, "strict", set_up, test_private,
              tear_down);
  add ("/dial/attempts-are-bounded", test_bounded);
  add ("/dial/a-budget-is-shared", test_budget);
  add ("/dial/v6-or-v4-first", test_family);
  add ("/dial/cancelled-is-silent", test_cancel);
  add ("/dial/two-at-once-to-one-address", test_pacing);
  g_test_add_func ("/dial/by-name", test_by_name);
  g_test_add_func ("/dial/an-unknown-name", test_unknown_name);
  g_test_add_func ("/dial/no-resolver", test_no_resolver);
  return g_test_run ();
}
