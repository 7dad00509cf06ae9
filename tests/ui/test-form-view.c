/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests for ui/form-view: forms as servers send them. */
#include "form-view.h"
#include "harness.h"
#include "net/xml.h"

#define FORM(fields)                                                                               \
  "<iq xmlns='jabber:client' type='result' from='a.example'><query xmlns='jabber:iq:register'>"    \
  "<x xmlns='jabber:x:data' type='form'><instructions>Please &lt;b&gt;choose.</instructions>"      \
  "<field var='FORM_TYPE' type='hidden'><value>jabber:iq:register</value></field>"                 \
  "<field var='username' type='text-single'><required/></field>"                                   \
  "<field var='password' type='text-private'><required/></field>" fields "</x>%s</query></iq>"

#define PUZZLE                                                                                     \
  FORM ("<field var='captcha-fallback-text' type='fixed'><value>Visit the web.</value></field>"    \
        "<field var='ocr' type='text-single' label='Enter the text you see'><required/>"           \
        "<media xmlns='urn:xmpp:media-element'><uri type='image/png'>cid:picture@a.example"        \
        "</uri></media></field>")

#define QUESTIONS                                                                                  \
  FORM ("<field var='email' type='text-single' label='Mail &lt;address&gt;'/>"                     \
        "<field var='token' type='text-private' label='Token'><required/></field>"                 \
        "<field var='terms' type='boolean' label='I agree'><required/></field>"                    \
        "<field var='news' type='boolean' label='News'><value>1</value></field>"                   \
        "<field var='note' type='fixed' label='Mind'><value>Be kind</value></field>"               \
        "<field var='size' type='list-single' label='Size'>"                                       \
        "<option label='Small'><value>s</value></option>"                                          \
        "<option label='Large'><value>l</value></option></field>"                                  \
        "<field var='place' type='list-single' label='Place'><value>b</value>"                     \
        "<option label='A'><value>a</value></option>"                                              \
        "<option label='B'><value>b</value></option></field>")

static GwForm *
parse (const char *format, const char *beside)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) parts = g_strsplit (format, "%s", 2);
  g_autofree char *text = g_strconcat (parts[0], beside, parts[1], NULL);
  g_autoptr (GwXml) iq = gw_xml_parse (text, -1, &error);

  g_assert_no_error (error);
  GwForm *form = gw_form_parse (iq, "a.example", &error);
  g_assert_no_error (error);
  return form;
}

/* A picture of 140 x 60 as bits of binary, as a child of the query. */
static char *
make_picture (void)
{
  g_autofree guint8 *pixels = g_malloc (140 * 60 * 3);

  memset (pixels, 0x7f, 140 * 60 * 3);
  g_autoptr (GBytes) bytes = g_bytes_new (pixels, 140 * 60 * 3);
  g_autoptr (GdkTexture) texture =
      gdk_memory_texture_new (140, 60, GDK_MEMORY_R8G8B8, bytes, 140 * 3);
  g_autoptr (GBytes) png = gdk_texture_save_to_png_bytes (texture);
  g_autofree char *text = g_base64_encode (g_bytes_get_data (png, NULL), g_bytes_get_size (png));
  return g_strdup_printf (
      "<data xmlns='urn:xmpp:bob' cid='picture@a.example' type='image/png'>%s</data>", text);
}

/* The first widget of that type below `root`; NULL: none. */
static GtkWidget *
first_of_type (GtkWidget *root, GType type)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (root, type))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = first_of_type (child, type);
    if (found)
      return found;
  }
  return NULL;
}

static GtkWidget *
row_titled (GtkWidget *root, const char *title)
{
  if (ADW_IS_PREFERENCES_ROW (root) &&
      g_strcmp0 (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (root)), title) == 0)
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = row_titled (child, title);
    if (found)
      return found;
  }
  return NULL;
}

