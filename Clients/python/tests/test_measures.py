"""Each measured number against its definition, computed plainly."""

import math
import unittest

import torch
import torch.nn.functional as functional
from torch import nn

import ballast
from ballast import _batches, _inputs
from support import HookTest, SmallNet, batch, sgd


class ResidualNet(nn.Module):
    """A function as the activation of a layer, and one behind a sum."""

    def __init__(self):
        super().__init__()
        self.first = nn.Conv2d(3, 4, 3, padding=1)
        self.second = nn.Conv2d(4, 4, 3, padding=1)
        self.head = nn.Linear(4, 3)

    def forward(self, images):
        one = functional.relu(functional.max_pool2d(self.first(images), 2))
        other = self.second(one)
        other += one
        self.sum = other.detach().clone()
        return self.head(torch.relu_(other).mean(dim=(2, 3)))


class MeasureTests(HookTest):
    def one_step(self, model, optimizer, images, labels, **options):
        with ballast.watch(model, optimizer, self.out, **options) as watcher:
            loss = functional.cross_entropy(model(images), labels)
            loss.backward()
            watcher.step(loss, batch_labels=labels)
            gradients = {name: p.grad.clone() for name, p in model.named_parameters()}
            before = {name: p.detach().clone() for name, p in model.named_parameters()}
            optimizer.step()
        layers = {layer["name"]: layer for layer in self.events("layers")[0]["layers"]}
        return self.events("step")[0], layers, gradients, before

    def assertClose(self, one, other):
        other = float(torch.as_tensor(other).detach())
        self.assertAlmostEqual(one, other, delta=1e-5 * max(1e-3, abs(one)))

    def test_normsOfStepAndLayers(self):
        model = SmallNet()
        step, layers, gradients, before = self.one_step(model, sgd(model), *batch())
        norm = lambda tensors: torch.cat([t.flatten() for t in tensors]).double().norm()
        self.assertClose(step["gradientNorm"], norm(gradients.values()))
        after = dict(model.named_parameters())
        change = {name: after[name].detach() - old for name, old in before.items()}
        self.assertClose(step["updateRatio"], norm(change.values()) / norm(before.values()))
        self.assertEqual(list(layers), ["conv", "bn", "fc"])
        for name, layer in layers.items():
            of_layer = lambda found: norm(v for k, v in found.items() if k.startswith(name + "."))
            self.assertClose(layer["gradientNorm"], of_layer(gradients))
            self.assertClose(layer["weightNorm"], of_layer(before))
            self.assertClose(layer["updateNorm"], of_layer(change))

    def test_activationsBehindTheirFunction(self):
        model = SmallNet()
        with torch.no_grad():
            model.bn.bias[:3] = -100
        images, labels = batch()
        _, layers, _, _ = self.one_step(model, sgd(model, lr=1e-30), images, labels)
        conv = model.conv(images)
        rectified = functional.batch_norm(
            conv, None, None, model.bn.weight, model.bn.bias, training=True).relu()
        self.assertClose(layers["conv"]["activationScale"], conv.square().mean().sqrt())
        self.assertClose(layers["conv"]["activationPeak"], conv.abs().max())
        self.assertNotIn("deadFraction", layers["conv"])
        self.assertClose(layers["bn"]["activationScale"], rectified.square().mean().sqrt())
        self.assertClose(layers["bn"]["activationPeak"], rectified.abs().max())
        self.assertClose(layers["bn"]["deadFraction"], 3 / 8)

    def test_functionsAndSumsAreFollowed(self):
        model = ResidualNet()
        images, labels = batch()
        _, layers, _, _ = self.one_step(model, sgd(model, lr=1e-30), images, labels)
        one = functional.relu(functional.max_pool2d(model.first(images), 2))
        self.assertEqual(list(layers), ["first", "second", "", "head"])
        self.assertClose(layers["first"]["activationScale"], one.square().mean().sqrt())
        self.assertIn("deadFraction", layers["first"])
        self.assertClose(
            layers["second"]["activationScale"], model.second(one).square().mean().sqrt())
        self.assertNotIn("deadFraction", layers["second"])
        self.assertClose(
            layers[""]["activationScale"], model.sum.relu().square().mean().sqrt())

    def test_driftIsTheFarthestChannels(self):
        model = SmallNet()
        images, labels = batch()
        with torch.no_grad():
            model.bn.running_mean.copy_(torch.linspace(-1, 4, 8))
        running = model.bn.running_mean.clone()
        _, layers, _, _ = self.one_step(model, sgd(model, lr=1e-30), images, labels)
        values = model.conv(images).transpose(0, 1).flatten(1)
        deviation = (values.var(dim=1) + model.bn.eps).sqrt()
        expected = ((running - values.mean(dim=1)).abs() / deviation).max()
        self.assertAlmostEqual(
            layers["bn"]["batchNormDrift"], float(expected.detach()),
            delta=1e-3 * float(expected.detach()))

    def test_saturationOfBoundedFunctions(self):
        for function, layer in ((nn.Tanh(), 0.99), (nn.Sigmoid(), 0.98)):
            self.out = self.folder / type(function).__name__
            model = nn.Sequential(nn.Linear(4, 16), function, nn.Linear(16, 3))
            with torch.no_grad():
                model[0].weight.mul_(8)
            images = torch.randn(8, 4)
            _, layers, _, _ = self.one_step(
                model, sgd(model, lr=1e-30), images, torch.zeros(8, dtype=torch.long))
            values = function(model[0](images))
            outside = (values.abs() > 0.99) if layer == 0.99 else (values - 0.5).abs() > 0.49
            self.assertClose(layers["0"]["saturatedFraction"], outside.float().mean())

    def test_secondMomentRatioOfAdam(self):
        for kind in (torch.optim.Adam, torch.optim.AdamW):
            self.out = self.folder / kind.__name__
            torch.manual_seed(0)
            model = nn.Sequential(nn.Flatten(), nn.Linear(192, 3))
            optimizer = kind(model.parameters(), lr=1e-3, weight_decay=0.1)
            with ballast.watch(model, optimizer, self.out, layers_every=1) as watcher:
                moment, ratios = 0, []
                for step in range(1, 4):
                    images, labels = batch(seed=step)
                    optimizer.zero_grad()
                    loss = functional.cross_entropy(model(images * step * step), labels)
                    loss.backward()
                    watcher.step(loss)
                    gradient = torch.cat([p.grad.flatten() for p in model.parameters()])
                    if kind is torch.optim.Adam:
                        old = torch.cat([p.detach().flatten() for p in model.parameters()])
                        gradient = gradient + 0.1 * old
                    moment = 0.999 * moment + 0.001 * gradient.square()
                    free = moment / (1 - 0.999**step)
                    ratios.append((gradient.square() / free.clamp_min(1e-16)).mean().sqrt())
                    optimizer.step()
            for event, ratio in zip(self.events("layers"), ratios):
                found = event["layers"][0]["secondMomentRatio"]
                self.assertAlmostEqual(found, float(ratio), delta=1e-3 * float(ratio))

    def test_accuracyCountsTiesForEarlierClasses(self):
        model = nn.Linear(1, 7)
        scores = torch.tensor([
            [0.0, 5, 1, 2, 3, 4, 6], [1.0, 1, 0, 0, 0, 0, 0], [math.nan] * 7, [1.0] * 7])
        labels = torch.tensor([6, 1, 0, 5])
        with ballast.watch(model, sgd(model), self.out) as watcher:
            model(torch.ones(4, 1)).sum().backward()
            watcher.step(torch.tensor(1.0), labels, outputs=scores)
        step = self.events("step")[0]
        self.assertEqual(step["accuracy"], 0.25)
        self.assertEqual(step["topKAccuracy"], 0.5)

    def test_worstShare(self):
        table = [
            ([1.0] * 32, 1 / 16), ([0.0] * 31 + [8.0], 1.0), ([1.0] * 3 + [5.0], 5 / 8)]
        for losses, expected in table:
            self.assertAlmostEqual(_batches.worst_share(losses), expected)
        for losses in ([0.0, 0.0], [math.inf, 1.0], [math.nan]):
            self.assertTrue(math.isnan(_batches.worst_share(losses)))

    def test_lossesOfSamplesAreUsedAndNotInvented(self):
        model = nn.Sequential(nn.Flatten(), nn.Linear(192, 3))
        images, labels = batch(32)
        vector = functional.cross_entropy(model(images), labels, reduction="none").detach()
        expected = _batches.worst_share(vector.tolist())
        smooth = lambda out: functional.cross_entropy(out, labels, label_smoothing=0.5)
        table = [
            ("vector", lambda out: vector, {}, expected),
            ("given", lambda out: vector.mean(), {"losses": vector}, expected),
            ("seen", lambda out: functional.cross_entropy(out, labels), {}, expected),
            ("smooth", smooth, {}, None),
        ]
        for name, loss, options, share in table:
            self.out = self.folder / name
            with ballast.watch(model, sgd(model), self.out) as watcher:
                value = loss(model(images))
                functional.cross_entropy(model(images), labels).backward()
                watcher.step(value, labels, **options)
            step = self.events("step")[0]
            if share is None:
                self.assertNotIn("worstShare", step)
            else:
                self.assertAlmostEqual(step["worstShare"], share, places=5)

    def test_checksumIsThatOfBallast(self):
        # The first output of SplitMix64 with the seed 0; the sum does not know an order.
        self.assertEqual(_batches.mixed(0), 0xE220A8397B1DCDAF)
        self.assertEqual(_batches.checksum([5, 0, 9]), _batches.checksum([9, 5, 0]))
        self.assertNotEqual(_batches.checksum([1, 4]), _batches.checksum([2, 3]))
        self.assertEqual(
            _batches.checksum([0, 1]), (_batches.mixed(0) + _batches.mixed(1)) % 2**64)

    def test_epochsAreFound(self):
        def course(options, steps, watch={}):
            model = SmallNet()
            self.out = self.folder / str(len(list(self.folder.iterdir())))
            with ballast.watch(model, sgd(model), self.out, **watch) as watcher:
                for number, step in enumerate(steps):
                    images, labels = batch(seed=step)
                    loss = functional.cross_entropy(model(images), labels)
                    loss.backward()
                    watcher.step(loss, labels, **options(number, step))
            batches = [event["batch"] for event in self.events("step")]
            return [(b["epoch"], b["position"]) for b in batches], [b["checksum"] for b in batches]

        expected = [(0, 0), (0, 8), (1, 0), (1, 8)]
        indices = lambda number, step: {"batch_indices": range(8 * step, 8 * step + 8)}
        for options, watch in (
            (lambda number, step: {}, {}), (indices, {}),
            (lambda number, step: {"epoch": number // 2}, {}),
        ):
            places, sums = course(options, [0, 1, 0, 1], watch)
            self.assertEqual(places, expected)
            self.assertEqual(sums[:2], sums[2:])
            self.assertNotEqual(sums[0], sums[1])
        # Another order of the same samples: indices tell the epoch, contents do not.
        self.assertEqual(course(indices, [0, 1, 1, 0])[0], expected)


class InputTests(unittest.TestCase):
    def survey(self, images):
        survey = _inputs.InputSurvey()
        survey.look(images)
        return survey

    def reach(self, survey):
        """As Ballast's detector of odd scales computes it."""
        pixels = survey.preprocessing()
        ends = [
            abs(end) for mean, std in zip(pixels["mean"], pixels["std"])
            for end in (-mean / std, (1 - mean) / std)]
        return max(ends)

    def test_scalesAreToldApart(self):
        torch.manual_seed(0)
        noise = torch.rand(16, 3, 12, 12)
        table = [
            (noise, "unit", 1.1), (noise * 255, "bytes", 256),
            ((noise - 0.45) / 0.225, "standardized", 3),
            (torch.randn(16, 1, 8, 8), "standardized", 5)]
        for images, word, most in table:
            survey = self.survey(images)
            self.assertEqual(survey.pixel_scale(), word)
            self.assertLess(self.reach(survey), most)
        self.assertGreater(self.reach(self.survey(noise * 255)), 200)

    def test_oneOddImageIsNoScale(self):
        images = torch.randn(16, 3, 8, 8)
        images[3] *= 1000
        survey = self.survey(images)
        self.assertLess(self.reach(survey), 10)
        self.assertGreater(survey.peak, 1000)

    def test_momentsAreThoseOfTheImages(self):
        images = torch.randn(32, 2, 9, 9) * torch.tensor([2.0, 0.5])[:, None, None] + 3
        facts = self.survey(images).facts()
        for channel in range(2):
            self.assertAlmostEqual(facts["mean"][channel], float(images[:, channel].mean()), 4)
            self.assertAlmostEqual(
                facts["deviation"][channel], float(images[:, channel].std(unbiased=False)), 4)


if __name__ == "__main__":
    unittest.main()
