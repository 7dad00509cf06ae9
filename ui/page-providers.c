/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The ranked list. */
#include "page-providers.h"

#include "ordering.h"

struct _GangwayPageProviders {
  AdwBin parent_instance;

  GtkSearchEntry *search;
  GtkListView *list;
  GtkStack *content;
  AdwStatusPage *nothing;
  GtkWidget *check;
  GtkPopover *check_popover;
  GtkLabel *check_text;
  GtkLabel *date;
  GtkMenuButton *how;
  GtkButton *take;

  GangwayJourney *journey;
  char *needle; /* what is searched for, folded; "" for nothing */
  GtkFilter *filter;
  GtkSingleSelection *selection;
  gboolean follows_best; /* the selection, when the list is ranked anew */
};

G_DEFINE_FINAL_TYPE (GangwayPageProviders, gangway_page_providers, ADW_TYPE_BIN)

/* --- taking one --- */

/* Whoever searches for a provider that is not in the list may mean just that one. To free. */
static char *
find_target (GangwayPageProviders *self)
{
  GangwayProvider *item = gtk_single_selection_get_selected_item (self->selection);

  if (item)
    return g_strdup (gangway_provider_get_domain (item));
  return gw_domain_normalize (gtk_editable_get_text (GTK_EDITABLE (self->search)), NULL);
}

static void
update_take (GangwayPageProviders *self)
{
  g_autofree char *domain = find_target (self);
  g_autofree char *shown = domain ? gw_domain_display (domain) : NULL;
  g_autofree char *label = shown ? g_strdup_printf (_ ("Take %s"), shown) : NULL;

  if (label)
    gtk_button_set_label (self->take, label);
  gtk_widget_set_visible (GTK_WIDGET (self->take), label != NULL);
}

static void
take_cb (GangwayPageProviders *self)
{
  g_autofree char *domain = find_target (self);

  if (domain)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.choose", "s", domain);
}

static void
row_activated_cb (GangwayPageProviders *self, guint position)
{
  gtk_single_selection_set_selected (self->selection, position);
  take_cb (self);
}

/* --- search --- */

/* What is not suitable is shown, with its reason, to those who look for it only. */
static gboolean
is_shown (gpointer item, gpointer user_data)
{
  GangwayPageProviders *self = user_data;

  if (self->needle[0] == '\0')
    return gangway_provider_get_tier (item) != GW_TIER_REJECTED;
  return gangway_provider_matches (item, self->needle);
}

static void
update_content (GangwayPageProviders *self)
{
  const GError *error = gangway_provider_list_get_error (gangway_journey_get_list (self->journey));
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->selection));

  if (n == 0) {
    adw_status_page_set_title (self->nothing, error ? _ ("No List") : _ ("Not in the List"));
    adw_status_page_set_description (
        self->nothing, error ? error->message
                             : _ ("Search for another word, or type the whole name of a provider "
                                  "that you know."));
  }
  gtk_stack_set_visible_child_name (self->content, n > 0 ? "list" : "nothing");
  update_take (self);
}

static void
search_changed_cb (GangwayPageProviders *self)
{
  g_autofree char *typed = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->search)));

  g_free (self->needle);
  self->needle = g_utf8_casefold (g_strstrip (typed), -1);
  gtk_filter_changed (self->filter, GTK_FILTER_CHANGE_DIFFERENT);
  update_content (self);
}

static void
search_activated_cb (GangwayPageProviders *self)
{
  gtk_widget_grab_focus (gtk_widget_get_visible (GTK_WIDGET (self->take)) ? GTK_WIDGET (self->take)
                                                                          : GTK_WIDGET (self));
}

/* --- checks --- */

/* Says when the list was made, or what is going on. */
static void
update_date (GangwayPageProviders *self)
{
  const char *summary = gangway_journey_get_check_summary (self->journey);
  gint32 day = gangway_provider_list_get_date (gangway_journey_get_list (self->journey));
  g_autofree char *date = gw_day_text (day);
  g_autofree char *text = day ? g_strdup_printf (_ ("List of %s"), date) : g_strdup ("");

  if (gangway_journey_is_checking (self->journey))
    gtk_label_set_text (self->date, _ ("Checking …"));
  else
    gtk_label_set_text (self->date, summary ? summary : text);
}

