/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Facts as keys: the other direction of source-v2-fields.c. */
#include "providers/provider-file.h"

typedef struct {
  const char *key;
  GwFactId fact;
  json_t *(*write) (const GwFacts *facts, GwFactId id);
} Key;

static json_t *
write_number (const GwFacts *facts, GwFactId id)
{
  return json_integer (gw_facts_number (facts, id, 0));
}

static json_t *
write_bool (const GwFacts *facts, GwFactId id)
{
  return json_boolean (gw_facts_is_true (facts, id));
}

static json_t *
write_text (const GwFacts *facts, GwFactId id)
{
  return json_string (gw_facts_text (facts, id));
}

static json_t *
write_list (const GwFacts *facts, GwFactId id)
{
  json_t *array = json_array ();

  for (const char *const *item = gw_facts_list (facts, id); *item; item++)
    json_array_append_new (array, json_string (*item));
  return array;
}

static json_t *
write_countries (const GwFacts *facts, GwFactId id)
{
  json_t *array = json_array ();

  for (const char *const *item = gw_facts_list (facts, id); *item; item++) {
    g_autofree char *lower = g_ascii_strdown (*item, -1);
    json_array_append_new (array, json_string (lower));
  }
  return array;
}

/* Of a page one address is kept, the English one where there is one. */
static json_t *
write_page (const GwFacts *facts, GwFactId id)
{
  const char *const *languages = gw_facts_list (facts, GW_FACT_LANGUAGES);
  const char *language =
      languages && languages[0] && !g_strv_contains (languages, "en") ? languages[0] : "en";

  return json_pack ("{s:s}", language, gw_facts_text (facts, id));
}

static const Key keys[] = {
    {"website", GW_FACT_WEBSITE, write_page},
    {"alternativeJids", GW_FACT_ALIASES, write_list},
    {"busFactor", GW_FACT_BUS_FACTOR, write_number},
    {"organization", GW_FACT_ORGANIZATION, write_text},
    {"passwordReset", GW_FACT_PASSWORD_RESET, write_page},
    {"serverTesting", GW_FACT_TESTING_ALLOWED, write_bool},
    {"maximumHttpFileUploadTotalSize", GW_FACT_UPLOAD_TOTAL, write_number},
    {"maximumHttpFileUploadStorageTime", GW_FACT_UPLOAD_DAYS, write_number},
    {"maximumMessageArchiveManagementStorageTime", GW_FACT_ARCHIVE_DAYS, write_number},
    {"professionalHosting", GW_FACT_PROFESSIONAL_HOSTING, write_bool},
    {"freeOfCharge", GW_FACT_FREE, write_bool},
    {"legalNotice", GW_FACT_LEGAL_NOTICE, write_page},
    {"serverLocations", GW_FACT_COUNTRIES, write_countries},
    {"since", GW_FACT_SINCE, write_text},
};

json_t *
gw_provider_file_make (const GwFacts *facts)
{
  g_return_val_if_fail (facts != NULL, NULL);

  json_t *object = json_object ();
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    if (gw_facts_is_known (facts, keys[i].fact))
      json_object_set_new (object, keys[i].key, keys[i].write (facts, keys[i].fact));
  return object;
}

GArray *
gw_provider_file_missing (const GwFacts *facts)
{
  g_return_val_if_fail (facts != NULL, NULL);

  GArray *missing = g_array_new (FALSE, FALSE, sizeof (GwFactId));
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    if (!gw_facts_is_known (facts, keys[i].fact))
      g_array_append_val (missing, keys[i].fact);
  return missing;
}
