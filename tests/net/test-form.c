/* SPDX-License-Identifier: GPL-3.0-or-later */
/* net/form: the forms that servers send, what they ask of a person, and what goes back. */
#include "base/error.h"
#include "base/limits.h"
#include "forms.h"

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
     "username:text!name password:secret!password nick:text!nick zip:text!", GW_SIGNUP_AT_ONCE,
     FALSE, TRUE, FALSE, NULL},
    {EJABBERD_PUZZLE,
     "FORM_TYPE:hidden username:text!name password:secret!password captcha-fallback-url:hidden from:hidden "
     "challenge:hidden! sid:hidden ocr:text!puzzle",
     GW_SIGNUP_PUZZLE, TRUE, TRUE, TRUE, NULL},
    /* the picture's data beside the query */
    {RESULT (DATA (NAME_AND_PASSWORD
                   "<field var='ocr'>" MEDIA (URI ("image/png", "cid:" CID)) "</field>"),
             BOB (PNG)),
     "username:text!name password:secret!password ocr:text"
     "puzzle",
     GW_SIGNUP_PUZZLE, TRUE, TRUE, TRUE, NULL},
    /* a name of its own for the puzzle, and the data inside the form */
    {RESULT (DATA (NAME_AND_PASSWORD
                   "<field var='look'>" MEDIA (URI ("image/png", "cid:" CID)) "</field>" BOB (PNG)),
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
     "FORM_TYPE:hidden password:secretpassword username:textname", GW_SIGNUP_AT_ONCE, TRUE, FALSE,
     FALSE, NULL},
    /* the display name */
    {RESULT ("<username/><password/><name/>", ""),
     "username:text!name password:secret!password name:text!nick", GW_SIGNUP_AT_ONCE, FALSE, FALSE,
     FALSE, NULL},
    {RESULT ("<username/><name/><password/><nick/>", ""),
     "username:text!name name:text! password:secret!password nick:text!nick", GW_SIGNUP_AT_ONCE,
     FALSE, TRUE, FALSE, NULL},
    /* of two fields of one name the first one */
    {RESULT (DATA (NAME_AND_PASSWORD FIELD ("hidden", "a", VALUE ("1")) FIELD ("boolean", "a", "")
                       FIELD ("fixed", "a", VALUE ("x")) FIELD ("fixed", "a", VALUE ("y"))),
             ""),
     "username:text!name password:secret!password a:hidden a:note a:note", GW_SIGNUP_AT_ONCE, TRUE,
     FALSE, FALSE, NULL},
    /* no forms to be filled in: a result, a form inside something else */
    {RESULT ("<username/><password/>"
             "<x xmlns='jabber:x:data' type='result'><reported>" FIELD (
                 "text-single", "a", "") "</reported><item>" FIELD ("text-single", "a", VALUE ("1"))
                 FIELD ("text-single", "b", "") "</item>" FIELD ("text-single", "c", "") "</x>",
             ""),
     "username:text!name password:secret!password", GW_SIGNUP_AT_ONCE, FALSE, FALSE, FALSE, NULL},
    {RESULT ("<username/><password/><x xmlns='jabber:x:data' type='cancel'>" FIELD ("text-single",
                                                                                    "a", "") "</x>",
             ""),
     "username:text!name password:secret!password", GW_SIGNUP_AT_ONCE, FALSE, FALSE, FALSE, NULL},
    {RESULT ("<x xmlns='jabber:x:data' type='result'/><x xmlns='jabber:x:data'>" NAME_AND_PASSWORD
             "</x>",
             ""),
     "username:text!name password:secret!password", GW_SIGNUP_AT_ONCE, TRUE, FALSE, FALSE, NULL},
    {RESULT (DATA (NAME_AND_PASSWORD DATA (FIELD ("text-single", "a", "")) "<item>" FIELD (
                 "text-single", "b",
                 "") "</item><field var='c'>" DATA (FIELD ("text-single", "d", "")) "</field>"),
             ""),
     "username:text!name password:secret!password c:text", GW_SIGNUP_AT_ONCE, TRUE, FALSE, FALSE,
     NULL},
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

static gboolean
has_picture (const GwForm *form)
{
  const GwField *puzzle = gw_form_field (form, GW_ROLE_PUZZLE);

  return puzzle != NULL && puzzle->picture != NULL && puzzle->picture->bytes != NULL;
}

static void
test_forms (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (forms); i++) {
    g_autoptr (GwForm) form = forms_expect (forms[i].iq);
    g_autofree char *fields = forms_describe (form);

    g_test_message ("%s", forms[i].iq);
    g_assert_cmpstr (fields, ==, forms[i].fields);
    g_assert_cmpstr (gw_signup_name (gw_form_signup (form)), ==, gw_signup_name (forms[i].signup));
    g_assert_cmpint (form->is_data_form, ==, forms[i].is_data_form);
    g_assert_cmpint (gw_form_needs_person (form), ==, forms[i].needs_person);
    g_assert_cmpint (has_picture (form), ==, forms[i].has_picture);
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
    {RESULT (OOB ("https://127.0.0.1/"), ""), GW_ERROR_REFUSED_FORM},
    {RESULT (OOB ("https://[::1]/"), ""), GW_ERROR_REFUSED_FORM},
    {RESULT (OOB ("https://[fe80::1%25a.b]/"), ""), GW_ERROR_REFUSED_FORM},
    {RESULT (OOB ("https://0x7f.0.0.0x1/"), ""), GW_ERROR_REFUSED_FORM},
    {RESULT (OOB ("https://2130706433/"), ""), GW_ERROR_REFUSED_FORM},
    {RESULT (OOB ("https://localhost./"), ""), GW_ERROR_REFUSED_FORM},
    {RESULT (OOB ("https://a.localhost/"), ""), GW_ERROR_REFUSED_FORM},
    {RESULT (OOB ("https://router/"), ""), GW_ERROR_REFUSED_FORM},
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
    g_autoptr (GwForm) form = forms_parse (refused[i].iq, &error);

    g_test_message ("%s", refused[i].iq);
    g_assert_null (form);
    g_assert_error (error, GW_ERROR, (int)refused[i].code);
  }
}

