/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of the XMPP Providers list: JSON key, fact, and the reader that knows how this key says
 * "I do not know". What a value may be is the table's in base/fact.c. */
#include "providers/source-v2-fields.h"

#include "base/i18n.h"
#include "base/limits.h"

/* Why a value was not taken; each goes on with the name of the key. */
#define NOT_TEXT   _ ("is not a text")
#define NOT_NUMBER _ ("is not a number")
#define NOT_BOOL   _ ("is neither true nor false")
#define NOT_LIST   _ ("is not a list")
#define NOT_MAP    _ ("is not a map of languages")
#define NO_OBJECT  _ ("does not stand with its source")
#define NO_ITEM    _ ("holds something that is not a text")
#define UNUSABLE   _ ("holds a value that cannot be used")
#define OUTSIDE    _ ("is out of its range")
#define TOO_LONG   _ ("is too long")
#define TO_COME    _ ("lies in the future")

/* Several keys may fill one list. */
typedef struct {
  char *at[GW_LIMIT_FACT_LIST + 1];
  guint n;
  gboolean is_noted; /* that there are too many */
} Items;

typedef struct {
  const GwListEntry *entry;
  const json_t *json;
  GwV2Shape shape;
  GwOrigin origin;
  gint32 date;
  GwFacts *facts;
  Items languages, support;
} Target;

typedef struct _Field Field;
struct _Field {
  const char *key;
  GwFactId fact;
  void (*read) (const Field *field, const json_t *value, Target *to);
  const char *kind;         /* what goes before each item */
  gboolean own, is_written; /* of the provider's own file; a page that a person wrote */
  gboolean whole;           /* a list of which one bad item spoils all */
};

static void
note (const Target *to, const char *key, const char *reason)
{
  gw_list_entry_note_key (to->entry, key, reason);
}

/* The format has no null; these stand for it. */
static gboolean
is_unknown (const json_t *value)
{
  switch (json_typeof (value)) {
  case JSON_NULL:
    return TRUE;
  case JSON_STRING:
    return json_string_length (value) == 0;
  case JSON_OBJECT:
    return json_object_size (value) == 0;
  case JSON_ARRAY:
    return json_array_size (value) == 0;
  case JSON_REAL:
    return json_real_value (value) >= -1 && json_real_value (value) <= -1;
  default:
    return FALSE;
  }
}

static gboolean
is_false_or_zero (const json_t *value)
{
  return json_is_false (value) ||
         (json_is_real (value) && json_real_value (value) >= 0 && json_real_value (value) <= 0);
}

/* What the key says; NULL for all ways of not knowing. A "no" or a zero without a source is one of
 * them, where sources are stated. */
static const json_t *
find_value (const Target *to, const char *key)
{
  const json_t *value = json_object_get (to->json, key);

  if (value == NULL || json_is_null (value))
    return NULL;
  if (to->shape == GW_V2_SOURCES) {
    const char *source = json_string_value (json_object_get (value, "source"));
    if (!json_is_object (value)) {
      note (to, key, NO_OBJECT);
      return NULL;
    }
    value = json_object_get (value, "content");
    if (value && is_false_or_zero (value) && (source == NULL || *source == '\0'))
      return NULL;
  }
  return value && !is_unknown (value) ? value : NULL;
}

static void
read_text (const Field *field, const json_t *value, Target *to)
{
  const char *text = json_string_value (value);

  if (text == NULL)
    note (to, field->key, NOT_TEXT);
  else if (!gw_facts_offer_text (to->facts, field->fact, text, to->origin, to->date))
    note (to, field->key, strlen (text) > GW_LIMIT_FACT_TEXT ? TOO_LONG : UNUSABLE);
}

static void
read_date (const Field *field, const json_t *value, Target *to)
{
  const char *text = json_string_value (value);

  if (text && gw_date_parse (text) > gw_date_today ())
    note (to, field->key, TO_COME);
  else
    read_text (field, value, to);
}

/* Like the next one: -1, 0 and 1; not known, no, yes. */
static int
find_flag (const Target *to, const char *key)
{
  const json_t *value = find_value (to, key);

  if (value && !json_is_boolean (value))
    note (to, key, NOT_BOOL);
  return json_is_boolean (value) ? json_is_true (value) : -1;
}

