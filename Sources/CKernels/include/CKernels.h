// The vector passes that oneDNN has no primitive for.
//
// Each kernel is compiled for several instruction sets and picked when the program is loaded. All
// work is divided the same way for the same number of threads, so results repeat bit for bit.
#ifndef CKERNELS_H
#define CKERNELS_H

#include <stddef.h>
#include <stdint.h>

// Threads

// Sets the number of threads for these kernels and for oneDNN, which share one pool.
void bk_set_threads(int count);
int bk_threads(void);

// Elementwise programs

typedef enum {
    BK_NEGATE, BK_SQUARE, BK_SQUARE_ROOT, BK_RECIPROCAL, BK_EXPONENTIAL, BK_LOGARITHM,
    BK_ABSOLUTE, BK_SIGN, BK_SCALE, BK_OFFSET, BK_RELU, BK_LEAKY_RELU, BK_SILU, BK_GELU, BK_TANH,
    BK_SIGMOID,
    BK_ADD, BK_SUBTRACT, BK_MULTIPLY, BK_DIVIDE, BK_MAXIMUM, BK_MINIMUM, BK_GREATER,
    BK_RELU_GRADIENT, BK_LEAKY_RELU_GRADIENT, BK_SILU_GRADIENT, BK_GELU_GRADIENT,
    BK_TANH_GRADIENT, BK_SIGMOID_GRADIENT,
} bk_function;

typedef enum { BK_FLOAT32, BK_BFLOAT16, BK_SCALAR } bk_type;

typedef struct {
    bk_function function;
    // Registers
    int16_t a, b, result;
    float immediate;
} bk_instruction;

enum { BK_MAX_REGISTERS = 64, BK_MAX_SLOTS = 24, BK_TILE = 1024 };

// Registers 0 ..< input_count are the inputs. A register's slot is the tile of scratch memory that
// holds it; -1 means the memory of an input or output itself.
typedef struct {
    int input_count, instruction_count, output_count;
    const bk_instruction *instructions;
    const uint8_t *input_types;
    const int16_t *slots;
    const int16_t *output_registers;
    const uint8_t *output_types;
    // For each register the output whose memory it is written to directly, or -1.
    const int16_t *direct_outputs;
} bk_program;

typedef struct {
    size_t count;
    // The tiles of all earlier segments.
    size_t first_tile;
    const void **inputs;
    void **outputs;
} bk_segment;

// Runs the program on every segment. Inputs that are BK_SCALAR point to one float32.
void bk_elementwise(const bk_program *program, const bk_segment *segments, size_t segment_count);

// Loss

// Softmax cross-entropy as in PyTorch. class_weights may be NULL. A label outside 0 ..< classes
// gives a NaN loss.
void bk_cross_entropy(const float *logits, const int32_t *labels, size_t samples, size_t classes,
                      float smoothing, const float *class_weights, float *mean, float *per_sample,
                      float *gradient);

// Random

// y = x where the mask of (key, index) keeps, scaled by 1 / (1 - rate). The counters are those of
// BallastCore's CounterRandom.
void bk_dropout_float32(const float *x, float *y, size_t count, uint64_t seed, uint32_t domain,
                        uint64_t step, float rate);
void bk_dropout_bfloat16(const uint16_t *x, uint16_t *y, size_t count, uint64_t seed,
                         uint32_t domain, uint64_t step, float rate);

// Memory

// Copies `rows` rows of `bytes` bytes between strided places.
void bk_copy_rows(void *destination, size_t destination_stride, const void *source,
                  size_t source_stride, size_t bytes, size_t rows);
void bk_convert_to_bfloat16(const float *x, uint16_t *y, size_t count);
void bk_convert_to_float32(const uint16_t *x, float *y, size_t count);

// Reductions

// The sum of the squares of all elements of all arrays, in double precision.
double bk_squared_norm(const float *const *arrays, const size_t *counts, size_t array_count);

// Measurements. They only read.

typedef struct {
    double sum_of_squares;
    size_t outside;
    // The bits of the largest magnitude, as float32; those of a NaN where any element is one.
    uint32_t peak_bits;
} bk_measurement;

