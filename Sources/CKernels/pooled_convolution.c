#include <string.h>

#include "CKernels.h"
#include "parallel.h"

enum { LANES = 16 };
// Sixteen floats anywhere in memory. Passed by macros, since a vector as an argument would fix the
// instruction set.
typedef float lanes __attribute__((vector_size(64), aligned(4), may_alias));
#define LOAD(p) (*(const lanes *)(p))
#define STORE(p, v) (*(lanes *)(p) = (v))
typedef int32_t integer_lanes __attribute__((vector_size(64)));
typedef uint8_t byte_lanes __attribute__((vector_size(16), aligned(1), may_alias));

typedef struct {
    const bk_pooled_geometry *g;
    const float *x, *weights, *bias, *dy, *y;
    const uint8_t *choice;
    float *result, *scratch;
    uint8_t *chosen;
} pooled_work;

// An image with its padding, and a vector of slack behind it.
static size_t padded_stride(const bk_pooled_geometry *g) {
    return (g->width + 2 * g->padding_width) * g->inputs;
}

static size_t padded_size(const bk_pooled_geometry *g) {
    return padded_stride(g) * (g->height + 2 * g->padding_height) + 2 * LANES;
}

static size_t taps_of(const bk_pooled_geometry *g) {
    return g->kernel_height * g->kernel_width * g->inputs;
}

static size_t rows_stride(const bk_pooled_geometry *g) {
    return 2 * g->pooled_width + 2 * LANES;
}

// Weights with each kernel row padded to whole vectors.
static size_t kernel_row(const bk_pooled_geometry *g) {
    return (g->kernel_width * g->inputs + LANES - 1) / LANES * LANES;
}

static size_t part_scratch(const bk_pooled_geometry *g) {
    size_t rows = 2 * g->outputs * rows_stride(g);
    size_t pixels = 4 * g->pooled_height * g->pooled_width * LANES;
    size_t sums = (taps_of(g) + 1) * LANES;
    size_t kernel = g->outputs * g->kernel_height * kernel_row(g);
    size_t most = rows > pixels ? rows : pixels;
    return padded_size(g) + most + sums + kernel + 4 * LANES;
}

size_t bk_pooled_scratch(const bk_pooled_geometry *g) {
    return part_scratch(g) * (size_t)g->parts;
}

static void pad_image(const bk_pooled_geometry *g, const float *image, float *padded) {
    const size_t stride = padded_stride(g), row = g->width * g->inputs;
    for (size_t r = 0; r < g->height; r++)
        memcpy(padded + (r + g->padding_height) * stride + g->padding_width * g->inputs,
               image + r * row, row * sizeof(float));
}

// Forward

// Three outputs (or one) of one convolution row; 32 columns at a time.
#define CONVOLVE_ROW(count)                                                                 \
    for (size_t column = 0; column < columns; column += 2 * LANES) {                        \
        lanes sums[count][2];                                                               \
        for (int o = 0; o < count; o++)                                                     \
            sums[o][0] = sums[o][1] = (lanes){0} + (bias ? bias[o] : 0.0f);                 \
        for (size_t r = 0; r < g->kernel_height; r++)                                       \
            for (size_t s = 0; s < g->kernel_width; s++) {                                  \
                const float *p = x + r * stride + column + s;                               \
                const lanes a = LOAD(p), b = LOAD(p + LANES);                               \
                for (int o = 0; o < count; o++) {                                           \
                    const float w = weights[o * taps + r * g->kernel_width + s];            \
                    sums[o][0] += a * w;                                                    \
                    sums[o][1] += b * w;                                                    \
                }                                                                           \
            }                                                                               \
        for (int o = 0; o < count; o++) {                                                   \
            STORE(out + o * 2 * out_stride + column, sums[o][0]);                           \
            STORE(out + o * 2 * out_stride + column + LANES, sums[o][1]);                   \
        }                                                                                   \
    }

BK_INLINE void convolve_row(const bk_pooled_geometry *g, const float *x, const float *weights,
                            const float *bias, float *out, size_t columns) {
    const size_t stride = padded_stride(g), taps = taps_of(g), out_stride = rows_stride(g);
    size_t output = 0;
    for (; output + 3 <= g->outputs; output += 3) {
        CONVOLVE_ROW(3)
        weights += 3 * taps;
        bias = bias ? bias + 3 : bias;
        out += 3 * 2 * out_stride;
    }
    for (; output < g->outputs; output++) {
        CONVOLVE_ROW(1)
        weights += taps;
        bias = bias ? bias + 1 : bias;
        out += 2 * out_stride;
    }
}

