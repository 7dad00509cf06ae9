/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Puzzles: where their pictures and sounds are (XEP-0221, XEP-0231), and which of them have to be
 * answered (XEP-0158 section 3.2 and 4). */
#include "base/error.h"
#include "base/limits.h"
#include "net/bob.h"
#include "net/form-field.h"
#include "net/web-page.h"

#define CID "cid:"

/* --- media --------------------------------------------------------------------------------- */

static const GwXml *
find_data (const GwXml *const *places, gsize n_places, const char *cid)
{
  const GwXml *data = NULL;

  for (gsize i = 0; i < n_places && data == NULL; i++)
    data = places[i] == NULL ? NULL : gw_bob_find (places[i], cid);
  return data;
}

/* A name that is no hash says nothing about what would come if one asked for it, so only inside the
 * stanza is it good for anything: it tells which data belongs to which field. */
static void
read_cid (GwMedium *medium, const char *cid, const GwXml *data)
{
  g_autoptr (GBytes) bytes = data != NULL ? gw_bob_decode (gw_xml_text (data), NULL) : NULL;

  if (strlen (cid) > GW_LIMIT_CID)
    return;
  medium->cid = g_strdup (cid);
  if (data == NULL ? !gw_bob_is_hash (cid) : bytes == NULL || !gw_medium_take (medium, bytes, NULL))
    g_clear_pointer (&medium->cid, g_free);
}

static void
move_text (char **to, char **from)
{
  g_free (*to);
  *to = g_steal_pointer (from);
}

/* Several <uri/> are several ways to one medium (XEP-0221 section 2): the first of each way counts,
 * unless a later one is here already. */
static void
merge (GwMedium **slot, GwMedium *offered)
{
  GwMedium *medium = *slot;

  if (medium == NULL || gw_medium_is_lost (medium)) {
    gw_medium_free (medium);
    *slot = offered;
    return;
  }
  if (medium->bytes == NULL && offered->bytes != NULL) {
    medium->bytes = g_steal_pointer (&offered->bytes);
    move_text (&medium->type, &offered->type);
    move_text (&medium->cid, &offered->cid);
  } else if (medium->bytes == NULL && medium->cid == NULL) {
    move_text (&medium->cid, &offered->cid);
  }
  if (medium->url == NULL)
    move_text (&medium->url, &offered->url);
  gw_medium_free (offered);
}

static void
read_uri (GwField *field, const GwXml *uri, const GwXml *const *places, gsize n_places)
{
  g_autofree char *text = g_strstrip (g_strdup (gw_xml_text (uri)));
  GwMedium *offered = gw_medium_new (gw_xml_attribute (uri, "type"));

  if (offered == NULL)
    return;
  if (g_ascii_strncasecmp (text, CID, strlen (CID)) == 0) {
    const char *cid = text + strlen (CID);

    read_cid (offered, cid, find_data (places, n_places, cid));
  } else {
    offered->url = gw_web_page_new (text);
  }
  merge (offered->kind == GW_MEDIUM_PICTURE ? &field->picture : &field->sound, offered);
}

void
gw_field_read_media (GwField *field, const GwXml *element, const GwXml *const *places,
                     gsize n_places)
{
  const GwXml *media = gw_xml_child (element, "media", GW_NS_MEDIA);
  guint uris = 0;

  if (media == NULL || field->kind == GW_FIELD_HIDDEN)
    return;
  for (GwXml *uri = gw_xml_first (media); uri != NULL; uri = gw_xml_next (uri))
    if (gw_xml_is (uri, "uri", GW_NS_MEDIA) && uris++ < GW_LIMIT_FORM_URIS)
      read_uri (field, uri, places, n_places);
}

/* --- the way around ------------------------------------------------------------------------ */

/* The one that the way around leads to: the text to be read, as ejabberd asks it, or else the first
 * picture. */
static GwField *
find_picture_puzzle (const GwForm *form)
{
  GwField *field = gw_form_find (form, "ocr");

  for (guint i = 0; field == NULL && i < form->fields->len; i++) {
    GwField *candidate = form->fields->pdata[i];

    if (candidate->role == GW_ROLE_PUZZLE && candidate->picture != NULL)
      field = candidate;
  }
  return field != NULL && field->role == GW_ROLE_PUZZLE ? field : NULL;
}

