/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The opening handshake: RFC 6455 section 4, RFC 9112, RFC 7395 section 3.1. */
#include "net/websocket-upgrade.h"

#include <openssl/sha.h>

#include "net/http.h"

#define KEY_SUFFIX   "258EAFA5-E914-47DA-95CA-C5AB0DC85B11" /* RFC 6455 section 1.3 */
#define SUB_PROTOCOL "xmpp"
#define NEW_HTTP     "HTTP/1.1 "
#define OLD_HTTP     "HTTP/1.0 "

enum { HTTPS_PORT = 443, STATUS_DIGITS = 3, SWITCHING = 101, LOCATION_SHOWN = 200 };

char *
gw_upgrade_request (const GwHttpUrl *url, const char *key)
{
  g_autofree char *port =
      url->port != HTTPS_PORT ? g_strdup_printf (":%u", url->port) : g_strdup ("");

  return g_strdup_printf ("GET %s HTTP/1.1\r\nHost: %s%s\r\nUser-Agent: " GW_HTTP_USER_AGENT "\r\n"
                          "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: %s\r\n"
                          "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: " SUB_PROTOCOL
                          "\r\n\r\n",
                          url->target, url->host, port, key);
}

char *
gw_upgrade_accept (const char *key)
{
  g_autofree char *text = g_strconcat (key, KEY_SUFFIX, NULL);
  guint8 digest[SHA_DIGEST_LENGTH];

  /* No secret hangs on this one: it shows that the other side has read the request. */
  SHA1 ((const guint8 *)text, strlen (text), digest);
  return g_base64_encode (digest, sizeof digest);
}

/* Behind the line break that begins at `bytes`; 0: none does. */
static gsize
line_break (const char *bytes, gsize length)
{
  if (length >= 1 && bytes[0] == '\n')
    return 1;
  return length >= 2 && bytes[0] == '\r' && bytes[1] == '\n' ? 2 : 0;
}

gsize
gw_upgrade_head_length (const char *bytes, gsize length)
{
  for (gsize i = 0; i < length; i++)
    if (bytes[i] == '\n') {
      gsize empty = line_break (bytes + i + 1, length - i - 1);

      if (empty > 0)
        return i + 1 + empty;
    }
  return 0;
}

/* The value of the one header line of that name; NULL: there is none, or more than one. */
static char *
find_header (char **lines, const char *name)
{
  gsize length = strlen (name);
  const char *found = NULL;

  for (char **line = lines; *line != NULL; line++) {
    if (g_ascii_strncasecmp (*line, name, length) != 0 || (*line)[length] != ':')
      continue;
    if (found != NULL)
      return NULL;
    found = *line + length + 1;
  }
  return found != NULL ? g_strstrip (g_strdup (found)) : NULL;
}

static gboolean
has_header (char **lines, const char *name)
{
  gsize length = strlen (name);

  for (char **line = lines; *line != NULL; line++)
    if (g_ascii_strncasecmp (*line, name, length) == 0 && (*line)[length] == ':')
      return TRUE;
  return FALSE;
}

/* Is it one of the words of that header, whose list may go over several lines? */
static gboolean
has_token (char **lines, const char *name, const char *token)
{
  gsize length = strlen (name);

  for (char **line = lines; *line != NULL; line++) {
    g_auto (GStrv) words = NULL;

    if (g_ascii_strncasecmp (*line, name, length) != 0 || (*line)[length] != ':')
      continue;
    words = g_strsplit (*line + length + 1, ",", -1);
    for (char **word = words; *word != NULL; word++)
      if (g_ascii_strcasecmp (g_strstrip (*word), token) == 0)
        return TRUE;
  }
  return FALSE;
}

/* "HTTP/1.1 101 Switching Protocols"; nobody can switch in HTTP/1.0, but say no. */
static int
read_status (const char *line)
{
  int status = 0;

  if (!g_str_has_prefix (line, NEW_HTTP) && !g_str_has_prefix (line, OLD_HTTP))
    return 0;
  line += strlen (NEW_HTTP);
  for (int i = 0; i < STATUS_DIGITS; i++) {
    if (!g_ascii_isdigit (line[i]))
      return 0;
    status = 10 * status + g_ascii_digit_value (line[i]);
  }
  return status >= 100 && (line[STATUS_DIGITS] == '\0' || line[STATUS_DIGITS] == ' ') ? status : 0;
}

/* Plain characters only: it is shown to people. */
static char *
read_location (char **lines)
{
  char *location = find_header (lines, "Location");

  if (location == NULL)
    return NULL;
  for (char *c = location; *c != '\0'; c++)
    if (!g_ascii_isgraph (*c))
      *c = '?';
  if (strlen (location) > LOCATION_SHOWN)
    location[LOCATION_SHOWN] = '\0';
  return location;
}

static void
judge_switch (char **lines, const char *key, GwUpgrade *upgrade)
{
  g_autofree char *expected = gw_upgrade_accept (key);
  g_autofree char *accept = find_header (lines, "Sec-WebSocket-Accept");
  g_autofree char *protocol = find_header (lines, "Sec-WebSocket-Protocol");

  upgrade->upgraded = g_str_has_prefix (lines[0], NEW_HTTP) &&
                      has_token (lines, "Upgrade", "websocket") &&
                      has_token (lines, "Connection", "upgrade");
  upgrade->accept_ok = g_strcmp0 (accept, expected) == 0;
  upgrade->protocol_ok =
      g_strcmp0 (protocol, SUB_PROTOCOL) == 0 && !has_header (lines, "Sec-WebSocket-Extensions");
}

void
gw_upgrade_judge (const char *head, gsize length, const char *key, GwUpgrade *upgrade)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  g_return_if_fail (head != NULL && key != NULL && upgrade != NULL);

  *upgrade = (GwUpgrade){0};
  if (memchr (head, '\0', length) != NULL)
    return;
  text = g_strndup (head, length);
  lines = g_strsplit (text, "\n", -1);
  for (char **line = lines; *line != NULL; line++)
    g_strchomp (*line);
  if (lines[0] == NULL)
    return;
  upgrade->status = read_status (lines[0]);
  if (upgrade->status == SWITCHING)
    judge_switch (lines, key, upgrade);
  else if (upgrade->status != 0)
    upgrade->location = read_location (lines);
}

void
gw_upgrade_clear (GwUpgrade *upgrade)
{
  g_free (upgrade->location);
  *upgrade = (GwUpgrade){0};
}
