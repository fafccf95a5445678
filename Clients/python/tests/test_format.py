"""The files are what Ballast's reader takes: names, types and spellings."""

import math
import re
import unittest

import torch
from torch import nn

import ballast
from ballast import _description, _encoding
from support import CLASSES, HookTest, SmallNet, batch, loader, sgd

NUMBER = (int, float)
# The fields that the reader insists on, and what they are.
REQUIRED = {
    "runStarted": {
        "configuration": dict, "parameters": int, "steps": int, "dataset": dict,
        "preprocessing": dict, "machine": dict},
    "step": {
        "step": int, "epoch": int, "loss": NUMBER, "accuracy": NUMBER, "topKAccuracy": NUMBER,
        "learningRate": NUMBER, "gradientNorm": NUMBER, "seconds": NUMBER, "committed": bool},
    "layers": {"step": int, "layers": list},
    "nonFinite": {"step": int, "tensor": str, "layer": str, "phase": str},
    "validation": {
        "step": int, "epoch": int, "part": str, "mode": str, "samples": int, "batches": int,
        "loss": NUMBER, "accuracy": NUMBER, "topKAccuracy": NUMBER, "seconds": NUMBER},
    "note": {"text": str},
    "resumed": {"step": int},
    "runEnded": {"status": str, "step": int, "reason": str},
}
OPTIONAL = {
    "step": {
        "momentum": NUMBER, "updateRatio": NUMBER, "worstShare": NUMBER, "labelCounts": list,
        "batch": dict},
}
LAYER = {
    "name", "gradientNorm", "weightNorm", "updateNorm", "activationScale", "activationPeak",
    "deadFraction", "saturatedFraction", "batchNormDrift", "secondMomentRatio"}
WORDS = {"nan", "inf", "-inf"}


def is_kind(value: object, kind: object) -> bool:
    """Whether a value has a type; numbers may be the words for what is not finite."""
    if kind is NUMBER:
        return value in WORDS or isinstance(value, NUMBER) and not isinstance(value, bool)
    if kind is int:
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, kind)


