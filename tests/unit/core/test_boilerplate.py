"""The anatomy of a page: what frames the article goes, the article stays word for word."""

from service.core.boilerplate import judge_blocks
from service.core.types import Category

BANNER = (
    "×",
    "Reading without ads?",
    "We have turned off all ads since spring.",
    "Your support can help us pay for it.",
    "Support us",
)
ARTICLE = (
    "Harbour Council Votes to Rebuild the Old Mole",
    "The harbour council voted on Tuesday to rebuild the old mole, which a storm broke in March.",
    '"Nobody here wants a second winter like this," said Ina Brekke, who chairs the council.',
    "Work is to begin in May and to cost 12 million crowns, according to the plan.",
)
APPEAL = (
    "A message from the Harbour Post:",
    "Dear readers,",
    "The ministry has called our paper a threat and has fined two of our editors.",
    'Its letter says that our work "harms the port." We see that differently.',
    "To go on, we need your help.",
    "If you can, please support us monthly from just $3. Every contribution counts.",
    "Once",
    "Monthly",
    "Continue",
    "Remind me later.",
)


def test_frame_goes_and_article_stays() -> None:
    contact = ("Contact the author at i.holm@post.example",)
    verdicts = judge_blocks(BANNER + ARTICLE + contact + APPEAL)
    kept = [verdict is None for verdict in verdicts]
    assert kept == [False] * 5 + [True] * 4 + [False] * 11


def test_contact_line_has_its_category() -> None:
    verdicts = judge_blocks((*ARTICLE, "Contact the author at i.holm@post.example"))
    last = verdicts[-1]
    assert last is not None
    assert last.category is Category.CONTACT


def test_no_blocks() -> None:
    assert judge_blocks(()) == ()
