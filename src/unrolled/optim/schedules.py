"""Learning-rate schedules: the rate after so many updates, in closed form.

`step` counts the updates (or epochs) that are over: 0 is the start. So `schedule(t)` is the rate
of torch's scheduler after t calls of its `step()`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

from unrolled.optim._checks import real, whole


def step_lr(step: int, learning_rate: float, step_size: int, gamma: float = 0.1) -> float:
    """Multiply the rate by `gamma` every `step_size` steps.

    Parameters
    ----------
    step : int
        Steps that are over, at least 0.
    learning_rate : float
        Rate at the start, at least 0.
    step_size : int
        At least 1.
    gamma : float
        Factor, at least 0.

    Returns
    -------
    float
        learning_rate · gamma^⌊step / step_size⌋

    Raises
    ------
    ValueError
        If an argument is out of its range.
    TypeError
        If a count is not an integer.

    Source
    ------
    `torch.optim.lr_scheduler.StepLR`.

    Examples
    --------
    >>> [step_lr(t, 0.8, step_size=2, gamma=0.5) for t in range(5)]
    [0.8, 0.8, 0.4, 0.4, 0.2]
    """
    _check(learning_rate, gamma)
    periods = whole("step", step) // whole("step_size", step_size, least=1)
    return float(learning_rate * gamma**periods)


def multistep_lr(
    step: int, learning_rate: float, milestones: Iterable[int], gamma: float = 0.1
) -> float:
    """Multiply the rate by `gamma` at each milestone.

    Parameters
    ----------
    step : int
        Steps that are over, at least 0.
    learning_rate : float
        Rate at the start, at least 0.
    milestones : iterable of int
        In any order; one that is named twice counts twice. At least 1 each: at 0 nothing is over.
    gamma : float
        Factor, at least 0.

    Returns
    -------
    float
        learning_rate · gamma^(number of milestones reached)

    Raises
    ------
    ValueError
        If an argument is out of its range.
    TypeError
        If a count is not an integer.

    Source
    ------
    `torch.optim.lr_scheduler.MultiStepLR`.

    Examples
    --------
    >>> [multistep_lr(t, 0.8, milestones=[1, 3], gamma=0.5) for t in range(5)]
    [0.8, 0.4, 0.4, 0.2, 0.2]
    """
    _check(learning_rate, gamma)
    t = whole("step", step)
    reached = sum(whole("a milestone", m, least=1) <= t for m in milestones)
    return float(learning_rate * gamma**reached)


def exponential_lr(step: int, learning_rate: float, gamma: float) -> float:
    """Multiply the rate by `gamma` at every step.

    Parameters
    ----------
    step : int
        Steps that are over, at least 0.
    learning_rate : float
        Rate at the start, at least 0.
    gamma : float
        Factor, at least 0.

    Returns
    -------
    float
        learning_rate · gamma^step

    Raises
    ------
    ValueError
        If an argument is out of its range.
    TypeError
        If `step` is not an integer.

    Source
    ------
    `torch.optim.lr_scheduler.ExponentialLR`.

    Examples
    --------
    >>> [exponential_lr(t, 0.8, gamma=0.5) for t in range(4)]
    [0.8, 0.4, 0.2, 0.1]
    """
    _check(learning_rate, gamma)
    return float(learning_rate * gamma ** whole("step", step))


def cosine_annealing_lr(step: int, learning_rate: float, T_max: int, eta_min: float = 0.0) -> float:
    """Half a cosine from the rate at the start down to `eta_min`, and up again after `T_max`.

    Parameters
    ----------
    step : int
        Steps that are over, at least 0.
    learning_rate : float
        Rate at the start, at least 0.
    T_max : int
        The step at which `eta_min` is reached, at least 1.
    eta_min : float
        Smallest rate, at least 0.

    Returns
    -------
    float
        eta_min + (learning_rate - eta_min) · (1 + cos(π · step / T_max)) / 2

    Raises
    ------
    ValueError
        If an argument is out of its range.
    TypeError
        If a count is not an integer.

    Source
    ------
    `torch.optim.lr_scheduler.CosineAnnealingLR`; Loshchilov, Hutter, SGDR (2017), without restarts.

    Examples
    --------
    >>> [round(cosine_annealing_lr(t, 0.8, T_max=4), 4) for t in range(5)]
    [0.8, 0.6828, 0.4, 0.1172, 0.0]
    """
    _check(learning_rate)
    real("eta_min", eta_min)
    turn = math.pi * whole("step", step) / whole("T_max", T_max, least=1)
    return float(eta_min + (learning_rate - eta_min) * (1 + math.cos(turn)) / 2)


def _check(learning_rate: float, gamma: float = 1.0) -> None:
    real("learning_rate", learning_rate)
    real("gamma", gamma)
