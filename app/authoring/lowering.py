"""From Jinja2's syntax tree to our closed one; everything not named here is refused."""

from typing import Final

from jinja2 import nodes

from app.authoring import limits
from app.authoring.findings import suggestion
from app.authoring.formula import (
    Among,
    Arithmetic,
    Ask,
    Both,
    Choice,
    Compared,
    Computed,
    Default,
    Either,
    Filtered,
    Joined,
    Known,
    Literal,
    Negative,
    Node,
    Not,
    Nothing,
)
from app.authoring.refusing import Budget, Refusal, constant, is_number, refuse_foreign
from app.authoring.scope import QUESTION_ARGUMENTS, Scope, UnknownName
from app.authoring.source_names import SPACE
from app.model.vocabulary import FILTERS, PLURAL_FORMS

FUNCTIONS: Final = {"min": (1, 10), "max": (1, 10), "round": (1, 2), "abs": (1, 1), "len": (1, 1)}
SUBSCRIPTED: Final = frozenset({"person", "message", "params"})
_COMPARISONS: Final = {"eq": "==", "ne": "!=", "gt": ">", "gteq": ">=", "lt": "<", "lteq": "<="}
_ARITHMETIC: Final[dict[type[nodes.Expr], str]] = {
    nodes.Add: "+", nodes.Sub: "-", nodes.Mul: "*", nodes.Div: "/", nodes.FloorDiv: "//",
    nodes.Mod: "%",
}  # fmt: skip


