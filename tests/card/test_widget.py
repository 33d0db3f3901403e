"""The card in a notebook: what it is displayed as, and what it answers to its page."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest

from tests.bank.folders import write
from unrolled import bank
from unrolled.bank.folder import read
from unrolled.card import Card, ask

UNROLL = "recurrent/relu_rnn_unroll"


def test_an_unknown_id_names_the_close_ones() -> None:
    with pytest.raises(bank.BankError, match=r"recurrent/relu_rnn_unrol.*did you mean .*unroll"):
        ask("recurrent/relu_rnn_unrol")


def test_it_has_a_face_for_every_reader() -> None:
    bundle, _ = ask(UNROLL)._repr_mimebundle_()
    assert bundle["application/vnd.unrolled.question+json"] == {"id": UNROLL}
    assert "application/vnd.jupyter.widget-view+json" in bundle
    assert bundle["text/plain"] == f"Card({UNROLL!r})"
    assert "$V = 1$" in bundle["text/html"]
    assert "<form" not in bundle["text/html"]


def test_it_sends_what_is_wanted_when_it_is_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    widget = Card(bank.load(UNROLL))
    sent: list[dict[str, Any]] = []
    monkeypatch.setattr(widget, "send", sent.append)
    assert len(widget.get_state(["html"])["html"]) < 20_000
    assert widget.variants == []
    widget._handle_custom_msg({"want": "variants"}, [])
    assert len(widget.variants) == sent[0]["variants"] == bank.VARIANTS
    widget._handle_custom_msg({"want": "katex"}, [])
    assert sent[1].keys() == {"katex", "css"}
    assert "export" in sent[1]["katex"]
    assert "url(data:font/woff2" in sent[1]["css"]
    widget._handle_custom_msg({"want": "anything else"}, [])
    assert len(sent) == 2


def test_the_submission_is_a_trait(tmp_path: Any) -> None:
    widget = Card(read(write(tmp_path)))
    widget.set_state({"submission": {"y": "2 ln 2"}})
    assert widget.submission == {"y": "2 ln 2"}


def test_importing_the_card_imports_no_widgets() -> None:
    heavy = "{'anywidget', 'torch', 'matplotlib'}"
    code = f"import sys, unrolled.card; assert not {heavy} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)
