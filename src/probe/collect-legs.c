/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The connections by XMPP: both ways in for clients and for servers side by side; then, where a
 * client got in, IPv6 if none of them went by it, and the raw hellos one after the other. */
#include "net/dial.h"
#include "net/drive.h"
#include "net/hello-talk.h"
#include "net/timer.h"
#include "probe/collect-private.h"

typedef enum { SERVICE_CLIENT, SERVICE_SERVER, N_SERVICES } Service;

typedef struct {
  GwCollectLegs *legs;
  Service service;
  GwDnsLookup *lookup; /* under way */
  GwEndpoints *found;  /* NULL: nothing to connect to, or not known yet */
} Way;

typedef struct {
  GwCollectLegs *legs;
  GwLegId id;
  GwLook *look; /* under way */
} Leg;

typedef struct {
  GwCollectLegs *legs;
  GwHelloKind kind;
  GwDial *dial; /* under way, then: */
  GwDialed dialed;
  GwHelloTalk *talk;
  GwDrive *drive;
} Hello;

struct _GwCollectLegs {
  GwCollect *collect;
  Way ways[N_SERVICES];
  Leg legs[GW_N_LEGS];
  Hello hellos[GW_N_HELLOS];
  GwDial *v6;
};

/* --- raw hellos --- */

static void
hello_clear (Hello *hello)
{
  g_clear_pointer (&hello->dial, gw_dial_cancel);
  g_clear_pointer (&hello->drive, gw_drive_stop);
  g_clear_pointer (&hello->talk, gw_hello_talk_free);
  gw_dialed_clear (&hello->dialed);
}

static void
keep_report (GwHelloSeen *seen, const GwHelloReport *report)
{
  seen->reply = report->reply;
  seen->sent = report->sent != NULL ? g_bytes_ref (report->sent) : NULL;
  seen->received = report->received != NULL ? g_bytes_ref (report->received) : NULL;
  seen->closed = report->closed;
  seen->error = report->error != NULL ? g_error_copy (report->error) : NULL;
}

static void
on_hello_driven (GwDriveEnd how, gpointer data)
{
  Hello *hello = data;
  GwCollect *collect = hello->legs->collect;

  if (how == GW_DRIVE_SILENT)
    gw_hello_talk_fail (hello->talk, GW_ERROR_TIMEOUT);
  keep_report (&collect->seen->hellos[hello->kind], gw_hello_talk_report (hello->talk));
  hello_clear (hello);
  gw_collect_answered (collect);
}

static GwStep
step_hello (gpointer talk)
{
  return gw_hello_talk_step (talk);
}

static void
on_hello_dialed (GwDialed *dialed, const GError *error, gpointer data)
{
  Hello *hello = data;
  GwCollect *collect = hello->legs->collect;
  GwHelloSeen *seen = &collect->seen->hellos[hello->kind];

  hello->dial = NULL;
  if (dialed == NULL) {
    seen->error = g_error_copy (error);
    gw_collect_answered (collect);
    return;
  }
  hello->dialed = *dialed;
  seen->direct_tls = dialed->direct_tls;
  seen->address = g_strdup (dialed->address);
  const GwStreamPlan plan = {.domain = collect->seen->domain, .direct_tls = dialed->direct_tls};
  hello->talk = gw_hello_talk_new (dialed->fd, hello->kind, &plan);
  hello->dialed.fd = -1;
  hello->drive = gw_drive_start (gw_engine_context (collect->engine), dialed->fd, step_hello,
                                 hello->talk, on_hello_driven, hello);
}

/* A refusal says something only about a server that takes a good handshake, so they come after
 * one; or after one that failed, where being taken says something. */
static void
start_hellos (GwCollectLegs *legs, gboolean direct_tls)
{
  GwCollect *collect = legs->collect;
  const GwDialPlan plan = {.purpose = collect->purpose,
                           .what = "hello",
                           .want = direct_tls ? GW_DIAL_DIRECT_TLS : GW_DIAL_STARTTLS,
                           .is_paced = TRUE,
                           .budget = &collect->budget,
                           .endpoints = legs->ways[SERVICE_CLIENT].found};

  for (GwHelloKind kind = 0; kind < GW_N_HELLOS; kind++) {
    Hello *hello = &legs->hellos[kind];

    collect->seen->hellos[kind].asked = TRUE;
    gw_collect_asked (collect);
    hello->dial =
        gw_dial_start (collect->engine, collect->seen->domain, &plan, on_hello_dialed, hello);
  }
}

/* --- IPv6 --- */

static void
on_v6_dialed (GwDialed *dialed, const GError *error, gpointer data)
{
  GwCollectLegs *legs = data;
  GwV6Seen *seen = &legs->collect->seen->v6;

  legs->v6 = NULL;
  if (dialed != NULL) {
    seen->address = g_strdup (dialed->address);
    gw_dialed_clear (dialed);
  } else {
    seen->error = g_error_copy (error);
  }
  gw_collect_answered (legs->collect);
}