static void
test_details (void)
{
  g_autoptr (GwForm) form = forms_expect (RESULT (
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

#define PICTURE_CID(cid) URI ("image/png", "cid:" cid)
#define SOUND_CID(cid)   URI ("audio/ogg; codecs=speex", "cid:" cid)

/* "png bytes cid url, ogg cid": what is known of picture and sound; "-": none, "lost": nothing. */
static const struct {
  const char *name, *media, *data, *found;
} media[] = {
    {"one that fits", PICTURE_CID (CID), BOB (PNG), "image/png bytes cid,-"},
    {"wrapped", URI ("image/png", "\n cid:" CID " "),
     BOB ("\n iVBORw0KGgoA\r\n\tAAANSUhEUgAAAIwAAAA8\n"), "image/png bytes cid,-"},
    {"another hash", PICTURE_CID (OGG_CID), BOB_NAMED (OGG_CID, PNG), "image/png lost,-"},
    {"another kind in a PNG's name", PICTURE_CID (SVG_CID), BOB_NAMED (SVG_CID, SVG),
     "image/png lost,-"},
    {"a picture in the name of a sound", SOUND_CID (CID), BOB (PNG), "-,audio/ogg lost"},
    {"wrong base64", PICTURE_CID (CID), BOB (PNG "*"), "image/png lost,-"},
    {"empty data", PICTURE_CID (CID), BOB (""), "image/png lost,-"},
    {"not here yet", PICTURE_CID (CID), "", "image/png cid,-"},
    {"data for another", PICTURE_CID (CID), BOB_NAMED (OGG_CID, OGG), "image/png cid,-"},
    {"a name that is no hash, here", PICTURE_CID (OWN_CID), BOB_NAMED (OWN_CID, PNG),
     "image/png bytes cid,-"},
    {"a name that is no hash, not here", PICTURE_CID (OWN_CID), "", "image/png lost,-"},
    {"on the web", URI ("image/png", "https://a.example/p.png"), "", "image/png url,-"},
    {"on the web in the clear", URI ("image/png", "http://a.example/p.png"), "",
     "image/png lost,-"},
    {"on this computer", URI ("image/png", "https://127.0.0.1/p.png"), "", "image/png lost,-"},
    {"on this computer by name", URI ("image/png", "https://localhost/p.png"), "",
     "image/png lost,-"},
    {"a file", URI ("image/png", "file:///etc/passwd"), "", "image/png lost,-"},
    {"inside its address", URI ("image/png", "data:image/png;base64," PNG), "", "image/png lost,-"},
    {"two ways to one", URI ("image/png", "https://a.example/p.png") PICTURE_CID (CID), BOB (PNG),
     "image/png bytes cid url,-"},
    {"the first of each way",
     URI ("image/jpeg", "http://a.example/1") URI ("image/png", "https://a.example/2")
         URI ("image/jpeg", "https://a.example/3") PICTURE_CID (CID) PICTURE_CID (OGG_CID),
     "", "image/png cid url,-"},
    {"an unusable one first", PICTURE_CID (SVG_CID) PICTURE_CID (CID),
     BOB_NAMED (SVG_CID, SVG) BOB (PNG), "image/png bytes cid,-"},
    {"one that is here after one that is not", PICTURE_CID (OGG_CID) PICTURE_CID (CID), BOB (PNG),
     "image/png bytes cid,-"},
    {"a sound beside the picture", SOUND_CID (OGG_CID) PICTURE_CID (CID),
     BOB (PNG) BOB_NAMED (OGG_CID, OGG), "image/png bytes cid,audio/ogg bytes cid"},
    {"a sound only", SOUND_CID (OGG_CID), BOB_NAMED (OGG_CID, OGG), "-,audio/ogg bytes cid"},
    {"a video only", URI ("video/mpeg", "https://a.example/v"), "", "-,-"},
    {"no kind", "<uri>https://a.example/p.png</uri>", "", "-,-"},
    {"a ninth way",
     URI ("video/a", "x") URI ("video/b", "x") URI ("video/c", "x") URI ("video/d", "x")
         URI ("video/e", "x") URI ("video/f", "x") URI ("video/g", "x") URI ("video/h", "x")
             PICTURE_CID (CID),
     BOB (PNG), "-,-"},
};

static void
describe_medium (GString *out, const GwMedium *medium)
{
  if (medium == NULL) {
    g_string_append_c (out, '-');
    return;
  }
  g_string_append_printf (out, "%s%s%s%s%s", medium->type, medium->bytes ? " bytes" : "",
                          medium->cid ? " cid" : "", medium->url ? " url" : "",
                          gw_medium_is_lost (medium) ? " lost" : "");
}

static void
test_media (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (media); i++) {
    g_autofree char *iq = g_strdup_printf (
        RESULT (DATA (NAME_AND_PASSWORD "<field var='ocr'>" MEDIA ("%s") "</field>") "%s", ""),
        media[i].media, media[i].data);
    g_autoptr (GwForm) form = forms_expect (iq);
    g_autoptr (GString) found = g_string_new (NULL);
    const GwField *puzzle = gw_form_field (form, GW_ROLE_PUZZLE);

    g_test_message ("%s", media[i].name);
    describe_medium (found, puzzle->picture);
    g_string_append_c (found, ',');
    describe_medium (found, puzzle->sound);
    g_assert_cmpstr (found->str, ==, media[i].found);
    g_assert_cmpint (gw_form_signup (form), ==, GW_SIGNUP_PUZZLE);
  }
}

static void
test_long_cid (void)
{
  g_autofree char *cid = g_strnfill (GW_LIMIT_CID + 1, 'a');
  g_autofree char *iq = g_strdup_printf (
      RESULT (DATA ("<field var='ocr'>" MEDIA (URI ("image/png", "cid:%s")) "</field>")
                  BOB_NAMED ("%s", PNG),
              ""),
      cid, cid);
  g_autoptr (GwForm) form = forms_expect (iq);

  g_assert_true (gw_medium_is_lost (gw_form_field (form, GW_ROLE_PUZZLE)->picture));
}

/* Of two that are not here, the first one is asked for. */
static void
test_first_cid (void)
{
  g_autoptr (GwForm) form = forms_expect (
      PUZZLES ("<field var='ocr'>" MEDIA (PICTURE_CID (CID) PICTURE_CID (OGG_CID)) "</field>"));

  g_assert_cmpstr (gw_form_field (form, GW_ROLE_PUZZLE)->picture->cid, ==, CID);
}

/* Each field has what belongs to it, wherever the data stands. */
static void
test_media_of_fields (void)
{
  g_autoptr (GwForm) form = forms_expect (RESULT (
      DATA ("<field var='ocr'>" MEDIA (PICTURE_CID (CID)) "</field><field var='speech_q'>" MEDIA (
          SOUND_CID (OGG_CID) BOB_NAMED (
              OGG_CID,
              OGG)) "</field><field type='fixed' var='see'>" MEDIA (PICTURE_CID (CID)) "</field>"
                                                                                       "<field type='hidden' var='h'>" MEDIA (
                                                                                           PICTURE_CID (
                                                                                               CID)) "</field>"),
      BOB (PNG)));
  const GwField *seen = gw_form_find (form, "ocr"), *heard = gw_form_find (form, "speech_q");
  const GwField *note = form->fields->pdata[2], *hidden = gw_form_find (form, "h");

  g_assert_nonnull (seen->picture->bytes);
  g_assert_null (seen->sound);
  g_assert_cmpstr (seen->picture->cid, ==, CID);
  g_assert_nonnull (heard->sound->bytes);
  g_assert_null (heard->picture);
  g_assert_nonnull (note->picture->bytes);
  g_assert_cmpint (note->role, ==, GW_ROLE_OTHER);
  g_assert_null (hidden->picture);
}

/* Without the data, the address that ejabberd sends along leads to the picture. */
static void
test_fallback (void)
{
  g_autoptr (GwForm) form = forms_expect (RESULT (DATA (PUZZLE_FIELDS), ""));
  g_autoptr (GwForm) whole = forms_expect (EJABBERD_PUZZLE);
  g_autofree char *fields = forms_describe (form);
  const GwMedium *picture = gw_form_field (form, GW_ROLE_PUZZLE)->picture;
  const GwMedium *here = gw_form_field (whole, GW_ROLE_PUZZLE)->picture;

  g_assert_null (picture->bytes);
  g_assert_cmpstr (picture->cid, ==, CID);
  g_assert_cmpstr (picture->url, ==, "https://" DOMAIN "/captcha/1/image");
  g_assert_nonnull (strstr (fields, "captcha-fallback-text:note"));
  g_assert_null (here->url);
}

#define LOST_PICTURE MEDIA (URI ("image/png", "http://a.example/p.png"))
#define LOST(var)    "<field var='" var "'>" LOST_PICTURE "</field>"
#define AROUND(url)  FIELD ("text-single", "captcha-fallback-url", VALUE (url))

/* A puzzle to be read that says of no picture, one whose picture is lost, a question, and a page
 * where we do not go. */
static const struct {
  const char *iq, *url;
} fallbacks[] = {
    {PUZZLES (AROUND ("https://a.example/1") MUST ("ocr")), "https://a.example/1"},
    {PUZZLES (AROUND ("https://a.example/1") "<field var='look'>" LOST_PICTURE "</field>"),
     "https://a.example/1"},
    {PUZZLES (AROUND ("https://a.example/1") "<field var='ocr'>" MEDIA (
         URI ("image/png", "https://a.example/2")) "</field>"),
     "https://a.example/2"},
    {PUZZLES (AROUND ("https://a.example/1") MUST ("qa")), NULL},
    {PUZZLES (AROUND ("http://a.example/1") MUST ("ocr")), NULL},
    {PUZZLES (AROUND ("https://a.example/1") FIELD ("hidden", "ocr", VALUE ("x")) MUST ("qa")),
     NULL},
};

static void
test_fallbacks (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (fallbacks); i++) {
    g_autoptr (GwForm) form = forms_expect (fallbacks[i].iq);
    const GwField *puzzle = gw_form_field (form, GW_ROLE_PUZZLE);

    g_test_message ("%s", fallbacks[i].iq);
    g_assert_cmpstr (puzzle->picture != NULL ? puzzle->picture->url : NULL, ==, fallbacks[i].url);
  }
}

static const struct {
  const char *iq;
  const char *fields; /* beside name and password; NULL: refused */
  guint wanted;
  gboolean is_lost; /* cannot be answered, since pictures are missing */
} puzzles[] = {
    {PUZZLES (""), "", 0, FALSE},
    {PUZZLES (QUESTION ("qa")), "qa:textpuzzle", 1, FALSE},
    {PUZZLES (QUESTION ("ocr") QUESTION ("audio_recog")), "ocr:textpuzzle audio_recog:textpuzzle",
     1, FALSE},
    {PUZZLES (MUST ("picture_recog") MUST ("picture_q") QUESTION ("speech_q")),
     "picture_recog:text!puzzle picture_q:text!puzzle speech_q:textpuzzle", 2, FALSE},
    {PUZZLES (ANSWERS ("1") QUESTION ("qa") QUESTION ("speech_recog")),
     "answers:hidden qa:textpuzzle speech_recog:textpuzzle", 1, FALSE},
    {PUZZLES (ANSWERS ("2") QUESTION ("qa") QUESTION ("ocr") QUESTION ("speech_q")),
     "answers:hidden qa:textpuzzle ocr:textpuzzle speech_q:textpuzzle", 2, FALSE},
    {PUZZLES (ANSWERS ("1") MUST ("qa") MUST ("ocr")),
     "answers:hidden qa:text!puzzle ocr:text!puzzle", 2, FALSE},
    {PUZZLES (ANSWERS ("5") QUESTION ("qa")), "answers:hidden qa:textpuzzle", 1, FALSE},
    {PUZZLES (ANSWERS ("many") QUESTION ("qa") QUESTION ("ocr")),
     "answers:hidden qa:textpuzzle ocr:textpuzzle", 1, FALSE},
    {PUZZLES (ANSWERS ("0") QUESTION ("qa")), "answers:hidden qa:textpuzzle", 1, FALSE},
    /* what is visible is a question to the person */
    {PUZZLES (MUST ("answers") QUESTION ("qa") QUESTION ("ocr")),
     "answers:text! qa:textpuzzle ocr:textpuzzle", 1, FALSE},
    {PUZZLES (FIELD ("text-single", "answers", VALUE ("2")) QUESTION ("qa") QUESTION ("ocr")),
     "answers:text qa:textpuzzle ocr:textpuzzle", 1, FALSE},
    /* videos and calculations */
    {PUZZLES (QUESTION ("SHA-256") QUESTION ("qa") QUESTION ("video_recog")), "qa:textpuzzle", 1,
     FALSE},
    {PUZZLES (MUST ("SHA-256") QUESTION ("qa")), NULL, 0, FALSE},
    {PUZZLES (QUESTION ("video_q")), NULL, 0, FALSE},
    {PUZZLES (QUESTION ("video_q") MUST ("SHA-256") QUESTION ("qa")), NULL, 0, FALSE},
    {PUZZLES (ANSWERS ("2") QUESTION ("video_q") QUESTION ("qa")), NULL, 0, FALSE},
    {PUZZLES (FIELD ("hidden", "SHA-256", VALUE ("x"))), "SHA-256:hidden", 0, FALSE},
    /* as in the example of XEP-0158 section 4: name and password are two of the three answers */
    {PUZZLES (ANSWERS ("3") QUESTION ("ocr") QUESTION ("SHA-256")), "answers:hidden ocr:textpuzzle",
     1, FALSE},
    /* pictures that cannot be had */
    {PUZZLES (LOST ("ocr")), "ocr:textpuzzle", 1, TRUE},
    {PUZZLES (LOST ("ocr") QUESTION ("qa")), "ocr:textpuzzle qa:textpuzzle", 1, FALSE},
    {PUZZLES (ANSWERS ("2") LOST ("ocr") QUESTION ("qa")),
     "answers:hidden ocr:textpuzzle qa:textpuzzle", 2, TRUE},
    {PUZZLES (FIELD ("text-single", "ocr", REQUIRED LOST_PICTURE) QUESTION ("qa")),
     "ocr:text!puzzle qa:textpuzzle", 1, TRUE},
    {PUZZLES (LOST ("look") FIELD ("text-single", "ocr", REQUIRED LOST_PICTURE) QUESTION ("qa")),
     "look:textpuzzle ocr:text!puzzle qa:textpuzzle", 1, TRUE},
};

static void
test_puzzles (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (puzzles); i++) {
    g_autoptr (GError) error = NULL, broken = NULL;
    g_autoptr (GwForm) form = forms_parse (puzzles[i].iq, &error);
    g_autofree char *fields = form != NULL ? forms_describe (form) : NULL;

    g_test_message ("%s", puzzles[i].iq);
    if (puzzles[i].fields == NULL) {
      g_assert_error (error, GW_ERROR, GW_ERROR_REFUSED_FORM);
      continue;
    }
    g_assert_no_error (error);
    g_assert_true (g_str_has_prefix (fields, "username:text!name password:secret!password"));
    g_assert_true (g_str_has_suffix (fields, puzzles[i].fields));
    g_assert_cmpuint (form->puzzles_wanted, ==, puzzles[i].wanted);
    g_assert_cmpint (gw_form_has_puzzle (form), ==, puzzles[i].wanted > 0);
    g_assert_cmpint (gw_form_check_puzzles (form, DOMAIN, &broken), ==, !puzzles[i].is_lost);
    g_assert_true (g_error_matches (broken, GW_ERROR, GW_ERROR_PUZZLE_BROKEN) ==
                   puzzles[i].is_lost);
  }
}

