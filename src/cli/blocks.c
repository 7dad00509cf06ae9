/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Averages the picture into points, and finds for each cell the two colours that lose least. */
#include "cli/blocks.h"

#include <string.h>

enum { POINTS = 4, CHANNELS = 3, COLUMNS_MAX = 400 };

/* Bit 0: upper left, 1: upper right, 2: lower left, 3: lower right. */
static const char *const quadrants[] = {" ", "▘", "▝", "▀", "▖", "▌", "▞", "▛",
                                        "▗", "▚", "▐", "▜", "▄", "▙", "▟", "█"};

typedef struct {
  guint columns, rows; /* of points */
  guint8 (*points)[CHANNELS];
} Raster;

typedef struct {
  guint bits; /* the points of the ink */
  guint8 ink[CHANNELS], paper[CHANNELS];
} Cell;

/* --- from pixels to points ---------------------------------------------------------------------
 */

/* The pixels [from, to) of point `at` of `count`; at least one. */
static void
span (guint at, guint count, guint pixels, guint *from, guint *to)
{
  *from = (guint)((guint64)at * pixels / count);
  *to = (guint)((guint64)(at + 1) * pixels / count);
  if (*to <= *from)
    *to = *from + 1;
}

static void
average (const GwPicture *picture, guint x, guint y, const Raster *raster, guint8 *point)
{
  guint left, right, top, bottom;
  guint64 sums[CHANNELS] = {0};

  span (x, raster->columns, picture->width, &left, &right);
  span (y, raster->rows, picture->height, &top, &bottom);
  for (guint row = top; row < bottom; row++)
    for (guint column = left; column < right; column++)
      for (guint i = 0; i < CHANNELS; i++)
        sums[i] += picture->rgb[((gsize)row * picture->width + column) * CHANNELS + i];
  for (guint i = 0; i < CHANNELS; i++)
    point[i] = (guint8)(sums[i] / ((guint64)(right - left) * (bottom - top)));
}

/* Two points across and two down for each cell. */
static Raster
measure (const GwPicture *picture, guint columns)
{
  guint cells = CLAMP (columns, 1, MIN (picture->width, COLUMNS_MAX));
  guint64 rows =
      ((guint64)cells * picture->height + picture->width) / (2 * (guint64)picture->width);

  if (rows > GW_BLOCKS_ROWS_MAX) {
    rows = GW_BLOCKS_ROWS_MAX;
    cells = (guint)MAX (2 * rows * picture->width / picture->height, 1);
  }
  return (Raster){2 * cells, 2 * (guint)MAX (rows, 1), NULL};
}

static Raster
rasterize (const GwPicture *picture, guint columns)
{
  Raster raster = measure (picture, columns);

  raster.points = g_malloc_n ((gsize)raster.columns * raster.rows, CHANNELS);
  for (guint y = 0; y < raster.rows; y++)
    for (guint x = 0; x < raster.columns; x++)
      average (picture, x, y, &raster, raster.points[(gsize)y * raster.columns + x]);
  return raster;
}

static const guint8 *
point_of (const Raster *raster, guint column, guint row, guint bit)
{
  gsize y = 2 * (gsize)row + bit / 2, x = 2 * (gsize)column + bit % 2;

  return raster->points[y * raster->columns + x];
}

/* --- cells in two colours ----------------------------------------------------------------------
 */

/* The mean colour of the points of `bits`, and what is lost when all of them get it. */
static guint
mean_of (const guint8 *const points[POINTS], guint bits, guint8 *mean)
{
  guint count = 0, loss = 0, sums[CHANNELS] = {0};

  for (guint p = 0; p < POINTS; p++)
    for (guint i = 0; (bits >> p & 1) && i < CHANNELS; i++) {
      sums[i] += points[p][i];
      count += i == 0;
    }
  for (guint i = 0; i < CHANNELS; i++)
    mean[i] = count > 0 ? (guint8)(sums[i] / count) : 0;
  for (guint p = 0; p < POINTS; p++)
    for (guint i = 0; (bits >> p & 1) && i < CHANNELS; i++) {
      int off = points[p][i] - mean[i];
      loss += (guint)(off * off);
    }
  return loss;
}

/* The lower right point is always paper: eight ways to part four points in two. */
static Cell
choose_colours (const guint8 *const points[POINTS])
{
  Cell best = {0};
  guint least = G_MAXUINT;

  for (guint bits = 0; bits < 8; bits++) {
    Cell cell = {.bits = bits};
    guint loss = mean_of (points, bits, cell.ink) + mean_of (points, 0xf & ~bits, cell.paper);
    if (loss < least) {
      least = loss;
      best = cell;
    }
  }
  return best;
}

