/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The thread, its context, and the parts made on first use. */
#include "net/engine.h"

#include "net/contact-writer.h"
#include "net/contacts.h"
#include "net/dns.h"
#include "net/doh.h"
#include "net/http-multi.h"
#include "net/tls.h"

struct _GwEngine {
  GwProfile *profile;
  GMainContext *context;
  GMainLoop *loop;
  GwMailbox *box;
  GwContacts *contacts;
  GwContactWriter *writer;
  GThread *thread;
  /* engine thread */
  GwDns *dns;
  GwTls *tls;
  GwHttpMulti *http;
};

static gpointer
run (gpointer data)
{
  GwEngine *engine = data;

  g_main_context_push_thread_default (engine->context);
  g_main_loop_run (engine->loop);

  gw_mailbox_close (engine->box);
  g_clear_pointer (&engine->dns, gw_dns_free); /* may have asked by https */
  g_clear_pointer (&engine->http, gw_http_multi_free);
  g_clear_pointer (&engine->tls, gw_tls_free);
  g_main_context_pop_thread_default (engine->context);
  return NULL;
}

static void
on_contact (const GwContactEntry *entry, gpointer writer)
{
  gw_contact_writer_add (writer, entry);
}

GwEngine *
gw_engine_new (const GwProfile *profile, GError **error)
{
  GwProxy *proxy = NULL;
  GwEngine *engine;

  if (profile->proxy == NULL && !gw_proxy_from_environment (&proxy, error))
    return NULL;
  engine = g_new0 (GwEngine, 1);
  engine->profile = gw_profile_copy (profile);
  if (proxy != NULL)
    engine->profile->proxy = proxy;
  engine->context = g_main_context_new ();
  engine->loop = g_main_loop_new (engine->context, FALSE);
  engine->box = gw_mailbox_new (engine->context, 0);
  engine->contacts = gw_contacts_new (engine->context);
  engine->writer = gw_contact_writer_new ();
  gw_contacts_watch (engine->contacts, on_contact, engine->writer);
  engine->thread = g_thread_new ("engine", run, engine);
  return engine;
}

static void
quit (gpointer data)
{
  g_main_loop_quit (data);
}

void
gw_engine_free (GwEngine *engine)
{
  g_return_if_fail (!gw_engine_in_thread (engine));

  gw_engine_post (engine, quit, engine->loop, NULL);
  g_thread_join (engine->thread);
  gw_contacts_free (engine->contacts);
  gw_contact_writer_free (engine->writer);
  gw_mailbox_unref (engine->box);
  g_main_loop_unref (engine->loop);
  g_main_context_unref (engine->context);
  gw_profile_free (engine->profile);
  g_free (engine);
}

void
gw_engine_post (GwEngine *engine, GwLetterFunc func, gpointer data, GDestroyNotify free_data)
{
  gw_mailbox_put (engine->box, func, data, free_data);
}

const GwProfile *
gw_engine_profile (GwEngine *engine)
{
  return engine->profile;
}

GPtrArray *
gw_engine_contact_log (GwEngine *engine)
{
  return gw_contacts_log (engine->contacts);
}

gboolean
gw_engine_in_thread (GwEngine *engine)
{
  return g_main_context_is_owner (engine->context);
}

GMainContext *
gw_engine_context (GwEngine *engine)
{
  return engine->context;
}

GwContacts *
gw_engine_contacts (GwEngine *engine)
{
  return engine->contacts;
}

static GwDns *
make_dns (GwEngine *engine, GError **error)
{
  const char *url = engine->profile->doh_url;
  GwDoh *doh = url != NULL ? gw_doh_new (engine, url, error) : NULL;
  GwDns *dns;

  if (url != NULL && doh == NULL)
    return NULL;
  dns = gw_dns_new (engine->profile, engine->context, error);
  if (dns != NULL)
    gw_dns_use_doh (dns, doh);
  else
    gw_doh_free (doh);
  return dns;
}

GwDns *
gw_engine_dns (GwEngine *engine, GError **error)
{
  if (engine->dns == NULL)
    engine->dns = make_dns (engine, error);
  return engine->dns;
}

GwTls *
gw_engine_tls (GwEngine *engine, GError **error)
{
  if (engine->tls == NULL)
    engine->tls = gw_tls_new (engine->profile, error);
  return engine->tls;
}

GwHttpMulti *
gw_engine_http (GwEngine *engine)
{
  if (engine->http == NULL)
    engine->http = gw_http_multi_new (engine->context);
  return engine->http;
}
