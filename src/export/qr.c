/* SPDX-License-Identifier: GPL-3.0-or-later */
/* QR codes: the matrix by libqrencode, and its four pictures. */
#include "export/qr.h"

#include <errno.h>
#include <png.h>
#include <qrencode.h>

#include "base/error.h"
#include "base/i18n.h"
#include "base/secret.h"
#include "base/store.h"

#define FILE_PIXELS 8  /* per module, in a saved picture */
#define PIXELS_MAX  64 /* the largest code stays below 12,000 pixels a side */

/* 256-colour black on white: the sixteen basic colours look different in each terminal's theme. */
#define BLACK_ON_WHITE "\033[38;5;16;48;5;231m"
#define NORMAL         "\033[0m"

static GwQr *
qr_encode (const char *payload, QRecLevel level, GError **error)
{
  gsize length = strlen (payload);
  QRcode *code = NULL;

  errno = ERANGE;
  if (length <= G_MAXINT)
    code = QRcode_encodeData ((int)length, (const unsigned char *)payload, 0, level);
  if (code == NULL) {
    if (errno == ERANGE)
      gw_error_set (error, GW_ERROR_BAD_PASSWORD, NULL, _ ("it is too long for a setup code"));
    else
      gw_error_set (error, GW_ERROR_FAILED, NULL, g_strerror (errno));
    return NULL;
  }

  GwQr *qr = g_new0 (GwQr, 1);
  gsize count = (gsize)code->width * (gsize)code->width;
  qr->width = code->width;
  qr->modules = g_malloc (count);
  for (gsize i = 0; i < count; i++)
    qr->modules[i] = code->data[i] & 1;
  gw_wipe (code->data, count);
  QRcode_free (code);
  return qr;
}

GwQr *
gw_qr_new (const char *payload, GError **error)
{
  g_return_val_if_fail (payload != NULL && *payload, NULL);

  return qr_encode (payload, QR_ECLEVEL_M, error);
}

GwQr *
gw_qr_new_small (const char *payload, GError **error)
{
  g_return_val_if_fail (payload != NULL && *payload, NULL);

  return qr_encode (payload, QR_ECLEVEL_L, error);
}

void
gw_qr_free (GwQr *qr)
{
  if (qr == NULL)
    return;
  gw_wipe (qr->modules, (gsize)qr->width * (gsize)qr->width);
  g_free (qr->modules);
  g_free (qr);
}

gboolean
gw_qr_at (const GwQr *qr, int x, int y)
{
  g_return_val_if_fail (qr != NULL, FALSE);

  return x >= 0 && y >= 0 && x < qr->width && y < qr->width && qr->modules[y * qr->width + x];
}

/* One byte a pixel, 0 = black; side * side of them. */
static guint8 *
paint (const GwQr *qr, int pixels, int side)
{
  guint8 *gray = g_malloc ((gsize)side * (gsize)side);

  for (int y = 0; y < side; y++)
    for (int x = 0; x < side; x++)
      gray[(gsize)y * (gsize)side + (gsize)x] =
          gw_qr_at (qr, x / pixels - GW_QR_QUIET, y / pixels - GW_QR_QUIET) ? 0 : 255;
  return gray;
}

gboolean
gw_qr_png (const GwQr *qr, int pixels, guint8 **bytes, gsize *length, GError **error)
{
  g_return_val_if_fail (qr != NULL && bytes != NULL && length != NULL, FALSE);
  g_return_val_if_fail (pixels >= 1 && pixels <= PIXELS_MAX, FALSE);

  int side = (qr->width + 2 * GW_QR_QUIET) * pixels;
  png_image image = {.version = PNG_IMAGE_VERSION,
                     .width = (png_uint_32)side,
                     .height = (png_uint_32)side,
                     .format = PNG_FORMAT_GRAY};
  guint8 *gray = paint (qr, pixels, side);
  png_alloc_size_t size = 0;

  *bytes = NULL;
  gboolean done = png_image_write_get_memory_size (image, size, 0, gray, side, NULL);
  if (done) {
    *bytes = g_malloc (size);
    done = png_image_write_to_memory (&image, *bytes, &size, 0, gray, side, NULL);
  }
  gw_wipe (gray, (gsize)side * (gsize)side);
  g_free (gray);
  *length = size;
  if (!done) {
    g_clear_pointer (bytes, g_free);
    gw_error_set (error, GW_ERROR_FAILED, NULL, image.message);
  }
  return done;
}

