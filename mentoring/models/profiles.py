"""What a woman wants and offers, asked again each cycle."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from academy.members.models import Member, OrganisationKind

from ..querysets import ProfileQuerySet
from .reference import MentoringTopic


class MentoringProfile(models.Model):
    """Hers to write and hers to read; matching uses it, nobody else opens it. Personal data.

    A row without ``taking_part`` only keeps what must outlive leaving (``never_with``, what she typed last time).
    """

    class Distance(models.TextChoices):
        CALLS = "calls", _("Solo a distancia, sin viajar")
        DISTRICT = "district", _("Dentro de mi distrito")
        PROVINCE = "province", _("Dentro de mi provincia")
        REGION = "region", _("Dentro de mi región")

    member = models.OneToOneField(Member, on_delete=models.CASCADE, related_name="mentoring_profile")
    taking_part = models.BooleanField(default=False)
    hidden = models.BooleanField(default=False, help_text="She rests: nobody is proposed to her, nor she to anybody.")
    adult = models.BooleanField(null=True, help_text="Her own statement. False: circles only. None: not asked yet.")
    channels = models.JSONField(default=list, help_text="call, whatsapp, visit.")
    languages = models.JSONField(default=list, help_text="Codes; what she can talk in, not what she reads here.")
    slots = models.JSONField(default=list, help_text="Free hours: 0-morning (Monday) to 6-evening.")
    distance = models.CharField(max_length=10, choices=Distance.choices, blank=True)
    life = models.JSONField(default=list, help_text="What of her life she chose to say; codes of matching.LIFE.")
    about = models.CharField(max_length=300, blank=True, help_text="Her own words, shown to whom she is proposed.")
    kinds = models.ManyToManyField(OrganisationKind, blank=True, related_name="+")
    capacity = models.PositiveSmallIntegerField(default=2, help_text="How many she accompanies at most; 0 to 6.")
    would_circle = models.BooleanField(default=True, help_text="She would also accompany one circle, or join one.")
    never_with = models.TextField(
        blank=True, help_text="Sealed JSON list of ids of members: whom she will not be paired with. Never shown."
    )
    confirmed_at = models.DateTimeField(null=True, help_text="When she last said that this is so.")
    good_until = models.DateField(null=True, help_text="Last day on which it counts: the end of its cycle.")
    goes_first = models.BooleanField(
        default=False, help_text="Her companion is no longer there: she is offered another before anybody else."
    )
    first_wanted_at = models.DateTimeField(null=True, help_text="Waiting since; emptied when a pair begins.")

    objects = ProfileQuerySet.as_manager()

    class Meta:
        verbose_name = _("ficha de acompañamiento")
        verbose_name_plural = _("fichas de acompañamiento")

    def __str__(self):
        return f"mentoring · {self.member_id}"


class ProfileTopic(models.Model):
    """One thing she wants to learn or can hand on."""

    class Way(models.TextChoices):
        WANTS = "wants", _("Quiero aprender")
        OFFERS = "offers", _("Puedo compartir")

    profile = models.ForeignKey(MentoringProfile, on_delete=models.CASCADE, related_name="topics")
    topic = models.ForeignKey(MentoringTopic, on_delete=models.PROTECT, related_name="+")
    way = models.CharField(max_length=6, choices=Way.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["profile", "topic", "way"], name="a_topic_once_each_way")]

    def __str__(self):
        return f"{self.profile_id} {self.way} {self.topic_id}"


class ConductAcceptance(models.Model):
    """She accepted the code of conduct in these words. Personal data."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    wording = models.CharField(max_length=20, help_text="Version of the words that were shown or read to her.")
    accepted_at = models.DateTimeField()
    read_aloud_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "wording"], name="conduct_accepted_once")]

    def __str__(self):
        return f"{self.member_id} {self.wording}"
