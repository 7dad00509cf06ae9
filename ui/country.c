/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names of countries (ISO 3166-1 alpha-2). */
#include "country.h"

#include <gangway.h>

static const struct {
  const char *code;
  const char *name;
} countries[] = {
    {"AR", N_ ("Argentina")},  {"AT", N_ ("Austria")},       {"AU", N_ ("Australia")},
    {"BE", N_ ("Belgium")},    {"BG", N_ ("Bulgaria")},      {"BR", N_ ("Brazil")},
    {"CA", N_ ("Canada")},     {"CH", N_ ("Switzerland")},   {"CL", N_ ("Chile")},
    {"CY", N_ ("Cyprus")},     {"CZ", N_ ("Czechia")},       {"DE", N_ ("Germany")},
    {"DK", N_ ("Denmark")},    {"EE", N_ ("Estonia")},       {"ES", N_ ("Spain")},
    {"FI", N_ ("Finland")},    {"FR", N_ ("France")},        {"GB", N_ ("United Kingdom")},
    {"GR", N_ ("Greece")},     {"HR", N_ ("Croatia")},       {"HU", N_ ("Hungary")},
    {"IE", N_ ("Ireland")},    {"IN", N_ ("India")},         {"IS", N_ ("Iceland")},
    {"IT", N_ ("Italy")},      {"JP", N_ ("Japan")},         {"LT", N_ ("Lithuania")},
    {"LU", N_ ("Luxembourg")}, {"LV", N_ ("Latvia")},        {"MD", N_ ("Moldova")},
    {"MT", N_ ("Malta")},      {"MX", N_ ("Mexico")},        {"NL", N_ ("Netherlands")},
    {"NO", N_ ("Norway")},     {"NZ", N_ ("New Zealand")},   {"PE", N_ ("Peru")},
    {"PL", N_ ("Poland")},     {"PT", N_ ("Portugal")},      {"RO", N_ ("Romania")},
    {"RS", N_ ("Serbia")},     {"RU", N_ ("Russia")},        {"SE", N_ ("Sweden")},
    {"SG", N_ ("Singapore")},  {"SI", N_ ("Slovenia")},      {"SK", N_ ("Slovakia")},
    {"UA", N_ ("Ukraine")},    {"US", N_ ("United States")},
};

const char *
gangway_country_name (const char *code)
{
  g_return_val_if_fail (code != NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (countries); i++)
    if (g_str_equal (countries[i].code, code))
      return _ (countries[i].name);
  return code;
}
