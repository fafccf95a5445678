#include "CKernels.h"
#include "parallel.h"

// One pass over the sums for up to four rows: they stay in registers meanwhile.
BK_VECTOR void bk_blend_rows(const uint8_t *rows, size_t stride, const float *weights, size_t taps,
                             size_t count, float *sums) {
    size_t tap = 0;
    for (size_t i = 0; i < count; i++) sums[i] = 0;
    for (; tap + 4 <= taps; tap += 4) {
        const uint8_t *r0 = rows + tap * stride, *r1 = r0 + stride;
        const uint8_t *r2 = r1 + stride, *r3 = r2 + stride;
        const float w0 = weights[tap], w1 = weights[tap + 1];
        const float w2 = weights[tap + 2], w3 = weights[tap + 3];
        for (size_t i = 0; i < count; i++)
            sums[i] += w0 * r0[i] + w1 * r1[i] + w2 * r2[i] + w3 * r3[i];
    }
    for (; tap + 2 <= taps; tap += 2) {
        const uint8_t *r0 = rows + tap * stride, *r1 = r0 + stride;
        const float w0 = weights[tap], w1 = weights[tap + 1];
        for (size_t i = 0; i < count; i++) sums[i] += w0 * r0[i] + w1 * r1[i];
    }
    if (tap < taps) {
        const uint8_t *row = rows + tap * stride;
        for (size_t i = 0; i < count; i++) sums[i] += weights[tap] * row[i];
    }
}

// Four values at any address; the fourth of three channels is the next pixel's and is written over.
typedef float pixel __attribute__((vector_size(16), aligned(4)));

BK_VECTOR static void blend_colours(const float *row, const bk_blend *blend, float *sums) {
    for (size_t i = 0; i < blend->count; i++) {
        const float *taps = row + 3 * blend->first[i];
        pixel sum = {0, 0, 0, 0};
        for (size_t k = blend->offsets[i]; k < blend->offsets[i + 1]; k++, taps += 3)
            sum += *(const pixel *)taps * blend->weights[k];
        *(pixel *)(sums + 3 * i) = sum;
    }
}

void bk_blend_columns(const float *row, const bk_blend *blend, size_t channels, float *sums) {
    if (channels == 3) {
        blend_colours(row, blend, sums);
        return;
    }
    for (size_t i = 0; i < blend->count; i++) {
        for (size_t channel = 0; channel < channels; channel++) {
            const float *taps = row + channels * blend->first[i] + channel;
            float sum = 0;
            for (size_t k = blend->offsets[i]; k < blend->offsets[i + 1]; k++, taps += channels)
                sum += blend->weights[k] * *taps;
            sums[channels * i + channel] = sum;
        }
    }
}

BK_VECTOR void bk_round_to_bytes(const float *values, size_t count, uint8_t *bytes) {
    for (size_t i = 0; i < count; i++) {
        float value = values[i] + 0.5f;
        value = value < 0 ? 0 : value > 255 ? 255 : value;
        bytes[i] = (uint8_t)(int32_t)value;
    }
}
