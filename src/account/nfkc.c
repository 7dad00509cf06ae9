/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Decompose, order, compose (UAX #15 section 1.3), with the tables of GLib. */
#include "account/nfkc.h"

/* From the end on, so that what is not read yet can move out of the way. */
static gboolean
decompose (gunichar *text, gsize *length, gsize max)
{
  for (gsize at = *length; at-- > 0;) {
    gunichar parts[GW_NFKC_GROWTH];
    gsize n = g_unichar_fully_decompose (text[at], TRUE, parts, G_N_ELEMENTS (parts));

    if (*length - 1 + n > max)
      return FALSE;
    memmove (text + at + n, text + at + 1, (*length - at - 1) * sizeof *text);
    memcpy (text + at, parts, n * sizeof *text);
    *length += n - 1;
    explicit_bzero (parts, sizeof parts);
  }
  return TRUE;
}

static void
order (gunichar *text, gsize length)
{
  for (gsize i = 1; i < length; i++) {
    gunichar c = text[i];
    int class = g_unichar_combining_class (c);
    gsize to = i;

    while (class != 0 && to > 0 && g_unichar_combining_class (text[to - 1]) > class) {
      text[to] = text[to - 1];
      to--;
    }
    text[to] = c;
  }
}

static gsize
compose (gunichar *text, gsize length)
{
  gsize kept = 0, starter = 0;
  gboolean has_starter = FALSE;
  int before = 0; /* class of the last mark that was kept since the starter; 0: none */

  for (gsize i = 0; i < length; i++) {
    gunichar c = text[i], composed;
    int class = g_unichar_combining_class (c);
    gboolean is_next = kept == starter + 1;

    if (has_starter && (is_next || (before < class && before != 0)) &&
        g_unichar_compose (text[starter], c, &composed)) {
      text[starter] = composed;
      continue;
    }
    if (class == 0) {
      starter = kept;
      has_starter = TRUE;
    }
    before = class;
    text[kept++] = c;
  }
  return kept;
}

gboolean
gw_nfkc (gunichar *text, gsize *length, gsize max)
{
  g_return_val_if_fail (text != NULL && *length <= max, FALSE);

  if (!decompose (text, length, max))
    return FALSE;
  order (text, *length);
  *length = compose (text, *length);
  return TRUE;
}
