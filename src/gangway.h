/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The front door: all that a face (the command line, the window) may use of the rooms below, one
 * public header each. */
#pragma once

#include "account/account.h"
#include "base/base.h"
#include "export/export.h"
#include "net/net.h"
#include "probe/have.h"
#include "probe/probe.h"
#include "providers/providers.h"
