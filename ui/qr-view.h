/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A setup code on the screen: black on white in any theme, whole pixels per module. It holds a
 * password: its accessible texts never tell the payload. */
#pragma once

#include <gangway.h>
#include <gtk/gtk.h>

G_BEGIN_DECLS

#define GANGWAY_TYPE_QR_VIEW (gangway_qr_view_get_type ())
G_DECLARE_FINAL_TYPE (GangwayQrView, gangway_qr_view, GANGWAY, QR_VIEW, GtkWidget)

/* Takes the code over; NULL wipes the present one and shows nothing. */
void gangway_qr_view_take (GangwayQrView *self, GwQr *qr);

G_END_DECLS
