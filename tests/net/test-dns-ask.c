/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Questions to resolvers that do not let DNSSEC through: the data are there, and no verdict. */
#include "base/error.h"
#include "base/limits.h"
#include "dns-room.h"
#include "name-server.h"

#include <glib/gstdio.h>

static void
add_zone (NameServer *server)
{
  name_server_add (server, "_xmpp-client._tcp.a.example", NAME_SRV, "5 1 5223 host.a.example");
  name_server_add (server, "host.a.example", NAME_A, "127.0.0.1");
  name_server_add (server, "alias.example", NAME_CNAME, "host.a.example");
  name_server_add (server, "_5223._tcp.host.a.example", GW_DNS_TYPE_TLSA, "030101ab12");
  name_server_add (server, "a.example", GW_DNS_TYPE_CAA, "00056973737565636126");
  name_server_add (server, "a.example", GW_DNS_TYPE_TXT, "LIE");
  name_server_add (server, "zero.example", GW_DNS_TYPE_TXT, "%s", "");
  for (int i = 0; i < 50; i++)
    name_server_add (server, "many.example", NAME_A, "127.0.0.%d", i);
}

static NameServer *
server_new (NameManner manner)
{
  NameServer *server = name_server_new ();

  add_zone (server);
  name_server_behave (server, manner);
  name_server_start (server);
  return server;
}

static char *
records_text (const GwDnsRecords *records)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < records->rdata->len; i++) {
    g_autofree char *one = gw_dns_rdata_to_text (records->type, records->rdata->pdata[i]);

    g_string_append_printf (text, "%s%s", i > 0 ? "; " : "", one);
  }
  return g_string_free (text, FALSE);
}

static void
assert_answer (DnsRoom *room, const char *name, GwDnsType type, GwReply reply, const char *expected)
{
  const GwDnsRecords *records = dns_room_ask (room, name, type);
  g_autofree char *text = records_text (records);

  g_test_message ("%s %s", name, gw_dns_type_name (type));
  g_assert_cmpstr (records->name, ==, name);
  g_assert_cmpint (records->reply, ==, reply);
  g_assert_cmpint (records->security, ==, GW_DNS_UNKNOWN);
  g_assert_cmpstr (text, ==, expected);
}

/* Expected of one question. */
typedef struct {
  const char *name;
  GwDnsType type;
  GwReply reply;
  const char *text;
  DnsRoom *room;
} Row;

static void
on_row (GwDnsRecords *records, gpointer data)
{
  const Row *row = data;
  g_autofree char *text = records_text (records);

  g_test_message ("%s", row->name);
  g_assert_cmpint (records->reply, ==, row->reply);
  g_assert_cmpint (records->security, ==, GW_DNS_UNKNOWN);
  g_assert_cmpstr (text, ==, row->text);
  dns_room_answered (records, row->room);
}

/* `data`: a NameManner. */
static void
test_manner (gconstpointer data)
{
  NameManner manner = GPOINTER_TO_INT (data);
  g_autoptr (NameServer) server = server_new (manner);
  gboolean rewrites = manner == NAME_REWRITES;
  DnsRoom room;
  Row rows[] = {
      {"_xmpp-client._tcp.a.example", GW_DNS_TYPE_SRV, GW_REPLY_DATA, "5 1 5223 host.a.example"},
      {"_5223._tcp.host.a.example", GW_DNS_TYPE_TLSA, GW_REPLY_DATA, "3 1 1 ab12"},
      {"host.a.example", GW_DNS_TYPE_AAAA, GW_REPLY_EMPTY, ""},
      {"nosuch.example", GW_DNS_TYPE_A, rewrites ? GW_REPLY_DATA : GW_REPLY_NO_NAME,
       rewrites ? "127.0.0.66" : ""},
  };

  dns_room_open (&room, name_server_resolver (server), TRUE, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    rows[i].room = &room;
    gw_dns_ask (room.dns, rows[i].name, rows[i].type, on_row, &rows[i]);
  }
  dns_room_wait (&room, G_N_ELEMENTS (rows));
  dns_room_look_up (&room, "a.example", GW_DNS_CLIENT);
  g_assert_no_error (room.error);
  g_assert_cmpuint (room.found->endpoints->len, ==, 1);
  dns_room_close (&room);
}

/* Nothing comes, and that is told in time. */
static void
test_no_answer (gconstpointer data)
{
  g_autoptr (NameServer) server = server_new (GPOINTER_TO_INT (data));
  DnsRoom room;
  Row row = {"host.a.example", GW_DNS_TYPE_A, GW_REPLY_FAILED, "", &room};

  dns_room_open (&room, name_server_resolver (server), TRUE, NULL);
  gw_dns_ask (room.dns, row.name, row.type, on_row, &row);
  gw_dns_lookup_service (room.dns, "a.example", GW_DNS_CLIENT, dns_room_found, &room);
  dns_room_wait (&room, 2);
  g_assert_error (room.error, GW_ERROR, GW_ERROR_DNS_FAILED);
  dns_room_close (&room);
}

