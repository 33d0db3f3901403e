"""BatchPipeline: what shuffle, map, batch, repeat and prefetch do in the order they stand in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from traitlets import Any as AnyTrait
from traitlets import Float, Int, List, Unicode

from unrolled.explorables._base import Explorable
from unrolled.explorables._numbers import show
from unrolled.explorables.batch_pipeline.run import Run, run
from unrolled.explorables.batch_pipeline.state import checked, resized

BATCHES, PER_BATCH, CELLS = 24, 12, 120  # at most, whose examples are shown one by one
STEPS, AHEAD = 16, 64  # of training and of the background, on the time line


class BatchPipeline(Explorable):
    """A data set, a chain of stages as `tf.data` has them, and a training loop that asks for more.

    Each stage takes elements from the one before it when it is asked for one. What stands in
    front of `prefetch` is done in the background; the rest while training waits.

    Parameters
    ----------
    examples : int
        From 1 to 2000, stored class by class.
    classes : int
        From 1 to 10, of equal size.
    lengths : int or list of int
        Steps of each example, from 1 to 200: one number for all, or one for each of up to 60
        examples. A batch is filled up to its longest. A number of `examples` that is changed
        cuts or continues a list.
    epochs : int
        From 1 to 100. Without the stage `repeat` the loop begins the data set anew each time.
    order : list of str
        Stages: `batch` and any of shuffle, map, repeat, prefetch, each once.
    buffer : int
        Elements that `shuffle` holds and draws from; 1 to 2000.
    batch : int
        From 1 to 256.
    remainder : {"kept", "dropped"}
        What happens to an incomplete batch.
    ahead : int
        Elements that `prefetch` keeps ready, from 1 to 16.
    read, work, train : float
        Milliseconds to read an example, for a call of the function of `map`, and for a step of
        training; from 0 to 1000.
    seed : int
        Of the shuffling, from 0 to 9999.

    Raises
    ------
    StateError
        If a value is not possible.

    Source
    ------
    Osnabrück 2023/24, 2 and 3; TUM 2019, 3h. The stages are those of `tf.data.Dataset`.

    Examples
    --------
    Four batches that take 3 ms to prepare and 5 ms to train on:

    >>> found = BatchPipeline(examples=8, batch=2, epochs=1, order=["batch", "map", "prefetch"],
    ...                       read=0, work=3, train=5).compute()
    >>> found["total_without"], found["total"]
    (32.0, 23.0)
    """

    examples = Int(22).tag(sync=True)
    classes = Int(4).tag(sync=True)
    lengths = AnyTrait(1).tag(sync=True)
    epochs = Int(2).tag(sync=True)
    order = List(["shuffle", "map", "batch", "prefetch"]).tag(sync=True)
    buffer = Int(8).tag(sync=True)
    batch = Int(4).tag(sync=True)
    remainder = Unicode("kept").tag(sync=True)
    ahead = Int(1).tag(sync=True)
    read = Float(0.25).tag(sync=True)
    work = Float(1.0).tag(sync=True)
    train = Float(5.0).tag(sync=True)
    seed = Int(1).tag(sync=True)

    @classmethod
    def merge(cls, state: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
        """Let a list of lengths follow the number of examples."""
        return resized(state, changes)

    @classmethod
    def check(cls, state: Mapping[str, Any]) -> dict[str, Any]:
        """Return the full state; `state.py` and `model.ts` have the rules."""
        return checked(super().check(state))

    def compute(self) -> dict[str, Any]:
        """Run the pipeline and the loop.

        Returns
        -------
        dict
            Of the whole run: updates, updates_per_epoch, last (size of the last batch), unused
            (examples that were read for a batch that was dropped, or not at all), straddling
            (batches with examples of two epochs), classes_mean (different classes in a batch, on
            average); cells (steps of all batches, with the filler), filler_total, filler_share and
            filler_sorted (if the data came sorted by length); total (ms until the last step is
            done), wait (ms of it in which training waits), busy (share in which it does not),
            total_without prefetch and total_last with it as the last stage.
            Of the batches that are shown: size, longest, filler; of their first examples, in one
            row: member (numbers from 1) and epoch_of (from 1).
            Of the first steps: ready and end (ms), when training on them begins and ends. Of what
            the background does first: ahead_start and ahead_end.
        """
        found = run(self.state())
        return self._content(found) | self._padding(found) | self._times(found)

    def _content(self, found: Run) -> dict[str, Any]:
        sizes = [len(batch) for batch in found.batches]
        shown = found.batches[:BATCHES]
        cut = [pair for batch in shown for pair in batch[:PER_BATCH]][:CELLS]
        examples, classes = self.examples, self.classes
        kinds = [len({i * classes // examples for i, _ in batch}) for batch in found.batches]
        return {
            "updates": len(sizes),
            "updates_per_epoch": len(sizes) / self.epochs,
            "last": sizes[-1] if sizes else 0,
            "unused": examples * self.epochs - sum(sizes),
            "straddling": sum(len({e for _, e in batch}) > 1 for batch in found.batches),
            "classes_mean": float(np.mean(kinds)) if kinds else 0.0,
            "size": np.array(sizes[:BATCHES]),
            "member": np.array([i + 1 for i, _ in cut]),
            "epoch_of": np.array([e + 1 for _, e in cut]),
        }

    def _padding(self, found: Run) -> dict[str, Any]:
        lengths = np.broadcast_to(np.array(self.lengths), (self.examples,))
        size = np.array([len(batch) for batch in found.batches], int)
        steps = lengths[[i for batch in found.batches for i, _ in batch]]
        first = np.cumsum(size) - size  # where each batch begins among the steps
        longest = np.maximum.reduceat(steps, first) if size.size else steps
        filler = longest * size - (np.add.reduceat(steps, first) if size.size else 0)
        cells = int((longest * size).sum())
        ranked = np.sort(lengths)
        chunks = [ranked[i : i + self.batch] for i in range(0, self.examples, self.batch)]
        used = [c for c in chunks if self.remainder == "kept" or len(c) == self.batch]
        return {
            "longest": longest[:BATCHES],
            "filler": filler[:BATCHES],
            "cells": cells,
            "filler_total": int(filler.sum()),
            "filler_share": float(filler.sum()) / cells if cells else 0.0,
            "filler_sorted": self.epochs * sum(int((c.max() - c).sum()) for c in used),
        }

    def _times(self, found: Run) -> dict[str, Any]:
        trained = self.train * len(found.end)
        without, behind = found.without(self.train), found.behind(self.train, self.ahead)
        return {
            "total": found.total,
            "total_without": without if "prefetch" in self.order else found.total,
            "total_last": found.total if self.order[-1] == "prefetch" else behind,
            "wait": found.total - trained,
            "busy": trained / found.total if found.total else 0.0,
            "ready": np.array(found.ready[:STEPS]),
            "end": np.array(found.end[:STEPS]),
            "ahead_start": np.array([start for start, _ in found.ahead[:AHEAD]]),
            "ahead_end": np.array([end for _, end in found.ahead[:AHEAD]]),
        }

    def heights(self) -> tuple[int, int]:
        """Return what `view.ts` takes as it opens; measured."""
        return 949, 1335

    def alt(self) -> str:
        """Say who meets in the batches, how many updates there are, and how long it takes."""
        found = self.compute()
        return (
            f"A data set of {self.examples} examples goes through {', '.join(self.order)} and to "
            f"the training. In {self.epochs} epochs there are {found['updates']} updates, the last "
            f"from {found['last']} examples; a batch holds {show(found['classes_mean'])} of "
            f"{self.classes} classes on average; {show(100 * found['filler_share'], 3)} % of its "
            f"steps are filler. It takes {show(found['total'])} ms, of which training waits "
            f"{show(found['wait'])}; without prefetch it would be {show(found['total_without'])}."
        )
