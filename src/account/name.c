/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names that can be read out over the telephone: an adjective, an animal, a number. Only plain
 * letters, digits and hyphens, which every server allows. */
#include "account/name.h"

#include "base/jid.h"

#define NUMBER_FIRST 10
#define NUMBER_END   100
#define TRIES        16

static const char *const adjectives[] = {
    "agile",  "amber",  "brave",  "bright", "calm",    "clever",  "cosy",   "crisp",  "early",
    "eager",  "fair",   "fond",   "free",   "fresh",   "gentle",  "glad",   "golden", "good",
    "green",  "happy",  "honest", "jolly",  "keen",    "kind",    "light",  "lively", "lucky",
    "merry",  "mild",   "neat",   "nimble", "noble",   "patient", "proud",  "quick",  "quiet",
    "rapid",  "ready",  "royal",  "silver", "sincere", "smart",   "snowy",  "soft",   "solid",
    "spry",   "steady", "sunny",  "sure",   "sweet",   "swift",   "tender", "tidy",   "trusty",
    "upbeat", "vivid",  "warm",   "wise",   "witty",   "woolly",  "young",  "zesty",
};

static const char *const animals[] = {
    "badger",  "beaver",  "bison",   "bunting", "camel",    "cat",     "crane",    "curlew",
    "deer",    "dolphin", "dove",    "duck",    "eagle",    "egret",   "falcon",   "ferret",
    "finch",   "fox",     "gecko",   "goose",   "hare",     "hawk",    "hedgehog", "heron",
    "ibex",    "ibis",    "jackdaw", "koala",   "lark",     "lemur",   "linnet",   "llama",
    "lynx",    "magpie",  "marmot",  "marten",  "mole",     "newt",    "otter",    "owl",
    "panda",   "pelican", "penguin", "pigeon",  "plover",   "pony",    "puffin",   "quail",
    "rabbit",  "raven",   "robin",   "salmon",  "seal",     "sparrow", "squirrel", "stork",
    "swallow", "swan",    "swift",   "thrush",  "tortoise", "turtle",  "wagtail",  "wren",
};

#define N_ADJECTIVES G_N_ELEMENTS (adjectives)
#define N_ANIMALS    G_N_ELEMENTS (animals)

/* Two digits that some people use as a sign of the far right in Germany, which nobody should get by
 * chance. */
static gboolean
is_code (guint number)
{
  return number == 14 || number == 18 || number == 28 || number == 88;
}

char *
gw_name_suggest (void)
{
  const char *adjective = adjectives[g_random_int_range (0, N_ADJECTIVES)];
  const char *animal = animals[g_random_int_range (0, N_ANIMALS)];
  guint number;

  do
    number = (guint)g_random_int_range (NUMBER_FIRST, NUMBER_END);
  while (is_code (number));
  return g_strdup_printf ("%s-%s-%u", adjective, animal, number);
}

/* Length of `local` without the number at its end and what stands before that. All of it, when
 * nothing else would be left. */
static gsize
stem_length (const char *local)
{
  gsize length = strlen (local);

  while (length > 0 && g_ascii_isdigit (local[length - 1]))
    length--;
  while (length > 0 && strchr ("-._", local[length - 1]) != NULL)
    length--;
  return length > 0 ? length : strlen (local);
}

static gboolean
is_ascii (const char *text)
{
  while (*text && g_ascii_isprint (*text))
    text++;
  return *text == '\0';
}

/* Where the animal at the end of "quiet-otter" begins; NULL: there is none. */
static char *
find_animal (char *stem)
{
  char *hyphen = strrchr (stem, '-');

  for (gsize i = 0; hyphen != NULL && i < N_ANIMALS; i++)
    if (g_str_equal (hyphen + 1, animals[i]))
      return hyphen + 1;
  return NULL;
}

/* 20 to 49: years of birth that hardly anybody who needs an address has. */
static guint
small_number (guint lot)
{
  guint number = 20 + lot % 30;

  return is_code (number) ? 50 : number;
}

char *
gw_name_near_by (const char *local, GwNameWay way, guint lot)
{
  g_autofree char *stem = NULL;
  const char *ending;
  char *animal;

  g_return_val_if_fail (local != NULL && way < GW_NAME_N_WAYS, NULL);

  stem = g_strndup (local, stem_length (local));
  ending = local + strlen (stem);
  animal = find_animal (stem);
  switch (way) {
  case GW_NAME_OTHER_NUMBER:
    /* "7-23" rather than "723", and "quiet-otter-48" as it was. */
    return g_strdup_printf ("%s%s%u", stem,
                            animal || g_ascii_isdigit (stem[strlen (stem) - 1]) ? "-" : "",
                            small_number (lot));
  case GW_NAME_ANIMAL:
    if (animal == NULL)
      return is_ascii (stem) ? g_strconcat (stem, "-", animals[lot % N_ANIMALS], NULL) : NULL;
    *animal = '\0';
    return g_strconcat (stem, animals[lot % N_ANIMALS], ending, NULL);
  case GW_NAME_ADJECTIVE:
    return is_ascii (stem) && animal == NULL
               ? g_strconcat (adjectives[lot % N_ADJECTIVES], "-", stem, NULL)
               : NULL;
  default:
    return NULL;
  }
}

static gboolean
is_new (const GPtrArray *names, const char *local, const char *name)
{
  return !g_str_equal (name, local) &&
         !g_ptr_array_find_with_equal_func ((GPtrArray *)names, name, g_str_equal, NULL);
}

char **
gw_name_near (const char *local, guint n)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  g_return_val_if_fail (local != NULL, NULL);

  /* Some ways suit not every name, and a lot may be drawn twice. */
  for (guint i = 0; i < TRIES * GW_NAME_N_WAYS && names->len < n; i++) {
    g_autofree char *near = gw_name_near_by (local, i % GW_NAME_N_WAYS, g_random_int ());
    g_autofree char *kept = near != NULL ? gw_localpart_normalize (near, NULL) : NULL;
    if (kept != NULL && is_new (names, local, kept))
      g_ptr_array_add (names, g_steal_pointer (&kept));
  }
  g_ptr_array_add (names, NULL);
  return (char **)g_ptr_array_free (g_steal_pointer (&names), FALSE);
}
