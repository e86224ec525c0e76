/* Exact integer matrix products, and the float steps of a bidirectional LSTM beside them.

Weights and activations are 8-bit integers (on PolNeAR's development part 12 bits give the same
figures): every sum is exact in 32 bits, whatever the machine's vector width. Activations are stored
128 higher, as the widest instructions want them without a sign. What is float is done one IEEE
operation at a time (the build turns fused multiply-adds off). So the same input gives the same bits
on every machine. */

#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define TILE 32      /* columns of a product that are worked on at once */
#define TOP 127.0f   /* the largest magnitude of a quantised number */
#define ROWS 12      /* rows of a product that are worked on at once */
#define ZERO 128     /* how an activation of 0 is stored */

#if defined(__x86_64__) && defined(__GNUC__) && defined(__linux__)
#define ON_X86 1
#include <immintrin.h>
#include <sys/syscall.h>
#include <unistd.h>
/* By features: a clone for a processor's name serves that one alone, not those that came after it. */
#define CLONES __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define ON_X86 0
#define CLONES
#endif

#if ON_X86
#define INLINE_512 static inline __attribute__((always_inline, target("avx512f,avx512bw,avx512vnni")))
#define INLINE_256 static inline __attribute__((always_inline, target("avx2")))

/* Four weights of each column lie together; the sums begin at what the stored zeros add too much. */
INLINE_512 void block_512(const uint8_t *a, int lda, int rows, int k, const int8_t *w,
                          const int32_t *base, int32_t *c, int ldc) {
    __m512i sum[ROWS][2];
    for (int r = 0; r < rows; r++) {
        sum[r][0] = _mm512_loadu_si512(base);
        sum[r][1] = _mm512_loadu_si512(base + 16);
    }
    for (int p = 0; p < k; p += 4, w += 4 * TILE) {
        __m512i left = _mm512_loadu_si512(w), right = _mm512_loadu_si512(w + 2 * TILE);
        for (int r = 0; r < rows; r++) {
            int32_t four;
            memcpy(&four, a + r * lda + p, 4);
            __m512i all = _mm512_set1_epi32(four);
            sum[r][0] = _mm512_dpbusd_epi32(sum[r][0], all, left);
            sum[r][1] = _mm512_dpbusd_epi32(sum[r][1], all, right);
        }
    }
    for (int r = 0; r < rows; r++) {
        _mm512_storeu_si512(c + r * ldc, sum[r][0]);
        _mm512_storeu_si512(c + r * ldc + 16, sum[r][1]);
    }
}

#define ONE_PASS(n) \
    case n: block_512(rows, lda, n, k, w, base, out, ldc); break;

__attribute__((target("avx512f,avx512bw,avx512vnni"))) static void product_512(
    const uint8_t *a, int lda, int m, int k, const int8_t *w, const int32_t *base, int n,
    int32_t *c, int ldc) {
    for (int t = 0; t < n; t += TILE, w += k * TILE, base += TILE) {
        for (int i = 0; i < m; i += ROWS) {
            const uint8_t *rows = a + i * lda;
            int32_t *out = c + i * ldc + t;
            /* A known number of rows keeps the sums in registers; each pass reads all weights. */
            switch (m - i < ROWS ? m - i : ROWS) {
                ONE_PASS(1) ONE_PASS(2) ONE_PASS(3) ONE_PASS(4) ONE_PASS(5) ONE_PASS(6)
                ONE_PASS(7) ONE_PASS(8) ONE_PASS(9) ONE_PASS(10) ONE_PASS(11) ONE_PASS(12)
            }
        }
    }
}
#undef ONE_PASS

/* Registers of 16 rows of 64 bytes, and products of two of them: on servers since 2023. */
#define TILE_ROWS 16
#define TILE_BYTES 64
/* What Linux calls the permission to use them: arch_prctl(ARCH_REQ_XCOMP_PERM, XFEATURE_XTILEDATA). */
#define ASK_FOR_STATE 0x1023
#define TILE_DATA 18

typedef struct {
    uint8_t palette, start, unused[14];
    uint16_t bytes[16]; /* of a row, by register */
    uint8_t rows[16];
} tile_shapes;

