/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Everything goes to the proxy, by name, and nowhere else. */
#include "base/error.h"
#include "engine-room.h"
#include "net/dial-private.h"
#include "net/relay.h"
#include "socks-server.h"

#include <arpa/inet.h>
#include <unistd.h>

enum { NEVER = 60000, SOON = 30 };
enum { NOT_ALLOWED = 2, HOST_UNREACHABLE = 4, REFUSED = 5 }; /* RFC 1928 section 6 */

typedef struct {
  EngineRoom room;
  SocksServer *server;
  GwDialPlan plan;
  guint16 port; /* of a host; 0: a domain */
  GwDialWaits waits;
  GwEndpoints *endpoints; /* NULL: looked up */
  /* written in the engine before its report */
  GwDialed dialed;
  GwDnsRecords *records;
  GError *error;
} World;

/* `port` of the proxy. */
static void
world_init (World *world, guint16 port, gboolean allow_local)
{
  g_autoptr (GwProfile) profile = gw_profile_new ();
  g_autofree char *url = g_strdup_printf ("socks5h://127.0.0.1:%u", port);
  const char *fault;

  /* Would fail if it were made. */
  profile->resolver = g_strdup ("not an address");
  profile->allow_local = allow_local;
  profile->proxy = gw_proxy_parse (url, &fault);
  engine_room_init_with (&world->room, profile);
  world->waits = (GwDialWaits){NEVER, NEVER, 0};
  world->dialed.fd = -1;
}

static void
clear_dialed (gpointer data)
{
  gw_dialed_clear (&((World *)data)->dialed);
}

static void
world_clear (World *world)
{
  engine_room_do (&world->room, clear_dialed, world);
  engine_room_clear (&world->room);
  g_clear_pointer (&world->server, socks_server_free);
  g_clear_pointer (&world->endpoints, gw_endpoints_free);
  g_clear_pointer (&world->records, gw_dns_records_free);
  g_clear_error (&world->error);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (World, world_clear)

static void
set_up (World *world, SocksManner manner)
{
  world->server = socks_server_new (manner);
  world_init (world, socks_server_port (world->server), FALSE);
}

static void
on_dialed (GwDialed *dialed, const GError *error, gpointer data)
{
  World *world = data;

  g_assert_true ((dialed == NULL) == (error != NULL));
  if (dialed != NULL)
    world->dialed = *dialed;
  world->error = error != NULL ? g_error_copy (error) : NULL;
  engine_room_report (&world->room);
}

static void
start (gpointer data)
{
  World *world = data;

  world->plan.endpoints = world->endpoints;
  if (world->endpoints != NULL)
    gw_dial_start_at (world->room.engine, "a.example", &world->plan, &world->waits, on_dialed,
                      world);
  else if (world->port != 0)
    gw_dial_start_host (world->room.engine, "a.example", world->port, &world->plan, on_dialed,
                        world);
  else
    gw_dial_start (world->room.engine, "a.example", &world->plan, on_dialed, world);
}

static void
dial (World *world)
{
  guint before = world->room.reports;

  engine_room_do (&world->room, start, world);
  engine_room_wait (&world->room, before + 1);
}

static void
assert_asked (World *world, const char *expected)
{
  g_autofree char *asked = socks_server_asked (world->server);

  g_assert_cmpstr (asked, ==, expected);
}

static void
endpoint_free (gpointer data)
{
  GwEndpoint *endpoint = data;

  g_free (endpoint->target);
  g_array_unref (endpoint->addresses);
  g_free (endpoint);
}

/* Direct TLS on 5223 and STARTTLS on 5222 of `target`. */
static void
use_endpoints (World *world, const char *target)
{
  world->endpoints = g_new0 (GwEndpoints, 1);
  world->endpoints->domain = g_strdup ("a.example");
  world->endpoints->endpoints = g_ptr_array_new_with_free_func (endpoint_free);
  for (int i = 0; i < 2; i++) {
    GwEndpoint *endpoint = g_new0 (GwEndpoint, 1);

    endpoint->target = g_strdup (target);
    endpoint->port = i == 0 ? 5223 : 5222;
    endpoint->direct_tls = i == 0;
    endpoint->addresses = g_array_new (FALSE, FALSE, sizeof (GwAddress));
    g_ptr_array_add (world->endpoints->endpoints, endpoint);
  }
}

static void
test_by_name (void)
{
  static const struct {
    gboolean is_server;
    guint16 port;
    const char *asked;
  } rows[] = {
      {FALSE, 0, "a.example:5222"}, {TRUE, 0, "a.example:5269"}, {FALSE, 443, "a.example:443"}};

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_auto (World) world = {.plan = {.is_server = rows[i].is_server}, .port = rows[i].port};
    g_autofree char *address = g_strdup_printf ("%s/via-proxy", rows[i].asked);

    set_up (&world, SOCKS_ANSWERS);
    dial (&world);
    g_assert_no_error (world.error);
    assert_asked (&world, rows[i].asked);
    g_assert_cmpstr (world.dialed.target, ==, "a.example");
    g_assert_cmpstr (world.dialed.address, ==, address);
    g_assert_true (world.dialed.direct_tls == (rows[i].port != 0));
    g_assert_true (world.dialed.direct_unknown == (rows[i].port == 0));

    g_autoptr (GPtrArray) log = gw_engine_contact_log (world.room.engine);
    g_assert_cmpuint (log->len, ==, 1);
    g_assert_cmpstr (((GwContactEntry *)log->pdata[0])->address, ==, address);
  }
}

