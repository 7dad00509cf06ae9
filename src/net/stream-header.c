/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "net/stream-header.h"

#include "base/jid.h"
#include "net/xml.h"

#define NS_DIALBACK "jabber:server:dialback" /* XEP-0220 */

/* On the wire an XMPP address holds the letters themselves, not their form for DNS (RFC 7622
 * section 3.2). */
static char *
shown_domain (const char *domain)
{
  g_autofree char *shown = gw_domain_display (domain);

  return gw_xml_escape (shown != NULL ? shown : domain);
}

void
gw_stream_header (GString *out, const char *domain, gboolean is_server, gboolean secure)
{
  g_autofree char *to = NULL;

  g_return_if_fail (out != NULL && domain != NULL);

  to = shown_domain (domain);
  g_string_append_printf (
      out,
      "<?xml version='1.0'?><stream:stream xmlns='%s'%s xmlns:stream='" GW_NS_STREAM "' to='%s'",
      is_server ? GW_NS_SERVER : GW_NS_CLIENT, is_server ? " xmlns:db='" NS_DIALBACK "'" : "", to);
  if (secure && !is_server)
    g_string_append_printf (out, " from='" GW_STREAM_SENDER "@%s'", to);
  g_string_append (out, " version='1.0' xml:lang='en'>");
}