static void
test_data (void)
{
  g_autoptr (NameServer) server = server_new (NAME_OWN);
  g_autofree char *endless = g_strnfill (65535, 'x');
  const GwDnsRecords *records;
  DnsRoom room;

  dns_room_open (&room, name_server_resolver (server), TRUE, NULL);
  assert_answer (&room, "alias.example", GW_DNS_TYPE_A, GW_REPLY_DATA, "127.0.0.1");
  g_assert_cmpstr (room.records->canonical, ==, "host.a.example");
  assert_answer (&room, "host.a.example", GW_DNS_TYPE_A, GW_REPLY_DATA, "127.0.0.1");
  g_assert_null (room.records->canonical);
  assert_answer (&room, "a.example", GW_DNS_TYPE_CAA, GW_REPLY_DATA, "0 issue \"ca&\"");
  assert_answer (&room, "a.example", GW_DNS_TYPE_TXT, GW_REPLY_FAILED, "");

  records = dns_room_ask (&room, "many.example", GW_DNS_TYPE_A);
  g_assert_cmpuint (records->rdata->len, ==, GW_LIMIT_DNS_RECORDS);
  g_assert_true (records->cut);
  records = dns_room_ask (&room, endless, GW_DNS_TYPE_A);
  g_assert_cmpint (records->reply, ==, GW_REPLY_FAILED);
  g_assert_cmpuint (strlen (records->name), ==, GW_LIMIT_DNS_NAME);
  dns_room_ask (&room, "zero.example", GW_DNS_TYPE_TXT); /* whatever it is */
  dns_room_close (&room);
}

static void
test_cancel (void)
{
  g_autoptr (NameServer) server = server_new (NAME_OWN);
  GwDnsAsk *cancelled;
  DnsRoom room;

  dns_room_open (&room, name_server_resolver (server), TRUE, NULL);
  cancelled = gw_dns_ask (room.dns, "a.example", GW_DNS_TYPE_A, dns_room_answered, &room);
  gw_dns_ask (room.dns, "host.a.example", GW_DNS_TYPE_A, dns_room_answered, &room);
  gw_dns_ask_cancel (cancelled);
  dns_room_wait (&room, 1);
  dns_room_ask (&room, "host.a.example", GW_DNS_TYPE_A);
  g_assert_cmpuint (room.called, ==, 2);
  gw_dns_ask (room.dns, "a.example", GW_DNS_TYPE_A, dns_room_answered, &room);
  dns_room_close (&room); /* drops the last */
  g_assert_cmpuint (room.called, ==, 2);
}

static void
test_anchor_files (void)
{
  static const struct {
    const char *what, *text;
    gboolean good;
  } rows[] = {
      {"a key's digest",
       "; ours\n\nexample. 3600 IN DS 1 13 2 "
       "e06d44b80b8f1d39a95c0b0d7c65d08458e880409bbc683457104237c7f8ec8d ; x\n",
       TRUE},
      {"without a class",
       "Example DS 1 13 2 "
       "E06D44B80B8F1D39A95C0B0D7C65D08458E880409BBC683457104237C7F8EC8D",
       TRUE},
      {"nothing", "", FALSE},
      {"a comment", "; none\n", FALSE},
      {"another type", "example. IN A 127.0.0.1\n", FALSE},
      {"a name alone", "example.\n", FALSE},
      {"no digest", "example. IN DS 1 13 2\n", FALSE},
      {"no number", "example. IN DS one 13 2 00\n", FALSE},
      {"no hexadecimal", "example. IN DS 1 13 2 xyz\n", FALSE},
      {"a label that is too long",
       "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx. IN DS 1 13 2 "
       "e06d44b80b8f1d39a95c0b0d7c65d08458e880409bbc683457104237c7f8ec8d\n",
       FALSE},
  };
  g_autofree char *folder = g_dir_make_tmp ("gangway-test-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "anchor", NULL);
  g_autoptr (GwProfile) profile = gw_profile_new ();
  g_autoptr (GMainContext) context = g_main_context_new ();

  profile->resolver = g_strdup ("127.0.0.1@9");
  profile->trust_anchor = g_strdup (path);
  for (gsize i = 0; i <= G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GwDns) dns = NULL;
    gboolean is_missing = i == G_N_ELEMENTS (rows);

    g_test_message ("%s", is_missing ? "no file" : rows[i].what);
    g_unlink (path);
    g_assert_true (is_missing || g_file_set_contents (path, rows[i].text, -1, NULL));
    dns = gw_dns_new (profile, context, &error);
    if (!is_missing && rows[i].good)
      g_assert_no_error (error);
    else
      g_assert_error (error, GW_ERROR, GW_ERROR_FILE_READ);
  }
  g_rmdir (folder);
}

static void
add (const char *path, NameManner manner, void (*test) (gconstpointer))
{
  g_test_add_data_func (path, GINT_TO_POINTER (manner), test);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("/dns-ask/without-edns", NAME_OWN, test_manner);
  add ("/dns-ask/signatures-stripped", NAME_STRIPS, test_manner);
  add ("/dns-ask/edns-refused", NAME_REFUSES_EDNS, test_manner);
  add ("/dns-ask/missing-names-rewritten", NAME_REWRITES, test_manner);
  add ("/dns-ask/failing-when-checked", NAME_FAILS_CHECKED, test_manner);
  add ("/dns-ask/silent-when-checked", NAME_DROPS_CHECKED, test_manner);
  add ("/dns-ask/cut-and-no-tcp", NAME_CUTS_CHECKED, test_manner);
  add ("/dns-ask/failing", NAME_FAILS, test_no_answer);
  add ("/dns-ask/dead", NAME_DEAD, test_no_answer);
  g_test_add_func ("/dns-ask/data-within-limits", test_data);
  g_test_add_func ("/dns-ask/a-cancelled-question-is-silent", test_cancel);
  g_test_add_func ("/dns-ask/mistakes-in-anchors-are-told", test_anchor_files);
  return g_test_run ();
}
