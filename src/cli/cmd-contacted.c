/* SPDX-License-Identifier: GPL-3.0-or-later */
/* gangway contacted: whom this program contacted from here, when, why and what for. */
#include "base/limits.h"
#include "cli/opt.h"
#include "cli/output.h"
#include "cli/when.h"
#include "export/wrap.h"

enum { GAP = 2 };

typedef struct {
  int since;
  gboolean forget;
} ContactedOptions;

static const GwOpt options[] = {
    {"since", GW_OPT_NUMBER, offsetof (ContactedOptions, since), N_ ("DAYS"),
     N_ ("only the last so many days; 0: today")},
    {"forget", GW_OPT_FLAG, offsetof (ContactedOptions, forget), NULL,
     N_ ("delete what was written down, of that domain or all of it")},
    {NULL},
};

/* The midnight that began the day so many days ago, in local time; seconds since 1970. */
static gint64
midnight (int days_ago)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autoptr (GDateTime) day = g_date_time_add_days (now, -MIN (days_ago, GW_LIMIT_CONTACTED_DAYS));
  g_autoptr (GDateTime) start =
      g_date_time_new_local (g_date_time_get_year (day), g_date_time_get_month (day),
                             g_date_time_get_day_of_month (day), 0, 0, 0);

  return g_date_time_to_unix (start);
}

/* Leaves what was asked for. */
static void
filter (GPtrArray *entries, const char *domain, int since)
{
  gint64 from = since >= 0 ? midnight (since) : 0;

  for (guint i = entries->len; i-- > 0;) {
    const GwContactEntry *entry = entries->pdata[i];
    if (entry->when < from || (domain && !g_str_equal (entry->domain, domain)))
      g_ptr_array_remove_index (entries, i);
  }
}

static void
print_json (const GPtrArray *entries)
{
  json_t *array = json_array ();

  for (guint i = 0; i < entries->len; i++) {
    const GwContactEntry *entry = entries->pdata[i];
    g_autoptr (GDateTime) when = g_date_time_new_from_unix_utc (entry->when);
    g_autofree char *time = g_date_time_format_iso8601 (when);
    json_array_append_new (array,
                           json_pack ("{s:s, s:s, s:s, s:s, s:s}", "when", time, "domain",
                                      entry->domain, "address", entry->address, "purpose",
                                      gw_purpose_name (entry->purpose), "what", entry->what));
  }
  gw_output_json (json_pack ("{s:i, s:i, s:o}", "version", 1, "days_kept", GW_LIMIT_CONTACTED_DAYS,
                             "contacts", array));
}

/* The columns, in order. */
enum { WHEN, WHOM, WHY, WHAT, WHERE, N_COLUMNS };

static void
fill_row (const GwContactEntry *entry, char *cells[N_COLUMNS])
{
  cells[WHEN] = gw_when_time (entry->when);
  cells[WHOM] = gw_domain_display (entry->domain);
  cells[WHY] = g_strdup (gw_purpose_text (entry->purpose));
  cells[WHAT] = g_strdup (gw_contact_what_text (entry->what));
  cells[WHERE] = g_strdup (entry->address);
}

static void
clear_row (char *cells[N_COLUMNS])
{
  for (int i = 0; i < N_COLUMNS; i++)
    g_clear_pointer (&cells[i], g_free);
}

/* Never cut: half an address is another address. One that is too long has a line of its own. */
static void
print_row (char *const cells[N_COLUMNS], const int widths[N_COLUMNS], GwStyle style)
{
  int used = 0;

  for (int i = 0; i < N_COLUMNS; i++) {
    int columns = gw_wrap_columns (cells[i]);
    if (i == WHERE && used + columns > gw_output_width ())
      gw_output_styled (GW_STYLE_PLAIN, "\n%*s", widths[WHEN] + GAP, "");
    gw_output_styled (i == WHOM ? GW_STYLE_BOLD : style, "%s", cells[i]);
    if (i < WHERE)
      gw_output_styled (GW_STYLE_PLAIN, "%*s", MAX (widths[i] - columns, 0) + GAP, "");
    used += MAX (widths[i], columns) + GAP;
  }
  gw_output_styled (GW_STYLE_PLAIN, "\n");
}

