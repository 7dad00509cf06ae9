/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pictures and sounds of a form that did not come along with it. Blocking; the conversation's
 * thread. */
#pragma once

#include "account/strophe.h"
#include "net/form.h"

G_BEGIN_DECLS

/* Fills in what is missing: by a request on the stream (XEP-0231 section 2), else by https, but
 * only from the provider's own machines (the domain and what is below it): nobody else is to learn
 * of the person. What cannot be had stays empty, and the faces offer its address. At most
 * GW_LIMIT_MEDIA of a form. */
void gw_media_fetch (GwForm *form, GwStrophe *strophe, GwEngine *engine, const char *domain,
                     GCancellable *cancel);

G_END_DECLS
