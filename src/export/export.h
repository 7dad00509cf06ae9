/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The public face of the export room. */
#pragma once

#include "export/app.h"
#include "export/card.h"
#include "export/qr.h"
