"""trainer_state.json by the Trainer of transformers, of a tiny model; one run ends in NaN."""

import json
import os
import shutil
import tempfile

import torch
import transformers

import course

WRITER = f"transformers {transformers.__version__}, Trainer"


class Classifier(torch.nn.Module):
    def __init__(self, gain=1.0):
        super().__init__()
        self.layers = torch.nn.Sequential(
            torch.nn.Linear(8, 16), torch.nn.ReLU(), torch.nn.Linear(16, 4))
        self.gain = gain

    def forward(self, inputs, labels):
        outputs = self.layers(inputs * self.gain)
        return {"loss": torch.nn.functional.cross_entropy(outputs, labels), "logits": outputs}


def samples(seed, count):
    generator = torch.Generator().manual_seed(seed)
    labels = torch.randint(0, 4, (count,), generator=generator)
    centres = torch.randn(4, 8, generator=torch.Generator().manual_seed(7))
    inputs = centres[labels] + torch.randn(count, 8, generator=generator)
    return [{"inputs": x, "labels": y} for x, y in zip(inputs, labels)]


def run(name, gain=1.0, **options):
    transformers.set_seed(11)
    with tempfile.TemporaryDirectory() as folder:
        trainer = transformers.Trainer(
            Classifier(gain),
            transformers.TrainingArguments(
                folder, num_train_epochs=4, per_device_train_batch_size=32, logging_steps=5,
                eval_strategy="steps", eval_steps=10, save_strategy="no", report_to=[],
                use_cpu=True, disable_tqdm=True, label_names=["labels"], optim="sgd",
                remove_unused_columns=False, **options),
            train_dataset=samples(1, 640), eval_dataset=samples(2, 96),
            compute_metrics=lambda found: {
                "accuracy": float((found.predictions.argmax(1) == found.label_ids).mean())})
        trainer.train()
        trainer.save_state()
        target = course.fresh("huggingface", name)
        shutil.copy(os.path.join(folder, "trainer_state.json"), target)
    with open(os.path.join(target, "trainer_state.json")) as file:
        history = json.load(file)["log_history"]
    series = {}
    for entry in history:
        for key, value in entry.items():
            if key != "step" and isinstance(value, (int, float)):
                series.setdefault(key, []).append((entry["step"], value))
    note = ", logging_nan_inf_filter=False" if "logging_nan_inf_filter" in options else ""
    course.expect(f"huggingface/{name}", WRITER + note, series)


def main():
    run("healthy", learning_rate=0.1, warmup_steps=8)
    run("nan", learning_rate=1e3, gain=1e12, max_grad_norm=0.0, logging_nan_inf_filter=False)
    run("nan-masked", learning_rate=1e3, gain=1e12, max_grad_norm=0.0)


if __name__ == "__main__":
    main()
