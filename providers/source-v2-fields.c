/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of XMPP Providers v2: JSON key, fact, and the reader that knows how this key says "I do
 * not know". The format has no null; -1, "", {}, [] and often false stand for it. */
#include "providers/source-v2-fields.h"

#include "base/jid.h"
#include "base/limits.h"

#define SUPPORT_MAX  320     /* bytes of an address */
#define MEGABYTE_MAX 1000000 /* more is a number of bytes, written where megabytes belong */
#define DAY_MAX      36500
#define PEOPLE_MAX   1000

typedef struct {
  const json_t *entry;
  GwFacts *facts;
  gint32 date;
} Target;

typedef struct _Field Field;
struct _Field {
  const char *key;
  GwFactId fact;
  void (*read) (const Field *field, const json_t *value, const Target *to);
  const char *words; /* all that are allowed, between '|'; or what goes before each item */
  gint64 max;
};

static void
offer_text (const Field *field, const char *text, const Target *to)
{
  gw_facts_offer_text (to->facts, field->fact, text, GW_ORIGIN_FETCHED, to->date);
}

static void
offer_number (const Field *field, gint64 number, const Target *to)
{
  gw_facts_offer_number (to->facts, field->fact, number, GW_ORIGIN_FETCHED, to->date);
}

/* Several keys may fill one list: what they add comes after what is there, without doubles. */
static void
add_to_list (GwFactId fact, const char *item, const Target *to)
{
  const char *const *present = gw_facts_list (to->facts, fact);
  const char *none[] = {NULL};
  if (present == NULL)
    present = none;
  guint n = g_strv_length ((char **)present);

  if (n >= GW_LIMIT_FACT_LIST || g_strv_contains (present, item))
    return;
  g_autofree const char **list = g_new0 (const char *, n + 2);
  memcpy (list, present, n * sizeof *list);
  list[n] = item;
  gw_facts_offer_list (to->facts, fact, list, GW_ORIGIN_FETCHED, to->date);
}

/* -1: not a number at all; the convention of the format for "unknown", too. */
static gint64
number_of (const json_t *value)
{
  double number = json_is_number (value) ? json_number_value (value) : -1;

  return number >= 0 && number <= 1e15 ? (gint64)number : -1;
}

/* "": unknown. */
static void
read_word (const Field *field, const json_t *value, const Target *to)
{
  const char *word = json_string_value (value);
  g_auto (GStrv) words = g_strsplit (field->words, "|", -1);

  if (word && g_strv_contains ((const char *const *)words, word))
    offer_text (field, word, to);
}

static void
read_name (const Field *field, const json_t *value, const Target *to)
{
  const char *name = json_string_value (value);

  if (name == NULL || strlen (name) > (gsize)field->max)
    return;
  for (const char *p = name; *p; p = g_utf8_next_char (p))
    if (!g_unichar_isgraph (g_utf8_get_char (p)) && *p != ' ')
      return;
  offer_text (field, name, to);
}

static void
read_date (const Field *field, const json_t *value, const Target *to)
{
  const char *date = json_string_value (value);

  if (date && gw_date_parse (date) > 0)
    offer_text (field, date, to);
}

static void
read_bool (const Field *field, const json_t *value, const Target *to)
{
  if (json_is_boolean (value))
    gw_facts_offer_bool (to->facts, field->fact, json_is_true (value), GW_ORIGIN_FETCHED, to->date);
}

/* false: no, or the operator said nothing. The file does not tell the two apart. */
static void
read_true (const Field *field, const json_t *value, const Target *to)
{
  if (json_is_true (value))
    read_bool (field, value, to);
}

/* -1 and 0: unknown. */
static void
read_count (const Field *field, const json_t *value, const Target *to)
{
  gint64 number = number_of (value);

  if (number > 0 && number <= field->max)
    offer_number (field, number, to);
}

/* -1: unknown, or less than one; 0: no limit. */
static void
read_limit (const Field *field, const json_t *value, const Target *to)
{
  gint64 number = number_of (value);

  if (number >= 0 && number <= field->max)
    offer_number (field, number, to);
}

