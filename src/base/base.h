/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The public face of the bottom room. */
#pragma once

#include "base/clean.h"
#include "base/error.h"
#include "base/fact.h"
#include "base/i18n.h"
#include "base/jid.h"
#include "base/limits.h"
#include "base/mailbox.h"
#include "base/profile.h"
#include "base/proxy.h"
#include "base/secret.h"
#include "base/store.h"
#include "base/xmpp-uri.h"
