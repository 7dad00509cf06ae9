/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of features: how a stranger can see each. */
#include "probe/feature.h"

#include "base/i18n.h"
#include "probe/judges.h"

enum { N_CHECKS = 3 };

static const struct {
  const char *name, *text;
  const char *checks[N_CHECKS]; /* which show it, all of them together */
  GwHas info;                   /* what it means when one only informs */
  const char *ns;               /* announced by this namespace; its absence says nothing */
} features[] = {
    [GW_FEATURE_STREAM] = {"rfc6120", N_ ("Core features (RFC 6120)"), {"c2s.stream"}},
    [GW_FEATURE_TLS] = {"rfc7590",
                        N_ ("Encryption (RFC 7590)"),
                        {"c2s.starttls", "cert.chain", "cert.name"},
                        GW_HAS},
    [GW_FEATURE_DIRECT_TLS] = {"xep0368",
                               N_ ("Direct TLS (XEP-0368)"),
                               {"c2s.directtls"},
                               GW_HAS_NOT},
    [GW_FEATURE_DISCO] = {"xep0030", N_ ("Feature discovery (XEP-0030)")},
    [GW_FEATURE_CAPS] = {"xep0115",
                         N_ ("Feature broadcasts (XEP-0115)"),
                         {NULL},
                         GW_HAS_UNKNOWN,
                         "http://jabber.org/protocol/caps"},
    [GW_FEATURE_PEP] = {"xep0163", N_ ("Event publishing (XEP-0163)")},
    [GW_FEATURE_WEBSOCKET] = {"rfc7395", N_ ("WebSocket (RFC 7395)"), {"web.ws"}},
    [GW_FEATURE_BOSH] = {"xep0206", N_ ("BOSH (XEP-0206)"), {"web.bosh"}},
    [GW_FEATURE_IM] = {"rfc6121", N_ ("Contacts and messages (RFC 6121)")},
    [GW_FEATURE_ROSTER_VERSIONING] = {"roster-versioning",
                                      N_ ("Contact list in versions (RFC 6121)"),
                                      {NULL},
                                      GW_HAS_UNKNOWN,
                                      "urn:xmpp:features:rosterver"},
    [GW_FEATURE_AVATAR_CONVERSION] = {"xep0398", N_ ("Avatar compatibility (XEP-0398)")},
    [GW_FEATURE_VCARD] = {"xep0054", N_ ("Profiles (XEP-0054)")},
    [GW_FEATURE_CARBONS] = {"xep0280",
                            N_ ("Own messages on all devices (XEP-0280)"),
                            {NULL},
                            GW_HAS_UNKNOWN,
                            "urn:xmpp:carbons:2"},
    [GW_FEATURE_BLOCKING] = {"xep0191", N_ ("Blocking (XEP-0191)")},
    [GW_FEATURE_MUC] = {"xep0045", N_ ("Group chat (XEP-0045)")},
    [GW_FEATURE_MUC_ARCHIVE] = {"xep0313-muc", N_ ("Archive of group chats (XEP-0313)")},
    [GW_FEATURE_MUC_VCARD] = {"xep0054-muc", N_ ("Profiles of group chats (XEP-0054)")},
    [GW_FEATURE_BOOKMARKS] = {"xep0402", N_ ("Bookmarks (XEP-0402)")},
    [GW_FEATURE_BOOKMARK_CONVERSION] = {"xep0411", N_ ("Bookmark conversion (XEP-0411)")},
    [GW_FEATURE_PUBSUB_STORAGE] = {"xep0223", N_ ("Private data via PubSub (XEP-0223)")},
    [GW_FEATURE_XML_STORAGE] = {"xep0049", N_ ("Private XML storage (XEP-0049)")},
    [GW_FEATURE_STREAM_MANAGEMENT] =
        {"xep0198", N_ ("Stream management (XEP-0198)"), {NULL}, GW_HAS_UNKNOWN, "urn:xmpp:sm:3"},
    [GW_FEATURE_ARCHIVE] = {"xep0313", N_ ("Message archive (XEP-0313)")},
    [GW_FEATURE_UPLOAD] = {"xep0363", N_ ("File upload (XEP-0363)")},
    [GW_FEATURE_CLIENT_STATE] =
        {"xep0352", N_ ("Client state (XEP-0352)"), {NULL}, GW_HAS_UNKNOWN, "urn:xmpp:csi:0"},
    [GW_FEATURE_PUSH] = {"xep0357", N_ ("Push notifications (XEP-0357)")},
    [GW_FEATURE_CALL_SERVICES] = {"xep0215", N_ ("Helpers for calls (XEP-0215)")},
    [GW_FEATURE_STUN] = {"stun", N_ ("Own address for calls (STUN)")},
    [GW_FEATURE_TURN] = {"turn", N_ ("Relay for calls (TURN)")},
    [GW_FEATURE_OFFLINE] = {"xep0160", N_ ("Messages while away (XEP-0160)")},
    [GW_FEATURE_OMEMO] = {"xep0384", N_ ("Storage for OMEMO (XEP-0384)")},
    [GW_FEATURE_PROXY] = {"xep0065", N_ ("File transfer relay (XEP-0065)")},
};
G_STATIC_ASSERT (G_N_ELEMENTS (features) == GW_N_FEATURES);