static void
read_bool (const Field *field, const json_t *value, Target *to)
{
  if (json_is_boolean (value))
    gw_facts_offer_bool (to->facts, field->fact, json_is_true (value), to->origin, to->date);
  else
    note (to, field->key, NOT_BOOL);
}

/* false: no, or the operator said nothing. Only sources tell the two apart. */
static void
read_true (const Field *field, const json_t *value, Target *to)
{
  if (!json_is_false (value) || to->shape == GW_V2_SOURCES)
    read_bool (field, value, to);
}

static void
read_company (const Field *field, const json_t *value, Target *to)
{
  if (json_is_true (value))
    gw_facts_offer_text (to->facts, field->fact, "company", to->origin, to->date);
  else if (!json_is_false (value))
    note (to, field->key, NOT_BOOL);
}

static gboolean
is_whole (double number)
{
  return number >= 0 && number <= 1e15 && number - (double)(gint64)number <= 0;
}

static void
read_number (const Field *field, const json_t *value, Target *to)
{
  double number = json_real_value (value);

  if (!json_is_real (value))
    note (to, field->key, NOT_NUMBER);
  else if (!is_whole (number) ||
           !gw_facts_offer_number (to->facts, field->fact, (gint64)number, to->origin, to->date))
    note (to, field->key, OUTSIDE);
}

/* Nobody can send a file that is larger than all his files may be together. */
static void
read_total (const Field *field, const json_t *value, Target *to)
{
  read_number (field, value, to);
  gint64 total = gw_facts_number (to->facts, GW_FACT_UPLOAD_TOTAL, GW_NO_LIMIT);
  gint64 size = gw_facts_number (to->facts, GW_FACT_UPLOAD_SIZE, -1);

  if (total != GW_NO_LIMIT && (size > total || size == GW_NO_LIMIT))
    gw_facts_offer_number (to->facts, GW_FACT_UPLOAD_SIZE, total, to->origin, to->date);
}

/* Takes a valid `item`, if it is no double. */
static void
add_item (const Field *field, Items *items, char *item, const Target *to)
{
  g_autofree char *owned = item;

  for (guint i = 0; i < items->n; i++)
    if (strcmp (items->at[i], item) == 0)
      return;
  if (items->n < GW_LIMIT_FACT_LIST) {
    items->at[items->n++] = g_steal_pointer (&owned);
  } else if (!items->is_noted) {
    note (to, field->key, TOO_LONG);
    items->is_noted = TRUE;
  }
}

static void
offer_items (GwFactId fact, Items *items, const Target *to)
{
  if (items->n > 0)
    gw_facts_offer_list (to->facts, fact, (const char *const *)items->at, to->origin, to->date);
}

static void
items_clear (Items *items)
{
  for (guint i = 0; i < items->n; i++)
    g_free (items->at[i]);
  *items = (Items){0};
}

/* The languages of an operator are those of the pages that people write; where a program filled the
 * map, the key is always "en". */
static void
add_language (const Field *field, const char *key, Target *to)
{
  char *language = g_strndup (key, 2);

  /* "pt-BR" */
  if (gw_fact_accepts_text (GW_FACT_LANGUAGES, language) && strchr ("-_", key[2]))
    add_item (field, &to->languages, language, to);
  else
    g_free (language);
}

static const char *
page_of (const Field *field, const json_t *item, const Target *to)
{
  const char *url = json_string_value (item);

  if (url && gw_fact_accepts_text (field->fact, url))
    return url;
  if (url == NULL)
    note (to, field->key, NO_ITEM);
  else
    note (to, field->key, strlen (url) > GW_LIMIT_FACT_TEXT ? TOO_LONG : UNUSABLE);
  return NULL;
}

