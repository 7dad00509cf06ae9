/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SRV records from the wire, their order, and what is concluded from all answers. */
#include "base/error.h"
#include "base/limits.h"
#include "net/dns-answers.h"

#include <arpa/inet.h>

#define BYTES(...) ((const guint8[]){__VA_ARGS__}), sizeof ((const guint8[]){__VA_ARGS__})
#define HEAD       0, 5, 0, 10, 0x14, 0x66 /* priority 5, weight 10, port 5222 */

static void
test_wire (void)
{
  const struct {
    const char *what;
    const guint8 *rdata;
    gsize length;
    const char *target; /* NULL: refused */
  } rows[] = {
      {"a host", BYTES (HEAD, 1, 'A', 2, 'b', '-', 0), "a.b-"},
      {"an underscore", BYTES (HEAD, 2, '_', 'x', 0), "_x"},
      {"the root", BYTES (HEAD, 0), "."},
      {"nothing", BYTES (0), NULL},
      {"no target", BYTES (HEAD), NULL},
      {"no end", BYTES (HEAD, 1, 'a'), NULL},
      {"bytes behind the end", BYTES (HEAD, 1, 'a', 0, 0), NULL},
      {"a label beyond the end", BYTES (HEAD, 9, 'a', 0), NULL},
      {"a compression pointer", BYTES (HEAD, 0xc0, 0x0c), NULL},
      {"a dot inside a label", BYTES (HEAD, 3, 'a', '.', 'b', 0), NULL},
      {"a newline", BYTES (HEAD, 2, 'a', '\n', 0), NULL},
      {"a NUL", BYTES (HEAD, 2, 'a', 0, 0), NULL},
      {"eight bits", BYTES (HEAD, 1, 0xfc, 0), NULL},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    GwSrv srv;
    gboolean ok = gw_srv_parse (rows[i].rdata, rows[i].length, &srv);

    g_test_message ("%s", rows[i].what);
    g_assert_cmpint (ok, ==, rows[i].target != NULL);
    g_assert_cmpstr (srv.target, ==, rows[i].target);
    if (ok) {
      g_assert_cmpuint (srv.priority, ==, 5);
      g_assert_cmpuint (srv.weight, ==, 10);
      g_assert_cmpuint (srv.port, ==, 5222);
    }
    gw_srv_clear (&srv);
  }
}

static void
test_wire_long (void)
{
  g_autofree guint8 *rdata = g_malloc0 (6 + 320);
  GwSrv srv;
  gsize at = 6;

  for (int label = 0; label < 5; label++) {
    rdata[at] = 63;
    memset (rdata + at + 1, 'a', 63);
    at += 64;
  }
  g_assert_false (gw_srv_parse (rdata, at + 1, &srv)); /* 321 bytes */
  rdata[6 + 3 * 64] = 61;
  rdata[6 + 3 * 64 + 62] = 0;
  g_assert_true (gw_srv_parse (rdata, 6 + 255, &srv)); /* the longest name there is */
  g_assert_cmpuint (strlen (srv.target), ==, 253);
  gw_srv_clear (&srv);
}

/* Any bytes whatever: never a target that is not a host name. */
static void
test_wire_noise (void)
{
  g_autoptr (GRand) chance = g_rand_new_with_seed (1);

  for (int round = 0; round < 20000; round++) {
    guint8 rdata[24];
    gsize length = (gsize)g_rand_int_range (chance, 0, sizeof rdata + 1);
    GwSrv srv;

    for (gsize i = 0; i < length; i++)
      rdata[i] = (guint8)(g_rand_boolean (chance) ? g_rand_int_range (chance, 0, 4)
                                                  : g_rand_int_range (chance, 0, 256));
    if (gw_srv_parse (rdata, length, &srv)) {
      g_assert_cmpuint (strspn (srv.target, "abcdefghijklmnopqrstuvwxyz0123456789-_."), ==,
                        strlen (srv.target));
      g_assert_cmpuint (strlen (srv.target), >, 0);
    }
    gw_srv_clear (&srv);
  }
}

typedef struct {
  guint16 priority, weight;
  const char *target;
} Row;

static GArray *
records_new (const Row *rows, gsize count)
{
  GArray *records = g_array_new (FALSE, FALSE, sizeof (GwSrv));

  g_array_set_clear_func (records, (GDestroyNotify)gw_srv_clear);
  for (gsize i = 0; i < count; i++) {
    GwSrv srv = {.priority = rows[i].priority,
                 .weight = rows[i].weight,
                 .target = g_strdup (rows[i].target)};

    g_array_append_val (records, srv);
  }
  return records;
}

