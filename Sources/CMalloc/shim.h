#if defined(__GLIBC__) || defined(__linux__)
#include <malloc.h>
#endif

/* Buffers of a mebibyte and more go back to the system when they are given up. By itself the library of GNU keeps ever
   larger ones for later; others have no such habit. */
static inline void daybook_return_memory(void) {
#ifdef M_MMAP_THRESHOLD
  mallopt(M_MMAP_THRESHOLD, 1 << 20);
#endif
}