static void
drop_notes (GwForm *form, const char *var)
{
  for (guint i = form->fields->len; i > 0; i--) {
    const GwField *field = form->fields->pdata[i - 1];

    if (field->kind == GW_FIELD_NOTE && g_str_equal (field->var, var))
      g_ptr_array_remove_index (form->fields, i - 1);
  }
}

/* As ejabberd sends it: a picture on the web for clients that see none, and a sentence about it. */
static void
settle_fallback (GwForm *form)
{
  const GwField *url = gw_form_find (form, "captcha-fallback-url");
  GwField *field = find_picture_puzzle (form);
  g_autofree char *page = url != NULL && url->value != NULL ? gw_web_page_new (url->value) : NULL;

  if (field == NULL)
    return;
  if (field->picture != NULL && field->picture->bytes != NULL) {
    drop_notes (form, "captcha-fallback-text");
    return;
  }
  if (page != NULL && field->picture == NULL)
    field->picture = gw_medium_new ("image/png"); /* whatever it turns out to be */
  if (page != NULL && field->picture->url == NULL)
    field->picture->url = g_steal_pointer (&page);
}

/* --- how many answers ---------------------------------------------------------------------- */

typedef struct {
  guint puzzles;         /* that a person can answer here */
  guint required;        /* ... of these */
  guint others_required; /* fields that are no puzzles */
  const GwField *beyond; /* first one that nobody can answer here; NULL: none */
} Count;

/* Videos, and a calculation that proves its effort. */
static gboolean
is_beyond_us (const GwField *field)
{
  return gw_field_is_input (field) &&
         (g_str_equal (field->var, "video_recog") || g_str_equal (field->var, "video_q") ||
          g_str_equal (field->var, "SHA-256"));
}

static Count
count_puzzles (const GwForm *form)
{
  Count count = {0};

  for (guint i = 0; i < form->fields->len; i++) {
    const GwField *field = form->fields->pdata[i];

    if (is_beyond_us (field)) {
      if (count.beyond == NULL || field->required)
        count.beyond = field;
    } else if (field->role == GW_ROLE_PUZZLE) {
      count.puzzles++;
      count.required += field->required ? 1 : 0;
    } else if (gw_field_is_input (field) && field->required) {
      count.others_required++;
    }
  }
  return count;
}

/* The hidden field `answers`; 0: it does not say. */
static guint
read_answers (const GwForm *form)
{
  const GwField *field = gw_form_find (form, "answers");
  guint64 number;

  if (field == NULL || field->kind != GW_FIELD_HIDDEN || field->value == NULL ||
      !g_ascii_string_to_unsigned (field->value, 10, 1, GW_LIMIT_FORM_FIELDS, &number, NULL))
    return 0;
  return (guint)number;
}

/* The example of XEP-0158 section 4 counts name and password among the answers, its text does not.
 * So a number that is beyond the puzzles is taken to count them where that makes sense. A server
 * that simply asks for more than it shows gets all that there is. */
static guint
count_wanted (const GwForm *form, const Count *count)
{
  guint answers = read_answers (form);

  if (count->puzzles == 0 && count->beyond == NULL)
    return 0;
  if (answers > count->puzzles && answers > count->others_required &&
      answers - count->others_required <= count->puzzles)
    answers -= count->others_required;
  if (answers > count->puzzles && count->beyond == NULL)
    answers = count->puzzles;
  return MAX (MAX (answers, count->required), 1);
}

gboolean
gw_form_settle_puzzles (GwForm *form, const char *domain, GError **error)
{
  Count count = count_puzzles (form);

  settle_fallback (form);
  form->puzzles_wanted = count_wanted (form, &count);
  if (form->puzzles_wanted > count.puzzles || (count.beyond != NULL && count.beyond->required)) {
    gw_error_set (error, GW_ERROR_REFUSED_FORM, domain, count.beyond->var);
    return FALSE;
  }
  for (guint i = form->fields->len; i > 0; i--)
    if (is_beyond_us (form->fields->pdata[i - 1]))
      g_ptr_array_remove_index (form->fields, i - 1);
  return TRUE;
}
