/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Secret Service (freedesktop.org Secret Service API 0.2). Whether it is ready is asked over
 * the bare bus with a short limit: libsecret itself would start services, open prompts or wait
 * without end where there is no desktop. */
#include "account/keyring.h"

#include <gio/gio.h>
#include <libsecret/secret.h>

#include "base/error.h"
#include "base/i18n.h"

#define BUS_WAIT_MS 5000
#define SERVICE     "org.freedesktop.secrets"
#define ROOT        "/org/freedesktop/secrets"
#define NO_ITEM     "/" /* what the service says for "there is none" */

static const SecretSchema schema = {
    "org.gangway.Account",
    SECRET_SCHEMA_NONE,
    {{"service", SECRET_SCHEMA_ATTRIBUTE_STRING}, {"jid", SECRET_SCHEMA_ATTRIBUTE_STRING}},
};

/* Connecting without an address would make GLib start a bus of its own. */
static gboolean
bus_is_there (void)
{
  const char *address = g_getenv ("DBUS_SESSION_BUS_ADDRESS");
  g_autofree char *socket = g_build_filename (g_get_user_runtime_dir (), "bus", NULL);

  if (address && *address)
    return !g_str_has_prefix (address, "autolaunch:");
  return g_file_test (socket, G_FILE_TEST_EXISTS);
}

static GDBusConnection *
bus_connect (GError **error)
{
  g_autoptr (GError) fault = NULL;

  GDBusConnection *bus = bus_is_there () ? g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &fault) : NULL;
  if (bus == NULL) {
    gw_error_set (error, GW_ERROR_NO_KEYRING, NULL, fault ? fault->message : _ ("no session bus"));
    return NULL;
  }
  /* The end of the desktop session must not end a registration in the middle. */
  g_dbus_connection_set_exit_on_close (bus, FALSE);
  return bus;
}

static GVariant *
call_service (GDBusConnection *bus, const char *path, const char *interface, const char *method,
              GVariant *arguments, const char *type, GError **error)
{
  return g_dbus_connection_call_sync (bus, SERVICE, path, interface, method, arguments,
                                      G_VARIANT_TYPE (type), G_DBUS_CALL_FLAGS_NONE, BUS_WAIT_MS,
                                      NULL, error);
}

/* Object path of the collection that takes new items; NULL and the reason when none does. */
static char *
find_default (GDBusConnection *bus, GError **error)
{
  g_autoptr (GError) fault = NULL;
  g_autoptr (GVariant) reply =
      call_service (bus, ROOT, "org.freedesktop.Secret.Service", "ReadAlias",
                    g_variant_new ("(s)", "default"), "(o)", &fault);
  char *path = NULL;

  if (reply == NULL) {
    g_dbus_error_strip_remote_error (fault);
    gw_error_set (error, GW_ERROR_NO_KEYRING, NULL, fault->message);
    return NULL;
  }
  g_variant_get (reply, "(o)", &path);
  if (strcmp (path, NO_ITEM) != 0)
    return path;
  g_free (path);
  gw_error_set (error, GW_ERROR_KEYRING_LOCKED, NULL, _ ("it has not been set up yet"));
  return NULL;
}

gboolean
gw_keyring_is_ready (GError **error)
{
  g_autoptr (GDBusConnection) bus = bus_connect (error);
  g_autofree char *path = bus ? find_default (bus, error) : NULL;
  if (path == NULL)
    return FALSE;

  g_autoptr (GError) fault = NULL;
  g_autoptr (GVariant) reply = call_service (
      bus, path, "org.freedesktop.DBus.Properties", "Get",
      g_variant_new ("(ss)", "org.freedesktop.Secret.Collection", "Locked"), "(v)", &fault);
  g_autoptr (GVariant) locked = NULL;
  if (reply)
    g_variant_get (reply, "(v)", &locked);
  if (locked && g_variant_is_of_type (locked, G_VARIANT_TYPE_BOOLEAN) &&
      !g_variant_get_boolean (locked))
    return TRUE;
  gw_error_set (error, locked ? GW_ERROR_KEYRING_LOCKED : GW_ERROR_NO_KEYRING, NULL,
                fault ? fault->message : NULL);
  return FALSE;
}

static SecretService *
service_connect (GError **error)
{
  g_autoptr (GError) fault = NULL;
  SecretService *service = secret_service_get_sync (SECRET_SERVICE_NONE, NULL, &fault);

  if (service == NULL)
    gw_error_set (error, GW_ERROR_NO_KEYRING, NULL, fault->message);
  return service;
}

/* With the person's help; both ways open a prompt of the desktop. */
static gboolean
open_default (SecretService *service, GError **fault)
{
  g_autoptr (SecretCollection) collection = secret_collection_for_alias_sync (
      service, SECRET_COLLECTION_DEFAULT, SECRET_COLLECTION_NONE, NULL, fault);

  if (*fault)
    return FALSE;
  if (collection == NULL) {
    collection = secret_collection_create_sync (service, _ ("Passwords"), SECRET_COLLECTION_DEFAULT,
                                                SECRET_COLLECTION_CREATE_NONE, NULL, fault);
    return collection != NULL;
  }
  g_autoptr (GList) wanted = g_list_prepend (NULL, collection);
  return secret_service_unlock_sync (service, wanted, NULL, NULL, fault) == 1;
}

