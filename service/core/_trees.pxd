from libc.stdint cimport uint16_t, uint32_t


cdef struct Node:
    # An inner node sends a row on by `step` nodes if its feature is <= threshold, else by one more.
    # A leaf has step 0 and an infinite threshold: what has reached it stays, so that a walk needs
    # no test of whether it is over.
    float threshold
    uint16_t feature
    uint16_t step


cdef class Trees:
    cdef readonly int features
    cdef readonly int outputs
    cdef Node[::1] nodes
    # What each node adds; 0 where it is no leaf.
    cdef float[::1] values
    # Of each walk, `LANES` a bundle: the node where it begins, the output that it adds to.
    cdef uint32_t[::1] roots
    cdef uint16_t[::1] targets
    # Of each bundle: the steps to its deepest leaf.
    cdef uint16_t[::1] depths

    # For other compiled modules. Reads `features` numbers from `row`, of which none may be NaN, and
    # writes `outputs` numbers to `scores`; neither place is checked.
    cdef void score_row(self, const float *row, double *scores) noexcept nogil
