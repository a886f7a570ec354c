/** What models and their components say about themselves. */
@NullMarked
package io.mongoodm.annotation;

import org.jspecify.annotations.NullMarked;
