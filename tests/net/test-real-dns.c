/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Validation against real signed zones, and through resolvers that spoil them: what a resolver does
 * is never told of a domain. */
#include "base/error.h"
#include "dns-room.h"
#include "knot.h"
#include "middlebox.h"

static Knot *knot;
static char *why_not;

typedef struct {
  const char *name;
  GwDnsType type;
  GwReply reply;
  GwDnsSecurity security;
  const char *text, *canonical;
} Row;

#define ADDRESS "127.0.0.1"

static const Row passed[] = {
    {"signed.example", GW_DNS_TYPE_A, GW_REPLY_DATA, GW_DNS_SECURE, ADDRESS},
    {"_xmpp-client._tcp.signed.example", GW_DNS_TYPE_SRV, GW_REPLY_DATA, GW_DNS_SECURE,
     "5 1 5223 signed.example"},
    {"signed.example", GW_DNS_TYPE_AAAA, GW_REPLY_EMPTY, GW_DNS_SECURE},
    {"nosuch.signed.example", GW_DNS_TYPE_A, GW_REPLY_NO_NAME, GW_DNS_SECURE},
    {"to-signed.example", GW_DNS_TYPE_A, GW_REPLY_DATA, GW_DNS_SECURE, ADDRESS,
     "deep.signed.example"},
    {"plain.example", GW_DNS_TYPE_A, GW_REPLY_DATA, GW_DNS_INSECURE, ADDRESS},
    {"nosuch.plain.example", GW_DNS_TYPE_A, GW_REPLY_NO_NAME, GW_DNS_INSECURE},
    {"to-plain.signed.example", GW_DNS_TYPE_A, GW_REPLY_DATA, GW_DNS_INSECURE, ADDRESS,
     "plain.example"},
    {"bogus.example", GW_DNS_TYPE_A, GW_REPLY_DATA, GW_DNS_BOGUS, ADDRESS},
    {"bogus.example", GW_DNS_TYPE_A, GW_REPLY_DATA, GW_DNS_BOGUS, ADDRESS}, /* now from its cache */
    {"bogus.example", GW_DNS_TYPE_AAAA, GW_REPLY_EMPTY, GW_DNS_BOGUS},
    {"nosuch.bogus.example", GW_DNS_TYPE_A, GW_REPLY_NO_NAME, GW_DNS_BOGUS},
    {"to-bogus.signed.example", GW_DNS_TYPE_A, GW_REPLY_DATA, GW_DNS_BOGUS, ADDRESS,
     "bogus.example"},
    {"elsewhere", GW_DNS_TYPE_A, GW_REPLY_DATA, GW_DNS_UNKNOWN, ADDRESS},
    {"example", GW_DNS_TYPE_SOA, GW_REPLY_DATA, GW_DNS_SECURE,
     "ns.elsewhere host.elsewhere 1 60 60 600 60"},
};

/* Where nothing can be said. */
static const Row unknown[] = {
    {"signed.example", GW_DNS_TYPE_A, GW_REPLY_DATA, GW_DNS_UNKNOWN, ADDRESS},
    {"signed.example", GW_DNS_TYPE_AAAA, GW_REPLY_EMPTY, GW_DNS_UNKNOWN},
    {"bogus.example", GW_DNS_TYPE_A, GW_REPLY_DATA, GW_DNS_UNKNOWN, ADDRESS},
    {"bogus.example", GW_DNS_TYPE_AAAA, GW_REPLY_EMPTY, GW_DNS_UNKNOWN},
    {"nosuch.bogus.example", GW_DNS_TYPE_A, GW_REPLY_NO_NAME, GW_DNS_UNKNOWN},
    {"plain.example", GW_DNS_TYPE_A, GW_REPLY_DATA, GW_DNS_UNKNOWN, ADDRESS},
};

static const Row rewritten[] = {
    {"signed.example", GW_DNS_TYPE_A, GW_REPLY_DATA, GW_DNS_UNKNOWN, ADDRESS},
    {"nosuch.signed.example", GW_DNS_TYPE_A, GW_REPLY_DATA, GW_DNS_UNKNOWN, "127.0.0.66"},
};

/* The keys of one zone are missing; the others are not touched by that. */
static const Row without_keys[] = {
    {"signed.example", GW_DNS_TYPE_A, GW_REPLY_DATA, GW_DNS_UNKNOWN, ADDRESS},
    {"signed.example", GW_DNS_TYPE_AAAA, GW_REPLY_EMPTY, GW_DNS_UNKNOWN},
    {"to-signed.example", GW_DNS_TYPE_A, GW_REPLY_DATA, GW_DNS_UNKNOWN, ADDRESS,
     "deep.signed.example"},
    {"to-signed.example", GW_DNS_TYPE_AAAA, GW_REPLY_EMPTY, GW_DNS_UNKNOWN, NULL,
     "deep.signed.example"},
    {"plain.example", GW_DNS_TYPE_A, GW_REPLY_DATA, GW_DNS_INSECURE, ADDRESS},
    {"bogus.example", GW_DNS_TYPE_A, GW_REPLY_DATA, GW_DNS_BOGUS, ADDRESS},
};

