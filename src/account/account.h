/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The public face of the account room. */
#pragma once

#include "account/accounts.h"
#include "account/attempt.h"
#include "account/extras.h"
#include "account/invitation-ask.h"
#include "account/invitation.h"
#include "account/keep.h"
#include "account/keyring.h"
#include "account/name.h"
#include "account/password.h"
#include "account/picture.h"
#include "account/recover.h"
#include "account/scan.h"
#include "account/session.h"
