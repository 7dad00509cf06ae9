/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Checks of the SRV records (RFC 2782, RFC 6120 section 3.2, XEP-0368): are they there, and do they
 * lead anywhere? */
#include "base/i18n.h"
#include "net/dns-srv.h"
#include "probe/judges.h"

static void
srv_clear (gpointer srv)
{
  gw_srv_clear (srv);
}

/* GwSrv; what cannot be read is left out. `records` NULL: empty. */
static GArray *
read_srv (const GwDnsRecords *records)
{
  GArray *list = g_array_new (FALSE, FALSE, sizeof (GwSrv));

  g_array_set_clear_func (list, srv_clear);
  for (guint i = 0; records && i < records->rdata->len; i++) {
    gsize length;
    const guint8 *rdata = g_bytes_get_data (records->rdata->pdata[i], &length);
    GwSrv srv = {0};
    if (gw_srv_parse (rdata, length, &srv))
      g_array_append_val (list, srv);
  }
  return list;
}

static gboolean
is_nowhere (const GwSrv *srv)
{
  return g_str_equal (srv->target, ".");
}

static gboolean
is_known (const GwDnsRecords *records)
{
  return records && records->reply != GW_REPLY_FAILED;
}

static gboolean
is_absent (const GwDnsRecords *records)
{
  return records && (records->reply == GW_REPLY_EMPTY || records->reply == GW_REPLY_NO_NAME);
}

gboolean
gw_seen_not_offered (const GwSeen *seen, GwLegId leg)
{
  g_autoptr (GArray) list = read_srv (gw_seen_srv (seen, leg));

  for (guint i = 0; i < list->len; i++)
    if (!is_nowhere (&g_array_index (list, GwSrv, i)))
      return FALSE;
  return list->len > 0;
}

/* At least one record names a machine. */
static gboolean
is_offered (const GwSeen *seen, GwLegId leg)
{
  const GwDnsRecords *records = gw_seen_srv (seen, leg);

  return records && records->rdata->len > 0 && !gw_seen_not_offered (seen, leg);
}

char *
gw_records_text (const GwDnsRecords *records)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; records && i < records->rdata->len; i++) {
    g_autofree char *line = gw_dns_rdata_to_text (records->type, records->rdata->pdata[i]);
    g_string_append_printf (text, "%s%s", i ? "; " : "", line);
  }
  return g_string_free (text, FALSE);
}

static char *
srv_text (const GwDnsRecords *records)
{
  g_autofree char *text = gw_records_text (records);

  return g_strdup_printf ("%s SRV %s", records->name, *text ? text : "-");
}

typedef enum { ADDRESS_UNKNOWN, ADDRESS_NONE, ADDRESS_SOME } Address;

static Address
find_address (const GwSeen *seen, const char *name)
{
  const GwDnsRecords *v4 = gw_seen_dns (seen, name, GW_DNS_TYPE_A);
  const GwDnsRecords *v6 = gw_seen_dns (seen, name, GW_DNS_TYPE_AAAA);

  if ((v4 && v4->reply == GW_REPLY_DATA) || (v6 && v6->reply == GW_REPLY_DATA))
    return ADDRESS_SOME;
  return is_absent (v4) && is_absent (v6) ? ADDRESS_NONE : ADDRESS_UNKNOWN;
}

/* Of those that offer something, none names a port where anybody could listen. */
static gboolean
has_port_zero_only (const GArray *list)
{
  gboolean has_zero = FALSE;

  for (guint i = 0; i < list->len; i++) {
    const GwSrv *srv = &g_array_index (list, GwSrv, i);
    if (!is_nowhere (srv) && srv->port != 0)
      return FALSE;
    has_zero |= !is_nowhere (srv);
  }
  return has_zero;
}

/* The best of all targets. */
static Address
find_any_address (const GwSeen *seen, const GArray *list)
{
  Address best = ADDRESS_NONE;

  for (guint i = 0; i < list->len; i++) {
    const GwSrv *srv = &g_array_index (list, GwSrv, i);
    if (is_nowhere (srv))
      continue;
    Address one = find_address (seen, srv->target);
    if (one == ADDRESS_SOME)
      return one;
    if (one == ADDRESS_UNKNOWN)
      best = one;
  }
  return best;
}

static gboolean
is_connected (const GwSeen *seen, GwLegId leg)
{
  return seen->legs[leg] && seen->legs[leg]->address;
}

static GwLegId
direct_leg (GwLegId leg)
{
  return gw_leg_is_server (leg) ? GW_LEG_SERVER_TLS : GW_LEG_CLIENT_TLS;
}

/* Without a record the domain's own address has to answer; it is not tried where direct TLS is
 * announced. */
