/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The engine's thread: order, load, start and stop. */
#include "base/error.h"
#include "net/contacts.h"
#include "net/engine.h"

enum { WRITERS = 4, LETTERS = 2000, STARTS = 50 };

static GwEngine *
engine_new (void)
{
  g_autoptr (GwProfile) profile = gw_profile_new ();
  g_autoptr (GError) error = NULL;
  GwEngine *engine;

  profile->resolver = g_strdup ("127.0.0.1@9");
  engine = gw_engine_new (profile, &error);
  g_assert_no_error (error);
  return engine;
}

typedef struct {
  GwEngine *engine;
  guint writer;
  guint *expected; /* of each writer; engine thread */
} Writer;

typedef struct {
  Writer *writer;
  guint number;
} Letter;

static void
read_letter (gpointer data)
{
  Letter *letter = data;

  g_assert_true (gw_engine_in_thread (letter->writer->engine));
  g_assert_cmpuint (letter->number, ==, letter->writer->expected[letter->writer->writer]);
  letter->writer->expected[letter->writer->writer]++;
}

static gpointer
write_letters (gpointer data)
{
  for (guint i = 0; i < LETTERS; i++) {
    Letter *letter = g_new (Letter, 1);

    *letter = (Letter){data, i};
    gw_engine_post (letter->writer->engine, read_letter, letter, g_free);
  }
  return NULL;
}

static void
test_order (void)
{
  GwEngine *engine = engine_new ();
  guint expected[WRITERS] = {0};
  Writer writers[WRITERS];
  GThread *threads[WRITERS];

  for (guint i = 0; i < WRITERS; i++) {
    writers[i] = (Writer){engine, i, expected};
    threads[i] = g_thread_new ("writer", write_letters, &writers[i]);
  }
  for (guint i = 0; i < WRITERS; i++)
    g_thread_join (threads[i]);
  /* What was posted before the end is read before the end. */
  gw_engine_free (engine);
  for (guint i = 0; i < WRITERS; i++)
    g_assert_cmpuint (expected[i], ==, LETTERS);
}

static void
count (gpointer data)
{
  ++*(guint *)data;
}

static void
test_start_stop (void)
{
  for (guint i = 0; i < STARTS; i++) {
    GwEngine *engine = engine_new ();
    guint ran = 0;

    if (i % 2 == 0)
      gw_engine_post (engine, count, &ran, NULL);
    gw_engine_free (engine);
    g_assert_cmpuint (ran, ==, i % 2 == 0);
  }
}

static void
look_at_parts (gpointer data)
{
  GwEngine *engine = data;
  g_autoptr (GError) error = NULL;
  struct _GwDns *dns;

  g_assert_true (gw_engine_in_thread (engine));
  g_assert_true (g_main_context_get_thread_default () == gw_engine_context (engine));
  dns = gw_engine_dns (engine, &error);
  g_assert_no_error (error);
  g_assert_nonnull (dns);
  g_assert_true (gw_engine_dns (engine, NULL) == dns);
  g_assert_nonnull (gw_engine_contacts (engine));
  g_assert_nonnull (gw_engine_http (engine));
  g_assert_true (gw_engine_http (engine) == gw_engine_http (engine));
}

static void
test_parts (void)
{
  g_autoptr (GwEngine) engine = engine_new ();
  g_autoptr (GPtrArray) log = gw_engine_contact_log (engine);

  g_assert_false (gw_engine_in_thread (engine));
  g_assert_cmpstr (gw_engine_profile (engine)->resolver, ==, "127.0.0.1@9");
  g_assert_cmpuint (log->len, ==, 0);
  gw_engine_post (engine, look_at_parts, engine, NULL);
}

static void
find_no_resolver (gpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (gw_engine_dns (data, &error));
  g_assert_error (error, GW_ERROR, GW_ERROR_DNS_FAILED);
}

static void
test_no_resolver (void)
{
  g_autoptr (GwProfile) profile = gw_profile_new ();
  g_autoptr (GwEngine) engine = NULL;

  profile->resolver = g_strdup ("not an address");
  engine = gw_engine_new (profile, NULL);
  gw_engine_post (engine, find_no_resolver, engine, NULL);
}

static const char *const proxy_names[] = {"ALL_PROXY",   "all_proxy",  "HTTPS_PROXY",
                                          "https_proxy", "HTTP_PROXY", "http_proxy"};

static void
test_proxy (void)
{
  g_autoptr (GwProfile) profile = gw_profile_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (proxy_names); i++) {
    g_autoptr (GError) error = NULL;

    g_setenv (proxy_names[i], "socks5://127.0.0.1:9", TRUE);
    g_assert_null (gw_engine_new (profile, &error));
    g_assert_error (error, GW_ERROR, GW_ERROR_PROXY_UNSUPPORTED);

    g_setenv (proxy_names[i], "", TRUE); /* empty is as good as unset */
    gw_engine_free (gw_engine_new (profile, NULL));
    g_unsetenv (proxy_names[i]);
  }
}

int
main (int argc, char **argv)
{
  for (gsize i = 0; i < G_N_ELEMENTS (proxy_names); i++)
    g_unsetenv (proxy_names[i]);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/letters-of-each-writer-in-order-and-all-read", test_order);
  g_test_add_func ("/engine/starts-and-stops", test_start_stop);
  g_test_add_func ("/engine/parts-are-made-once-in-its-thread", test_parts);
  g_test_add_func ("/engine/without-a-resolver-an-error", test_no_resolver);
  g_test_add_func ("/engine/a-proxy-is-not-gone-around", test_proxy);
  return g_test_run ();
}
