/* SPDX-License-Identifier: GPL-3.0-or-later */
/* net/hello: what is written is read back by OpenSSL, and real servers answer it as they should. */
#include <openssl/ssl.h>

#include "net/hello-reply.h"
#include "net/hello-suite.h"
#include "tls-server.h"

#define DOMAIN "a.example"

enum { SCSV = 0x00ff, HANDSHAKE_FAILURE = 40, PROTOCOL_VERSION = 70 };

static const guint8 fixed[GW_HELLO_RANDOM_BYTES] = {1, 2, 3, [31] = 32};

/* --- as OpenSSL reads it --- */

typedef struct {
  guint version;
  GBytes *random, *session_id, *suites, *compressions;
  GBytes *extensions[64]; /* by number; NULL: absent */
  gsize n_extensions;
} Read;

static void
read_clear (Read *read)
{
  g_bytes_unref (read->random);
  g_bytes_unref (read->session_id);
  g_bytes_unref (read->suites);
  g_bytes_unref (read->compressions);
  for (gsize i = 0; i < G_N_ELEMENTS (read->extensions); i++)
    g_clear_pointer (&read->extensions[i], g_bytes_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Read, read_clear)

static int
on_hello (SSL *session, int *alert, void *data)
{
  Read *read = data;
  const guint8 *bytes;
  gsize length;
  int *types;

  read->version = SSL_client_hello_get0_legacy_version (session);
  length = SSL_client_hello_get0_random (session, &bytes);
  read->random = g_bytes_new (bytes, length);
  length = SSL_client_hello_get0_session_id (session, &bytes);
  read->session_id = g_bytes_new (bytes, length);
  length = SSL_client_hello_get0_ciphers (session, &bytes);
  read->suites = g_bytes_new (bytes, length);
  length = SSL_client_hello_get0_compression_methods (session, &bytes);
  read->compressions = g_bytes_new (bytes, length);
  g_assert_cmpint (SSL_client_hello_get1_extensions_present (session, &types, &read->n_extensions),
                   ==, 1);
  for (gsize i = 0; i < read->n_extensions; i++) {
    g_assert_cmpint (types[i], <, G_N_ELEMENTS (read->extensions));
    SSL_client_hello_get0_ext (session, (guint)types[i], &bytes, &length);
    read->extensions[types[i]] = g_bytes_new (bytes, length);
  }
  OPENSSL_free (types);
  return SSL_CLIENT_HELLO_ERROR;
}

static Read
read_hello (GBytes *hello)
{
  SSL_CTX *context = tls_server_context_new (&(TlsServer){0});
  Read read = {0};

  SSL_CTX_set_client_hello_cb (context, on_hello, &read);
  g_bytes_unref (tls_server_answer (context, hello));
  SSL_CTX_free (context);
  g_assert_nonnull (read.random);
  return read;
}

static void
assert_bytes (GBytes *bytes, const void *expected, gsize length)
{
  g_assert_nonnull (bytes);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), expected, length);
}

static void
assert_suites (GBytes *suites, GwHelloKind kind)
{
  g_autofree guint16 *list = gw_hello_suites (kind);
  const guint8 *bytes = g_bytes_get_data (suites, NULL);
  gsize length = 0;

  for (; list[length] != 0; length++)
    g_assert_cmphex (bytes[2 * length] << 8 | bytes[2 * length + 1], ==, list[length]);
  g_assert_cmpuint (length, >, 0);
  g_assert_cmpuint (g_bytes_get_size (suites), ==, 2 * length + 2);
  g_assert_cmphex (bytes[2 * length] << 8 | bytes[2 * length + 1], ==, SCSV);
}

static const struct {
  guint version;
  gboolean has_curves, has_signatures;
} expected[GW_N_HELLOS] = {
    [GW_HELLO_OLD] = {0x0302, TRUE, FALSE},
    [GW_HELLO_TLS12] = {0x0303, TRUE, TRUE},
    [GW_HELLO_STATIC_RSA] = {0x0303, FALSE, TRUE},
    [GW_HELLO_BROKEN] = {0x0303, TRUE, TRUE},
};

