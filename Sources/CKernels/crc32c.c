#include <stdbool.h>
#include <string.h>

#include "CKernels.h"

// The polynomial 0x1EDC6F41, its bits reversed.
enum { POLYNOMIAL = (int)0x82F63B78 };

static uint32_t tables[8][256];
static bool has_instruction;

// Runs when the program is loaded, before any thread could ask for a checksum.
__attribute__((constructor)) static void prepare(void) {
    for (uint32_t byte = 0; byte < 256; byte++) {
        uint32_t crc = byte;
        for (int bit = 0; bit < 8; bit++)
            crc = crc & 1 ? (crc >> 1) ^ (uint32_t)POLYNOMIAL : crc >> 1;
        tables[0][byte] = crc;
    }
    for (int table = 1; table < 8; table++) {
        for (int byte = 0; byte < 256; byte++) {
            uint32_t crc = tables[table - 1][byte];
            tables[table][byte] = (crc >> 8) ^ tables[0][crc & 0xFF];
        }
    }
#if defined(__x86_64__)
    __builtin_cpu_init();
    has_instruction = __builtin_cpu_supports("sse4.2");
#endif
}

#if defined(__x86_64__)
__attribute__((target("sse4.2")))
static uint32_t with_instruction(const uint8_t *bytes, size_t count) {
    uint64_t crc = 0xFFFFFFFF;
    for (; count >= 8; bytes += 8, count -= 8) {
        uint64_t word;
        memcpy(&word, bytes, sizeof word);
        crc = __builtin_ia32_crc32di(crc, word);
    }
    for (; count > 0; bytes++, count--) crc = __builtin_ia32_crc32qi((uint32_t)crc, *bytes);
    return ~(uint32_t)crc;
}
#endif

// Eight bytes at a time: the tables hold what a byte does to the checksum 0 to 7 bytes later.
static uint32_t with_tables(const uint8_t *bytes, size_t count) {
    uint32_t crc = 0xFFFFFFFF;
    for (; count >= 8; bytes += 8, count -= 8) {
        crc ^= (uint32_t)bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16
            | (uint32_t)bytes[3] << 24;
        crc = tables[7][crc & 0xFF] ^ tables[6][crc >> 8 & 0xFF] ^ tables[5][crc >> 16 & 0xFF]
            ^ tables[4][crc >> 24] ^ tables[3][bytes[4]] ^ tables[2][bytes[5]]
            ^ tables[1][bytes[6]] ^ tables[0][bytes[7]];
    }
    for (; count > 0; bytes++, count--) crc = (crc >> 8) ^ tables[0][(crc ^ *bytes) & 0xFF];
    return ~crc;
}

uint32_t bk_crc32c(const void *bytes, size_t count) {
#if defined(__x86_64__)
    if (has_instruction) return with_instruction(bytes, count);
#endif
    return with_tables(bytes, count);
}
