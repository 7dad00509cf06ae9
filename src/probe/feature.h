/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a server can do, by the names that compliance suites use (XEP-0479): for each feature yes,
 * no or unknown. A stranger sees few of them: some are checks of our own, some are announced along
 * with the newer login; the rest shows to those who have an account. Pure. */
#pragma once

#include "probe/check.h"

G_BEGIN_DECLS

typedef enum {
  GW_FEATURE_STREAM,
  GW_FEATURE_TLS,
  GW_FEATURE_DIRECT_TLS,
  GW_FEATURE_DISCO,
  GW_FEATURE_CAPS,
  GW_FEATURE_PEP,
  GW_FEATURE_WEBSOCKET,
  GW_FEATURE_BOSH,
  GW_FEATURE_IM,
  GW_FEATURE_ROSTER_VERSIONING,
  GW_FEATURE_AVATAR_CONVERSION,
  GW_FEATURE_VCARD,
  GW_FEATURE_CARBONS,
  GW_FEATURE_BLOCKING,
  GW_FEATURE_MUC,
  GW_FEATURE_MUC_ARCHIVE,
  GW_FEATURE_MUC_VCARD,
  GW_FEATURE_BOOKMARKS,
  GW_FEATURE_BOOKMARK_CONVERSION,
  GW_FEATURE_PUBSUB_STORAGE,
  GW_FEATURE_XML_STORAGE,
  GW_FEATURE_STREAM_MANAGEMENT,
  GW_FEATURE_ARCHIVE,
  GW_FEATURE_UPLOAD,
  GW_FEATURE_CLIENT_STATE,
  GW_FEATURE_PUSH,
  GW_FEATURE_CALL_SERVICES,
  GW_FEATURE_STUN,
  GW_FEATURE_TURN,
  GW_FEATURE_OFFLINE,
  GW_FEATURE_OMEMO,
  GW_FEATURE_PROXY,
  GW_N_FEATURES,
} GwFeatureId;

typedef enum { GW_HAS_UNKNOWN, GW_HAS_NOT, GW_HAS } GwHas;

typedef struct {
  guint8 at[GW_N_FEATURES]; /* GwHas */
} GwFeatureSet;

/* What somebody else found out, as a session with an account does. */
typedef struct {
  GwFeatureId id;
  GwHas has;
} GwFeatureWord;

const char *gw_feature_name (GwFeatureId id); /* "xep0368", for JSON */
const char *gw_feature_text (GwFeatureId id); /* "Direct TLS (XEP-0368)", translated */

/* `checks`: GwCheckResult of gw_checks_run(). `seen` NULL: what the checks tell alone. */
void gw_feature_set_read (GwFeatureSet *set, const GwSeen *seen, const GArray *checks);
/* Words that know something stand above what was seen before. `words` may be NULL. */
void gw_feature_set_add (GwFeatureSet *set, const GwFeatureWord *words, gsize n_words);

G_END_DECLS
