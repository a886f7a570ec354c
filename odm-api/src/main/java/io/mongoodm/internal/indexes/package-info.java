@NullMarked
package io.mongoodm.internal.indexes;

import org.jspecify.annotations.NullMarked;