static char *
order_text (GArray *records)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < records->len; i++)
    g_string_append (text, g_array_index (records, GwSrv, i).target);
  return g_string_free (text, FALSE);
}

static void
test_priority (void)
{
  static const Row rows[] = {
      {.priority = 30, .target = "d"},
      {.priority = 10, .weight = 1, .target = "b"},
      {.priority = 65535, .weight = 65535, .target = "e"},
      {.priority = 0, .target = "a"},
      {.priority = 20, .weight = 9, .target = "c"},
  };
  g_autoptr (GArray) records = records_new (rows, G_N_ELEMENTS (rows));
  g_autoptr (GRand) chance = g_rand_new_with_seed (2);
  g_autofree char *text = NULL;

  gw_srv_order (records, chance);
  text = order_text (records);
  g_assert_cmpstr (text, ==, "abcde");
}

/* Weights 0, 10, 30, 60: each comes first about as often as its weight says. */
static void
test_weight (void)
{
  static const Row rows[] = {
      {.weight = 10, .target = "a"},
      {.weight = 0, .target = "z"},
      {.weight = 60, .target = "c"},
      {.weight = 30, .target = "b"},
      {.priority = 1, .weight = 65535, .target = "y"},
  };
  g_autoptr (GRand) chance = g_rand_new_with_seed (3);
  guint first[256] = {0};

  for (int round = 0; round < 10000; round++) {
    g_autoptr (GArray) records = records_new (rows, G_N_ELEMENTS (rows));
    g_autofree char *text = NULL;

    gw_srv_order (records, chance);
    text = order_text (records);
    first[(guint8)text[0]]++;
    g_assert_cmpuint (strlen (text), ==, 5);
    g_assert_cmpint (text[4], ==, 'y');
    for (const char *each = "abcz"; *each != '\0'; each++)
      g_assert_nonnull (strchr (text, *each));
  }
  g_assert_cmpuint (first['a'], >, 850);
  g_assert_cmpuint (first['a'], <, 1150);
  g_assert_cmpuint (first['b'], >, 2750);
  g_assert_cmpuint (first['b'], <, 3250);
  g_assert_cmpuint (first['c'], >, 5650);
  g_assert_cmpuint (first['c'], <, 6250);
  /* "A very small chance": 1 of 101. */
  g_assert_cmpuint (first['z'], >, 50);
  g_assert_cmpuint (first['z'], <, 200);
}

static void
test_heaviest (void)
{
  Row rows[GW_LIMIT_SRV_RECORDS];
  g_autoptr (GArray) records = NULL;
  g_autoptr (GRand) chance = g_rand_new_with_seed (4);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    rows[i] = (Row){.weight = 65535, .target = "x"};
  records = records_new (rows, G_N_ELEMENTS (rows));
  gw_srv_order (records, chance);
  g_assert_cmpuint (records->len, ==, G_N_ELEMENTS (rows));
}

/* --- the judgement ------------------------------------------------------------------------------
 */

static void
reply_with_srv (GwServiceAnswer *answer, const char *target, guint16 port, guint16 priority)
{
  GwSrv srv = {.priority = priority, .weight = 1, .port = port, .target = g_strdup (target)};

  answer->reply = GW_REPLY_DATA;
  g_array_append_val (answer->records, srv);
}

static void
reply_with_address (GwHostAnswer *host, const char *text)
{
  gboolean is_v6 = strchr (text, ':') != NULL;
  GwAddressAnswer *answer = is_v6 ? &host->v6 : &host->v4;
  guint8 raw[16];
  GwAddress address;

  g_assert_cmpint (inet_pton (is_v6 ? AF_INET6 : AF_INET, text, raw), ==, 1);
  gw_address_init (&address, raw, is_v6 ? 16 : 4, 0);
  answer->reply = GW_REPLY_DATA;
  g_array_append_val (answer->addresses, address);
}

static void
reply_for_both (GwHostAnswer *host, GwReply reply)
{
  host->v4.reply = host->v6.reply = reply;
}

/* Every service and the domain itself: the same reply. */
static GwDnsAnswers *
answers_new (GwReply services, GwReply addresses)
{
  GwDnsAnswers *answers = gw_dns_answers_new ("a.example");

  answers->starttls.reply = answers->direct_tls.reply = services;
  reply_for_both (answers->hosts->pdata[0], addresses);
  return answers;
}

static GwEndpoints *
judge (GwDnsAnswers *answers, gboolean allow_local, GError **error)
{
  g_autoptr (GRand) chance = g_rand_new_with_seed (5);

  return gw_dns_answers_judge (answers, allow_local, chance, error);
}

