"""Writes an event file of scalars: python make_events.py FOLDER COUNT. Needs tensorboard."""

import sys
import time

from tensorboard.compat.proto import event_pb2, summary_pb2
from tensorboard.summary.writer.event_file_writer import EventFileWriter

TAGS = ("Loss/train", "Loss/validation", "learning_rate", "grad_norm")


def main() -> None:
    """Four tags in turn, a value each step."""
    folder, count = sys.argv[1], int(sys.argv[2])
    writer = EventFileWriter(folder, max_queue_size=1000)
    start = time.time()
    for number in range(count):
        step = number // len(TAGS)
        value = summary_pb2.Summary.Value(
            tag=TAGS[number % len(TAGS)], simple_value=1 / (1 + 0.001 * step))
        writer.add_event(event_pb2.Event(
            wall_time=start + number, step=step, summary=summary_pb2.Summary(value=[value])))
    writer.close()


if __name__ == "__main__":
    main()