static GangwayFormView *
show (const GwForm *form, GtkWindow **window)
{
  GangwayFormView *view = g_object_new (GANGWAY_TYPE_FORM_VIEW, NULL);

  gangway_form_view_set_form (view, form, NULL);
  *window = GTK_WINDOW (gtk_window_new ());
  gtk_window_set_child (*window, GTK_WIDGET (view));
  gtk_window_present (*window);
  harness_wait (gtk_widget_get_mapped (GTK_WIDGET (*window)));
  return view;
}

static void
assert_answer (GangwayFormView *view, const char *var, const char *expected)
{
  g_autoptr (GHashTable) answers = gangway_form_view_get_answers (view);

  g_test_message ("%s", var);
  g_assert_cmpstr (g_hash_table_lookup (answers, var), ==, expected);
}

static void
test_nothing (void)
{
  g_autoptr (GwForm) form = parse (FORM (""), "");
  GtkWindow *window;
  GangwayFormView *view = show (form, &window);
  g_autoptr (GHashTable) answers = gangway_form_view_get_answers (view);

  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (view)));
  g_assert_cmpuint (g_hash_table_size (answers), ==, 0);
  gtk_window_destroy (window);
}

static void
test_defaults (void)
{
  g_autoptr (GwForm) form = parse (QUESTIONS, "");
  GtkWindow *window;
  GangwayFormView *view = show (form, &window);
  g_autoptr (GHashTable) answers = gangway_form_view_get_answers (view);

  g_assert_cmpuint (g_hash_table_size (answers), ==, 6);
  assert_answer (view, "email", "");
  assert_answer (view, "terms", "0");
  assert_answer (view, "news", "1");
  assert_answer (view, "size", ""); /* nobody has chosen */
  assert_answer (view, "place", "b");
  g_autofree char *texts = harness_texts (GTK_WIDGET (view));
  g_assert_nonnull (strstr (texts, "Please <b>choose."));
  g_assert_nonnull (strstr (texts, "Be kind"));
  gtk_window_destroy (window);
}

static void
test_answers (void)
{
  g_autoptr (GwForm) form = parse (QUESTIONS, "");
  GtkWindow *window;
  GangwayFormView *view = show (form, &window);
  GtkWidget *root = GTK_WIDGET (view);

  gtk_editable_set_text (GTK_EDITABLE (row_titled (root, "Mail <address> (can stay empty)")),
                         "a@b.example");
  g_assert_true (ADW_IS_PASSWORD_ENTRY_ROW (row_titled (root, "Token")));
  GtkInputPurpose purpose = adw_entry_row_get_input_purpose (
      ADW_ENTRY_ROW (row_titled (root, "Mail <address> (can stay empty)")));
  g_assert_cmpint (purpose, ==, GTK_INPUT_PURPOSE_EMAIL);
  gtk_editable_set_text (GTK_EDITABLE (row_titled (root, "Token")), "t0ken");
  GtkWidget *terms = row_titled (root, "I agree (required)");
  gtk_switch_set_active (GTK_SWITCH (first_of_type (terms, GTK_TYPE_SWITCH)), TRUE);
  adw_combo_row_set_selected (ADW_COMBO_ROW (row_titled (root, "Size (can stay empty)")), 2);

  assert_answer (view, "email", "a@b.example");
  assert_answer (view, "token", "t0ken");
  assert_answer (view, "terms", "1");
  assert_answer (view, "size", "l");
  gtk_window_destroy (window);
}

static void
test_kept (void)
{
  g_autoptr (GwForm) first = parse (QUESTIONS, "");
  g_autoptr (GwForm) second = parse (QUESTIONS, "");
  GtkWindow *window;
  GangwayFormView *view = show (first, &window);
  GtkWidget *root = GTK_WIDGET (view);

  gtk_editable_set_text (GTK_EDITABLE (row_titled (root, "Token")), "t0ken");
  adw_combo_row_set_selected (ADW_COMBO_ROW (row_titled (root, "Place (can stay empty)")), 0);
  gangway_form_view_set_form (view, NULL, NULL); /* another provider is asked ... */
  g_assert_false (gtk_widget_get_visible (root));
  gangway_form_view_set_form (view, second, NULL); /* ... for the same */
  assert_answer (view, "token", "t0ken");
  assert_answer (view, "place", "a");
  gtk_window_destroy (window);
}

