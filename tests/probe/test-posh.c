/* SPDX-License-Identifier: GPL-3.0-or-later */
/* POSH documents, and whether a certificate is among them. */
#include "probe/posh.h"

#include "base/limits.h"

/* "certificate" and "another", hashed by the openssl command, in base64. */
#define DER  "certificate"
#define A256 "A9Zt0Ig1wco/EozOrNHzGslBYwlrIPRFroQoW8CDLXI="
#define A512                                                                                       \
  "PZ572aTLC1kcNnRh5uj2JRgdZb1vRcFpXePE5fGmstxb5Y6PIvnY59FgV63vBYdDzpsi3X0z89tjdMBb4O/Zgg=="
#define B256 "rkSKyGxOjk3sZFcpcI70GHOuecbf+E7/czYJiUh/COU="
#define B512                                                                                       \
  "i1P38cbiUaT146jhVok6gybn46A1xz/6k7rm5+OOiELVeIOrSeTbHvxflr5CNYzxU/m1jKY8JVa3O6RJHPtc/g=="

#define PRINTS(list)     "{\"fingerprints\":[" list "],\"expires\":86400}"
#define SHA256(hash)     "{\"sha-256\":\"" hash "\"}"
#define SHA512(hash)     "{\"sha-512\":\"" hash "\"}"
#define BOTH(one, other) "{\"sha-256\":\"" one "\",\"sha-512\":\"" other "\"}"

static const struct {
  const char *name, *document;
  GwPoshAnswer answer;
} judged[] = {
    {"sha-256", PRINTS (SHA256 (A256)), GW_POSH_FITS},
    {"sha-512", PRINTS (SHA512 (A512)), GW_POSH_FITS},
    {"both", PRINTS (BOTH (A256, A512)), GW_POSH_FITS},
    {"second", PRINTS (SHA256 (B256) "," SHA256 (A256)), GW_POSH_FITS},
    {"with-others",
     "{\"x\":1,\"fingerprints\":[7,null,{},{\"sha-1\":\"abc\"}," SHA256 (A256) "],\"expires\":1}",
     GW_POSH_FITS},
    {"beside-a-url",
     "{\"url\":\"https://b.example/\",\"fingerprints\":[" SHA256 (A256) "],\"expires\":1}",
     GW_POSH_FITS},
    {"another", PRINTS (SHA256 (B256)), GW_POSH_FITS_NOT},
    {"another-by-512", PRINTS (SHA512 (B512)), GW_POSH_FITS_NOT},
    {"hashes-that-differ", PRINTS (BOTH (A256, B512)), GW_POSH_FITS_NOT},
    {"hashes-that-differ-too", PRINTS (BOTH (B256, A512)), GW_POSH_FITS_NOT},
    {"none", PRINTS (""), GW_POSH_FITS_NOT},
    {"no-hash-that-we-know", PRINTS ("{\"sha-1\":\"abc\"}"), GW_POSH_FITS_NOT},
    {"under-another-name", PRINTS ("{\"sha-512\":\"" A256 "\"}"), GW_POSH_FITS_NOT},
    {"not-a-text", PRINTS ("{\"sha-256\":[\"" A256 "\"]}"), GW_POSH_FITS_NOT},
    {"with-a-blank", PRINTS (SHA256 (" " A256)), GW_POSH_FITS_NOT},
    {"with-more", PRINTS (SHA256 (A256 "AAAA")), GW_POSH_FITS_NOT},
    {"empty", PRINTS (SHA256 ("")), GW_POSH_FITS_NOT},
    {"no-expiry", "{\"fingerprints\":[" SHA256 (A256) "]}", GW_POSH_STALE},
    {"expired", "{\"fingerprints\":[" SHA256 (A256) "],\"expires\":0}", GW_POSH_STALE},
    {"expired-long-ago", "{\"fingerprints\":[" SHA256 (A256) "],\"expires\":-1}", GW_POSH_STALE},
    {"expiry-of-another-type", "{\"fingerprints\":[" SHA256 (A256) "],\"expires\":\"9\"}",
     GW_POSH_STALE},
    {"expired-and-another", "{\"fingerprints\":[" SHA256 (B256) "]}", GW_POSH_FITS_NOT},
    {"elsewhere", "{\"url\":\"https://b.example/posh.json\",\"expires\":60}", GW_POSH_ELSEWHERE},
    {"elsewhere-in-capitals", "{\"url\":\"HTTPS://b.example/\",\"expires\":60}", GW_POSH_ELSEWHERE},
};

