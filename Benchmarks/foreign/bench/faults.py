"""The planted faults: for each cause its mutants over bases, severities and formats of logs."""

from . import bases
from .case import Case, Log

TUNING, JUDGING = "tuning", "judging"


def pick(split, of_tuning, of_judging):
    return of_tuning if split == TUNING else of_judging


class Cases:
    """Collects the cases of a split and deals out the formats in turn, cause by cause."""

    def __init__(self, split):
        self.split, self.found, self.turns = split, [], {}

    def log(self, formats, **options):
        """The next format of those that can show the cause."""
        turn = self.turns.get(formats, 0 if self.split == TUNING else 3)
        self.turns[formats] = turn + 1
        name = formats[turn % len(formats)]
        options.setdefault("rate", turn % 4 != 2)
        if formats in (ANY, WITH_RATE) and turn % 3 == 1:
            options = {"every": 4, "averaged": True, **options}
        if name == "huggingface":
            options = {**options, "every": 5, "averaged": True, "norm": True, "rate": True}
            options["masked"] = turn % 2 == 1
        return Log(name, **options)

    def add(self, cause, base, severity, recipe, twin, measure, log, acceptable=(), others=()):
        count = sum(case.cause == cause for case in self.found)
        # Each case has a seed of its own; its twin shares it.
        seed = recipe.seed + 10 * count
        self.found.append(Case(
            name=f"{cause}/{base}/{severity}", split=self.split, cause=cause,
            acceptable=(cause, *acceptable), recipe=recipe.but(seed=seed),
            twin=twin.but(seed=seed), measure=measure, log=log,
            alternatives=tuple((name, other.but(seed=seed)) for name, other in others)))


EVERY_STEP = ("tensorboard", "csv", "lightning", "jsonl", "text", "mlflow")
EVERY_STEP_OR_MEANS = EVERY_STEP + ("huggingface",)
ANY = ("csv", "text-epochs", "huggingface", "tensorboard", "timm", "jsonl", "lightning", "keras",
       "text", "mlflow", "mmengine", "tensorboard-epochs")
WITH_RATE = ("lightning", "timm", "mmengine", "tensorboard", "huggingface", "csv", "jsonl",
             "mlflow")


def often(recipe):
    """Validated often enough that an epoch's line is no rarity."""
    return recipe.but(validate_every=16)


