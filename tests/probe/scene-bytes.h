/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scenes as a server would have said them: what a record needs, since it keeps bytes. */
#pragma once

#include "scene.h"

/* As scene_new(), but streams, hellos and the WebSocket are heard from bytes, and the certificates
 * are real ones. Not read. */
GwSeen *scene_new_heard (const Setup *setup);
