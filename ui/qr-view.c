/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A setup code on the screen. Rectangles, not a scaled texture: GTK 4.8 would blur it, and no
 * scanner reads that. */
#include "qr-view.h"

struct _GangwayQrView {
  GtkWidget parent_instance;

  GwQr *qr;
};

G_DEFINE_FINAL_TYPE (GangwayQrView, gangway_qr_view, GTK_TYPE_WIDGET)

/* Per module. */
#define PIXELS_MIN 3
#define PIXELS_MAX 6

static int
modules (GangwayQrView *self)
{
  return self->qr ? self->qr->width + 2 * GW_QR_QUIET : 0;
}

/* Whole pixels, as many as fit into `size`; -1: any size will do. */
static int
fit_pixels (GangwayQrView *self, int size)
{
  if (!self->qr || size < 0)
    return PIXELS_MAX;
  return CLAMP (size / modules (self), PIXELS_MIN, PIXELS_MAX);
}

static GtkSizeRequestMode
get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

/* As high as wide, also where the page scrolls: it would else get its least height. */
static void
measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
         int *minimum_baseline, int *natural_baseline)
{
  GangwayQrView *self = GANGWAY_QR_VIEW (widget);

  *natural = fit_pixels (self, for_size) * modules (self);
  *minimum = orientation == GTK_ORIENTATION_VERTICAL ? *natural : PIXELS_MIN * modules (self);
}

/* One row: neighbouring dark modules become one rectangle. */
static void
snapshot_row (GangwayQrView *self, GtkSnapshot *snapshot, int y, int pixels, float left, float top)
{
  const GdkRGBA black = {0, 0, 0, 1};

  for (int x = 0; x < self->qr->width; x++) {
    int run = 0;
    while (gw_qr_at (self->qr, x + run, y))
      run++;
    if (run > 0)
      gtk_snapshot_append_color (snapshot, &black,
                                 &GRAPHENE_RECT_INIT (left + (float)((x + GW_QR_QUIET) * pixels),
                                                      top + (float)((y + GW_QR_QUIET) * pixels),
                                                      (float)(run * pixels), (float)pixels));
    x += run;
  }
}

static void
snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  GangwayQrView *self = GANGWAY_QR_VIEW (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);

  if (!self->qr)
    return;
  int pixels = fit_pixels (self, MIN (width, height));
  int side = pixels * modules (self);
  float left = (float)((width - side) / 2), top = (float)((height - side) / 2);
  const GdkRGBA white = {1, 1, 1, 1};

  gtk_snapshot_append_color (snapshot, &white,
                             &GRAPHENE_RECT_INIT (left, top, (float)side, (float)side));
  for (int y = 0; y < self->qr->width; y++)
    snapshot_row (self, snapshot, y, pixels, left, top);
}

void
gangway_qr_view_take (GangwayQrView *self, GwQr *qr)
{
  g_return_if_fail (GANGWAY_IS_QR_VIEW (self));

  g_clear_pointer (&self->qr, gw_qr_free);
  self->qr = qr;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static void
finalize (GObject *object)
{
  g_clear_pointer (&GANGWAY_QR_VIEW (object)->qr, gw_qr_free);
  G_OBJECT_CLASS (gangway_qr_view_parent_class)->finalize (object);
}

static void
gangway_qr_view_class_init (GangwayQrViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = finalize;
  widget_class->get_request_mode = get_request_mode;
  widget_class->measure = measure;
  widget_class->snapshot = snapshot;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
gangway_qr_view_init (GangwayQrView *self)
{
}
