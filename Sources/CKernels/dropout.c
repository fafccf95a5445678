#include "CKernels.h"
#include "mathematics.h"
#include "parallel.h"

// Philox 4×32-10 (Salmon et al. 2011), as in BallastCore's CounterRandom.
typedef struct {
    uint32_t words[4];
} random_block;

typedef struct {
    uint32_t key[2], counter[2];
} random_key;

static random_key make_key(uint64_t seed, uint32_t domain, uint64_t step) {
    random_key key = {{(uint32_t)seed, (uint32_t)(seed >> 32) ^ (domain * 0x9E3779B9u)},
                      {(uint32_t)step, (uint32_t)(step >> 32) ^ domain}};
    return key;
}

BK_INLINE random_block draw(const random_key *key, uint64_t index) {
    uint32_t c0 = (uint32_t)index, c1 = (uint32_t)(index >> 32);
    uint32_t c2 = key->counter[0], c3 = key->counter[1];
    uint32_t k0 = key->key[0], k1 = key->key[1];
    for (int round = 0; round < 10; round++) {
        uint64_t p0 = (uint64_t)c0 * 0xD2511F53u, p1 = (uint64_t)c2 * 0xCD9E8D57u;
        uint32_t n0 = (uint32_t)(p1 >> 32) ^ c1 ^ k0, n2 = (uint32_t)(p0 >> 32) ^ c3 ^ k1;
        c1 = (uint32_t)p1;
        c3 = (uint32_t)p0;
        c0 = n0;
        c2 = n2;
        k0 += 0x9E3779B9u;
        k1 += 0xBB67AE85u;
    }
    random_block block = {{c0, c1, c2, c3}};
    return block;
}

#define DROPOUT(zero, scaled)                                                    \
    const random_key key = make_key(seed, domain, step);                         \
    const float scale = 1.0f / (1.0f - rate);                                    \
    for (size_t i = 0; i < count; i += 4) {                                      \
        random_block block = draw(&key, i >> 2);                                 \
        for (size_t j = 0; j < 4 && i + j < count; j++) {                        \
            float u = (float)(block.words[j] >> 8) * 0x1p-24f;                   \
            y[i + j] = u >= rate ? (scaled) : (zero);                            \
        }                                                                        \
    }

void bk_dropout_float32(const float *x, float *y, size_t count, uint64_t seed, uint32_t domain,
                        uint64_t step, float rate) {
    DROPOUT(0.0f, x[i + j] * scale)
}

void bk_dropout_bfloat16(const uint16_t *x, uint16_t *y, size_t count, uint64_t seed,
                         uint32_t domain, uint64_t step, float rate) {
    DROPOUT(0, bk_to_bfloat16(bk_from_bfloat16(x[i + j]) * scale))
}
