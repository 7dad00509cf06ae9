/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Several questions to a web server on loopback, one after the other by gw_http_again(): by how
 * many connections they go, and what comes of the second whatever happens to the first's. */
#include "base/error.h"
#include "base/limits.h"
#include "web-world.h"

enum { MAX_QUESTIONS = 3, SHORT_WAIT = 150 };

#define NO_CONTENT "HTTP/1.1 204 No Content\r\n\r\n"

typedef struct {
  int status; /* 0: an error */
  char *from, *body, *leaf;
  GError *error;
} Answer;

typedef struct {
  World world;
  GwHttpRequest questions[MAX_QUESTIONS];
  char *urls[MAX_QUESTIONS];
  guint n_questions;
  GwHttp *http;
  /* written in the engine before its report */
  Answer answers[MAX_QUESTIONS];
  guint n_answers;
  gboolean is_refused; /* the next question was not taken */
} Talk;

static void
talk_init (Talk *talk, const WebAnswer *answers, guint n_answers)
{
  *talk = (Talk){0};
  world_init (&talk->world, web_world_certificate, answers, n_answers, TRUE);
}

/* Of HOST or another place by that name. */
static GwHttpRequest *
talk_add (Talk *talk, const char *host, const char *path)
{
  guint i = talk->n_questions++;

  g_assert_cmpuint (i, <, MAX_QUESTIONS);
  talk->urls[i] = g_strdup_printf ("https://%s:%u%s", host, web_peer_port (talk->world.peer), path);
  talk->questions[i] = talk->world.request;
  talk->questions[i].url = talk->urls[i];
  return &talk->questions[i];
}

static void
talk_clear (Talk *talk)
{
  world_clear (&talk->world);
  for (guint i = 0; i < MAX_QUESTIONS; i++) {
    g_free (talk->urls[i]);
    g_free (talk->answers[i].from);
    g_free (talk->answers[i].body);
    g_free (talk->answers[i].leaf);
    g_clear_error (&talk->answers[i].error);
  }
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Talk, talk_clear)

static void
keep_answer (Answer *answer, const GwHttpResponse *response, const GError *error,
             const GwTlsEvidence *evidence)
{
  gsize length;

  if (evidence != NULL)
    answer->leaf = g_strdup (((const GwCertificate *)evidence->chain->pdata[0])->sha256);
  if (response == NULL) {
    answer->error = g_error_copy (error);
    return;
  }
  answer->status = response->status;
  answer->from = g_strdup (response->url);
  const char *bytes = g_bytes_get_data (response->body, &length);
  answer->body = g_strndup (bytes, length);
}

static void
on_answer (const GwHttpResponse *response, const GError *error, gpointer data)
{
  Talk *talk = data;
  GwHttp *http = g_steal_pointer (&talk->http);

  keep_answer (&talk->answers[talk->n_answers++], response, error, gw_http_evidence (http));
  if (talk->n_answers < talk->n_questions) {
    if (gw_http_again (http, &talk->questions[talk->n_answers], on_answer, talk))
      talk->http = http;
    else
      talk->is_refused = TRUE;
  }
  engine_room_report (&talk->world.room);
}

static void
talk_start (gpointer data)
{
  Talk *talk = data;

  talk->http = gw_http_start (talk->world.room.engine, &talk->questions[0], on_answer, talk);
}

/* All questions are asked and answered. */
static void
talk_run (Talk *talk)
{
  engine_room_do (&talk->world.room, talk_start, talk);
  engine_room_wait (&talk->world.room, talk->n_questions);
  g_assert_cmpuint (talk->n_answers, ==, talk->n_questions);
  g_assert_null (talk->http);
}

static guint
count_contacts (const Talk *talk)
{
  g_autoptr (GPtrArray) log = gw_engine_contact_log (talk->world.room.engine);

  return log->len;
}

/* --- one connection --- */