/* What the server behind it refuses leads to the next endpoint. */
static void
test_next_endpoint (void)
{
  static const guint8 codes[] = {NOT_ALLOWED, HOST_UNREACHABLE, REFUSED};

  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++) {
    g_auto (World) world = {.server = NULL};

    set_up (&world, SOCKS_ANSWERS);
    socks_server_refuse (world.server, 5223, codes[i]);
    use_endpoints (&world, "b.example");
    dial (&world);
    g_assert_no_error (world.error);
    assert_asked (&world, "b.example:5223 b.example:5222");
    g_assert_false (world.dialed.direct_tls);
  }
}

static void
test_refused (void)
{
  g_auto (World) world = {.server = NULL};

  set_up (&world, SOCKS_ANSWERS);
  socks_server_refuse (world.server, 5222, REFUSED);
  dial (&world);
  g_assert_error (world.error, GW_ERROR, GW_ERROR_CONNECT_REFUSED);
  g_assert_nonnull (strstr (world.error->message, "a.example:5222/via-proxy: connection refused"));
}

/* A proxy that fails is asked once. */
static void
test_bad_proxy (void)
{
  static const SocksManner manners[] = {SOCKS_SPEAKS_HTTP, SOCKS_HANGS_UP};

  for (gsize i = 0; i < G_N_ELEMENTS (manners); i++) {
    g_auto (World) world = {.server = NULL};
    g_autofree char *proxy = NULL;

    set_up (&world, manners[i]);
    proxy = g_strdup_printf ("127.0.0.1:%u", socks_server_port (world.server));
    use_endpoints (&world, "b.example");
    dial (&world);
    g_assert_error (world.error, GW_ERROR, GW_ERROR_PROXY_FAILED);
    g_assert_nonnull (strstr (world.error->message, proxy));

    g_autoptr (GPtrArray) log = gw_engine_contact_log (world.room.engine);
    g_assert_cmpuint (log->len, ==, 1);
  }
}

static void
test_dead_proxy (void)
{
  g_auto (World) world = {.server = NULL};
  guint16 port;
  int fd = engine_room_refuse (&port);

  world_init (&world, port, TRUE);
  use_endpoints (&world, "b.example");
  dial (&world);
  g_assert_error (world.error, GW_ERROR, GW_ERROR_PROXY_UNREACHABLE);
  g_autoptr (GPtrArray) log = gw_engine_contact_log (world.room.engine);
  g_assert_cmpuint (log->len, ==, 1);
  close (fd);
}

static void
test_silent_proxy (void)
{
  g_auto (World) world = {.server = NULL};

  set_up (&world, SOCKS_IS_SILENT);
  use_endpoints (&world, "b.example");
  world.waits.dial = SOON;
  dial (&world);
  g_assert_error (world.error, GW_ERROR, GW_ERROR_TIMEOUT);
}

static void
test_private_literals (void)
{
  static const char *const targets[] = {"127.0.0.1", "10.1.2.3",   "::1",        "localhost",
                                        "127.1",     "0x7f000001", "x.localhost"};

  for (gsize i = 0; i < G_N_ELEMENTS (targets); i++) {
    g_auto (World) world = {.server = NULL};

    g_test_message ("%s", targets[i]);
    set_up (&world, SOCKS_ANSWERS);
    use_endpoints (&world, targets[i]);
    dial (&world);
    g_assert_error (world.error, GW_ERROR, GW_ERROR_ADDRESS_PRIVATE);
    assert_asked (&world, "");
  }
}

