/** Models, parsed once, and the codecs that read and write them. */
@NullMarked
package io.mongoodm.internal.mapping;

import org.jspecify.annotations.NullMarked;
