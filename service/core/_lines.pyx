# distutils: language = c++
"""Turns the blocks of a page into numbers: words, shape, neighbours, shared vocabulary.

All that is said of a block is said in float32 rows, which `service.core._trees` judges. Hashes are
64-bit FNV-1a over lower-case code points with Murmur3's finalizer; no table depends on the
interpreter's hash seed.
"""

cimport cython
from cpython.unicode cimport (
    Py_UNICODE_ISALNUM,
    Py_UNICODE_ISALPHA,
    Py_UNICODE_ISDIGIT,
    Py_UNICODE_ISUPPER,
    Py_UNICODE_TOLOWER,
    PyUnicode_DATA,
    PyUnicode_GET_LENGTH,
    PyUnicode_KIND,
    PyUnicode_READ,
)
from libc.math cimport sqrt
from libc.stdint cimport uint8_t, uint32_t, uint64_t
from libcpp.vector cimport vector

import numpy as np

cdef enum:
    # Word classes of `service.core.rules.words.WordClass`.
    CLASSES = 12
    STEM = 5
    STAMPS = 1 << 17
    LABEL_CHARACTERS = 100
    # Longer numbers are all alike: years and prices keep their length.
    DIGITS = 4
    SENTENCE_SCORES = 2

# What is measured of a block by itself, in the order of the columns.
cdef enum:
    WORDS = 0
    CHARACTERS
    WORD_LENGTH
    UPPER
    CAPITALS
    DIGIT
    DOT
    EXCLAMATION
    QUESTION
    COLON
    ELLIPSIS
    FIRST_BULLET
    FIRST_LOWER
    FIRST_DIGIT
    FIRST_QUOTE
    QUOTED
    ADDRESSES
    CURRENCY
    COPYRIGHT
    SEPARATORS
    FUNCTION
    SENTENCES
    EXCLAMATIONS
    QUESTIONS
    PROSE
    CONTENT
    YEARS
    TIMES
    LABELLED
    LABEL
    SPEECH
    PARENTHESES
    COMMAS
    CLASS
    MEASURES = CLASS + CLASSES

cdef uint64_t PRIME = 1099511628211ULL
cdef uint64_t OFFSET = 14695981039346656037ULL


cdef inline uint64_t mix(uint64_t h) noexcept nogil:
    h ^= h >> 33
    h *= 0xFF51AFD7ED558CCDULL
    h ^= h >> 33
    h *= 0xC4CEB9FE1A85EC53ULL
    return h ^ (h >> 33)


cdef inline bint is_cjk(Py_UCS4 c) noexcept nogil:
    # Kana and Han: no spaces between words.
    return 0x3040 <= c <= 0x9FFF


cdef uint64_t hash_word(str word):
    cdef uint64_t h = OFFSET
    cdef Py_UCS4 c
    for c in word:
        h = (h ^ <uint64_t>c) * PRIME
    return h


cdef uint64_t hash_label(str text):
    """Of the words alone: neither marks nor spaces nor case count. 0 if there is no word."""
    cdef uint64_t h = 0, word = OFFSET
    cdef Py_UCS4 c
    cdef bint inside = False
    for c in text:
        if Py_UNICODE_ISALNUM(c):
            word = (word ^ <uint64_t>Py_UNICODE_TOLOWER(c)) * PRIME
            inside = True
        elif inside:
            h = mix(h * 31 + word)
            word, inside = OFFSET, False
    return mix(h * 31 + word) if inside else h


cdef struct Token:
    uint64_t word
    uint64_t stem
    int length
    int sentence
    bint sign
    bint upper
    bint capitals
    bint digit
    bint quoted


cdef class _Table:
    """Open addressing from non-zero 64-bit keys to small numbers."""

    cdef uint64_t[::1] keys
    cdef uint32_t[::1] values
    cdef uint64_t mask

    def __init__(self, dict entries):
        cdef uint64_t key, at
        cdef Py_ssize_t size = 2
        while size < 3 * len(entries):
            size *= 2
        self.keys = np.zeros(size, np.uint64)
        self.values = np.zeros(size, np.uint32)
        self.mask = size - 1
        for key, value in entries.items():
            at = mix(key) & self.mask
            while self.keys[at] != 0:
                at = (at + 1) & self.mask
            self.keys[at] = key
            self.values[at] = value

    @cython.boundscheck(False)
    @cython.wraparound(False)
    cdef inline uint32_t find(self, uint64_t key) noexcept nogil:
        """The value, 0 if there is none."""
        cdef uint64_t at = mix(key) & self.mask
        while self.keys[at] != 0:
            if self.keys[at] == key:
                return self.values[at]
            at = (at + 1) & self.mask
        return 0


