/* SPDX-License-Identifier: GPL-3.0-or-later */
/* net/form: the forms that servers send, what they ask of a person, and what goes back. */
#include "net/form.h"

#include "base/error.h"
#include "base/limits.h"
#include "base/secret.h"
#include "net/form-picture.h"

#define DOMAIN "a.example"

#define RESULT(query, beside)                                                                      \
  "<iq xmlns='jabber:client' type='result' id='form' from='" DOMAIN "'>"                           \
  "<query xmlns='jabber:iq:register'>" query "</query>" beside "</iq>"
#define DATA(inside)             "<x xmlns='jabber:x:data' type='form'>" inside "</x>"
#define FIELD(type, var, inside) "<field type='" type "' var='" var "'>" inside "</field>"
#define VALUE(text)              "<value>" text "</value>"
#define REQUIRED                 "<required/>"
#define FORM_TYPE                FIELD ("hidden", "FORM_TYPE", VALUE ("jabber:iq:register"))
#define NAME_AND_PASSWORD                                                                          \
  FIELD ("text-single", "username", REQUIRED) FIELD ("text-private", "password", REQUIRED)
#define OOB(url) "<x xmlns='jabber:x:oob'><url>" url "</url></x>"

/* The first 24 bytes of a PNG of 140 x 60, of one of 1024 x 1025, and of a GIF. */
#define PNG_SMALL "iVBORw0KGgoAAAANSUhEUgAAAIwAAAA8"
#define PNG_HUGE  "iVBORw0KGgoAAAANSUhEUgAABAAAAAQB"
#define GIF       "R0lGODlhAQABAIAAAAAAAP///yH5BAEA"

#define CID            "sha1+00ff@bob.xmpp.org"
#define BOB(base64)    "<data xmlns='urn:xmpp:bob' cid='" CID "' type='image/png'>" base64 "</data>"
#define MEDIA(uri)     "<media xmlns='urn:xmpp:media-element'>" uri "</media>"
#define URI(type, uri) "<uri type='" type "'>" uri "</uri>"
/* As ejabberd sends it. */
#define PUZZLE_FIELDS                                                                                 \
  FORM_TYPE NAME_AND_PASSWORD FIELD ("fixed", "captcha-fallback-text",                                \
                                     VALUE ("If you see no picture, visit the web page."))            \
      FIELD ("text-single", "captcha-fallback-url",                                                   \
             VALUE ("https://" DOMAIN "/captcha/1/image")) FIELD ("hidden", "from",                   \
                                                                  VALUE (DOMAIN))                     \
          FIELD ("hidden", "challenge", REQUIRED VALUE ("11")) FIELD (                                \
              "hidden", "sid",                                                                        \
              VALUE (                                                                                 \
                  "")) "<field type='text-single' var='ocr' label='Enter the text you see'>" REQUIRED \
          MEDIA (URI ("image/png", "cid:" CID)) "</field>"

#define EJABBERD_PUZZLE                                                                            \
  RESULT (DATA ("<instructions>Choose.</instructions>" PUZZLE_FIELDS) BOB (                        \
              PNG_SMALL) "<instructions>You need a client that supports pictures</instructions>",  \
          "")
#define PROSODY                                                                                    \
  RESULT ("<instructions>Choose a name.</instructions><username/><password/>" DATA (               \
              "<title>New account</title><instructions>Choose.</instructions>" FORM_TYPE           \
                  NAME_AND_PASSWORD),                                                              \
          "")

static GwForm *
parse_form (const char *text, GError **error)
{
  g_autoptr (GwXml) iq = gw_xml_parse (text, -1, error);

  return iq != NULL ? gw_form_parse (iq, DOMAIN, error) : NULL;
}

static GwForm *
expect_form (const char *text)
{
  g_autoptr (GError) error = NULL;
  GwForm *form = parse_form (text, &error);

  g_assert_no_error (error);
  g_assert_nonnull (form);
  return form;
}