static void
assert_row (DnsRoom *room, const Row *row)
{
  const GwDnsRecords *records = dns_room_ask (room, row->name, row->type);
  g_autofree char *text =
      records->rdata->len > 0 ? gw_dns_rdata_to_text (row->type, records->rdata->pdata[0]) : NULL;

  g_test_message ("%s %s: %s", row->name, gw_dns_type_name (row->type),
                  records->why_bogus ? records->why_bogus : "-");
  g_assert_cmpint (records->reply, ==, row->reply);
  g_assert_cmpint (records->security, ==, row->security);
  g_assert_cmpint (records->why_bogus != NULL, ==, row->security == GW_DNS_BOGUS);
  if (records->why_bogus != NULL) /* the resolver's address is nobody's business */
    g_assert_null (strstr (records->why_bogus, "127.0.0.1"));
  g_assert_cmpuint (records->rdata->len, ==, row->text != NULL);
  if (row->type != GW_DNS_TYPE_SOA) /* its serial number grows by signing */
    g_assert_cmpstr (text, ==, row->text);
  g_assert_cmpstr (records->canonical, ==, row->canonical);
}

static void
check_rows (const Row *rows, gsize count, MiddleboxManner manner, const char *anchor)
{
  g_autoptr (Middlebox) box = middlebox_new (knot_port (knot), manner);
  DnsRoom room;

  dns_room_open (&room, middlebox_resolver (box), TRUE, anchor);
  for (gsize i = 0; i < count; i++)
    assert_row (&room, &rows[i]);
  dns_room_look_up (&room, "bogus.example", GW_DNS_CLIENT); /* DNSSEC is no gate */
  g_assert_no_error (room.error);
  dns_room_close (&room);
}

static void
test_passed (void)
{
  check_rows (passed, G_N_ELEMENTS (passed), MIDDLEBOX_PASSES, knot_anchor (knot));
}

static void
test_wrong_anchor (void)
{
  check_rows (unknown, G_N_ELEMENTS (unknown), MIDDLEBOX_PASSES, knot_wrong_anchor (knot));
}

/* To libunbound, all below it would be unsigned. */
static void
test_strange_anchor (void)
{
  check_rows (unknown, G_N_ELEMENTS (unknown), MIDDLEBOX_PASSES, knot_strange_anchor (knot));
}

static void
test_stripped (void)
{
  check_rows (unknown, G_N_ELEMENTS (unknown), MIDDLEBOX_STRIPS, knot_anchor (knot));
}

static void
test_edns_refused (void)
{
  check_rows (unknown, G_N_ELEMENTS (unknown), MIDDLEBOX_REFUSES_EDNS, knot_anchor (knot));
}

static void
test_rewritten (void)
{
  check_rows (rewritten, G_N_ELEMENTS (rewritten), MIDDLEBOX_REWRITES, knot_anchor (knot));
}

static void
test_keys_lost (void)
{
  static const MiddleboxManner manners[] = {MIDDLEBOX_LOSES_KEYS, MIDDLEBOX_LOSES_DS,
                                            MIDDLEBOX_CUTS_KEYS};

  for (gsize i = 0; i < G_N_ELEMENTS (manners); i++)
    check_rows (without_keys, G_N_ELEMENTS (without_keys), manners[i], knot_anchor (knot));
}

/* The questions of one server, at once and from a new context: the shape of a full probe. */
static void
test_many (void)
{
  g_autoptr (Middlebox) box = middlebox_new (knot_port (knot), MIDDLEBOX_PASSES);
  DnsRoom room;

  dns_room_open (&room, middlebox_resolver (box), TRUE, knot_anchor (knot));
  for (int i = 0; i < 50; i++) {
    g_autofree char *name = g_strdup_printf ("_xmpp-client%d._tcp.signed.example", i);

    gw_dns_ask (room.dns, name, GW_DNS_TYPE_SRV, dns_room_answered, &room);
  }
  dns_room_wait (&room, 50);
  g_assert_cmpint (room.records->security, ==, GW_DNS_SECURE);
  g_assert_cmpint (room.records->reply, ==, GW_REPLY_NO_NAME);
  dns_room_close (&room);
}

static void
run_or_skip (gconstpointer data)
{
  void (*test) (void) = data;

  if (knot == NULL)
    g_test_skip (why_not);
  else
    test ();
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *path;
    void (*test) (void);
  } tests[] = {
      {"/real-dns/secure-insecure-bogus", test_passed},
      {"/real-dns/a-wrong-anchor-blames-nobody", test_wrong_anchor},
      {"/real-dns/a-strange-anchor-proves-nothing", test_strange_anchor},
      {"/real-dns/signatures-stripped", test_stripped},
      {"/real-dns/edns-refused", test_edns_refused},
      {"/real-dns/missing-names-rewritten", test_rewritten},
      {"/real-dns/keys-that-do-not-come", test_keys_lost},
      {"/real-dns/many-at-once", test_many},
  };
  int status;

  g_test_init (&argc, &argv, NULL);
  knot = knot_new (&why_not);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add_data_func (tests[i].path, (gconstpointer)tests[i].test, run_or_skip);
  status = g_test_run ();
  g_clear_pointer (&knot, knot_free);
  g_free (why_not);
  return status;
}
