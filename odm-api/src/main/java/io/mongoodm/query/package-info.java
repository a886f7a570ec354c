/**
 * Fields of records in filters, updates and sorts, whose values the compiler checks. {@link io.mongoodm.query.Fields} makes them: import
 * its methods statically.
 */
@NullMarked
package io.mongoodm.query;

import org.jspecify.annotations.NullMarked;
