"""Hypothesis strategies for articles: text that looks like pages, and text that does not."""

import json

from hypothesis import strategies as st

# Marks in all forms and states, right-to-left text, emoji with joiners, controls, line ends.
_PIECES = st.sampled_from(
    [
        '"', "“", "”", "„", "«", "»", "‘", "’", "'", "''", "``", "‹", "›",
        "\n", "\n\n", "\r\n", "\u2028", "\x85", " ", "\u00a0", "\u200b", "\ufeff", "\x00",
        "\x1b[31m",
        "said ", "Ana Ruiz ", "she said", "according to ", "told Reuters", "RIA", "Q: ", "RUIZ: ",
        "Donate now", "Advertisement", "Read more", "© 2026", "tips@x.example", "https://x.example",
        "We need your help.", "The minister ", "“No,” he said. ", '"We will go," she said.',
        "שלום ", "مرحبا ", "👩‍👩‍👧 ", "e\u0301", "𝒜", "...", "—", "5'10\"", "the '90s",
    ]
)  # fmt: skip

page_texts = st.lists(_PIECES, max_size=40).map("".join)
texts = st.one_of(st.text(max_size=300), page_texts)
bodies = texts.filter(lambda text: bool(text.strip()))

messages = st.fixed_dictionaries(
    {"id": st.text(min_size=1, max_size=20), "body": bodies},
    optional={
        "content_type": st.sampled_from(["text/plain", "text/html"]),
        "title": st.none() | st.text(max_size=40),
        "outlet": st.none() | st.text(max_size=20),
        "language": st.none() | st.sampled_from(["en", "en-GB", "de", "xx", ""]),
        "published_at": st.none() | st.text(max_size=20),
    },
).map(lambda message: json.dumps(message, ensure_ascii=False).encode())