/* The English page, or else the first one. */
static void
read_page (const Field *field, const json_t *value, Target *to)
{
  const char *language, *chosen = NULL;
  json_t *item;

  if (!json_is_object (value))
    note (to, field->key, NOT_MAP);
  json_object_foreach ((json_t *)value, language, item)
  {
    const char *url = page_of (field, item, to);
    if (url && (chosen == NULL || strcmp (language, "en") == 0))
      chosen = url;
    if (url && field->is_written)
      add_language (field, language, to);
  }
  if (chosen)
    gw_facts_offer_text (to->facts, field->fact, chosen, to->origin, to->date);
}

/* A list of texts: `convert` makes the item of each (owned), or NULL for one that is no good. */
static void
read_list (const Field *field, const json_t *value, Target *to, char *(*convert) (const char *text))
{
  Items items = {0};
  gboolean is_spoilt = FALSE;
  gsize i;
  json_t *element;

  if (!json_is_array (value))
    note (to, field->key, NOT_LIST);
  json_array_foreach (value, i, element)
  {
    const char *text = json_string_value (element);
    g_autofree char *item = text ? convert (text) : NULL;
    if (item && gw_fact_accepts_text (field->fact, item)) {
      add_item (field, &items, g_steal_pointer (&item), to);
      continue;
    }
    note (to, field->key, text ? UNUSABLE : NO_ITEM);
    is_spoilt = field->whole;
  }
  if (!is_spoilt && !(field->whole && items.is_noted))
    offer_items (field->fact, &items, to);
  items_clear (&items);
}

static char *
to_country (const char *text)
{
  return g_ascii_strup (text, -1);
}

static char *
to_alias (const char *text)
{
  g_autofree char *reason = NULL;

  return gw_list_domain (text, &reason);
}

static void
read_countries (const Field *field, const json_t *value, Target *to)
{
  read_list (field, value, to, to_country);
}

static void
read_aliases (const Field *field, const json_t *value, Target *to)
{
  read_list (field, value, to, to_alias);
}

static void
read_support (const Field *field, const json_t *value, Target *to)
{
  const char *language;
  json_t *addresses, *element;
  gsize i;

  if (!json_is_object (value))
    note (to, field->key, NOT_MAP);
  json_object_foreach ((json_t *)value, language, addresses)
  {
    if (!json_is_array (addresses))
      note (to, field->key, NOT_LIST);
    json_array_foreach (addresses, i, element)
    {
      const char *address = json_string_value (element);
      g_autofree char *item = address ? g_strconcat (field->kind, address, NULL) : NULL;
      if (item && gw_fact_accepts_text (field->fact, item))
        add_item (field, &to->support, g_steal_pointer (&item), to);
      else
        note (to, field->key, address ? UNUSABLE : NO_ITEM);
    }
  }
}

/* In this order: of two rows of one fact the later one counts, and a row may look at the facts of
 * those before it. Keys that are not here are not read: the two IM Observatory grades (the service
 * is dead), the compliance rating (100 for everyone), and the version of the software (out of date
 * at once). */
static const Field fields[] = {
    {"category", GW_FACT_CATEGORY, read_text},
    {"website", GW_FACT_WEBSITE, read_page, .own = TRUE, .is_written = TRUE},
    {"alternativeJids", GW_FACT_ALIASES, read_aliases, .own = TRUE},
    {"busFactor", GW_FACT_BUS_FACTOR, read_number, .own = TRUE},
    {"company", GW_FACT_ORGANIZATION, read_company}, /* version 1 */
    {"organization", GW_FACT_ORGANIZATION, read_text, .own = TRUE},
    {"passwordReset", GW_FACT_PASSWORD_RESET, read_page, .own = TRUE, .is_written = TRUE},
    {"serverTesting", GW_FACT_TESTING_ALLOWED, read_bool, .own = TRUE},
    {"serverSoftwareName", GW_FACT_SOFTWARE, read_text},
    {"ratingGreenWebCheck", GW_FACT_GREEN, read_true},
    {"registrationWebPage", GW_FACT_REGISTER_PAGE, read_page},
    {"maximumHttpFileUploadFileSize", GW_FACT_UPLOAD_SIZE, read_number},
    {"maximumHttpFileUploadTotalSize", GW_FACT_UPLOAD_TOTAL, read_total, .own = TRUE},
    {"maximumHttpFileUploadStorageTime", GW_FACT_UPLOAD_DAYS, read_number, .own = TRUE},
    {"maximumMessageArchiveManagementStorageTime", GW_FACT_ARCHIVE_DAYS, read_number, .own = TRUE},
    {"professionalHosting", GW_FACT_PROFESSIONAL_HOSTING, read_true, .own = TRUE},
    {"freeOfCharge", GW_FACT_FREE, read_true, .own = TRUE},
    {"legalNotice", GW_FACT_LEGAL_NOTICE, read_page, .own = TRUE, .is_written = TRUE},
    /* Whoever asks for servers in one place only must not be told half of the places. */
    {"serverLocations", GW_FACT_COUNTRIES, read_countries, .own = TRUE, .whole = TRUE},
    {"emailSupport", GW_FACT_SUPPORT, read_support, "email:"},
    {"chatSupport", GW_FACT_SUPPORT, read_support, "chat:"},
    {"groupChatSupport", GW_FACT_SUPPORT, read_support, "room:"},
    {"onlineSince", GW_FACT_SINCE, read_date}, /* version 1 */
    {"since", GW_FACT_SINCE, read_date, .own = TRUE},
};