static const char *const no_documents[] = {
    "",
    "{}",
    "[]",
    "null",
    "{\"expires\":60}",
    "{\"fingerprints\":{},\"expires\":60}",
    "{\"fingerprints\":\"" A256 "\",\"expires\":60}",
    "{\"url\":\"http://b.example/\",\"expires\":60}",
    "{\"url\":\"https://b.example/a b\",\"expires\":60}",
    "{\"url\":\"https://b.example/\\u202e\",\"expires\":60}",
    "{\"url\":7,\"expires\":60}",
    "[" PRINTS (SHA256 (A256)) "]",
    PRINTS (SHA256 (A256)) "{}",
    "{\"fingerprints\":[" SHA256 (A256),
    "<!DOCTYPE html>",
    "\xff",
};

static GwPosh *
parse (const char *document)
{
  /* Not terminated: reading past the end is seen by the sanitizer. */
  g_autofree char *bytes = g_memdup2 (document, strlen (document));

  return gw_posh_parse (bytes, strlen (document));
}

static void
test_judge (gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  g_autoptr (GwPosh) posh = parse (judged[i].document);
  g_autoptr (GBytes) der = g_bytes_new_static (DER, strlen (DER));

  g_assert_nonnull (posh);
  g_assert_cmpint (gw_posh_judge (posh, der), ==, judged[i].answer);
  g_assert_cmpint (posh->url != NULL, ==, judged[i].answer == GW_POSH_ELSEWHERE);
}

static void
test_no_document (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (no_documents); i++) {
    g_test_message ("%" G_GSIZE_FORMAT, i);
    g_assert_null (parse (no_documents[i]));
  }
}

static void
test_values (void)
{
  g_autoptr (GwPosh) here = parse (PRINTS (SHA256 (A256) "," BOTH (A256, A512)));
  g_autoptr (GwPosh) elsewhere = parse ("{\"url\":\"https://b.example/x\",\"expires\":60}");
  const GwPoshPrint *print = here->prints->pdata[1];

  g_assert_cmpint (here->expires_s, ==, 86400);
  g_assert_cmpuint (here->prints->len, ==, 2);
  g_assert_cmpuint (g_bytes_get_size (print->sha256), ==, 32);
  g_assert_cmpuint (g_bytes_get_size (print->sha512), ==, 64);
  g_assert_cmpstr (elsewhere->url, ==, "https://b.example/x");
  g_assert_cmpint (elsewhere->expires_s, ==, 60);
  g_assert_cmpuint (elsewhere->prints->len, ==, 0);
}

static void
test_too_much (void)
{
  g_autoptr (GString) many = g_string_new ("{\"expires\":1,\"fingerprints\":[{}");
  g_autoptr (GString) large = g_string_new (PRINTS (SHA256 (A256)));
  g_autoptr (GwPosh) posh = NULL, largest = NULL;

  for (int i = 0; i < 2 * GW_LIMIT_POSH_PRINTS; i++)
    g_string_append (many, "," SHA256 (A256));
  g_string_append (many, "]}");
  posh = parse (many->str);
  g_assert_cmpuint (posh->prints->len, ==, GW_LIMIT_POSH_PRINTS);
  while (large->len < GW_LIMIT_POSH)
    g_string_append_c (large, ' ');
  largest = parse (large->str);
  g_assert_nonnull (largest);
  g_string_append_c (large, ' ');
  g_assert_null (parse (large->str));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (judged); i++) {
    g_autofree char *path = g_strconcat ("/posh/", judged[i].name, NULL);

    g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_judge);
  }
  g_test_add_func ("/posh/no-document", test_no_document);
  g_test_add_func ("/posh/values", test_values);
  g_test_add_func ("/posh/too-much", test_too_much);
  return g_test_run ();
}