cdef class Lexicon:
    """The words and the whole blocks that are known by hand."""

    cdef _Table words
    cdef _Table labels
    # Of each feature's last bits: the block that had it last; here, so that no page pays for it.
    cdef uint32_t[::1] stamps
    cdef uint32_t clock

    def __init__(self, words, labels):
        """Args: words: of each word its classes; labels: of each block's text a number above 0."""
        self.words = _Table(
            {hash_word(word): sum(1 << one for one in classes) for word, classes in words.items()}
        )
        hashed = {hash_label(text): number for text, number in labels.items()}
        hashed.pop(0, None)
        self.labels = _Table(hashed)
        self.stamps = np.zeros(STAMPS, np.uint32)

    cdef void next_block(self) noexcept:
        self.clock += 1
        if self.clock == 0:
            self.stamps[:] = 0
            self.clock = 1


cdef class Vocabulary:
    """What each word and word sequence says: one weight an output.

    Args: keys: uint32, distinct, not 0: the hashed features. weights: float32 (keys, outputs).
    biases: float32 (outputs). The first two outputs are also scored sentence by sentence.
    Raises: ValueError: shapes that do not fit, or a key that is 0 or twice there.
    """

    cdef uint32_t[::1] keys
    cdef uint32_t[::1] rows
    cdef float[:, ::1] weights
    cdef float[::1] biases
    cdef readonly int outputs

    def __init__(self, const uint32_t[::1] keys, weights, biases):
        cdef Py_ssize_t size = 2, row
        cdef uint32_t at
        if weights.shape != (keys.shape[0], len(biases)) or len(biases) < SENTENCE_SCORES:
            raise ValueError("weights do not fit the keys and biases")
        if len(np.unique(keys)) != keys.shape[0] or 0 in np.asarray(keys):
            raise ValueError("a key is 0 or stands twice")
        while size < 2 * keys.shape[0]:
            size *= 2
        self.keys = np.zeros(size, np.uint32)
        self.rows = np.zeros(size, np.uint32)
        self.weights = np.ascontiguousarray(weights, np.float32)
        self.biases = np.ascontiguousarray(biases, np.float32)
        self.outputs = len(biases)
        for row in range(keys.shape[0]):
            at = keys[row] & (size - 1)
            while self.keys[at] != 0:
                at = (at + 1) & (size - 1)
            self.keys[at] = keys[row]
            self.rows[at] = row

    @cython.boundscheck(False)
    @cython.wraparound(False)
    cdef inline Py_ssize_t find(self, uint32_t key) noexcept nogil:
        """The feature's row of weights, -1 if it has none."""
        cdef uint32_t mask = <uint32_t>(self.keys.shape[0] - 1)
        cdef uint32_t at = key & mask
        while self.keys[at] != 0:
            if self.keys[at] == key:
                return self.rows[at]
            at = (at + 1) & mask
        return -1


