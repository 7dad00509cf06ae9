/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of suites. */
#include "net/hello-suite.h"

/* Which questions offer a suite. */
enum {
  OLD = 1 << GW_HELLO_OLD,
  TLS12 = 1 << GW_HELLO_TLS12,
  STATIC = 1 << GW_HELLO_STATIC_RSA,
  BROKEN = 1 << GW_HELLO_BROKEN,
};

typedef struct {
  guint16 suite;
  const char *name;
  guint offered_by;
} Suite;

static const Suite suites[] = {
    /* ECDHE with AEAD: RFC 5289, RFC 7905, RFC 7251 */
    {0xc02b, "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", TLS12},
    {0xc02f, "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", TLS12},
    {0xc02c, "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384", TLS12},
    {0xc030, "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", TLS12},
    {0xcca9, "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256", TLS12},
    {0xcca8, "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256", TLS12},
    {0xc0ac, "TLS_ECDHE_ECDSA_WITH_AES_128_CCM", TLS12},
    {0xc0ad, "TLS_ECDHE_ECDSA_WITH_AES_256_CCM", TLS12},
    {0xc0ae, "TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8", TLS12},
    {0xc0af, "TLS_ECDHE_ECDSA_WITH_AES_256_CCM_8", TLS12},

    /* static RSA that needs TLS 1.2 */
    {0x009d, "TLS_RSA_WITH_AES_256_GCM_SHA384", STATIC},
    {0x009c, "TLS_RSA_WITH_AES_128_GCM_SHA256", STATIC},
    {0xc09d, "TLS_RSA_WITH_AES_256_CCM", STATIC},
    {0xc09c, "TLS_RSA_WITH_AES_128_CCM", STATIC},
    {0xc0a1, "TLS_RSA_WITH_AES_256_CCM_8", STATIC},
    {0xc0a0, "TLS_RSA_WITH_AES_128_CCM_8", STATIC},
    {0xc07b, "TLS_RSA_WITH_CAMELLIA_256_GCM_SHA384", STATIC},
    {0xc07a, "TLS_RSA_WITH_CAMELLIA_128_GCM_SHA256", STATIC},
    {0xc051, "TLS_RSA_WITH_ARIA_256_GCM_SHA384", STATIC},
    {0xc050, "TLS_RSA_WITH_ARIA_128_GCM_SHA256", STATIC},
    {0x003d, "TLS_RSA_WITH_AES_256_CBC_SHA256", STATIC},
    {0x003c, "TLS_RSA_WITH_AES_128_CBC_SHA256", STATIC},
    {0x00c0, "TLS_RSA_WITH_CAMELLIA_256_CBC_SHA256", STATIC},
    {0x00ba, "TLS_RSA_WITH_CAMELLIA_128_CBC_SHA256", STATIC},

    /* what servers knew before TLS 1.2 */
    {0xc00a, "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA", OLD},
    {0xc014, "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA", OLD},
    {0xc009, "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA", OLD},
    {0xc013, "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA", OLD},
    {0x0039, "TLS_DHE_RSA_WITH_AES_256_CBC_SHA", OLD},
    {0x0038, "TLS_DHE_DSS_WITH_AES_256_CBC_SHA", OLD},
    {0x0033, "TLS_DHE_RSA_WITH_AES_128_CBC_SHA", OLD},
    {0x0032, "TLS_DHE_DSS_WITH_AES_128_CBC_SHA", OLD},
    {0x0088, "TLS_DHE_RSA_WITH_CAMELLIA_256_CBC_SHA", OLD},
    {0x0045, "TLS_DHE_RSA_WITH_CAMELLIA_128_CBC_SHA", OLD},
    {0x0035, "TLS_RSA_WITH_AES_256_CBC_SHA", OLD | STATIC},
    {0x002f, "TLS_RSA_WITH_AES_128_CBC_SHA", OLD | STATIC},
    {0x0084, "TLS_RSA_WITH_CAMELLIA_256_CBC_SHA", OLD | STATIC},
    {0x0041, "TLS_RSA_WITH_CAMELLIA_128_CBC_SHA", OLD | STATIC},
    {0x0096, "TLS_RSA_WITH_SEED_CBC_SHA", OLD | STATIC},
    {0x0007, "TLS_RSA_WITH_IDEA_CBC_SHA", OLD | STATIC},

    /* no encryption */
    {0x0001, "TLS_RSA_WITH_NULL_MD5", BROKEN},
    {0x0002, "TLS_RSA_WITH_NULL_SHA", BROKEN},
    {0x003b, "TLS_RSA_WITH_NULL_SHA256", BROKEN},
    {0xc006, "TLS_ECDHE_ECDSA_WITH_NULL_SHA", BROKEN},
    {0xc010, "TLS_ECDHE_RSA_WITH_NULL_SHA", BROKEN},
    {0xc001, "TLS_ECDH_ECDSA_WITH_NULL_SHA", BROKEN},
    {0xc00b, "TLS_ECDH_RSA_WITH_NULL_SHA", BROKEN},
    {0xc015, "TLS_ECDH_anon_WITH_NULL_SHA", BROKEN},

    /* keys of 40 and 56 bits, by law: RFC 2246 appendix A.5 */
    {0x0003, "TLS_RSA_EXPORT_WITH_RC4_40_MD5", BROKEN},
    {0x0006, "TLS_RSA_EXPORT_WITH_RC2_CBC_40_MD5", BROKEN},
    {0x0008, "TLS_RSA_EXPORT_WITH_DES40_CBC_SHA", BROKEN},
    {0x0011, "TLS_DHE_DSS_EXPORT_WITH_DES40_CBC_SHA", BROKEN},
    {0x0014, "TLS_DHE_RSA_EXPORT_WITH_DES40_CBC_SHA", BROKEN},
    {0x0017, "TLS_DH_anon_EXPORT_WITH_RC4_40_MD5", BROKEN},
    {0x0019, "TLS_DH_anon_EXPORT_WITH_DES40_CBC_SHA", BROKEN},
    {0x0062, "TLS_RSA_EXPORT1024_WITH_DES_CBC_SHA", BROKEN},
    {0x0064, "TLS_RSA_EXPORT1024_WITH_RC4_56_SHA", BROKEN},

    /* no authentication: anybody may stand between */
    {0x001a, "TLS_DH_anon_WITH_DES_CBC_SHA", BROKEN},
    {0x0018, "TLS_DH_anon_WITH_RC4_128_MD5", BROKEN},
    {0xc016, "TLS_ECDH_anon_WITH_RC4_128_SHA", BROKEN},
    {0x001b, "TLS_DH_anon_WITH_3DES_EDE_CBC_SHA", BROKEN},
    {0xc017, "TLS_ECDH_anon_WITH_3DES_EDE_CBC_SHA", BROKEN},
    {0x0034, "TLS_DH_anon_WITH_AES_128_CBC_SHA", BROKEN},
    {0x003a, "TLS_DH_anon_WITH_AES_256_CBC_SHA", BROKEN},
    {0x006c, "TLS_DH_anon_WITH_AES_128_CBC_SHA256", BROKEN},
    {0x006d, "TLS_DH_anon_WITH_AES_256_CBC_SHA256", BROKEN},
    {0x00a6, "TLS_DH_anon_WITH_AES_128_GCM_SHA256", BROKEN},
    {0x00a7, "TLS_DH_anon_WITH_AES_256_GCM_SHA384", BROKEN},
    {0x0046, "TLS_DH_anon_WITH_CAMELLIA_128_CBC_SHA", BROKEN},
    {0x0089, "TLS_DH_anon_WITH_CAMELLIA_256_CBC_SHA", BROKEN},
    {0xc018, "TLS_ECDH_anon_WITH_AES_128_CBC_SHA", BROKEN},
    {0xc019, "TLS_ECDH_anon_WITH_AES_256_CBC_SHA", BROKEN},

    /* DES: 56 bits */
    {0x0009, "TLS_RSA_WITH_DES_CBC_SHA", BROKEN},
    {0x0012, "TLS_DHE_DSS_WITH_DES_CBC_SHA", BROKEN},
    {0x0015, "TLS_DHE_RSA_WITH_DES_CBC_SHA", BROKEN},

    /* RC4 */
    {0x0004, "TLS_RSA_WITH_RC4_128_MD5", OLD | BROKEN},
    {0x0005, "TLS_RSA_WITH_RC4_128_SHA", OLD | BROKEN},
    {0xc007, "TLS_ECDHE_ECDSA_WITH_RC4_128_SHA", OLD | BROKEN},
    {0xc011, "TLS_ECDHE_RSA_WITH_RC4_128_SHA", OLD | BROKEN},
    {0xc002, "TLS_ECDH_ECDSA_WITH_RC4_128_SHA", BROKEN},
    {0xc00c, "TLS_ECDH_RSA_WITH_RC4_128_SHA", BROKEN},

    /* 3DES, the least bad of the broken, so the last */
    {0x000a, "TLS_RSA_WITH_3DES_EDE_CBC_SHA", OLD | BROKEN},
    {0x0013, "TLS_DHE_DSS_WITH_3DES_EDE_CBC_SHA", OLD | BROKEN},
    {0x0016, "TLS_DHE_RSA_WITH_3DES_EDE_CBC_SHA", OLD | BROKEN},
    {0xc008, "TLS_ECDHE_ECDSA_WITH_3DES_EDE_CBC_SHA", OLD | BROKEN},
    {0xc012, "TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA", OLD | BROKEN},
    {0xc003, "TLS_ECDH_ECDSA_WITH_3DES_EDE_CBC_SHA", BROKEN},
    {0xc00d, "TLS_ECDH_RSA_WITH_3DES_EDE_CBC_SHA", BROKEN},
};

guint16 *
gw_hello_suites (GwHelloKind kind)
{
  guint16 *list = g_new0 (guint16, G_N_ELEMENTS (suites) + 1);
  gsize length = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (suites); i++)
    if ((suites[i].offered_by & (1u << kind)) != 0)
      list[length++] = suites[i].suite;
  return list;
}

static const Suite *
find (guint16 suite)
{
  for (gsize i = 0; i < G_N_ELEMENTS (suites); i++)
    if (suites[i].suite == suite)
      return &suites[i];
  return NULL;
}

gboolean
gw_hello_offers_suite (GwHelloKind kind, guint16 suite)
{
  const Suite *row = find (suite);

  return row != NULL && (row->offered_by & (1u << kind)) != 0;
}

char *
gw_hello_suite_name (guint16 suite)
{
  const Suite *row = find (suite);

  return row != NULL ? g_strdup (row->name) : g_strdup_printf ("0x%04x", suite);
}