static void
test_kept (void)
{
  static const WebAnswer answers[] = {
      {WEB_KEEPS, OK_HELLO}, {WEB_KEEPS, NO_CONTENT}, {WEB_KEEPS, HEAD ("4") "last"}};
  static const char post[] = "<body/>";
  g_autoptr (GBytes) body = g_bytes_new_static (post, strlen (post));
  guint budget = MAX_QUESTIONS;
  g_auto (Talk) talk;
  GwHttpRequest *request;
  GPtrArray *asked;

  talk_init (&talk, answers, G_N_ELEMENTS (answers));
  talk_add (&talk, HOST, "/a")->budget = &budget;
  request = talk_add (&talk, "LIST.example", "/b");
  request->method = GW_HTTP_POST;
  request->body = body;
  talk_add (&talk, HOST, "/c")->accept = "text/plain";
  talk_run (&talk);
  for (guint i = 0; i < MAX_QUESTIONS; i++) {
    g_assert_no_error (talk.answers[i].error);
    g_assert_nonnull (talk.answers[i].leaf);
    g_assert_cmpstr (talk.answers[i].leaf, ==, talk.answers[0].leaf);
  }
  g_assert_cmpstr (talk.answers[0].body, ==, "hello");
  g_assert_cmpint (talk.answers[1].status, ==, 204);
  g_assert_true (g_str_has_suffix (talk.answers[1].from, "/b"));
  g_assert_cmpstr (talk.answers[2].body, ==, "last");
  g_assert_cmpuint (budget, ==, MAX_QUESTIONS - 1);
  g_assert_cmpuint (count_contacts (&talk), ==, 1);

  asked = web_peer_stop (talk.world.peer);
  g_assert_cmpuint (asked->len, ==, MAX_QUESTIONS);
  g_assert_true (g_str_has_prefix (asked->pdata[0], "GET /a HTTP/1.1\r\n"));
  g_assert_true (g_str_has_prefix (asked->pdata[1], "POST /b HTTP/1.1\r\n"));
  g_assert_true (g_str_has_suffix (asked->pdata[1], "\r\n\r\n<body/>"));
  /* nothing of the question before */
  g_assert_true (g_str_has_prefix (asked->pdata[2], "GET /c HTTP/1.1\r\n"));
  g_assert_null (strstr (asked->pdata[2], "Content-"));
}

/* What is counted in one answer is not in the next. */
static void
test_limits_count_anew (void)
{
  g_autofree char *filling = g_strnfill (GW_LIMIT_HTTP_HEADER * 2 / 3, 'x');
  g_autofree char *bytes = g_strnfill (WEB_WORLD_CAP, 'y');
  g_autofree char *text =
      g_strdup_printf ("HTTP/1.1 200 OK\r\nX-Filling: %s\r\nContent-Length: %d\r\n\r\n%s", filling,
                       WEB_WORLD_CAP, bytes);
  const WebAnswer answer = {WEB_KEEPS, text};
  g_auto (Talk) talk;

  talk_init (&talk, &answer, 1);
  talk_add (&talk, HOST, "/a");
  talk_add (&talk, HOST, "/b");
  talk_run (&talk);
  for (guint i = 0; i < 2; i++) {
    g_assert_no_error (talk.answers[i].error);
    g_assert_cmpstr (talk.answers[i].body, ==, bytes);
  }
  g_assert_cmpuint (count_contacts (&talk), ==, 1);
}

/* --- the second --- */

typedef struct {
  const char *path;
  WebAnswer answers[MAX_QUESTIONS];
  guint n_answers;
  GwHttpMethod method; /* of the second */
  guint wait_ms;       /* 0: long */
  /* then */
  const char *body; /* of the second; NULL: an error */
  GwErrorCode code; /* then this */
  guint contacts;
} Case;

static void
test_case (gconstpointer data)
{
  const Case *expected = data;
  g_auto (Talk) talk;
  GwHttpRequest *request;

  talk_init (&talk, expected->answers, expected->n_answers);
  talk_add (&talk, HOST, "/a");
  request = talk_add (&talk, HOST, "/b");
  request->method = expected->method;
  if (expected->wait_ms != 0)
    request->wait_ms = expected->wait_ms;
  talk_run (&talk);
  g_assert_no_error (talk.answers[0].error);
  if (expected->body == NULL) {
    g_assert_error (talk.answers[1].error, GW_ERROR, (int)expected->code);
  } else {
    g_assert_no_error (talk.answers[1].error);
    g_assert_cmpstr (talk.answers[1].body, ==, expected->body);
  }
  g_assert_cmpuint (count_contacts (&talk), ==, expected->contacts);
}

