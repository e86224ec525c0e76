from typing import Any

import numpy as np
from numpy.typing import NDArray

class Network:
    width: int
    def __init__(self, arrays: dict[str, NDArray[Any]], width: int = 1024) -> None: ...
    def embed(self, features: NDArray[np.float32]) -> NDArray[np.float32]: ...
    def tag(
        self,
        words: NDArray[np.float32],
        rows: NDArray[np.int32],
        marks: NDArray[np.int8],
        starts: NDArray[np.int32],
    ) -> tuple[
        NDArray[np.int8],
        NDArray[np.float32],
        NDArray[np.int8],
        NDArray[np.int8],
        NDArray[np.int8],
    ]: ...
