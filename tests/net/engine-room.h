/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What tests of engine-side operations share: an engine on loopback, and waiting for what it
 * reports. */
#pragma once

#include "net/engine.h"

typedef struct {
  GwEngine *engine;
  GMainContext *context; /* the test's */
  GwMailbox *box;        /* leads into it */
  guint reports;
} EngineRoom;

/* `resolver` NULL: none that answers. */
void engine_room_init (EngineRoom *room, const char *resolver, gboolean allow_local);
void engine_room_init_with (EngineRoom *room, const GwProfile *profile);
void engine_room_clear (EngineRoom *room);

/* Runs `func` in the engine and waits until it returned. */
void engine_room_do (EngineRoom *room, GwLetterFunc func, gpointer data);

/* Engine thread: one more report. */
void engine_room_report (EngineRoom *room);
/* Waits until that many came; the test fails after 20 seconds. */
void engine_room_wait (EngineRoom *room, guint reports);

/* Waits until that many stand in the log. */
void engine_room_wait_for_contacts (EngineRoom *room, guint contacts);

/* A listener on 127.0.0.1. */
int engine_room_listen (int backlog, guint16 *port);
/* The same on ::1; -1 where there is none. */
int engine_room_listen_v6 (int backlog, guint16 *port);
/* A port of 127.0.0.1 that refuses, as long as the descriptor is open. */
int engine_room_refuse (guint16 *port);
/* A listener whose queue is full: connections to it hang. Close all of the `fillers`. */
enum { ENGINE_ROOM_FILLERS = 3 };
int engine_room_hang (guint16 *port, int fillers[ENGINE_ROOM_FILLERS]);
