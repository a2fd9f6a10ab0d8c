"""The front door's addresses."""

from django.urls import path

from kith.casework.front_door.views import contacts, public

app_name = "front_door"
urlpatterns = [
    path("ask-for-help/", public.ask_for_help, name="ask_for_help"),
    path("ask-for-help/thank-you/", public.asked, name="asked"),
    path("contacts/", contacts.queue, name="queue"),
    path("contacts/add/", contacts.TakeContact.as_view(), name="take_contact"),
    path("contacts/<int:contact_id>/", contacts.contact_page, name="contact"),
    path("contacts/<int:contact_id>/people/add/", contacts.AddPersonToContact.as_view(), name="add_person"),
    path("contacts/<int:contact_id>/people/<int:place_id>/", contacts.match, name="match"),
    path(
        "contacts/<int:contact_id>/people/<int:place_id>/is/<int:person_id>/",
        contacts.choose_match,
        name="choose_match",
    ),
    path(
        "contacts/<int:contact_id>/people/<int:place_id>/add/",
        contacts.AddStatedPerson.as_view(),
        name="add_stated_person",
    ),
    path("contacts/<int:contact_id>/checks/add/", contacts.AskPartner.as_view(), name="ask_partner"),
    path(
        "contacts/<int:contact_id>/checks/<int:check_id>/",
        contacts.WriteAnswer.as_view(),
        name="write_answer",
    ),
    path("contacts/<int:contact_id>/decide/", contacts.Decide.as_view(), name="decide"),
    path("contacts/<int:contact_id>/feedback/", contacts.TellWhoeverAsked.as_view(), name="feedback"),
    path(
        "contacts/<int:contact_id>/referrals/<int:referral_id>/",
        contacts.DecideReferral.as_view(),
        name="decide_referral",
    ),
]
