/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Checks of the ways in for apps inside a browser: WebSocket (RFC 7395) and BOSH (XEP-0124,
 * XEP-0206). A page that merely says "it works" proves nothing: XMPP has to come. */
#include "base/i18n.h"
#include "probe/bosh.h"
#include "probe/judges.h"

typedef enum { ANNOUNCED_UNKNOWN, ANNOUNCED_NOT, ANNOUNCED } Announced;

/* By host-meta: nobody knows otherwise where it would be. */
static Announced
find_announcement (const GwSeen *seen, GwHostLinkKind kind)
{
  Announced found = ANNOUNCED_UNKNOWN;

  for (GwPageId id = GW_PAGE_HOST_META; id <= GW_PAGE_HOST_META_JSON; id++) {
    g_autoptr (GwHostMeta) meta = gw_seen_host_meta (seen, id);
    GwFileAnswer answer = gw_page_has_file (&seen->pages[id]);
    if (meta || answer == GW_FILE_ABSENT)
      found = ANNOUNCED_NOT;
    for (guint i = 0; meta && i < meta->links->len; i++)
      if (((const GwHostLink *)meta->links->pdata[i])->kind == kind)
        return ANNOUNCED;
  }
  return found;
}

/* Nothing was tried. An address without encryption never is. */
static void
say_not_tried (const GwSeen *seen, GwHostLinkKind kind, const char *absent, GwCheckResult *result)
{
  switch (find_announcement (seen, kind)) {
  case ANNOUNCED_NOT:
    gw_check_say (result, GW_CHECK_INFO, absent, NULL);
    return;
  case ANNOUNCED:
    gw_check_say (result, GW_CHECK_UNKNOWN,
                  _ ("Only an address without encryption is announced, so it was not tried."),
                  NULL);
    return;
  case ANNOUNCED_UNKNOWN:
    return;
  }
}

static void
judge_upgrade (const GwSocketSeen *socket, GwCheckResult *result)
{
  char *evidence = g_strdup_printf ("%s: %d", socket->url, socket->status);

  if (!socket->upgraded)
    gw_check_say (result, GW_CHECK_FAIL,
                  _ ("The announced address does not answer as a WebSocket."), evidence);
  else if (!socket->has_protocol)
    gw_check_say (result, GW_CHECK_WARN,
                  _ ("There is a WebSocket, but it does not say that it speaks XMPP."), evidence);
  else if (!socket->opened && !socket->has_features)
    gw_check_say (result, GW_CHECK_WARN, _ ("There is a WebSocket, but no XMPP came through it."),
                  evidence);
  else
    gw_check_say (result, GW_CHECK_PASS, _ ("Web apps get in by WebSocket."), evidence);
}

void
gw_judge_websocket (const GwSeen *seen, GwCheckResult *result)
{
  const GwSocketSeen *socket = &seen->socket;

  if (socket->url == NULL) {
    say_not_tried (seen, GW_HOST_LINK_WEBSOCKET, _ ("No WebSocket is announced."), result);
    return;
  }
  if (socket->status != 0)
    judge_upgrade (socket, result);
  else if (socket->error && !gw_is_own_trouble (socket->error))
    gw_check_say (result, GW_CHECK_FAIL, socket->error->message, g_strdup (socket->url));
}

/* Some servers name whoever asks instead of everybody; ours is the name of nobody they know. */
static gboolean
is_cors_open (const GwPage *cors)
{
  return g_strcmp0 (cors->allow_origin, "*") == 0 ||
         g_strcmp0 (cors->allow_origin, GW_BOSH_ORIGIN) == 0;
}

static void
judge_session (const GwSeen *seen, const GwBoshReply *reply, GwCheckResult *result)
{
  const GwPage *page = &seen->pages[GW_PAGE_BOSH];
  const GwPage *cors = &seen->pages[GW_PAGE_BOSH_CORS];

  if (reply->terminated)
    gw_check_say (result, GW_CHECK_FAIL, _ ("The announced address ends the session at once."),
                  g_strdup (reply->condition ? reply->condition : page->url));
  else if (reply->features == NULL)
    return;
  else if (cors->status != 0 && !is_cors_open (cors))
    gw_check_say (result, GW_CHECK_WARN,
                  _ ("BOSH works, but web apps from elsewhere may not use it (CORS)."),
                  g_strdup_printf ("OPTIONS %s: Access-Control-Allow-Origin: %s", cors->url,
                                   cors->allow_origin ? cors->allow_origin : "-"));
  else
    gw_check_say (result, GW_CHECK_PASS, _ ("Web apps get in by BOSH."), g_strdup (page->url));
}

static void
judge_bosh_page (const GwSeen *seen, const GwPage *page, GwCheckResult *result)
{
  gsize length;
  const char *bytes = g_bytes_get_data (page->body, &length);
  g_auto (GwBoshReply) reply = {0};

  if (gw_bosh_read (bytes, length, seen->domain, &reply, NULL))
    judge_session (seen, &reply, result);
  else
    gw_check_say (result, GW_CHECK_FAIL, _ ("The announced address does not answer as BOSH."),
                  g_strdup (page->url));
}

void
gw_judge_bosh (const GwSeen *seen, GwCheckResult *result)
{
  const GwPage *page = &seen->pages[GW_PAGE_BOSH];

  if (page->url == NULL) {
    say_not_tried (seen, GW_HOST_LINK_BOSH, _ ("No BOSH is announced."), result);
    return;
  }
  if (gw_page_has_file (page) == GW_FILE_HERE)
    judge_bosh_page (seen, page, result);
  else if (page->status != 0)
    gw_check_say (result, GW_CHECK_FAIL, _ ("The announced address does not answer as BOSH."),
                  g_strdup_printf ("%s: %d", page->url, page->status));
  else if (page->error && !gw_is_own_trouble (page->error))
    gw_check_say (result, GW_CHECK_FAIL, page->error->message, g_strdup (page->url));
}
