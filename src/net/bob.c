/* SPDX-License-Identifier: GPL-3.0-or-later */
/* XEP-0231 sections 2 and 3; base64 by RFC 4648 section 3.3 and 3.5; hash names by XEP-0300. */
#include "net/bob.h"

#include "base/error.h"
#include "base/limits.h"

#define BLANKS     " \t\r\n"
#define CID_DOMAIN "@bob.xmpp.org"

/* "sha1" is what the examples and all servers say, "sha-1" what the registry does. */
static const struct {
  const char *start;
  GChecksumType type;
} hashes[] = {
    {"sha1+", G_CHECKSUM_SHA1},
    {"sha-1+", G_CHECKSUM_SHA1},
    {"sha-256+", G_CHECKSUM_SHA256},
    {"sha-512+", G_CHECKSUM_SHA512},
};

static void
set_broken (GError **error, const char *detail)
{
  gw_error_set (error, GW_ERROR_PUZZLE_BROKEN, NULL, detail);
}

char *
gw_bob_question (const char *cid)
{
  g_autofree char *escaped = NULL;

  g_return_val_if_fail (cid != NULL, NULL);

  escaped = gw_xml_escape (cid);
  return g_strdup_printf ("<data xmlns='" GW_NS_BOB "' cid='%s'/>", escaped);
}

const GwXml *
gw_bob_find (const GwXml *place, const char *cid)
{
  g_return_val_if_fail (place != NULL && cid != NULL, NULL);

  for (GwXml *child = gw_xml_first (place); child != NULL; child = gw_xml_next (child))
    if (gw_xml_is (child, "data", GW_NS_BOB) &&
        g_strcmp0 (gw_xml_attribute (child, "cid"), cid) == 0)
      return child;
  return NULL;
}

GBytes *
gw_bob_parse (const GwXml *iq, const char *cid, GError **error)
{
  const GwXml *data;

  g_return_val_if_fail (iq != NULL && cid != NULL, NULL);

  if (g_strcmp0 (gw_xml_attribute (iq, "type"), "result") != 0) {
    set_broken (error, "the server does not give the data");
    return NULL;
  }
  data = gw_bob_find (iq, cid);
  if (data == NULL) {
    set_broken (error, "no data of that name");
    return NULL;
  }
  return gw_bob_decode (gw_xml_text (data), error);
}

/* The value of a letter; -1: none. */
static int
value_of (char letter)
{
  if (letter >= 'A' && letter <= 'Z')
    return letter - 'A';
  if (letter >= 'a' && letter <= 'z')
    return letter - 'a' + 26;
  if (letter >= '0' && letter <= '9')
    return letter - '0' + 52;
  return letter == '+' ? 62 : letter == '/' ? 63 : -1;
}

/* g_base64_decode() passes over whatever it does not know. */
static gboolean
is_base64 (const char *text)
{
  gsize letters = 0, padding = 0;
  int last = 0;

  for (; *text != '\0'; text++) {
    if (strchr (BLANKS, *text) != NULL)
      continue;
    if (*text == '=') {
      padding++;
      continue;
    }
    last = value_of (*text);
    if (last < 0 || padding > 0)
      return FALSE;
    letters++;
  }
  /* The letter before the padding carries 4 or 2 bits that belong to no byte. */
  return letters > 0 && padding <= 2 && (letters + padding) % 4 == 0 &&
         (last & ((1 << 2 * padding) - 1)) == 0;
}

GBytes *
gw_bob_decode (const char *base64, GError **error)
{
  guchar *bytes;
  gsize length;

  g_return_val_if_fail (base64 != NULL, NULL);

  if (!is_base64 (base64)) {
    set_broken (error, *base64 == '\0' ? "no data" : "wrong base64");
    return NULL;
  }
  bytes = g_base64_decode (base64, &length);
  if (length > GW_LIMIT_SOUND) {
    g_free (bytes);
    set_broken (error, "too many bytes");
    return NULL;
  }
  return g_bytes_new_take (bytes, length);
}

/* The hexadecimal digits in it, and by which hash they were made; NULL: another kind of name. */
static const char *
read_cid (const char *cid, GChecksumType *type)
{
  if (!g_str_has_suffix (cid, CID_DOMAIN))
    return NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (hashes); i++)
    if (g_str_has_prefix (cid, hashes[i].start)) {
      *type = hashes[i].type;
      return cid + strlen (hashes[i].start);
    }
  return NULL;
}

gboolean
gw_bob_is_hash (const char *cid)
{
  GChecksumType type;

  g_return_val_if_fail (cid != NULL, FALSE);

  return read_cid (cid, &type) != NULL;
}

gboolean
gw_bob_fits (const char *cid, GBytes *bytes)
{
  g_autofree char *wanted = NULL, *found = NULL;
  GChecksumType type;
  const char *digits;

  g_return_val_if_fail (cid != NULL && bytes != NULL, FALSE);

  digits = read_cid (cid, &type);
  if (digits == NULL)
    return TRUE;
  wanted = g_ascii_strdown (digits, (gssize)(strlen (digits) - strlen (CID_DOMAIN)));
  found = g_compute_checksum_for_bytes (type, bytes);
  return g_str_equal (wanted, found);
}
