/* SPDX-License-Identifier: GPL-3.0-or-later */
/* DANE with real certificates: what an authority in the DNS vouches for has to be signed by it. */
#include "../net/make-certificate.h"
#include "scene.h"

#include "net/tls-evidence.h"
#include "probe/dane.h"

typedef struct {
  Certificate *root, *middle, *leaf, *stranger;
} Family;

static Family family;

static void
make_family (void)
{
  family.root =
      certificate_new (&(CertificateWish){.common = "root.example", .is_authority = TRUE}, NULL);
  family.middle = certificate_new (
      &(CertificateWish){.common = "middle.example", .is_authority = TRUE}, family.root);
  family.leaf = certificate_new (&(CertificateWish){.names = "DNS:" SCENE_DOMAIN}, family.middle);
  family.stranger = certificate_new (&(CertificateWish){.names = "DNS:" SCENE_DOMAIN}, NULL);
}

static void
free_family (void)
{
  certificate_free (family.root);
  certificate_free (family.middle);
  certificate_free (family.leaf);
  certificate_free (family.stranger);
}

/* The whole certificate, as hex. */
static char *
hex_of (const Certificate *certificate)
{
  GwCertificate *plain = gw_certificate_new (certificate->x509);
  gsize length;
  const guint8 *der = g_bytes_get_data (plain->der, &length);
  GString *hex = g_string_new (NULL);

  for (gsize i = 0; i < length; i++)
    g_string_append_printf (hex, "%02x", der[i]);
  gw_certificate_free (plain);
  return g_string_free (hex, FALSE);
}

/* A look that showed `chain` (ends with NULL), where the DNS says `usage` of `named`. */
static GwDane
judge (const Certificate *const *chain, int usage, const Certificate *named)
{
  g_autofree char *hex = hex_of (named);
  g_autofree char *dns = g_strdup_printf ("SRV _xmpp-client._tcp secure = 0 5 5222 " SCENE_TARGET
                                          "\nTLSA _5222._tcp." SCENE_TARGET ". secure = %d 0 0 %s",
                                          usage, hex);
  g_autoptr (GwSeen) seen =
      scene_new (&(Setup){.full = TRUE, .features = SCENE_LOGIN, .untrusted = TRUE, .dns = dns});
  GPtrArray *shown = seen->legs[GW_LEG_CLIENT]->report->tls->chain;

  g_ptr_array_set_size (shown, 0);
  for (; *chain; chain++)
    g_ptr_array_add (shown, gw_certificate_new ((*chain)->x509));
  return gw_dane_judge (seen, GW_LEG_CLIENT);
}

static void
test_the_leaf_itself (void)
{
  const Certificate *chain[] = {family.leaf, family.middle, NULL};

  g_assert_cmpint (judge (chain, 3, family.leaf), ==, GW_DANE_FITS);
  g_assert_cmpint (judge (chain, 3, family.middle), ==, GW_DANE_FITS_NOT);
  g_assert_cmpint (judge (chain, 3, family.stranger), ==, GW_DANE_FITS_NOT);
}

static void
test_an_authority_above_it (void)
{
  const Certificate *chain[] = {family.leaf, family.middle, family.root, NULL};

  g_assert_cmpint (judge (chain, 2, family.middle), ==, GW_DANE_FITS);
  g_assert_cmpint (judge (chain, 2, family.root), ==, GW_DANE_FITS);
  g_assert_cmpint (judge (chain, 2, family.leaf), ==, GW_DANE_FITS_NOT);
}

/* Anybody can send the certificate of a good authority along with one of his own. */
static void
test_an_authority_that_did_not_sign (void)
{
  const Certificate *forged[] = {family.stranger, family.middle, family.root, NULL};
  const Certificate *skipped[] = {family.leaf, family.root, NULL};

  g_assert_cmpint (judge (forged, 2, family.middle), ==, GW_DANE_FITS_NOT);
  g_assert_cmpint (judge (forged, 2, family.root), ==, GW_DANE_FITS_NOT);
  g_assert_cmpint (judge (skipped, 2, family.root), ==, GW_DANE_FITS_NOT);
}

/* Nor does it help to be signed by somebody who is no authority. */
static void
test_no_authority_at_all (void)
{
  g_autoptr (Certificate) child =
      certificate_new (&(CertificateWish){.names = "DNS:" SCENE_DOMAIN}, family.leaf);
  const Certificate *chain[] = {child, family.leaf, NULL};

  g_assert_cmpint (judge (chain, 2, family.leaf), ==, GW_DANE_FITS_NOT);
}

static void
test_an_empty_chain (void)
{
  const Certificate *chain[] = {NULL};

  g_assert_cmpint (judge (chain, 3, family.leaf), ==, GW_DANE_FITS_NOT);
  g_assert_cmpint (judge (chain, 2, family.root), ==, GW_DANE_FITS_NOT);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  make_family ();
  g_test_add_func ("/dane/the-leaf-itself", test_the_leaf_itself);
  g_test_add_func ("/dane/an-authority-above-it", test_an_authority_above_it);
  g_test_add_func ("/dane/an-authority-that-did-not-sign", test_an_authority_that_did_not_sign);
  g_test_add_func ("/dane/no-authority-at-all", test_no_authority_at_all);
  g_test_add_func ("/dane/an-empty-chain", test_an_empty_chain);
  int status = g_test_run ();
  free_family ();
  return status;
}
