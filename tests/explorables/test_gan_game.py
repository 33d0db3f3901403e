"""GanGame: gradients are autograd's, the optimum is the textbook's."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from matplotlib import pyplot as plt
from torch.distributions import Normal
from traitlets import TraitError

from tests.explorables.front_end import FrontEnd
from unrolled import GanGame, bank
from unrolled.explorables.gan_game import END, game
from unrolled.explorables.gan_game.strategy import states
from unrolled.questions.generative.gan_training_claims.answer import gradients

EQUILIBRIUM = -np.log(4)


def leaf(*values: float) -> torch.Tensor:
    return torch.tensor(values, dtype=torch.float64, requires_grad=True)


def tensor(values: Any) -> torch.Tensor:
    return torch.tensor(np.asarray(values, float))


# --- the mathematics


@settings(max_examples=40)
@given(state=states())
def test_a_turn_is_two_steps_of_autograd(state: dict[str, Any]):
    found = GanGame(**state).compute()
    s = GanGame(**state).state()
    if found["d_before"] is None:
        return
    d = game.draws(s)
    weights, ab = leaf(*found["d_before"]), leaf(*found["g_before"])
    real = s["real_mean"] + s["real_deviation"] * tensor(d.real)
    ln = torch.nn.functional.logsigmoid

    def logit(x: torch.Tensor) -> torch.Tensor:
        v = weights[0] if s["discriminator"] == "quadratic" else 0
        return v * x * x + weights[1] * x + weights[2]

    def fake() -> torch.Tensor:
        return ab[0] + ab[1] * tensor(d.noise)

    share = tensor(d.weight)
    parts = share @ ln(logit(real)), share @ ln(-logit(fake()))
    np.testing.assert_allclose(
        [found["log_real"], found["log_fake"]], [part.item() for part in parts], rtol=1e-9
    )
    (up,) = torch.autograd.grad(sum(parts), weights)
    np.testing.assert_allclose(found["d_gradient"], up, atol=1e-9 * (1 + up.abs().max().item()))
    expected = weights.detach() + s["d_rate"] * up
    np.testing.assert_allclose(found["d_after"], expected, rtol=1e-8, atol=1e-9)
    with torch.no_grad():
        weights.copy_(tensor(found["d_after"]))
    t = logit(fake())
    loss = share @ ln(-t) if s["loss"] == "minimax" else -(share @ ln(t))
    (down,) = torch.autograd.grad(loss, ab)
    if s["learns"] == "mean":
        down[1] = 0
    np.testing.assert_allclose(found["g_gradient"], down, atol=1e-9 * (1 + down.abs().max().item()))
    assert (found["g_after"] is None) == (found["moment"] <= s["ahead"])
    if found["g_after"] is not None:
        expected = ab.detach() - s["g_rate"] * down
        np.testing.assert_allclose(found["g_after"], expected, rtol=1e-8, atol=1e-9)


@pytest.mark.parametrize("loss", ["minimax", "non_saturating"])
def test_the_turns_follow_each_other_as_the_players_of_a_loop_in_torch_do(loss: str):
    ahead, rounds, k, rates = 3, 12, 2, (0.4, 0.15)
    state: dict[str, Any] = {"ahead": ahead, "rounds": rounds, "d_steps": k, "loss": loss}
    found = GanGame(d_rate=rates[0], g_rate=rates[1], moment=END, **state).compute()
    z = torch.linspace(-8, 8, 3201, dtype=torch.float64)
    share = torch.softmax(-z.square() / 2, dim=0)
    weights, ab = leaf(0, 0, 0), leaf(-2, 0.5)
    ln = torch.nn.functional.logsigmoid

    def logit(x: torch.Tensor) -> torch.Tensor:
        return weights @ torch.stack([x * x, x, torch.ones_like(x)])

    for turn in range(ahead + rounds):
        for _ in range(1 if turn < ahead else k):
            value = share @ (ln(logit(1 + z)) + ln(-logit(ab[0] + ab[1] * z)))
            weights = (weights + rates[0] * torch.autograd.grad(value, weights)[0]).detach()
            weights.requires_grad_()
        if turn >= ahead:
            t = logit(ab[0] + ab[1] * z)
            losing = share @ (ln(-t) if loss == "minimax" else -ln(t))
            ab = (ab - rates[1] * torch.autograd.grad(losing, ab)[0]).detach().requires_grad_()
        np.testing.assert_allclose(found["weights"][turn + 1], weights.detach(), atol=1e-6)
        now = [found["mean"][turn + 1], found["spread"][turn + 1]]
        np.testing.assert_allclose(now, ab.detach(), atol=1e-6)


def test_the_card_and_the_explorable_have_the_same_numbers():
    instance = bank.load("generative/gan_training_claims").exam
    found = GanGame(**instance.state).compute()
    for steps, (minimax, other) in gradients(10, 100, 1000).items():
        assert abs(found[f"after_{steps}"]) == pytest.approx(minimax, rel=1e-6)
        assert abs(found[f"other_{steps}"]) == pytest.approx(other, rel=1e-6)
    assert found["moment"] == 1000
    assert found["now_slope"] == found["after_1000"]


def test_a_head_start_leaves_the_generator_behind_and_the_other_loss_does_not():
    state = bank.load("generative/gan_training_claims").exam.state
    behind = GanGame(**state).compute()["mean"][-1]
    together = GanGame(**{**state, "ahead": 0}).compute()["mean"][-1]
    pushed = GanGame(**{**state, "loss": "non_saturating"}).compute()["mean"][-1]
    assert behind < 0.2 < 1.4 < together
    assert pushed == pytest.approx(4, abs=0.1)


@pytest.mark.parametrize("spread", [1.0, 0.4, -0.7])
def test_the_best_discriminator_is_the_share_of_the_real_density(spread: float):
    s = GanGame(real_mean=0.5, real_deviation=1.2).state()
    v, w, c = game.optimum(s, game.Players(np.zeros(3), -0.8, spread))
    x = torch.linspace(-4, 4, 33, dtype=torch.float64)
    real = Normal(tensor(0.5), tensor(1.2)).log_prob(x).exp()
    fake = Normal(tensor(-0.8), tensor(abs(spread))).log_prob(x).exp()
    np.testing.assert_allclose(torch.sigmoid(v * x * x + w * x + c), real / (real + fake))


def test_the_best_value_is_the_divergence_of_jensen_and_shannon():
    x = np.linspace(-12, 12, 24_001)
    s = GanGame(real_mean=0.5, real_deviation=1.2).state()
    for mean, spread in ((-0.8, 0.4), (3.0, 0.6), (0.5, 1.2)):
        p, q = (
            np.exp(-(((x - m) / d) ** 2) / 2) / (d * np.sqrt(2 * np.pi))
            for m, d in ((0.5, 1.2), (mean, spread))
        )
        middle = (p + q) / 2
        pieces = [np.where(f > 0, f * np.log(np.where(f > 0, f, 1) / middle), 0) for f in (p, q)]
        jensen_shannon = sum(piece.sum() for piece in pieces) / 2 * (x[1] - x[0])
        best = game.best(s, game.Players(np.zeros(3), mean, spread))
        assert best == pytest.approx(EQUILIBRIUM + 2 * jensen_shannon, abs=1e-5)


def test_no_discriminator_is_above_the_best_and_equals_are_worth_minus_ln_4():
    found = GanGame().compute()
    assert (found["value"] <= found["best"] + 1e-9).all()
    assert found["value"][0] == pytest.approx(EQUILIBRIUM, rel=1e-14)  # D is still 1/2
    equals = GanGame(mean=1, deviation=1, rounds=0).compute()
    assert equals["now_best"] == pytest.approx(EQUILIBRIUM, rel=1e-14)
    np.testing.assert_allclose(equals["optimum"], 0, atol=1e-12)


def test_three_games_end_as_their_names_say():
    settled = GanGame(moment=END).compute()
    assert settled["now_mean"] == pytest.approx(1, abs=0.01)
    assert settled["now_spread"] == pytest.approx(1, abs=0.01)
    assert settled["now_value"] == pytest.approx(EQUILIBRIUM, abs=1e-4)
    calm: dict[str, Any] = {"discriminator": "linear", "learns": "mean"}
    circle = GanGame(real_mean=0, real_deviation=0.2, mean=1.5, deviation=0.2, d_rate=0.1,
                     g_rate=0.1, rounds=400, **calm).compute()  # fmt: skip
    crossed = np.sum(np.diff(np.sign(circle["mean"])) != 0)
    assert crossed >= 6
    assert np.abs(circle["mean"][300:]).max() > 1
    collapse = GanGame(real_deviation=0.5, mean=-1, deviation=1, d_rate=0.2, g_rate=0.2).compute()
    assert np.abs(collapse["spread"]).min() < 0.01
    assert collapse["best"].min() < -1.3 < collapse["best"][120]


def test_by_hand_with_one_sample_of_each_side():
    state = {"samples": 1, "seed": 3, "weights": [0, 2, -1], "moment": 1, **LINE}
    found = GanGame(**state, d_rate=0.5, g_rate=0.25).compute()
    (x,), (made,) = found["x_real"], found["x_fake"]
    D, F = (1 / (1 + np.exp(1 - 2 * one)) for one in (x, made))
    np.testing.assert_allclose(found["D_real"], D)
    np.testing.assert_allclose(found["D_fake"], F)
    np.testing.assert_allclose(found["d_gradient"], [0, (1 - D) * x - F * made, 1 - D - F])
    _, w, c = found["d_after"]
    assert w == pytest.approx(2 + 0.5 * ((1 - D) * x - F * made))
    after = 1 / (1 + np.exp(-w * made - c))
    np.testing.assert_allclose(found["D_after"], after)
    assert found["g_gradient"][0] == pytest.approx(-after * w)
    assert found["g_after"][0] == pytest.approx(-2 + 0.25 * after * w)


LINE: dict[str, Any] = {"discriminator": "linear", "learns": "mean"}


# --- states


def test_players_who_run_away_end_the_game(front_end: FrontEnd):
    state = {"d_rate": 10, "g_rate": 10, "mean": 10, "loss": "non_saturating", "moment": END}
    found = GanGame(**state).compute()
    theirs = front_end("compute", "gan-game", state)
    assert found["gone"] is True is theirs["gone"]
    assert found["total"] == theirs["total"] < 300
    assert np.isfinite(found["weights"]).all() and np.isfinite(found["value"]).all()


def test_a_moment_after_the_end_is_the_end_and_before_the_first_turn_nothing_happened():
    found = GanGame(ahead=4, rounds=3, moment=END).compute()
    assert found["moment"] == found["total"] == 7
    start = GanGame(moment=0).compute()
    assert start["d_before"] is start["g_gradient"] is None
    assert start["after_10"] is None


BAD: list[tuple[dict[str, Any], str]] = [
    ({"real_deviation": 0}, "real_deviation is 0; it must be a number from 0.05 to 5"),
    ({"weights": [1, 2]}, r"weights is \[1, ?2\]; it must be a list of 3 numbers"),
    ({"weights": [1, 2, 51]}, r"weights\[2\] is 51; it must be a number from -50 to 50"),
    ({"reach": [2, 1]}, "two ends at least 1 apart, the lower first"),
    ({"loss": "hinge"}, "loss is .hinge.; it must be one of minimax, non_saturating"),
    ({"moment": 1401}, "moment is 1401; it must be a whole number from 0 to 1400"),
]


@pytest.mark.parametrize(("state", "message"), BAD, ids=lambda value: str(value)[:30])
def test_what_does_not_fit_is_named_on_both_sides(
    front_end: FrontEnd, state: dict[str, Any], message: str
):
    with pytest.raises(ValueError, match=message):
        front_end("check", "gan-game", state)
    with pytest.raises(TraitError, match=message):
        GanGame(**state)


@pytest.mark.parametrize("state", [{}, {"rounds": 0, "moment": 0}, {"samples": 3, **LINE}])
def test_the_figure_says_what_it_shows(state: dict[str, Any]):
    widget = GanGame(**state)
    figure = widget.figure()
    assert len(figure.axes) == 4
    assert f"After {widget.compute()['moment']} of" in widget.alt()
    plt.close(figure)
