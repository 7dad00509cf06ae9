/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A list in JSON, one entry at a time. */
#include "providers/list-json.h"

#include "base/error.h"
#include "base/i18n.h"
#include "base/limits.h"

/* Brackets and commas; a list of the largest allowed size holds about a third of it. Each may cost
 * some hundred bytes of memory once it is parsed. */
#define MARKS_MAX (GW_LIMIT_LIST_ENTRIES * 16)

/* Whole numbers as doubles: one long number must not take its whole entry with it. */
#define FLAGS (JSON_DECODE_INT_AS_REAL | JSON_DECODE_ANY | JSON_REJECT_DUPLICATES)

#define BYTE_ORDER_MARK "\xef\xbb\xbf"

typedef struct {
  const char *start, *at, *end;
  const char *subject;
  char *room; /* for one value without its blanks */
  guint marks;
  char closing;
  GwCatalogue *catalogue;
  GwListEntryFunc take;
  guint entries;
  gint32 newest;
} Reader;

static gboolean
is_blank (const char *bytes, gsize length)
{
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isspace (bytes[i]))
      return FALSE;
  return TRUE;
}

gboolean
gw_list_text (const char **bytes, gsize *length, gsize max, const char *subject, GError **error)
{
  const gsize mark = strlen (BYTE_ORDER_MARK);

  if (*length > max) {
    gw_error_set (error, GW_ERROR_TOO_LARGE, subject, NULL);
    return FALSE;
  }
  if (*length >= mark && memcmp (*bytes, BYTE_ORDER_MARK, mark) == 0) {
    *bytes += mark;
    *length -= mark;
  }
  /* That refuses NUL as well, and with it UTF-16. */
  if (!g_utf8_validate_len (*bytes, *length, NULL)) {
    gw_error_set (error, GW_ERROR_LIST_TEXT, subject, NULL);
    return FALSE;
  }
  if (is_blank (*bytes, *length)) {
    gw_error_set (error, GW_ERROR_LIST_EMPTY, subject, NULL);
    return FALSE;
  }
  return TRUE;
}

/* From behind the opening quote to behind the closing one. */
static const char *
skip_string (const char *at, const char *end)
{
  while (at < end && *at != '"')
    at += *at == '\\' ? 2 : 1;
  return MIN (at + 1, end);
}

static gboolean
is_mark (char c)
{
  return c == '{' || c == '}' || c == '[' || c == ']' || c == ',' || c == ':' || c == '"';
}

typedef struct {
  const char *text; /* in the reader's room */
  gsize length;
  const char *next; /* in the document, behind it */
  guint deepest;
} Value;

/* One value without the blanks that mean nothing, however wrong it may be inside. A list made for
 * the eye is half blanks, and jansson takes its time over each. Counts on the way what parsing
 * would cost. */
static Value
compact_value (Reader *reader)
{
  const char *at = reader->at;
  char *out = reader->room;
  guint depth = 0, deepest = 0;

  for (; at < reader->end; at++) {
    const char c = *at;
    if (depth == 0 && (c == ',' || c == ']' || c == '}'))
      break;
    if (c == ' ' || c == '\n' || c == '\r' || c == '\t') {
      /* Between two words it keeps them apart. */
      if (out > reader->room && !is_mark (out[-1]) && out[-1] != ' ')
        *out++ = ' ';
    } else if (c == '"') {
      const char *stop = skip_string (at + 1, reader->end);
      memcpy (out, at, (gsize)(stop - at));
      out += stop - at;
      at = stop - 1;
    } else {
      *out++ = c;
      depth += c == '{' || c == '[';
      depth -= c == '}' || c == ']';
      deepest = MAX (deepest, depth);
      reader->marks += c == '{' || c == '[' || c == ',';
    }
  }
  return (Value){reader->room, (gsize)(out - reader->room), at, deepest};
}

