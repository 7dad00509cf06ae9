/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Drives one GwStream after the other (direct TLS, then STARTTLS if that failed) from a GSource
 * that waits for what the stream wants, until silence or the overall deadline ends it. */
#include "net/look.h"

#include "base/error.h"
#include "base/limits.h"
#include "net/timer.h"

enum { MS = 1000 /* microseconds */ };

struct _GwLook {
  GwEngine *engine;
  char *domain;
  GwDialPlan plan;
  gboolean want_form;
  GwLookFunc func;
  gpointer data;

  GwEndpoints *endpoints; /* of the plan; NULL: they are looked up */
  GwDial *dial;
  GwDialed dialed; /* the slot and the names of the connection; fd is the stream's */
  GwStream *stream;
  GwDrive *drive;
  GSource *overall;  /* ends the whole look */
  gint64 started_at; /* monotonic */
  guint connections;
  gboolean direct_announced, direct_unknown, direct_failed;
};

static void
drop_connection (GwLook *look)
{
  g_clear_pointer (&look->drive, gw_drive_stop);
  g_clear_pointer (&look->stream, gw_stream_free);
  gw_dialed_clear (&look->dialed);
  look->dialed = (GwDialed){.fd = -1};
}

static void
look_free (GwLook *look)
{
  g_clear_pointer (&look->dial, gw_dial_cancel);
  gw_timer_stop (&look->overall);
  drop_connection (look);
  g_clear_pointer (&look->endpoints, gw_endpoints_free);
  g_free (look->domain);
  g_free (look);
}

void
gw_look_cancel (GwLook *look)
{
  look_free (look);
}

GwLookResult *
gw_look_result_new_failed (const char *domain, const GError *error)
{
  GwLookResult *result = g_new0 (GwLookResult, 1);

  result->domain = g_strdup (domain);
  result->error = g_error_copy (error);
  return result;
}

void
gw_look_result_free (GwLookResult *result)
{
  if (result == NULL)
    return;
  g_free (result->domain);
  g_free (result->target);
  g_free (result->address);
  gw_stream_report_free (result->report);
  g_clear_error (&result->error);
  g_free (result);
}

/* `error`: the dial's, when no connection came about. */
static void
finish (GwLook *look, const GError *error)
{
  GwLookResult *result = g_new (GwLookResult, 1);
  GwStreamReport *report = look->stream != NULL ? gw_stream_take_report (look->stream) : NULL;
  GwLookFunc func = look->func;
  gpointer data = look->data;

  if (report != NULL)
    error = report->error;
  *result = (GwLookResult){
      .domain = g_strdup (look->domain),
      .target = g_strdup (look->dialed.target),
      .address = g_strdup (look->dialed.address),
      .direct_announced = look->direct_announced,
      .direct_unknown = look->direct_unknown,
      .direct_failed = look->direct_failed,
      .used_direct_tls = look->dialed.direct_tls,
      .report = report,
      .error = error != NULL ? g_error_copy (error) : NULL,
      .dns_us = look->dialed.dns_us,
      .connect_us = look->dialed.connect_us,
      .total_us = g_get_monotonic_time () - look->started_at,
      .connections = look->connections,
  };
  look_free (look);
  func (result, data);
}

static void dial (GwLook *look, GwDialWant want);

/* The stream said DONE, or was ended by a deadline. */
static void
stream_ended (GwLook *look)
{
  const GwStreamReport *report = gw_stream_report (look->stream);

  if (look->dialed.direct_tls && report->error != NULL && report->features == NULL) {
    look->direct_failed = TRUE;
    if (look->plan.want == GW_DIAL_ANY && look->dialed.starttls_possible) {
      drop_connection (look);
      dial (look, GW_DIAL_STARTTLS);
      return;
    }
  }
  finish (look, NULL);
}

static void
on_driven (GwDriveEnd how, gpointer data)
{
  GwLook *look = data;

  if (how == GW_DRIVE_SILENT)
    gw_stream_fail (look->stream, GW_ERROR_TIMEOUT);
  stream_ended (look);
}

static GwStep
step (gpointer stream)
{
  return gw_stream_step (stream);
}

static gboolean
on_overall_deadline (gpointer data)
{
  GwLook *look = data;
  g_autoptr (GError) error = NULL;

  gw_timer_stop (&look->overall);
  if (look->stream != NULL) {
    gw_stream_fail (look->stream, GW_ERROR_TIMEOUT);
    finish (look, NULL);
  } else {
    gw_error_set (&error, GW_ERROR_TIMEOUT, look->domain, NULL);
    finish (look, error);
  }
  return G_SOURCE_REMOVE;
}

/* Counted from the question to the resolver, without the time that our own pacing took. */
static void
start_overall_clock (GwLook *look, const GwDialed *dialed)
{
  gint64 left = GW_LIMIT_PROBE_WAIT - (dialed->dns_us + dialed->connect_us) / MS;

  if (look->overall == NULL)
    look->overall = gw_timer_start (gw_engine_context (look->engine), (guint)MAX (left, 0),
                                    on_overall_deadline, look);
}

static void
start_stream (GwLook *look, SSL *session)
{
  const GwStreamPlan plan = {.domain = look->domain,
                             .direct_tls = look->dialed.direct_tls,
                             .is_server = look->plan.is_server,
                             .want_form = look->want_form};
  int fd = look->dialed.fd;

  look->dialed.fd = -1;
  look->stream = gw_stream_new (fd, session, &plan);
  look->drive =
      gw_drive_start (gw_engine_context (look->engine), fd, step, look->stream, on_driven, look);
}

static void
on_dialed (GwDialed *dialed, const GError *dial_error, gpointer data)
{
  GwLook *look = data;
  g_autoptr (GError) error = NULL;
  GwTls *tls;

  look->dial = NULL;
  if (dialed == NULL) {
    finish (look, dial_error);
    return;
  }
  look->dialed = *dialed;
  look->connections++;
  look->direct_announced = dialed->direct_announced;
  look->direct_unknown = dialed->direct_unknown;
  look->direct_failed |= dialed->direct_failed;
  start_overall_clock (look, dialed);

  tls = gw_engine_tls (look->engine, &error);
  if (tls != NULL)
    start_stream (look, gw_tls_session_new (tls, look->domain, GW_ALPN_CLIENT));
  else
    finish (look, error);
}

static void
dial (GwLook *look, GwDialWant want)
{
  GwDialPlan plan = look->plan;

  plan.want = want;
  plan.what = plan.is_server ? "server" : "client";
  plan.endpoints = look->endpoints;
  look->dial = gw_dial_start (look->engine, look->domain, &plan, on_dialed, look);
}

GwLook *
gw_look_start (GwEngine *engine, const GwLookPlan *plan, GwLookFunc func, gpointer data)
{
  GwLook *look;

  g_return_val_if_fail (gw_engine_in_thread (engine) && plan->domain != NULL && func != NULL, NULL);

  look = g_new0 (GwLook, 1);
  look->engine = engine;
  look->domain = g_strdup (plan->domain);
  look->plan = plan->dial;
  look->endpoints = plan->dial.endpoints ? gw_endpoints_copy (plan->dial.endpoints) : NULL;
  look->want_form = plan->want_form;
  look->func = func;
  look->data = data;
  look->dialed.fd = -1;
  look->started_at = g_get_monotonic_time ();
  dial (look, plan->dial.want);
  /* While the resolver works: the certificate store takes 40 ms to load. An error comes up again
   * when it is needed. */
  gw_engine_tls (engine, NULL);
  return look;
}
