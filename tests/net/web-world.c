/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An engine, a web server, and the names between them. */
#include "web-world.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <unistd.h>

enum { LONG_WAIT = 15000 };

Certificate *web_world_authority, *web_world_certificate;
char *web_world_authority_file;

void
web_world_begin (void)
{
  CertificateWish of_authority = {.common = "Practice CA", .is_authority = TRUE};
  CertificateWish of_server = {.names = "DNS:" HOST ",DNS:other.example"};

  signal (SIGPIPE, SIG_IGN);
  web_world_authority = certificate_new (&of_authority, NULL);
  web_world_certificate = certificate_new (&of_server, web_world_authority);
  web_world_authority_file = certificate_to_file (web_world_authority);
}

void
web_world_end (void)
{
  g_unlink (web_world_authority_file);
  g_free (web_world_authority_file);
  certificate_free (web_world_certificate);
  certificate_free (web_world_authority);
}

static void
keep_response (World *world, const GwHttpResponse *response)
{
  world->status = response->status;
  world->from = g_strdup (response->url);
  world->type = g_strdup (response->content_type);
  world->etag = g_strdup (response->etag);
  world->modified = g_strdup (response->last_modified);
  world->allow_origin = g_strdup (response->allow_origin);
  world->allow_methods = g_strdup (response->allow_methods);
  world->allow_headers = g_strdup (response->allow_headers);
  world->body = g_bytes_ref (response->body);
}

static void
on_answer (const GwHttpResponse *response, const GError *error, gpointer data)
{
  World *world = data;
  const GwTlsEvidence *evidence;

  g_assert_true ((response == NULL) == (error != NULL));
  g_assert_true (gw_engine_in_thread (world->room.engine));
  evidence = gw_http_evidence (g_steal_pointer (&world->http));
  if (evidence != NULL)
    world->leaf = g_strdup (((const GwCertificate *)evidence->chain->pdata[0])->sha256);
  if (response != NULL)
    keep_response (world, response);
  else
    world->error = g_error_copy (error);
  engine_room_report (&world->room);
}

void
world_start (gpointer data)
{
  World *world = data;

  world->http = gw_http_start (world->room.engine, &world->request, on_answer, world);
  g_assert_nonnull (world->http);
  g_assert_cmpuint (world->room.reports, ==, 0);
}

void
world_cancel (gpointer data)
{
  World *world = data;

  gw_http_cancel (g_steal_pointer (&world->http));
}

void
world_init (World *world, const Certificate *shown, const WebAnswer *answers, guint n_answers,
            gboolean allow_local)
{
  g_autoptr (GwProfile) profile = gw_profile_new ();

  *world = (World){0};
  world->peer = web_peer_new (shown, answers, n_answers);
  world->names = name_server_new ();
  name_server_add (world->names, HOST, NAME_A, "127.0.0.1");
  name_server_add (world->names, "www." HOST, NAME_A, "127.0.0.1");
  name_server_add (world->names, "other.example", NAME_A, "127.0.0.1");
  name_server_add (world->names, "slow.example", NAME_A, "SILENT");
  name_server_start (world->names);

  profile->resolver = g_strdup (name_server_resolver (world->names));
  profile->ca_file = g_strdup (web_world_authority_file);
  profile->allow_local = allow_local;
  engine_room_init_with (&world->room, profile);

  world->url = g_strdup_printf ("https://" HOST ":%u/x?y=1", web_peer_port (world->peer));
  world->request = (GwHttpRequest){.url = world->url,
                                   .purpose = GW_PURPOSE_LIST,
                                   .max_bytes = WEB_WORLD_CAP,
                                   .wait_ms = LONG_WAIT};
}

void
world_set_url (World *world, const char *host)
{
  g_free (world->url);
  world->url = g_strdup_printf ("https://%s:%u/", host, web_peer_port (world->peer));
  world->request.url = world->url;
}

void
world_run (World *world)
{
  engine_room_do (&world->room, world_start, world);
  engine_room_wait (&world->room, 1);
}

void
world_clear (World *world)
{
  engine_room_clear (&world->room);
  web_peer_stop (world->peer);
  web_peer_free (world->peer);
  name_server_free (world->names);
  g_free (world->url);
  g_free (world->from);
  g_free (world->type);
  g_free (world->etag);
  g_free (world->modified);
  g_free (world->allow_origin);
  g_free (world->allow_methods);
  g_free (world->allow_headers);
  g_free (world->leaf);
  g_clear_pointer (&world->body, g_bytes_unref);
  g_clear_error (&world->error);
}

void
world_assert_body (const World *world, const char *expected)
{
  gsize length;
  const void *bytes = g_bytes_get_data (world->body, &length);

  g_assert_cmpmem (bytes, length, expected, strlen (expected));
}