/* The nearest of 6 x 6 x 6 colours (from 16) or 24 greys (from 232). */
static guint
nearest_of_256 (const guint8 *colour)
{
  static const int levels[] = {0, 95, 135, 175, 215, 255};
  guint index = 0, cube_loss = 0;
  int grey = CLAMP (((colour[0] + colour[1] + colour[2]) / 3 - 3) / 10, 0, 23);
  guint grey_loss = 0;

  for (guint i = 0; i < CHANNELS; i++) {
    int nearest = 0;
    for (int level = 1; level < 6; level++)
      if (ABS (levels[level] - colour[i]) < ABS (levels[nearest] - colour[i]))
        nearest = level;
    index = index * 6 + (guint)nearest;
    cube_loss += (guint)((levels[nearest] - colour[i]) * (levels[nearest] - colour[i]));
    grey_loss += (guint)((8 + 10 * grey - colour[i]) * (8 + 10 * grey - colour[i]));
  }
  return grey_loss < cube_loss ? 232 + (guint)grey : 16 + index;
}

static void
append_colour (GString *line, guint place, const guint8 *colour, GwBlocksColours colours)
{
  if (colours == GW_BLOCKS_TRUE)
    g_string_append_printf (line, "\033[%u;2;%u;%u;%um", place, colour[0], colour[1], colour[2]);
  else
    g_string_append_printf (line, "\033[%u;5;%um", place, nearest_of_256 (colour));
}

static char *
draw_coloured (const Raster *raster, guint row, GwBlocksColours colours)
{
  GString *line = g_string_new (NULL);

  for (guint column = 0; column < raster->columns / 2; column++) {
    const guint8 *points[POINTS];
    for (guint bit = 0; bit < POINTS; bit++)
      points[bit] = point_of (raster, column, row, bit);
    Cell cell = choose_colours (points);
    append_colour (line, 48, cell.paper, colours);
    if (cell.bits)
      append_colour (line, 38, cell.ink, colours);
    g_string_append (line, quadrants[cell.bits]);
  }
  g_string_append (line, "\033[0m");
  return g_string_free (line, FALSE);
}

/* --- without colours ---------------------------------------------------------------------------
 */

static guint
brightness (const guint8 *point)
{
  return (299u * point[0] + 587u * point[1] + 114u * point[2]) / 1000;
}

/* After Otsu: the threshold at which the two classes lie farthest apart. */
static guint
find_threshold (const guint64 *counts)
{
  guint64 total = 0, sum = 0, below = 0, sum_below = 0;
  guint best = 0;
  double widest = -1;

  for (guint level = 0; level < 256; level++) {
    total += counts[level];
    sum += level * counts[level];
  }
  for (guint level = 0; level < 255; level++) {
    below += counts[level];
    sum_below += level * counts[level];
    if (below == 0 || below == total)
      continue;
    double apart =
        (double)sum_below / (double)below - (double)(sum - sum_below) / (double)(total - below);
    double width = (double)below * (double)(total - below) * apart * apart;
    if (width > widest) {
      widest = width;
      best = level;
    }
  }
  return best;
}

typedef struct {
  guint threshold;
  gboolean is_dark; /* the ink is what is dark */
} Ink;

/* Whatever there is less of, so that it does not matter which colours the terminal has. */
static Ink
find_ink (const Raster *raster)
{
  gsize n = (gsize)raster->columns * raster->rows;
  guint64 counts[256] = {0}, dark = 0;
  Ink ink;

  for (gsize i = 0; i < n; i++)
    counts[brightness (raster->points[i])]++;
  ink.threshold = find_threshold (counts);
  for (guint level = 0; level <= ink.threshold; level++)
    dark += counts[level];
  ink.is_dark = 2 * dark <= n;
  return ink;
}

static char *
draw_mono (const Raster *raster, guint row, Ink ink)
{
  GString *line = g_string_new (NULL);

  for (guint column = 0; column < raster->columns / 2; column++) {
    guint bits = 0;
    for (guint bit = 0; bit < POINTS; bit++) {
      gboolean is_dark = brightness (point_of (raster, column, row, bit)) <= ink.threshold;
      bits |= (guint)(is_dark == ink.is_dark) << bit;
    }
    g_string_append (line, quadrants[bits]);
  }
  return g_string_free (line, FALSE);
}

char **
gw_blocks_draw (const GwPicture *picture, guint columns, GwBlocksColours colours)
{
  g_return_val_if_fail (picture != NULL && picture->width > 0 && picture->height > 0, NULL);

  Raster raster = rasterize (picture, columns);
  Ink ink = find_ink (&raster);
  char **lines = g_new0 (char *, raster.rows / 2 + 1);

  for (guint row = 0; row < raster.rows / 2; row++)
    lines[row] = colours == GW_BLOCKS_MONO ? draw_mono (&raster, row, ink)
                                           : draw_coloured (&raster, row, colours);
  g_free (raster.points);
  return lines;
}

GwBlocksColours
gw_blocks_colours_of (const char *no_color, const char *colorterm, const char *term)
{
  if ((no_color && *no_color) || g_strcmp0 (term, "dumb") == 0)
    return GW_BLOCKS_MONO;
  if (colorterm && (strstr (colorterm, "truecolor") || strstr (colorterm, "24bit")))
    return GW_BLOCKS_TRUE;
  return term && strstr (term, "256color") ? GW_BLOCKS_256 : GW_BLOCKS_MONO;
}

GwBlocksColours
gw_blocks_colours_here (void)
{
  return gw_blocks_colours_of (g_getenv ("NO_COLOR"), g_getenv ("COLORTERM"), g_getenv ("TERM"));
}
