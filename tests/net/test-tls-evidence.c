/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a handshake with a real server leaves behind, and how it is put together again from the
 * certificates alone; which TLSA records fit them. */
#include "make-certificate.h"
#include "net/tlsa.h"

#define DOMAIN "a.example"

enum { ROUNDS_MAX = 100 };

static Certificate *authority, *leaf;

static void
make_world (void)
{
  CertificateWish authority_wish = {.common = "Practice CA", .is_authority = TRUE};
  CertificateWish leaf_wish = {.names = "DNS:" DOMAIN ",DNS:b.example", .rsa_bits = 2048};

  authority = certificate_new (&authority_wish, NULL);
  leaf = certificate_new (&leaf_wish, authority);
}

static void
free_world (void)
{
  certificate_free (leaf);
  certificate_free (authority);
}

static SSL_CTX *
server_context_new (int newest, const char *ciphers)
{
  SSL_CTX *context = SSL_CTX_new (TLS_server_method ());

  SSL_CTX_set_max_proto_version (context, newest);
  SSL_CTX_set_security_level (context, 0);
  if (ciphers != NULL)
    g_assert_cmpint (SSL_CTX_set_cipher_list (context, ciphers), ==, 1);
  SSL_CTX_use_certificate (context, leaf->x509);
  SSL_CTX_use_PrivateKey (context, leaf->key);
  SSL_CTX_add1_chain_cert (context, authority->x509);
  return context;
}

/* Takes the server's context. */
static GwTlsEvidence *
shake (SSL_CTX *context)
{
  g_autoptr (GwProfile) profile = gw_profile_new ();
  g_autoptr (GwTls) tls = gw_tls_new (profile, NULL);
  SSL *client = gw_tls_session_new (tls, DOMAIN, GW_ALPN_CLIENT), *server = SSL_new (context);
  BIO *near = NULL, *far = NULL;
  GwTlsEvidence *evidence;
  int is_done = 0;

  BIO_new_bio_pair (&near, 0, &far, 0);
  SSL_set_bio (client, near, near);
  SSL_set_bio (server, far, far);
  SSL_set_accept_state (server);
  for (guint i = 0; i < ROUNDS_MAX && !is_done; i++) {
    is_done = SSL_do_handshake (client) == 1;
    SSL_do_handshake (server);
  }
  g_assert_true (is_done);
  evidence = gw_tls_evidence_new (client);
  SSL_free (client);
  SSL_free (server);
  SSL_CTX_free (context);
  return evidence;
}

static void
test_groups (void)
{
  SSL_CTX *with_dh = server_context_new (TLS1_2_VERSION, "DHE-RSA-AES128-GCM-SHA256");
  g_autoptr (GwTlsEvidence) dh = NULL, none = NULL, curve = NULL, newest = NULL;

  SSL_CTX_set_dh_auto (with_dh, 1);
  dh = shake (with_dh);
  g_assert_cmpstr (dh->version, ==, "TLSv1.2");
  g_assert_cmpstr (dh->group, ==, "DH 2048");
  none = shake (server_context_new (TLS1_2_VERSION, "AES128-GCM-SHA256"));
  g_assert_cmpstr (none->cipher, ==, "AES128-GCM-SHA256");
  g_assert_null (none->group);
  curve = shake (server_context_new (TLS1_2_VERSION, "ECDHE-RSA-AES128-GCM-SHA256"));
  g_assert_cmpstr (curve->group, ==, "X25519");
  newest = shake (server_context_new (0, NULL));
  g_assert_cmpstr (newest->version, ==, "TLSv1.3");
  g_assert_cmpstr (newest->group, ==, "X25519");
}

static void
assert_same_certificate (const GwCertificate *one, const GwCertificate *other)
{
  g_assert_cmpstr (one->subject, ==, other->subject);
  g_assert_cmpstr (one->issuer, ==, other->issuer);
  g_assert_cmpint (one->not_before, ==, other->not_before);
  g_assert_cmpint (one->not_after, ==, other->not_after);
  g_assert_cmpstr (one->sha256, ==, other->sha256);
  g_assert_cmpstr (one->key, ==, other->key);
  g_assert_cmpint (one->key_bits, ==, other->key_bits);
  g_assert_cmpstr (one->signature, ==, other->signature);
  g_assert_cmpint (one->self_signed, ==, other->self_signed);
  g_assert_true (g_bytes_equal (one->der, other->der));
}

static void
test_chain (void)
{
  g_autoptr (GwTlsEvidence) seen = shake (server_context_new (0, NULL)), again = NULL;
  GBytes *ders[2];
  g_autofree char *names = NULL;

  g_assert_cmpuint (seen->chain->len, ==, 2);
  for (guint i = 0; i < 2; i++)
    ders[i] = ((GwCertificate *)seen->chain->pdata[i])->der;
  again = gw_tls_evidence_new_from_chain (ders, 2);
  g_assert_nonnull (again);
  g_assert_cmpuint (again->chain->len, ==, 2);
  for (guint i = 0; i < 2; i++)
    assert_same_certificate (again->chain->pdata[i], seen->chain->pdata[i]);
  names = g_strjoinv (",", again->dns_names);
  g_assert_cmpstr (names, ==, DOMAIN ",b.example");
  g_assert_cmpuint (again->verify_errors->len, ==, 0);
  g_assert_null (again->version);
}