static const Case cases[] = {
    /* the server ends the connection: another is made */
    {"/http-again/ended-in-between",
     {{WEB_CLOSES, OK_HELLO}, {WEB_CLOSES, HEAD ("4") "more"}},
     .n_answers = 2,
     .body = "more",
     .contacts = 2},
    {"/http-again/cut-in-between",
     {{WEB_CUTS, OK_HELLO}, {WEB_CLOSES, HEAD ("4") "more"}},
     .n_answers = 2,
     .body = "more",
     .contacts = 2},
    {"/http-again/connection-close",
     {{WEB_HOLDS, "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nhi"},
      {WEB_CLOSES, HEAD ("4") "more"}},
     .n_answers = 2,
     .body = "more",
     .contacts = 2},
    {"/http-again/http-1.0",
     {{WEB_HOLDS, "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nhi"},
      {WEB_CLOSES, HEAD ("4") "more"}},
     .n_answers = 2,
     .body = "more",
     .contacts = 2},
    {"/http-again/to-the-end-of-tls",
     {{WEB_CLOSES, TO_THE_END "hello"}, {WEB_CLOSES, HEAD ("4") "more"}},
     .n_answers = 2,
     .body = "more",
     .contacts = 2},
    {"/http-again/ended-when-it-was-asked",
     {{WEB_KEEPS, OK_HELLO}, {WEB_CLOSES, ""}, {WEB_CLOSES, HEAD ("4") "more"}},
     .n_answers = 3,
     .body = "more",
     .contacts = 2},
    {"/http-again/cut-when-it-was-posted",
     {{WEB_KEEPS, OK_HELLO}, {WEB_CUTS, ""}, {WEB_CLOSES, HEAD ("4") "more"}},
     .n_answers = 3,
     .method = GW_HTTP_POST,
     .body = "more",
     .contacts = 2},
    {"/http-again/cut-whenever-it-is-asked",
     {{WEB_KEEPS, OK_HELLO}, {WEB_CUTS, ""}},
     .n_answers = 2,
     .code = GW_ERROR_HANGUP,
     .contacts = 2},
    /* An answer that nobody asked for answers nothing. */
    {"/http-again/more-than-was-announced",
     {{WEB_KEEPS, OK_HELLO HEAD ("4") "evil"}, {WEB_CLOSES, HEAD ("4") "more"}},
     .n_answers = 2,
     .body = "more",
     .contacts = 2},
    /* sent on */
    {"/http-again/sent-on-to-another-path",
     {{WEB_KEEPS, OK_HELLO}, {WEB_KEEPS, SENT_TO ("/c")}, {WEB_KEEPS, HEAD ("4") "more"}},
     .n_answers = 3,
     .body = "more",
     .contacts = 1},
    {"/http-again/sent-on-to-another-host",
     {{WEB_KEEPS, OK_HELLO},
      {WEB_KEEPS, SENT_TO ("https://other.example:{port}/")},
      {WEB_KEEPS, HEAD ("4") "more"}},
     .n_answers = 3,
     .body = "more",
     .contacts = 2},
    {"/http-again/sent-on-without-end",
     {{WEB_KEEPS, OK_HELLO}, {WEB_KEEPS, SENT_TO ("/b")}},
     .n_answers = 2,
     .code = GW_ERROR_HTTP_LOOP,
     .contacts = 1},
    /* not asked once more */
    {"/http-again/cut-in-the-head",
     {{WEB_KEEPS, OK_HELLO}, {WEB_CUTS, "HTTP/1.1 200 OK\r\nContent-Le"}},
     .n_answers = 2,
     .code = GW_ERROR_HANGUP,
     .contacts = 1},
    {"/http-again/cut-in-the-body",
     {{WEB_KEEPS, OK_HELLO}, {WEB_CUTS, HEAD ("6") "hello"}},
     .n_answers = 2,
     .code = GW_ERROR_HANGUP,
     .contacts = 1},
    {"/http-again/silent",
     {{WEB_KEEPS, OK_HELLO}, {WEB_HOLDS, ""}},
     .n_answers = 2,
     .wait_ms = SHORT_WAIT,
     .code = GW_ERROR_TIMEOUT,
     .contacts = 1},
    {"/http-again/too-large",
     {{WEB_KEEPS, OK_HELLO}, {WEB_HOLDS, HEAD ("1001")}},
     .n_answers = 2,
     .code = GW_ERROR_TOO_LARGE,
     .contacts = 1},
    {"/http-again/not-http",
     {{WEB_KEEPS, OK_HELLO}, {WEB_HOLDS, "220 mail.example ESMTP\r\n"}},
     .n_answers = 2,
     .code = GW_ERROR_HTTP_STATUS,
     .contacts = 1},
};

static void
test_budget (void)
{
  static const WebAnswer answer = {WEB_CLOSES, OK_HELLO};
  guint budget = 1;
  g_auto (Talk) talk;

  talk_init (&talk, &answer, 1);
  talk_add (&talk, HOST, "/a")->budget = &budget;
  talk_add (&talk, HOST, "/b")->budget = &budget;
  talk_run (&talk);
  g_assert_no_error (talk.answers[0].error);
  g_assert_error (talk.answers[1].error, GW_ERROR, GW_ERROR_FAILED);
  g_assert_cmpuint (count_contacts (&talk), ==, 1);
}

/* --- not taken --- */