/* Whoever had picked one keeps it. */
static void
update_checks (GangwayPageProviders *self)
{
  g_auto (GStrv) candidates = gangway_journey_list_candidates (self->journey);
  gboolean is_checking = gangway_journey_is_checking (self->journey);

  gtk_widget_set_visible (self->check, candidates[0] != NULL);
  gtk_widget_set_sensitive (self->check, !is_checking);
  update_date (self);
  if (!is_checking && self->follows_best)
    gtk_single_selection_set_selected (self->selection, 0);
}

/* Whom it would contact is said before. */
static void
check_shown_cb (GangwayPageProviders *self)
{
  g_auto (GStrv) candidates = gangway_journey_list_candidates (self->journey);
  g_autofree char *names = g_strjoinv (", ", candidates);
  g_autofree char *text =
      g_strdup_printf (_ ("Check now whether these take new people, and how safe they are? They "
                          "see your internet address, as at any visit.\n\n%s"),
                       names);

  gtk_label_set_text (self->check_text, text);
}

static void
check_cb (GangwayPageProviders *self)
{
  g_auto (GStrv) candidates = gangway_journey_list_candidates (self->journey);

  self->follows_best = gtk_single_selection_get_selected (self->selection) == 0;
  gtk_popover_popdown (self->check_popover);
  gangway_journey_check (self->journey, (const char *const *)candidates);
}

static void
fill_how (GtkMenuButton *button, gpointer user_data)
{
  if (!gtk_menu_button_get_popover (button))
    gtk_menu_button_set_popover (button, gangway_ordering_new ());
}

/* --- object --- */

static gboolean
grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (GANGWAY_PAGE_PROVIDERS (widget)->list));
}

static void
dispose (GObject *object)
{
  GangwayPageProviders *self = GANGWAY_PAGE_PROVIDERS (object);

  gtk_widget_dispose_template (GTK_WIDGET (object), GANGWAY_TYPE_PAGE_PROVIDERS);
  g_clear_object (&self->selection);
  g_clear_object (&self->journey);
  g_clear_pointer (&self->needle, g_free);
  G_OBJECT_CLASS (gangway_page_providers_parent_class)->dispose (object);
}

static void
gangway_page_providers_class_init (GangwayPageProvidersClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  widget_class->grab_focus = grab_focus;
  g_type_ensure (GANGWAY_TYPE_PROVIDER);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/gangway/Gangway/page-providers.ui");
  gtk_widget_class_bind_template_child (widget_class, GangwayPageProviders, search);
  gtk_widget_class_bind_template_child (widget_class, GangwayPageProviders, list);
  gtk_widget_class_bind_template_child (widget_class, GangwayPageProviders, content);
  gtk_widget_class_bind_template_child (widget_class, GangwayPageProviders, nothing);
  gtk_widget_class_bind_template_child (widget_class, GangwayPageProviders, check);
  gtk_widget_class_bind_template_child (widget_class, GangwayPageProviders, check_popover);
  gtk_widget_class_bind_template_child (widget_class, GangwayPageProviders, check_text);
  gtk_widget_class_bind_template_child (widget_class, GangwayPageProviders, date);
  gtk_widget_class_bind_template_child (widget_class, GangwayPageProviders, how);
  gtk_widget_class_bind_template_child (widget_class, GangwayPageProviders, take);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, check_shown_cb);
  gtk_widget_class_bind_template_callback (widget_class, check_cb);
  gtk_widget_class_bind_template_callback (widget_class, take_cb);
}

static void
gangway_page_providers_init (GangwayPageProviders *self)
{
  self->needle = g_strdup ("");
  gtk_widget_init_template (GTK_WIDGET (self));
  /* Whoever types on this page searches. */
  gtk_search_entry_set_key_capture_widget (self->search, GTK_WIDGET (self));
  gtk_menu_button_set_create_popup_func (self->how, fill_how, NULL, NULL);
}

void
gangway_page_providers_set_journey (GangwayPageProviders *self, GangwayJourney *journey)
{
  g_return_if_fail (GANGWAY_IS_PAGE_PROVIDERS (self) && GANGWAY_IS_JOURNEY (journey));

  GListModel *model = gangway_provider_list_get_model (gangway_journey_get_list (journey));

  g_set_object (&self->journey, journey);
  self->filter = GTK_FILTER (gtk_custom_filter_new (is_shown, self, NULL));
  self->selection = gtk_single_selection_new (
      G_LIST_MODEL (gtk_filter_list_model_new (g_object_ref (model), self->filter)));
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (self->selection));
  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (update_take), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->selection, "items-changed", G_CALLBACK (update_content), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (journey, "checks-changed", G_CALLBACK (update_checks), self,
                           G_CONNECT_SWAPPED);
  update_content (self);
  update_checks (self);
}
