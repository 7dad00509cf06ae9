/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is posted to BOSH, and what may come back. */
#include "probe/bosh.h"

#include "base/error.h"
#include "base/limits.h"

#define HOST "web.example"
#define BODY "<body xmlns='http://jabber.org/protocol/httpbind'"
#define FEATURES                                                                                   \
  "<stream:features xmlns:stream='http://etherx.jabber.org/streams'><mechanisms "                  \
  "xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/></stream:features>"

static void
test_create (void)
{
  g_autofree char *text = gw_bosh_create ("xn--bcher-kva.example", GW_BOSH_RID_MAX);
  g_autoptr (GError) error = NULL;
  g_autoptr (GwXml) body = gw_xml_parse (text, -1, &error);

  g_assert_no_error (error);
  g_assert_true (gw_xml_is (body, "body", "http://jabber.org/protocol/httpbind"));
  g_assert_cmpstr (gw_xml_attribute (body, "to"), ==, "b\303\274cher.example");
  g_assert_cmpstr (gw_xml_attribute (body, "rid"), ==, "4503599627370496");
  g_assert_cmpstr (gw_xml_attribute (body, "ver"), ==, "1.6");
  g_assert_cmpstr (gw_xml_attribute (body, "wait"), ==, "5");
  g_assert_cmpstr (gw_xml_attribute (body, "hold"), ==, "1");
  g_assert_cmpstr (gw_xml_attribute (body, "content"), ==, "text/xml; charset=utf-8");
  g_assert_nonnull (strstr (text, " xmlns:xmpp='urn:xmpp:xbosh'"));
  g_assert_nonnull (strstr (text, " xmpp:version='1.0'"));
  g_assert_null (gw_xml_first (body));
}

/* The sid is the server's word, and may hold anything. */
static void
test_later (void)
{
  g_autofree char *poll = gw_bosh_poll ("a'/><b c=\"&", 7);
  g_autofree char *end = gw_bosh_terminate ("a'/><b c=\"&", 8);
  g_autoptr (GwXml) poll_body = gw_xml_parse (poll, -1, NULL);
  g_autoptr (GwXml) end_body = gw_xml_parse (end, -1, NULL);

  g_assert_cmpstr (gw_xml_attribute (poll_body, "sid"), ==, "a'/><b c=\"&");
  g_assert_cmpstr (gw_xml_attribute (poll_body, "rid"), ==, "7");
  g_assert_null (gw_xml_attribute (poll_body, "type"));
  g_assert_cmpstr (gw_xml_attribute (end_body, "sid"), ==, "a'/><b c=\"&");
  g_assert_cmpstr (gw_xml_attribute (end_body, "rid"), ==, "8");
  g_assert_cmpstr (gw_xml_attribute (end_body, "type"), ==, "terminate");
}