static void
assert_fault (GwDnsAnswers *answers, GwErrorCode code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (judge (answers, FALSE, &error));
  g_assert_nonnull (error);
  g_assert_cmpstr (gw_error_name (gw_error_code (error)), ==, gw_error_name (code));
  g_assert_nonnull (strstr (error->message, "a.example"));
}

static char *
describe (const GwEndpoints *found)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < found->endpoints->len; i++) {
    const GwEndpoint *endpoint = found->endpoints->pdata[i];

    g_string_append_printf (text, "%s%s:%u", i > 0 ? " " : "", endpoint->target, endpoint->port);
    g_string_append (text, endpoint->direct_tls ? "!" : "");
    for (guint n = 0; n < endpoint->addresses->len; n++) {
      g_autofree char *address =
          gw_address_to_string (&g_array_index (endpoint->addresses, GwAddress, n));

      g_string_append_printf (text, " %s", address);
    }
  }
  return g_string_free (text, FALSE);
}

static void
test_endpoints (void)
{
  g_autoptr (GwDnsAnswers) answers = answers_new (GW_REPLY_EMPTY, GW_REPLY_EMPTY);
  g_autoptr (GwEndpoints) found = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  gboolean is_new;
  GwHostAnswer *host = gw_dns_answers_host (answers, "h.example", &is_new);

  g_assert_true (is_new);
  g_assert_true (gw_dns_answers_host (answers, "H.example", &is_new) == host);
  g_assert_false (is_new);
  reply_with_srv (&answers->starttls, "h.example", 5222, 9);
  reply_with_srv (&answers->starttls, "g.example", 5222, 1);
  reply_with_srv (&answers->direct_tls, "h.example", 443, 50);
  reply_with_address (host, "8.8.0.1");
  reply_with_address (host, "8.8.0.2");
  reply_with_address (host, "8.8.0.3");
  reply_with_address (host, "2a01::1");
  reply_with_address (gw_dns_answers_host (answers, "g.example", NULL), "8.8.0.4");

  found = judge (answers, FALSE, &error);
  g_assert_no_error (error);
  text = describe (found);
  g_assert_cmpstr (text, ==,
                   "h.example:443! [2a01::1]:443 8.8.0.1:443 8.8.0.2:443 8.8.0.3:443"
                   " g.example:5222 8.8.0.4:5222"
                   " h.example:5222 [2a01::1]:5222 8.8.0.1:5222 8.8.0.2:5222 8.8.0.3:5222");
  g_assert_true (found->srv_found);
  g_assert_true (found->direct_announced);
}

static void
test_fallback (void)
{
  static const GwReply replies[] = {GW_REPLY_EMPTY, GW_REPLY_NO_NAME, GW_REPLY_FAILED};

  for (gsize i = 0; i < G_N_ELEMENTS (replies); i++) {
    g_autoptr (GwDnsAnswers) answers = answers_new (replies[i], GW_REPLY_EMPTY);
    g_autoptr (GwEndpoints) found = NULL;
    g_autofree char *text = NULL;

    reply_with_address (answers->hosts->pdata[0], "8.8.0.1");
    found = judge (answers, FALSE, NULL);
    g_assert_nonnull (found);
    text = describe (found);
    g_assert_cmpstr (text, ==, "a.example:5222 8.8.0.1:5222");
    g_assert_false (found->srv_found);
    g_assert_false (found->direct_announced);
  }
}

static void
test_faults (void)
{
  static const struct {
    GwReply services, addresses;
    GwErrorCode code;
  } rows[] = {
      {GW_REPLY_NO_NAME, GW_REPLY_NO_NAME, GW_ERROR_DNS_UNKNOWN},
      {GW_REPLY_FAILED, GW_REPLY_NO_NAME, GW_ERROR_DNS_UNKNOWN},
      {GW_REPLY_EMPTY, GW_REPLY_EMPTY, GW_ERROR_DNS_NO_ADDRESS},
      {GW_REPLY_NO_NAME, GW_REPLY_EMPTY, GW_ERROR_DNS_NO_ADDRESS},
      {GW_REPLY_FAILED, GW_REPLY_EMPTY, GW_ERROR_DNS_FAILED},
      {GW_REPLY_EMPTY, GW_REPLY_FAILED, GW_ERROR_DNS_FAILED},
      {GW_REPLY_FAILED, GW_REPLY_FAILED, GW_ERROR_DNS_FAILED},
      {GW_REPLY_NOT_OFFERED, GW_REPLY_EMPTY, GW_ERROR_DNS_NOT_OFFERED},
      {GW_REPLY_NOT_OFFERED, GW_REPLY_FAILED, GW_ERROR_DNS_NOT_OFFERED},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GwDnsAnswers) answers = answers_new (rows[i].services, rows[i].addresses);

    assert_fault (answers, rows[i].code);
  }
}

