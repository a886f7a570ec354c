/** Loading of related documents, over a server. */
@NullMarked
package io.mongoodm.relations;

import org.jspecify.annotations.NullMarked;