static const struct {
  const char *bytes;
  GwErrorCode code; /* of the reading; 0: it could be read */
  const char *sid;
  gboolean features, terminated;
  const char *condition;
  GwErrorCode meaning; /* of the condition */
} replies[] = {
    {BODY " sid='s-1' wait='5' ver='1.6'>" FEATURES "</body>", 0, "s-1", TRUE, FALSE, NULL, 0},
    {BODY " sid='s-1'/>", 0, "s-1", FALSE, FALSE, NULL, 0},
    {BODY ">" FEATURES "</body>", 0, NULL, TRUE, FALSE, NULL, 0},
    {BODY "/>", 0, NULL, FALSE, FALSE, NULL, 0},
    {"<?xml version='1.0'?>\n" BODY " sid='s-1'>" FEATURES "</body>\n", 0, "s-1", TRUE, FALSE, NULL,
     0},
    {BODY " type='terminate'/>", 0, NULL, FALSE, TRUE, NULL, GW_ERROR_STREAM},
    {BODY " type='terminate' condition='host-unknown'/>", 0, NULL, FALSE, TRUE, "host-unknown",
     GW_ERROR_WRONG_HOST},
    {BODY " type='terminate' condition='improper-addressing'/>", 0, NULL, FALSE, TRUE,
     "improper-addressing", GW_ERROR_WRONG_HOST},
    {BODY " type='terminate' condition='item-not-found' sid='s-1'/>", 0, "s-1", FALSE, TRUE,
     "item-not-found", GW_ERROR_STREAM},
    {BODY
     " type='terminate' condition='remote-stream-error'><host-gone xmlns='urn:ietf:params:xml:ns:xmpp-streams'/>"
     "<text xmlns='urn:ietf:params:xml:ns:xmpp-streams'>no</text></body>",
     0, NULL, FALSE, TRUE, "host-gone", GW_ERROR_WRONG_HOST},
    {BODY " type='terminate' condition='remote-stream-error'/>", 0, NULL, FALSE, TRUE,
     "remote-stream-error", GW_ERROR_STREAM},
    {BODY " type='error' condition='host-unknown'/>", 0, NULL, FALSE, FALSE, NULL, 0},
    {BODY "><features xmlns='urn:x'/></body>", 0, NULL, FALSE, FALSE, NULL, 0},
    {"<body xmlns='urn:x' sid='s-1'/>", GW_ERROR_NOT_XMPP, NULL, FALSE, FALSE, NULL, 0},
    {"<body sid='s-1'/>", GW_ERROR_NOT_XMPP, NULL, FALSE, FALSE, NULL, 0},
    {"<html><body/></html>", GW_ERROR_NOT_XMPP, NULL, FALSE, FALSE, NULL, 0},
    {"<!DOCTYPE html><html><body>It works!</body></html>", GW_ERROR_BAD_XML, NULL, FALSE, FALSE,
     NULL, 0},
    {BODY " sid='s-1'><stream:features/></body>", GW_ERROR_BAD_XML, NULL, FALSE, FALSE, NULL, 0},
    {BODY " sid='s-1'>", GW_ERROR_BAD_XML, NULL, FALSE, FALSE, NULL, 0},
    {"It works!", GW_ERROR_BAD_XML, NULL, FALSE, FALSE, NULL, 0},
    {"", GW_ERROR_BAD_XML, NULL, FALSE, FALSE, NULL, 0},
};

static void
test_read (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (replies); i++) {
    g_auto (GwBoshReply) reply = {0};
    g_autoptr (GError) error = NULL, meaning = NULL;
    gboolean is_read =
        gw_bosh_read (replies[i].bytes, strlen (replies[i].bytes), HOST, &reply, &error);

    g_test_message ("%s", replies[i].bytes);
    g_assert_cmpint (is_read, ==, error == NULL);
    if (replies[i].code == 0)
      g_assert_no_error (error);
    else
      g_assert_error (error, GW_ERROR, (int)replies[i].code);
    g_assert_cmpstr (reply.sid, ==, replies[i].sid);
    g_assert_cmpint (reply.features != NULL, ==, replies[i].features);
    g_assert_cmpint (reply.terminated, ==, replies[i].terminated);
    g_assert_cmpstr (reply.condition, ==, replies[i].condition);
    if (!reply.terminated)
      continue;
    gw_bosh_reply_set_error (&reply, "a.example", &meaning);
    g_assert_error (meaning, GW_ERROR, (int)replies[i].meaning);
    g_assert_nonnull (strstr (meaning->message, "a.example"));
  }
}

static void
test_too_much (void)
{
  g_autofree char *blanks = g_strnfill (GW_LIMIT_XML_ELEMENT, ' ');
  g_autofree char *bytes = g_strconcat (BODY ">", blanks, "</body>", NULL);
  g_autoptr (GError) error = NULL;
  GwBoshReply reply;

  g_assert_false (gw_bosh_read (bytes, strlen (bytes), HOST, &reply, &error));
  g_assert_error (error, GW_ERROR, GW_ERROR_TOO_LARGE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/bosh/create", test_create);
  g_test_add_func ("/bosh/later", test_later);
  g_test_add_func ("/bosh/read", test_read);
  g_test_add_func ("/bosh/too-much", test_too_much);
  return g_test_run ();
}