cdef class Lines:
    """The blocks of one page, measured.

    measures: float32 (blocks, MEASURES). hashes: uint64 (blocks), equal for equal wording.
    features: uint32, the hashed words and word sequences of block i at starts[i]:starts[i + 1],
    each once a block.
    """

    cdef Lexicon lexicon
    cdef vector[Token] tokens
    cdef vector[uint32_t] found
    cdef vector[int] sentences
    cdef vector[Py_ssize_t] found_ends
    cdef vector[uint64_t] content
    cdef vector[Py_ssize_t] content_ends
    cdef readonly object measures
    cdef readonly object hashes

    def __init__(self, Lexicon lexicon not None, list texts not None):
        """Args: texts: the page's blocks, verbatim, in order."""
        cdef Py_ssize_t row, count = len(texts)
        cdef float[:, ::1] measures
        cdef uint64_t[::1] hashes
        self.lexicon = lexicon
        self.measures = np.zeros((count, MEASURES), np.float32)
        self.hashes = np.zeros(count, np.uint64)
        measures, hashes = self.measures, self.hashes
        for row in range(count):
            self._measure(texts[row], &measures[row, 0])
            hashes[row] = self._line_hash()
            self._collect_features()
            self._collect_content()

    @property
    def closed(self):
        """bool a block: ends like a sentence."""
        m = self.measures
        return m[:, DOT] + m[:, EXCLAMATION] + m[:, QUESTION] + m[:, ELLIPSIS] > 0

    @property
    def labelled(self):
        """bool a block: known by hand as a whole."""
        return self.measures[:, LABELLED] > 0

    @property
    def labels(self):
        """int a block: the lexicon's number of the block known as a whole, 0 for none."""
        return self.measures[:, LABEL].astype(np.int64)

    @property
    def starts(self):
        return np.array([0] + list(self.found_ends), np.int64)

    @property
    def features(self):
        return np.array(self.found, np.uint32)

    # ------------------------------------------------------------------ one block

    cdef _measure(self, str text, float *out):
        self.tokens.clear()
        self._tokenize(text, out)
        self._count_words(out, PyUnicode_GET_LENGTH(text))
        self._look_at_edges(text, out)
        self._find_label(text, out)

    cdef void _tokenize(self, str text, float *out):
        """Fill `tokens` with words and the signs that tell, count the others."""
        cdef int kind = PyUnicode_KIND(text)
        cdef void *data = PyUnicode_DATA(text)
        cdef Py_ssize_t length = PyUnicode_GET_LENGTH(text), i = 0
        cdef Py_UCS4 c
        cdef bint quoted = False
        cdef int sentence = 0
        cdef Token token
        while i < length:
            c = PyUnicode_READ(kind, data, i)
            if Py_UNICODE_ISALNUM(c):
                i = self._read_word(kind, data, length, i, &token)
                token.quoted, token.sentence, token.sign = quoted, sentence, False
                self.tokens.push_back(token)
                continue
            if c == u'"':
                quoted = not quoted
            elif c == 0x201C:  # opens in English, closes in German
                quoted = not quoted
            elif c == 0x201E or c == 0xAB:
                quoted = True
            elif c == 0x201D or c == 0xBB:
                quoted = False
            if self._is_sign(c, out):
                token.word = token.stem = (OFFSET ^ <uint64_t>c) * PRIME
                token.length, token.sign, token.quoted, token.sentence = 1, True, quoted, sentence
                token.upper = token.capitals = token.digit = False
                self.tokens.push_back(token)
            if c == u"." or c == u"!" or c == u"?" or c == 0x3002 or c == 0x2026:
                if self._ends_sentence(kind, data, length, i):
                    sentence += 1
                elif c == u"." and 0 < i and Py_UNICODE_ISALPHA(PyUnicode_READ(kind, data, i - 1)):
                    if Py_UNICODE_ISALPHA(PyUnicode_READ(kind, data, i + 1)):
                        out[ADDRESSES] += 1
            elif c == u":" and 0 < i < length - 1:
                if Py_UNICODE_ISDIGIT(PyUnicode_READ(kind, data, i - 1)):
                    if Py_UNICODE_ISDIGIT(PyUnicode_READ(kind, data, i + 1)):
                        out[TIMES] += 1
            i += 1
        out[SENTENCES] = sentence

    cdef inline Py_ssize_t _read_word(
        self, int kind, void *data, Py_ssize_t length, Py_ssize_t start, Token *token
    ) noexcept:
        """Read the word at `start`. Returns: where it ends."""
        cdef Py_ssize_t i = start
        cdef Py_UCS4 c = PyUnicode_READ(kind, data, i)
        cdef uint64_t h = OFFSET, stem = OFFSET
        cdef int digits = 0, letters = 0, upper = 0
        token.upper = Py_UNICODE_ISUPPER(c)
        while True:
            if Py_UNICODE_ISDIGIT(c):
                digits += 1
                if digits <= DIGITS:
                    h = (h ^ 48) * PRIME
            else:
                letters += 1
                upper += Py_UNICODE_ISUPPER(c)
                h = (h ^ <uint64_t>Py_UNICODE_TOLOWER(c)) * PRIME
            if i - start < STEM:
                stem = h
            i += 1
            if i >= length:
                break
            c = PyUnicode_READ(kind, data, i)
            if not Py_UNICODE_ISALNUM(c) or (is_cjk(c) and i - start >= 2):
                break
        token.word, token.stem, token.length = h, stem, <int>(i - start)
        token.capitals = upper == letters and letters >= 2
        token.digit = digits > 0
        return i

    cdef inline bint _ends_sentence(
        self, int kind, void *data, Py_ssize_t length, Py_ssize_t i
    ) noexcept:
        cdef Py_UCS4 after
        if i + 1 >= length or PyUnicode_READ(kind, data, i) == 0x3002:
            return True
        after = PyUnicode_READ(kind, data, i + 1)
        return after == 32 or after == 0xA0 or after == 0x22 or after == 0x201D

    cdef inline bint _is_sign(self, Py_UCS4 c, float *out) noexcept:
        """Tell a mark that is a token; count it and the marks that are none."""
        if c == u"!":
            out[EXCLAMATIONS] += 1
        elif c == u"?":
            out[QUESTIONS] += 1
        elif c == u"$" or c == 0x20AC or c == 0xA3 or c == 0x20B9:
            out[CURRENCY] += 1
        elif c == u"@":
            out[ADDRESSES] += 1
        elif c == 0xA9:
            out[COPYRIGHT] += 1
        elif c in (u"|", u"/", u"#", u">", 0x2022, 0xB7, 0x203A, 0x2192, 0x25BA, 0x25B6):
            out[SEPARATORS] += 1
        else:
            if c == u"(":
                out[PARENTHESES] += 1
            elif c == u",":
                out[COMMAS] += 1
            return False
        return True

    cdef void _count_words(self, float *out, Py_ssize_t characters) noexcept:
        cdef int words = 0, upper = 0, capitals = 0, digits = 0, lower = 0, function = 0, own = 0
        cdef int content = 0, bit
        cdef long letters = 0, quoted = 0
        cdef uint32_t classes
        cdef Token *token
        cdef size_t i
        for i in range(self.tokens.size()):
            token = &self.tokens[i]
            if token.sign:
                continue
            words += 1
            letters += token.length
            upper += token.upper
            capitals += token.capitals
            digits += token.digit
            lower += not token.upper and not token.digit
            out[YEARS] += token.digit and token.length == 4
            classes = self.lexicon.words.find(token.word)
            function += classes & 1
            content += tells(token, classes)
            if token.quoted:
                quoted += token.length
                continue
            own += 1
            for bit in range(1, CLASSES):
                out[CLASS + bit] += classes >> bit & 1
        out[WORDS], out[CHARACTERS], out[CONTENT] = words, characters, content
        out[QUOTED] = <float>quoted / (letters + 1)
        # As `service.core.rules.line`: all of it is quoted.
        out[SPEECH] = own < 5 <= words
        if words:
            out[WORD_LENGTH] = <float>letters / words
            out[UPPER] = <float>upper / words
            out[CAPITALS] = <float>capitals / words
            out[DIGIT] = <float>digits / words
            out[FUNCTION] = <float>function / words
        # Running text, as in `service.core.rules.line`; `_look_at_edges` sees whether it is closed.
        if words < 10:
            out[PROSE] = characters >= 40 and characters >= 9 * words
        else:
            out[PROSE] = out[FUNCTION] >= <float>0.12 or 5 * lower >= 3 * words

    cdef void _look_at_edges(self, str text, float *out) noexcept:
        cdef int kind = PyUnicode_KIND(text)
        cdef void *data = PyUnicode_DATA(text)
        cdef Py_ssize_t length = PyUnicode_GET_LENGTH(text), i = length - 1
        cdef Py_UCS4 c = 0
        while i >= 0:
            c = PyUnicode_READ(kind, data, i)
            if c not in (32, 0x22, 0x27, 0x29, 0x5D, 0xBB, 0x2019, 0x201C, 0x201D):
                break
            i -= 1
        if i >= 0:
            if c == u"." and i >= 2 and PyUnicode_READ(kind, data, i - 1) == u"." or c == 0x2026:
                out[ELLIPSIS] = 1
            elif c == u"." or c == 0x3002:
                out[DOT] = 1
            elif c == u"!":
                out[EXCLAMATION] = 1
            elif c == u"?":
                out[QUESTION] = 1
            elif c == u":":
                out[COLON] = 1
        if not is_closed(out):
            out[PROSE] = 0
        if length == 0:
            return
        c = PyUnicode_READ(kind, data, 0)
        if c in (u"*", u"-", u">", 0x2022, 0x2013, 0xB7):
            out[FIRST_BULLET] = 1
        elif c in (0x22, 0x201C, 0x201E, 0xAB):
            out[FIRST_QUOTE] = 1
        elif Py_UNICODE_ISDIGIT(c):
            out[FIRST_DIGIT] = 1
        elif Py_UNICODE_ISALPHA(c) and not Py_UNICODE_ISUPPER(c):
            out[FIRST_LOWER] = 1

    cdef _find_label(self, str text, float *out):
        cdef uint64_t h
        if PyUnicode_GET_LENGTH(text) > LABEL_CHARACTERS:
            return
        h = hash_label(text)
        if h:
            out[LABEL] = self.lexicon.labels.find(h)
            out[LABELLED] = out[LABEL] > 0

    cdef uint64_t _line_hash(self) noexcept:
        cdef uint64_t h = 0
        cdef size_t i
        for i in range(self.tokens.size()):
            h = mix(h * 31 + self.tokens[i].word)
        return h

    cdef void _collect_features(self) noexcept:
        """Add the hashed words and word sequences of the block in `tokens`, each once."""
        cdef uint64_t word = 1, stem = 1, stem_before = 1
        cdef int sentence = -1
        cdef Token *token
        cdef size_t i
        self.lexicon.next_block()
        for i in range(self.tokens.size()):
            token = &self.tokens[i]
            if token.sentence != sentence:
                word, stem, stem_before, sentence = 1, 1, 1, token.sentence
            self._add(mix(token.word), sentence)
            if token.stem != token.word:
                self._add(mix(token.stem * 3 + 7), sentence)
            self._add(mix(token.word * 5 + mix(word)), sentence)
            if token.stem != token.word or stem != word:
                self._add(mix(token.stem * 7 + mix(stem) * 3), sentence)
            if word != 1:
                self._add(mix(token.stem * 11 + mix(stem * 13 + mix(stem_before))), sentence)
            word, stem_before, stem = token.word, stem, token.stem
        self.found_ends.push_back(self.found.size())

    cdef inline void _add(self, uint64_t hashed, int sentence) noexcept:
        # 0 is the sign of an empty place in tables.
        cdef uint32_t feature = <uint32_t>hashed | 1
        cdef uint32_t *stamp = &self.lexicon.stamps[0] + (feature >> 1 & (STAMPS - 1))
        if stamp[0] == self.lexicon.clock:
            return
        stamp[0] = self.lexicon.clock
        self.found.push_back(feature)
        self.sentences.push_back(sentence)

    cdef void _collect_content(self) noexcept:
        cdef size_t i
        for i in range(self.tokens.size()):
            if tells(&self.tokens[i], self.lexicon.words.find(self.tokens[i].word)):
                self.content.push_back(self.tokens[i].word)
        self.content_ends.push_back(self.content.size())

    # ------------------------------------------------------------------ a block's words weighed

    @cython.boundscheck(False)
    @cython.wraparound(False)
    def weigh(self, Vocabulary vocabulary not None):
        """Weigh the blocks' words.

        Returns: float32 (blocks, outputs + 5): the mean weight of the known features of a block,
        times the root of their number, plus the bias, an output; of the first two outputs the
        highest score of a sentence, then the share of features in sentences above 0; the share of
        features that are known.
        """
        cdef Py_ssize_t count = self.found_ends.size(), row, j, k, start = 0, found
        cdef int outputs = vocabulary.outputs, sentence, known, in_sentence
        scores = np.zeros((count, outputs + 2 * SENTENCE_SCORES + 1), np.float32)
        cdef float[:, ::1] out = scores
        cdef float[::1] sums = np.zeros(outputs, np.float32)
        cdef float part[SENTENCE_SCORES]
        cdef float weight
        for row in range(count):
            known = in_sentence = 0
            sentence = -1
            sums[:] = 0
            for k in range(SENTENCE_SCORES):
                out[row, outputs + k] = -1e9
                part[k] = 0
            for j in range(start, self.found_ends[row]):
                if self.sentences[j] != sentence:
                    _close_sentence(&out[row, outputs], part, in_sentence, vocabulary.biases)
                    sentence, in_sentence = self.sentences[j], 0
                found = vocabulary.find(self.found[j])
                if found < 0:
                    continue
                known += 1
                in_sentence += 1
                for k in range(outputs):
                    weight = vocabulary.weights[found, k]
                    sums[k] += weight
                    if k < SENTENCE_SCORES:
                        part[k] += weight
            _close_sentence(&out[row, outputs], part, in_sentence, vocabulary.biases)
            for k in range(outputs):
                out[row, k] = vocabulary.biases[k] + (sums[k] / <float>sqrt(known) if known else 0)
            for k in range(SENTENCE_SCORES):
                if known:
                    out[row, outputs + SENTENCE_SCORES + k] /= known
                else:
                    out[row, outputs + k] = vocabulary.biases[k]
            out[row, outputs + 2 * SENTENCE_SCORES] = <float>known / (
                self.found_ends[row] - start + 1
            )
            start = self.found_ends[row]
        return scores

    # ------------------------------------------------------------------ vocabulary shared

    @cython.boundscheck(False)
    @cython.wraparound(False)
    def kinship(self, const uint8_t[::1] is_text not None, int reach):
        """Compare each block's content words with those of the page's running text.

        Args: is_text: which blocks are running text. reach: how many of these count as near.
        Returns: float32 (blocks, 5): the share of its content words that other text blocks have;
        that the nearest ones above have; that the nearest ones below have; in how many other text
        blocks each stands, on average; how many content words it has. Shares of none are .25.
        """
        cdef Py_ssize_t count = self.content_ends.size(), row, j, start, size = 64
        if is_text.shape[0] != count:
            raise ValueError("one flag a block")
        while size < 2 * <Py_ssize_t>self.content.size() + 2:
            size *= 2
        shares = np.full((count, 5), 0.25, np.float32)
        cdef float[:, ::1] out = shares
        cdef uint64_t[::1] keys = np.zeros(size, np.uint64)
        # In how many text blocks a word stands; the last of these, as their number, from 1; and the
        # block that was counted last, from 1.
        cdef int[:, ::1] slots = np.zeros((size, 3), np.int32)
        cdef uint64_t mask = size - 1, at
        cdef int texts = 0, near, hits, own
        cdef double total
        start = 0
        for row in range(count):
            texts += is_text[row]
            near = 0
            for j in range(start, self.content_ends[row]):
                at = _slot(keys, self.content[j], mask)
                if keys[at] != 0 and slots[at, 1] and slots[at, 2] != row + 1:
                    near += texts - slots[at, 1] <= reach
            if self.content_ends[row] > start:
                out[row, 1] = <float>near / (self.content_ends[row] - start)
            for j in range(start, self.content_ends[row]):
                at = _slot(keys, self.content[j], mask)
                keys[at] = self.content[j]
                if is_text[row] and slots[at, 2] != row + 1:
                    slots[at, 0] += 1
                    slots[at, 1], slots[at, 2] = texts, row + 1
            start = self.content_ends[row]
        slots[:, 1:] = 0
        texts = 0
        for row in range(count - 1, -1, -1):
            start = self.content_ends[row - 1] if row else 0
            texts += is_text[row]
            own = is_text[row]
            hits = near = 0
            total = 0
            for j in range(start, self.content_ends[row]):
                at = _slot(keys, self.content[j], mask)
                hits += slots[at, 0] > own
                total += slots[at, 0] - own
                if slots[at, 1] and slots[at, 2] != row + 1:
                    near += texts - slots[at, 1] <= reach
            out[row, 3] = 0
            out[row, 4] = self.content_ends[row] - start
            if self.content_ends[row] > start:
                out[row, 0] = <float>hits / (self.content_ends[row] - start)
                out[row, 2] = <float>near / (self.content_ends[row] - start)
                out[row, 3] = total / (self.content_ends[row] - start)
            for j in range(start, self.content_ends[row]):
                at = _slot(keys, self.content[j], mask)
                if is_text[row]:
                    slots[at, 1], slots[at, 2] = texts, row + 1
        return shares


    # ------------------------------------------------------------------ a block among its neighbours

    def describe(
        self, const float[:, ::1] scores not None, bint whole_page=False, bint cut_out=False
    ):
        """Say all that is known of each block, its neighbours and the page, for the first pass.

        Args: scores: of `weigh`; the first two outputs are "not the page's article" and "an insert
        in an article". whole_page: the blocks are the dump of a page, of which the first output
        tells the text, not the second. cut_out: they are the body of a page, chosen before.
        Returns: float32 (blocks, columns).
        """
        cdef Py_ssize_t count = self.measures.shape[0]
        if scores.shape[0] != count:
            raise ValueError("one row of scores a block")
        measures = self.measures
        prose, labelled = measures[:, PROSE], measures[:, LABELLED]
        page = np.asarray(scores)[:, 0]
        # What inserts say is beside the point among menus.
        insert = page if whole_page else np.asarray(scores)[:, 1]
        is_text = ((prose > 0) & (insert < _TEXT_SCORE)).astype(np.uint8)
        kinship = self.kinship(is_text, _REACH)
        words = measures[:, WORDS]
        size = np.sqrt(words)
        address = measures[:, CLASS + 1] + measures[:, CLASS + 2]
        closed = self.closed.astype(np.float32)
        near = np.ascontiguousarray(
            np.stack((size, page, insert, prose, labelled), 1), np.float32
        )
        beside = np.ascontiguousarray(
            np.stack(
                (
                    address, closed, kinship[:, 0], measures[:, CONTENT], measures[:, LABEL],
                    measures[:, CLASS + 4], measures[:, CLASS + 3],
                ),
                1,
            ),
            np.float32,
        )
        windowed = np.ascontiguousarray(np.stack((kinship[:, 0], address), 1), np.float32)
        peak = np.ascontiguousarray(insert[:, None], np.float32)
        own = measures.copy()
        own[:, WORDS], own[:, CHARACTERS] = size, np.sqrt(measures[:, CHARACTERS])
        return np.concatenate(
            (
                own, scores, kinship,
                *(_shifted(near, by) for by in (1, 2, 3, -1, -2, -3)),
                *(_shifted(beside, by) for by in (1, -1)),
                *(_means(near, width) for width in (2, 6, 20)),
                *(_peaks(peak, width) for width in (3, 8)),
                _means(windowed, 6),
                self._page(np.ascontiguousarray(insert), np.ascontiguousarray(page), closed),
                self._places(np.ascontiguousarray(insert)),
                np.full((count, 1), cut_out, np.float32),
            ),
            axis=1,
        )

    @cython.boundscheck(False)
    @cython.wraparound(False)
    def _page(self, const float[::1] insert, const float[::1] page, const float[::1] closed):
        """The page as a whole, the same for each block."""
        cdef const float[:, ::1] m = self.measures
        cdef Py_ssize_t count = m.shape[0], row
        cdef double words = 0, prose = 0, labelled = 0, inserts = 0, scores = 0, pages = 0
        cdef double above = 0, words_above = 0, highest = -1e9
        cdef int menu = 0, run = 0, longest = 0
        for row in range(count):
            words += m[row, WORDS]
            prose += m[row, PROSE]
            labelled += m[row, LABELLED]
            scores += insert[row]
            pages += page[row]
            highest = max(highest, insert[row])
            if insert[row] > 0:
                above += 1
                words_above += m[row, WORDS]
            if m[row, WORDS] <= 6 and closed[row] == 0:
                menu += 1
                run += 1
                longest = max(longest, run)
            else:
                run = 0
        one = np.array(
            [
                sqrt(count), sqrt(words), prose / max(1, count), labelled / max(1, count), menu,
                longest, highest, scores / max(1, count), pages / max(1, count),
                above / max(1, count), words_above / (words + 1),
            ],
            np.float32,
        )
        return np.tile(one, (count, 1))

    @cython.boundscheck(False)
    @cython.wraparound(False)
    def _places(self, const float[::1] insert):
        """Where on the page each block stands, and how far from what."""
        cdef const float[:, ::1] m = self.measures
        cdef Py_ssize_t count = m.shape[0], row, first = 0, last = max(0, count - 1)
        cdef bint seen = False
        cdef double above = 0, total = 0
        out = np.zeros((count, 17), np.float32)
        cdef float[:, ::1] o = out
        for row in range(count):
            total += m[row, WORDS] * m[row, PROSE]
            if m[row, PROSE]:
                last = row
                if not seen:
                    first, seen = row, True
        if not seen:
            last = max(0, count - 1)
        for row in range(count):
            above += m[row, WORDS] * m[row, PROSE]
            o[row, 0] = <float>row / count
            o[row, 1] = <float>sqrt(row)
            o[row, 2] = <float>sqrt(count - 1 - row)
            o[row, 3] = above / (total + 1)
            o[row, 4] = <float>sqrt(above)
            o[row, 5] = <float>sqrt(total + 1 - above)
            o[row, 6] = max(-30, min(30, row - first))
            o[row, 7] = max(-30, min(30, row - last))
        self._mark_repeats(out)
        measures = self.measures
        label = measures[:, LABEL]
        related = (label == _RELATED) | (label == _COMMENTS)
        for column, flags, both in (
            (10, related, False),
            (11, measures[:, LABELLED] > 0, True),
            (13, measures[:, PROSE] > 0, True),
            (15, np.asarray(insert) > 0, True),
        ):
            flags = flags.astype(np.uint8)
            out[:, column] = _distances(flags, _FAR)
            if both:
                out[:, column + 1] = _distances(flags[::-1].copy(), _FAR)[::-1]
        return out

    def _mark_repeats(self, out):
        """Columns 8 and 9: how often the page has the block, and whether it had it before."""
        times = {}
        hashes = self.hashes.tolist()
        for row, hashed in enumerate(hashes):
            times[hashed] = times.get(hashed, 0) + 1
            out[row, 9] = times[hashed] > 1
        out[:, 8] = [times[hashed] for hashed in hashes]


