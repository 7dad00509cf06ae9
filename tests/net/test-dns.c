/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Look-ups through libunbound, against a name server of our own on loopback. */
#include "base/error.h"
#include "dns-room.h"
#include "name-server.h"

enum { MANY = 100, LABEL = 63 };

typedef struct {
  DnsRoom room;
  NameServer *server;
} World;

static void
look_up (World *world, const char *domain)
{
  dns_room_look_up (&world->room, domain, GW_DNS_CLIENT);
}

static void
add_zone (NameServer *server)
{
  name_server_add (server, "_xmpp-client._tcp.both.example", NAME_SRV,
                   "5 1 25222 host.both.example");
  name_server_add (server, "_xmpps-client._tcp.both.example", NAME_SRV,
                   "5 1 25223 HOST.both.example");
  name_server_add (server, "_xmpps-client._tcp.both.example", NAME_SRV, "1 1 443 both.example");
  name_server_add (server, "host.both.example", NAME_A, "127.0.0.2");
  name_server_add (server, "host.both.example", NAME_A, "127.0.0.3");
  name_server_add (server, "host.both.example", NAME_AAAA, "::1");
  name_server_add (server, "both.example", NAME_A, "127.0.0.1");
  name_server_add (server, "bare.example", NAME_AAAA, "::1");
  name_server_add (server, "_xmpp-client._tcp.unsure.example", NAME_SRV, "FAIL");
  name_server_add (server, "unsure.example", NAME_A, "127.0.0.1");
  name_server_add (server, "empty.example", 16, "0161");
  name_server_add (server, "_xmpp-client._tcp.off.example", NAME_SRV, "0 0 0 .");
  name_server_add (server, "_xmpps-client._tcp.off.example", NAME_SRV, "0 0 0 .");
  name_server_add (server, "off.example", NAME_A, "127.0.0.1");
  name_server_add (server, "_xmpp-client._tcp.ghost.example", NAME_SRV, "0 0 5222 nowhere.example");
  name_server_add (server, "ghost.example", NAME_A, "127.0.0.1");
  name_server_add (server, "broken.example", NAME_A, "FAIL");
  name_server_add (server, "broken.example", NAME_AAAA, "FAIL");
  name_server_add (server, "silent.example", NAME_A, "SILENT");
  name_server_add (server, "silent.example", NAME_AAAA, "SILENT");
  for (int i = 0; i < MANY; i++) {
    g_autofree char *name = g_strdup_printf ("many%d.example", i);
    g_autofree char *service = g_strdup_printf ("_xmpp-client._tcp.%s", name);

    name_server_add (server, service, NAME_SRV, "0 0 %d %s", 5222 + i, name);
    name_server_add (server, name, NAME_A, "127.0.1.%d", i);
  }
}

/* The longest name there is: three labels of 63 bytes and one of 53, before "example". */
static char *
longest_name (void)
{
  g_autofree char *label = g_strnfill (LABEL, 'x');

  return g_strdup_printf ("%s.%s.%s.%.53s.example", label, label, label, label);
}

static void
add_oddities (NameServer *server)
{
  g_autofree char *longest = longest_name ();

  name_server_add (server, "_xmpps-server._tcp.peer.example", NAME_SRV, "1 1 5270 peer.example");
  name_server_add (server, "_xmpp-server._tcp.peer.example", NAME_SRV, "1 1 25269 peer.example");
  name_server_add (server, "peer.example", NAME_A, "127.0.0.1");
  name_server_add (server, "_xmpp-client._tcp.alias.example", NAME_SRV, "0 0 5222 away.example");
  name_server_add (server, "away.example", NAME_CNAME, "bare.example");
  name_server_add (server, "_xmpp-client._tcp.zero.example", NAME_SRV, "0 0 0 bare.example");
  name_server_add (server, "_xmpp-client._tcp.zero.example", NAME_SRV, "9 0 5222 bare.example");
  name_server_add (server, "_xmpp-client._tcp.long.example", NAME_SRV, "0 0 5222 %s", longest);
  name_server_add (server, longest, NAME_A, "127.0.0.9");
  name_server_add (server, "_xmpp-client._tcp.liar.example", NAME_SRV, "LIE");
  name_server_add (server, "liar.example", NAME_A, "127.0.0.1");
}

