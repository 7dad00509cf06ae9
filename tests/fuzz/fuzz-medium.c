/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pictures and sounds: as bytes, as base64, and inside the answer to a question for them. */
#include "base/error.h"
#include "base/limits.h"
#include "invariants.h"
#include "net/bob.h"
#include "net/medium.h"

#define CID "sha1+00@bob.xmpp.org"

static void
check_taken (const char *announced, GBytes *bytes, gsize most)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GwMedium) medium = gw_medium_new (announced);
  gboolean taken = gw_medium_take (medium, bytes, &error);

  g_assert_true (taken || g_error_matches (error, GW_ERROR, GW_ERROR_PUZZLE_BROKEN));
  g_assert_cmpint (medium->bytes == bytes, ==, taken);
  g_assert_true (!taken || g_bytes_get_size (bytes) <= most);
  g_assert_true (
      g_str_has_prefix (medium->type, medium->kind == GW_MEDIUM_PICTURE ? "image/" : "audio/"));
  /* No bytes have a hash of one byte. */
  medium->cid = g_strdup (CID);
  g_assert_false (gw_medium_take (medium, bytes, NULL));
  g_assert_cmpint (gw_medium_take_from_web (medium, bytes, NULL), ==, taken);
}

/* What is decoded is encoded as it was, blanks apart. */
static void
check_decoded (const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = gw_bob_decode (text, &error);
  g_autofree char *again = NULL;
  const char *p;

  g_assert_true (bytes != NULL || g_error_matches (error, GW_ERROR, GW_ERROR_PUZZLE_BROKEN));
  if (bytes == NULL)
    return;
  again = g_base64_encode (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  p = again;
  for (; *text != '\0'; text++)
    if (strchr (" \t\r\n", *text) == NULL)
      g_assert_cmpint (*text, ==, *p++);
  g_assert_cmpint (*p, ==, '\0');
}

static void
check_answer (const guint8 *data, gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GwXml) iq = gw_xml_parse ((const char *)data, (gssize)size, NULL);
  g_autoptr (GBytes) bytes = iq != NULL ? gw_bob_parse (iq, CID, &error) : NULL;

  if (iq == NULL)
    return;
  g_assert_true (bytes != NULL || g_error_matches (error, GW_ERROR, GW_ERROR_PUZZLE_BROKEN));
  if (bytes != NULL)
    check_taken ("image/png", bytes, GW_LIMIT_PICTURE);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autofree char *text = g_strndup ((const char *)data, size);
  g_autoptr (GwMedium) medium = gw_medium_new (text);
  g_autofree char *question = gw_bob_question (text);

  check_taken ("image/png", bytes, GW_LIMIT_PICTURE);
  check_taken ("audio/ogg", bytes, GW_LIMIT_SOUND);
  check_decoded (text);
  check_answer (data, size);
  gw_bob_fits (text, bytes);
  g_assert_true (medium == NULL || strlen (medium->type) <= GW_LIMIT_MEDIUM_TYPE);
  g_assert_true (g_str_has_prefix (question, "<data xmlns='urn:xmpp:bob' cid='"));
  return 0;
}
