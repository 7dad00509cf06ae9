/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What each judge says about scenes, as tables: one file of rows per side of the server. */
#pragma once

#include "scene.h"

typedef struct {
  const char *path;
  Setup setup;
  const char *states; /* "id=state ..."; the rest is not looked at */
} CheckRow;

typedef struct {
  const CheckRow *rows;
  gsize n_rows;
} CheckRows;

extern const CheckRows rows_client, rows_dns, rows_tls, rows_login, rows_web, rows_server;

/* What is found where nothing is wrong. */
#define ROWS_SRV     "SRV _xmpp-client._tcp = 0 5 5222 " SCENE_TARGET "\n"
#define ROWS_SRVS    "SRV _xmpps-client._tcp = 0 5 5223 " SCENE_TARGET "\n"
#define ROWS_SERVER  "SRV _xmpp-server._tcp = 0 5 5269 " SCENE_TARGET "\n"
#define ROWS_ADDRESS "A " SCENE_TARGET ". = 192.0.2.7\n"

/* A POSH file for SHA-256 of "LEAF", which stands for the DER of all scenes. */
#define ROWS_POSH                                                                                  \
  "{\"fingerprints\":[{\"sha-256\":\"IbBPqzGfV8mraNXyRqW2oHFFuWCQe9Mn0tx3U0OVvmk=\"}],\"expires\":86400}"
