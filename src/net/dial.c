/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Happy eyeballs (RFC 8305 section 5) over endpoints and their addresses: the next attempt starts
 * when the one before failed or has had its head start; the first that connects wins. All clocks
 * start with the first connect(), not before: waiting for a slot is our own manners and must not
 * look like a slow server. */
#include "net/dial-private.h"

#include "base/error.h"
#include "base/limits.h"
#include "net/socks.h"
#include "net/timer.h"

#include <errno.h>
#include <netinet/tcp.h>
#include <unistd.h>

/* SRV records are the remote side's: without this bound they could make us knock at hundreds of
 * doors. */
enum { MAX_CANDIDATES_OF_KIND = 8 };

typedef struct {
  const GwEndpoint *endpoint;
  const GwAddress *address; /* NULL: the proxy asks for it by name */
} Candidate;

typedef struct {
  GwDial *dial;
  Candidate candidate;
  GwSlot *slot;
  int fd; /* -1: the slot is still awaited */
  GSource *writable, *deadline;
  GwSocks *socks; /* once the proxy is connected */
  GwDrive *drive;
} Attempt;

struct _GwDial {
  GwEngine *engine;
  char *domain;
  GwDialPlan plan; /* its endpoints are ours, below */
  GwDialWaits waits;
  GwDialFunc func;
  gpointer data;
  const GwProxy *proxy; /* NULL: none */

  GwDnsLookup *lookup;
  GwEndpoints *endpoints;
  GArray *candidates;  /* Candidate */
  guint next;          /* the first not tried */
  GPtrArray *attempts; /* Attempt, under way */
  GSource *begin, *head_start, *deadline;
  GError *error;                                /* why there is no connection yet */
  gint64 looked_up_at, found_at, connecting_at; /* monotonic; 0: not reached */
};

static void try_next (GwDial *dial);

static void
attempt_free (gpointer data)
{
  Attempt *attempt = data;

  gw_timer_stop (&attempt->writable);
  gw_timer_stop (&attempt->deadline);
  gw_drive_stop (attempt->drive);
  g_clear_pointer (&attempt->socks, gw_socks_free);
  if (attempt->fd >= 0)
    close (attempt->fd);
  if (attempt->slot != NULL)
    gw_slot_release (attempt->slot);
  g_free (attempt);
}

static void
dial_free (GwDial *dial)
{
  if (dial->lookup != NULL)
    gw_dns_lookup_cancel (dial->lookup);
  gw_timer_stop (&dial->begin);
  gw_timer_stop (&dial->head_start);
  gw_timer_stop (&dial->deadline);
  g_ptr_array_unref (dial->attempts);
  g_array_unref (dial->candidates);
  g_clear_pointer (&dial->endpoints, gw_endpoints_free);
  g_clear_error (&dial->error);
  g_free (dial->domain);
  g_free (dial);
}

void
gw_dial_cancel (GwDial *dial)
{
  dial_free (dial);
}

static void
finish_failed (GwDial *dial)
{
  g_autoptr (GError) error = g_steal_pointer (&dial->error);
  GwDialFunc func = dial->func;
  gpointer data = dial->data;

  dial_free (dial);
  func (NULL, error, data);
}

static gboolean
is_trying_direct (const GwDial *dial)
{
  for (guint i = 0; i < dial->attempts->len; i++) {
    const Attempt *attempt = dial->attempts->pdata[i];

    if (attempt->candidate.endpoint->direct_tls)
      return TRUE;
  }
  return FALSE;
}

static gboolean
has_endpoint (const GwEndpoints *endpoints, gboolean direct_tls)
{
  for (guint i = 0; i < endpoints->endpoints->len; i++) {
    const GwEndpoint *endpoint = endpoints->endpoints->pdata[i];

    if (endpoint->direct_tls == direct_tls)
      return TRUE;
  }
  return FALSE;
}

