/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list as a table: two lines a provider, what to know first and why it stands there second. */
#include "cli/list-table.h"

#include "cli/output.h"
#include "cli/when.h"
#include "export/wrap.h"

enum {
  INDENT = 2,
  DOMAIN_WIDTH = 24,
  SIGNUP_WIDTH = 32,
  PLACE_WIDTH = 9,
  REASON_INDENT = 4,
  REASONS_FOR = 3,
  PLACES_MAX = 3,
  CODE_WIDTH = 14,
};

/* Titles of the tiers, and a word on each. */
static const struct {
  const char *title;
  GwStyle style;
} tiers[GW_N_TIERS] = {
    [GW_TIER_RECOMMENDED] = {N_ ("Recommended"), GW_STYLE_GOOD},
    [GW_TIER_GOOD] = {N_ ("Good"), GW_STYLE_BOLD},
    [GW_TIER_OTHER] = {N_ ("Others"), GW_STYLE_BOLD},
    [GW_TIER_REJECTED] = {N_ ("Not suggested"), GW_STYLE_WARN},
};

/* What the columns say already. */
static const char *const column_codes[] = {
    "no-puzzle", "puzzle",         "email", "web",           "no-email", "invitation",
    "closed",    "signup-unclear", "since", "since-unknown", NULL,
};

gboolean
gw_list_view_has (const GwListView *view, const GwRanked *row, int shown)
{
  return (view->with_rejected || row->tier != GW_TIER_REJECTED) &&
         (view->limit < 0 || shown < view->limit);
}

/* A form that asks for nothing special may still pass invited people only: that cannot be known
 * without asking. */
static const char *
short_signup (const GwRanked *row)
{
  if (row->signup == GW_SIGNUP_AT_ONCE &&
      gw_facts_is_true (&row->provider->facts, GW_FACT_INVITATIONS))
    return _ ("at once, perhaps by invitation");
  return gw_signup_words (row->signup);
}

/* "DE", "DE FI", "DE FI …", "?" */
static char *
short_place (const GwFacts *facts)
{
  const char *const *countries = gw_facts_list (facts, GW_FACT_COUNTRIES);
  GString *text = g_string_new (NULL);

  for (int i = 0; countries && countries[i]; i++) {
    if (i + 1 == PLACES_MAX && countries[i + 1]) {
      g_string_append (text, " …");
      break;
    }
    g_string_append_printf (text, "%s%s", i > 0 ? " " : "", countries[i]);
  }
  if (text->len == 0)
    g_string_append_c (text, '?');
  return g_string_free (text, FALSE);
}

/* Never cut: half a domain is another domain. */
static void
print_cell (GwStyle style, const char *text, int width)
{
  int left = width - gw_wrap_columns (text);

  gw_output_styled (style, "%s", text);
  if (left < 0)
    gw_output_styled (GW_STYLE_PLAIN, "\n%*s", INDENT + width, "");
  gw_output_styled (GW_STYLE_PLAIN, "%*s", MAX (left, 0) + 1, "");
}

static void
print_head (const GwRanked *row)
{
  const GwFacts *facts = &row->provider->facts;
  const char *since = gw_facts_text (facts, GW_FACT_SINCE);
  g_autofree char *name = gw_domain_display (row->provider->domain);
  g_autofree char *place = short_place (facts);

  gw_output_styled (GW_STYLE_PLAIN, "%*s", INDENT, "");
  print_cell (GW_STYLE_BOLD, name, DOMAIN_WIDTH);
  print_cell (GW_STYLE_PLAIN, short_signup (row), SIGNUP_WIDTH);
  print_cell (GW_STYLE_PLAIN, place, PLACE_WIDTH);
  gw_output_styled (GW_STYLE_PLAIN, "%.4s\n", since ? since : "?");
}

/* The next reason of that kind that the columns do not say; NULL: none. */
static const char *
next_reason (const GPtrArray *reasons, gboolean is_for, guint *at)
{
  while (*at < reasons->len) {
    const GwReason *reason = reasons->pdata[(*at)++];
    if (reason->is_for == is_for && !g_strv_contains (column_codes, reason->code))
      return reason->text;
  }
  return NULL;
}