# Of `service.core.block_model.LABEL_NUMBERS`.
_RELATED, _COMMENTS = 8, 9
# Running text that does not read like an insert is what blocks are compared with; its six next
# blocks are its neighbourhood. Farther than 50 blocks is far.
_TEXT_SCORE, _REACH, _FAR = 0.5, 6, 50
# Log-odds beyond 8 are certain; 9 stands for "beyond the page's edge".
_CERTAIN, _EDGE = 8.0, 9.0
_SECOND_COLUMNS = 44


@cython.boundscheck(False)
@cython.wraparound(False)
def second_pass(const double[::1] odds not None):
    """Say what the first pass thought of each block and those around it.

    Args: odds: log-odds of a block's not being the article.
    Returns: float32 (blocks, 44), to stand behind the columns of `Lines.describe`: its own; of the
    eight blocks above and below, nearest first; means of 3, 10 and 30 above and below; the highest
    and lowest of 4 and 12 above and below; how far above and below the next one over 0, over 1.5
    and below -2 is; of the page the highest, the mean, the share over 0, the numbers over 2 and
    below -2; the length and the mean of its run of one sign.
    """
    cdef Py_ssize_t count = odds.shape[0], row, near, start, stop
    cdef int column
    out = np.empty((count, _SECOND_COLUMNS), np.float32)
    if count == 0:
        return out
    cdef float[:, ::1] o = out
    cdef float[::1] own = np.clip(odds, -_CERTAIN, _CERTAIN).astype(np.float32)
    cdef double[::1] sums = np.zeros(count + 1)
    cdef double high = -_CERTAIN, above = 0, sure = 0, sure_not = 0
    for row in range(count):
        sums[row + 1] = sums[row] + own[row]
        high = max(high, own[row])
        above += own[row] > 0
        sure += own[row] > 2
        sure_not += own[row] < -2
    for row in range(count):
        o[row, 0] = own[row]
        for near in range(1, 9):
            o[row, 2 * near - 1] = own[row - near] if row >= near else <float>_EDGE
            o[row, 2 * near] = own[row + near] if row + near < count else <float>_EDGE
        column = 17
        for near in (3, 10, 30):
            start, stop = max(0, row - near), min(count, row + 1 + near)
            o[row, column] = (sums[row] - sums[start]) / max(1, row - start)
            o[row, column + 1] = (sums[stop] - sums[row + 1]) / max(1, stop - row - 1)
            column += 2
        for near in (4, 12):
            _extremes(own, max(0, row - near), row, &o[row, column], &o[row, column + 2])
            _extremes(
                own, row + 1, min(count, row + 1 + near), &o[row, column + 1], &o[row, column + 3]
            )
            column += 4
        column += 6
        o[row, column] = high
        o[row, column + 1] = sums[count] / count
        o[row, column + 2] = above / count
        o[row, column + 3] = sure
        o[row, column + 4] = sure_not
    _fill_distances(own, o, 31)
    start = 0
    for row in range(1, count + 1):
        if row == count or (own[row] > 0) != (own[start] > 0):
            for stop in range(start, row):
                o[stop, 42] = min(40, row - start)
                o[stop, 43] = (sums[row] - sums[start]) / (row - start)
            start = row
    return out


