/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Look-ups through libunbound, against a name server of our own on loopback. */
#include "base/error.h"
#include "name-server.h"
#include "net/dns.h"

enum { GUARD_MS = 20000, MANY = 100 };

typedef struct {
  GMainContext *context;
  NameServer *server;
  GwDns *dns;
  guint called;
  GwEndpoints *found;
  GError *error;
} World;

static gboolean
on_guard (gpointer data)
{
  g_error ("nothing came in %d ms", GUARD_MS);
  return G_SOURCE_REMOVE;
}

static void
wait_for (World *world, guint called)
{
  GSource *guard = g_timeout_source_new (GUARD_MS);

  g_source_set_callback (guard, on_guard, NULL, NULL);
  g_source_attach (guard, world->context);
  while (world->called < called)
    g_main_context_iteration (world->context, TRUE);
  g_source_destroy (guard);
  g_source_unref (guard);
}

static void
on_found (GwEndpoints *found, const GError *error, gpointer data)
{
  World *world = data;

  g_assert_true ((found == NULL) == (error != NULL));
  g_clear_pointer (&world->found, gw_endpoints_free);
  g_clear_error (&world->error);
  world->found = found;
  world->error = error != NULL ? g_error_copy (error) : NULL;
  world->called++;
}

static void
look_up (World *world, const char *domain)
{
  guint before = world->called;

  gw_dns_lookup_service (world->dns, domain, GW_DNS_CLIENT, on_found, world);
  g_assert_cmpuint (world->called, ==, before);
  wait_for (world, before + 1);
}

static void
open_dns (World *world, gboolean allow_local)
{
  g_autoptr (GwProfile) profile = gw_profile_new ();
  g_autoptr (GError) error = NULL;

  profile->resolver = g_strdup (name_server_resolver (world->server));
  profile->allow_local = allow_local;
  world->dns = gw_dns_new (profile, world->context, &error);
  g_assert_no_error (error);
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
  name_server_add (server, "empty.example", 16, "no address");
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

static void
set_up (World *world, gconstpointer data)
{
  world->context = g_main_context_new ();
  world->server = name_server_new ();
  add_zone (world->server);
  name_server_start (world->server);
  open_dns (world, TRUE);
}

static void
tear_down (World *world, gconstpointer data)
{
  gw_dns_free (world->dns);
  name_server_free (world->server);
  g_clear_pointer (&world->found, gw_endpoints_free);
  g_clear_error (&world->error);
  g_main_context_unref (world->context);
}

static void
assert_endpoint (const World *world, guint index, const char *target, const char *addresses)
{
  const GwEndpoint *endpoint = world->found->endpoints->pdata[index];
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < endpoint->addresses->len; i++) {
    g_autofree char *address =
        gw_address_to_string (&g_array_index (endpoint->addresses, GwAddress, i));

    g_string_append_printf (text, "%s%s", i > 0 ? " " : "", address);
  }
  g_assert_cmpstr (endpoint->target, ==, target);
  g_assert_cmpstr (text->str, ==, addresses);
}

/* Sets of addresses are rotated by libunbound: their order within a family is not ours to say. */
static void
test_both (World *world, gconstpointer data)
{
  const GwEndpoint *second, *third;

  look_up (world, "both.example");
  g_assert_no_error (world->error);
  g_assert_true (world->found->srv_found);
  g_assert_true (world->found->direct_announced);
  g_assert_cmpstr (world->found->domain, ==, "both.example");
  g_assert_cmpuint (world->found->endpoints->len, ==, 3);
  assert_endpoint (world, 0, "both.example", "127.0.0.1:443");
  second = world->found->endpoints->pdata[1];
  third = world->found->endpoints->pdata[2];
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
  g_assert_no_error (world->error);
  g_assert_false (world->found->srv_found);
  g_assert_cmpuint (world->found->endpoints->len, ==, 1);
  assert_endpoint (world, 0, "bare.example", "[::1]:5222");
  g_assert_false (world->found->srv_failed);
}

/* Some routers drop questions for SRV: that is no "there is none". */
static void
test_srv_without_answer (World *world, gconstpointer data)
{
  look_up (world, "unsure.example");
  g_assert_no_error (world->error);
  g_assert_false (world->found->srv_found);
  g_assert_true (world->found->srv_failed);
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
    g_assert_error (world->error, GW_ERROR, (int)rows[i].code);
    g_assert_nonnull (strstr (world->error->message, rows[i].domain));
  }
}

static void
test_private (World *world, gconstpointer data)
{
  gw_dns_free (world->dns);
  open_dns (world, FALSE);
  look_up (world, "both.example");
  g_assert_error (world->error, GW_ERROR, GW_ERROR_ADDRESS_PRIVATE);
}

/* libunbound would remember the failure for seconds. */
static void
test_again (World *world, gconstpointer data)
{
  look_up (world, "broken.example");
  g_assert_error (world->error, GW_ERROR, GW_ERROR_DNS_FAILED);
  name_server_heal (world->server);
  look_up (world, "broken.example");
  g_assert_no_error (world->error);
  g_assert_cmpuint (world->found->endpoints->len, ==, 1);
}

static void
test_many (World *world, gconstpointer data)
{
  for (int i = 0; i < MANY; i++) {
    g_autofree char *name = g_strdup_printf ("many%d.example", i);

    gw_dns_lookup_service (world->dns, name, GW_DNS_CLIENT, on_found, world);
  }
  wait_for (world, MANY);
  g_assert_no_error (world->error);
  g_assert_cmpuint (world->called, ==, MANY);
}

static void
test_cancel (World *world, gconstpointer data)
{
  GwDnsLookup *cancelled =
      gw_dns_lookup_service (world->dns, "silent.example", GW_DNS_CLIENT, on_found, world);

  gw_dns_lookup_service (world->dns, "silent.example", GW_DNS_CLIENT, on_found,
                         world); /* dropped by the free */
  look_up (world, "bare.example");
  gw_dns_lookup_cancel (cancelled);
  look_up (world, "both.example");
  g_assert_cmpuint (world->called, ==, 2);
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
  add ("/dns/private-addresses-are-refused", test_private);
  add ("/dns/a-failure-is-not-remembered", test_again);
  add ("/dns/many-at-once", test_many);
  add ("/dns/a-cancelled-look-up-is-silent", test_cancel);
  return g_test_run ();
}
