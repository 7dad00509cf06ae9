/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records from the wire: what they say, how they are shown, and that nothing in them does harm. */
#include "base/limits.h"
#include "net/dns-record.h"
#include "net/dns-trust.h"

#define BYTES(text) (text), sizeof (text) - 1

static void
test_presentation (void)
{
  static const struct {
    GwDnsType type;
    const char *rdata;
    gsize length;
    const char *text;
  } rows[] = {
      {GW_DNS_TYPE_A, BYTES ("\xc0\0\2\1"), "192.0.2.1"},
      {GW_DNS_TYPE_A, BYTES ("\xc0\0\2"), "\\# 3 c00002"},
      {GW_DNS_TYPE_A, BYTES ("\xc0\0\2\1\1"), "\\# 5 c000020101"},
      {GW_DNS_TYPE_A, BYTES (""), "\\# 0 "},
      {GW_DNS_TYPE_AAAA, BYTES ("\x20\1\xd\xb8\0\0\0\0\0\0\0\0\0\0\0\1"), "2001:db8::1"},
      {GW_DNS_TYPE_AAAA, BYTES ("\xc0\0\2\1"), "\\# 4 c0000201"},
      {GW_DNS_TYPE_SRV, BYTES ("\0\5\0\1\x14\x67\4xmpp\7example\0"), "5 1 5223 xmpp.example"},
      {GW_DNS_TYPE_SRV, BYTES ("\0\0\0\0\0\0\0"), "0 0 0 ."},
      {GW_DNS_TYPE_SRV, BYTES ("\0\0\0\0\0\0\4a.\n\\\0"), "0 0 0 a\\.\\010\\\\"},
      {GW_DNS_TYPE_SRV, BYTES ("\0\0\0\0\0\0\x40xx\0"),
       "\\# 10 000000000000"
       "40787800"},
      {GW_DNS_TYPE_SRV, BYTES ("\0\0\0\0\0\0\xc0\x0c"), "\\# 8 000000000000c00c"},
      {GW_DNS_TYPE_SRV, BYTES ("\0\0\0\0\0\0\1x"), "\\# 8 0000000000000178"},
      {GW_DNS_TYPE_TLSA, BYTES ("\3\1\1\xab\x12"), "3 1 1 ab12"},
      {GW_DNS_TYPE_TLSA, BYTES ("\xff\xfe\xfd\0"), "255 254 253 00"},
      {GW_DNS_TYPE_TLSA, BYTES ("\3\1\1"), "\\# 3 030101"},
      {GW_DNS_TYPE_CAA, BYTES ("\x80\5issueca.example; a=\"b\""),
       "128 issue \"ca.example; a=\\\"b\\\"\""},
      {GW_DNS_TYPE_CAA, BYTES ("\0\1x"), "0 x \"\""},
      {GW_DNS_TYPE_CAA, BYTES ("\0\0x"), "\\# 3 000078"},
      {GW_DNS_TYPE_CAA, BYTES ("\0\x7fx"), "\\# 3 007f78"},
      {GW_DNS_TYPE_CAA, BYTES ("\0\1\n"), "\\# 3 00010a"},
      {GW_DNS_TYPE_TXT, BYTES ("\2ab\0\3c\"d"), "\"ab\" \"\" \"c\\\"d\""},
      {GW_DNS_TYPE_TXT, BYTES ("\3ab"), "\\# 3 036162"},
      {GW_DNS_TYPE_TXT, BYTES ("\3\xc3\xa4\xff"), "\"ä\\255\""},
      {GW_DNS_TYPE_TXT, BYTES ("\3\xe2\x80\xae"), "\"\\226\\128\\174\""}, /* turns the line */
      {GW_DNS_TYPE_SOA, BYTES ("\1a\0\1b\0\0\0\0\1\0\0\0\2\0\0\0\3\0\0\0\4\xff\xff\xff\xff"),
       "a b 1 2 3 4 4294967295"},
      {GW_DNS_TYPE_SOA, BYTES ("\1a\0\1b\0\0\0\0\1"), "\\# 10 01610001620000000001"},
      {(GwDnsType)99, BYTES ("\1"), "\\# 1 01"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GBytes) rdata = g_bytes_new (rows[i].rdata, rows[i].length);
    g_autofree char *text = gw_dns_rdata_to_text (rows[i].type, rdata);

    g_assert_cmpstr (text, ==, rows[i].text);
  }
}

/* 255 bytes are the longest name; a label more is none. */
static void
test_long_names (void)
{
  guint8 rdata[6 + 4 * 64 + 64 + 1] = {0};
  g_autoptr (GBytes) longest = NULL, longer = NULL;
  g_autofree char *good = NULL, *bad = NULL;

  for (int label = 0; label < 5; label++) {
    rdata[6 + label * 64] = 63;
    memset (rdata + 6 + label * 64 + 1, 'x', 63);
  }
  longer = g_bytes_new (rdata, sizeof rdata);
  rdata[6 + 3 * 64] = 61;
  rdata[6 + 254] = 0;
  longest = g_bytes_new (rdata, 6 + 255);
  good = gw_dns_rdata_to_text (GW_DNS_TYPE_SRV, longest);
  bad = gw_dns_rdata_to_text (GW_DNS_TYPE_SRV, longer);
  g_assert_true (g_str_has_prefix (good, "0 0 0 xxx"));
  g_assert_cmpuint (strlen (good), ==, strlen ("0 0 0 ") + 253);
  g_assert_true (g_str_has_prefix (bad, "\\# 327 "));
}

