"""The sample articles of `deploy/samples`, and what must come out of them."""

from dataclasses import dataclass
from pathlib import Path

from service.cli.inputs import read_messages

FOLDER = Path(__file__).resolve().parent.parent / "deploy" / "samples"
FILES = sorted(FOLDER.iterdir())
VALUES = [
    message.value for message in read_messages(tuple(map(str, FILES)), max_message_bytes=1_000_000)
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """`kept`: how many blocks, and how the first and the last begin; `captions` may go or stay.

    `quotes`: (how it begins, speaker's name, reporter's name) in order.
    """

    first: str
    last: str
    kept: int
    captions: int
    quotes: tuple[tuple[str, str, str | None], ...]


EXPECTED = {
    "harbour-strike": Expected(
        first="Dockers Extend Strike",
        last="A mediator named by",
        kept=8,
        captions=1,
        quotes=(
            ("We put a fair offer", "Ilse Brandvold", "Kystnytt"),
            ("Without a pause in this", "Ilse Brandvold", "Kystnytt"),
            ("never wanted to hear it", "Ilse Brandvold", None),
            ("credible threat", "Ilse Brandvold", "Kystnytt"),
            ("Nobody walked out,", "Tomas Reyhl", None),
            ("We were asked to sign", "Tomas Reyhl", None),
        ),
    ),
    "river-rescue": Expected(
        first="Volunteers pull 60 people",
        last="The water had fallen",
        kept=7,
        captions=1,
        quotes=(
            ("We had eleven boats", "Jorinde Maas", None),
            ("By noon we had a plan", "Jorinde Maas", None),
            ("They knew four songs,", "Rashid Benamar", "Delta FM"),
            ("Now they know six.", "Rashid Benamar", "Delta FM"),
            ("for reasons that nobody", "Katrijn Oudsberg", None),
            ("sound", "Katrijn Oudsberg", "Delta FM"),
        ),
    ),
    "seed-vault": Expected(
        first="Seed Vault Opens Its Doors",
        last="Correction: An earlier version",
        kept=8,
        captions=1,
        quotes=(
            ("A seed that nobody sows", "Wanda Lisiecka", None),
            ("ever since the drought", "Wanda Lisiecka", None),
            ("because the fields had", "Wanda Lisiecka", "Ziarno"),
            ("I am for the plan,", "Henryk Walczyk", None),
            ("I am also for reading", "Henryk Walczyk", None),
            ("limited, watched and", "The ministry of agriculture", None),
            ("Weeds. If there are weeds,", "Wanda Lisiecka", None),
        ),
    ),
    "tram-fares": Expected(
        first="City Council Votes",
        last="Under the plan, the fare",
        kept=7,
        captions=0,
        quotes=(
            ("This is the day the tram", "Leonora Quist", None),
            ("the cheapest road we will", "Leonora Quist", None),
            ("Nobody has shown me where", "Piet Vandersloot", None),
            ("What we will get is a free", "Piet Vandersloot", None),
            ("nine more drivers by", "Hana Mirzoyan", "Bellmere Gazette"),
            ("We heard the same about", "Leonora Quist", None),
        ),
    ),
}
