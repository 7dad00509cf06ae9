/* SPDX-License-Identifier: GPL-3.0-or-later */
/* accounts.json in the state folder: {"version": 1, "accounts": [{"address", ...}]}. Fields that a
 * later version adds to an account stay when an earlier one changes another account. */
#include "account/accounts.h"

#include <jansson.h>
#include <unistd.h>

#include "account/keep-json.h"
#include "base/error.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "base/store.h"

#define FILE_NAME "accounts.json"
#define LOCK_NAME "accounts.lock"
#define VERSION   1

GwAccount *
gw_account_copy (const GwAccount *account)
{
  g_return_val_if_fail (account != NULL, NULL);

  GwAccount *copy = g_new (GwAccount, 1);
  *copy = (GwAccount){gw_jid_copy (account->jid), g_strdup (account->label),
                      account->keep ? gw_keep_copy (account->keep) : NULL, account->since,
                      account->verified};
  return copy;
}

void
gw_account_free (GwAccount *account)
{
  if (account == NULL)
    return;
  gw_jid_free (account->jid);
  g_free (account->label);
  gw_keep_free (account->keep);
  g_free (account);
}

/* --- the file ----------------------------------------------------------------------------------
 */

static json_t *
new_document (void)
{
  return json_pack ("{si s[]}", "version", VERSION, "accounts");
}

/* The whole document; an empty one when there is no file. */
static json_t *
load (GError **error)
{
  g_autofree char *path = gw_store_path (GW_STORE_STATE, FILE_NAME);
  g_autofree char *bytes = NULL;
  gsize length;

  if (!gw_store_read (path, GW_LIMIT_ACCOUNTS, &bytes, &length, error))
    return NULL;
  if (bytes == NULL)
    return new_document ();
  json_t *root = json_loadb (bytes, length, JSON_REJECT_DUPLICATES, NULL);
  if (json_is_array (json_object_get (root, "accounts")))
    return root;
  json_decref (root);
  gw_error_set (error, GW_ERROR_STORE, path, _ ("the list of accounts is damaged"));
  return NULL;
}

static gboolean
save (json_t *root, GError **error)
{
  g_autofree char *path = gw_store_path (GW_STORE_STATE, FILE_NAME);
  char *text = json_dumps (root, JSON_INDENT (1));
  gboolean written = gw_store_write (path, text, strlen (text), error);

  free (text);
  return written;
}

/* Index of the entry; the length of the list for none. */
static gsize
find_index (json_t *root, const GwJid *jid)
{
  json_t *list = json_object_get (root, "accounts");
  g_autofree char *address = gw_jid_to_string (jid);
  gsize i = 0;

  while (i < json_array_size (list) &&
         g_strcmp0 (json_string_value (json_object_get (json_array_get (list, i), "address")),
                    address) != 0)
    i++;
  return i;
}

/* --- one entry ---------------------------------------------------------------------------------
 */

/* NULL: not an account. */
static GwAccount *
parse (const json_t *object)
{
  const char *address = json_string_value (json_object_get (object, "address"));
  GwJid *jid = address ? gw_jid_parse (address, NULL) : NULL;

  if (jid == NULL)
    return NULL;
  GwAccount *account = g_new (GwAccount, 1);
  *account = (GwAccount){
      .jid = jid,
      .label = g_strdup (json_string_value (json_object_get (object, "label"))),
      .keep = gw_keep_from_json (object),
      .since = json_integer_value (json_object_get (object, "since")),
      .verified = json_is_true (json_object_get (object, "verified")),
  };
  return account;
}

static void
set_label (json_t *object, const char *label)
{
  g_autoptr (GwExtras) clean = gw_extras_new (label, NULL, NULL, NULL);

  if (clean->label)
    json_object_set_new (object, "label", json_string (clean->label));
  else
    json_object_del (object, "label");
}

