/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads the settings of --profile FILE. */
#include "base/profile.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <sys/stat.h>

#include "base/error.h"
#include "base/i18n.h"

#define GROUP "gangway"

/* Stores the value of one key; NULL, or what is wrong with it. */
typedef const char *(*KeyReader) (GwProfile *profile, const char *value, const char *folder);

static gboolean
is_resolver (const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, "@", 2);

  if (parts[0] == NULL)
    return FALSE;
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (parts[0]);
  return address && (parts[1] == NULL ||
                     g_ascii_string_to_unsigned (parts[1], 10, 1, G_MAXUINT16, NULL, NULL));
}

static const char *
read_resolver (GwProfile *profile, const char *value, const char *folder)
{
  if (!is_resolver (value))
    return _ ("an IP address is expected, with @ and a port number if needed");
  g_free (profile->resolver);
  profile->resolver = g_strdup (value);
  return NULL;
}

static const char *
read_file_name (char **place, const char *value, const char *folder)
{
  if (*value == '\0')
    return _ ("a file name is expected");
  g_free (*place);
  *place = g_path_is_absolute (value) ? g_strdup (value) : g_build_filename (folder, value, NULL);
  return NULL;
}

static const char *
read_ca_file (GwProfile *profile, const char *value, const char *folder)
{
  return read_file_name (&profile->ca_file, value, folder);
}

static const char *
read_trust_anchor (GwProfile *profile, const char *value, const char *folder)
{
  return read_file_name (&profile->trust_anchor, value, folder);
}

static const char *
read_list (GwProfile *profile, const char *value, const char *folder)
{
  return read_file_name (&profile->list_file, value, folder);
}

static const char *
read_url (char **place, const char *value)
{
  if (g_ascii_strncasecmp (value, "https://", strlen ("https://")) != 0)
    return _ ("an address that begins with https:// is expected");
  g_free (*place);
  *place = g_strdup (value);
  return NULL;
}

static const char *
read_catalogue_url (GwProfile *profile, const char *value, const char *folder)
{
  return read_url (&profile->catalogue_url, value);
}

static const char *
read_doh (GwProfile *profile, const char *value, const char *folder)
{
  return read_url (&profile->doh_url, value);
}

static const char *
read_proxy (GwProfile *profile, const char *value, const char *folder)
{
  const char *fault;

  g_clear_pointer (&profile->proxy, gw_proxy_free);
  profile->proxy = gw_proxy_parse (value, &fault);
  return fault;
}

static const char *
read_allow_local (GwProfile *profile, const char *value, const char *folder)
{
  if (!g_str_equal (value, "true") && !g_str_equal (value, "false"))
    return _ ("“true” or “false” is expected");
  profile->allow_local = g_str_equal (value, "true");
  return NULL;
}

static const struct {
  const char *key;
  KeyReader read;
} keys[] = {
    {"resolver", read_resolver},
    {"ca-file", read_ca_file},
    {"list", read_list},
    {"catalogue-url", read_catalogue_url},
    {"allow-local", read_allow_local},
    {"trust-anchor", read_trust_anchor},
    {"doh", read_doh},
    {"proxy", read_proxy},
};

static const char *
read_key (GwProfile *profile, const char *key, const char *value, const char *folder)
{
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    if (g_str_equal (key, keys[i].key))
      return keys[i].read (profile, value, folder);
  return _ ("there is no such setting");
}

/* Refused rather than ignored: a misspelt "allow-local" would otherwise be a riddle. */
static gboolean
read_keys (GwProfile *profile, GKeyFile *file, const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_auto (GStrv) names = g_key_file_get_keys (file, GROUP, NULL, NULL);

  for (guint i = 0; names && names[i]; i++) {
    /* With a bad escape there is an error and a value. */
    g_autoptr (GError) unreadable = NULL;
    g_autofree char *value = g_key_file_get_string (file, GROUP, names[i], &unreadable);
    const char *fault =
        unreadable ? unreadable->message : read_key (profile, names[i], value, folder);
    if (fault == NULL)
      continue;
    g_autofree char *detail = g_strdup_printf ("%s: %s", names[i], fault);
    gw_error_set (error, GW_ERROR_BAD_PROFILE, path, detail);
    return FALSE;
  }
  return TRUE;
}

static gboolean
check_groups (GKeyFile *file, const char *path, GError **error)
{
  g_auto (GStrv) groups = g_key_file_get_groups (file, NULL);

  if (groups[0] && groups[1] == NULL && g_str_equal (groups[0], GROUP))
    return TRUE;
  gw_error_set (error, GW_ERROR_BAD_PROFILE, path,
                _ ("it must hold the section [gangway] and no other"));
  return FALSE;
}

/* A password in it must not lie open. */
static gboolean
check_mode (const GwProfile *profile, const char *path, GError **error)
{
  GStatBuf status;

  if (profile->proxy == NULL || profile->proxy->password == NULL)
    return TRUE;
  if (g_stat (path, &status) == 0 && (status.st_mode & (S_IRWXG | S_IRWXO)) == 0)
    return TRUE;
  gw_error_set (error, GW_ERROR_BAD_PROFILE, path,
                _ ("it holds the password of a proxy, and others may read it"));
  return FALSE;
}

GwProfile *
gw_profile_new (void)
{
  return g_new0 (GwProfile, 1);
}

GwProfile *
gw_profile_load (const char *path, GError **error)
{
  g_return_val_if_fail (path != NULL, NULL);

  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GwProfile) profile = gw_profile_new ();
  g_autoptr (GError) fault = NULL;

  if (!g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, &fault)) {
    gw_error_set (error, GW_ERROR_BAD_PROFILE, path, fault->message);
    return NULL;
  }
  if (!check_groups (file, path, error) || !read_keys (profile, file, path, error) ||
      !check_mode (profile, path, error))
    return NULL;
  return g_steal_pointer (&profile);
}

GwProfile *
gw_profile_copy (const GwProfile *profile)
{
  g_return_val_if_fail (profile != NULL, NULL);

  GwProfile *copy = gw_profile_new ();
  copy->resolver = g_strdup (profile->resolver);
  copy->ca_file = g_strdup (profile->ca_file);
  copy->trust_anchor = g_strdup (profile->trust_anchor);
  copy->list_file = g_strdup (profile->list_file);
  copy->catalogue_url = g_strdup (profile->catalogue_url);
  copy->doh_url = g_strdup (profile->doh_url);
  copy->proxy = profile->proxy ? gw_proxy_copy (profile->proxy) : NULL;
  copy->allow_local = profile->allow_local;
  return copy;
}

void
gw_profile_free (GwProfile *profile)
{
  if (profile == NULL)
    return;
  g_free (profile->resolver);
  g_free (profile->ca_file);
  g_free (profile->trust_anchor);
  g_free (profile->list_file);
  g_free (profile->catalogue_url);
  g_free (profile->doh_url);
  gw_proxy_free (profile->proxy);
  g_free (profile);
}
