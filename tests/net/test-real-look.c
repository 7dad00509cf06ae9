/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One look at each server of the practice network, all of them at once: real Prosody, real DNS, and
 * those that behave badly. PRACTICE_PROFILE names the profile ("tests/practice/practice run -- ..."
 * sets it). */
#include "base/error.h"
#include "base/limits.h"
#include "engine-room.h"
#include "net/certificate.h"
#include "net/contacts.h"
#include "net/form.h"
#include "net/look.h"

#include <signal.h>

enum { NO_FAULT = -1 };

typedef enum { NOTHING, PLAIN, STARTTLS, DIRECT } Reach;

typedef struct {
  const char *domain;
  int code; /* GwErrorCode of the look, or NO_FAULT */
  Reach reach;
  int certificate; /* GwErrorCode of the judge, or NO_FAULT; only when TLS was reached */
  GwSignup signup; /* only when TLS was reached */
} Row;

static const Row rows[] = {
    {"open.example", NO_FAULT, DIRECT, NO_FAULT, GW_SIGNUP_AT_ONCE},
    {"pier.example", NO_FAULT, DIRECT, NO_FAULT, GW_SIGNUP_AT_ONCE},
    {"harbour.example", NO_FAULT, STARTTLS, NO_FAULT, GW_SIGNUP_AT_ONCE},
    {"invite.example", NO_FAULT, DIRECT, NO_FAULT, GW_SIGNUP_AT_ONCE},
    {"web.example", NO_FAULT, DIRECT, NO_FAULT, GW_SIGNUP_WEB},
    {"closed.example", NO_FAULT, DIRECT, NO_FAULT, GW_SIGNUP_CLOSED},
    {"selfsigned.example", NO_FAULT, STARTTLS, GW_ERROR_CERT_UNTRUSTED, GW_SIGNUP_AT_ONCE},
    {"wronghost.example", NO_FAULT, STARTTLS, GW_ERROR_CERT_NAME, GW_SIGNUP_AT_ONCE},
    {"expired.example", NO_FAULT, STARTTLS, GW_ERROR_CERT_EXPIRED, GW_SIGNUP_AT_ONCE},
    {"cnonly.example", NO_FAULT, STARTTLS, GW_ERROR_CERT_NAME, GW_SIGNUP_AT_ONCE},
    {"nosuch.example", GW_ERROR_DNS_UNKNOWN, NOTHING},
    {"norecord.example", GW_ERROR_DNS_NO_ADDRESS, NOTHING},
    {"off.example", GW_ERROR_DNS_NOT_OFFERED, NOTHING},
    {"dead.example", GW_ERROR_CONNECT_REFUSED, NOTHING},
    {"silent.example", GW_ERROR_TIMEOUT, PLAIN},
    {"plain.example", GW_ERROR_NO_TLS, PLAIN},
    {"garbage.example", GW_ERROR_NOT_XMPP, PLAIN},
    {"dtd.example", GW_ERROR_BAD_XML, PLAIN},
    {"flood.example", GW_ERROR_TOO_LARGE, PLAIN},
    {"hangup.example", GW_ERROR_HANGUP, PLAIN},
};

enum { N_ROWS = G_N_ELEMENTS (rows) };

/* What a look said, kept for the test's thread. */
typedef struct {
  EngineRoom *room;
  const Row *row;
  int code, certificate;
  Reach reach;
  GwSignup signup;
  gboolean has_names, direct_failed;
  guint connections;
  gint64 total_us;
} Seen;

static void
look_closer (Seen *seen, const GwStreamReport *report, const char *domain)
{
  g_auto (GwCertVerdict) verdict = {0};
  g_autoptr (GError) error = NULL;
  g_autoptr (GwForm) form = NULL;

  gw_certificate_judge (report->tls, domain, "xmpp-client", g_get_real_time () / G_USEC_PER_SEC,
                        &verdict);
  seen->certificate = verdict.ok ? NO_FAULT : (int)verdict.fault;
  form = gw_form_parse (report->form_reply, domain, &error);
  if (form != NULL)
    seen->signup = gw_form_signup (form);
  else if (g_error_matches (error, GW_ERROR, GW_ERROR_REFUSED_CLOSED))
    seen->signup = GW_SIGNUP_CLOSED;
}

