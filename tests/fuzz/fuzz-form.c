/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whatever a server sends as its form: read, answered in every field, and filled in. */
#include "base/error.h"
#include "base/limits.h"
#include "base/secret.h"
#include "invariants.h"
#include "net/form-field.h"

static void
check_words (const char *text, gboolean lines)
{
  if (text == NULL)
    return;
  g_assert_true (g_utf8_validate (text, -1, NULL));
  g_assert_cmpint (g_utf8_strlen (text, -1), <=, GW_LIMIT_FORM_TEXT);
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    g_assert_true ((c == '\n' && lines) || (!g_unichar_iscntrl (c) && c != 0x202E && c != 0x2066));
  }
}

/* Judged, or nowhere but where we go. */
static void
check_medium (const GwMedium *medium, GwMediumKind kind)
{
  if (medium == NULL)
    return;
  g_assert_cmpint (medium->kind, ==, kind);
  g_assert_true (g_str_has_prefix (medium->type, kind == GW_MEDIUM_PICTURE ? "image/" : "audio/"));
  g_assert_true (medium->bytes == NULL ||
                 g_bytes_get_size (medium->bytes) <=
                     (kind == GW_MEDIUM_PICTURE ? GW_LIMIT_PICTURE : GW_LIMIT_SOUND));
  g_assert_true (medium->cid == NULL || strlen (medium->cid) <= GW_LIMIT_CID);
  g_assert_true (medium->url == NULL ||
                 g_ascii_strncasecmp (medium->url, "https://", strlen ("https://")) == 0);
}

static void
check_field (const GwForm *form, const GwField *field)
{
  const GwField *first = gw_form_find (form, field->var);

  g_assert_true (field->kind == GW_FIELD_NOTE || (first == field && *field->var != '\0'));
  g_assert_nonnull (field->label);
  check_words (field->label, FALSE);
  check_words (field->desc, TRUE);
  if (field->kind == GW_FIELD_NOTE)
    check_words (field->value, TRUE);
  else
    g_assert_true (field->value == NULL || strlen (field->value) <= GW_LIMIT_FORM_TEXT);
  g_assert_true (field->role == GW_ROLE_OTHER || gw_field_is_input (field));
  g_assert_true ((field->options != NULL) ==
                 (field->kind == GW_FIELD_CHOICE || field->kind == GW_FIELD_CHOICES));
  for (guint i = 0; field->options != NULL && i < field->options->len; i++) {
    const GwFieldOption *option = field->options->pdata[i];

    check_words (option->label, FALSE);
    g_assert_nonnull (option->value);
  }
  check_medium (field->picture, GW_MEDIUM_PICTURE);
  check_medium (field->sound, GW_MEDIUM_SOUND);
}

static guint
check_form (const GwForm *form)
{
  g_autoptr (GPtrArray) links = gw_form_links (form);
  guint puzzles = 0;

  check_words (form->title, FALSE);
  check_words (form->instructions, TRUE);
  g_assert_cmpuint (links->len, <=, GW_LIMIT_FORM_LINKS);
  g_assert_cmpuint (form->fields->len, <=, GW_LIMIT_FORM_FIELDS);
  for (guint i = 0; i < form->fields->len; i++) {
    const GwField *field = form->fields->pdata[i];

    check_field (form, field);
    puzzles += field->role == GW_ROLE_PUZZLE ? 1 : 0;
  }
  g_assert_cmpuint (form->puzzles_wanted, <=, puzzles);
  g_assert_true (form->puzzles_wanted > 0 || puzzles == 0);
  g_assert_cmpint (gw_form_has_puzzle (form), ==, puzzles > 0);
  gw_form_signup (form);
  gw_form_needs_person (form);
  gw_form_check_puzzles (form, "a.example", NULL);
  return puzzles;
}

/* An answer that the field can take. */
static const char *
answer_to (const GwField *field)
{
  const GwFieldOption *option =
      field->options != NULL && field->options->len > 0 ? field->options->pdata[0] : NULL;

  if (field->is_address || field->role == GW_ROLE_EMAIL)
    return "ann@b.example";
  if (field->kind == GW_FIELD_BOOL)
    return "1";
  return option != NULL && *option->value != '\0' ? option->value : "a<'&\"";
}

static void
check_query (const GwForm *form, const char *query)
{
  g_autoptr (GwXml) parsed = gw_xml_parse (query, -1, NULL);
  const GwXml *x;

  g_assert_nonnull (parsed);
  g_assert_true (gw_xml_is (parsed, "query", "jabber:iq:register"));
  x = gw_xml_child (parsed, "x", GW_NS_DATA);
  g_assert_cmpint (x != NULL, ==, form->is_data_form);
  if (x != NULL)
    g_assert_cmpstr (gw_xml_attribute (x, "type"), ==, "submit");
}

static void
check_filling (const GwForm *form)
{
  g_autoptr (GHashTable) answers = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GError) error = NULL, refused = NULL;
  char *empty = gw_form_fill (form, NULL, &refused), *query;

  for (guint i = 0; i < form->fields->len; i++) {
    const GwField *field = form->fields->pdata[i];

    if (gw_field_is_input (field))
      g_hash_table_insert (answers, field->var, (gpointer)answer_to (field));
  }
  query = gw_form_fill (form, answers, &error);
  /* Only a list whose one option is empty can neither be answered nor left. */
  g_assert_true (query != NULL || g_error_matches (error, GW_ERROR, GW_ERROR_REFUSED_FIELDS));
  g_assert_true (empty != NULL || g_error_matches (refused, GW_ERROR, GW_ERROR_REFUSED_FIELDS));
  if (query != NULL)
    check_query (form, query);
  if (empty != NULL)
    check_query (form, empty);
  gw_wipe_free (query);
  gw_wipe_free (empty);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GwXml) iq = gw_xml_parse ((const char *)data, (gssize)size, NULL);
  g_autoptr (GwForm) form = iq != NULL ? gw_form_parse (iq, "a.example", &error) : NULL;

  g_assert_true (iq == NULL || (form == NULL) == (error != NULL));
  if (form == NULL)
    return 0;
  check_form (form);
  check_filling (form);
  return 0;
}
