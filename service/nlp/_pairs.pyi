import numpy as np
from numpy.typing import NDArray

FEATURES: int

def pair_features(
    spans: NDArray[np.int32],
    stops: NDArray[np.int32],
    commas: NDArray[np.int32],
    state: NDArray[np.int8],
    begin: int,
    end: int,
) -> tuple[NDArray[np.int32], NDArray[np.float32]]: ...