/* The entry of that address, made if missing. Borrowed. */
static json_t *
ensure_entry (json_t *root, const GwJid *jid)
{
  json_t *list = json_object_get (root, "accounts");
  gsize at = find_index (root, jid);

  if (at == json_array_size (list)) {
    g_autofree char *address = gw_jid_to_string (jid);
    json_int_t now = g_get_real_time () / G_USEC_PER_SEC;
    json_array_append_new (
        list, json_pack ("{ss sI sb}", "address", address, "since", now, "verified", FALSE));
  }
  return json_array_get (list, at);
}

/* --- for all -----------------------------------------------------------------------------------
 */

GPtrArray *
gw_accounts_list (GError **error)
{
  json_t *root = load (error);
  if (root == NULL)
    return NULL;

  GPtrArray *accounts = g_ptr_array_new_with_free_func ((GDestroyNotify)gw_account_free);
  gsize i;
  json_t *object;
  json_array_foreach (json_object_get (root, "accounts"), i, object)
  {
    GwAccount *account = parse (object);
    if (account)
      g_ptr_array_add (accounts, account);
  }
  json_decref (root);
  return accounts;
}

GwAccount *
gw_accounts_find (const GwJid *jid)
{
  g_return_val_if_fail (jid != NULL, NULL);

  json_t *root = load (NULL);
  if (root == NULL)
    return NULL;
  json_t *list = json_object_get (root, "accounts");
  GwAccount *account = parse (json_array_get (list, find_index (root, jid)));
  json_decref (root);
  return account;
}

/* The document under the lock, to be changed and given to unlock_and_save(). NULL and the error. */
static json_t *
lock_and_load (int *lock, GError **error)
{
  g_autofree char *path = gw_store_path (GW_STORE_STATE, LOCK_NAME);

  *lock = gw_store_lock_soon (path, error);
  if (*lock < 0)
    return NULL;
  json_t *root = load (error);
  if (root == NULL)
    close (*lock);
  return root;
}

static gboolean
save_and_unlock (json_t *root, int lock, GError **error)
{
  gboolean saved = save (root, error);

  json_decref (root);
  close (lock);
  return saved;
}

gboolean
gw_accounts_note (const GwJid *jid, const GwKeep *keep, const char *label, gboolean verified,
                  GError **error)
{
  g_return_val_if_fail (jid != NULL && keep != NULL, FALSE);

  int lock;
  json_t *root = lock_and_load (&lock, error);
  if (root == NULL)
    return FALSE;
  json_t *entry = ensure_entry (root, jid);
  gw_keep_to_json (keep, entry);
  if (label)
    set_label (entry, label);
  if (verified)
    json_object_set_new (entry, "verified", json_true ());
  return save_and_unlock (root, lock, error);
}

/* Locks, and finds the entry: its index, or nothing and GW_ERROR_NOT_THERE. */
static json_t *
lock_and_find (const GwJid *jid, int *lock, gsize *at, GError **error)
{
  json_t *root = lock_and_load (lock, error);
  if (root == NULL)
    return NULL;
  *at = find_index (root, jid);
  if (*at < json_array_size (json_object_get (root, "accounts")))
    return root;
  g_autofree char *address = gw_jid_to_string (jid);
  gw_error_set (error, GW_ERROR_NOT_THERE, address, NULL);
  json_decref (root);
  close (*lock);
  return NULL;
}

gboolean
gw_accounts_label (const GwJid *jid, const char *label, GError **error)
{
  g_return_val_if_fail (jid != NULL, FALSE);

  int lock;
  gsize at;
  json_t *root = lock_and_find (jid, &lock, &at, error);
  if (root == NULL)
    return FALSE;
  set_label (json_array_get (json_object_get (root, "accounts"), at), label);
  return save_and_unlock (root, lock, error);
}

gboolean
gw_accounts_forget (const GwJid *jid, GError **error)
{
  g_return_val_if_fail (jid != NULL, FALSE);

  int lock;
  gsize at;
  json_t *root = lock_and_find (jid, &lock, &at, error);
  if (root == NULL)
    return FALSE;
  json_array_remove (json_object_get (root, "accounts"), at);
  return save_and_unlock (root, lock, error);
}
