/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Answers of the DNS for scenes, from words to the wire. */
#include <arpa/inet.h>
#include <string.h>

#include "scene.h"

static void
append_hex (GByteArray *wire, const char *hex)
{
  for (; hex[0] && hex[1]; hex += 2) {
    guint8 byte = (guint8)(g_ascii_xdigit_value (hex[0]) << 4 | g_ascii_xdigit_value (hex[1]));
    g_byte_array_append (wire, &byte, 1);
  }
}

static void
append_text (GByteArray *wire, const char *text)
{
  g_byte_array_append (wire, (const guint8 *)text, (guint)strlen (text));
}

static void
append_short (GByteArray *wire, const char *number)
{
  guint16 value = htons ((guint16)g_ascii_strtoull (number, NULL, 10));

  g_byte_array_append (wire, (const guint8 *)&value, 2);
}

static void
append_byte (GByteArray *wire, const char *number)
{
  guint8 value = (guint8)g_ascii_strtoull (number, NULL, 10);

  g_byte_array_append (wire, &value, 1);
}

static void
append_string (GByteArray *wire, const char *text)
{
  guint8 length = (guint8)strlen (text);

  g_byte_array_append (wire, &length, 1);
  append_text (wire, text);
}

static void
append_name (GByteArray *wire, const char *name)
{
  g_auto (GStrv) labels = g_strsplit (name, ".", -1);

  for (char **label = labels; *label; label++)
    if (**label)
      append_string (wire, *label);
  append_string (wire, "");
}

static void
append_value (GByteArray *wire, GwDnsType type, const char *value)
{
  g_auto (GStrv) words = g_strsplit (value, " ", 4);
  guint8 address[16];

  switch (type) {
  case GW_DNS_TYPE_SRV:
    for (int i = 0; i < 3; i++)
      append_short (wire, words[i]);
    append_name (wire, words[3]);
    return;
  case GW_DNS_TYPE_TLSA:
    for (int i = 0; i < 3; i++)
      append_byte (wire, words[i]);
    append_hex (wire, words[3]);
    return;
  case GW_DNS_TYPE_CAA:
    append_byte (wire, words[0]);
    append_string (wire, words[1]);
    append_text (wire, strchr (strchr (value, ' ') + 1, ' ') + 1);
    return;
  case GW_DNS_TYPE_A:
    g_assert_cmpint (inet_pton (AF_INET, value, address), ==, 1);
    g_byte_array_append (wire, address, 4);
    return;
  case GW_DNS_TYPE_AAAA:
    g_assert_cmpint (inet_pton (AF_INET6, value, address), ==, 1);
    g_byte_array_append (wire, address, 16);
    return;
  case GW_DNS_TYPE_TXT:
    append_string (wire, value);
    return;
  case GW_DNS_TYPE_SOA:
    break;
  }
  g_assert_not_reached ();
}

static void
add_value (GwDnsRecords *records, const char *value)
{
  g_autoptr (GByteArray) wire = g_byte_array_new ();

  if (*value == '#')
    append_hex (wire, value + 1);
  else
    append_value (wire, records->type, value);
  gw_dns_records_add (records, wire->data, wire->len);
  records->reply = GW_REPLY_DATA;
}

static void
apply_word (GwDnsRecords *records, const char *word)
{
  if (g_str_equal (word, "secure"))
    records->security = GW_DNS_SECURE;
  else if (g_str_equal (word, "insecure"))
    records->security = GW_DNS_INSECURE;
  else if (g_str_equal (word, "bogus"))
    records->security = GW_DNS_BOGUS;
  else if (g_str_equal (word, "failed"))
    records->reply = GW_REPLY_FAILED;
  else if (g_str_equal (word, "none"))
    records->reply = GW_REPLY_NO_NAME;
  else if (g_str_equal (word, "alias"))
    records->canonical = g_strdup ("elsewhere.example");
  else
    g_error ("no word for scenes: %s", word);
}

static char *
whole_name (const char *name)
{
  if (g_str_equal (name, "@"))
    return g_strdup (SCENE_DOMAIN);
  if (g_str_has_suffix (name, "."))
    return g_strndup (name, strlen (name) - 1);
  return g_strconcat (name, "." SCENE_DOMAIN, NULL);
}

static void
add_answer (GwSeen *seen, const char *line)
{
  g_auto (GStrv) halves = g_strsplit (line, " = ", 2);
  g_auto (GStrv) words = g_strsplit (halves[0], " ", -1);
  g_autofree char *name = whole_name (words[1]);
  GwDnsType type;

  g_assert_true (gw_dns_type_from_name (words[0], &type));
  GwDnsRecords *records = gw_dns_records_new (name, type);
  records->reply = GW_REPLY_EMPTY;
  for (char **word = words + 2; *word; word++)
    apply_word (records, *word);
  g_auto (GStrv) values = g_strsplit (halves[1] ? halves[1] : "", ", ", -1);
  for (char **value = values; *value; value++)
    add_value (records, *value);
  g_ptr_array_add (seen->dns, records);
}

void
scene_add_dns (GwSeen *seen, const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text ? text : "", "\n", -1);

  for (char **line = lines; *line; line++)
    if (**line)
      add_answer (seen, *line);
}