/* One line, "+ keeps messages for 30 days, run by 3 people  − files up to 20 MB": as many as fit,
 * the strongest first, and one of each kind in any case. */
static void
print_reasons (const GPtrArray *reasons)
{
  guint at_for = 0, at_against = 0;
  const char *for_it = next_reason (reasons, TRUE, &at_for);
  const char *against = next_reason (reasons, FALSE, &at_against);
  int room = gw_output_width () - REASON_INDENT - (against ? gw_wrap_columns (against) + 4 : 0);
  g_autoptr (GString) text = g_string_new (NULL);

  for (int n = 0; for_it && n < REASONS_FOR; for_it = next_reason (reasons, TRUE, &at_for)) {
    if (n > 0 && gw_wrap_columns (text->str) + 2 + gw_wrap_columns (for_it) > room)
      continue;
    g_string_append_printf (text, "%s%s", n++ > 0 ? ", " : "+ ", for_it);
  }
  if (against)
    g_string_append_printf (text, "%s− %s", text->len > 0 ? "  " : "", against);
  gw_output_paragraph (GW_STYLE_DIM, REASON_INDENT, text->str);
}

/* What was against it is the whole story. */
static void
print_rejected (const GwRanked *row, const GPtrArray *reasons)
{
  g_autofree char *name = gw_domain_display (row->provider->domain);

  gw_output_styled (GW_STYLE_PLAIN, "%*s", INDENT, "");
  gw_output_styled (GW_STYLE_BOLD, "%s\n", name);
  for (guint i = 0; i < reasons->len; i++)
    gw_output_paragraph (GW_STYLE_DIM, REASON_INDENT, ((const GwReason *)reasons->pdata[i])->text);
}

static void
print_row (const GwRanking *ranking, const GwRanked *row)
{
  g_autoptr (GPtrArray) reasons = gw_rank_reasons (ranking, row);

  if (row->tier == GW_TIER_REJECTED) {
    print_rejected (row, reasons);
    return;
  }
  print_head (row);
  print_reasons (reasons);
}

/* The names of the columns, behind a title. */
static void
print_columns (const char *title)
{
  int left = INDENT + DOMAIN_WIDTH + 1 - gw_wrap_columns (title);

  gw_output_styled (GW_STYLE_PLAIN, "%*s", MAX (left, 1), "");
  print_cell (GW_STYLE_DIM, _ ("new address"), SIGNUP_WIDTH);
  print_cell (GW_STYLE_DIM, _ ("servers"), PLACE_WIDTH);
  gw_output_styled (GW_STYLE_DIM, "%s", _ ("since"));
}

/* The title stands where the names of the columns are needed first. */
static void
print_title (GwTier tier, gboolean is_first)
{
  const char *title = _ (tiers[tier].title);

  gw_output_styled (GW_STYLE_PLAIN, "%s", is_first ? "" : "\n");
  gw_output_styled (tiers[tier].style, "%s", title);
  if (is_first && tier != GW_TIER_REJECTED)
    print_columns (title);
  gw_output_styled (GW_STYLE_PLAIN, "\n");
}

static char *
describe_age (gint32 date)
{
  if (date <= 0)
    return g_strdup (_ ("The list does not say of which day it is."));
  g_autofree char *day = gw_day_text (date);
  g_autofree char *age = gw_when_age (date, gw_date_today ());
  /* Translators: "The list is of 2026-07-11 (139 days old)." or "... (today)." */
  return g_strdup_printf (_ ("The list is of %s (%s)."), day, age);
}

/* What its age means; NULL: it is young enough. */
static const char *
warn_of_age (gint32 date)
{
  gint32 age = gw_date_today () - date;

  if (date <= 0 || age <= GW_LIST_OLD_DAYS)
    return NULL;
  if (age <= GW_LIST_STALE_DAYS)
    return _ ("“gangway providers update” fetches a fresh one.");
  return _ ("About half of the providers that take people in the app may have changed since: "
            "“gangway providers update” fetches a fresh list, “gangway probe” checks one.");
}

