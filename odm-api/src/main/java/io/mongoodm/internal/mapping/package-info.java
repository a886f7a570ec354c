@NullMarked
package io.mongoodm.internal.mapping;

import org.jspecify.annotations.NullMarked;
