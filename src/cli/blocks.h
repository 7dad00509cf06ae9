/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A picture drawn with block characters, for a person to read a puzzle in the terminal. Each cell
 * holds 2 x 2 points of at most two colours; a cell is taken to be twice as high as wide. */
#pragma once

#include "gangway.h"

G_BEGIN_DECLS

#define GW_BLOCKS_ROWS_MAX 60 /* a higher picture is made narrower */

typedef enum {
  GW_BLOCKS_MONO, /* without any colour: what there is less of becomes ink */
  GW_BLOCKS_256,  /* the colour cube and the greys of xterm */
  GW_BLOCKS_TRUE, /* 24 bits */
} GwBlocksColours;

/* The lines, at most `columns` cells wide and never wider than the picture has pixels; each ends in
 * the terminal's own colours. Pure. Free with g_strfreev(). */
char **gw_blocks_draw (const GwPicture *picture, guint columns, GwBlocksColours colours);

/* What this terminal can do, by NO_COLOR, COLORTERM and TERM. */
GwBlocksColours gw_blocks_colours_here (void);
/* The pure part of it; each may be NULL. */
GwBlocksColours gw_blocks_colours_of (const char *no_color, const char *colorterm,
                                      const char *term);

G_END_DECLS
