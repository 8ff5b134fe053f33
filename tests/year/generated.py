"""Rows and expressions made up by chance, right and wrong ones: what the year's DynamoDB is compared by with others."""

from __future__ import annotations

from random import Random

from tests.year.expressions import Row, Value

NAMES = ("text", "other", "number", "more", "flag", "nothing", "bytes", "list", "map", "texts", "numbers", "gone")
_PATHS = (*NAMES, "map.inner", "map.map.deep", "map.gone", "list[0]", "list[1]", "list[1].inner", "list[7]", "text.no")
_TEXTS = ("", "a", "blue", "blue kettle", "lu")
_NUMBERS = ("0", "1", "1.0", "2", "-3.5", "300", "0.10")


class Expressions:
    """Expressions and what stands in them, one after the other from one seed."""

    def __init__(self, seed: int) -> None:
        self._chance = Random(seed)  # noqa: S311 -- what was found is found again
        self.names: dict[str, str] = {}
        self.values: dict[str, Value] = {}

    def row(self) -> Row:
        """Return a row that has most kinds of values, each of which may be missing."""
        inner: Row = {"inner": self._any(), "map": {"M": {"deep": self._any()}}}
        whole: Row = {
            "text": self._text(),
            "other": self._text(),
            "number": self._number(),
            "more": self._number(),
            "flag": {"BOOL": self._by_chance(50)},
            "nothing": {"NULL": True},
            "bytes": {"B": b"blue"},
            "list": {"L": [self._any() for _ in range(self._chance.randint(0, 4))]},
            "map": {"M": inner},
            "texts": {"SS": ["a", "blue"][: self._chance.randint(1, 2)]},
            "numbers": {"NS": ["1", "2", "300"][: self._chance.randint(1, 3)]},
        }
        return {name: value for name, value in whole.items() if self._by_chance(85)}

    def condition(self) -> str:
        """Return a condition; `names` and `values` are then those that stand in it."""
        self.names, self.values = {}, {}
        return self._condition(self._chance.randint(0, 2))

    def update(self) -> str:
        """Return an update; `names` and `values` are then those that stand in it."""
        self.names, self.values = {}, {}
        clauses = {"SET": self._set, "REMOVE": self._path, "ADD": self._add, "DELETE": self._delete}
        chosen = self._chance.sample(sorted(clauses), k=self._chance.choice((1, 1, 1, 2, 3)))
        most = self._chance.choice((1, 1, 2))
        return " ".join(f"{name} {', '.join(clauses[name]() for _ in range(most))}" for name in chosen)

    def _condition(self, depth: int) -> str:
        if depth == 0:
            return self._single()
        kind = self._chance.choice(("AND", "OR", "NOT", "mixed"))
        if kind == "NOT":
            return f"NOT {self._single()}"
        if kind == "mixed":
            return f"{self._single()} OR NOT {self._single()} AND {self._single()}"
        return f"({self._condition(depth - 1)} {kind} {self._single()})"

    def _single(self) -> str:
        act = self._chance.choice(
            (self._compared, self._compared, self._between, self._among, self._exists, self._function)
        )
        return act()

    def _compared(self) -> str:
        how = self._chance.choice(("=", "<>", "<", "<=", ">", ">="))
        left = self._path() if self._by_chance(80) else f"size({self._path()})"
        return f"{left} {how} {self._operand()}"

    def _between(self) -> str:
        low, high = sorted(self._chance.sample(("1", "2", "3.5", "0.5"), k=2), key=float)
        if self._by_chance(10):
            low, high = high, low
        return f"{self._path()} BETWEEN {self._value({'N': low})} AND {self._value({'N': high})}"

    def _among(self) -> str:
        return f"{self._path()} IN ({', '.join(self._operand() for _ in range(self._chance.randint(1, 3)))})"

    def _exists(self) -> str:
        return f"attribute_{self._chance.choice(('exists', 'not_exists'))}({self._path()})"

    def _function(self) -> str:
        name = self._chance.choice(("attribute_type", "begins_with", "contains", "contains"))
        if name == "attribute_type":
            kind = self._chance.choice(("S", "N", "B", "BOOL", "NULL", "L", "M", "SS", "NS", "BS"))
            return f"attribute_type({self._path()}, {self._value({'S': kind})})"
        return f"{name}({self._path()}, {self._operand()})"

    def _set(self) -> str:
        path, kind = self._path(), self._chance.randint(0, 5)
        if kind == 0:
            return f"{path} = {self._summand()} {self._chance.choice('+-')} {self._summand()}"
        if kind == 1:
            return f"{path} = if_not_exists({self._path()}, {self._operand()})"
        if kind == 2:
            lists = [self._path() if self._by_chance(30) else self._name("list"), self._value({"L": [self._any()]})]
            self._chance.shuffle(lists)
            return f"{path} = list_append({', '.join(lists)})"
        return f"{path} = {self._operand()}"

    def _summand(self) -> str:
        kind = self._chance.randint(0, 3)
        if kind == 0:
            return f"if_not_exists({self._path()}, {self._value(self._number())})"
        return self._value(self._number()) if kind == 1 else self._name("number") if kind == 2 else self._operand()

    def _add(self) -> str:
        return f"{self._numbers_or_sets()} {self._value(self._chance.choice((self._number(), self._set_of())))}"

    def _delete(self) -> str:
        return f"{self._numbers_or_sets()} {self._value(self._set_of())}"

    def _numbers_or_sets(self) -> str:
        return self._name(self._chance.choice(("number", "more", "texts", "numbers", "gone", "text")))

    def _operand(self) -> str:
        return self._path() if self._by_chance(25) else self._value(self._any())

    def _path(self) -> str:
        steps = self._chance.choice(_PATHS).split(".")
        return ".".join(self._name(step) for step in steps)

    def _name(self, step: str) -> str:
        name, bracket, place = step.partition("[")
        self.names[f"#{name}"] = name
        return f"#{name}{bracket}{place}"

    def _value(self, value: Value) -> str:
        name = f":{len(self.values)}"
        self.values[name] = value
        return name

    def _any(self) -> Value:
        kind = self._chance.choice((self._text, self._text, self._number, self._number, self._set_of, self._other))
        return kind()

    def _text(self) -> Value:
        return {"S": self._chance.choice(_TEXTS)}

    def _number(self) -> Value:
        return {"N": self._chance.choice(_NUMBERS)}

    def _set_of(self) -> Value:
        return self._chance.choice(({"SS": ["a"]}, {"SS": ["blue", "a"]}, {"NS": ["1"]}, {"NS": ["2", "1"]}))

    def _other(self) -> Value:
        inner: Row = {"inner": {"N": "1"}}
        others: tuple[Value, ...] = ({"BOOL": True}, {"NULL": True}, {"B": b"lu"}, {"L": [{"S": "a"}]}, {"M": inner})
        return self._chance.choice(others)

    def _by_chance(self, percent: int) -> bool:
        return self._chance.random() * 100 < percent
