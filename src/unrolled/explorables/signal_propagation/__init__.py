"""SignalPropagation: what the start weights make of signals, of gradients and of symmetry."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from traitlets import Float, Int, List, Unicode

from unrolled.explorables import _check
from unrolled.explorables._base import Explorable
from unrolled.explorables._numbers import show
from unrolled.explorables.signal_propagation import signals, symmetry

SHOWS = ("signals", "symmetry")
ACTIVATIONS = ("linear", "tanh", "relu", "sigmoid")
RULES = ("scaled", "xavier", "kaiming", "uniform", "constant")
BIASES = ("zero", "centred")
STARTS = ("equal", "incoming", "random")
DEPTH, WIDTH, INPUTS = 20, 500, 1000  # at most
WEIGHTS = 250_000  # in all layers together, so that a move is computed in a few milliseconds


class SignalPropagation(Explorable):
    """Signals forward and gradients back through a deep network; and units that start equal.

    Parameters
    ----------
    show : str
        signals, or symmetry: two inputs, a few hidden units, one linear output.
    activation : str
        linear, tanh, relu or sigmoid, of every hidden layer.
    rule : str
        Of the weights: scaled (normal, standard deviation factor / √fan_in), xavier (normal,
        √(2 / (fan_in + fan_out))), kaiming (normal, √(2 / fan_in)), uniform (from -bound to bound)
        or constant (all the same).
    factor : float
        g of the scaled rule, from 0 to 10.
    bound : float
        Of the uniform rule, from 0 to 10.
    constant : float
        The value of equal weights, from -10 to 10.
    depth : int
        Layers, from 1 to 20.
    width : int
        Units of each layer, from 1 to 500; at most 250000 weights in all.
    inputs : int
        Of the first layer, from 1 to 1000.
    mean, deviation : float
        Of the inputs: from -100 to 100, and from 0.01 to 100.
    samples : int
        Inputs sent through, from 1 to 64; fewer, down to 4, where the network is large.
    biases : str
        zero; or centred, such that the mean pre-activation of each unit is `centre`.
    centre : float
        From -20 to 20.
    seed : int
        Of weights, inputs and the last gradients' signs, from 0 to 999.
    start : str
        Of the symmetry: equal (all weights are the constant), incoming (those into the hidden
        units; those out are random) or random.
    x : list of two floats
        Its inputs, each from -5 to 5.
    target : float
        Of its output, from -5 to 5.
    units : int
        Its hidden units, from 2 to 4.
    learning_rate : float
        From 0 to 1.
    updates : int
        Steps of gradient descent on half the squared error, from 0 to 20.

    Raises
    ------
    StateError
        If a value is not possible.

    Source
    ------
    TUM 2019, problems 2b, 2f, 2i and 2k; FAU 1.11; Glorot, Bengio (2010); He et al. (2015).

    Examples
    --------
    TUM 2f: with inputs of mean 2, a bound of √(3 / 300) makes the variance five times as large.

    >>> layer = SignalPropagation(depth=1, width=50, inputs=300, mean=2, rule="uniform", bound=0.1)
    >>> found = layer.compute()
    >>> round(found["theory_net_std"][0] ** 2, 6), round(found["keeping_bound"], 6)
    (5.0, 0.044721)
    """

    show = Unicode("signals").tag(sync=True)
    activation = Unicode("tanh").tag(sync=True)
    rule = Unicode("scaled").tag(sync=True)
    factor = Float(1.0).tag(sync=True)
    bound = Float(0.1).tag(sync=True)
    constant = Float(0.5).tag(sync=True)
    depth = Int(10).tag(sync=True)
    width = Int(40).tag(sync=True)
    inputs = Int(40).tag(sync=True)
    mean = Float(0.0).tag(sync=True)
    deviation = Float(1.0).tag(sync=True)
    samples = Int(15).tag(sync=True)
    biases = Unicode("zero").tag(sync=True)
    centre = Float(1.0).tag(sync=True)
    seed = Int(1).tag(sync=True)
    start = Unicode("equal").tag(sync=True)
    x = List(default_value=[1.0, 2.0]).tag(sync=True)
    target = Float(1.0).tag(sync=True)
    units = Int(3).tag(sync=True)
    learning_rate = Float(0.05).tag(sync=True)
    updates = Int(0).tag(sync=True)

    @classmethod
    def check(cls, state: Mapping[str, Any]) -> dict[str, Any]:
        """Return the full state."""
        s = super().check(state)
        width = _check.whole("width", s["width"], 1, WIDTH)
        inputs = _check.whole("inputs", s["inputs"], 1, INPUTS)
        _few("inputs", inputs, WEIGHTS // width)
        depth = _check.whole("depth", s["depth"], 1, DEPTH)
        return {
            "show": _check.one_of("show", s["show"], SHOWS),
            "activation": _check.one_of("activation", s["activation"], ACTIVATIONS),
            "rule": _check.one_of("rule", s["rule"], RULES),
            "factor": _check.number("factor", s["factor"], 0, 10),
            "bound": _check.number("bound", s["bound"], 0, 10),
            "constant": _check.number("constant", s["constant"], -10, 10),
            "depth": _few("depth", depth, deepest(inputs, width)),
            "width": width,
            "inputs": inputs,
            "mean": _check.number("mean", s["mean"], -100, 100),
            "deviation": _check.number("deviation", s["deviation"], 0.01, 100),
            "samples": _check.whole("samples", s["samples"], 1, 64),
            "biases": _check.one_of("biases", s["biases"], BIASES),
            "centre": _check.number("centre", s["centre"], -20, 20),
            "seed": _check.whole("seed", s["seed"], 0, 999),
            "start": _check.one_of("start", s["start"], STARTS),
            "x": _pair("x", s["x"]),
            "target": _check.number("target", s["target"], -5, 5),
            "units": _check.whole("units", s["units"], 2, 4),
            "learning_rate": _check.number("learning_rate", s["learning_rate"], 0, 1),
            "updates": _check.whole("updates", s["updates"], 0, symmetry.LAST),
        }

    @classmethod
    def merge(cls, state: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
        """Let what was not changed give way, where there would be too many weights."""
        merged = {**state, **changes}
        sizes = [merged[name] for name in ("inputs", "width", "depth")]
        if any(not isinstance(size, int) or not 1 <= size <= INPUTS for size in sizes):
            return merged  # the check will say so
        if "inputs" not in changes:
            merged["inputs"] = min(merged["inputs"], WEIGHTS // merged["width"])
        elif "width" not in changes:
            merged["width"] = min(merged["width"], WEIGHTS // merged["inputs"])
        if "depth" not in changes:
            merged["depth"] = min(merged["depth"], deepest(merged["inputs"], merged["width"]))
        elif "width" not in changes and merged["depth"] <= DEPTH:
            while deepest(merged["inputs"], merged["width"]) < merged["depth"]:
                merged["width"] -= 1
        return merged

    def compute(self) -> dict[str, Any]:
        """Send signals forward and gradients back, and train the small network.

        Returns
        -------
        dict
            By layer, inputs first (depth + 1,): signal_mean, signal_std, signal_rms of the
            activations; grad_mean, grad_std, grad_rms of the gradients at them, which are 1 or -1
            at random in the last layer; theory_rms and theory_grad_rms. By layer (depth,):
            weight_std, net_mean, net_std, theory_net_std, slope_mean of the activation, and
            grad_factor, by which the layer multiplies the gradients' root mean square. The theory
            is None where there is none. samples_used; rules (3,), the first layer's deviations by
            fan_in, Xavier, Kaiming; keeping_std and keeping_bound, which keep the variance of the
            inputs. And of the symmetry after `updates` steps: incoming, grad_incoming (units, 2),
            outgoing, grad_outgoing, unit_net, unit_value (units,), output, loss, distinct, the
            number of units that differ; path (updates + 1, units, 2), the incoming weights.
        """
        s = self.state()
        return {**signals.send(s), **symmetry.train(s)}

    def heights(self) -> tuple[int, int]:
        """Return what `view.ts` takes as it opens; measured."""
        if self.show == "symmetry":
            slider = 0 if self.start == "random" else 54
            return 795 + slider, 1434 + slider
        slider = 0 if self.rule in ("xavier", "kaiming") else 54
        return 1009 + slider, 1204 + slider

    def alt(self) -> str:
        """Say how large signal and gradient are in the end, or how many units differ."""
        found = self.compute()
        if self.show == "symmetry":
            return (
                f"{self.units} hidden units in the plane of their two incoming weights, after "
                f"{self.updates} updates. Different units: {found['distinct']} of {self.units}."
            )
        signal, gradient = float(found["signal_rms"][-1]), float(found["grad_rms"][0])
        return (
            f"Root mean square of signals and gradients through {self.depth} layers of "
            f"{self.width} units with {self.activation}. The signal is "
            f"{show(float(found['signal_rms'][0]))} at the inputs and {show(signal)} in the last "
            f"layer; gradients of ±1 there are {show(gradient)} at the inputs."
        )


def deepest(inputs: int, width: int) -> int:
    """How many layers there can be."""
    return min(1 + (WEIGHTS - inputs * width) // width**2, DEPTH)


def _few(name: str, given: int, most: int) -> int:
    if given > most:
        _check.refuse(name, given, f"at most {most} at this width: {WEIGHTS} weights in all")
    return given


def _pair(name: str, given: Any) -> Any:
    found = _check.array(name, given, [1], -5, 5)
    if _check.shape(found) != (2,):
        _check.refuse(name, given, "a list of 2 numbers")
    return found
