/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The public face of the provider room. */
#pragma once

#include "providers/choose.h"
#include "providers/diff.h"
#include "providers/fact-text.h"
#include "providers/list-copy.h"
#include "providers/load.h"
#include "providers/own.h"
#include "providers/provider-file.h"
#include "providers/provider.h"
#include "providers/rank.h"
#include "providers/refresh.h"
#include "providers/seen.h"
#include "providers/source.h"
