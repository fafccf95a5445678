"""What goes wrong around the hook, and where a training first was not finite."""

import json
import math
import os
import resource
import signal
import unittest

import torch
import torch.nn.functional as functional
from torch import nn

import ballast
from ballast import _layers
from support import HookTest, SmallNet, batch, loader, sgd


class OverflowingNet(nn.Module):
    """Its second layer overflows once it is told to."""

    def __init__(self):
        super().__init__()
        self.first = nn.Linear(192, 8)
        self.second = nn.Linear(8, 8)
        self.head = nn.Linear(8, 3)
        self.factor = 1.0

    def forward(self, images):
        return self.head(self.second(self.first(images.flatten(1)) * self.factor))


class NonFiniteTests(HookTest):
    def broken(self, change, behind=False, model=None, loss=None):
        """Trains three steps; `change` breaks the third. The origin that is recorded."""
        self.out = self.folder / str(len(list(self.folder.iterdir())))
        model = model if model is not None else OverflowingNet()
        optimizer = sgd(model, lr=0.01)
        with ballast.watch(model, optimizer, self.out) as watcher:
            for step in range(1, 5):
                images, labels = batch(seed=step)
                if step == 3:
                    images = change(model, optimizer, images)
                optimizer.zero_grad()
                value = functional.cross_entropy(model(images), labels)
                if loss is not None and step == 3:
                    value = loss(value)
                value.backward()
                if not behind:
                    watcher.step(value, labels)
                optimizer.step()
                if behind:
                    watcher.step(value, labels)
        found = self.events("nonFinite")
        # Gradients that are not finite spoil the next loss, which is told too.
        self.assertIn(len(found), (1, 2), found)
        return tuple(found[0][key] for key in ("step", "tensor", "layer", "phase"))

    def test_firstTensorIsNamed(self):
        def pixel(model, optimizer, images):
            images[1, 2, 3, 4] = math.nan
            return images

        def activation(model, optimizer, images):
            model.factor = 3e38
            return images * 1e3

        def weight(model, optimizer, images):
            with torch.no_grad():
                model.second.bias[0] = math.inf
            return images

        same = lambda model, optimizer, images: images
        for behind in (False, True):
            self.assertEqual(self.broken(pixel, behind), (3, "images", "", "input"))
            self.assertEqual(
                self.broken(activation, behind), (3, "second output", "second", "forward"))
            self.assertEqual(
                self.broken(weight, behind), (2, "second.bias", "second", "update"))
            self.assertEqual(
                self.broken(same, behind, loss=lambda value: value * math.inf),
                (3, "loss", "", "loss"))

    def test_gradientOfTheLastLayerComesFirst(self):
        class Poison(torch.autograd.Function):
            @staticmethod
            def forward(context, value):
                return value.clone()

            @staticmethod
            def backward(context, gradient):
                return gradient * math.nan

        for behind in (False, True):
            self.assertEqual(
                self.broken(lambda m, o, images: images, behind, loss=Poison.apply),
                (3, "head.bias gradient", "head", "backward"))

    def test_gradientsTooLargeForTheirNormAreNamed(self):
        model = nn.Linear(2, 3, bias=False)
        with ballast.watch(model, sgd(model), self.out) as watcher:
            for step in range(2):
                loss = (model(torch.ones(4, 2)) * 1e30).mean()
                loss.backward()
                watcher.step(loss)
                watcher._optimizer.step()
                model.zero_grad()
        self.assertEqual(self.events("step")[0]["gradientNorm"], "inf")
        found = self.events("nonFinite")
        self.assertEqual(
            [(event["step"], event["tensor"], event["phase"]) for event in found],
            [(1, "weight gradient", "backward"), (2, "loss", "loss")])

    def test_statisticsSurviveTheSearch(self):
        model = SmallNet()
        found = []

        def change(model, optimizer, images):
            found.append(model.bn.num_batches_tracked.item())
            return images * math.nan

        self.broken(change, model=model)
        # The passes of steps 3 and 4, and no other.
        self.assertEqual(model.bn.num_batches_tracked.item(), found[0] + 2)


