/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which answers replace the list that is here, and which never do. */
#include "base/error.h"
#include "base/limits.h"
#include "providers/refresh-judge.h"
#include "providers/source.h"

#define URL "https://list.example/providers-B.json"
#define NOW (G_GINT64_CONSTANT (20500) * 24 * 60 * 60)
#define DAY (24 * 60 * 60)

/* A v2 list of so many providers, from p0.example on. */
static char *
make_list (guint n)
{
  GString *text = g_string_new ("[");

  for (guint i = 0; i < n; i++)
    g_string_append_printf (text,
                            "%s{\"jid\":\"p%u.example\",\"latestChange\":\"2026-01-15\","
                            "\"freeOfCharge\":true}",
                            i > 0 ? "," : "", i);
  g_string_append_c (text, ']');
  return g_string_free (text, FALSE);
}

static GwCatalogue *
parse (const char *text)
{
  return gw_source_parse (text, strlen (text), "test", 0, NULL, NULL);
}

static GwListCopy *
judge (int status, const char *text, const char *modified, const GwListPast *past,
       gboolean *is_counted, GError **error)
{
  g_autoptr (GBytes) body = text ? g_bytes_new (text, strlen (text)) : NULL;
  const GwHttpResponse response = {
      .status = status, .url = URL, .etag = "\"1\"", .last_modified = modified, .body = body};

  return gw_refresh_judge (&response, past, NOW, is_counted, error);
}

static void
test_a_better_list (void)
{
  g_autofree char *text = make_list (20);
  const GwListPast past = {.url = URL, .is_public = TRUE};
  g_autoptr (GError) error = NULL;
  gboolean is_counted = FALSE;

  g_autoptr (GwListCopy) copy =
      judge (200, text, "Sun, 01 Feb 2026 08:49:37 GMT", &past, &is_counted, &error);
  g_assert_no_error (error);
  g_assert_true (is_counted);
  g_assert_cmpstr (copy->url, ==, URL);
  g_assert_cmpstr (copy->etag, ==, "\"1\"");
  g_assert_cmpstr (copy->last_modified, ==, "Sun, 01 Feb 2026 08:49:37 GMT");
  g_assert_cmpint (copy->fetched_at, ==, NOW);
  g_assert_cmpint (copy->checked_at, ==, NOW);
  /* The day of the file, not of the newest change in it. */
  g_assert_cmpint (copy->catalogue->date, ==, gw_date_parse ("2026-02-01"));
  g_assert_cmpuint (copy->catalogue->providers->len, ==, 20);
  const GwProvider *one = copy->catalogue->providers->pdata[0];
  g_assert_cmpint (gw_facts_number (&one->facts, GW_FACT_LISTED_OF, -1), ==, 1);
}

static void
test_dates (void)
{
  g_autofree char *text = make_list (20);
  const GwListPast past = {.url = URL};
  gboolean is_counted;

  g_autoptr (GwListCopy) silent = judge (200, text, NULL, &past, &is_counted, NULL);
  g_assert_cmpint (silent->catalogue->date, ==, gw_date_parse ("2026-01-15"));
  g_assert_false (is_counted); /* no public list */
  /* A clock that is ahead must not make a list that outlives all others. */
  g_autoptr (GwListCopy) ahead =
      judge (200, text, "Sun, 01 Feb 2099 08:49:37 GMT", &past, &is_counted, NULL);
  g_assert_cmpint (ahead->catalogue->date, ==, NOW / DAY);
}