static void
on_looked (GwLookResult *looked, gpointer data)
{
  g_autoptr (GwLookResult) result = looked;
  Seen *seen = data;

  seen->code = result->error != NULL ? (int)gw_error_code (result->error) : NO_FAULT;
  seen->has_names = result->target != NULL && result->address != NULL;
  seen->direct_failed = result->direct_failed;
  seen->connections = result->connections;
  seen->total_us = result->total_us;
  if (result->report != NULL)
    seen->reach = result->report->tls == NULL ? PLAIN : result->used_direct_tls ? DIRECT : STARTTLS;
  if (result->report != NULL && result->report->form_reply != NULL)
    look_closer (seen, result->report, result->domain);
  engine_room_report (seen->room);
}

static GwLook *
start_look (Seen *seen, const char *domain)
{
  const GwLookPlan plan = {.domain = domain, .dial.purpose = GW_PURPOSE_CHECK, .want_form = TRUE};

  return gw_look_start (seen->room->engine, &plan, on_looked, seen);
}

static void
start_all (gpointer data)
{
  Seen *seen = data;

  for (gsize i = 0; i < N_ROWS; i++)
    start_look (&seen[i], seen[i].row->domain);
}

static void
check (const Seen *seen)
{
  const Row *row = seen->row;

  g_test_message ("%s: %s, %u connections, %" G_GINT64_FORMAT " ms", row->domain,
                  seen->code == NO_FAULT ? "ok" : gw_error_name ((GwErrorCode)seen->code),
                  seen->connections, seen->total_us / 1000);
  g_assert_cmpint (seen->code, ==, row->code);
  g_assert_cmpint (seen->reach, ==, row->reach);
  g_assert_cmpint (seen->has_names, ==, row->reach != NOTHING);
  g_assert_cmpuint (seen->connections, ==, row->reach != NOTHING);
  g_assert_false (seen->direct_failed);
  if (row->reach >= STARTTLS) {
    g_assert_cmpint (seen->certificate, ==, row->certificate);
    g_assert_cmpint (seen->signup, ==, row->signup);
  }
}

static void
test_looks (void)
{
  g_autoptr (GwProfile) profile = gw_profile_load (g_getenv ("PRACTICE_PROFILE"), NULL);
  g_autofree Seen *seen = g_new0 (Seen, N_ROWS);
  g_autoptr (GPtrArray) log = NULL;
  EngineRoom room;

  g_assert_nonnull (profile);
  engine_room_init_with (&room, profile);
  for (gsize i = 0; i < N_ROWS; i++)
    seen[i] = (Seen){.room = &room, .row = &rows[i]};
  engine_room_do (&room, start_all, seen);
  engine_room_wait (&room, N_ROWS);
  for (gsize i = 0; i < N_ROWS; i++)
    check (&seen[i]);

  /* Nobody but those, and each only once: names that lead nowhere are no contact. */
  log = gw_engine_contact_log (room.engine);
  g_assert_cmpuint (log->len, ==, N_ROWS - 3);
  engine_room_clear (&room);
}

static void
start_and_cancel (gpointer data)
{
  Seen *seen = data;

  gw_look_cancel (start_look (seen, "open.example"));
}

typedef struct {
  Seen seen;
  GwLook *look;
} Halfway;

static void
start_one (gpointer data)
{
  Halfway *halfway = data;

  halfway->look = start_look (&halfway->seen, "silent.example");
}

static void
cancel_one (gpointer data)
{
  Halfway *halfway = data;

  gw_look_cancel (halfway->look);
}

static void
test_cancel (void)
{
  g_autoptr (GwProfile) profile = gw_profile_load (g_getenv ("PRACTICE_PROFILE"), NULL);
  EngineRoom room;
  Halfway halfway = {.seen.room = &room};

  engine_room_init_with (&room, profile);
  engine_room_do (&room, start_and_cancel, &halfway.seen);
  engine_room_do (&room, start_one, &halfway);
  engine_room_wait_for_contacts (&room, 1);
  engine_room_do (&room, cancel_one, &halfway);
  engine_room_clear (&room);
  g_assert_cmpuint (room.reports, ==, 0);
}

int
main (int argc, char **argv)
{
  if (g_getenv ("PRACTICE_PROFILE") == NULL) {
    g_print ("1..0 # SKIP PRACTICE_PROFILE is not set\n");
    return 77;
  }
  signal (SIGPIPE, SIG_IGN);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/real-look/each-server-is-seen-as-it-is", test_looks);
  g_test_add_func ("/real-look/cancelled-is-silent", test_cancel);
  return g_test_run ();
}
