"""Markup within another format, such as the text of a report in a feed, to the words that its readers see."""

import re

_BLOCKS = frozenset(
    "address article aside blockquote body br dd div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header hr li main"
    " ol p pre section table td th tr ul".split()
)
_UNREAD = frozenset("button form iframe noscript object script style svg template video audio".split())


def readable(markup: str, kind: str) -> str:
    """Give what a reader of markup sees: its words, a line for each paragraph; plain text is given as it is."""
    if kind == "text/plain" or not markup.strip():
        return markup
    from lxml import etree, html  # type: ignore[import-untyped]

    try:
        tree = html.fragment_fromstring(markup, create_parent="div")
    except (etree.ParserError, ValueError):
        return ""
    etree.strip_elements(tree, etree.Comment, etree.ProcessingInstruction, *_UNREAD, with_tail=False)
    for node in tree.iter():
        end = "\n" if node.tag in _BLOCKS else ""
        node.text = end + re.sub(r"\s+", " ", node.text or "")
        node.tail = end + re.sub(r"\s+", " ", node.tail or "")
    lines = (" ".join(line.split()) for line in "".join(tree.itertext()).split("\n"))
    return "\n".join(line for line in lines if line)