static void
test_tlsa (void)
{
  g_autoptr (GBytes) rdata = g_bytes_new (BYTES ("\3\1\2\xab\xcd"));
  g_autoptr (GBytes) without = g_bytes_new (BYTES ("\3\1\2"));
  g_auto (GwTlsa) tlsa = {0}, none = {0};

  g_assert_true (gw_tlsa_parse (rdata, &tlsa));
  g_assert_cmpuint (tlsa.usage, ==, 3);
  g_assert_cmpuint (tlsa.selector, ==, 1);
  g_assert_cmpuint (tlsa.matching, ==, 2);
  g_assert_cmpmem (g_bytes_get_data (tlsa.data, NULL), g_bytes_get_size (tlsa.data), "\xab\xcd", 2);
  g_assert_false (gw_tlsa_parse (without, &none));
  g_assert_null (none.data);
}

static void
test_caa (void)
{
  g_autoptr (GBytes) rdata = g_bytes_new (BYTES ("\x80\5IsSueca.example; a=b\\\n"));
  g_autoptr (GBytes) cut = g_bytes_new (BYTES ("\0\5issu"));
  g_auto (GwCaa) caa = {0}, none = {0};

  g_assert_true (gw_caa_parse (rdata, &caa));
  g_assert_cmpuint (caa.flags & GW_CAA_CRITICAL, !=, 0);
  g_assert_cmpstr (caa.tag, ==, "issue");
  g_assert_cmpstr (caa.value, ==, "ca.example; a=b\\\\\\010");
  g_assert_false (gw_caa_parse (cut, &none));
  g_assert_null (none.tag);
}

static void
test_txt (void)
{
  static const struct {
    const char *rdata;
    gsize length;
    const char *text; /* NULL: refused */
  } rows[] = {
      {BYTES ("\2ab\1c"), "abc"}, {BYTES ("\0"), ""}, {BYTES ("\1\xc3\1\xa4"), "ä"},
      {BYTES ("\1\0"), "\\000"},  {BYTES (""), NULL}, {BYTES ("\2a"), NULL},
      {BYTES ("\1a\xff"), NULL},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GBytes) rdata = g_bytes_new (rows[i].rdata, rows[i].length);
    g_autofree char *text = gw_txt_parse (rdata);

    g_assert_cmpstr (text, ==, rows[i].text);
  }
}

static void
test_limits (void)
{
  g_autoptr (GwDnsRecords) large = gw_dns_records_new ("a.example", GW_DNS_TYPE_TXT);
  g_autoptr (GwDnsRecords) many = gw_dns_records_new ("a\n\xff", GW_DNS_TYPE_TXT);
  g_autofree guint8 *bytes = g_malloc0 (GW_LIMIT_DNS_RDATA + 1);

  g_assert_cmpint (large->reply, ==, GW_REPLY_FAILED);
  g_assert_cmpint (large->security, ==, GW_DNS_UNKNOWN);
  gw_dns_records_add (large, bytes, GW_LIMIT_DNS_RDATA + 1);
  g_assert_cmpuint (large->rdata->len, ==, 0);
  g_assert_true (large->cut);
  large->cut = FALSE;
  for (int i = 0; i < GW_LIMIT_DNS_ANSWER / GW_LIMIT_DNS_RDATA; i++)
    gw_dns_records_add (large, bytes, GW_LIMIT_DNS_RDATA);
  g_assert_false (large->cut);
  gw_dns_records_add (large, bytes, 1);
  g_assert_true (large->cut);

  g_assert_cmpstr (many->name, ==, "a\\010\\255");
  for (int i = 0; i < GW_LIMIT_DNS_RECORDS; i++)
    gw_dns_records_add (many, NULL, 0);
  g_assert_false (many->cut);
  gw_dns_records_add (many, NULL, 0);
  g_assert_true (many->cut);
  g_assert_cmpuint (many->rdata->len, ==, GW_LIMIT_DNS_RECORDS);
}

static void
test_type_names (void)
{
  static const char *const names[] = {"A", "AAAA", "SRV", "TLSA", "CAA", "TXT", "SOA"};
  GwDnsType type;

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_assert_true (gw_dns_type_from_name (names[i], &type));
    g_assert_cmpstr (gw_dns_type_name (type), ==, names[i]);
  }
  g_assert_false (gw_dns_type_from_name ("MX", &type));
  g_assert_null (gw_dns_type_name ((GwDnsType)15));
}

static void
test_below (void)
{
  g_assert_true (gw_name_is_below ("a.example", "example"));
  g_assert_true (gw_name_is_below ("A.Example.", "example"));
  g_assert_true (gw_name_is_below ("example", "example"));
  g_assert_true (gw_name_is_below ("anything", "."));
  g_assert_false (gw_name_is_below ("an-example", "example"));
  g_assert_false (gw_name_is_below ("xample", "example"));
  g_assert_false (gw_name_is_below ("", "example"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dns-record/presentation-forms", test_presentation);
  g_test_add_func ("/dns-record/the-longest-name", test_long_names);
  g_test_add_func ("/dns-record/tlsa", test_tlsa);
  g_test_add_func ("/dns-record/caa", test_caa);
  g_test_add_func ("/dns-record/txt", test_txt);
  g_test_add_func ("/dns-record/more-than-the-limits-is-cut", test_limits);
  g_test_add_func ("/dns-record/types-have-names", test_type_names);
  g_test_add_func ("/dns-record/which-names-are-below", test_below);
  return g_test_run ();
}
