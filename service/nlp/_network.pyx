# cython: boundscheck=False, wraparound=False, initializedcheck=False, cdivision=True
"""The tagger's network at full speed: two bidirectional LSTM layers, a CRF, three plain heads.

Everything that multiplies matrices does so in whole numbers (network.h tells why). A batch is one
text: its sequences (paragraphs) lie behind each other and go through each layer in step.
"""

import numpy as np

from libc.stdint cimport int8_t, int32_t, uint8_t
from libc.string cimport memset

cdef extern from "network.h":
    ctypedef void product_t(
        const uint8_t *, int, int, int, const int8_t *, const int32_t *, int, int32_t *, int
    ) noexcept nogil
    product_t *choose_product(int width) noexcept nogil
    int group_of(product_t *product) noexcept nogil
    void cell(
        const float *, const int32_t *, const float *, int, float *, float *, uint8_t *
    ) noexcept nogil
    void dequantise(
        const int32_t *, float, const float *, const float *, int, float *
    ) noexcept nogil
    void normalise(float *, int, const float *, const float *) noexcept nogil
    void add_scaled(float *, float, const float *, int) noexcept nogil
    float quantise(const float *, int, uint8_t *) noexcept nogil
    float exp_(float) noexcept nogil
    int TILE, ZERO
    float TOP

cdef enum:
    # Rows of a product that are turned back into floats while they are in the cache.
    CHUNK = 64
    # More labels than any head here has.
    MOST = 64
    # A label that is less likely than one in so many at a token begins no span there.
    LEAST = 32

# How much likelier other borders must be than those of the best labels. On PolNeAR's development
# part exact contents gain .0065 so, .0050 without, with .0010 less of content tokens.
cdef float STAY = 0.05


cdef class Dense:
    """A linear layer: float32 rows in, float32 rows out, 8-bit whole numbers between."""

    cdef readonly int inputs, outputs, padded
    cdef int8_t[::1] weights
    cdef int32_t[::1] base
    cdef float[::1] scale, bias

    def __init__(self, weights, bias, int group):
        """Pack a layer.

        Args: weights: of shape (inputs, outputs), inputs a multiple of 16. bias: (outputs,).
            group: how many weights of a column lie together for the product.
        """
        self.inputs, self.outputs = weights.shape
        self.padded = (self.outputs + TILE - 1) // TILE * TILE
        self.weights, self.base, self.scale = _pack(weights, self.padded, group)
        self.bias = np.pad(np.asarray(bias, np.float32), (0, self.padded - self.outputs))

    cdef void run(
        self, product_t *product, const uint8_t *rows, const float *steps, Py_ssize_t count,
        int32_t *sums, float *out
    ) noexcept nogil:
        cdef Py_ssize_t first, row
        cdef int size
        first = 0
        while first < count:
            size = <int>min(<Py_ssize_t>CHUNK, count - first)
            product(rows + first * self.inputs, self.inputs, size, self.inputs,
                    &self.weights[0], &self.base[0], self.padded, sums, self.padded)
            for row in range(size):
                dequantise(sums + row * self.padded, steps[first + row], &self.scale[0],
                           &self.bias[0], self.padded, out + (first + row) * self.padded)
            first += size


