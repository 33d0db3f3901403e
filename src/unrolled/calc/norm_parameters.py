"""How many numbers a normalisation learns, and how many it merely keeps."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from typing import NamedTuple

from unrolled.calc._checks import extents, natural


class NormCount(NamedTuple):
    """Values of a normalisation layer.

    Attributes
    ----------
    trainable : int
        Scales γ and shifts β, which gradients change.
    running : int
        Running means and variances, which the data change; Keras calls them non-trainable
        parameters, torch buffers. (Torch's counter of batches is left out.)

    Source
    ------
    Terms of Keras and torch.

    Examples
    --------
    >>> sum(batch_norm_parameters(64))
    256
    """

    trainable: int
    running: int


def batch_norm_parameters(
    channels: int, *, affine: bool = True, track_running_stats: bool = True
) -> NormCount:
    """Values of a batch normalisation; one set per channel, however large the image.

    Parameters
    ----------
    channels : int
        At least 1.
    affine : bool
        Whether there are γ and β.
    track_running_stats : bool
        Whether there are a running mean and a running variance.

    Returns
    -------
    NormCount
        2 · channels each.

    Raises
    ------
    ValueError
        If `channels` is below 1.
    TypeError
        If `channels` is not an integer.

    Source
    ------
    `torch.nn.BatchNorm2d`; Ioffe, Szegedy, Batch normalization (2015).

    Examples
    --------
    >>> batch_norm_parameters(64)
    NormCount(trainable=128, running=128)
    """
    c = natural("channels", channels, least=1)
    return NormCount(2 * c * bool(affine), 2 * c * bool(track_running_stats))


def layer_norm_parameters(
    normalized_shape: int | Sequence[int], *, affine: bool = True, bias: bool = True
) -> NormCount:
    """Values of a layer normalisation; one set per normalised entry.

    Parameters
    ----------
    normalized_shape : int or tuple of int
        The last axes, over which mean and variance are taken; at least 1 each.
    affine : bool
        Whether there is γ (torch: elementwise_affine).
    bias : bool
        Whether there is β beside γ.

    Returns
    -------
    NormCount
        Nothing runs: training and testing compute the same.

    Raises
    ------
    ValueError
        If a size is below 1.
    TypeError
        If a size is not an integer.

    Source
    ------
    `torch.nn.LayerNorm`; Ba, Kiros, Hinton, Layer normalization (2016).

    Examples
    --------
    >>> layer_norm_parameters(512)
    NormCount(trainable=1024, running=0)
    """
    axes = len(normalized_shape) if isinstance(normalized_shape, Sequence) else 1
    entries = prod(extents("normalized_shape", normalized_shape, axes, least=1))
    return NormCount(entries * (1 + bool(bias)) * bool(affine), 0)


def group_norm_parameters(groups: int, channels: int, *, affine: bool = True) -> NormCount:
    """Values of a group normalisation; one set per channel, not per group.

    Parameters
    ----------
    groups : int
        Divides `channels`. 1 is layer normalisation, `channels` instance normalisation.
    channels : int
        At least 1.
    affine : bool
        Whether there are γ and β.

    Returns
    -------
    NormCount
        Nothing runs.

    Raises
    ------
    ValueError
        If a size is below 1, or `groups` does not divide.
    TypeError
        If a size is not an integer.

    Source
    ------
    `torch.nn.GroupNorm`; Wu, He, Group normalization (2018).

    Examples
    --------
    >>> group_norm_parameters(8, 64)
    NormCount(trainable=128, running=0)
    """
    c, parts = natural("channels", channels, least=1), natural("groups", groups, least=1)
    if c % parts:
        raise ValueError(f"groups is {parts}; it must divide channels, {c}")
    return NormCount(2 * c * bool(affine), 0)
