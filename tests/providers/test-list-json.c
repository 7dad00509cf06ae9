/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The walk over a JSON list, by way of the readers: what is text, what one bad entry costs, and
 * what is too much. */
#include "base/error.h"
#include "base/limits.h"
#include "providers/source.h"

static void
test_text (void)
{
  static const struct {
    const char *bytes;
    gsize length;
    int code; /* -1: none */
  } cases[] = {
#define CASE(text, code) {text, sizeof text - 1, code}
      CASE ("[{\"jid\":\"one.example\"}]", -1),
      CASE ("\xef\xbb\xbf[{\"jid\":\"one.example\"}]", -1),
      CASE ("\xef\xbb\xbflist 2026-07-11\nprovider one.example\n", -1),
      CASE ("\xef\xbb\xbf[\"one.example\"]", -1),
      CASE ("\xef\xbb\xbf", GW_ERROR_LIST_EMPTY),
      CASE ("\xef\xbb\xbf\xef\xbb\xbf[\"one.example\"]", GW_ERROR_LIST_NOT_JSON),
      CASE ("\xff\xfe[\0{\0}\0]\0", GW_ERROR_LIST_TEXT),
      CASE ("\xfe\xff\0[\0{\0}\0]", GW_ERROR_LIST_TEXT),
      CASE ("[\0{\0", GW_ERROR_LIST_TEXT),
      CASE ("[{\"jid\":\"one.example\"}]\0", GW_ERROR_LIST_TEXT),
      CASE ("[{\"jid\":\"b\xfc"
            "cher.example\"}]",
            GW_ERROR_LIST_TEXT),
      CASE ("[{\"jid\":\"\xed\xa0\x80\"}]", GW_ERROR_LIST_TEXT),
      CASE ("[{\"jid\":\"\xc0\xaf\"}]", GW_ERROR_LIST_TEXT),
      CASE ("list 2026-07-11\nprovider one.example\nsoftware=\xff\n", GW_ERROR_LIST_TEXT),
#undef CASE
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GwCatalogue) catalogue =
        gw_source_parse (cases[i].bytes, cases[i].length, "a.json", 0, NULL, &error);
    g_test_message ("case %zu", i);
    if (cases[i].code < 0)
      g_assert_no_error (error);
    else
      g_assert_error (error, GW_ERROR, cases[i].code);
    g_assert_cmpint (catalogue != NULL, ==, cases[i].code < 0);
  }
}

/* An entry that cannot be read costs itself and a note. */
static void
test_one_bad_entry (void)
{
  static const struct {
    const char *entry;
    const char *note; /* NULL: the entry is good */
  } cases[] = {
      {"{\"jid\":\"bad.example\",\"a\":1,\"a\":2}", "one of its keys stands there twice"},
      {"{\"jid\":\"bad.example\",\"a\":{\"b\":1,\"b\":2}}", "one of its keys stands there twice"},
      {"{\"jid\":\"bad.example\",\"a\":1e999}", "one of its numbers is beyond all numbers"},
      {"{\"jid\":\"bad.example\",\"a\":\"\\u0000\"}", "one of its texts holds a character"},
      {"{\"jid\":\"bad.example\",\"\\u0000\":1}", "one of its texts holds a character"},
      {"{\"a\":1,\"a\":\"]},{\\\"\"}", "one of its keys stands there twice"},
      {"{\"jid\":7}", "jid is not a text"},
      {"{}", "it names no provider"},
      {"[]", "it names no provider"},
      {"null", "it names no provider"},
      {"7", "it names no provider"},
      {"{\"jid\":\"good.example\",\"busFactor\":99999999999999999999999}", NULL},
      {"\t{ \"jid\" :\r\n\"good.example\" , \"a\" : [ 1 , 2 ] }  ", NULL},
      {"{\"jid\":\"good.example\",\"a\":\"\\\"}],[{\\\\\"}", NULL},
      {"{\"jid\":\"go\\u006fd.example\"}", NULL},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *json = g_strdup_printf ("[{\"jid\":\"one.example\"},%s,"
                                             "{\"jid\":\"three.example\"}]",
                                             cases[i].entry);
    g_autoptr (GError) error = NULL;
    g_autoptr (GwCatalogue) catalogue =
        gw_source_parse (json, strlen (json), "a.json", 0, NULL, &error);
    g_test_message ("%s", cases[i].entry);
    g_assert_no_error (error);
    g_assert_nonnull (gw_catalogue_find (catalogue, "three.example"));
    g_assert_null (gw_catalogue_find (catalogue, "bad.example"));
    g_assert_cmpint (gw_catalogue_find (catalogue, "good.example") != NULL, ==,
                     cases[i].note == NULL);
    if (cases[i].note) {
      g_assert_true (g_str_has_prefix (catalogue->notes->pdata[0], "entry 2: "));
      g_assert_nonnull (strstr (catalogue->notes->pdata[0], cases[i].note));
    }
  }
}

