/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `gangway providers sources`: where the list comes from, and how old each part is. */
#include "cli/output.h"
#include "cli/providers.h"
#include "cli/when.h"

enum { INDENT = 2 };

/* One source, for text and JSON alike. */
typedef struct {
  const char *kind;       /* "builtin", "list", "own", "seen" */
  const char *name;       /* title, address or domain */
  gint32 date;            /* of the list; 0: none */
  int providers;          /* -1: does not apply */
  const GwListCopy *copy; /* of a list; NULL: not fetched yet */
} Source;

static json_t *
number_or_null (gint64 number)
{
  return number > 0 ? json_integer (number) : json_null ();
}

static json_t *
source_json (const Source *source)
{
  const GwListCopy *copy = source->copy;
  g_autofree char *date = source->date > 0 ? gw_date_format (source->date) : NULL;

  return json_pack ("{s:s, s:s, s:s?, s:o, s:s?, s:o, s:o}", "kind", source->kind, "name",
                    source->name, "date", date, "providers",
                    source->providers >= 0 ? json_integer (source->providers) : json_null (),
                    "format", copy ? copy->kind : NULL, "fetched_at",
                    number_or_null (copy ? copy->fetched_at : 0), "checked_at",
                    number_or_null (copy ? copy->checked_at : 0));
}

static void
print_source (const Source *source)
{
  g_autofree char *day = gw_day_text (source->date);
  g_autofree char *age = gw_when_age (source->date, gw_date_today ());
  g_autoptr (GString) text = g_string_new (NULL);

  gw_output_styled (GW_STYLE_BOLD, "%s\n", source->name);
  if (source->providers >= 0)
    g_string_append_printf (text,
                            ngettext_ ("%d provider", "%d providers", (gulong)source->providers),
                            source->providers);
  if (source->date > 0)
    /* Translators: a date and an age, "29 providers, of 2026-07-11 (139 days old)" */
    g_string_append_printf (text, _ (", of %s (%s)"), day, age);
  if (source->copy) {
    g_autofree char *checked = gw_when_time (source->copy->checked_at);
    g_string_append_printf (text, _ (", last asked %s"), checked);
  } else if (g_str_equal (source->kind, "list")) {
    g_string_append (text, _ ("not fetched yet: gangway providers update"));
  } else if (g_str_equal (source->kind, "own")) {
    g_string_append (text, _ ("added by you"));
  }
  gw_output_paragraph (GW_STYLE_DIM, INDENT, text->str);
}

/* `array`: NULL prints. */
static void
tell (const Source *source, json_t *array)
{
  if (array)
    json_array_append_new (array, source_json (source));
  else
    print_source (source);
}

static void
tell_lists (char **urls, json_t *array)
{
  for (guint i = 0; urls[i]; i++) {
    g_autoptr (GwListCopy) copy = gw_list_copy_load (urls[i], GW_EDITION_NEWEST, NULL);
    const Source source = {"list", urls[i], copy ? copy->catalogue->date : 0,
                           copy ? (int)gw_catalogue_count (copy->catalogue) : -1, copy};
    tell (&source, array);
  }
}

static gboolean
tell_own (json_t *array, GError **error)
{
  g_autoptr (GwOwn) own = gw_own_load (error);

  for (guint i = 0; own && i < own->domains->len; i++) {
    const Source source = {"own", own->domains->pdata[i], 0, -1, NULL};
    tell (&source, array);
  }
  return own != NULL;
}

static gboolean
tell_all (const GwRun *run, json_t *array, GError **error)
{
  g_autoptr (GwCatalogue) builtin = gw_source_builtin ();
  g_auto (GStrv) urls = gw_refresh_urls (run->profile, error);
  const Source ours = {"builtin", _ ("Built-in list"), builtin->date, (int)builtin->providers->len,
                       NULL};
  const Source seen = {"seen", _ ("Seen from here"), 0, (int)gw_seen_count (), NULL};

  if (urls == NULL)
    return FALSE;
  tell (&ours, array);
  tell_lists (urls, array);
  if (!tell_own (array, error))
    return FALSE;
  tell (&seen, array);
  return TRUE;
}

static json_t *
formats_json (void)
{
  json_t *array = json_array ();

  for (const GwSourceKind *kind = gw_source_kinds (); kind->name; kind++)
    json_array_append_new (array,
                           json_pack ("{s:s, s:s}", "name", kind->name, "title", kind->title));
  return array;
}

static void
print_formats (void)
{
  g_autoptr (GString) text = g_string_new (_ ("Lists that can be read:"));

  for (const GwSourceKind *kind = gw_source_kinds (); kind->name; kind++)
    g_string_append_printf (text, "%s %s", kind == gw_source_kinds () ? "" : ";", kind->title);
  gw_output_styled (GW_STYLE_PLAIN, "\n");
  gw_output_paragraph (GW_STYLE_DIM, 0, text->str);
}

GwExit
gw_providers_sources (const GwRun *run, char **words, GError **error)
{
  json_t *array = run->common->json ? json_array () : NULL;

  if (!tell_all (run, array, error)) {
    json_decref (array);
    return GW_EXIT_GENERAL;
  }
  if (array)
    gw_output_json (
        json_pack ("{s:i, s:o, s:o}", "version", 1, "sources", array, "formats", formats_json ()));
  else
    print_formats ();
  return GW_EXIT_DONE;
}
