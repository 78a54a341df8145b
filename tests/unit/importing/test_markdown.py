"""Markdown lists are read by their blocks, as a renderer shows them."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from csp_tui.core.base.errors import InvalidFileError
from csp_tui.core.checklists.model import Checklist, Item
from csp_tui.core.importing.found_list import FoundList, sentences
from csp_tui.core.importing.list_to_checklist import checklist_of
from csp_tui.core.importing.read_list import read_list

PATH = Path("own/2026-08.toml")


def read(text: str) -> tuple[Checklist, FoundList]:
    found = read_list(dedent(text).encode(), Path("l.md"), "markdown", {})
    return checklist_of(found, PATH), found


def titles(text: str) -> list[str]:
    return [item.title for section in read(text)[0].sections for item in section.items]


def sections(text: str) -> dict[str, list[str]]:
    found = read(text)[0].sections
    return {section.title: [item.title for item in section.items] for section in found}


def first(text: str) -> Item:
    return read(text)[0].sections[0].items[0]


def lost(text: str) -> list[str]:
    return sentences(read(text)[1].losses)


def changed(text: str) -> list[str]:
    return sentences(read(text)[1].changes)


def test_md_blockquote_tasks():
    text = """\
        # Launch

        > - [ ] Quoted one
        > - [ ] Quoted two

        - [ ] Plain
        """
    assert titles(text) == ["Quoted one", "Quoted two", "Plain"]
    assert lost(text) == []


def test_tasks_in_a_callout_and_in_a_quote_in_a_quote_are_items():
    text = "> [!NOTE]\n> Mind these:\n> - [ ] One\n> > 1. [ ] Two\n"
    assert titles(text) == ["One", "Two"]


def test_md_bom_frontmatter_crlf():
    text = "\ufeff---\r\ntitle: x\r\n---\r\n# L\r\n- [x] One\r\n"
    checklist, found = read(text)
    assert (checklist.title, [*checklist.by_id]) == ("L", ["one"])
    assert sentences(found.losses) == [
        "a tick; ticks belong to a partner (1, first: line 5)",
        "the front matter of the Markdown (1)",
    ]


@pytest.mark.parametrize("text", ["---\n- [ ] One\n---\n- [ ] Two\n", "---\n\n- [ ] One\n\n---\n"])
def test_a_line_above_the_list_is_no_front_matter(text):
    assert titles(text)[0] == "One"
    assert "front matter" not in "".join(lost(text))


def test_md_comment_in_code_swallows():
    text = """\
        # L

        - [ ] Put `<!-- skip` on the line above
        - [ ] Second item
        - [ ] Third item
        - [ ] End it with `-->`
        """
    assert titles(text) == [
        "Put <!-- skip on the line above", "Second item", "Third item", "End it with -->",
    ]  # fmt: skip


def test_comment_marks_in_a_block_of_code_hide_nothing():
    assert titles("```html\n<!-- x\n```\n\n- [ ] One\n\n    <!-- y\n\n- [ ] Two -->\n") == [
        "One", "Two -->",
    ]  # fmt: skip


def test_what_stands_in_a_comment_is_no_item_and_is_told():
    text = "- [ ] One <!-- todo -->\n<!--\n- [ ] Two\n- [ ] Three\n-->\n\n- [ ] Four\n"
    assert titles(text) == ["One", "Four"]
    assert lost(text) == ["a task in a comment (2, first: line 2)"]


def test_a_comment_that_is_never_closed_is_told():
    found = read("- [ ] One\n\n<!-- here\n- [ ] Two\n")[1]
    assert found.doubts == ["line 3: a comment is opened here and never closed"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_md_crlf(end):
    text = end.join(("# L", "", "## S", "", "- [ ] One", "- [x] Two", ""))
    assert sections(text) == {"S": ["One", "Two"]}


def test_md_entities_escapes_images():
    text = r"""
        # L

        - [ ] &nbsp;&nbsp;&nbsp;Check R&amp;D &lt;budget&gt;
        - [ ] Don\'t mail to ops\@example.com
        - [ ] **Doctype:** ![High][hi] is HTML5
        - [ ] ![Low](low.svg) Small one

        [hi]: https://x.example/hi.svg
        """
    assert titles(text) == [
        "Check R&D <budget>", "Don't mail to ops@example.com", "Doctype: High is HTML5",
        "Low Small one",
    ]  # fmt: skip
    assert [*read(text)[0].by_id][:2] == ["check-r-d-budget", "don-t-mail-to-ops-example-com"]
    assert changed(text) == ["an image; its text is used instead (2, first: line 6)"]


@pytest.mark.parametrize("mark", ["&#27;[2J", "&#x202e;", "&#0;", "&NewLine;", "&#8232;"])
def test_characters_that_are_written_as_entities_drive_no_terminal(mark):
    item = first(f"- [ ] One{mark}two\n\n  Three{mark}four\n")
    assert (item.title + item.detail).replace("\n", " ").isprintable()


def test_md_inline_triple_backtick():
    text = """\
        # Launch

        ## Before

        - [ ] Freeze the branch

        ```make release``` is what the next step runs.

        ## After

        - [ ] Tag the release
        - [ ] ```git push``` and tell the list
        """
    assert sections(text) == {
        "Before": ["Freeze the branch"],
        "After": ["Tag the release", "git push and tell the list"],
    }
    assert lost(text) == ["a line of text outside of the items (1, first: line 7)"]


def test_md_inline():
    text = """\
        # L

        - [ ] See [wiki][w] and ![pic](x.png) and [a](<https://x.example/a b> "t")
        - [ ] **bold** and *em* and _em_ and ~~gone~~ and <b>html</b> &amp; &lt;x&gt; :tada:

        [w]: https://w.example/x
        """
    assert titles(text) == [
        "See wiki and pic and a", "bold and em and em and gone and html & <x> :tada:",
    ]  # fmt: skip
    links = [(link.url, link.title) for link in first(text).links]
    assert links == [("https://w.example/x", "wiki"), ("https://x.example/a%20b", "a")]


def test_addresses_in_a_text_are_links_as_their_author_wrote_them():
    text = (
        "- [ ] See <https://a.example/ü> or (https://b.example/x_(y)), not `https://c.example`.\n"
    )
    assert [(link.url, link.title) for link in first(text).links] == [
        ("https://a.example/ü", ""), ("https://b.example/x_(y)", ""),
    ]  # fmt: skip


def test_addresses_that_are_none_of_the_web_are_told():
    text = "- [ ] [a](javascript:alert(1)) [b](docs/x.md) [c](#part)\n"
    assert (titles(text), first(text).links) == (["a b c"], ())
    assert lost(text) == ["an address that is no link of the web (3, first: javascript:alert(1))"]


def test_md_kinds():
    text = """\
        # L

        * [ ] One
          continued here

              code of it

        * [ ] Two

        1. [ ] Three
        2) [ ] Four
        \ta tabbed line
        + [ ] Five
        """
    assert titles(text) == ["One continued here", "Two", "Three", "Four a tabbed line", "Five"]
    assert first(text).detail == "code of it"


def test_md_nested_fence():
    text = """\
        # Launch

        - [ ] Write the template

        ````markdown
        ```
        - [ ] only an example
        ```
        ````

        - [ ] Publish it
        """
    assert titles(text) == ["Write the template", "Publish it"]
    assert lost(text) == ["a line of code outside of the items (5, first: line 5)"]


def test_tilde_fences_and_code_of_an_item_are_no_items():
    text = """\
        - [ ] One

          ~~~~
          ~~~
          - [ ] an example
          ~~~
          ~~~~
        - [ ] Two
        ~~~
        ```
        - [ ] no item
        ~~~
        - [ ] Three
        """
    assert titles(text) == ["One", "Two", "Three"]
    assert first(text).detail == "~~~\n- [ ] an example\n~~~"


def test_md_nested():
    text = "- [ ] Parent\n    - [ ] Child\n        - [ ] Third\n\n    of the parent\n- [ ] Next\n"
    assert titles(text) == ["Parent", "Child", "Third", "Next"]
    assert first(text).detail == "of the parent"


def test_tasks_below_a_plain_bullet_are_items():
    text = "- Mock run\n  - [ ] Stage\n- Real run\n  - [ ] Publish\n"
    assert titles(text) == ["Stage", "Publish"]
    assert lost(text) == ["a line of text outside of the items (2, first: line 1)"]


def test_paragraphs_and_bullets_below_a_task_are_its_detail():
    text = """\
        - [ ] One

          First *wrapped*
          paragraph.

          Second.
          - a bullet
          3. a number

          | a | b |
          |---|---|
          | c | d |
        """
    assert first(text).detail == (
        "First wrapped paragraph.\n\nSecond.\n- a bullet\n3. a number\na | b\nc | d"
    )


def test_a_line_that_the_author_breaks_ends_the_title():
    item = first("- [ ] One  \n  more on it\\\n  and more\n")
    assert (item.title, item.detail) == ("One", "more on it\nand more")
    assert first("- [ ] One<br>two\n").detail == "two"


def test_md_odd_boxes():
    text = """\
        # L

        - [ ] One
        - [] No blank in the box
        - [ ]No blank after the box
        - [/] Half
        - [>] Moved
        - [ ] Two
        """
    assert titles(text) == ["One", "Two"]
    assert lost(text) == ["a box that is neither [ ] nor [x] (4, first: line 4)"]


def test_a_link_at_the_start_of_a_bullet_is_no_box():
    assert lost("- [ ] One\n- [x](https://x.example)\n") == [
        "a link outside of the items (1, first: https://x.example)",
        "a line of text outside of the items (1, first: line 2)",
    ]


def test_md_setext_headings():
    text = """\
        Launch
        ======

        Before
        ------

        - [ ] One

        After and
        beyond
        ---

        - [ ] Two
        """
    assert read(text)[0].title == "Launch"
    assert sections(text) == {"Before": ["One"], "After and beyond": ["Two"]}


def test_sections_of_one_title_are_told_apart_by_the_heading_above():
    text = """\
        # L

        ## Images
        ### Good practice
        - [ ] One
        ### Tests
        - [ ] Two
        ## Code
        ### Good practice
        - [ ] Three
        """
    assert sections(text) == {
        "Images / Good practice": ["One"], "Tests": ["Two"], "Code / Good practice": ["Three"],
    }  # fmt: skip


def test_headings_lose_their_marks():
    text = "# L\n\n## The `code` of [us](https://x.example) <!-- omit in toc --> ##\n- [ ] One\n"
    assert [*sections(text)] == ["The code of us"]


def test_md_table():
    text = """\
        # L

        | Done | Task | Owner |
        |---|---|---|
        | [ ] | One, see [w](https://w.example) | Ben |
        | [x] | Two | |
        | [ ] with text | Three | |
        | none | Four | |
        """
    assert titles(text) == ["One, see w", "Two", "with text"]
    assert (first(text).detail, first(text).links[0].url) == ("Owner: Ben", "https://w.example")
    assert lost(text) == [
        "a tick; ticks belong to a partner (1, first: line 6)",
        "a line of text outside of the items (1, first: line 8)",
    ]


def test_md_wrapped_item():
    text = """\
        # Onboarding

        - [ ] The new release lead has been discussed with and approved by
              the owners of the group
        - [ ] Mailing lists joined, of which there are several and some
        more are added each year
        - [ ] Last one
        """
    one, two, _last = read(text)[0].sections[0].items
    assert one.title == "The new release lead has been discussed with and approved..."
    assert one.rule == (
        "The new release lead has been discussed with and approved by the owners of the group"
    )
    assert two.rule.endswith("several and some more are added each year")
    assert max(len(one.title), len(two.title)) <= 60
    assert changed(text) == [
        "a title of more than 60 characters, cut; all of it is in its rule (2, first: line 3)"
    ]


@pytest.mark.parametrize("columns", [20, 40, 79, 200])
def test_an_id_does_not_change_with_the_wrapping(columns):
    words = "Mailing lists joined, of which there are several and some more are added each year"
    lines, line = [], ""
    for word in words.split():
        if len(line) + len(word) > columns:
            lines.append(line)
            line = ""
        line = f"{line} {word}".strip()
    wrapped = "\n  ".join([*lines, line])
    assert [*read(f"- [ ] {wrapped}\n")[0].by_id] == [*read(f"- [ ] {words}\n")[0].by_id]


def test_html_is_not_read_and_told():
    text = "<details>\n<summary>More</summary>\n\n- [ ] One\n\n</details>\n"
    assert titles(text) == ["One"]
    assert lost(text) == ["a block of HTML (2, first: line 1)"]


def test_a_text_too_long_to_be_one_is_taken_as_it_is():
    item = first(f"- [ ] **One** {'word ' * 5_000}\n")
    assert item.title.startswith("**One** word")


@pytest.mark.parametrize("lead", ["> ", "- "])
def test_what_is_nested_too_deeply_is_refused_and_not_dropped(lead):
    with pytest.raises(InvalidFileError, match=r"l\.md, line 2: the list is nested too deeply"):
        read(f"- [ ] a\n{lead * 200}- [ ] b\n")


def test_a_list_of_twenty_levels_is_read_whole():
    text = "".join(f"{'  ' * level}- [ ] {level}\n" for level in range(20))
    assert titles(text) == [str(level) for level in range(20)]
