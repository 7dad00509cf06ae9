/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The file of --answers. */
#include "cli/register-answers.h"

#include "base/error.h"

static const struct {
  const char *name;
  const char *text;
  const char *var, *value; /* NULL: it is not among them */
  guint count;             /* G_MAXUINT: refused */
} cases[] = {
    {"empty", "", "a", NULL, 0},
    {"one", "email=a@b.example\n", "email", "a@b.example", 1},
    {"no-end", "email=a@b.example", "email", "a@b.example", 1},
    {"raw", "motto= a=b # c ", "motto", " a=b # c ", 1},
    {"comments", "# email=x\n\n#\nemail=y\n", "email", "y", 1},
    {"crlf", "email=y\r\n", "email", "y", 1},
    {"several", "lang=de\nmail=m\nlang=en\n", "lang", "de\nen", 2},
    {"nothing", "email=\n", "email", "", 1},
    {"no-equals", "email\n", NULL, NULL, G_MAXUINT},
    {"no-name", "=x\n", NULL, NULL, G_MAXUINT},
    {"not-utf8", "a=\xff\n", NULL, NULL, G_MAXUINT},
};

static void
test_parse (gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) answers = gw_register_answers_parse (cases[i].text, &error);

  if (cases[i].count == G_MAXUINT) {
    g_assert_null (answers);
    g_assert_cmpint (gw_error_code (error), ==, GW_ERROR_USAGE);
    return;
  }
  g_assert_no_error (error);
  g_assert_cmpuint (g_hash_table_size (answers), ==, cases[i].count);
  g_assert_cmpstr (g_hash_table_lookup (answers, cases[i].var), ==, cases[i].value);
}

#define FIELD(kind, var) "<field type='" kind "' var='" var "' label='x'/>"

static GwForm *
new_form (void)
{
  static const char text[] =
      "<iq xmlns='jabber:client' type='result'><query xmlns='jabber:iq:register'>"
      "<x xmlns='jabber:x:data' type='form'>" FIELD ("text-single", "username")
          FIELD ("text-private", "password") FIELD ("text-single", "city") FIELD (
              "boolean", "terms") "<field type='hidden' var='secret'><value>1</value></field>"
                                  "</x></query></iq>";
  g_autoptr (GError) error = NULL;
  g_autoptr (GwXml) iq = gw_xml_parse (text, sizeof text - 1, &error);

  g_assert_no_error (error);
  GwForm *form = gw_form_parse (iq, "open.example", &error);
  g_assert_no_error (error);
  return form;
}

static void
test_check (void)
{
  static const struct {
    const char *text;
    gboolean is_good;
  } answers[] = {{"", TRUE},
                 {"city=x\nterms=1\n", TRUE},
                 {"town=x\n", FALSE},
                 {"username=alice\n", FALSE},
                 {"password=x\n", FALSE},
                 {"secret=2\n", FALSE}};
  g_autoptr (GwForm) form = new_form ();

  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GHashTable) read = gw_register_answers_parse (answers[i].text, NULL);
    g_assert_cmpint (gw_register_answers_check (read, form, &error), ==, answers[i].is_good);
    if (answers[i].is_good)
      continue;
    g_assert_cmpint (gw_error_code (error), ==, GW_ERROR_USAGE);
    g_assert_nonnull (strstr (error->message, "city, terms"));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strconcat ("/cli/answers/parse/", cases[i].name, NULL);
    g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_parse);
  }
  g_test_add_func ("/cli/answers/check", test_check);
  return g_test_run ();
}
