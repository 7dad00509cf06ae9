/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Printing. */
#include "cli/output.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include "export/wrap.h"
#include "probe/report.h"

enum { WIDTH_DEFAULT = 80, WIDTH_MIN = 40, WIDTH_MAX = 120 };

/* Sixteen colours at most: they follow the person's theme. */
static const char *const escapes[] = {
    [GW_STYLE_PLAIN] = "",        [GW_STYLE_BOLD] = "\033[1m",  [GW_STYLE_DIM] = "\033[2m",
    [GW_STYLE_GOOD] = "\033[32m", [GW_STYLE_WARN] = "\033[33m", [GW_STYLE_BAD] = "\033[31m",
};

static gboolean
may_colour (int fd)
{
  const char *no_colour = g_getenv ("NO_COLOR");

  return isatty (fd) && (no_colour == NULL || *no_colour == '\0') &&
         g_strcmp0 (g_getenv ("TERM"), "dumb") != 0;
}

gboolean
gw_output_is_terminal (void)
{
  return isatty (STDOUT_FILENO);
}

int
gw_output_width (void)
{
  struct winsize size;
  guint64 columns;
  const char *variable = g_getenv ("COLUMNS");

  if (ioctl (STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
    return CLAMP (size.ws_col, WIDTH_MIN, WIDTH_MAX);
  if (variable && g_ascii_string_to_unsigned (variable, 10, 1, 10000, &columns, NULL))
    return CLAMP ((int)columns, WIDTH_MIN, WIDTH_MAX);
  return WIDTH_DEFAULT;
}

static gboolean
is_harmless (gunichar c)
{
  switch (g_unichar_type (c)) {
  case G_UNICODE_CONTROL:
  case G_UNICODE_FORMAT: /* among them those that turn the direction of writing */
  case G_UNICODE_SURROGATE:
    return FALSE;
  default:
    return TRUE;
  }
}

static char *
make_harmless (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *clean = g_string_sized_new (strlen (valid));

  for (const char *p = valid; *p; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);
    g_string_append_unichar (clean, c == '\n' || is_harmless (c) ? c : ' ');
  }
  return g_string_free (clean, FALSE);
}

static void
print_styled (FILE *stream, GwStyle style, const char *text)
{
  gboolean colour = style != GW_STYLE_PLAIN && may_colour (fileno (stream));
  g_autofree char *clean = make_harmless (text);

  if (colour)
    fputs (escapes[style], stream);
  fputs (clean, stream);
  if (colour)
    fputs ("\033[0m", stream);
}

void
gw_output_styled (GwStyle style, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_autofree char *text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  print_styled (stdout, style, text);
}

void
gw_output_say (GwStyle style, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_autofree char *text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  fflush (stdout);
  print_styled (stderr, style, text);
}

static void
print_paragraph (FILE *stream, GwStyle style, int indent, const char *text)
{
  g_autofree char *clean = make_harmless (text);
  g_auto (GStrv) lines = gw_wrap (clean, MAX (gw_output_width () - indent, WIDTH_MIN / 2));

  for (char **line = lines; *line; line++) {
    fprintf (stream, "%*s", indent, "");
    print_styled (stream, style, *line);
    fputc ('\n', stream);
  }
}

void
gw_output_paragraph (GwStyle style, int indent, const char *text)
{
  g_return_if_fail (text != NULL);

  print_paragraph (stdout, style, indent, text);
}

void
gw_output_say_paragraph (GwStyle style, int indent, const char *text)
{
  g_return_if_fail (text != NULL);

  fflush (stdout);
  print_paragraph (stderr, style, indent, text);
}

void
gw_output_json (json_t *document)
{
  g_return_if_fail (document != NULL);

  json_dumpf (document, stdout, gw_output_is_terminal () ? JSON_INDENT (2) : JSON_COMPACT);
  fputc ('\n', stdout);
  json_decref (document);
}

void
gw_output_json_line (json_t *document)
{
  g_return_if_fail (document != NULL);

  json_dumpf (document, stdout, JSON_COMPACT);
  fputc ('\n', stdout);
  fflush (stdout);
  json_decref (document);
}

json_t *
gw_output_error_json (const GError *error)
{
  g_return_val_if_fail (error != NULL, NULL);

  return json_pack ("{s:i, s:o}", "version", 1, "error",
                    gw_report_error (gw_error_code (error), error->message));
}

void
gw_output_error (const GError *error)
{
  g_return_if_fail (error != NULL);

  const char *next = gw_next_text (gw_error_next (gw_error_code (error)));

  fflush (stdout);
  print_paragraph (stderr, GW_STYLE_BAD, 0, error->message);
  if (*next)
    print_paragraph (stderr, GW_STYLE_PLAIN, 0, next);
}

GLogWriterOutput
gw_output_log (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer data)
{
  for (gsize i = 0; (level & G_LOG_LEVEL_MESSAGE) && i < n_fields; i++)
    if (g_str_equal (fields[i].key, "MESSAGE") && fields[i].length < 0) {
      fflush (stdout);
      print_paragraph (stderr, GW_STYLE_PLAIN, 0, fields[i].value);
      return G_LOG_WRITER_HANDLED;
    }
  return g_log_writer_default (level, fields, n_fields, data);
}

void
gw_output_progress (const GwCommon *common, const char *text)
{
  static gboolean shown;

  g_return_if_fail (common != NULL);

  if (common->quiet || common->json || !isatty (STDERR_FILENO) || (text == NULL && !shown))
    return;
  fflush (stdout);
  g_autofree char *clean = make_harmless (text ? text : "");
  fprintf (stderr, "\r\033[K%s", clean);
  fflush (stderr);
  shown = text != NULL;
}