static void
assert_no_chain (GBytes *const *ders, gsize n_ders)
{
  g_assert_null (gw_tls_evidence_new_from_chain (ders, n_ders));
}

static void
test_no_chain (void)
{
  g_autoptr (GwTlsEvidence) seen = shake (server_context_new (0, NULL));
  GBytes *der = ((GwCertificate *)seen->chain->pdata[0])->der;
  gsize length = g_bytes_get_size (der);
  g_autoptr (GBytes) nothing = g_bytes_new (NULL, 0),
                     cut = g_bytes_new_from_bytes (der, 0, length - 1);
  g_autoptr (GByteArray) longer = g_byte_array_new ();
  g_autoptr (GBytes) trailed = NULL;
  GBytes *many[20];

  g_byte_array_append (longer, g_bytes_get_data (der, NULL), (guint)length);
  g_byte_array_append (longer, (const guint8 *)"", 1);
  trailed = g_bytes_new (longer->data, longer->len);
  for (gsize i = 0; i < G_N_ELEMENTS (many); i++)
    many[i] = der;
  assert_no_chain (NULL, 0);
  assert_no_chain (many, G_N_ELEMENTS (many));
  assert_no_chain (&nothing, 1);
  assert_no_chain (&cut, 1);
  assert_no_chain (&trailed, 1);
  assert_no_chain ((GBytes *[]){der, cut}, 2);
}

/* --- TLSA --- */

/* As `openssl x509 -pubkey | openssl pkey -pubin -outform DER` would print it. */
static GBytes *
public_key_of (const Certificate *certificate)
{
  guint8 *key = NULL;
  int length = i2d_PUBKEY (certificate->key, &key);

  g_assert_cmpint (length, >, 0);
  return g_bytes_new_with_free_func (key, (gsize)length, (GDestroyNotify)free, key);
}

static GBytes *
digest_of (GBytes *bytes, GChecksumType kind)
{
  GChecksum *checksum = g_checksum_new (kind);
  guint8 digest[64];
  gsize length = sizeof digest;

  g_checksum_update (checksum, g_bytes_get_data (bytes, NULL), (gssize)g_bytes_get_size (bytes));
  g_checksum_get_digest (checksum, digest, &length);
  g_checksum_free (checksum);
  return g_bytes_new (digest, length);
}

static gboolean
matches (const GwCertificate *certificate, guint8 selector, guint8 matching, GBytes *data)
{
  gsize length = 0;
  const guint8 *bytes = g_bytes_get_data (data, &length);

  return gw_certificate_matches_tlsa (certificate, selector, matching, bytes, length);
}

/* Each of the six values fits where it belongs, and nowhere else. */
static void
test_tlsa (void)
{
  g_autoptr (GwTlsEvidence) seen = shake (server_context_new (0, NULL));
  const GwCertificate *certificate = seen->chain->pdata[0], *other = seen->chain->pdata[1];
  GBytes *values[2][3];

  values[0][0] = g_bytes_ref (certificate->der);
  values[1][0] = public_key_of (leaf);
  for (guint8 selector = 0; selector < 2; selector++) {
    values[selector][1] = digest_of (values[selector][0], G_CHECKSUM_SHA256);
    values[selector][2] = digest_of (values[selector][0], G_CHECKSUM_SHA512);
  }
  for (guint8 n = 0; n < 6; n++)
    for (guint8 m = 0; m < 16; m++) {
      guint8 selector = m / 4, matching = m % 4;
      gboolean fits = selector == n / 3 && matching == n % 3;

      g_assert_cmpint (matches (certificate, selector, matching, values[n / 3][n % 3]), ==, fits);
      g_assert_false (matches (other, selector, matching, values[n / 3][n % 3]));
    }
  for (guint8 n = 0; n < 6; n++)
    g_bytes_unref (values[n / 3][n % 3]);
}

static void
test_tlsa_edges (void)
{
  g_autoptr (GwTlsEvidence) seen = shake (server_context_new (0, NULL));
  const GwCertificate *certificate = seen->chain->pdata[0];
  const GwCertificate bare = {.subject = (char *)"CN=a"};
  g_autoptr (GBytes) digest = digest_of (certificate->der, G_CHECKSUM_SHA256);
  g_autoptr (GBytes) cut = g_bytes_new_from_bytes (digest, 0, 31);
  g_autoptr (GBytes) nothing = g_bytes_new (NULL, 0);

  g_assert_true (matches (certificate, 0, 1, digest));
  g_assert_false (matches (&bare, 0, 1, digest));
  g_assert_false (matches (certificate, 0, 1, cut));
  for (guint8 matching = 0; matching < 3; matching++)
    g_assert_false (matches (certificate, 0, matching, nothing));
  g_assert_false (matches (certificate, 255, 255, digest));
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  make_world ();
  g_test_add_func ("/tls-evidence/the-key-exchange-is-named", test_groups);
  g_test_add_func ("/tls-evidence/a-chain-is-read-again", test_chain);
  g_test_add_func ("/tls-evidence/what-is-no-chain-is-no-evidence", test_no_chain);
  g_test_add_func ("/tlsa/each-value-fits-its-own-numbers", test_tlsa);
  g_test_add_func ("/tlsa/nothing-fits-what-is-not-there", test_tlsa_edges);
  result = g_test_run ();
  free_world ();
  return result;
}
