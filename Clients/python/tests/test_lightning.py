"""The callback under a real Trainer; left out where Lightning is not installed."""

import unittest

import torch
import torch.nn.functional as functional

from support import HookTest, SmallNet, loader

try:
    from lightning.pytorch import LightningModule, Trainer
except ImportError:
    LightningModule = None


@unittest.skipIf(LightningModule is None, "Lightning is not installed")
class LightningTests(HookTest):
    def fit(self, loss_fn=None, accumulate=1, breaks=False, **settings):
        from ballast.lightning import BallastCallback

        class Module(LightningModule):
            def __init__(self):
                super().__init__()
                self.network = SmallNet()

            def training_step(self, batch, index):
                if breaks and index == 2:
                    raise ValueError("bad day")
                return functional.cross_entropy(self.network(batch[0]), batch[1])

            def validation_step(self, batch, index):
                self.log("val_loss", functional.cross_entropy(self.network(batch[0]), batch[1]))

            def configure_optimizers(self):
                return torch.optim.SGD(self.parameters(), lr=0.1)

        callback = BallastCallback(str(self.out), loss_fn, **settings)
        trainer = Trainer(
            max_epochs=2, accelerator="cpu", callbacks=[callback], logger=False,
            enable_checkpointing=False, enable_progress_bar=False, enable_model_summary=False,
            accumulate_grad_batches=accumulate, default_root_dir=str(self.folder))
        module = Module()
        trainer.fit(module, loader(), loader(2))
        return module

    def test_stepsAndValidationsAreRecorded(self):
        self.fit(loss_fn=functional.cross_entropy)
        steps = self.events("step")
        self.assertEqual([event["epoch"] for event in steps], [0] * 4 + [1] * 4)
        self.assertTrue(all(event["committed"] for event in steps))
        self.assertEqual(sum(steps[0]["labelCounts"]), 8)
        self.assertEqual(
            [event["mode"] for event in self.events("validation")],
            ["eval", "batchStatistics", "reestimated"] * 2)
        self.assertEqual(self.manifest()["status"], "completed")
        self.assertEqual(self.events("runStarted")[0]["steps"], 8)

    def test_accumulationAndTheTrainersOwnNumber(self):
        self.fit(accumulate=2)
        steps = self.events("step")
        self.assertEqual([sum(event["labelCounts"]) for event in steps], [16] * 4)
        self.assertAlmostEqual(steps[0]["loss"], 1.1, delta=0.4)
        self.assertEqual(len(self.events("validation")), 2)

    def test_exceptionIsTheReason(self):
        with self.assertRaises(ValueError):
            self.fit(breaks=True)
        self.assertEqual(self.manifest()["status"], "failed")
        self.assertIn("bad day", self.events("runEnded")[0]["reason"])


if __name__ == "__main__":
    unittest.main()
