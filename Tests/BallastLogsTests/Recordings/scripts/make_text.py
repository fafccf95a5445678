"""Text, JSON lines and plain tables: what own loops write, and layouts of tools not at hand."""

import contextlib
import csv
import gzip
import io
import json
import logging
import math
import os
import platform

import course

PYTHON = f"Python {platform.python_version()}"


def written(folder, name, text, writer, series, packed=False):
    path = os.path.join(course.ROOT, folder, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", newline="") as file:
        file.write(text)
    course.expect(f"{folder}/{name}", writer, series)
    if packed:
        with open(path, "rb") as file:
            data = gzip.compress(file.read(), mtime=0)
        with open(path + ".gz", "wb") as file:
            file.write(data)
        course.expect(f"{folder}/{name}.gz", writer + f", gzip of {PYTHON}", series)


def printed(function):
    """What `print` puts on standard output."""
    text = io.StringIO()
    with contextlib.redirect_stdout(text):
        series = function()
    return text.getvalue(), series


def rounded(value, digits):
    return float(f"{value:.{digits}f}")


def epoch_lines():
    """The line of a widely copied loop: means of an epoch, after some chatter."""
    print("Using device: cpu\nModel has 61,706 parameters")
    series = {"Train Loss": [], "Val Loss": []}
    for epoch in range(30):
        train, validation = course.train_loss(3 * epoch), course.validation_loss(3 * epoch)
        print(f"Epoch {epoch+1}/{30}, Train Loss: {train:.4f}, Val Loss: {validation:.4f}")
        if epoch == 14:
            print("Saved checkpoint to model-epoch15.pt (loss scale 1.0)")
        series["Train Loss"].append((epoch + 1, rounded(train, 4)))
        series["Val Loss"].append((epoch + 1, rounded(validation, 4)))
    print("Finished Training")
    return series


def nan_lines():
    series = {"loss": [], "val_loss": []}
    for epoch in range(12):
        loss = course.train_loss(epoch) * 4.0 ** max(0, epoch - 6) if epoch < 10 else math.nan
        validation = 1.1 * loss if epoch != 9 else math.inf
        print(f"epoch={epoch} loss={loss:.3e} val_loss={validation:.3e} lr=1.0e-01")
        series["loss"].append((epoch, float(f"{loss:.3e}")))
        series["val_loss"].append((epoch, float(f"{validation:.3e}")))
    return series


def tutorial_lines():
    """Running means over 2000 samples, as many tutorials print them."""
    series = {"loss": []}
    for epoch in range(2):
        for index, batch in enumerate(range(1999, 12000, 2000)):
            loss = course.train_loss(12 * epoch + 2 * index)
            print(f"[{epoch + 1}, {batch + 1:5d}] loss: {loss:.3f}")
            series["loss"].append((len(series["loss"]), rounded(loss, 3)))
    print("Finished Training")
    return series


def example_lines():
    """Position within the epoch in samples, and a test line with a fraction."""
    series = {"Loss": [], "Average loss": []}
    for epoch in range(1, 5):
        for batch in range(0, 100, 10):
            loss = course.train_loss(10 * (epoch - 1) + batch // 10)
            print("Train Epoch: {} [{}/{} ({:.0f}%)]\tLoss: {:.6f}".format(
                epoch, batch * 64, 6400, batch, loss))
            series["Loss"].append((len(series["Loss"]), rounded(loss, 6)))
        test = course.validation_loss(10 * epoch)
        right = int(1000 * course.validation_accuracy(10 * epoch))
        print("\nTest set: Average loss: {:.4f}, Accuracy: {}/{} ({:.0f}%)\n".format(
            test, right, 1000, right / 10))
        series["Average loss"].append((epoch, rounded(test, 4)))
    return series


def quickstart_lines():
    series = {"loss": [], "Avg loss": []}
    for epoch in range(4):
        print(f"Epoch {epoch+1}\n-------------------------------")
        for batch in range(0, 100, 10):
            loss = course.train_loss(10 * epoch + batch // 10)
            print(f"loss: {loss:>7f}  [{(batch + 1) * 64:>5d}/{6400:>5d}]")
            series["loss"].append((len(series["loss"]), rounded(loss, 6)))
        test = course.validation_loss(10 * epoch)
        accuracy = course.validation_accuracy(10 * epoch)
        print(f"Test Error: \n Accuracy: {(100*accuracy):>0.1f}%, Avg loss: {test:>8f} \n")
        series["Avg loss"].append((epoch + 1, rounded(test, 6)))
    print("Done!")
    return series


def meter_lines():
    """Current value and running mean in brackets, tab by tab."""
    series = {"Loss": []}
    for epoch in range(3):
        total = 0.0
        for batch in range(0, 20):
            loss = course.train_loss(20 * epoch + batch)
            total += loss
            if batch % 5 == 0:
                print(f"Epoch: [{epoch}][{batch:3d}/{20}]\tTime  0.210 ( 0.230)\t"
                      f"Data  0.002 ( 0.004)\tLoss {loss:.4e} ({total / (batch + 1):.4e})\t"
                      "Acc@1  31.25 ( 30.10)")
                series["Loss"].append((20 * epoch + batch, float(f"{loss:.4e}")))
        print(f" *   Acc@1 {100 * course.validation_accuracy(20 * epoch):.3f} Acc@5 100.000")
    return series


def dictionary_lines():
    """A dictionary per line, as `print(metrics)` gives it."""
    series = {"loss": [], "lr": []}
    for step in range(0, 60, 5):
        metrics = {"step": step, "loss": course.train_loss(step), "lr": course.learning_rate(step)}
        print(metrics)
        series["loss"].append((step, metrics["loss"]))
        series["lr"].append((step, metrics["lr"]))
    return series


def prints():
    for name, function in (
            ("epochs", epoch_lines), ("nan", nan_lines), ("tutorial", tutorial_lines),
            ("example", example_lines), ("quickstart", quickstart_lines), ("meters", meter_lines),
            ("dictionaries", dictionary_lines)):
        text, series = printed(function)
        written("text", f"print-{name}.txt", text, f"print of {PYTHON}", series,
                packed=name == "epochs")


class Colours(logging.Formatter):
    def format(self, record):
        colour = {"INFO": "\x1b[32m", "WARNING": "\x1b[33m"}[record.levelname]
        return f"{colour}{super().format(record)}\x1b[0m"


def coloured_log():
    text = io.StringIO()
    handler = logging.StreamHandler(text)
    handler.setFormatter(Colours("%(asctime)s %(levelname)s [trainer.py:%(lineno)d] %(message)s"))
    # A fixed clock keeps the file the same.
    handler.formatter.formatTime = lambda record, _: "2026-01-02 03:04:05,678"
    logger = logging.getLogger("recording")
    logger.setLevel(logging.INFO)
    logger.propagate = False
    logger.addHandler(handler)
    series = {"loss": [], "lr": [], "grad_norm": [], "val_loss": []}
    for step in range(0, 100, 5):
        values = (
            course.train_loss(step), course.learning_rate(step, 100), course.gradient_norm(step))
        logger.info("step %d | loss %.4f | lr %.3e | grad_norm %.3f", step, *values)
        spellings = (".4f", ".3e", ".3f")
        for name, value, spelling in zip(("loss", "lr", "grad_norm"), values, spellings):
            series[name].append((step, float(format(value, spelling))))
        if step % 25 == 20:
            logger.info("step %d | val_loss %.4f", step, course.validation_loss(step))
            logger.warning("validation took 12.3 s, 4 workers")
            series["val_loss"].append((step, rounded(course.validation_loss(step), 4)))
    written("text", "logging-ansi.txt", text.getvalue(), f"logging of {PYTHON}", series)


def megatron():
    lines, series = [], {name: [] for name in ("lm loss", "learning rate", "grad norm")}
    for index in range(40):
        step = 10 * (index + 1)
        loss, rate = 11 * course.train_loss(index) / 2, course.learning_rate(index, 40) / 100
        norm, skipped = course.gradient_norm(index), int(index == 5)
        lines.append(
            f" [2026-01-02 03:{index:02d}:05] iteration {step:8d}/     400 | consumed samples: "
            f"{256 * step:12d} | elapsed time per iteration (ms): 812.3 | "
            f"learning rate: {rate:.6E} | global batch size: {256:5d} | lm loss: {loss:.6E} | "
            f"loss scale: 1.0 | grad norm: {norm:.3f} | number of skipped "
            f"iterations: {skipped:3d} | number of nan iterations:   0 |")
        series["lm loss"].append((step, float(f"{loss:.6E}")))
        series["learning rate"].append((step, float(f"{rate:.6E}")))
        series["grad norm"].append((step, rounded(norm, 3)))
        if step % 100 == 0:
            value = 11 * course.validation_loss(index) / 2
            lines.append("-" * 90)
            lines.append(f" validation loss at iteration {step} | lm loss value: {value:.6E} | "
                         f"lm loss PPL: {math.exp(value):.6E} | ")
            lines.append("-" * 90)
            series.setdefault("lm loss value", []).append((step, float(f"{value:.6E}")))
    text = "using world size: 8\n" + "\n".join(lines) + "\n"
    written("text", "megatron.txt", text, "layout by hand of Megatron-LM's log", series)
    coloured = "".join(f"\x1b[36mrank 7:\x1b[0m{line}\n" for line in lines)
    written("text", "megatron-ansi.txt", coloured,
            "layout by hand of Megatron-LM's log behind a launcher", series)


def json_lines():
    """json.dumps writes NaN and Infinity bare."""
    text, series = [], {"loss": [], "lr": [], "val_loss": []}
    for step in range(50):
        loss = course.train_loss(step) * 3.0 ** max(0, step - 40)
        if step > 46:
            loss = math.inf if step == 47 else math.nan
        record = {"step": step, "loss": loss, "lr": course.learning_rate(step)}
        if step % 10 == 9:
            record["val_loss"] = course.validation_loss(step) if step < 45 else -math.inf
            series["val_loss"].append((step, record["val_loss"]))
        text.append(json.dumps(record))
        series["loss"].append((step, loss))
        series["lr"].append((step, record["lr"]))
    text = "\n".join(text) + "\n"
    written("jsonl", "metrics.jsonl", text, f"json of {PYTHON}", series, packed=True)
    nested = "\n".join(
        json.dumps({"time": 1.5 * step, "train": {"loss": course.train_loss(step)}, "step": step,
                    "note": "line \"quoted\" \u2713"})
        for step in range(30)) + "\n"
    written("jsonl", "nested.jsonl", nested, f"json of {PYTHON}",
            {"train.loss": [(step, course.train_loss(step)) for step in range(30)]})


def plain_tables():
    fields = ["step", "epoch", "train_loss", "val_loss", "val_acc", "lr", "grad_norm", "loss_scale"]
    for name, separator in (("table.csv", ","), ("table.tsv", "\t")):
        text = io.StringIO()
        writer = csv.DictWriter(text, fields, delimiter=separator)
        writer.writeheader()
        series = {field: [] for field in fields[2:]}
        for step in range(60):
            row = {"step": step, "epoch": step // 10, "train_loss": course.train_loss(step),
                   "lr": course.learning_rate(step), "grad_norm": course.gradient_norm(step),
                   "loss_scale": 1.0}
            if step == 17:
                row["grad_norm"] = math.nan
            if step % 10 == 9:
                row["val_loss"] = course.validation_loss(step)
                row["val_acc"] = course.validation_accuracy(step)
            writer.writerow(row)
            for field in series:
                if field in row:
                    series[field].append((step, row[field]))
        written("csv", name, text.getvalue(), f"csv of {PYTHON}", series)


def weights_and_biases():
    """What its web page exports; the service that writes these files is not at hand."""
    hand = "layout by hand of the web page's export"
    lines = ['"Step","calm-river-1 - train/loss","calm-river-1 - train/loss__MIN",'
             '"calm-river-1 - train/loss__MAX"']
    series = []
    for step in range(0, 60, 2):
        low, high = sorted((course.train_loss(step), course.train_loss(step + 1)))
        mean = round((low + high) / 2, 6)
        lines.append(f'"{step}","{mean}","{low}","{high}"')
        series.append((step, mean))
    written("wandb", "chart.csv", "\n".join(lines) + "\n", hand,
            {"calm-river-1 - train/loss": series})

    names = ("calm-river-1", "warm-dew-2")
    lines = ['"Step",' + ",".join(
        f'"{name} - val/loss","{name} - val/loss__MIN","{name} - val/loss__MAX"' for name in names)]
    series = {f"{name} - val/loss": [] for name in names}
    for step in range(9, 60, 10):
        cells = [f'"{step}"']
        for index, name in enumerate(names):
            value = round(course.validation_loss(step) * (1 + index / 10), 6)
            late = index == 1 and step > 40
            cells += [f'"{"" if late else value}"'] * 3
            if not late:
                series[f"{name} - val/loss"].append((step, value))
        lines.append(",".join(cells))
    written("wandb", "chart-two-runs.csv", "\n".join(lines) + "\n", hand, series)

    lines = ["_step,_runtime,_timestamp,epoch,train/loss,train/learning_rate,val/loss"]
    series = {"train/loss": [], "train/learning_rate": [], "val/loss": []}
    for step in range(60):
        loss = "NaN" if step == 59 else course.train_loss(step)
        value = course.validation_loss(step) if step % 10 == 9 else ""
        rate = course.learning_rate(step)
        time = 1.25 * step
        lines.append(
            f"{step},{time},{1767323045 + time},{step // 10},{loss},{rate},{value}")
        series["train/loss"].append((step, float(loss)))
        series["train/learning_rate"].append((step, rate))
        if value:
            series["val/loss"].append((step, value))
    written("wandb", "history.csv", "\n".join(lines) + "\n", hand, series)

    table = ('"Name","State","Notes","User","Tags","Created","Runtime","Sweep","batch_size","lr",'
             '"train/loss","val/loss"\n'
             '"warm-dew-2","finished","-","someone","","2026-01-02T03:04:05Z","75","","32","0.1",'
             '"0.44156","0.505683"\n'
             '"calm-river-1","crashed","-","someone","","2026-01-02T02:04:05Z","71","","32","0.2",'
             '"0.46","0.51"\n')
    written("wandb", "runs-table.csv", table, hand + "; a reader must refuse it", {})


if __name__ == "__main__":
    for folder in ("text", "jsonl", "csv", "wandb"):
        course.fresh(folder)
    prints()
    coloured_log()
    megatron()
    json_lines()
    plain_tables()
    weights_and_biases()