/* "username:text!name password:secret!password ..." ("!": required) */
static char *
describe_fields (const GwForm *form)
{
  static const char *const kinds[] = {"text",   "secret",  "lines",  "bool",
                                      "choice", "choices", "hidden", "note"};
  static const char *const roles[] = {"", "name", "password", "email", "puzzle"};
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < form->fields->len; i++) {
    const GwField *field = form->fields->pdata[i];

    g_assert_nonnull (field->label);
    g_string_append_printf (out, "%s%s:%s%s%s", i > 0 ? " " : "", field->var, kinds[field->kind],
                            field->required ? "!" : "", roles[field->role]);
  }
  return g_string_free (out, FALSE);
}

static const struct {
  const char *iq, *fields;
  GwSignup signup;
  gboolean is_data_form, needs_person, has_picture;
  const char *web_page;
} forms[] = {
    {PROSODY, "FORM_TYPE:hidden username:text!name password:secret!password", GW_SIGNUP_AT_ONCE,
     TRUE, FALSE, FALSE, NULL},
    {RESULT ("<instructions>Choose</instructions><username/><password/>", ""),
     "username:text!name password:secret!password", GW_SIGNUP_AT_ONCE, FALSE, FALSE, FALSE, NULL},
    {RESULT ("<registered/><username>x</username><password/><key>k</key>", ""),
     "username:text!name password:secret!password", GW_SIGNUP_AT_ONCE, FALSE, FALSE, FALSE, NULL},
    {RESULT ("<username/><password/><email/>", ""),
     "username:text!name password:secret!password email:text!email", GW_SIGNUP_EMAIL, FALSE, TRUE,
     FALSE, NULL},
    {RESULT ("<username/><password/><nick/><zip/><strange/>", ""),
     "username:text!name password:secret!password nick:text! zip:text!", GW_SIGNUP_AT_ONCE, FALSE,
     TRUE, FALSE, NULL},
    {EJABBERD_PUZZLE,
     "FORM_TYPE:hidden username:text!name password:secret!password captcha-fallback-url:hidden from:hidden "
     "challenge:hidden! sid:hidden ocr:text!puzzle",
     GW_SIGNUP_PUZZLE, TRUE, TRUE, TRUE, NULL},
    /* the picture's data beside the query */
    {RESULT (DATA (NAME_AND_PASSWORD
                   "<field var='ocr'>" MEDIA (URI ("image/png", "cid:" CID)) "</field>"),
             BOB (PNG_SMALL)),
     "username:text!name password:secret!password ocr:text"
     "puzzle",
     GW_SIGNUP_PUZZLE, TRUE, TRUE, TRUE, NULL},
    /* a name of its own for the puzzle, and the data inside the form */
    {RESULT (DATA (NAME_AND_PASSWORD "<field var='look'>" MEDIA (
                 URI ("image/png", "cid:" CID)) "</field>" BOB (PNG_SMALL)),
             ""),
     "username:text!name password:secret!password look:textpuzzle", GW_SIGNUP_PUZZLE, TRUE, TRUE,
     TRUE, NULL},
    {RESULT (DATA (NAME_AND_PASSWORD FIELD ("text-single", "qa", "")), ""),
     "username:text!name password:secret!password qa:textpuzzle", GW_SIGNUP_PUZZLE, TRUE, TRUE,
     FALSE, NULL},
    {RESULT (DATA (NAME_AND_PASSWORD FIELD ("text-single", "email", "")), ""),
     "username:text!name password:secret!password email:textemail", GW_SIGNUP_AT_ONCE, TRUE, FALSE,
     FALSE, NULL},
    {RESULT (DATA (NAME_AND_PASSWORD FIELD ("boolean", "terms", REQUIRED)), ""),
     "username:text!name password:secret!password terms:bool!", GW_SIGNUP_AT_ONCE, TRUE, TRUE,
     FALSE, NULL},
    {RESULT (DATA (NAME_AND_PASSWORD FIELD ("text-single", "riddle", REQUIRED)), ""),
     "username:text!name password:secret!password riddle:text!", GW_SIGNUP_UNCLEAR, TRUE, TRUE,
     FALSE, NULL},
    {RESULT (DATA (NAME_AND_PASSWORD FIELD ("jid-single", "a", "") FIELD ("jid-multi", "b", "")
                       FIELD ("text-multi", "c", "") FIELD ("list-single", "d", "")
                           FIELD ("list-multi", "e", "") FIELD ("fixed", "f", "")
                               FIELD ("unheard-of", "g", "") "<field type='text-single'/>"),
             ""),
     "username:text!name password:secret!password a:text b:lines c:lines d:choice e:choices f:note g:text",
     GW_SIGNUP_AT_ONCE, TRUE, FALSE, FALSE, NULL},
    {RESULT (DATA ("<field var='FORM_TYPE'>" VALUE (
                 "x") "</field><field var='password'/>"
                      "<field var='username'/><field var='username'/>"),
             ""),
     "FORM_TYPE:hidden password:secretpassword username:textname username:text", GW_SIGNUP_AT_ONCE,
     TRUE, FALSE, FALSE, NULL},
    /* a data form without anything to fill in */
    {RESULT ("<username/><password/>" DATA (FORM_TYPE FIELD ("fixed", "n", VALUE ("x"))), ""),
     "username:text!name password:secret!password", GW_SIGNUP_AT_ONCE, FALSE, FALSE, FALSE, NULL},
    {RESULT (DATA (FIELD ("text-single", "username", REQUIRED)), ""), "username:text!name",
     GW_SIGNUP_UNCLEAR, TRUE, FALSE, FALSE, NULL},
    /* web pages */
    {RESULT (
         "<instructions>To register, visit the page</instructions>" OOB ("https://" DOMAIN "/join"),
         ""),
     "", GW_SIGNUP_WEB, FALSE, FALSE, FALSE, "https://" DOMAIN "/join"},
    {RESULT ("", OOB (" HTTPS://" DOMAIN "/join ")), "", GW_SIGNUP_WEB, FALSE, FALSE, FALSE,
     "HTTPS://" DOMAIN "/join"},
    {RESULT ("<instructions>Please visit https://" DOMAIN "/join?a=1&amp;b=2.</instructions>", ""),
     "", GW_SIGNUP_WEB, FALSE, FALSE, FALSE, "https://" DOMAIN "/join?a=1&b=2"},
    {RESULT ("<username/><password/>" OOB ("https://" DOMAIN "/join"), ""),
     "username:text!name password:secret!password", GW_SIGNUP_AT_ONCE, FALSE, FALSE, FALSE,
     "https://" DOMAIN "/join"},
    {RESULT (OOB ("http://" DOMAIN "/join") "<instructions>or https://" DOMAIN
                                            "/safe</instructions>",
             ""),
     "", GW_SIGNUP_WEB, FALSE, FALSE, FALSE, "https://" DOMAIN "/safe"},
};

