/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is printed: one JSON document or text for a terminal; colours only on a terminal without
 * NO_COLOR; progress only on a terminal, on standard error, and gone when it is over. */
#pragma once

#include "cli/cmd.h"

G_BEGIN_DECLS

/* Prints and frees; compact on a pipe, indented on a terminal. */
void gw_output_json (json_t *document);
/* One line of many (--ndjson), on its way at once. Prints and frees. */
void gw_output_json_line (json_t *document);
/* {"version":1,"error":{"code","text","next"}} */
json_t *gw_output_error_json (const GError *error);
/* Sentence, then the next step, on standard error. */
void gw_output_error (const GError *error);
/* GLogWriterFunc: a message (what could not be read, and was gone without) is told as a sentence,
 * on standard error; everything else goes where GLib sends it. */
GLogWriterOutput gw_output_log (GLogLevelFlags level, const GLogField *fields, gsize n_fields,
                                gpointer data);

typedef enum {
  GW_STYLE_PLAIN,
  GW_STYLE_BOLD,
  GW_STYLE_DIM,
  GW_STYLE_GOOD,
  GW_STYLE_WARN,
  GW_STYLE_BAD
} GwStyle;
/* Text to standard output in that style, where it may be coloured. Control characters other than
 * line breaks become blanks: names and sentences may come from a server. */
void gw_output_styled (GwStyle style, const char *format, ...) G_GNUC_PRINTF (2, 3);
gboolean gw_output_is_terminal (void);
int gw_output_width (void); /* columns, 80 when not known */
/* The same text to standard error, for a talk with the person. */
void gw_output_say (GwStyle style, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* A paragraph in that style, each line moved right by `indent` columns and broken to the width. */
void gw_output_paragraph (GwStyle style, int indent, const char *text);
/* The same to standard error. */
void gw_output_say_paragraph (GwStyle style, int indent, const char *text);

/* One line that replaces itself; NULL removes it. Nothing without a terminal or with --quiet. */
void gw_output_progress (const GwCommon *common, const char *text);

G_END_DECLS
