/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An engine with its test around it. */
#include "engine-room.h"

#include <arpa/inet.h>
#include <errno.h>
#include <sys/socket.h>

enum { GUARD_MS = 20000 };

void
engine_room_init_with (EngineRoom *room, const GwProfile *profile)
{
  g_autoptr (GError) error = NULL;

  room->engine = gw_engine_new (profile, &error);
  g_assert_no_error (error);
  room->context = g_main_context_new ();
  room->box = gw_mailbox_new (room->context, 0);
  room->reports = 0;
}

void
engine_room_init (EngineRoom *room, const char *resolver, gboolean allow_local)
{
  g_autoptr (GwProfile) profile = gw_profile_new ();

  profile->resolver = g_strdup (resolver != NULL ? resolver : "127.0.0.1@9");
  profile->allow_local = allow_local;
  engine_room_init_with (room, profile);
}

void
engine_room_clear (EngineRoom *room)
{
  gw_engine_free (room->engine);
  gw_mailbox_close (room->box);
  gw_mailbox_unref (room->box);
  g_main_context_unref (room->context);
}

static void
count (gpointer data)
{
  EngineRoom *room = data;

  room->reports++;
}

void
engine_room_report (EngineRoom *room)
{
  gw_mailbox_put (room->box, count, room, NULL);
}

static gboolean
on_guard (gpointer data)
{
  g_error ("nothing came in %d ms", GUARD_MS);
  return G_SOURCE_REMOVE;
}

void
engine_room_wait (EngineRoom *room, guint reports)
{
  GSource *guard = g_timeout_source_new (GUARD_MS);

  g_source_set_callback (guard, on_guard, NULL, NULL);
  g_source_attach (guard, room->context);
  while (room->reports < reports)
    g_main_context_iteration (room->context, TRUE);
  g_source_destroy (guard);
  g_source_unref (guard);
}

void
engine_room_wait_for_contacts (EngineRoom *room, guint contacts)
{
  gint64 end = g_get_monotonic_time () + GUARD_MS * 1000;
  guint seen = 0;

  while (seen < contacts) {
    g_autoptr (GPtrArray) log = gw_engine_contact_log (room->engine);

    seen = log->len;
    g_assert_cmpint (g_get_monotonic_time (), <, end);
    g_thread_yield ();
  }
}

typedef struct {
  EngineRoom *room;
  GwLetterFunc func;
  gpointer data;
  gboolean done;
} Errand;

static void
mark_done (gpointer data)
{
  Errand *errand = data;

  errand->done = TRUE;
}

static void
run_errand (gpointer data)
{
  Errand *errand = data;

  errand->func (errand->data);
  gw_mailbox_put (errand->room->box, mark_done, errand, NULL);
}

void
engine_room_do (EngineRoom *room, GwLetterFunc func, gpointer data)
{
  Errand errand = {room, func, data, FALSE};

  gw_engine_post (room->engine, run_errand, &errand, NULL);
  while (!errand.done)
    g_main_context_iteration (room->context, TRUE);
}

static int
bind_one (guint16 *port)
{
  struct sockaddr_in here = {.sin_family = AF_INET, .sin_addr.s_addr = htonl (INADDR_LOOPBACK)};
  socklen_t size = sizeof here;
  int fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

  g_assert_cmpint (bind (fd, (struct sockaddr *)&here, size), ==, 0);
  g_assert_cmpint (getsockname (fd, (struct sockaddr *)&here, &size), ==, 0);
  *port = ntohs (here.sin_port);
  return fd;
}

int
engine_room_refuse (guint16 *port)
{
  return bind_one (port);
}

int
engine_room_listen (int backlog, guint16 *port)
{
  int fd = bind_one (port);

  g_assert_cmpint (listen (fd, backlog), ==, 0);
  return fd;
}

int
engine_room_listen_v6 (int backlog, guint16 *port)
{
  struct sockaddr_in6 here = {.sin6_family = AF_INET6, .sin6_addr = IN6ADDR_LOOPBACK_INIT};
  socklen_t size = sizeof here;
  int fd = socket (AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0);

  if (fd < 0 || bind (fd, (struct sockaddr *)&here, sizeof here) != 0) {
    if (fd >= 0)
      close (fd);
    return -1;
  }
  g_assert_cmpint (getsockname (fd, (struct sockaddr *)&here, &size), ==, 0);
  g_assert_cmpint (listen (fd, backlog), ==, 0);
  *port = ntohs (here.sin6_port);
  return fd;
}

int
engine_room_hang (guint16 *port, int fillers[ENGINE_ROOM_FILLERS])
{
  int fd = engine_room_listen (0, port);
  struct sockaddr_in there = {
      .sin_family = AF_INET, .sin_port = htons (*port), .sin_addr.s_addr = htonl (INADDR_LOOPBACK)};

  for (int i = 0; i < ENGINE_ROOM_FILLERS; i++) {
    fillers[i] = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (connect (fillers[i], (struct sockaddr *)&there, sizeof there) != 0)
      g_assert_cmpint (errno, ==, EINPROGRESS);
  }
  return fd;
}
