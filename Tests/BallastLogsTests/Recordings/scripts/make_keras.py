"""Keras: CSVLogger, its progress bars and its TensorBoard callback, of one small training each."""

import contextlib
import gzip
import io
import os

os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import keras
import numpy
import tensorflow

import course

WRITER = f"Keras {keras.__version__} on TensorFlow {tensorflow.__version__}"


def blobs(seed, count=320, classes=4):
    """Points around the corners of a cube, hard enough that the loss stays above zero."""
    random = numpy.random.default_rng(seed)
    labels = random.integers(0, classes, count)
    centres = numpy.random.default_rng(7).normal(size=(classes, 8))
    return (centres[labels] + random.normal(size=(count, 8))).astype("float32"), labels


def train(callbacks=(), epochs=8, rate=0.05, jit=False, schedule=None, scale=1.0, **options):
    keras.utils.set_random_seed(3)
    model = keras.Sequential(
        [keras.Input((8,)), keras.layers.Dense(16, "relu"), keras.layers.Dense(4, "softmax")])
    model.compile(
        keras.optimizers.SGD(schedule or rate, momentum=0.9), "sparse_categorical_crossentropy",
        metrics=["accuracy"], jit_compile=jit)
    inputs, labels = blobs(1)
    history = model.fit(
        inputs * scale, labels, batch_size=32, epochs=epochs, callbacks=list(callbacks),
        validation_data=blobs(2, 96), **options)
    return history.history


def csv_logs():
    folder = course.fresh("keras")
    path = os.path.join(folder, "csvlogger.csv")
    train([keras.callbacks.CSVLogger(path),
           keras.callbacks.ReduceLROnPlateau(patience=2, min_delta=0.05)], verbose=0)
    course.expect("keras/csvlogger.csv", WRITER + ", CSVLogger", course.columns(path, "epoch"))

    path = os.path.join(folder, "csvlogger-nan.csv")
    train([keras.callbacks.CSVLogger(path, separator=";")], verbose=0, rate=1e6, scale=1e18,
          epochs=5)
    with open(path) as file:
        rows = [line.strip().split(";") for line in file]
    series = {
        name: [(int(row[0]), float(row[index])) for row in rows[1:] if row[index] != "NA"]
        for index, name in enumerate(rows[0]) if name != "epoch"
    }
    course.expect("keras/csvlogger-nan.csv", WRITER + ", CSVLogger(separator=';')", series)

    path = os.path.join(folder, "csvlogger-na.csv")
    train([keras.callbacks.CSVLogger(path)], verbose=0, validation_freq=2, epochs=6)
    course.expect(
        "keras/csvlogger-na.csv", WRITER + ", CSVLogger, validation_freq=2",
        course.columns(path, "epoch"))


def standard_output():
    """What a terminal's log of the bars holds: one carriage return or backspaces per batch."""
    bars = {}
    for name, options in (("stdout-bars", {"verbose": 1}), ("stdout-lines", {"verbose": 2})):
        text = io.StringIO()
        with contextlib.redirect_stdout(text):
            history = train(epochs=5, **options)
        folder = os.path.join(course.ROOT, "keras")
        with open(os.path.join(folder, name + ".txt"), "w", newline="") as file:
            file.write(text.getvalue())
        rounded = {
            key: [(epoch + 1, float(f"{value:.4f}")) for epoch, value in enumerate(values)]
            for key, values in history.items()
        }
        course.expect(f"keras/{name}.txt", WRITER + f", fit(verbose={options['verbose']})", rounded)
        bars = rounded if options["verbose"] == 1 else bars
    with open(os.path.join(folder, "stdout-bars.txt"), "rb") as file:
        packed = gzip.compress(file.read(), mtime=0)
    with open(os.path.join(folder, "stdout-bars.txt.gz"), "wb") as file:
        file.write(packed)
    course.expect("keras/stdout-bars.txt.gz", WRITER + ", fit(verbose=1), gzip", bars)


def event_files():
    for name, frequency in (("keras-epochs", "epoch"), ("keras-batches", 1)):
        folder = course.fresh("tensorboard", name)
        train([keras.callbacks.TensorBoard(folder, update_freq=frequency, write_graph=False)],
              verbose=0, schedule=keras.optimizers.schedules.CosineDecay(0.05, 80))
        series = {}
        for part in ("train", "validation"):
            path = os.path.join(folder, part)
            for index, file in enumerate(sorted(os.listdir(path))):
                stamp = file.split(".")[3]
                os.rename(os.path.join(path, file),
                          os.path.join(path, f"events.out.tfevents.{stamp}.host.1.{index}.v2"))
            series.update({f"{part}:{k}": v for k, v in course.events(path).items()})
        course.expect(
            f"tensorboard/{name}", WRITER + f", TensorBoard(update_freq={frequency!r})", series)


def summaries():
    """TensorFlow's own tf.summary.scalar, without Keras."""
    folder = course.fresh("tensorboard", "tensorflow-summary")
    writer = tensorflow.summary.create_file_writer(folder)
    with writer.as_default():
        for step in range(40):
            tensorflow.summary.scalar("train/loss", course.train_loss(step), step)
            if step % 10 == 9:
                tensorflow.summary.scalar("eval/loss", course.validation_loss(step), step)
    writer.close()
    for file in os.listdir(folder):
        stamp = file.split(".")[3]
        os.rename(os.path.join(folder, file),
                  os.path.join(folder, f"events.out.tfevents.{stamp}.host.1.0.v2"))
    course.expect("tensorboard/tensorflow-summary",
                  f"tf.summary of TensorFlow {tensorflow.__version__}", course.events(folder))


if __name__ == "__main__":
    csv_logs()
    standard_output()
    event_files()
    summaries()