class FaultTests(HookTest):
    def test_existingDirectoryIsRefused(self):
        self.train()
        before = (self.out / "events.jsonl").read_bytes()
        model = SmallNet()
        with self.assertRaisesRegex(FileExistsError, "resume=True"):
            ballast.watch(model, sgd(model), self.out)
        self.assertEqual((self.out / "events.jsonl").read_bytes(), before)
        other = self.folder / "other"
        other.mkdir()
        (other / "file").write_text("mine")
        with self.assertRaisesRegex(FileExistsError, "not empty"):
            ballast.watch(model, sgd(model), other)
        self.assertEqual(sorted(os.listdir(self.folder)), ["other", "run"])

    def test_emptyDirectoryIsTaken(self):
        self.out.mkdir()
        self.train()
        self.assertEqual(len(self.events("step")), 3)

    def test_runGoesOn(self):
        model, optimizer = self.train()
        with open(self.out / "events.jsonl", "ab") as file:
            file.write(b'{"torn')
        self.train(2, model, optimizer, resume=True)
        self.assertEqual([event["step"] for event in self.events("step")], [1, 2, 3, 4, 5])
        self.assertEqual(self.events("resumed")[0]["step"], 3)
        self.assertEqual([event["status"] for event in self.events("runEnded")], ["completed"])
        self.train(2, model, optimizer, resume=1)
        self.assertEqual([event["step"] for event in self.events("step")], [1, 2, 3])
        self.assertEqual(self.manifest()["steps"], 3)
        self.assertEqual(len(self.events("runStarted")), 1)

    def test_resumeWithoutARunBegins(self):
        self.train(resume=True)
        self.assertEqual(len(self.events("step")), 3)

    def test_runOfAnotherProgramIsNotGoneOnWith(self):
        self.out.mkdir()
        (self.out / "run.json").write_text("{}")
        model = SmallNet()
        with self.assertRaisesRegex(ValueError, "another program"):
            ballast.watch(model, sgd(model), self.out, resume=True)

    def test_exceptionClosesTheRecord(self):
        for error, status in (
            (ValueError("bad day"), "failed"), (KeyboardInterrupt(), "interrupted")):
            self.out = self.folder / status
            model = SmallNet()
            with self.assertRaises(type(error)):
                with ballast.watch(model, sgd(model), self.out) as watcher:
                    watcher.step(functional.cross_entropy(model(batch()[0]), batch()[1]))
                    raise error
            self.assertEqual(self.events("runEnded")[0]["status"], status)
            self.assertEqual(self.manifest()["status"], status)
            self.assertFalse(watcher._recorder.journal.is_open)
            watcher.close()

    def test_forwardPassThatRaisesLeavesNoHooks(self):
        model = SmallNet()
        with ballast.watch(model, sgd(model), self.out):
            with self.assertRaises(RuntimeError):
                model(torch.zeros(2, 5, 8, 8))
            self.assertFalse(any(m._forward_hooks for m in model.modules() if m is not model))
            model(batch()[0])
            self.assertEqual(torch.overrides._get_current_function_mode_stack(), [])

    def test_fullDiskIsSaidOnceAndTrainingGoesOn(self):
        code = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        self.addCleanup(signal.signal, signal.SIGXFSZ, code)
        limits = resource.getrlimit(resource.RLIMIT_FSIZE)
        model = SmallNet()
        optimizer = sgd(model)
        with self.messages() as text:
            with ballast.watch(model, optimizer, self.out, layers_every=0) as watcher:
                for step in range(12):
                    if step == 2:
                        size = os.path.getsize(self.out / "events.jsonl")
                        resource.setrlimit(resource.RLIMIT_FSIZE, (size + 100, limits[1]))
                    optimizer.zero_grad()
                    loss = functional.cross_entropy(model(batch(seed=step)[0]), batch(seed=step)[1])
                    loss.backward()
                    watcher.step(loss)
                    optimizer.step()
                resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        self.assertEqual(text.getvalue().count("\n"), 1, text.getvalue())
        self.assertIn("the training goes on", text.getvalue())
        # Whole lines only; the room that came back is used again.
        self.assertEqual(len(self.events("step")), 2)
        self.assertEqual(self.events()[-1]["kind"], "runEnded")

    def test_directoryThatCannotBeMadeIsSaid(self):
        (self.folder / "file").write_text("")
        self.out = self.folder / "file" / "run"
        with self.messages() as text:
            self.train()
        self.assertIn("nothing is recorded", text.getvalue())

    def test_faultOfTheHookDoesNotEndTheTraining(self):
        usual = _layers.LayerSight.measure
        self.addCleanup(setattr, _layers.LayerSight, "measure", usual)

        def fails(*arguments):
            raise RuntimeError("odd tensor")

        _layers.LayerSight.measure = fails
        with self.messages() as text:
            model, _ = self.train()
            with torch.no_grad():
                model(batch()[0])
        self.assertIn("odd tensor", text.getvalue())
        self.assertEqual(text.getvalue().count("\n"), 1)

    def test_oddArgumentsDoNotEndTheTraining(self):
        model = SmallNet()
        optimizer = sgd(model)
        with self.messages():
            with ballast.watch(model, optimizer, self.out) as watcher:
                loss = functional.cross_entropy(model(batch()[0]), batch()[1])
                watcher.step("no number", batch_labels=object(), batch_indices="abc")
                watcher.step(loss, batch_labels=torch.rand(8, 3), losses=[1, 2])
                watcher.step(loss, batch_labels=["cat"] * 8, epoch=None)
                loss.backward()
                optimizer.step()
        json.loads((self.out / "events.jsonl").read_text().splitlines()[-1])

    def test_oneSampleAtTheEndHasNoStatistics(self):
        model = SmallNet()
        model.conv = nn.Conv2d(3, 8, 8)
        images, labels = batch(9)
        last = torch.utils.data.DataLoader(
            torch.utils.data.TensorDataset(images, labels), batch_size=4)
        with self.messages() as text, ballast.watch(model, sgd(model), self.out) as watcher:
            watcher.validate(last, nn.CrossEntropyLoss(), train_loader=loader())
        self.assertEqual(text.getvalue(), "")
        samples = {event["mode"]: event["samples"] for event in self.events("validation")}
        self.assertEqual(samples, {"eval": 9, "batchStatistics": 8, "reestimated": 9})


if __name__ == "__main__":
    unittest.main()
