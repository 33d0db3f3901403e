"""TUM segmentation sheet, 3.5: features learned without labels, against random ones."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

CODE, LABELS, UNLABELLED = 8, 50, 1200


def experiment() -> dict[str, int]:
    """Train an autoencoder on unlabelled digits, a classifier of its features on a few labels."""
    from sklearn.datasets import load_digits

    rng = np.random.default_rng(0)
    images, target = load_digits(return_X_y=True)
    order = rng.permutation(len(images))
    images, target = (images[order] - images.mean(axis=0)) / 16, target[order]
    labelled, unlabelled, new = np.split(np.arange(len(images)), [LABELS, LABELS + UNLABELLED])
    found = {"code": CODE, "labels": LABELS, "unlabelled": UNLABELLED}
    encoders = {
        "random": rng.normal(size=(64, CODE)),
        "pretrained": autoencode(images[unlabelled]),
    }
    for name, encoder in encoders.items():
        features = np.column_stack([images @ encoder, np.ones(len(images))])
        one_hot = np.eye(10)[target[labelled]]
        head = np.linalg.lstsq(features[labelled], one_hot, rcond=None)[0]
        right = (features[new] @ head).argmax(axis=1) == target[new]
        found[name] = round(100 * right.mean())
    assert found["pretrained"] > found["random"] + 10
    return found


def autoencode(images: NDArray[np.floating]) -> NDArray[np.floating]:
    """Weights (64, CODE) of the best linear autoencoder: the principal components."""
    components: NDArray[np.floating] = np.linalg.svd(images, full_matrices=False)[2]
    return components[:CODE].T
