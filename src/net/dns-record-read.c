/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands in a record: RFC 1035 (SOA, TXT), 2782, 6698 (TLSA), 8659 (CAA), 3597. */
#include "net/dns-record.h"

#include "net/dns-text.h"

#include <arpa/inet.h>

enum { LABEL_MAX_BYTES = 63, NAME_MAX_BYTES = 255 }; /* RFC 1035 section 2.3.4 */

/* Reads from front to back; once something did not fit, it is bad and gives zeros. */
typedef struct {
  const guint8 *at;
  gsize left;
  gboolean bad;
} Reader;

static Reader
reader_new (GBytes *rdata)
{
  gsize length;
  const guint8 *bytes = g_bytes_get_data (rdata, &length);

  return (Reader){.at = bytes, .left = length};
}

/* NULL, and bad, when there are fewer. */
static const guint8 *
take (Reader *reader, gsize count)
{
  const guint8 *at = reader->at;

  if (reader->bad || count > reader->left) {
    reader->bad = TRUE;
    return NULL;
  }
  if (count > 0)
    reader->at += count;
  reader->left -= count;
  return at;
}

static guint32
take_number (Reader *reader, gsize count)
{
  const guint8 *at = take (reader, count);
  guint32 number = 0;

  for (gsize i = 0; at != NULL && i < count; i++)
    number = number << 8 | at[i];
  return number;
}

/* A name that is not compressed, without the last dot; "." for the root. */
static void
append_name (Reader *reader, GString *text)
{
  gsize start = text->len, before = reader->left;

  for (gsize label = take_number (reader, 1); label != 0; label = take_number (reader, 1)) {
    const guint8 *at = label <= LABEL_MAX_BYTES ? take (reader, label) : NULL;
    g_autofree char *shown = at ? gw_dns_escape ((const char *)at, label, ".") : NULL;

    if (shown == NULL || before - reader->left > NAME_MAX_BYTES) {
      reader->bad = TRUE;
      return;
    }
    g_string_append_printf (text, "%s%s", text->len > start ? "." : "", shown);
  }
  if (text->len == start)
    g_string_append_c (text, '.');
}

static void
append_hex (GString *text, const guint8 *at, gsize length)
{
  for (gsize i = 0; i < length; i++)
    g_string_append_printf (text, "%02x", at[i]);
}

gboolean
gw_tlsa_parse (GBytes *rdata, GwTlsa *tlsa)
{
  g_return_val_if_fail (rdata != NULL && tlsa != NULL, FALSE);

  Reader reader = reader_new (rdata);
  const guint8 *head = take (&reader, 3);

  *tlsa = (GwTlsa){0};
  if (head == NULL || reader.left == 0)
    return FALSE;
  tlsa->usage = head[0];
  tlsa->selector = head[1];
  tlsa->matching = head[2];
  tlsa->data = g_bytes_new (reader.at, reader.left);
  return TRUE;
}

void
gw_tlsa_clear (GwTlsa *tlsa)
{
  g_clear_pointer (&tlsa->data, g_bytes_unref);
}

/* The next character-string. */
static const guint8 *
take_string (Reader *reader, gsize *length)
{
  *length = take_number (reader, 1);
  return take (reader, *length);
}

/* What stands before the value. A tag is never empty, and letters and digits alone. */
static const guint8 *
take_caa_head (Reader *reader, guint8 *flags, gsize *length)
{
  const guint8 *tag;

  *flags = (guint8)take_number (reader, 1);
  tag = take_string (reader, length);
  reader->bad |= *length == 0;
  for (gsize i = 0; tag != NULL && i < *length; i++)
    reader->bad |= !g_ascii_isalnum (tag[i]);
  return reader->bad ? NULL : tag;
}

gboolean
gw_caa_parse (GBytes *rdata, GwCaa *caa)
{
  g_return_val_if_fail (rdata != NULL && caa != NULL, FALSE);

  Reader reader = reader_new (rdata);
  gsize length;
  const guint8 *tag;

  *caa = (GwCaa){0};
  tag = take_caa_head (&reader, &caa->flags, &length);
  if (tag == NULL)
    return FALSE;
  caa->tag = g_ascii_strdown ((const char *)tag, (gssize)length);
  caa->value = gw_dns_escape ((const char *)reader.at, reader.left, "");
  return TRUE;
}

