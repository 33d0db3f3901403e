"""LatentLab: its networks are torch's, its gradients autograd's, and what is dragged arrives."""

from __future__ import annotations

import json
import re
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from matplotlib import pyplot as plt
from playwright.sync_api import expect
from torch.distributions import Normal, kl_divergence
from traitlets import TraitError

from tests.explorables.conftest import Visit
from tests.explorables.front_end import FrontEnd
from unrolled import LatentLab, bank
from unrolled.explorables.latent_lab import seeded, train
from unrolled.explorables.latent_lab.networks import HELD_OUT, IMAGES, NETWORKS, decode, encode
from unrolled.explorables.latent_lab.strategy import states

FOUND = json.loads(train.WEIGHTS.read_text(encoding="utf-8"))
PARTS = {name: train.filled(name, FOUND["weights"][name]) for name in NETWORKS}


def leaf(values: Any) -> torch.Tensor:
    return torch.tensor([float(v) for v in values], dtype=torch.float64, requires_grad=True)


# --- the networks


@settings(max_examples=60)
@given(state=states())
def test_values_and_gradients_are_torchs(front_end: FrontEnd, state: dict[str, Any]):
    lab = LatentLab(**state)
    s = lab.state()
    encoder, decoder = PARTS[s["network"]]
    x = torch.tensor(IMAGES[s["digit"]])
    out = encoder(x).detach()
    expected: dict[str, Any] = {}
    mu = leaf(s["mu"] if s["source"] == "hand" else out[:2])
    if s["network"] == "variational":
        sigma = leaf(s["sigma"] if s["source"] == "hand" else (out[2:] / 2).exp())
        eps = torch.tensor(s["epsilon"] or seeded(s["seed"]), dtype=torch.float64)
        z = mu + sigma * eps
        kl = kl_divergence(Normal(mu, sigma), Normal(torch.zeros(2), torch.ones(2)))
        added = s["beta"] * kl.sum()
        expected |= {"kl": kl.detach(), "sigma": sigma.detach(), "kl_total": kl.sum().item()}
    else:
        z, added = mu, torch.zeros(())
    code = torch.tensor(s["free"], dtype=torch.float64) if s["free"] is not None else z
    if s["network"] == "plain" and s["penalty"] != "none":
        code = shrunk(code, s["penalty"], s["strength"])
        size = code.abs() if s["penalty"] == "l1" else code.square()
        added = s["strength"] * size.sum()
    code = code.detach() if s["network"] == "plain" or s["free"] is not None else code
    if not code.requires_grad:
        code.requires_grad_()
    code.retain_grad()
    decoded = decoder(code)
    if s["loss"] == "target":
        loss = (code - torch.tensor(s["target"], dtype=torch.float64)).square().sum()
    else:
        loss = (decoded - x).square().sum()
    (slope,) = torch.autograd.grad(loss, code, retain_graph=True)
    total = loss + added
    expected |= {"code": code.detach(), "decoded": decoded.detach().reshape(8, 8),
                 "dL_dz": slope, "total": total.item()}  # fmt: skip
    if s["network"] == "variational" and s["free"] is None:
        by_mu, by_sigma = torch.autograd.grad(total, (mu, sigma), materialize_grads=True)
        expected |= {"dL_dmu": by_mu, "dL_dsigma": by_sigma}
    for found in (lab.compute(), front_end("compute", "latent-lab", state)):
        for key, value in expected.items():
            np.testing.assert_allclose(found[key], value, rtol=1e-8, atol=1e-9, err_msg=key)


def shrunk(z: torch.Tensor, penalty: str, strength: float) -> torch.Tensor:
    """The minimum by torch's own shrinking, or by a step of Newton's method, exact for a square."""
    if penalty == "l1":
        return torch.nn.functional.softshrink(z, strength)
    h = z.detach().clone()
    slope, curvature = 2 * strength * h, 1 + 2 * strength
    return h - slope / curvature


@pytest.mark.parametrize("penalty", ["l1", "l2"])
@pytest.mark.parametrize("strength", [0, 0.7, 3])
def test_the_penalty_finds_the_smallest_of_all_candidates(penalty: str, strength: float):
    z = [2.5, -0.6]
    lab = LatentLab(network="plain", free=z, penalty=penalty, strength=strength)
    h = np.linspace(-4, 4, 80_001)
    for wanted, found in zip(z, lab.compute()["code"], strict=True):
        size = np.abs(h) if penalty == "l1" else h**2
        best = h[np.argmin((h - wanted) ** 2 / 2 + strength * size)]
        assert found == pytest.approx(best, abs=1e-4)
    assert (lab.compute()["code"] == 0).any() == (penalty == "l1" and strength > 0.6)