/* FALSE and an error for what need not be parsed to be refused. */
static gboolean
check_cost (const Reader *reader, const Value *value, GError **error)
{
  gboolean is_deep = value->deepest > GW_LIMIT_LIST_DEPTH - (reader->closing != '\0');

  if (reader->marks > MARKS_MAX)
    gw_error_set (error, GW_ERROR_TOO_LARGE, reader->subject, NULL);
  else if (is_deep)
    gw_error_set (error, GW_ERROR_LIST_SHAPE, reader->subject, _ ("it is nested too deeply"));
  return reader->marks <= MARKS_MAX && !is_deep;
}

static gboolean
fail_not_json (const Reader *reader, gsize offset, GError **error)
{
  const char *stop = reader->at + MIN (offset, (gsize)(reader->end - reader->at));
  guint line = 1;

  for (const char *p = reader->start; p < stop; p++)
    line += *p == '\n';
  g_autofree char *detail = g_strdup_printf (_ ("line %u"), line);
  gw_error_set (error, GW_ERROR_LIST_NOT_JSON, reader->subject, detail);
  return FALSE;
}

/* The next character that is not blank, not consumed; NUL at the end. */
static char
peek (Reader *reader)
{
  while (reader->at < reader->end && *reader->at && strchr (" \t\r\n", *reader->at))
    reader->at++;
  return reader->at < reader->end ? *reader->at : '\0';
}

/* NULL for a fault that only its entry has to pay for, or else of the document. */
static const char *
reason_of (const json_error_t *fault)
{
  switch (json_error_code (fault)) {
  case json_error_duplicate_key:
    return _ ("one of its keys stands there twice");
  case json_error_numeric_overflow:
    return _ ("one of its numbers is beyond all numbers");
  case json_error_null_character:
  case json_error_null_byte_in_key:
    return _ ("one of its texts holds a character that no text may hold");
  default:
    return NULL;
  }
}

/* The value here, owned, and on to what is behind it. NULL and a reason: it is passed over; NULL
 * and an error. */
static json_t *
read_value (Reader *reader, const char **reason, GError **error)
{
  json_error_t fault;
  const Value value = compact_value (reader);

  *reason = NULL;
  if (!check_cost (reader, &value, error))
    return NULL;
  json_t *json = json_loadb (value.text, value.length, FLAGS, &fault);
  if (json == NULL && (*reason = reason_of (&fault)) == NULL) {
    /* Once more, for the place in the document. */
    json_decref (json_loadb (reader->at, (gsize)(value.next - reader->at), FLAGS, &fault));
    fail_not_json (reader, (gsize)MAX (fault.position, 0), error);
    return NULL;
  }
  reader->at = value.next;
  return json;
}

/* The key of an entry, owned, and on to its value; NULL and an error. */
static json_t *
read_key (Reader *reader, GError **error)
{
  const char *start = reader->at;
  json_t *key = NULL;

  if (peek (reader) == '"') {
    start = reader->at;
    reader->at = skip_string (reader->at + 1, reader->end);
    key = json_loadb (start, (gsize)(reader->at - start), FLAGS, NULL);
  }
  if (key && peek (reader) == ':') {
    reader->at++;
    return key;
  }
  json_decref (key);
  fail_not_json (reader, 0, error);
  return NULL;
}

static gboolean
read_entry (Reader *reader, GError **error)
{
  GwListEntry entry = {reader->catalogue, ++reader->entries, NULL};
  json_t *key = NULL;
  const char *reason;

  if (reader->closing == '}' && (key = read_key (reader, error)) == NULL)
    return FALSE;
  json_t *value = read_value (reader, &reason, error);
  gint32 change = 0;
  if (value)
    change = reader->take (&entry, key ? json_string_value (key) : NULL, value);
  else if (reason)
    gw_list_entry_note (&entry, reason);
  reader->newest = MAX (reader->newest, change);
  json_decref (key);
  json_decref (value);
  return value || reason;
}

