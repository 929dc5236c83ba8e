import factory

from facilitators.models import Circle, Coordinator, Facilitator, Network, Tambon, User


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User

    username = factory.Sequence(lambda n: f"user{n}")


class NetworkFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Network

    name = factory.Sequence(lambda n: f"เครือข่าย {n}")
    amphoe = "เมือง"
    province = "นครศรีธรรมราช"


class TambonFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Tambon

    network = factory.SubFactory(NetworkFactory)
    name = factory.Sequence(lambda n: f"ตัวอย่าง {n}")


class FacilitatorFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Facilitator

    tambon = factory.SubFactory(TambonFactory)
    user = factory.SubFactory(UserFactory)
    given_name = factory.Sequence(lambda n: f"สมใจ{n}")


class CoordinatorFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Coordinator

    network = factory.SubFactory(NetworkFactory)
    user = factory.SubFactory(UserFactory, is_staff=True)


class CircleFactory(factory.django.DjangoModelFactory):
    """The amnuay circle of a network; `kit=True` with a tambon makes that tambon's kit circle."""

    class Meta:
        model = Circle

    class Params:
        kit = factory.Trait(
            kind=Circle.Kind.KIT,
            tambon=factory.SubFactory(TambonFactory, network=factory.SelfAttribute("..network")),
            name="วงคุณกิจ",
        )

    network = factory.SubFactory(NetworkFactory)
    kind = Circle.Kind.AMNUAY
    name = "วงคุณอำนวย"