def test_the_stated_quality_is_that_of_the_weights_in_the_file():
    x, _ = train.data()
    new = x[train.TRAINED_ON :]
    for i, name in enumerate(NETWORKS):
        codes = encode(name, new)[:, :2]
        error = ((decode(name, codes) - new) ** 2).sum(axis=1).mean()
        assert HELD_OUT["error"][i] == pytest.approx(error, abs=1e-6)
        inside = np.mean(np.linalg.norm(codes, axis=1) < 2.45)
        assert HELD_OUT["inside"][i] == pytest.approx(inside, abs=1e-6)
    assert HELD_OUT["inside"][1] > 0.9 > 0.6 > HELD_OUT["inside"][0]
    assert HELD_OUT["error"].max() < 0.7 * ((new - new.mean(axis=0)) ** 2).sum(axis=1).mean()


@pytest.mark.slow
def test_training_again_gives_autoencoders_as_good():
    again = train.results()
    for name in NETWORKS:
        ours, theirs = FOUND["found"][name], again["found"][name]
        assert theirs["error"] == pytest.approx(ours["error"], rel=0.15)
        assert abs(theirs["inside"] - ours["inside"]) < 0.35
    assert again["found"]["variational"]["inside"] > 0.9


def test_the_digits_are_those_that_the_script_writes():
    assert json.loads(train.DIGITS.read_text(encoding="utf-8")) == train.digits()
    assert IMAGES.shape == (100, 64)
    x, y = train.data()
    new, classes = x[train.TRAINED_ON :], y[train.TRAINED_ON :]
    np.testing.assert_array_equal(IMAGES[73], new[classes == 7][3])


# --- the exams' numbers


def test_the_divergence_of_the_question():
    found = LatentLab(**bank.load("generative/autoencoder_versus_variational").exam.state).compute()
    # ½ (2.25 + 0.25 - 1 - ln 0.25) and ½ (0.01 + 0.81 - 1 - ln 0.81)
    by_hand = (1.5 + 2 * np.log(2)) / 2, (-0.18 - 2 * np.log(0.9)) / 2
    np.testing.assert_allclose(found["kl"], by_hand, rtol=1e-12)
    np.testing.assert_allclose(found["kl"], [1.443147, 0.015361], atol=1e-6)


def test_the_draw_of_the_question():
    found = LatentLab(**bank.load("generative/reparameterisation_trick").exam.state).compute()
    # z = 0.5 - 0.8 · 1.5, 2 (z - 1), the same times -1.5
    shown = [found[name][0] for name in ("z", "dL_dmu", "dL_dsigma")]
    np.testing.assert_allclose(shown, [-0.7, -3.4, 5.1])
    assert found["total"] == pytest.approx(1.7**2)


@pytest.mark.parametrize(
    ("slug", "names"),
    [
        ("autoencoder_versus_variational", [("kl", 0), ("kl", 1)]),
        ("reparameterisation_trick", [("z", 0), ("dL_dmu", 0), ("dL_dsigma", 0)]),
    ],
)
def test_every_variant_opens_and_shows_its_answers(slug: str, names: list[tuple[str, int]]):
    for instance in bank.load(f"generative/{slug}").variants():
        found = LatentLab(**instance.state).compute()
        shown = [found[name][i] for name, i in names]
        np.testing.assert_allclose(shown, instance.values, rtol=1e-4)


def test_the_sparse_question_opens_on_a_code_with_a_zero():
    found = LatentLab(**bank.load("generative/sparse_autoencoders").exam.state).compute()
    assert found["code"][0] == 0 != found["z"][0]
    assert found["code"][1] == pytest.approx(found["z"][1] - 1)


# --- states


def test_draws_are_normal_and_in_hundredths():
    all_ = np.array([seeded(seed) for seed in range(2000)])
    assert abs(all_.mean()) < 0.05
    assert abs(all_.std() - 1) < 0.05
    np.testing.assert_allclose(100 * all_, np.round(100 * all_), atol=1e-9)


def test_a_free_code_has_no_gradient_for_mean_and_deviation():
    found = LatentLab(free=[1, 1]).compute()
    assert found["dL_dmu"] is found["dL_dsigma"] is None
    np.testing.assert_array_equal(found["code"], [1, 1])
    assert LatentLab(network="plain").compute()["kl"] is None


BAD: list[tuple[dict[str, Any], str]] = [
    ({"digit": 100}, "digit is 100; it must be a whole number from 0 to 99"),
    ({"sigma": [1, 0]}, r"sigma\[1\] is 0; it must be a number from 0.001 to 10"),
    ({"mu": [1]}, r"mu is \[1\]; it must be a list of 2 numbers"),
    ({"epsilon": [1, 2, 3]}, r"epsilon is \[1, ?2, ?3\]; it must be a list of 2 numbers"),
    ({"free": [0, 51]}, r"free\[1\] is 51; it must be a number from -50 to 50"),
    ({"penalty": "l3"}, "penalty is .l3.; it must be one of none, l1, l2"),
]


@pytest.mark.parametrize(("state", "message"), BAD, ids=lambda value: str(value)[:30])
def test_what_does_not_fit_is_named_on_both_sides(
    front_end: FrontEnd, state: dict[str, Any], message: str
):
    with pytest.raises(ValueError, match=message):
        front_end("check", "latent-lab", state)
    with pytest.raises(TraitError, match=message):
        LatentLab(**state)


