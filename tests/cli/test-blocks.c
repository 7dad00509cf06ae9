/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pictures as block characters: tiny ones, to the letter. */
#include "cli/blocks.h"

#include <string.h>

/* One letter a pixel. */
static const struct {
  char letter;
  guint8 rgb[3];
} palette[] = {{'k', {0, 0, 0}},      {'w', {255, 255, 255}}, {'r', {255, 0, 0}},
               {'b', {0, 0, 255}},    {'g', {128, 128, 128}}, {'d', {10, 10, 10}},
               {'p', {250, 250, 250}}};

static GwPicture *
paint (const char *const *rows)
{
  GwPicture *picture = g_new0 (GwPicture, 1);

  picture->width = (guint)strlen (rows[0]);
  picture->height = g_strv_length ((char **)rows);
  picture->rgb = g_malloc0_n ((gsize)picture->width * picture->height, 3);
  for (guint i = 0; i < picture->width * picture->height; i++)
    for (gsize p = 0; p < G_N_ELEMENTS (palette); p++)
      if (palette[p].letter == rows[i / picture->width][i % picture->width])
        memcpy (picture->rgb + 3 * (gsize)i, palette[p].rgb, 3);
  return picture;
}

typedef struct {
  const char *name;
  const char *rows[9];
  guint columns;
  GwBlocksColours colours;
  const char *text; /* the lines, joined by | */
} Case;

/* A cell takes a pixel across and two down; each pixel is two points. */
static const Case cases[] = {
    {"mono/dark-ink", {"kwww", "wwww", "wwww", "wwww"}, 4, GW_BLOCKS_MONO, "▀   |    "},
    {"mono/light-ink", {"wkkk", "kkkk", "kkkk", "kkkk"}, 4, GW_BLOCKS_MONO, "▀   |    "},
    {"mono/uneven-paper", {"kwpw", "pwpw", "wwww", "dkpw"}, 4, GW_BLOCKS_MONO, "▀   |▄▄  "},
    {"mono/narrow", {"kwwk", "kwww", "wwww", "wwww"}, 2, GW_BLOCKS_MONO, "▘▝"},
    {"true/plain",
     {"rr", "rr"},
     2,
     GW_BLOCKS_TRUE,
     "\033[48;2;255;0;0m \033[48;2;255;0;0m \033[0m"},
    {"true/two", {"r", "b"}, 1, GW_BLOCKS_TRUE, "\033[48;2;0;0;255m\033[38;2;255;0;0m▀\033[0m"},
    {"true/three-of-one",
     {"rb", "bb"},
     1,
     GW_BLOCKS_TRUE,
     "\033[48;2;0;0;255m\033[38;2;255;0;0m▘\033[0m"},
    {"256/cube", {"r", "b"}, 1, GW_BLOCKS_256, "\033[48;5;21m\033[38;5;196m▀\033[0m"},
    {"256/grey", {"g", "g"}, 1, GW_BLOCKS_256, "\033[48;5;244m \033[0m"},
    {"one-pixel", {"k"}, 80, GW_BLOCKS_MONO, " "},
};

static void
test_case (gconstpointer data)
{
  const Case *row = data;
  GwPicture *picture = paint (row->rows);
  g_auto (GStrv) lines = gw_blocks_draw (picture, row->columns, row->colours);
  g_autofree char *text = g_strjoinv ("|", lines);

  g_assert_cmpstr (text, ==, row->text);
  g_free (picture->rgb);
  g_free (picture);
}

static guint
columns_of (const char *line)
{
  return (guint)g_utf8_strlen (line, -1);
}

/* Wide and high ones keep within the terminal and GW_BLOCKS_ROWS_MAX. */
static void
test_sizes (void)
{
  static const struct {
    guint width, height, columns, wide, high;
  } sizes[] = {{200, 100, 80, 80, 20}, {200, 100, 300, 200, 50}, {1, 1000, 80, 1, 60},
               {1000, 1, 80, 80, 1},   {300, 1200, 100, 30, 60}, {100, 100, 0, 1, 1}};

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++) {
    GwPicture picture = {sizes[i].width, sizes[i].height, NULL};
    picture.rgb = g_malloc0_n ((gsize)picture.width * picture.height, 3);
    g_auto (GStrv) lines = gw_blocks_draw (&picture, sizes[i].columns, GW_BLOCKS_MONO);
    g_assert_cmpuint (g_strv_length (lines), ==, sizes[i].high);
    for (char **line = lines; *line; line++)
      g_assert_cmpuint (columns_of (*line), ==, sizes[i].wide);
    g_free (picture.rgb);
  }
}

static void
test_colours (void)
{
  static const struct {
    const char *no_color, *colorterm, *term;
    GwBlocksColours colours;
  } terminals[] = {{NULL, "truecolor", "xterm", GW_BLOCKS_TRUE},
                   {"", "24bit", NULL, GW_BLOCKS_TRUE},
                   {"1", "truecolor", "xterm-256color", GW_BLOCKS_MONO},
                   {NULL, NULL, "screen-256color", GW_BLOCKS_256},
                   {NULL, "yes", "xterm", GW_BLOCKS_MONO},
                   {NULL, "truecolor", "dumb", GW_BLOCKS_MONO},
                   {NULL, NULL, NULL, GW_BLOCKS_MONO}};

  for (gsize i = 0; i < G_N_ELEMENTS (terminals); i++)
    g_assert_cmpint (
        gw_blocks_colours_of (terminals[i].no_color, terminals[i].colorterm, terminals[i].term), ==,
        terminals[i].colours);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strconcat ("/cli/blocks/", cases[i].name, NULL);
    g_test_add_data_func (path, &cases[i], test_case);
  }
  g_test_add_func ("/cli/blocks/sizes", test_sizes);
  g_test_add_func ("/cli/blocks/colours", test_colours);
  return g_test_run ();
}