// Of an array of float32 or bfloat16; `outside` counts what is below lower or above upper.
bk_measurement bk_measure(const void *x, bk_type type, size_t count, float lower, float upper);

// The number of channels with no element but zeros; x is (batch, blocks, pixels, width), and
// channel c is column c % width of block c / width. seen: scratch of blocks * width.
size_t bk_zero_channels(const void *x, bk_type type, size_t batch, size_t blocks, size_t pixels,
                        size_t width, size_t channels, uint32_t *seen);

// Normalization over groups of channels; x and y are (batch, pixels, channels).
void bk_group_norm_forward(const float *x, const float *scale, const float *shift, float *y,
                           float *mean, float *inverse_deviation, size_t batch, size_t pixels,
                           size_t channels, size_t groups, float epsilon);
// partials: scratch of 2 * batch * channels floats.
void bk_group_norm_backward(const float *x, const float *dy, const float *mean,
                            const float *inverse_deviation, const float *scale, float *dx,
                            float *dscale, float *dshift, float *partials, size_t batch,
                            size_t pixels, size_t channels, size_t groups);

// Averages over the cells of a grid; x is (batch, height, width, channels).
void bk_adaptive_average_forward(const float *x, float *y, size_t batch, size_t height,
                                 size_t width, size_t channels, size_t out_height,
                                 size_t out_width);
void bk_adaptive_average_backward(const float *dy, float *dx, size_t batch, size_t height,
                                  size_t width, size_t channels, size_t out_height,
                                  size_t out_width);

// Convolution of stride 1, then max pooling over windows of 2×2, then a rectifier. Images are
// (batch, height, width, channels), weights (outputs, kernel height, kernel width, inputs), at most
// 16 outputs. The pooling's choice is kept as 2 * row + column of the window.
typedef struct {
    size_t batch, height, width, inputs, outputs, kernel_height, kernel_width;
    size_t padding_height, padding_width, pooled_height, pooled_width;
    // How many parts the work is divided into, each with scratch memory of its own.
    int parts;
} bk_pooled_geometry;

// Floats of scratch memory that each of these kernels needs for all threads.
size_t bk_pooled_scratch(const bk_pooled_geometry *geometry);
// For images of one channel. bias may be NULL.
void bk_pooled_convolution(const float *x, const float *weights, const float *bias, float *y,
                           uint8_t *choice, float *scratch, const bk_pooled_geometry *geometry);
// Pooling and rectifier alone, of a convolution's output.
void bk_pool_and_rectify(const float *x, float *y, uint8_t *choice,
                         const bk_pooled_geometry *geometry);
void bk_pooled_convolution_backward_input(const float *dy, const float *y, const uint8_t *choice,
                                          const float *weights, float *dx, float *scratch,
                                          const bk_pooled_geometry *geometry);
// dbias may be NULL.
void bk_pooled_convolution_backward_weight(const float *x, const float *dy, const float *y,
                                           const uint8_t *choice, float *dweights, float *dbias,
                                           float *scratch, const bk_pooled_geometry *geometry);

// Resampling of images whose channels are innermost. Output position i of an axis is the sum of
// weights[offsets[i]...] times the input positions from first[i] on.
typedef struct {
    size_t count;
    const size_t *first, *offsets;
    const float *weights;
} bk_blend;

// sums[i] = Σ weights[t] · rows[t · stride + i]
void bk_blend_rows(const uint8_t *rows, size_t stride, const float *weights, size_t taps,
                   size_t count, float *sums);
// Both rows need room for one element more than they have where there are 3 channels.
void bk_blend_columns(const float *row, const bk_blend *blend, size_t channels, float *sums);
// To the nearest, halves up, from 0 to 255.
void bk_round_to_bytes(const float *values, size_t count, uint8_t *bytes);

// Checksums

// CRC-32C (Castagnoli) of the bytes, as RFC 3720 has it, with the processor's own instruction where
// there is one.
uint32_t bk_crc32c(const void *bytes, size_t count);

#endif
