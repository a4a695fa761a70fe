"""Who may write: the role of editor, and Wagtail's group that stands for it.

The role is the truth; the group follows it. A role that ended with a date leaves the group when she next signs
in and whenever ``sync_editors`` runs, which may be any time and as often as one likes.
"""

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.contrib.auth.signals import user_logged_in
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models.signals import post_delete, post_save
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from academy.members.models import Member, Role

GROUP = "Editoras"
#: (app, permission): what an editor may do outside pages, pictures and files.
GENERAL = [
    ("wagtailadmin", "access_admin"),
    ("wagtail_localize", "submit_translation"),
    ("site", "change_translationstate"),
    ("courses", "view_lessonweight"),
    *(("courses", f"{verb}_{model}") for model in ("track", "competency") for verb in ("add", "change", "view")),
    *(
        ("members", f"{verb}_{model}")
        for model in ("organisationkind", "helpline")
        for verb in ("add", "change", "view")
    ),
]
PAGES = ["add_page", "change_page", "publish_page"]
#: On Wagtail's root collection. Pictures and files of courses only: what women upload is never in a collection.
#: Wagtail asks for the rights over its own models, also where the site has models of its own.
COLLECTIONS = [
    (app, f"{verb}_{model}")
    for app, model in (("wagtailimages", "image"), ("wagtaildocs", "document"))
    for verb in ("add", "change", "choose")
]


@transaction.atomic
def ensure_editors_group():
    """The group with all its rights. Idempotent; gives what is missing, takes nothing that was added by hand.

    Fourteen queries: meant for set-up and for the granting of a role.
    """
    group, _created = Group.objects.get_or_create(name=GROUP)
    group.permissions.add(*_permissions(GENERAL))
    root = Page.get_first_root_node()
    if root is not None:
        for permission in Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=PAGES):
            GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)
    collection = Collection.get_first_root_node()
    if collection is not None:
        for permission in _permissions(COLLECTIONS):
            GroupCollectionPermission.objects.get_or_create(group=group, collection=collection, permission=permission)
    return group


def _permissions(wanted):
    """The permissions named, made where migrations have not got to them yet."""
    found = _found(wanted)
    if len(found) < len(wanted):
        for app in {app for app, _codename in wanted}:
            create_permissions(apps.get_app_config(app), verbosity=0)
        ContentType.objects.clear_cache()
        found = _found(wanted)
    return found


def _found(wanted):
    rows = Permission.objects.filter(codename__in=[codename for _app, codename in wanted])
    names = set(wanted)
    return [row for row in rows.select_related("content_type") if (row.content_type.app_label, row.codename) in names]


def is_editor(member, at=None):
    return member.roles.standing(at).filter(kind=Role.Kind.EDITOR).exists()


def sync_editor(member, at=None):
    """Put one member into the group or out of it, as her roles say today."""
    if is_editor(member, at):
        member.groups.add(ensure_editors_group())
    else:
        member.groups.remove(*Group.objects.filter(name=GROUP))


@transaction.atomic
def sync_editors(at=None):
    """Make the group equal to the standing roles of editor. Returns how many belong to it."""
    group = ensure_editors_group()
    standing = Role.objects.standing(at).filter(kind=Role.Kind.EDITOR).values("member")
    editors = Member.objects.filter(pk__in=standing, is_active=True)
    group.user_set.set(editors)
    return editors.count()


def _on_role(sender, instance, **kwargs):
    if instance.kind != Role.Kind.EDITOR or kwargs.get("raw"):
        return
    member = Member.objects.filter(pk=instance.member_id).first()
    if member is not None:
        sync_editor(member)


def _on_sign_in(sender, user, **kwargs):
    """A role may have begun or ended with a date since. Whoever has no password can be no editor: no query."""
    if user.has_usable_password() and user.password:
        sync_editor(user)


post_save.connect(_on_role, sender=Role, dispatch_uid="editors")
post_delete.connect(_on_role, sender=Role, dispatch_uid="editors")
user_logged_in.connect(_on_sign_in, dispatch_uid="editors")