gboolean
gw_keyring_unlock (GError **error)
{
  g_autoptr (GError) fault = NULL;

  if (gw_keyring_is_ready (&fault))
    return TRUE;
  /* Nobody could answer a prompt that has no screen. */
  if (gw_error_code (fault) != GW_ERROR_KEYRING_LOCKED ||
      (g_getenv ("DISPLAY") == NULL && g_getenv ("WAYLAND_DISPLAY") == NULL)) {
    g_propagate_error (error, g_steal_pointer (&fault));
    return FALSE;
  }
  g_clear_error (&fault);
  g_autoptr (SecretService) service = service_connect (error);
  if (service == NULL)
    return FALSE;
  if (open_default (service, &fault) && gw_keyring_is_ready (NULL))
    return TRUE;
  gw_error_set (error, GW_ERROR_KEYRING_LOCKED, NULL, fault ? fault->message : NULL);
  return FALSE;
}

/* NULL and no error: there is no such item. */
static GwSecret *
item_read (const char *address, GError **error)
{
  g_autoptr (GError) fault = NULL;
  char *found = secret_password_lookup_nonpageable_sync (&schema, NULL, &fault, "service",
                                                         "gangway", "jid", address, NULL);

  if (fault) {
    gw_error_set (error, GW_ERROR_KEYRING_LOCKED, NULL, fault->message);
    return NULL;
  }
  GwSecret *password = found ? gw_secret_new (found, error) : NULL;
  secret_password_free (found);
  return password;
}

/* What stands there already and is another password may be the only way into somebody's account. */
static gboolean
item_is_free (const GwJid *jid, const char *address, GwSecret *password, GError **error)
{
  g_autoptr (GError) fault = NULL;
  g_autoptr (GwSecret) present = item_read (address, &fault);

  if (fault) {
    g_propagate_error (error, g_steal_pointer (&fault));
    return FALSE;
  }
  if (present == NULL || gw_secret_equal (present, password))
    return TRUE;
  gw_error_set (error, GW_ERROR_REFUSED_NAME_TAKEN, jid->domain,
                _ ("its password is in the keyring of this computer already"));
  return FALSE;
}

gboolean
gw_keyring_store (const GwJid *jid, GwSecret *password, GError **error)
{
  g_return_val_if_fail (jid != NULL && password != NULL, FALSE);

  g_autofree char *address = gw_jid_to_string (jid);
  g_autofree char *label = g_strdup_printf (_ ("XMPP address %s (Gangway)"), address);
  g_autoptr (GError) fault = NULL;

  if (!gw_keyring_is_ready (error) || !item_is_free (jid, address, password, error))
    return FALSE;
  if (!secret_password_store_sync (&schema, SECRET_COLLECTION_DEFAULT, label,
                                   gw_secret_peek (password), NULL, &fault, "service", "gangway",
                                   "jid", address, NULL)) {
    gw_error_set (error, GW_ERROR_KEYRING_LOCKED, NULL, fault ? fault->message : NULL);
    return FALSE;
  }
  g_autoptr (GwSecret) found = item_read (address, error);
  if (found && gw_secret_equal (found, password))
    return TRUE;
  if (error && *error == NULL)
    gw_error_set (error, GW_ERROR_STORE, _ ("the keyring"), _ ("what was read back differs"));
  return FALSE;
}

GwSecret *
gw_keyring_lookup (const GwJid *jid, GError **error)
{
  g_return_val_if_fail (jid != NULL, NULL);

  g_autofree char *address = gw_jid_to_string (jid);
  g_autoptr (GError) fault = NULL;

  if (!gw_keyring_is_ready (error))
    return NULL;
  GwSecret *found = item_read (address, &fault);
  if (fault)
    g_propagate_error (error, g_steal_pointer (&fault));
  else if (found == NULL)
    gw_error_set (error, GW_ERROR_NOT_IN_KEYRING, address, NULL);
  return found;
}

gboolean
gw_keyring_remove (const GwJid *jid, GError **error)
{
  g_return_val_if_fail (jid != NULL, FALSE);

  g_autofree char *address = gw_jid_to_string (jid);
  g_autoptr (GError) fault = NULL;

  if (!gw_keyring_is_ready (error))
    return FALSE;
  if (secret_password_clear_sync (&schema, NULL, &fault, "service", "gangway", "jid", address,
                                  NULL))
    return TRUE;
  if (fault)
    gw_error_set (error, GW_ERROR_KEYRING_LOCKED, NULL, fault->message);
  else
    gw_error_set (error, GW_ERROR_NOT_IN_KEYRING, address, NULL);
  return FALSE;
}