static void
finish_connected (GwDial *dial, Attempt *winner)
{
  const GwEndpoint *endpoint = winner->candidate.endpoint;
  GwDialFunc func = dial->func;
  gpointer data = dial->data;
  GwDialed dialed = {
      .direct_tls = endpoint->direct_tls,
      .direct_announced = dial->endpoints->direct_announced,
      .direct_unknown = !dial->endpoints->direct_announced && dial->endpoints->srv_failed,
      .direct_failed = dial->endpoints->direct_announced && dial->plan.want == GW_DIAL_ANY &&
                       !is_trying_direct (dial),
      .starttls_possible = has_endpoint (dial->endpoints, FALSE),
      .target = g_strdup (endpoint->target),
      .address = g_strdup (gw_slot_address (winner->slot)),
      .dns_us = dial->found_at - dial->looked_up_at,
      .connect_us = g_get_monotonic_time () - dial->connecting_at,
  };

  dialed.fd = winner->fd;
  winner->fd = -1;
  dialed.slot = g_steal_pointer (&winner->slot);
  dial_free (dial);
  func (&dialed, NULL, data);
}

/* Never comes back to an attempt or a dial that it may have freed. */
static void
attempt_failed (Attempt *attempt, GwErrorCode code, const char *reason)
{
  GwDial *dial = attempt->dial;
  const char *where =
      attempt->slot != NULL ? gw_slot_address (attempt->slot) : attempt->candidate.endpoint->target;
  g_autofree char *detail = g_strdup_printf ("%s: %s", where, reason);

  g_clear_error (&dial->error);
  gw_error_set (&dial->error, code, dial->domain, detail);
  g_ptr_array_remove_fast (dial->attempts, attempt);
  try_next (dial);
}

/* There is no use in asking it for the next endpoint. */
static void
proxy_failed (GwDial *dial, GwErrorCode code, const char *reason)
{
  g_autofree char *proxy = g_strdup_printf ("%s:%u", dial->proxy->address, dial->proxy->port);

  g_clear_error (&dial->error);
  gw_error_set (&dial->error, code, proxy, reason);
  finish_failed (dial);
}

static void
attempt_failed_by_errno (Attempt *attempt, int number)
{
  GwErrorCode code = number == ECONNREFUSED ? GW_ERROR_CONNECT_REFUSED
                     : number == ETIMEDOUT  ? GW_ERROR_TIMEOUT
                                            : GW_ERROR_CONNECT_FAILED;

  if (attempt->dial->proxy != NULL)
    proxy_failed (attempt->dial, GW_ERROR_PROXY_UNREACHABLE, g_strerror (number));
  else
    attempt_failed (attempt, code, g_strerror (number));
}

static void
on_socks_driven (GwDriveEnd how, gpointer data)
{
  static const GwSocksFault silent = {GW_ERROR_TIMEOUT, "silence"};
  Attempt *attempt = data;
  const GwSocksFault *fault = how == GW_DRIVE_SILENT ? &silent : gw_socks_fault (attempt->socks);

  if (fault == NULL)
    finish_connected (attempt->dial, attempt);
  else if (gw_error_blames_proxy (fault->code))
    proxy_failed (attempt->dial, fault->code, fault->reason);
  else
    attempt_failed (attempt, fault->code, fault->reason);
}

static GwStep
step_socks (gpointer socks)
{
  return gw_socks_step (socks);
}

/* A proxy may take its time to reach the server: silence ends that, not the wait of one connect. */
static void
ask_proxy (Attempt *attempt)
{
  const GwEndpoint *endpoint = attempt->candidate.endpoint;
  const GwDial *dial = attempt->dial;

  gw_timer_stop (&attempt->deadline);
  attempt->socks = gw_socks_new (attempt->fd, dial->proxy, endpoint->target, endpoint->port);
  attempt->drive = gw_drive_start (gw_engine_context (dial->engine), attempt->fd, step_socks,
                                   attempt->socks, on_socks_driven, attempt);
}

