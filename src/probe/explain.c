/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows of words out of a row of the table. */
#include "probe/explain.h"

#include "base/i18n.h"

/* The labels of the states are those of the results. */
static const struct {
  const char *label;
  gsize offset; /* of a const char* in GwCheck */
  gboolean is_lines;
  gboolean is_cure;
} fields[] = {
    {N_ ("good"), offsetof (GwCheck, passes), FALSE, FALSE},
    {N_ ("notice"), offsetof (GwCheck, warns), FALSE, FALSE},
    {N_ ("bad"), offsetof (GwCheck, fails), FALSE, FALSE},
    {N_ ("see"), offsetof (GwCheck, reference), FALSE, FALSE},
    {N_ ("cure"), offsetof (GwCheck, cure), FALSE, TRUE},
    {"Prosody", offsetof (GwCheck, prosody), TRUE, TRUE},
    {"ejabberd", offsetof (GwCheck, ejabberd), TRUE, TRUE},
};

/* What only informs is neither good nor bad: what "passes" says is what it tells. */
static const char *
label_of (const GwCheck *check, gsize field)
{
  gboolean informs = check->warns == NULL && check->fails == NULL;

  return informs && fields[field].offset == offsetof (GwCheck, passes) ? _ ("info")
                                                                       : _ (fields[field].label);
}

static GArray *
collect (const GwCheck *check, gboolean cures_only)
{
  GArray *rows = g_array_new (FALSE, FALSE, sizeof (GwExplainRow));

  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++) {
    const char *text = G_STRUCT_MEMBER (const char *, check, fields[i].offset);
    if (text == NULL || (cures_only && !fields[i].is_cure))
      continue;
    GwExplainRow row = {label_of (check, i), fields[i].is_lines ? text : _ (text),
                        fields[i].is_lines};
    g_array_append_val (rows, row);
  }
  return rows;
}

GArray *
gw_explain_rows (const GwCheck *check)
{
  g_return_val_if_fail (check != NULL, NULL);

  return collect (check, FALSE);
}

GArray *
gw_explain_cures (const GwCheck *check)
{
  g_return_val_if_fail (check != NULL, NULL);

  return collect (check, TRUE);
}

const char *
gw_explain_title (const GwCheck *check)
{
  g_return_val_if_fail (check != NULL, NULL);

  return check->title ? _ (check->title) : check->id;
}

static const char *
translated (const char *text)
{
  return text ? _ (text) : NULL;
}

json_t *
gw_explain_json (const GwCheck *check)
{
  g_return_val_if_fail (check != NULL, NULL);

  return json_pack (
      "{s:s, s:s, s:b, s:s, s:s?, s:s?, s:s?, s:s?, s:s?, s:s?, s:s?}", "id", check->id, "group",
      gw_check_group_name (check->group), "quick", check->is_quick, "title",
      gw_explain_title (check), "passes", translated (check->passes), "warns",
      translated (check->warns), "fails", translated (check->fails), "reference", check->reference,
      "cure", translated (check->cure), "prosody", check->prosody, "ejabberd", check->ejabberd);
}
