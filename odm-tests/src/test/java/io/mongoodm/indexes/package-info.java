/** Declared indexes, over a server. */
@NullMarked
package io.mongoodm.indexes;

import org.jspecify.annotations.NullMarked;