static void
test_read_back (void)
{
  static const guint8 name[] = "\x00\x0c\x00\x00\x09" DOMAIN;

  for (guint kind = 0; kind < GW_N_HELLOS; kind++) {
    g_autoptr (GBytes) hello = gw_hello_new (kind, DOMAIN, NULL, fixed);
    g_auto (Read) read = read_hello (hello);

    g_assert_cmphex (read.version, ==, expected[kind].version);
    g_assert_cmphex (read.version, ==, gw_hello_version (kind));
    assert_bytes (read.random, fixed, sizeof fixed);
    assert_bytes (read.session_id, "", 0);
    assert_bytes (read.compressions, "\x01\x00", 2);
    assert_suites (read.suites, kind);
    assert_bytes (read.extensions[0], name, sizeof name - 1);
    assert_bytes (read.extensions[23], "", 0);
    g_assert_cmpint (read.extensions[10] != NULL, ==, expected[kind].has_curves);
    g_assert_cmpint (read.extensions[11] != NULL, ==, expected[kind].has_curves);
    g_assert_cmpint (read.extensions[13] != NULL, ==, expected[kind].has_signatures);
    g_assert_cmpuint (read.n_extensions, ==,
                      2u + (expected[kind].has_curves ? 2 : 0) + expected[kind].has_signatures);
  }
}

static void
test_alpn (void)
{
  g_autoptr (GBytes) hello = gw_hello_new (GW_HELLO_TLS12, DOMAIN, "xmpp-client", fixed);
  g_auto (Read) read = read_hello (hello);

  assert_bytes (read.extensions[16], "\x00\x0c\x0bxmpp-client", 14);
}

/* The shortest question, byte for byte. */
static void
test_exact (void)
{
  static const guint8 start[] = {
      0x16, 0x03, 0x01, 0x00, 0x9e, /* record: handshake, as TLS 1.0, 158 bytes */
      0x01, 0x00, 0x00, 0x9a,       /* ClientHello, 154 bytes */
      0x03, 0x03,                   /* TLS 1.2 */
      1,    2,    3,    0,    0,    0, 0, 0, 0, 0, 0, 0, 0, 0, 0,  0,    0,
      0,    0,    0,    0,    0,    0, 0, 0, 0, 0, 0, 0, 0, 0, 32, 0x00, /* no session */
      0x00, 0x2a, 0x00, 0x9d,                                            /* 21 suites */
  };
  static const guint8 finish[] = {
      0x00, 0xff, 0x02, 0x01, 0x00,                               /* SCSV; deflate, none */
      0x00, 0x46,                                                 /* extensions, 70 bytes */
      0x00, 0x00, 0x00, 0x0e, 0x00, 0x0c, 0x00, 0x00, 0x09,       /* server name */
      'a',  '.',  'e',  'x',  'a',  'm',  'p',  'l',  'e',        /* the same */
      0x00, 0x17, 0x00, 0x00, 0x00, 0x0d, 0x00, 0x2c, 0x00, 0x2a, /* signatures follow */
  };
  g_autoptr (GBytes) hello = gw_hello_new (GW_HELLO_STATIC_RSA, DOMAIN, NULL, fixed);
  gsize length;
  const guint8 *bytes = g_bytes_get_data (hello, &length);
  gsize at = sizeof start + 19 * 2;

  g_assert_cmpuint (length, ==, 5 + 158);
  g_assert_cmpmem (bytes, sizeof start, start, sizeof start);
  g_assert_cmpmem (bytes + at, sizeof finish, finish, sizeof finish);
  g_assert_cmpuint (at + sizeof finish + 42, ==, length);
}

static void
test_long_domain (void)
{
  g_autofree char *domain = g_strnfill (255, 'a');
  g_autoptr (GBytes) hello = gw_hello_new (GW_HELLO_BROKEN, domain, "xmpp-server", fixed);
  g_auto (Read) read = read_hello (hello);

  g_assert_cmpuint (g_bytes_get_size (read.extensions[0]), ==, 255 + 5);
}