class Lowering:
    """Lowers the expressions of one text."""

    def __init__(self, scope: Scope, budget: Budget) -> None:
        self._scope = scope
        self._budget = budget
        self._depth = 0

    def lower(self, node: nodes.Node) -> Node:
        """Return the expression in our own terms; raise Refusal at the first foreign part."""
        self._budget.spend(nodes=1)
        self._depth += 1
        if self._depth > limits.TREE_DEPTH:
            message = f"The expression is nested more than {limits.TREE_DEPTH} levels deep."
            raise Refusal("too-complex", message, "Split it into several variants.")
        try:
            return self._lowered(node)
        except UnknownName as unknown:
            raise Refusal(unknown.rule, unknown.message, unknown.remedy) from None
        finally:
            self._depth -= 1

    def _lowered(self, node: nodes.Node) -> Node:  # noqa: C901, PLR0911, PLR0912  # one arm per construct
        match node:
            case nodes.Const():
                return Literal(constant(node))
            case nodes.Name() | nodes.Getattr() | nodes.Getitem():
                return self._name(node)
            case nodes.And():
                return Both(self.lower(node.left), self.lower(node.right))
            case nodes.Or():
                return Either(self.lower(node.left), self.lower(node.right))
            case nodes.Not():
                return Not(self.lower(node.node))
            case nodes.Neg():
                return Negative(self._numeric(node.node))
            case nodes.Compare():
                return self._comparison(node)
            case nodes.CondExpr():
                return self._choice(node)
            case nodes.Concat():
                return Joined(tuple(self.lower(part) for part in node.nodes))
            case nodes.Filter():
                return self._filter(node)
            case nodes.Test():
                return self._test(node)
            case nodes.Call():
                return self._call(node)
            case nodes.BinExpr() if type(node) in _ARITHMETIC:
                op = _ARITHMETIC[type(node)]
                return Arithmetic(op, self._numeric(node.left), self._numeric(node.right))
        return refuse_foreign(node)

    def _name(self, node: nodes.Name | nodes.Getattr | nodes.Getitem) -> Node:
        if isinstance(node, nodes.Name):
            return self._scope.bare(node.name)
        if isinstance(node.node, nodes.Name):
            space = node.node.name
            if space not in self._scope.namespaces():
                near = suggestion(space, self._scope.namespaces())
                remedy = near or "See the list of facts."
                raise UnknownName(f"There are no facts named `{space}.*`.", remedy)
            if isinstance(node, nodes.Getattr):
                return self._scope.resolve(space, node.attr)
            inner = node.arg.value if isinstance(node.arg, nodes.Const) else None
            if space in SUBSCRIPTED and isinstance(inner, str):
                return self._scope.resolve(space, inner)
            raise Refusal(
                "subscript",
                f"`{space}[...]` cannot be read.",
                'Brackets take one quoted name, after person, message or params: `person["x"]`.',
            )
        inside = node.node
        if (
            isinstance(node, nodes.Getattr)
            and isinstance(inside, nodes.Getattr)
            and isinstance(inside.node, nodes.Name)
            and inside.node.name == SPACE
        ):
            return self._scope.of_source(inside.attr, node.attr)
        raise Refusal(
            "attribute",
            "Only a fact can be named by a dot or brackets.",
            "Facts have two parts: `store.name`; those of sources three: `source.reviews.rating`.",
        )

    def _comparison(self, node: nodes.Compare) -> Node:
        if any(operand.op in ("in", "notin") for operand in node.ops):
            return self._among(node)
        if len(node.ops) > limits.CHAIN:
            message = f"{len(node.ops)} comparisons are chained."
            raise Refusal("too-complex", message, "Join comparisons by `and`.")
        first = self.lower(node.expr)
        return Compared(first, tuple((_COMPARISONS[o.op], self.lower(o.expr)) for o in node.ops))

    def _among(self, node: nodes.Compare) -> Node:
        (operand, *more) = node.ops
        listed = operand.expr
        if more or not isinstance(listed, nodes.List | nodes.Tuple):
            raise Refusal(
                "in-list",
                "`in` needs a list that is written out.",
                "Write `store.city in ['Porto', 'Braga']`.",
            )
        if not 1 <= len(listed.items) <= limits.OPTIONS:
            message = f"The list after `in` has {len(listed.items)} entries."
            remedy = f"Write 1 to {limits.OPTIONS} of them."
            raise Refusal("in-list", message, remedy)
        options = []
        for item in listed.items:
            lowered = self.lower(item)
            if isinstance(lowered, Negative) and isinstance(lowered.value, Literal):
                lowered = Literal(-lowered.value.value)  # type: ignore[operator]  # _numeric checked it
            if not isinstance(lowered, Literal):
                message = "The list after `in` has something other than texts and numbers."
                remedy = "Compare with `==` and join by `or`."
                raise Refusal("in-list", message, remedy)
            options.append(lowered.value)
        return Among(self.lower(node.expr), tuple(options), operand.op == "notin")

    def _choice(self, node: nodes.CondExpr) -> Node:
        test, then = self.lower(node.test), self.lower(node.expr1)
        otherwise = self.lower(node.expr2) if node.expr2 else Nothing("expression")
        return Choice(test, then, otherwise)

    def _filter(self, node: nodes.Filter) -> Node:
        if node.name not in FILTERS or node.node is None:
            near = suggestion(node.name, FILTERS)
            message = f"There is no filter `{node.name}`."
            remedy = near or f"There are: {', '.join(FILTERS)}."
            raise Refusal("unknown-filter", message, remedy)
        if node.name == "plural" and node.kwargs and not node.args:
            args = self._plural_forms(node)
        else:
            args = self._arguments(node, node.name, FILTERS[node.name])
        value = self.lower(node.node)
        if node.name == "default":
            return Default(value, args[0])
        return Filtered(node.name, value, args)

    def _plural_forms(self, node: nodes.Filter) -> tuple[Node, ...]:
        """Return the forms of a plural in CLDR's order, empty where none is given."""
        forms = {str(pair.key): pair.value for pair in node.kwargs}
        unknown = [name for name in forms if name not in PLURAL_FORMS]
        if unknown or "other" not in forms or node.dyn_args or node.dyn_kwargs:
            message = f"`plural` has no form `{unknown[0]}`." if unknown else "`other` is missing."
            remedy = "Name the forms one, few, many (zero, two) and always `other`."
            raise Refusal("arguments", message, remedy)
        return tuple(
            self.lower(forms[name]) if name in forms else Literal("") for name in PLURAL_FORMS
        )

    def _test(self, node: nodes.Test) -> Node:
        if node.name not in ("defined", "undefined", "none") or node.args or node.kwargs:
            message = f"There is no test `is {node.name}`."
            remedy = "Use `is defined`, `is none`, or a comparison."
            raise Refusal("unknown-test", message, remedy)
        known = Known(self.lower(node.node))
        return known if node.name == "defined" else Not(known)

    def _call(self, node: nodes.Call) -> Node:
        match node.node:
            case nodes.Name(name=name) if name in FUNCTIONS:
                return Computed(name, self._arguments(node, name, FUNCTIONS[name]))
            case nodes.Getattr(node=nodes.Name(name=space), attr=attr):
                dotted = f"{space}.{attr}"
                if dotted in QUESTION_ARGUMENTS and space not in self._scope.rows:
                    args = self._arguments(node, dotted, QUESTION_ARGUMENTS[dotted])
                    return Ask(dotted, args)
                called = dotted
            case nodes.Name(name=name):
                called = name
            case _:
                called = "this"
        known = [*FUNCTIONS, *QUESTION_ARGUMENTS]
        raise Refusal(
            "unknown-function",
            f"`{called[:60]}` cannot be called.",
            suggestion(called, known) or f"There are: {', '.join(known)}.",
        )

    def _arguments(
        self, node: nodes.Call | nodes.Filter, name: str, bounds: tuple[int, int]
    ) -> tuple[Node, ...]:
        if node.kwargs or node.dyn_args or node.dyn_kwargs:
            message = f"`{name}` takes no named or spread arguments."
            raise Refusal("arguments", message, "Give them in order.")
        least, most = bounds
        if not least <= len(node.args) <= most:
            wanted = str(least) if least == most else f"{least} to {most}"
            message = f"`{name}` takes {wanted} argument(s), not {len(node.args)}."
            raise Refusal("arguments", message, "See the table of functions.")
        return tuple(self.lower(arg) for arg in node.args)

    def _numeric(self, node: nodes.Expr) -> Node:
        lowered = self.lower(node)
        if isinstance(lowered, Joined) or (
            isinstance(lowered, Literal) and not is_number(lowered.value)
        ):
            raise Refusal(
                "text-arithmetic",
                "A text cannot be added, multiplied or divided.",
                "Join texts by `~`, or by writing them side by side around `{{ }}`.",
            )
        return lowered