static void
measure (char *const cells[N_COLUMNS], int widths[N_COLUMNS])
{
  for (int i = 0; i < WHERE; i++)
    widths[i] = MAX (widths[i], gw_wrap_columns (cells[i]));
}

static void
print_sum (const GPtrArray *entries)
{
  g_autoptr (GHashTable) domains = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < entries->len; i++)
    g_hash_table_add (domains, ((GwContactEntry *)entries->pdata[i])->domain);
  guint count = g_hash_table_size (domains);
  g_autofree char *contacts =
      g_strdup_printf (ngettext_ ("%u connection", "%u connections", entries->len), entries->len);
  g_autofree char *text =
      g_strdup_printf (ngettext_ ("%s to %u name.", "%s to %u names.", count), contacts, count);

  gw_output_styled (GW_STYLE_PLAIN, "\n");
  gw_output_paragraph (GW_STYLE_PLAIN, 0, text);
}

static void
print_text (const GPtrArray *entries)
{
  char *head[N_COLUMNS] = {_ ("When"), _ ("Whom"), _ ("Why"), _ ("How"), _ ("Where")};
  char *cells[N_COLUMNS] = {0};
  int widths[N_COLUMNS] = {0};

  if (entries->len == 0) {
    gw_output_paragraph (GW_STYLE_PLAIN, 0,
                         _ ("Nobody was contacted, as far as it was written down here."));
    return;
  }
  measure (head, widths);
  for (guint i = 0; i < entries->len; i++) {
    fill_row (entries->pdata[i], cells);
    measure (cells, widths);
    clear_row (cells);
  }
  print_row (head, widths, GW_STYLE_BOLD);
  for (guint i = 0; i < entries->len; i++) {
    fill_row (entries->pdata[i], cells);
    print_row (cells, widths, GW_STYLE_PLAIN);
    clear_row (cells);
  }
  print_sum (entries);
}

static GwExit
forget (const GwRun *run, const char *domain, GError **error)
{
  guint count;

  if (!gw_contacted_forget (domain, &count, error))
    return GW_EXIT_GENERAL;
  if (run->common->json) {
    gw_output_json (json_pack ("{s:i, s:i}", "version", 1, "forgotten", (int)count));
    return GW_EXIT_DONE;
  }
  g_autofree char *text = g_strdup_printf (
      ngettext_ ("%u connection forgotten.", "%u connections forgotten.", count), count);
  gw_output_paragraph (GW_STYLE_PLAIN, 0, text);
  return GW_EXIT_DONE;
}

static GwExit
run_contacted (GwRun *run, GError **error)
{
  const ContactedOptions *chosen = run->options;
  const char *typed = run->arguments[0];
  g_autofree char *domain = typed ? gw_domain_normalize (typed, error) : NULL;

  if (typed && domain == NULL)
    return GW_EXIT_GENERAL;
  if (chosen->forget && chosen->since >= 0) {
    gw_opt_refuse (error, "%s", _ ("--forget goes without --since"));
    return GW_EXIT_USAGE;
  }
  if (chosen->forget)
    return forget (run, domain, error);

  g_autoptr (GPtrArray) entries = gw_contacted_load (error);
  if (entries == NULL)
    return GW_EXIT_GENERAL;
  filter (entries, domain, chosen->since);
  if (run->common->json)
    print_json (entries);
  else
    print_text (entries);
  return GW_EXIT_DONE;
}

const GwCommand gw_command_contacted = {
    .name = "contacted",
    .usage = N_ ("[DOMAIN] [options]"),
    .summary = N_ ("see whom this program contacted, when and why"),
    .text = N_ ("Shows each connection that Gangway made from here in the last 90 days, the newest "
                "at the end. It is written down on this computer only, without accounts and names, "
                "and nobody is contacted now. Example: gangway contacted --since 7"),
    .options = options,
    .options_size = sizeof (ContactedOptions),
    .max_arguments = 1,
    .run = run_contacted,
};
