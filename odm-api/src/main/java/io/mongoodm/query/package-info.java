/** Fields of records in filters, updates and sorts, whose values the compiler checks. */
@NullMarked
package io.mongoodm.query;

import org.jspecify.annotations.NullMarked;
