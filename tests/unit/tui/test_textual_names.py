"""The private names of Textual that the app replaces or uses are there in the one installed.

Each stands in docs/architecture.md with its reason: look there before you raise Textual.
"""

from __future__ import annotations

import inspect
from importlib import import_module

import pytest
from textual.app import App
from textual.events import ScreenResume
from textual.screen import Screen

_GROUNDS = ("cls", "base_background", "background")
OWN = [
    ("textual.app", "App", "_prune", ("nodes", "parent")),
    ("textual.app", "App", "_fatal_error", ()),
    ("textual.app", "App", "_close_messages_no_wait", ()),
    ("textual.app", "App", "_check_bindings", ("key", "priority")),
    ("textual.screen", "Screen", "_compositor_refresh", ()),
    ("textual.screen", "Screen", "_extend_compose", ("widgets",)),
    ("textual.screen", "Screen", "_clear_tooltip", ()),
    ("textual.screen", "Screen", "_refresh_layout", ("size", "scroll")),
    ("textual.screen", "Screen", "_screen_resized", ("size",)),
    ("textual.widget", "Widget", "_on_focus", ("event",)),
    ("textual.widget", "Widget", "_on_blur", ("event",)),
    (
        *("textual.widget", "Widget", "_size_updated"),
        ("size", "virtual_size", "container_size", "layout"),
    ),
    ("textual.widget", "Widget", "_exchange_repaint_regions", ()),
    ("textual._styles_cache", "StylesCache", "get_inner_outer", _GROUNDS),
    ("textual.drivers.linux_driver", "LinuxDriver", "_disable_mouse_support", ()),
    ("textual._xterm_parser", "XTermParser", "feed", ("data",)),
    ("textual._xterm_parser", "XTermParser", "tick", ()),
    ("textual._compositor", "Compositor", "update_widgets", ("widgets",)),
    ("textual._compositor", "Compositor", "_get_renders", ("crop",)),
    ("textual._compositor", "Compositor", "render_partial_update", ()),
    ("textual._compositor", "Compositor", "render_update", ("full", "screen_stack", "simplify")),
    ("textual._compositor", "Compositor", "render_full_update", ("simplify",)),
    ("textual._compositor", "LayoutUpdate", "__init__", ("strips", "region")),
    ("textual._compositor", "LayoutUpdate", "render_segments", ("console",)),
    ("textual._compositor", "ChopsUpdate", "__init__", ("chops", "spans", "chop_ends")),
    ("textual._compositor", "ChopsUpdate", "render_segments", ("console",)),
]


@pytest.mark.parametrize(("module", "holder", "name", "taken"), OWN)
def test_what_the_app_replaces_in_textual_is_there_and_is_called_alike(module, holder, name, taken):
    found = import_module(module)
    found = getattr(getattr(found, holder), name)
    names = [each for each in inspect.signature(found).parameters if each != "self"]
    assert names == list(taken)


@pytest.mark.parametrize(
    ("module", "holder", "name"),
    [
        ("textual.app", "App", "_exit_renderables"),
        ("textual.screen", "Screen", "_compositor"),
        ("textual._compositor", "Compositor", "_dirty_regions"),
        ("textual.widget", "Widget", "_layout_required"),
        ("textual.screen", "Screen", "_dirty_widgets"),
        ("textual.widget", "Widget", "_repaint_required"),
        ("textual.drivers.linux_driver", "LinuxDriver", "_writer_thread"),
        ("textual._parser", "Parser", "_timeout_time"),
    ],
)
def test_the_values_that_the_app_reads_or_sets_in_textual_are_still_used_there(
    module, holder, name
):
    source = inspect.getsource(getattr(import_module(module), holder))
    assert f"self.{name}" in source


def test_a_screen_can_still_come_to_the_front_without_new_styles():
    assert ScreenResume.refresh_styles
    assert "event.refresh_styles" in inspect.getsource(Screen)


def test_a_picture_still_stands_between_the_two_codes_that_the_driver_looks_for():
    assert "write(SYNC_START)" in inspect.getsource(App._begin_update)
    assert "write(SYNC_END)" in inspect.getsource(App._end_update)


def test_the_driver_finds_the_clock_by_which_textual_times_a_lone_escape():
    from textual import _parser, _time

    assert _parser.get_time is _time.get_time
