#ifndef BK_MATHEMATICS_H
#define BK_MATHEMATICS_H

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "parallel.h"

BK_INLINE float bk_from_bfloat16(uint16_t value) {
    uint32_t bits = (uint32_t)value << 16;
    float result;
    memcpy(&result, &bits, sizeof result);
    return result;
}

// Rounds to nearest, ties to even; NaN stays NaN.
BK_INLINE uint16_t bk_to_bfloat16(float value) {
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    uint32_t rounded = (bits + 0x7fffu + ((bits >> 16) & 1u)) >> 16;
    uint32_t quiet = (bits >> 16) | 0x40u;
    return (uint16_t)((bits & 0x7fffffffu) > 0x7f800000u ? quiet : rounded);
}

// eˣ by x = n·ln 2 + r and a polynomial in r, relative error below 2e-7; overflows to infinity,
// underflows to zero, keeps NaN.
BK_INLINE float bk_exp(float x) {
    float clamped = x > 88.7228f ? 88.7228f : x;
    clamped = clamped < -87.3365f ? -87.3365f : clamped;
    float n = __builtin_rintf(clamped * 1.44269504f);
    float r = clamped - n * 0.693359375f;
    r -= n * -2.12194440e-4f;
    float p = 1.9875691500e-4f;
    p = p * r + 1.3981999507e-3f;
    p = p * r + 8.3334519073e-3f;
    p = p * r + 4.1665795894e-2f;
    p = p * r + 1.6666665459e-1f;
    p = p * r + 5.0000001201e-1f;
    p = p * r * r + r + 1.0f;
    // 2ⁿ in two factors, since n may be 128.
    int32_t half = (int32_t)n / 2;
    int32_t rest = (int32_t)n - half;
    uint32_t a = (uint32_t)(half + 127) << 23, b = (uint32_t)(rest + 127) << 23;
    float fa, fb;
    memcpy(&fa, &a, sizeof fa);
    memcpy(&fb, &b, sizeof fb);
    float result = p * fa * fb;
    result = x > 88.7228f ? INFINITY : result;
    result = x < -87.3365f ? 0.0f : result;
    return x != x ? x : result;
}

BK_INLINE float bk_sigmoid(float x) { return 1.0f / (1.0f + bk_exp(-x)); }

// By (1 − e⁻²ˣ) / (1 + e⁻²ˣ), and by its series where that would cancel.
BK_INLINE float bk_tanh(float x) {
    float magnitude = __builtin_fabsf(x);
    float e = bk_exp(-2.0f * magnitude);
    float large = (1.0f - e) / (1.0f + e);
    float s = x * x;
    float small = magnitude * (1.0f + s * (-0.333333333f + s * (0.133333333f +
                                                                s * (-0.0539682540f))));
    return __builtin_copysignf(magnitude < 0.15f ? small : large, x);
}

BK_INLINE float bk_normal_distribution(float x) {
    return 0.5f * erfcf(-x * 0.70710678f);
}

BK_INLINE float bk_normal_density(float x) {
    return 0.39894228f * bk_exp(-0.5f * x * x);
}

#endif