static void
print_age (gint32 date, GString *text)
{
  const char *warning = warn_of_age (date);
  g_autofree char *age = describe_age (date);

  g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", age);
  if (warning)
    g_string_append_printf (text, " %s", warning);
  gboolean is_stale = date > 0 && gw_date_today () - date > GW_LIST_STALE_DAYS;
  gw_output_styled (GW_STYLE_PLAIN, "\n");
  gw_output_paragraph (is_stale ? GW_STYLE_WARN : GW_STYLE_DIM, 0, text->str);
}

/* `hidden`: suited, but beyond the limit; `rejected`: neither shown. */
static void
print_foot (const GwListView *view, int shown, int hidden, int rejected)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (hidden > 0)
    g_string_append_printf (text, _ ("%d of %d providers shown."), shown, shown + hidden);
  else
    g_string_append_printf (
        text, ngettext_ ("%d provider shown.", "%d providers shown.", (gulong)shown), shown);
  if (rejected > 0) {
    g_string_append_c (text, ' ');
    g_string_append_printf (text,
                            ngettext_ ("%d is not suggested; --all names it with the reason.",
                                       "%d are not suggested; --all names them with the reasons.",
                                       (gulong)rejected),
                            rejected);
  }
  print_age (view->catalogue->date, text);
}

static void
print_explanation (const GwListView *view)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (view->rows->len > 0)
    gw_output_styled (GW_STYLE_PLAIN, "\n");
  gw_output_paragraph (GW_STYLE_PLAIN, 0, view->explanation);
  print_age (view->catalogue->date, text);
}

static void
print_heading (const GwListView *view, GwTier tier, GwTier before, int shown)
{
  if (view->by_tier && tier != before) {
    print_title (tier, shown == 0);
  } else if (!view->by_tier && shown == 0) {
    print_columns ("");
    gw_output_styled (GW_STYLE_PLAIN, "\n");
  }
}

void
gw_list_print_table (const GwListView *view)
{
  int shown = 0, hidden = 0, rejected = 0;
  GwTier tier = GW_N_TIERS;

  g_return_if_fail (view != NULL);

  for (guint i = 0; i < view->rows->len; i++) {
    const GwRanked *row = view->rows->pdata[i];
    if (!gw_list_view_has (view, row, shown)) {
      if (row->tier == GW_TIER_REJECTED && !view->with_rejected)
        rejected++;
      else
        hidden++;
      continue;
    }
    print_heading (view, row->tier, tier, shown);
    tier = row->tier;
    shown++;
    print_row (view->ranking, row);
  }
  if (view->explanation) {
    print_explanation (view);
    return;
  }
  if (shown == 0)
    gw_output_paragraph (GW_STYLE_PLAIN, 0, _ ("No provider has all that you ask for."));
  print_foot (view, shown, hidden, rejected);
}

/* --- one provider */

/* The newest day of what is known from that kind of source; 0: nothing, or of no day. */
static gint32
newest_of (const GwFacts *facts, GwOrigin origin)
{
  gint32 newest = 0;

  for (int id = 0; id < GW_N_FACTS; id++)
    if (facts->at[id].known && facts->at[id].origin == origin)
      newest = MAX (newest, facts->at[id].date);
  return newest;
}

static gboolean
is_listed (const GwFacts *facts)
{
  for (int id = 0; id < GW_N_FACTS; id++)
    if (facts->at[id].known &&
        (facts->at[id].origin == GW_ORIGIN_BUILTIN || facts->at[id].origin == GW_ORIGIN_FETCHED))
      return TRUE;
  return FALSE;
}

static void
print_sources (const GwCatalogue *catalogue, const GwFacts *facts)
{
  gint32 checked = newest_of (facts, GW_ORIGIN_PROBE);

  if (is_listed (facts) && catalogue->date > 0) {
    g_autofree char *day = gw_day_text (catalogue->date);
    g_autofree char *age = gw_when_age (catalogue->date, gw_date_today ());
    g_autofree char *text = g_strdup_printf (_ ("Known from: list of %s (%s)"), day, age);
    gw_output_paragraph (GW_STYLE_DIM, INDENT, text);
  }
  if (checked > 0) {
    g_autofree char *day = gw_day_text (checked);
    g_autofree char *text = g_strdup_printf (_ ("Known from: check from here on %s"), day);
    gw_output_paragraph (GW_STYLE_DIM, INDENT, text);
  }
}

