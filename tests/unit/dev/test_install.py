"""The virtual environment: made once, made again when it is not what the lock says."""

from pathlib import Path

import pytest

from dev import install


@pytest.fixture
def steps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """An empty clone; what the installation does in it, in order, instead of doing it."""
    done: list[str] = []
    (tmp_path / "requirements.txt").write_text("one==1\n")
    (tmp_path / "requirements-dev.txt").write_text("one==1\ntwo==2\n")
    venv = tmp_path / ".venv"
    monkeypatch.setattr(install, "ROOT", tmp_path)
    monkeypatch.setattr(install, "VENV", venv)
    monkeypatch.setattr(install, "PYTHON", Path("/bin/true"))
    monkeypatch.setattr(install, "NOTE", venv / "installed.json")
    locks = {"run": tmp_path / "requirements.txt", "test": tmp_path / "requirements-dev.txt"}
    monkeypatch.setattr(install, "LOCKS", locks)

    def make() -> None:
        done.append("make")
        venv.mkdir(exist_ok=True)

    monkeypatch.setattr(install, "make_environment", make)
    monkeypatch.setattr(install, "install_packages", done.append)
    return done


def test_main__fresh_clone__makes_and_installs(steps: list[str]) -> None:
    install.main("run")

    assert steps == ["make", "run"]


def test_main__nothing_changed__does_nothing(steps: list[str]) -> None:
    install.main("run")
    steps.clear()

    install.main("run")

    assert steps == []


def test_main__tests_after_run__only_adds(steps: list[str]) -> None:
    install.main("run")
    steps.clear()

    install.main("test")

    assert steps == ["test"]


def test_main__run_time_lock_changed__makes_anew(steps: list[str]) -> None:
    install.main("test")
    steps.clear()
    install.LOCKS["run"].write_text("one==2\n")

    install.main("test")

    assert steps == ["make", "run", "test"]


def test_main__killed_while_installing__makes_again(steps: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(purpose: str) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as interruption:
        interruption.setattr(install, "install_packages", killed)
        with pytest.raises(KeyboardInterrupt):
            install.main("run")
    steps.clear()

    install.main("run")

    assert steps == ["make", "run"]


def test_main__environments_python_gone__makes_again(steps: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    install.main("run")
    steps.clear()
    monkeypatch.setattr(install, "PYTHON", install.ROOT / "no-python")

    install.main("run")

    assert steps == ["make", "run"]


def test_check_python__another_version__says_which_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(install.sys, "version_info", (3, 13, 0))

    with pytest.raises(SystemExit, match=r"Python 3\.11 is needed"):
        install.check_python()


def test_locks__name_no_place_that_packages_come_from() -> None:
    for lock in install.LOCKS.values():
        text = lock.read_text()

        assert "://" not in text
        assert "--hash=sha256:" in text