BK_INLINE int beats(float a, float b) { return a > b || (a != a && b == b); }

// The first of the largest of a window, rectified; NaN counts as largest.
BK_INLINE float best_of(float value, float second, float third, float fourth, uint8_t *index) {
    uint8_t at = 0;
    at = beats(second, value) ? 1 : at;
    value = beats(second, value) ? second : value;
    at = beats(third, value) ? 2 : at;
    value = beats(third, value) ? third : value;
    at = beats(fourth, value) ? 3 : at;
    value = beats(fourth, value) ? fourth : value;
    *index = at;
    return value <= 0 ? 0.0f : value;
}

BK_INLINE void pool_row(const float *top, const float *bottom, size_t count, float *best,
                        uint8_t *index) {
    for (size_t p = 0; p < count; p++)
        best[p] = best_of(top[2 * p], top[2 * p + 1], bottom[2 * p], bottom[2 * p + 1], &index[p]);
}

BK_VECTOR static void forward_image(const pooled_work *w, size_t n, float *padded, float *rows) {
    const bk_pooled_geometry *g = w->g;
    const size_t stride = padded_stride(g), out_stride = rows_stride(g);
    pad_image(g, w->x + n * g->height * g->width, padded);
    const size_t columns = 2 * g->pooled_width;
    float best[1024];
    uint8_t index[1024];
    for (size_t py = 0; py < g->pooled_height; py++) {
        for (size_t half = 0; half < 2; half++)
            convolve_row(g, padded + (2 * py + half) * stride, w->weights, w->bias,
                         rows + half * out_stride, columns);
        float *y = w->result + (n * g->pooled_height + py) * g->pooled_width * g->outputs;
        uint8_t *chosen = w->chosen + (n * g->pooled_height + py) * g->pooled_width * g->outputs;
        for (size_t o = 0; o < g->outputs; o++) {
            const float *top = rows + o * 2 * out_stride;
            pool_row(top, top + out_stride, g->pooled_width, best, index);
            for (size_t p = 0; p < g->pooled_width; p++) {
                y[p * g->outputs + o] = best[p];
                chosen[p * g->outputs + o] = index[p];
            }
        }
    }
}

static void forward_part(void *pointer, int part, int parts) {
    const pooled_work *w = pointer;
    float *padded = w->scratch + (size_t)part * part_scratch(w->g);
    memset(padded, 0, padded_size(w->g) * sizeof(float));
    const size_t end = bk_bound(w->g->batch, part + 1, parts);
    for (size_t n = bk_bound(w->g->batch, part, parts); n < end; n++)
        forward_image(w, n, padded, padded + padded_size(w->g));
}

static size_t work_of(const bk_pooled_geometry *g) {
    return g->batch * g->pooled_height * g->pooled_width * 4 * taps_of(g);
}

void bk_pooled_convolution(const float *x, const float *weights, const float *bias, float *y,
                           uint8_t *choice, float *scratch, const bk_pooled_geometry *geometry) {
    pooled_work work = {.g = geometry, .x = x, .weights = weights, .bias = bias, .result = y,
                        .chosen = choice, .scratch = scratch};
    bk_parallel_parts(forward_part, &work, work_of(geometry), geometry->parts);
}

BK_VECTOR static void pool_pixels(const pooled_work *w, size_t n) {
    const bk_pooled_geometry *g = w->g;
    const size_t height = g->height + 2 * g->padding_height - g->kernel_height + 1;
    const size_t width = g->width + 2 * g->padding_width - g->kernel_width + 1;
    const size_t channels = g->outputs;
    for (size_t py = 0; py < g->pooled_height; py++)
        for (size_t px = 0; px < g->pooled_width; px++) {
            const float *a = w->x + ((n * height + 2 * py) * width + 2 * px) * channels;
            const float *c = a + width * channels;
            const size_t at = ((n * g->pooled_height + py) * g->pooled_width + px) * channels;
            float *y = w->result + at;
            uint8_t *chosen = w->chosen + at;
            for (size_t o = 0; o < channels; o++)
                y[o] = best_of(a[o], a[channels + o], c[o], c[channels + o], &chosen[o]);
        }
}

static void pool_part(void *pointer, int part, int parts) {
    const pooled_work *w = pointer;
    const size_t end = bk_bound(w->g->batch, part + 1, parts);
    for (size_t n = bk_bound(w->g->batch, part, parts); n < end; n++) pool_pixels(w, n);
}

void bk_pool_and_rectify(const float *x, float *y, uint8_t *choice,
                         const bk_pooled_geometry *geometry) {
    pooled_work work = {.g = geometry, .x = x, .result = y, .chosen = choice};
    bk_parallel(pool_part, &work,
                4 * geometry->batch * geometry->pooled_height * geometry->pooled_width *
                    geometry->outputs);
}

