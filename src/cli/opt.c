/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parser of options. */
#include "cli/opt.h"

enum { NEAR_DISTANCE = 2, NAME_MAX_BYTES = 40 };

const GwOpt gw_common_options[] = {
    {"profile", GW_OPT_TEXT, offsetof (GwCommon, profile), N_ ("FILE"),
     N_ ("settings: resolver, trust-anchor, ca-file, list, catalogue-url, proxy, doh, allow-local")},
    {"resolver", GW_OPT_TEXT, offsetof (GwCommon, resolver), N_ ("IP[@PORT]"),
     N_ ("ask this name server instead of the system's")},
    {"trust-anchor", GW_OPT_TEXT, offsetof (GwCommon, trust_anchor), N_ ("FILE"),
     N_ ("check DNSSEC by the keys in this file (DS or DNSKEY)")},
    {"ca-file", GW_OPT_TEXT, offsetof (GwCommon, ca_file), N_ ("FILE"),
     N_ ("trust the certificates in this file too (PEM)")},
    {"catalogue-url", GW_OPT_TEXT, offsetof (GwCommon, catalogue_url), N_ ("URL"),
     N_ ("fetch the public list from here")},
    {"proxy", GW_OPT_TEXT, offsetof (GwCommon, proxy), N_ ("URL"),
     N_ ("connect through socks5h://ADDRESS:PORT only, with all names; or the word tor")},
    {"doh", GW_OPT_TEXT, offsetof (GwCommon, doh), N_ ("URL"),
     N_ ("ask this server for names, by DNS over HTTPS")},
    {"lang", GW_OPT_TEXT, offsetof (GwCommon, lang), N_ ("de|en"), N_ ("speak German or English")},
    {"json", GW_OPT_FLAG, offsetof (GwCommon, json), NULL, N_ ("print one JSON document")},
    {"quiet", GW_OPT_FLAG, offsetof (GwCommon, quiet), NULL,
     N_ ("print the result and errors only")},
    {"verbose", GW_OPT_FLAG, offsetof (GwCommon, verbose), NULL,
     N_ ("print more; never anything secret")},
    {"help", GW_OPT_FLAG, offsetof (GwCommon, help), NULL, N_ ("print this help")},
    {"version", GW_OPT_FLAG, offsetof (GwCommon, version), NULL, N_ ("print the version")},
    {NULL},
};

/* An option as written: name up to '=' and what follows it. */
typedef struct {
  char *name;
  const char *value; /* NULL: no '=' */
} Written;

void
gw_opt_init (const GwOptSet *set)
{
  for (const GwOpt *option = set->options; option && option->name; option++)
    if (option->kind == GW_OPT_NUMBER)
      G_STRUCT_MEMBER (int, set->values, option->offset) = -1;
}

/* Levenshtein's distance; both are short. */
static guint
distance (const char *a, const char *b)
{
  gsize length = strlen (b);
  guint row[NAME_MAX_BYTES + 1];

  for (gsize j = 0; j <= length; j++)
    row[j] = (guint)j;
  for (gsize i = 0; a[i]; i++) {
    guint diagonal = row[0];
    row[0] = (guint)i + 1;
    for (gsize j = 0; j < length; j++) {
      guint change = diagonal + (a[i] != b[j]);
      diagonal = row[j + 1];
      row[j + 1] = MIN (change, MIN (diagonal, row[j]) + 1);
    }
  }
  return row[length];
}

const char *
gw_opt_nearest (const char *typed, const char *const *names)
{
  const char *nearest = NULL;
  guint least = NEAR_DISTANCE + 1;

  g_return_val_if_fail (typed != NULL && names != NULL, NULL);

  if (strlen (typed) > NAME_MAX_BYTES)
    return NULL;
  for (; *names; names++) {
    guint away = strlen (*names) <= NAME_MAX_BYTES ? distance (typed, *names) : least;
    /* The beginning of a name is as good as the name. */
    if (strlen (typed) > 1 && g_str_has_prefix (*names, typed))
      away = 1;
    if (away < least && away < strlen (*names)) {
      least = away;
      nearest = *names;
    }
  }
  return nearest;
}

static const char *
nearest_option (const GwOptSet *sets, const char *typed)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (; sets->options; sets++)
    for (const GwOpt *option = sets->options; option->name; option++)
      g_ptr_array_add (names, (gpointer)option->name);
  g_ptr_array_add (names, NULL);
  return gw_opt_nearest (typed, (const char *const *)names->pdata);
}

