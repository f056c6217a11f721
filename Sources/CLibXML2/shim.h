/* Where libxml2 is built with ICU its headers bring types that clash with Foundation's own ICU. The reader needs none
   of them. */
#include <libxml/xmlversion.h>
#undef LIBXML_ICU_ENABLED
#include <libxml/xmlreader.h>
