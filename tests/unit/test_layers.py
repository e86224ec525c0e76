import subprocess
import sys


def loaded_by(module: str) -> set[str]:
    code = f"import sys, {module}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    return set(done.stdout.split())


def test_text_core_loads_no_stream() -> None:
    modules = loaded_by("service.core.pipeline") | loaded_by("service.core.quotes")

    assert "service.core.pipeline" in modules
    assert modules.isdisjoint({"faust", "aiokafka", "kafka", "prometheus_client"})


def test_commands_load_neither_faust_nor_spacy_before_they_need_them() -> None:
    modules = loaded_by("service.cli")

    assert "service.cli.worker" in modules
    assert modules.isdisjoint({"faust", "aiokafka", "spacy"})
