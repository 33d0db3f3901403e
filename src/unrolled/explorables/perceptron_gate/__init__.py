"""PerceptronGate: one threshold unit that learns a gate, and a network of them that needs not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from traitlets import Float, Int, List, Unicode

from unrolled.explorables import _check
from unrolled.explorables._base import Explorable
from unrolled.explorables._numbers import several, show
from unrolled.explorables.perceptron_gate import network, rule

SHOWS = ("perceptron", "network")
INPUTS = ("binary", "bipolar")
BIASES = ("learned", "fixed")
CHAINS = ("XNOR", "XOR")
UNITS = 5  # hidden units at most, as many as bits


class PerceptronGate(Explorable):
    """The perceptron rule on two bits, update by update; and counting units for chains of gates.

    All numbers are taken to six decimals and added up exactly, so that a tie is a tie.

    Parameters
    ----------
    show : str
        perceptron, or network: two layers of threshold units for up to five bits.
    targets : list of four ints
        What (0, 0), (0, 1), (1, 0) and (1, 1) should give, each 0 or 1.
    weights : list of two floats
        At the start, each from -10 to 10.
    bias : float
        At the start, from -10 to 10; minus the threshold.
    learning_rate : float
        From 0 to 10.
    bias_rule : str
        learned, like a weight whose input is 1; or fixed.
    inputs : str
        binary, 0 and 1; or bipolar, -1 and 1.
    at_zero : int
        Output where the net input is exactly 0: 0 or 1.
    order : list of four ints
        Which of the four inputs comes first, second, third and last in every epoch, from 0.
    steps : int
        Examples seen, from 0 to 200.
    bits : list of ints
        Inputs of the network, two to five, each 0 or 1.
    chain : str
        XNOR or XOR, by which the bits are joined from left to right.
    units : list of five ints
        Which hidden units are connected to the output, each 0 or 1.

    Raises
    ------
    StateError
        If a value is not possible.

    Source
    ------
    BITS mid-semester 2022-23, 3a and 3b; Rosenblatt, The perceptron (1958).

    Examples
    --------
    BITS 3a: with a fixed threshold the XNOR gate becomes an AND gate and stands still.

    >>> found = PerceptronGate(targets=[1, 0, 0, 1], weights=[0, 0], bias=-0.2, steps=24,
    ...                        learning_rate=0.02, bias_rule="fixed").compute()
    >>> found["path"][24].tolist(), found["errors"][5], found["loop_start"]
    ([0.1, 0.1, -0.2], 1, 5)
    """

    show = Unicode("perceptron").tag(sync=True)
    targets = List(default_value=[0, 0, 0, 1]).tag(sync=True)
    weights = List(default_value=[-0.4, 0.6]).tag(sync=True)
    bias = Float(0.1).tag(sync=True)
    learning_rate = Float(0.2).tag(sync=True)
    bias_rule = Unicode("learned").tag(sync=True)
    inputs = Unicode("binary").tag(sync=True)
    at_zero = Int(1).tag(sync=True)
    order = List(default_value=[0, 1, 2, 3]).tag(sync=True)
    steps = Int(0).tag(sync=True)
    bits = List(default_value=[1, 0]).tag(sync=True)
    chain = Unicode("XNOR").tag(sync=True)
    units = List(default_value=[1, 1, 1, 1, 1]).tag(sync=True)

    @classmethod
    def check(cls, state: Mapping[str, Any]) -> dict[str, Any]:
        """Return the full state."""
        s = super().check(state)
        return {
            "show": _check.one_of("show", s["show"], SHOWS),
            "targets": _bits("targets", s["targets"], 4, 4),
            "weights": _pair("weights", s["weights"]),
            "bias": _check.number("bias", s["bias"], -10, 10),
            "learning_rate": _check.number("learning_rate", s["learning_rate"], 0, 10),
            "bias_rule": _check.one_of("bias_rule", s["bias_rule"], BIASES),
            "inputs": _check.one_of("inputs", s["inputs"], INPUTS),
            "at_zero": _check.whole("at_zero", s["at_zero"], 0, 1),
            "order": _order("order", s["order"]),
            "steps": _check.whole("steps", s["steps"], 0, rule.LAST),
            "bits": _bits("bits", s["bits"], 2, UNITS),
            "chain": _check.one_of("chain", s["chain"], CHAINS),
            "units": _bits("units", s["units"], UNITS, UNITS),
        }

    def compute(self) -> dict[str, Any]:
        """Train the perceptron, and run the network.

        Returns
        -------
        dict
            path (201, 3), w_1, w_2 and b at the start and after each example; example, net, output
            and error (200,) of each; errors (50,) of each epoch; now_net and now_output (4,) with
            the weights after `steps` examples, and wrong, how many of them are. loop_start, the
            number of epochs after which the weights are those that return for ever; loop (4 n, 3),
            the weights after each example of a round of n epochs, loop_errors and loop_updates in
            it; all four None if none returns within 400 epochs. And of the network: ones; hidden
            (n,); top_net, top; chained (n - 1,), the results from left to right; by the number of
            ones sums, outputs and wanted (n + 1,), misses, the patterns of bits that it gets wrong,
            patterns, all there are; tree_layers, tree_units.
        """
        s = self.state()
        return {**rule.train(s), **network.run(s["bits"], s["chain"], s["units"])}

    def heights(self) -> tuple[int, int]:
        """Return what `view.ts` takes as it opens; measured."""
        if self.show == "network":
            rows = 66 * len(self.bits)
            return 460 + rows, 672 + rows
        circle = bool(rule.train(self.state())["loop_updates"])
        return 1211 + 144 * circle, 1788 + 132 * circle

    def alt(self) -> str:
        """Say what is right and what is not."""
        found = self.compute()
        if self.show == "network":
            return (
                f"A network of threshold units: {len(self.bits)} bits, hidden units that fire from "
                f"1, 2, … ones on, and an output unit. For the bits {several(self.bits)} it gives "
                f"{found['top']}; the chain of {self.chain} gates gives {found['chained'][-1]}. "
                f"Wrong patterns: {found['misses']} of {found['patterns']}."
            )
        w_1, w_2, b = (show(float(v)) for v in found["path"][self.steps])
        return (
            f"The four inputs of a gate with the targets {several(self.targets)} as corners of a "
            f"square. After {self.steps} examples the perceptron has the weights {w_1} and {w_2} "
            f"and the bias {b}; it gets {4 - found['wrong']} of 4 right."
        )


def _bits(name: str, given: Any, fewest: int, most: int) -> Any:
    found: Any = _check.array(name, given, [1], 0, 1)
    if not fewest <= len(found) <= most or any(bit not in (0, 1) for bit in found):
        many = str(most) if fewest == most else f"{fewest} to {most}"
        _check.refuse(name, given, f"a list of {many} numbers, each 0 or 1")
    return [int(bit) for bit in found]


def _pair(name: str, given: Any) -> Any:
    found = _check.array(name, given, [1], -10, 10)
    if _check.shape(found) != (2,):
        _check.refuse(name, given, "a list of 2 numbers")
    return found


def _order(name: str, given: Any) -> Any:
    found: Any = _check.array(name, given, [1], 0, 3)
    if sorted(found) != [0, 1, 2, 3]:
        _check.refuse(name, given, "the numbers 0 to 3 in some order")
    return [int(place) for place in found]