@cython.boundscheck(False)
@cython.wraparound(False)
cdef inline void _extremes(
    const float[::1] own, Py_ssize_t start, Py_ssize_t stop, float *high, float *low
) noexcept nogil:
    """The highest of a stretch and the lowest, its sign turned; -9 of none."""
    cdef Py_ssize_t row
    high[0] = low[0] = -9
    for row in range(start, stop):
        high[0] = max(high[0], own[row])
        low[0] = max(low[0], -own[row])


@cython.boundscheck(False)
@cython.wraparound(False)
cdef void _fill_distances(const float[::1] own, float[:, ::1] o, int column) noexcept nogil:
    """From each block to the last one above, and the next below, that is over a bound."""
    cdef Py_ssize_t count = own.shape[0], row
    cdef int bound, direction, last
    for bound in range(3):
        last = -30
        for row in range(count):
            o[row, column + 2 * bound] = min(30, <int>row - last)
            if _is_over(own[row], bound):
                last = <int>row
        last = <int>count + 29
        for row in range(count - 1, -1, -1):
            o[row, column + 2 * bound + 1] = min(30, last - <int>row)
            if _is_over(own[row], bound):
                last = <int>row


cdef inline bint _is_over(float odds, int bound) noexcept nogil:
    if bound == 0:
        return odds > 0
    return odds > 1.5 if bound == 1 else odds < -2


