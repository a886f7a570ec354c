@NullMarked
package io.mongoodm.internal.validation;

import org.jspecify.annotations.NullMarked;