static void
print_changes (const GwRanking *ranking, const GwRanked *row)
{
  g_autoptr (GPtrArray) changes = gw_rank_changes (ranking, row);

  for (guint i = 0; i < changes->len; i++) {
    g_autofree char *text = g_strconcat ("→ ", ((const GwChange *)changes->pdata[i])->text, NULL);
    gw_output_paragraph (GW_STYLE_PLAIN, INDENT, text);
  }
}

static void
print_all_reasons (const GwRanking *ranking, const GwRanked *row)
{
  g_autoptr (GPtrArray) reasons = gw_rank_reasons (ranking, row);

  for (guint i = 0; i < reasons->len; i++) {
    const GwReason *reason = reasons->pdata[i];
    g_autofree char *text = g_strconcat (reason->is_for ? "+ " : "− ", reason->text, NULL);
    gw_output_paragraph (GW_STYLE_PLAIN, INDENT, text);
  }
}

/* Those that say so themselves are merged into this row; the others it claims alone. */
static void
print_aliases (const GwRanked *row)
{
  const char *const *claimed = gw_facts_list (&row->provider->facts, GW_FACT_ALIASES);
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; row->aliases && i < row->aliases->len; i++) {
    g_autofree char *alias = gw_domain_display (row->aliases->pdata[i]);
    g_autofree char *text = g_strdup_printf (_ ("also gives addresses at %s"), alias);
    gw_output_paragraph (GW_STYLE_DIM, INDENT, text);
  }
  for (; claimed && *claimed; claimed++) {
    g_autofree char *alias = gw_domain_display (*claimed);
    if (row->aliases == NULL ||
        !g_ptr_array_find_with_equal_func (row->aliases, *claimed, g_str_equal, NULL))
      g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", alias);
  }
  if (names->len == 0)
    return;
  g_autofree char *text =
      g_strdup_printf (_ ("says that these are its own as well: %s"), names->str);
  gw_output_paragraph (GW_STYLE_DIM, INDENT, text);
}

void
gw_list_print_why (const GwCatalogue *catalogue, const GwRanking *ranking, const GwRanked *row)
{
  g_return_if_fail (catalogue != NULL && ranking != NULL && row != NULL);

  g_autofree char *name = gw_domain_display (row->provider->domain);

  gw_output_styled (GW_STYLE_BOLD, "%s", name);
  gw_output_styled (GW_STYLE_PLAIN, " – ");
  gw_output_styled (tiers[row->tier].style, "%s\n", _ (tiers[row->tier].title));
  gw_output_paragraph (GW_STYLE_PLAIN, INDENT, gw_signup_text (row->signup));
  print_all_reasons (ranking, row);
  print_changes (ranking, row);
  print_aliases (row);
  print_sources (catalogue, &row->provider->facts);
}

/* Points, the code by which --more, --less and --ignore know it, and what it looks at. */
static void
print_weight (const GwWeight *weight)
{
  enum { COLUMN = INDENT + 5 + CODE_WIDTH + 1 };
  g_auto (GStrv) lines = gw_wrap (weight->text, MAX (gw_output_width () - COLUMN, 20));

  gw_output_styled (GW_STYLE_PLAIN, "%*s%3d  %-*s", INDENT, "", weight->points, CODE_WIDTH,
                    weight->code);
  for (guint i = 0; lines[i]; i++)
    gw_output_styled (GW_STYLE_PLAIN, "%*s%s\n", i == 0 ? 1 : COLUMN, "", lines[i]);
}

void
gw_list_print_weights (void)
{
  gw_output_paragraph (
      GW_STYLE_PLAIN, 0,
      _ ("Each provider earns points by this table. What nobody states earns a low-middle value, "
         "what a provider says only of itself earns nothing more. Providers whose points are close "
         "stand in one group; inside a group each person sees an order of their own, so that "
         "nobody is always first."));
  gw_output_styled (GW_STYLE_PLAIN, "\n");
  for (const GwWeight *weight = gw_rank_weights (); weight->code; weight++)
    print_weight (weight);
}
