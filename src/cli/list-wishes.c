/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads the lists of codes and words that the options of `gangway list` take. */
#include "cli/list-wishes.h"

#include "cli/opt.h"

/* As one writes them, and as the fact has them. */
static const char *const organization_words[] = {
    "company", "commercial-person", "private-person", "governmental", "non-governmental", NULL};
static const char *const organization_kinds[] = {"company", "commercial person", "private person",
                                                 "governmental", "non-governmental"};

static gboolean
refuse_word (const char *option, const char *word, const char *const *known, GError **error)
{
  const char *nearest = gw_opt_nearest (word, known);
  g_autofree char *all = g_strjoinv (", ", (char **)known);
  g_autofree char *detail =
      nearest
          ? g_strdup_printf (_ ("--%s does not know that word; did you mean %s?"), option, nearest)
          : g_strdup_printf (_ ("--%s takes one or more of these, with commas between them: "
                                "%s"),
                             option, all);

  gw_error_set (error, GW_ERROR_USAGE, NULL, detail);
  return FALSE;
}

/* "puzzle,email" -> their places in `known` as bits. NULL: none were given. */
static gboolean
parse_words (const char *option, const char *text, const char *const *known, guint *bits,
             GError **error)
{
  g_auto (GStrv) words = g_strsplit (text ? text : "", ",", -1);

  *bits = 0;
  if (text == NULL)
    return TRUE;
  for (char **word = words; *word; word++) {
    guint at = 0;
    while (known[at] && !g_str_equal (known[at], *word))
      at++;
    if (known[at] == NULL)
      return refuse_word (option, *word, known, error);
    *bits |= 1u << at;
  }
  return *bits != 0 || refuse_word (option, "", known, error);
}

/* "DE,ch" -> {"DE", "CH"}, or in lower case. */
static gboolean
parse_codes (const char *option, const char *text, gboolean upper, char ***codes, GError **error)
{
  if (text == NULL)
    return TRUE;

  g_autofree char *folded = upper ? g_ascii_strup (text, -1) : g_ascii_strdown (text, -1);
  g_auto (GStrv) words = g_strsplit (folded, ",", -1);
  gboolean good = words[0] != NULL;
  for (char **word = words; *word; word++)
    good =
        good && strlen (*word) == 2 && g_ascii_isalpha ((*word)[0]) && g_ascii_isalpha ((*word)[1]);
  if (good) {
    *codes = g_steal_pointer (&words);
    return TRUE;
  }
  g_autofree char *detail =
      g_strdup_printf (_ ("--%s takes codes of two letters with commas between them"), option);
  gw_error_set (error, GW_ERROR_USAGE, NULL, detail);
  return FALSE;
}

static gboolean
parse_signups (const char *text, guint *signups, GError **error)
{
  const char *names[GW_N_SIGNUPS + 1] = {NULL};

  for (int i = 0; i < GW_N_SIGNUPS; i++)
    names[i] = gw_signup_name (i);
  return parse_words ("signup", text, names, signups, error);
}

static gboolean
parse_organizations (const char *text, char ***organizations, GError **error)
{
  g_autoptr (GPtrArray) kinds = g_ptr_array_new_with_free_func (g_free);
  guint bits;

  if (!parse_words ("organization", text, organization_words, &bits, error))
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (organization_kinds); i++)
    if (bits & (1u << i))
      g_ptr_array_add (kinds, g_strdup (organization_kinds[i]));
  if (kinds->len == 0)
    return TRUE;
  g_ptr_array_add (kinds, NULL);
  *organizations = (char **)g_ptr_array_free (g_steal_pointer (&kinds), FALSE);
  return TRUE;
}

static gboolean
parse_cares (const char *option, const char *text, GwCare care, GwCare *cares, GError **error)
{
  const char *codes[GW_N_WEIGHTS + 1] = {NULL};
  guint bits;

  for (int id = 0; id < GW_N_WEIGHTS; id++)
    codes[id] = gw_rank_weights ()[id].code;
  if (!parse_words (option, text, codes, &bits, error))
    return FALSE;
  for (int id = 0; id < GW_N_WEIGHTS; id++)
    if (bits & (1u << id))
      cares[id] = care;
  return TRUE;
}

static gboolean
parse_lists (const GwWishOptions *written, GwWishes *wishes, GError **error)
{
  return parse_signups (written->signup, &wishes->signups, error) &&
         parse_codes ("country", written->country, TRUE, &wishes->countries, error) &&
         parse_codes ("language", written->language, FALSE, &wishes->languages, error) &&
         parse_organizations (written->organization, &wishes->organizations, error) &&
         parse_cares ("more", written->more, GW_CARE_MORE, wishes->cares, error) &&
         parse_cares ("less", written->less, GW_CARE_LESS, wishes->cares, error) &&
         parse_cares ("ignore", written->ignore, GW_CARE_NOT, wishes->cares, error);
}

GwWishes *
gw_list_wishes (const GwWishOptions *written, GError **error)
{
  g_return_val_if_fail (written != NULL, NULL);

  g_autoptr (GwWishes) wishes = gw_wishes_new ();
  if (!parse_lists (written, wishes, error))
    return NULL;
  wishes->in_app_only = written->in_app;
  wishes->no_puzzle = written->no_puzzle;
  wishes->no_email = written->no_email;
  wishes->allow_paid = written->paid;
  wishes->eu_only = written->eu;
  wishes->reset = written->reset;
  wishes->green = written->green;
  /* -1: not given */
  wishes->min_archive_days = MAX (written->min_archive, 0);
  wishes->min_upload_mb = MAX (written->min_upload, 0);
  wishes->min_years = MAX (written->min_years, 0);
  wishes->language = g_strdup (gw_i18n_language ());
  return g_steal_pointer (&wishes);
}
