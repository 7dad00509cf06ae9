/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Slots and the log; nothing is connected here. */
#include "base/limits.h"
#include "net/contacts.h"

enum { MANY = GW_LIMIT_IN_FLIGHT + 50 };

typedef struct {
  GMainContext *context;
  GwContacts *contacts;
  GPtrArray *granted; /* GwSlot, in order */
} World;

static void
set_up (World *world, gconstpointer data)
{
  world->context = g_main_context_new ();
  world->contacts = gw_contacts_new (world->context);
  world->granted = g_ptr_array_new ();
}

static void
tear_down (World *world, gconstpointer data)
{
  gw_contacts_free (world->contacts);
  g_ptr_array_unref (world->granted);
  g_main_context_unref (world->context);
}

static void
on_slot (GwSlot *slot, gpointer data)
{
  World *world = data;

  g_ptr_array_add (world->granted, slot);
}

static void
settle (World *world)
{
  while (g_main_context_iteration (world->context, FALSE))
    ;
}

static GwSlot *
request (World *world, guint host, guint16 port)
{
  guint8 raw[] = {203, 0, (guint8)(host >> 8), (guint8)host};
  g_autofree char *domain = g_strdup_printf ("host%u.example", host);
  GwAddress address;

  gw_address_init (&address, raw, sizeof raw, port);
  return gw_contacts_request (world->contacts, domain, &address, GW_PURPOSE_CHECK, "client", FALSE,
                              on_slot, world);
}

static void
release_all (World *world)
{
  while (world->granted->len > 0) {
    gw_slot_release (g_ptr_array_steal_index (world->granted, 0));
    settle (world);
  }
}

static GwSlot *
request_paced (World *world, guint host, guint16 port)
{
  guint8 raw[] = {203, 0, (guint8)(host >> 8), (guint8)host};
  GwAddress address;

  gw_address_init (&address, raw, sizeof raw, port);
  return gw_contacts_request (world->contacts, "paced.example", &address, GW_PURPOSE_CHECK,
                              "client", TRUE, on_slot, world);
}

/* Two to one machine keep their pause whatever the port; others, and those that ask for no pause,
 * go by. */
static void
test_pace (World *world, gconstpointer data)
{
  gint64 began = g_get_monotonic_time ();
  GwSlot *last;

  request_paced (world, 1, 5222);
  last = request_paced (world, 1, 5223);
  request_paced (world, 2, 5222);
  request (world, 1, 5223);
  settle (world);
  g_assert_cmpuint (world->granted->len, ==, 3);
  g_assert_false (g_ptr_array_find (world->granted, last, NULL));

  while (world->granted->len < 4)
    g_main_context_iteration (world->context, TRUE);
  g_assert_cmpint (g_get_monotonic_time () - began, >=, GW_LIMIT_PACE * 1000);
  g_assert_true (g_ptr_array_find (world->granted, last, NULL));
  release_all (world);
}

static void
test_later (World *world, gconstpointer data)
{
  GwSlot *slot = request (world, 1, 5222);

  g_assert_cmpuint (world->granted->len, ==, 0);
  settle (world);
  g_assert_cmpuint (world->granted->len, ==, 1);
  g_assert_true (world->granted->pdata[0] == slot);
  release_all (world);
}

static void
test_same_address (World *world, gconstpointer data)
{
  GwSlot *third, *other_port, *other_host;

  request (world, 1, 5222);
  request (world, 1, 5222);
  third = request (world, 1, 5222);
  other_port = request (world, 1, 5223);
  other_host = request (world, 2, 5222);
  settle (world);

  g_assert_cmpuint (world->granted->len, ==, 4);
  g_assert_true (world->granted->pdata[2] == other_port);
  g_assert_true (world->granted->pdata[3] == other_host);

  gw_slot_release (g_ptr_array_steal_index (world->granted, 0));
  settle (world);
  g_assert_cmpuint (world->granted->len, ==, 4);
  g_assert_true (world->granted->pdata[3] == third);
  release_all (world);
}

static void
test_overall (World *world, gconstpointer data)
{
  for (guint i = 0; i < MANY; i++)
    request (world, i, 5222);
  settle (world);
  g_assert_cmpuint (world->granted->len, ==, GW_LIMIT_IN_FLIGHT);

  gw_slot_release (g_ptr_array_steal_index (world->granted, 7));
  settle (world);
  g_assert_cmpuint (world->granted->len, ==, GW_LIMIT_IN_FLIGHT);

  release_all (world);
  g_autoptr (GPtrArray) log = gw_contacts_log (world->contacts);
  g_assert_cmpuint (log->len, ==, MANY);
  for (guint i = 0; i < MANY; i++) {
    const GwContactEntry *entry = log->pdata[i];
    g_autofree char *domain = g_strdup_printf ("host%u.example", i);

    g_assert_cmpstr (entry->domain, ==, domain);
  }
}

