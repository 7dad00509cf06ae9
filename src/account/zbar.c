/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A table of libzbar's functions, and one reading by them. */
#include "account/zbar.h"

#include <gmodule.h>
#include <zbar.h>

#include "base/error.h"

#define LIBRARY "libzbar.so.0" /* as it was when its header was read */
#define GREY    "Y800"

/* Each by its own type, as the header declares it. */
#define FUNCTIONS(f)                                                                               \
  f (zbar_image_create);                                                                           \
  f (zbar_image_destroy);                                                                          \
  f (zbar_image_first_symbol);                                                                     \
  f (zbar_image_scanner_create);                                                                   \
  f (zbar_image_scanner_destroy);                                                                  \
  f (zbar_image_scanner_request_dbus);                                                             \
  f (zbar_image_scanner_set_config);                                                               \
  f (zbar_image_set_data);                                                                         \
  f (zbar_image_set_format);                                                                       \
  f (zbar_image_set_size);                                                                         \
  f (zbar_scan_image);                                                                             \
  f (zbar_symbol_get_data);                                                                        \
  f (zbar_symbol_get_data_length);                                                                 \
  f (zbar_symbol_next)

#define DECLARE(name) __typeof__ (&name) name
typedef struct {
  FUNCTIONS (DECLARE);
} Zbar;

#define LOAD(name)                                                                                 \
  if (!g_module_symbol (module, #name, (gpointer *)&zbar->name))                                   \
  return FALSE

static gboolean
load_functions (GModule *module, Zbar *zbar)
{
  FUNCTIONS (LOAD);
  return TRUE;
}

/* Stays loaded to the end. NULL: it is not there. */
static const Zbar *
load (void)
{
  static const Zbar *loaded;
  static gsize is_tried;

  if (g_once_init_enter (&is_tried)) {
    GModule *module = g_module_open (LIBRARY, G_MODULE_BIND_LAZY | G_MODULE_BIND_LOCAL);
    Zbar *zbar = g_new0 (Zbar, 1);

    if (module != NULL && load_functions (module, zbar))
      loaded = zbar;
    else
      g_free (zbar);
    g_once_init_leave (&is_tried, 1);
  }
  return loaded;
}

/* NULL: it is no text. */
static char *
read_symbol (const Zbar *zbar, const zbar_symbol_t *symbol)
{
  const char *data = zbar->zbar_symbol_get_data (symbol);
  gsize length = zbar->zbar_symbol_get_data_length (symbol);

  return length > 0 && g_utf8_validate_len (data, length, NULL) ? g_strndup (data, length) : NULL;
}

static zbar_image_scanner_t *
scanner_new (const Zbar *zbar)
{
  zbar_image_scanner_t *scanner = zbar->zbar_image_scanner_create ();

  /* It can tell everybody on the system's bus what was read: never. */
  zbar->zbar_image_scanner_request_dbus (scanner, 0);
  zbar->zbar_image_scanner_set_config (scanner, ZBAR_NONE, ZBAR_CFG_ENABLE, 0);
  zbar->zbar_image_scanner_set_config (scanner, ZBAR_QRCODE, ZBAR_CFG_ENABLE, 1);
  zbar->zbar_image_scanner_set_config (scanner, ZBAR_NONE, ZBAR_CFG_TEST_INVERTED, 1);
  return scanner;
}

char *
gw_zbar_read (const guint8 *grey, guint width, guint height, GError **error)
{
  const Zbar *zbar = load ();
  zbar_image_scanner_t *scanner;
  zbar_image_t *image;
  char *text = NULL;

  g_return_val_if_fail (grey != NULL, NULL);

  if (zbar == NULL) {
    gw_error_set (error, GW_ERROR_FAILED, NULL, LIBRARY);
    return NULL;
  }
  scanner = scanner_new (zbar);
  image = zbar->zbar_image_create ();
  zbar->zbar_image_set_format (image, zbar_fourcc_parse (GREY));
  zbar->zbar_image_set_size (image, width, height);
  zbar->zbar_image_set_data (image, grey, (gsize)width * height, NULL);
  zbar->zbar_scan_image (scanner, image);
  for (const zbar_symbol_t *symbol = zbar->zbar_image_first_symbol (image);
       text == NULL && symbol != NULL; symbol = zbar->zbar_symbol_next (symbol))
    text = read_symbol (zbar, symbol);
  zbar->zbar_image_destroy (image);
  zbar->zbar_image_scanner_destroy (scanner);
  return text;
}