/* Markup stays what it is, text; what steers, turns or hides goes. */
static void
test_words (void)
{
  g_autoptr (GwForm) form = forms_expect (RESULT (
      DATA (
          "<title>A\nB&#x9b;</title><instructions>a\nb\t&#x202e;c</instructions>"
          "<field var='b&#x202e;' type='list-single' label='&lt;b>x&lt;/b>&#x202e;gpj.exe'>"
          "<desc>one\ntwo&#x200b;</desc><option label='&#x2066;'>" VALUE ("v&#x202e;") "</option>" VALUE (
              "v&#x202e;") "</field>"
                           "<field var='&#x200b;' label=' &#x202e; ' type='list-single'><option label=''>" VALUE (
                               "") "</option></field>" FIELD ("fixed", "n",
                                                              VALUE ("1&#x7f;") VALUE ("2"))),
      ""));
  const GwField *list = form->fields->pdata[0], *odd = form->fields->pdata[1];
  const GwField *note = form->fields->pdata[2];
  const GwFieldOption *option = list->options->pdata[0];

  g_assert_cmpstr (form->title, ==, "A B");
  g_assert_cmpstr (form->instructions, ==, "a\nb  c");
  g_assert_cmpstr (list->label, ==, "<b>x</b> gpj.exe");
  g_assert_cmpstr (list->desc, ==, "one\ntwo");
  g_assert_cmpstr (option->label, ==, "v");
  g_assert_cmpstr (odd->label, ==, "");
  g_assert_cmpstr (((GwFieldOption *)odd->options->pdata[0])->label, ==, "");
  g_assert_cmpstr (note->value, ==, "1 \n2");
  /* these go back */
  g_assert_cmpstr (list->var, ==, "b\u202e");
  g_assert_cmpstr (list->value, ==, "v\u202e");
  g_assert_cmpstr (option->value, ==, "v\u202e");
}