static void
test_onion (void)
{
  g_auto (World) world = {.server = NULL};

  set_up (&world, SOCKS_ANSWERS);
  use_endpoints (&world, "abcdef.onion");
  dial (&world);
  g_assert_no_error (world.error);
  assert_asked (&world, "abcdef.onion:5223");
}

static void
test_family (void)
{
  g_auto (World) world = {.plan = {.family = GW_DIAL_V6_ONLY}};

  set_up (&world, SOCKS_ANSWERS);
  dial (&world);
  g_assert_error (world.error, GW_ERROR, GW_ERROR_PROXY_HIDES);
  assert_asked (&world, "");
}

/* That direct TLS is not announced was never found out. */
static void
test_direct_is_unknown (void)
{
  g_auto (World) world = {.plan = {.want = GW_DIAL_DIRECT_TLS}};

  set_up (&world, SOCKS_ANSWERS);
  dial (&world);
  g_assert_error (world.error, GW_ERROR, GW_ERROR_DNS_FAILED);
  assert_asked (&world, "");
}

static void
on_records (GwDnsRecords *records, gpointer data)
{
  World *world = data;

  world->records = records;
  engine_room_report (&world->room);
}

static void
ask (gpointer data)
{
  World *world = data;
  GwDns *dns = gw_engine_dns (world->room.engine, NULL);

  g_assert_nonnull (dns); /* in spite of the resolver */
  gw_dns_ask (dns, "_5222._tcp.a.example", GW_DNS_TYPE_TLSA, on_records, world);
  g_assert_null (world->records);
}

static void
test_questions (void)
{
  g_auto (World) world = {.server = NULL};

  set_up (&world, SOCKS_ANSWERS);
  engine_room_do (&world.room, ask, &world);
  engine_room_wait (&world.room, 1);
  g_assert_cmpint (world.records->reply, ==, GW_REPLY_FAILED);
  g_assert_cmpint (world.records->security, ==, GW_DNS_UNKNOWN);
  assert_asked (&world, "");
}

static void
test_relay (void)
{
  g_auto (World) world = {.server = NULL};
  g_autoptr (GError) error = NULL;
  struct sockaddr_in here = {.sin_family = AF_INET, .sin_addr.s_addr = htonl (INADDR_LOOPBACK)};
  char heard[8] = "";
  int fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

  set_up (&world, SOCKS_ANSWERS);
  GwRelay *relay = gw_relay_open (world.room.engine, "a.example", GW_DIAL_ANY, NULL, &error);
  g_assert_no_error (error);
  assert_asked (&world, "a.example:5222");
  here.sin_port = htons (gw_relay_port (relay));
  g_assert_cmpint (connect (fd, (struct sockaddr *)&here, sizeof here), ==, 0);
  g_assert_cmpint (send (fd, "hello", 5, 0), ==, 5);
  g_assert_cmpint (recv (fd, heard, 5, MSG_WAITALL), ==, 5);
  g_assert_cmpstr (heard, ==, "hello");
  close (fd);
  gw_relay_free (relay);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/proxy-dial/by-name-and-nothing-is-looked-up", test_by_name);
  g_test_add_func ("/proxy-dial/next-endpoint-when-one-is-refused", test_next_endpoint);
  g_test_add_func ("/proxy-dial/says-what-the-proxy-says", test_refused);
  g_test_add_func ("/proxy-dial/a-bad-proxy-is-asked-once", test_bad_proxy);
  g_test_add_func ("/proxy-dial/a-dead-proxy-ends-it", test_dead_proxy);
  g_test_add_func ("/proxy-dial/a-silent-proxy-ends-it", test_silent_proxy);
  g_test_add_func ("/proxy-dial/private-literals-are-refused", test_private_literals);
  g_test_add_func ("/proxy-dial/onion-names-are-names", test_onion);
  g_test_add_func ("/proxy-dial/no-family-can-be-chosen", test_family);
  g_test_add_func ("/proxy-dial/direct-tls-is-unknown", test_direct_is_unknown);
  g_test_add_func ("/proxy-dial/questions-are-not-asked", test_questions);
  g_test_add_func ("/proxy-dial/relay", test_relay);
  return g_test_run ();
}
