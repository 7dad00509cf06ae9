/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One row of the ranked list as an object. */
#include "provider-item.h"

#include "country.h"

#define PERHAPS "perhaps-invitation"

struct _GangwayProvider {
  GObject parent_instance;

  char *domain;
  char *subtitle;
  char *reasons;
  char *haystack; /* all of it, folded for the search */
  char *register_page;
  char *website;
  char *check;
  GwTier tier;
  GwSignup signup;
  gboolean allows_checks;
};

G_DEFINE_FINAL_TYPE (GangwayProvider, gangway_provider, G_TYPE_OBJECT)

enum {
  PROP_0,
  PROP_DOMAIN,
  PROP_SUBTITLE,
  PROP_REASONS,
  PROP_TIER_LABEL,
  PROP_TIER_CLASSES,
  PROP_CHECK,
  PROP_HAS_CHECK,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static const struct {
  const char *label;
  const char *classes[3];
} tiers[GW_N_TIERS] = {
    [GW_TIER_RECOMMENDED] = {N_ ("Recommended"), {"badge", "recommended"}},
    [GW_TIER_GOOD] = {N_ ("Good"), {"badge", "good"}},
    [GW_TIER_OTHER] = {N_ ("Other"), {"badge"}},
    [GW_TIER_REJECTED] = {N_ ("Not suggested"), {"badge", "rejected"}},
};

/* --- texts --- */

/* "Asks for nothing but name and password · perhaps by invitation only · Germany, Finland" */
static char *
make_subtitle (const GwRanked *ranked, const GPtrArray *reasons)
{
  const char *const *codes = gw_facts_list (&ranked->provider->facts, GW_FACT_COUNTRIES);
  g_autoptr (GString) text = g_string_new (gw_signup_text (ranked->signup));

  for (guint i = 0; i < reasons->len; i++) {
    const GwReason *reason = g_ptr_array_index (reasons, i);
    if (g_str_equal (reason->code, PERHAPS))
      g_string_append_printf (text, " · %s", reason->text);
  }
  for (guint i = 0; codes && codes[i]; i++)
    g_string_append_printf (text, "%s%s", i ? ", " : " · ", gangway_country_name (codes[i]));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* The subtitle says it already. */
static gboolean
is_about_signup (const GwReason *reason)
{
  static const char *const codes[] = {"no-puzzle", "puzzle",         "email", "web", "invitation",
                                      "closed",    "signup-unclear", PERHAPS, NULL};

  return g_strv_contains (codes, reason->code);
}

/* Those for it, or those against it, in one line behind their sign. */
static void
append_reasons (GString *text, const GPtrArray *reasons, gboolean is_for)
{
  gboolean is_first = TRUE;

  for (guint i = 0; i < reasons->len; i++) {
    const GwReason *reason = g_ptr_array_index (reasons, i);
    if (reason->is_for != is_for || is_about_signup (reason))
      continue;
    if (is_first)
      g_string_append_printf (text, "%s%s ", text->len ? "\n" : "", is_for ? "+" : "−");
    g_string_append_printf (text, "%s%s", is_first ? "" : "; ", reason->text);
    is_first = FALSE;
  }
}

static char *
make_reasons (const GPtrArray *reasons)
{
  GString *text = g_string_new (NULL);

  append_reasons (text, reasons, TRUE);
  append_reasons (text, reasons, FALSE);
  return g_string_free (text, FALSE);
}

static char *
make_haystack (GangwayProvider *self)
{
  g_autofree char *shown = gw_domain_display (self->domain);
  g_autofree char *all = g_strjoin ("\n", self->domain, shown, self->subtitle, self->reasons, NULL);

  return g_utf8_casefold (all, -1);
}

/* NULL: not known, or no https page. */
static char *
find_page (const GwFacts *facts, GwFactId id)
{
  const char *page = gw_facts_text (facts, id);

  return page && g_str_has_prefix (page, "https://") ? g_strdup (page) : NULL;
}

/* --- object --- */

static void
get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  GangwayProvider *self = GANGWAY_PROVIDER (object);

  switch (id) {
  case PROP_DOMAIN:
    g_value_take_string (value, gw_domain_display (self->domain));
    break;
  case PROP_SUBTITLE:
    g_value_set_string (value, self->subtitle);
    break;
  case PROP_REASONS:
    g_value_set_string (value, self->reasons);
    break;
  case PROP_TIER_LABEL:
    g_value_set_string (value, _ (tiers[self->tier].label));
    break;
  case PROP_TIER_CLASSES:
    g_value_set_boxed (value, tiers[self->tier].classes);
    break;
  case PROP_CHECK:
    g_value_set_string (value, self->check);
    break;
  case PROP_HAS_CHECK:
    g_value_set_boolean (value, self->check[0] != '\0');
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
clear_texts (GangwayProvider *self)
{
  g_clear_pointer (&self->subtitle, g_free);
  g_clear_pointer (&self->reasons, g_free);
  g_clear_pointer (&self->haystack, g_free);
  g_clear_pointer (&self->register_page, g_free);
  g_clear_pointer (&self->website, g_free);
}

static void
finalize (GObject *object)
{
  GangwayProvider *self = GANGWAY_PROVIDER (object);

  clear_texts (self);
  g_free (self->domain);
  g_free (self->check);
  G_OBJECT_CLASS (gangway_provider_parent_class)->finalize (object);
}

static void
gangway_provider_class_init (GangwayProviderClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = get_property;
  object_class->finalize = finalize;
  properties[PROP_DOMAIN] = g_param_spec_string ("domain", NULL, NULL, NULL, flags);
  properties[PROP_SUBTITLE] = g_param_spec_string ("subtitle", NULL, NULL, NULL, flags);
  properties[PROP_REASONS] = g_param_spec_string ("reasons", NULL, NULL, NULL, flags);
  properties[PROP_TIER_LABEL] = g_param_spec_string ("tier-label", NULL, NULL, NULL, flags);
  properties[PROP_TIER_CLASSES] =
      g_param_spec_boxed ("tier-classes", NULL, NULL, G_TYPE_STRV, flags);
  properties[PROP_CHECK] = g_param_spec_string ("check", NULL, NULL, NULL, flags);
  properties[PROP_HAS_CHECK] = g_param_spec_boolean ("has-check", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
gangway_provider_init (GangwayProvider *self)
{
  self->check = g_strdup ("");
}

static void
set_ranked (GangwayProvider *self, const GwRanking *ranking, const GwRanked *ranked)
{
  g_autoptr (GPtrArray) reasons = gw_rank_reasons (ranking, ranked);
  const GwFact *testing = &ranked->provider->facts.at[GW_FACT_TESTING_ALLOWED];

  clear_texts (self);
  self->tier = ranked->tier;
  self->signup = ranked->signup;
  self->subtitle = make_subtitle (ranked, reasons);
  self->reasons = make_reasons (reasons);
  self->haystack = make_haystack (self);
  self->register_page = find_page (&ranked->provider->facts, GW_FACT_REGISTER_PAGE);
  self->website = find_page (&ranked->provider->facts, GW_FACT_WEBSITE);
  self->allows_checks = !testing->known || testing->value.yes;
}

GangwayProvider *
gangway_provider_new (const GwRanking *ranking, const GwRanked *ranked)
{
  g_return_val_if_fail (ranking != NULL && ranked != NULL, NULL);

  GangwayProvider *self = g_object_new (GANGWAY_TYPE_PROVIDER, NULL);
  self->domain = g_strdup (ranked->provider->domain);
  set_ranked (self, ranking, ranked);
  return self;
}

void
gangway_provider_update (GangwayProvider *self, const GwRanking *ranking, const GwRanked *ranked)
{
  g_return_if_fail (GANGWAY_IS_PROVIDER (self) && ranking != NULL && ranked != NULL);
  g_return_if_fail (g_str_equal (ranked->provider->domain, self->domain));

  set_ranked (self, ranking, ranked);
  g_object_freeze_notify (G_OBJECT (self));
  for (guint id = PROP_SUBTITLE; id < PROP_CHECK; id++)
    g_object_notify_by_pspec (G_OBJECT (self), properties[id]);
  g_object_thaw_notify (G_OBJECT (self));
}

const char *
gangway_provider_get_domain (GangwayProvider *self)
{
  g_return_val_if_fail (GANGWAY_IS_PROVIDER (self), NULL);
  return self->domain;
}

GwTier
gangway_provider_get_tier (GangwayProvider *self)
{
  g_return_val_if_fail (GANGWAY_IS_PROVIDER (self), GW_TIER_OTHER);
  return self->tier;
}

gboolean
gangway_provider_is_in_app (GangwayProvider *self)
{
  g_return_val_if_fail (GANGWAY_IS_PROVIDER (self), FALSE);
  return self->tier != GW_TIER_REJECTED &&
         (self->signup == GW_SIGNUP_AT_ONCE || self->signup == GW_SIGNUP_PUZZLE ||
          self->signup == GW_SIGNUP_EMAIL);
}

gboolean
gangway_provider_allows_checks (GangwayProvider *self)
{
  g_return_val_if_fail (GANGWAY_IS_PROVIDER (self), FALSE);
  return self->allows_checks;
}

const char *
gangway_provider_get_register_page (GangwayProvider *self)
{
  g_return_val_if_fail (GANGWAY_IS_PROVIDER (self), NULL);
  return self->register_page;
}

const char *
gangway_provider_get_website (GangwayProvider *self)
{
  g_return_val_if_fail (GANGWAY_IS_PROVIDER (self), NULL);
  return self->website;
}

const char *
gangway_provider_get_subtitle (GangwayProvider *self)
{
  g_return_val_if_fail (GANGWAY_IS_PROVIDER (self), NULL);
  return self->subtitle;
}

const char *
gangway_provider_get_reasons (GangwayProvider *self)
{
  g_return_val_if_fail (GANGWAY_IS_PROVIDER (self), NULL);
  return self->reasons;
}

const char *
gangway_provider_get_check (GangwayProvider *self)
{
  g_return_val_if_fail (GANGWAY_IS_PROVIDER (self), NULL);
  return self->check;
}

void
gangway_provider_set_check (GangwayProvider *self, const char *text)
{
  g_return_if_fail (GANGWAY_IS_PROVIDER (self) && text != NULL);

  g_free (self->check);
  self->check = g_strdup (text);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CHECK]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HAS_CHECK]);
}

gboolean
gangway_provider_matches (GangwayProvider *self, const char *folded)
{
  g_return_val_if_fail (GANGWAY_IS_PROVIDER (self) && folded != NULL, FALSE);
  return strstr (self->haystack, folded) != NULL;
}
