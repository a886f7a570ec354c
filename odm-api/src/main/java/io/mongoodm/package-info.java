@NullMarked
package io.mongoodm;

import org.jspecify.annotations.NullMarked;
