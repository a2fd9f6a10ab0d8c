"""The documents are true of the code: what they name is there, and what must be named is named."""

from __future__ import annotations

import ast
import importlib
import re
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

import kith.engines
from kith.recipes import recipe_modules
from kith.recipes.check import STEPS

PROJECT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted(
    [*PROJECT.glob("*.md"), *(PROJECT / "docs").rglob("*.md")],
    key=lambda file: file.relative_to(PROJECT).as_posix(),
)
CASEWORK = PROJECT / "src" / "kith" / "casework"
# Where a path in a document may begin: it is written as a reader of that part would say it. The front door stands for
# any room (`actions/`), templates are named as Django names them, and an engine's own page begins in that engine.
BEGINNINGS = (
    PROJECT,
    PROJECT / "src",
    PROJECT / "src" / "kith",
    CASEWORK,
    CASEWORK / "front_door",
    CASEWORK / "furniture" / "templates",
    *sorted(engine for engine in (PROJECT / "src" / "kith" / "engines").iterdir() if engine.is_dir()),
)
ENDINGS = ("py", "sql", "toml", "txt", "md", "html", "js", "css", "json", "csv", "yaml", "svg")
# What a document may name that is nobody's file in the project: the reader's own, or made as Kith runs.
NOT_OURS = {"manifest.json", "migrations/0001_initial.py", "secrets/"}