// Backward

// Only the chosen pixel of each window has a gradient. The outputs that chose the same pixel are
// added up in registers before their patch is touched.
BK_VECTOR static void backward_input_image(const pooled_work *w, size_t n, float *padded,
                                           const float *kernel) {
    const bk_pooled_geometry *g = w->g;
    const size_t stride = padded_stride(g), row = kernel_row(g);
    memset(padded, 0, padded_size(g) * sizeof(float));
    for (size_t window = 0; window < g->pooled_height * g->pooled_width; window++) {
        const size_t at = (n * g->pooled_height * g->pooled_width + window) * g->outputs;
        float gradients[4][LANES];
        const float *rows[4][LANES];
        size_t counts[4] = {0};
        for (size_t o = 0; o < g->outputs; o++) {
            const size_t choice = w->choice[at + o];
            gradients[choice][counts[choice]] = w->dy[at + o];
            rows[choice][counts[choice]] = kernel + o * g->kernel_height * row;
            counts[choice] += !(w->y[at + o] <= 0);
        }
        float *corner = padded + 2 * (window / g->pooled_width) * stride +
                        2 * (window % g->pooled_width) * g->inputs;
        for (size_t choice = 0; choice < 4; choice++) {
            if (counts[choice] == 0) continue;
            float *patch = corner + choice / 2 * stride + choice % 2 * g->inputs;
            for (size_t r = 0; r < g->kernel_height; r++)
                for (size_t s = 0; s < row; s += LANES) {
                    lanes sum = LOAD(patch + r * stride + s);
                    for (size_t k = 0; k < counts[choice]; k++)
                        sum += gradients[choice][k] * LOAD(rows[choice][k] + r * row + s);
                    STORE(patch + r * stride + s, sum);
                }
        }
    }
    float *dx = w->result + n * g->height * g->width * g->inputs;
    for (size_t r = 0; r < g->height; r++)
        memcpy(dx + r * g->width * g->inputs,
               padded + (r + g->padding_height) * stride + g->padding_width * g->inputs,
               g->width * g->inputs * sizeof(float));
}

static void backward_input_part(void *pointer, int part, int parts) {
    const pooled_work *w = pointer;
    const bk_pooled_geometry *g = w->g;
    float *padded = w->scratch + (size_t)part * part_scratch(g);
    float *kernel = padded + padded_size(g);
    const size_t row = kernel_row(g), used = g->kernel_width * g->inputs;
    for (size_t k = 0; k < g->outputs * g->kernel_height; k++) {
        memcpy(kernel + k * row, w->weights + k * used, used * sizeof(float));
        memset(kernel + k * row + used, 0, (row - used) * sizeof(float));
    }
    const size_t end = bk_bound(g->batch, part + 1, parts);
    for (size_t n = bk_bound(g->batch, part, parts); n < end; n++)
        backward_input_image(w, n, padded, kernel);
}

void bk_pooled_convolution_backward_input(const float *dy, const float *y, const uint8_t *choice,
                                          const float *weights, float *dx, float *scratch,
                                          const bk_pooled_geometry *geometry) {
    pooled_work work = {.g = geometry, .dy = dy, .y = y, .choice = choice, .weights = weights,
                        .result = dx, .scratch = scratch};
    bk_parallel_parts(backward_input_part, &work, work_of(geometry), geometry->parts);
}

// The gradient at every pixel before pooling, outputs in the lanes. Windows are read a whole vector
// at a time where that stays inside the tensors.
BK_INLINE void spread_gradient(const pooled_work *w, size_t n, float *pixels, float *bias_sum) {
    const bk_pooled_geometry *g = w->g;
    lanes total = LOAD(bias_sum);
    const size_t width = 2 * g->pooled_width, windows = g->pooled_height * g->pooled_width;
    const size_t size = g->batch * windows * g->outputs;
    integer_lanes used;
    for (int o = 0; o < LANES; o++) used[o] = (size_t)o < g->outputs ? -1 : 0;
    for (size_t window = 0; window < windows; window++) {
        const size_t at = (n * windows + window) * g->outputs;
        float dy[LANES] = {0}, y[LANES] = {0};
        uint8_t choice[LANES] = {0};
        const int inside = at + LANES <= size;
        if (!inside) {
            memcpy(dy, w->dy + at, g->outputs * sizeof(float));
            memcpy(y, w->y + at, g->outputs * sizeof(float));
            memcpy(choice, w->choice + at, g->outputs);
        }
        const integer_lanes rectified = LOAD(inside ? w->y + at : y) <= 0.0f;
        const integer_lanes gradient =
            (integer_lanes)LOAD(inside ? w->dy + at : dy) & ~rectified & used;
        const integer_lanes chosen = __builtin_convertvector(
            *(const byte_lanes *)(inside ? w->choice + at : choice), integer_lanes);
        total += (lanes)gradient;
        float *corner = pixels +
                        (2 * (window / g->pooled_width) * width + 2 * (window % g->pooled_width)) *
                            LANES;
        STORE(corner, (lanes)(gradient & (chosen == 0)));
        STORE(corner + LANES, (lanes)(gradient & (chosen == 1)));
        STORE(corner + width * LANES, (lanes)(gradient & (chosen == 2)));
        STORE(corner + (width + 1) * LANES, (lanes)(gradient & (chosen == 3)));
    }
    STORE(bias_sum, total);
}

