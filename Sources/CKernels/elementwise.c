#include "CKernels.h"
#include "mathematics.h"
#include "parallel.h"

#define UNARY(expression)                       \
    for (size_t i = 0; i < n; i++) {            \
        float x = a[i];                         \
        r[i] = (expression);                    \
    }                                           \
    break
#define BINARY(expression)                      \
    for (size_t i = 0; i < n; i++) {            \
        float x = a[i], y = b[i];               \
        r[i] = (expression);                    \
    }                                           \
    break

// One instruction on one tile. NaN passes through every function.
BK_VECTOR static void run_unary(bk_function function, float c, size_t n, const float *a,
                                float *r) {
    switch (function) {
    case BK_NEGATE: UNARY(-x);
    case BK_SQUARE: UNARY(x * x);
    case BK_SQUARE_ROOT: UNARY(__builtin_sqrtf(x));
    case BK_RECIPROCAL: UNARY(1.0f / x);
    case BK_EXPONENTIAL: UNARY(bk_exp(x));
    case BK_LOGARITHM: UNARY(logf(x));
    case BK_ABSOLUTE: UNARY(__builtin_fabsf(x));
    case BK_SIGN: UNARY(x > 0 ? 1.0f : x < 0 ? -1.0f : x);
    case BK_SCALE: UNARY(x * c);
    case BK_OFFSET: UNARY(x + c);
    case BK_RELU: UNARY(x <= 0 ? 0.0f : x);
    case BK_LEAKY_RELU: UNARY(x > 0 ? x : x * c);
    case BK_SILU: UNARY(x * bk_sigmoid(x));
    case BK_GELU: UNARY(x * bk_normal_distribution(x));
    case BK_TANH: UNARY(bk_tanh(x));
    case BK_SIGMOID: UNARY(bk_sigmoid(x));
    default: break;
    }
}

BK_VECTOR static void run_binary(bk_function function, float c, size_t n, const float *a,
                                 const float *b, float *r) {
    switch (function) {
    case BK_ADD: BINARY(x + y);
    case BK_SUBTRACT: BINARY(x - y);
    case BK_MULTIPLY: BINARY(x * y);
    case BK_DIVIDE: BINARY(x / y);
    case BK_MAXIMUM: BINARY(x > y || x != x ? x : y);
    case BK_MINIMUM: BINARY(x < y || x != x ? x : y);
    case BK_GREATER: BINARY(x > y ? 1.0f : 0.0f);
    case BK_RELU_GRADIENT: BINARY(x <= 0 ? 0.0f : y);
    case BK_LEAKY_RELU_GRADIENT: BINARY(x > 0 ? y : y * c);
    case BK_SILU_GRADIENT: {
        for (size_t i = 0; i < n; i++) {
            float s = bk_sigmoid(a[i]);
            r[i] = b[i] * s * (1.0f + a[i] * (1.0f - s));
        }
        break;
    }
    case BK_GELU_GRADIENT:
        BINARY(y * (bk_normal_distribution(x) + x * bk_normal_density(x)));
    case BK_TANH_GRADIENT: BINARY(y * (1.0f - x * x));
    case BK_SIGMOID_GRADIENT: BINARY(y * x * (1.0f - x));
    default: break;
    }
}

BK_VECTOR static void load_bfloat16(const uint16_t *x, float *y, size_t n) {
    for (size_t i = 0; i < n; i++) y[i] = bk_from_bfloat16(x[i]);
}

BK_VECTOR static void store_bfloat16(const float *x, uint16_t *y, size_t n) {
    for (size_t i = 0; i < n; i++) y[i] = bk_to_bfloat16(x[i]);
}

// Scratch of one thread: a tile for each slot.
typedef struct {
    float tiles[BK_MAX_SLOTS][BK_TILE];
    const float *registers[BK_MAX_REGISTERS];
} tile_state;

static void fill_scalars(const bk_program *p, const bk_segment *segment, tile_state *s) {
    for (int i = 0; i < p->input_count; i++) {
        if (p->input_types[i] != BK_SCALAR) continue;
        float value = *(const float *)segment->inputs[i];
        float *tile = s->tiles[p->slots[i]];
        for (int j = 0; j < BK_TILE; j++) tile[j] = value;
        s->registers[i] = tile;
    }
}

