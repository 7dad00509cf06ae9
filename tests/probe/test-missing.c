/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Collectors may bring any part of what could be seen, or not: nothing breaks. */
#include "whole.h"

#include "probe/report.h"
#include "probe/result.h"

static const Setup fullest = {
    WHOLE,
    .server_tls = &(const Setup){.way = SCENE_DIRECT, .features = ""},
    .reply = SCENE_WEB,
    .v6 = 1,
    .dns = WHOLE_CAA
    "SRV _xmpp-client._tcp secure = 0 5 5222 " SCENE_TARGET "\n"
    "SRV _xmpps-client._tcp bogus = 0 5 5223 " SCENE_TARGET "\nSRV _xmpp-server._tcp = #00\n"
    "SRV _xmpps-server._tcp = 0 0 0 .\nTLSA _5222._tcp." SCENE_TARGET ". secure = 3 1 1 00\n"
    "AAAA " SCENE_TARGET ". = 2001:db8::7\nTXT _xmppconnect = x\nA " SCENE_TARGET ". alias",
    .socket = {.status = 101, .upgraded = TRUE},
    .pages = {{200, "<XRD/>", NULL, "*"},
              {200, "{\"links\":[]}", NULL, "*"},
              {200, "{}"},
              {200, "{}"},
              {200, "{}"},
              {200, "<body xmlns='http://jabber.org/protocol/httpbind'/>"},
              {200, .cors = "*"}},
};

/* The collectors may bring any of these, or not. */
enum { PARTS = GW_N_LEGS + GW_N_PAGES + 3 };

static void
drop_part (GwSeen *seen, int part)
{
  if (part < GW_N_LEGS) {
    g_clear_pointer (&seen->legs[part], gw_look_result_free);
  } else if (part < GW_N_LEGS + GW_N_PAGES) {
    g_clear_pointer (&seen->pages[part - GW_N_LEGS].url, g_free);
  } else if (part == PARTS - 1) {
    g_ptr_array_set_size (seen->dns, 0);
  } else if (part == PARTS - 2) {
    g_clear_pointer (&seen->socket.url, g_free);
  } else {
    for (int kind = 0; kind < GW_N_HELLOS; kind++)
      seen->hellos[kind].reply.answer = GW_HELLO_NOT_ASKED;
  }
}

/* What a leg may lack: its report, or parts of it. */
static void
drop_inside (GwLookResult *look, guint bits)
{
  if (look == NULL || look->report == NULL)
    return;
  if (bits & 1)
    g_clear_pointer (&look->report->features, gw_xml_unref);
  if (bits & 2)
    g_clear_pointer (&look->report->plain_features, gw_xml_unref);
  if (bits & 4)
    g_clear_pointer (&look->report->tls, gw_tls_evidence_free);
  if (bits & 8)
    g_clear_pointer (&look->address, g_free);
  if (bits & 16)
    g_clear_pointer (&look->report, gw_stream_report_free);
  if (bits & 32)
    g_clear_pointer (&look->target, g_free);
}

static void
judge_all (GwSeen *seen)
{
  g_autoptr (GwProbeResult) result = gw_probe_result_new (seen);
  json_t *json = gw_report_result (result);

  g_assert_nonnull (json);
  for (guint i = 0; i < result->checks->len; i++)
    g_assert_nonnull (g_array_index (result->checks, GwCheckResult, i).text);
  json_decref (json);
}

static void
test_any_part_may_be_missing (void)
{
  for (guint mask = 0; mask < 1u << PARTS; mask += 7) {
    GwSeen *seen = scene_new (&fullest);
    for (int part = 0; part < PARTS; part++)
      if (mask & 1u << part)
        drop_part (seen, part);
    judge_all (seen);
  }
}

static void
test_any_part_of_a_leg_may_be_missing (void)
{
  for (guint bits = 0; bits < 64; bits++)
    for (guint legs = 1; legs < 1u << GW_N_LEGS; legs++) {
      GwSeen *seen = scene_new (&fullest);
      for (GwLegId leg = 0; leg < GW_N_LEGS; leg++)
        if (legs & 1u << leg)
          drop_inside (seen->legs[leg], bits);
      judge_all (seen);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/missing/any-part-may-be", test_any_part_may_be_missing);
  g_test_add_func ("/missing/any-part-of-a-leg-may-be", test_any_part_of_a_leg_may_be_missing);
  return g_test_run ();
}