// Adds Σ x·gradient over all pixels for `count` taps at consecutive places of one kernel row.
#define ACCUMULATE(count)                                                                   \
    {                                                                                       \
        lanes acc[count];                                                                   \
        for (int k = 0; k < count; k++) acc[k] = LOAD(sums + (first + k) * LANES);          \
        for (size_t r = 0; r < rows; r++) {                                                 \
            const float *p = x + r * stride + place;                                        \
            const float *q = pixels + r * columns * LANES;                                  \
            for (size_t c = 0; c < columns; c++, p += g->inputs, q += LANES) {              \
                const lanes gradient = LOAD(q);                                             \
                for (int k = 0; k < count; k++) acc[k] += gradient * p[k];                  \
            }                                                                               \
        }                                                                                   \
        for (int k = 0; k < count; k++) STORE(sums + (first + k) * LANES, acc[k]);          \
        first += count;                                                                     \
        place += count;                                                                     \
        left -= count;                                                                      \
    }

BK_INLINE void accumulate_taps(const bk_pooled_geometry *g, const float *padded,
                               const float *pixels, float *sums) {
    const size_t stride = padded_stride(g), rows = 2 * g->pooled_height;
    const size_t columns = 2 * g->pooled_width;
    for (size_t r = 0; r < g->kernel_height; r++) {
        const float *x = padded + r * stride;
        size_t left = g->kernel_width * g->inputs, first = r * left, place = 0;
        while (left >= 15) ACCUMULATE(15)
        while (left >= 5) ACCUMULATE(5)
        while (left >= 1) ACCUMULATE(1)
    }
}

BK_VECTOR static void backward_weight_image(const pooled_work *w, size_t n, float *padded,
                                            float *pixels, float *sums) {
    const bk_pooled_geometry *g = w->g;
    pad_image(g, w->x + n * g->height * g->width * g->inputs, padded);
    spread_gradient(w, n, pixels, sums + taps_of(g) * LANES);
    accumulate_taps(g, padded, pixels, sums);
}

// The sums of each part stand at the beginning of its scratch memory.
static void backward_weight_part(void *pointer, int part, int parts) {
    const pooled_work *w = pointer;
    const bk_pooled_geometry *g = w->g;
    float *sums = w->scratch + (size_t)part * part_scratch(g);
    float *padded = sums + (taps_of(g) + 1) * LANES;
    memset(sums, 0, (taps_of(g) + 1) * LANES * sizeof(float));
    memset(padded, 0, padded_size(g) * sizeof(float));
    const size_t end = bk_bound(g->batch, part + 1, parts);
    for (size_t n = bk_bound(g->batch, part, parts); n < end; n++)
        backward_weight_image(w, n, padded, padded + padded_size(g), sums);
}

void bk_pooled_convolution_backward_weight(const float *x, const float *dy, const float *y,
                                           const uint8_t *choice, float *dweights, float *dbias,
                                           float *scratch, const bk_pooled_geometry *geometry) {
    pooled_work work = {.g = geometry, .x = x, .dy = dy, .y = y, .choice = choice,
                        .scratch = scratch};
    bk_parallel_parts(backward_weight_part, &work, work_of(geometry), geometry->parts);
    const size_t taps = taps_of(geometry), stride = part_scratch(geometry);
    for (size_t o = 0; o < geometry->outputs; o++)
        for (size_t t = 0; t <= taps; t++) {
            float sum = 0;
            for (int part = 0; part < geometry->parts; part++)
                sum += scratch[(size_t)part * stride + t * LANES + o];
            if (t < taps)
                dweights[o * taps + t] = sum;
            else if (dbias)
                dbias[o] = sum;
        }
}
