/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What may be a value of which fact: nothing else gets in by any way. */
#include "base/fact.h"

#include "base/fact-check.h"
#include "base/limits.h"

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (GwFacts, gw_facts_clear)

static const struct {
  GwFactId id;
  const char *good[8], *bad[28];
} text_cases[] = {
    {GW_FACT_SIGNUP, {"at-once", "unclear", "closed"}, {"", "open", "At-once", "at-once "}},
    {GW_FACT_COUNTRIES, {"DE", "XK"}, {"", "de", "D", "DEU", "D1", "D ", "ÄÖ"}},
    {GW_FACT_LANGUAGES, {"de", "pt"}, {"", "DE", "deu", "d", "d-", "1a"}},
    {GW_FACT_SINCE, {"2004-11-30", "1970-01-02"}, {"", "2004", "2004-02-30", "-", "yesterday"}},
    {GW_FACT_ORGANIZATION, {"company", "non-governmental"}, {"", "Company", "gang", "company "}},
    {GW_FACT_CATEGORY, {"A", "D"}, {"", "E", "a", "AA"}},
    {GW_FACT_WEBSITE,
     {"https://a.example", "https://a.example:5443/x?y=%20#z", "HTTPS://A.example/", "https://a/",
      "https://a_b.example?q", "https://a.example/%C3%BC"},
     {"",
      "http://a.example",
      "javascript:alert(1)",
      "file:///etc/passwd",
      "data:text/html,x",
      "mailto:a@a.example",
      "xmpp:a@a.example",
      "https:",
      "https://",
      "https:///x",
      "https://.a",
      "https://user@a.example/",
      "https://a.example:/",
      "https://a.example:0/",
      "https://a.example:99999/",
      "https://a.example:5443x",
      "https://a.example/ b",
      "https://a.example/<b>",
      "https://a.example/%0",
      "https://a.example/%00",
      "https://a.example/%FF",
      "https://a.example/%C3?%BC",
      "https://a.example/\xe2\x80\xae",
      " https://a.example",
      "https://[::1]/",
      "https://a.example\\@b.example/"}},
    {GW_FACT_REGISTER_PAGE, {"https://a.example/x"}, {"mailto:a@a.example", "javascript:x"}},
    {GW_FACT_LEGAL_NOTICE, {"https://a.example/x"}, {"mailto:a@a.example", "file:///x"}},
    {GW_FACT_PASSWORD_RESET,
     {"https://a.example/x", "mailto:a@a.example"},
     {"mailto:", "mailto:nobody", "mailto:a@b?subject=x", "mailto:a@b&attach=/x", "mailto:a@b@c",
      "MAILTO:a@b", "mailto:a b@c", "data:x", "xmpp:a@b", "mailto:a@b%0Acc:x@y"}},
    {GW_FACT_SUPPORT,
     {"email:a@a.example", "chat:b+c@a.example", "room:ü@b.example"},
     {"a@a.example", "email:", "email:a", "email:@a", "email:a@", "email:a@b@c", "phone:a@b",
      "room:a@b?join", "chat:a@b/home", "email:a b@c", "email:a@\xff", "email:a@b\n", "email:a@b#c",
      "email:\"a\"@b", "email:a@b,c"}},
    {GW_FACT_ALIASES,
     {"a.example", "xn--bcher-kva.example", "a.onion", "1.2.example"},
     {"", "example", "A.example", "a.example.", "bücher.example", "192.0.2.1", "a..example",
      "-a.example", "a-.example", "a.example:5222", "a b.example", "xn--.example", "a.123", "[::1]",
      "ab--c.example/"}},
    {GW_FACT_SOFTWARE, {"Prosody", "a b", "世界"}, {"", "a\tb", "a\nb", "\xff", "a\xe2\x80\xae"}},
    {GW_FACT_CERTIFICATE, {"ok", "cert-expired"}, {"", "a b", "a,b", "ü", "<b>"}},
    {GW_FACT_TLS_VERSION, {"TLSv1.3"}, {"", "TLS 1.3"}},
    {GW_FACT_LOGIN_METHODS, {"SCRAM-SHA-1-PLUS", "PLAIN"}, {"", "PLAIN LOGIN", "\x01"}},
    {GW_FACT_REFUSED, {"refused-closed"}, {"", "no, thanks"}},
    /* no texts at all */
    {GW_FACT_FREE, {NULL}, {"yes", "", "true"}},
    {GW_FACT_UPLOAD_SIZE, {NULL}, {"104", ""}},
};

static gboolean
is_list (GwFactId id)
{
  return gw_fact_kind (id) == GW_KIND_LIST;
}

/* Past the predicate, as everybody does who offers. */
static gboolean
is_taken (GwFactId id, const char *text)
{
  g_auto (GwFacts) facts = {0};
  const char *list[] = {text, NULL};
  gboolean accepted = is_list (id) ? gw_facts_offer_list (&facts, id, list, GW_ORIGIN_USER, 1)
                                   : gw_facts_offer_text (&facts, id, text, GW_ORIGIN_USER, 1);

  g_assert_cmpint (accepted, ==, gw_facts_is_known (&facts, id));
  return accepted;
}

static void
test_texts (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (text_cases); i++) {
    GwFactId id = text_cases[i].id;
    for (guint j = 0; j < G_N_ELEMENTS (text_cases[i].good) && text_cases[i].good[j]; j++) {
      g_test_message ("%s: %s", gw_fact_name (id), text_cases[i].good[j]);
      g_assert_true (gw_fact_accepts_text (id, text_cases[i].good[j]));
      g_assert_true (is_taken (id, text_cases[i].good[j]));
    }
    for (guint j = 0; j < G_N_ELEMENTS (text_cases[i].bad) && text_cases[i].bad[j]; j++) {
      g_autofree char *shown = g_strescape (text_cases[i].bad[j], NULL);
      g_test_message ("%s: not %s", gw_fact_name (id), shown);
      g_assert_false (gw_fact_accepts_text (id, text_cases[i].bad[j]));
      if (is_list (id) || gw_fact_kind (id) == GW_KIND_TEXT)
        g_assert_false (is_taken (id, text_cases[i].bad[j]));
    }
  }
}

