"""The front door for block documents: compile one, or say everything that is wrong with it."""

from collections.abc import Collection, Container, Mapping
from dataclasses import dataclass

from app.authoring.choosing import refuse_format
from app.authoring.compiling import BlockCompiler, CompiledBlock
from app.authoring.findings import Findings
from app.authoring.lint import lint
from app.authoring.lint_layout import lint_canvas
from app.authoring.reading import read_document
from app.authoring.remembering import Remembered
from app.authoring.source_names import KnownSource, SourceNames
from app.authoring.validation import validate
from app.model.plan import Plan
from app.model.problem import AuthoringError, Problem, Severity
from app.model.rendering import SAFE, Format


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """A document as far as it compiles, and all that is to be said about it, by line."""

    block: CompiledBlock | None
    problems: tuple[Problem, ...]

    @property
    def sound(self) -> CompiledBlock | None:
        """The block; None when anything is wrong with it that keeps it from being published."""
        faulty = any(problem.severity is Severity.ERROR for problem in self.problems)
        return None if faulty else self.block


def compile_block(
    document: str,
    *,
    file: str = "",
    assets: Container[str] | None = None,
    brand_colors: Mapping[str, str] | None = None,
    name: str = "",
    version: int = 0,
    formats: Collection[Format] = SAFE,
    sources: Mapping[str, KnownSource] | None = None,
) -> Plan:
    """Compile a YAML or JSON document; raise AuthoringError with every error in it.

    `name`: what the document must call its block, when that is already settled. `brand_colors`
    (token -> "#rrggbb[aa]") are shown until the brand is asked at open time. An asset that is not
    among `assets` (None: not checked) is a warning and keeps nothing from compiling. A format
    that is not among `formats` is not drawn, so the block is embedded in another. `sources` tell
    what those that it reads are asked with, and so whether it is personal; one that is not among
    them is never known.
    """
    findings = Findings(file)
    names = SourceNames(known=sources or {})
    compiled = _compiled(
        document, findings, brand_colors or {}, assets,
        name=name, version=version, formats=formats, sources=names,
    )  # fmt: skip
    errors = findings.errors()
    if errors or compiled is None:
        raise AuthoringError(errors)
    return compiled.plan


def check_block(
    document: str,
    *,
    file: str = "",
    assets: Container[str] | None = None,
    brand_colors: Mapping[str, str] | None = None,
    name: str = "",
    formats: Collection[Format] = SAFE,
    sources: Mapping[str, KnownSource] | None = None,
) -> tuple[Problem, ...]:
    """Return every error and warning, by line.

    `assets`, `sources` None: their names are not checked.
    """
    examined = examine_block(
        document, file=file, assets=assets, brand_colors=brand_colors, name=name,
        formats=formats, sources=sources,
    )  # fmt: skip
    return examined.problems


def examine_block(
    document: str,
    *,
    file: str = "",
    assets: Container[str] | None = None,
    brand_colors: Mapping[str, str] | None = None,
    name: str = "",
    formats: Collection[Format] = SAFE,
    sources: Mapping[str, KnownSource] | None = None,
    remembered: Remembered | None = None,
) -> Examined:
    """Compile and check at once; what is `remembered` of an earlier draft is not done again."""
    findings = Findings(file)
    names = SourceNames(known=sources or {}, checked=sources is not None)
    block = _compiled(
        document, findings, brand_colors or {}, assets,
        name=name, version=0, formats=formats, sources=names, remembered=remembered,
    )  # fmt: skip
    if block is not None and block.fixed is not None:
        refuse_format(block.fixed, formats, findings)
    return Examined(block=block, problems=findings.all())


def _compiled(
    document: str,
    findings: Findings,
    brand_colors: Mapping[str, str],
    assets: Container[str] | None,
    *,
    name: str,
    version: int,
    formats: Collection[Format],
    sources: SourceNames,
    remembered: Remembered | None = None,
) -> CompiledBlock | None:
    tree = read_document(document, findings)
    if tree is None or validate(tree, findings) is None:
        return None
    follows_schema = not findings.errors()
    if name and tree.get("block") not in (None, name):
        message = f"The document calls its block `{tree['block']}`."
        remedy = f"Write `block: {name}`, or save it as a new block."
        findings.error("block-name", ("block",), message, remedy)
    compiler = BlockCompiler(tree, findings, brand_colors, formats, sources, remembered=remembered)
    block = compiler.compile(name=name, version=version)
    lint_canvas(block.plan, findings)
    if follows_schema:  # of a block with holes it would warn in vain
        lint(block, findings, assets)
    return block
