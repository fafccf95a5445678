"""Tables and line logs of trainers, by their real writers, given made-up values."""

import json
import os
import tempfile

import course


def epochs(count=20, steps=3):
    """(epoch, step) of epochs of three steps each."""
    return [(epoch, steps * epoch + steps - 1) for epoch in range(count)]


def timm():
    import timm
    from timm.utils import update_summary

    path = os.path.join(course.fresh("timm"), "summary.csv")
    for epoch, step in epochs():
        accuracy = course.validation_accuracy(step)
        update_summary(
            epoch, {"loss": course.train_loss(step)},
            {"loss": course.validation_loss(step), "top1": 100 * accuracy, "top5": 100.0},
            path, lr=course.learning_rate(step))
    course.expect("timm/summary.csv", f"timm {timm.__version__}, utils.update_summary",
                  course.columns(path, "epoch"))


def ultralytics():
    """The writing method of its trainer, given a trainer's few attributes and made-up metrics."""
    os.environ["YOLO_CONFIG_DIR"] = tempfile.mkdtemp()
    import pathlib
    import types

    import ultralytics
    from ultralytics.engine.trainer import BaseTrainer

    folder = pathlib.Path(course.fresh("ultralytics"))
    writer = f"ultralytics {ultralytics.__version__}, BaseTrainer.save_metrics, made-up metrics"

    def written(name, metrics):
        path = folder / name / "results.csv"
        trainer = types.SimpleNamespace(csv=path, train_time_start=0.0)
        # The column `time` counts from the start; a fixed clock keeps the file the same.
        import ultralytics.engine.trainer as module
        for epoch, step in epochs():
            trainer.epoch = epoch
            module.time = types.SimpleNamespace(time=lambda: 3.5 * (epoch + 1))
            BaseTrainer.save_metrics(trainer, metrics(step))
        course.expect(f"ultralytics/{name}", writer, course.columns(path, "epoch"))
        return path

    detect = written("detect", lambda step: {
        "train/box_loss": course.train_loss(step), "train/cls_loss": 1.5 * course.train_loss(step),
        "train/dfl_loss": 0.5 * course.train_loss(step),
        "metrics/precision(B)": course.validation_accuracy(step),
        "metrics/recall(B)": course.validation_accuracy(step),
        "metrics/mAP50(B)": course.validation_accuracy(step),
        "metrics/mAP50-95(B)": 0.6 * course.validation_accuracy(step),
        "val/box_loss": course.validation_loss(step),
        "val/cls_loss": 1.5 * course.validation_loss(step),
        "val/dfl_loss": 0.5 * course.validation_loss(step),
        **{f"lr/pg{group}": course.learning_rate(step) for group in range(3)}})
    written("classify", lambda step: {
        "train/loss": course.train_loss(step),
        "metrics/accuracy_top1": course.validation_accuracy(step), "metrics/accuracy_top5": 1,
        "val/loss": course.validation_loss(step),
        **{f"lr/pg{group}": course.learning_rate(step) for group in range(3)}})

    # Until 8.1 every cell was padded with spaces to 23 characters.
    path = folder / "detect-padded" / "results.csv"
    path.parent.mkdir()
    with open(detect) as source, open(path, "w") as target:
        for line in source:
            target.write(",".join(f"{cell:>23}" for cell in line.strip().split(",")) + "\n")
    course.expect("ultralytics/detect-padded", "layout by hand of ultralytics before 8.2",
                  course.columns(path, "epoch"))