@pytest.mark.parametrize("state", [{}, {"network": "plain", "free": [20, -20]}])
def test_the_figure_says_what_it_shows(state: dict[str, Any]):
    lab = LatentLab(**state)
    figure = lab.figure()
    assert len(figure.axes) == 3
    assert "squared error" in lab.alt()
    assert ("divergence" in lab.alt()) == (lab.network == "variational")
    plt.close(figure)


# --- in the browser


@pytest.mark.browser
def test_a_code_is_dragged_and_decoded(visit: Visit):
    opened = visit("latent-lab")
    before = opened.value("reconstruction")
    opened.drag(opened.root.locator(".latent-stage > svg .u-grab circle").first, 120, -60)
    z = [opened.value(f"z[{i}]") for i in range(2)]
    assert z[0] > LatentLab().compute()["z"][0] + 1
    found = LatentLab(free=z).compute()
    assert opened.value("reconstruction") == pytest.approx(found["reconstruction"], abs=1e-9)
    assert opened.value("reconstruction") > before
    assert np.isnan(opened.value("dL_dmu[0]"))
    opened.root.get_by_role("button", name="z back to the digit").click()
    assert opened.value("reconstruction") == pytest.approx(before, abs=1e-12)


@pytest.mark.browser
def test_a_draw_is_dragged_and_drawn_anew(visit: Visit):
    opened = visit("latent-lab")
    opened.drag(opened.root.locator(".latent-dice .u-grab circle").first, -40, -20)
    eps = [opened.value(f"eps[{i}]") for i in range(2)]
    assert eps[0] < 0.6 and eps[1] > 0.3
    found = LatentLab(epsilon=eps).compute()
    for name in ("z", "dL_dsigma"):
        shown = [opened.value(f"{name}[{i}]") for i in range(2)]
        np.testing.assert_allclose(shown, found[name], atol=1e-9)
    opened.root.get_by_role("button", name="New draw").click()
    assert [opened.value(f"eps[{i}]") for i in range(2)] == seeded(2)
    expect(opened.root.locator(".latent-steps")).to_contain_text("seed 2")


@pytest.mark.browser
def test_a_numeral_picks_its_digit(visit: Visit):
    opened = visit("latent-lab")
    numeral = opened.root.locator(".latent-numeral").nth(31)
    numeral.dispatch_event("click")
    expect(opened.box("digit")).to_have_value("31")
    expect(opened.root.locator(".latent-images")).to_contain_text("a 3")
    assert opened.value("mu[0]") == pytest.approx(LatentLab(digit=31).compute()["mu"][0], abs=1e-9)


@pytest.mark.browser
def test_what_is_set_by_hand_is_used(visit: Visit):
    opened = visit("latent-lab")
    opened.root.get_by_text("μ and σ by hand").click()
    opened.box("sigma[0]").fill("1/2")
    expect(opened.root.get_by_label("μ and σ", exact=True)).to_have_value("hand")
    opened.box("mu[0]").fill("3/2")
    assert opened.value("kl[0]") == pytest.approx(0.75 + np.log(2))
    opened.root.get_by_label("Loss", exact=True).select_option("target")
    opened.box("target[0]").fill("1")
    z = opened.value("z[0]")
    assert opened.value("distance") == pytest.approx((z - 1) ** 2 + opened.value("z[1]") ** 2)


@pytest.mark.browser
def test_the_plain_autoencoder_has_no_draw_and_takes_a_penalty(visit: Visit):
    opened = visit("latent-lab", {"network": "plain", "digit": 10})
    expect(opened.root.locator(".latent-dice")).to_be_hidden()
    expect(opened.root.get_by_role("button", name="New draw")).to_be_hidden()
    opened.root.get_by_text("A penalty on the code").click()
    opened.root.get_by_label("Penalty").select_option("l1")
    found = LatentLab(network="plain", digit=10, penalty="l1").compute()
    assert opened.value("code[0]") == 0 == found["code"][0]
    assert opened.value("total") == pytest.approx(found["total"], abs=1e-9)


@pytest.mark.browser
def test_the_atlas_is_drawn_when_it_is_opened(visit: Visit):
    opened = visit("latent-lab")
    opened.root.get_by_text("What is decoded where").click()
    canvas = opened.root.locator(".latent-atlas")
    bright = canvas.evaluate(
        "c => [...c.getContext('2d').getImageData(0, 0, c.width, c.height).data]"
        ".filter((level, k) => k % 4 === 0 && level > 99).length"
    )
    # What is decoded, by Python, from the middles of a hundred squares.
    middles = np.linspace(-3.15, 3.15, 10)
    places = np.array([(x, y) for x in middles for y in middles])
    levels = np.floor(255 * decode("variational", places) + 0.5)
    assert bright == np.sum(levels > 99) > 1000
    expect(canvas).to_have_attribute("aria-label", re.compile("z₁ from −3.5 to 3.5, z₂ from −3.5"))
