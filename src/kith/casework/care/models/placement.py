"""Where children in care live: the homes, where each is, and each child's placements in them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from kith import codes
from kith.casework.furniture.history import recorded
from kith.casework.furniture.periods import Period, ends_after_it_starts, no_overlap


class HomeKind(models.TextChoices):
    """What kind of place a home is, in everyday words; the return's code stands on the placement."""

    FOSTER = "foster", "Foster carers"
    CONNECTED = "connected", "Relatives or friends"
    PARENT = "parent", "A parent, or somebody with parental responsibility"
    ADOPTERS = "adopters", "Adopters"
    CHILDRENS_HOME = "childrens_home", "Children's home"
    SECURE = "secure", "Secure children's home"
    SUPPORTED = "supported", "Supported accommodation"
    RESIDENTIAL_SCHOOL = "residential_school", "Residential school"
    HEALTH = "health", "Hospital or other health setting"
    CUSTODY = "custody", "Young offender institution"
    OTHER = "other", "Another kind of place"


@recorded
class Home(models.Model):
    """One household or establishment in which children in care live; it stays the same home when it moves house."""

    name = models.CharField(max_length=160, help_text="Such as 'Ann and Joseph Clarke' or 'Elm House'")
    kind = models.CharField(max_length=18, choices=HomeKind)
    provider = models.CharField(
        "Who provides it", max_length=3, choices=codes.field_choices("placement_provider"), blank=True
    )
    urn = models.CharField("Ofsted unique reference number (URN)", max_length=10, blank=True)
    # A carer's address is kept from whoever should not learn it, in every paper and copy.
    address_withheld = models.BooleanField(
        "Keep the address from others on the child's record", default=False
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["name"], name="home_name")]

    def __str__(self) -> str:
        return self.name


@recorded
class HomeCarer(Period):
    """One person who cares for children in a home, over a period: somebody on the record, or only a name."""

    home = models.ForeignKey("care.Home", on_delete=models.CASCADE, related_name="carers")
    person = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.CASCADE, related_name="homes_cared_in"
    )
    name = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            ends_after_it_starts("home_carer"),
            models.CheckConstraint(
                name="home_carer_is_somebody",
                condition=Q(person__isnull=False) | ~Q(name=""),
                violation_error_message="Choose the person, or enter their name.",
            ),
        ]

    def __str__(self) -> str:
        return self.name or f"Person {self.person_id}"


@recorded
class HomeAddress(Period):
    """Where a home is, over a period; its grid reference and authority come from the postcode when it is entered."""

    home = models.ForeignKey("care.Home", on_delete=models.CASCADE, related_name="addresses")
    lines = models.CharField("Address", max_length=200)
    town = models.CharField(max_length=80, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    easting = models.PositiveIntegerField(
        null=True, blank=True, help_text="Metres, Ordnance Survey National Grid"
    )
    northing = models.PositiveIntegerField(
        null=True, blank=True, help_text="Metres, Ordnance Survey National Grid"
    )
    authority_code = models.CharField(
        max_length=9, blank=True, help_text="Office for National Statistics code"
    )

    class Meta:
        verbose_name_plural = "home addresses"
        constraints = [
            ends_after_it_starts("home_address"),
            no_overlap("home_address", "home"),
            models.CheckConstraint(
                name="home_address_grid_reference_is_whole",
                condition=Q(easting__isnull=True, northing__isnull=True)
                | Q(easting__isnull=False, northing__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return ", ".join(part for part in (self.lines, self.town, self.postcode) if part)


@recorded
class Placement(Period):
    """One child living in one home at one address over a period; a child has one placement on any day."""

    period_of_care = models.ForeignKey(
        "care.PeriodOfCare", on_delete=models.CASCADE, related_name="placements"
    )
    child = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="placements")
    home = models.ForeignKey("care.Home", on_delete=models.PROTECT, related_name="placements")
    home_address = models.ForeignKey(
        "care.HomeAddress", null=True, blank=True, on_delete=models.PROTECT, related_name="placements"
    )
    placement_type = models.CharField(
        "Kind of placement", max_length=3, choices=codes.field_choices("placement_type")
    )
    # As they stood when the child was placed: a home's own may change later.
    provider = models.CharField(
        "Who provides it", max_length=3, choices=codes.field_choices("placement_provider"), blank=True
    )
    urn = models.CharField("Ofsted unique reference number (URN)", max_length=10, blank=True)
    is_emergency = models.BooleanField("Placed in an emergency", default=False)
    until_eighteen = models.BooleanField("The child is to stay here until they are 18", default=False)
    # Designated long-term foster care, the child old enough and agreeing (regulation 28(3)): visits at six months.
    visits_agreed_at_six_months = models.BooleanField(
        "The child has agreed to be visited every six months", default=False
    )
    move = models.OneToOneField(
        "care.Move", null=True, blank=True, on_delete=models.PROTECT, related_name="placement"
    )
    started_late_reason = models.TextField("Why it was recorded late", blank=True)
    ended_because = models.CharField(
        max_length=6, choices=codes.field_choices("reason_placement_change"), blank=True
    )
    end_words = models.TextField("Why the placement ended, in a sentence", blank=True)
    ended_as_planned = models.BooleanField("It ended as planned", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="placement_ends_after_it_starts",
                condition=Q(end_date__isnull=True) | Q(end_date__gt=F("start_date")),
                violation_error_message="A placement has at least one day: the return knows no episode of no days. Check both days.",
            ),
            no_overlap("placement", "child"),
        ]
        indexes = [
            models.Index(fields=["period_of_care", "start_date"], name="placement_period"),
            models.Index(fields=["home", "end_date"], name="placement_home_end"),
        ]

    def __str__(self) -> str:
        return f"{self.placement_type} of child {self.child_id} from {self.start_date}"
