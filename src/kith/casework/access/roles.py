"""The roles that people have in the service."""

from __future__ import annotations

from django.db import models


class Role(models.TextChoices):
    """What a worker is employed, or invited, to do."""

    CONTACT_OFFICER = "contact_officer", "Contact officer"
    FAMILY_HELP_PRACTITIONER = "family_help_practitioner", "Family Help practitioner"
    SOCIAL_WORKER = "social_worker", "Social worker"
    TEAM_MANAGER = "team_manager", "Team manager"
    CONFERENCE_CHAIR = "conference_chair", "Conference chair"
    INDEPENDENT_REVIEWING_OFFICER = "independent_reviewing_officer", "Independent reviewing officer"
    PERSONAL_ADVISER = "personal_adviser", "Personal adviser"
    ADOPTION_WORKER = "adoption_worker", "Adoption worker"
    PLACEMENTS_OFFICER = "placements_officer", "Placements officer"
    FOSTERING_RECRUITER = "fostering_recruiter", "Fostering recruiter"
    VIRTUAL_SCHOOL = "virtual_school", "Virtual school"
    PERFORMANCE_ANALYST = "performance_analyst", "Performance analyst"
    DIRECTOR = "director", "Director"
    ADMINISTRATOR = "administrator", "Administrator"
    AUDITOR = "auditor", "Auditor"
    PARTNER = "partner", "Partner: school or health"
