/* SPDX-License-Identifier: GPL-3.0-or-later */
/* net/form-fill: answers, what is wrong with them, and what goes back to the server. */
#include "base/error.h"
#include "base/limits.h"
#include "base/secret.h"
#include "forms.h"

/* "var=answer" pairs up to NULL. */
static GHashTable *
answers_new (const char *const *pairs)
{
  GHashTable *answers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  for (; *pairs != NULL; pairs++) {
    const char *equals = strchr (*pairs, '=');

    g_hash_table_insert (answers, g_strndup (*pairs, (gsize)(equals - *pairs)),
                         g_strdup (equals + 1));
  }
  return answers;
}

#define OPTIONS           "<option>" VALUE ("a") "</option><option>" VALUE ("b") "</option>"
#define SENT(var, values) "<field var='" var "'>" values "</field>"
#define SUBMIT(fields)                                                                             \
  "<query xmlns='jabber:iq:register'><x xmlns='jabber:x:data' type='submit'>" fields "</x></query>"

static const struct {
  const char *iq;
  const char *answers[7];
  const char *query;   /* NULL: refused ... */
  const char *missing; /* ... since this is */
} fillings[] = {
    {PROSODY,
     {"username=ann", "password=a\"\\;&ü' b"},
     "<query xmlns='jabber:iq:register'><x xmlns='jabber:x:data' type='submit'>"
     "<field var='FORM_TYPE' type='hidden'><value>jabber:iq:register</value></field>"
     "<field var='username'><value>ann</value></field>"
     "<field var='password'><value>a&quot;\\;&amp;ü&apos; b</value></field></x></query>",
     NULL},
    {RESULT ("<username/><password/><key>k&amp;1</key>", ""),
     {"username=ann", "password=pw"},
     "<query xmlns='jabber:iq:register'><username>ann</username><password>pw</password><key>k&amp;1</key></query>",
     NULL},
    {PROSODY, {"username=ann"}, NULL, "Password"},
    {PROSODY, {"username=", "password=pw"}, NULL, "Name"},
    {RESULT ("<username/><password/><email/>", ""),
     {"username=ann", "password=pw"},
     NULL,
     "E-mail address"},
    /* hidden fields always go back, answers to them never; notes stay here; the rest when answered
       or preset */
    {EJABBERD_PUZZLE,
     {"username=ann", "password=pw", "ocr=17", "challenge=99"},
     "<query xmlns='jabber:iq:register'><x xmlns='jabber:x:data' type='submit'>"
     "<field var='FORM_TYPE' type='hidden'><value>jabber:iq:register</value></field>"
     "<field var='username'><value>ann</value></field><field var='password'><value>pw</value></field>"
     "<field var='captcha-fallback-url'><value>https://" DOMAIN "/captcha/1/image</value></field>"
     "<field var='from'><value>" DOMAIN
     "</value></field><field var='challenge'><value>11</value></field>"
     "<field var='sid'><value></value></field><field var='ocr'><value>17</value></field></x></query>",
     NULL},
    {EJABBERD_PUZZLE, {"username=ann", "password=pw"}, NULL, "Enter the text you see"},
    {RESULT (DATA (FIELD ("text-multi", "m", "") FIELD ("list-multi", "l", VALUE ("a") VALUE ("b"))
                       FIELD ("boolean", "y", "") FIELD ("boolean", "n", VALUE ("1")) FIELD (
                           "text-single", "o", "") FIELD ("text-single", "p", VALUE ("preset"))
                           FIELD ("fixed", "f", VALUE ("x"))),
             ""),
     {"m=1\n2&3", "y=true", "n=false"},
     "<query xmlns='jabber:iq:register'><x xmlns='jabber:x:data' type='submit'>"
     "<field var='m'><value>1</value><value>2&amp;3</value></field>"
     "<field var='l'><value>a</value><value>b</value></field><field var='y'><value>1</value></field>"
     "<field var='n'><value>0</value></field><field var='p'><value>preset</value></field></x></query>",
     NULL},
    {RESULT (DATA ("<field var='&lt;&apos;&amp;'/>"), ""),
     {"<'&=v"},
     "<query xmlns='jabber:iq:register'><x xmlns='jabber:x:data' type='submit'>"
     "<field var='&lt;&apos;&amp;'><value>v</value></field></x></query>",
     NULL},
    /* each kind, as it must be sent */
    {PUZZLES (FIELD ("list-single", "c", OPTIONS) FIELD ("list-multi", "m", OPTIONS)
                  FIELD ("jid-multi", "j", "") FIELD ("jid-single", "k", "")
                      FIELD ("text-multi", "t", "") FIELD ("hidden", "h", VALUE ("1") VALUE ("2"))
                          FIELD ("hidden", "i", VALUE ("1\n2"))),
     {"username=ann", "password=pw", "c=b", "m=b\n\na", "j=a@b.example\n\nc@d.example",
      "t=1\r\n\r\n2"},
     SUBMIT (SENT ("username", VALUE ("ann")) SENT ("password", VALUE ("pw"))
                 SENT ("c", VALUE ("b")) SENT ("m", VALUE ("b") VALUE ("a"))
                     SENT ("j", VALUE ("a@b.example") VALUE ("c@d.example"))
                         SENT ("t", VALUE ("1") VALUE ("") VALUE ("2"))
                             SENT ("h", VALUE ("1") VALUE ("2")) SENT ("i", VALUE ("1&#10;2"))),
     NULL},
    /* what the server put there is right, whatever it is */
    {RESULT (DATA (FIELD ("list-single", "c", OPTIONS VALUE ("z"))
                       FIELD ("boolean", "y", VALUE ("true")) FIELD ("jid-single", "j", VALUE ("?"))
                           FIELD ("text-single", "email", VALUE ("none"))),
             ""),
     {"c=z"},
     SUBMIT (SENT ("c", VALUE ("z")) SENT ("y", VALUE ("1")) SENT ("j", VALUE ("?"))
                 SENT ("email", VALUE ("none"))),
     NULL},
    {RESULT (DATA (FIELD ("list-single", "c", "")), ""),
     {"c=free"},
     SUBMIT (SENT ("c", VALUE ("free"))),
     NULL},
    {RESULT (DATA (FIELD ("list-single", "c", OPTIONS)), ""), {"c=z"}, NULL, "c"},
    {RESULT (DATA (FIELD ("list-multi", "Some", OPTIONS)), ""), {"Some=a\nz"}, NULL, "Some"},
    {RESULT (DATA (FIELD ("boolean", "Yes", "")), ""), {"Yes=yes"}, NULL, "Yes"},
    {RESULT (DATA (FIELD ("boolean", "Yes", REQUIRED)), ""), {NULL}, NULL, "Yes"},
    {RESULT (DATA (FIELD ("jid-single", "Friend", "")), ""), {"Friend=@"}, NULL, "Friend"},
    {RESULT (DATA (FIELD ("jid-multi", "Friend", "")), ""),
     {"Friend=a@b.example\n@"},
     NULL,
     "Friend"},
    {RESULT (DATA (FIELD ("text-single", "Line", "")), ""), {"Line=1\n2"}, NULL, "Line"},
    {RESULT (DATA (FIELD ("text-single", "Line", "")), ""), {"Line=a\001"}, NULL, "Line"},
    {RESULT (DATA (FIELD ("text-private", "Secret", "")), ""), {"Secret=\xff"}, NULL, "Secret"},
    {RESULT (DATA (FIELD ("text-single", "email", "")), ""),
     {"email=ann@b"},
     NULL,
     "E-mail address"},
    {RESULT ("<username/><password/><email/>", ""),
     {"username=ann", "password=pw", "email=ann@b.example"},
     "<query xmlns='jabber:iq:register'><username>ann</username><password>pw</password>"
     "<email>ann@b.example</email></query>",
     NULL},
    /* the display name is the name, unless something else is said */
    {RESULT ("<username/><password/><nick/>", ""),
     {"username=ann", "password=pw"},
     "<query xmlns='jabber:iq:register'><username>ann</username><password>pw</password>"
     "<nick>ann</nick></query>",
     NULL},
    {PUZZLES (QUESTION ("nick")),
     {"username=ann", "password=pw", "nick=Ann B."},
     SUBMIT (SENT ("username", VALUE ("ann")) SENT ("password", VALUE ("pw"))
                 SENT ("nick", VALUE ("Ann B."))),
     NULL},
    {PUZZLES (QUESTION ("nick")),
     {"username=ann", "password=pw"},
     SUBMIT (SENT ("username", VALUE ("ann")) SENT ("password", VALUE ("pw"))),
     NULL},
    /* puzzles: as many as are wanted, and the required ones */
    {PUZZLES (QUESTION ("qa") QUESTION ("ocr")),
     {"username=ann", "password=pw", "ocr=7"},
     SUBMIT (SENT ("username", VALUE ("ann")) SENT ("password", VALUE ("pw"))
                 SENT ("ocr", VALUE ("7"))),
     NULL},
    {PUZZLES (QUESTION ("qa") QUESTION ("ocr")),
     {"username=ann", "password=pw", "ocr="},
     NULL,
     "Answer to the question"},
    {PUZZLES (ANSWERS ("2") QUESTION ("qa") QUESTION ("ocr") QUESTION ("speech_q")),
     {"username=ann", "password=pw", "qa=7"},
     NULL,
     "Text in the picture"},
    {PUZZLES (QUESTION ("qa") MUST ("ocr")),
     {"username=ann", "password=pw", "qa=7"},
     NULL,
     "Text in the picture"},
    /* of two fields of one name one is sent; notes never, and nothing that nobody asked for */
    {RESULT (
         DATA (QUESTION ("a") FIELD ("hidden", "a", VALUE ("1")) FIELD ("fixed", "f", VALUE ("x"))),
         ""),
     {"a=2", "f=3", "g=4"},
     SUBMIT (SENT ("a", VALUE ("2"))),
     NULL},
};