static void
test_puzzle (void)
{
  g_autofree char *picture = make_picture ();
  g_autoptr (GwForm) form = parse (PUZZLE, picture);
  GtkWindow *window;
  GangwayFormView *view = show (form, &window);
  GtkWidget *root = GTK_WIDGET (view);
  GtkWidget *shown = first_of_type (root, GTK_TYPE_PICTURE);

  g_assert_nonnull (shown);
  GdkPaintable *paintable = gtk_picture_get_paintable (GTK_PICTURE (shown));
  g_assert_cmpint (gdk_paintable_get_intrinsic_width (paintable), ==, 140);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (shown), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Picture puzzle");
  int width, height; /* twice as large: it is small */
  gtk_widget_get_size_request (shown, &width, &height);
  g_assert_cmpint (width, ==, 280);
  g_assert_cmpint (height, ==, 120);
  GtkWidget *row = harness_find (root, "answer");
  gtk_editable_set_text (GTK_EDITABLE (row), "x7y9");
  assert_answer (view, "ocr", "x7y9");
  g_autofree char *texts = harness_texts (root);
  g_assert_nonnull (strstr (texts, "What do you read in the picture?"));
  g_assert_null (strstr (texts, "Visit the web."));

  /* Another picture, another answer. */
  g_autoptr (GwForm) again = parse (PUZZLE, picture);
  gangway_form_view_set_form (view, again, NULL);
  assert_answer (view, "ocr", "");
  gtk_window_destroy (window);
}

static gboolean
shows (GangwayFormView *view, const char *text)
{
  g_autofree char *texts = harness_texts (GTK_WIDGET (view));

  return strstr (texts, text) != NULL;
}

static gboolean
blame (GangwayFormView *view, GwErrorCode code, const char *detail)
{
  g_autoptr (GError) error = NULL;

  gw_error_set (&error, code, "a.example", detail);
  return gangway_form_view_show_fault (view, error, NULL);
}

static gboolean
has_focus_in (GtkWindow *window, GtkWidget *row)
{
  GtkWidget *focus = gtk_window_get_focus (window);

  return focus && gtk_widget_is_ancestor (focus, row);
}

#define PUZZLE_AND_MAIL                                                                            \
  FORM ("<field var='email' type='text-single' label='Mail'/>"                                     \
        "<field var='ocr' type='text-single' label='Enter the text you see'><required/>"           \
        "<media xmlns='urn:xmpp:media-element'><uri type='image/png'>cid:picture@a.example"        \
        "</uri></media></field>")

/* The stream ended while somebody typed: the rest stays, also where the keyboard is. */
static void
test_expired (void)
{
  g_autofree char *picture = make_picture ();
  g_autoptr (GwForm) first = parse (PUZZLE_AND_MAIL, picture);
  g_autoptr (GwForm) second = parse (PUZZLE_AND_MAIL, picture);
  GtkWindow *window;
  GangwayFormView *view = show (first, &window);
  GtkWidget *root = GTK_WIDGET (view);
  GtkWidget *mail = row_titled (root, "Mail (can stay empty)");

  gtk_editable_set_text (GTK_EDITABLE (mail), "a@b.ex");
  gtk_editable_set_text (GTK_EDITABLE (harness_find (root, "answer")), "x7");
  gtk_widget_grab_focus (mail);
  gangway_form_view_set_form (view, second, NULL);
  g_assert_true (blame (view, GW_ERROR_REFUSED_PUZZLE_OLD, NULL));
  g_assert_true (mail == row_titled (root, "Mail (can stay empty)"));
  g_assert_true (has_focus_in (window, mail));
  assert_answer (view, "email", "a@b.ex");
  assert_answer (view, "ocr", "");
  harness_wait (shows (view, "The old puzzle had expired."));

  /* A wrong answer is another matter: that is what comes next. */
  g_assert_true (blame (view, GW_ERROR_REFUSED_PUZZLE, NULL));
  g_assert_true (has_focus_in (window, harness_find (root, "answer")));
  harness_wait (shows (view, "The answer was not accepted."));
  gtk_window_destroy (window);
}

