"""The coordinator's office: an admin whose every list, form and choice stays within one's own networks."""

from django.contrib import admin
from django.contrib.admin.filters import RelatedFieldListFilter
from django.utils.translation import gettext_lazy as _


class KmnetAdminSite(admin.AdminSite):
    site_header = _("Coordinator's office")
    site_title = _("Coordinator's office")
    index_title = _("What would you like to look after?")
    enable_nav_sidebar = False


def own_rows(request, model):
    """The rows of `model` that this user looks after; models that belong to no network are not narrowed."""
    rows = model._default_manager.all()
    return rows.coordinated_by(request.user) if hasattr(rows, "coordinated_by") else rows


class OwnRelatedFilter(RelatedFieldListFilter):
    """A filter by a related row that offers only rows of one's own networks."""

    def field_choices(self, field, request, model_admin):
        ordering = self.field_admin_ordering(field, request, model_admin)
        rows = own_rows(request, field.remote_field.model)
        return field.get_choices(include_blank=False, ordering=ordering, limit_choices_to={"pk__in": rows.values("pk")})


class OwnNetworkMixin:
    """Narrows an admin class or inline to the networks that the user coordinates.

    The model's manager must have `coordinated_by(user)`. Choices of foreign keys and many-to-many fields, also by
    autocomplete, are narrowed in the same way: a posted row of another network is not a valid choice.
    """

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        return rows.filter(pk__in=own_rows(request, self.model).values("pk"))

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        kwargs.setdefault("queryset", own_rows(request, db_field.remote_field.model))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        kwargs.setdefault("queryset", own_rows(request, db_field.remote_field.model))
        return super().formfield_for_manytomany(db_field, request, **kwargs)
