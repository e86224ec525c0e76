# cython: boundscheck=False, wraparound=False, initializedcheck=False
"""What the linker looks at in a content and the source or cue that may belong to it."""

import numpy as np

from libc.stdint cimport int8_t, int32_t

FEATURES = 26


cdef enum:
    CONTENT = 2
    # Sources and cues looked at on each side of a content.
    SIDE = 6
    # Numbers beyond tell no more.
    FAR = 200


def pair_features(const int32_t[:, ::1] spans not None, const int32_t[::1] stops not None,
                  const int32_t[::1] commas not None, const int8_t[::1] state not None,
                  int begin, int end):
    """Describe the pairs of one paragraph.

    Args: spans: start, end and role of each span, in order, disjoint. stops, commas: how many
        tokens before each are an end of sentence or a comma, one number more than tokens. state:
        each token's state of quotation. begin, end: the paragraph's tokens.
    Returns: pairs (content, other) of shape (pairs, 2) and their features (pairs, FEATURES).
    """
    cdef int count = spans.shape[0], i, j, k, n = 0, side, seen, low, high, nearer, same, before
    cdef int a, b, c, d, distance, between
    pairs = np.zeros((count * 2 * SIDE * 2, 2), np.int32)
    rows = np.zeros((count * 2 * SIDE * 2, 26), np.float32)
    cdef int32_t[:, ::1] pair = pairs
    cdef float[:, ::1] row = rows
    cdef int seen_role[2]
    for i in range(count):
        if spans[i, 2] != CONTENT:
            continue
        a, b = spans[i, 0], spans[i, 1]
        for side in range(2):
            seen_role[0] = seen_role[1] = 0
            j = i + 1 if side else i - 1
            while 0 <= j < count and (seen_role[0] < SIDE or seen_role[1] < SIDE):
                if spans[j, 2] != CONTENT and seen_role[spans[j, 2]] < SIDE:
                    c, d = spans[j, 0], spans[j, 1]
                    before = c < a
                    low, high = (d, a) if before else (b, c)
                    distance = max(0, high - low)
                    pair[n, 0], pair[n, 1] = i, j
                    row[n, 0] = before
                    row[n, 1] = min(distance, FAR)
                    row[n, 2] = min(distance, 5)
                    row[n, 3] = spans[j, 2]
                    for k in range(min(i, j) + 1, max(i, j)):
                        row[n, 4 + spans[k, 2]] += 1
                    row[n, 7] = stops[high] - stops[low] if high > low else 0
                    row[n, 8] = commas[high] - commas[low] if high > low else 0
                    # How many of its kind are nearer on its side, and how far the nearest is on
                    # the other.
                    row[n, 9] = seen_role[spans[j, 2]]
                    row[n, 10] = _other(spans, i, j, side)
                    row[n, 11] = state[a] in (1, 2)
                    row[n, 12] = state[b - 1] in (2, 3)
                    row[n, 13] = state[c]
                    row[n, 14] = stops[b] - stops[b - 1]
                    row[n, 15] = stops[b] - stops[a]
                    row[n, 16] = commas[b] - commas[max(a, b - 2)]
                    row[n, 17] = min(d - c, FAR)
                    row[n, 18] = min(b - a, FAR)
                    row[n, 19] = min(c - begin, FAR)
                    row[n, 20] = min(a - begin, FAR)
                    row[n, 21] = min(end - b, FAR)
                    row[n, 22] = j + 1 < count and spans[j + 1, 2] == 1 and spans[j + 1, 0] - d <= 2
                    row[n, 23] = j > 0 and spans[j - 1, 2] == 1 and c - spans[j - 1, 1] <= 2
                    row[n, 24] = j + 1 < count and spans[j + 1, 2] == 0 and spans[j + 1, 0] - d <= 2
                    row[n, 25] = j > 0 and spans[j - 1, 2] == 0 and c - spans[j - 1, 1] <= 2
                    seen_role[spans[j, 2]] += 1
                    n += 1
                j = j + 1 if side else j - 1
    return pairs[:n], rows[:n]


cdef int _other(const int32_t[:, ::1] spans, int i, int j, int side) noexcept:
    """The distance to the nearest span of the same role on the content's other side."""
    cdef int k = i - 1 if side else i + 1
    while 0 <= k < spans.shape[0]:
        if spans[k, 2] == spans[j, 2]:
            return min(FAR, max(0, spans[i, 0] - spans[k, 1] if side else spans[k, 0] - spans[i, 1]))
        k = k - 1 if side else k + 1
    return FAR