#define TILED __attribute__((target("amx-tile,amx-int8,avx512f,avx512bw,avx512vnni")))

/* Up to 32 rows: sums in registers 0 to 3, activations in 4 and 5, weights in 6 and 7. */
TILED static void block_tiles(const uint8_t *a, int lda, int rows, int k, const int8_t *w,
                              const int32_t *base, int n, int32_t *c, int ldc) {
    int upper = rows < TILE_ROWS ? rows : TILE_ROWS, lower = rows - upper;
    tile_shapes shapes = {.palette = 1};
    for (int r = 0; r < 8; r++) {
        shapes.rows[r] = r >= 6 ? TILE_ROWS : r == 2 || r == 3 || r == 5 ? lower : upper;
        shapes.bytes[r] = shapes.rows[r] ? TILE_BYTES : 0;
    }
    _tile_loadconfig(&shapes);
    const uint8_t *below = a + TILE_ROWS * lda;
    for (int t = 0; t < n; t += TILE, c += TILE, base += TILE) {
        /* No stride: each row begins at the same numbers. */
        _tile_loadd(0, base, 0);
        _tile_loadd(1, base + 16, 0);
        if (lower) {
            _tile_loadd(2, base, 0);
            _tile_loadd(3, base + 16, 0);
        }
        for (int p = 0; p < k; p += TILE_BYTES, w += TILE_BYTES * TILE) {
            _tile_loadd(4, a + p, lda);
            _tile_loadd(6, w, 4 * TILE);
            _tile_loadd(7, w + 2 * TILE, 4 * TILE);
            _tile_dpbusd(0, 4, 6);
            _tile_dpbusd(1, 4, 7);
            if (lower) {
                _tile_loadd(5, below + p, lda);
                _tile_dpbusd(2, 5, 6);
                _tile_dpbusd(3, 5, 7);
            }
        }
        _tile_stored(0, c, 4 * ldc);
        _tile_stored(1, c + 16, 4 * ldc);
        if (lower) {
            _tile_stored(2, c + TILE_ROWS * ldc, 4 * ldc);
            _tile_stored(3, c + TILE_ROWS * ldc + 16, 4 * ldc);
        }
    }
}

TILED static void product_tiles(const uint8_t *a, int lda, int m, int k, const int8_t *w,
                                const int32_t *base, int n, int32_t *c, int ldc) {
    if (k % TILE_BYTES) {
        product_512(a, lda, m, k, w, base, n, c, ldc);
        return;
    }
    for (int i = 0; i < m; i += 2 * TILE_ROWS) {
        int rows = m - i < 2 * TILE_ROWS ? m - i : 2 * TILE_ROWS;
        block_tiles(a + i * lda, lda, rows, k, w, base, n, c + i * ldc, ldc);
    }
    /* Else each switch to another process would save them. */
    _tile_release();
}

static int may_use_tiles(void) {
    return __builtin_cpu_supports("amx-int8") &&
           syscall(SYS_arch_prctl, ASK_FOR_STATE, TILE_DATA) == 0;
}

/* Without an instruction for bytes whose sums can't overflow, pairs of them become 16-bit numbers. */
INLINE_256 void block_256(const uint8_t *a, int lda, int rows, int k, const int8_t *w,
                          const int32_t *base, int32_t *c, int ldc) {
    __m256i sum[2][4];
    for (int r = 0; r < rows; r++)
        for (int j = 0; j < 4; j++) sum[r][j] = _mm256_loadu_si256((const void *)(base + 8 * j));
    const __m256i low = _mm256_set1_epi16(0xff);
    for (int p = 0; p < k; p += 4, w += 4 * TILE) {
        __m256i even[2], odd[2];
        for (int r = 0; r < rows; r++) {
            int32_t four;
            memcpy(&four, a + r * lda + p, 4);
            __m256i all = _mm256_set1_epi32(four);
            even[r] = _mm256_and_si256(all, low);
            odd[r] = _mm256_srli_epi16(all, 8);
        }
        for (int j = 0; j < 4; j++) {
            __m256i cell = _mm256_loadu_si256((const void *)(w + 32 * j));
            __m256i first = _mm256_srai_epi16(_mm256_slli_epi16(cell, 8), 8);
            __m256i second = _mm256_srai_epi16(cell, 8);
            for (int r = 0; r < rows; r++) {
                __m256i both = _mm256_add_epi32(_mm256_madd_epi16(even[r], first),
                                                _mm256_madd_epi16(odd[r], second));
                sum[r][j] = _mm256_add_epi32(sum[r][j], both);
            }
        }
    }
    for (int r = 0; r < rows; r++)
        for (int j = 0; j < 4; j++) _mm256_storeu_si256((void *)(c + r * ldc + 8 * j), sum[r][j]);
}