static void
test_forms (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (forms); i++) {
    g_autoptr (GwForm) form = expect_form (forms[i].iq);
    g_autofree char *fields = describe_fields (form);

    g_test_message ("%s", forms[i].iq);
    g_assert_cmpstr (fields, ==, forms[i].fields);
    g_assert_cmpstr (gw_signup_name (gw_form_signup (form)), ==, gw_signup_name (forms[i].signup));
    g_assert_cmpint (form->is_data_form, ==, forms[i].is_data_form);
    g_assert_cmpint (gw_form_needs_person (form), ==, forms[i].needs_person);
    g_assert_cmpint (form->picture != NULL, ==, forms[i].has_picture);
    g_assert_cmpstr (form->web_page, ==, forms[i].web_page);
  }
}

static const struct {
  const char *iq;
  GwErrorCode code;
} refused[] = {
    {RESULT ("", ""), GW_ERROR_REFUSED_FORM},
    {RESULT ("<instructions>Ask the admin.</instructions>", ""), GW_ERROR_REFUSED_FORM},
    {RESULT (OOB ("http://" DOMAIN "/"), ""), GW_ERROR_REFUSED_FORM},
    {RESULT (OOB ("https://known.example@" DOMAIN "/"), ""), GW_ERROR_REFUSED_FORM},
    {RESULT (OOB ("https:///join"), ""), GW_ERROR_REFUSED_FORM},
    {RESULT (OOB ("javascript:alert(1)"), ""), GW_ERROR_REFUSED_FORM},
    {RESULT (DATA (FORM_TYPE FIELD ("fixed", "n", VALUE ("x"))), ""), GW_ERROR_REFUSED_FORM},
    {"<iq xmlns='jabber:client' type='result'/>", GW_ERROR_REFUSED_FORM},
    {"<iq xmlns='jabber:client' type='error'><error type='cancel'>"
     "<service-unavailable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>",
     GW_ERROR_REFUSED_CLOSED},
};

