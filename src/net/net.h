/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The public face of the network room: faces hold an engine, read the log of contacts and show
 * forms; they see no socket and no parser. */
#pragma once

#include "net/contacted.h"
#include "net/contacts.h"
#include "net/engine.h"
#include "net/form.h"
#include "net/web-page.h"
