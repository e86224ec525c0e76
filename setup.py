"""Compiles each .pyx of the package; all else about the package is in pyproject.toml."""

import platform
import sys

from Cython.Build import cythonize
from setuptools import Extension, setup

# Without a fused multiply-add, which rounds once where other machines round twice: the same input
# must give the same bytes on all of them. No -march either: the build's machine is not the run's.
_FLAGS = (
    []
    if sys.platform == "win32"
    else ["-O3", "-ffp-contract=off", "-fno-math-errno", "-fno-trapping-math", "-g0"]
)
if _FLAGS and platform.machine() in ("x86_64", "AMD64"):
    # Compilers use half of the widest registers by default; a cell takes a third longer so.
    _FLAGS.append("-mprefer-vector-width=512")

setup(
    ext_modules=cythonize(
        [Extension("*", ["service/**/*.pyx"], extra_compile_args=_FLAGS)],
        build_dir="build/cython",
    )
)
