/* PCRE2 without its compiler: the machine code that it makes reads in whole vectors, and valgrind takes that for a fault.
 *
 *     LD_PRELOAD=libwithout_jit.so valgrind dragoman annotate …       (./dev valgrind) */
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

int pcre2_jit_compile(pcre2_code *code, uint32_t options) {
    (void)code;
    (void)options;
    return PCRE2_ERROR_JIT_BADOPTION;
}