def _pack(weights, padded, group):
    """Whole numbers in the order in which a product reads them, where sums begin, the scales.

    Each is one a column. Activations are stored ZERO higher, which adds ZERO times the weights.
    """
    inputs, outputs = weights.shape
    weights = np.asarray(weights, np.float32)
    scale = np.abs(weights).max(axis=0) / TOP + np.float32(1e-12)
    whole = np.zeros((inputs, padded), np.int8)
    whole[:, :outputs] = np.rint(weights / scale)
    tiles = whole.reshape(inputs // group, group, padded // TILE, TILE).transpose(2, 0, 3, 1)
    base = -ZERO * whole.sum(axis=0, dtype=np.int32)
    padded_scale = np.pad(scale.astype(np.float32), (0, padded - outputs), constant_values=1)
    return np.ascontiguousarray(tiles).reshape(-1), base, padded_scale


cdef class Network:
    """The network with its weights; see `service.train.quotes.network` for the same in floats.

    `width`: the widest instructions to use, in bits (1024 for tiles, 512, 256, 0); the results are
    equal.
    """

    cdef product_t *product
    cdef int size, state, labels
    cdef readonly int width
    cdef Dense static, tags, heads, out
    cdef tuple inputs
    cdef int8_t[:, ::1] recurrent
    cdef int32_t[:, ::1] recurrent_base
    cdef float[:, ::1] recurrent_scale, marks, tag_vectors, transitions
    cdef float[::1] first, last, opening, closing
    cdef float[:, ::1] moves
    cdef float[:, ::1] gain0, gain1
    cdef int heads_end[3]

    def __init__(self, dict arrays, int width=1024):
        self.product = choose_product(width)
        group = group_of(self.product)
        self.size = arrays["static"].shape[1]
        self.state = arrays["recurrent0f"].shape[0]
        self.labels = arrays["out"].shape[1]
        self.static = Dense(arrays["static"], arrays["static_bias"], group)
        self.width = self.static.padded
        self.inputs = tuple(
            Dense(_sides(arrays, f"input{layer}"), _sides(arrays, f"bias{layer}"), group)
            for layer in range(2)
        )
        packed = [
            _pack(arrays[f"recurrent{layer}{side}"], 4 * self.state, group)
            for layer in range(2)
            for side in "fb"
        ]
        self.recurrent = np.stack([weights for weights, _, _ in packed])
        self.recurrent_base = np.stack([base for _, base, _ in packed])
        # A state is between -1 and 1, TOP steps each way.
        self.recurrent_scale = np.stack([scale for _, _, scale in packed]) / np.float32(TOP)
        self.tags = Dense(arrays["tags"], arrays["tags_bias"], group)
        self.out = Dense(arrays["out"], arrays["out_bias"], group)
        heads = [arrays[name] for name in ("part", "entity", "relation")]
        self.heads = Dense(
            np.concatenate(heads, axis=1),
            np.concatenate([arrays[f"{n}_bias"] for n in ("part", "entity", "relation")]),
            group,
        )
        ends = np.cumsum([head.shape[1] for head in heads])
        for index in range(3):
            self.heads_end[index] = ends[index]
        self.marks = _float(arrays["marks"])
        self.tag_vectors = _float(arrays["tag_vectors"])
        self.transitions = _float(arrays["transitions"])
        self.first, self.last = _float(arrays["first"]), _float(arrays["last"])
        # The same as factors, for the sums over all labellings.
        self.moves, self.opening, self.closing = (
            np.exp(_float(arrays[name])) for name in ("transitions", "first", "last")
        )
        self.gain0 = _float(np.stack([arrays["gain"], arrays["shift"]]))
        self.gain1 = _float(
            np.stack([arrays[n] for n in ("gain0", "shift0", "gain1", "shift1")])
        )

    def embed(self, float[:, ::1] features not None):
        """The part of the input that a word has wherever it stands.

        Args: features: of shape (words, inputs of the static layer).
        Returns: float32 of shape (words, size).
        """
        cdef Py_ssize_t count = features.shape[0], row
        cdef uint8_t[:, ::1] whole = np.empty((count, self.static.inputs), np.uint8)
        cdef float[::1] steps = np.empty(count, np.float32)
        cdef int32_t[::1] sums = np.empty(CHUNK * self.static.padded, np.int32)
        out = np.empty((count, self.static.padded), np.float32)
        cdef float[:, ::1] view = out
        if count:
            for row in range(count):
                steps[row] = quantise(&features[row, 0], self.static.inputs, &whole[row, 0])
            self.static.run(self.product, &whole[0, 0], &steps[0], count, &sums[0], &view[0, 0])
        return out

    def tag(self, const float[:, ::1] words not None, const int32_t[::1] rows not None,
            const int8_t[::1] marks not None, const int32_t[::1] starts not None):
        """Tag the sequences of one text.

        Args: words: rows that `embed` gave. rows: each token's row. marks: each token's state of
            quotation, 0 to 3. starts: where each sequence begins, and the end of the last; none is
            empty.
        Returns: labels (int8; see `_decode`), the probability of each, and the labels of the three
            heads (part of speech, entity, relation), one a token each.
        """
        cdef Py_ssize_t count = rows.shape[0]
        labels, sure = np.zeros(count, np.int8), np.zeros(count, np.float32)
        heads = np.zeros((3, count), np.int8)
        if count:
            emissions = self._forward(words, rows, marks, starts, heads)
            self._decode(emissions, marks, starts, labels, sure)
        return labels, sure, heads[0], heads[1], heads[2]

    cdef _forward(self, const float[:, ::1] words, const int32_t[::1] rows,
                  const int8_t[::1] marks, const int32_t[::1] starts, int8_t[:, ::1] heads):
        cdef Py_ssize_t count = rows.shape[0], row
        cdef int sequences = starts.shape[0] - 1, size = self.size, wide = 2 * self.state, j
        cdef float[:, ::1] x = np.empty((count, size), np.float32)
        cdef uint8_t[:, ::1] whole = np.empty((count, max(size, wide)), np.uint8)
        cdef float[::1] steps = np.empty(count, np.float32)
        cdef float[:, ::1] gates = np.empty((count, 8 * self.state), np.float32)
        cdef float[:, ::1] low = np.empty((count, wide), np.float32)
        cdef float[:, ::1] high = np.empty((count, wide), np.float32)
        cdef float[:, ::1] plain = np.empty((count, self.heads.padded), np.float32)
        cdef float[:, ::1] tags = np.empty((count, self.tags.padded), np.float32)
        emissions = np.empty((count, self.out.padded), np.float32)
        cdef float[:, ::1] result = emissions
        cdef int32_t[::1] sums = np.empty(max(CHUNK, sequences) * 8 * self.state, np.int32)
        cdef uint8_t[:, ::1] state = np.empty((sequences, self.state), np.uint8)
        cdef float[:, ::1] memory = np.empty((sequences, self.state), np.float32)
        lengths = np.diff(starts)
        by_length = np.argsort(-lengths, kind="stable")
        cdef int32_t[::1] sizes = lengths[by_length].astype(np.int32)
        cdef int32_t[::1] begins = np.asarray(starts)[by_length]
        cdef Dense first = self.inputs[0], second = self.inputs[1]
        cdef uint8_t *cells = &whole[0, 0]
        with nogil:
            for row in range(count):
                for j in range(size):
                    x[row, j] = words[rows[row], j] + self.marks[marks[row], j]
                normalise(&x[row, 0], size, &self.gain0[0, 0], &self.gain0[1, 0])
                steps[row] = quantise(&x[row, 0], size, cells + row * size)
            first.run(self.product, cells, &steps[0], count, &sums[0], &gates[0, 0])
            self._recur(0, gates, begins, sizes, state, memory, &sums[0], low)
            for row in range(count):
                normalise(&low[row, 0], wide, &self.gain1[0, 0], &self.gain1[1, 0])
                steps[row] = quantise(&low[row, 0], wide, cells + row * wide)
            self.heads.run(self.product, cells, &steps[0], count, &sums[0], &plain[0, 0])
            self.tags.run(self.product, cells, &steps[0], count, &sums[0], &tags[0, 0])
            for row in range(count):
                self._pick(&plain[row, 0], heads, row)
                self._add_tags(&tags[row, 0], &low[row, 0])
                steps[row] = quantise(&low[row, 0], wide, cells + row * wide)
            second.run(self.product, cells, &steps[0], count, &sums[0], &gates[0, 0])
            self._recur(1, gates, begins, sizes, state, memory, &sums[0], high)
            for row in range(count):
                add_scaled(&high[row, 0], 1, &low[row, 0], wide)
                normalise(&high[row, 0], wide, &self.gain1[2, 0], &self.gain1[3, 0])
                steps[row] = quantise(&high[row, 0], wide, cells + row * wide)
            self.out.run(self.product, cells, &steps[0], count, &sums[0], &result[0, 0])
        return emissions

    cdef void _recur(self, int layer, float[:, ::1] gates, int32_t[::1] begins,
                     int32_t[::1] sizes, uint8_t[:, ::1] state, float[:, ::1] memory,
                     int32_t *sums, float[:, ::1] out) noexcept nogil:
        """One layer, forwards and backwards; the sequences are in the order of their length."""
        cdef int side, step, active, one, width = self.state, number
        cdef Py_ssize_t row
        for side in range(2):
            number = 2 * layer + side
            memset(&state[0, 0], ZERO, state.shape[0] * width)
            memset(&memory[0, 0], 0, state.shape[0] * width * sizeof(float))
            active = <int>sizes.shape[0]
            for step in range(sizes[0]):
                while sizes[active - 1] <= step:
                    active -= 1
                self.product(&state[0, 0], width, active, width, &self.recurrent[number, 0],
                             &self.recurrent_base[number, 0], 4 * width, sums, 4 * width)
                for one in range(active):
                    row = begins[one] + (sizes[one] - 1 - step if side else step)
                    cell(&gates[row, side * 4 * width], sums + one * 4 * width,
                         &self.recurrent_scale[number, 0], width, &memory[one, 0],
                         &out[row, side * width], &state[one, 0])

    cdef void _pick(self, const float *scores, int8_t[:, ::1] heads, Py_ssize_t row) noexcept nogil:
        cdef int head, j, best, start = 0
        for head in range(3):
            best = start
            for j in range(start, self.heads_end[head]):
                if scores[j] > scores[best]:
                    best = j
            heads[head, row] = best - start
            start = self.heads_end[head]

    cdef void _add_tags(self, const float *scores, float *row) noexcept nogil:
        """Tell the second layer what the first would say."""
        cdef float shares[MOST]
        cdef float top = scores[0], total = 0
        cdef int j
        for j in range(1, self.labels):
            top = max(top, scores[j])
        for j in range(self.labels):
            shares[j] = exp_(scores[j] - top)
            total += shares[j]
        for j in range(self.labels):
            # Less than this is below what a row's own steps can tell.
            if shares[j] > 1e-4 * total:
                add_scaled(row, shares[j] / total, &self.tag_vectors[j, 0], 2 * self.state)

    cdef _decode(self, const float[:, ::1] scores, const int8_t[::1] marks,
                 const int32_t[::1] starts, int8_t[::1] labels, float[::1] sure):
        """The labels of each sequence and their marginal probabilities.

        The best labels (Viterbi) tell which spans there are; each of the last kind, a content, then
        gets the borders that are likeliest for it, for what is likeliest for all spans together is
        not so for each.
        """
        cdef int k = self.labels, j, sequence
        cdef Py_ssize_t count = scores.shape[0], row, begin, end
        cdef float[:, ::1] forward = np.empty((count, k), np.float32)
        cdef float[:, ::1] backward = np.empty((count, k), np.float32)
        cdef float[:, ::1] weights = np.empty((count, k), np.float32)
        cdef int8_t[:, ::1] back = np.empty((count, k), np.int8)
        cdef float top
        with nogil:
            for row in range(count):
                top = scores[row, 0]
                for j in range(1, k):
                    top = max(top, scores[row, j])
                for j in range(k):
                    weights[row, j] = exp_(scores[row, j] - top)
            for sequence in range(starts.shape[0] - 1):
                begin, end = starts[sequence], starts[sequence + 1]
                self._find_best(scores, back, labels, begin, end)
                self._sum_up(weights, forward, backward, begin, end)
                self._sharpen(weights, forward, backward, marks, labels, begin, end)
                for row in range(begin, end):
                    sure[row] = self._share(forward, backward, row, labels[row])

    cdef void _find_best(self, const float[:, ::1] scores, int8_t[:, ::1] back,
                         int8_t[::1] labels, Py_ssize_t begin, Py_ssize_t end) noexcept nogil:
        """The best labels of one sequence; `back` is room to work in."""
        cdef int k = self.labels, i, j, best
        cdef Py_ssize_t row
        cdef float value[MOST]
        cdef float other[MOST]
        cdef float top
        for j in range(k):
            value[j] = self.first[j] + scores[begin, j]
        for row in range(begin + 1, end):
            for j in range(k):
                best = 0
                top = value[0] + self.transitions[0, j]
                for i in range(1, k):
                    if value[i] + self.transitions[i, j] > top:
                        top = value[i] + self.transitions[i, j]
                        best = i
                back[row, j] = best
                other[j] = top + scores[row, j]
            for j in range(k):
                value[j] = other[j]
        best = 0
        for j in range(1, k):
            if value[j] + self.last[j] > value[best] + self.last[best]:
                best = j
        for row in range(end - 1, begin - 1, -1):
            labels[row] = best
            if row > begin:
                best = back[row, best]

    cdef void _sum_up(self, const float[:, ::1] weights, float[:, ::1] forward,
                      float[:, ::1] backward, Py_ssize_t begin, Py_ssize_t end) noexcept nogil:
        """The sums over all labellings up to each token and from it on; each row by a factor."""
        cdef int k = self.labels, i, j
        cdef Py_ssize_t row
        cdef float total
        for row in range(begin, end):
            total = 0
            for j in range(k):
                if row == begin:
                    forward[row, j] = self.opening[j]
                else:
                    forward[row, j] = 0
                    for i in range(k):
                        forward[row, j] += forward[row - 1, i] * self.moves[i, j]
                forward[row, j] *= weights[row, j]
                total += forward[row, j]
            for j in range(k):
                forward[row, j] /= total
        for j in range(k):
            backward[end - 1, j] = self.closing[j]
        for row in range(end - 1, begin, -1):
            total = 0
            for i in range(k):
                backward[row - 1, i] = 0
                for j in range(k):
                    backward[row - 1, i] += self.moves[i, j] * weights[row, j] * backward[row, j]
                total = max(total, backward[row - 1, i])
            for i in range(k):
                backward[row - 1, i] /= total

    cdef float _share(self, const float[:, ::1] forward, const float[:, ::1] backward,
                      Py_ssize_t row, int label) noexcept nogil:
        """The marginal probability of a label at a token."""
        cdef float total = 0
        cdef int j
        for j in range(self.labels):
            total += forward[row, j] * backward[row, j]
        return forward[row, label] * backward[row, label] / total

    cdef void _sharpen(self, const float[:, ::1] weights, const float[:, ::1] forward,
                       const float[:, ::1] backward, const int8_t[::1] marks,
                       int8_t[::1] labels, Py_ssize_t begin, Py_ssize_t end) noexcept nogil:
        """Give each content of the best labels the borders that are likeliest for one there.

        It still has a token of what it was, and all of these that stand in marks; none of its
        neighbours.
        """
        cdef Py_ssize_t start, stop, after, low, high, i, room = begin, row = begin
        cdef Py_ssize_t[2] borders
        cdef float best
        cdef int first = self.labels - 4
        while row < end:
            if labels[row] < first:
                row += 1
                room = row if labels[row - 1] else room
                continue
            start = row
            stop = start + 1
            while stop < end and labels[stop] >= first and labels[stop - 1] < first + 2:
                stop += 1
            after = stop
            while after < end and labels[after] == 0:
                after += 1
            low, high = stop - 1, start
            for i in range(start, stop):
                if marks[i]:
                    low = min(low, i)
                    high = i
            best = -1
            borders[0], borders[1] = start, stop
            # Its own first, so that others have to beat it.
            self._try_from(weights, forward, backward, start, start, stop, high, after, &best,
                           borders)
            for i in range(room, low + 1):
                if i != start:
                    self._try_from(weights, forward, backward, i, start, stop, high, after, &best,
                                   borders)
            for i in range(start, stop):
                labels[i] = 0
            for i in range(borders[0], borders[1]):
                labels[i] = first + 1
            labels[borders[0]] = first
            labels[borders[1] - 1] = first + 2
            if borders[1] - borders[0] == 1:
                labels[borders[0]] = first + 3
            room = borders[1]
            row = after

    cdef void _try_from(self, const float[:, ::1] weights, const float[:, ::1] forward,
                        const float[:, ::1] backward, Py_ssize_t begin, Py_ssize_t start,
                        Py_ssize_t stop, Py_ssize_t high, Py_ssize_t after, float *best,
                        Py_ssize_t *borders) noexcept nogil:
        """Try the contents that begin at a token: note borders likelier than the best yet.

        start, stop: the borders that one has. high: the first token that may be its last. after:
            where its neighbour begins.
        """
        cdef Py_ssize_t last
        cdef int first = self.labels - 4, label = first
        cdef float share, ends, goes_on, both, likely
        if begin >= high:
            share = self._share(forward, backward, begin, first + 3)
            if begin == start and stop == start + 1:
                share += STAY
            if share > best[0]:
                best[0] = share
                borders[0], borders[1] = begin, begin + 1
        share = self._share(forward, backward, begin, first)
        if share * LEAST < 1 and begin != start:
            return
        for last in range(begin + 1, after):
            # Behind what begins or goes on nothing else may follow: it ends, or goes on once more.
            ends = self.moves[label, first + 2] * weights[last, first + 2]
            ends *= backward[last, first + 2]
            goes_on = self.moves[label, first + 1] * weights[last, first + 1]
            goes_on *= backward[last, first + 1]
            both = ends + goes_on
            if both <= 0 or share + STAY <= best[0]:
                return
            likely = share * ends / both
            if begin == start and last + 1 == stop:
                likely += STAY
            if last >= high and likely > best[0]:
                best[0] = likely
                borders[0], borders[1] = begin, last + 1
            share *= goes_on / both
            label = first + 1


def _sides(arrays, name):
    return np.concatenate([arrays[f"{name}f"], arrays[f"{name}b"]], axis=-1)


def _float(array):
    return np.ascontiguousarray(array, dtype=np.float32)