/* One value where there can be one only, all of them where not. */
static void
test_values (void)
{
  g_autoptr (GwForm) form = forms_expect (RESULT (
      DATA (FIELD ("text-single", "a", VALUE ("1") VALUE ("2")) FIELD ("text-multi", "b",
                                                                       VALUE ("1\n2") VALUE ("3"))
                FIELD ("hidden", "c", VALUE ("1\n2")) FIELD ("hidden", "d", VALUE ("1") VALUE ("2"))
                    FIELD ("jid-multi", "e", "") FIELD ("jid-single", "f", "")
                        FIELD ("list-multi", "g",
                               "<option>" VALUE ("1\n2") "</option><option>" VALUE (
                                   "") "</option><option>" VALUE ("3") "</option>")),
      ""));
  const GwField *multi = gw_form_find (form, "b"), *list = gw_form_find (form, "g");

  g_assert_cmpstr (gw_form_find (form, "a")->value, ==, "1");
  g_assert_cmpstr (multi->value, ==, "1\n2\n3");
  g_assert_false (multi->is_address);
  g_assert_cmpuint (gw_form_find (form, "c")->n_values, ==, 1);
  g_assert_cmpuint (gw_form_find (form, "d")->n_values, ==, 2);
  g_assert_true (gw_form_find (form, "e")->is_address);
  g_assert_true (gw_form_find (form, "f")->is_address);
  g_assert_cmpuint (list->options->len, ==, 1); /* the others could not be sent */
}