/* "." must also win over an address of the domain itself. */
static void
test_not_offered (void)
{
  g_autoptr (GwDnsAnswers) both = answers_new (GW_REPLY_NOT_OFFERED, GW_REPLY_EMPTY);
  g_autoptr (GwDnsAnswers) only_direct = answers_new (GW_REPLY_EMPTY, GW_REPLY_EMPTY);
  g_autoptr (GwDnsAnswers) only_starttls = answers_new (GW_REPLY_EMPTY, GW_REPLY_EMPTY);
  g_autoptr (GwEndpoints) found = NULL, direct = NULL;
  g_autofree char *text = NULL, *direct_text = NULL;

  reply_with_address (both->hosts->pdata[0], "8.8.0.1");
  assert_fault (both, GW_ERROR_DNS_NOT_OFFERED);

  only_direct->direct_tls.reply = GW_REPLY_NOT_OFFERED;
  reply_with_address (only_direct->hosts->pdata[0], "8.8.0.1");
  found = judge (only_direct, FALSE, NULL);
  g_assert_nonnull (found);
  text = describe (found);
  g_assert_cmpstr (text, ==, "a.example:5222 8.8.0.1:5222");
  g_assert_false (found->direct_announced);

  only_starttls->starttls.reply = GW_REPLY_NOT_OFFERED;
  reply_with_srv (&only_starttls->direct_tls, "a.example", 443, 1);
  reply_with_address (only_starttls->hosts->pdata[0], "8.8.0.1");
  direct = judge (only_starttls, FALSE, NULL);
  g_assert_nonnull (direct);
  direct_text = describe (direct);
  g_assert_cmpstr (direct_text, ==, "a.example:443! 8.8.0.1:443");
}

static void
test_targets_without_address (void)
{
  static const struct {
    GwReply target;
    GwErrorCode code;
  } rows[] = {
      {GW_REPLY_NO_NAME, GW_ERROR_DNS_NO_ADDRESS}, /* the domain itself does exist */
      {GW_REPLY_EMPTY, GW_ERROR_DNS_NO_ADDRESS},
      {GW_REPLY_FAILED, GW_ERROR_DNS_FAILED},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GwDnsAnswers) answers = answers_new (GW_REPLY_EMPTY, GW_REPLY_EMPTY);

    reply_with_address (answers->hosts->pdata[0], "8.8.0.1"); /* SRV records exist: not asked */
    reply_with_srv (&answers->starttls, "h.example", 5222, 1);
    reply_for_both (gw_dns_answers_host (answers, "h.example", NULL), rows[i].target);
    assert_fault (answers, rows[i].code);
  }
}

static void
test_private (void)
{
  g_autoptr (GwDnsAnswers) answers = answers_new (GW_REPLY_EMPTY, GW_REPLY_EMPTY);
  g_autoptr (GwEndpoints) mixed = NULL, local = NULL;
  g_autofree char *text = NULL, *local_text = NULL;

  reply_with_address (answers->hosts->pdata[0], "10.0.0.1");
  reply_with_address (answers->hosts->pdata[0], "::1");
  assert_fault (answers, GW_ERROR_ADDRESS_PRIVATE);

  reply_with_address (answers->hosts->pdata[0], "8.8.0.1");
  mixed = judge (answers, FALSE, NULL);
  text = describe (mixed);
  g_assert_cmpstr (text, ==, "a.example:5222 8.8.0.1:5222");

  local = judge (answers, TRUE, NULL);
  local_text = describe (local);
  g_assert_cmpstr (local_text, ==, "a.example:5222 [::1]:5222 10.0.0.1:5222 8.8.0.1:5222");
}

