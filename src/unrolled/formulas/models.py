"""Models that generate, and what a model costs."""

from __future__ import annotations

from math import log, pi, sqrt

import numpy as np

from unrolled import calc
from unrolled.formulas._sheet import close, formula


@formula(
    "generative",
    "variational autoencoder",
    r"z = \mu + \sigma \epsilon, \; \epsilon \sim N(0, 1); \quad \mathrm{KL} = \tfrac12 "
    r"\sum (\mu^2 + \sigma^2 - 1 - \ln \sigma^2)",
)
def _() -> None:
    mu, sigma = 0.7, 0.5
    x = np.linspace(-8, 8, 200_001)
    q = np.exp(-((x - mu) ** 2) / (2 * sigma**2)) / (sigma * sqrt(2 * pi))
    log_p, log_q = (
        -(x**2) / 2 - log(sqrt(2 * pi)),
        -((x - mu) ** 2) / (2 * sigma**2) - log(sigma * sqrt(2 * pi)),
    )
    integral = float((q * (log_q - log_p)).sum() * (x[1] - x[0]))
    close((mu**2 + sigma**2 - 1 - log(sigma**2)) / 2, integral, rtol=1e-6)


@formula(
    "generative",
    "GAN",
    r"\min_G \max_D \; \mathrm{E}[\ln D(x)] + \mathrm{E}[\ln(1 - D(G(z)))], \quad D^*(x) = "
    r"\frac{p_\text{data}}{p_\text{data} + p_G}",
)
def _() -> None:
    p, q = 0.3, 0.1
    d = np.linspace(0.001, 0.999, 9981)
    best = d[(p * np.log(d) + q * np.log(1 - d)).argmax()]
    close(best, p / (p + q), rtol=1e-3)


@formula(
    "design",
    "cost of training",
    r"\text{bytes per parameter, float32: } 4, \; \text{gradient } 4, \; \text{Adam } 8",
)
def _() -> None:
    assert calc.training_bytes(1000, 0, optimiser_values=2) == 1000 * (4 + 4 + 8)