const char *
gw_feature_name (GwFeatureId id)
{
  g_return_val_if_fail ((guint)id < GW_N_FEATURES, NULL);

  return features[id].name;
}

const char *
gw_feature_text (GwFeatureId id)
{
  g_return_val_if_fail ((guint)id < GW_N_FEATURES, NULL);

  return _ (features[id].text);
}

static const GwCheckResult *
find_result (const GArray *checks, const char *id)
{
  for (guint i = 0; i < checks->len; i++) {
    const GwCheckResult *result = &g_array_index (checks, GwCheckResult, i);
    if (g_str_equal (result->check->id, id))
      return result;
  }
  return NULL;
}

static GwHas
has_by_check (const GArray *checks, const char *id, GwHas info)
{
  const GwCheckResult *result = find_result (checks, id);

  switch (result ? result->state : GW_CHECK_UNKNOWN) {
  case GW_CHECK_PASS:
  case GW_CHECK_WARN:
    return GW_HAS;
  case GW_CHECK_FAIL:
    return GW_HAS_NOT;
  case GW_CHECK_INFO:
    return info;
  case GW_CHECK_UNKNOWN:
    break;
  }
  return GW_HAS_UNKNOWN;
}

/* One "no" settles it, whatever is unknown. */
static GwHas
has_by_checks (const GArray *checks, GwFeatureId id)
{
  GwHas all = features[id].checks[0] ? GW_HAS : GW_HAS_UNKNOWN;

  for (int i = 0; i < N_CHECKS && features[id].checks[i]; i++) {
    GwHas one = has_by_check (checks, features[id].checks[i], features[id].info);
    if (one == GW_HAS_NOT)
      return one;
    if (one == GW_HAS_UNKNOWN)
      all = one;
  }
  return all;
}

/* Before login, servers show such features only along with SASL2, and few even there. */
static gboolean
is_announced (const GwXml *stream_features, const char *ns)
{
  const GwXml *list = gw_features_inline (stream_features);

  return gw_xml_child (stream_features, NULL, ns) || (list && gw_xml_child (list, NULL, ns)) ||
         gw_features_bind2_has (stream_features, ns);
}

void
gw_feature_set_read (GwFeatureSet *set, const GwSeen *seen, const GArray *checks)
{
  g_return_if_fail (set != NULL && checks != NULL);

  const GwXml *stream_features = seen ? gw_seen_features (seen) : NULL;

  for (int id = 0; id < GW_N_FEATURES; id++) {
    set->at[id] = has_by_checks (checks, (GwFeatureId)id);
    if (features[id].ns && stream_features && is_announced (stream_features, features[id].ns))
      set->at[id] = GW_HAS;
  }
}

void
gw_feature_set_add (GwFeatureSet *set, const GwFeatureWord *words, gsize n_words)
{
  g_return_if_fail (set != NULL && (words != NULL || n_words == 0));

  for (gsize i = 0; i < n_words; i++)
    if ((guint)words[i].id < GW_N_FEATURES && words[i].has != GW_HAS_UNKNOWN)
      set->at[words[i].id] = words[i].has;
}