static void
count (guint *n)
{
  (*n)++;
}

static void
test_renew (void)
{
  g_autofree char *picture = make_picture ();
  g_autoptr (GwForm) form = parse (PUZZLE, picture);
  guint renewals = 0;
  GtkWindow *window;
  GangwayFormView *view = show (form, &window);
  GtkWidget *renew = harness_find (GTK_WIDGET (view), "renew");

  g_assert_cmpstr (gtk_button_get_label (GTK_BUTTON (renew)), ==, "New Picture");
  g_signal_connect_swapped (view, "renew", G_CALLBACK (count), &renewals);
  g_signal_emit_by_name (renew, "clicked");
  g_assert_cmpuint (renewals, ==, 1);
  g_assert_true (has_focus_in (window, harness_find (GTK_WIDGET (view), "answer")));
  gangway_form_view_set_renewing (view, TRUE);
  g_assert_false (gtk_widget_get_sensitive (renew));
  gtk_window_destroy (window);
}

#define NOWHERE                                                                                    \
  "<media xmlns='urn:xmpp:media-element'><uri type='image/png'>cid:gone@a.example</uri></media>"

/* Neither its picture nor an address of it: on to the next one. */
static void
test_broken (void)
{
  g_autoptr (GwForm) form =
      parse (FORM ("<field var='ocr' type='text-single'><required/>" NOWHERE "</field>"), "");
  GtkWindow *window;
  GangwayFormView *view = g_object_new (GANGWAY_TYPE_FORM_VIEW, NULL);

  gangway_form_view_set_form (view, form, "b.example");
  window = harness_present (GTK_WIDGET (view), 360, 400);
  harness_wait (shows (view, "This puzzle cannot be shown here."));
  g_assert_true (shows (view, "Go On with b.example"));
  g_assert_false (gtk_widget_get_mapped (harness_find (GTK_WIDGET (view), "answer")));
  gtk_window_destroy (window);
}

#define CHOICE_OF_PUZZLES                                                                          \
  FORM ("<field var='answers' type='hidden'><value>1</value></field>"                              \
        "<field var='qa' type='text-single' label='2 + 3?'/>"                                      \
        "<field var='ocr' type='text-single' label='Enter the text you see'>"                      \
        "<media xmlns='urn:xmpp:media-element'><uri type='image/png'>cid:picture@a.example"        \
        "</uri></media></field>")

static void
test_several (void)
{
  g_autofree char *picture = make_picture ();
  g_autoptr (GwForm) form = parse (CHOICE_OF_PUZZLES, picture);
  GtkWindow *window;
  GangwayFormView *view = show (form, &window);

  g_assert_true (shows (view, "Answer 1 of These Puzzles"));
  g_assert_true (shows (view, "2 + 3?"));
  g_assert_true (shows (view, "What do you read in the picture?"));
  gtk_editable_set_text (GTK_EDITABLE (harness_find (GTK_WIDGET (view), "answer")), "5");
  assert_answer (view, "qa", "5");
  assert_answer (view, "ocr", "");
  gtk_window_destroy (window);
}

#define MANY_KINDS                                                                                 \
  FORM ("<field var='why' type='text-multi' label='Why?'><required/></field>"                      \
        "<field var='likes' type='list-multi' label='Likes'><value>b</value>"                      \
        "<option label='A&amp;A'><value>a</value></option>"                                        \
        "<option label='B'><value>b</value></option>"                                              \
        "<option label='C'><value>c</value></option></field>"                                      \
        "<field var='terms' type='boolean' label='I agree to https://a.example/terms'><required/>" \
        "</field>")

