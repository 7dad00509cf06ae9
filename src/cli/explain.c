/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Prints rows of the table of checks. */
#include "cli/explain.h"

#include "cli/opt.h"
#include "cli/output.h"
#include "export/wrap.h"
#include "probe/explain.h"

enum { INDENT = 2, ID_WIDTH = 22, LABEL_WIDTH = 10 };

/* "  left   right, broken into lines\n" */
static void
print_pair (GwStyle style, const char *left, int width, const char *right)
{
  int column = INDENT + width;
  g_auto (GStrv) lines = gw_wrap (right, MAX (gw_output_width () - column, 20));

  gw_output_styled (GW_STYLE_PLAIN, "%*s", INDENT, "");
  gw_output_styled (style, "%s", left);
  gw_output_styled (GW_STYLE_PLAIN, "%*s", MAX (width - gw_wrap_columns (left), 1), "");
  for (char **line = lines; *line; line++)
    gw_output_styled (GW_STYLE_PLAIN, "%*s%s\n", line == lines ? 0 : column, "", *line);
}

/* To be copied, so never broken. */
static void
print_lines (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (char **line = lines; *line; line++)
    gw_output_styled (GW_STYLE_PLAIN, "%*s%s\n", 2 * INDENT, "", *line);
}

static void
print_check (const GwCheck *check)
{
  g_autoptr (GArray) rows = gw_explain_rows (check);

  gw_output_styled (GW_STYLE_BOLD, "%s", check->id);
  gw_output_styled (GW_STYLE_PLAIN, "\n");
  gw_output_paragraph (GW_STYLE_PLAIN, INDENT, gw_explain_title (check));
  gw_output_styled (GW_STYLE_PLAIN, "\n");
  for (guint i = 0; i < rows->len; i++) {
    const GwExplainRow *row = &g_array_index (rows, GwExplainRow, i);
    if (!row->is_lines) {
      print_pair (GW_STYLE_BOLD, row->label, LABEL_WIDTH, row->text);
      continue;
    }
    gw_output_styled (GW_STYLE_BOLD, "%*s%s", INDENT, "", row->label);
    gw_output_styled (GW_STYLE_PLAIN, "\n");
    print_lines (row->text);
  }
}

static void
print_group (GwCheckGroup group)
{
  gboolean has_title = FALSE;

  for (const GwCheck *check = gw_checks (); check->id; check++) {
    if (check->group != group)
      continue;
    if (!has_title)
      gw_output_styled (GW_STYLE_BOLD, "%s", gw_check_group_text (group));
    if (!has_title)
      gw_output_styled (GW_STYLE_PLAIN, "\n");
    has_title = TRUE;
    print_pair (GW_STYLE_PLAIN, check->id, ID_WIDTH, gw_explain_title (check));
  }
  if (has_title)
    gw_output_styled (GW_STYLE_PLAIN, "\n");
}

static void
print_all (gboolean json)
{
  json_t *array = json ? json_array () : NULL;

  for (const GwCheck *check = gw_checks (); json && check->id; check++)
    json_array_append_new (array, gw_explain_json (check));
  if (json) {
    gw_output_json (json_pack ("{s:i, s:o}", "version", 1, "checks", array));
    return;
  }
  for (int group = 0; group < GW_N_GROUPS; group++)
    print_group ((GwCheckGroup)group);
  gw_output_paragraph (GW_STYLE_PLAIN, 0,
                       _ ("gangway probe --explain CHECK says more about one of them."));
}

static void
refuse (const char *what, GError **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();

  for (const GwCheck *check = gw_checks (); check->id; check++)
    g_ptr_array_add (ids, (gpointer)check->id);
  g_ptr_array_add (ids, NULL);
  const char *nearest = gw_opt_nearest (what, (const char *const *)ids->pdata);
  if (nearest)
    gw_opt_refuse (error, _ ("there is no check %s; did you mean %s?"), what, nearest);
  else
    gw_opt_refuse (error, _ ("there is no check %s; gangway probe --explain list names them"),
                   what);
}

GwExit
gw_explain (const GwCommon *common, const char *what, GError **error)
{
  g_return_val_if_fail (common != NULL && what != NULL, GW_EXIT_GENERAL);

  if (g_str_equal (what, "list") || g_str_equal (what, "all")) {
    print_all (common->json);
    return GW_EXIT_DONE;
  }
  const GwCheck *check = gw_check_find (what);
  if (check == NULL) {
    refuse (what, error);
    return GW_EXIT_USAGE;
  }
  if (common->json)
    gw_output_json (json_pack ("{s:i, s:o}", "version", 1, "check", gw_explain_json (check)));
  else
    print_check (check);
  return GW_EXIT_DONE;
}