static void
test_refused (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GwForm) form = parse_form (refused[i].iq, &error);

    g_test_message ("%s", refused[i].iq);
    g_assert_null (form);
    g_assert_error (error, GW_ERROR, (int)refused[i].code);
  }
}

static void
test_details (void)
{
  g_autoptr (GwForm) form = expect_form (RESULT (
      DATA (
          "<title> T </title><instructions>one</instructions><instructions>two</instructions>"
          "<field type='list-multi' var='l' label='Pick'><desc>more</desc>" REQUIRED
          "<option label='A'>" VALUE ("a") "</option><option>" VALUE (
              "b") "</option><option label='none'/>" VALUE ("a")
              VALUE (
                  "b") "</field>"
                       "<field type='text-single' var='phone'/><field type='text-single' var='odd'/>"),
      ""));
  const GwField *list = form->fields->pdata[0];
  const GwField *phone = form->fields->pdata[1];
  const GwField *odd = form->fields->pdata[2];

  g_assert_cmpstr (form->title, ==, "T");
  g_assert_cmpstr (form->instructions, ==, "one\ntwo");
  g_assert_cmpstr (list->label, ==, "Pick");
  g_assert_cmpstr (list->desc, ==, "more");
  g_assert_cmpstr (list->value, ==, "a\nb");
  g_assert_cmpuint (list->options->len, ==, 2);
  g_assert_cmpstr (((GwFieldOption *)list->options->pdata[0])->label, ==, "A");
  g_assert_cmpstr (((GwFieldOption *)list->options->pdata[1])->label, ==, "b");
  g_assert_cmpstr (((GwFieldOption *)list->options->pdata[1])->value, ==, "b");
  g_assert_cmpstr (phone->label, ==, "Telephone number");
  g_assert_null (phone->options);
  g_assert_cmpstr (odd->label, ==, "odd");
}

static const struct {
  const char *name, *media, *data;
  gboolean has_picture;
  const char *url;
} pictures[] = {
    {"one that fits", URI ("image/png", "cid:" CID), BOB (PNG_SMALL), TRUE, NULL},
    {"wrapped", URI ("image/png", "\n cid:" CID " "),
     BOB ("\n iVBORw0KGgoA\r\n\tAAANSUhEUgAAAIwAAAA8\n"), TRUE, NULL},
    {"too many pixels", URI ("image/png", "cid:" CID), BOB (PNG_HUGE), FALSE, NULL},
    {"another kind in a PNG's name", URI ("image/png", "cid:" CID), BOB (GIF), FALSE, NULL},
    {"another name", URI ("image/png", "cid:sha1+ff@bob.xmpp.org"), BOB (PNG_SMALL), FALSE, NULL},
    {"no data", URI ("image/png", "cid:" CID), "", FALSE, NULL},
    {"empty data", URI ("image/png", "cid:" CID), BOB (""), FALSE, NULL},
    {"a sound first", URI ("audio/wav", "cid:" CID) URI ("image/png", "cid:" CID), BOB (PNG_SMALL),
     TRUE, NULL},
    {"a sound only", URI ("audio/wav", "cid:" CID), BOB (PNG_SMALL), FALSE, NULL},
    {"on the web", URI ("image/png", "https://a.example/p.png"), "", FALSE,
     "https://a.example/p.png"},
    {"on the web in the clear", URI ("image/png", "http://a.example/p.png"), "", FALSE, NULL},
    {"both", URI ("image/png", "https://a.example/p.png") URI ("image/png", "cid:" CID),
     BOB (PNG_SMALL), TRUE, NULL},
};