void
gw_caa_clear (GwCaa *caa)
{
  g_clear_pointer (&caa->tag, g_free);
  g_clear_pointer (&caa->value, g_free);
}

char *
gw_txt_parse (GBytes *rdata)
{
  g_return_val_if_fail (rdata != NULL, NULL);

  Reader reader = reader_new (rdata);
  g_autoptr (GString) bytes = g_string_new (NULL);

  do {
    gsize length;
    const guint8 *at = take_string (&reader, &length);

    if (at == NULL)
      return NULL;
    g_string_append_len (bytes, (const char *)at, (gssize)length);
  } while (reader.left > 0);
  return gw_dns_escape (bytes->str, bytes->len, "");
}

/* --- presentation forms -------------------------------------------------------------------------
 */

static void
append_address (Reader *reader, GString *text, int family, gsize size)
{
  char address[INET6_ADDRSTRLEN];
  const guint8 *at = take (reader, size);

  if (at != NULL && inet_ntop (family, at, address, sizeof address) != NULL)
    g_string_append (text, address);
}

static void
append_a (Reader *reader, GString *text)
{
  append_address (reader, text, AF_INET, sizeof (struct in_addr));
}

static void
append_aaaa (Reader *reader, GString *text)
{
  append_address (reader, text, AF_INET6, sizeof (struct in6_addr));
}

static void
append_srv (Reader *reader, GString *text)
{
  for (int i = 0; i < 3; i++)
    g_string_append_printf (text, "%u ", take_number (reader, 2));
  append_name (reader, text);
}

static void
append_soa (Reader *reader, GString *text)
{
  append_name (reader, text);
  g_string_append_c (text, ' ');
  append_name (reader, text);
  for (int i = 0; i < 5; i++)
    g_string_append_printf (text, " %u", take_number (reader, 4));
}

static void
append_tlsa (Reader *reader, GString *text)
{
  for (int i = 0; i < 3; i++)
    g_string_append_printf (text, "%u ", take_number (reader, 1));
  reader->bad |= reader->left == 0;
  append_hex (text, reader->at, reader->left);
  take (reader, reader->left);
}

static void
append_quoted (GString *text, const guint8 *at, gsize length)
{
  g_autofree char *shown = gw_dns_escape ((const char *)at, length, "\"");

  g_string_append_printf (text, "\"%s\"", shown);
}

static void
append_txt (Reader *reader, GString *text)
{
  do {
    gsize length;
    const guint8 *at = take_string (reader, &length);

    if (at == NULL)
      return;
    if (text->len > 0)
      g_string_append_c (text, ' ');
    append_quoted (text, at, length);
  } while (reader->left > 0);
}

static void
append_caa (Reader *reader, GString *text)
{
  guint8 flags;
  gsize length;
  const guint8 *tag = take_caa_head (reader, &flags, &length);

  if (tag == NULL)
    return;
  g_string_append_printf (text, "%u %.*s ", flags, (int)length, (const char *)tag);
  append_quoted (text, reader->at, reader->left);
  take (reader, reader->left);
}

static const struct {
  GwDnsType type;
  void (*append) (Reader *reader, GString *text);
} forms[] = {
    {GW_DNS_TYPE_A, append_a},       {GW_DNS_TYPE_SOA, append_soa}, {GW_DNS_TYPE_TXT, append_txt},
    {GW_DNS_TYPE_AAAA, append_aaaa}, {GW_DNS_TYPE_SRV, append_srv}, {GW_DNS_TYPE_TLSA, append_tlsa},
    {GW_DNS_TYPE_CAA, append_caa},
};

char *
gw_dns_rdata_to_text (GwDnsType type, GBytes *rdata)
{
  g_return_val_if_fail (rdata != NULL, NULL);

  g_autoptr (GString) text = g_string_new (NULL);
  Reader reader = {.bad = TRUE};

  for (gsize i = 0; i < G_N_ELEMENTS (forms); i++)
    if (forms[i].type == type) {
      reader = reader_new (rdata);
      forms[i].append (&reader, text);
    }
  if (reader.bad || reader.left > 0) {
    reader = reader_new (rdata);
    g_string_printf (text, "\\# %zu ", reader.left);
    append_hex (text, reader.at, reader.left);
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}
