/** Checks filters, updates, sorts and projections against their model before anything is sent. */
@NullMarked
package io.mongoodm.internal.validation;

import org.jspecify.annotations.NullMarked;
