/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Addresses as people type them. */
#include "base/jid.h"

#include "base/error.h"

typedef struct {
  const char *text, *expected; /* NULL: refused */
} Row;

static void
test_parse (void)
{
  static const Row rows[] = {
      {"alice@example.org", "alice@example.org"},
      {" \tAlice@Example.ORG. \n", "alice@example.org"},
      {"Alice@Bücher.example", "alice@xn--bcher-kva.example"},
      {"xmpp:alice@example.org", "alice@example.org"},
      {"XMPP:j%C3%B6rg@example.org", "jörg@example.org"},
      {"jörg@example.org", "jörg@example.org"},
      {"JO\u0308RG@example.org", "jörg@example.org"},
      {"stra\u00dfe@example.org", "strasse@example.org"},
      {"\uff21lice@example.org", "alice@example.org"},
      {"100%25@example.org", "100%25@example.org"},
      {"", NULL},
      {"alice", NULL},
      {"@", NULL},
      {"@example.org", NULL},
      {"alice@", NULL},
      {"alice@@example.org", NULL},
      {"alice@bob@example.org", NULL},
      {"alice@example.org/phone", NULL},
      {"xmpp:alice@example.org?login", NULL},
      {"xmpp:al%00ice@example.org", NULL},
      {"xmpp:al%2Fice@example.org", NULL},
      {"alice@127.0.0.1", NULL},
      {"al ice@example.org", NULL},
      {"alice@exam ple.org", NULL},
      {"\xff@example.org", NULL},
      {"alice@\xff.org", NULL},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GwJid) jid = gw_jid_parse (rows[i].text, &error);
    g_autofree char *text = jid ? gw_jid_to_string (jid) : NULL;
    g_test_message ("row %" G_GSIZE_FORMAT, i);
    g_assert_cmpstr (text, ==, rows[i].expected);
    if (rows[i].expected)
      g_assert_no_error (error);
    else
      g_assert_error (error, GW_ERROR, GW_ERROR_BAD_ADDRESS);
  }
}

static void
test_domain (void)
{
  g_autofree char *label = g_strnfill (63, 'a');
  g_autofree char *long_label = g_strnfill (64, 'a');
  g_autofree char *good = g_strconcat (label, ".org", NULL);
  g_autofree char *bad = g_strconcat (long_label, ".org", NULL);
  g_autofree char *too_long =
      g_strjoin (".", label, label, label, label, "org", NULL); /* 4 * 64 + 3 */
  g_autofree char *huge = g_strnfill (100000, 'a');
  const Row rows[] = {
      {"example.org", "example.org"},
      {"EXAMPLE.org.", "example.org"},
      {" example.org ", "example.org"},
      {"Bücher.Example", "xn--bcher-kva.example"},
      {"bu\u0308cher.example", "xn--bcher-kva.example"},
      {"xn--bcher-kva.example", "xn--bcher-kva.example"},
      {"XN--BCHER-KVA.example", "xn--bcher-kva.example"},
      {"straße.example", "xn--strae-oqa.example"}, /* not "strasse" */
      {"例え。jp", "xn--r8jz45g.jp"},
      {"a-b.example", "a-b.example"},
      {"1und1.example", "1und1.example"},
      {"404.city", "404.city"},
      {good, good},
      {bad, NULL},
      {too_long, NULL},
      {huge, NULL},
      {"", NULL},
      {".", NULL},
      {"..", NULL},
      {"localhost", NULL},
      {"example..org", NULL},
      {".example.org", NULL},
      {"example.org..", NULL},
      {"-a.example", NULL},
      {"a-.example", NULL},
      {"a_b.example", NULL},
      {"exa mple.org", NULL},
      {"example.org:5222", NULL},
      {"example.org/path", NULL},
      {"https://example.org", NULL},
      {"user@example.org", NULL},
      {"127.0.0.1", NULL},
      {"1.2.3", NULL},
      {"::1", NULL},
      {"[::1]", NULL},
      {"[2001:db8::1].example", NULL},
      {"xn--.example", NULL},
      {"xn--a-\u00fc.example", NULL},
      {"xn--zzzzzzzzzzzzzz99999.example", NULL},
      {"\u2603.example\u202e", NULL},
      {"\xff.org", NULL},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *domain = gw_domain_normalize (rows[i].text, &error);
    g_test_message ("row %" G_GSIZE_FORMAT, i);
    g_assert_cmpstr (domain, ==, rows[i].expected);
    if (rows[i].expected)
      g_assert_no_error (error);
    else
      g_assert_error (error, GW_ERROR, GW_ERROR_BAD_ADDRESS);
  }
}