static void
test_kinds (void)
{
  g_autoptr (GwForm) form = parse (MANY_KINDS, "");
  GtkWindow *window;
  GangwayFormView *view = show (form, &window);
  GtkWidget *root = GTK_WIDGET (view);
  GtkWidget *text = first_of_type (root, GTK_TYPE_TEXT_VIEW);
  GtkWidget *likes = row_titled (root, "Likes (can stay empty)");

  g_assert_true (shows (view, "Why?"));
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (text)), "One\ntwo", -1);
  assert_answer (view, "why", "One\ntwo");
  assert_answer (view, "likes", "b");
  gtk_check_button_set_active (GTK_CHECK_BUTTON (first_of_type (likes, GTK_TYPE_CHECK_BUTTON)),
                               TRUE);
  assert_answer (view, "likes", "a\nb");
  g_assert_true (shows (view, "A&A"));
  g_assert_true (shows (view, "Open a.example/…"));
  gtk_window_destroy (window);
}

static void
test_blame (void)
{
  g_autoptr (GwForm) form = parse (QUESTIONS, "");
  GtkWindow *window;
  GangwayFormView *view = show (form, &window);
  GtkWidget *root = GTK_WIDGET (view);
  GtkWidget *token = row_titled (root, "Token");

  g_assert_true (blame (view, GW_ERROR_REFUSED_FIELDS, "Token"));
  g_assert_true (gtk_widget_has_css_class (token, "error"));
  g_assert_true (has_focus_in (window, token));
  harness_wait (shows (view, "This is missing or was not accepted."));
  g_assert_false (blame (view, GW_ERROR_REFUSED_FIELDS, "nothing of this kind"));

  g_assert_true (blame (view, GW_ERROR_REFUSED_EMAIL, NULL));
  GtkWidget *mail = row_titled (root, "Mail <address> (can stay empty)");
  g_assert_true (gtk_widget_has_css_class (mail, "error"));
  harness_wait (shows (view, "An e-mail address is needed, or another one, at a.example."));
  g_assert_false (blame (view, GW_ERROR_REFUSED_CLOSED, NULL));
  gtk_window_destroy (window);
}

static void
test_question (void)
{
  g_autoptr (GwForm) form =
      parse (FORM ("<field var='ocr' type='text-single' label='2 + 3?'><required/></field>"), "");
  GtkWindow *window;
  GangwayFormView *view = show (form, &window);

  g_assert_false (gtk_widget_get_visible (first_of_type (GTK_WIDGET (view), GTK_TYPE_PICTURE)));
  g_assert_true (shows (view, "2 + 3?"));
  g_assert_cmpstr (gtk_button_get_label (GTK_BUTTON (harness_find (GTK_WIDGET (view), "renew"))),
                   ==, "Another Puzzle");
  gtk_window_destroy (window);
}

int
main (int argc, char **argv)
{
  if (!harness_init (&argc, &argv))
    return HARNESS_SKIP;
  g_test_add_func ("/form-view/name-and-password-are-asked-elsewhere", test_nothing);
  g_test_add_func ("/form-view/defaults-stand-and-choices-wait", test_defaults);
  g_test_add_func ("/form-view/rows-become-answers", test_answers);
  g_test_add_func ("/form-view/answers-survive-another-form", test_kept);
  g_test_add_func ("/form-view/the-picture-is-shown-and-asked", test_puzzle);
  g_test_add_func ("/form-view/a-question-without-picture-is-asked-as-it-is", test_question);
  g_test_add_func ("/form-view/an-expired-puzzle-disturbs-nobody", test_expired);
  g_test_add_func ("/form-view/another-picture-can-be-had", test_renew);
  g_test_add_func ("/form-view/a-puzzle-that-cannot-be-shown-is-no-dead-end", test_broken);
  g_test_add_func ("/form-view/one-of-several-puzzles-is-enough", test_several);
  g_test_add_func ("/form-view/every-kind-of-field-has-its-row", test_kinds);
  g_test_add_func ("/form-view/faults-stand-at-the-field-that-is-meant", test_blame);
  return harness_run ();
}
