"""What is measured: the rows of the table, and the variants that PyTorch may choose among."""

from dataclasses import dataclass

VARIANTS = ["eager", "channels-last", "compile", "compile-channels-last"]


@dataclass(frozen=True)
class Row:
    """One workload; `goal` is the least ratio of PyTorch's best time to ours."""

    name: str
    model: str
    batch: int
    size: int
    precision: str
    goal: float

    def options(self) -> list[str]:
        """The options that say the workload, the same for `ballast bench` and for the worker."""
        return [
            "--model", self.model, "--batch-size", str(self.batch),
            "--image-size", str(self.size), "--precision", self.precision,
        ]


ROWS = [
    Row("googlenet", "googlenet", 32, 96, "float32", 1.5),
    Row("googlenet-bf16", "googlenet", 32, 96, "bfloat16", 1.7),
    Row("resnet18", "resnet18", 32, 96, "float32", 1.25),
    Row("resnet18-small", "resnet18-small", 64, 32, "float32", 1.1),
    Row("lenet5-32", "lenet5", 32, 28, "float32", 3.5),
    Row("lenet5-128", "lenet5", 128, 28, "float32", 2.2),
]


def chosen(names: str | None) -> list[Row]:
    """The rows named in a comma-separated list, or all; exits when a name is unknown."""
    if names is None:
        return ROWS
    known = {row.name: row for row in ROWS}
    for name in names.split(","):
        if name not in known:
            raise SystemExit(f"--rows: no row '{name}'; there are {', '.join(known)}")
    return [known[name] for name in names.split(",")]