static void
set_up (World *world, gconstpointer data)
{
  world->server = name_server_new ();
  add_zone (world->server);
  add_oddities (world->server);
  name_server_start (world->server);
  dns_room_open (&world->room, name_server_resolver (world->server), TRUE, NULL);
}

static void
tear_down (World *world, gconstpointer data)
{
  dns_room_close (&world->room);
  name_server_free (world->server);
}

static void
assert_endpoint (const World *world, guint index, const char *target, const char *addresses)
{
  const GwEndpoint *endpoint = world->room.found->endpoints->pdata[index];
  g_autofree char *text = dns_room_addresses (endpoint);

  g_assert_cmpstr (endpoint->target, ==, target);
  g_assert_cmpstr (text, ==, addresses);
}

/* Sets of addresses are rotated by libunbound: their order within a family is not ours to say. */
static void
test_both (World *world, gconstpointer data)
{
  const GwEndpoint *second, *third;

  look_up (world, "both.example");
  g_assert_no_error (world->room.error);
  g_assert_true (world->room.found->srv_found);
  g_assert_true (world->room.found->direct_announced);
  g_assert_cmpstr (world->room.found->domain, ==, "both.example");
  g_assert_cmpuint (world->room.found->endpoints->len, ==, 3);
  assert_endpoint (world, 0, "both.example", "127.0.0.1:443");
  second = world->room.found->endpoints->pdata[1];
  third = world->room.found->endpoints->pdata[2];
  g_assert_true (second->direct_tls);
  g_assert_false (third->direct_tls);
  g_assert_cmpstr (second->target, ==, "host.both.example");
  g_assert_cmpuint (second->port, ==, 25223);
  g_assert_cmpuint (third->port, ==, 25222);
  g_assert_cmpuint (second->addresses->len, ==, 3);
  g_assert_cmpuint (third->addresses->len, ==, 3);
}

static void
test_bare (World *world, gconstpointer data)
{
  look_up (world, "bare.example");
  g_assert_no_error (world->room.error);
  g_assert_false (world->room.found->srv_found);
  g_assert_cmpuint (world->room.found->endpoints->len, ==, 1);
  assert_endpoint (world, 0, "bare.example", "[::1]:5222");
  g_assert_false (world->room.found->srv_failed);
}

/* Some routers drop questions for SRV: that is no "there is none". */
static void
test_srv_without_answer (World *world, gconstpointer data)
{
  look_up (world, "unsure.example");
  g_assert_no_error (world->room.error);
  g_assert_false (world->room.found->srv_found);
  g_assert_true (world->room.found->srv_failed);
  assert_endpoint (world, 0, "unsure.example", "127.0.0.1:5222");
}

static void
test_faults (World *world, gconstpointer data)
{
  static const struct {
    const char *domain;
    GwErrorCode code;
  } rows[] = {
      {"nosuch.example", GW_ERROR_DNS_UNKNOWN},   {"empty.example", GW_ERROR_DNS_NO_ADDRESS},
      {"ghost.example", GW_ERROR_DNS_NO_ADDRESS}, {"off.example", GW_ERROR_DNS_NOT_OFFERED},
      {"broken.example", GW_ERROR_DNS_FAILED},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_test_message ("%s", rows[i].domain);
    look_up (world, rows[i].domain);
    g_assert_error (world->room.error, GW_ERROR, (int)rows[i].code);
    g_assert_nonnull (strstr (world->room.error->message, rows[i].domain));
  }
}

static void
test_server (World *world, gconstpointer data)
{
  dns_room_look_up (&world->room, "peer.example", GW_DNS_SERVER);
  g_assert_no_error (world->room.error);
  g_assert_true (world->room.found->srv_found);
  g_assert_cmpuint (world->room.found->endpoints->len, ==, 2);
  assert_endpoint (world, 0, "peer.example", "127.0.0.1:5270");
  assert_endpoint (world, 1, "peer.example", "127.0.0.1:25269");
  dns_room_look_up (&world->room, "bare.example", GW_DNS_SERVER);
  g_assert_no_error (world->room.error);
  assert_endpoint (world, 0, "bare.example", "[::1]:5269");
}

