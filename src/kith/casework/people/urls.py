"""The people room's addresses."""

from django.urls import path

from kith.casework.people.views import changing, family_pictures, person, relating, schools, search

app_name = "people"
urlpatterns = [
    path("search/", search.search_page, name="search"),
    path("people/add/", search.AddPerson.as_view(), name="add_person"),
    path("people/<int:person_id>/", person.person_page, name="person"),
    path("people/<int:person_id>/as-known-at/", person.person_known_at, name="person_known_at"),
    path("people/<int:person_id>/genogram/", family_pictures.genogram, name="genogram"),
    path("people/<int:person_id>/ecomap/", family_pictures.ecomap, name="ecomap"),
    path("people/<int:person_id>/correct/", changing.CorrectPerson.as_view(), name="correct_person"),
    path("people/<int:person_id>/own-words/", changing.SayInTheirWords.as_view(), name="own_words"),
    path("people/<int:person_id>/names/add/", changing.AddName.as_view(), name="add_name"),
    path("people/<int:person_id>/move/", changing.MoveHome.as_view(), name="move_home"),
    path("people/<int:person_id>/describe/<slug:kind>/", changing.Describe.as_view(), name="describe"),
    path("people/<int:person_id>/numbers/add/", changing.AddIdentifier.as_view(), name="add_identifier"),
    path(
        "people/<int:person_id>/contact-details/add/",
        changing.AddContactDetail.as_view(),
        name="add_contact_detail",
    ),
    path("people/<int:person_id>/relationships/add/", relating.Relate.as_view(), name="relate"),
    path(
        "people/<int:person_id>/relationships/<int:relationship_id>/end/",
        relating.EndRelationship.as_view(),
        name="end_relationship",
    ),
    path("people/<int:person_id>/network/add/", relating.AddToNetwork.as_view(), name="add_to_network"),
    path("people/<int:person_id>/school/", schools.GoToSchool.as_view(), name="school"),
    path("people/<int:person_id>/school/add/", schools.AddSchool.as_view(), name="add_school"),
    path("people/<int:person_id>/school/leave/", schools.LeaveSchool.as_view(), name="leave_school"),
    path("people/<int:person_id>/merge/", relating.Merge.as_view(), name="merge"),
    path("people/<int:person_id>/merges/<int:merge_id>/undo/", relating.Unmerge.as_view(), name="unmerge"),
    path("people/<int:person_id>/family/make/", relating.MakeFamily.as_view(), name="make_family"),
    path(
        "people/<int:person_id>/families/<int:family_id>/join/",
        relating.JoinFamily.as_view(),
        name="join_family",
    ),
    path("families/<int:family_id>/genogram/", family_pictures.family_genogram, name="family_genogram"),
    path("families/<int:family_id>/", relating.family_page, name="family"),
]
