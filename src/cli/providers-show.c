/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `gangway providers show DOMAIN`: the whole record of one provider, each value with its origin and
 * date. */
#include "cli/output.h"
#include "cli/providers.h"
#include "cli/when.h"
#include "export/wrap.h"
#include "probe/report.h"

enum { INDENT = 2, VALUE_COLUMN = 33, ORIGIN_COLUMN = 54 };

/* "built-in list, 2026-07-11" */
static char *
describe_origin (const GwFact *fact)
{
  g_autofree char *day = gw_day_text (fact->date);

  return fact->date > 0 ? g_strdup_printf ("%s, %s", gw_origin_text (fact->origin), day)
                        : g_strdup (gw_origin_text (fact->origin));
}

/* Title, value and origin in columns; what is too wide for its column takes lines of its own. */
static void
print_fact (GwFactId id, const GwFact *fact)
{
  const char *title = gw_fact_title (id);
  g_autofree char *value = gw_fact_text (id, fact);
  g_autofree char *origin = describe_origin (fact);
  int left = VALUE_COLUMN - INDENT - gw_wrap_columns (title);
  int width = gw_wrap_columns (value);

  gw_output_styled (GW_STYLE_PLAIN, "%*s%s", INDENT, "", title);
  if (VALUE_COLUMN + width > gw_output_width ()) {
    gw_output_styled (GW_STYLE_PLAIN, "\n");
    gw_output_paragraph (GW_STYLE_BOLD, 2 * INDENT, value);
    gw_output_paragraph (GW_STYLE_DIM, ORIGIN_COLUMN, origin);
    return;
  }
  gw_output_styled (GW_STYLE_PLAIN, "%*s", MAX (left, 1), "");
  if (width < ORIGIN_COLUMN - VALUE_COLUMN && left > 0) {
    gw_output_styled (GW_STYLE_BOLD, "%s", value);
    gw_output_styled (GW_STYLE_DIM, "%*s%s\n", ORIGIN_COLUMN - VALUE_COLUMN - width, "", origin);
    return;
  }
  gw_output_styled (GW_STYLE_BOLD, "%s\n", value);
  gw_output_paragraph (GW_STYLE_DIM, ORIGIN_COLUMN, origin);
}

static void
print_unknown (const GwFacts *facts)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (GwFactId id = 0; id < GW_N_FACTS; id++)
    if (!facts->at[id].known)
      g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", gw_fact_title (id));
  if (text->len == 0)
    return;
  gw_output_styled (GW_STYLE_PLAIN, "\n%*s%s\n", INDENT, "", _ ("Not known:"));
  gw_output_paragraph (GW_STYLE_DIM, 2 * INDENT, text->str);
}

static void
print_record (const GwProvider *provider)
{
  g_autofree char *name = gw_domain_display (provider->domain);
  g_autofree char *seen = gw_when_time (provider->seen_at);

  gw_output_styled (GW_STYLE_BOLD, "%s", name);
  if (!g_str_equal (name, provider->domain))
    gw_output_styled (GW_STYLE_DIM, "  (%s)", provider->domain);
  gw_output_styled (GW_STYLE_PLAIN, "\n%*s%s\n\n", INDENT, "",
                    gw_signup_text (gw_facts_signup (&provider->facts)));
  for (GwFactId id = 0; id < GW_N_FACTS; id++)
    if (provider->facts.at[id].known)
      print_fact (id, &provider->facts.at[id]);
  print_unknown (&provider->facts);
  gw_output_styled (GW_STYLE_PLAIN, "\n");
  g_autofree char *text = g_strdup_printf (_ ("Last looked at from here: %s."), seen);
  gw_output_paragraph (GW_STYLE_DIM, INDENT, text);
}

static json_t *
record_json (const GwProvider *provider)
{
  json_t *seen = provider->seen_at > 0 ? json_integer (provider->seen_at) : json_null ();

  return json_pack ("{s:s, s:s, s:o, s:o}", "domain", provider->domain, "signup",
                    gw_signup_name (gw_facts_signup (&provider->facts)), "seen_at", seen, "facts",
                    gw_report_facts (&provider->facts, TRUE));
}

/* By its name, or by that of a domain that it calls its own. */
static const GwProvider *
find_provider (const GwCatalogue *catalogue, const char *domain)
{
  const GwProvider *found = gw_catalogue_find (catalogue, domain);

  for (guint i = 0; found == NULL && i < catalogue->providers->len; i++) {
    const GwProvider *provider = catalogue->providers->pdata[i];
    const char *const *aliases = gw_facts_list (&provider->facts, GW_FACT_ALIASES);
    if (aliases && g_strv_contains (aliases, domain))
      found = provider;
  }
  return found;
}

/* On no list, but it was looked at or asked from here. */
static const GwProvider *
find_seen (GwCatalogue *catalogue, const char *domain)
{
  GwProvider *provider = gw_catalogue_ensure (catalogue, domain);

  provider->seen_at = gw_seen_lookup (domain, &provider->facts);
  for (GwFactId id = 0; id < GW_N_FACTS; id++)
    if (provider->facts.at[id].known)
      return provider;
  return NULL;
}

GwExit
gw_providers_show (const GwRun *run, char **words, GError **error)
{
  g_autofree char *domain = gw_domain_normalize (words[0], error);
  g_autoptr (GwCatalogue) catalogue = domain ? gw_catalogue_load (run->profile, error) : NULL;

  if (catalogue == NULL)
    return GW_EXIT_GENERAL;
  const GwProvider *provider = find_provider (catalogue, domain);
  if (provider == NULL)
    provider = find_seen (catalogue, domain);
  if (provider == NULL) {
    gw_error_set (error, GW_ERROR_NOT_THERE, domain, NULL);
    return GW_EXIT_GENERAL;
  }
  if (run->common->json)
    gw_output_json (json_pack ("{s:i, s:o}", "version", 1, "provider", record_json (provider)));
  else
    print_record (provider);
  return GW_EXIT_DONE;
}