__attribute__((target("avx2"))) static void product_256(const uint8_t *a, int lda, int m, int k,
                                                        const int8_t *w, const int32_t *base, int n,
                                                        int32_t *c, int ldc) {
    for (int t = 0; t < n; t += TILE, w += k * TILE, base += TILE) {
        int i = 0;
        for (; i + 2 <= m; i += 2) block_256(a + i * lda, lda, 2, k, w, base, c + i * ldc + t, ldc);
        for (; i < m; i++) block_256(a + i * lda, lda, 1, k, w, base, c + i * ldc + t, ldc);
    }
}
#endif

/* Here each weight lies beside that of the next column: a loop that any compiler makes vectors of. */
static void product_plain(const uint8_t *a, int lda, int m, int k, const int8_t *w,
                          const int32_t *base, int n, int32_t *c, int ldc) {
    for (int t = 0; t < n; t += TILE, w += k * TILE, base += TILE)
        for (int i = 0; i < m; i++) {
            int32_t sum[TILE];
            memcpy(sum, base, sizeof sum);
            const int8_t *row = w;
            for (int p = 0; p < k; p++, row += TILE) {
                int16_t one = a[i * lda + p];
                for (int j = 0; j < TILE; j++) sum[j] += (int32_t)one * (int16_t)row[j];
            }
            memcpy(c + i * ldc + t, sum, sizeof sum);
        }
}

typedef void product_t(const uint8_t *, int, int, int, const int8_t *, const int32_t *, int,
                       int32_t *, int);

static product_t *choose_product(int width) {
#if ON_X86
    __builtin_cpu_init();
    if (width >= 512 && __builtin_cpu_supports("avx512vnni") && __builtin_cpu_supports("avx512bw"))
        return width >= 1024 && may_use_tiles() ? product_tiles : product_512;
    if (width >= 256 && __builtin_cpu_supports("avx2")) return product_256;
#endif
    return product_plain;
}

/* How many weights of a column lie together for a product. */
static int group_of(product_t *product) { return product == product_plain ? 1 : 4; }

/* Adding and taking away 1.5 * 2^23 rounds a float below 2^22 to the nearest whole number. */
static inline float nearest(float x) { return x + 12582912.0f - 12582912.0f; }

/* e^x as 2^n times a polynomial of the rest (Cephes' expf), for -87 <= x <= 87. */
static inline float exp_(float x) {
    x = x < -87.0f ? -87.0f : x;
    x = x > 87.0f ? 87.0f : x;
    float n = nearest(x * 1.44269504f);
    float r = x - n * 0.693359375f + n * 2.12194440e-4f;
    float y = 1.9875691500e-4f;
    y = y * r + 1.3981999507e-3f;
    y = y * r + 8.3334519073e-3f;
    y = y * r + 4.1665795894e-2f;
    y = y * r + 1.6666665459e-1f;
    y = y * r + 5.0000001201e-1f;
    y = y * r * r + r + 1.0f;
    int32_t bits = ((int32_t)n + 127) << 23;
    float two;
    memcpy(&two, &bits, 4);
    return y * two;
}

/* tanh(x) is about top / bottom: the best even quotient of this degree for |x| <= 5.2, beyond which
tanh is within 6e-5 of 1; no more than 6e-5 off, where a state's step is 1/127. */
typedef struct {
    float top, bottom;
} quotient;

static inline quotient tanh_(float x) {
    x = x < -5.2f ? -5.2f : x;
    x = x > 5.2f ? 5.2f : x;
    float u = x * x;
    quotient q = {x * ((6.3560758e-4f * u + 0.10104491f) * u + 0.9997657f),
                  (1.24399487e-2f * u + 0.4337151f) * u + 1.0f};
    return q;
}