/* Plain names take a short way. A capital letter makes the same name take the long one. */
static void
test_both_ways_agree (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  static const char letters[] = "abnx--..19";
  guint good = 0;

  for (int i = 0; i < 50000; i++) {
    char text[16] = "x";
    int length = g_rand_int_range (rand, 2, 15);
    for (int j = 1; j < length; j++)
      text[j] = letters[g_rand_int_range (rand, 0, (gint32)strlen (letters))];
    g_autofree char *plain = gw_domain_normalize (text, NULL);
    g_assert_cmpint (gw_domain_is_normal (text), ==, g_strcmp0 (plain, text) == 0);
    text[0] = 'X';
    g_autofree char *long_way = gw_domain_normalize (text, NULL);
    g_assert_cmpstr (plain, ==, long_way);
    g_assert_false (gw_domain_is_normal (text));
    good += plain != NULL;
  }
  g_assert_cmpuint (good, >, 1000);

  g_autofree char *label = g_strnfill (63, 'a');
  g_autofree char *longest = g_strjoin (".", label, label, label, label + 2, NULL);
  g_autofree char *too_long = g_strconcat (longest, "a", NULL);
  g_autofree char *long_label = g_strconcat (label, "a.example", NULL);
  g_assert_cmpuint (strlen (longest), ==, 253);
  g_assert_true (gw_domain_is_normal (longest));
  g_assert_false (gw_domain_is_normal (too_long));
  g_assert_false (gw_domain_is_normal (long_label));
  g_assert_true (gw_domain_is_normal ("xn--bcher-kva.example"));
  g_assert_false (gw_domain_is_normal ("bücher.example"));
}

static void
test_display (void)
{
  /* The left column as people write it; NULL on the right: the A-label is shown. */
  static const Row rows[] = {
      {"example.org", "example.org"},
      {"bücher.example", "bücher.example"},
      {"яндекс.example", "яндекс.example"},
      {"ελλάδα.example", "ελλάδα.example"},
      {"例え.jp", "例え.jp"},
      {"한글.example", "한글.example"},
      {"p\u0430ypal.example", NULL}, /* a Cyrillic letter among Latin ones */
      {"арр.example", NULL},         /* all Cyrillic, all look Latin */
      {"ορ.example", NULL},          /* the same in Greek */
      {"例a.example", NULL},
      {"한え.example", NULL},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *a_label = gw_domain_normalize (rows[i].text, NULL);
    g_assert_nonnull (a_label);
    g_autofree char *shown = gw_domain_display (a_label);
    g_assert_cmpstr (shown, ==, rows[i].expected ? rows[i].expected : a_label);
  }

  g_autofree char *broken = gw_domain_display ("xn--zzzzzzzzzzzzzz99999.example");
  g_assert_cmpstr (broken, ==, "xn--zzzzzzzzzzzzzz99999.example");
}

static void
test_copies (void)
{
  g_autoptr (GwJid) jid = gw_jid_new ("a", "b.example");
  g_autoptr (GwJid) copy = gw_jid_copy (jid);

  g_assert_true (copy->local != jid->local);
  g_assert_cmpstr (copy->local, ==, "a");
  g_assert_cmpstr (copy->domain, ==, "b.example");
  gw_jid_free (NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/jid/parses-what-people-type", test_parse);
  g_test_add_func ("/jid/domains-become-a-labels", test_domain);
  g_test_add_func ("/jid/the-short-way-and-the-long-one-agree", test_both_ways_agree);
  g_test_add_func ("/jid/disguised-domains-are-shown-as-a-labels", test_display);
  g_test_add_func ("/jid/copies-are-deep", test_copies);
  return g_test_run ();
}
