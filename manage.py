#!/usr/bin/env python3
"""The one door to Kith: makes its environment if it must, then runs the recipe that was asked for.

Needs only Python 3.11 or later. `python3 manage.py help` lists the recipes.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

PROJECT = Path(__file__).resolve().parent
ENVIRONMENT = Path(os.environ.get("KITH_ENVIRONMENT", PROJECT / ".venv"))
STAMP = ENVIRONMENT / "kith-installed.json"
WINDOWS = os.name == "nt"
PROGRAMS = ENVIRONMENT / ("Scripts" if WINDOWS else "bin")
PYTHON = PROGRAMS / ("python.exe" if WINDOWS else "python")
UV = PROGRAMS / ("uv.exe" if WINDOWS else "uv")

# What a person runs to use Kith needs fewer packages than what a developer runs to change it.
RECIPES_FOR_USE = {
    "help",
    "demo",
    "serve",
    "worker",
    "backup",
    "restore",
    "audit",
    "migrate",
    "returns",
    "match",
    "plan",
    "directory",
}


def say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


def run_step(name: str, command: list[str | Path]) -> None:
    """Run one step of the installation, showing its time, or stop with what it printed."""
    began = time.monotonic()
    say(f"  {name} …")
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, cwd=PROJECT)
    if done.returncode:
        say(done.stdout + done.stderr)
        raise SystemExit(
            f"{name} failed. What the program said is above; put that right and run the same command again."
        )
    say(f"  {name}: done in {time.monotonic() - began:.1f} s")


def make_environment() -> None:
    """Make an empty Python environment, asking Debian for the one package that it may lack."""
    if PYTHON.exists():
        return
    try:
        import ensurepip  # noqa: F401
    except ImportError:
        if hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
            run_step("Reading Debian's list of packages", ["apt-get", "update"])
            run_step("Installing python3-venv", ["apt-get", "install", "-y", "python3-venv"])
        else:
            raise SystemExit(
                "Python's venv is not complete on this machine. "
                "Run 'sudo apt-get install python3-venv', then the same command again."
            ) from None
    run_step("Making a Python environment in .venv", [sys.executable, "-m", "venv", ENVIRONMENT])


def ensure_installed(wanted: str) -> None:
    """Install the locked requirements, unless the same lock is installed already."""
    lock = PROJECT / "requirements" / f"{wanted}.txt"
    digests = {
        name: hashlib.sha256((PROJECT / "requirements" / f"{name}.txt").read_bytes()).hexdigest()
        for name in ("run", "develop")
    }
    installed = json.loads(STAMP.read_text()) if STAMP.exists() else {}
    if PYTHON.exists() and (
        installed.get(wanted) == digests[wanted] or installed.get("develop") == digests["develop"]
    ):
        return
    say("Preparing Kith. The first time takes a minute or two.")
    make_environment()
    if not UV.exists():
        run_step(
            "Installing uv",
            [
                PYTHON,
                "-m",
                "pip",
                "install",
                "--disable-pip-version-check",
                "--require-hashes",
                "-r",
                PROJECT / "requirements" / "bootstrap.txt",
            ],
        )
    # Compiled here once: whoever runs Kith may not be allowed to write beside the libraries, and would compile them at
    # every start.
    run_step(
        "Installing what Kith stands on",
        [
            UV,
            "pip",
            "install",
            "--quiet",
            "--compile-bytecode",
            "--python",
            PYTHON,
            "--require-hashes",
            "-r",
            lock,
        ],
    )
    STAMP.write_text(json.dumps({wanted: digests[wanted]}))


def main() -> None:
    if sys.version_info < (3, 11):
        raise SystemExit(
            f"Kith needs Python 3.11 or later; this is {sys.version.split()[0]}. "
            "Install a newer Python, then run 'python3.11 manage.py …'."
        )
    recipe = sys.argv[1] if len(sys.argv) > 1 else "help"
    ensure_installed("run" if recipe in RECIPES_FOR_USE else "develop")
    environment = dict(os.environ)
    environment["PYTHONPATH"] = os.pathsep.join(
        part for part in (str(PROJECT / "src"), environment.get("PYTHONPATH", "")) if part
    )
    environment["PATH"] = os.pathsep.join([str(PROGRAMS), environment.get("PATH", "")])
    command = [str(PYTHON), "-m", "kith", *(sys.argv[1:] or ["help"])]
    if WINDOWS:
        raise SystemExit(subprocess.call(command, env=environment))
    os.execve(command[0], command, environment)


if __name__ == "__main__":
    main()
