/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Drives one GwStream after the other (direct TLS, then STARTTLS if that failed) from a GSource
 * that waits for what the stream wants, until silence or the overall deadline ends it. */
#include "net/look.h"

#include "base/error.h"
#include "base/limits.h"
#include "net/timer.h"

enum { MS = 1000 /* microseconds */ };

typedef struct {
  GSource source;
  GwLook *look;
} Drive;

struct _GwLook {
  GwEngine *engine;
  char *domain;
  gboolean want_form;
  GwPurpose purpose;
  GwLookFunc func;
  gpointer data;

  GwDial *dial;
  GwDialed dialed; /* the slot and the names of the connection; fd is the stream's */
  GwStream *stream;
  GSource *drive;
  gpointer tag;      /* of the stream's fd in `drive` */
  GSource *overall;  /* ends the whole look */
  gint64 started_at; /* monotonic */
  guint connections;
  gboolean direct_announced, direct_failed;
};

static void
drop_connection (GwLook *look)
{
  if (look->drive != NULL)
    g_source_destroy (look->drive);
  g_clear_pointer (&look->drive, g_source_unref);
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
  g_free (look->domain);
  g_free (look);
}

void
gw_look_cancel (GwLook *look)
{
  look_free (look);
}

/* `error`: the dial's, when no connection came about. */
static void
finish (GwLook *look, const GError *error)
{
  const GwStreamReport *report = look->stream != NULL ? gw_stream_report (look->stream) : NULL;
  GwLookResult result = {
      .domain = look->domain,
      .target = look->dialed.target,
      .address = look->dialed.address,
      .direct_announced = look->direct_announced,
      .direct_failed = look->direct_failed,
      .used_direct_tls = look->dialed.direct_tls,
      .report = report,
      .error = report != NULL ? report->error : error,
      .total_us = g_get_monotonic_time () - look->started_at,
      .connections = look->connections,
  };

  look->func (&result, look->data);
  look_free (look);
}

static void dial (GwLook *look, GwDialWant want);

/* The stream said DONE, or was ended by a deadline. */
static void
stream_ended (GwLook *look)
{
  const GwStreamReport *report = gw_stream_report (look->stream);

  if (look->dialed.direct_tls && report->error != NULL && report->features == NULL) {
    look->direct_failed = TRUE;
    if (look->dialed.starttls_possible) {
      drop_connection (look);
      dial (look, GW_DIAL_STARTTLS);
      return;
    }
  }
  finish (look, NULL);
}

static void
give_up (GwLook *look)
{
  gw_stream_fail (look->stream, GW_ERROR_TIMEOUT);
  stream_ended (look);
}

static void
step (GwLook *look)
{
  GwStep next = gw_stream_step (look->stream);

  if (next == GW_STEP_DONE) {
    stream_ended (look);
    return;
  }
  g_source_modify_unix_fd (look->drive, look->tag, next == GW_STEP_WANT_READ ? G_IO_IN : G_IO_OUT);
  g_source_set_ready_time (look->drive, g_get_monotonic_time () + GW_LIMIT_STEP_WAIT * MS);
}

static gboolean
dispatch (GSource *source, GSourceFunc func, gpointer data)
{
  GwLook *look = ((Drive *)source)->look;

  if (g_source_query_unix_fd (source, look->tag) != 0)
    step (look);
  else
    give_up (look); /* the ready time came: silence */
  return G_SOURCE_CONTINUE;
}

static GSourceFuncs drive_funcs = {.dispatch = dispatch};

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
  int fd = look->dialed.fd;

  look->dialed.fd = -1;
  look->stream =
      gw_stream_new (fd, session, look->domain, look->dialed.direct_tls, look->want_form);
  look->drive = g_source_new (&drive_funcs, sizeof (Drive));
  ((Drive *)look->drive)->look = look;
  look->tag = g_source_add_unix_fd (look->drive, fd, G_IO_OUT);
  g_source_attach (look->drive, gw_engine_context (look->engine));
  step (look);
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
  look->direct_failed |= dialed->direct_failed;
  start_overall_clock (look, dialed);

  tls = gw_engine_tls (look->engine, &error);
  if (tls != NULL)
    start_stream (look, gw_tls_session_new (tls, look->domain));
  else
    finish (look, error);
}

static void
dial (GwLook *look, GwDialWant want)
{
  look->dial = gw_dial_start (look->engine, look->domain, want, look->purpose, on_dialed, look);
}

GwLook *
gw_look_start (GwEngine *engine, const char *domain, gboolean want_form, GwPurpose purpose,
               GwLookFunc func, gpointer data)
{
  GwLook *look;

  g_return_val_if_fail (gw_engine_in_thread (engine) && domain != NULL && func != NULL, NULL);

  look = g_new0 (GwLook, 1);
  look->engine = engine;
  look->domain = g_strdup (domain);
  look->want_form = want_form;
  look->purpose = purpose;
  look->func = func;
  look->data = data;
  look->dialed.fd = -1;
  look->started_at = g_get_monotonic_time ();
  dial (look, GW_DIAL_ANY);
  /* While the resolver works: the certificate store takes 40 ms to load. An error comes up again
   * when it is needed. */
  gw_engine_tls (engine, NULL);
  return look;
}