static void
judge_fallback (const GwSeen *seen, GwLegId leg, GwCheckResult *result)
{
  const GwLookResult *look = seen->legs[leg];

  if (look == NULL && is_offered (seen, direct_leg (leg)))
    gw_check_say (result, GW_CHECK_WARN,
                  _ ("Only direct TLS is announced: whoever does not know that finds no way in."),
                  srv_text (gw_seen_srv (seen, direct_leg (leg))));
  else if (is_connected (seen, leg))
    gw_check_say (result, GW_CHECK_WARN,
                  _ ("No record names the server, but it answers at the domain's own address."),
                  gw_look_endpoint_text (look));
  else if (look == NULL || look->error == NULL || gw_is_own_trouble (look->error))
    return;
  else if (is_offered (seen, direct_leg (leg)))
    gw_check_say (result, GW_CHECK_WARN,
                  _ ("Only direct TLS is announced: whoever does not know that finds no way in."),
                  g_strdup (look->error->message));
  else
    gw_check_say (result, GW_CHECK_FAIL,
                  _ ("No record names the server, and the domain's own address does not answer."),
                  g_strdup (look->error->message));
}

static void
judge_not_offered (const GwSeen *seen, GwLegId leg, GwCheckResult *result)
{
  char *evidence = srv_text (gw_seen_srv (seen, leg));

  if (is_offered (seen, direct_leg (leg)))
    gw_check_say (result, GW_CHECK_INFO,
                  _ ("The records say that only direct TLS is offered, on purpose."), evidence);
  else if (gw_leg_is_server (leg))
    gw_check_say (result, GW_CHECK_FAIL,
                  _ ("The records say that no other server may come: people elsewhere cannot be "
                     "written to."),
                  evidence);
  else
    gw_check_say (result, GW_CHECK_FAIL, _ ("The records say that there is no XMPP for apps."),
                  evidence);
}

static void
judge_service (const GwSeen *seen, GwLegId leg, GwCheckResult *result)
{
  const GwDnsRecords *records = gw_seen_srv (seen, leg);

  if (!is_known (records))
    return;
  if (is_absent (records)) {
    judge_fallback (seen, leg, result);
    return;
  }
  g_autoptr (GArray) list = read_srv (records);
  if (gw_seen_not_offered (seen, leg)) {
    judge_not_offered (seen, leg, result);
  } else if (list->len == 0) {
    gw_check_say (result, GW_CHECK_FAIL, _ ("The record cannot be read."), srv_text (records));
  } else if (has_port_zero_only (list)) {
    gw_check_say (result, GW_CHECK_FAIL, _ ("A record names port 0, where nobody can listen."),
                  srv_text (records));
  } else {
    Address address = is_connected (seen, leg) ? ADDRESS_SOME : find_any_address (seen, list);
    if (address == ADDRESS_SOME)
      gw_check_say (result, GW_CHECK_PASS, _ ("A record names the server."), srv_text (records));
    else if (address == ADDRESS_NONE)
      gw_check_say (result, GW_CHECK_FAIL, _ ("A record names machines that have no address."),
                    srv_text (records));
  }
}

void
gw_judge_srv_c2s (const GwSeen *seen, GwCheckResult *result)
{
  judge_service (seen, GW_LEG_CLIENT, result);
}

void
gw_judge_srv_s2s (const GwSeen *seen, GwCheckResult *result)
{
  judge_service (seen, GW_LEG_SERVER, result);
}

gboolean
gw_seen_leads_nowhere (const GwSeen *seen, GwLegId leg)
{
  g_autoptr (GArray) list = read_srv (gw_seen_srv (seen, leg));

  if (list->len == 0 || gw_seen_not_offered (seen, leg))
    return FALSE;
  return has_port_zero_only (list) || find_any_address (seen, list) == ADDRESS_NONE;
}

/* Nothing that speaks TLS was found where the record leads. */
static gboolean
is_direct_dead (const GwSeen *seen, GwLegId leg)
{
  const GwLookResult *look = seen->legs[leg];
  const GwLookResult *plain = seen->legs[gw_leg_is_server (leg) ? GW_LEG_SERVER : GW_LEG_CLIENT];

  if (look == NULL)
    return (plain && plain->direct_failed) || gw_seen_leads_nowhere (seen, leg);
  return look->error && gw_seen_tls (seen, leg) == NULL && !gw_is_own_trouble (look->error);
}

static void
say_direct (const GwSeen *seen, GwLegId leg, char *record, GwCheckResult *result)
{
  if (is_direct_dead (seen, leg))
    gw_check_say (result, GW_CHECK_FAIL, _ ("Direct TLS is announced, but it does not work there."),
                  record);
  else
    gw_check_say (result, GW_CHECK_PASS, _ ("Direct TLS is announced."), record);
}

static void
judge_direct_service (const GwSeen *seen, GwLegId leg, GwCheckResult *result)
{
  const GwDnsRecords *records = gw_seen_srv (seen, leg);

  if (!is_known (records))
    return;
  if (is_absent (records))
    gw_check_say (result, GW_CHECK_INFO, _ ("Direct TLS is not announced."), NULL);
  else if (gw_seen_not_offered (seen, leg))
    gw_check_say (result, GW_CHECK_INFO, _ ("The records say that there is no direct TLS."),
                  srv_text (records));
  else
    say_direct (seen, leg, srv_text (records), result);
}