static void
test_fill (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (fillings); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GwForm) form = forms_expect (fillings[i].iq);
    g_autoptr (GHashTable) answers = answers_new (fillings[i].answers);
    char *query = gw_form_fill (form, answers, &error);

    g_test_message ("%s", fillings[i].iq);
    g_assert_cmpstr (query, ==, fillings[i].query);
    if (fillings[i].query == NULL) {
      g_assert_error (error, GW_ERROR, GW_ERROR_REFUSED_FIELDS);
      g_assert_nonnull (strstr (error->message, fillings[i].missing));
    } else {
      g_autoptr (GwXml) parsed = gw_xml_parse (query, -1, &error);

      g_assert_no_error (error);
      g_assert_true (gw_xml_is (parsed, "query", "jabber:iq:register"));
    }
    gw_wipe_free (query);
  }
}

static const struct {
  const char *text;
  gboolean is_email;
} emails[] = {
    {"ann@b.example", TRUE},
    {"a.b+c@mail.b.example", TRUE},
    {"änn@büro.example", TRUE},
    {"\"a@b\"@c.example", TRUE},
    {"", FALSE},
    {"ann", FALSE},
    {"ann@", FALSE},
    {"@b.example", FALSE},
    {"ann@b", FALSE},
    {"ann@.example", FALSE},
    {"ann@b.", FALSE},
    {"a.nn@b", FALSE},
    {"ann @b.example", FALSE},
    {"ann@b.example ", FALSE},
    {"ann@b.exa\nmple", FALSE},
    {"ann@b.example\u2003", FALSE},
    {"ann\001@b.example", FALSE},
    {"ann@b.\xff", FALSE},
};

