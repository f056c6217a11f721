#include <zlib.h>

/* The library has a macro here, which Swift cannot call. 16 asks for the gzip frame with its checksum. */
static inline int daybook_gunzip_begin(z_stream *stream) { return inflateInit2(stream, 16 + MAX_WBITS); }
