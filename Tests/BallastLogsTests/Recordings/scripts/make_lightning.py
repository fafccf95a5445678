"""Lightning's CSVLogger and TensorBoardLogger, of one small training by its Trainer."""

import logging
import os
import warnings

import lightning
import torch
from lightning.pytorch.callbacks import LearningRateMonitor
from lightning.pytorch.loggers import CSVLogger, TensorBoardLogger

import course

WRITER = f"Lightning {lightning.__version__}"


class Classifier(lightning.LightningModule):
    def __init__(self, rate):
        super().__init__()
        self.save_hyperparameters()
        self.model = torch.nn.Sequential(
            torch.nn.Linear(8, 16), torch.nn.ReLU(), torch.nn.Linear(16, 4))

    def training_step(self, batch, _):
        loss = torch.nn.functional.cross_entropy(self.model(batch[0]), batch[1])
        self.log("train_loss", loss, on_step=True, on_epoch=True)
        return loss

    def validation_step(self, batch, _):
        outputs = self.model(batch[0])
        self.log("val_loss", torch.nn.functional.cross_entropy(outputs, batch[1]))
        self.log("val_acc", (outputs.argmax(1) == batch[1]).float().mean())

    def on_before_optimizer_step(self, optimizer):
        norms = [parameter.grad.norm() for parameter in self.parameters()]
        self.log("grad_norm", torch.stack(norms).norm())

    def configure_optimizers(self):
        optimizer = torch.optim.SGD(self.parameters(), lr=self.hparams.rate, momentum=0.9)
        return [optimizer], [torch.optim.lr_scheduler.StepLR(optimizer, 3)]


def loader(seed, count, shuffle):
    generator = torch.Generator().manual_seed(seed)
    labels = torch.randint(0, 4, (count,), generator=generator)
    centres = torch.randn(4, 8, generator=torch.Generator().manual_seed(7))
    inputs = centres[labels] + torch.randn(count, 8, generator=generator)
    data = torch.utils.data.TensorDataset(inputs, labels)
    return torch.utils.data.DataLoader(data, 32, shuffle=shuffle)


def main():
    course.anonymous()
    warnings.filterwarnings("ignore")
    logging.getLogger("lightning.pytorch").setLevel(logging.ERROR)
    lightning.seed_everything(5, verbose=False)
    folder = course.fresh("lightning")
    events = course.fresh("tensorboard", "lightning")
    trainer = lightning.Trainer(
        max_epochs=6, accelerator="cpu", log_every_n_steps=2, enable_checkpointing=False,
        enable_progress_bar=False, enable_model_summary=False,
        logger=[CSVLogger(folder), TensorBoardLogger(events)],
        callbacks=[LearningRateMonitor(log_momentum=True)])
    trainer.fit(Classifier(0.05), loader(1, 320, True), loader(2, 96, False))

    path = "lightning_logs/version_0"
    course.expect(
        "lightning", WRITER + ", CSVLogger",
        course.columns(os.path.join(folder, path, "metrics.csv"), "step"))
    course.expect(
        "tensorboard/lightning", WRITER + ", TensorBoardLogger",
        {f"{path}:{k}": v for k, v in course.events(os.path.join(events, path)).items()})


if __name__ == "__main__":
    main()