/* --- as real servers answer it --- */

typedef struct {
  GwHelloAnswer answer;
  guint number; /* the version, or the alert */
} Expected;

#define ACCEPTS(version)                                                                           \
  {                                                                                                \
    GW_HELLO_ACCEPTED, version                                                                     \
  }
#define REFUSES(alert)                                                                             \
  {                                                                                                \
    GW_HELLO_REFUSED, alert                                                                        \
  }
#define NONE REFUSES (HANDSHAKE_FAILURE)
#define OLD  REFUSES (PROTOCOL_VERSION)

static const struct {
  const char *what;
  TlsServer server;
  Expected expected[GW_N_HELLOS]; /* OLD, TLS12, STATIC_RSA, BROKEN */
} servers[] = {
    {"all that there is",
     {0},
     {ACCEPTS (0x0302), ACCEPTS (0x0303), ACCEPTS (0x0303), ACCEPTS (0x0303)}},
    {"TLS 1.0 alone",
     {TLS1_VERSION, TLS1_VERSION},
     {ACCEPTS (0x0301), NONE, ACCEPTS (0x0301), ACCEPTS (0x0301)}},
    {"TLS 1.1 alone",
     {TLS1_1_VERSION, TLS1_1_VERSION},
     {ACCEPTS (0x0302), NONE, ACCEPTS (0x0302), ACCEPTS (0x0302)}},
    {"as it should be",
     {TLS1_2_VERSION, 0, "ECDHE+AESGCM:ECDHE+CHACHA20"},
     {OLD, ACCEPTS (0x0303), NONE, NONE}},
    {"the same with an elliptic key",
     {TLS1_2_VERSION, 0, "ECDHE+AESGCM", TRUE},
     {OLD, ACCEPTS (0x0303), NONE, NONE}},
    {"TLS 1.3 alone", {TLS1_3_VERSION, 0}, {OLD, OLD, OLD, OLD}},
    {"TLS 1.2 with blocks alone",
     {TLS1_2_VERSION, TLS1_2_VERSION, "ECDHE-RSA-AES128-SHA256"},
     {OLD, NONE, NONE, NONE}},
    {"static RSA alone",
     {TLS1_2_VERSION, TLS1_2_VERSION, "AES256-GCM-SHA384"},
     {OLD, NONE, ACCEPTS (0x0303), NONE}},
    {"nothing encrypted",
     {TLS1_2_VERSION, TLS1_2_VERSION, "NULL-SHA256"},
     {OLD, NONE, NONE, ACCEPTS (0x0303)}},
    {"nobody authenticated",
     {TLS1_2_VERSION, TLS1_2_VERSION, "AECDH-AES128-SHA"},
     {OLD, NONE, NONE, ACCEPTS (0x0303)}},
};

static GwHelloReply
ask (SSL_CTX *context, GwHelloKind kind)
{
  g_autoptr (GBytes) hello = gw_hello_new (kind, DOMAIN, NULL, fixed);
  g_autoptr (GBytes) answer = tls_server_answer (context, hello);
  g_autoptr (GwHelloReader) reader = gw_hello_reader_new (kind);

  g_assert_true (
      gw_hello_reader_feed (reader, g_bytes_get_data (answer, NULL), g_bytes_get_size (answer)));
  return *gw_hello_reader_reply (reader);
}

static void
test_servers (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (servers); i++) {
    SSL_CTX *context = tls_server_context_new (&servers[i].server);

    for (guint kind = 0; kind < GW_N_HELLOS; kind++) {
      const Expected *wanted = &servers[i].expected[kind];
      GwHelloReply reply = ask (context, kind);

      g_test_message ("%s: %s", servers[i].what, gw_hello_name (kind));
      g_assert_cmpint (reply.answer, ==, wanted->answer);
      g_assert_null (reply.fault);
      if (reply.answer == GW_HELLO_ACCEPTED) {
        g_assert_cmphex (reply.version, ==, wanted->number);
        g_assert_true (gw_hello_offers_suite (kind, reply.suite));
        g_assert_cmpint (reply.alert, ==, -1);
      } else {
        g_assert_cmpint (reply.alert, ==, wanted->number);
        g_assert_cmphex (reply.suite, ==, 0);
      }
    }
    SSL_CTX_free (context);
  }
}

