#include <string.h>

#include "CKernels.h"
#include "parallel.h"

enum { LANES = 16 };

typedef struct {
    double squares[LANES];
    uint32_t peaks[LANES];
    uint32_t outside[LANES];
} measure_lanes;

BK_INLINE float value_of(uint32_t bits) {
    float value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

BK_INLINE uint32_t bits_at(const void *x, bk_type type, size_t index) {
    if (type == BK_BFLOAT16) return (uint32_t)((const uint16_t *)x)[index] << 16;
    return ((const uint32_t *)x)[index];
}

// Magnitudes are compared as integers, in whose order NaN is the largest.
BK_INLINE void look(measure_lanes *lanes, int lane, uint32_t bits, float lower, float upper) {
    const float value = value_of(bits);
    const uint32_t magnitude = bits & 0x7fffffffu;
    lanes->squares[lane] += (double)value * value;
    lanes->peaks[lane] = magnitude > lanes->peaks[lane] ? magnitude : lanes->peaks[lane];
    lanes->outside[lane] += (value < lower) | (value > upper);
}

BK_INLINE void look_at_all(const void *x, bk_type type, size_t count, float lower, float upper,
                           bk_measurement *result) {
    size_t i = 0;
    while (i < count) {
        // The counters of outsiders are narrow, so that their lanes are as wide as the floats'.
        const size_t end = count - i > ((size_t)1 << 30) ? i + ((size_t)1 << 30) : count;
        measure_lanes lanes;
        memset(&lanes, 0, sizeof lanes);
        for (; i + LANES <= end; i += LANES)
            for (int j = 0; j < LANES; j++)
                look(&lanes, j, bits_at(x, type, i + j), lower, upper);
        for (; i < end; i++) look(&lanes, 0, bits_at(x, type, i), lower, upper);
        for (int j = 0; j < LANES; j++) {
            result->sum_of_squares += lanes.squares[j];
            result->outside += lanes.outside[j];
            if (lanes.peaks[j] > result->peak_bits) result->peak_bits = lanes.peaks[j];
        }
    }
}

BK_VECTOR static void measure_float32(const void *x, size_t count, float lower, float upper,
                                      bk_measurement *result) {
    look_at_all(x, BK_FLOAT32, count, lower, upper, result);
}

BK_VECTOR static void measure_bfloat16(const void *x, size_t count, float lower, float upper,
                                       bk_measurement *result) {
    look_at_all(x, BK_BFLOAT16, count, lower, upper, result);
}

bk_measurement bk_measure(const void *x, bk_type type, size_t count, float lower, float upper) {
    bk_measurement result = {0, 0, 0};
    if (type == BK_BFLOAT16) measure_bfloat16(x, count, lower, upper, &result);
    else measure_float32(x, count, lower, upper, &result);
    return result;
}

// Collects the magnitude bits of a plane of (pixels, width) per column.
BK_VECTOR static void collect(const void *x, bk_type type, size_t pixels, size_t width,
                              uint32_t *seen) {
    if (width == 1) {
        uint32_t any = 0;
        for (size_t p = 0; p < pixels; p++) any |= bits_at(x, type, p) & 0x7fffffffu;
        seen[0] |= any;
        return;
    }
    for (size_t p = 0; p < pixels; p++)
        for (size_t c = 0; c < width; c++)
            seen[c] |= bits_at(x, type, p * width + c) & 0x7fffffffu;
}

size_t bk_zero_channels(const void *x, bk_type type, size_t batch, size_t blocks, size_t pixels,
                        size_t width, size_t channels, uint32_t *seen) {
    const size_t element = type == BK_BFLOAT16 ? 2 : 4;
    memset(seen, 0, blocks * width * sizeof *seen);
    size_t zero = channels;
    for (size_t n = 0; n < batch && zero > 0; n++) {
        for (size_t b = 0; b < blocks; b++)
            collect((const char *)x + (n * blocks + b) * pixels * width * element, type, pixels,
                    width, seen + b * width);
        zero = 0;
        for (size_t c = 0; c < channels; c++) zero += seen[c] == 0;
    }
    return zero;
}