static void
test_pictures (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (pictures); i++) {
    g_autofree char *iq = g_strdup_printf (
        RESULT (DATA (NAME_AND_PASSWORD "<field var='ocr'>" MEDIA ("%s") "</field>") "%s", ""),
        pictures[i].media, pictures[i].data);
    g_autoptr (GwForm) form = expect_form (iq);

    g_test_message ("%s", pictures[i].name);
    g_assert_cmpint (form->picture != NULL, ==, pictures[i].has_picture);
    g_assert_cmpstr (form->picture_url, ==, pictures[i].url);
    g_assert_cmpint (gw_form_signup (form), ==, GW_SIGNUP_PUZZLE);
  }
}

/* Without the data, the address that ejabberd sends along leads to the picture. */
static void
test_fallback (void)
{
  g_autoptr (GwForm) form = expect_form (RESULT (DATA (PUZZLE_FIELDS), ""));
  g_autofree char *fields = describe_fields (form);

  g_assert_null (form->picture);
  g_assert_cmpstr (form->picture_url, ==, "https://" DOMAIN "/captcha/1/image");
  g_assert_nonnull (strstr (fields, "captcha-fallback-text:note"));
}

#define BYTES(...)         {__VA_ARGS__}, sizeof ((const guint8[]){__VA_ARGS__})
#define JPEG_START         0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 'J', 'F'
#define JPEG_FRAME(marker) 0xFF, marker, 0, 11, 8, 0, 60, 0, 140, 1

static const struct {
  const char *name;
  guint8 bytes[40];
  gsize length;
  guint width, height; /* 0: refused */
} headers[] = {
    {"JPEG", BYTES (JPEG_START, JPEG_FRAME (0xC0)), 140, 60},
    {"progressive JPEG", BYTES (JPEG_START, JPEG_FRAME (0xC2)), 140, 60},
    {"JPEG with padding", BYTES (JPEG_START, 0xFF, 0xFF, JPEG_FRAME (0xC0)), 140, 60},
    {"JPEG with a table first", BYTES (JPEG_START, 0xFF, 0xC4, 0, 3, 9, JPEG_FRAME (0xC0)), 140,
     60},
    {"JPEG without a frame", BYTES (JPEG_START, 0xFF, 0xDA, 0, 3, 9, JPEG_FRAME (0xC0)), 0, 0},
    {"JPEG that ends", BYTES (JPEG_START, 0xFF, 0xD9, JPEG_FRAME (0xC0)), 0, 0},
    {"JPEG cut in its frame", BYTES (JPEG_START, 0xFF, 0xC0, 0, 11, 8, 0), 0, 0},
    {"JPEG with a segment beyond its end",
     BYTES (JPEG_START, 0xFF, 0xE1, 0xFF, 0xFF, JPEG_FRAME (0xC0)), 0, 0},
    {"JPEG with an empty segment", BYTES (JPEG_START, 0xFF, 0xE1, 0, 0, JPEG_FRAME (0xC0)), 0, 0},
    {"JPEG with rubbish", BYTES (JPEG_START, 0x00, JPEG_FRAME (0xC0)), 0, 0},
    {"JPEG's first bytes", BYTES (0xFF, 0xD8, 0xFF), 0, 0},
    {"PNG",
     BYTES (0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0, 0, 0, 13, 'I', 'H', 'D', 'R', 0, 0, 0, 140, 0,
            0, 0, 60),
     140, 60},
    {"PNG cut",
     BYTES (0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0, 0, 0, 13, 'I', 'H', 'D', 'R', 0, 0, 0, 140, 0,
            0, 0),
     0, 0},
    {"PNG without its header",
     BYTES (0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0, 0, 0, 13, 'I', 'D', 'A', 'T', 0, 0, 0, 140, 0,
            0, 0, 60),
     0, 0},
    {"nothing", BYTES (0), 0, 0},
};

static void
test_picture_headers (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (headers); i++) {
    guint width = 0, height = 0;
    gboolean is_picture =
        gw_form_picture_size (headers[i].bytes, headers[i].length, &width, &height);

    g_test_message ("%s", headers[i].name);
    g_assert_cmpint (is_picture, ==, headers[i].width != 0);
    g_assert_cmpuint (width, ==, headers[i].width);
    g_assert_cmpuint (height, ==, headers[i].height);
  }
}