/* Nobody can send a file that is larger than all his files may be together. */
static void
read_total (const Field *field, const json_t *value, const Target *to)
{
  read_limit (field, value, to);
  gint64 total = gw_facts_number (to->facts, GW_FACT_UPLOAD_TOTAL, GW_NO_LIMIT);
  gint64 size = gw_facts_number (to->facts, GW_FACT_UPLOAD_SIZE, -1);

  if (total != GW_NO_LIMIT && (size > total || size == GW_NO_LIMIT))
    gw_facts_offer_number (to->facts, GW_FACT_UPLOAD_SIZE, total, GW_ORIGIN_FETCHED, to->date);
}

static gboolean
is_url (const char *text)
{
  g_autofree char *host = NULL;
  g_autofree char *user = NULL;

  if (strlen (text) > GW_LIMIT_FACT_TEXT)
    return FALSE;
  for (const char *p = text; *p; p++)
    if (!g_ascii_isgraph (*p) || strchr ("<>\"\\^`{|}", *p))
      return FALSE;
  return g_uri_split (text, G_URI_FLAGS_NONE, NULL, &user, &host, NULL, NULL, NULL, NULL, NULL) &&
         user == NULL && host && *host;
}

static const char *
page_of (const Field *field, const json_t *value)
{
  const char *url = json_string_value (value);

  if (url && g_ascii_strncasecmp (url, "https://", strlen ("https://")) == 0)
    return is_url (url) ? url : NULL;
  /* Only the words column says so, and only an address may follow. */
  if (url && field->words && g_str_has_prefix (url, field->words))
    return strchr (url, '@') && strpbrk (url, " \t\r\n<>\"") == NULL &&
                   strlen (url) <= GW_LIMIT_FACT_TEXT
               ? url
               : NULL;
  return NULL;
}

/* {}: unknown. The English page, or else the first one. */
static void
read_page (const Field *field, const json_t *value, const Target *to)
{
  const char *url = page_of (field, json_object_get (value, "en"));
  const char *language;
  json_t *item;

  json_object_foreach ((json_t *)value, language, item)
  {
    if (url == NULL)
      url = page_of (field, item);
  }
  if (url)
    offer_text (field, url, to);
}

/* The languages of an operator are those of the pages that people write; where a program filled the
 * map, the key is always "en". */
static void
read_written_page (const Field *field, const json_t *value, const Target *to)
{
  const char *key;
  json_t *item;

  read_page (field, value, to);
  json_object_foreach ((json_t *)value, key, item)
  {
    if (g_ascii_islower (key[0]) && g_ascii_islower (key[1]) && strchr ("-_", key[2]) &&
        page_of (field, item)) {
      const char language[] = {key[0], key[1], '\0'};
      add_to_list (GW_FACT_LANGUAGES, language, to);
    }
  }
}

/* []: unknown. */
static void
read_countries (const Field *field, const json_t *value, const Target *to)
{
  gsize i;
  json_t *item;

  json_array_foreach (value, i, item)
  {
    const char *code = json_string_value (item);
    if (code && strlen (code) == 2 && g_ascii_isalpha (code[0]) && g_ascii_isalpha (code[1])) {
      g_autofree char *upper = g_ascii_strup (code, -1);
      add_to_list (field->fact, upper, to);
    }
  }
}

static void
read_domains (const Field *field, const json_t *value, const Target *to)
{
  gsize i;
  json_t *item;

  json_array_foreach (value, i, item)
  {
    const char *text = json_string_value (item);
    g_autofree char *domain = text ? gw_domain_normalize (text, NULL) : NULL;
    if (domain)
      add_to_list (field->fact, domain, to);
  }
}

static gboolean
is_bare_address (const char *text)
{
  for (const char *p = text; *p; p = g_utf8_next_char (p))
    if (!g_unichar_isgraph (g_utf8_get_char (p)))
      return FALSE;
  return strchr (text, '@') && strlen (text) <= SUPPORT_MAX;
}

