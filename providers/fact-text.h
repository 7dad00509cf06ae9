/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Facts in words, for records that show them one by one and for what changed. Translated. */
#pragma once

#include "base/fact.h"

G_BEGIN_DECLS

/* "Messages kept". Static. */
const char *gw_fact_title (GwFactId id);

/* "30 days", "no limit stated", "DE, FR", "with a picture puzzle", "not stated". Free with
 * g_free().
 */
char *gw_fact_text (GwFactId id, const GwFact *fact);

/* "built-in list", "says the provider". Static. */
const char *gw_origin_text (GwOrigin origin);

/* "Asks for nothing but name and password": one plain sentence per kind of sign-up. Static. */
const char *gw_signup_text (GwSignup signup);

/* "with a picture puzzle": how one gets an address, as few words. Static. */
const char *gw_signup_words (GwSignup signup);

/* Does a change of it concern somebody who chooses a provider? */
gboolean gw_fact_is_worth_telling (GwFactId id);

G_END_DECLS
