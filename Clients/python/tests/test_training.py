"""The training is the same with the hook, bit for bit, and the records belong to its steps."""

import copy
import random
import unittest

import torch
import torch.nn.functional as functional
from torch import nn

import ballast
from support import HookTest, SmallNet, batch, loader, sgd


def states(model):
    return {name: value.clone() for name, value in model.state_dict().items()}


class TrainingTests(HookTest):
    def assertSameBits(self, one, other):
        self.assertEqual(one.keys(), other.keys())
        for name in one:
            self.assertTrue(torch.equal(one[name], other[name]), name)

    def course(self, watched, optimizer_type=torch.optim.SGD, **options):
        torch.manual_seed(3)
        random.seed(3)
        model = SmallNet(dropout=0.5)
        optimizer = optimizer_type(model.parameters(), lr=0.05, **options)
        criterion = nn.CrossEntropyLoss()
        train = loader(shuffle=True)
        watcher = ballast.watch(
            model, optimizer, self.out, layers_every=2, updates_every=1, train_loader=train,
            enabled=watched)
        with watcher:
            for _ in range(3):
                for images, labels in train:
                    optimizer.zero_grad()
                    loss = criterion(model(images), labels)
                    loss.backward()
                    watcher.step(loss, batch_labels=labels)
                    optimizer.step()
                if watched:
                    watcher.validate(loader(shuffle=True), criterion)
        return states(model), torch.get_rng_state(), random.getstate()

    def test_trainingIsTheSameWithTheHook(self):
        for kind, options in ((torch.optim.SGD, {"momentum": 0.9}), (torch.optim.Adam, {})):
            self.out = self.folder / kind.__name__
            bare, hooked = (self.course(watched, kind, **options) for watched in (False, True))
            self.assertSameBits(bare[0], hooked[0])
            self.assertTrue(torch.equal(bare[1], hooked[1]))
            self.assertEqual(bare[2], hooked[2])
            self.assertEqual(len(self.events("step")), 12)

    def test_validationLeavesTheModelAsItWas(self):
        model = SmallNet(dropout=0.5)
        model.dropout.eval()
        model.bn.momentum = 0.3
        with ballast.watch(model, sgd(model), self.out) as watcher:
            model(batch()[0])
            before, identity = states(model), id(model.bn.running_mean)
            modes = [module.training for module in model.modules()]
            generator = torch.Generator().manual_seed(5)
            own = loader(shuffle=True, generator=generator)
            state, numbers = torch.get_rng_state(), generator.get_state()
            watcher.validate(loader(shuffle=True), nn.CrossEntropyLoss(), train_loader=own)
            self.assertSameBits(before, states(model))
            self.assertEqual(identity, id(model.bn.running_mean))
            self.assertEqual(modes, [module.training for module in model.modules()])
            self.assertEqual(model.bn.momentum, 0.3)
            self.assertTrue(torch.equal(state, torch.get_rng_state()))
            self.assertTrue(torch.equal(numbers, generator.get_state()))

    def test_validationThatRaisesLeavesTheModelAsItWas(self):
        model = SmallNet()
        calls = []

        def fails_later(outputs, labels):
            calls.append(1)
            if len(calls) > 4:
                raise RuntimeError("no loss")
            return nn.functional.cross_entropy(outputs, labels)

        with ballast.watch(model, sgd(model), self.out) as watcher:
            model(batch()[0])
            before = states(model)
            with self.assertRaisesRegex(RuntimeError, "no loss"), self.messages():
                for _ in range(2):
                    watcher.validate(loader(), fails_later)
            self.assertSameBits(before, states(model))
            self.assertTrue(model.training and model.bn.training)

    def test_validationModesMeanWhatTheySay(self):
        model = SmallNet()
        train = loader()
        with ballast.watch(model, sgd(model), self.out, train_loader=train) as watcher:
            found = watcher.validate(train, nn.CrossEntropyLoss(), train_loader=train)
        usual = copy.deepcopy(model).eval()
        batchwise = copy.deepcopy(model).train()
        anew = copy.deepcopy(model).train()
        anew.bn.reset_running_stats()
        anew.bn.momentum = None
        with torch.no_grad():
            for images, _ in train:
                anew(images)
            anew.eval()
            expected = {"eval": usual, "batchStatistics": batchwise, "reestimated": anew}
            for mode, other in expected.items():
                losses = [nn.functional.cross_entropy(other(x), y) for x, y in train]
                self.assertAlmostEqual(found.losses[mode], float(sum(losses) / 4), places=5)
        self.assertEqual([e["mode"] for e in self.events("validation")], list(expected))

    def test_recordIsTheSameBeforeAndBehindTheUpdate(self):
        def course(name, behind):
            self.out = self.folder / name
            torch.manual_seed(1)
            model = SmallNet()
            optimizer = sgd(model)
            scheduler = torch.optim.lr_scheduler.ExponentialLR(optimizer, 0.5)
            with ballast.watch(model, optimizer, self.out, updates_every=1) as watcher:
                for step in range(4):
                    images, labels = batch(seed=step)
                    optimizer.zero_grad(set_to_none=True)
                    loss = nn.functional.cross_entropy(model(images), labels)
                    loss.backward()
                    if not behind:
                        watcher.step(loss, batch_labels=labels)
                    optimizer.step()
                    scheduler.step()
                    if behind:
                        optimizer.zero_grad(set_to_none=True)
                        watcher.step(loss, batch_labels=labels)
            drop = ("time", "seconds")
            return [
                {key: value for key, value in event.items() if key not in drop}
                for event in self.events("step")]

        before, behind = course("before", False), course("behind", True)
        self.assertEqual(before, behind)
        self.assertEqual([event["learningRate"] for event in before], [0.1, 0.05, 0.025, 0.0125])
        self.assertTrue(all(event["committed"] for event in before))

    def test_accumulatedBatchesMakeOneStep(self):
        for behind in (False, True):
            self.out = self.folder / f"behind-{behind}"
            model = SmallNet()
            optimizer = sgd(model)
            with ballast.watch(model, optimizer, self.out, accumulate=3) as watcher:
                # The last update is made of two batches only.
                for number in range(8):
                    images, labels = batch(seed=number)
                    loss = nn.functional.cross_entropy(model(images), labels)
                    (loss / 3).backward()
                    is_last = number % 3 == 2 or number == 7
                    if is_last and behind:
                        optimizer.step()
                        optimizer.zero_grad()
                    watcher.step(loss, batch_labels=labels, batch_indices=range(8))
                    if is_last and not behind:
                        optimizer.step()
                        optimizer.zero_grad()
            steps = self.events("step")
            self.assertEqual([sum(event["labelCounts"]) for event in steps], [24, 24, 16])
            self.assertTrue(all(event["committed"] for event in steps))
            self.assertEqual(self.manifest()["configuration"]["accumulate"], 3)
            self.assertEqual(self.manifest()["configuration"]["batchSize"], 8)

    def test_gradientsAreSeenBeforeClipping(self):
        model = SmallNet()
        optimizer = sgd(model)
        with ballast.watch(model, optimizer, self.out) as watcher:
            images, labels = batch()
            loss = nn.functional.cross_entropy(model(images), labels)
            loss.backward()
            watcher.step(loss)
            norm = float(torch.nn.utils.clip_grad_norm_(model.parameters(), 1e-3))
            optimizer.step()
        self.assertAlmostEqual(self.events("step")[0]["gradientNorm"], norm, places=5)

    def test_scaledGradientsAreRecordedWithoutTheirScale(self):
        for behind in (False, True):
            self.out = self.folder / f"amp-{behind}"
            torch.manual_seed(0)
            model = SmallNet()
            optimizer = sgd(model, lr=0.01)
            scaler = torch.amp.GradScaler("cpu", init_scale=2.0**60, growth_interval=1000)
            norms = []
            with ballast.watch(model, optimizer, self.out, scaler=scaler) as watcher:
                for step in range(60):
                    images, labels = batch(seed=step)
                    optimizer.zero_grad()
                    with torch.autocast("cpu", dtype=torch.float16):
                        outputs = model(images)
                        loss = nn.functional.cross_entropy(outputs.float(), labels)
                    scaler.scale(loss).backward()
                    if not behind:
                        watcher.step(loss, batch_labels=labels)
                    scale = scaler.get_scale()
                    before = model.fc.weight.detach().clone()
                    grads = [p.grad / scale for p in model.parameters()]
                    scaler.step(optimizer)
                    scaler.update()
                    if not torch.equal(before, model.fc.weight):
                        norms.append(float(torch.stack([g.norm() for g in grads]).norm()))
                    if behind:
                        watcher.step(loss, batch_labels=labels)
            recorded = [event["gradientNorm"] for event in self.events("step")]
            self.assertEqual(len(recorded), len(norms))
            self.assertLess(len(norms), 60)
            self.assertGreater(len(norms), 5)
            for one, other in zip(recorded, norms):
                self.assertAlmostEqual(one, other, delta=1e-3 * other)
            self.assertEqual(len(self.events("note")), 2)
            self.assertEqual(self.events("nonFinite"), [])

    def test_otherPassesOfTheModelAreNoSteps(self):
        model = SmallNet()
        optimizer = sgd(model)
        with ballast.watch(model, optimizer, self.out) as watcher:
            for step in range(3):
                images, labels = batch(seed=step)
                with torch.no_grad():
                    model(images)
                model.eval()
                model(images)
                model.train()
                loss = nn.functional.cross_entropy(model(images), labels)
                loss.backward()
                optimizer.step()
                watcher.step(loss)
                optimizer.zero_grad()
        self.assertEqual([event["step"] for event in self.events("step")], [1, 2, 3])
        self.assertTrue(all(event["committed"] for event in self.events("step")))

    def test_copiesAndSavedModelsAreFree(self):
        model = SmallNet()
        optimizer = sgd(model)
        with ballast.watch(model, optimizer, self.out) as watcher:
            copies = [copy.deepcopy(model)]
            torch.save(model, self.folder / "model.pt")
            copies.append(torch.load(self.folder / "model.pt", weights_only=False))
            copy.deepcopy(optimizer)
            for other in copies:
                functional.cross_entropy(other(batch()[0]), batch()[1]).backward()
            self.assertIsNone(watcher._forward)
            self.assertNotIn(b"ballast", (self.folder / "model.pt").read_bytes())

    def test_compiledAndParallelModels(self):
        def step(model, inner, name):
            self.out = self.folder / name
            optimizer = sgd(inner)
            with self.messages() as text, ballast.watch(model, optimizer, self.out) as watcher:
                for number in range(2):
                    images, labels = batch(seed=number)
                    optimizer.zero_grad()
                    loss = functional.cross_entropy(model(images), labels)
                    loss.backward()
                    watcher.step(loss, labels)
                    optimizer.step()
                watcher.validate(loader(), nn.CrossEntropyLoss())
            self.assertNotIn("ballast:", text.getvalue())
            self.assertEqual(len(self.events("step")), 2)
            self.assertEqual(len(self.events("validation")), 3)
            self.assertEqual(self.manifest()["configuration"]["model"], "SmallNet")

        model = SmallNet()
        step(torch.nn.DataParallel(model), model, "parallel")
        step(torch.compile(model, backend="eager"), model, "compiled")
        model.compile(backend="eager")
        step(model, model, "compiled-in-place")

    def test_auxiliaryHeadsAreNotTheOutput(self):
        class WithHead(SmallNet):
            def forward(self, images):
                scores = super().forward(images)
                return (scores, torch.zeros_like(scores)) if self.training else scores

        model = WithHead()
        with ballast.watch(model, sgd(model), self.out) as watcher:
            scores, _ = model(batch()[0])
            loss = functional.cross_entropy(scores, batch()[1])
            loss.backward()
            watcher.step(loss, batch()[1])
            watcher.validate(loader(), nn.CrossEntropyLoss())
        share = (scores.argmax(dim=1) == batch()[1]).float().mean()
        self.assertAlmostEqual(self.events("step")[0]["accuracy"], float(share))

    def test_nothingIsLeftOnTheModel(self):
        model, optimizer = self.train()
        for module in model.modules():
            self.assertEqual(len(module._forward_hooks), 0)
            self.assertEqual(len(module._forward_pre_hooks), 0)
        self.assertEqual(len(optimizer._optimizer_step_pre_hooks), 0)
        self.assertEqual(len(optimizer._optimizer_step_post_hooks), 0)
        torch.save(model, self.folder / "model.pt")


if __name__ == "__main__":
    unittest.main()