static void
test_cancel (World *world, gconstpointer data)
{
  GwSlot *early = request (world, 1, 5222), *waiting;
  g_autoptr (GPtrArray) log = NULL;

  gw_slot_release (early);
  settle (world);
  g_assert_cmpuint (world->granted->len, ==, 0);

  request (world, 1, 5222);
  request (world, 1, 5222);
  waiting = request (world, 1, 5222);
  settle (world);
  gw_slot_release (waiting);
  release_all (world);
  log = gw_contacts_log (world->contacts);
  g_assert_cmpuint (log->len, ==, 2);
}

static void
test_log (World *world, gconstpointer data)
{
  gint64 before = g_get_real_time () / G_USEC_PER_SEC;
  guint8 v6[16] = {0x20, 0x01, 0x0d, 0xb8, [15] = 1};
  GwAddress address;
  g_autoptr (GPtrArray) nothing = gw_contacts_log (world->contacts), log = NULL;
  const GwContactEntry *entry;

  g_assert_cmpuint (nothing->len, ==, 0);
  gw_address_init (&address, v6, sizeof v6, 443);
  gw_contacts_request (world->contacts, "six.example", &address, GW_PURPOSE_ACCOUNT, "client",
                       FALSE, on_slot, world);
  settle (world);
  release_all (world);

  log = gw_contacts_log (world->contacts);
  g_assert_cmpuint (log->len, ==, 1);
  entry = log->pdata[0];
  g_assert_cmpstr (entry->domain, ==, "six.example");
  g_assert_cmpstr (entry->address, ==, "[2001:db8::1]:443");
  g_assert_cmpstr (gw_purpose_name (entry->purpose), ==, "account");
  g_assert_cmpint (entry->when, >=, before);
  g_assert_cmpint (entry->when, <=, g_get_real_time () / G_USEC_PER_SEC);
}

static void
ask_again (GwSlot *slot, gpointer data)
{
  World *world = data;

  gw_slot_release (slot);
  request (world, 9, 5222);
}

/* A function that releases its own slot and asks for the next one, as a failed attempt does. */
static void
test_again_from_inside (World *world, gconstpointer data)
{
  guint8 raw[] = {203, 0, 113, 9};
  GwAddress address;

  gw_address_init (&address, raw, sizeof raw, 5222);
  gw_contacts_request (world->contacts, "again.example", &address, GW_PURPOSE_CHOSEN, "client",
                       FALSE, ask_again, world);
  settle (world);
  g_assert_cmpuint (world->granted->len, ==, 1);
  release_all (world);
}

/* Through a proxy: counted by name and port, as the addresses are. */
static void
test_by_name (World *world, gconstpointer data)
{
  for (int i = 0; i < 3; i++)
    gw_contacts_request_by_name (world->contacts, "a.example", "xmpp.a.example", 5222,
                                 GW_PURPOSE_NAMES, "web", FALSE, on_slot, world);
  gw_contacts_request_by_name (world->contacts, "a.example", "xmpp.a.example", 5223,
                               GW_PURPOSE_NAMES, "web", FALSE, on_slot, world);
  settle (world);
  g_assert_cmpuint (world->granted->len, ==, GW_LIMIT_IN_FLIGHT_SAME + 1);
  g_assert_cmpstr (gw_slot_address (world->granted->pdata[0]), ==, "xmpp.a.example:5222/via-proxy");
  release_all (world);
  g_autoptr (GPtrArray) log = gw_contacts_log (world->contacts);
  g_assert_cmpuint (log->len, ==, 4);
  g_assert_cmpstr (((GwContactEntry *)log->pdata[3])->address, ==, "xmpp.a.example:5222/via-proxy");
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
  add ("/contacts/a-slot-comes-later-never-at-once", test_later);
  add ("/contacts/two-at-once-to-one-address-others-overtake", test_same_address);
  add ("/contacts/by-name-through-a-proxy", test_by_name);
  add ("/contacts/a-pause-for-one-machine", test_pace);
  add ("/contacts/so-many-at-once-overall-all-served-in-order", test_overall);
  add ("/contacts/released-while-waiting-is-cancelled", test_cancel);
  add ("/contacts/the-log-says-whom-where-when-and-why", test_log);
  add ("/contacts/asking-again-from-inside", test_again_from_inside);
  return g_test_run ();
}
