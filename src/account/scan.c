/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A picture in grey, in more than one size: libzbar reads large photographs better when they are
 * smaller, and needs some pixels for each module of a small code. */
#include "account/scan.h"

#include <errno.h>

#include "account/picture.h"
#include "account/zbar.h"
#include "base/error.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "base/secret.h"
#include "base/store.h"

#define SMALL 400  /* pixels of the longer side; below, it is magnified first */
#define LARGE 1200 /* above, it is made smaller first */

enum { MAGNIFIED = 4, MARGIN = 16 /* pixels of white around, for codes that fill their picture */ };

typedef struct {
  guint width, height;
  guint8 *grey; /* a byte a pixel */
} Raster;

static void
raster_clear (Raster *raster)
{
  gw_wipe (raster->grey, (gsize)raster->width * raster->height);
  g_free (raster->grey);
}

/* ITU-R BT.601. */
static guint
luma (const guint8 *rgb)
{
  return (299u * rgb[0] + 587u * rgb[1] + 114u * rgb[2]) / 1000u;
}

/* The mean of the square of `step` pixels a side at x, y. */
static guint8
mean (const GwPicture *picture, guint x, guint y, guint step)
{
  guint sum = 0;

  for (guint j = 0; j < step; j++)
    for (guint i = 0; i < step; i++)
      sum += luma (picture->rgb + 3 * ((gsize)(y + j) * picture->width + x + i));
  return (guint8)(sum / (step * step));
}

/* From the darkest to the lightest pixel as black to white: codes on worn paper are pale. */
static void
stretch (guint8 *grey, gsize length)
{
  guint8 darkest = 255, lightest = 0;

  for (gsize i = 0; i < length; i++) {
    darkest = MIN (darkest, grey[i]);
    lightest = MAX (lightest, grey[i]);
  }
  for (gsize i = 0; i < length && lightest > darkest; i++)
    grey[i] = (guint8)((grey[i] - darkest) * 255 / (lightest - darkest));
}

/* `grow` times as large and `shrink` times as small; one of them is 1. */
static void
raster_init (Raster *raster, const GwPicture *picture, guint grow, guint shrink)
{
  guint width = picture->width / shrink, height = picture->height / shrink;
  g_autofree guint8 *small = g_malloc ((gsize)width * height);

  for (guint y = 0; y < height; y++)
    for (guint x = 0; x < width; x++)
      small[(gsize)y * width + x] = mean (picture, x * shrink, y * shrink, shrink);
  stretch (small, (gsize)width * height);
  raster->width = width * grow + 2 * MARGIN;
  raster->height = height * grow + 2 * MARGIN;
  raster->grey = g_malloc ((gsize)raster->width * raster->height);
  memset (raster->grey, 0xff, (gsize)raster->width * raster->height);
  for (guint y = 0; y < height * grow; y++)
    for (guint x = 0; x < width * grow; x++)
      raster->grey[(gsize)(y + MARGIN) * raster->width + x + MARGIN] =
          small[(gsize)(y / grow) * width + x / grow];
  gw_wipe (small, (gsize)width * height);
}

static char *
scan_size (const GwPicture *picture, guint grow, guint shrink, GError **error)
{
  Raster raster;
  char *text;

  if (picture->width < shrink || picture->height < shrink)
    return NULL;
  raster_init (&raster, picture, grow, shrink);
  text = gw_zbar_read (raster.grey, raster.width, raster.height, error);
  raster_clear (&raster);
  return text;
}

static char *
scan_picture (const GwPicture *picture, GError **error)
{
  guint side = MAX (picture->width, picture->height);
  GError *fault = NULL;
  char *text = NULL;

  if (side < SMALL)
    text = scan_size (picture, MAGNIFIED, 1, &fault);
  for (guint shrink = (side + LARGE - 1) / LARGE; text == NULL && fault == NULL && shrink > 0;
       shrink /= 2)
    text = scan_size (picture, 1, shrink, &fault);
  if (fault != NULL)
    g_propagate_error (error, fault);
  return text;
}

static GwPicture *
read_picture (const char *path, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) fault = NULL;
  GwPicture *picture = NULL;
  char *content = NULL;
  gsize length = 0;

  if (!gw_store_read (path, GW_LIMIT_SCAN_FILE, &content, &length, &fault)) {
    if (g_error_matches (fault, GW_ERROR, GW_ERROR_TOO_LARGE))
      gw_error_set (error, GW_ERROR_FILE_READ, path, _ ("it is too large"));
    else
      g_propagate_error (error, g_steal_pointer (&fault));
    return NULL;
  }
  if (content == NULL) {
    gw_error_set (error, GW_ERROR_FILE_READ, path, g_strerror (ENOENT));
    return NULL;
  }
  bytes = g_bytes_new_static (content, length);
  picture = gw_picture_decode (bytes, GW_LIMIT_SCAN_PIXELS, NULL);
  gw_wipe (content, length);
  g_free (content);
  if (picture == NULL)
    gw_error_set (error, GW_ERROR_FILE_READ, path,
                  _ ("a PNG or JPEG picture of at most 40 megapixels is expected"));
  return picture;
}

char *
gw_scan_file (const char *path, GError **error)
{
  g_autoptr (GwPicture) picture = NULL;
  GError *fault = NULL;
  char *text;

  g_return_val_if_fail (path != NULL, NULL);

  picture = read_picture (path, error);
  if (picture == NULL)
    return NULL;
  text = scan_picture (picture, &fault);
  if (fault != NULL)
    g_propagate_error (error, fault);
  else if (text == NULL)
    gw_error_set (error, GW_ERROR_NOTHING_SCANNED, path, NULL);
  return text;
}