static void
test_fill (void)
{
  g_autoptr (GwDnsAnswers) answers = gw_dns_answers_new ("a.example");
  static const char good[] = {HEAD, 1, 'h', 0}, root[] = {HEAD, 0}, bad[] = {HEAD, 9},
                    no_port[] = {0, 1, 0, 1, 0, 0, 1, 'h', 0};
  char *rows[GW_LIMIT_SRV_RECORDS + 9] = {(char *)bad, (char *)root, (char *)no_port, NULL};
  int lengths[G_N_ELEMENTS (rows)] = {sizeof bad, sizeof root, sizeof no_port};
  char *addresses[GW_LIMIT_ADDRESSES + 3] = {(char *)good, NULL};
  int address_lengths[G_N_ELEMENTS (addresses)] = {3};

  gw_service_answer_fill (&answers->starttls, rows, lengths);
  g_assert_cmpint (answers->starttls.reply, ==, GW_REPLY_NOT_OFFERED);
  g_assert_cmpuint (answers->starttls.records->len, ==, 0);

  /* "." beside real targets is a mistake of the zone, and no no. */
  for (gsize i = 3; i + 1 < G_N_ELEMENTS (rows); i++) {
    rows[i] = (char *)good;
    lengths[i] = sizeof good;
  }
  gw_service_answer_fill (&answers->direct_tls, rows, lengths);
  g_assert_cmpint (answers->direct_tls.reply, ==, GW_REPLY_DATA);
  g_assert_cmpuint (answers->direct_tls.records->len, ==, GW_LIMIT_SRV_RECORDS);

  GwHostAnswer *host = answers->hosts->pdata[0];
  gw_address_answer_fill (&host->v4, addresses, address_lengths, 4);
  g_assert_cmpint (host->v4.reply, ==, GW_REPLY_EMPTY);
  for (gsize i = 0; i + 1 < G_N_ELEMENTS (addresses); i++) {
    addresses[i] = (char *)good;
    address_lengths[i] = 4;
  }
  gw_address_answer_fill (&host->v4, addresses, address_lengths, 4);
  g_assert_cmpint (host->v4.reply, ==, GW_REPLY_DATA);
  g_assert_cmpuint (host->v4.addresses->len, ==, GW_LIMIT_ADDRESSES);
}

static void
test_host (void)
{
  static const struct {
    GwReply addresses;
    GwErrorCode code;
  } rows[] = {
      {GW_REPLY_NO_NAME, GW_ERROR_DNS_UNKNOWN},
      {GW_REPLY_EMPTY, GW_ERROR_DNS_NO_ADDRESS},
      {GW_REPLY_FAILED, GW_ERROR_DNS_FAILED},
  };
  g_autoptr (GwDnsAnswers) answers = gw_dns_answers_new ("a.example");
  g_autoptr (GwDnsAnswers) private = gw_dns_answers_new ("a.example");
  g_autoptr (GwEndpoints) found = NULL;
  g_autoptr (GError) refused = NULL;
  g_autofree char *text = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GwDnsAnswers) none = gw_dns_answers_new ("a.example");
    g_autoptr (GError) error = NULL;

    reply_for_both (none->hosts->pdata[0], rows[i].addresses);
    g_assert_null (gw_dns_answers_judge_host (none, 443, FALSE, &error));
    g_assert_error (error, GW_ERROR, (int)rows[i].code);
  }

  reply_with_address (answers->hosts->pdata[0], "8.8.0.1");
  reply_with_address (answers->hosts->pdata[0], "10.0.0.1");
  reply_with_address (answers->hosts->pdata[0], "2a00::1");
  found = gw_dns_answers_judge_host (answers, 443, FALSE, NULL);
  g_assert_nonnull (found);
  text = describe (found);
  g_assert_cmpstr (text, ==, "a.example:443! [2a00::1]:443 8.8.0.1:443");
  g_assert_false (found->srv_found || found->direct_announced);

  reply_with_address (private->hosts->pdata[0], "10.0.0.1");
  g_assert_null (gw_dns_answers_judge_host (private, 443, FALSE, &refused));
  g_assert_error (refused, GW_ERROR, GW_ERROR_ADDRESS_PRIVATE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dns-order/srv-from-the-wire", test_wire);
  g_test_add_func ("/dns-order/srv-names-have-a-length", test_wire_long);
  g_test_add_func ("/dns-order/noise-gives-no-strange-target", test_wire_noise);
  g_test_add_func ("/dns-order/lower-priority-first", test_priority);
  g_test_add_func ("/dns-order/equals-are-drawn-by-weight", test_weight);
  g_test_add_func ("/dns-order/greatest-weights-do-not-overflow", test_heaviest);
  g_test_add_func ("/dns-order/records-become-bounded-answers", test_fill);
  g_test_add_func ("/dns-order/direct-tls-first-and-families-interlaced", test_endpoints);
  g_test_add_func ("/dns-order/without-srv-the-domain-itself", test_fallback);
  g_test_add_func ("/dns-order/each-fault-has-its-code", test_faults);
  g_test_add_func ("/dns-order/a-dot-means-no", test_not_offered);
  g_test_add_func ("/dns-order/targets-without-address", test_targets_without_address);
  g_test_add_func ("/dns-order/private-addresses-are-left-out", test_private);
  g_test_add_func ("/dns-order/a-host-by-its-own-addresses", test_host);
  return g_test_run ();
}
