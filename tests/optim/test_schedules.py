"""Schedules against torch's, over 100 steps."""

from __future__ import annotations

from functools import partial

import pytest
import torch
from torch.optim import lr_scheduler

from unrolled import optim

CASES = [
    (optim.step_lr, lr_scheduler.StepLR, {"step_size": 30}),
    (optim.step_lr, lr_scheduler.StepLR, {"step_size": 1, "gamma": 0.9}),
    (optim.multistep_lr, lr_scheduler.MultiStepLR, {"milestones": [60, 10, 10], "gamma": 0.3}),
    (optim.exponential_lr, lr_scheduler.ExponentialLR, {"gamma": 0.97}),
    (optim.cosine_annealing_lr, lr_scheduler.CosineAnnealingLR, {"T_max": 100}),
    (optim.cosine_annealing_lr, lr_scheduler.CosineAnnealingLR, {"T_max": 20, "eta_min": 0.01}),
    (optim.cosine_annealing_lr, lr_scheduler.CosineAnnealingLR, {"T_max": 1}),
]


@pytest.mark.parametrize(("ours", "theirs", "settings"), CASES)
def test_rates_are_torchs(ours, theirs, settings):
    optimiser = torch.optim.SGD([torch.zeros(1)], lr=0.4)
    scheduler = theirs(optimiser, **settings)
    for t in range(101):
        expected = pytest.approx(scheduler.get_last_lr()[0], rel=1e-12, abs=1e-15)
        assert ours(t, 0.4, **settings) == expected, t
        optimiser.step()
        scheduler.step()


def test_a_schedule_drives_an_optimiser_as_in_torch():
    w = torch.tensor([3.0], dtype=torch.float64, requires_grad=True)
    optimiser = torch.optim.SGD([w], lr=0.2, momentum=0.9)
    scheduler = lr_scheduler.StepLR(optimiser, step_size=10, gamma=0.5)
    schedule = partial(optim.step_lr, learning_rate=0.2, step_size=10, gamma=0.5)
    rows = optim.SGD(learning_rate=0.2, momentum=0.9).run([3.0], lambda w: 2 * w, 100, schedule)
    for row in rows:
        assert row["parameter"] == pytest.approx(w.detach().numpy(), rel=1e-12, abs=1e-15)
        w.grad = 2 * w.detach()
        optimiser.step()
        scheduler.step()


@pytest.mark.parametrize(
    ("make", "error", "message"),
    [
        (lambda: optim.step_lr(-1, 0.1, 3), ValueError, "step is -1; it must be at least 0"),
        (lambda: optim.step_lr(1, 0.1, 0), ValueError, "step_size is 0; it must be at least 1"),
        (lambda: optim.step_lr(1.5, 0.1, 3), TypeError, "step is 1.5; it must be an integer"),
        (lambda: optim.exponential_lr(1, -0.1, 0.9), ValueError, "learning_rate is -0.1"),
        (lambda: optim.exponential_lr(1, 0.1, -0.9), ValueError, "gamma is -0.9"),
        (lambda: optim.multistep_lr(1, 0.1, [0]), ValueError, "a milestone is 0"),
        (lambda: optim.cosine_annealing_lr(1, 0.1, 0), ValueError, "T_max is 0"),
        (lambda: optim.cosine_annealing_lr(1, 0.1, 5, -1.0), ValueError, "eta_min is -1.0"),
    ],
)
def test_what_is_wrong_is_named(make, error, message):
    with pytest.raises(error, match=message):
        make()