/* Blanks are taken out before an entry is read; they must not mend what is broken. */
static void
test_blanks_mend_nothing (void)
{
  static const char *const entries[] = {"{\"busFactor\":1 2}",
                                        "{\"busFactor\":1\n2}",
                                        "{\"serverTesting\":tr ue}",
                                        "{\"busFactor\":- 1}",
                                        "{\"busFactor\":1\f}",
                                        "{\"a\" \"b\":1}",
                                        "{\"busFactor\":1. 5}",
                                        "nu ll",
                                        "{\"a\":\"x\ny\"}",
                                        "{a:1}",
                                        "{\"a\":1]",
                                        "{'a':1}",
                                        "{\"a\":01}",
                                        "{\"a\":1,}"};

  for (gsize i = 0; i < G_N_ELEMENTS (entries); i++) {
    g_autofree char *json = g_strdup_printf ("[{\"jid\":\"one.example\"},\n\n%s]", entries[i]);
    g_autoptr (GError) error = NULL;
    g_test_message ("%s", entries[i]);
    g_assert_null (gw_source_parse (json, strlen (json), "a.json", 0, NULL, &error));
    g_assert_error (error, GW_ERROR, GW_ERROR_LIST_NOT_JSON);
    /* The line is that of the document. */
    g_assert_true (strstr (error->message, "line 3") || strstr (error->message, "line 4"));
  }
}

static GwErrorCode
refusal_of (const char *start, const char *piece, guint times, const char *end)
{
  g_autoptr (GString) text = g_string_new (start);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < times; i++)
    g_string_append (text, piece);
  g_string_append (text, end);
  g_assert_null (gw_source_parse (text->str, text->len, "a.json", 0, NULL, &error));
  return gw_error_code (error);
}

static void
test_too_much (void)
{
  g_assert_cmpint (refusal_of ("", "[", 100 * 1000, ""), ==, GW_ERROR_LIST_SHAPE);
  g_assert_cmpint (refusal_of ("", "{\"a\":", 100 * 1000, ""), ==, GW_ERROR_LIST_SHAPE);
  g_assert_cmpint (refusal_of ("[{\"jid\":\"one.example\",\"a\":", "[", 20, "]}]"), ==,
                   GW_ERROR_LIST_SHAPE);
  g_assert_cmpint (refusal_of ("[{\"jid\":\"one.example\"},", "[", 400 * 1000, ""), ==,
                   GW_ERROR_TOO_LARGE);
  g_assert_cmpint (refusal_of ("[{\"jid\":\"one.example\"}", ",{}", 100 * 1000, "]"), ==,
                   GW_ERROR_TOO_LARGE);
  g_assert_cmpint (refusal_of ("[{\"jid\":[1", ",1", 1000 * 1000, "]}]"), ==, GW_ERROR_TOO_LARGE);
  g_assert_cmpint (refusal_of ("[\"one.example\"", " ", GW_LIMIT_LIST_BYTES, "]"), ==,
                   GW_ERROR_TOO_LARGE);
}

static void
test_depth (void)
{
  g_autoptr (GString) json = g_string_new ("[{\"jid\":\"one.example\",\"a\":");

  /* The list and the entry are two levels. */
  for (int i = 2; i < GW_LIMIT_LIST_DEPTH; i++)
    g_string_append_c (json, '[');
  for (int i = 2; i < GW_LIMIT_LIST_DEPTH; i++)
    g_string_append_c (json, ']');
  g_string_append (json, "}]");
  g_autoptr (GwCatalogue) catalogue =
      gw_source_parse (json->str, json->len, "a.json", 0, NULL, NULL);
  g_assert_nonnull (catalogue);
}

/* Two that name each other, and one that names itself. */
static void
test_alias_circles (void)
{
  static const char json[] =
      "[{\"jid\":\"one.example\",\"alternativeJids\":[\"two.example\",\"one.example\"]},"
      "{\"jid\":\"two.example\",\"alternativeJids\":[\"three.example\"]},"
      "{\"jid\":\"three.example\",\"alternativeJids\":[\"one.example\"]}]";
  g_autoptr (GwCatalogue) catalogue =
      gw_source_parse (json, strlen (json), "a.json", 0, NULL, NULL);

  g_assert_nonnull (catalogue);
  g_assert_cmpuint (catalogue->providers->len, ==, 3);
  g_assert_cmpuint (catalogue->n_notes, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/list-json/text-is-utf-8", test_text);
  g_test_add_func ("/list-json/one-bad-entry-costs-itself", test_one_bad_entry);
  g_test_add_func ("/list-json/blanks-mend-nothing", test_blanks_mend_nothing);
  g_test_add_func ("/list-json/too-much-is-refused", test_too_much);
  g_test_add_func ("/list-json/depth-has-a-limit", test_depth);
  g_test_add_func ("/list-json/alias-circles-are-read", test_alias_circles);
  return g_test_run ();
}