static void run_tile(const bk_program *p, const bk_segment *segment, size_t offset, size_t n,
                     tile_state *s) {
    for (int i = 0; i < p->input_count; i++) {
        if (p->input_types[i] == BK_FLOAT32) {
            s->registers[i] = (const float *)segment->inputs[i] + offset;
        } else if (p->input_types[i] == BK_BFLOAT16) {
            load_bfloat16((const uint16_t *)segment->inputs[i] + offset, s->tiles[p->slots[i]], n);
            s->registers[i] = s->tiles[p->slots[i]];
        }
    }
    for (int k = 0; k < p->instruction_count; k++) {
        const bk_instruction *code = &p->instructions[k];
        int output = p->direct_outputs[code->result];
        float *r = output >= 0 ? (float *)segment->outputs[output] + offset
                               : s->tiles[p->slots[code->result]];
        if (code->function >= BK_ADD)
            run_binary(code->function, code->immediate, n, s->registers[code->a],
                       s->registers[code->b], r);
        else
            run_unary(code->function, code->immediate, n, s->registers[code->a], r);
        s->registers[code->result] = r;
    }
    for (int k = 0; k < p->output_count; k++) {
        int source = p->output_registers[k];
        if (p->direct_outputs[source] == k) continue;
        if (p->output_types[k] == BK_BFLOAT16)
            store_bfloat16(s->registers[source], (uint16_t *)segment->outputs[k] + offset, n);
        else
            memmove((float *)segment->outputs[k] + offset, s->registers[source],
                    n * sizeof(float));
    }
}

typedef struct {
    const bk_program *program;
    const bk_segment *segments;
    size_t segment_count;
    size_t tiles;
} elementwise_work;

static void run_part(void *pointer, int part, int parts) {
    const elementwise_work *work = pointer;
    size_t tile = bk_bound(work->tiles, part, parts);
    const size_t end = bk_bound(work->tiles, part + 1, parts);
    if (tile >= end) return;
    static _Thread_local tile_state state;
    // The last segment that begins at or before the first tile.
    size_t low = 0, high = work->segment_count;
    while (high - low > 1) {
        size_t middle = (low + high) / 2;
        if (work->segments[middle].first_tile <= tile) low = middle;
        else high = middle;
    }
    fill_scalars(work->program, &work->segments[low], &state);
    while (tile < end) {
        const bk_segment *segment = &work->segments[low];
        size_t offset = (tile - segment->first_tile) * BK_TILE;
        if (offset >= segment->count) {
            low++;
            continue;
        }
        size_t left = segment->count - offset;
        run_tile(work->program, segment, offset, left < BK_TILE ? left : BK_TILE, &state);
        tile++;
    }
}

void bk_elementwise(const bk_program *program, const bk_segment *segments, size_t segment_count) {
    const bk_segment *last = &segments[segment_count - 1];
    elementwise_work work = {program, segments, segment_count,
                             last->first_tile + (last->count + BK_TILE - 1) / BK_TILE};
    bk_parallel(run_part, &work, work.tiles * BK_TILE);
}

typedef struct {
    const void *x;
    void *y;
    size_t count;
} conversion;

static void narrow_part(void *pointer, int part, int parts) {
    const conversion *c = pointer;
    size_t begin = bk_bound(c->count, part, parts), end = bk_bound(c->count, part + 1, parts);
    store_bfloat16((const float *)c->x + begin, (uint16_t *)c->y + begin, end - begin);
}

static void widen_part(void *pointer, int part, int parts) {
    const conversion *c = pointer;
    size_t begin = bk_bound(c->count, part, parts), end = bk_bound(c->count, part + 1, parts);
    load_bfloat16((const uint16_t *)c->x + begin, (float *)c->y + begin, end - begin);
}

void bk_convert_to_bfloat16(const float *x, uint16_t *y, size_t count) {
    conversion work = {x, y, count};
    bk_parallel(narrow_part, &work, count);
}

void bk_convert_to_float32(const uint16_t *x, float *y, size_t count) {
    conversion work = {x, y, count};
    bk_parallel(widen_part, &work, count);
}
