/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lots of the fair order: stable for one secret, different between secrets, and nobody can tell
 * beforehand. Pure; internal to the room. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define GW_LOTTERY_SECRET 32 /* bytes */

typedef struct _GwLottery GwLottery;

GwLottery *gw_lottery_new (const guint8 *secret);
void gw_lottery_free (GwLottery *lottery);

/* The first eight bytes of HMAC-SHA256 (secret, name): nobody shares those by chance. */
guint64 gw_lottery_draw (const GwLottery *lottery, const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GwLottery, gw_lottery_free)

G_END_DECLS
