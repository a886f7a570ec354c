@NullMarked
package io.mongoodm.annotation;

import org.jspecify.annotations.NullMarked;