cdef _shifted(values, int by):
    """Each row as that of the block `by` places above (below, if negative); -1 of none."""
    moved = np.full_like(values, -1)
    if abs(by) < len(values):
        if by > 0:
            moved[by:] = values[:-by]
        else:
            moved[:by] = values[-by:]
    return moved


@cython.boundscheck(False)
@cython.wraparound(False)
cdef _means(const float[:, ::1] values, int width):
    """The means over the `width` rows above, then over those below; 0 of none."""
    cdef Py_ssize_t count = values.shape[0], columns = values.shape[1], row, column, first, last
    out = np.zeros((count, 2 * columns), np.float32)
    cdef float[:, ::1] o = out
    cdef double[:, ::1] sums = np.zeros((count + 1, columns))
    for row in range(count):
        for column in range(columns):
            sums[row + 1, column] = sums[row, column] + values[row, column]
    for row in range(count):
        first, last = max(0, row - width), min(count, row + 1 + width)
        for column in range(columns):
            o[row, column] = (sums[row, column] - sums[first, column]) / max(1, row - first)
            o[row, columns + column] = (sums[last, column] - sums[row + 1, column]) / max(
                1, last - row - 1
            )
    return out


@cython.boundscheck(False)
@cython.wraparound(False)
cdef _peaks(const float[:, :] values, int width):
    """The highest of the `width` rows above, then of those below; -9 of none. One column."""
    cdef Py_ssize_t count = values.shape[0], row, other
    out = np.full((count, 2), -9, np.float32)
    cdef float[:, ::1] o = out
    for row in range(count):
        for other in range(max(0, row - width), row):
            o[row, 0] = max(o[row, 0], values[other, 0])
        for other in range(row + 1, min(count, row + 1 + width)):
            o[row, 1] = max(o[row, 1], values[other, 0])
    return out


