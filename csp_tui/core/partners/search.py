"""Searches partners in all their texts: those of the summary, and those of the progress file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from csp_tui.core.base.language import N_
from csp_tui.core.base.search import NamedText, has_all, joined_form, words_of
from csp_tui.core.disk.places import Places
from csp_tui.core.partners.rows import PartnerSummary
from csp_tui.core.progress.texts import ItemOfRun, texts_in_file


class PartnerTexts:
    """The texts of partners in the form for searching; unchanged files are not read again.

    Args:
        places: the directories of the app.
    """

    def __init__(self, places: Places) -> None:
        self._places = places
        self._read: dict[str, tuple[PartnerSummary, str, dict[ItemOfRun, str]]] = {}
        self.version = 0
        """Grows with each partner that is read."""

    def read(self, rows: Iterable[PartnerSummary]) -> None:
        """Read the file of each partner that was not read yet with this very summary.

        A summary that was made anew counts as another one.
        """
        for row in rows:
            known = self._read.get(row.id)
            if known is None or known[0] is not row:
                of_item: dict[ItemOfRun, list[NamedText]] = {}
                for place, text in self._texts_in_file(row):
                    of_item.setdefault(place, []).append(text)
                forms = {place: joined_form(texts) for place, texts in of_item.items()}
                whole = "\n".join((joined_form(_texts_of_summary(row)), *forms.values()))
                self._read[row.id] = row, whole, forms
                self.version += 1

    def are_read(self, rows: Iterable[PartnerSummary]) -> bool:
        """Return whether `read` has read the files of all these partners, with these summaries."""
        known = self._read
        return all(row.id in known and known[row.id][0] is row for row in rows)

    def matching(self, rows: Iterable[PartnerSummary], text: str) -> list[PartnerSummary]:
        """Return the partners whose texts, as they were read last, have each word of `text`.

        Of a partner whose file has never been read, only the summary is searched. Without words all
        match.
        """
        words = words_of(text)
        return [row for row in rows if has_all(self._form(row), words)]

    def _form(self, row: PartnerSummary) -> str:
        known = self._read.get(row.id)
        return known[1] if known else joined_form(_texts_of_summary(row))

    def forms(self, row: PartnerSummary) -> Mapping[ItemOfRun, str]:
        """Return what a partner's file has of each item, in the form for searching.

        Empty if the file has not been read. A key is the key of a run and the id of an item; items
        without texts have none.
        """
        known = self._read.get(row.id)
        return known[2] if known else {}

    def texts(self, row: PartnerSummary) -> Iterator[NamedText]:
        """Yield the texts of a partner, pairs of label and text: of its summary, then of its file.

        The file is read now; of an unreadable one, only the summary is there.
        """
        yield from _texts_of_summary(row)
        yield from (text for _place, text in self._texts_in_file(row))

    def texts_of_item(self, row: PartnerSummary, run: str, item: str) -> Iterator[NamedText]:
        """Yield the texts, each after its label, that a partner's file has of an item in a run.

        The file is read now; nothing is yielded if it is unreadable.
        """
        found = self._texts_in_file(row)
        yield from (text for place, text in found if place == (run, item))

    def _texts_in_file(self, row: PartnerSummary) -> Iterator[tuple[ItemOfRun, NamedText]]:
        if not row.error:
            yield from texts_in_file(self._places.progress_file(row.id))


@lru_cache(maxsize=2)
def partner_texts(places: Places) -> PartnerTexts:
    """Return the texts of the partners in `places`: the same object for the same directories."""
    return PartnerTexts(places)


def matching(places: Places, rows: Sequence[PartnerSummary], text: str) -> list[PartnerSummary]:
    """Return the partners whose texts have each word of `text`; without words, all of them.

    Case and accents do not matter. Files that have changed are read first.
    """
    texts = partner_texts(places)
    texts.read(rows)
    return texts.matching(rows, text)


def _texts_of_summary(row: PartnerSummary) -> Iterator[NamedText]:
    yield N_("name"), row.name
    yield N_("id"), row.id
    yield N_("company"), row.company
    yield N_("model"), row.model
    yield N_("owner"), row.owner
    for run in row.runs:
        yield N_("checklist"), f"{run.key.replace('-', ' ')} {run.title}"
        known = (*run.chase_text[1:], *run.due_text[1:], run.refused, run.changed_title, run.ready)
        yield from ((N_("next"), title) for title in (*known, *run.waits[:1]))
        yield from ((N_("waiting"), whom) for whom in run.waits[1:])
    yield from ((N_("next"), batch.title) for run in row.runs for batch in run.batches)
    for error in (row.error, *(run.error for run in row.runs)):
        yield N_("unreadable"), error