static gboolean
has_v6 (const GwEndpoints *endpoints)
{
  for (guint i = 0; i < endpoints->endpoints->len; i++) {
    const GwEndpoint *endpoint = endpoints->endpoints->pdata[i];

    for (guint n = 0; n < endpoint->addresses->len; n++)
      if (g_array_index (endpoint->addresses, GwAddress, n).any.sa_family == AF_INET6)
        return TRUE;
  }
  return FALSE;
}

static gboolean
went_by_v6 (const GwLookResult *look)
{
  return look != NULL && look->report != NULL && look->address != NULL && look->address[0] == '[';
}

static void
start_v6 (GwCollectLegs *legs)
{
  GwCollect *collect = legs->collect;
  const GwEndpoints *found = legs->ways[SERVICE_CLIENT].found;
  const GwDialPlan plan = {.purpose = collect->purpose,
                           .what = "ipv6",
                           .family = GW_DIAL_V6_ONLY,
                           .budget = &collect->budget,
                           .endpoints = found};
  GwV6Seen *seen = &collect->seen->v6;

  if (!has_v6 (found))
    return;
  seen->asked = TRUE;
  for (GwLegId id = 0; id < GW_N_LEGS; id++)
    if (!gw_leg_is_server (id) && went_by_v6 (collect->seen->legs[id])) {
      seen->address = g_strdup (collect->seen->legs[id]->address);
      return;
    }
  gw_collect_asked (collect);
  legs->v6 = gw_dial_start (collect->engine, collect->seen->domain, &plan, on_v6_dialed, legs);
}

/* --- legs --- */

static void start_leg (GwCollectLegs *legs, GwLegId id, gboolean want_form);

static gboolean
has_handshake (const GwLookResult *look)
{
  return look != NULL && look->report != NULL && look->report->tls != NULL;
}

static gboolean
has_features (const GwLookResult *look)
{
  return look != NULL && look->report != NULL && look->report->features != NULL;
}

/* TLS began and came to nothing: perhaps the server knows only what was given up. */
static gboolean
has_failed_handshake (const GwLookResult *look)
{
  return look != NULL && look->report != NULL && look->report->error != NULL &&
         gw_error_code (look->report->error) == GW_ERROR_TLS_FAILED;
}

/* The form was asked for by direct TLS, which did not work: one more look by the other way. TRUE:
 * it has begun. */
static gboolean
ask_form_again (GwCollectLegs *legs)
{
  GwCollect *collect = legs->collect;
  GwLookResult **plain = &collect->seen->legs[GW_LEG_CLIENT];
  const GwLookResult *direct = collect->seen->legs[GW_LEG_CLIENT_TLS];

  if (!collect->want_form || direct == NULL || has_features (direct) || !has_features (*plain) ||
      (*plain)->report->form_reply != NULL || collect->budget == 0)
    return FALSE;
  collect->want_form = FALSE; /* once */
  g_clear_pointer (plain, gw_look_result_free);
  start_leg (legs, GW_LEG_CLIENT, TRUE);
  return TRUE;
}

static void
start_hellos_after_failures (GwCollectLegs *legs)
{
  const GwSeen *seen = legs->collect->seen;

  if (seen->hellos[0].asked)
    return;
  if (has_failed_handshake (seen->legs[GW_LEG_CLIENT]))
    start_hellos (legs, FALSE);
  else if (has_failed_handshake (seen->legs[GW_LEG_CLIENT_TLS]))
    start_hellos (legs, TRUE);
}

static void
client_legs_ended (GwCollectLegs *legs)
{
  if (ask_form_again (legs))
    return;
  start_hellos_after_failures (legs);
  start_v6 (legs);
}

static gboolean
is_waiting_for_clients (const GwCollectLegs *legs)
{
  return legs->legs[GW_LEG_CLIENT].look != NULL || legs->legs[GW_LEG_CLIENT_TLS].look != NULL;
}

static void
on_leg (GwLookResult *result, gpointer data)
{
  Leg *leg = data;
  GwCollectLegs *legs = leg->legs;
  GwCollect *collect = legs->collect;

  leg->look = NULL;
  collect->seen->legs[leg->id] = result;
  if (has_handshake (result)) {
    gw_collect_web_leg_ended (collect->web, leg->id);
    if (!gw_leg_is_server (leg->id) && !collect->seen->hellos[0].asked)
      start_hellos (legs, gw_leg_is_direct_tls (leg->id));
  }
  if (!gw_leg_is_server (leg->id) && !is_waiting_for_clients (legs))
    client_legs_ended (legs);
  gw_collect_answered (collect);
}

static void
start_leg (GwCollectLegs *legs, GwLegId id, gboolean want_form)
{
  GwCollect *collect = legs->collect;
  gboolean is_server = gw_leg_is_server (id), direct_tls = gw_leg_is_direct_tls (id);
  const GwLookPlan plan = {
      .domain = collect->seen->domain,
      .want_form = want_form,
      .dial = {.purpose = collect->purpose,
               .want = direct_tls ? GW_DIAL_DIRECT_TLS : GW_DIAL_STARTTLS,
               .is_server = is_server,
               /* By both families where there are two ways: it shows whether both work, and
                  whether the same certificate is there. */
               .family = direct_tls ? GW_DIAL_V6_FIRST : GW_DIAL_V4_FIRST,
               .budget = &collect->budget,
               .endpoints = legs->ways[is_server ? SERVICE_SERVER : SERVICE_CLIENT].found},
  };

  gw_collect_asked (collect);
  legs->legs[id].look = gw_look_start (collect->engine, &plan, on_leg, &legs->legs[id]);
}

