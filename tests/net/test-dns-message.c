/* SPDX-License-Identifier: GPL-3.0-or-later */
/* DNS messages: the bytes of a question, and answers that are good, cut, twisted or about something
 * else. */
#include "net/dns-message.h"

#include <string.h>

#define HEAD(flags, answers) "\x00\x00" flags "\x00\x01\x00" answers "\x00\x00\x00\x00"
#define OK                   "\x81\x80"
#define NO_NAME              "\x81\x83"
#define BROKEN               "\x81\x82"
#define CUT                  "\x83\x80"
#define QUESTION                                                                                   \
  "\x01\x61\x07"                                                                                   \
  "example\x00" /* at 12; example at 14 */
#define IS(type)             QUESTION "\x00" type "\x00\x01"
#define SELF                 "\xc0\x0c"
#define RECORD(type, length) "\x00" type "\x00\x01\x00\x00\x00\x3c\x00" length
#define A                    "\x01"
#define CNAME                "\x05"
#define SRV                  "\x21"

typedef struct {
  const char *bytes;
  gsize length;
  GwDnsType type;
  GwReply reply;
  const char *rdata; /* as text, joined by " | " */
  const char *canonical;
} Row;

#define BYTES(text) text, sizeof (text) - 1

static const Row rows[] = {
    {BYTES (HEAD (OK, "\x01") IS (A) SELF RECORD (A, "\x04") "\xc0\x00\x02\x01"), GW_DNS_TYPE_A,
     GW_REPLY_DATA, "192.0.2.1", NULL},
    {BYTES (HEAD (OK, "\x00") IS (A)), GW_DNS_TYPE_A, GW_REPLY_EMPTY, "", NULL},
    {BYTES (HEAD (NO_NAME, "\x00") IS (A)), GW_DNS_TYPE_A, GW_REPLY_NO_NAME, "", NULL},
    {BYTES (HEAD (BROKEN, "\x00") IS (A)), GW_DNS_TYPE_A, GW_REPLY_FAILED, "", NULL},
    {BYTES (HEAD (CUT, "\x00") IS (A)), GW_DNS_TYPE_A, GW_REPLY_FAILED, "", NULL},
    {BYTES (HEAD ("\x01\x00", "\x00") IS (A)), GW_DNS_TYPE_A, GW_REPLY_FAILED, "", NULL},
    /* About another type than was asked for. */
    {BYTES (HEAD (OK, "\x00") IS (A)), GW_DNS_TYPE_SRV, GW_REPLY_FAILED, "", NULL},
    /* An alias, whose target stands compressed; then a record of somebody else. */
    {BYTES (HEAD (OK, "\x03") IS (A) SELF RECORD (
         CNAME, "\x04") "\x01\x62\xc0\x0e" /* at 39 */
                        "\xc0\x27" RECORD (A, "\x04") "\xc0\x00\x02\x02" SELF RECORD (
                            A, "\x04") "\xc0\x00\x02"
                                       "\x03"),
     GW_DNS_TYPE_A, GW_REPLY_DATA, "192.0.2.2", "b.example"},
    /* An alias of itself. */
    {BYTES (HEAD (OK, "\x01") IS (A) SELF RECORD (CNAME, "\x02") SELF), GW_DNS_TYPE_A,
     GW_REPLY_EMPTY, "", "a.example"},
    {BYTES (HEAD (OK, "\x01") IS (SRV) SELF RECORD (SRV, "\x0a") "\x00\x05\x00\x01\x14\x66\x01\x63"
                                                                 "\xc0\x0e"),
     GW_DNS_TYPE_SRV, GW_REPLY_DATA, "5 1 5222 c.example", NULL},
    /* A target that ends after its record, and one that points to itself. */
    {BYTES (HEAD (OK, "\x01") IS (SRV) SELF RECORD (SRV, "\x08") "\x00\x05\x00\x01\x14\x66\x01\x63"
                                                                 "\xc0\x0e"),
     GW_DNS_TYPE_SRV, GW_REPLY_FAILED, "", NULL},
    {BYTES (HEAD (OK, "\x01") IS (SRV) SELF RECORD (SRV, "\x08") "\x00\x05\x00\x01\x14\x66\xc0"
                                                                 "\x2d"),
     GW_DNS_TYPE_SRV, GW_REPLY_EMPTY, "", NULL},
    {"", 0, GW_DNS_TYPE_A, GW_REPLY_FAILED, "", NULL},
};

static GwDnsRecords *
read_message (const void *bytes, gsize length, GwDnsType type)
{
  GwDnsRecords *records = gw_dns_records_new ("a.example", type);
  g_autoptr (GBytes) message = g_bytes_new (bytes, length);

  gw_dns_message_read (message, records);
  return records;
}

static char *
describe (const GwDnsRecords *records)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < records->rdata->len; i++) {
    g_autofree char *one = gw_dns_rdata_to_text (records->type, records->rdata->pdata[i]);

    g_string_append_printf (text, "%s%s", i > 0 ? " | " : "", one);
  }
  return g_string_free (text, FALSE);
}

static void
test_answers (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GwDnsRecords) records = read_message (rows[i].bytes, rows[i].length, rows[i].type);
    g_autofree char *text = describe (records);

    g_test_message ("row %" G_GSIZE_FORMAT, i);
    g_assert_cmpint (records->reply, ==, rows[i].reply);
    g_assert_cmpstr (text, ==, rows[i].rdata);
    g_assert_cmpstr (records->canonical, ==, rows[i].canonical);
    g_assert_cmpint (records->security, ==, GW_DNS_UNKNOWN);
  }
}

/* Nothing that is cut counts as an answer. */
static void
test_cut (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    for (gsize length = 0; rows[i].reply != GW_REPLY_FAILED && length < rows[i].length; length++) {
      g_autoptr (GwDnsRecords) records = read_message (rows[i].bytes, length, rows[i].type);

      g_assert_cmpint (records->reply, ==, GW_REPLY_FAILED);
      g_assert_cmpuint (records->rdata->len, ==, 0);
    }
}

/* Each bit of each answer turned over: read without harm. */
static void
test_twisted (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    for (gsize bit = 0; bit < rows[i].length * 8; bit++) {
      g_autofree char *bytes = g_memdup2 (rows[i].bytes, rows[i].length);

      bytes[bit / 8] ^= (char)(1 << bit % 8);
      g_autoptr (GwDnsRecords) records = read_message (bytes, rows[i].length, rows[i].type);
      g_assert_cmpuint (records->rdata->len, <=, 2); /* as many as any row has */
      g_assert_true ((records->reply == GW_REPLY_DATA) == (records->rdata->len > 0) ||
                     records->reply == GW_REPLY_NO_NAME);
    }
}

static void
test_query (void)
{
  static const char expected[] = "\x00\x00\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00" IS (SRV);
  g_autoptr (GBytes) query = gw_dns_message_query ("a.example", GW_DNS_TYPE_SRV);
  g_autofree char *label = g_strnfill (64, 'x');
  gsize length;
  const void *bytes = g_bytes_get_data (query, &length);

  g_assert_cmpmem (bytes, length, expected, sizeof expected - 1);
  g_assert_null (gw_dns_message_query (label, GW_DNS_TYPE_A));
  g_assert_null (gw_dns_message_query ("a..example", GW_DNS_TYPE_A));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dns-message/answers", test_answers);
  g_test_add_func ("/dns-message/cut-at-every-byte", test_cut);
  g_test_add_func ("/dns-message/every-bit-turned", test_twisted);
  g_test_add_func ("/dns-message/question", test_query);
  return g_test_run ();
}
