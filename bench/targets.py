"""One line per target, the same for every benchmark."""


def report(name: str, *, value: float, target: float, what: str, at_most: bool = False) -> None:
    """Print `P2 met=yes|no value=<number> target=<number> <what was compared>`."""
    met = value <= target if at_most else value >= target
    print(
        f"{name} met={'yes' if met else 'no'} value={value:.3g} target={target:g} {what}",
        flush=True,
    )