def mlflow():
    folder = course.fresh("mlflow")
    os.environ["MLFLOW_ALLOW_FILE_STORE"] = "true"
    import mlflow as package

    place = os.getcwd()
    with tempfile.TemporaryDirectory() as temporary:
        os.chdir(temporary)
        package.set_tracking_uri("file:./mlruns")
        package.set_experiment("shapes")
        with package.start_run(run_name="first"):
            package.log_params({"lr": 0.1, "batch_size": 32})
            for step in range(60):
                package.log_metric("train_loss", course.train_loss(step), step)
                if step % 4 == 0:
                    package.log_metric("lr", course.learning_rate(step), step)
                if step % 10 == 9:
                    package.log_metric("val_loss", course.validation_loss(step), step)
                    package.log_metric("val_acc", course.validation_accuracy(step), step)
            package.log_metric("loss_after", float("nan"), 60)
        os.chdir(place)
        os.rename(os.path.join(temporary, "mlruns"), os.path.join(folder, "mlruns"))
    series = {}
    for top, _, files in sorted(os.walk(folder)):
        for name in files:
            path = os.path.join(top, name)
            with open(path) as file:
                text = file.read()
            if os.path.basename(top) == "metrics":
                lines = [line.split() for line in text.splitlines()]
                series[name] = [(int(step), float(value)) for _, value, step, *_ in lines]
            elif temporary in text:
                with open(path, "w") as file:
                    file.write(text.replace(temporary, "/tmp/training"))
            if name in ("mlflow.user", "mlflow.source.name"):
                with open(path, "w") as file:
                    file.write("someone" if name.endswith("user") else "train.py")
            elif name == "meta.yaml":
                with open(path) as file:
                    lines = ["user_id: someone\n" if line.startswith("user_id") else line
                             for line in file]
                with open(path, "w") as file:
                    file.writelines(lines)
    course.expect("mlflow", f"mlflow-skinny {package.__version__}, file store", series)


def mmengine():
    import logging

    import mmengine
    from mmengine.visualization import LocalVisBackend

    folder = course.fresh("mmengine")
    logging.disable(logging.CRITICAL)
    backend = LocalVisBackend(folder)
    series = {name: [] for name in ("loss", "loss_cls", "lr", "grad_norm", "accuracy/top1")}
    for step in range(4, 60, 5):
        scalars = {
            "lr": course.learning_rate(step), "data_time": 0.01,
            "grad_norm": course.gradient_norm(step),
            "loss": course.train_loss(step), "loss_cls": 0.5 * course.train_loss(step), "time": 0.2,
            "epoch": step // 20 + 1, "iter": step + 1, "memory": 512}
        backend.add_scalars(scalars, step=step + 1)
        for name in ("loss", "loss_cls", "lr", "grad_norm"):
            series[name].append((step + 1, scalars[name]))
        if step % 20 == 19:
            accuracy = 100 * course.validation_accuracy(step)
            backend.add_scalars({"accuracy/top1": accuracy, "data_time": 0.01, "time": 0.2},
                                step=step // 20 + 1)
            series["accuracy/top1"].append((step // 20 + 1, accuracy))
    logging.disable(logging.NOTSET)
    writer = f"mmengine {mmengine.__version__}, LocalVisBackend"
    course.expect("mmengine/scalars.json", writer, series)


def detectron2():
    """JSONWriter sorts the keys and writes medians over twenty iterations."""
    path = os.path.join(course.fresh("detectron2"), "metrics.json")
    series = {name: [] for name in ("total_loss", "loss_cls", "lr", "bbox/AP")}
    with open(path, "w") as file:
        for iteration in range(19, 400, 20):
            step = iteration // 7
            record = {
                "data_time": 0.0031, "eta_seconds": 12.5 * (400 - iteration),
                "iteration": iteration, "loss_box_reg": 0.4 * course.train_loss(step),
                "loss_cls": 0.6 * course.train_loss(step), "lr": course.learning_rate(step),
                "time": 0.21, "total_loss": course.train_loss(step)}
            if iteration % 100 == 99:
                record["bbox/AP"] = 40 * course.validation_accuracy(step)
            for name in series:
                if name in record:
                    series[name].append((iteration, record[name]))
            file.write(json.dumps(record, sort_keys=True) + "\n")
    course.expect("detectron2/metrics.json", "layout by hand of detectron2's JSONWriter", series)


if __name__ == "__main__":
    course.anonymous()
    timm()
    ultralytics()
    mlflow()
    mmengine()
    detectron2()
