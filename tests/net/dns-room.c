/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A resolver with its test around it. */
#include "dns-room.h"

enum { GUARD_MS = 20000 };

void
dns_room_open (DnsRoom *room, const char *resolver, gboolean allow_local, const char *trust_anchor)
{
  g_autoptr (GwProfile) profile = gw_profile_new ();
  g_autoptr (GError) error = NULL;

  profile->resolver = g_strdup (resolver);
  profile->allow_local = allow_local;
  profile->trust_anchor = g_strdup (trust_anchor);
  *room = (DnsRoom){.context = g_main_context_new ()};
  room->dns = gw_dns_new (profile, room->context, &error);
  g_assert_no_error (error);
}

void
dns_room_close (DnsRoom *room)
{
  gw_dns_free (room->dns);
  g_clear_pointer (&room->found, gw_endpoints_free);
  g_clear_pointer (&room->records, gw_dns_records_free);
  g_clear_error (&room->error);
  g_main_context_unref (room->context);
}

static gboolean
on_guard (gpointer data)
{
  g_error ("nothing came in %d ms", GUARD_MS);
  return G_SOURCE_REMOVE;
}

void
dns_room_wait (DnsRoom *room, guint called)
{
  GSource *guard = g_timeout_source_new (GUARD_MS);

  g_source_set_callback (guard, on_guard, NULL, NULL);
  g_source_attach (guard, room->context);
  while (room->called < called)
    g_main_context_iteration (room->context, TRUE);
  g_source_destroy (guard);
  g_source_unref (guard);
}

void
dns_room_found (GwEndpoints *found, const GError *error, gpointer data)
{
  DnsRoom *room = data;

  g_assert_true ((found == NULL) == (error != NULL));
  g_clear_pointer (&room->found, gw_endpoints_free);
  g_clear_error (&room->error);
  room->found = found;
  room->error = error != NULL ? g_error_copy (error) : NULL;
  room->called++;
}

void
dns_room_answered (GwDnsRecords *records, gpointer data)
{
  DnsRoom *room = data;

  g_assert_nonnull (records);
  g_assert_true (records->security == GW_DNS_BOGUS || records->why_bogus == NULL);
  g_assert_true (records->reply == GW_REPLY_DATA || records->rdata->len == 0);
  g_clear_pointer (&room->records, gw_dns_records_free);
  room->records = records;
  room->called++;
}

void
dns_room_look_up (DnsRoom *room, const char *domain, GwDnsService service)
{
  guint before = room->called;

  gw_dns_lookup_service (room->dns, domain, service, dns_room_found, room);
  g_assert_cmpuint (room->called, ==, before);
  dns_room_wait (room, before + 1);
}

const GwDnsRecords *
dns_room_ask (DnsRoom *room, const char *name, GwDnsType type)
{
  guint before = room->called;

  gw_dns_ask (room->dns, name, type, dns_room_answered, room);
  g_assert_cmpuint (room->called, ==, before);
  dns_room_wait (room, before + 1);
  g_assert_cmpint (room->records->type, ==, type);
  return room->records;
}

char *
dns_room_addresses (const GwEndpoint *endpoint)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < endpoint->addresses->len; i++) {
    g_autofree char *address =
        gw_address_to_string (&g_array_index (endpoint->addresses, GwAddress, i));

    g_string_append_printf (text, "%s%s", i > 0 ? " " : "", address);
  }
  return g_string_free (text, FALSE);
}
