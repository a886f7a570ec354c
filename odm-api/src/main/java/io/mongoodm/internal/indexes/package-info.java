/** Declared indexes, compared with those of a server and brought there. */
@NullMarked
package io.mongoodm.internal.indexes;

import org.jspecify.annotations.NullMarked;