/* Twice sigmoid(x): 1 + tanh(x / 2). */
static inline quotient sigmoid_(float x) {
    quotient q = tanh_(0.5f * x);
    q.top += q.bottom;
    return q;
}

/* The gate that begins at `at`: what the input and the state give it. */
static inline float gate(const float *z, const int32_t *sums, const float *scale, ptrdiff_t at) {
    return z[at] + (float)sums[at] * scale[at];
}

/* One cell: z holds the input's part of i, f, g, o, 4h in all; sums the state's part. */
CLONES static void cell(const float *restrict z, const int32_t *restrict sums,
                        const float *restrict scale, int size, float *restrict c,
                        float *restrict out, uint8_t *restrict state) {
    /* Python's build lets int wrap round: of `size + j` as int compilers would make no vectors. */
    ptrdiff_t h = size;
    for (ptrdiff_t j = 0; j < h; j++) {
        quotient i = sigmoid_(gate(z, sums, scale, j));
        quotient f = sigmoid_(gate(z, sums, scale, h + j));
        quotient g = tanh_(gate(z, sums, scale, 2 * h + j));
        quotient o = sigmoid_(gate(z, sums, scale, 3 * h + j));
        /* f * c + i * g and o * tanh(c), each with one division. */
        float both = i.bottom * g.bottom;
        float now = 0.5f * (f.top * c[j] * both + i.top * g.top * f.bottom) / (f.bottom * both);
        c[j] = now;
        quotient t = tanh_(now);
        out[j] = 0.5f * (o.top * t.top) / (o.bottom * t.bottom);
    }
    /* Apart, or the bytes would set how many floats are worked on at once. */
    for (ptrdiff_t j = 0; j < h; j++)
        state[j] = (uint8_t)((int32_t)nearest(out[j] * TOP) + ZERO);
}

/* z = sums * row's step * column's scale + bias */
CLONES static void dequantise(const int32_t *restrict sums, float step,
                              const float *restrict scale, const float *restrict bias, int n,
                              float *restrict z) {
    for (ptrdiff_t j = 0; j < n; j++) z[j] = (float)sums[j] * step * scale[j] + bias[j];
}

#define LANES 16

CLONES static void normalise(float *x, int n, const float *gain, const float *bias) {
    float part[LANES] = {0}, mean = 0.0f, square = 0.0f;
    for (ptrdiff_t j = 0; j < n; j += LANES)
        for (ptrdiff_t l = 0; l < LANES; l++) part[l] += x[j + l];
    for (ptrdiff_t l = 0; l < LANES; l++) mean += part[l];
    mean /= (float)n;
    memset(part, 0, sizeof part);
    for (ptrdiff_t j = 0; j < n; j += LANES)
        for (ptrdiff_t l = 0; l < LANES; l++) {
            x[j + l] -= mean;
            part[l] += x[j + l] * x[j + l];
        }
    for (ptrdiff_t l = 0; l < LANES; l++) square += part[l];
    float factor = 1.0f / sqrtf(square / (float)n + 1e-5f);
    for (ptrdiff_t j = 0; j < n; j++) x[j] = x[j] * factor * gain[j] + bias[j];
}

/* Quantise a row to its own largest magnitude; returns the step between neighbours. */
CLONES static float quantise(const float *x, int n, uint8_t *out) {
    float top = 1e-6f;
    int32_t most;
    memcpy(&most, &top, 4);
    /* Without their signs floats are in the order of their bits, of which a maximum takes vectors. */
    for (ptrdiff_t j = 0; j < n; j++) {
        int32_t bits;
        memcpy(&bits, x + j, 4);
        bits &= INT32_MAX;
        most = bits > most ? bits : most;
    }
    memcpy(&top, &most, 4);
    float factor = TOP / top;
    for (ptrdiff_t j = 0; j < n; j++)
        out[j] = (uint8_t)((int32_t)nearest(x[j] * factor) + ZERO);
    return top / TOP;
}

CLONES static void add_scaled(float *restrict x, float factor, const float *restrict y, int n) {
    for (ptrdiff_t j = 0; j < n; j++) x[j] += factor * y[j];
}
