from django.utils.functional import cached_property

from .models import Network


class Frame:
    """What the site's frame says of who is signed in; each part is looked up when a template first asks."""

    def __init__(self, user):
        self.user = user

    @cached_property
    def facilitator(self):
        return self.user.as_facilitator if self.user.is_authenticated else None

    @cached_property
    def network(self):
        """The network of the facilitator, or the first that a coordinator looks after."""
        if self.facilitator:
            return self.facilitator.tambon.network
        if self.is_coordinator:
            return Network.objects.coordinated_by(self.user).first()
        return None

    @property
    def is_coordinator(self):
        return self.user.is_authenticated and self.user.is_staff

    @property
    def called(self):
        return self.facilitator.called if self.facilitator else self.user.called


def frame(request):
    return {"frame": Frame(request.user)} if hasattr(request, "user") else {}