static void
read_support (const Field *field, const json_t *value, const Target *to)
{
  const char *language;
  json_t *addresses, *item;
  gsize i;

  json_object_foreach ((json_t *)value, language, addresses)
  {
    json_array_foreach (addresses, i, item)
    {
      const char *address = json_string_value (item);
      if (address == NULL || !is_bare_address (address))
        continue;
      g_autofree char *named = g_strconcat (field->words, address, NULL);
      add_to_list (field->fact, named, to);
    }
  }
}

/* A form and nothing but a form: the bot that asked reports what the form wants. No form and no
 * page: closed, or the bot did not get through; unknown. */
static void
read_signup (const Field *field, const json_t *value, const Target *to)
{
  GwSignup signup = GW_SIGNUP_UNCLEAR;

  if (json_is_true (value)) {
    signup = GW_SIGNUP_AT_ONCE;
    if (json_is_true (json_object_get (to->entry, "inBandRegistrationCaptchaRequired")))
      signup = GW_SIGNUP_PUZZLE;
    if (json_is_true (json_object_get (to->entry, "inBandRegistrationEmailAddressRequired")))
      signup = GW_SIGNUP_EMAIL;
  } else if (gw_facts_is_known (to->facts, GW_FACT_REGISTER_PAGE)) {
    signup = GW_SIGNUP_WEB;
  }
  if (signup != GW_SIGNUP_UNCLEAR)
    offer_text (field, gw_signup_name (signup), to);
}

/* In this order: a row may look at the facts of those before it. Keys that are not here are not
 * read: the two IM Observatory grades (the service is dead), the compliance rating (100 for
 * everyone), latestChange (when something changed, not when it was last true) and the version of
 * the software (out of date at once). */
static const Field fields[] = {
    {"category", GW_FACT_CATEGORY, read_word, "A|B|C|D"},
    {"website", GW_FACT_WEBSITE, read_written_page},
    {"alternativeJids", GW_FACT_ALIASES, read_domains},
    {"busFactor", GW_FACT_BUS_FACTOR, read_count, .max = PEOPLE_MAX},
    {"organization", GW_FACT_ORGANIZATION, read_word,
     "company|commercial person|private person|governmental|non-governmental"},
    {"passwordReset", GW_FACT_PASSWORD_RESET, read_written_page, "mailto:"},
    {"serverTesting", GW_FACT_TESTING_ALLOWED, read_bool},
    {"serverSoftwareName", GW_FACT_SOFTWARE, read_name, .max = 64},
    {"ratingGreenWebCheck", GW_FACT_GREEN, read_true},
    {"registrationWebPage", GW_FACT_REGISTER_PAGE, read_page},
    {"inBandRegistration", GW_FACT_SIGNUP, read_signup},
    {"maximumHttpFileUploadFileSize", GW_FACT_UPLOAD_SIZE, read_limit, .max = MEGABYTE_MAX},
    {"maximumHttpFileUploadTotalSize", GW_FACT_UPLOAD_TOTAL, read_total, .max = MEGABYTE_MAX},
    {"maximumHttpFileUploadStorageTime", GW_FACT_UPLOAD_DAYS, read_limit, .max = DAY_MAX},
    {"maximumMessageArchiveManagementStorageTime", GW_FACT_ARCHIVE_DAYS, read_limit,
     .max = DAY_MAX},
    {"professionalHosting", GW_FACT_PROFESSIONAL_HOSTING, read_true},
    {"freeOfCharge", GW_FACT_FREE, read_true},
    {"legalNotice", GW_FACT_LEGAL_NOTICE, read_written_page},
    {"serverLocations", GW_FACT_COUNTRIES, read_countries},
    {"emailSupport", GW_FACT_SUPPORT, read_support, "email:"},
    {"chatSupport", GW_FACT_SUPPORT, read_support, "chat:"},
    {"groupChatSupport", GW_FACT_SUPPORT, read_support, "room:"},
    {"since", GW_FACT_SINCE, read_date},
};

void
gw_v2_read_fields (const json_t *entry, GwFacts *facts, gint32 date)
{
  const Target to = {entry, facts, date};

  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    fields[i].read (&fields[i], json_object_get (entry, fields[i].key), &to);
}
