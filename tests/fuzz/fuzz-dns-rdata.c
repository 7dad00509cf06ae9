/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The first byte chooses the type, the rest is the record. */
#include "invariants.h"
#include "net/dns-record.h"
#include "net/dns-srv.h"

static const GwDnsType types[] = {GW_DNS_TYPE_A,    GW_DNS_TYPE_SOA, GW_DNS_TYPE_TXT,
                                  GW_DNS_TYPE_AAAA, GW_DNS_TYPE_SRV, GW_DNS_TYPE_TLSA,
                                  GW_DNS_TYPE_CAA,  (GwDnsType)65280};

/* Text that may go to a terminal. */
static void
check_text (const char *text)
{
  g_assert_true (g_utf8_validate (text, -1, NULL));
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    g_assert_true (g_unichar_isprint (g_utf8_get_char (at)));
}

static void
check_readers (GBytes *rdata)
{
  g_auto (GwTlsa) tlsa = {0};
  g_auto (GwCaa) caa = {0};
  g_autofree char *txt = gw_txt_parse (rdata);
  gsize length;
  const guint8 *bytes = g_bytes_get_data (rdata, &length);
  GwSrv srv;

  if (txt != NULL)
    check_text (txt);
  if (gw_tlsa_parse (rdata, &tlsa))
    g_assert_cmpuint (g_bytes_get_size (tlsa.data) + 3, ==, length);
  if (gw_caa_parse (rdata, &caa)) {
    check_text (caa.tag);
    check_text (caa.value);
  }
  if (gw_srv_parse (bytes, length, &srv))
    check_text (srv.target);
  gw_srv_clear (&srv);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) rdata = g_bytes_new (data + (size > 0), size - (size > 0));
  g_autofree char *text = NULL;

  if (size == 0)
    return 0;
  text = gw_dns_rdata_to_text (types[data[0] % G_N_ELEMENTS (types)], rdata);
  check_text (text);
  g_assert_cmpuint (strlen (text), >, 0);
  check_readers (rdata);
  return 0;
}
