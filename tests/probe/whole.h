/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A scene in which all that can cost a grade has an answer, and a good one. */
#pragma once

#include "scene.h"

#define WHOLE_FEATURES                                                                             \
  SCENE_LOGIN "<sasl-channel-binding xmlns='urn:xmpp:sasl-cb:0'><channel-binding "                 \
              "type='tls-exporter'/><channel-binding type='tls-server-end-point'/>"                \
              "</sasl-channel-binding>"
#define WHOLE_HELLOS "old:refused tls12:0303/c030 static-rsa:refused broken:refused"
#define WHOLE_CAA    "CAA @ = 0 issue ca.example; accounturi=https://ca.example/1\n"

static const Setup whole_starttls = {.features = WHOLE_FEATURES};
static const Setup whole_server = {.features = ""};

#define WHOLE                                                                                      \
  .full = TRUE, .way = SCENE_DIRECT, .features = WHOLE_FEATURES, .other = &whole_starttls,         \
  .server = &whole_server, .hellos = WHOLE_HELLOS