FENCE = re.compile(r"^( *)```.*?^\1```", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")


def prose(file: Path) -> str:
    """Return a document without its blocks of code."""
    return FENCE.sub("", file.read_text(encoding="utf-8"))


def spans(file: Path) -> list[str]:
    """Return what a document's prose has between backticks, line ends read as spaces."""
    return CODE.findall(re.sub(r"(?<=\S)\n(?=\S)", " ", prose(file)))


def each(pairs: list[tuple[Path, str]]) -> list[object]:
    """Return parameters named for the document and what it says, each once."""
    return [
        pytest.param(file, said, id=f"{file.relative_to(PROJECT).as_posix()}: {said}")
        for file, said in sorted(set(pairs))
    ]


def is_a_path(said: str) -> bool:
    """Return whether a span names one file or folder of the project, and no example of one."""
    if re.search(r"[<>*…\s(),=:]", said) or said.startswith(("/", "~", "http", "-")):
        return False
    named = said.rstrip("/").rsplit("/", 1)[-1]
    return "/" in said and (
        said.endswith("/") or named.rsplit(".", 1)[-1] in ENDINGS or said.startswith("src/")
    )


PATHS = [
    (file, said) for file in DOCUMENTS for said in spans(file) if is_a_path(said) and said not in NOT_OURS
]
MODULES = [
    (file, said)
    for file in DOCUMENTS
    for said in spans(file)
    if re.fullmatch(r"kith(\.\w+)+", said) and not said.startswith("kith.example")
]
LINKS = [
    (file, target)
    for file in DOCUMENTS
    for target in LINK.findall(prose(file))
    if not re.match(r"[a-z]+:", target)
]


@pytest.mark.parametrize(("file", "said"), each(PATHS))
def test_every_file_that_the_documents_name_exists(file: Path, said: str) -> None:
    """A reader who is sent to a file must find it."""
    places = [beginning / said for beginning in BEGINNINGS]
    assert any(place.exists() for place in places), (
        f"{file.relative_to(PROJECT)} names {said}, which is not there. Name what took its place."
    )


@pytest.mark.parametrize(("file", "said"), each(MODULES))
def test_every_module_that_the_documents_name_exists(file: Path, said: str) -> None:
    """A dotted name is a module's or a package's, or something in one."""
    place = PROJECT / "src" / said.replace(".", "/")
    if place.is_dir() or place.with_suffix(".py").exists():
        return
    module, name = said.rsplit(".", 1)
    assert hasattr(importlib.import_module(module), name), (
        f"{file.relative_to(PROJECT)} names {said}, which is neither a module nor in one."
    )


@cache
def anchors(file: Path) -> set[str]:
    """Return the anchors of a document's headings."""
    headings = re.findall(r"^#+ (.+)$", prose(file), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


@pytest.mark.parametrize(("file", "target"), each(LINKS))
def test_links_lead_somewhere(file: Path, target: str) -> None:
    """Every link to another document, to a picture or to a heading leads to one that is there."""
    path, _, heading = target.partition("#")
    place = (file.parent / path).resolve() if path else file
    assert place.exists(), f"{file.relative_to(PROJECT)} links to {target}, which is not there."
    if heading:
        assert heading in anchors(place), f"{place.relative_to(PROJECT)} has no heading #{heading}."


def casework_models() -> list[str]:
    """Return the names of the models whose tables casework has, but for the tables of history."""
    return sorted(
        model.__name__
        for model in apps.get_models()
        if model.__module__.startswith("kith.casework.") and not is_history(model)
    )


def is_history(model: type[models.Model]) -> bool:
    """Return whether a model is of the versions that triggers keep."""
    return any(field.name == "pgh_id" for field in model._meta.fields)


def engine_words() -> list[tuple[str, str]]:
    """Return each engine's name with each name that it offers to whoever imports it."""
    words = []
    for package in sorted(Path(kith.engines.__path__[0]).iterdir()):
        if (package / "__init__.py").exists():
            tree = ast.parse((package / "__init__.py").read_text(encoding="utf-8"))
            for node in tree.body:
                if isinstance(node, ast.Assign) and any(
                    isinstance(target, ast.Name) and target.id == "__all__" for target in node.targets
                ):
                    words += [(package.name, name) for name in ast.literal_eval(node.value)]
    return words


@pytest.fixture(scope="module")
def glossary() -> set[str]:
    """The names of code in the glossary."""
    return set(spans(PROJECT / "docs" / "glossary.md"))


@pytest.mark.parametrize("name", casework_models())
def test_every_model_is_in_the_glossary(name: str, glossary: set[str]) -> None:
    """A noun of the record without a meaning would soon have two."""
    assert name in glossary, f"Say in docs/glossary.md what {name} means."


@pytest.mark.parametrize(("engine", "name"), engine_words())
def test_every_word_that_an_engine_offers_is_in_the_glossary(
    engine: str, name: str, glossary: set[str]
) -> None:
    """The same for what the engines offer."""
    assert name in glossary, f"Say in docs/glossary.md what {name} of the {engine} engine means."


@pytest.mark.parametrize("name", sorted(recipe_modules()))
def test_every_command_is_in_the_readme_or_in_operations(name: str) -> None:
    """Somebody who reads must learn of every command that `manage.py help` lists."""
    told = "\n".join(
        file.read_text(encoding="utf-8")
        for file in (PROJECT / "README.md", PROJECT / "docs" / "operations.md")
        if file.exists()
    )
    assert re.search(rf"`{name}`|manage\.py {name}\b", told), (
        f"Name the command {name} in README.md or docs/operations.md."
    )


def test_the_readme_names_the_two_commands() -> None:
    """The two commands by which a newcomer meets Kith, each on a line of its own."""
    lines = (PROJECT / "README.md").read_text(encoding="utf-8").splitlines()
    assert {"python3 manage.py demo", "python3 manage.py test"} <= set(lines)


def test_checks_before_a_commit_are_steps_of_the_check_command() -> None:
    """What is checked before a commit is what `manage.py check` checks, word for word, and nothing is fetched."""
    text = (PROJECT / ".pre-commit-config.yaml").read_text(encoding="utf-8")
    assert set(re.findall(r"repo: (\S+)", text)) == {"local"}
    steps = {" ".join(command) for _, command in STEPS}
    entries = re.findall(r"entry: (.+)", text)
    assert entries
    for entry in entries:
        words = entry.removeprefix("env PYTHONPATH=src ").removeprefix(".venv/bin/")
        assert words in steps, f"{words} is no step of `manage.py check`."


def test_decisions_are_numbered_listed_and_told_alike() -> None:
    """Each decision has the same three headings, the next number, and a line in the list."""
    folder = PROJECT / "docs" / "adr"
    pages = sorted(file for file in folder.glob("*.md") if file.name != "README.md")
    assert [int(page.name[:4]) for page in pages] == list(range(1, len(pages) + 1))
    listed = set(LINK.findall((folder / "README.md").read_text(encoding="utf-8")))
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert re.findall(r"^## (.+)$", text, re.MULTILINE) == ["Context", "Decision", "Consequences"], (
            page.name
        )
        assert text.startswith(f"# {int(page.name[:4])}. "), page.name
        assert page.name in listed, page.name