/* Neighbours become one rectangle: seams between single modules show when a viewer scales them. */
static void
append_runs (GString *svg, const GwQr *qr, int y)
{
  for (int x = 0, end; x < qr->width; x = end) {
    for (end = x; gw_qr_at (qr, end, y); end++)
      ;
    if (end == x)
      end++;
    else
      g_string_append_printf (svg, "M%d %dh%dv1H%dz", x + GW_QR_QUIET, y + GW_QR_QUIET, end - x,
                              x + GW_QR_QUIET);
  }
}

char *
gw_qr_svg (const GwQr *qr)
{
  g_return_val_if_fail (qr != NULL, NULL);

  int side = qr->width + 2 * GW_QR_QUIET;
  /* Room for every second module as a run, so that the string never moves and leaves a copy. */
  GString *svg = g_string_sized_new (512 + (gsize)(qr->width * (qr->width + 1) / 2) * 24);

  g_string_append_printf (svg,
                          "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" "
                          "viewBox=\"0 0 %d %d\" shape-rendering=\"crispEdges\">\n"
                          "<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/>\n"
                          "<path fill=\"#000\" d=\"",
                          side * FILE_PIXELS, side * FILE_PIXELS, side, side, side, side);
  for (int y = 0; y < qr->width; y++)
    append_runs (svg, qr, y);
  g_string_append (svg, "\"/>\n</svg>\n");
  return g_string_free (svg, FALSE);
}

char *
gw_qr_terminal (const GwQr *qr, gboolean ansi)
{
  static const char *const blocks[] = {" ", "▄", "▀", "█"};
  g_return_val_if_fail (qr != NULL, NULL);

  int end = qr->width + GW_QR_QUIET;
  gsize columns = (gsize)(qr->width + 2 * GW_QR_QUIET);
  GString *text = g_string_sized_new ((columns * strlen ("█") + 40) * (columns / 2 + 1));

  for (int y = -GW_QR_QUIET; y < end; y += 2) {
    if (ansi)
      g_string_append (text, BLACK_ON_WHITE);
    for (int x = -GW_QR_QUIET; x < end; x++)
      g_string_append (text,
                       blocks[(gw_qr_at (qr, x, y) ? 2 : 0) + (gw_qr_at (qr, x, y + 1) ? 1 : 0)]);
    g_string_append (text, ansi ? NORMAL "\n" : "\n");
  }
  return g_string_free (text, FALSE);
}

static gboolean
has_ending (const char *path, const char *ending)
{
  const char *dot = strrchr (path, '.');

  return dot && g_ascii_strcasecmp (dot, ending) == 0;
}

gboolean
gw_qr_save (const GwQr *qr, const char *path, GError **error)
{
  g_return_val_if_fail (qr != NULL && path != NULL, FALSE);

  guint8 *bytes = NULL;
  gsize length = 0;

  if (has_ending (path, ".png")) {
    if (!gw_qr_png (qr, FILE_PIXELS, &bytes, &length, error))
      return FALSE;
  } else if (has_ending (path, ".svg")) {
    bytes = (guint8 *)gw_qr_svg (qr);
    length = strlen ((const char *)bytes);
  } else {
    gw_error_set (error, GW_ERROR_USAGE, path, _ ("the file must end in .png or .svg"));
    return FALSE;
  }
  gboolean saved = gw_store_write_new (path, (const char *)bytes, length, error);
  gw_wipe (bytes, length);
  g_free (bytes);
  return saved;
}
