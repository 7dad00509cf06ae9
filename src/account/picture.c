/* SPDX-License-Identifier: GPL-3.0-or-later */
/* libpng by its simplified interface, which keeps its words to itself; libjpeg with its errors as a
 * jump, for it knows no other way back. */
#include "account/picture.h"

#include <setjmp.h>
#include <stdio.h>

#include <jpeglib.h>
#include <png.h>

#include "base/error.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "base/secret.h"
#include "net/picture-head.h"

enum { CHANNELS = 3 };

static gsize
rgb_size (const GwPicture *picture)
{
  return (gsize)picture->width * picture->height * CHANNELS;
}

void
gw_picture_free (GwPicture *picture)
{
  if (picture == NULL)
    return;
  if (picture->rgb != NULL)
    gw_wipe (picture->rgb, rgb_size (picture));
  g_free (picture->rgb);
  g_free (picture);
}

static gboolean
read_png (const guint8 *bytes, gsize length, GwPicture *picture)
{
  static const png_color white = {255, 255, 255};
  png_image image = {.version = PNG_IMAGE_VERSION};
  gboolean done = png_image_begin_read_from_memory (&image, bytes, length) &&
                  image.width == picture->width && image.height == picture->height;

  image.format = PNG_FORMAT_RGB;
  done = done && png_image_finish_read (&image, &white, picture->rgb, 0, NULL);
  png_image_free (&image);
  return done;
}

/* --- JPEG --- */

typedef struct {
  struct jpeg_error_mgr errors; /* first: libjpeg hands back its address */
  jmp_buf failed;
} JpegErrors;

static void
on_error (j_common_ptr jpeg)
{
  longjmp (((JpegErrors *)jpeg->err)->failed, 1);
}

static void
on_message (j_common_ptr jpeg)
{
}

static void
on_warning (j_common_ptr jpeg, int level)
{
}

/* Few bytes can hold thousands of scans, each of which takes as long as a picture. */
static void
on_progress (j_common_ptr jpeg)
{
  if (((j_decompress_ptr)jpeg)->input_scan_number > GW_LIMIT_PICTURE_SCANS)
    on_error (jpeg);
}

static void
read_rows (struct jpeg_decompress_struct *jpeg, GwPicture *picture)
{
  if (jpeg->output_width != picture->width || jpeg->output_height != picture->height)
    on_error ((j_common_ptr)jpeg);
  while (jpeg->output_scanline < jpeg->output_height) {
    JSAMPROW row = picture->rgb + (gsize)jpeg->output_scanline * picture->width * CHANNELS;
    jpeg_read_scanlines (jpeg, &row, 1);
  }
}

static gboolean
read_jpeg (const guint8 *bytes, gsize length, GwPicture *picture)
{
  struct jpeg_decompress_struct jpeg = {0};
  struct jpeg_progress_mgr progress = {.progress_monitor = on_progress};
  JpegErrors errors;

  jpeg.err = jpeg_std_error (&errors.errors);
  errors.errors.error_exit = on_error;
  errors.errors.output_message = on_message;
  errors.errors.emit_message = on_warning;
  if (setjmp (errors.failed)) {
    jpeg_destroy_decompress (&jpeg);
    return FALSE;
  }
  jpeg_create_decompress (&jpeg);
  jpeg.progress = &progress;
  jpeg_mem_src (&jpeg, bytes, length);
  jpeg_read_header (&jpeg, TRUE);
  jpeg.out_color_space = JCS_RGB;
  jpeg_start_decompress (&jpeg);
  read_rows (&jpeg, picture);
  jpeg_finish_decompress (&jpeg);
  jpeg_destroy_decompress (&jpeg);
  return TRUE;
}

/* --- both --- */

static gboolean
decode (const guint8 *bytes, gsize length, GwPicture *picture)
{
  return bytes[0] == 0xff ? read_jpeg (bytes, length, picture) : read_png (bytes, length, picture);
}

GwPicture *
gw_picture_decode (GBytes *bytes, guint max_pixels, GError **error)
{
  g_autoptr (GwPicture) picture = NULL;
  const guint8 *data;
  gsize length;
  const char *fault = NULL;
  GwPictureHead head;

  g_return_val_if_fail (bytes != NULL, NULL);

  picture = g_new0 (GwPicture, 1);
  data = g_bytes_get_data (bytes, &length);
  gboolean is_known = gw_picture_head_read (data, length, &head);
  picture->width = head.width;
  picture->height = head.height;
  if (!is_known || head.width == 0 || head.height == 0)
    fault = _ ("it is not a PNG or JPEG picture");
  else if ((guint64)picture->width * picture->height > max_pixels)
    fault = _ ("it is too large");
  if (fault == NULL) {
    picture->rgb = g_try_malloc0 (rgb_size (picture));
    if (picture->rgb != NULL && decode (data, length, picture))
      return g_steal_pointer (&picture);
    fault = _ ("it is damaged");
  }
  gw_error_set (error, GW_ERROR_FILE_READ, _ ("the picture"), fault);
  return NULL;
}