/* A form that asks for nothing is one of which both questions were answered with no; version 1 does
 * not say. No form and no page: closed, or the bot that asked did not get through; unknown. */
static void
read_signup (Target *to)
{
  int form = find_flag (to, "inBandRegistration");
  int puzzle = find_flag (to, "inBandRegistrationCaptchaRequired");
  int email = find_flag (to, "inBandRegistrationEmailAddressRequired");
  GwSignup signup = GW_SIGNUP_UNCLEAR;

  if (form == TRUE && email == TRUE)
    signup = GW_SIGNUP_EMAIL;
  else if (form == TRUE && puzzle == TRUE)
    signup = GW_SIGNUP_PUZZLE;
  else if (form == TRUE && email == FALSE && puzzle == FALSE)
    signup = GW_SIGNUP_AT_ONCE;
  else if (form != TRUE && gw_facts_is_known (to->facts, GW_FACT_REGISTER_PAGE))
    signup = GW_SIGNUP_WEB;
  if (signup != GW_SIGNUP_UNCLEAR)
    gw_facts_offer_text (to->facts, GW_FACT_SIGNUP, gw_signup_name (signup), to->origin, to->date);
}

static gint32
read_change (const Target *to)
{
  static const char *const keys[] = {"latestChange", "lastCheck" /* version 1 */};
  gint32 newest = 0, today = gw_date_today ();

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++) {
    const json_t *value = find_value (to, keys[i]);
    const char *text = json_string_value (value);
    gint32 date = text ? gw_date_parse (text) : 0;
    if (value && text == NULL)
      note (to, keys[i], NOT_TEXT);
    else if (value && date == 0)
      note (to, keys[i], UNUSABLE);
    else if (date > today)
      note (to, keys[i], TO_COME);
    else
      newest = MAX (newest, date);
  }
  return newest;
}

gint32
gw_v2_read_fields (const GwListEntry *entry, const json_t *json, GwV2Shape shape, gint32 date,
                   GwFacts *facts)
{
  gboolean is_own = shape == GW_V2_PROVIDER_FILE;
  Target to = {.entry = entry,
               .json = json,
               .shape = shape,
               .origin = is_own ? GW_ORIGIN_PROVIDER : GW_ORIGIN_FETCHED,
               .date = date,
               .facts = facts};

  if (!json_is_object (json)) {
    gw_list_entry_note (entry, _ ("it says nothing that can be read"));
    return 0;
  }
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++) {
    const json_t *value = fields[i].own || !is_own ? find_value (&to, fields[i].key) : NULL;
    if (value)
      fields[i].read (&fields[i], value, &to);
  }
  offer_items (GW_FACT_LANGUAGES, &to.languages, &to);
  offer_items (GW_FACT_SUPPORT, &to.support, &to);
  items_clear (&to.languages);
  items_clear (&to.support);
  if (is_own)
    return 0;
  read_signup (&to);
  return read_change (&to);
}
