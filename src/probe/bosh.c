/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The <body/> of a session: XEP-0124 sections 7 to 9 and 17, XEP-0206 sections 3 and 4. */
#include "probe/bosh.h"

#include "base/error.h"
#include "base/jid.h"
#include "base/limits.h"
#include "net/stream-error.h"

#define NS_BOSH   "http://jabber.org/protocol/httpbind"
#define NS_XBOSH  "urn:xmpp:xbosh"
#define NS_STREAM "http://etherx.jabber.org/streams"

/* The server may hold one request back, for as long as it takes to get the features from behind:
 * less than GW_LIMIT_STEP_WAIT. */
#define WAIT_S "5"
#define HOLD   "1"

char *
gw_bosh_create (const char *domain, guint64 rid)
{
  g_return_val_if_fail (domain != NULL && rid <= GW_BOSH_RID_MAX, NULL);

  /* An XMPP address holds the letters themselves, not their form for DNS (RFC 7622 section 3.2). */
  g_autofree char *shown = gw_domain_display (domain);
  g_autofree char *to = gw_xml_escape (shown ? shown : domain);
  return g_strdup_printf ("<body xmlns='" NS_BOSH "' xmlns:xmpp='" NS_XBOSH "' to='%s'"
                          " rid='%" G_GUINT64_FORMAT "' ver='1.6' wait='" WAIT_S "' hold='" HOLD
                          "' content='" GW_BOSH_CONTENT_TYPE "' xml:lang='en'"
                          " xmpp:version='1.0'/>",
                          to, rid);
}

static char *
write_later (const char *sid, guint64 rid, const char *more)
{
  g_autofree char *escaped = gw_xml_escape (sid);

  return g_strdup_printf ("<body xmlns='" NS_BOSH "' sid='%s' rid='%" G_GUINT64_FORMAT "'%s/>",
                          escaped, rid, more);
}

char *
gw_bosh_poll (const char *sid, guint64 rid)
{
  g_return_val_if_fail (sid != NULL, NULL);
  return write_later (sid, rid, "");
}

char *
gw_bosh_terminate (const char *sid, guint64 rid)
{
  g_return_val_if_fail (sid != NULL, NULL);
  return write_later (sid, rid, " type='terminate'");
}

static void
read_end (const GwXml *body, GwBoshReply *reply)
{
  const char *condition = gw_xml_attribute (body, "condition"), *of_stream = NULL;

  reply->terminated = TRUE;
  /* That is not the reason itself, which stands inside (XEP-0206 section 6). */
  if (g_strcmp0 (condition, "remote-stream-error") == 0)
    gw_stream_error_read (body, &of_stream);
  reply->condition = g_strdup (of_stream ? of_stream : condition);
}

gboolean
gw_bosh_read (const char *bytes, gsize length, const char *host, GwBoshReply *reply, GError **error)
{
  g_return_val_if_fail ((bytes != NULL || length == 0) && reply != NULL, FALSE);

  g_autoptr (GError) fault = NULL;
  g_autoptr (GwXml) body = length > 0 ? gw_xml_parse (bytes, (gssize)length, &fault) : NULL;
  *reply = (GwBoshReply){0};
  if (body == NULL) {
    gw_error_set (error, fault ? gw_error_code (fault) : GW_ERROR_BAD_XML, host, NULL);
    return FALSE;
  }
  if (!gw_xml_is (body, "body", NS_BOSH)) {
    gw_error_set (error, GW_ERROR_NOT_XMPP, host, gw_xml_name (body));
    return FALSE;
  }
  GwXml *features = gw_xml_child (body, "features", NS_STREAM);
  reply->sid = g_strdup (gw_xml_attribute (body, "sid"));
  reply->features = features ? gw_xml_ref (features) : NULL;
  if (g_strcmp0 (gw_xml_attribute (body, "type"), "terminate") == 0)
    read_end (body, reply);
  return TRUE;
}

void
gw_bosh_reply_clear (GwBoshReply *reply)
{
  g_free (reply->sid);
  gw_xml_unref (reply->features);
  g_free (reply->condition);
  *reply = (GwBoshReply){0};
}

void
gw_bosh_reply_set_error (const GwBoshReply *reply, const char *domain, GError **error)
{
  g_return_if_fail (reply->terminated);

  gw_error_set (error, gw_stream_error_code (reply->condition), domain, reply->condition);
}
