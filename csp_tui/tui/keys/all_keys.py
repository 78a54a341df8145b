"""All actions of all screens: the one definition for keys, palette, help and manual."""

from __future__ import annotations

from typing import NamedTuple


class Action(NamedTuple):
    """Something that a user can do on a screen by a key.

    Args:
        id: verb and noun, such as ``open-partner``; settings change its keys by this name.
        keys: Textual's names of its keys, separated by commas.
        shown: the keys as help and hints show them.
        title: what it does, in a few words.
        command: the command of the command line that does the same, or "".
    """

    id: str
    keys: str
    shown: str
    title: str
    command: str = ""


ACTS = frozenset(
    {
        "add-contact",
        "add-customer",
        "add-partner",
        "answer-facts",
        "bring-back",
        "close-run",
        "confirm-import",
        "confirm-item",
        "confirm-move",
        "edit-customer",
        "edit-item",
        "edit-partner",
        "import-customers",
        "import-partners",
        "keep-standing",
        "move-edition",
        "open-contact",
        "put-away",
        "put-back",
        "refuse-item",
        "remove-contact",
        "reopen-item",
        "restore-customer",
        "restore-partner",
        "revert-change",
        "set-not-applicable",
        "start-run",
        "tick-item",
        "wait-item",
    }
)
"""The ids of the actions that change something, if the user does not cancel them."""

NEED_NO_ROW = frozenset(
    {
        "add-partner",
        "import-partners",
        "show-archive",
        "show-conflicts",
        "show-portfolio",
        "sync-partners",
    }
)
"""The ids of the actions of a list that work while its rows are being read."""

MOVE = (
    Action("move-down", "down,j", "down j", "next row"),
    Action("move-up", "up,k", "up k", "previous row"),
    Action("move-page-down", "pagedown", "pgdn", "a page down"),
    Action("move-page-up", "pageup", "pgup", "a page up"),
    Action("move-first", "home,g", "home g", "first row"),
    Action("move-last", "end,G", "end G", "last row"),
)

NARROW = Action("narrow-list", "slash", "/", "narrow to the rows that have all words")
END_ALL = Action(
    "show-all", "ctrl+g,escape", "ctrl+g", "end marks, then narrowing, then the filter"
)
SHOW_ALL = Action("show-all", "ctrl+g,escape", "ctrl+g", "show all rows again")

PARTNERS = (
    Action("open-partner", "enter", "enter", "open", "show"),
    Action("add-partner", "a", "a", "add a partner", "add"),
    NARROW,
    Action(
        "edit-partner",
        "e",
        "e",
        "data of the partner, or of all marked",
        "edit",
    ),
    Action("show-contacts", "at", "@", "contacts of the partner, with mail and phone", "contact"),
    Action("start-run", "S", "S", "start a checklist, for all marked", "start"),
    Action("close-run", "C", "C", "close the run, or those of all marked", "close"),
    Action(
        "show-customers", "c", "c", "customers, where a checklist has items for each", "customers"
    ),
    Action("filter-partners", "f", "f", "filters: a menu with letters and counts", "partners"),
    Action(
        "show-all",
        "ctrl+g,escape",
        "ctrl+g",
        "end marks, then narrowing, then the filter",
        "partners",
    ),
    Action("sort-partners", "s", "s", "order: a menu with letters", "partners"),
    Action("fold-group", "z", "z", "by urgency: fold the group, or unfold it"),
    Action("move-edition", "E", "E", "newest edition: preview, then move", "migrate"),
    Action("show-portfolio", "p", "p", "portfolio: counts over all partners", "portfolio"),
    Action("mark-row", "m", "m", "mark or unmark; e, S, C, E, P and D are for all marked"),
    Action("mark-to-here", "M", "M", "mark from the last marked row to here"),
    Action("mark-all", "asterisk", "*", "mark all that are shown; again: none"),
    Action("undo-step", "u", "u", "undo your last step", "undo"),
    Action("redo-step", "U", "U", "redo", "redo"),
    Action("show-history", "H", "H", "history: who changed what", "history"),
    Action("write-report", "P", "P", "report: a page to print, or a table", "report"),
    Action("restore-partner", "R", "R", "restore an unreadable partner", "restore"),
    Action("put-away", "D", "D", "archive a partner", "archive"),
    Action("show-archive", "A", "A", "archived partners", "partners"),
    Action("sync-partners", "Y", "Y", "sync with other machines", "sync"),
    Action("show-conflicts", "X", "X", "conflicts: changes made at the same time", "conflicts"),
    Action("import-partners", "I", "I", "import partners from a CSV or Excel file", "import"),
)

ARCHIVE = (
    Action("bring-back", "D", "D", "bring a partner back", "unarchive"),
    NARROW,
    SHOW_ALL,
)

