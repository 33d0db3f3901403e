"""FAU 1.12: a network that learns from digits whose labels it never sees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unrolled.questions.generative.small_nets import digits, minimise, seeded

if TYPE_CHECKING:
    from torch import Tensor

UNLABELLED = 1000


def experiment() -> dict[str, int]:
    """Tell by how many quarter turns a digit was rotated; the targets come from the rotating."""
    import torch

    images = digits()[0].view(-1, 8, 8)
    with seeded(0):
        hidden = torch.nn.Linear(64, 64), torch.nn.ReLU()
        net = torch.nn.Sequential(torch.nn.Flatten(), *hidden, torch.nn.Linear(64, 4))

        def loss() -> Tensor:
            turned, turns = quarter_turns(images[torch.randint(UNLABELLED, (64,))])
            return torch.nn.functional.cross_entropy(net(turned), turns)

        minimise(loss, net, steps=200, learning_rate=0.005)
        turned, turns = quarter_turns(images[UNLABELLED:])
        right = float((net(turned).argmax(dim=1) == turns).double().mean())
    assert right > 0.8
    return {"unlabelled": UNLABELLED, "right": round(100 * right)}


def quarter_turns(images: Tensor) -> tuple[Tensor, Tensor]:
    """Each image (8, 8) in its four positions, and by how many quarters it was turned."""
    import torch

    turned = [torch.rot90(images, k, (1, 2)) for k in range(4)]
    return torch.cat(turned), torch.arange(4).repeat_interleave(len(images))