@cython.boundscheck(False)
@cython.wraparound(False)
cdef _distances(const uint8_t[::1] flags, int far):
    """How many rows above the last flagged row stands, `far` at most."""
    cdef Py_ssize_t count = flags.shape[0], row, last = -far
    out = np.zeros(count, np.float32)
    cdef float[::1] o = out
    for row in range(count):
        o[row] = min(far, row - last)
        if flags[row]:
            last = row
    return out


cdef inline bint tells(const Token *token, uint32_t classes) noexcept nogil:
    """A word that a topic chooses: a long one, or a name; no function word."""
    if token.sign or classes & 1:
        return False
    return token.length >= 6 or (token.upper and token.length >= 3)


cdef inline bint is_closed(const float *out) noexcept nogil:
    return out[DOT] + out[EXCLAMATION] + out[QUESTION] + out[ELLIPSIS] > 0


cdef inline void _close_sentence(
    float *out, float *part, int features, const float[::1] biases
) noexcept nogil:
    cdef float score
    cdef int k
    for k in range(SENTENCE_SCORES):
        if features:
            score = part[k] / <float>sqrt(features) + biases[k]
            if score > out[k]:
                out[k] = score
            if score > 0:
                out[SENTENCE_SCORES + k] += features
        part[k] = 0


@cython.boundscheck(False)
@cython.wraparound(False)
cdef inline uint64_t _slot(const uint64_t[::1] keys, uint64_t key, uint64_t mask) noexcept nogil:
    cdef uint64_t at = mix(key) & mask
    while keys[at] != 0 and keys[at] != key:
        at = (at + 1) & mask
    return at
