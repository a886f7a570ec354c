/** Loading of related documents: one query for each relation, whatever the number of parents. */
@NullMarked
package io.mongoodm.internal.relations;

import org.jspecify.annotations.NullMarked;