static void
test_never_worse (void)
{
  g_autofree char *whole = make_list (20);
  g_autofree char *few = make_list (4);
  g_autofree char *eight = make_list (8);
  g_autofree char *seven = make_list (7);
  g_autoptr (GwCatalogue) before = parse (whole);
  const GwListPast as_public = {URL, TRUE, before, NULL, "providers-v2", 0};
  const GwListPast as_own = {URL, FALSE, before, NULL, "providers-v2", 0};
  const GwListPast first_public = {URL, TRUE};
  const GwListPast first_own = {URL, FALSE};
  const GwListPast dated = {URL, TRUE, before, NULL, "providers-v2", 1769935777};
  static const char names[] = "[\"a.example\",\"b.example\",\"c.example\",\"d.example\","
                              "\"e.example\",\"f.example\",\"g.example\",\"h.example\"]";
  const struct {
    const char *what;
    int status;
    const char *text;
    const char *modified;
    const GwListPast *past;
    int code; /* -1: it is taken */
  } cases[] = {
      {"as before", 200, whole, NULL, &as_public, -1},
      {"no such page", 404, whole, NULL, &as_public, GW_ERROR_HTTP_STATUS},
      {"a broken server", 500, "oops", NULL, &as_public, GW_ERROR_HTTP_STATUS},
      {"not changed, though nothing is here", 304, NULL, NULL, &first_public, GW_ERROR_HTTP_STATUS},
      {"no content", 204, NULL, NULL, &as_public, GW_ERROR_HTTP_STATUS},
      {"nothing", 200, "", NULL, &as_public, GW_ERROR_LIST_EMPTY},
      {"no body at all", 200, NULL, NULL, &as_public, GW_ERROR_LIST_EMPTY},
      {"nobody in it", 200, "[]", NULL, &as_public, GW_ERROR_LIST_EMPTY},
      {"a web page", 200, "<!DOCTYPE html><html></html>", NULL, &as_public, GW_ERROR_LIST_NOT_JSON},
      {"cut", 200, "[{\"jid\":\"p0.example\"},{\"ji", NULL, &as_public, GW_ERROR_LIST_NOT_JSON},
      {"an error document", 200, "{\"error\":\"rate limit\"}", NULL, &as_public,
       GW_ERROR_LIST_SHAPE},
      {"Latin-1", 200, "[{\"jid\":\"p0.example\",\"website\":{\"de\":\"\xe4\"}}]", NULL, &as_public,
       GW_ERROR_LIST_TEXT},
      {"60 percent fewer", 200, eight, NULL, &as_public, -1},
      {"more than that", 200, seven, NULL, &as_public, GW_ERROR_LIST_SHRUNK},
      {"... also of an added list", 200, seven, NULL, &as_own, GW_ERROR_LIST_SHRUNK},
      {"a tiny public list", 200, few, NULL, &first_public, GW_ERROR_LIST_SHRUNK},
      {"a tiny list of somebody's own", 200, few, NULL, &first_own, -1},
      {"names instead of facts", 200, names, NULL, &as_public, GW_ERROR_LIST_SHAPE},
      {"... the first time", 200, names, NULL, &first_public, GW_ERROR_LIST_SHAPE},
      {"names from an added list", 200, names, NULL, &first_own, -1},
      {"a second older", 200, whole, "Sun, 01 Feb 2026 08:49:36 GMT", &dated, GW_ERROR_LIST_OLDER},
      {"as old", 200, whole, "Sun, 01 Feb 2026 08:49:37 GMT", &dated, -1},
      {"of unknown age", 200, whole, NULL, &dated, -1},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    gboolean is_counted;
    g_autoptr (GwListCopy) copy = judge (cases[i].status, cases[i].text, cases[i].modified,
                                         cases[i].past, &is_counted, &error);
    g_test_message ("%s: %s", cases[i].what, error ? error->message : "taken");
    if (cases[i].code < 0)
      g_assert_no_error (error);
    else
      g_assert_error (error, GW_ERROR, cases[i].code);
    g_assert_true ((copy == NULL) == (cases[i].code >= 0));
    /* The sentence names the list. */
    g_assert_true (error == NULL || strstr (error->message, URL));
  }
}

/* Those that have left do not count as entries of the list, or a list could lose everybody bit by
 * bit. */
static void
test_the_gone_do_not_count (void)
{
  g_autofree char *twenty = make_list (20);
  g_autofree char *eight = make_list (8);
  g_autofree char *four = make_list (4);
  gboolean is_counted;
  const GwListPast first = {URL, TRUE};
  g_autoptr (GwListCopy) one = judge (200, twenty, NULL, &first, &is_counted, NULL);
  const GwListPast second = {URL, TRUE, one->catalogue, one->catalogue, "providers-v2", 0};
  g_autoptr (GwListCopy) two = judge (200, eight, NULL, &second, &is_counted, NULL);
  g_assert_cmpuint (two->catalogue->providers->len, ==, 20); /* 12 of them have left */
  const GwListPast third = {URL, FALSE, two->catalogue, one->catalogue, "providers-v2", 0};
  g_autoptr (GwListCopy) three = judge (200, four, NULL, &third, &is_counted, NULL);
  g_assert_nonnull (three); /* 4 of 8, not of 20 */
}

static void
test_http_dates (void)
{
  static const struct {
    const char *text;
    gint64 time;
  } cases[] = {
      {"Sun, 06 Nov 1994 08:49:37 GMT", 784111777},
      {"Sun, 01 Feb 2026 08:49:37 GMT", 1769935777},
      {"Thu, 01 Jan 1970 00:00:00 GMT", 0},
      {"Sun, 06 Nov 1969 08:49:37 GMT", 0},
      {NULL, 0},
      {"", 0},
      {"yesterday", 0},
      {"Sun, 06 anF 1994 08:49:37 GMT", 0},
      {"Sun, 32 Nov 1994 08:49:37 GMT", 0},
      {"Sun, 06 Nov 1994 08:49:99 GMT", 0},
      {"Sunday, 06-Nov-94 08:49:37 GMT", 0},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (gw_http_date_parse (cases[i].text), ==, cases[i].time);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/refresh-judge/a-better-list", test_a_better_list);
  g_test_add_func ("/refresh-judge/dates", test_dates);
  g_test_add_func ("/refresh-judge/never-worse", test_never_worse);
  g_test_add_func ("/refresh-judge/the-gone-do-not-count", test_the_gone_do_not_count);
  g_test_add_func ("/refresh-judge/http-dates", test_http_dates);
  return g_test_run ();
}