static void
test_links (void)
{
  g_autoptr (GwForm) form = forms_expect (RESULT (
      DATA (
          "<instructions>See HTTPS://a.example/0, http://a.example/no and (https://a.example/1)."
          "</instructions><field type='boolean' var='t' label='&lt;a "
          "href=\"https://a.example/2\">I agree'>"
          "<desc>https://a.example/1 https://localhost/ https://a.example/3</desc></field>" FIELD (
              "fixed", "", VALUE ("Mind https://b.example/4"))
              FIELD ("hidden", "h", VALUE ("https://a.example/no")) FIELD (
                  "text-single", "s",
                  VALUE (
                      "https://a.example/no")) "<field var='m' label='https://b.example/5 https://b.example/6 https://b.example/7 https://b.example/8 https://b.example/9'/>"),
      ""));
  g_autoptr (GPtrArray) links = gw_form_links (form);
  g_autofree char *all = NULL;

  g_assert_cmpuint (links->len, ==, GW_LIMIT_FORM_LINKS);
  g_ptr_array_add (links, NULL);
  all = g_strjoinv (" ", (char **)links->pdata);
  g_assert_cmpstr (all, ==,
                   "HTTPS://a.example/0 https://a.example/1 https://a.example/2 "
                   "https://a.example/3 https://b.example/4 https://b.example/5 "
                   "https://b.example/6 https://b.example/7");
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
assert_refused (const char *inside, GwErrorCode code)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *iq = g_strdup_printf (RESULT (DATA (QUESTION ("qa") "%s"), ""), inside);
  g_autoptr (GwForm) form = forms_parse (iq, &error);

  g_assert_null (form);
  g_assert_error (error, GW_ERROR, (int)code);
}