/* --- the table of suites --- */

/* OpenSSL's table has the same names for the numbers that it knows. */
static void
test_names (void)
{
  SSL_CTX *context = tls_server_context_new (&(TlsServer){0});
  STACK_OF (SSL_CIPHER) *known = SSL_CTX_get_ciphers (context);
  guint n_same = 0;

  for (int i = 0; i < sk_SSL_CIPHER_num (known); i++) {
    const SSL_CIPHER *cipher = sk_SSL_CIPHER_value (known, i);
    guint16 suite = SSL_CIPHER_get_protocol_id (cipher);
    g_autofree char *name = gw_hello_suite_name (suite);

    if (!g_str_has_prefix (name, "TLS_"))
      continue;
    g_assert_cmpstr (name, ==, SSL_CIPHER_standard_name (cipher));
    n_same++;
  }
  SSL_CTX_free (context);
  g_assert_cmpuint (n_same, >, 40);
}

static void
test_other_names (void)
{
  static const struct {
    guint16 number;
    const char *suite, *version;
  } names[] = {
      {0x009d, "TLS_RSA_WITH_AES_256_GCM_SHA384", "0x009d"},
      {0x000a, "TLS_RSA_WITH_3DES_EDE_CBC_SHA", "0x000a"},
      {0x0303, "0x0303", "TLSv1.2"},
      {0x0300, "0x0300", "SSLv3"},
      {0x0304, "0x0304", "TLSv1.3"},
      {0x0305, "0x0305", "0x0305"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *suite = gw_hello_suite_name (names[i].number);
    g_autofree char *version = gw_hello_version_name (names[i].number);

    g_assert_cmpstr (suite, ==, names[i].suite);
    g_assert_cmpstr (version, ==, names[i].version);
  }
}

/* What one question asks must not be mixed with what another does. */
static void
test_apart (void)
{
  for (guint kind = 0; kind < GW_N_HELLOS; kind++) {
    g_autofree guint16 *list = gw_hello_suites (kind);

    for (gsize i = 0; list[i] != 0; i++) {
      g_autofree char *name = gw_hello_suite_name (list[i]);
      gboolean is_static = g_str_has_prefix (name, "TLS_RSA_WITH_");
      gboolean is_broken = strstr (name, "_NULL_") || strstr (name, "_EXPORT") ||
                           strstr (name, "_anon_") || strstr (name, "_RC4_") ||
                           strstr (name, "_DES_") || strstr (name, "_3DES_");

      if (kind == GW_HELLO_TLS12)
        g_assert_true (g_str_has_prefix (name, "TLS_ECDHE_") && strstr (name, "_CBC_") == NULL);
      if (kind == GW_HELLO_STATIC_RSA)
        g_assert_true (is_static && !is_broken);
      if (kind != GW_HELLO_OLD)
        g_assert_cmpint (is_broken, ==, kind == GW_HELLO_BROKEN);
    }
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/hello/openssl-reads-each-as-it-was-meant", test_read_back);
  g_test_add_func ("/hello/a-protocol-is-offered-when-wanted", test_alpn);
  g_test_add_func ("/hello/one-is-right-to-the-byte", test_exact);
  g_test_add_func ("/hello/the-longest-domain-fits", test_long_domain);
  g_test_add_func ("/hello/real-servers-answer-as-they-should", test_servers);
  g_test_add_func ("/hello/suites-have-the-names-of-the-registry", test_names);
  g_test_add_func ("/hello/numbers-have-names", test_other_names);
  g_test_add_func ("/hello/questions-stay-apart", test_apart);
  return g_test_run ();
}
