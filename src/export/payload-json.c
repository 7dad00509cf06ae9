/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The code that Conversations, Snikket and Monal read: one flat JSON object (Conversations issue
 * 3796; all three fields wanted, no others known). Pure ASCII, because a code in byte mode names no
 * character set and readers guess differently. */
#include "export/app.h"

/* A byte of text becomes six at most: \u00fc for the two of "ü", a pair for the four of "😀". */
#define GROWTH 6

static void
append_unit (GString *json, guint unit)
{
  g_string_append (json, "\\u");
  for (int shift = 12; shift >= 0; shift -= 4)
    g_string_append_c (json, "0123456789abcdef"[(unit >> shift) & 0xf]);
}

/* RFC 8259 section 7. */
static void
append_escaped (GString *json, const char *text)
{
  for (const char *p = text; *p; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);
    if (c > 0xffff) {
      append_unit (json, 0xd800 + ((c - 0x10000) >> 10));
      append_unit (json, 0xdc00 + ((c - 0x10000) & 0x3ff));
    } else if (c < 0x20 || c > 0x7e) {
      append_unit (json, c);
    } else {
      if (c == '"' || c == '\\')
        g_string_append_c (json, '\\');
      g_string_append_c (json, (char)c);
    }
  }
}

char *
gw_payload_json (const GwJid *jid, GwSecret *password)
{
  g_return_val_if_fail (jid != NULL && password != NULL, NULL);

  g_autofree char *address = gw_jid_to_string (jid);
  const char *secret = gw_secret_peek (password);
  /* Room for all from the start: a string that moves leaves a copy behind that nobody wipes. */
  GString *json = g_string_sized_new (64 + GROWTH * (strlen (address) + strlen (secret)));

  g_string_append (json, "{\"protocol\":\"xmpp\",\"address\":\"");
  append_escaped (json, address);
  g_string_append (json, "\",\"password\":\"");
  append_escaped (json, secret);
  g_string_append (json, "\"}");
  return g_string_free (json, FALSE);
}