/* What goes back is not cut. */
static void
test_limits_of_values (void)
{
  g_autofree char *text = g_strnfill (GW_LIMIT_FORM_TEXT + 1, 'x');
  g_autofree char *value = g_strdup_printf (FIELD ("text-single", "v", VALUE ("%s")), text);
  g_autofree char *hidden = g_strdup_printf (FIELD ("hidden", "v", VALUE ("%s")), text);
  g_autofree char *name = g_strdup_printf ("<field var='%s'/>", text);
  g_autofree char *key = g_strdup_printf (RESULT ("<username/><password/><key>%s</key>", ""), text);
  g_autofree char *preset = g_strdup_printf (RESULT ("<username/><zip>%s</zip>", ""), text);
  const char *const legacy[] = {key, preset};

  assert_refused (value, GW_ERROR_REFUSED_FORM);
  assert_refused (hidden, GW_ERROR_REFUSED_FORM);
  assert_refused (name, GW_ERROR_REFUSED_FORM);
  /* which line feed parts them, and which belongs to a value? */
  assert_refused (FIELD ("hidden", "v", VALUE ("1\n2") VALUE ("3")), GW_ERROR_REFUSED_FORM);
  for (gsize i = 0; i < G_N_ELEMENTS (legacy); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GwForm) form = forms_parse (legacy[i], &error);

    g_assert_null (form);
    g_assert_error (error, GW_ERROR, GW_ERROR_REFUSED_FORM);
  }
}

