"""The backward pass step by step, and the graph as data."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unrolled import autodiff as ad
from unrolled.autodiff import Value


def neuron():
    """A neuron with a squared error; the numbers are worked out by hand below."""
    w, x, b = Value(2.0, "w"), Value(-1.0, "x"), Value(3.0, "b")
    z = w * x + b
    return w, x, b, z, (ad.relu(z) - 4) ** 2


def test_steps_of_a_neuron():
    # z = 1, loss = (1 - 4)^2 = 9; dloss/dz = -6; w: 6, x: -12, b: -6.
    w, x, b, z, loss = neuron()
    steps = {step.node: step for step in ad.replay(loss)}
    assert loss.data == 9.0
    assert steps[loss].local == (-6.0, None)  # the exponent is a constant
    assert steps[z].gradient == -6.0
    assert [steps[node].gradient for node in (w, x, b)] == [6.0, -12.0, -6.0]


def test_a_step_can_be_replayed():
    # Adding up what is passed, in the order of the steps, gives every gradient when it is used.
    *_, loss = neuron()
    received = {loss: 1.0}
    for step in ad.replay(loss):
        assert step.gradient == received[step.node]
        for parent, local, passed in zip(step.node.parents, step.local, step.passed, strict=True):
            if not parent.constant:
                assert passed == step.gradient * local
                received[parent] = received.get(parent, 0.0) + passed
        for parent, total in zip(step.node.parents, step.accumulated, strict=True):
            assert total == received.get(parent)


@given(st.lists(st.tuples(st.integers(0, 99), st.integers(0, 99)), min_size=1, max_size=30))
def test_topological_order(pairs):
    results = [Value(1.0), Value(2.0)]
    for i, j in pairs:
        results.append(results[i % len(results)] + results[j % len(results)])
    order = ad.topological(results[-1])
    place = {node: i for i, node in enumerate(order)}
    assert len(place) == len(order)
    assert order[-1] is results[-1]
    assert all(place[parent] < place[node] for node in order for parent in node.parents)
    assert order == ad.topological(results[-1])


def test_graph_is_plain_data():
    *_, loss = neuron()
    data = json.loads(json.dumps(ad.graph(loss)))
    assert [node["id"] for node in data["nodes"]] == list(range(len(data["nodes"])))
    by_label = {node["label"]: node for node in data["nodes"] if node["label"]}
    assert (by_label["w"]["value"], by_label["w"]["gradient"]) == (2.0, 6.0)
    for edge in data["edges"]:
        assert edge["source"] < edge["target"]
    visited = [data["nodes"][i] for i in data["backward"]]
    assert visited[0]["op"] == "**"
    assert not any(node["constant"] for node in visited)


def test_an_operand_used_twice_has_two_edges():
    x = Value(3.0)
    edges = ad.graph(x * x)["edges"]
    assert [(e["source"], e["position"], e["local"]) for e in edges] == [(0, 0, 3.0), (0, 1, 3.0)]
    (first, _) = ad.replay(x * x)
    assert first.passed == (3.0, 3.0)
    assert first.accumulated == (6.0, 6.0)


def test_constants_receive_nothing():
    assert ad.replay(Value.of(2.0) * 3) == []
    x = Value(1.0)
    step = ad.replay(x / 4)[0]
    assert step.local == (0.25, None)
    assert step.accumulated == (0.25, None)
    assert ad.grad(Value.of(2.0) * 3, [x]) == [0.0]


def test_repr():
    assert repr(Value(2.0, "x")) == "Value(2.0, label='x')"
    assert repr(Value(2.0) * 3) == "Value(6.0, op='*')"
    assert float(Value(2.5)) == pytest.approx(2.5)