/* A quick probe knows it from the way that the look took. */
void
gw_judge_srv_c2s_tls (const GwSeen *seen, GwCheckResult *result)
{
  const GwLookResult *look = seen->look;

  if (seen->full || gw_seen_srv (seen, GW_LEG_CLIENT_TLS))
    judge_direct_service (seen, GW_LEG_CLIENT_TLS, result);
  else if (look && (look->direct_announced || look->direct_failed))
    say_direct (seen, GW_LEG_CLIENT_TLS, g_strdup_printf ("_xmpps-client._tcp.%s", seen->domain),
                result);
  else if (look && look->address && !look->direct_unknown)
    gw_check_say (result, GW_CHECK_INFO, _ ("Direct TLS is not announced."), NULL);
}

void
gw_judge_srv_s2s_tls (const GwSeen *seen, GwCheckResult *result)
{
  judge_direct_service (seen, GW_LEG_SERVER_TLS, result);
}

/* --- do the records make sense? --- */

/* Where the sister service usually lives: most likely one was written for the other. */
static guint16
odd_port (GwLegId leg)
{
  static const guint16 ports[] = {
      [GW_LEG_CLIENT] = 5223,
      [GW_LEG_CLIENT_TLS] = 5222,
      [GW_LEG_SERVER] = 5270,
      [GW_LEG_SERVER_TLS] = 5269,
  };

  return ports[leg];
}

static gboolean
has_endpoint (const GArray *list, const GwSrv *wanted)
{
  for (guint i = 0; i < list->len; i++) {
    const GwSrv *srv = &g_array_index (list, GwSrv, i);
    if (srv->port == wanted->port && g_str_equal (srv->target, wanted->target))
      return TRUE;
  }
  return FALSE;
}

static gboolean
has_features (const GwSeen *seen, GwLegId leg)
{
  const GwStreamReport *report = gw_seen_report (seen, leg);

  return report && report->features;
}

/* One port cannot begin in the clear and with TLS at once, unless something in front of it sorts
 * them out. */
static void
judge_collision (const GwSeen *seen, GwLegId leg, const GwSrv *srv, GwCheckResult *result)
{
  GwLegId direct = direct_leg (leg);
  g_autoptr (GArray) others = read_srv (gw_seen_srv (seen, direct));
  gboolean both_work = has_features (seen, leg) && has_features (seen, direct);

  if (is_nowhere (srv) || !has_endpoint (others, srv))
    return;
  gw_check_say (result, both_work ? GW_CHECK_WARN : GW_CHECK_FAIL,
                both_work ? _ ("STARTTLS and direct TLS are announced for the same port; both work "
                               "there.")
                          : _ ("STARTTLS and direct TLS are announced for the same port, where "
                               "only one of them can work."),
                g_strdup_printf ("%s:%u", srv->target, srv->port));
}

static void
judge_record (const GwSeen *seen, GwLegId leg, const GwSrv *srv, guint n, GwCheckResult *result)
{
  char *evidence = g_strdup_printf ("%s -> %s:%u", gw_leg_service (leg), srv->target, srv->port);
  const GwDnsRecords *v4 = gw_seen_dns (seen, srv->target, GW_DNS_TYPE_A);

  if (is_nowhere (srv) && n > 1)
    gw_check_say (result, GW_CHECK_WARN,
                  _ ("A record says \"not offered\" beside others that name machines."), evidence);
  else if (!is_nowhere (srv) && find_address (seen, srv->target) == ADDRESS_NONE)
    gw_check_say (result, GW_CHECK_WARN, _ ("A record names a machine that has no address."),
                  evidence);
  else if (!is_nowhere (srv) && v4 && v4->canonical)
    gw_check_say (result, GW_CHECK_WARN,
                  _ ("A record names an alias (CNAME), which is not allowed there."), evidence);
  else if (!is_nowhere (srv) && (srv->port == 0 || srv->port == odd_port (leg)))
    gw_check_say (result, GW_CHECK_WARN,
                  _ ("A record names a port that usually serves something else."), evidence);
  else
    gw_check_say (result, GW_CHECK_PASS, _ ("The records make sense."), evidence);
}

static void
judge_records (const GwSeen *seen, GwLegId leg, GwCheckResult *result)
{
  const GwDnsRecords *records = gw_seen_srv (seen, leg);
  g_autoptr (GArray) list = read_srv (records);

  if (records && list->len < records->rdata->len)
    gw_check_say (result, GW_CHECK_WARN, _ ("A record cannot be read."), srv_text (records));
  for (guint i = 0; i < list->len; i++) {
    const GwSrv *srv = &g_array_index (list, GwSrv, i);
    judge_record (seen, leg, srv, list->len, result);
    if (!gw_leg_is_direct_tls (leg))
      judge_collision (seen, leg, srv, result);
  }
}

void
gw_judge_srv_sane (const GwSeen *seen, GwCheckResult *result)
{
  gboolean all_absent = TRUE;

  for (GwLegId leg = 0; leg < GW_N_LEGS; leg++) {
    judge_records (seen, leg, result);
    all_absent &= is_absent (gw_seen_srv (seen, leg));
  }
  if (all_absent)
    gw_check_say (result, GW_CHECK_INFO, _ ("There are no records that could be wrong."), NULL);
}
