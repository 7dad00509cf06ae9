/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "net/stream-error.h"

#define NS_STREAM_ERRORS "urn:ietf:params:xml:ns:xmpp-streams"

static const char *
find_condition (const GwXml *error)
{
  const GwXml *child = gw_xml_first (error);

  while (child != NULL &&
         (!gw_xml_is (child, NULL, NS_STREAM_ERRORS) || gw_xml_is (child, "text", NULL)))
    child = gw_xml_next (child);
  return child != NULL ? gw_xml_name (child) : NULL;
}

GwErrorCode
gw_stream_error_code (const char *condition)
{
  static const char *const wrong_host[] = {"host-unknown", "host-gone", "improper-addressing"};

  for (gsize i = 0; i < G_N_ELEMENTS (wrong_host); i++)
    if (g_strcmp0 (condition, wrong_host[i]) == 0)
      return GW_ERROR_WRONG_HOST;
  return GW_ERROR_STREAM;
}

GwErrorCode
gw_stream_error_read (const GwXml *error, const char **condition)
{
  g_return_val_if_fail (error != NULL && condition != NULL, GW_ERROR_STREAM);

  *condition = find_condition (error);
  return gw_stream_error_code (*condition);
}