static void
test_picture_bytes (void)
{
  guint8 *bytes = g_malloc0 (GW_LIMIT_PICTURE + 1);
  g_autofree guint8 *head = NULL;
  g_autofree char *fits = NULL, *too_big = NULL;
  g_autoptr (GBytes) picture = NULL, none = NULL;
  gsize length;

  head = g_base64_decode (PNG_SMALL, &length);
  memcpy (bytes, head, length);
  fits = g_base64_encode (bytes, GW_LIMIT_PICTURE);
  too_big = g_base64_encode (bytes, GW_LIMIT_PICTURE + 1);
  g_free (bytes);
  picture = gw_form_picture_new (fits);
  none = gw_form_picture_new (too_big);
  g_assert_nonnull (picture);
  g_assert_cmpuint (g_bytes_get_size (picture), ==, GW_LIMIT_PICTURE);
  g_assert_null (none);
}

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

static const struct {
  const char *iq;
  const char *answers[6];
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
};

static void
test_fill (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (fillings); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GwForm) form = expect_form (fillings[i].iq);
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

static char *
repeat_field (guint n, const char *inside)
{
  GString *fields = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    g_string_append_printf (fields, "<field var='f%u'>%s</field>", i, inside);
  return g_string_free (fields, FALSE);
}

static void
assert_unshowable (const char *inside)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *iq = g_strdup_printf (RESULT (DATA ("%s"), ""), inside);
  g_autoptr (GwForm) form = parse_form (iq, &error);

  g_assert_null (form);
  g_assert_error (error, GW_ERROR, GW_ERROR_REFUSED_FORM);
}

static void
test_limits (void)
{
  g_autofree char *most = repeat_field (GW_LIMIT_FORM_FIELDS, "");
  g_autofree char *too_many = repeat_field (GW_LIMIT_FORM_FIELDS + 1, "");
  g_autofree char *text = g_strnfill (GW_LIMIT_FORM_TEXT + 1, 'x');
  g_autofree char *value = g_strdup_printf ("<field var='v'>" VALUE ("%s") "</field>", text);
  g_autofree char *options = NULL, *iq = NULL, *cut = NULL;
  g_autoptr (GString) list = g_string_new ("<field type='list-single' var='l'>");
  g_autoptr (GwForm) form = NULL, wordy = NULL;
  const GwField *field;

  for (guint i = 0; i < GW_LIMIT_FORM_OPTIONS + 1; i++)
    g_string_append_printf (list, "<option>" VALUE ("%u") "</option>", i);
  g_string_append (list, "</field>");
  options = g_strdup_printf (RESULT (DATA ("%s"), ""), list->str);
  form = expect_form (options);
  field = form->fields->pdata[0];
  g_assert_cmpuint (field->options->len, ==, GW_LIMIT_FORM_OPTIONS);

  /* Texts to read may be cut, but not through a character; values to send back may not. */
  text[GW_LIMIT_FORM_TEXT - 1] = (char)0xC3;
  text[GW_LIMIT_FORM_TEXT] = (char)0xBC;
  cut = g_strdup_printf (RESULT (DATA ("<instructions>%s</instructions>%s"), ""), text, most);
  wordy = expect_form (cut);
  g_assert_cmpuint (strlen (wordy->instructions), ==, GW_LIMIT_FORM_TEXT - 1);
  g_assert_true (g_utf8_validate (wordy->instructions, -1, NULL));
  assert_unshowable (too_many);
  assert_unshowable (value);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/form/servers'-forms-are-understood", test_forms);
  g_test_add_func ("/form/what-cannot-be-filled-in-is-refused", test_refused);
  g_test_add_func ("/form/labels-options-and-values-are-read", test_details);
  g_test_add_func ("/form/only-small-png-and-jpeg-are-shown", test_pictures);
  g_test_add_func ("/form/without-its-data-a-picture-is-on-the-web", test_fallback);
  g_test_add_func ("/form/picture-headers-are-read-with-care", test_picture_headers);
  g_test_add_func ("/form/a-picture-has-a-maximum-of-bytes", test_picture_bytes);
  g_test_add_func ("/form/answers-become-xml", test_fill);
  g_test_add_func ("/form/fields-options-and-texts-have-a-maximum", test_limits);
  return g_test_run ();
}