static void
test_emails (void)
{
  g_autofree char *name = g_strnfill (GW_LIMIT_EMAIL - strlen ("@b.example"), 'a');
  g_autofree char *longest = g_strconcat (name, "@b.example", NULL);
  g_autofree char *longer = g_strconcat ("a", longest, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (emails); i++) {
    g_test_message ("row %zu", i);
    g_assert_cmpint (gw_form_is_email (emails[i].text), ==, emails[i].is_email);
  }
  g_assert_true (gw_form_is_email (longest));
  g_assert_false (gw_form_is_email (longer));
}

static void
test_longest (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GwForm) form = forms_expect (RESULT (DATA (FIELD ("text-multi", "a", "")), ""));
  g_autofree char *breaks = g_strnfill (GW_LIMIT_FORM_TEXT, '\n');
  g_autofree char *more = g_strconcat ("a=", breaks, "\n", NULL);
  g_autofree char *most = g_strconcat ("a=", breaks, NULL);
  g_autoptr (GHashTable) longest = answers_new ((const char *[]){most, NULL});
  g_autoptr (GHashTable) longer = answers_new ((const char *[]){more, NULL});
  char *query = gw_form_fill (form, longest, &error);

  g_assert_no_error (error);
  g_assert_nonnull (query);
  g_assert_cmpuint (strlen (query), >, GW_LIMIT_FORM_TEXT * strlen ("<value></value>"));
  g_assert_null (gw_form_fill (form, longer, &error));
  g_assert_error (error, GW_ERROR, GW_ERROR_REFUSED_FIELDS);
  gw_wipe_free (query);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/form-fill/answers-become-xml", test_fill);
  g_test_add_func ("/form-fill/e-mail-addresses-look-like-some", test_emails);
  g_test_add_func ("/form-fill/answers-have-a-maximum", test_longest);
  return g_test_run ();
}