static void
test_refused (void)
{
  static const WebAnswer kept[] = {{WEB_KEEPS, OK_HELLO}},
                         elsewhere[] = {{WEB_KEEPS, SENT_TO ("https://other.example:{port}/")},
                                        {WEB_KEEPS, OK_HELLO}},
                         none[] = {{WEB_CUTS, ""}};
  static const struct {
    const WebAnswer *answers;
    guint n_answers;
    const char *url; /* of the second; NULL: one of HOST */
    GwPurpose purpose;
  } rows[] = {
      {kept, 1, "https://" HOST ":1/", GW_PURPOSE_LIST},
      {kept, 1, "https://other.example/", GW_PURPOSE_LIST},
      {kept, 1, "http://" HOST "/", GW_PURPOSE_LIST},
      {kept, 1, "", GW_PURPOSE_LIST},
      {kept, 1, NULL, GW_PURPOSE_CHOSEN},
      {elsewhere, 2, NULL, GW_PURPOSE_LIST},
      {none, 1, NULL, GW_PURPOSE_LIST},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_auto (Talk) talk;
    GwHttpRequest *second;

    g_test_message ("row %" G_GSIZE_FORMAT, i);
    talk_init (&talk, rows[i].answers, rows[i].n_answers);
    talk_add (&talk, HOST, "/a");
    second = talk_add (&talk, HOST, "/b");
    second->purpose = rows[i].purpose;
    if (rows[i].url != NULL)
      second->url = rows[i].url;
    engine_room_do (&talk.world.room, talk_start, &talk);
    engine_room_wait (&talk.world.room, 1);
    g_assert_true (talk.is_refused);
    g_assert_true ((talk.answers[0].error != NULL) == (rows[i].answers == none));
    g_assert_cmpuint (talk.n_answers, ==, 1);
  }
}

/* --- cancelled --- */

static void
on_answer_cancel (const GwHttpResponse *response, const GError *error, gpointer data)
{
  Talk *talk = data;
  GwHttp *http = g_steal_pointer (&talk->http);

  g_assert_true (gw_http_again (http, &talk->questions[1], on_answer, talk));
  g_assert_false (gw_http_again (http, &talk->questions[1], on_answer, talk));
  gw_http_cancel (http);
  engine_room_report (&talk->world.room);
}

static void
start_to_cancel (gpointer data)
{
  Talk *talk = data;

  talk->http = gw_http_start (talk->world.room.engine, &talk->questions[0], on_answer_cancel, talk);
}

static void
test_cancel_inside (void)
{
  static const WebAnswer answer = {WEB_KEEPS, OK_HELLO};
  g_auto (Talk) talk;

  talk_init (&talk, &answer, 1);
  talk_add (&talk, HOST, "/a");
  talk_add (&talk, HOST, "/b");
  engine_room_do (&talk.world.room, start_to_cancel, &talk);
  engine_room_wait (&talk.world.room, 1);
  g_assert_cmpuint (web_peer_stop (talk.world.peer)->len, ==, 1);
  g_assert_cmpuint (talk.n_answers, ==, 0);
}

static void
cancel (gpointer data)
{
  Talk *talk = data;

  g_clear_pointer (&talk->http, gw_http_cancel);
}

/* In the second, in whatever state it is. */
static void
test_cancel_later (void)
{
  static const struct {
    WebAnswer answers[MAX_QUESTIONS];
    guint n_heard; /* questions, when it is cancelled */
  } rows[] = {
      {{{WEB_KEEPS, OK_HELLO}, {WEB_HOLDS, ""}}, 2},
      {{{WEB_KEEPS, OK_HELLO}, {WEB_HOLDS, "HTTP/1.1 200 OK\r\nConten"}}, 2},
      {{{WEB_KEEPS, OK_HELLO}, {WEB_HOLDS, HEAD ("6") "hello"}}, 2},
      {{{WEB_CUTS, OK_HELLO}, {WEB_IS_SILENT}}, 2},
      {{{WEB_KEEPS, OK_HELLO}, {WEB_CUTS, ""}, {WEB_IS_SILENT}}, 3},
      {{{WEB_KEEPS, OK_HELLO}, {WEB_KEEPS, SENT_TO ("https://slow.example/")}}, 2},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_auto (Talk) talk;

    g_test_message ("row %" G_GSIZE_FORMAT, i);
    talk_init (&talk, rows[i].answers, rows[i].n_heard);
    talk_add (&talk, HOST, "/a");
    talk_add (&talk, HOST, "/b");
    engine_room_do (&talk.world.room, talk_start, &talk);
    web_peer_wait (talk.world.peer, rows[i].n_heard);
    engine_room_wait (&talk.world.room, 1);
    engine_room_do (&talk.world.room, cancel, &talk);
    g_assert_cmpuint (talk.n_answers, ==, 1);
  }
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  web_world_begin ();
  g_test_add_func ("/http-again/one-connection", test_kept);
  g_test_add_func ("/http-again/limits-count-anew", test_limits_count_anew);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add_data_func (cases[i].path, &cases[i], test_case);
  g_test_add_func ("/http-again/budget", test_budget);
  g_test_add_func ("/http-again/not-taken", test_refused);
  g_test_add_func ("/http-again/cancelled-inside", test_cancel_inside);
  g_test_add_func ("/http-again/cancelled-in-every-state", test_cancel_later);
  result = g_test_run ();
  web_world_end ();
  return result;
}