def rates(cases):
    split = cases.split
    for name, base in bases.of(split, "mixed"):
        factors = pick(split, (8, 40), (12, 60))
        for factor in factors:
            twin = often(base)
            factor = factor if name in bases.ROLES[split]["plain"] else 4 * factor
            faulty = twin.but(rate=base.rate * factor)
            cases.add("learning-rate-too-high", name, factor, faulty, twin, "mean", cases.log(ANY),
                      others=[("missing-warmup", faulty.but(warmup=base.steps // 5))])
    name, base = bases.of(split, "plain")[0]
    twin = often(base.but(optimizer="adam", rate=0.001))
    for rate in pick(split, (0.05, 0.2), (0.08, 0.3)):
        faulty = twin.but(rate=rate)
        cases.add("learning-rate-too-high", name, f"adam-{rate}", faulty, twin, "mean",
                  cases.log(ANY), others=[("missing-warmup", faulty.but(warmup=base.steps // 5))])

    for name, base in bases.of(split, "plain") + bases.of(split, "deep"):
        for rate in pick(split, (0.004, 0.008), (0.005, 0.01)):
            twin = base.but(optimizer="rmsprop", rate=rate, warmup=base.steps // 4,
                            schedule="linear")
            faulty = twin.but(warmup=0)
            cases.add("missing-warmup", name, rate, faulty, twin, "early",
                      cases.log(EVERY_STEP, rate=True),
                      others=[("learning-rate-too-high", faulty.but(rate=rate / 5))])

    for name, base in bases.of(split, "mixed"):
        for factor in pick(split, (15, 60), (20, 80)):
            factor = factor if name in bases.ROLES[split]["plain"] else 4 * factor
            step = base.steps * pick(split, 4, 5) // 8
            twin = often(base.but(rate=base.rate / 2))
            cases.add("schedule-jump", name, factor, twin.but(schedule=f"jump:{step}:{factor}"),
                      twin, "jump", cases.log(WITH_RATE, rate=True))


def batches(cases):
    split = cases.split
    for name, base in bases.of(split, "mixed"):
        for samples, gain in pick(split, ((8, -12), (16, -40)), ((6, -15), (12, -50))):
            step = pick(split, 190, 230)
            # Without a clip one such batch ruins a network for good; that would be another case.
            twin = base.but(clip=pick(split, 1.0, 0.7))
            faulty = twin.but(damage=f"bad-batch:{step}:1:{samples}:{gain}")
            cases.add("bad-batch", name, gain, faulty, twin, "spike",
                      cases.log(EVERY_STEP, norm=samples % 16 > 0))

    for name, base in bases.of(split, "plain"):
        for gain in pick(split, (-30, -120), (-45, -160)):
            step = pick(split, 170, 200)
            twin = base.but(optimizer="adam", rate=pick(split, 0.006, 0.005), beta2=0.9,
                            validate_every=10, damage=f"bad-batch:{step}:3:6:{gain}")
            cases.add("second-moment-lag", name, gain, twin.but(beta2=0.999), twin, "peak",
                      cases.log(EVERY_STEP, norm=True), acceptable=("bad-batch",))

    for name, base in bases.of(split, "mixed"):
        for run in pick(split, ("sorted", "sorted:120"), ("sorted:100", "sorted:150")):
            twin = base.but(rate=base.rate / 2)
            cases.add("data-order", name, run, twin.but(order=run), twin, "periodic",
                      cases.log(EVERY_STEP))

    for index, (name, base) in enumerate(bases.of(split, "mixed")):
        step = pick(split, 130, 210)
        cases.add("non-finite-data", name, "pixel", base.but(damage=f"nan-pixel:{step}"), base,
                  "broken", cases.log(EVERY_STEP_OR_MEANS, norm=index % 2 == 0),
                  acceptable=("numeric-overflow",))
        if index < 2:
            cases.add("non-finite-data", name, "validation",
                      often(base).but(damage="nan-validation:3"), often(base), "broken-validation",
                      cases.log(ANY), acceptable=("numeric-overflow",))
        elif index == 2:
            cases.add("non-finite-data", name, "skipped", base.but(damage="nan-skipped:37"), base,
                      "broken", cases.log(EVERY_STEP), acceptable=("numeric-overflow",))

    for name, base in bases.of(split, "plain") + bases.of(split, "dense"):
        for optimizer, rate in pick(split, (("adam", 0.004), ("sgd", base.rate)),
                                    (("adamw", 0.005), ("nesterov", base.rate))):
            twin = base.but(rate=rate, optimizer=optimizer, steps=500)
            cases.add("numeric-overflow", name, optimizer, twin.but(precision="half"), twin,
                      "broken", cases.log(EVERY_STEP), acceptable=("non-finite-data",))


def beginnings(cases):
    split = cases.split
    step_norm = dict(norm=True)
    for name, base in bases.of(split, "plain"):
        for gain in pick(split, (60, 255), (80, 400)):
            faulty = base.but(pixels=f"raw:{gain}", initial="default")
            cases.add("input-not-normalized", name, gain, faulty, base, "mean",
                      cases.log(EVERY_STEP, norm=gain > 100), acceptable=("exploding-gradient",))

    name, base = bases.of(split, "deep")[0]
    for gain in pick(split, (1.6, 2.0, 2.5, 3.5), (1.5, 1.8, 2.2, 3.0)):
        cases.add("exploding-gradient", name, gain, base.but(initial=f"gain:{gain}"), base, "mean",
                  cases.log(EVERY_STEP, **step_norm), acceptable=("input-not-normalized",))
    for gain in pick(split, (0.5, 0.4, 0.25, 0.1), (0.45, 0.35, 0.2, 0.08)):
        cases.add("vanishing-gradient", name, gain, base.but(initial=f"gain:{gain}"), base, "stuck",
                  cases.log(EVERY_STEP_OR_MEANS, **step_norm), acceptable=("dead-units",))

    for name, base in bases.of(split, "plain"):
        for bias in pick(split, (-4, -10), (-5, -12)):
            cases.add("dead-units", name, bias, base.but(initial=f"bias:{bias}"), base, "stuck",
                      cases.log(EVERY_STEP_OR_MEANS, **step_norm),
                      acceptable=("vanishing-gradient",))


def validations(cases):
    split = cases.split
    for name, base in bases.of(split, "batch") + bases.of(split, "dense"):
        for momentum in pick(split, (0.02, 0.008, 0.003), (0.015, 0.006, 0.002)):
            twin = base.but(rate=2 * base.rate, validate_every=8)
            cases.add("batchnorm-statistics-lag", name, momentum,
                      twin.but(batchnorm_momentum=momentum), twin, "lag", cases.log(ANY))

    for name, base in bases.of(split, "mixed"):
        for size in pick(split, (6, 3), (5, 2)):
            # So hard that a few images cost now little, now much; the model itself moves slowly.
            twin = base.but(rate=base.rate / 4, level=1.8 * base.level, steps=600,
                            validate_every=15)
            cases.add("validation-noise", name, size,
                      twin.but(validation_batches=1, validation_size=size), twin, "jitter",
                      cases.log(ANY))

    for name, base in bases.of(split, "mixed"):
        for samples, wrong in pick(split, ((120, 0.15), (240, 0.3)), ((100, 0.2), (200, 0.25))):
            twin = base.but(optimizer="adam", rate=0.002, steps=500, batch=20, validate_every=10)
            faulty = twin.but(samples=samples, damage=f"labels:{wrong}")
            cases.add("overfitting", name, samples, faulty, twin, "overfit", cases.log(ANY))

    stops = ("text-epochs", "huggingface")
    for name, base in bases.of(split, "mixed"):
        twin = base.but(validate_every=pick(split, 6, 8))
        stop = pick(split, "patience:2:0.05", "patience:3:0.03")
        plateau = pick(split, "plateau:0:0.1:0.03", "plateau:0:0.05:0.03")
        cases.add("premature-stop", name, "early", twin.but(stop=stop), twin, "stopped",
                  cases.log(stops))
        cases.add("premature-stop", name, "plateau", twin.but(schedule=plateau), twin, "stopped",
                  cases.log(WITH_RATE, rate=True))


def faulty(split):
    cases = Cases(split)
    for part in (rates, batches, beginnings, validations):
        part(cases)
    return cases.found