static gboolean
has_endpoint (const GwEndpoints *found, gboolean direct_tls)
{
  for (guint i = 0; i < found->endpoints->len; i++)
    if (((GwEndpoint *)found->endpoints->pdata[i])->direct_tls == direct_tls)
      return TRUE;
  return FALSE;
}

static void
start_ways (GwCollectLegs *legs, Service service)
{
  const GwEndpoints *found = legs->ways[service].found;
  gboolean is_client = service == SERVICE_CLIENT, has_direct = has_endpoint (found, TRUE);
  gboolean want_form = is_client && legs->collect->want_form;

  if (has_direct)
    start_leg (legs, is_client ? GW_LEG_CLIENT_TLS : GW_LEG_SERVER_TLS, want_form);
  if (has_endpoint (found, FALSE))
    start_leg (legs, is_client ? GW_LEG_CLIENT : GW_LEG_SERVER, want_form && !has_direct);
}

static void
on_found (GwEndpoints *found, const GError *error, gpointer data)
{
  Way *way = data;
  GwCollect *collect = way->legs->collect;

  way->lookup = NULL;
  way->found = found;
  if (found != NULL) {
    start_ways (way->legs, way->service);
  } else {
    GwLegId id = way->service == SERVICE_CLIENT ? GW_LEG_CLIENT : GW_LEG_SERVER;
    collect->seen->legs[id] = gw_look_result_new_failed (collect->seen->domain, error);
  }
  gw_collect_answered (collect);
}

static void
look_up (GwCollectLegs *legs, Service service)
{
  Way *way = &legs->ways[service];
  GwDns *dns = gw_engine_dns (legs->collect->engine, NULL);

  if (dns == NULL)
    return;
  gw_collect_asked (legs->collect);
  way->lookup = gw_dns_lookup_service (dns, legs->collect->seen->domain,
                                       service == SERVICE_CLIENT ? GW_DNS_CLIENT : GW_DNS_SERVER,
                                       on_found, way);
}

/* --- the quick one --- */

static void
on_quick_look (GwLookResult *result, gpointer data)
{
  Leg *leg = data;
  GwCollect *collect = leg->legs->collect;

  leg->look = NULL;
  collect->seen->connections = result->connections;
  collect->seen->legs[result->used_direct_tls ? GW_LEG_CLIENT_TLS : GW_LEG_CLIENT] = result;
  gw_collect_answered (collect);
}

static void
start_quick_look (GwCollectLegs *legs)
{
  GwCollect *collect = legs->collect;
  Leg *leg = &legs->legs[GW_LEG_CLIENT];
  const GwLookPlan plan = {.domain = collect->seen->domain,
                           .want_form = collect->want_form,
                           .dial = {.purpose = collect->purpose, .budget = &collect->budget}};

  gw_collect_asked (collect);
  leg->look = gw_look_start (collect->engine, &plan, on_quick_look, leg);
}

GwCollectLegs *
gw_collect_legs_start (GwCollect *collect)
{
  GwCollectLegs *legs = g_new0 (GwCollectLegs, 1);

  legs->collect = collect;
  for (Service service = 0; service < N_SERVICES; service++)
    legs->ways[service] = (Way){.legs = legs, .service = service};
  for (GwLegId id = 0; id < GW_N_LEGS; id++)
    legs->legs[id] = (Leg){.legs = legs, .id = id};
  for (GwHelloKind kind = 0; kind < GW_N_HELLOS; kind++)
    legs->hellos[kind] = (Hello){.legs = legs, .kind = kind, .dialed.fd = -1};

  if (collect->seen->full) {
    look_up (legs, SERVICE_CLIENT);
    look_up (legs, SERVICE_SERVER);
    gw_engine_tls (collect->engine, NULL); /* while the resolver works: loading takes 40 ms */
  } else {
    start_quick_look (legs);
  }
  return legs;
}

void
gw_collect_legs_free (GwCollectLegs *legs)
{
  for (Service service = 0; service < N_SERVICES; service++) {
    g_clear_pointer (&legs->ways[service].lookup, gw_dns_lookup_cancel);
    g_clear_pointer (&legs->ways[service].found, gw_endpoints_free);
  }
  for (GwLegId id = 0; id < GW_N_LEGS; id++)
    g_clear_pointer (&legs->legs[id].look, gw_look_cancel);
  for (GwHelloKind kind = 0; kind < GW_N_HELLOS; kind++)
    hello_clear (&legs->hellos[kind]);
  g_clear_pointer (&legs->v6, gw_dial_cancel);
  g_free (legs);
}