class FormatTests(HookTest):
    def check(self, event):
        kind = event["kind"]
        self.assertEqual(event["schema"], 1)
        self.assertIsInstance(event["time"], float)
        required = REQUIRED[kind]
        allowed = {**required, **OPTIONAL.get(kind, {})}
        self.assertLessEqual(set(required), set(event), kind)
        self.assertLessEqual(set(event) - {"schema", "time", "kind"}, set(allowed), kind)
        for name, expected in allowed.items():
            if name in event:
                self.assertTrue(is_kind(event[name], expected), f"{kind}.{name}: {event[name]!r}")

    def test_everyEventHasTheFieldsOfItsKind(self):
        model = SmallNet()
        optimizer = sgd(model)
        with ballast.watch(model, optimizer, self.out, layers_every=1) as watcher:
            for step in range(3):
                images, labels = batch(seed=step)
                if step == 2:
                    images[0, 0, 0, 0] = math.inf
                optimizer.zero_grad()
                loss = nn.functional.cross_entropy(model(images), labels)
                loss.backward()
                watcher.step(loss, batch_labels=labels, batch_indices=range(8))
                optimizer.step()
                if step == 1:
                    watcher.validate(loader(), nn.CrossEntropyLoss())
            watcher.note("a word with \"quotes\", ünd a\nbreak")
        events = self.events()
        for event in events:
            self.check(event)
        self.assertEqual(
            [event["kind"] for event in events],
            ["runStarted", "step", "layers", "step", "layers", "validation", "validation",
             "validation", "step", "layers", "nonFinite", "note", "runEnded"])
        for event in self.events("layers"):
            for layer in event["layers"]:
                self.assertLessEqual(set(layer), LAYER)
        self.assertEqual(self.events("step")[2]["loss"], "nan")
        self.assertEqual(self.events("runEnded")[0]["status"], "diverged")

    def test_manifestIsComplete(self):
        self.train(train_loader=loader(), epochs=2)
        manifest = self.manifest()
        for key in ("schema", "configuration", "seed", "versions", "machine", "status",
                    "classNames", "preprocessing", "datasetDigest", "steps", "parameters"):
            self.assertIn(key, manifest)
        self.assertEqual(manifest["recorder"], "pytorch")
        self.assertEqual(manifest["versions"]["backend"], f"PyTorch {torch.__version__}")
        self.assertEqual(manifest["status"], "completed")
        self.assertEqual(manifest["steps"], 3)
        self.assertEqual(manifest["classNames"], ["0", "1", "2"])
        self.assertLessEqual(set(manifest["configuration"]), _description.KEYS)
        self.assertEqual(manifest["configuration"]["steps"], 8)
        self.assertEqual(manifest["configuration"]["order"], "sequential")
        self.assertEqual(set(manifest["preprocessing"]), {"mean", "std", "imageSize", "channels"})
        start = self.events("runStarted")[0]
        self.assertEqual(start["dataset"]["trainingSamples"], 32)
        self.assertEqual(start["steps"], 8)

    def test_unknownSettingIsRefused(self):
        model = SmallNet()
        with self.assertRaisesRegex(ValueError, "learningRate"):
            ballast.watch(model, sgd(model), self.out, configuration={"learningRate": 1})
        self.assertFalse(self.out.exists())

    def test_optimizersAreNamedAsBallastNamesThem(self):
        model = SmallNet()
        table = [
            (torch.optim.SGD(model.parameters(), lr=0.5, nesterov=True, momentum=0.8),
             {"optimizer": "sgd", "lr": 0.5, "momentum": 0.8, "nesterov": True}),
            (torch.optim.AdamW(model.parameters(), lr=1e-3, betas=(0.8, 0.9)),
             {"optimizer": "adamw", "beta1": 0.8, "beta2": 0.9, "weightDecay": 0.01}),
            (torch.optim.RMSprop(model.parameters(), alpha=0.7), {"optimizer": "rmsprop"}),
            (torch.optim.NAdam(model.parameters()), {"optimizer": "adam"}),
        ]
        for optimizer, expected in table:
            fields, note = _description.of_optimizer(optimizer)
            self.assertEqual({**fields, **expected}, fields)
            self.assertEqual(note is None, type(optimizer) is not torch.optim.NAdam)

    def test_schedulesAreWrittenInBallastsNotation(self):
        optimizer = sgd(SmallNet())
        lr = torch.optim.lr_scheduler
        table = [
            (lr.StepLR(optimizer, 10, gamma=0.5), "step:size=10,gamma=0.5"),
            (lr.MultiStepLR(optimizer, [60, 30]), r"multistep:milestones=30\+60,gamma=0.1"),
            (lr.CosineAnnealingLR(optimizer, 20), r"cosine:total=20,min=0(\.0)?"),
            (lr.ReduceLROnPlateau(optimizer, patience=4),
             "plateau:factor=0.1,patience=4,threshold=0.0001,cooldown=0"),
            (lr.LambdaLR(optimizer, lambda epoch: 1), "constant"),
        ]
        for scheduler, expected in table:
            self.assertRegex(_description.schedule(scheduler), f"^{expected}$")

    def test_nonFiniteNumbersAreWords(self):
        self.assertEqual(
            _encoding.line({"b": math.nan, "a": [math.inf, -math.inf], "c": None, "d": 1.5}),
            b'{"a":["inf","-inf"],"b":"nan","d":1.5}\n')

    def test_checksumIsSixteenHexadecimalDigits(self):
        self.train()
        for event in self.events("step"):
            self.assertTrue(re.fullmatch("[0-9a-f]{16}", event["batch"]["checksum"]))
            self.assertEqual(len(event["labelCounts"]), CLASSES)
            self.assertEqual(sum(event["labelCounts"]), 8)


if __name__ == "__main__":
    unittest.main()