/* What other resolvers and zones bring. */
static void
test_oddities (World *world, gconstpointer data)
{
  g_autofree char *longest = longest_name ();
  const struct {
    const char *domain, *target, *addresses;
  } rows[] = {
      {"alias.example", "away.example", "[::1]:5222"},
      {"zero.example", "bare.example", "[::1]:5222"},
      {"long.example", longest, "127.0.0.9:5222"},
      {"liar.example", "liar.example", "127.0.0.1:5222"},
  };

  g_assert_cmpuint (strlen (longest), ==, 253);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_test_message ("%s", rows[i].domain);
    look_up (world, rows[i].domain);
    g_assert_no_error (world->room.error);
    g_assert_cmpuint (world->room.found->endpoints->len, ==, 1);
    assert_endpoint (world, 0, rows[i].target, rows[i].addresses);
  }
}

static void
test_copy (World *world, gconstpointer data)
{
  GwEndpoints *original;

  look_up (world, "bare.example");
  original = world->room.found;
  world->room.found = gw_endpoints_copy (original);
  g_assert_cmpstr (world->room.found->domain, ==, original->domain);
  g_assert_cmpint (world->room.found->srv_found, ==, original->srv_found);
  gw_endpoints_free (original);
  g_assert_cmpuint (world->room.found->endpoints->len, ==, 1);
  assert_endpoint (world, 0, "bare.example", "[::1]:5222");
}

static void
test_private (World *world, gconstpointer data)
{
  dns_room_close (&world->room);
  dns_room_open (&world->room, name_server_resolver (world->server), FALSE, NULL);
  look_up (world, "both.example");
  g_assert_error (world->room.error, GW_ERROR, GW_ERROR_ADDRESS_PRIVATE);
}

/* libunbound would remember the failure for seconds. */
static void
test_again (World *world, gconstpointer data)
{
  look_up (world, "broken.example");
  g_assert_error (world->room.error, GW_ERROR, GW_ERROR_DNS_FAILED);
  name_server_heal (world->server);
  look_up (world, "broken.example");
  g_assert_no_error (world->room.error);
  g_assert_cmpuint (world->room.found->endpoints->len, ==, 1);
}

static void
test_many (World *world, gconstpointer data)
{
  for (int i = 0; i < MANY; i++) {
    g_autofree char *name = g_strdup_printf ("many%d.example", i);

    gw_dns_lookup_service (world->room.dns, name, GW_DNS_CLIENT, dns_room_found, &world->room);
  }
  dns_room_wait (&world->room, MANY);
  g_assert_no_error (world->room.error);
  g_assert_cmpuint (world->room.called, ==, MANY);
}

static void
test_cancel (World *world, gconstpointer data)
{
  GwDnsLookup *cancelled = gw_dns_lookup_service (world->room.dns, "silent.example", GW_DNS_CLIENT,
                                                  dns_room_found, &world->room);

  gw_dns_lookup_service (world->room.dns, "silent.example", GW_DNS_CLIENT, dns_room_found,
                         &world->room); /* dropped by the free */
  look_up (world, "bare.example");
  gw_dns_lookup_cancel (cancelled);
  look_up (world, "both.example");
  g_assert_cmpuint (world->room.called, ==, 2);
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
  add ("/dns/direct-tls-then-starttls-each-by-priority", test_both);
  add ("/dns/without-srv-the-domain-itself", test_bare);
  add ("/dns/srv-without-an-answer-is-not-none", test_srv_without_answer);
  add ("/dns/each-fault-has-its-code", test_faults);
  add ("/dns/servers-have-services-and-a-port-of-their-own", test_server);
  add ("/dns/odd-records-do-no-harm", test_oddities);
  add ("/dns/endpoints-can-be-copied", test_copy);
  add ("/dns/private-addresses-are-refused", test_private);
  add ("/dns/a-failure-is-not-remembered", test_again);
  add ("/dns/many-at-once", test_many);
  add ("/dns/a-cancelled-look-up-is-silent", test_cancel);
  return g_test_run ();
}