IMPORT = (
    Action("confirm-import", "y", "y", "import what is chosen", "import"),
    Action("take-new", "n", "n", "add what is new, or leave it out", "import"),
    Action("change-known", "c", "c", "change what is here and differs, too", "import"),
    Action("archive-gone", "D", "D", "archive what the table lacks, too", "import"),
    Action("choose-sheet", "s", "s", "read another sheet of the workbook", "import"),
    Action("name-columns", "m", "m", "say what columns hold that are not known", "import"),
    Action("leave-import", "ctrl+g,escape", "ctrl+g", "back without importing; stop the import"),
)

MOVING = (
    Action("confirm-move", "y", "y", "move; u undoes it afterwards", "migrate"),
    NARROW,
    SHOW_ALL,
)

PANES = (
    Action("open-detail", "enter", "enter", "detail full size", "show"),
    Action("switch-pane", "tab", "tab", "list or detail"),
    Action("copy-item", "y", "y", "copy: a menu with link, item, what is open", "show"),
    Action("print-links", "o", "o", "print the links", "links"),
    Action("fold-section", "z", "z", "fold the section, or unfold it"),
    Action("fold-done", "Z", "Z", "fold all sections that are done, or unfold all"),
    NARROW,
)

READING = (*PANES, SHOW_ALL)

PICK = (
    Action("filter-list", "f", "f", "filters: a menu with letters and counts", "show"),
    Action("mark-row", "m", "m", "mark or unmark; w, - and the like act on all"),
    Action("mark-to-here", "M", "M", "mark from the last marked row to here"),
    Action("mark-all", "asterisk", "*", "mark all that are shown; again: none"),
    END_ALL,
)

RUN = (
    Action("tick-item", "space", "space", "tick or untick; all marked: tick", "tick"),
    Action("reopen-item", "r", "r", "to do again; evidence and note stay", "untick"),
    Action("wait-item", "w", "w", "waiting for somebody; again: chased today", "wait"),
    Action("set-not-applicable", "minus", "-", "not applicable (reason)", "na"),
    Action("refuse-item", "exclamation_mark", "!", "refused (reason)", "refuse"),
    Action("confirm-item", "t", "t", "still true under the new rule (asks)", "confirm"),
    Action("edit-item", "e", "e", "evidence, note, dates, owner; of all marked", "evidence"),
    Action("answer-facts", "F", "F", "facts of this partner", "fact"),
    Action("undo-step", "u", "u", "undo your last step", "undo"),
    Action("redo-step", "U", "U", "redo", "redo"),
    Action("show-history", "H", "H", "history: who changed what", "history"),
    Action("show-contacts", "at", "@", "contacts of the partner or customer", "contact"),
    Action("write-report", "P", "P", "report: a page to print, or a table", "report"),
    *PANES,
    *PICK,
    Action("move-edition", "E", "E", "newest edition: preview, then move", "migrate"),
    Action("start-run", "S", "S", "start the checklist that the item names", "start"),
    Action("close-run", "C", "C", "close this run, or open it again", "close"),
    Action("show-customers", "c", "c", "customers, for the items of each", "customers"),
    Action("next-run", "right_square_bracket", "]", "next checklist, or start one", "start"),
    Action("previous-run", "left_square_bracket", "[", "previous checklist"),
)

CUSTOMERS = (
    Action("open-customer", "enter", "enter", "open the customer's items", "show"),
    Action("next-item", "right,l", "right l", "next item", "customers"),
    Action("previous-item", "left,h", "left h", "previous item", "customers"),
    Action("choose-item", "1", "1 - 9", "the item of that number", "customers"),
    Action("list-items", "i", "i", "the items: a menu with letters and counts", "customers"),
    Action("tick-item", "space", "space", "tick or untick the item; all marked: tick", "tick"),
    Action("reopen-item", "r", "r", "to do again; evidence and note stay", "untick"),
    Action("wait-item", "w", "w", "waiting for somebody", "wait"),
    Action("set-not-applicable", "minus", "-", "not applicable (reason)", "na"),
    Action("refuse-item", "exclamation_mark", "!", "refused (reason)", "refuse"),
    Action("copy-item", "y", "y", "copy: a menu with link, item, what is open", "show"),
    Action("mark-row", "m", "m", "mark; the keys above, e, F and D act on all marked"),
    Action("mark-to-here", "M", "M", "mark to here"),
    Action("mark-all", "asterisk", "*", "mark all that are shown; again: none"),
    END_ALL,
    Action("filter-list", "f", "f", "filters: a menu with letters and counts", "customers"),
    Action("sort-list", "s", "s", "order: a menu with letters", "customers"),
    Action("add-customer", "a", "a", "add a customer", "customer"),
    Action("edit-customer", "e", "e", "name, owner, dates; of all marked, in waves", "customer"),
    Action("show-contacts", "at", "@", "contacts of the customer", "contact"),
    Action("answer-facts", "F", "F", "facts of the customer", "fact"),
    Action("put-away", "D", "D", "archive, or bring back", "customer"),
    Action("restore-customer", "R", "R", "restore an unreadable customer", "restore"),
    Action("import-customers", "I", "I", "import from a CSV or Excel file", "import"),
    NARROW,
    Action("undo-step", "u", "u", "undo your last step", "undo"),
    Action("redo-step", "U", "U", "redo", "redo"),
    Action("show-history", "H", "H", "history: who changed what", "history"),
)

