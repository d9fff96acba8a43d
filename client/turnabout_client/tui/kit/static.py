"""A text on a screen."""

from textual import widgets
from textual.content import Content
from textual.visual import VisualType


class Static(widgets.Static):
    """The library's, but what it shows already is not measured and painted once more.

    Screens say with every piece of news all that they show. Most of it is as before, and one text
    that asks for it lays out the whole of a screen anew.
    """

    def update(self, content: VisualType = "", *, layout: bool = True) -> None:
        before = self.content
        if isinstance(content, Content) and isinstance(before, Content):
            if content.is_same(before):
                return
            layout = layout and content.plain != before.plain
        super().update(content, layout=layout)