gboolean
gw_opt_refuse (GError **error, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_autofree char *detail = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  gw_error_set (error, GW_ERROR_USAGE, NULL, detail);
  return FALSE;
}

static gboolean
refuse_unknown (const GwOptSet *sets, const char *name, GError **error)
{
  const char *nearest = nearest_option (sets, name);

  if (nearest)
    return gw_opt_refuse (error, _ ("there is no option --%s; did you mean --%s?"), name, nearest);
  return gw_opt_refuse (error, _ ("there is no option --%s"), name);
}

static const GwOpt *
find_option (const GwOptSet *sets, const char *name, gpointer *values)
{
  for (; sets->options; sets++) {
    for (const GwOpt *option = sets->options; option->name; option++) {
      if (g_str_equal (option->name, name)) {
        *values = sets->values;
        return option;
      }
    }
  }
  return NULL;
}

static gboolean
store (const GwOpt *option, gpointer values, const char *value, GError **error)
{
  guint64 number;

  if (option->kind == GW_OPT_TEXT) {
    G_STRUCT_MEMBER (const char *, values, option->offset) = value;
    return TRUE;
  }
  if (!g_ascii_string_to_unsigned (value, 10, 0, G_MAXINT, &number, NULL))
    return gw_opt_refuse (error, _ ("--%s takes a whole number, 0 or more"), option->name);
  G_STRUCT_MEMBER (int, values, option->offset) = (int)number;
  return TRUE;
}

/* `words`: at the option; moved past it and its value. */
static gboolean
read_option (const GwOptSet *sets, const Written *written, char ***words, GError **error)
{
  gpointer values;
  const GwOpt *option = find_option (sets, written->name, &values);
  const char *value = written->value;

  if (option == NULL)
    return refuse_unknown (sets, written->name, error);
  (*words)++;
  if (option->kind == GW_OPT_FLAG) {
    if (value)
      return gw_opt_refuse (error, _ ("--%s takes no value"), option->name);
    G_STRUCT_MEMBER (gboolean, values, option->offset) = TRUE;
    return TRUE;
  }
  if (value == NULL) {
    /* The next option was hardly meant as a value; one that looks like that follows a '='. */
    if (**words == NULL || g_str_has_prefix (**words, "--"))
      return gw_opt_refuse (error, _ ("--%s needs a value"), option->name);
    value = *(*words)++;
  }
  return store (option, values, value, error);
}

static gboolean
is_option (const char *word)
{
  return word[0] == '-' && word[1] != '\0';
}

static Written
split (const char *word)
{
  if (g_str_equal (word, "-h"))
    return (Written){g_strdup ("help"), NULL};
  const char *name = word + (word[1] == '-' ? 2 : 1);
  const char *equals = strchr (name, '=');
  return (Written){equals ? g_strndup (name, (gsize)(equals - name)) : g_strdup (name),
                   equals ? equals + 1 : NULL};
}

gboolean
gw_opt_parse (const GwOptSet *sets, char ***words, GPtrArray *arguments, GError **error)
{
  gboolean only_words = FALSE;

  g_return_val_if_fail (sets != NULL && words != NULL, FALSE);

  while (**words) {
    if (!only_words && g_str_equal (**words, "--")) {
      only_words = TRUE;
      (*words)++;
    } else if (only_words || !is_option (**words)) {
      if (arguments == NULL)
        return TRUE;
      g_ptr_array_add (arguments, *(*words)++);
    } else if ((**words)[1] != '-' && !g_str_equal (**words, "-h")) {
      return gw_opt_refuse (error, "%s", _ ("options have long names and begin with two dashes"));
    } else {
      Written written = split (**words);
      gboolean read = read_option (sets, &written, words, error);
      g_free (written.name);
      if (!read)
        return FALSE;
    }
  }
  return TRUE;
}

gboolean
gw_opt_peek_flag (char **words, const char *name)
{
  for (; *words && !g_str_equal (*words, "--"); words++)
    if (g_str_has_prefix (*words, "--") && g_str_equal (*words + 2, name))
      return TRUE;
  return FALSE;
}

const char *
gw_opt_peek_text (char **words, const char *name)
{
  for (; *words && !g_str_equal (*words, "--"); words++) {
    if (!g_str_has_prefix (*words, "--") || !g_str_has_prefix (*words + 2, name))
      continue;
    const char *rest = *words + 2 + strlen (name);
    if (*rest == '=')
      return rest + 1;
    if (*rest == '\0')
      return words[1];
  }
  return NULL;
}