static gboolean
read_entries (Reader *reader, GError **error)
{
  do {
    reader->at++; /* the bracket or the comma */
    if (peek (reader) == reader->closing && reader->entries == 0)
      break;
    if (!read_entry (reader, error))
      return FALSE;
  } while (peek (reader) == ',' && reader->entries <= GW_LIMIT_LIST_ENTRIES);

  if (reader->entries > GW_LIMIT_LIST_ENTRIES) {
    gw_error_set (error, GW_ERROR_TOO_LARGE, reader->subject, NULL);
    return FALSE;
  }
  if (peek (reader) != reader->closing)
    return fail_not_json (reader, 0, error);
  reader->at++;
  return peek (reader) == '\0' && reader->at == reader->end ? TRUE
                                                            : fail_not_json (reader, 0, error);
}

/* It opens otherwise: JSON of another shape, or something else altogether. */
static gboolean
fail_no_list (Reader *reader, GError **error)
{
  const char *reason;
  g_autoptr (GError) fault = NULL;
  json_t *root = read_value (reader, &reason, &fault);

  json_decref (root);
  if (fault == NULL && peek (reader) != '\0')
    fail_not_json (reader, 0, &fault);
  if (fault)
    g_propagate_error (error, g_steal_pointer (&fault));
  else
    gw_error_set (error, GW_ERROR_LIST_SHAPE, reader->subject, _ ("it is not a list"));
  return FALSE;
}

static void
date_all (GwCatalogue *catalogue, gint32 date)
{
  catalogue->date = date;
  for (guint i = 0; i < catalogue->providers->len; i++) {
    GwProvider *provider = g_ptr_array_index (catalogue->providers, i);
    for (int id = 0; id < GW_N_FACTS; id++)
      if (provider->facts.at[id].known)
        provider->facts.at[id].date = date;
  }
}

GwCatalogue *
gw_list_json_read (const char *text, gsize length, char opening, const char *subject, gint32 date,
                   GwListEntryFunc take, GError **error)
{
  g_return_val_if_fail (text != NULL || length == 0, NULL);
  g_return_val_if_fail (opening == '[' || opening == '{', NULL);

  g_autoptr (GwCatalogue) catalogue = gw_catalogue_new (GW_ORIGIN_FETCHED, date);
  /* Not cleared: only as much of it is ever touched as the longest entry has. */
  g_autofree char *room = g_malloc (length + 1);
  Reader reader = {.start = text,
                   .at = text,
                   .end = text + length,
                   .subject = subject,
                   .room = room,
                   .closing = opening == '[' ? ']' : '}',
                   .catalogue = catalogue,
                   .take = take};
  if (peek (&reader) == opening ? !read_entries (&reader, error) : !fail_no_list (&reader, error))
    return NULL;
  if (reader.entries == 0) {
    gw_error_set (error, GW_ERROR_LIST_EMPTY, subject, NULL);
    return NULL;
  }
  if (catalogue->providers->len == 0) {
    gw_error_set (error, GW_ERROR_LIST_SHAPE, subject, _ ("no entry names a provider"));
    return NULL;
  }
  date_all (catalogue, date > 0 ? date : reader.newest);
  return g_steal_pointer (&catalogue);
}

json_t *
gw_list_json_object (const char *text, gsize length, const char *subject, GError **error)
{
  const char *reason;

  g_return_val_if_fail (text != NULL, NULL);

  g_autofree char *room = g_malloc (length + 1);
  Reader reader = {
      .start = text, .at = text, .end = text + length, .subject = subject, .room = room};
  if (peek (&reader) != '{') {
    fail_no_list (&reader, error);
    return NULL;
  }
  json_t *value = read_value (&reader, &reason, error);
  if (value == NULL && reason)
    gw_error_set (error, GW_ERROR_LIST_SHAPE, subject, reason);
  if (value && (peek (&reader) != '\0' || reader.at < reader.end)) {
    fail_not_json (&reader, 0, error);
    json_decref (value);
    value = NULL;
  }
  return value;
}
