/* SPDX-License-Identifier: GPL-3.0-or-later */
/* HMAC-SHA256 (RFC 2104) of many names under one key: its two keyed states are made once and copied
 * for each name, which is what makes ten thousand of them cheap. */
#include "providers/lottery.h"

#include <openssl/evp.h>

#define SHA256_BLOCK  64
#define SHA256_LENGTH 32
#define INNER_PAD     0x36 /* RFC 2104 section 2 */
#define OUTER_PAD     0x5c

struct _GwLottery {
  EVP_MD_CTX *inner, *outer; /* after their padded key */
  EVP_MD_CTX *work;
};

static EVP_MD_CTX *
begin_keyed (const guint8 *secret, guint8 pad)
{
  EVP_MD_CTX *context = EVP_MD_CTX_new ();
  guint8 block[SHA256_BLOCK];

  for (gsize i = 0; i < sizeof block; i++)
    block[i] = (guint8)((i < GW_LOTTERY_SECRET ? secret[i] : 0) ^ pad);
  if (context == NULL || !EVP_DigestInit_ex (context, EVP_sha256 (), NULL) ||
      !EVP_DigestUpdate (context, block, sizeof block))
    g_error ("SHA-256 is missing");
  return context;
}

GwLottery *
gw_lottery_new (const guint8 *secret)
{
  g_return_val_if_fail (secret != NULL, NULL);

  GwLottery *lottery = g_new (GwLottery, 1);
  lottery->inner = begin_keyed (secret, INNER_PAD);
  lottery->outer = begin_keyed (secret, OUTER_PAD);
  lottery->work = EVP_MD_CTX_new ();
  return lottery;
}

void
gw_lottery_free (GwLottery *lottery)
{
  if (lottery == NULL)
    return;
  EVP_MD_CTX_free (lottery->inner);
  EVP_MD_CTX_free (lottery->outer);
  EVP_MD_CTX_free (lottery->work);
  g_free (lottery);
}

static void
hash_from (EVP_MD_CTX *work, const EVP_MD_CTX *keyed, const void *bytes, gsize length,
           guint8 *digest)
{
  if (!EVP_MD_CTX_copy_ex (work, keyed) || !EVP_DigestUpdate (work, bytes, length) ||
      !EVP_DigestFinal_ex (work, digest, NULL))
    g_error ("SHA-256 failed");
}

guint64
gw_lottery_draw (const GwLottery *lottery, const char *name)
{
  guint8 digest[EVP_MAX_MD_SIZE];
  guint64 lot;

  g_return_val_if_fail (lottery != NULL && name != NULL, 0);

  hash_from (lottery->work, lottery->inner, name, strlen (name), digest);
  hash_from (lottery->work, lottery->outer, digest, SHA256_LENGTH, digest);
  memcpy (&lot, digest, sizeof lot);
  return GUINT64_FROM_BE (lot);
}