/* What is to be read may be cut. */
static void
test_limits_of_words (void)
{
  g_autofree char *text = g_strnfill (GW_LIMIT_FORM_TEXT + 1, 'x');
  g_autofree char *iq = g_strdup_printf (RESULT (DATA ("<instructions>%s</instructions>" FIELD (
                                                     "fixed", "n", VALUE ("%s")) QUESTION ("v")),
                                                 ""),
                                         text, text);
  g_autoptr (GwForm) form = forms_expect (iq);
  const GwField *note = form->fields->pdata[0];

  g_assert_cmpint (g_utf8_strlen (form->instructions, -1), ==, GW_LIMIT_FORM_TEXT);
  g_assert_true (g_str_has_suffix (form->instructions, "xx…"));
  g_assert_cmpint (g_utf8_strlen (note->value, -1), ==, GW_LIMIT_FORM_TEXT);
}

static void
test_limits_of_numbers (void)
{
  g_autofree char *most = repeat_field (GW_LIMIT_FORM_FIELDS, "");
  g_autofree char *too_many = repeat_field (GW_LIMIT_FORM_FIELDS + 1, "");
  g_autofree char *ten_thousand = repeat_field (10000, "");
  g_autofree char *iq = g_strdup_printf (RESULT (DATA ("%s"), ""), most);
  g_autoptr (GString) list = g_string_new ("<field type='list-single' var='l'>");
  g_autoptr (GString) nested = g_string_new (NULL);
  g_autofree char *options = NULL;
  g_autoptr (GwForm) full = forms_expect (iq), form = NULL;
  const GwField *field;

  for (guint i = 0; i < GW_LIMIT_FORM_OPTIONS + 1; i++)
    g_string_append_printf (list, "<option>" VALUE ("%u") "</option>", i);
  g_string_append (list, "</field>");
  options = g_strdup_printf (RESULT (DATA ("%s"), ""), list->str);
  form = forms_expect (options);
  field = form->fields->pdata[0];
  g_assert_cmpuint (field->options->len, ==, GW_LIMIT_FORM_OPTIONS);
  g_assert_cmpuint (full->fields->len, ==, GW_LIMIT_FORM_FIELDS);
  assert_refused (too_many, GW_ERROR_REFUSED_FORM);
  assert_refused (ten_thousand, GW_ERROR_TOO_LARGE);
  for (guint i = 0; i < GW_LIMIT_XML_DEPTH; i++)
    g_string_append (nested, "<x xmlns='jabber:x:data' type='form'>");
  for (guint i = 0; i < GW_LIMIT_XML_DEPTH; i++)
    g_string_append (nested, "</x>");
  assert_refused (nested->str, GW_ERROR_TOO_LARGE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/form/servers'-forms-are-understood", test_forms);
  g_test_add_func ("/form/what-cannot-be-filled-in-is-refused", test_refused);
  g_test_add_func ("/form/labels-options-and-values-are-read", test_details);
  g_test_add_func ("/form/words-are-harmless-and-names-stay", test_words);
  g_test_add_func ("/form/one-value-or-several", test_values);
  g_test_add_func ("/form/pages-are-found-in-words", test_links);
  g_test_add_func ("/form/only-what-can-be-had-and-judged-is-a-medium", test_media);
  g_test_add_func ("/form/names-of-media-have-a-maximum", test_long_cid);
  g_test_add_func ("/form/the-first-name-is-asked-for", test_first_cid);
  g_test_add_func ("/form/each-field-has-its-own-media", test_media_of_fields);
  g_test_add_func ("/form/without-its-data-a-picture-is-on-the-web", test_fallback);
  g_test_add_func ("/form/the-way-around-leads-to-the-right-puzzle", test_fallbacks);
  g_test_add_func ("/form/as-many-puzzles-as-are-wanted", test_puzzles);
  g_test_add_func ("/form/what-goes-back-is-not-cut", test_limits_of_values);
  g_test_add_func ("/form/what-is-read-is-cut", test_limits_of_words);
  g_test_add_func ("/form/fields-options-and-depth-have-a-maximum", test_limits_of_numbers);
  return g_test_run ();
}