static gboolean
on_writable (int fd, GIOCondition condition, gpointer data)
{
  Attempt *attempt = data;
  int number = 0;
  socklen_t size = sizeof number;

  if (getsockopt (fd, SOL_SOCKET, SO_ERROR, &number, &size) != 0)
    number = errno;
  gw_timer_stop (&attempt->writable);
  if (number != 0)
    attempt_failed_by_errno (attempt, number);
  else if (attempt->dial->proxy != NULL)
    ask_proxy (attempt);
  else
    finish_connected (attempt->dial, attempt);
  return G_SOURCE_REMOVE;
}

static gboolean
on_attempt_deadline (gpointer data)
{
  attempt_failed_by_errno (data, ETIMEDOUT);
  return G_SOURCE_REMOVE;
}

static gboolean
on_dial_deadline (gpointer data)
{
  GwDial *dial = data;

  g_clear_error (&dial->error);
  gw_error_set (&dial->error, GW_ERROR_TIMEOUT, dial->domain, NULL);
  finish_failed (dial);
  return G_SOURCE_REMOVE;
}

static gboolean
on_head_start_over (gpointer data)
{
  GwDial *dial = data;

  gw_timer_stop (&dial->head_start);
  try_next (dial);
  return G_SOURCE_REMOVE;
}

static void
start_clocks (GwDial *dial)
{
  GMainContext *context = gw_engine_context (dial->engine);

  if (dial->connecting_at == 0) {
    dial->connecting_at = g_get_monotonic_time ();
    dial->deadline = gw_timer_start (context, dial->waits.dial, on_dial_deadline, dial);
  }
  gw_timer_stop (&dial->head_start);
  if (dial->proxy != NULL) /* it is slower than any head start, and asked for one at a time */
    return;
  dial->head_start = gw_timer_start (context, dial->waits.head_start, on_head_start_over, dial);
}

