/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which addresses a name may lead to. */
#include "net/address.h"

#include <arpa/inet.h>

static GwAddress
parse (const char *text, guint16 port)
{
  guint8 raw[16];
  gboolean is_v6 = strchr (text, ':') != NULL;
  GwAddress address;

  g_assert_cmpint (inet_pton (is_v6 ? AF_INET6 : AF_INET, text, raw), ==, 1);
  gw_address_init (&address, raw, is_v6 ? 16 : 4, port);
  return address;
}

static const struct {
  const char *text;
  gboolean is_public;
} public_rows[] = {
    /* v4: both ends of each range, and the neighbours */
    {"0.0.0.0", FALSE},
    {"0.255.255.255", FALSE},
    {"1.0.0.0", TRUE},
    {"9.255.255.255", TRUE},
    {"10.0.0.0", FALSE},
    {"10.255.255.255", FALSE},
    {"11.0.0.0", TRUE},
    {"100.63.255.255", TRUE},
    {"100.64.0.0", FALSE},
    {"100.127.255.255", FALSE},
    {"100.128.0.0", TRUE},
    {"126.255.255.255", TRUE},
    {"127.0.0.1", FALSE},
    {"127.255.255.255", FALSE},
    {"128.0.0.0", TRUE},
    {"169.253.255.255", TRUE},
    {"169.254.0.0", FALSE},
    {"169.254.169.254", FALSE},
    {"169.255.0.0", TRUE},
    {"172.15.255.255", TRUE},
    {"172.16.0.0", FALSE},
    {"172.31.255.255", FALSE},
    {"172.32.0.0", TRUE},
    {"192.0.0.1", FALSE},
    {"192.0.1.1", TRUE},
    {"192.0.2.1", FALSE},
    {"192.0.3.1", TRUE},
    {"192.88.99.1", FALSE},
    {"192.167.255.255", TRUE},
    {"192.168.0.0", FALSE},
    {"192.168.255.255", FALSE},
    {"192.169.0.0", TRUE},
    {"198.17.255.255", TRUE},
    {"198.18.0.0", FALSE},
    {"198.19.255.255", FALSE},
    {"198.20.0.0", TRUE},
    {"198.51.100.7", FALSE},
    {"203.0.113.7", FALSE},
    {"223.255.255.255", TRUE},
    {"224.0.0.1", FALSE},
    {"239.255.255.255", FALSE},
    {"240.0.0.1", FALSE},
    {"255.255.255.255", FALSE},
    {"8.8.8.8", TRUE},
    /* v6 */
    {"::", FALSE},
    {"::1", FALSE},
    {"100::1", FALSE},
    {"1fff::1", FALSE},
    {"2000::1", TRUE},
    {"2001::1", FALSE},
    {"2001:2::1", FALSE},
    {"2001:10::1", FALSE},
    {"2001:1ff:ffff::1", FALSE},
    {"2001:200::1", TRUE},
    {"2001:4860:4860::8888", TRUE},
    {"2001:db7:ffff::1", TRUE},
    {"2001:db8::1", FALSE},
    {"2001:db9::1", TRUE},
    {"2a01:4f8::1", TRUE},
    {"3ffe::1", TRUE},
    {"3fff::1", FALSE},
    {"3fff:fff::1", FALSE},
    {"3fff:1000::1", TRUE},
    {"4000::1", FALSE},
    {"5f00::1", FALSE},
    {"fc00::1", FALSE},
    {"fd12:3456::1", FALSE},
    {"fe80::1", FALSE},
    {"fec0::1", FALSE},
    {"ff02::1", FALSE},
    /* v6 with a v4 inside */
    {"::ffff:127.0.0.1", FALSE},
    {"::ffff:192.168.1.1", FALSE},
    {"::ffff:8.8.8.8", TRUE},
    {"::10.0.0.1", FALSE},
    {"::8.8.8.8", TRUE},
    {"64:ff9b::10.0.0.1", FALSE},
    {"64:ff9b::8.8.8.8", TRUE},
    {"64:ff9b:1::8.8.8.8", FALSE},
    {"2002:7f00:1::1", FALSE},
    {"2002:c0a8:101::1", FALSE},
    {"2002:808:808::1", TRUE},
};

static void
test_public (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (public_rows); i++) {
    GwAddress address = parse (public_rows[i].text, 5222);

    g_test_message ("%s", public_rows[i].text);
    g_assert_cmpint (gw_address_is_public (&address), ==, public_rows[i].is_public);
  }
}

static void
test_text (void)
{
  GwAddress v4 = parse ("192.0.2.1", 5222), v6 = parse ("2001:db8::1", 65535);
  g_autofree char *v4_text = gw_address_to_string (&v4), *v6_text = gw_address_to_string (&v6);

  g_assert_cmpstr (v4_text, ==, "192.0.2.1:5222");
  g_assert_cmpstr (v6_text, ==, "[2001:db8::1]:65535");
}

static void
test_shape (void)
{
  GwAddress v4 = parse ("192.0.2.1", 5222), v6 = parse ("2001:db8::1", 5223);

  g_assert_cmpuint (gw_address_size (&v4), ==, sizeof (struct sockaddr_in));
  g_assert_cmpuint (gw_address_size (&v6), ==, sizeof (struct sockaddr_in6));
  g_assert_cmpint (v4.any.sa_family, ==, AF_INET);
  g_assert_cmpint (v6.any.sa_family, ==, AF_INET6);
  g_assert_cmpuint (v4.v4.sin_port, ==, htons (5222));
  g_assert_cmpuint (v6.v6.sin6_port, ==, htons (5223));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/address/only-public-ones-may-be-dialled", test_public);
  g_test_add_func ("/address/text-has-the-port", test_text);
  g_test_add_func ("/address/is-a-socket-address-of-its-family", test_shape);
  return g_test_run ();
}
