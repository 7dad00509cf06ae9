/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lists of nothing but domains: which names get in, and what is said of the others. */
#include "base/error.h"
#include "base/limits.h"
#include "providers/source.h"

static GwCatalogue *
parse (const char *json, GError **error)
{
  const char *kind;
  GwCatalogue *catalogue = gw_source_parse (json, strlen (json), "a.json", 0, &kind, error);

  if (catalogue)
    g_assert_cmpstr (kind, ==, "domains");
  return catalogue;
}

static void
test_listed_is_all_that_is_known (void)
{
  g_autoptr (GwCatalogue) catalogue = parse (" [\n \"one.example\" , \"two.example\"]\n", NULL);

  g_assert_nonnull (catalogue);
  g_assert_cmpuint (catalogue->providers->len, ==, 2);
  g_assert_cmpint (catalogue->date, ==, 0);
  for (int id = 0; id < GW_N_FACTS; id++) {
    const GwFacts *facts = &gw_catalogue_find (catalogue, "two.example")->facts;
    g_assert_cmpint (gw_facts_is_known (facts, id), ==, id == GW_FACT_LISTED);
  }
  g_autoptr (GwCatalogue) dated =
      gw_source_parse ("[\"one.example\"]", 15, "a.json", 20000, NULL, NULL);
  const GwFact *listed = &gw_catalogue_find (dated, "one.example")->facts.at[GW_FACT_LISTED];
  g_assert_true (listed->value.yes);
  g_assert_cmpint (listed->origin, ==, GW_ORIGIN_FETCHED);
  g_assert_cmpint (listed->date, ==, 20000);
}

static void
test_names (void)
{
  static const struct {
    const char *name;
    const char *domain; /* NULL: left out */
    const char *reason; /* in the note */
  } cases[] = {
      {"\"b\\u00fccher.example\"", "xn--bcher-kva.example", NULL},
      {"\"xn--bcher-kva.example\"", "xn--bcher-kva.example", NULL},
      {"\"BÜCHER.Example.\"", "xn--bcher-kva.example", NULL},
      {"\"яндекс.example\"", "xn--d1acpjx3f.example", NULL},
      {"\"例え.example\"", "xn--r8jz45g.example", NULL},
      {"\"p\\u0430ypal.example\"", NULL, "mixes the letters"},
      {"\"xn--pypal-4ve.example\"", NULL, "mixes the letters"},
      {"\"арр.example\"", NULL, "looks like another name"},
      {"\"xn--zzzzzzzzzzzzzz99999.example\"", NULL, "cannot be the name"},
      {"\"abcdefghijklmnop.onion\"", NULL, "onion service"},
      {"\"192.0.2.1\"", NULL, "not a number"},
      {"\"[2001:db8::1]\"", NULL, "This is not an XMPP"},
      {"\"localhost\"", NULL, "ending is missing"},
      {"\"one.example:5222\"", NULL, "This is not an XMPP"},
      {"\"https://one.example\"", NULL, "This is not an XMPP"},
      {"\"a b.example\"", NULL, "This is not an XMPP"},
      {"\"\"", NULL, "entry 2: "},
      {"7", NULL, "names no provider"},
      {"null", NULL, "names no provider"},
      {"{\"jid\":\"two.example\"}", NULL, "names no provider"},
      {"[\"two.example\"]", NULL, "names no provider"},
      {"\"ONE.example\"", NULL, "entry 2 (one.example): this provider stands in the list twice"},
      {"\"two\\u0000.example\"", NULL, "a character that no text may hold"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *json =
        g_strdup_printf ("[\"one.example\",%s,\"last.example\"]", cases[i].name);
    g_autoptr (GwCatalogue) catalogue = parse (json, NULL);
    g_test_message ("%s", cases[i].name);
    g_assert_nonnull (catalogue);
    g_assert_cmpuint (catalogue->providers->len, ==, cases[i].domain ? 3 : 2);
    g_assert_nonnull (gw_catalogue_find (catalogue, "last.example"));
    if (cases[i].domain)
      g_assert_nonnull (gw_catalogue_find (catalogue, cases[i].domain));
    g_assert_cmpuint (catalogue->n_notes, ==, cases[i].domain ? 0 : 1);
    if (cases[i].reason)
      g_assert_nonnull (strstr (catalogue->notes->pdata[0], cases[i].reason));
  }
}

/* What stands in a note came from a stranger. */
static void
test_notes_are_clean (void)
{
  g_autofree char *long_name = g_strnfill (3000, 'x');
  g_autofree char *json =
      g_strdup_printf ("[\"one.example\",\"a\\u202eb\\n\\u001b[2J c\",\"%s\"]", long_name);
  g_autoptr (GwCatalogue) catalogue = parse (json, NULL);

  g_assert_nonnull (catalogue);
  g_assert_cmpuint (catalogue->notes->len, ==, 2);
  for (guint i = 0; i < catalogue->notes->len; i++) {
    const char *note = catalogue->notes->pdata[i];
    g_assert_null (strpbrk (note, "\n\033"));
    g_assert_null (strstr (note, "\xe2\x80\xae"));
    g_assert_cmpuint (strlen (note), <, 400);
  }
}

static void
test_faults (void)
{
  static const struct {
    const char *text;
    GwErrorCode code;
  } cases[] = {
      {"[\"", GW_ERROR_LIST_NOT_JSON},
      {"[\"one.example\"", GW_ERROR_LIST_NOT_JSON},
      {"[\"one.example\",]", GW_ERROR_LIST_NOT_JSON},
      {"[\"one.example\" \"two.example\"]", GW_ERROR_LIST_NOT_JSON},
      {"[\"one.example\"}", GW_ERROR_LIST_NOT_JSON},
      {"[\"one.example\"] x", GW_ERROR_LIST_NOT_JSON},
      {"[\"one\",\"192.0.2.1\"]", GW_ERROR_LIST_SHAPE},
      {"\"one.example\"", GW_ERROR_LIST_SHAPE},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_test_message ("%s", cases[i].text);
    g_assert_null (parse (cases[i].text, &error));
    g_assert_error (error, GW_ERROR, (int)cases[i].code);
  }
}

static void
test_a_hundred_thousand (void)
{
  g_autoptr (GString) json = g_string_new ("[\"p.example\"");
  g_autoptr (GError) error = NULL;

  for (int i = 1; i < GW_LIMIT_LIST_ENTRIES; i++)
    g_string_append_printf (json, ",\"p%d.example\"", i);
  g_string_append_c (json, ']');
  g_autoptr (GwCatalogue) catalogue = parse (json->str, NULL);
  g_assert_nonnull (catalogue);
  g_assert_cmpuint (catalogue->providers->len, ==, GW_LIMIT_LIST_ENTRIES);

  g_string_truncate (json, json->len - 1);
  for (int i = GW_LIMIT_LIST_ENTRIES; i < 100000; i++)
    g_string_append_printf (json, ",\"p%d.example\"", i);
  g_string_append_c (json, ']');
  g_assert_cmpuint (json->len, <, GW_LIMIT_LIST_BYTES);
  g_assert_null (parse (json->str, &error));
  g_assert_error (error, GW_ERROR, GW_ERROR_TOO_LARGE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/domains/listed-is-all-that-is-known", test_listed_is_all_that_is_known);
  g_test_add_func ("/domains/names-are-judged", test_names);
  g_test_add_func ("/domains/notes-are-clean", test_notes_are_clean);
  g_test_add_func ("/domains/what-is-no-list-is-refused", test_faults);
  g_test_add_func ("/domains/a-hundred-thousand-are-too-many", test_a_hundred_thousand);
  return g_test_run ();
}