/* -1 with errno set, else a descriptor that is connecting. */
static int
start_connect (const GwAddress *address)
{
  int fd = socket (address->any.sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  int yes = 1, number;

  if (fd < 0)
    return -1;
  if (setsockopt (fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes) == 0 &&
      (connect (fd, &address->any, gw_address_size (address)) == 0 || errno == EINPROGRESS))
    return fd;
  number = errno;
  close (fd);
  errno = number;
  return -1;
}

static void
on_slot (GwSlot *slot, gpointer data)
{
  Attempt *attempt = data;
  GwDial *dial = attempt->dial;
  GMainContext *context = gw_engine_context (dial->engine);
  GwAddress proxy;

  if (dial->proxy != NULL)
    gw_address_parse (&proxy, dial->proxy->address, dial->proxy->port);
  start_clocks (dial);
  attempt->fd = start_connect (dial->proxy != NULL ? &proxy : attempt->candidate.address);
  if (attempt->fd < 0) {
    attempt_failed_by_errno (attempt, errno);
    return;
  }
  attempt->writable = gw_watch_start (context, attempt->fd, G_IO_OUT, on_writable, attempt);
  attempt->deadline = gw_timer_start (context, dial->waits.connect, on_attempt_deadline, attempt);
}

/* Our own manners end it, which says nothing about the server. */
static gboolean
is_budget_spent (GwDial *dial)
{
  if (dial->plan.budget == NULL || *dial->plan.budget > 0)
    return FALSE;
  if (dial->error == NULL)
    gw_error_set (&dial->error, GW_ERROR_FAILED, dial->domain, "enough connections were made");
  return TRUE;
}

static gboolean
is_allowed (const GwDial *dial, const Candidate *candidate)
{
  if (gw_engine_profile (dial->engine)->allow_local)
    return TRUE;
  return candidate->address != NULL ? gw_address_is_public (candidate->address)
                                    : gw_host_is_public (candidate->endpoint->target);
}

static GwSlot *
request_slot (Attempt *attempt)
{
  const GwDial *dial = attempt->dial;
  const Candidate *candidate = &attempt->candidate;
  GwContacts *contacts = gw_engine_contacts (dial->engine);

  if (candidate->address != NULL)
    return gw_contacts_request (contacts, dial->domain, candidate->address, dial->plan.purpose,
                                dial->plan.what, dial->plan.is_paced, on_slot, attempt);
  return gw_contacts_request_by_name (contacts, dial->domain, candidate->endpoint->target,
                                      candidate->endpoint->port, dial->plan.purpose,
                                      dial->plan.what, dial->plan.is_paced, on_slot, attempt);
}

static void
try_next (GwDial *dial)
{
  Attempt *attempt;

  if (dial->next >= dial->candidates->len || is_budget_spent (dial)) {
    if (dial->attempts->len == 0)
      finish_failed (dial);
    return;
  }
  attempt = g_new0 (Attempt, 1);
  attempt->dial = dial;
  attempt->fd = -1;
  attempt->candidate = g_array_index (dial->candidates, Candidate, dial->next++);
  g_ptr_array_add (dial->attempts, attempt);
  if (dial->plan.budget != NULL)
    --*dial->plan.budget;

  if (is_allowed (dial, &attempt->candidate))
    attempt->slot = request_slot (attempt);
  else
    attempt_failed (attempt, GW_ERROR_ADDRESS_PRIVATE, "not public");
}

/* Those of one endpoint that may be tried in this turn, while `limit` is not reached. */
static void
collect_addresses (GwDial *dial, const GwEndpoint *endpoint, gboolean v4, gboolean v6, guint limit)
{
  for (guint n = 0; n < endpoint->addresses->len && dial->candidates->len < limit; n++) {
    Candidate candidate = {endpoint, &g_array_index (endpoint->addresses, GwAddress, n)};

    if (candidate.address->any.sa_family == AF_INET ? v4 : v6)
      g_array_append_val (dial->candidates, candidate);
  }
}

static void
collect_name (GwDial *dial, const GwEndpoint *endpoint, guint limit)
{
  const Candidate candidate = {.endpoint = endpoint};

  if (dial->candidates->len < limit)
    g_array_append_val (dial->candidates, candidate);
}

static void
collect_candidates (GwDial *dial, gboolean direct_tls)
{
  guint limit = dial->candidates->len + MAX_CANDIDATES_OF_KIND;

  for (guint i = 0; i < dial->endpoints->endpoints->len; i++) {
    const GwEndpoint *endpoint = dial->endpoints->endpoints->pdata[i];

    if (endpoint->direct_tls != direct_tls)
      continue;
    if (dial->proxy != NULL) {
      collect_name (dial, endpoint, limit);
      continue;
    }
    switch (dial->plan.family) {
    case GW_DIAL_V6_FIRST:
      collect_addresses (dial, endpoint, TRUE, TRUE, limit);
      break;
    case GW_DIAL_V4_FIRST:
      collect_addresses (dial, endpoint, TRUE, FALSE, limit);
      collect_addresses (dial, endpoint, FALSE, TRUE, limit);
      break;
    case GW_DIAL_V6_ONLY:
      collect_addresses (dial, endpoint, FALSE, TRUE, limit);
      break;
    }
  }
}

/* The family is the proxy's choice. */
static gboolean
is_hidden (const GwDial *dial)
{
  return dial->proxy != NULL && dial->plan.family == GW_DIAL_V6_ONLY;
}

/* Why there is nothing to try. */
static GwErrorCode
find_lack (const GwDial *dial)
{
  if (is_hidden (dial))
    return GW_ERROR_PROXY_HIDES;
  return dial->endpoints->srv_failed ? GW_ERROR_DNS_FAILED : GW_ERROR_DNS_NOT_OFFERED;
}

/* Takes `endpoints`. */
static void
begin (GwDial *dial, GwEndpoints *endpoints)
{
  dial->endpoints = endpoints;
  dial->found_at = g_get_monotonic_time ();
  if (dial->plan.want != GW_DIAL_STARTTLS && !is_hidden (dial))
    collect_candidates (dial, TRUE);
  if (dial->plan.want != GW_DIAL_DIRECT_TLS && !is_hidden (dial))
    collect_candidates (dial, FALSE);
  if (dial->candidates->len == 0)
    gw_error_set (&dial->error, find_lack (dial), dial->domain, NULL);
  try_next (dial);
}

static void
on_found (GwEndpoints *found, const GError *error, gpointer data)
{
  GwDial *dial = data;

  dial->lookup = NULL;
  if (found != NULL) {
    begin (dial, found);
    return;
  }
  dial->error = g_error_copy (error);
  finish_failed (dial);
}

static gboolean
on_begin (gpointer data)
{
  GwDial *dial = data;

  gw_timer_stop (&dial->begin);
  if (dial->endpoints != NULL)
    begin (dial, dial->endpoints);
  else
    finish_failed (dial);
  return G_SOURCE_REMOVE;
}

static GwDial *
dial_new (GwEngine *engine, const char *domain, const GwDialPlan *plan, GwDialFunc func,
          gpointer data)
{
  GwDial *dial = g_new0 (GwDial, 1);

  dial->engine = engine;
  dial->domain = g_strdup (domain);
  dial->plan = *plan;
  dial->plan.endpoints = NULL;
  dial->waits = (GwDialWaits){GW_LIMIT_CONNECT_WAIT, GW_LIMIT_DIAL_WAIT, GW_LIMIT_HAPPY_EYEBALLS};
  dial->func = func;
  dial->data = data;
  dial->candidates = g_array_new (FALSE, FALSE, sizeof (Candidate));
  dial->attempts = g_ptr_array_new_with_free_func (attempt_free);
  dial->proxy = gw_engine_profile (engine)->proxy;
  dial->looked_up_at = g_get_monotonic_time ();
  return dial;
}

/* `port` 0: by the services of the domain. */
static void
look_up (GwDial *dial, guint16 port)
{
  GwDns *dns = gw_engine_dns (dial->engine, &dial->error);

  if (dns == NULL)
    dial->begin = gw_timer_start (gw_engine_context (dial->engine), 0, on_begin, dial);
  else if (port == 0)
    dial->lookup = gw_dns_lookup_service (
        dns, dial->domain, dial->plan.is_server ? GW_DNS_SERVER : GW_DNS_CLIENT, on_found, dial);
  else
    dial->lookup = gw_dns_lookup_host (dns, dial->domain, port, on_found, dial);
}

/* It may be freed by an attempt that fails at once, so not in this turn of the loop. */
static void
begin_later (GwDial *dial, const GwEndpoints *endpoints)
{
  dial->endpoints = gw_endpoints_copy (endpoints);
  dial->begin = gw_timer_start (gw_engine_context (dial->engine), 0, on_begin, dial);
}

GwDial *
gw_dial_start (GwEngine *engine, const char *domain, const GwDialPlan *plan, GwDialFunc func,
               gpointer data)
{
  GwDial *dial;

  g_return_val_if_fail (gw_engine_in_thread (engine) && domain != NULL && func != NULL, NULL);

  dial = dial_new (engine, domain, plan, func, data);
  if (plan->endpoints != NULL)
    begin_later (dial, plan->endpoints);
  else
    look_up (dial, 0);
  return dial;
}

GwDial *
gw_dial_start_host (GwEngine *engine, const char *host, guint16 port, const GwDialPlan *plan,
                    GwDialFunc func, gpointer data)
{
  GwDial *dial;

  g_return_val_if_fail (gw_engine_in_thread (engine) && host != NULL && port != 0 && func != NULL,
                        NULL);

  dial = dial_new (engine, host, plan, func, data);
  dial->plan.want = GW_DIAL_DIRECT_TLS;
  look_up (dial, port);
  return dial;
}

GwDial *
gw_dial_start_at (GwEngine *engine, const char *domain, const GwDialPlan *plan,
                  const GwDialWaits *waits, GwDialFunc func, gpointer data)
{
  GwDial *dial = dial_new (engine, domain, plan, func, data);

  dial->waits = *waits;
  begin_later (dial, plan->endpoints);
  return dial;
}

void
gw_dialed_clear (GwDialed *dialed)
{
  if (dialed->fd >= 0)
    close (dialed->fd);
  dialed->fd = -1;
  g_clear_pointer (&dialed->slot, gw_slot_release);
  g_clear_pointer (&dialed->target, g_free);
  g_clear_pointer (&dialed->address, g_free);
}
