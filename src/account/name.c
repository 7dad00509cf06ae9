/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names that can be read out over the telephone: an adjective, an animal, a number. Only plain
 * letters, digits and hyphens, which every server allows. */
#include "account/name.h"

#define NUMBER_FIRST 10
#define NUMBER_END   100

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

char *
gw_name_suggest (void)
{
  const char *adjective = adjectives[g_random_int_range (0, G_N_ELEMENTS (adjectives))];
  const char *animal = animals[g_random_int_range (0, G_N_ELEMENTS (animals))];

  return g_strdup_printf ("%s-%s-%d", adjective, animal,
                          g_random_int_range (NUMBER_FIRST, NUMBER_END));
}