ANYWHERE = (
    Action("show-next", "v", "v", "next: what can or must be done; again: for all", "next"),
    Action("show-help", "question_mark", "?", "help", "--help"),
    Action("choose-language", "L", "L", "language of the screen: a menu"),
    Action("open-palette", "ctrl+p", "ctrl+p", "find a command, partner, customer or item"),
    Action("go-back", "q", "q", "back; on the first screen quit"),
    Action("quit-app", "ctrl+q", "ctrl+q", "quit"),
    Action("stop-app", "ctrl+z", "ctrl+z", "to the shell; fg comes back"),
)

NEXT = (
    Action("open-step", "enter", "enter", "open the item", "show"),
    Action("tick-item", "space", "space", "tick the item, or untick it", "tick"),
    Action("wait-item", "w", "w", "waiting for somebody; again: chased today", "wait"),
    Action("set-not-applicable", "minus", "-", "not applicable (reason)", "na"),
    Action("refuse-item", "exclamation_mark", "!", "refused (reason)", "refuse"),
    Action("reopen-item", "r", "r", "to do again; evidence and note stay", "untick"),
    Action("confirm-item", "t", "t", "still true under the new rule (asks)", "confirm"),
    Action("edit-item", "e", "e", "evidence, note, dates, owner; of all marked", "evidence"),
    Action("copy-item", "y", "y", "copy: a menu with link, item, what is open", "show"),
    Action("undo-step", "u", "u", "undo what was done here last, in all its partners", "undo"),
    Action("redo-step", "U", "U", "redo what was undone here last", "redo"),
    Action("filter-steps", "f", "f", "filters: a menu with letters and counts", "next"),
    Action("mark-row", "m", "m", "mark or unmark; the keys above act on all marked"),
    Action("mark-to-here", "M", "M", "mark from the last marked row to here"),
    Action("mark-all", "asterisk", "*", "mark all that are shown; again: none"),
    END_ALL,
    Action("fold-steps", "b", "b", "one row for each item, or for each partner", "next"),
    Action("walk-item", "i", "i", "this item in every partner", "next"),
    NARROW,
)

PORTFOLIO = (
    Action("open-counted", "enter", "enter", "open the list that the row counts", "partners"),
    Action("other-checklist", "c", "c", "sections of the next checklist", "portfolio"),
    NARROW,
    SHOW_ALL,
)

CONFLICTS = (
    Action("put-back", "b", "b", "put back the value that was not kept", "conflicts"),
    Action("keep-standing", "space", "space", "keep the value as it is", "conflicts"),
    Action("undo-step", "u", "u", "take back what was decided here last", "undo"),
    Action("redo-step", "U", "U", "decide once more what was taken back here last", "redo"),
    Action("mark-row", "m", "m", "mark or unmark; b and space act on all marked"),
    Action("mark-to-here", "M", "M", "mark from the last marked row to here"),
    Action("mark-all", "asterisk", "*", "mark all that are shown; again: none"),
    Action("open-conflict", "enter", "enter", "open the item, or the partner", "show"),
    Action("switch-pane", "tab", "tab", "list or change"),
    NARROW,
    END_ALL,
)

CONTACTS = (
    Action("open-contact", "enter,e", "enter e", "change the contact", "contact"),
    Action("add-contact", "a", "a", "add a contact", "contact"),
    Action("remove-contact", "D", "D", "remove the contact", "contact"),
    Action("copy-item", "y", "y", "copy: a menu with mail, phone, link", "contact"),
    Action("print-links", "o", "o", "print the contacts", "contact"),
    NARROW,
    SHOW_ALL,
    Action("undo-step", "u", "u", "undo your last step", "undo"),
    Action("redo-step", "U", "U", "redo", "redo"),
    Action("show-history", "H", "H", "history: who changed what", "history"),
)

START = (Action("choose-checklist", "enter", "enter", "start this edition", "start"),)

FACTS = (
    Action("answer-yes", "y", "y", "yes, and on to the next open question", "fact"),
    Action("answer-no", "n", "n", "no, and on to the next open question", "fact"),
    Action("change-answer", "space", "space", "the other answer", "fact"),
    Action("forget-answer", "backspace,ctrl+h,delete", "backspace", "not known", "fact"),
)

HISTORY = (
    Action("revert-change", "u", "u", "take back this change alone", "undo"),
    Action("put-back", "t", "t", "put back a change that was not kept", "conflicts"),
    Action("show-item-only", "i", "i", "this item only, or everything", "history"),
    Action("switch-pane", "tab", "tab", "list or change"),
    NARROW,
    SHOW_ALL,
)