/* A new fact must not come without its rule. */
static void
test_every_fact_has_a_rule (void)
{
  for (int id = 0; id < GW_N_FACTS; id++) {
    gboolean is_covered = FALSE;
    for (gsize i = 0; i < G_N_ELEMENTS (text_cases); i++)
      is_covered |= text_cases[i].id == (GwFactId)id;
    if (gw_fact_kind (id) == GW_KIND_TEXT || is_list (id))
      g_assert_true (is_covered);
    if (gw_fact_kind (id) == GW_KIND_NUMBER)
      g_assert_false (gw_fact_accepts_number (id, G_MAXINT64));
  }
}

static void
test_numbers (void)
{
  static const struct {
    GwFactId id;
    gint64 min, max;
  } cases[] = {
      {GW_FACT_BUS_FACTOR, 1, 1000},      {GW_FACT_ARCHIVE_DAYS, 0, 36500},
      {GW_FACT_UPLOAD_DAYS, 0, 36500},    {GW_FACT_UPLOAD_SIZE, 0, 1000000},
      {GW_FACT_UPLOAD_TOTAL, 0, 1000000}, {GW_FACT_LISTED_TIMES, 0, 32767},
      {GW_FACT_LISTED_OF, 0, 32767},      {GW_FACT_SIGNUP_CLOSED_TIMES, 0, 32767},
      {GW_FACT_DROPPED_TIMES, 0, 32767},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_auto (GwFacts) facts = {0};
    GwFactId id = cases[i].id;
    g_assert_true (gw_facts_offer_number (&facts, id, cases[i].min, GW_ORIGIN_USER, 1));
    g_assert_true (gw_facts_offer_number (&facts, id, cases[i].max, GW_ORIGIN_USER, 1));
    g_assert_false (gw_facts_offer_number (&facts, id, cases[i].min - 1, GW_ORIGIN_USER, 1));
    g_assert_false (gw_facts_offer_number (&facts, id, cases[i].max + 1, GW_ORIGIN_USER, 1));
    g_assert_false (gw_facts_offer_number (&facts, id, G_MININT64, GW_ORIGIN_USER, 1));
    g_assert_cmpint (gw_facts_number (&facts, id, -1), ==, cases[i].max);
  }
  g_assert_false (gw_fact_accepts_number (GW_FACT_FREE, 1));
  g_assert_false (gw_fact_accepts_number (GW_FACT_SINCE, 1));
}

static void
test_lengths (void)
{
  g_autoptr (GString) url = g_string_new ("https://a.example/");
  g_autofree char *name = g_strnfill (65, 'x');
  g_autofree char *host = g_strnfill (320, 'h');
  g_autofree char *address = g_strconcat ("email:a@", host, NULL);

  while (url->len < GW_LIMIT_FACT_TEXT)
    g_string_append_c (url, 'x');
  g_assert_true (gw_fact_accepts_text (GW_FACT_WEBSITE, url->str));
  g_string_append_c (url, 'x');
  g_assert_false (gw_fact_accepts_text (GW_FACT_WEBSITE, url->str));
  g_assert_false (gw_fact_accepts_text (GW_FACT_SOFTWARE, name));
  g_assert_false (gw_fact_accepts_text (GW_FACT_REFUSED, name));
  g_assert_true (gw_fact_accepts_text (GW_FACT_SOFTWARE, name + 1));
  g_assert_true (gw_fact_accepts_text (GW_FACT_REFUSED, name + 1));
  g_assert_false (gw_fact_accepts_text (GW_FACT_SUPPORT, address));
}

/* Half a list would be another one: servers in Germany and nowhere do not stand in Germany alone.
 */
static void
test_lists_are_whole (void)
{
  g_auto (GwFacts) facts = {0};
  const char *many[GW_LIMIT_FACT_LIST + 2] = {NULL};
  const char *mixed[] = {"DE", "nowhere", "FI", NULL};

  for (guint i = 0; i < G_N_ELEMENTS (many) - 1; i++)
    many[i] = "a.example";
  g_assert_false (gw_facts_offer_list (&facts, GW_FACT_ALIASES, many, GW_ORIGIN_USER, 1));
  g_assert_false (gw_facts_offer_list (&facts, GW_FACT_COUNTRIES, mixed, GW_ORIGIN_USER, 1));
  g_assert_null (gw_facts_list (&facts, GW_FACT_ALIASES));
  g_assert_null (gw_facts_list (&facts, GW_FACT_COUNTRIES));

  many[GW_LIMIT_FACT_LIST] = NULL;
  g_assert_true (gw_facts_offer_list (&facts, GW_FACT_ALIASES, many, GW_ORIGIN_USER, 1));
  g_assert_cmpuint (g_strv_length ((char **)gw_facts_list (&facts, GW_FACT_ALIASES)), ==,
                    GW_LIMIT_FACT_LIST);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fact-check/texts", test_texts);
  g_test_add_func ("/fact-check/every-fact-has-a-rule", test_every_fact_has_a_rule);
  g_test_add_func ("/fact-check/numbers", test_numbers);
  g_test_add_func ("/fact-check/lengths", test_lengths);
  g_test_add_func ("/fact-check/lists-lose-what-is-not-accepted", test_lists_are_whole);
  return g_test_run ();
}
